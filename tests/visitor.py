"""A visitor without a browser: speaks Streamlit's protocol over a websocket, and so can say what no browser says."""

import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

SECONDS = 60.0
COOKIE = "_streamlit_xsrf"


class Visitor:
    """One visit: a session, its token against forged requests, and everything that the dashboard has said to it."""

    def __init__(self, address: str, session: str = "") -> None:
        self.address = address
        self.http = httpx.Client(base_url=address, timeout=SECONDS)
        self.http.get("/_stcore/health")
        self.token = self.http.cookies[COOKIE]
        self.widgets: dict[str, WidgetState] = {}
        self.heard: list[ForwardMsg] = []
        self.session = ""
        self.socket = open_socket(address, self.token, session)

    def send(self, message: BackMsg) -> None:
        self.socket.send(message.SerializeToString())

    def hear(self, kind: str) -> ForwardMsg:
        """The next message of this kind; what comes before it is noted too."""
        while True:
            data = self.socket.recv(timeout=SECONDS)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            self.heard.append(message)
            if message.WhichOneof("type") == kind:
                return message

    def open(self, page: str = "", query: str = "") -> str:
        """All texts of a page after a run, with what the visitor chose before."""
        before = len(self.heard)
        state = ClientState(query_string=query, page_name=page)
        state.widget_states.widgets.extend(self.widgets.values())
        self.send(BackMsg(rerun_script=state))
        for message in self._until_finished():
            if message.HasField("new_session"):
                self.session = message.new_session.initialize.session_id
        self.widgets = {key: widget for key, widget in self.widgets.items() if not widget.HasField("trigger_value")}
        return said(self.heard[before:])

    def element(self, kind: str, label: str) -> Any:
        """The newest element of this kind whose label holds this text."""
        found = [getattr(element, kind) for element in self.elements(kind) if label in getattr(element, kind).label]
        assert found, f"no {kind} “{label}” on the page"
        return found[-1]

    def press(self, label: str) -> None:
        """Presses a button in the next run."""
        name = self.element("button", label).id
        self.widgets[name] = WidgetState(id=name, trigger_value=True)

    def places(self, *names: str) -> list[Any]:
        """Where files of these names may be sent: address and id of each."""
        message = BackMsg()
        message.file_urls_request.request_id = "one"
        message.file_urls_request.file_names.extend(names)
        message.file_urls_request.session_id = self.session
        self.send(message)
        return list(self.hear("file_urls_response").file_urls_response.file_urls)

    def put(self, url: str, name: str, content: bytes, **headers: str) -> httpx.Response:
        """Sends a file as a browser does; `headers` replace the token."""
        sent = headers or {"X-Xsrftoken": self.token}
        return self.http.put(url, files={"file": (name, content, "text/csv")}, headers=sent)

    def upload(self, label: str, name: str, content: bytes) -> None:
        """Puts a file in a box of the page, for the next run."""
        [place] = self.places(name)
        assert self.put(place.upload_url, name, content).status_code == 204
        box = self.element("file_uploader", label).id
        state = WidgetState(id=box)
        state.file_uploader_state_value.uploaded_file_info.add(
            name=name, size=len(content), file_id=place.file_id, file_urls=place
        )
        self.widgets[box] = state

    def leave(self) -> None:
        self.socket.close()
        self.http.close()

    def _until_finished(self) -> Iterator[ForwardMsg]:
        while True:
            before = len(self.heard)
            end = self.hear("script_finished")
            yield from self.heard[before:]
            if end.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def elements(self, kind: str) -> Iterator[Any]:
        """All elements of a kind that were ever on a page."""
        for message in self.heard:
            if message.HasField("delta") and message.delta.HasField("new_element"):
                element = message.delta.new_element
                if element.WhichOneof("type") == kind:
                    yield element


def deferred(visitor: Visitor, session: str, file_id: str) -> str:
    """The address of a download that is made on the click; empty when it is refused."""
    asked = BackMsg()
    asked.backend_operation_request.request_id = "one"
    asked.backend_operation_request.session_id = session
    asked.backend_operation_request.deferred_file.file_id = file_id
    visitor.send(asked)
    return visitor.hear("backend_operation_response").backend_operation_response.deferred_file.url


def open_socket(address: str, token: str = "", session: str = "", **how: Any) -> ClientConnection:
    """A websocket as Streamlit's script opens it: the token and the session it had before stand in the protocols."""
    offered = [word for word in ("streamlit", token, session) if word]
    headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
    how = {"origin": address, "max_size": None, "max_queue": None, "compression": None} | how
    uri = address.replace("http", "ws", 1) + "/_stcore/stream"
    where = urlsplit(address)
    line = socket.create_connection((where.hostname or "", where.port or 80), timeout=SECONDS)
    try:
        return connect(uri, legacy=True, sock=line, subprotocols=offered, additional_headers=headers, open_timeout=SECONDS, **how)  # type: ignore[arg-type]
    except BaseException:
        line.close()
        raise


def said(messages: list[ForwardMsg]) -> str:
    """Everything in these messages as text."""
    return "\n".join(message.SerializeToString().decode("utf-8", "replace") for message in messages)
