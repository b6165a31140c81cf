"""Plotly figures from tidy frames: looks, marks and alt texts. Knows no Streamlit and no store."""

from vsv_metrics.charts.figure import Figure

__all__ = ["Figure"]
