"""A server that speaks CBS's open data protocol, quirks included, with made-up content of the right size."""

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

LIMIT = 10_000
YEARS = tuple(range(2012, 2025))
PROVINCES = tuple(f"PV{number}" for number in range(20, 32))


@dataclass
class Statline:
    """What the server holds and how it misbehaves."""

    tables: dict[str, dict[str, list[dict[str, Any]]]]
    limit: int = LIMIT
    """Records per answer before it becomes HTTP 500."""
    linked: int | None = None
    """When set, at most this many records an answer, with a link to the next."""
    faults: list[str] = field(default_factory=list)
    """Taken one per request, first to last: drop, slow, html, cut, status:NNN, redirect, ok."""
    asked: list[str] = field(default_factory=list)


def regional(
    municipalities: tuple[str, ...],
    modified: str = "2026-06-30T02:00:00",
    rmc: str = "MC",
    years: tuple[int, ...] = YEARS,
    scale: int = 1,
) -> dict[str, list[dict[str, Any]]]:
    """Table 84780NED with a number of leavers that follows from the area, the year and the sex."""
    areas = ["NL01", *PROVINCES, *(f"{rmc}{number:02}" for number in range(1, 42) if number != 14), *municipalities]
    rows, number = [], 0
    for area in areas:
        for year in years:
            for sex, share in (("T001038", 2), ("3000", 1), ("4000", 1)):
                leavers, enrolled = counts(area, year, share, scale)
                gone = area == "GM0738" and year > 2021
                hidden = area == "GM0088"
                rows.append(
                    {
                        "ID": number,
                        "Geslacht": f"{sex:<8}",
                        "RegioS": f"{area:<6}",
                        "Perioden": f"{year}SJ00",
                        "Leerlingen_1": "        " if gone else f"{enrolled:>8}",
                        "VoortijdigSchoolverlaters_2": "        " if gone else f"{'.' if hidden else leavers:>8}",
                        "NietVoortijdigSchoolverlaters_3": "        "
                        if gone
                        else f"{'.' if hidden else max(0, enrolled - leavers):>8}",
                        "VoortijdigSchoolverlatersPercentage_4": f"{round(100 * leavers / enrolled):>8}",
                    }
                )
                number += 1
    return {
        "TableInfos": [{"ID": 0, "Title": "Made up", "Identifier": "84780NED", "Modified": modified}],
        "DataProperties": _properties({"Geslacht": "Dimension", "RegioS": "GeoDimension", "Perioden": "TimeDimension"}),
        "Geslacht": [{"Key": f"{key:<8}", "Title": key} for key in ("T001038", "3000", "4000")],
        "RegioS": [{"Key": f"{area:<6}", "Title": f"Gebied {area}"} for area in areas],
        "Perioden": [{"Key": f"{year}SJ00", "Title": label(year)} for year in years],
        "UntypedDataSet": rows,
    }


def national(modified: str = "2026-06-30T02:00:00", years: tuple[int, ...] = YEARS) -> dict[str, list[dict[str, Any]]]:
    """Table 85368NED."""
    rows, number = [], 0
    for kind, share in (("A043837", 2), ("A042781", 1), ("A025290", 1)):
        for origin in ("T001040", "H008519", "9999"):
            for year in years:
                leavers, enrolled = counts("NL01", year, share, 1)
                rows.append(
                    {
                        "ID": number,
                        "Geslacht": "T001038 ",
                        "Onderwijssoort": f"{kind:<9}",
                        "Herkomstland": f"{origin:<9}",
                        "Perioden": f"{year}SJ00",
                        "Leerlingen_1": f"{enrolled:>8}",
                        "VoortijdigSchoolverlaters_2": f"{leavers:>8}",
                    }
                )
                number += 1
    dimensions = dict.fromkeys(("Geslacht", "Onderwijssoort", "Herkomstland"), "Dimension") | {"Perioden": "TimeDimension"}
    return {
        "TableInfos": [{"ID": 0, "Title": "Made up", "Identifier": "85368NED", "Modified": modified}],
        "DataProperties": _properties(dimensions)[:-2],
        "Geslacht": [{"Key": "T001038 ", "Title": "Totaal"}],
        "Onderwijssoort": [{"Key": f"{key:<9}", "Title": key} for key in ("A043837", "A042781", "A025290")],
        "Herkomstland": [
            {"Key": "T001040  ", "Title": "Totaal"},
            {"Key": "H008519  ", "Title": "Turkije"},
            {"Key": "9999     ", "Title": "Elders"},
        ],
        "Perioden": [{"Key": f"{year}SJ00", "Title": label(year)} for year in years],
        "UntypedDataSet": rows,
    }


def counts(area: str, year: int, share: int, scale: int) -> tuple[int, int]:
    """Leavers and enrolled in tens; the total is the sum of men and women."""
    chance = random.Random(f"{area} {year}")
    size = {"NL": 60_000, "PV": 5_000, "MC": 1_500, "RM": 1_500, "GM": 100}[area[:2]]
    enrolled = 10 * round(size * chance.uniform(0.8, 1.2))
    leavers = 10 * max(1, round(enrolled * chance.uniform(0.015, 0.04) / 10))
    return leavers * share * scale, enrolled * share


def label(year: int) -> str:
    """The name of a school year, with the mark of a provisional one."""
    return f"{year}/'{(year + 1) % 100:02}" + ("*" if year == max(YEARS) else "**" if year == max(YEARS) - 1 else "")


def _properties(dimensions: dict[str, str]) -> list[dict[str, Any]]:
    topics = (
        "Leerlingen_1",
        "VoortijdigSchoolverlaters_2",
        "NietVoortijdigSchoolverlaters_3",
        "VoortijdigSchoolverlatersPercentage_4",
    )
    return [
        *({"Key": key, "Type": kind} for key, kind in dimensions.items()),
        {"Key": "", "Type": "TopicGroup"},
        *({"Key": key, "Type": "Topic", "Unit": "aantal"} for key in topics),
    ]


@contextmanager
def serving(statline: Statline) -> Iterator[str]:
    """The address at which the server answers."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            statline.asked.append(self.path)
            fault = statline.faults.pop(0) if statline.faults else "ok"
            if fault == "drop":
                self.close_connection = True
                self.connection.close()
                return
            if fault == "redirect":
                self._send(302, b"", {"Location": "https://elsewhere.example/"})
                return
            if fault.startswith("status:"):
                self._send(int(fault.split(":")[1]), b"busy")
                return
            if fault == "html":
                self._send(200, b"<!doctype html><title>Onderhoud</title>")
                return
            status, body = self._answer()
            if fault == "cut":
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
                return
            self._send(status, body)

        def _answer(self) -> tuple[int, bytes]:
            _, _, _, table, name = urlsplit(self.path).path.split("/")
            asked = parse_qs(urlsplit(self.path).query)
            records = statline.tables[table][name]
            skip, top = int(asked.get("$skip", ["0"])[0]), int(asked.get("$top", [str(len(records))])[0])
            if min(top, len(records) - skip) > statline.limit:
                return 500, b"Het verzoek levert meer dan 10000 records op."
            given = records[skip : skip + top]
            body: dict[str, Any] = {"odata.metadata": f"http://{self.headers['Host']}/", "value": given}
            if statline.linked and len(given) > statline.linked:
                body["value"] = given[: statline.linked]
                query = f"$format=json&$top={top - statline.linked}&$skip={skip + statline.linked}"
                body["odata.nextLink"] = f"http://{self.headers['Host']}/ODataFeed/odata/{table}/{name}?{query}"
            return 200, json.dumps(body).encode()

        def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for key, value in (headers or {}).items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
