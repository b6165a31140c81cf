"""Invented files in DUO's layouts: every person in them is made up, and so is every school."""

from collections.abc import Iterable, Mapping
from pathlib import Path


def _names(header: str) -> list[str]:
    return header.split(";")


A04 = _names(
    "BRIN_NR;NAAM_INST;RAPPORTAGEMAAND;PERSOONSGEBONDENNUMMER;ACHTERNAAM;VOORVOEGSEL;ALLE_VOORNAMEN;WOONGEMEENTE;"
    "GEBOORTEDATUM;ONDERWIJSCODE;ONDERWIJSNAAM;LEERWEG;DATUM_UITSCHRIJVING;MELDING_VERZUIM_WETTELIJK;REDEN;BRIN;"
    "NAAM_INSTELLING;ONDERWIJSAANBIEDERCODE;NAAM_ONDERWIJSAANBIEDER;MELDING_VERZUIM_NIET_WETTELIJK;GEMEENTECODE;RMC_REGIO;"
    "REDEN_UITSTROOM;LOCATIECODE;ONDERWIJSLOCATIECODE;POSTCODE_ONDERWIJSLOCATIE;HUISNUMMER_ONDERWIJSLOCATIE;"
    "BRIN_VOLGNUMMER;NIVEAU;INSCHRIJVINGSVOLGNUMMER;STRAAT;HUISNUMMER;HUISLETTER;HUISNUMMER_TOEVOEGING;"
    "HUISNUMMER_AANDUIDING;ADRES_LOCATIE;POSTCODE;WOONPLAATS;VANAF_WANNEER"
)
A05 = _names(
    "#BRIN;NAAM_INSTELLING;RAPPORTAGE_MAAND;BSN_ONDERWIJSNR;VOORNAMEN;VOORVOEGSEL;ACHTERNAAM;WOONGEMEENTE;GEBOORTEDATUM;"
    "ILT/CREBO;ILT/CREBO_OMS;LEERWEG;BRIN_NR;NAAM_INST;ONDERWIJSAANBIEDERCODE;ONDERWIJSAANBIEDER_NAAM;GEMCODE;RMC_REGIO;"
    "LOCATIECODE;ONDERWIJSLOCATIECODE;ONDERWIJSLOCATIE_POSTCODE;ONDERWIJSLOCATIE_HUISNUMMER;BRIN_VOLGNR;NIVEAU;"
    "INSCHR_VLGNR;STRAAT;HUISNUMMER;HUISLETTER;HUISNR_AAND;HUISNR_TOEV;ADRES_LOCATIE;POSTCODE;WOONPLAATS;"
    "INDICATIE_STARTKWALIFICATIE"
)
NRSP = _names(
    "#BURGERSERVICENUMMER;ONDERWIJSNUMMER;GEBOORTEDATUM;GESLACHT;ACHTERNAAM;VOORVOEGSEL;VOORNAMEN;POSTCODE_CIJFERS;"
    "RMC_REGIO;RMC_REGIO_NAAM;GEMCODE;GEMEENTENAAM;BRIN;BRIN_VOLGNR;BRIN_VEST_NAAM;NIVEAU;ONDERWIJSSOORT;CREBO;"
    "CREBO_OMSCHRIJVING;ONDERWIJSAANBIEDER_CODE;ONDERWIJSAANBIEDER_NAAM;ONDERWIJSLOCATIE_CODE;ONDERWIJSLOCATIE_STRAATNAAM;"
    "ONDERWIJSLOCATIE_HUISNUMMER;ONDERWIJSLOCATIE_HUISNUMMER_TOEVOEGING;ONDERWIJSLOCATIE_POSTCODE;"
    "ONDERWIJSLOCATIE_PLAATSNAAM"
)
NENR = [*NRSP[:19], "EXAMEN", "IND_BEKOSTIGING", *NRSP[19:]]
HEADERS = {"A04": A04, "A14": A04, "A05": A05, "NRSP": NRSP, "NENR": NENR}

SURNAME = "Verzonnenman"
"""Surname of everyone: a test looks for it in all that is written."""

_USUAL = {
    "ACHTERNAAM": SURNAME,
    "VOORNAMEN": "Fictus",
    "ALLE_VOORNAMEN": "Fictus",
    "GEBOORTEDATUM": "03-10-2004",
    "BRIN": "99ZZ",
    "NAAM_INSTELLING": "Verzonnen College",
    "BRIN_VEST_NAAM": "Verzonnen College",
    "BRIN_NR": "99ZZ",
    "NAAM_INST": "Verzonnen College",
    "GEMCODE": "0599",
    "RMC_REGIO": "REGIO 29",
    "NIVEAU": "Mbo4 opleidingen",
    "LEERWEG": "BOL",
    "ONDERWIJSSOORT": "Bol4",
    "ILT/CREBO": "25998",
    "CREBO": "25998",
    "ILT/CREBO_OMS": '"Zorg; Welzijn & Sport"',
    "CREBO_OMSCHRIJVING": '"Zorg; Welzijn & Sport"',
    "INSCHR_VLGNR": "A3",
    "REDEN": "GEEN INSCHRIJVING",
    "REDEN_UITSTROOM": "02",
    "MELDING_VERZUIM_WETTELIJK": "N",
    "MELDING_VERZUIM_NIET_WETTELIJK": "N",
}
_PERSON = {"A04": "PERSOONSGEBONDENNUMMER", "A14": "PERSOONSGEBONDENNUMMER", "A05": "BSN_ONDERWIJSNR"}
_MONTH = {"A04": "RAPPORTAGEMAAND", "A14": "RAPPORTAGEMAAND", "A05": "RAPPORTAGE_MAAND"}


def lines(kind: str, people: Iterable[Mapping[str, str]], month: str = "") -> list[str]:
    """The lines of a file, header first; a person is `{"id": number, COLUMN: cell, …}`."""
    header = HEADERS[kind]
    found = [";".join(header)]
    for person in people:
        cells = {**_USUAL, _MONTH.get(kind, ""): month, **person}
        cells[_PERSON.get(kind, "BURGERSERVICENUMMER")] = person["id"]
        found.append(";".join(cells.get(name.removeprefix("#"), "") for name in header))
    return found


def put(
    folder: Path,
    name: str,
    people: Iterable[Mapping[str, str]],
    *,
    end: str = "\r\n",
    encoding: str = "utf-8",
    month: str | None = None,
) -> Path:
    """Write one file under DUO's name for it."""
    kind = name[6:9].upper() if name[:6].isdigit() else name[:4].upper()
    if month is None:
        year, number = (int(name[:4]), int(name[4:6])) if name[:6].isdigit() else (0, 0)
        month = f"{year - (number == 1)}{(number - 2) % 12 + 1:02d}" if year else ""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes((end.join(lines(kind, people, month)) + end).encode(encoding))
    return path


def persons(start: int, count: int, **cells: str) -> list[dict[str, str]]:
    """So many persons with numbers from `start` on and these cells."""
    return [{"id": str(start + i), **cells} for i in range(count)]
