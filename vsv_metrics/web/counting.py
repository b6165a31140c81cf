"""Counting DUO's files of persons from a page, on the machine that runs the dashboard and nowhere else."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from vsv_metrics import loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.text import Locale
from vsv_metrics.web import failures, host, links
from vsv_metrics.web.markdown import plain

NAME = "duo"
"""Name under which the counts are kept; counting again replaces them."""
MOST_MESSAGES = 10
COLUMNS = ("read", "joined", "unmatched", "written", "masked")


def draw(words: Locale) -> None:
    """The command to use, and where the host allows it a folder that is counted in a process of its own."""
    st.markdown(words("sources.add_duo_text"))
    if not host.allows_tools():
        return
    folder = st.text_input(words("sources.duo_folder"), key="duo_folder", help=words("sources.duo_folder_help")).strip()
    if st.button(words("sources.duo_button"), key="duo_count", disabled=not folder, icon=":material/calculate:"):
        with st.spinner(words("sources.duo_counting"), show_time=True):
            _count(Path(folder), words)


def _count(folder: Path, words: Locale) -> None:
    if not folder.is_dir():
        _refuse([words("sources.duo_no_folder", folder=folder)])
        return
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / f"{NAME}.csv"
        told = subprocess.run(
            [
                *(sys.executable, "-m", "vsv_metrics.cli", "--language", words.language),
                *("aggregate", str(folder), "--out", str(out), "--json"),
            ],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        result = _result(told.stdout)
        if not result.get("accepted"):
            _refuse([problem["message"] for problem in result.get("problems", [])] or [told.stderr.strip()])
            return
        try:
            taken = loading.load(out, paths.data_dir(), paths.own_dir(), NAME)
            if taken.loaded is None:
                _refuse([words(f"errors.{problem.code}", **problem.values) for problem in taken.report.problems])
                return
            handle = loading.ensure_store(paths.data_dir(), paths.store_dir(), own_dir=paths.own_dir())
            if handle.problem is not None:
                raise handle.problem
        except UserError as error:
            failures.log(error)
            st.error(failures.sentence(error, words), icon=":material/error:")
            return
    st.success(words("sources.duo_done"), icon=":material/check:")
    st.table(_totals(result["totals"], words), hide_index=True, border="horizontal")
    st.button(words("sources.duo_show"), on_click=links.follow, args=({"eigen": "true"},), icon=":material/arrow_forward:")


def _refuse(messages: list[str]) -> None:
    st.error("\n\n".join(plain(message) for message in messages[:MOST_MESSAGES]), icon=":material/error:")


def _result(text: str) -> dict[str, Any]:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _totals(lines: list[dict[str, Any]], words: Locale) -> pd.DataFrame:
    rows = [
        {
            words("cli.totals_of"): f"{words.school_year(line['school_year'])} {line['kind']} {line['status']}".strip(),
            **{
                words(f"cli.totals_{name}"): words("cli.too_few") if line[name] is None else words.number(line[name])
                for name in COLUMNS
            },
        }
        for line in lines
    ]
    return pd.DataFrame(rows)
