"""Files of other producers, and workbooks, in the layouts they are met in; every figure and every person is invented."""

import tomllib
from importlib.resources import files

from foreign_cases import HEADER, ROWS, Case, bad, base, good, warned
from workbooks import DATE, MAIN, PERCENT, workbook

STATLINE_HEADER = (
    '"Geslacht";"Regiokenmerken";"Perioden";"Leerlingen (aantal)";"Voortijdig schoolverlaters (aantal)";'
    '"Niet-voortijdig schoolverlaters (aantal)";"Voortijdig schoolverlaters (percentage) (%)"'
)
STATLINE_ROWS = (
    '"Totaal mannen en vrouwen";"Drenthe (PV)";"2022/\'23";"40.010";"900";"39.110";"2"',
    '"Totaal mannen en vrouwen";"Drenthe (PV)";"2023/\'24*";"40.100";"1.000";"39.100";"2"',
    '"Mannen";"Drenthe (PV)";"2023/\'24*";"20.000";"600";"19.400";"3"',
    '"Totaal mannen en vrouwen";"Groningen (PV)";"2023/\'24*";"50.000";"1.500";"48.500";"3"',
)
BLANK = '"Totaal mannen en vrouwen";"Aalburg";"2023/\'24*";"";"";"";""'


def statline(*rows: str, header: str = STATLINE_HEADER, footer: str = '"Bron: CBS"', title: str = "") -> bytes:
    return ("\ufeff" + title + "\n".join((header, *(rows or STATLINE_ROWS), footer)) + "\n").encode()


OLD_STATLINE = """\
"Voortijdig schoolverlaters; regio"
"Onderwerpen_1";"";"Leerlingen";"Leerlingen";"Voortijdig schoolverlaters";"Voortijdig schoolverlaters"
"Perioden";"";"2015/'16";"2016/'17*";"2015/'16";"2016/'17*"
"Regio's";"Geslacht";"";"";"";""
"";"";"aantal";"aantal";"aantal";"aantal"
"Drenthe (PV)";"Totaal mannen en vrouwen";"40010";"40100";"900";"."
"Fryslân (PV)";"Totaal mannen en vrouwen";"50010";"50100";"800";"x"
"© Centraal Bureau voor de Statistiek, Den Haag/Heerlen 10-10-2017"
""".encode("latin-1")
CODED = b"""\
"ID";"Geslacht";"RegioS";"Perioden";"Leerlingen_1";"VoortijdigSchoolverlaters_2";"NietVoortijdigSchoolverlaters_3";"VoortijdigSchoolverlatersPercentage_4"
"1";"T001038";"PV22  ";"2022SJ00";"40010";"900";"39110";"2"
"2";"T001038";"PV22  ";"2023SJ00";"40100";"1000";"39100";"2"
"""
TSV = (
    "freq,unit,sex,age,geo\\TIME_PERIOD\t2018 \t2019 \t2021 \n"
    "A,PC,T,Y18-24,NL\t7.3 \t7.5 \t5.1 b\n"
    "A,PC,F,Y18-24,NL11\t6.1 u\t: u\t5.0 bu\n"
    "A,PC,T,Y18-24,NL31\t5.5 \t: \t: \n"
    "A,PC,T,Y18-24,NL35\t: \t5.7 \t4.4 b\n"
    "A,PC,T,Y18-24,BE10\t9.9 \t9.8 \t9.7 b\n"
)
SDMX = (
    "DATAFLOW,LAST UPDATE,freq,unit,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:EDAT_LFSE_16(1.0),01/01/25 11:00:00,A,PC,T,Y18-24,NL,2021,5.1,b\n"
    "ESTAT:EDAT_LFSE_16(1.0),01/01/25 11:00:00,A,PC,T,Y18-24,NL12,2021,,u\n"
)
VERKENNER = (
    "schooljaar;status;categorie;deelnemers;vsv'ers;% vsv;norm\n"
    "2012-2013;definitief;Totaal;95.000;2.700;2,8%;\n"
    "2012-2013;definitief;Totaal VO;60.000;600;1,0%;\n"
    "2012-2013;definitief;MBO niveau 2;8.000;900;11,3%;10%\n"
    "2013-2014;voorlopig;MBO niveau 3 + 4;20.000;1.000;5,0%;\n"
)
DUO_OPEN = (
    "BRIN NUMMER ;JAAR;ONDERWIJSSTRUCTUUR EN LEERJAAR;PROFIEL;AANTAL DEELNEMERS;AANTAL VSV'ERS ;AANTAL VSV ERS ZONDER DIPLOMA\r\n"
    "99ZZ;2011-2012;HAVO 4;NVT;1.250;20;20\r\n"
    "99ZZ;2011-2012;VMBO BL 3;NVT;250;10;9\r\n"
    "98YY;2012-2013;VMBO BL 3;NVT;250;<5;<5\r\n"
)
_LAYOUTS = tomllib.loads(files("vsv_metrics.sources").joinpath("duo_layouts.toml").read_text(encoding="utf-8"))


def person(layout: str, rows: int = 3, hash_first: bool = False) -> bytes:
    """A file of persons in one of DUO's layouts: every cell is the invented word `verzonnen`."""
    columns = _LAYOUTS[layout]["columns"].split()
    lines = [("#" if hash_first else "") + ";".join(columns), *[";".join(["verzonnen"] * len(columns))] * rows]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def sheet(*rows: str) -> list[list[str]]:
    return [row.split(";") for row in (HEADER, *(rows or ROWS))]


TYPED = [
    HEADER.split(";"),
    ["2022-2023", 7, "Noord- en Midden Drenthe", "mbo", 10000, 250, 2.5],
    ["2022-2023", 21, None, "mbo", 20000, 1300, (0.065, PERCENT)],
]
BOMB = {"xl/worksheets/sheet9.xml": b" " * 80_000_000}
ENTITY = f'<!DOCTYPE a [<!ENTITY b "c">]><styleSheet {MAIN}/>'
STATLINE = [
    good("statline-wide", statline(), leavers=2500 + 900, format="statline_csv"),
    good("statline-abolished-area-without-figures", statline(*STATLINE_ROWS, BLANK), leavers=3400),
    good("statline-old-export", OLD_STATLINE, rows=2, leavers=1700, format="statline_csv"),
    good("statline-codes", CODED, rows=2, leavers=1900, format="statline_csv"),
    good(
        "statline-several-levels",
        statline(*STATLINE_ROWS, STATLINE_ROWS[0].replace("Drenthe (PV)", "Nederland")),
        rows=5,
        leavers=None,
    ),
    warned(
        "statline-area-unknown",
        statline(*STATLINE_ROWS, STATLINE_ROWS[0].replace("Drenthe (PV)", "Atlantis")),
        "row_skipped",
        6,
        "Regiokenmerken",
        "niet in onze lijsten",
        leavers=3400,
    ),
    bad(
        "statline-not-a-number",
        statline(STATLINE_ROWS[0].replace("900", "veel")),
        "count_unknown",
        2,
        "Voortijdig schoolverlaters (aantal)",
        "geen getal",
    ),
    bad(
        "statline-period-wrong",
        statline(STATLINE_ROWS[0].replace("2022/'23", "2022 1e kwartaal")),
        "year_unknown",
        2,
        "Perioden",
        "geen schooljaar",
    ),
    bad("statline-cut", statline()[:-60], "quote_open", 5, None, "niet gesloten"),
    bad("statline-twice", statline(*STATLINE_ROWS, STATLINE_ROWS[0]), "duplicate_key", 6, None, ""),
    bad(
        "statline-leavers-above-enrolled",
        statline(STATLINE_ROWS[0].replace("900", "90.000")),
        "leavers_above_enrolled",
        2,
        "value",
        "vertrekkers",
    ),
    bad(
        "statline-without-leavers",
        statline(
            '"T";"Drenthe (PV)";"2022/\'23";"40.010";"39.110"',
            header='"Geslacht";"Regiokenmerken";"Perioden";"Leerlingen (aantal)";"Niet-voortijdig schoolverlaters (aantal)"',
        ),
        "column_absent",
        1,
        "Voortijdig schoolverlaters",
        "ontbreekt",
    ),
]
EUROSTAT = [
    good("eurostat-tsv", TSV.encode(), "areas_left_out", leavers=None, format="eurostat_tsv"),
    good("eurostat-sdmx", SDMX.encode(), rows=2, leavers=None, format="eurostat_sdmx"),
    warned(
        "eurostat-other-age",
        TSV.encode() + b"A,PC,T,Y15-19,NL\t7.3 \t7.5 \t5.1 \n",
        "row_skipped",
        7,
        "age",
        "niet gebruikt",
        leavers=None,
    ),
    bad("eurostat-word", TSV.replace("7.5", "veel").encode(), "percentage_unknown", 2, "2019", "geen percentage"),
    bad("eurostat-above-100", TSV.replace("7.5", "175.0").encode(), "rate_above_100", 2, "value", "0–100"),
    bad("eurostat-cut", TSV.encode()[:-8], "cell_count", 6, None, "in plaats van"),
    bad("eurostat-twice", (TSV + "A,PC,T,Y18-24,NL\t7.3 \t7.5 \t5.1 b\n").encode(), "duplicate_key", 7, None, ""),
    bad("eurostat-header-year", TSV.replace("2019 ", "2019-Q1").encode(), "year_unknown", 1, "TIME_PERIOD", "2019-Q1"),
    bad("eurostat-header-future", TSV.replace("2019 ", "2059 ").encode(), "year_future", 1, "TIME_PERIOD", "in de toekomst"),
    bad("eurostat-sdmx-future", SDMX.replace(",2021,", ",2059,").encode(), "year_future", 2, "TIME_PERIOD", "“2059” ligt"),
    bad("eurostat-sdmx-quote", ('"' + SDMX).encode(), "quote_open", 3, None, ""),
    bad("eurostat-sdmx-short", SDMX.replace(",,u", "").encode(), "cell_count", 3, None, "in plaats van 10"),
]
OTHERS = [
    warned(
        "verkenner-country",
        VERKENNER.encode(),
        "region_assumed",
        1,
        None,
        "gelezen als Nederland",
        leavers=2700,
        format="verkenner",
    ),
    good("verkenner-region", VERKENNER.encode(), leavers=2700, name="vsvverkenner_regio_29.csv", format="verkenner"),
    bad(
        "verkenner-category",
        VERKENNER.replace("Totaal VO", "Totaal XY").encode(),
        "category_unknown",
        3,
        "categorie",
        "onbekend",
        name="rmc29.csv",
    ),
    bad(
        "verkenner-percentage",
        VERKENNER.replace("1,0%", "4,0%").encode(),
        "rate_mismatch",
        3,
        "value",
        "procent",
        name="rmc29.csv",
    ),
    bad("verkenner-region-unknown", VERKENNER.encode(), "region_not_listed", 1, None, "onbekend", name="regio_77.csv"),
    good("duo-open", DUO_OPEN.encode("cp1252"), rows=3, leavers=30, format="duo_open"),
    bad(
        "duo-open-number", DUO_OPEN.replace("1.250", "1,250").encode(), "count_ambiguous", 2, "AANTAL DEELNEMERS", "dubbelzinnig"
    ),
    bad(
        "duo-open-above", DUO_OPEN.replace(";20;20", ";9.000;20").encode(), "leavers_exceed", 2, "AANTAL VSV ERS", "meer vsv'ers"
    ),
]
PERSONS = [
    *(
        good(f"person-{layout}", person(layout), rows=3, leavers=None, format=f"duo_{layout}")
        for layout in ("a04", "a05", "nrsp", "nenr")
    ),
    good("person-a14", person("a04"), rows=3, leavers=None, format="duo_a14", name="202312A14I99ZZ.csv"),
    good("person-hash", person("a05", hash_first=True), rows=3, leavers=None, format="duo_a05"),
    bad(
        "person-column-missing",
        person("a04").replace(b"RMC_REGIO;", b"").replace(b"verzonnen;", b"", 3),
        "person_layout",
        1,
        "RMC_REGIO",
        "ontbreken kolommen",
    ),
    bad("person-short-line", person("a05") + b"verzonnen;x\r\n", "cell_count", 5, None, "2 kolommen in plaats van 34"),
    bad("person-without-rows", person("nrsp", rows=0), "no_rows", 1, None, "geen gegevens"),
]
WORKBOOKS = [
    good("workbook-texts", workbook(sheet()), format="own_xlsx", name="b.xlsx"),
    good("workbook-inline", workbook(sheet(), inline=True), name="b.xlsx"),
    good("workbook-numbers", workbook(TYPED), rows=2, leavers=1550, name="b.xlsx"),
    good("workbook-ragged", workbook([*sheet(), [""] * 9, ["", "", ""]]), name="b.XLSX"),
    warned(
        "workbook-other-sheet",
        workbook([["Toelichting"], ["Eigen telling"]], sheet()),
        "sheets_ignored",
        None,
        None,
        "alleen werkblad “Blad2”",
        name="b.xlsx",
    ),
    warned("workbook-hidden-row", workbook(sheet(), hidden_row=3), "rows_hidden", None, None, "verborgen rijen", name="b.xlsx"),
    bad("workbook-two-tables", workbook(sheet(), sheet()), "sheets_several", None, None, "Blad1, Blad2", name="b.xlsx"),
    bad(
        "workbook-merged",
        workbook(sheet(), extra='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'),
        "cells_merged",
        None,
        None,
        "samengevoegde cellen",
        name="b.xlsx",
    ),
    bad(
        "workbook-date",
        workbook([TYPED[0], [(44774, DATE), *TYPED[1][1:]]]),
        "year_date",
        2,
        "schooljaar",
        "is een datum",
        name="b.xlsx",
    ),
    bad(
        "workbook-formula-without-value",
        workbook([TYPED[0], [*TYPED[1][:5], "=E2/40", 2.5]]),
        "count_unknown",
        2,
        "vsv",
        "geen getal",
        name="b.xlsx",
    ),
    bad("workbook-title", workbook([["Titel"], *sheet()]), "header_not_first", 1, None, "op regel 2", name="b.xlsx"),
    bad("workbook-header-unknown", workbook([["a", "b"], ["c", "d"]]), "header_unknown", 1, None, "niet herkend", name="b.xlsx"),
    bad("workbook-empty", workbook([]), "no_rows", 1, None, "geen gegevens", name="b.xlsx"),
    bad(
        "workbook-persons",
        workbook([[*TYPED[0], "BSN"], [*TYPED[1], 1]]),
        "person_columns",
        1,
        "BSN",
        "persoonsgegeven",
        name="b.xlsx",
    ),
    bad("workbook-bomb", lambda: workbook(sheet(), parts=BOMB), "xlsx_unpacks", None, None, "te groot", name="b.xlsx"),
    bad("workbook-entity", workbook(sheet(), styles=ENTITY), "xlsx_entities", None, None, "onderdelen", name="b.xlsx"),
    bad("workbook-damaged", workbook(sheet())[:-40], "xlsx_damaged", None, None, "beschadigd", name="b.xlsx"),
    bad("workbook-renamed", workbook(sheet()), "spreadsheet_renamed", None, None, "Excel-bestand"),
    bad(
        "workbook-wide",
        workbook([["schooljaar", "vsv"], ["x"] * 3], extra='<sheetData><row r="9"><c r="ZZ9"><v>1</v></c></row></sheetData>'),
        "xlsx_columns",
        None,
        None,
        "te veel kolommen",
        name="b.xlsx",
    ),
    bad("workbook-zip", b"PK\x03\x04" + base(), "compressed_file", None, None, "ZIP", name="b.xlsx"),
]
FORMATS: list[Case] = [*STATLINE, *EUROSTAT, *OTHERS, *PERSONS, *WORKBOOKS]
