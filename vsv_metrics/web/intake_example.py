"""The worked example on the page Instroommomenten: other intake moments, and how many would have to return for the target."""

import math

import streamlit as st

from vsv_metrics.indicators import intake, overview
from vsv_metrics.indicators.overview import Headline
from vsv_metrics.metrics.hidden import total
from vsv_metrics.metrics.intake import MONTHS, Waiting, with_a_chance
from vsv_metrics.metrics.returns import returns
from vsv_metrics.text import Locale
from vsv_metrics.web import data, links
from vsv_metrics.web.block import draw
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.intake import Scene, month_list, name, said, table, year
from vsv_metrics.web.intake_waiting import distribution, starts, waits

SHARES = tuple(str(share) for share in range(0, 101, 5))
DEFAULT_SHARE = "10"


@data.shared(8)
def headline(fingerprint: str, dataset: str) -> Headline | None:
    """The newest national figure against the target; for local counts the published one."""
    return overview.headline(data.store(), "demo" if dataset == "demo" else "published")


def part(scene: Scene, sector: str, visit: Visit) -> None:
    """The whole worked example: choice of months, waiting before and after, and the way to the target."""
    words = scene.words
    st.markdown(words("intake_moments.example_intro"))
    usual = starts(scene)
    chosen = _choose(scene, usual)
    if not chosen or not usual:
        st.info(words("intake_moments.no_moments"), icon=":material/info:")
        return
    now, then = waits(scene, sector, usual), waits(scene, sector, chosen)
    if now is None or then is None:
        return
    _summary(now, then, usual, chosen, scene)
    if block := distribution(scene, sector, chosen):
        draw(block, visit)
    _target(scene, sector, chosen)


def _choose(scene: Scene, usual: tuple[int, ...]) -> tuple[int, ...]:
    words = scene.words
    order = [str(month) for month in scene.place.months]
    chosen = links.many(
        "momenten",
        order,
        lambda key: sorted(
            st.pills(
                words("intake_moments.choose_moments"),
                order,
                selection_mode="multi",
                format_func=lambda month: words.month_name(int(month)),
                key=key,
            ),
            key=order.index,
        ),
        words,
        default=sorted((str(month) for month in usual), key=order.index),
    )
    return tuple(sorted(int(month) for month in chosen))


def _summary(now: Waiting, then: Waiting, usual: tuple[int, ...], chosen: tuple[int, ...], scene: Scene) -> None:
    """Person-months, mean and median before and after, as a sentence and a table."""
    words = scene.words
    change = then.person_months - now.person_months
    key = "less" if change < 0 else "more" if change > 0 else "same"
    per_person = abs(change) / now.persons if now.persons else 0.0
    st.markdown(
        words(
            f"intake_moments.example_{key}",
            months=words.number(abs(change)),
            each=words.number(per_person, 1),
            n=words.number(now.persons),
        )
    )
    rows = [
        [words("intake_moments.row_usual", months=month_list(usual, words, is_short=True)), *_figures(now, words)],
        [words("intake_moments.row_chosen", months=month_list(chosen, words, is_short=True)), *_figures(then, words)],
        [
            words("common.difference"),
            "",
            words.signed(change),
            *(
                "" if before is None or after is None else words.signed(after - before, 1)
                for before, after in ((now.mean, then.mean), (now.median, then.median))
            ),
        ],
    ]
    table(rows, [words(f"intake_moments.column_{head}") for head in ("moments", "leavers", "person_months", "mean", "median")])


def _figures(found: Waiting, words: Locale) -> list[str]:
    return [
        words.number(found.persons),
        words.number(found.person_months),
        *("" if value is None else words.number(value, 1) for value in (found.mean, found.median)),
    ]


def _target(scene: Scene, sector: str, chosen: tuple[int, ...]) -> None:
    """The steps from the national target to the share of leavers that would have to return."""
    words, current, of_sector = scene.words, year(scene), year(scene, sector)
    st.header(words("intake_moments.target_heading"))
    found = headline(scene.fingerprint, scene.dataset)
    if found is None:
        st.info(words("intake_moments.no_target"), icon=":material/info:")
        return
    share = links.one(
        "terug",
        SHARES,
        DEFAULT_SHARE,
        lambda key: st.select_slider(
            words("intake_moments.choose_share"), SHARES, format_func=lambda item: words.percent(int(item), 0), key=key
        ),
        words,
    )
    if current is None or of_sector is None:
        return
    everyone = total(cell for cell in current.cells if cell is not None)
    in_time = with_a_chance(scene.place.first_month, chosen, intake.LAST_MONTH_TO_RETURN)
    able = total(
        cell for month, cell in zip(scene.place.months, of_sector.cells, strict=True) if cell is not None and month in in_time
    )
    if not everyone.is_exact or not able.is_exact:
        st.info(words("intake_moments.target_hidden"), icon=":material/visibility_off:")
        return
    reduction = 100 * found.reduction_needed / found.current["numerator"]
    result = returns(everyone.low, reduction, able.low, int(share))
    area, period = name(scene.place, words), words.school_year(scene.school_year)
    steps = [
        words(
            "intake_moments.step_target",
            target=words.number(found.target["target_value"]),
            target_period=words.school_year(found.target["school_year"]),
            percent=words.percent(reduction, 1),
            count=words.number(found.current["numerator"]),
            period=words.school_year(found.current["period"]),
        ),
        words(
            "intake_moments.step_area",
            percent=words.percent(reduction, 1),
            total=said(everyone, words),
            area=area,
            period=period,
            needed=words.number(result.needed),
        ),
        words("intake_moments.step_able", able=words.number(result.able), months=month_list(chosen, words)),
        words("intake_moments.step_back", share=words.percent(int(share), 0), back=words.number(result.back)),
        words("intake_moments.step_short", short=words.number(result.short))
        if result.short
        else words("intake_moments.step_enough"),
    ]
    if result.share_needed_pct is not None and result.needed:
        key = "step_share" if result.share_needed_pct <= 100 else "step_impossible"
        steps.append(words(f"intake_moments.{key}", share=words.percent(math.ceil(result.share_needed_pct), 0)))
    st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)))
    if sum(cell is not None for cell in current.cells) < MONTHS:
        st.caption(words("intake_moments.year_open", month=words.month_name(scene.place.months[current.newest])))
    st.caption(words("intake_moments.example_caveat"))
    if scene.dataset == "local":
        st.caption(words("intake_moments.possible_note"))
