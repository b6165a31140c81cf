"""A Streamlit page with one Plotly chart and a switch to rerun it by: what the framework itself costs."""

import plotly.graph_objects as go
import streamlit as st

st.toggle("Again")
st.plotly_chart(go.Figure(go.Scatter(x=[2021, 2022, 2023], y=[30_246, 29_701, 29_163])))
