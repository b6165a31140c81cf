"""Tabellen: filters in the address, every row shown, the file equal to the table, the chart on request."""

import io

import pandas as pd
import pytest
from shown import Open, charts, hollow, run
from streamlit.dataframe.lazy_df_source import DEFAULT_PAGE_SIZE
from streamlit.testing.v1 import AppTest

from vsv_metrics.delivery import origin
from vsv_metrics.export.arrange import Arrangement
from vsv_metrics.export.csv import Dialect, to_csv
from vsv_metrics.export.table import download_table
from vsv_metrics.indicators import table
from vsv_metrics.indicators.table import Selection
from vsv_metrics.schema.codes import BREAKDOWNS
from vsv_metrics.store import Store, slices
from vsv_metrics.text import LANGUAGES, locale
from vsv_metrics.web import data, table_shape


def said(app: AppTest) -> str:
    return "\n".join(element.value for kind in (app.markdown, app.caption, app.info, app.warning, app.header) for element in kind)


def shown(app: AppTest) -> pd.DataFrame:
    return app.dataframe[0].value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("dataset", "rows"), [("published", 254), ("demo", 5179)])
def test_the_page_opens_with_every_total(open_page: Open, language: str, dataset: str, rows: int) -> None:
    address = {"taal": language} | ({"voorbeeld": "true"} if dataset == "demo" else {})
    app = open_page("tables", **address)
    words = locale(language)
    assert len(shown(app)) == rows
    assert words("tables.rows", n=words.number(rows)) in said(app)
    assert (f"**{words('common.demo_mark')}**" in said(app)) == (dataset == "demo")
    assert len(app.get("download_button")) == 2
    assert app.dataframe[0].proto.alt.startswith(words("tables.alt", n=words.number(rows), title="·").split("·")[0])
    assert hollow(app) == []
    assert app.dataframe[0].proto.placeholder == "–"


def test_the_address_makes_the_table(open_page: Open) -> None:
    app = open_page("tables", niveau="province", jaren="2019,2023", regio="PV28,NL11", reeks="cbs_vsv")
    found = shown(app)
    assert set(found["Code"]) == {"PV28", "PV20"}
    assert set(found["Periode"]) == {"2019/20", "2022/23", "2023/24"}
    assert set(found["Reeks"]) == {"CBS, voortijdig schoolverlaters"}
    assert found.loc[(found["Code"] == "PV28") & (found["Periode"] == "2023/24"), "Aantal"].tolist() == [7470]
    assert not app.warning


@pytest.mark.parametrize(
    "address",
    [
        {"indicator": "niets"},
        {"niveau": "planeet"},
        {"regio": "PV99"},
        {"jaren": "veel"},
        {"reeks": "<script>"},
        {"sector": "bakker"},
        {"uitsplitsing": "haar"},
        {"grafiek": "misschien"},
    ],
)
def test_an_unknown_value_gets_a_notice_and_the_default(open_page: Open, address: dict[str, str]) -> None:
    app = open_page("tables", **address)
    assert len(app.warning) == 1
    assert next(iter(address)) in app.warning[0].value
    assert len(shown(app)) == 254


def test_a_breakdown_brings_the_columns_without_which_it_does_not_exist(open_page: Open) -> None:
    app = open_page("tables", uitsplitsing="level", reeks="cbs_vsv")
    found = shown(app)
    assert {"Onderwijssector", "Niveau"} <= set(found.columns)
    assert {"totaal", "Mbo 2"} <= set(found["Niveau"])
    assert locale("nl")("tables.added_note", columns="Onderwijssector") in said(app)
    assert locale("nl")("tables.totals_note") in said(app)


def test_figures_without_any_total_are_shown_broken_down(open_page: Open) -> None:
    app = open_page("tables", indicator="after_leaving", uitsplitsing="outcome")
    assert len(shown(app)) == 22
    assert (shown(app)["Aantal"] > 0).any()


def test_what_is_missing_is_said_in_words(open_page: Open) -> None:
    words = locale("nl")
    app = open_page(
        "tables",
        voorbeeld="true",
        regio="RMC01",
        niveau="rmc",
        sector="mbo",
        uitsplitsing="level,learning_path",
        jaren="2015,2015",
    )
    hidden = shown(app)[shown(app)["Aantal"].isna()]
    assert set(hidden["Niveau"]) == {"Mbo 1 (entree)", "Mbo 3"}
    assert set(hidden["Toelichting"]) == {words("tables.missing_suppressed")}
    app = open_page("tables", indicator="vulnerable_position")
    assert set(shown(app)["Toelichting"]) == {f"{words('tables.only_rate')}; {words('tables.precision_rounded')}"}
    assert "Aantal" not in shown(app).columns


def test_provisional_figures_are_marked_in_their_row(open_page: Open) -> None:
    found = shown(open_page("tables", reeks="ocw_national", niveau="country"))
    assert found.loc[found["Periode"] == "2023/24", "Status"].tolist() == ["○ voorlopig"]


def test_an_empty_selection_says_what_to_change_and_draws_no_table(open_page: Open) -> None:
    app = open_page("tables", niveau="rmc", regio="RMC29", jaren="2020,2020")
    assert not app.dataframe
    assert locale("nl")("tables.empty") in said(app)
    assert not app.get("download_button")


def test_an_empty_selection_names_the_breakdowns_that_do_exist(open_page: Open) -> None:
    app = open_page("tables", niveau="rmc", regio="RMC29", jaren="2012,2013")
    assert not app.dataframe
    columns = "Onderwijssector en Niveau"
    assert locale("nl")("tables.empty_broken_down", columns=columns) in said(app)


def test_the_chart_is_drawn_only_when_asked_for(open_page: Open) -> None:
    assert not charts(open_page("tables", niveau="country"))
    app = open_page("tables", niveau="country", reeks="ocw_old,ocw_2012,ocw_2016,ocw_national", grafiek="true", maat="numerator")
    assert len(charts(app)) == 1
    assert "(1) 2012/13" in said(app)


def test_a_choice_that_is_folded_away_holds_and_is_drawn_when_it_is_unfolded(open_page: Open) -> None:
    app = open_page("tables", reeks="cbs_vsv", kolommen="region_name,numerator", volgorde="-numerator")
    folded = {"more_filters": "choice_reeks_list", "shape": "choice_kolommen_list"}
    before = shown(app)
    assert list(before.columns) == ["Regio", "Aantal"]
    assert before["Aantal"].is_monotonic_decreasing
    assert locale("nl")("tables.more_filters_chosen", n=1) in [getattr(one, "label", "") for one in app.get("expander")]
    for expander, key in folded.items():
        assert key not in [widget.key for widget in app.multiselect]
        app.session_state[expander] = True
        run(app)
        assert key in [widget.key for widget in app.multiselect]
    assert app.multiselect(key="choice_reeks_list").value == ["cbs_vsv"]
    app.multiselect(key="choice_kolommen_list").set_value(["region_name", "period", "numerator"])
    run(app)
    for expander in folded:
        app.session_state[expander] = False
    run(app)
    after = shown(run(app))
    assert app.query_params["kolommen"] == "region_name,period,numerator"
    assert list(after.columns) == ["Regio", "Periode", "Aantal"]
    assert after["Aantal"].tolist() == before["Aantal"].tolist()


def test_clearing_a_choice_that_was_unfolded_is_counted_at_once_and_leaves_it_unfolded(open_page: Open) -> None:
    app = open_page("tables", reeks="cbs_vsv")
    app.session_state["more_filters"] = True
    run(app).multiselect(key="choice_reeks_list").set_value([])
    folds = {one.proto.label: one.proto.expanded for one in run(app).get("expander")}
    assert folds[locale("nl")("tables.more_filters")]


@pytest.mark.parametrize(
    "arrangement",
    [
        Arrangement(),
        Arrangement(columns=("numerator", "region_name")),
        Arrangement(order=("-numerator", "region_name")),
        Arrangement(across="period", measure="numerator"),
    ],
)
def test_rows_that_come_into_view_are_those_of_the_whole_table(arrangement: Arrangement) -> None:
    fingerprint, by = data.store().fingerprint, ("sector", "level", "age_group", "sex", "absence_reported", "month_left")
    selection = table.complete(data.store(), Selection("demo", "new_leavers", years=(2023, 2024), breakdowns=by))
    rows = table_shape.rows(fingerprint, selection, arrangement, "nl")
    whole = rows.to_pandas()
    assert len(whole) == rows.row_count == table_shape.length(fingerprint, selection, arrangement, "nl")
    for offset in (0, rows.row_count // 2, rows.row_count - 5):
        part, same = rows.load_rows(offset, DEFAULT_PAGE_SIZE).to_pandas(), whole.iloc[offset : offset + DEFAULT_PAGE_SIZE]
        assert list(part.columns) == list(same.columns)
        for name in part.columns:
            found, expected = (["–" if pd.isna(value) else str(value).strip() for value in frame[name]] for frame in (part, same))
            assert found == expected, name


def test_too_many_lines_are_refused_with_a_way_out(open_page: Open) -> None:
    app = open_page("tables", grafiek="true")
    assert not charts(app)
    assert "te lezen" in said(app)


def test_years_at_the_end_stay_at_the_end_in_the_other_data_set(open_page: Open) -> None:
    app = open_page("tables")
    app.toggle(key="choice_voorbeeld").set_value(True)
    run(app)
    assert [app.selectbox(key=f"choice_jaren_years_{end}").value for end in ("first", "last")] == [2012, 2024]
    assert len(shown(app)) == 5179


def test_a_quick_choice_replaces_the_filters_and_stands_in_the_address(open_page: Open) -> None:
    app = open_page("tables", taal="en", regio="RMC29", reeks="ocw_2016")
    app.button(key="quick_province").click()
    run(app)
    assert {key: app.query_params[key] for key in app.query_params} == {"taal": "en", "niveau": "province", "jaren": "2019,2023"}
    assert len(shown(app)) == 36
    assert app.multiselect(key="choice_regio_list").value == []


def test_clearing_the_filters_of_an_empty_selection_brings_everything_back(open_page: Open) -> None:
    app = open_page("tables", niveau="rmc", regio="RMC29", jaren="2020,2020")
    app.button(key="reset").click()
    run(app)
    assert len(shown(app)) == 254
    assert not dict.fromkeys(app.query_params)


def test_years_chosen_the_wrong_way_round_are_put_in_order(open_page: Open) -> None:
    app = open_page("tables", niveau="province", jaren="2018,2019")
    app.selectbox(key="choice_jaren_years_first").set_value(2023)
    run(app)
    assert app.query_params["jaren"] == "2019,2023"
    assert set(shown(app)["Periode"]) == {"2019/20", "2022/23", "2023/24"}


@pytest.mark.parametrize("dialect", ["nl", "int"])
@pytest.mark.parametrize(
    "selection",
    [
        Selection("published", "new_leavers", levels=("province",), years=(2019, 2023)),
        Selection("published", "new_leavers", series=("ocw_national",), years=(2017, 2023), breakdowns=("level",)),
        Selection("demo", "new_leavers", levels=("rmc",), years=(2024, 2024), breakdowns=("sector", "sex")),
    ],
)
def test_the_file_holds_the_rows_of_the_table_in_their_order(
    open_page: Open, store: Store, selection: Selection, dialect: Dialect
) -> None:
    address = {
        "niveau": ",".join(selection.levels),
        "reeks": ",".join(selection.series),
        "jaren": ",".join(str(year) for year in selection.years or ()),
        "uitsplitsing": ",".join(selection.breakdowns),
    } | ({"voorbeeld": "true"} if selection.dataset == "demo" else {})
    on_screen = shown(open_page("tables", **{key: value for key, value in address.items() if value}))
    frame = table.rows(store, table.complete(store, selection))
    made = download_table(frame, origin(store, "/tabellen"), locale("nl"))
    dutch = dialect == "nl"
    file = pd.read_csv(
        io.BytesIO(to_csv(made, dialect)),
        sep=";" if dutch else ",",
        decimal="," if dutch else ".",
        encoding="utf-8-sig" if dutch else "utf-8",
        dtype={"region_code": "str"},
    )
    assert len(file) == len(on_screen) > 0
    assert file["region_code"].tolist() == on_screen["Code"].tolist()
    assert file["period"].tolist() == on_screen["Periode"].tolist()
    assert file["numerator"].tolist() == pytest.approx(on_screen["Aantal"].tolist(), nan_ok=True)
    assert file["rate_pct"].round(2).tolist() == pytest.approx(on_screen["Percentage"].tolist(), nan_ok=True, abs=0.0051)
    assert file["source_title"].tolist() == on_screen["Bron"].tolist()


def test_large_tables_keep_every_row_and_value(store: Store) -> None:
    every = Selection("demo", "new_leavers", levels=("province",))
    frame = table.rows(store, every._replace(breakdowns=BREAKDOWNS))
    assert len(frame) > table.MOST_ROWS_WIDE
    plain = store.query("figures", dataset="demo", region_levels=["province"], slice=slices(dict.fromkeys(BREAKDOWNS)))
    assert frame["numerator"].sum() == plain["numerator"].sum()
    assert len(frame) == len(plain)
    assert sorted(frame["region_code"].astype("str").unique()) == sorted(plain["region_code"].unique())


@pytest.mark.parametrize("dataset", ["published", "demo"])
def test_what_is_offered_occurs(store: Store, dataset: str) -> None:
    for indicator in table.indicators(store, dataset):
        offer = table.offer(store, dataset, indicator, (), ())
        default = table.rows(store, table.complete(store, Selection(dataset, indicator)))
        assert len(default) > 0
        for level in offer.levels:
            narrowed = table.offer(store, dataset, indicator, (), (level,))
            rows = table.rows(store, table.complete(store, Selection(dataset, indicator, levels=(level,))))
            assert set(rows["region_code"]) <= set(narrowed.regions)
            assert len(rows) > 0


def test_options_say_how_many_rows_they_would_give(open_page: Open) -> None:
    app = open_page("tables", niveau="province", regio="PV28", uitsplitsing="sector")
    assert len(shown(app)) == 4
    assert "Provincie · 4" in app.multiselect(key="choice_niveau_list").options
    assert {"Zuid-Holland (PV28) · 4", "Zeeland (PV29) · 3"} <= set(app.multiselect(key="choice_regio_list").options)
    assert "totaal · 4" in app.multiselect(key="choice_sector_list").options
    assert "2023/24 · 1" in app.selectbox(key="choice_jaren_years_first").options


def test_another_choice_leaves_what_was_chosen_under_its_new_count(open_page: Open) -> None:
    app = open_page("tables", niveau="province", regio="PV28")
    app.multiselect(key="choice_niveau_list").set_value(["province", "landsdeel"])
    run(app)
    assert app.multiselect(key="choice_regio_list").value == ["PV28"]
    assert app.query_params["niveau"] == "province,landsdeel"


def test_members_of_a_breakdown_can_be_chosen_by_its_name(open_page: Open) -> None:
    app = open_page("tables", voorbeeld="true", regio="RMC29", uitsplitsing="level", level="mbo2,total", jaren="2023,2024")
    assert set(shown(app)["Niveau"]) == {"totaal", "Mbo 2"}
    assert [warning.icon for warning in app.warning] == [":material/science:"]
    assert open_page("tables", uitsplitsing="level", level="mbo9").warning


def test_columns_and_order_are_those_of_the_address(open_page: Open) -> None:
    app = open_page("tables", niveau="province", kolommen="numerator,region_name,count_symbol", volgorde="-numerator")
    found = shown(app)
    assert list(found.columns) == ["Aantal", "Regio", "Teken"]
    assert found["Aantal"].dropna().is_monotonic_decreasing
    assert locale("nl")("tables.sorted_note") in said(app)
    assert "Vingerafdruk" in said(app)


def test_a_wide_table_has_a_column_per_year(open_page: Open) -> None:
    app = open_page("tables", niveau="province", jaren="2019,2023", reeks="cbs_vsv", vorm="breed", waarde="numerator")
    found = shown(app)
    assert {"2019/20", "2022/23", "2023/24"} <= set(found.columns)
    assert found.loc[found["Code"] == "PV28", "2023/24"].tolist() == [7470]
    assert len(found) == 12
    assert "Andere maten" in said(app)


@pytest.mark.parametrize(
    "address", [{"vorm": "rond"}, {"kolommen": "haar"}, {"volgorde": "-haar"}, {"vorm": "breed", "over": "sex"}]
)
def test_an_unknown_shape_gets_a_notice_that_is_seen(open_page: Open, address: dict[str, str]) -> None:
    app = open_page("tables", **address)
    assert len(app.warning) == 1
    assert not any(app.warning[0] in list(expander.warning) for expander in app.expander)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_explained(open_page: Open, language: str) -> None:
    words = locale(language)
    app = open_page("tables", taal=language, indicator="vulnerable_position")
    assert words("files.symbol_x") in said(app)
