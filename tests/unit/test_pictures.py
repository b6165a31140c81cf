"""A picture of a chart stands alone: title, notes, source and date inside, in the colours of the light theme."""

import json
import re
import struct

import plotly.graph_objects as go
import pytest

from vsv_metrics.charts import picture as pictures
from vsv_metrics.charts.figure import Figure
from vsv_metrics.charts.theme import CATEGORY, TEXT, base_layout
from vsv_metrics.text import locale
from vsv_metrics.web.pictures import unmarked

TITLE = "Nieuwe vsv'ers <Zuid-Holland> & omgeving, 2018/19 tot en met 2023/24"
NOTES = ["Open rondje: voorlopig cijfer.", "Bron: CBS (2025). Status: voorlopig.", "Gemaakt op 25 november 2026."]


def chart() -> Figure:
    trace = {"type": "scatter", "x": [2022, 2023], "y": [2.9, 2.8], "line": {"color": CATEGORY[0]}, "textfont": {"color": TEXT}}
    return Figure([trace], base_layout(locale("nl"), xaxis={}, yaxis={}, is_demo=True))


def test_a_picture_has_all_that_stands_around_a_chart() -> None:
    before = json.dumps(chart().to_dict())
    spec = pictures._alone(chart().to_dict(), TITLE, NOTES)
    said = "\n".join(note["text"] for note in spec["layout"]["annotations"])
    assert "&lt;Zuid-Holland&gt; &amp; omgeving" in said
    assert all(note in said for note in NOTES)
    assert "VOORBEELD" in said
    assert not re.search(r"#0000\d\d", json.dumps(spec))
    assert go.Figure(spec).data
    assert json.dumps(chart().to_dict()) == before


def test_the_plot_keeps_its_size() -> None:
    small = chart().to_dict()["layout"]
    large = pictures._alone(chart().to_dict(), TITLE * 3, NOTES * 4)["layout"]
    inside = [layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] for layout in (small, large)]
    assert inside[0] == inside[1]


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_the_browser_of_this_machine_draws_it(form: pictures.PictureFormat) -> None:
    content = pictures.picture(chart(), TITLE, NOTES, form)
    if form == "png":
        width, height = struct.unpack(">II", content[16:24])
        assert content.startswith(b"\x89PNG")
        assert width == pictures.WIDTH * pictures.PIXELS_PER_POINT
        assert height > 2 * chart().to_dict()["layout"]["height"]
    else:
        drawn = content.decode("utf-8")
        assert "&#60;Zuid-Holland&#62; &amp; omgeving" in drawn
        assert NOTES[1] in drawn


def test_without_a_browser_there_is_no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert pictures.engine() is None
    with pytest.raises(RuntimeError):
        pictures.picture(chart(), TITLE, NOTES, "png")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"edat\_lfse\_16", "edat_lfse_16"),
        ("**Aantal:** 3", "Aantal: 3"),
        ("zie [CBS](https://example.org/x)", "zie CBS"),
        (r"2,69 %", "2,69 %"),
    ],
)
def test_markdown_is_read_as_text(written: str, read: str) -> None:
    assert unmarked(written) == read
