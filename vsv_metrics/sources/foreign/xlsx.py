"""A workbook → the one sheet with a table: unpacked and parsed in a child process that can be ended, never in this one."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from vsv_metrics.sources.foreign import dialect, xlsx_child
from vsv_metrics.sources.foreign.reading import Findings, listed

_SCRIPT = Path(xlsx_child.__file__)
_PATIENCE = xlsx_child.SECONDS + 5


def grid(data: bytes, recognised: dialect.Recognised, findings: Findings) -> dialect.Grid:
    """Return the table in the sheet whose first line has known column names; raise `DataContractError` when there is no one."""
    sheets = _sheets(data, findings)
    if not sheets:
        raise findings.stop("no_rows", row=1, found=0, expected=1)
    known = [sheet for sheet in sheets if recognised(sheet["rows"][0][1]) >= dialect.KNOWN_ENOUGH]
    if len(known) > 1:
        raise findings.stop("sheets_several", found=listed([sheet["name"] for sheet in known]), expected=1)
    sheet = (known or sheets)[0]
    if others := [other["name"] for other in sheets if other is not sheet]:
        findings.warn("sheets_ignored", found=listed(others), expected=sheet["name"])
    if sheet["merged"]:
        raise findings.stop("cells_merged", found=listed(sheet["merged"]), expected=1)
    if sheet["hidden"]:
        findings.warn("rows_hidden", found=sheet["hidden"], expected=0)
    return dialect.sheet_grid(sheet["rows"], recognised, findings)


def _sheets(data: bytes, findings: Findings) -> list[dict[str, Any]]:
    """Return the sheets as the child process tells them; raise `DataContractError` when it refuses, fails or takes too long."""
    answer: dict[str, Any]
    command = [sys.executable, "-I", "-S", str(_SCRIPT)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, env={}, check=False)
        answer = json.loads(done.stdout) if done.returncode == 0 else {"code": "xlsx_unpacks"}
    except subprocess.TimeoutExpired:
        answer = {"code": "xlsx_unpacks"}
    except (OSError, ValueError):
        answer = {"code": "xlsx_damaged"}
    if "code" in answer:
        found = {"xlsx_rows": xlsx_child.MOST_ROWS, "xlsx_columns": xlsx_child.MOST_COLUMNS}.get(answer["code"], "")
        raise findings.stop(answer["code"], found=found, expected="XLSX")
    return answer["sheets"]
