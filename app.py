"""The ASGI application: the Streamlit script with the routes and middleware around it. Start it with `vsv-metrics serve`."""

import streamlit as st

from vsv_metrics.web import logs, server

logs.configure()
app = st.App(
    server.SCRIPT,
    lifespan=server.lifespan,
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    on_script_error=server.log_script_error,
)
