"""The plain page with every chart and table made beforehand: what the framework itself takes to show what was asked for."""

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from benchmarks.peers.figures import read, regions, sectors, trend

KINDS = ("country", "all")
MOST_SENT = 20_000
"""Rows up to which the browser gets all at once, as on the dashboard."""


@st.cache_resource
def made() -> tuple[dict[str, tuple[go.Figure, ...]], dict[str, pa.Table]]:
    """Area -> its charts; kind of area -> its figures."""
    figures = read()
    charts = {area: (trend(figures, area, "rate"), sectors(figures, area, "rate")) for area in regions(figures)}
    return charts, {kind: pa.Table.from_pandas(figures if kind == "all" else figures[figures["kind"] == kind]) for kind in KINDS}


def region() -> None:
    """One area and its sectors."""
    charts, _ = made()
    area = st.selectbox("Regio", list(charts))
    st.title(area)
    for place, chart in enumerate(charts[area]):
        st.plotly_chart(chart, key=f"chart_{place}")


def table() -> None:
    """The figures of the country or of all areas."""
    _, tables = made()
    rows = tables[st.selectbox("Soort gebied", KINDS)]
    st.title("Tabel")
    st.markdown(f"**{len(rows)} rijen**")
    st.dataframe(rows, lazy=len(rows) > MOST_SENT)


st.set_page_config(page_title="Voortijdig schoolverlaten", layout="wide")
pages = [st.Page(region, title="Regio", url_path="regio", default=True), st.Page(table, title="Tabel", url_path="tabel")]
st.navigation(pages, position="top").run()
