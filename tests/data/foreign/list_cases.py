"""Lists of measures and intake moments that users bring and the answer each must get; every measure is invented."""

from foreign_cases import Case, bad, good, warned
from workbooks import DATE, workbook

MEASURES = "naam;omschrijving;hoofdlijn;start;einde;uitvoerder;budget;niveau;regio;bron"
COACH = "Coach op school;Een coach voor elke klas;1;2024-08-01;2026-07-31;Instelling Een;€ 10.000;school;29;Regioplan"
CALLS = "Bellen bij verzuim;;Extra begeleiding bij hoog risico;augustus 2024;;;;student;Rijnmond;"
HOUSES = "Kamers;;;2025;2026;;;;;"
MOMENTS = "naam;maand;tot_maand;sector;niveau;leerweg;regio;opmerking"
START = "Start;8;9;mbo;;;;"
FEBRUARY = "Februari;februari;;mbo;2;bol;29;alleen techniek"


def listed(*rows: str, header: str = MEASURES) -> bytes:
    return "\n".join((header, *rows, "")).encode()


def measure(old: str, new: str) -> bytes:
    """A list of two measures with a text of the first replaced; the text must be there."""
    assert old in COACH, old
    return listed(COACH.replace(old, new, 1), CALLS)


def dated(start: str, end: str = "") -> bytes:
    return listed(f"Coach;{start};{end}", header="maatregel;start;einde")


def moments(*rows: str, header: str = MOMENTS) -> bytes:
    return listed(*rows, header=header)


def month(cell: str, last: str = "") -> bytes:
    return moments(f"Start;{cell};{last};;;;;")


def ok(id: str, data: bytes, rows: int, code: str = "", kind: str = "measures", **more) -> Case:
    return good(f"list-{id}", data, code, rows, None, format=f"own_{kind}", **more)


def wrong(id: str, data: bytes, code: str, line: int, column: str | None, words: str, kind: str = "measures", **more) -> Case:
    return bad(f"list-{id}", data, code, line, column, words, format=f"own_{kind}", **more)


ENGLISH = "measure,description,action line,start date,end date,carried out by,money,works on,region,source\n"
SHEET = [["naam", "start", "einde", "hoofdlijn"], ["Coach", (45505.0, DATE), 2026, 1]]

LISTS = [
    ok("measures", listed(COACH, CALLS, HOUSES), 3),
    ok("measures-english", (ENGLISH + "Coach,,2,2024-08,2025,School One,,workplace,RMC29,\n").encode(), 1, "separator_used"),
    ok("measures-least", listed("Coach;2024", header="naam;start"), 1),
    ok("measures-code-of-line", measure(";1;", ";actieplan_line_1;"), 2),
    ok("measures-line-in-words", measure(";1;", ";hoofdlijn 1;"), 2),
    ok("measures-country", measure(";29;", ";Nederland;"), 2),
    ok("measures-code-and-name", listed("Coach;2024;29;Rijnmond", header="maatregel;start;regio_code;regio_naam"), 1),
    ok("measures-same-name-elsewhere", listed(COACH, COACH.replace(";29;", ";28;")), 2),
    ok("measures-kind", listed("Coach;2024;aandachtspunt", header="maatregel;start;soort"), 1),
    ok("measures-workbook", workbook(SHEET), 1, name="lijst.xlsx"),
    *(ok(f"date-{text}", dated(text), 1) for text in ("2024-8-1", "01-08-2024", "1.8.2024", "1 aug. 2024", "08-2024", "2024-08")),
    warned("list-date-slashes", dated("01/02/2024"), "list_day_first", 2, "start", "dag/maand/jaar: 2024-02-01", 1, None),
    warned(
        "list-formula", measure("€ 10.000", "=HYPERLINK(1)"), "list_formula", 2, "budget", "als gewone tekst gelezen", 2, None
    ),
    warned(
        "list-unknown-column",
        listed("A;2024;x", header="naam;start;kleur"),
        "column_ignored",
        1,
        "kleur",
        "niet gebruikt",
        1,
        None,
    ),
    wrong("date-reversed", dated("2025-08-01", "2024-08-01"), "list_reversed", 2, "einde", "op of na “2025-08-01”"),
    wrong("date-reversed-year", dated("2025", "2024"), "list_reversed", 2, "einde", "voor het begin"),
    wrong("date-month-13", dated("2024-13-01"), "list_date_month", 2, "start", "maand die niet bestaat"),
    wrong("date-month-first", dated("08/31/2024"), "list_date_month", 2, "start", "met de dag ervoor"),
    wrong("date-day-31", dated("31-02-2024"), "list_date_day", 2, "start", "bestaat niet in die maand"),
    wrong("date-two-digits", dated("01-08-24"), "list_date_unknown", 2, "start", "geen datum"),
    wrong("date-school-year", dated("2024-2025"), "list_date_unknown", 2, "start", "geen datum"),
    wrong("date-words", dated("volgend jaar"), "list_date_unknown", 2, "start", "“volgend jaar”"),
    wrong("date-full-width", dated("２０２４"), "list_date_unknown", 2, "start", "geen datum"),
    wrong("date-long-ago", dated("1870"), "list_date_range", 2, "start", "buiten 1990"),
    wrong("date-absent", listed(";2024", "Coach;", header="naam;start"), "list_blank", 2, "naam", "cel is leeg"),
    wrong("start-absent", dated(""), "list_blank", 2, "start", "cel is leeg"),
    wrong("line-6", measure(";1;", ";6;"), "list_line", 2, "hoofdlijn", "een nummer uit 1–5"),
    wrong("line-words", measure(";1;", ";Meer geld;"), "list_line", 2, "hoofdlijn", "“Meer geld”"),
    wrong("works-on", measure(";school;", ";klas;"), "list_works_on", 2, "niveau", "leerbedrijf of student"),
    wrong("kind", listed("A;2024;hoofdlijn", header="naam;start;soort"), "list_kind", 2, "soort", "“hoofdlijn”"),
    wrong("region", measure(";29;", ";Atlantis;"), "region_not_listed", 2, "regio", "“Atlantis”"),
    wrong("region-of-two", measure(";29;", ";Utrecht;"), "region_ambiguous", 2, "regio", "PV26"),
    wrong(
        "region-name-differs",
        listed("Coach;2024;29;Haaglanden", header="maatregel;start;regio_code;regio_naam"),
        "name_mismatch",
        2,
        "regio_naam",
        "hoort niet bij de code",
    ),
    wrong("name-twice", listed(COACH, CALLS, COACH.upper()), "list_doubled", 4, "naam", "ook op regel 2"),
    wrong("name-long", measure("Coach op school", "Coach " * 20), "list_text_long", 2, "naam", "hoogstens 80"),
    wrong("text-long", measure("Een coach", "x" * 601), "list_text_long", 2, "omschrijving", "hoogstens 600"),
    wrong("text-unprintable", measure("Een coach", "Een \ue000coach"), "list_text_strange", 2, "omschrijving", "niet getoond"),
    wrong("e-mail", measure("Instelling Een", "bel a.b@voorbeeld.nl"), "list_person", 2, "uitvoerder", "e-mailadres"),
    wrong("citizen-number", measure("Regioplan", "nr 123456782"), "list_person", 2, "bron", "burgerservicenummer"),
    wrong("person-column", listed("A;2024;x", header="naam;start;BSN"), "person_columns", 1, "BSN", "persoonsgegeven"),
    wrong("column-absent", listed("A;x", header="maatregel;omschrijving"), "column_absent", 1, "start", "kolom start ontbreekt"),
    wrong("name-absent", listed("2024;1", header="start;hoofdlijn"), "column_absent", 1, "naam", "kolom naam ontbreekt"),
    wrong("column-twice", listed("A;2024;B", header="naam;start;maatregel"), "column_twice", 1, "maatregel", "meer dan eens"),
    wrong("empty", listed(), "no_rows", 1, None, "geen gegevens"),
    wrong("title-above", b"Onze maatregelen\n" + listed(COACH), "header_not_first", 1, None, "niet op regel 1"),
    wrong("row-short", listed(COACH, "Coach;2024"), "cell_count", 3, None, "in plaats van 10"),
    wrong(
        "too-many", listed(*(f"Coach {i};2024" for i in range(501)), header="naam;start"), "list_too_many", 1, None, "501 regels"
    ),
    wrong("workbook-line", workbook([SHEET[0], ["Coach", 2024, 2026, 9]]), "list_line", 2, "hoofdlijn", "“9”", name="lijst.xlsx"),
    ok("moments", moments(START, FEBRUARY), 2, kind="moments"),
    ok("moments-english", moments("Start;August;bbl", header="intake moment;month;learning path"), 1, kind="moments"),
    ok("moments-same-month-other-students", moments(START, "Start bbl;8;;mbo;;bbl;;"), 2, kind="moments"),
    ok("moments-same-name-other-students", moments(START, START.replace("mbo;", "mbo;2")), 2, kind="moments"),
    *(
        ok(f"month-way-{i}", month(text), 1, kind="moments")
        for i, text in enumerate(("8", "aug.", "8-9", "augustus/september", "10 t/m 12"))
    ),
    *(
        wrong(f"month-{text}", month(text), "list_month_range", 2, "maand", "bestaat niet", "moments")
        for text in ("13", "0", "12-13")
    ),
    wrong("month-absent", month(""), "list_blank", 2, "maand", "cel is leeg", "moments"),
    wrong("month-words", month("lente"), "list_month_unknown", 2, "maand", "geen maand", "moments"),
    wrong("month-date", month("1-aug"), "list_month_unknown", 2, "maand", "“1-aug”", "moments"),
    wrong("month-apart", month("februari/september"), "list_months_apart", 2, "maand", "twee regels", "moments"),
    wrong("month-twice", month("8/9", "10"), "list_month_twice", 2, "tot_maand", "één maand", "moments"),
    wrong("month-reversed", month("9", "8"), "list_months_reversed", 2, "tot_maand", "voor de eerste", "moments"),
    wrong("month-turn-of-year", month("12-1"), "list_months_reversed", 2, "maand", "jaarwisseling", "moments"),
    wrong("moment-overlap", moments(START, "Later;9;10;mbo;;;;"), "list_overlap", 3, "maand", "met dat op regel 2", "moments"),
    wrong("moment-twice", moments(START, "start;2;;mbo;;;;"), "list_doubled", 3, "naam", "ook op regel 2", "moments"),
    wrong("moment-level", moments("A;8;;vo;mbo 2;;;"), "list_level_sector", 2, "niveau", "hoort niet bij sector “vo”", "moments"),
    wrong("moment-path", moments("A;8;;;;avond;;"), "category_unknown", 2, "leerweg", "“avond”", "moments"),
    wrong("moment-region", moments("A;8;;;;;GM9999;"), "municipality_not_listed", 2, "regio", "GM9999", "moments"),
    wrong(
        "moment-column-absent",
        moments("A;9", header="instroommoment;tot_maand"),
        "column_absent",
        1,
        "maand",
        "ontbreekt",
        "moments",
    ),
    wrong(
        "moment-person-column",
        moments("A;9;x", header="naam;maand;geboortedatum"),
        "person_columns",
        1,
        "geboortedatum",
        "persoon",
        "moments",
    ),
    bad(
        "list-names-of-persons",
        b"naam;regio\nVerzonnen Mens;29\n",
        "header_unknown",
        1,
        None,
        "niet herkend",
        format="own_csv",
    ),
]
