"""The websocket: who may open one, what it takes, and that the server answers on."""

import random
from collections.abc import Callable

import pytest
from starlette.datastructures import Headers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.WidgetStates_pb2 import WidgetState
from visitor import Visitor, open_socket
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from vsv_metrics.web.guard import is_from_elsewhere, is_wanted

FOREIGN = ("http://elsewhere.example", "https://localhost.elsewhere.example", "null", "file://", "x", "http://[::1")
HEADING = "Voortijdig schoolverlaten in Nederland"


def converse(socket: ClientConnection, frame: bytes | str) -> None:
    """Sends one frame and listens until the end."""
    socket.send(frame)
    while True:
        socket.recv(timeout=60)


def message(**fields: object) -> bytes:
    return BackMsg(**fields).SerializeToString()  # type: ignore[arg-type]


def operation(name: str, **payload: str) -> BackMsg:
    asked = BackMsg()
    getattr(asked.backend_operation_request, name).SetInParent()
    for key, text in payload.items():
        setattr(getattr(asked.backend_operation_request, name), key, text)
    asked.backend_operation_request.request_id = "one"
    return asked


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_another_site_gets_no_socket(origin: str, server: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket(server, origin=origin)
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize(
    ("origin", "host", "is_foreign"),
    [
        ("http://localhost:3000", "vsv.example", True),
        ("http://127.0.0.1", "vsv.example:443", True),
        ("http://[::1]:8080", "vsv.example", True),
        ("http://localhost:3000", "localhost:8501", False),
        ("https://vsv.example", "vsv.example", False),
        ("", "vsv.example", False),
    ],
)
def test_a_page_on_the_visitors_machine_is_another_site(origin: str, host: str, is_foreign: bool) -> None:
    assert is_from_elsewhere(Headers({"origin": origin, "host": host})) == is_foreign


def test_a_socket_without_the_token_is_a_visitor_without_a_name(server: str, visitor: Callable[..., Visitor]) -> None:
    bare = open_socket(server, "")
    bare.send(message(rerun_script=ClientState()))
    assert bare.recv(timeout=60)
    bare.close()
    assert HEADING in visitor().open()


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (random.Random(7).randbytes(100), 1002),
        (b"\xff" * 10_000, 1002),
        (b"\x0a\xff\xff\xff\xff\x0f", 1002),
        ("a text instead of bytes", None),
        (b"\0" * 60_000_000, 1009),
        (BackMsg(rerun_script=ClientState(query_string="x" * 30_000_000)).SerializeToString(), 1009),
    ],
    ids=["noise", "ones", "length", "text", "huge", "huge-message"],
)
def test_what_is_no_message_ends_this_visit_and_no_other(
    frame: bytes | str, code: int | None, server: str, visitor: Callable[..., Visitor]
) -> None:
    other = visitor()
    other.open()
    socket = open_socket(server)
    with pytest.raises(ConnectionClosed) as closed:
        converse(socket, frame)
    if code:
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code
        assert "/" not in closed.value.rcvd.reason
    assert other.http.get("/api/ready").json()["status"] == "ready"
    assert "Doel" in other.open("doel")


def test_only_what_a_page_asks_is_wanted() -> None:
    unwanted = [
        message(clear_cache=True),
        message(set_run_on_save=True),
        message(load_git_info=True),
        message(debug_shutdown_runtime=True),
        message(debug_disconnect_websocket=True),
        operation("install_skills").SerializeToString(),
        operation("dismiss_skills_nudge").SerializeToString(),
        message(),
    ]
    assert not [data for data in unwanted if is_wanted(data)]
    wanted = [
        message(rerun_script=ClientState()),
        message(stop_script=True),
        message(app_heartbeat=True),
        operation("deferred_file").SerializeToString(),
        operation("dataframe_chunk").SerializeToString(),
    ]
    assert all(map(is_wanted, wanted))


def test_a_command_to_the_server_changes_nothing(visitor: Callable[..., Visitor]) -> None:
    one, other = visitor(), visitor()
    other.open()
    one.open("doel", "lezing=2026")
    for name in ("clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime", "debug_disconnect_websocket"):
        one.send(BackMsg(**{name: True}))  # type: ignore[arg-type]
    one.send(operation("install_skills"))
    one.send(BackMsg(app_heartbeat=True))
    one.hear("heartbeat_ack")
    assert "Doel" in one.open("doel", "lezing=2026")
    kinds = {heard.WhichOneof("type") for heard in one.heard}
    assert not kinds & {"git_info_changed", "backend_operation_response"}
    assert HEADING in other.open()


def test_values_of_widgets_that_are_nonsense_are_answered(visitor: Callable[..., Visitor]) -> None:
    one = visitor()
    one.open("tabellen")
    ids = {
        getattr(element, kind).id for kind in ("multiselect", "selectbox", "slider", "checkbox") for element in one.elements(kind)
    }
    assert ids
    for name in ids:
        for value in (
            {"string_value": "![](//elsewhere.example)"},
            {"int_value": -(2**60)},
            {"json_value": "{not json"},
            {"bytes_value": b"\xff\xfe"},
            {"double_value": float("nan")},
        ):
            one.widgets[name] = WidgetState(id=name, **value)  # type: ignore[arg-type]
            said = one.open("tabellen")
            assert "Traceback" not in said
            assert "site-packages" not in said
        del one.widgets[name]
    assert "Tabellen" in one.open("tabellen")


def test_a_guessed_session_is_a_new_one(visitor: Callable[..., Visitor]) -> None:
    one = visitor()
    one.open("regio", "regio=RMC29")
    for guess in ("00000000-0000-4000-8000-000000000000", one.session[:-1], one.session.upper(), one.session[::-1]):
        thief = visitor(session=guess)
        assert "Rijnmond" not in thief.open("regio")
        assert thief.session not in ("", one.session, guess)
    assert "Rijnmond" in one.open("regio", "regio=RMC29")


def test_a_visit_goes_on_after_the_connection_was_lost(visitor: Callable[..., Visitor]) -> None:
    one = visitor()
    one.open("regio", "regio=RMC29")
    one.socket.close()
    again = visitor(session=one.session)
    again.open("regio", "regio=RMC29")
    assert again.session == one.session
