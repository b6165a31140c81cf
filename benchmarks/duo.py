"""Counting DUO's person files: against DuckDB's own `read_csv` over the same files, and within a limit of memory.

DuckDB reads every column as text, which is the least that reading a file can mean; counting lines alone would be less.

`python -m benchmarks.duo --persons 500000` measures it alone.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.process import require_linux
from benchmarks.results import Result, median_of, ratio_of

GOAL_TIMES = 2.0
GOAL_MB = 4096.0
MONTHS = 15
"""Deliveries of a start population and of leavers: a school year and the first three months of the next."""

_FIRST = (2021, 10)
_LEAVE = 0.002
"""Share of the persons who are reported for the first time in a month."""

_MUNICIPALITIES = [14, 34, 37, 47, 50, 59, 60, 72, 74, 80, 85, 86, 88, 90, 93, 96, 98, 106, 109, 114, 118, 119, 141, 147]
"""Codes that are in use; which region they lie in does not matter here."""

_A05 = (
    "#BRIN;NAAM_INSTELLING;RAPPORTAGE_MAAND;BSN_ONDERWIJSNR;VOORNAMEN;VOORVOEGSEL;ACHTERNAAM;WOONGEMEENTE;GEBOORTEDATUM;"
    "ILT/CREBO;ILT/CREBO_OMS;LEERWEG;BRIN_NR;NAAM_INST;ONDERWIJSAANBIEDERCODE;ONDERWIJSAANBIEDER_NAAM;GEMCODE;RMC_REGIO;"
    "LOCATIECODE;ONDERWIJSLOCATIECODE;ONDERWIJSLOCATIE_POSTCODE;ONDERWIJSLOCATIE_HUISNUMMER;BRIN_VOLGNR;NIVEAU;"
    "INSCHR_VLGNR;STRAAT;HUISNUMMER;HUISLETTER;HUISNR_AAND;HUISNR_TOEV;ADRES_LOCATIE;POSTCODE;WOONPLAATS;"
    "INDICATIE_STARTKWALIFICATIE"
)
_A04 = (
    "BRIN_NR;NAAM_INST;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;ACHTERNAAM;VOORVOEGSEL;ALLE_VOORNAMEN;WOONGEMEENTE;"
    "GEBOORTEDATUM;ONDERWIJSCODE;ONDERWIJSNAAM;LEERWEG;DATUM_UITSCHRIJVING;MELDING_VERZUIM_WETTELIJK;REDEN;BRIN;"
    "NAAM_INSTELLING;ONDERWIJSAANBIEDERCODE;NAAM_ONDERWIJSAANBIEDER;MELDING_VERZUIM_NIET_WETTELIJK;GEMEENTECODE;RMC_REGIO;"
    "REDEN_UITSTROOM;LOCATIECODE;ONDERWIJSLOCATIECODE;POSTCODE_ONDERWIJSLOCATIE;HUISNUMMER_ONDERWIJSLOCATIE;"
    "BRIN_VOLGNUMMER;NIVEAU;INSCHRIJVINGSVOLGNUMMER;STRAAT;HUISNUMMER;HUISLETTER;HUISNUMMER_TOEVOEGING;"
    "HUISNUMMER_AANDUIDING;ADRES_LOCATIE;POSTCODE;WOONPLAATS;VANAF_WANNEER"
)
_DUCKDB = """
import sys, duckdb
connection = duckdb.connect(config={"threads": 2})
for kind in ("A05", "A04"):
    files = [name for name in sys.argv[1:] if kind + "I" in name]
    connection.execute(
        "SELECT count(COLUMNS(*)) FROM read_csv($files, delim=';', header=true, all_varchar=true, quote='\\"')", {"files": files}
    ).fetchall()
"""


@dataclass(frozen=True)
class _Cost:
    seconds: float
    cpu: float
    megabytes: float


def measure(folder: Path, persons: int, rounds: int) -> list[Result]:
    """Time, CPU and memory of both; the ratio of times has the goal."""
    files = _generate(folder / "files", persons)
    size = sum(path.stat().st_size for path in files) / 1e6
    ours_command = ["-m", "vsv_metrics.cli", "aggregate", str(folder / "files"), "--out", str(folder / "out.csv"), "--json"]
    theirs_command = ["-c", _DUCKDB, *map(str, files)]
    ours: list[_Cost] = []
    theirs: list[_Cost] = []
    for _ in range(rounds):
        theirs.append(_run(theirs_command))
        ours.append(_run(ours_command))
    what = f"Counting {MONTHS} months × {persons:,} persons ({size:,.0f} MB)"
    return [
        median_of("duo_seconds", what, "s", [cost.seconds for cost in ours]),
        median_of("duo_cpu", f"{what}: CPU", "s", [cost.cpu for cost in ours]),
        median_of("duo_duckdb_seconds", "DuckDB's `read_csv` over the same files", "s", [cost.seconds for cost in theirs]),
        median_of("duo_duckdb_cpu", "DuckDB's `read_csv` over the same files: CPU", "s", [cost.cpu for cost in theirs]),
        ratio_of(
            "duo_ratio",
            "Counting against DuckDB's `read_csv`",
            [cost.seconds for cost in ours],
            [cost.seconds for cost in theirs],
            GOAL_TIMES,
        ),
        median_of("duo_memory", f"{what}: most memory", "MB", [cost.megabytes for cost in ours], GOAL_MB),
    ]


def _run(arguments: Sequence[str]) -> _Cost:
    """Run Python to its end; a child that fails stops the benchmark."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, arguments[:2])
    return _Cost(time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)


def _generate(folder: Path, persons: int) -> list[Path]:
    """Write the files of invented persons: the same start population each month of a school year, more leavers each month."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(20)
    region = random.integers(1, 40, persons)
    programme = (300 * random.random(persons) ** 2).astype(int)
    columns = {
        "number": random.permutation(persons) + 100_000_000,
        "born": np.datetime_as_string(np.datetime64("1998-01-01") + random.integers(0, 3650, persons)),
        "programme": 25_000 + programme,
        "municipality": np.array([_MUNICIPALITIES[n % len(_MUNICIPALITIES)] for n in range(400)])[
            region * 8 + random.integers(0, 8, persons)
        ],
        "region": region,
        "school": 2 * region + random.integers(0, 2, persons),
        "level": programme % 4 + 1,
        "path": np.array(["BOL", "BBL"])[random.integers(0, 2, persons)],
    }
    people = list(zip(*(column.tolist() for column in columns.values()), strict=True))
    starts = [_start_line(*person) for person in people]
    leavers = [_leaver_line(*person) for person in people]
    files = []
    for position in range(MONTHS):
        year, month = _FIRST[0] + (_FIRST[1] - 1 + position) // 12, (_FIRST[1] - 1 + position) % 12 + 1
        gone = int(persons * _LEAVE * (position % 12 + 1))
        next_year, next_month = (year, month + 1) if month < 12 else (year + 1, 1)
        for kind, header, lines in (("A05", _A05, starts), ("A04", _A04, leavers[:gone])):
            path = folder / f"{next_year}{next_month:02d}{kind}I99ZZ.csv"
            text = "\r\n".join([header, *lines, ""]).replace("@", f"{year}{month:02d}")
            path.write_bytes(text.encode("utf-8"))
            files.append(path)
    return files


def _start_line(
    number: int, born: str, programme: int, municipality: int, region: int, school: int, level: int, path: str
) -> str:
    year, month, day = born.split("-")
    brin = f"{school:02d}ZZ"
    return (
        f"{brin};Verzonnen school {school};@;{number};Fictus;van;Verzonnenman;Plaats {municipality};{day}-{month}-{year};"
        f'{programme};"Zorg; Welzijn & Sport {programme}";{path};{brin};Verzonnen school {school};100A001;Aanbieder;'
        f"{municipality};REGIO {region};00;100X001;1000AA;12;00;Mbo{level} opleidingen;1;Verzonnen straat;12;;;;"
        f"Verzonnen straat 12;1000AB;Plaats {municipality};N"
    )


def _leaver_line(
    number: int, born: str, programme: int, municipality: int, region: int, school: int, level: int, path: str
) -> str:
    year, month, day = born.split("-")
    brin = f"{school:02d}ZZ"
    return (
        f"{brin};Verzonnen school {school};@;{number};Verzonnenman;van;Fictus;Plaats {municipality};{day}-{month}-{year};"
        f'{programme};"Zorg; Welzijn & Sport {programme}";{path};01-11-2021;{"JN"[number % 2]};GEEN INSCHRIJVING;{brin};'
        f"Verzonnen school {school};100A001;Aanbieder;N;{municipality};REGIO {region};02;00;100X001;1000AA;12;00;"
        f"Mbo{level} opleidingen;1;Verzonnen straat;12;;;;Verzonnen straat 12;1000AB;Plaats {municipality};20211101"
    )


def main() -> int:
    """Measures and prints; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.duo", description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    chosen = parser.parse_args()
    require_linux()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(Path(folder), chosen.persons, chosen.rounds)
    for result in results:
        print(f"{result.what}: {result.value:.2f} {result.unit}")
    return int(any(result.met is False for result in results))


if __name__ == "__main__":
    sys.exit(main())
