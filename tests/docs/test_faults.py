"""The page on faults names every fault that is tried, and no other."""

import re
from pathlib import Path

from benchmarks import faults

TRIED = Path(__file__).parents[1] / "faults"


def test_every_fault_is_named_on_the_page() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in TRIED.glob("test_*.py"))
    tried = re.findall(r'mark\.fault\("(\w+)"', code)
    first_column = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", faults.PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named = [name for cell in first_column for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(tried) == sorted(named)
    assert set(faults.read()) <= set(tried)


def test_the_long_form_is_named_where_commands_are() -> None:
    assert "`make faults`" in faults.PAGE.read_text(encoding="utf-8")
    assert "--long" in faults.PAGE.read_text(encoding="utf-8")
