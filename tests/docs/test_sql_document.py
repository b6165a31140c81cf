"""`docs/sql.md` names every table, column and limit as they are."""

import re
from pathlib import Path

from vsv_metrics.store.sandbox import LIMITS, LONGEST_SQL, VIEWS
from vsv_metrics.store.sandbox.views import sql_type
from vsv_metrics.text import locale
from vsv_metrics.web import host
from vsv_metrics.web.sql import MOST_IN_LINK, column_about

DOCUMENT = (Path(__file__).parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")


def test_every_table_and_column_is_documented_as_it_is() -> None:
    words = locale("en")
    documented = {}
    for section in re.split(r"^### ", DOCUMENT, flags=re.MULTILINE)[1:]:
        heading, *_ = section.splitlines()
        rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, flags=re.MULTILINE)
        documented |= dict.fromkeys(re.findall(r"`(\w+)`", heading), rows)
    assert documented == {
        view.name: [(column.name, sql_type(column), column_about(view, column, words)) for column in view.columns]
        for view in VIEWS.values()
    }


def test_the_limits_are_told_as_they_are() -> None:
    words = locale("en")
    for number in (LONGEST_SQL, LIMITS["rows"], LIMITS["columns"], LIMITS["seconds"], LIMITS["cpu"], MOST_IN_LINK):
        assert words.number(number) in DOCUMENT
    assert host.SQL_VARIABLE in DOCUMENT
