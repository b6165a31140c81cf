"""A link to what stands on the page, that tells later whether its figures have changed since."""

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from vsv_metrics.indicators import provenance as known
from vsv_metrics.indicators.provenance import Reference
from vsv_metrics.schema.structure import Row
from vsv_metrics.text import Locale
from vsv_metrics.web import data, links, provenance
from vsv_metrics.web.frame import Visit
from vsv_metrics.web.markdown import echo, plain

PARAMETERS = {
    "stand": "what the figures were when the link was made: the first letters of their fingerprint",
    "gezien": "the newest figures on the page then, as `cijfer*value`, joined by commas",
}
"""What the address of every page may hold beside its choices."""
FINGERPRINT_LETTERS = 12
MOST_FIGURES = 3
"""Figures that a link names, so that it stays short."""


def begin() -> None:
    """Called once a run: nothing is drawn yet."""
    st.session_state["_drawn"] = []


def note(figures: pd.DataFrame) -> None:
    """Keeps which figures a chart of this run draws."""
    st.session_state.setdefault("_drawn", []).append(figures)


def draw(place: DeltaGenerator, visit: Visit) -> None:
    """The button that gives the link, above the page though drawn after it; the link is made when opened."""
    words = visit.locale
    with place:
        opened = st.popover(words("common.share"), type="tertiary", icon=":material/link:", on_change="rerun", key="share")
        if opened.open:
            with opened:
                st.markdown(words("common.share_own" if visit.is_own else "common.share_text"))
                st.code(link(visit), language=None, wrap_lines=True)


def link(visit: Visit) -> str:
    """The address of the page with its choices, the fingerprint of the figures and the newest of those it draws."""
    chosen = {key: st.query_params[key] for key in st.query_params if key not in PARAMETERS}
    chosen["stand"] = visit.store.fingerprint[:FINGERPRINT_LETTERS]
    if not data.shows_own() and (seen := _newest(st.session_state.get("_drawn", []))):
        chosen["gezien"] = ",".join(f"{name}*{value}" for name, value in seen.items())
    return links.with_parameters((st.context.url or links.here()).split("?")[0], chosen)


def notice(visit: Visit) -> None:
    """Says what has changed since the link to this page was made; nothing when that is nothing."""
    stand = st.query_params.get("stand")
    now = visit.store.fingerprint[:FINGERPRINT_LETTERS]
    if stand is None or stand == now:
        return
    words = visit.locale
    seen = [pair.split("*") for pair in st.query_params.get("gezien", "").split(",")[:MOST_FIGURES]]
    named = {pair[0]: (known.parse(pair[0]), pair[1]) for pair in seen if len(pair) == 2}
    lines = [_change(reference, was, visit) for reference, was in named.values() if reference is not None]
    changed = [line for line in lines if line is not None]
    unchanged = [words("common.stale_same")] if lines and not changed else []
    st.info(
        "  \n".join([words("common.stale", was=echo(stand), now=now), *changed, *unchanged]),
        icon=":material/update:",
    )


def _newest(drawn: list[pd.DataFrame]) -> dict[str, str]:
    """Names and values of the newest figure of each chart, the first few."""
    found: dict[str, str] = {}
    for figures in drawn:
        named = figures.assign(figure=known.names(figures))
        rows = named[(named["figure"] != "") & named["numerator"].notna()]
        if len(found) < MOST_FIGURES and not rows.empty:
            row = rows.iloc[int(rows["period"].to_numpy().argmax())].to_dict()
            found[row["figure"]] = f"{row['numerator']:.0f}"
    return found


def _change(reference: Reference, was: str, visit: Visit) -> str | None:
    """What became of one figure; None when it is what it was."""
    words = visit.locale
    figure = known.figure(visit.store, visit.dataset, reference)
    is_number = was.isascii() and was.isdigit()
    if figure is not None and is_number and f"{figure['numerator']:.0f}" == was:
        return None
    before = words.number(float(was)) if is_number else echo(was)
    if figure is None:
        return words("common.stale_gone", figure=echo(str(reference)), was=before)
    return words("common.stale_figure", figure=_named(figure, words), was=before, now=words.number(figure["numerator"]))


def _named(figure: Row, words: Locale) -> str:
    name = ", ".join(
        [
            words.name(figure, "indicator_name"),
            words.name(figure, "region_name"),
            words.period(figure["period_type"], int(figure["period"])),
        ]
    )
    return f"[{plain(name)}](./{provenance.address(figure)})"
