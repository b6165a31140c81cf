"""Who lost the connection and is back at once gets what the page says.

Streamlit hands on the messages of all sessions in turn, by a list that it made before. Of a session that came back meanwhile the
list has the connection that ended: what a new run says would go there and be lost, and its page would wait for ever.
"""

from collections.abc import Iterator

from streamlit.runtime.session_manager import ActiveSessionInfo
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager

_listed = WebsocketSessionManager.list_active_sessions


class Active(list[ActiveSessionInfo]):
    """Sessions with a connection; whoever goes through them finds each with the connection that it has by then."""

    def __init__(self, manager: WebsocketSessionManager) -> None:
        super().__init__(_listed(manager))
        self._manager = manager

    def __iter__(self) -> Iterator[ActiveSessionInfo]:
        for found in super().__iter__():
            now = self._manager.get_active_session_info(found.session.id)
            if now is not None:
                yield now


def active(self: WebsocketSessionManager) -> list[ActiveSessionInfo]:
    """What `WebsocketSessionManager.list_active_sessions` is to give."""
    return Active(self)
