"""All that the dashboard shows of figures with masked cells, taken together, tells no more of a masked cell than its mask.

Two steps. What is shown is the same whatever the bounds of the masked cells are, so it is made of the shown cells alone: of a
masked cell the dashboard knows nothing but its bounds. And the rows of every chart and download, with their sums and whatever is
derived of a masked cell, leave each masked cell as wide as the mask promises: a solver looks for its least and greatest value.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest
import streamlit as st
from cell_bounds import cell_bounds
from local_counts import THRESHOLD, running_year
from streamlit.testing.v1 import AppTest

import vsv_metrics
from vsv_metrics import loading, paths
from vsv_metrics.delivery import origin
from vsv_metrics.export.table import download_table
from vsv_metrics.indicators import intake
from vsv_metrics.metrics.intervals import wilson
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.store import Store
from vsv_metrics.text import locale
from vsv_metrics.web import once
from vsv_metrics.web.block import Block

ROUTER = Path(vsv_metrics.__file__).parent / "web" / "main.py"
REGIONS, YEARS, LAST = ("RMC01", "RMC10", "RMC21", "RMC28", "RMC29", "RMC31", "RMC39"), range(2019, 2024), 2023
TYPES = {"vo": (52_000, 0.007), "mbo 2": (9_000, 0.081), "mbo 4": (41_000, 0.033)}
PARTS = {"mbo": ("mbo 2", "mbo 4"), "totaal": ("vo", "mbo 2", "mbo 4")}
TRUE, WIDTH = 3, 4
"""What a masked cell really is, and how far apart its least and greatest value must stay: `<5` is 0 to 4."""
SMALL = "<5"
PARTLY = {("RMC10", LAST), ("RMC10", 2020), ("RMC31", LAST)}
"""Areas and years in which mbo 2 is masked, and mbo 4 with it: else their total would give it away."""
WHOLLY = {("RMC39", LAST)}
"""Where the total is masked too."""
SHOWN = ("rate_pct", "interval_lower", "interval_upper")
DERIVED = ("rate_", "interval_", "smoothed_", "rank", "chance_", "projected_")
"""How the columns begin that are reckoned from counts."""
NOT_DERIVED = ("rate_basis", "rate_digits", "rate_symbol")
CELL = ("region_code", "period", "sector", "level")
SUMS = {"mbo total": ("mbo mbo2", "mbo mbo4"), "total total": ("vo total", "mbo total")}
ROUNDED, MOST = 2e-6, 1_000
MADE_UP = re.compile(r'(uuid|deferred_file_id): "\w+"')
"""What is new in every run."""
PAGES = {
    "compare": [{"onderdeel": part} for part in ("kaart", "rangorde", "trechter", "raster", "profiel", "verandering")]
    + [{"onderdeel": "kaart", "kleur": "niveau"}, {"onderdeel": "verandering", "van": "2019", "tot": "2022"}]
    + [{"onderdeel": "raster", "kolommen": "indicatoren"}],
    "region": [{"regio": area} for area in ("RMC10", "RMC31", "RMC39")]
    + [{"uitsplitsing": "level", "maat": measure} for measure in ("rate_pct", "numerator")],
    "tables": [{"uitsplitsing": "level"}, {"grafiek": "true"}],
    "target": [{"start": "2022"}],
}


def cells(small: str) -> Iterator[tuple[str, int, str, int, int, str]]:
    """Area, year, school type, enrolled, leavers, and what the table shows of them."""
    for number, area in enumerate(REGIONS):
        for year in YEARS:
            sizes = {name: size + 431 * number + 97 * (year - YEARS[0]) for name, (size, _) in TYPES.items()}
            left = {name: round(sizes[name] * rate * (1 + 0.07 * number)) for name, (_, rate) in TYPES.items()}
            shown = {name: str(count) for name, count in left.items()}
            if (area, year) in PARTLY:
                left["mbo 2"], shown["mbo 2"], shown["mbo 4"] = TRUE, small, "x"
            for whole, parts in PARTS.items():
                sizes[whole], left[whole] = (sum(values[part] for part in parts) for values in (sizes, left))
                shown[whole] = str(left[whole])
            if (area, year) in WHOLLY:
                left, shown = dict.fromkeys(left, TRUE), dict.fromkeys(shown, small)
            for name in sizes:
                yield area, year, name, sizes[name], left[name], shown[name]


def own_store(small: str) -> Store:
    rows = [f"{year}-{year + 1};{area};{name};{size};{shown}" for area, year, name, size, _, shown in cells(small)]
    text = "\n".join(("schooljaar;regio;onderwijssoort;deelnemers;vsv", *rows, ""))
    return loading.session_store(
        read_own("eigen.csv", text.encode(), loading.read_reference(paths.data_dir())).frame, paths.data_dir()
    )


class Screen:
    """What every page sent to the browser, and the rows of its charts and downloads."""

    def __init__(self, own: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: dict[str, list[str]] = {}
        self.blocks: list[Block] = []
        self.files: list[bytes] = []
        init, button = Block.__init__, st.download_button
        with monkeypatch.context() as patched:
            patched.setattr(Block, "__init__", lambda block, *a, **k: (init(block, *a, **k), self.blocks.append(block))[0])
            patched.setattr(st, "download_button", lambda *a, **k: (self._keep(k), button(*a, **k))[1])
            for page, addresses in PAGES.items():
                app = AppTest.from_file(ROUTER, default_timeout=60).run()
                app.session_state["_own_store"] = own
                app.query_params["eigen"] = "true"
                app.switch_page(str(paths.pages_dir() / f"{page}.py"))
                for address in addresses:
                    for key in [key for key in app.query_params if key != "eigen"]:
                        del app.query_params[key]
                    for key, value in ({"regio": "RMC10"} | address).items():
                        app.query_params[key] = value
                    app.run()
                    assert [error.value for error in (*app.exception, *app.error)] == []
                    self.sent[f"{page} {address}"] = list(_sent(app))
        files = [pd.read_csv(BytesIO(file)) for file in self.files if b"," in file.split(b"\r\n")[0]]
        rows = pd.concat([_rows(own, self.blocks), *files], ignore_index=True)
        self.rows = rows[rows["dataset"] == "local"].reset_index(drop=True)

    def _keep(self, asked: dict[str, Any]) -> None:
        if asked["mime"] == "text/csv":
            self.files.append(_content(asked["data"]))


def _content(data: object) -> bytes:
    found = data() if callable(data) else data
    return found.encode() if isinstance(found, str) else bytes(found)  # type: ignore[call-overload]


def _sent(app: AppTest) -> Iterator[str]:
    for node in cast("Iterable[Any]", app.main):
        if getattr(node, "type", "") in ("arrow_data_frame", "arrow_table", "table"):
            yield node.value.to_csv()
        elif hasattr(node, "proto"):
            yield MADE_UP.sub("", str(node.proto))


def _rows(own: Store, blocks: Sequence[Block]) -> pd.DataFrame:
    """The downloads of all charts together."""
    about = origin(own, "/")
    return pd.concat([download_table(block.figures, about, locale("nl")).to_pandas() for block in blocks], ignore_index=True)


@pytest.fixture(scope="module")
def screens(store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Screen]]:
    patch = pytest.MonkeyPatch()
    patch.setenv(paths.STORE_DIR_VARIABLE, str(store.path.parent))
    patch.setenv(paths.OWN_DIR_VARIABLE, str(tmp_path_factory.mktemp("nothing-own")))
    once.forget()
    found = {small: Screen(own_store(small), patch) for small in (SMALL, "<10")}
    yield found
    patch.undo()
    once.forget()


def test_what_is_shown_does_not_depend_on_the_bounds_of_a_masked_cell(screens: dict[str, Screen]) -> None:
    one, other = screens.values()
    for address, sent in one.sent.items():
        for mine, its in zip(sent, other.sent[address], strict=True):
            assert mine == its, address


def test_nothing_is_derived_from_a_masked_cell(screens: dict[str, Screen]) -> None:
    rows = screens[SMALL].rows
    hidden = rows[rows["missing_reason"] == "suppressed"]
    assert {(row["region_code"], row["period"][:4]) for row in hidden.to_dict("records")} >= {
        (area, str(year)) for area, year in PARTLY | WHOLLY
    }
    derived = [name for name in hidden.columns if name.startswith(DERIVED) and name not in NOT_DERIVED]
    assert len(derived) > 5
    assert hidden[["numerator", *derived]].isna().all(axis=None)


def test_all_that_is_shown_together_leaves_a_masked_cell_as_wide_as_its_mask(screens: dict[str, Screen]) -> None:
    rows = screens[SMALL].rows
    found = attacked(rows)
    assert set(found["cell"]) == set(cell_names(rows[rows["missing_reason"] == "suppressed"]))
    assert ((found["most"] - found["least"]) >= WIDTH).all(), found.to_string()


@pytest.mark.parametrize("leak", ["rate_pct", "interval_upper", "numerator"])
def test_the_attack_finds_what_is_shown_too_much(screens: dict[str, Screen], leak: str) -> None:
    rows = screens[SMALL].rows.copy()
    leaking = (rows["region_code"] == "RMC10") & rows["period"].str.startswith(str(LAST)) & (rows["level"] == "mbo2")
    enrolled = rows["denominator"].to_numpy(dtype=float)
    values = {"rate_pct": 100 * TRUE / enrolled, "interval_upper": 100 * wilson(np.array(TRUE), enrolled)[1], "numerator": TRUE}
    rows.loc[leaking, leak] = np.broadcast_to(values[leak], len(rows))[leaking]
    found = attacked(rows).set_index("cell")
    [leaked] = set(cell_names(rows[leaking]))
    assert leaked not in found.index
    other = found.loc[[leaked.replace("mbo2", "mbo4")]]
    assert list(other["least"]) == list(other["most"])


def cell_names(rows: pd.DataFrame) -> list[str]:
    return [" ".join(map(str, cell)) for cell in rows.fillna({"level": "total"})[list(CELL)].to_numpy()]


def attacked(rows: pd.DataFrame) -> pd.DataFrame:
    """The bounds of each masked cell, given all rows, what is derived in them, and how cells add up."""
    lower: dict[str, float] = {}
    upper: dict[str, float] = {}
    for row in (
        rows.fillna({"level": "total"}).drop_duplicates([*CELL, *SHOWN[:3], "numerator", "numerator_upper"]).to_dict("records")
    ):
        [cell] = cell_names(pd.DataFrame([row]))
        low, high = possible(row)
        lower[cell], upper[cell] = max(low, lower.get(cell, 0.0)), min(high, upper.get(cell, np.inf))
    sums = []
    for place in {cell.rsplit(" ", 2)[0] for cell in lower}:
        for whole, parts in SUMS.items():
            named = [f"{place} {part}" for part in (whole, *parts)]
            if all(cell in lower for cell in named):
                sums.append((named[0], named[1:]))
    return cell_bounds(lower, upper, sums)


def possible(row: dict) -> tuple[float, float]:
    """The least and greatest number of leavers that fits what a row shows."""
    if not np.isnan(row["numerator"]):
        return row["numerator"], row["numerator"]
    enrolled = row["denominator"]
    fits = np.arange(enrolled + 1)
    keep = np.full(fits.shape, True)
    low, high = wilson(fits, np.full(fits.shape, enrolled))
    for name, values in (("rate_pct", fits / enrolled), ("interval_lower", low), ("interval_upper", high)):
        if not np.isnan(row[name]):
            keep &= np.abs(100 * values - row[name]) < ROUNDED
    keep &= (fits >= np.nan_to_num(row["numerator_lower"])) & ~(fits > row["numerator_upper"])
    return float(fits[keep].min()), float(fits[keep].max())


def test_running_sums_tell_no_more_of_a_hidden_month_than_its_bounds(tmp_path: Path) -> None:
    own = running_year(tmp_path)
    hidden = []
    for place in intake.places(own, "local"):
        for year in intake.years(intake.of_sector(own, "local", place, "total")):
            months = {f"month {at:02}": count for at, count in enumerate(year.cells) if count}
            running = {f"sum {at:02}": count for at, count in enumerate(year.sums) if count}
            sums = [(name, [month for month in months if month[-2:] <= name[-2:]]) for name in running]
            known = months | running
            lower = {name: count.low for name, count in known.items()}
            upper = {name: MOST if count.high is None else count.high for name, count in known.items()}
            found = cell_bounds(lower, upper, sums).set_index("cell")
            found = found.loc[found.index.intersection(list(months))]
            assert (found["most"] - found["least"] >= THRESHOLD - 1).all()
            hidden += list(found.index)
    own.close()
    assert hidden
