"""Files that users bring and the answer each must get, as a table: name → bytes, outcome, code, line, column, Dutch words.

The bytes are built here so that binary and large files need not be stored. All figures are invented.
"""

import gzip
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

HEADER = "schooljaar;regio_code;regio_naam;onderwijssoort;deelnemers;vsv;percentage"
DRENTHE = "2022-2023;07;Noord- en Midden Drenthe;mbo;10000;250;2,5"
AMSTERDAM = "2022-2023;21;Agglomeratie Amsterdam;mbo;20000;1300;6,5"
FRIESLAND = "2022-2023;06;Friesland-Oost;vo;4000;40;1,0"
DRENTHE_LATER = "2023-2024;07;Noord- en Midden Drenthe;mbo;10000;240;2,4"
ROWS = (DRENTHE, AMSTERDAM, FRIESLAND, DRENTHE_LATER)
SUM = 1830


@dataclass(frozen=True)
class Case:
    """One file. `code` is that of the first problem, or of one warning or note; `words` stand in its Dutch sentence."""

    id: str
    data: bytes | Callable[[], bytes]
    outcome: str
    code: str = ""
    line: int | None = None
    column: str | None = None
    words: str = ""
    rows: int | None = None
    leavers: int | None = None
    name: str = "bestand.csv"
    format: str | None = None

    @property
    def content(self) -> bytes:
        return self.data if isinstance(self.data, bytes) else self.data()


def table(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    """A file of these rows; the four of the base file when none are given."""
    return end.join((header, *(rows or ROWS))) + end


def base(old: str = "", new: str = "", count: int = -1) -> bytes:
    """The base file with a text replaced; the text must be there."""
    text = table()
    assert not old or old in text, old
    return text.replace(old, new, count).encode()


def count(cell: str, percentage: str = "2,5") -> bytes:
    """The base file with this number of leavers on line 2."""
    return base("250;2,5", f"{cell};{percentage}", 1)


def good(id: str, data: bytes | Callable[[], bytes], code: str = "", rows: int = 4, leavers: int | None = SUM, **more) -> Case:
    return Case(id, data, "accept", code, rows=rows, leavers=leavers, **more)


def warned(
    id: str,
    data: bytes | Callable[[], bytes],
    code: str,
    line: int | None,
    column: str | None,
    words: str,
    rows: int = 4,
    leavers: int | None = SUM,
    **more,
) -> Case:
    return Case(id, data, "warn", code, line, column, words, rows, leavers, **more)


def bad(id: str, data: bytes | Callable[[], bytes], code: str, line: int | None, column: str | None, words: str, **more) -> Case:
    return Case(id, data, "reject", code, line, column, words, **more)


ENCODING = [
    good("encoding-utf8-bom", table().encode("utf-8-sig")),
    good("encoding-utf16-le", b"\xff\xfe" + table().encode("utf-16-le"), "utf16_used"),
    good("encoding-utf16-be", b"\xfe\xff" + table().encode("utf-16-be"), "utf16_used"),
    bad("encoding-utf16-without-bom", table().encode("utf-16-le"), "encoding_unknown", 1, None, "onbekende tekencodering"),
    bad("encoding-utf16-cut", b"\xff\xfe" + table().encode("utf-16-le")[:-1], "encoding_unknown", 1, None, "UTF-16"),
    bad("encoding-utf32", table().encode("utf-32"), "encoding_unknown", 1, None, "UTF-32"),
    warned(
        "encoding-mixed",
        table(DRENTHE, AMSTERDAM.replace("Agglomeratie", "Aggloméra")).encode()
        + FRIESLAND.replace("Oost", "Öst").encode("cp1252"),
        "encoding_mixed",
        4,
        None,
        "door elkaar",
        rows=3,
        leavers=1590,
    ),
    warned(
        "encoding-cp1252",
        base("Friesland-Oost", "Fryslân-Oost").decode().encode("cp1252"),
        "cp1252_used",
        4,
        None,
        "Windows-1252",
    ),
    bad("encoding-undefined-byte", base("Amsterdam", "Amst@rdam").replace(b"@", b"\x81"), "encoding_unknown", 3, None, "0x81"),
    warned(
        "encoding-decomposed-other-name",
        base("Friesland-Oost", unicodedata.normalize("NFD", "Súdwest-Fryslân")),
        "name_differs",
        4,
        "regio_naam",
        "de code is gevolgd",
    ),
    good("encoding-decomposed", base("Friesland-Oost", unicodedata.normalize("NFD", "Fryslân-Oost")), "name_from_list"),
    warned(
        "encoding-zero-width", base(";07;", ";0\u200b7;"), "invisible_removed", 2, "regio_code", "onzichtbare tekens verwijderd"
    ),
    good("encoding-soft-hyphen-in-header", base("deelnemers", "deel\u00adnemers")),
    bad("encoding-nul", base("Agglomeratie", "Agglo\0meratie"), "nul_bytes", 3, None, "NUL-tekens"),
    bad("encoding-control", base("Agglomeratie", "Agglo\x02meratie"), "encoding_unknown", 3, None, "0x02"),
    bad("encoding-full-width-digits", count("２５０"), "count_unknown", 2, "vsv", "geen getal"),
    bad("encoding-arabic-digits", count("٢٥٠"), "count_unknown", 2, "vsv", "geen getal"),
]
DIALECT = [
    good("dialect-base", base()),
    good(
        "dialect-comma",
        base(";", "\0")
        .replace(b"2,5", b'"2,5"')
        .replace(b"6,5", b'"6,5"')
        .replace(b"1,0", b'"1,0"')
        .replace(b"2,4", b'"2,4"')
        .replace(b"\0", b","),
        "separator_used",
    ),
    good("dialect-tab", base(";", "\t"), "separator_used"),
    good("dialect-pipe", base(";", "|"), "separator_used"),
    bad("dialect-blanks", base(";", "   "), "no_separator", 1, None, "geen scheidingsteken herkend"),
    bad("dialect-colon", base(";", ":"), "no_separator", 1, None, "geen scheidingsteken"),
    good("dialect-crlf", table(end="\r\n").encode()),
    good("dialect-bare-cr", table(end="\r").encode()),
    good("dialect-mixed-line-ends", f"{HEADER}\r\n{DRENTHE}\n{AMSTERDAM}\r{FRIESLAND}\r\n{DRENTHE_LATER}".encode()),
    good("dialect-blank-lines", table("", DRENTHE, "", AMSTERDAM, FRIESLAND, DRENTHE_LATER, "", "").encode()),
    good("dialect-blank-line-first", b"\n" + base()),
    good("dialect-rows-of-separators", table(*ROWS, ";;;;;;", ";;;;;;").encode()),
    good("dialect-no-last-line-end", base()[:-1]),
    good("dialect-sep-line", b"sep=;\n" + base()),
    warned(
        "dialect-trailing-separator", table(*(row + ";" for row in ROWS)).encode(), "trailing_separator", 2, None, "extra “;”"
    ),
    good("dialect-trailing-separator-in-header-too", table(*(row + ";" for row in ROWS), header=HEADER + ";").encode()),
    bad(
        "dialect-trailing-separator-on-one-line",
        table(DRENTHE, AMSTERDAM + ";", FRIESLAND).encode(),
        "cell_count",
        3,
        None,
        "8 kolommen in plaats van 7",
    ),
    bad(
        "dialect-shifted-row",
        table(DRENTHE, AMSTERDAM.replace(";21;", ";21;;").removesuffix("6,5")).encode(),
        "cell_count",
        3,
        None,
        "8 kolommen in plaats van 7",
    ),
    bad(
        "dialect-short-row",
        table(DRENTHE, "2022-2023;21;Amsterdam;mbo", FRIESLAND).encode(),
        "cell_count",
        3,
        None,
        "4 kolommen in plaats van 7",
    ),
    bad("dialect-cut-download", base()[:-20], "cell_count", 5, None, "afgebroken"),
    bad("dialect-footer", base() + b"Bron: eigen telling\n", "cell_count", 6, None, "1 kolommen"),
    bad(
        "dialect-other-separator-below",
        table(DRENTHE, AMSTERDAM.replace(";", ","), FRIESLAND).encode(),
        "cell_count",
        3,
        None,
        "in plaats van 7",
    ),
    good(
        "dialect-line-break-in-quotes", base("Noord- en Midden Drenthe", '"Noord- en\nMidden Drenthe"', 1), "line_break_in_cell"
    ),
    good("dialect-separator-in-quotes", base("Friesland-Oost", '"Friesland-Oost"')),
    warned(
        "dialect-doubled-quotes",
        base("Noord- en Midden Drenthe", '"Friesland (""de Friese Wouden"")"', 1),
        "name_differs",
        2,
        "regio_naam",
        "de code is gevolgd",
    ),
    bad("dialect-open-quote", base("Agglomeratie", '"Agglomeratie'), "quote_open", 3, None, "wordt niet gesloten"),
    bad(
        "dialect-open-quote-closed-later",
        base("Agglomeratie", '"Agglomeratie').replace(b"Friesland-Oost", b'Friesland-Oost"'),
        "quote_open",
        3,
        None,
        "wordt niet gesloten",
    ),
    bad("dialect-text-after-quote", base("Agglomeratie", '"Agglomeratie" x'), "quote_stray", 3, None, "volgt nog tekst"),
    bad(
        "dialect-single-quotes",
        base("Noord- en Midden Drenthe", "'Noord; Midden Drenthe'", 1),
        "cell_count",
        2,
        None,
        "8 kolommen in plaats van 7",
    ),
    bad(
        "dialect-whole-rows-quoted",
        "\n".join(f'"{line}"' for line in table().splitlines()).encode(),
        "row_quoted",
        1,
        None,
        "in één kolom",
    ),
    bad(
        "dialect-title-above",
        b"Voortijdig schoolverlaters per regio\n\nPeildatum 1 oktober\n" + base(),
        "header_not_first",
        1,
        None,
        "op regel 4",
    ),
    bad("dialect-comment-above", b"# eigen telling\n" + base(), "header_not_first", 1, None, "op regel 2"),
    bad("dialect-two-tables", base() + b"\n" + base(), "second_table", 7, None, "twee tabellen"),
    bad(
        "dialect-two-header-lines",
        b"schooljaar;regio;;onderwijs;aantallen;;\n" + base(),
        "two_headers",
        1,
        None,
        "twee kopregels",
    ),
]
HEADERS = [
    bad(
        "header-leavers-missing",
        table("2022-2023;07;mbo;10000;2,5", header="schooljaar;regio_code;onderwijssoort;deelnemers;percentage").encode(),
        "column_absent",
        1,
        "vsv",
        "kolom vsv ontbreekt",
    ),
    bad(
        "header-enrolled-missing",
        table("2022-2023;07;250", header="schooljaar;regio_code;vsv").encode(),
        "column_absent",
        1,
        "deelnemers",
        "ontbreekt",
    ),
    bad(
        "header-region-missing",
        table("2022-2023;10000;250", header="schooljaar;deelnemers;vsv").encode(),
        "column_absent",
        1,
        "regio_code",
        "ontbreekt",
    ),
    bad(
        "header-year-missing",
        table("07;10000;250", header="regio_code;deelnemers;vsv").encode(),
        "column_absent",
        1,
        "schooljaar",
        "ontbreekt",
    ),
    bad(
        "header-doubled",
        table(*(row + ";1" for row in ROWS), header=HEADER + ";vsv").encode(),
        "column_twice",
        1,
        "vsv",
        "meer dan eens",
    ),
    bad(
        "header-two-synonyms",
        table(*(row + ";1" for row in ROWS), header=HEADER + ";leerlingen").encode(),
        "column_twice",
        1,
        "leerlingen",
        "deelnemers",
    ),
    bad(
        "header-unknown-doubled",
        table(*(row + ";1;2" for row in ROWS), header=HEADER + ";k;k").encode(),
        "column_twice",
        1,
        "k",
        "meer dan eens",
    ),
    bad(
        "header-without-name",
        table(*(row + ";1" for row in ROWS), header=HEADER + ";").encode(),
        "column_unnamed",
        1,
        None,
        "kolom nummer 8",
    ),
    bad("header-absent", "\n".join(ROWS).encode(), "header_unknown", 1, None, "niet herkend"),
    bad("header-of-something-else", b"datum;bedrag\n1-1-2022;3\n", "header_unknown", 1, None, "niet herkend"),
    good("header-other-case", base(HEADER, "Schooljaar;Regio Code;Regio Naam;Onderwijssoort;Deelnemers;VSV;Percentage")),
    good("header-blanks-around", base(HEADER, HEADER.replace(";", " ; "))),
    good(
        "header-other-order",
        "\n".join(
            f"{v};{j};{c};{n};{o};{d};{p}" for j, c, n, o, d, v, p in (line.split(";") for line in table().splitlines())
        ).encode(),
    ),
    good("header-quoted", base(HEADER, HEADER.replace(";", '";"').join('""'))),
    good("header-with-hash", base("schooljaar", "#schooljaar")),
    good("header-synonyms", base(HEADER, "jaar;rmc_regio;naam regio;sector;Aantal leerlingen;Nieuwe vsv'ers;% vsv")),
    good(
        "header-only-what-is-needed",
        table("2022-2023;07;10000;250", header="Jaar;RMC;Leerlingen;VSV'ers").encode(),
        rows=1,
        leavers=250,
    ),
    good(
        "header-region-by-name",
        table("2022-2023;Rijnmond;10000;250", header="Jaar;Regio;Leerlingen;VSV'ers").encode(),
        rows=1,
        leavers=250,
    ),
    warned(
        "header-unknown-column",
        table(*(row + ";niets" for row in ROWS), header=HEADER + ";opmerking").encode(),
        "column_ignored",
        1,
        "opmerking",
        "niet gebruikt",
    ),
    bad("header-only", f"{HEADER}\n".encode(), "no_rows", 1, None, "geen gegevens"),
    bad(
        "header-too-many-columns",
        table(*ROWS, header=HEADER + "".join(f";k{i}" for i in range(10_000))).encode(),
        "too_many_columns",
        1,
        None,
        "10007",
    ),
    *(
        bad(
            f"header-person-{i}",
            table(*(row + ";1" for row in ROWS), header=f"{HEADER};{name}").encode(),
            "person_columns",
            1,
            name,
            "lijkt een persoonsgegeven",
        )
        for i, name in enumerate(
            (
                "bsn",
                "BSN",
                "Burgerservicenummer",
                "ACHTERNAAM",
                "Geboortedatum",
                "ONDERWIJSNUMMER",
                "geb.datum",
                "Leerlingnummer",
                "e-mail",
                "Postcode",
                "naam",
                "BSN_ONDERWIJSNR",
            )
        )
    ),
    bad(
        "header-person-numbers-under-another-name",
        table(
            *(f"{row};{n}" for row, n in zip(ROWS, (111222333, 123456782, 999999990, 111222333), strict=True)),
            header=HEADER + ";nr",
        ).encode(),
        "person_values",
        1,
        "nr",
        "persoonsgegevens",
    ),
    bad(
        "header-person-mail-under-another-name",
        table(*(row + ";a.b@voorbeeld.nl" for row in ROWS), header=HEADER + ";contact").encode(),
        "person_values",
        1,
        "contact",
        "persoonsgegevens",
    ),
]
NUMBERS = [
    warned("number-mixed-decimals", base("6,5", "6.5"), "decimals_mixed", 3, "percentage", "komma en punt"),
    good("number-decimal-point", base("2,5", "2.5").replace(b"6,5", b"6.5").replace(b"1,0", b"1.0").replace(b"2,4", b"2.4")),
    good("number-percent-sign", base("2,5", "2,5%").replace(b"6,5", b"6,5 %")),
    good("number-thousands-point", base("10000", "10.000").replace(b"1300", b"1.300")),
    good("number-thousands-blank", base("20000", "20 000"), "thousands_spaces"),
    good("number-thousands-no-break", base("20000", "20\u00a0000"), "thousands_spaces"),
    good("number-thousands-narrow", base("20000", "20\u202f000"), "thousands_spaces"),
    bad("number-thousands-comma", base("1300", "1,300"), "count_ambiguous", 3, "vsv", "dubbelzinnig"),
    bad(
        "number-thousands-comma-no-percentage",
        table("2022-2023;21;20000;1,300", header="jaar;rmc;deelnemers;vsv").encode(),
        "count_ambiguous",
        2,
        "vsv",
        "dubbelzinnig",
    ),
    bad(
        "number-thousands-point-in-international-file",
        base("2,5", "2.5").replace(b"6,5", b"6.5").replace(b"1,0", b"1.0").replace(b"2,4", b"2.4").replace(b"1300", b"1.300"),
        "count_ambiguous",
        3,
        "vsv",
        "dubbelzinnig",
    ),
    good(
        "number-international", b'jaar,rmc,deelnemers,vsv,percentage\n2022-2023,21,"20,000","1,300",6.5\n', rows=1, leavers=1300
    ),
    bad(
        "number-both-groupings",
        table("2022-2023;21;1.020.000;1,300", header="jaar;rmc;deelnemers;vsv").encode(),
        "count_ambiguous",
        2,
        "vsv",
        "dubbelzinnig",
    ),
    bad("number-wrong-grouping", base("10000", "1.0000", 1), "count_fraction", 2, "deelnemers", "geen geheel getal"),
    bad("number-fraction", base("250;2,5", "250;0,025"), "percentage_fraction", 2, "percentage", "Is dit een fractie?"),
    bad(
        "number-percentage-other",
        base("250;2,5", "250;2,7"),
        "percentage_mismatch",
        2,
        "percentage",
        "past niet bij de aantallen",
    ),
    good("number-percentage-rounded", base("250;2,5", "250;2,49")),
    good("number-percentage-whole", base("250;2,5", "250;3")),
    bad("number-percentage-above-100", base("250;2,5", "250;250"), "percentage_range", 2, "percentage", "buiten 0–100"),
    bad("number-percentage-negative", base("250;2,5", "250;-2,5"), "percentage_range", 2, "percentage", "buiten 0–100"),
    bad("number-percentage-word", base("250;2,5", "250;hoog"), "percentage_unknown", 2, "percentage", "geen percentage"),
    bad("number-negative", count("-5"), "count_negative", 2, "vsv", "kleiner dan 0"),
    bad("number-unicode-minus", count("−5"), "count_negative", 2, "vsv", "kleiner dan 0"),
    bad("number-in-brackets", count("(5)"), "count_negative", 2, "vsv", "kleiner dan 0"),
    bad("number-minus-behind", count("5-"), "count_negative", 2, "vsv", "kleiner dan 0"),
    good("number-decimal-nought", count("250.0")),
    good("number-decimal-noughts", count("250,00")),
    bad("number-decimals", count("250,5"), "count_fraction", 2, "vsv", "geen geheel getal"),
    bad("number-huge", count("99999999999999999999"), "count_huge", 2, "vsv", "te groot"),
    bad("number-larger-than-the-country", count("99000000"), "count_huge", 2, "vsv", "te groot"),
    bad("number-infinite", count("inf"), "count_unknown", 2, "vsv", "geen getal"),
    bad("number-word", count("veel"), "count_unknown", 2, "vsv", "geen getal"),
    bad("number-scientific", base("10000", "1E+04", 1), "count_unknown", 2, "deelnemers", "geen getal"),
    bad("number-hexadecimal", count("0xFA"), "count_unknown", 2, "vsv", "geen getal"),
    bad("number-hashes", base("10000", "######", 1), "count_hashes", 2, "deelnemers", "te smal"),
    bad("number-formula", count("=B2*2"), "count_unknown", 2, "vsv", "geen getal"),
    bad("number-with-unit", count("250 leerlingen"), "count_unknown", 2, "vsv", "geen getal"),
    bad("number-date", count("2-mei"), "count_unknown", 2, "vsv", "geen getal"),
    bad("number-leading-nought", count("0250"), "count_unknown", 2, "vsv", "geen getal"),
    good("number-plus", count("+250")),
    bad("number-above-enrolled", base("10000;250;2,5", "250;10000;"), "leavers_exceed", 2, "vsv", "meer vsv'ers dan deelnemers"),
    good("number-nought", count("0", "0,0"), leavers=SUM - 250),
    good("number-nobody", base("10000;250;2,5", "0;0;"), leavers=SUM - 250),
    warned("number-jump", base("240;2,4", "840;8,4"), "jump", 5, "vsv", "sprong", leavers=2430),
]
MASKS = [
    *(
        good(f"mask-{i}", count(symbol, ""), code, leavers=SUM - 250)
        for i, (symbol, code) in enumerate(
            (
                ("<5", "masked"),
                ("< 5", "masked"),
                ("<=4", "masked"),
                ("≤4", "masked"),
                ("<10", "masked"),
                ("x", "masked"),
                ("s", "masked"),
                ("*", "masked"),
                (".", "blank"),
                ("", "blank"),
            )
        )
    ),
    *(
        warned(f"mask-word-{i}", count(symbol, ""), code, 2, "vsv", "niet als 0", leavers=SUM - 250)
        for i, (symbol, code) in enumerate(
            (
                ("-", "dash_unknown"),
                ("–", "dash_unknown"),
                ("-1", "minus_one"),
                ("NaN", "word_unknown"),
                ("null", "word_unknown"),
                ("None", "word_unknown"),
                ("n.v.t.", "word_unknown"),
                ("#N/A", "word_unknown"),
                ("..", "word_unknown"),
            )
        )
    ),
    warned("mask-dash-both", count("-", "-"), "dash_unknown", 2, "vsv", "Bedoelt u nul?", leavers=SUM - 250),
    bad(
        "mask-beside-infinite",
        table(DRENTHE.replace("250", "NaN"), AMSTERDAM.replace("1300", "inf"), FRIESLAND).encode(),
        "count_unknown",
        3,
        "vsv",
        "geen getal",
    ),
    warned("mask-provisional", count("250*"), "star_provisional", 2, "vsv", "voorlopig"),
    warned(
        "mask-given-away-by-total",
        table(
            "2022-2023;07;Drenthe;mbo;100;<5;", "2022-2023;07;Drenthe;vo;200;10;5,0", "2022-2023;07;Drenthe;totaal;300;13;"
        ).encode(),
        "masked_derivable",
        2,
        "vsv",
        "te herleiden",
        rows=2,
        leavers=10,
    ),
    warned(
        "mask-given-away-by-country",
        table("2022-2023;07;;mbo;100;<5;", "2022-2023;21;;mbo;200;10;", "2022-2023;;Nederland;mbo;300;13;").encode(),
        "masked_derivable",
        2,
        "vsv",
        "te herleiden",
        rows=2,
        leavers=10,
    ),
    warned(
        "mask-given-away-by-percentage",
        table("2022-2023;07;;mbo;100;<5;3,0", AMSTERDAM).encode(),
        "masked_by_percentage",
        2,
        "percentage",
        "verraadt",
        rows=2,
        leavers=1300,
    ),
    bad(
        "mask-and-percentage-disagree",
        table("2022-2023;07;;mbo;100;<5;9,0").encode(),
        "percentage_mismatch",
        2,
        "percentage",
        "past niet",
    ),
    bad("mask-above-enrolled", table("2022-2023;07;;mbo;<5;10;").encode(), "leavers_exceed", 2, "vsv", "meer vsv'ers"),
    bad("mask-unknown", count("#5#", ""), "count_unknown", 2, "vsv", "geen getal"),
    bad("mask-other-limit", count("<7", ""), "count_unknown", 2, "vsv", "geen getal"),
]
KEYS = [
    warned("key-repeated", table(*ROWS, DRENTHE).encode(), "row_repeated", 6, "regio_code", "telt één keer mee"),
    bad(
        "key-conflict",
        table(*ROWS, DRENTHE.replace("250;2,5", "260;2,6")).encode(),
        "key_conflict",
        6,
        "regio_code",
        "op regel 2",
    ),
    bad(
        "key-conflict-under-another-code",
        table(DRENTHE, DRENTHE.replace(";07;", ";RMC07;").replace("250;2,5", "260;2,6")).encode(),
        "key_conflict",
        3,
        "regio_code",
        "op regel 2",
    ),
    warned(
        "key-total-row",
        table(DRENTHE, AMSTERDAM, FRIESLAND.replace(";vo;", ";mbo;"), "2022-2023;;Nederland;mbo;34000;1590;4,7").encode(),
        "total_apart",
        5,
        "regio_code",
        "totaalregel",
        rows=3,
        leavers=1590,
    ),
    warned(
        "key-total-row-between",
        table(DRENTHE, AMSTERDAM, "2022-2023;Totaal;;mbo;30000;1550;", FRIESLAND).encode(),
        "total_apart",
        4,
        "regio_code",
        "totaalregel",
        rows=3,
        leavers=1590,
    ),
    warned(
        "key-total-row-of-all-kinds",
        table(DRENTHE, AMSTERDAM, FRIESLAND, "2022-2023;;Totaal;;34000;1590;4,7").encode(),
        "total_apart",
        5,
        "regio_code",
        "totaalregel",
        rows=3,
        leavers=1590,
    ),
    warned(
        "key-total-row-with-a-code-of-its-own",
        table(DRENTHE, AMSTERDAM, "2022-2023;99;Totaal;mbo;30000;1550;").encode(),
        "total_apart",
        4,
        "regio_code",
        "totaalregel",
        rows=2,
        leavers=1550,
    ),
    warned(
        "key-total-row-of-all-years",
        table(DRENTHE, DRENTHE_LATER, "Totaal;;;;20000;490;").encode(),
        "total_apart",
        4,
        "regio_code",
        "totaalregel",
        rows=2,
        leavers=490,
    ),
    bad(
        "key-total-name-on-a-region", base("Friesland-Oost", "Totaal"), "name_mismatch", 4, "regio_naam", "hoort niet bij de code"
    ),
    warned(
        "key-total-differs",
        table(DRENTHE, AMSTERDAM, FRIESLAND, "2022-2023;;Totaal;;34000;1790;4,7").encode(),
        "total_differs",
        5,
        "vsv",
        "niet de som",
        rows=3,
        leavers=1590,
    ),
    warned(
        "key-total-of-sectors",
        table("2022-2023;07;;mbo;100;5;", "2022-2023;07;;vo;200;10;", "2022-2023;07;;totaal;300;15;").encode(),
        "total_apart",
        4,
        "regio_code",
        "totaalregel",
        rows=2,
        leavers=15,
    ),
    good("key-category-empty-throughout", table("2022-2023;07;;;10000;250;2,5").encode(), rows=1, leavers=250),
    bad("key-category-empty", base("Drenthe;mbo", "Drenthe;", 1), "category_unknown", 2, "onderwijssoort", "onbekend"),
    good("key-country-alone", table("2022-2023;NL;Nederland;mbo;10000;250;2,5").encode(), rows=1, leavers=250),
    good("key-leading-nought-lost", base(";07;", ";7;").replace(b";06;", b";6;"), "zero_restored"),
    warned("key-code-as-decimal", base(";21;", ";21.0;"), "code_decimal", 3, "regio_code", "als getal geschreven"),
    *(
        good(f"key-prefix-{i}", base(";07;", f";{code};"))
        for i, code in enumerate(("RMC07", "RM07", "MC07", "rmc7", "RMC-regio 7", "REGIO 07", "'07", '"=""07"""'))
    ),
    good(
        "key-municipality",
        table("2022-2023;0106;Assen;mbo;3000;90;3,0", "2022-2023;GM0599;Rotterdam;mbo;5000;100;2,0").encode(),
        rows=2,
        leavers=190,
    ),
    good(
        "key-municipality-nought-lost", table("2022-2023;106;Assen;mbo;3000;90;3,0").encode(), "zero_restored", rows=1, leavers=90
    ),
    good(
        "key-province",
        table("2022-2023;PV22;Drenthe;mbo;3000;90;3,0", "2022-2023;28;Zuid-Holland;mbo;3000;90;3,0").encode(),
        rows=2,
        leavers=180,
    ),
    good("key-name-otherwise", base("Friesland-Oost", "Fryslân-Oost"), "name_from_list"),
    good("key-name-ampersand", base("Noord- en Midden Drenthe", "Noord & Midden Drenthe"), "name_from_list"),
    good(
        "key-names-only",
        table(
            "2022-2023;Rijnmond;10000;250", "2022-2023;haaglanden/westland;20000;1300", header="schooljaar;regio;deelnemers;vsv"
        ).encode(),
        rows=2,
        leavers=1550,
    ),
    good(
        "key-code-and-name-in-one",
        table("2022-2023;29 - Rijnmond;10000;250", header="schooljaar;regio;deelnemers;vsv").encode(),
        rows=1,
        leavers=250,
    ),
    bad(
        "key-name-unknown",
        table("2022-2023;Atlantis;10000;250", header="schooljaar;regio;deelnemers;vsv").encode(),
        "region_not_listed",
        2,
        "regio",
        "onbekend",
    ),
    bad(
        "key-name-of-two-areas",
        table("2022-2023;Utrecht;10000;250", header="schooljaar;gebied;deelnemers;vsv").encode(),
        "region_ambiguous",
        2,
        "gebied",
        "meer dan één gebied",
    ),
    good(
        "key-name-level-from-column",
        table("2022-2023;Utrecht;10000;250", header="schooljaar;gemeente;deelnemers;vsv").encode(),
        rows=1,
        leavers=250,
    ),
    bad(
        "key-name-of-another-code", base("Friesland-Oost", "Rijnmond"), "name_mismatch", 4, "regio_naam", "hoort niet bij de code"
    ),
    bad("key-date", base("2022-2023", "1-1-2022"), "year_date", 2, "schooljaar", "is een datum"),
    bad("key-code-mangled-to-date", base(";06;", ";6-jan;"), "region_not_listed", 4, "regio_code", "onbekend"),
    bad("key-code-scientific", base(";06;", ";6E+00;"), "region_not_listed", 4, "regio_code", "onbekend"),
    bad(
        "key-municipality-of-the-past",
        table("2023-2024;0010;Delfzijl;mbo;1000;20;2,0").encode(),
        "municipality_not_listed",
        2,
        "regio_code",
        "bestaat niet",
    ),
    bad(
        "key-region-of-the-past",
        table("2022-2023;14;Arnhem-Nijmegen;mbo;1000;20;2,0").encode(),
        "region_gone",
        2,
        "regio_code",
        "bestond niet in dat jaar",
    ),
    good("key-region-in-its-time", table("2018-2019;14;Arnhem-Nijmegen;mbo;1000;20;2,0").encode(), rows=1, leavers=20),
    bad(
        "key-region-before-its-time",
        table("2018-2019;40;Rijk van Nijmegen;mbo;1000;20;2,0").encode(),
        "region_gone",
        2,
        "regio_code",
        "bestond niet in dat jaar",
    ),
    bad("key-regions-merged", base(";06;", ";06/07;"), "region_not_listed", 4, "regio_code", "samengevoegde"),
    bad("key-code-unknown", base(";06;", ";77;"), "region_not_listed", 4, "regio_code", "onbekend"),
    bad(
        "key-overlap",
        table(DRENTHE, "2022-2023;0106;Assen;mbo;3000;90;3,0").encode(),
        "regions_overlap",
        3,
        "regio_code",
        "dubbel tellen",
    ),
    bad("key-blank-code", base("2022-2023;21;", "2022-2023;;"), "region_blank", 3, "regio_code", "de regio ontbreekt"),
    bad("key-category-unknown", base("Drenthe;mbo", "Drenthe;havo+", 1), "category_unknown", 2, "onderwijssoort", "onbekend"),
    good(
        "key-category-levels",
        table("2022-2023;07;;mbo niveau 2;100;10;", "2022-2023;07;;MBO 3+4;200;10;").encode(),
        rows=2,
        leavers=20,
    ),
]
YEARS = [
    *(
        good(f"year-{i}", base("2022-2023", written).replace(b"2023-2024", b"2023/24"))
        for i, written in enumerate(
            (
                "2022/2023",
                "2022–2023",
                "2022/23",
                "2022/'23",
                "2022-23",
                "202223",
                "2022SJ00",
                "2022 - 2023",
                "Schooljaar 2022-2023",
            )
        )
    ),
    warned(
        "year-single",
        base("2022-2023", "2022").replace(b"2023-2024", b"2023"),
        "year_single",
        2,
        "schooljaar",
        "gelezen als schooljaar 2022-2023",
    ),
    warned("year-two-pairs", base("2022-2023", "22/23"), "year_short", 2, "schooljaar", "gelezen als schooljaar 2022-2023"),
    warned("year-starred", base("2023-2024", "2023/'24*"), "year_provisional", 5, "schooljaar", "voorlopig"),
    warned("year-double-starred", base("2023-2024", "2023-2024**"), "year_provisional", 5, "schooljaar", "voorlopig"),
    warned("year-mixed-styles", base("2023-2024", "2023"), "year_single", 5, "schooljaar", "gelezen als schooljaar 2023-2024"),
    bad("year-future", base("2022-2023", "2050-2051", 1), "year_future", 2, "schooljaar", "in de toekomst"),
    bad("year-two-digits", base("2022-2023", "22"), "year_unknown", 2, "schooljaar", "geen schooljaar"),
    bad("year-blank", base("2022-2023", "", 1), "year_blank", 2, "schooljaar", "ontbreekt"),
    bad("year-two-years", base("2022-2023", "2022-2024", 1), "year_span", 2, "schooljaar", "niet één schooljaar"),
    bad("year-backward", base("2022-2023", "2023-2022", 1), "year_span", 2, "schooljaar", "niet één schooljaar"),
    bad("year-same", base("2022-2023", "2022-2022", 1), "year_span", 2, "schooljaar", "niet één schooljaar"),
    bad("year-iso-date", base("2022-2023", "2022-08-01", 1), "year_date", 2, "schooljaar", "is een datum"),
    bad("year-month-name", base("2022-2023", "aug-22", 1), "year_date", 2, "schooljaar", "is een datum"),
    bad("year-serial", base("2022-2023", "44774", 1), "year_date", 2, "schooljaar", "is een datum"),
    bad("year-word", base("2022-2023", "vorig jaar", 1), "year_unknown", 2, "schooljaar", "geen schooljaar"),
    bad("year-long-ago", base("2022-2023", "1922-1923", 1), "year_unknown", 2, "schooljaar", "geen schooljaar"),
    bad("year-quarter", base("2022-2023", "2022KW01", 1), "year_unknown", 2, "schooljaar", "geen schooljaar"),
]
FILES = [
    bad("file-empty", b"", "file_empty", None, None, "is leeg"),
    bad("file-only-bom", b"\xef\xbb\xbf", "file_empty", None, None, "is leeg"),
    bad("file-only-line-ends", b"\r\n\r\n", "file_empty", None, None, "is leeg"),
    bad("file-only-blanks", b"   \n;;;\n", "file_empty", None, None, "is leeg"),
    bad("file-gzip", gzip.compress(base())[:-9], "compressed_file", None, None, "gzip", name="bestand.csv.gz"),
    bad("file-gzip-renamed", gzip.compress(base()), "compressed_file", None, None, "gzip"),
    *(
        bad(f"file-{id}", data, code, None, None, words)
        for id, data, code, words in (
            ("ods", b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "spreadsheet_other", "ODS"),
            ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "spreadsheet_other", "XLS"),
            ("json", b'{"error":"limit","rows":[]}', "not_csv", "geen CSV-bestand"),
            ("json-list", b'[{"vsv": 1}]', "not_csv", "JSON"),
            ("xml", b"<?xml version='1.0'?><a/>", "not_csv", "XML"),
            ("html", b"<!DOCTYPE html><html><body>Inloggen</body></html>", "html_page", "webpagina"),
            ("parquet", b"PAR1" + bytes(100), "not_csv", "Parquet"),
            ("pdf", b"%PDF-1.7 ...", "not_csv", "PDF"),
            ("png", b"\x89PNG\r\n\x1a\n", "not_csv", "PNG"),
            ("sqlite", b"SQLite format 3\x00", "not_csv", "SQLite"),
            ("7z", b"7z\xbc\xaf\x27\x1c", "compressed_file", "7-Zip"),
            ("lfs", b"version https://git-lfs.github.com/spec/v1\noid sha256:aaaa\nsize 123\n", "lfs_pointer", "verwijzing"),
        )
    ),
    bad("file-long-line", lambda: b"a" * 20_000_000, "line_too_long", 1, None, "te lang"),
    bad("file-100-mb-line", lambda: b"a" * 100_000_000, "line_too_long", 1, None, "te lang"),
    bad("file-long-line-below", lambda: base() + b"a" * 2_000_000, "line_too_long", 6, None, "te lang"),
    bad("file-too-large", lambda: table(*[DRENTHE] * 200_000).encode(), "too_large", None, None, "te groot"),
    bad(
        "file-too-many-rows",
        lambda: table(*["2022;7;9;1"] * 200_000, header="jaar;rmc;deelnemers;vsv").encode(),
        "too_many_rows",
        None,
        None,
        "200000",
    ),
    bad("file-of-line-ends", lambda: HEADER.encode() + b"\n" * 5_000_000, "too_many_rows", None, None, "te veel regels"),
    bad("file-not-xlsx", base(), "not_xlsx", None, None, "geen Excel-bestand", name="bestand.xlsx"),
    bad("file-random", bytes(range(256)) * 20, "nul_bytes", 1, None, "NUL"),
]
INJECTION = [
    *(
        bad(f"injection-{i}", base("Friesland-Oost", name), code, 4, "regio_naam", words)
        for i, (name, code, words) in enumerate(
            (
                ('"=HYPERLINK(""http://voorbeeld.nl"")"', "name_strange", "geen naam van een regio"),
                ("+cmd", "name_strange", "geen naam"),
                ("@SUM(A1)", "name_strange", "geen naam"),
                ("-2+3", "name_strange", "geen naam"),
                ('"\'; DROP TABLE vsv; --"', "name_strange", "geen naam"),
                ("<script>alert(1)</script>", "name_strange", "geen naam"),
                ("![](http://voorbeeld.nl/x.png)", "name_strange", "geen naam"),
                ("{file.__class__}", "name_strange", "geen naam"),
                ("x" * 100_000, "cell_too_long", "te lang"),
                ("x" * 201, "cell_too_long", "te lang"),
            )
        )
    ),
    bad("injection-field-limit", base("Friesland-Oost", "x" * 200_000), "cell_too_long", 4, None, "te lang"),
    bad("injection-in-code", base(";06;", ";=1+1;"), "region_not_listed", 4, "regio_code", "onbekend"),
    bad("injection-in-year", base("2022-2023", "{0}", 1), "year_unknown", 2, "schooljaar", "geen schooljaar"),
    bad("injection-braces-in-count", count("{found}"), "count_unknown", 2, "vsv", "geen getal"),
]
CASES = [*ENCODING, *DIALECT, *HEADERS, *NUMBERS, *MASKS, *KEYS, *YEARS, *FILES, *INJECTION]
