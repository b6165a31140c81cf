"""The dashboard as most people would write it in Streamlit: pandas reads the CSV files in each run, nothing is cached."""

import streamlit as st

from benchmarks.peers.figures import MEASURES, read, regions, sectors, trend


def region() -> None:
    """One area beside the country, its sectors, and its figures as a table and a file."""
    figures = read()
    left, right = st.columns(2)
    area = left.selectbox("Regio", regions(figures))
    measure = right.selectbox("Maat", list(MEASURES), format_func=MEASURES.__getitem__)
    st.title(area)
    st.plotly_chart(trend(figures, area, measure))
    st.plotly_chart(sectors(figures, area, measure))
    rows = figures[figures["area"] == area]
    st.dataframe(rows)
    st.download_button("Download als CSV", rows.to_csv(index=False), f"{area}.csv", "text/csv")


def table() -> None:
    """The figures of one kind of area or of all, as a table and a file."""
    figures = read()
    kind = st.selectbox("Soort gebied", ["country", "landsdeel", "province", "rmc", "municipality", "all"])
    rows = figures if kind == "all" else figures[figures["kind"] == kind]
    st.title("Tabel")
    st.markdown(f"**{len(rows)} rijen**")
    st.dataframe(rows)
    st.download_button("Download als CSV", rows.to_csv(index=False), "cijfers.csv", "text/csv")


st.set_page_config(page_title="Voortijdig schoolverlaten", layout="wide")
pages = [st.Page(region, title="Regio", url_path="regio", default=True), st.Page(table, title="Tabel", url_path="tabel")]
st.navigation(pages, position="top").run()
