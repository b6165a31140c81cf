"""A visitor without a screen: speaks to Streamlit as its browser script does, over a websocket in its own messages.

Asks for the page, opens the socket, says which page and choices it wants, changes a choice, moves to another page, and when the
connection drops comes back with the choices that stand in its address.
"""

import asyncio
import hashlib
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

ANSWER_SECONDS = 30.0
"""Longest wait for a page to be drawn; later than that counts as an error."""
RETRY_SECONDS = 0.5
STARTING_STATUS = 503
"""Comes with a page that a browser asks for again by itself."""
FIGURES = ("plotly_chart", "metric", "table", "dataframe", "markdown")
"""Elements that hold figures."""


class VisitError(Exception):
    """The dashboard answered with an error, or not at all. The first word says which."""


class Lost(VisitError):
    """The connection was ended, or could not be opened: a browser tries again."""


@dataclass
class Drawn:
    """A page as it was drawn: how long that took, what was sent for it, and what its figures are."""

    seconds: float
    bytes: int
    figures: str
    """Digest of everything on the page that holds figures."""


@dataclass
class Visitor:
    """One visitor with one page open. `query` is what stands behind the question mark of its address."""

    address: str
    trust: ssl.SSLContext
    page: str = ""
    query: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    session: str = ""
    widgets: dict[str, WidgetState] = field(default_factory=dict)
    elements: dict[tuple[int, ...], Element] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    """Path -> Streamlit's name of the page."""
    _socket: ClientConnection | None = None
    _kept: dict[str, ForwardMsg] = field(default_factory=dict)
    """Large elements by their digest: as a browser does, it asks for none of these again."""

    async def first_view(self, client: httpx.AsyncClient) -> Drawn:
        """The page from its address to drawn: its frame and script over HTTP, its content over the socket."""
        began = time.perf_counter()
        shell = await client.get(f"{self.address}/{self.page}?{self.query}")
        if shell.status_code == STARTING_STATUS:
            await asyncio.sleep(int(shell.headers["Retry-After"]))
            raise Lost(f"starting: no process answers for /{self.page}")
        if shell.status_code != 200:
            raise VisitError(f"status {shell.status_code} of /{self.page}")
        self.cookies |= dict(shell.cookies)
        try:
            await self.connect()
        except InvalidHandshake as error:
            raise Lost(f"refused: {type(error).__name__}") from None
        drawn = await self.draw()
        return Drawn(time.perf_counter() - began, drawn.bytes, drawn.figures)

    async def connect(self) -> None:
        """Opens the socket, with the session it had, if it had one."""
        parts = urlsplit(self.address)
        self._socket = await connect(
            f"wss://{parts.netloc}{parts.path}/_stcore/stream",
            subprotocols=["streamlit", "none", *([self.session] if self.session else [])],  # type: ignore[list-item]
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())},
            origin=f"https://{parts.netloc}",  # type: ignore[arg-type]
            ssl=self.trust,
            max_size=None,
            ping_interval=None,
            open_timeout=ANSWER_SECONDS,
            close_timeout=1.0,
        )

    async def reconnect(self, seconds: float) -> None:
        """Opens the socket anew, again and again as the browser script does, for so long at most."""
        deadline = time.perf_counter() + seconds
        while True:
            try:
                await self.connect()
                return
            except (OSError, InvalidHandshake, ConnectionClosed, TimeoutError) as error:
                if time.perf_counter() > deadline:
                    raise VisitError(f"unreachable: {type(error).__name__}") from None
                await asyncio.sleep(RETRY_SECONDS)

    async def draw(self) -> Drawn:
        """Asks for the page with its choices and waits until it is drawn."""
        began = time.perf_counter()
        await self.ask()
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                size = await self._until_drawn()
        except TimeoutError:
            raise VisitError(f"late: /{self.page} was not drawn") from None
        except ConnectionClosed as error:
            raise Lost(f"closed while /{self.page} was drawn: {error.rcvd}") from None
        seconds = time.perf_counter() - began
        self._look_for_errors()
        return Drawn(seconds, size, self.figures())

    async def move(self, page: str, query: str = "") -> Drawn:
        """Goes to another page by its link."""
        self.page, self.query = page, query
        self.widgets.clear()
        return await self.draw()

    async def choose(self, key: str, value: bool | str) -> Drawn:
        """Changes a choice of the page by its widget: a switch, or an option of a list."""
        state = WidgetState(id=self.widget(key))
        if isinstance(value, bool):
            state.bool_value = value
        else:
            state.string_value = value
        self.widgets[key] = state
        return await self.draw()

    def options(self, key: str) -> list[str]:
        """What may be chosen in a list."""
        found = [element.selectbox for element in self.elements.values() if element.WhichOneof("type") == "selectbox"]
        return [str(option) for box in found if box.id.endswith(f"-choice_{key}") for option in box.options]

    def widget(self, key: str) -> str:
        """Streamlit's name of the widget of a choice."""
        for element in self.elements.values():
            kind = element.WhichOneof("type")
            name = getattr(getattr(element, kind), "id", "") if kind else ""
            if name.endswith(f"-choice_{key}"):
                return name
        raise VisitError(f"missing: no choice {key} on /{self.page}")

    def figures(self) -> str:
        """Digest of the figures on the page, in their places."""
        digest = hashlib.sha256()
        for path, kind, content in self._figures():
            digest.update(f"{path} {kind} ".encode() + content)
        return digest.hexdigest()

    async def close(self) -> None:
        """Leaves as a browser does that is closed."""
        if self._socket is not None:
            await self._socket.close()

    def drop(self) -> None:
        """Loses the connection without a word."""
        if self._socket is not None:
            self._socket.transport.abort()

    def pause(self, is_paused: bool) -> None:
        """Stops or begins to take what is sent, as a browser on a bad line."""
        if self._socket is not None:
            transport = self._socket.transport
            transport.pause_reading() if is_paused else transport.resume_reading()

    async def wait_closed(self) -> None:
        """Returns when the other side has ended the connection."""
        if self._socket is not None:
            await self._socket.wait_closed()

    def _figures(self) -> Iterator[tuple[tuple[int, ...], str, bytes]]:
        for path, element in sorted(self.elements.items(), key=lambda item: item[0]):
            kind = element.WhichOneof("type")
            if kind == "plotly_chart":
                yield path, kind, element.plotly_chart.spec.encode()
            elif kind == "table":
                yield path, kind, element.table.arrow_data.data
            elif kind == "dataframe":
                yield (
                    path,
                    kind,
                    element.dataframe.arrow_data.data or element.dataframe.lazy_data.initial_chunk.SerializeToString(),
                )
            elif kind == "metric":
                yield path, kind, f"{element.metric.label} {element.metric.body} {element.metric.delta}".encode()
            elif kind == "markdown":
                yield path, kind, element.markdown.body.encode()

    def _look_for_errors(self) -> None:
        for element in self.elements.values():
            kind = element.WhichOneof("type")
            if kind == "exception" or (kind == "alert" and element.alert.format == element.alert.ERROR):
                said = element.exception.message if kind == "exception" else element.alert.body
                raise VisitError(f"shown on /{self.page}: {said[:200]}")

    async def ask(self) -> None:
        """Says which page with which choices is wanted."""
        if self._socket is None:
            raise VisitError("no connection")
        message = BackMsg()
        run = message.rerun_script
        run.query_string = self.query
        run.page_script_hash = self.pages.get(self.page, "")
        run.page_name = self.page
        run.widget_states.widgets.extend(self.widgets.values())
        run.cached_message_hashes.extend(self._kept)
        run.context_info.timezone = "Europe/Amsterdam"
        run.context_info.locale = "nl-NL"
        run.context_info.url = f"{self.address}/{self.page}"
        try:
            await self._socket.send(message.SerializeToString())
        except ConnectionClosed as error:
            raise Lost(f"closed: {error.rcvd}") from None

    async def _until_drawn(self) -> int:
        """Takes messages until a run that began after the question has ended; the bytes they had."""
        assert self._socket is not None
        size, has_begun = 0, False
        used: dict[str, ForwardMsg] = {}
        while True:
            data = await self._socket.recv()
            size += len(data)
            message = ForwardMsg()
            message.ParseFromString(data if isinstance(data, bytes) else data.encode())
            if message.WhichOneof("type") == "ref_hash":
                path = list(message.metadata.delta_path)
                found = self._kept.get(message.ref_hash) or used[message.ref_hash]
                message = ForwardMsg()
                message.CopyFrom(found)
                message.metadata.ClearField("delta_path")
                message.metadata.delta_path.extend(path)
                used[found.hash] = found
            elif message.metadata.cacheable:
                used[message.hash] = message
            kind = message.WhichOneof("type")
            if kind == "new_session":
                has_begun = True
                self.session = message.new_session.initialize.session_id
                self.elements.clear()
            elif kind == "navigation":
                self.pages |= {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta":
                self._place(message)
            elif kind == "script_finished" and has_begun:
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    self._kept = used
                    return size
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise VisitError(f"compile error on /{self.page}")

    def _place(self, message: ForwardMsg) -> None:
        path = tuple(message.metadata.delta_path)
        if message.delta.WhichOneof("type") == "new_element":
            self.elements[path] = message.delta.new_element
        else:
            self.elements.pop(path, None)
