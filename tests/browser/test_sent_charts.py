"""The chart library in the browser: it draws the kinds that are kept, and nothing was left out that something else needs."""

from collections.abc import Callable

from tools.browser import Visit
from vsv_metrics.web import chart_script

IS_ONE_DECLARATION = """
pieces => pieces.filter(piece => new Function('_', 'g', `return [${piece.slice(0, -1)}].length`)(() => 0, () => 0) !== 1)
"""
"""The pieces that are more than `name=_({...}),` or something else."""


def test_the_browser_knows_the_kinds_of_charts_that_are_kept(opened: Callable[..., Visit]) -> None:
    kinds = opened("/").page.evaluate("Object.keys(Plotly.PlotSchema.get().traces)")
    assert sorted(kinds) == sorted(["scatter", *chart_script.KINDS])


def test_every_piece_that_is_left_out_declares_one_module(opened: Callable[..., Visit]) -> None:
    page = opened("/").page
    page.goto("about:blank")
    script = next(chart_script.STATIC.glob(chart_script.PATTERN)).read_bytes()
    left_out = [piece.decode() for piece, is_needed in chart_script.pieces(script) if not is_needed]
    assert len(left_out) > 500
    assert not page.evaluate(IS_ONE_DECLARATION, left_out)
