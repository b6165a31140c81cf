"""A chart as plain data in the words of Plotly, sent to the browser as it is."""

import json
import zlib
from functools import cached_property
from typing import Any

from plotly.basedatatypes import BaseFigure

Spec = dict[str, Any]
"""A part of a chart as Plotly's schema names it."""

CLICKS: Spec = {"clickmode": "event+select", "dragmode": "pan"}


class Figure(BaseFigure):
    """A chart that is never changed once made: traces and layout.

    Plotly's own figures check each property when it is set and copy all of them each time the chart is drawn, which costs more
    than everything else on a page. Here the tests check every kind of chart against Plotly's schema instead.

    `datarevision` tells the browser which charts hold the same data: without it, Plotly takes every chart that it is given again
    for another one.
    """

    def __init__(self, data: list[Spec], layout: Spec) -> None:
        revision = zlib.crc32(json.dumps([data, layout]).encode())
        self._spec = {"data": data, "layout": {**layout, "datarevision": revision}}

    def to_dict(self) -> Spec:
        """The chart as Plotly's JSON has it; not to be changed."""
        return self._spec

    @cached_property
    def clickable(self) -> "Figure":
        """The same chart with the settings that Streamlit gives to charts with clicks, so that it changes nothing."""
        return Figure(self._spec["data"], self._spec["layout"] | CLICKS)
