"""Files made wrong at random: refused with a place and a reason, or accepted with figures that keep every rule; nothing else."""

import json
import random
import time
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
from accepted import Known, broken_rules
from conftest import Tally
from mutations import flipped, mutated

from tools.duo_layouts import persons, put
from tools.statline import national, regional
from vsv_metrics import loading, paths
from vsv_metrics.errors import DataContractError, UserError
from vsv_metrics.schema import codes
from vsv_metrics.sources import duo, tidy
from vsv_metrics.sources.cbs import odata, statline
from vsv_metrics.sources.foreign import Reference, examine
from vsv_metrics.text import LANGUAGES, Locale

LONGEST_SECONDS = 5.0
"""Of the processor: how long the machine has no time says nothing of the file."""
OWN = (
    "schooljaar;regio_code;regio_naam;onderwijssoort;deelnemers;vsv;percentage\n"
    "2022-2023;07;Noord- en Midden Drenthe;mbo;10000;250;2,5\n2022-2023;21;Agglomeratie Amsterdam;mbo;20.000;<5;\n"
    "2022-2023;06;Friesland-Oost;vo;4000;40;1,0\n2023-2024;07;Noord- en Midden Drenthe;mbo;10000;240;2,4\n",
    "schooljaar,regio,geslacht,deelnemers,vsv\n2021/22,RMC29,man,1000,40\n2021/22,RMC29,vrouw,1100,30\n2021/22,RMC29,totaal,2100,70\n",
    "jaar\tgemeente\tleerweg\tleerlingen\tnieuwe vsv'ers\n2020\tLeiden\tbol\t900\t12\n"
    "2021\tLeiden\tbol\t950\t-\nTotaal\t\t\t1850\t12\n",
)
OFFICIAL = (
    '"Geslacht";"Regiokenmerken";"Perioden";"Leerlingen (aantal)";"Voortijdig schoolverlaters (aantal)"\n'
    '"Mannen";"Drenthe (PV)";"2022/\'23*";"20.000";"600"\n"Vrouwen";"Drenthe (PV)";"2022/\'23*";"20.010";"."\n"Bron: CBS"\n',
    '"ID";"Geslacht";"RegioS";"Perioden";"Leerlingen_1";"VoortijdigSchoolverlaters_2"\n'
    '"1";"T001038";"PV22  ";"2022SJ00";"40010";"900"\n',
    "freq,unit,sex,age,geo\\TIME_PERIOD\t2018 \t2019 \t2021 \nA,PC,T,Y18-24,NL\t7.3 \t7.5 \t5.1 b\n"
    "A,PC,F,Y18-24,NL11\t6.1 u\t: u\t5.0 bu\n",
    "DATAFLOW,LAST UPDATE,freq,unit,sex,age,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    "ESTAT:EDAT_LFSE_16(1.0),01/01/25 11:00:00,A,PC,T,Y18-24,NL,2021,5.1,b\n",
    "schooljaar;status;categorie;deelnemers;vsv'ers;% vsv;norm\n2012-2013;definitief;MBO niveau 2;8.000;900;11,3%;10%\n"
    "2013-2014;voorlopig;Totaal VO;60.000;600;1,0%;\n",
    "BRIN NUMMER ;JAAR;ONDERWIJSSTRUCTUUR EN LEERJAAR;PROFIEL;AANTAL DEELNEMERS;AANTAL VSV'ERS ;AANTAL VSV ERS ZONDER DIPLOMA\r\n"
    "99ZZ;2011-2012;HAVO 4;NVT;1.250;20;20\r\n98YY;2012-2013;VMBO BL 3;NVT;250;<5;<5\r\n",
)
LISTS = (
    "naam;omschrijving;hoofdlijn;start;einde;uitvoerder;budget;niveau;regio;bron\n"
    "Coach op school;Een vaste coach;2;01-08-2024;31-07-2026;mbo-school;€ 100.000;school;RMC29;Programma\n"
    "Sneller bellen;;1;augustus 2024;;Doorstroompunt;;student;Rijnmond;\n",
    "naam;maand;tot_maand;sector;niveau;leerweg;regio;opmerking\nStart;augustus;september;mbo;;;RMC29;\nTweede;2;;mbo;2;bol;RMC29;zorg\n",
)


@pytest.fixture(scope="module")
def reference() -> Reference:
    """The reference tables without most municipalities: looking areas up is then four times as fast."""
    whole = loading.read_reference(paths.data_dir())
    regions = whole.regions[(whole.regions["level"] != "municipality") | whole.regions["region_code"].isin(["GM0546", "GM0599"])]
    aliases = whole.aliases[whole.aliases["region_code"].isin(regions["region_code"])]
    parts = whole.parts[whole.parts["part_code"].isin(regions["region_code"])]
    return Reference(regions, aliases, whole.members, parts, whole.measures)


def known(folder: Path) -> Known:
    """The codes of a data folder."""
    names = ("region", "series", "indicator", "source", "member")
    region, series, indicator, source, member = (tidy.read(folder / "reference" / f"{name}.json")[1] for name in names)
    allowed = {
        "region_code": set(region["region_code"]),
        "series_id": set(series["series_id"]),
        "indicator_id": set(indicator["indicator_id"]),
        "source_id": set(source["source_id"]),
    }
    allowed |= {name: set(member.loc[member["breakdown"] == name, "code"]) for name in codes.BREAKDOWNS}
    spans = region[["valid_from", "valid_to"]].astype("float64").fillna({"valid_from": 0, "valid_to": 9999})
    return Known(allowed, dict(zip(region["region_code"], spans.itertuples(index=False, name=None), strict=True)))


def told(problems: Iterable[UserError]) -> list[str]:
    """What is wrong with refusals: a sentence that cannot be made, or a place that is no place."""
    wrong = []
    for problem in problems:
        for language in LANGUAGES:
            sentence = Locale(language)(f"errors.{problem.code}", **problem.values)
            if not sentence or "Traceback" in sentence:
                wrong.append(f"{problem!r}: {sentence}")
        if isinstance(problem, DataContractError) and not (problem.file and (problem.row is None or problem.row >= 0)):
            wrong.append(f"no place: {problem!r}")
    return wrong


def tried(tally: Tally, make: Callable[[], tuple[object, Callable[[], list[str]]]]) -> None:
    """Notes what comes of one file: whatever is raised but a user's error is broken, and so is what takes too long."""
    content, read = make()
    began = time.process_time()
    try:
        wrong = read()
    except UserError as error:
        wrong = told([error])
    except Exception:
        wrong = [traceback.format_exc(limit=-3)]
    if time.process_time() - began > LONGEST_SECONDS:
        wrong.append("took too long")
    tally.note(not wrong, f"{content!r}\n{'; '.join(wrong[:3])}")


@pytest.mark.parametrize(
    ("bases", "few", "many"),
    [
        pytest.param(OWN, 80, 45_000, marks=pytest.mark.fault("mutated_own", "Tables of users made wrong")),
        pytest.param(
            OFFICIAL, 60, 30_000, marks=pytest.mark.fault("mutated_official", "Files of CBS, Eurostat, DUO, OCW made wrong")
        ),
        pytest.param(LISTS, 40, 16_500, marks=pytest.mark.fault("mutated_lists", "Lists of users made wrong")),
    ],
    ids=("own", "official", "lists"),
)
def test_a_mutated_file_is_refused_or_right(
    bases: tuple[str, ...], few: int, many: int, reference: Reference, tally: Tally
) -> None:
    allowed = known(paths.data_dir())

    def make(seed: int) -> tuple[object, Callable[[], list[str]]]:
        chance = random.Random(seed)
        data = mutated(chance.choice(bases).encode(), chance)

        def read() -> list[str]:
            reading = examine("bestand.csv", data, reference)
            wrong = told([*reading.problems, *reading.warnings, *reading.notes])
            if reading.accepted and reading.table.name == "observation":
                wrong += broken_rules(reading.frame, allowed) if len(reading.frame) else []
            return wrong

        return data, read

    for seed in range(tally.times(few, many)):
        tried(tally, lambda seed=seed: make(seed))


@pytest.mark.fault("mutated_tidy", "Files of this project and their descriptors made wrong")
def test_a_mutated_tidy_file_is_refused_or_right(tiny: Path, tally: Tally) -> None:
    figures = tiny / "published" / "figures.csv"
    originals = {path: path.read_bytes() for path in (figures, figures.with_suffix(".json"))}
    allowed = known(tiny)

    def make(seed: int) -> tuple[object, Callable[[], list[str]]]:
        chance = random.Random(seed)
        for path, content in originals.items():
            path.write_bytes(content)
        path = chance.choices(list(originals), (4, 1))[0]
        data = mutated(originals[path], chance)
        path.write_bytes(data)

        def read() -> list[str]:
            report = loading.check_file(figures, tiny)
            if not report.accepted:
                return told(report.problems)
            return broken_rules(tidy.read(figures.with_suffix(".json"))[1], allowed) if report.format == "tidy" else []

        return data, read

    for seed in range(tally.times(20, 4_000)):
        tried(tally, lambda seed=seed: make(seed))


def test_a_period_that_is_still_to_begin_is_refused(tiny: Path) -> None:
    figures = tiny / "published" / "figures.csv"
    figures.write_text(figures.read_text().replace("NL,2023,", "NL,2092,"))
    [first, *_] = loading.check_file(figures, tiny).problems
    assert (first.code, first.row, first.found) == ("year_future", 7, 2092)


@pytest.mark.fault("mutated_answers", "Answers of CBS made wrong")
def test_a_mutated_answer_is_refused_or_right(tally: Tally) -> None:
    def content(table: dict[str, list[dict[str, object]]]) -> list[odata.Answer]:
        return [
            odata.Answer(f"{name}-0001.json", name, "2026-01-01T00:00:00+00:00", json.dumps({"value": rows}).encode())
            for name, rows in table.items()
        ]

    whole = {"84780NED": content(regional((), years=(2023,))), "85368NED": content(national(years=(2022, 2023)))}

    def make(seed: int) -> tuple[object, Callable[[], list[str]]]:
        chance = random.Random(seed)
        table = chance.choice(list(whole))
        answers = list(whole[table])
        i = chance.randrange(len(answers))
        data = _in_json(answers[i].content, chance) if chance.random() < 0.7 else mutated(answers[i].content, chance)
        answers[i] = odata.Answer(answers[i].name, answers[i].address, answers[i].retrieved_at, data)

        def read() -> list[str]:
            frame = statline.read(table, answers).observations
            values = frame["value"].dropna()
            is_right = values.between(0, 10**9).all() and frame["school_year"].between(1900, 2100).all()
            is_right &= bool((frame["value"].notna() | frame["missing_reason"].notna()).all())
            return [] if is_right else [frame.to_string(max_rows=5)]

        return (table, answers[i].name, data[:200], seed), read

    for seed in range(tally.times(40, 4_000)):
        tried(tally, lambda seed=seed: make(seed))


def _in_json(content: bytes, chance: random.Random) -> bytes:
    """The answer with a record, a name or a value in it that is another, of another type, or gone."""
    records = json.loads(content)["value"]
    strange = chance.choice(
        (None, "", " ", 0, -1, 1.5, True, [], {}, ["a"], "x" * 300, "2099SJ00", ".", "1e9", "-5", "9999999999")
    )
    i = chance.randrange(len(records))
    way = chance.randrange(6)
    if way == 0:
        del records[i]
    elif way == 1:
        records[i] = strange
    elif way == 2:
        records.append(records[i])
    else:
        name = chance.choice(list(records[i]))
        value = records[i].pop(name)
        if way == 3:
            records[i][name] = strange
        elif way == 4:
            records[i][f"{name}x"] = value
    return json.dumps({"value": records}).encode()


@pytest.mark.fault("mutated_persons", "DUO files of invented persons made wrong")
def test_a_mutated_file_of_persons_is_refused_or_counted(tmp_path: Path, tally: Tally) -> None:
    for name, leavers in (("202211", 6), ("202212", 7)):
        put(tmp_path, f"{name}A05IRMC29.csv", persons(100_000_000, 12))
        put(tmp_path, f"{name}A04IRMC29.csv", persons(100_000_000, leavers))
    originals = {path: path.read_bytes() for path in sorted(tmp_path.iterdir())}
    regions, aliases = (tidy.read(paths.data_dir() / "reference" / f"{name}.json")[1] for name in ("region", "region_alias"))

    def make(seed: int) -> tuple[object, Callable[[], list[str]]]:
        chance = random.Random(seed)
        for path, content in originals.items():
            path.write_bytes(content)
        path = chance.choice(list(originals))
        data = chance.choice((mutated, flipped))(originals[path], chance)
        path.write_bytes(data)

        def read() -> list[str]:
            try:
                counted = duo.aggregate(tmp_path, regions, aliases, duo.DEFAULT_THRESHOLD).observations
            except duo.Problems as refused:
                return told(refused.problems)
            values = pd.to_numeric(counted["value"]).dropna()
            is_right = bool((values >= 0).all() and not ((values > 0) & (values < duo.DEFAULT_THRESHOLD)).any())
            return [] if is_right else [counted.to_string(max_rows=5)]

        return (path.name, data), read

    for seed in range(tally.times(8, 500)):
        tried(tally, lambda seed=seed: make(seed))
