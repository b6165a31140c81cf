"""Fetching a table of CBS StatLine: every page of every list, as it came.

Protocol: OData v3 as opendata.cbs.nl speaks it. A question for more than 10,000 records is answered by HTTP 500, hence the
pages. Typed data lose the reason of an empty cell, so the untyped data are asked for.
"""

import datetime as dt
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from vsv_metrics.errors import UserError

if TYPE_CHECKING:  # five megabytes that a server holds for nothing as long as nobody fetches
    import httpx

ADDRESS = "https://opendata.cbs.nl"
PAGE = 10_000
"""Records asked for at once, and the most that the service gives."""
FEWEST = 500
"""A service that refuses even this many records at once has another trouble."""
ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 0.5
TIMEOUT_SECONDS, CONNECT_SECONDS = 30.0, 10.0
INTERNAL_SERVER_ERROR, TOO_MANY_REQUESTS = 500, 429
LARGEST_ANSWER = 64_000_000
"""Bytes of one page; an answer that goes on is no page."""

DATA = "UntypedDataSet"
ABOUT = ("TableInfos", "DataProperties")

Progress = Callable[[str, int], None]
"""Called with the list that is being fetched and the number of records so far."""


@dataclass(frozen=True)
class Answer:
    """One page as it came."""

    name: str
    address: str
    retrieved_at: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def records(self) -> list[dict[str, Any]]:
        """Return the records of the page; raise `UserError` when it is no answer of this service."""
        try:
            records = json.loads(self.content)["value"]
        except (ValueError, KeyError, TypeError):
            start = self.content[:60].decode("utf-8", "replace")
            raise UserError("refresh_not_json", address=self.address, found=start) from None
        if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
            raise UserError("refresh_not_json", address=self.address, found=type(records).__name__)
        return records


def modified(client: "httpx.Client", address: str, table: str) -> str:
    """Return when the service says that it last changed the table."""
    [answer] = _pages(client, address, table, "TableInfos", lambda *_: None)
    return modified_in(answer)


def modified_in(answer: Answer) -> str:
    """Return the date of the last change that a page of `TableInfos` names."""
    try:
        return str(answer.records()[0]["Modified"])
    except (IndexError, KeyError):
        raise UserError("refresh_not_json", address=answer.address, found="TableInfos") from None


def fetch(client: "httpx.Client", address: str, table: str, progress: Progress) -> list[Answer]:
    """Return every page of the table: about it, its dimensions, its data. Raise `UserError` when one cannot be had."""
    answers = [page for name in ABOUT for page in _pages(client, address, table, name, progress)]
    properties = [record for page in answers if page.name.startswith("DataProperties") for record in page.records()]
    lists = [str(record["Key"]) for record in properties if str(record.get("Type", "")).endswith("Dimension")]
    for name in (*lists, DATA):
        answers += _pages(client, address, table, name, progress)
    return answers


def new_client() -> "httpx.Client":
    """Return a client that follows no redirect: a source that moved is a matter for a person."""
    import httpx

    timeout = httpx.Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS)
    return httpx.Client(timeout=timeout, follow_redirects=False, headers={"Accept": "application/json"})


def _pages(client: "httpx.Client", address: str, table: str, name: str, progress: Progress) -> Iterator[Answer]:
    entity = f"{address}/ODataFeed/odata/{table}/{name}?$format=json"
    size, done, number = PAGE, 0, 1
    following: str | None = None
    while True:
        asked = following or f"{entity}&$top={size}&$skip={done}"
        response = _get(client, asked)
        if response.status_code == INTERNAL_SERVER_ERROR:
            if following or size <= FEWEST:
                raise UserError("refresh_status", address=asked, status=response.status_code)
            size //= 2
            continue
        retrieved_at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        answer = Answer(f"{name}-{number:04}.json", asked, retrieved_at, response.content)
        records = answer.records()
        done, number = done + len(records), number + 1
        progress(name, done)
        yield answer
        link = json.loads(answer.content).get("odata.nextLink")
        if link:
            following = _same_place(urljoin(entity, str(link)), address)
        elif following or len(records) < size:
            return


def _same_place(link: str, address: str) -> str:
    if urlsplit(link)[:2] != urlsplit(address)[:2]:
        raise UserError("refresh_moved", address=address, found=link)
    return link


def _get(client: "httpx.Client", address: str) -> "httpx.Response":
    """Return the answer; try again after a broken connection or when the service is busy."""
    import httpx

    reason = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
        try:
            response = _read(client, address)
        except httpx.TransportError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise UserError("refresh_certificate", address=address) from None
            reason = type(error).__name__
            continue
        if response.is_redirect:
            raise UserError("refresh_moved", address=address, found=response.headers.get("location", ""))
        if response.is_success or response.status_code == INTERNAL_SERVER_ERROR:
            return response
        reason = f"HTTP {response.status_code}"
        if response.is_client_error and response.status_code != TOO_MANY_REQUESTS:
            raise UserError("refresh_status", address=address, status=response.status_code)
    raise UserError("refresh_unreachable", address=address, reason=reason)


def _read(client: "httpx.Client", address: str) -> "httpx.Response":
    import httpx

    with client.stream("GET", address) as response:
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > LARGEST_ANSWER:
                raise UserError("refresh_too_large", address=address, most=LARGEST_ANSWER)
        declared = response.headers.get("content-length")
        if declared and "content-encoding" not in response.headers and int(declared) != size:
            raise httpx.RemoteProtocolError("cut short")
        return httpx.Response(response.status_code, headers=_plain(response.headers), content=b"".join(parts))


def _plain(headers: "httpx.Headers") -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() == "location"}
