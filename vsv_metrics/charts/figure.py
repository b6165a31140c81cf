"""A chart as plain data in the words of Plotly, sent to the browser as it is."""

from typing import Any

from plotly.basedatatypes import BaseFigure

Spec = dict[str, Any]
"""A part of a chart as Plotly's schema names it."""


class Figure(BaseFigure):
    """A chart that is never changed once made: traces and layout.

    Plotly's own figures check each property when it is set and copy all of them each time the chart is drawn, which costs more
    than everything else on a page. Here the tests check every kind of chart against Plotly's schema instead.
    """

    def __init__(self, data: list[Spec], layout: Spec) -> None:
        self._spec = {"data": data, "layout": layout}

    def to_dict(self) -> Spec:
        """The chart as Plotly's JSON has it; not to be changed."""
        return self._spec
