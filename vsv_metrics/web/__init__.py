"""Streamlit and Starlette: the router, the frame around each page, filters in the address, and the server."""
