"""A Streamlit page with one choice and one Plotly chart: what the framework itself costs."""

import plotly.graph_objects as go
import streamlit as st

is_first = st.toggle("First")
counts = [30_246, 29_701, 29_163] if is_first else [2.37, 2.33, 2.31]
st.plotly_chart(go.Figure(go.Scatter(x=[2021, 2022, 2023], y=counts)))
