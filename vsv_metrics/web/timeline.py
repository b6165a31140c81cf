"""What was done and when, laid over the trends of a page: the choice, the letters below each chart, and the details.

A page calls `choose` once and draws each of its trends with `draw` instead of `block.draw`. Without a choice that is the same.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from html import escape

import streamlit as st

from vsv_metrics.charts.timeline import Mark, in_reach, laid_over, middle, position
from vsv_metrics.indicators import policy
from vsv_metrics.indicators.policy import FIRST_MONTH, Item
from vsv_metrics.indicators.provenance import parse
from vsv_metrics.text import Locale, locale
from vsv_metrics.web import data, links, lists
from vsv_metrics.web import timeline_details as about
from vsv_metrics.web.block import Block, chart_key, heading
from vsv_metrics.web.block import draw as draw_block
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import plain
from vsv_metrics.web.timeline_details import when

EVERYTHING = "alles"
"""In the address: every plan, law and letter, and corona."""
LETTERS = "ABCDEFGHIJKL"
"""One per item on a chart; more items than letters are not drawn."""
MOST_CACHED = 256
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Chosen:
    """The items to lay over the trends of a page, by letter in the order of their dates, and the one to tell more of."""

    items: dict[str, Item]
    item: str = ""
    """Letter of that one; empty for none."""


NOTHING = Chosen({})


@data.shared(MOST_CACHED)
def offer(fingerprint: str, regions: tuple[str, ...], own: lists.Rows) -> dict[str, Item]:
    """Code -> item, for charts of these areas; `own` are the measures of this session."""
    return {item.code: item for item in policy.items(data.store(), lists.joined("measures", own), regions)}


@data.shared(MOST_CACHED)
def options(fingerprint: str, regions: tuple[str, ...], language: str, own: lists.Rows) -> dict[str, str]:
    """Code -> name in the list of choices, with what it is where it is no plan."""
    words = locale(language)
    return {
        code: words(f"timeline.option_{item.kind}", name=words.name(item.row), when=about.years(item, words))
        for code, item in offer(fingerprint, regions, own).items()
    }


def choose(visit: Visit, regions: tuple[str, ...] = ()) -> Chosen:
    """Draws the choice of what lies over the trends; `regions` are the areas whose own measures may be among it.

    The choice is folded away until somebody asks for it: its boxes would cost every visitor a tenth of the page.
    """
    with st.container(key="screen_timeline"):
        is_chosen = links.is_chosen("beleid") or bool(links.asked("maatregel"))
        folded = st.expander(
            visit.locale("timeline.choose"), expanded=is_chosen, key="timeline", on_change="rerun", icon=":material/route:"
        )
        if not (folded.open or is_chosen):
            return NOTHING
        with folded:
            return _choose(visit, regions)


def draw(block: Block, visit: Visit, chosen: Chosen, *, is_first: bool = True, level: int = 3) -> None:
    """A trend with the chosen items over it, and below it the figures around the item that was asked for.

    `is_first` is the chart of the page below which that item is told of in full; `level` as for a block.
    """
    if not chosen.items or (period_type := _period_type(block)) not in FIRST_MONTH:
        draw_block(block, visit, level=level)
        return
    shown = _laid_over(block, chosen, period_type, visit.locale, is_full=is_first)
    draw_block(shown, visit, partial(_pick, chart_key(block)), level)
    if chosen.item:
        with st.container(border=True, key=f"timeline_{block.key}"):
            heading(f"{chosen.item}. {visit.locale.name(chosen.items[chosen.item].row)}", f"item_{block.key}", level + 1)
            about.draw(block, chosen.items[chosen.item], period_type, visit, is_full=is_first)


def marks(chosen: Chosen, period_type: str, words: Locale) -> tuple[Mark, ...]:
    """The chosen items on the axis of a chart of years."""
    return tuple(_mark(letter, item, period_type, words) for letter, item in chosen.items.items())


def _choose(visit: Visit, regions: tuple[str, ...]) -> Chosen:
    words, fingerprint = visit.locale, visit.store.fingerprint
    own = lists.own_rows("measures")
    known, names = offer(fingerprint, regions, own), options(fingerprint, regions, words.language, own)
    everything = links.LIST_SEPARATOR.join(code for code, item in known.items() if item.kind in ("instrument", "context"))
    left, right = st.columns(2)
    with left:
        codes = links.many(
            "beleid",
            list(known),
            lambda key: st.multiselect(
                words("timeline.choose_label"),
                list(known),
                format_func=names.__getitem__,
                key=key,
                placeholder=words("timeline.choose_none"),
                help=words("timeline.choose_help"),
                select_all=False,
            ),
            words,
            {EVERYTHING: everything},
        )
    dated = sorted((known[code] for code in codes), key=lambda item: (item.start, item.code))
    items = dict(zip(LETTERS, dated, strict=False))
    letters = {item.code: letter for letter, item in items.items()}
    with right:
        code = links.one(
            "maatregel",
            ["", *letters],
            "",
            lambda key: _more(key, letters, names, words),
            words,
        )
    if len(dated) > len(LETTERS):
        st.caption(words("timeline.too_many", most=len(LETTERS)))
    return Chosen(items, letters.get(code, ""))


def _mark(letter: str, item: Item, period_type: str, words: Locale) -> Mark:
    name, is_context = words.name(item.row), item.kind == "context"
    return Mark(
        code=item.code,
        letter=letter,
        hover=f"<b>{letter} {escape(name)}</b><br>{escape(when(item, words))}<br>{escape(words('timeline.click'))}",
        start=position(item.start, period_type) if item.is_period else middle(item.start, item.precision, period_type),
        end=None if item.end is None else position(item.end + DAY, period_type),
        is_open=item.is_period and item.end is None,
        is_context=is_context,
        label=name.lower() if is_context else "",
    )


def _laid_over(block: Block, chosen: Chosen, period_type: str, words: Locale, *, is_full: bool) -> Block:
    """The block with the items in its chart, in the words for those who cannot see it, and in the lines below.

    Dates and the meaning of lines and bands are written once a page.
    """
    placed = marks(chosen, period_type, words)
    figure = laid_over(block.figure, placed, period_type=period_type, locale=words)
    said, legend = [], []
    for mark, item in zip(placed, chosen.items.values(), strict=True):
        name, time = words.name(item.row), when(item, words)
        outside = "" if in_reach(mark, block.figure) else f", {words('timeline.outside')}"
        kind = f", {words('timeline.no_policy')}" if mark.is_context else ""
        remark = f"{time}{kind}{outside}" if is_full else f"{kind}{outside}".removeprefix(", ")
        legend.append(f"**{mark.letter}** {plain(name)}" + (f" ({plain(remark)})" if remark else ""))
        said.append(f"{mark.letter} {name} ({time}{kind}{outside})")
    lines = f"{words('timeline.legend')} {'; '.join(legend)}." + (f" {words('timeline.legend_shapes')}" if is_full else "")
    alt = f"{block.alt} {words('timeline.alt', items='; '.join(said))}"
    return replace(block, figure=figure, alt=alt, notes=(*block.notes[:-1], lines, *block.notes[-1:]))


def _more(key: str, letters: dict[str, str], names: dict[str, str], words: Locale) -> str | None:
    """The list of items to tell more of; nothing while none is chosen."""
    if not letters:
        return None
    return st.selectbox(
        words("timeline.more"),
        ["", *letters],
        format_func=lambda code: f"{letters[code]}. {names[code]}" if code else words("timeline.more_none"),
        key=key,
    )


def _pick(key: str) -> None:
    """A click on a mark asks for its details; on a figure it changes nothing here (`static/figures.js`)."""
    for point in st.session_state[key]["selection"]["points"]:
        code = point.get("customdata")
        code = str(code[0] if isinstance(code, list) else code or "")
        if code and parse(code) is None:
            links.pick("maatregel", code)


def _period_type(block: Block) -> str:
    kinds = block.figures["period_type"].unique()
    return str(kinds[0]) if len(kinds) == 1 else ""
