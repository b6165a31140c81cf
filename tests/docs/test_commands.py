"""Every command, option, environment variable, page and address parameter is documented, and nothing else is."""

import re
from pathlib import Path

import click
import pytest

from vsv_metrics import paths
from vsv_metrics.cli.commands import make_group
from vsv_metrics.text import Locale
from vsv_metrics.web import action_lines, frame, provenance, sharing, sources, tables

ROOT = Path(__file__).parents[2]
ALWAYS_THERE = {"--help"}


@pytest.fixture(scope="module")
def commands() -> dict[str, set[str]]:
    """Command -> its options; the group itself under the empty name."""
    group = make_group(Locale("nl"))
    context = click.Context(group, obj=Locale("nl"))
    found = {"": group, **{name: group.get_command(context, name) for name in group.list_commands(context)}}
    return {
        name: {option for parameter in command.params for option in parameter.opts if option.startswith("--")} - ALWAYS_THERE
        for name, command in found.items()
        if command
    }


def test_every_command_and_option_is_documented(commands: dict[str, set[str]]) -> None:
    sections = re.split(r"^## ", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    documented = {re.match(r"`(\w+)`", section).group(1): section for section in sections[1:-1]}  # type: ignore[union-attr]
    assert set(documented) == set(commands) - {""}
    for name, section in (*documented.items(), ("", sections[0])):
        assert set(re.findall(r"^\| `(--[a-z-]+)", section, flags=re.MULTILINE)) == commands[name], name


def test_the_readme_names_every_command(commands: dict[str, set[str]]) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `vsv-metrics (\w+)`", readme, flags=re.MULTILINE)) == set(commands) - {""}


def test_environment_variables_are_documented() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    ours = set(re.findall(r"^\| `(VSV_[A-Z_]+)`", text, flags=re.MULTILINE))
    assert {paths.STORE_DIR_VARIABLE, paths.OWN_DIR_VARIABLE} <= ours
    code = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "vsv_metrics").rglob("*.py"))
    assert set(re.findall(r'"(VSV_[A-Z_]+)"', code)) == ours


def test_every_page_and_its_parameters_are_documented() -> None:
    text = (ROOT / "docs" / "links.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", text, flags=re.MULTILINE))
    scripts = [*(ROOT / "pages").glob("*.py"), *(ROOT / "vsv_metrics" / "web").glob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in scripts)
    used = set(re.findall(r'links\.(?:one|many|years|whole|switch|text)\(\s*"(\w+)"', code))
    used |= {"taal", *tables.PARAMETERS, *sources.PARAMETERS, *action_lines.PARAMETERS}
    used |= {*provenance.PARAMETERS, *sharing.PARAMETERS}
    assert used <= documented
    assert documented <= used | set(re.findall(r'query_params(?:\.get\(|\[)"(\w+)"', code))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for path in frame.PAGES.values():
        assert f"`/{path}`" in text
        assert f"(`/{path}`) |" in readme
