"""Own figures: apart from all others, for their owner alone, and only where the host shows them."""

from pathlib import Path

import pandas as pd
import pytest
from shown import Open, clear_caches, texts
from streamlit.testing.v1 import AppTest

from tools.duo_layouts import persons, put
from vsv_metrics import loading, paths
from vsv_metrics.sources import duo
from vsv_metrics.sources.foreign import read_own
from vsv_metrics.web import data, host, region
from vsv_metrics.web.markdown import plain

TABLE = "schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;40\n2023-2024;RMC29;1000;<5\n"


def own_store():
    reading = read_own("regio.csv", TABLE.encode(), loading.read_reference(paths.data_dir()))
    return loading.session_store(reading.frame, paths.data_dir())


def test_a_session_store_holds_what_was_read_and_nothing_else() -> None:
    store = own_store()
    rows = store.query("figures", dataset="local")
    assert list(rows["region_code"]) == ["RMC29", "RMC29"]
    assert rows["numerator"].iloc[0] == 40
    assert pd.isna(rows["numerator"].iloc[1])
    assert rows["missing_reason"].iloc[1] == "suppressed"
    assert set(store.query("source_use")["dataset"]) == {"local"}
    store.close()


def test_two_sessions_never_share_a_fingerprint() -> None:
    first, second = own_store(), own_store()
    assert first.fingerprint != second.fingerprint
    first.close()
    second.close()


def test_a_session_store_is_locked_down() -> None:
    store = own_store()
    with pytest.raises(Exception, match=r"disabled|locked|not allowed"):
        store._connection.execute("SELECT * FROM read_csv('/etc/hostname')")
    with pytest.raises(Exception, match="locked"):
        store._connection.execute("SET enable_external_access = true")
    store.close()


def test_the_switch_is_there_only_when_there_are_own_figures(open_page: Open) -> None:
    app = open_page("region", regio="RMC29")
    assert [toggle.label for toggle in app.toggle] == ["Voorbeeldgegevens"]
    app.session_state["_own_store"] = own_store()
    app.run()
    assert [toggle.label for toggle in app.toggle] == ["Voorbeeldgegevens", "Eigen cijfers"]
    app.toggle[1].set_value(True).run()
    assert not app.exception
    assert app.metric[0].value == "40"
    assert app.query_params["eigen"] == "true"
    other = open_page("region", regio="RMC29")
    assert all(metric.value != "40" for metric in other.metric)


def test_an_address_that_asks_for_own_figures_that_are_not_there_says_so(open_page: Open) -> None:
    app = open_page("region", regio="RMC29", eigen="true")
    assert any("geen eigen cijfers" in warning.value for warning in app.warning)


@pytest.mark.usefixtures("without_demo")
def test_loaded_figures_are_shown_where_the_host_says_so(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "regio.csv"
    file.write_text(TABLE, encoding="utf-8")
    loading.load(file, paths.data_dir(), tmp_path / "own", "regio")
    monkeypatch.setenv(paths.OWN_DIR_VARIABLE, str(tmp_path / "own"))
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(tmp_path / "store"))
    for setting, is_shown in (("on", True), ("off", False)):
        monkeypatch.setenv(host.LOCAL_VARIABLE, setting)
        clear_caches()
        app = open_page("region", regio="RMC29", eigen="true")
        assert ("Eigen cijfers" in [toggle.label for toggle in app.toggle]) == is_shown, setting
        assert (app.metric[0].value == "40") == is_shown, setting
    clear_caches()


@pytest.mark.usefixtures("without_demo")
def test_what_was_counted_for_a_region_and_for_an_institution_is_shown_apart(
    open_page: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.OWN_DIR_VARIABLE, str(tmp_path / "own"))
    monkeypatch.setenv(paths.STORE_DIR_VARIABLE, str(tmp_path / "store"))
    monkeypatch.setenv(host.LOCAL_VARIABLE, "on")
    reference = loading.read_reference(paths.data_dir())
    for unit, size in (("RMC29", 60), ("27ZZ", 40)):
        folder = tmp_path / unit
        for month in ("202211", "202212"):
            put(folder, f"{month}A05I{unit}.csv", persons(100_000_000, size))
            put(folder, f"{month}A04I{unit}.csv", persons(100_000_000, size // 2 if month == "202211" else size - 10))
        outcome = duo.aggregate(folder, reference.regions, reference.aliases, 5)
        duo.write(outcome.observations, outcome.members, tmp_path / f"{unit}.csv")
        assert loading.load(tmp_path / f"{unit}.csv", paths.data_dir(), tmp_path / "own", unit.lower()).report.accepted
    clear_caches()
    whole = open_page("region", regio="RMC29", eigen="true")
    assert whole.metric[0].label.startswith("[Nieuwe vsv'ers 2022/23](")
    assert whole.metric[0].value == "50"
    assert whole.title[0].value == "Rijnmond"
    part = open_page("region", regio="RMC29", eigen="true", dekking="local_part", uitsplitsing="month_left")
    assert part.metric[0].value == "30"
    assert part.title[0].value == plain("Rijnmond (alleen uw instellingen)")
    assert any("geen cijfer van de regio" in info.value for info in part.info)
    assert [(row["month_left"], row["numerator"]) for row in shown_months(part)] == [("m10", 20.0), ("m11", 10.0)]
    clear_caches()


def shown_months(app: AppTest) -> list[dict]:
    """The figures behind the chart of months."""
    block = region.breakdown(data.store().fingerprint, "local_part", "RMC29", "month_left", "nl")
    assert plain(block.title) in [text.split("# ")[-1] for text in texts(app)]
    return block.figures.to_dict("records")
