"""What a request asks, from its address."""

from dataclasses import dataclass

from starlette.requests import Request

from vsv_metrics.delivery.formats import FORMATS
from vsv_metrics.delivery.question import MANY, SEPARATOR
from vsv_metrics.errors import UserError
from vsv_metrics.schema.codes import DATASETS, PART_SCOPE
from vsv_metrics.web import host
from vsv_metrics.web.api.limits import DEFAULT_ROWS, MOST_ROWS, MOST_VALUES

PAGING = {
    "format": "kind of answer: " + ", ".join(f"`{name}`" for name in FORMATS) + "; left out: `json`",
    "limit": f"most rows of a JSON answer, from 1 to {MOST_ROWS}; left out: {DEFAULT_ROWS}",
    "offset": "rows that a JSON answer passes over; left out: 0",
}
"""What a request may name beside the parameters of a question."""

OPEN_SCOPES = ("published", "demo")


@dataclass(frozen=True)
class Asked:
    """A request as names and texts: the question, the format, and which rows of a JSON answer."""

    question: dict[str, str]
    format: str
    limit: int
    offset: int
    is_paged: bool
    """Whether the request names rows itself."""


def asked(request: Request, formats: tuple[str, ...] = tuple(FORMATS)) -> Asked:
    """What a request asks; raises `UserError` for a name that stands twice, too many values, or a number that is none."""
    named: dict[str, str] = {}
    for name, text in request.query_params.multi_items():
        if name in named and name not in MANY:
            raise UserError("api_repeated", name=name)
        named[name] = f"{named[name]}{SEPARATOR}{text}" if name in named else text
    for name, text in named.items():
        if text.count(SEPARATOR) >= MOST_VALUES:
            raise UserError("api_values", name=name, most=MOST_VALUES)
    kind = named.pop("format", formats[0])
    if kind not in formats:
        raise UserError("query_value", name="format", value=kind[:100], expected=SEPARATOR.join(formats))
    is_paged = "limit" in named or "offset" in named
    limit = _number("limit", named.pop("limit", str(DEFAULT_ROWS)), 1, MOST_ROWS)
    offset = _number("offset", named.pop("offset", "0"), 0, 10**9)
    if is_paged and kind != "json":
        raise UserError("api_whole", name="limit", format=kind)
    return Asked(named, kind, limit, offset, is_paged)


def scopes(request: Request) -> tuple[str, ...]:
    """The data sets that may be asked for: own figures only where the host says so, and never uploads."""
    return (*DATASETS, PART_SCOPE) if host.api_gives_local() and host.is_own_name(request.url.hostname) else OPEN_SCOPES


def _number(name: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and least <= int(text) <= most):
        raise UserError("api_number", name=name, value=text[:100], least=least, most=most)
    return int(text)
