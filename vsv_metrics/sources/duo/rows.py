"""The rows of one DUO file: persons as keys that mean nothing outside this run, their attributes as one whole number."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from vsv_metrics.errors import DataContractError
from vsv_metrics.sources.duo import cells, table
from vsv_metrics.sources.duo.names import Delivery

NO_PERSON = 0
WIDTHS = {"region": 6, "municipality": 14, "institution": 17, "sector_level": 4, "learning_path": 2, "programme": 17, "age": 3}
"""Attribute -> bits that its number takes in `attributes`; 63 together, the first in the highest."""

_A05 = {
    "month": ["RAPPORTAGE_MAAND", "RAPPORTAGEMAAND"],
    "person": ["BSN_ONDERWIJSNR"],
    "birth": ["GEBOORTEDATUM"],
    "programme": ["ILT/CREBO"],
    "programme_name": ["ILT/CREBO_OMS"],
    "learning_path": ["LEERWEG"],
    "institution": ["BRIN"],
    "institution_name": ["NAAM_INSTELLING"],
    "municipality": ["GEMCODE"],
    "region": ["RMC_REGIO"],
    "sector_level": ["NIVEAU"],
}
_A04 = {
    "month": ["RAPPORTAGEMAAND", "RAPPORTAGE_MAAND"],
    "person": ["PERSOONSGEBONDENNUMMER"],
    "absence_minor": ["MELDING_VERZUIM_WETTELIJK"],
    "absence_adult": ["MELDING_VERZUIM_NIET_WETTELIJK"],
}
_NENR = {"person": ["BURGERSERVICENUMMER"], "other_number": ["ONDERWIJSNUMMER"]}
_NRSP = {
    **_NENR,
    "birth": ["GEBOORTEDATUM"],
    "programme": ["CREBO"],
    "programme_name": ["CREBO_OMSCHRIJVING"],
    "learning_path": ["ONDERWIJSSOORT"],
    "institution": ["BRIN"],
    "institution_name": ["BRIN_VEST_NAAM"],
    "municipality": ["GEMCODE"],
    "region": ["RMC_REGIO"],
    "sector_level": ["NIVEAU"],
}
_LAYOUTS = {"A05": _A05, "A04": _A04, "A14": _A04, "NRSP": _NRSP, "NenR": _NENR}
_EXAMPLES = {
    "person": "123456782",
    "other_number": "123456782",
    "birth": "03-10-2002, 20021003",
    "municipality": "0599, 226",
    "region": "REGIO 29, 29",
    "month": "202210",
}

Key = int


def new_key() -> Key:
    """Return a random key for the persons of one run; it is never kept."""
    return secrets.randbits(64)


@dataclass(frozen=True)
class Rows:
    """One row per line of a file that counts. `outside` are those left out because they live in another region.

    `attributes` belongs to start populations, `absence` (a position in cells.FLAGS) to leavers; the other one is empty.
    """

    delivery: Delivery
    read: int
    outside: int
    person: np.ndarray
    attributes: np.ndarray
    absence: np.ndarray
    institution_names: dict[int, str] = field(default_factory=dict)
    programme_names: dict[int, str] = field(default_factory=dict)


def read(delivery: Delivery, key: Key) -> Rows:
    """Return the rows of a file; raise `DataContractError` with line and column, never with the cell."""
    wanted = _LAYOUTS[delivery.kind]
    reader = _Reader(delivery, table.read(delivery.path, wanted, _NENR))
    person = reader.persons()
    if "month" in wanted:
        reader.check_month()
    if not delivery.is_start:
        return Rows(delivery, len(person), 0, _keyed(person, key), np.empty(0, np.uint64), reader.absence(len(person)))
    values = reader.attributes()
    inside = np.ones(len(person), dtype=bool)
    if delivery.coverage == "whole":
        inside = values["region"] == int(delivery.unit.removeprefix("RMC"))
    return Rows(
        delivery,
        len(person),
        int((~inside).sum()),
        _keyed(person[inside], key),
        _packed(values)[inside],
        np.empty(0, np.int8),
        reader.names("institution"),
        reader.names("programme"),
    )


def unpacked(attributes: np.ndarray) -> dict[str, np.ndarray]:
    """Return attribute -> numbers, the reverse of how `Rows.attributes` was put together."""
    values = {}
    shift = sum(WIDTHS.values())
    for name, width in WIDTHS.items():
        shift -= width
        values[name] = ((attributes >> np.uint64(shift)) & np.uint64((1 << width) - 1)).astype(np.int32)
    return values


def _packed(values: dict[str, np.ndarray]) -> np.ndarray:
    packed = np.zeros(len(values["region"]), dtype=np.uint64)
    for name, width in WIDTHS.items():
        packed = (packed << np.uint64(width)) | values[name].astype(np.uint64)
    return packed


def _keyed(person: np.ndarray, key: Key) -> np.ndarray:
    """Return 64-bit keys of persons (the finalizer of splitmix64, Steele, Lea and Flood 2014, over number xor key)."""
    mixed = person.astype(np.uint64) ^ np.uint64(key)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


@dataclass(frozen=True)
class _Reader:
    """The columns of one file; each method turns some of them into numbers."""

    delivery: Delivery
    table: table.Table

    def persons(self) -> np.ndarray:
        person = self._person_numbers("person")
        if "other_number" in self.table.numbers:
            person = np.where(person == NO_PERSON, self._person_numbers("other_number"), person)
        for position in np.flatnonzero(person == NO_PERSON)[:1]:
            raise self._refused("person", int(position))
        return person

    def check_month(self) -> None:
        expected = self.delivery.report_month
        assert expected is not None

        def parse(text: str) -> int | None:
            if not text.strip():
                return 0
            found = cells.report_month(text)
            return 0 if found and (found[0] or expected[0], found[1]) == expected else None

        month = f"{expected[0]}{expected[1]:02d}"
        self._numbers("month", parse, np.int8, example=month)

    def absence(self, rows: int) -> np.ndarray:
        if "absence_minor" not in self.table.texts:
            return np.full(rows, cells.UNKNOWN, dtype=np.int8)
        minor, adult = (self._numbers(name, cells.flag, np.int8) for name in ("absence_minor", "absence_adult"))
        return np.maximum(minor, adult)

    def attributes(self) -> dict[str, np.ndarray]:
        values = {
            name: self._numbers(name, getattr(cells, name), np.int32)
            for name in ("region", "municipality", "institution", "sector_level", "learning_path", "programme")
        }
        year = self.delivery.school_year
        values["age"] = self._numbers("birth", lambda text: cells.age_band(text, year), np.int8)
        values["sector_level"] = self._level_of_path(values["sector_level"])
        return values

    def names(self, attribute: str) -> dict[int, str]:
        """Return number -> name as the file has it, the first in the alphabet where it has several."""
        codes, names = self.table.texts[attribute], self.table.texts[f"{attribute}_name"]
        pairs = pd.unique(table.positions(codes).astype(np.int64) * len(names.dictionary) + table.positions(names))
        texts, labels = codes.dictionary.to_pylist(), names.dictionary.to_pylist()
        found: dict[int, str] = {}
        for pair in pairs:
            code, label = divmod(int(pair), len(labels))
            number = getattr(cells, attribute)(texts[code])
            name = " ".join("".join(c for c in labels[label] if c.isprintable()).split())
            if number and name:
                found[number] = min(name, found.get(number, name))
        return found

    def _level_of_path(self, levels: np.ndarray) -> np.ndarray:
        """Return levels, those that NIVEAU leaves open taken from ONDERWIJSSOORT (`Bol4`)."""
        is_open = np.isin(levels, [cells.UNKNOWN, cells.SECTOR_LEVELS.index(("mbo", "unknown"))])
        if self.delivery.kind != "NRSP" or not is_open.any():
            return levels
        other = self._numbers("learning_path", cells.sector_level, np.int32)
        return np.where(is_open & (other != cells.UNKNOWN), other, levels)

    def _person_numbers(self, name: str) -> np.ndarray:
        """Return the numbers of persons: at once when all are plain digits, as nearly always, else one by one."""
        column = self.table.numbers[name]
        try:
            plain = pc.cast(column, pa.int64()).to_numpy()
        except pa.ArrowInvalid:
            plain = None
        if plain is not None and (len(plain) == 0 or plain.min() >= 0):
            return plain
        parsed = [cells.person(text) for text in column.to_pylist()]
        for position, number in enumerate(parsed):
            if number is None:
                raise self._refused(name, position)
        return np.array(parsed, dtype=np.int64)

    def _numbers(
        self, name: str, parse: Callable[[str], int | None], dtype: type[np.number], example: str | None = None
    ) -> np.ndarray:
        """Return the number of each row; each distinct text is parsed once."""
        column = self.table.texts[name]
        parsed = [parse(text) for text in column.dictionary.to_pylist()]
        rows = table.positions(column)
        bad = np.array([number is None for number in parsed], dtype=bool)
        if bad.any():
            raise self._refused(name, int(np.flatnonzero(bad[rows])[0]), example)
        return np.array(parsed, dtype=dtype)[rows]

    def _refused(self, name: str, position: int, example: str | None = None) -> DataContractError:
        expected = example or _EXAMPLES[name]
        return table.refused(self.delivery.path, self.table.headers[name], position, expected)
