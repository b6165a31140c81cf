"""Whether a file or folder of figures can be used, and what is wrong with it, without loading it."""

from dataclasses import dataclass
from pathlib import Path

from vsv_metrics import paths
from vsv_metrics.errors import DataContractError
from vsv_metrics.loading import inputs
from vsv_metrics.schema import tables
from vsv_metrics.sources import tidy


@dataclass(frozen=True)
class Report:
    """The outcome of a check. The totals add up the values as they stand in one file; None where that says nothing."""

    name: str
    format: str
    rows: int
    problems: list[DataContractError]
    enrolled_total: float | None = None
    leavers_total: float | None = None

    @property
    def accepted(self) -> bool:
        return not self.problems


def check_folder(data_dir: Path) -> Report:
    """Return the outcome for all files of a data folder together."""
    found = inputs.examine_inputs(data_dir)
    rows = sum(len(frame) for frame in found.frames.values())
    return Report(str(data_dir), "folder", rows, found.problems)


def check_file(path: Path, data_dir: Path | None) -> Report:
    """Return the outcome for one tidy CSV with its descriptor; codes are looked up in the reference tables of `data_dir`.

    Without `data_dir` these are the tables in the data folder in which the file lies, else those that ship.
    """
    own = path.resolve().parent.parent
    folder = data_dir or (own if (own / "reference").is_dir() else paths.data_dir())
    try:
        part = tidy.examine(path.with_suffix(".json"))
        problems = part.problems or inputs.examine_rows(part, folder)
    except DataContractError as error:
        return Report(path.name, "tidy", 0, [error])
    totals = {}
    if part.table is tables.OBSERVATION:
        totals = part.frame.groupby("measure")["value"].sum().to_dict()
    return Report(
        path.name,
        "tidy",
        len(part.frame),
        problems,
        enrolled_total=totals.get("denominator"),
        leavers_total=totals.get("numerator"),
    )
