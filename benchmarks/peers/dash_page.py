"""The same two pages in Dash, as its documentation has it: data read at the start, callbacks, AG Grid, waitress."""

import sys
from typing import Any

import dash
import dash_ag_grid as dag
import pandas as pd
import plotly.graph_objects as go
from dash import MATCH, Input, Output, State, callback, dcc, html
from waitress import serve

from benchmarks.peers.figures import MEASURES, read, regions, sectors, trend

FIGURES = read()
AREAS = regions(FIGURES)
KINDS = ["country", "landsdeel", "province", "rmc", "municipality", "all"]
COLUMNS = [{"field": name} for name in FIGURES.columns]

region = html.Div(
    [
        dcc.Dropdown(AREAS, AREAS[0], id="area", clearable=False),
        dcc.Dropdown(MEASURES, "rate", id="measure", clearable=False),
        html.H1(id="title"),
        dcc.Graph(id="trend"),
        dcc.Graph(id="sectors"),
        dag.AgGrid(id="rows", columnDefs=COLUMNS),
        html.Button("Download als CSV", id="rows-button"),
        dcc.Download(id="rows-file"),
    ]
)
table = html.Div(
    [
        dcc.Dropdown(KINDS, KINDS[0], id="kind", clearable=False),
        html.H1("Tabel"),
        html.Strong(id="count"),
        html.Div(id="table"),
        html.Button("Download als CSV", id="table-button"),
        dcc.Download(id="table-file"),
    ]
)


@callback(
    Output("title", "children"),
    Output("trend", "figure"),
    Output("sectors", "figure"),
    Output("rows", "rowData"),
    Input("area", "value"),
    Input("measure", "value"),
)
def show_region(area: str, measure: str) -> tuple[str, go.Figure, go.Figure, list[dict[str, Any]]]:
    """What the page Regio shows of an area."""
    return area, trend(FIGURES, area, measure), sectors(FIGURES, area, measure), _records(FIGURES[FIGURES["area"] == area])


@callback(Output("rows-file", "data"), Input("rows-button", "n_clicks"), State("area", "value"), prevent_initial_call=True)
def send_region(_: int, area: str) -> dict[str, Any]:
    """The figures of an area as a file."""
    return dcc.send_data_frame(FIGURES[FIGURES["area"] == area].to_csv, f"{area}.csv", index=False)


@callback(Output("count", "children"), Output("table", "children"), Input("kind", "value"))
def show_table(kind: str) -> tuple[str, dag.AgGrid]:
    """How many rows there are, and a grid that fetches those in view."""
    grid = dag.AgGrid(id={"grid": kind}, columnDefs=COLUMNS, rowModelType="infinite")
    return f"{len(_of_kind(kind))} rijen", grid


@callback(
    Output({"grid": MATCH}, "getRowsResponse"),
    Input({"grid": MATCH}, "getRowsRequest"),
    State("kind", "value"),
    prevent_initial_call=True,
)
def show_rows(request: dict[str, int], kind: str) -> dict[str, Any]:
    """The rows that the grid asks for."""
    rows = _of_kind(kind)
    return {"rowData": _records(rows.iloc[request["startRow"] : request["endRow"]]), "rowCount": len(rows)}


@callback(Output("table-file", "data"), Input("table-button", "n_clicks"), State("kind", "value"), prevent_initial_call=True)
def send_table(_: int, kind: str) -> dict[str, Any]:
    """The table as a file."""
    return dcc.send_data_frame(_of_kind(kind).to_csv, "cijfers.csv", index=False)


def _of_kind(kind: str) -> pd.DataFrame:
    return FIGURES if kind == "all" else FIGURES[FIGURES["kind"] == kind]


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


app = dash.Dash(use_pages=True, pages_folder="", suppress_callback_exceptions=True)
dash.register_page("region", path="/", title="Regio", layout=region)
dash.register_page("table", path="/tabel", title="Tabel", layout=table)
app.layout = html.Div(
    [html.Nav([dcc.Link("Regio", href="/"), " ", dcc.Link("Tabel", href="/tabel")]), dash.page_container],
)

if __name__ == "__main__":
    serve(app.server, host="localhost", port=int(sys.argv[1]))
