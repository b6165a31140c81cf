"""Plotly figures from tidy frames: looks, marks and alt texts. Knows no Streamlit and no store."""

from plotly.graph_objects import Figure

__all__ = ["Figure"]
