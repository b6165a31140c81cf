"""Sessions whose connection changes while Streamlit hands on what they say."""

from types import SimpleNamespace
from typing import Any

from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import ActiveSessionInfo
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

from vsv_metrics.web import reconnected, server


def test_a_session_that_came_back_is_found_with_its_new_connection_and_one_that_left_is_not() -> None:
    assert server.WebsocketSessionManager.list_active_sessions is reconnected.active
    anything: Any = None
    manager = WebsocketSessionManager(MemorySessionStorage(), anything, anything, None)
    active = manager._active_session_info_by_id
    for name in ("stays", "returns", "leaves"):
        active[name] = info(name, f"first of {name}")
    found = []
    for session in manager.list_active_sessions():
        found.append(session.client)
        active["returns"] = info("returns", "second of returns")
        active.pop("leaves", None)
    assert found == ["first of stays", "second of returns"]
    assert (manager.num_active_sessions(), len(manager.list_sessions())) == (2, 2)


def info(name: str, client: Any) -> ActiveSessionInfo:
    session: Any = SimpleNamespace(id=name)
    return ActiveSessionInfo(client, session)
