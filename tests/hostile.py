"""What attackers send, one JSON object a line and a file per surface: addresses, files, their names, requests."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "security" / "cases"


def payloads(surface: str) -> dict[str, str]:
    """Name -> payload; `repeat` makes a long text of a short one, `ending` stands behind it."""
    lines = (FOLDER / f"{surface}.jsonl").read_text(encoding="utf-8").splitlines()
    cases = [json.loads(line) for line in lines]
    assert len({case["id"] for case in cases}) == len({case["payload"] for case in cases}) == len(cases)
    return {case["id"]: case["payload"] * case.get("repeat", 1) + case.get("ending", "") for case in cases}
