"""The address that takes files: who may send, how much, how long, and what becomes of it."""

import asyncio
import contextlib
import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from hostile import payloads
from visitor import COOKIE, Visitor

from vsv_metrics.web import guard
from vsv_metrics.web.guard import Guard

NAMES = payloads("names")
CONTENT = b"schooljaar;regio;deelnemers;vsv\n2022-2023;RMC29;1000;40\n"
BOX = "Kies een bestand"


@pytest.fixture
def at_sources(visitor: Callable[..., Visitor]) -> Visitor:
    """A visitor on the page with the file boxes."""
    found = visitor()
    found.open("bronnen")
    return found


def test_a_file_without_the_token_is_refused(at_sources: Visitor) -> None:
    [place] = at_sources.places("cijfers.csv")
    for token in ("", "2|00000000|00000000000000000000000000000000|1700000000", "x" * 5000):
        assert at_sources.put(place.upload_url, "cijfers.csv", CONTENT, **{"X-Xsrftoken": token}).status_code == 403
    at_sources.http.cookies.clear()
    assert at_sources.put(place.upload_url, "cijfers.csv", CONTENT).status_code == 403
    at_sources.http.cookies.set(COOKIE, at_sources.token)
    assert at_sources.http.delete(place.delete_url).status_code == 403
    assert at_sources.put(place.upload_url, "cijfers.csv", CONTENT).status_code == 204


def test_a_file_that_is_too_large_is_refused_whatever_its_length_says(at_sources: Visitor) -> None:
    [place] = at_sources.places("groot.csv")
    assert at_sources.put(place.upload_url, "groot.csv", b"x" * 11_000_000).status_code == 413

    def parts() -> Iterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="groot.csv"\r\n\r\n'
        for _ in range(12):
            yield b"x" * 1_000_000
        yield b"\r\n--b--\r\n"

    headers = {"X-Xsrftoken": at_sources.token, "Content-Type": "multipart/form-data; boundary=b"}
    with contextlib.suppress(httpx.WriteError):  # the server may close the connection before all was sent
        assert at_sources.http.put(place.upload_url, content=parts(), headers=headers).status_code == 413
    assert at_sources.http.get("/api/health").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=b"),
        (b"--b\r\n", "multipart/form-data; boundary=b"),
        (b"x" * 2000, "multipart/form-data"),
        (b"x" * 2000, "text/plain"),
        (b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n', "multipart/form-data; boundary=b"),
        (b"--b\r\nX: " + b"y" * 100_000 + b"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b"),
    ],
)
def test_a_body_that_holds_no_file_is_refused(body: bytes, kind: str, at_sources: Visitor) -> None:
    [place] = at_sources.places("x.csv")
    answer = at_sources.http.put(place.upload_url, content=body, headers={"X-Xsrftoken": at_sources.token, "Content-Type": kind})
    assert answer.status_code in (400, 413, 422)
    assert "Traceback" not in answer.text


def test_a_file_for_another_session_is_refused(at_sources: Visitor) -> None:
    for session in ("none", "00000000-0000-0000-0000-000000000000", "../x", "%00"):
        answer = at_sources.put(f"/_stcore/upload_file/{session}/x", "x.csv", CONTENT)
        assert answer.status_code in (400, 404, 405), session


def test_more_files_than_a_visitor_needs_are_refused(at_sources: Visitor) -> None:
    places = at_sources.places(*(f"{number}.csv" for number in range(guard.MOST_FILES + 3)))
    statuses = [at_sources.put(place.upload_url, "x.csv", CONTENT).status_code for place in places]
    assert statuses == [204] * guard.MOST_FILES + [429] * 3
    assert at_sources.http.delete(places[0].delete_url, headers={"X-Xsrftoken": at_sources.token}).status_code == 204
    assert at_sources.put(places[-1].upload_url, "x.csv", CONTENT).status_code == 204


def test_an_archive_that_unfolds_is_refused_by_its_first_bytes(at_sources: Visitor) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 50_000_000)
    at_sources.upload(BOX, "cijfers.csv", packed.getvalue())
    assert "cijfers" in (said := at_sources.open("bronnen"))
    assert "ZIP" in said
    assert "Gebruik deze cijfers" not in said


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_file_name_is_never_a_path(name: str, at_sources: Visitor) -> None:
    at_sources.upload(BOX, name, CONTENT)
    said = at_sources.open("bronnen")
    assert "Traceback" not in said
    assert ("is bruikbaar" in said) == name.endswith(".csv"), "what no browser would offer is not read"


def asked(app: Any, receive: Callable[[], Any], path: str = f"{guard.UPLOAD}one/two", method: str = "PUT") -> int:
    """The status of an answer of what the guard stands around."""
    statuses: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def ask() -> None:
        scope = {"type": "http", "method": method, "path": path, "headers": [], "query_string": b""}
        await Guard(app)(scope, receive, send)

    asyncio.run(ask())
    return statuses[0]


def test_a_slow_upload_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "LONGEST_UPLOAD_SECONDS", 0.05)

    async def never() -> None:
        await asyncio.Event().wait()

    async def reads(scope: object, receive: Callable[[], Any], send: object) -> None:
        await receive()

    assert asked(reads, never) == 408


def test_memory_for_uploads_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    async def takes(scope: object, receive: object, send: Callable[[Any], Any]) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def nothing() -> None: ...

    assert asked(takes, nothing) == 204
    monkeypatch.setattr(guard, "_held", lambda session: (0, guard.MOST_BYTES))
    assert asked(takes, nothing) == 503
    assert asked(takes, nothing, method="GET") == 204
