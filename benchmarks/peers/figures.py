"""The figures and charts that the pages of peers share: read by pandas, drawn by plotly.express."""

import os
from pathlib import Path

import pandas as pd
import plotly.express as px
import plotly.graph_objects as go

DATA = Path(__file__).resolve().parents[2] / "data"
FOLDER = Path(os.environ["PEER_FIGURES_DIR"]) if "PEER_FIGURES_DIR" in os.environ else DATA / "demo"
"""The CSV files to read: those of the example figures, or as many more rows as the benchmark makes."""
TOTALS = ["sector", "level", "learning_path", "age_group", "sex", "absence_reported", "month_left", "month_last_reported"]
MEASURES = {"rate": "Percentage", "numerator": "Aantal"}
COUNTRY = "Nederland"


def read(folder: Path = FOLDER) -> pd.DataFrame:
    """Every figure in the CSV files of a folder with the name and kind of its area, one value a row."""
    figures = pd.concat((pd.read_csv(file) for file in sorted(folder.glob("*.csv"))), ignore_index=True)
    figures[TOTALS] = figures[TOTALS].fillna("total")
    figures["measure"] = figures["measure"].fillna("numerator")
    areas = pd.read_csv(DATA / "reference" / "region.csv").rename(columns={"level": "kind", "name_nl": "area"})
    return figures.merge(areas[["region_code", "kind", "area"]], on="region_code")


def regions(figures: pd.DataFrame) -> list[str]:
    """The names of the RMC regions."""
    return sorted(figures.loc[figures["kind"] == "rmc", "area"].unique())


def trend(figures: pd.DataFrame, area: str, measure: str) -> go.Figure:
    """One area over the years, a percentage beside that of the country."""
    shown = [area, COUNTRY] if measure == "rate" else [area]
    rows = _rates(figures[figures["area"].isin(shown)])
    return px.line(
        rows.sort_values("school_year"),
        x="school_year",
        y=measure,
        color="area",
        markers=True,
        category_orders={"area": shown},
        title=f"Nieuwe vsv'ers, {area}",
        labels={"school_year": "Schooljaar", measure: MEASURES[measure], "area": ""},
    )


def sectors(figures: pd.DataFrame, area: str, measure: str) -> go.Figure:
    """The newest year of one area by sector."""
    rows = _rates(figures[figures["area"] == area], "sector")
    rows = rows[(rows["sector"] != "total") & (rows["school_year"] == rows["school_year"].max())]
    return px.bar(
        rows,
        x=measure,
        y="sector",
        orientation="h",
        text_auto=True,
        title=f"Naar onderwijssector, {area}",
        labels={measure: MEASURES[measure], "sector": "Sector"},
    )


def _rates(figures: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Leavers, enrolled and the percentage per area, year and `by`; everything else at its total."""
    rest = [name for name in TOTALS if name not in by]
    rows = figures[(figures[rest] == "total").all(axis=1)].drop_duplicates(["area", "school_year", *by, "measure"])
    wide = rows.pivot(index=["area", "school_year", *by], columns="measure", values="value").reset_index()
    return wide.assign(rate=100 * wide["numerator"] / wide["denominator"])
