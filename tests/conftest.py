"""Fixtures that several test folders share."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from tools.server import serving
from vsv_metrics import loading, paths
from vsv_metrics.errors import UserError
from vsv_metrics.schema import codes, tables
from vsv_metrics.store import Store
from vsv_metrics.text import LANGUAGES, Locale

settings.register_profile("patient", deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "patient")
"""How long an example takes says more of the machine than of the code."""

TINY_REFERENCE = {
    "source": "letter,Letter,Ministry,,CC0-1.0,2024-03-24,2024-03,2024-04-01,,false,,",
    "series": "old,Oud,Old,OCW,Oud,Old,2001,2021,new,,false,1\nnew,Nieuw,New,OCW,Nieuw,New,2022,,,,true,2",
    "series_break": "b1,school_year,2022,old,new,Nieuw,New,Telling,Count,letter",
    "indicator": "new_leavers,Vsv'ers,Leavers,,,,,,,true,1",
    "member": "\n".join(
        [f"{name},total,Totaal,Total,,,0" for name in codes.BREAKDOWNS]
        + ["sector,vo,Vo,Vo,total,school,1", "sector,mbo,Mbo,Mbo,total,school,2"]
    ),
    "region": "\n".join(
        (
            "NL,country,Nederland,Netherlands,NL,,,,",
            "PV28,province,Zuid-Holland,Zuid-Holland,ZH,,,4.4,52.0",
            "RMC14,rmc,Veertien,Fourteen,,,2019,,",
        )
    ),
    "region_alias": "Holland,NL,name",
    "region_part": "PV28,NL,lies_in,2023,",
    "region_neighbour": "PV28,RMC14",
    "tile": "province,PV28,1,2,ZH",
    "norm": "2022,total,2.5,exact,letter",
    "target": "t1,2020,new_leavers,NL,numerator,20000,persons,false,2024,2023,,,missed,Tekst,Text,letter",
    "policy_instrument": "act,Wet,Act,2020-01-01,day,2021-01-01,,Tekst,Text,letter,1",
    "policy_measure": "m1,law,act,Wet,Act,Tekst,Text,2020-01-01,day,2021-01-01,,day,,,,,region,,,,letter,1",
    "line_indicator": "actieplan_line_1,sector,Sector,Sector,Tekst,Text,new_leavers,,rate,sector,,,,1",
    "intake_moment": "start,Start,Start,8,9,mbo,total,total,,common_practice,,,letter,1",
    "context_period": "corona,2019,Corona,Corona,Tekst,Text,letter,1",
    "glossary": "vsv,vsv,esl,Betekenis,Meaning,1",
}
TINY_FIELDS = (
    "series_id,indicator_id,region_code,school_year,sector,measure,value,unit,lower,upper,obs_status,precision,"
    "missing_reason,flags,vintage_rank,source_id"
)
TINY_FIGURES = """\
new,new_leavers,NL,2022,total,numerator,300,persons,,,provisional,exact,,,1,letter
new,new_leavers,NL,2022,total,numerator,290,persons,,,definitive,exact,,,2,letter
new,new_leavers,NL,2022,total,denominator,10000,persons,,,provisional,exact,,,1,letter
new,new_leavers,NL,2022,vo,numerator,100,persons,,,provisional,exact,,,1,letter
new,new_leavers,NL,2022,mbo,numerator,200,persons,,,provisional,exact,,,1,letter
new,new_leavers,NL,2023,total,numerator,250,persons,245,255,provisional,rounded,,b,1,letter
new,new_leavers,NL,2023,total,denominator,10000,persons,9995,10005,provisional,rounded,,,1,letter
new,new_leavers,NL,2023,total,complement,9760,persons,9755,9765,provisional,rounded,,,1,letter
new,new_leavers,NL,2023,total,rate,3,percent,2.5,3.5,provisional,rounded,,,1,letter
old,new_leavers,NL,2021,total,rate,3.1,percent,3.05,3.15,definitive,rounded,,,1,letter
old,new_leavers,RMC14,2019,total,numerator,,persons,,,unknown,exact,suppressed,,1,letter
"""


@pytest.fixture(autouse=True)
def no_own_figures(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What the person who runs the tests has loaded is not part of them."""
    monkeypatch.setenv(paths.OWN_DIR_VARIABLE, str(tmp_path_factory.getbasetemp() / "nothing-own"))


@pytest.fixture(scope="session", autouse=True)
def no_components() -> Iterator[None]:
    """As in the server; Streamlit would look for components in all packages whenever a script is tested, a fifth of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store of the figures that ship, shared by all workers of this run: the first one builds it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    opened = Store.open(loading.ensure_store(paths.data_dir(), shared / "store").path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def store_dir(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with that store for the servers of all workers, which keep compressed scripts beside it."""
    shared = store.path.parent.with_name("served")
    if not shared.exists():
        copied = Path(shutil.copytree(store.path.parent, tmp_path_factory.mktemp("copied") / "served"))
        with suppress(OSError):  # another worker was first
            copied.rename(shared)
    return shared


@pytest.fixture(scope="session")
def light_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the figures that ship except the fictional ones: its store is built in a sixth of the time."""
    folder = tmp_path_factory.mktemp("light") / "data"
    for name in ("published", "reference"):
        shutil.copytree(paths.data_dir() / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def server(store_dir: Path) -> Iterator[str]:
    """The address of a running dashboard, with the page SQL."""
    with serving(store_dir, has_sql=True) as address:
        yield address


@pytest.fixture
def without_demo(light_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks for the folder of the figures that ship gets the one without fictional figures."""
    monkeypatch.setattr(paths, "data_dir", lambda: light_data)


@pytest.fixture
def messages() -> Callable[[UserError], dict[str, str]]:
    """The sentence of an error per language."""
    return lambda error: {name: Locale(name)(f"errors.{error.code}", **error.values) for name in LANGUAGES}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A data folder of a few rows that passes every check; `published/figures.csv` holds the figures."""
    return _write_tiny(tmp_path / "data")


@pytest.fixture(scope="session")
def tiny_built(tmp_path_factory: pytest.TempPathFactory) -> loading.StoreHandle:
    """The store of the tiny data folder, built once, to be opened or copied."""
    folder = tmp_path_factory.mktemp("tiny")
    return loading.ensure_store(_write_tiny(folder / "data"), folder / "store")


@pytest.fixture
def tiny_store(tiny_built: loading.StoreHandle) -> Iterator[Store]:
    """The store of the tiny data folder."""
    opened = Store.open(tiny_built.path)
    yield opened
    opened.close()


@pytest.fixture
def in_use(tiny_built: loading.StoreHandle, tmp_path: Path) -> Path:
    """A folder of the test's own in which the store of the tiny data folder is in use."""
    return Path(shutil.copytree(tiny_built.path.parent, tmp_path / "store"))


@pytest.fixture
def open_tiny(tiny: Path, tmp_path: Path) -> Iterator[Callable[[str, str], Store]]:
    """Opens the store of the tiny data folder with these observations instead: header, rows."""
    opened: list[Store] = []

    def with_figures(header: str, rows: str) -> Store:
        types = {column.name: column.type for column in tables.OBSERVATION.columns} | {"school_year": "integer"}
        fields = [(name, types[name]) for name in header.split(",")]
        _write(tiny / "published" / "figures", "observation", fields, rows, {"dataset": "published"})
        opened.append(Store.open(loading.ensure_store(tiny, tmp_path / f"store{len(opened)}").path))
        return opened[-1]

    yield with_figures
    for store in opened:
        store.close()


def _write_tiny(folder: Path) -> Path:
    for name, rows in TINY_REFERENCE.items():
        fields = [(column.name, column.type) for column in tables.TABLES[name].columns]
        _write(folder / "reference" / name, name, fields, rows + "\n", {})
    types = {column.name: column.type for column in tables.OBSERVATION.columns} | {"school_year": "integer"}
    fields = [(name, types[name]) for name in TINY_FIELDS.split(",")]
    _write(folder / "published" / "figures", "observation", fields, TINY_FIGURES, {"dataset": "published"})
    return folder


def _write(path: Path, table: str, fields: list[tuple[str, str]], rows: str, defaults: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    header = ",".join(name for name, _ in fields)
    path.with_suffix(".csv").write_text(f"{header}\n{rows}", encoding="utf-8", newline="")
    descriptor = {
        "profile": "tabular-data-resource",
        "name": path.name,
        "path": f"{path.name}.csv",
        "encoding": "utf-8",
        "schema": {"fields": [{"name": name, "type": kind} for name, kind in fields]},
        "vsv": {"table": table, "defaults": defaults},
    }
    path.with_suffix(".json").write_text(json.dumps(descriptor), encoding="utf-8")
