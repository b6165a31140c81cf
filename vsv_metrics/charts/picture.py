"""A chart as a picture that stands alone: with its title, its notes and where it comes from inside.

Drawn by the Chromium of the machine that serves the dashboard; nothing is asked of any other machine.
"""

import json
import re
import shutil
import textwrap
import threading
import tomllib
from functools import cache
from html import escape
from typing import Any, Literal

from vsv_metrics import paths
from vsv_metrics.charts.figure import Figure, Spec
from vsv_metrics.charts.theme import CATEGORY, MUTED, TEXT

PictureFormat = Literal["png", "svg"]
FORMATS: dict[PictureFormat, str] = {"png": "image/png", "svg": "image/svg+xml"}
"""Ending -> media type."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
WIDTH = 1000
PIXELS_PER_POINT = 2
"""A PNG is twice as fine as the chart on screen."""
TITLE_SIZE, NOTE_SIZE = 19, 12
TITLE_LETTERS, NOTE_LETTERS = 96, 158
"""Characters that fit on one line."""
LINE = 1.4
FONTS = "Source Sans Pro, Noto Sans, Arial, sans-serif"
EDGE = 24
"""Pixels around the picture."""
SECONDS = 30
NO_HOST = "127.0.0.1:9"
"""A proxy where nothing answers: whatever the browser would ask of another machine ends there."""

_one_at_a_time = threading.Lock()


def engine() -> str | None:
    """The browser that draws pictures, None when this machine has none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def picture(figure: Figure, title: str, notes: list[str], form: PictureFormat) -> bytes:
    """The chart in the light colours with its title above and its notes below, 1,000 pixels wide.

    Raises `RuntimeError` when there is no browser to draw it (`engine`).
    """
    import kaleido

    found = engine()
    if found is None:
        raise RuntimeError("no browser to draw a picture with")
    spec = _alone(figure.to_dict(), title, notes)
    options = {
        "format": form,
        "width": WIDTH,
        "height": spec["layout"]["height"],
        "scale": PIXELS_PER_POINT if form == "png" else 1,
    }
    settings = {"path": found, "mathjax": False, "proxy_server": NO_HOST, "timeout": SECONDS}
    with _one_at_a_time:
        return kaleido.calc_fig_sync(spec, opts=options, kopts=settings)


def _alone(spec: Spec, title: str, notes: list[str]) -> Spec:
    """The chart with what stands around it on a page."""
    coloured = json.loads(re.sub(r'"#0000\d\d"', lambda found: json.dumps(_colours()[json.loads(found[0])]), json.dumps(spec)))
    layout = coloured["layout"]
    heading = textwrap.wrap(title, TITLE_LETTERS)
    lines = [line for note in notes for line in textwrap.wrap(note, NOTE_LETTERS)]
    above, below = (round(len(part) * size * LINE) + EDGE for part, size in ((heading, TITLE_SIZE), (lines, NOTE_SIZE)))
    margin = layout["margin"]
    bottom = margin["b"]
    layout["margin"] = margin | {
        "l": margin["l"] + EDGE,
        "r": margin["r"] + EDGE,
        "t": margin["t"] + above,
        "b": bottom + below,
    }
    layout["height"] += above + below
    layout["template"] = _template()
    beside = {"align": "left", "showarrow": False, "xref": "paper", "x": 0, "xanchor": "left", "xshift": -margin["l"]}
    beside |= {"yref": "paper", "yanchor": "top"}
    layout["annotations"] = [
        *layout.get("annotations", ()),
        beside
        | {
            "text": "<br>".join(map(escape, heading)),
            "font": {"size": TITLE_SIZE},
            "y": 1,
            "yshift": layout["margin"]["t"] - EDGE / 2,
        },
        beside
        | {
            "text": "<br>".join(map(escape, lines)),
            "font": {"size": NOTE_SIZE, "color": _colours()[MUTED]},
            "y": 0,
            "yshift": -bottom - EDGE / 3,
        },
    ]
    return coloured


@cache
def _theme() -> dict[str, Any]:
    return tomllib.loads((paths.app_root() / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]["light"]


@cache
def _colours() -> dict[str, str]:
    """Placeholder -> colour of the light theme."""
    theme = _theme()
    paper, border, text = theme["backgroundColor"], theme["borderColor"], theme["textColor"]
    return (
        {f"#0000{number:02d}": border for number in range(1, 41)}
        | dict(zip(CATEGORY, theme["chartCategoricalColors"], strict=True))
        | {"#000036": theme["chartCategoricalColors"][9], TEXT: text, "#000038": paper}
    )


@cache
def _template() -> Spec:
    """What Streamlit gives every chart on a page."""
    colours = _colours()
    axis = {"gridcolor": _theme()["borderColor"], "zerolinecolor": _theme()["borderColor"], "linecolor": colours[MUTED]}
    return {
        "layout": {
            "font": {
                "family": FONTS,
                "size": 13,
                "color": colours[TEXT],
            },
            "paper_bgcolor": colours["#000038"],
            "plot_bgcolor": colours["#000038"],
            "colorway": [colours[name] for name in CATEGORY],
            "xaxis": axis,
            "yaxis": axis,
        }
    }
