"""The steps of CONTRIBUTING.md, followed to the letter in a copy of the project."""

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vsv_metrics.paths import OWN_DIR_VARIABLE, STORE_DIR_VARIABLE

ROOT = Path(__file__).parents[2]
COPIED = ("vsv_metrics", "pages", "tools", "app.py", "data/published", "data/reference", "data/expected_rows.csv", "REUSE.toml")
SECTIONS = ("source", "indicator", "page", "language")
FENCE = re.compile(r"```\w+\n(.*?)```", re.S)
NAMES = re.compile(r"`([^`]+)`")

ASKED = """
import json, pathlib, sys
from streamlit.testing.v1 import AppTest
found = []
for script, address in json.loads(sys.argv[1]):
    app = AppTest.from_file("vsv_metrics/web/main.py", default_timeout=60).run()
    for name, value in address.items():
        app.query_params[name] = value
    app.switch_page(str(pathlib.Path("pages", script).resolve())).run()
    found.append({
        "errors": [error.value for error in [*app.exception, *app.error]],
        "title": app.title[0].value if app.title else "",
        "texts": [element.value for element in [*app.markdown, *app.caption]] + [metric.value for metric in app.metric],
    })
print(json.dumps(found))
"""
API = """
import asyncio, json, sys, httpx
from starlette.applications import Starlette
from vsv_metrics.web import server
async def ask():
    transport = httpx.ASGITransport(Starlette(routes=server.ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return [(await client.get(address)).text for address in sys.argv[1:]]
print(json.dumps(asyncio.run(ask())))
"""


class Copy:
    """A copy of the project, with figures of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, target)

    def follow(self, section: str) -> None:
        """Does every step of a section that is meant to be done literally."""
        for step in steps(section):
            words, names = FENCE.sub("", step), NAMES.findall(FENCE.sub("", step))
            content = FENCE.search(step)
            if words.startswith("Copy "):
                shutil.copytree(self.folder / names[0], self.folder / names[1])
            elif content is None:
                continue
            elif words.startswith("Append to "):
                with (self.folder / names[0]).open("a", encoding="utf-8", newline="") as opened:
                    opened.write(content[1])
            elif words.startswith("Write "):
                (self.folder / names[0]).write_text(content[1], encoding="utf-8", newline="")
            elif words.startswith(("Below ", "Change ")):
                self._edit(names[1], names[0], content[1], is_kept=words.startswith("Below "))
            else:
                for command in content[1].splitlines():
                    module = {"vsv-metrics": ["-m", "vsv_metrics.cli"], "python": []}
                    first, *rest = shlex.split(command)
                    self.run(*module[first], *rest)

    def run(self, *words: str) -> str:
        """What Python says in the copy."""
        where = {STORE_DIR_VARIABLE: str(self.folder / ".store"), OWN_DIR_VARIABLE: str(self.folder / "own")}
        done = subprocess.run(
            [sys.executable, *words],
            cwd=self.folder,
            env=os.environ | where | {"PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def answers(self, *addresses: str) -> list[str]:
        """What the API answers to each of these."""
        return json.loads(self.run("-c", API, *addresses))

    def pages(self, *asked: tuple[str, dict[str, str]]) -> list[dict[str, Any]]:
        """What these pages (a script and the choices in its address) show in one server."""
        return json.loads(self.run("-c", ASKED, json.dumps(asked)).splitlines()[-1])

    def _edit(self, file: str, line: str, text: str, *, is_kept: bool) -> None:
        path = self.folder / file
        before = path.read_text(encoding="utf-8")
        assert before.count(line) == 1, f"{file} has one line {line}"
        rest = text if not is_kept else f"{line}\n{text}"
        path.write_text(before.replace(line, rest.rstrip("\n")), encoding="utf-8")


def steps(section: str) -> list[str]:
    """The numbered steps of a section of CONTRIBUTING.md, each with its fence."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split(f"## Add a{'n' * (section[0] in 'aeiou')} {section}\n")[1]
    found = re.split(r"^\d+\. ", text.split("\n## ")[0], flags=re.M)[1:]
    assert found
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Copy]:
    yield Copy(tmp_path)
    shutil.rmtree(tmp_path / ".store", ignore_errors=True)


@pytest.mark.parametrize("section", SECTIONS)
def test_the_steps_are_few(section: str) -> None:
    assert len(steps(section)) <= 7


def test_a_source_is_added_as_documented(copy: Copy) -> None:
    copy.follow("source")
    question = "/api/v1/observations?series=example_series&format=csv"
    observations, sources = copy.answers(question, "/api/v1/sources")
    [row] = csv.DictReader(io.StringIO(observations))
    assert (row["numerator"], row["denominator"], row["source_id"]) == ("123", "45678", "example_report")
    assert "example_report" in sources
    assert "example.csv" in (copy.folder / "data" / "published" / "csv-metadata.json").read_text(encoding="utf-8")
    expected = (copy.folder / "data" / "expected_rows.csv").read_text(encoding="utf-8").splitlines()
    assert len({line.count(",") for line in expected}) == 1
    [shown] = copy.pages(("sources.py", {"bron": "example_report"}))
    assert shown["errors"] == []


def test_an_indicator_is_added_as_documented(copy: Copy) -> None:
    copy.follow("indicator")
    indicators, observations = copy.answers("/api/v1/indicators", "/api/v1/observations?indicator=example_indicator")
    assert "Fictional numerator" in indicators
    assert '"numerator":12' in observations.replace(" ", "")
    [shown] = copy.pages(("tables.py", {"indicator": "example_indicator"}))
    assert shown["errors"] == []
    assert any("Verzonnen" in text for text in shown["texts"])


def test_a_page_is_added_as_documented(copy: Copy) -> None:
    copy.follow("page")
    dutch, english = copy.pages(("example.py", {"taal": "nl"}), ("example.py", {"taal": "en"}))
    for shown, title, start in ((dutch, "Een voorbeeld", "Er zijn "), (english, "An example", "There are ")):
        assert (shown["errors"], shown["title"]) == ([], title)
        assert any(text.startswith(start) for text in shown["texts"])


def test_a_language_is_added_as_documented(copy: Copy) -> None:
    copy.follow("language")
    path = copy.folder / "vsv_metrics" / "text" / "de" / "overview.toml"
    text = path.read_text(encoding="utf-8")
    [title] = re.findall(r'^title = "(.*)"$', text, re.M)
    path.write_text(text.replace(f'title = "{title}"', 'title = "Vorzeitiger Schulabgang"'), encoding="utf-8")
    others = ("region", "compare", "action_lines", "target", "intake_moments", "tables", "sources")
    asked = [(f"{name}.py", {"taal": "de", "voorbeeld": "true" if name == "intake_moments" else "false"}) for name in others]
    shown, *rest = copy.pages(("overview.py", {"taal": "de"}), *asked)
    assert (shown["errors"], shown["title"]) == ([], "Vorzeitiger Schulabgang")
    assert "29.163" in shown["texts"], "numbers follow the language"
    assert [page["errors"] for page in rest] == [[]] * len(others)
    english, german = copy.answers(*(f"/api/v1/observations?lang={code}&region=NL&limit=1" for code in ("en", "de")))
    assert "The Netherlands" in english
    assert german.replace("lang=de", "lang=en") == english, "names that are data stay those of the language named"
