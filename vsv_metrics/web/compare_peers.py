"""Sections of the profile of an area: its comparison group, how many fewer another rate would be, and what was to be expected."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from vsv_metrics.export.table import file_stem
from vsv_metrics.indicators import peers
from vsv_metrics.indicators.overview import COUNTRY
from vsv_metrics.indicators.peers import Fewer
from vsv_metrics.indicators.profile import FEWEST_AREAS, Standing, is_line, pooled
from vsv_metrics.schema.codes import TOTAL
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import data, links
from vsv_metrics.web.block import downloads, readable, source_line
from vsv_metrics.web.compare_basis import Basis, short
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain

LITTLE = 0.5
"""Fewer young people than this is less than one."""


def choose_group(
    kind: pd.DataFrame, at: Standing, nearest: tuple[str, ...], names: Mapping[str, str], words: Locale
) -> tuple[str, ...]:
    """Draws the choice of a group of areas of the same kind; their codes, the nearest when none is chosen."""
    totals = kind[is_line(kind, TOTAL, TOTAL, at.sector) & kind["rate_pct"].notna()]
    options = [code for code in totals["region_code"] if code not in (COUNTRY, at.region_code) and code in names]
    st.subheader(words("compare_region.similar_heading"))
    if not options:
        return ()
    chosen = links.many(
        "groep",
        options,
        lambda key: st.multiselect(
            words("compare_region.choose_group"),
            options,
            format_func=names.__getitem__,
            key=key,
            placeholder=words("compare_region.group_placeholder") if nearest else "",
            help=words("compare_region.choose_group_help"),
        ),
        words,
    )
    return tuple(chosen) or nearest


def group_words(found: Basis, group: tuple[str, ...], names: Mapping[str, str], words: Locale) -> None:
    """Which areas are in the group and why, and what they have together."""
    assert found.at is not None
    area = plain(short(names[found.at.region_code]))
    totals = found.kind[is_line(found.kind, TOTAL, TOTAL, found.at.sector)]
    if len(totals[totals["region_code"] != COUNTRY]) < FEWEST_AREAS:
        st.markdown(words("compare_region.similar_alone"))
        return
    if not group:
        st.markdown(words("compare_region.similar_no_traits", area=area))
        return
    members = words.listing([plain(short(names[code])) for code in group])
    if group == found.nearest:
        by = words.listing([words(f"compare_region.traits.{trait}") for trait in found.traits])
        said = [words("compare_region.similar_nearest", area=area, names=members, traits=by)]
        said.append(words("compare_region.similar_size_only" if found.traits == ("size",) else "compare_region.similar_weight"))
    else:
        said = [words("compare_region.similar_own", names=members)]
    together = pooled(totals, group)
    if together.known[0]:
        rate = words.percent(float(100 * together.rate[0]))
        count, enrolled = words.number(float(together.leavers[0])), words.number(float(together.enrolled[0]))
        said.append(words("compare_region.similar_rate", rate=rate, count=count, enrolled=enrolled))
    else:
        said.append(words("compare_region.similar_no_rate"))
    st.markdown(" ".join(said))


def fewer(found: Basis, group: Sequence[str], area: str, current: Row, words: Locale) -> None:
    """How many young people fewer at the rate of the group, of the country and of the own best year."""
    assert found.at is not None
    st.subheader(words("compare_region.fewer_heading"))
    if pd.isna(current["interval_lower"]):
        st.markdown(words("compare_region.fewer_no_counts"))
        return
    period = words.period(str(current["period_type"]), int(current["period"]))
    count, rate = words.number(current["numerator"]), words.percent(current["rate_pct"])
    st.markdown(words("compare_region.fewer_intro", period=period, area=plain(area), count=count, rate=rate))
    every = peers.opportunities(found.kind, found.own, found.at, group)
    said = [fewer_words(one, int(current["period"]), words) for one in every]
    if all(one.reference != "best" for one in every):
        said.append(words("compare_region.fewer_one_year"))
    st.markdown("\n".join(f"- {sentence}" for sentence in said))
    is_rounded = pd.notna(current["numerator_lower"])
    notes = [words("compare_region.fewer_note"), *([words("compare_region.fewer_rounded")] if is_rounded else [])]
    st.caption("  \n".join(notes))


def fewer_words(one: Fewer, period: int, words: Locale) -> str:
    """One outcome of the worked example as a sentence."""
    if one.reference == "best" and one.year == period:
        return words("compare_region.fewer_is_best", n=words.number(one.years), period=words.school_year(period))
    year = "" if one.year is None else words.school_year(one.year)
    reference = words(f"compare_region.fewer_reference_{one.reference}", **({"year": year} if year else {}))
    if not one.is_known:
        return words("compare_region.fewer_unknown", reference=reference, why=words(f"compare_region.fewer_why_{one.reference}"))
    rate = words.percent(one.rate_pct)
    if one.fewer == 0:
        return words("compare_region.fewer_none", reference=reference, rate=rate)
    key = "compare_region.fewer_little" if one.fewer < LITTLE else "compare_region.fewer_at"
    lower, upper = words.number(one.lower), words.number(one.upper)
    values = {} if one.fewer < LITTLE else {"fewer": words.number(one.fewer)}
    return words(key, reference=reference, rate=rate, lower=lower, upper=upper, **values)


def expected(found: Basis, area: str, visit: Visit) -> None:
    """Actual against expected from the school types, with the school types behind it, or why there is none."""
    words, outcome = visit.locale, found.expectation
    st.subheader(words("compare_region.expected_heading"))
    if outcome is None or outcome.result is None:
        refusal = "no_types" if outcome is None else str(outcome.refusal)
        st.markdown(words(f"compare_region.expected_refusal.{refusal}"))
        return
    result = outcome.result
    st.markdown(
        words(
            "compare_region.expected",
            area=plain(area),
            expected=words.number(result["expected"]),
            count=words.number(result["leavers"]),
            ratio=words.number(result["ratio"], 2),
            lower=words.number(result["ratio_lower"], 2),
            upper=words.number(result["ratio_upper"], 2),
            verdict=words(f"compare_region.expected_verdict.{result['verdict']}"),
        )
    )
    st.caption("  \n".join([words("compare_region.expected_note"), source_line(outcome.cells, words)]))
    key = f"verwacht-{outcome.cells['region_code'].iat[0]}".lower()
    behind = st.expander(words("compare_region.expected_table"), key=f"behind_{key}", on_change="rerun")
    if behind.open:
        with behind:
            cells = outcome.cells.assign(label=type_names(outcome.cells, words))
            st.table(readable(cells, words, data.sources(visit.store.fingerprint)), hide_index=True, border="horizontal")
            downloads(cells, visit, file_stem(visit.dataset, key), key)


def type_names(cells: pd.DataFrame, words: Locale) -> list[str]:
    """The name of each school type: its level with its learning path, or its sector."""
    names = data.store().query("members").set_index(["breakdown", "code"])[f"name_{words.language}"]

    def named(row: Row) -> str:
        if row["level"] == TOTAL:
            return str(names["sector", row["sector"]])
        path = (
            ""
            if row["learning_path"] == TOTAL
            else f", {str(names['learning_path', row['learning_path']]).split(' (')[0].lower()}"
        )
        return f"{names['level', row['level']]}{path}"

    return [named(row) for row in cells.to_dict("records")]
