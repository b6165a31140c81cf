"""Hostile values in every parameter of every page: the default, a notice, and nothing that is interpreted."""

import re
from itertools import cycle, islice
from pathlib import Path

import pytest
from hostile import payloads
from shown import Open, run, texts

from vsv_metrics.web import host
from vsv_metrics.web.frame import PAGES
from vsv_metrics.web.markdown import LONGEST_ECHO

LINKS = (Path(__file__).parents[2] / "docs" / "links.md").read_text(encoding="utf-8")
PARAMETERS = list(
    dict.fromkeys(name for cell in re.findall(r"^\| ((?:`\w+`,? ?)+)\|", LINKS, re.M) for name in re.findall(r"\w+", cell))
)
HOSTILE = payloads("queries")
MARKUP = ("<img src=q", "![](", "](javascript", "\u202e", "\0")
LONGEST_REPEATED = re.compile(rf"([a9])\1{{{LONGEST_ECHO}}}|(?:NL,){{{LONGEST_ECHO}}}")


@pytest.mark.parametrize("turn", [0, 7])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_with_hostile_parameters_is_the_page_with_notices(
    page: str, turn: int, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(host.SQL_VARIABLE, "on")
    values = islice(cycle(HOSTILE.values()), turn, None)
    asked = dict(zip(PARAMETERS, values, strict=False))
    app = open_page(page, **asked)
    assert app.title
    found, linked = [], []
    for text in texts(app):
        if page == "sql" and text == asked["q"]:
            continue  # stands in the field, as it was asked
        (linked if text.startswith('<a href="./') else found).append(text)
    assert linked
    assert not [link for link in linked if not re.fullmatch(r'(?:<a href="[^"<>]*" lang="\w+" style="[^"<>]*">\w+</a> ?)+', link)]
    assert not [text for text in found if any(part in text for part in MARKUP)]
    assert not [text[:200] for text in found if LONGEST_REPEATED.search(text)]
    assert not [text for text in found if "Traceback" in text or "root:" in text]
    assert "taal" not in app.query_params
    assert len(app.warning) >= 2
    run(app)


def test_the_parameters_are_those_that_are_documented() -> None:
    assert {"taal", "regio", "reeks", "stand", "kolommen"} <= set(PARAMETERS)
    assert len(PARAMETERS) > 40
