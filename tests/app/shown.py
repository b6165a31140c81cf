"""What a page that ran without a browser shows."""

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

import streamlit as st
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from vsv_metrics.web import once

Open = Callable[..., AppTest]
"""Opens a page by its name in `pages/` and the choices in its address."""

NOT_SHOWN = ("id", "key", "form_id", "icon", "spec", "config", "url", "page_script_hash", "element_id", "data", "style")
HOLLOW = re.compile(r"\b(nan|NaN|None|NaT|undefined)\b|<NA>|\{\w+\}")
"""What a number or a sentence leaves behind when it was not filled."""


def run(app: AppTest) -> AppTest:
    app.run()
    assert [error.value for error in app.exception] == []
    assert [error.value for error in app.error] == []
    return app


def clear_caches() -> None:
    st.cache_data.clear()
    once.forget()


def texts(app: AppTest) -> list[str]:
    """Every text on the page: words in elements, labels, options, and the cells of tables."""
    found: list[str] = []
    for part in (app.main, app.sidebar):
        for node in cast("Iterable[Any]", part):
            if getattr(node, "type", "") in ("arrow_data_frame", "arrow_table", "table"):
                found += [str(cell) for row in node.value.to_numpy() for cell in row] + [str(name) for name in node.value.columns]
            elif isinstance(getattr(node, "proto", None), Message):
                found += _strings(node.proto)
    return found


def hollow(app: AppTest) -> list[str]:
    """Texts in which a value is missing."""
    return [text for text in texts(app) if HOLLOW.search(text) and "<style" not in text]


def charts(app: AppTest) -> list[Any]:
    """The charts on the page: `spec`, `config` and `alt` of each."""
    return [chart.proto for chart in app.get("plotly_chart")]


def _strings(message: Message) -> list[str]:
    found = []
    for field, value in message.ListFields():
        if field.name in NOT_SHOWN:
            continue
        for item in value if isinstance(value, list | tuple) or hasattr(value, "append") else [value]:
            if isinstance(item, str):
                found.append(item)
            elif isinstance(item, Message):
                found += _strings(item)
    return found
