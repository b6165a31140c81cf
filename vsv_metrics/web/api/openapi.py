"""What the API can do, for people who follow links and for programs: made from the tables that it works by."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from vsv_metrics.delivery.formats import FORMATS
from vsv_metrics.delivery.question import API, MANY, PARAMETERS
from vsv_metrics.export.json import as_json
from vsv_metrics.paths import app_version
from vsv_metrics.schema.codes import REGION_LEVELS
from vsv_metrics.text import LANGUAGES
from vsv_metrics.web import data
from vsv_metrics.web.api import limits, problems
from vsv_metrics.web.api.answering import answered, open_to_all
from vsv_metrics.web.api.asking import OPEN_SCOPES, PAGING
from vsv_metrics.web.api.lists import LIST_FORMATS, LISTS
from vsv_metrics.web.base_path import base_of

VERSION = "3.1.0"
_CHOICES: dict[str, tuple[str, ...]] = {"lang": LANGUAGES, "format": tuple(FORMATS), "region_level": REGION_LEVELS}
_NUMBERS = {
    "limit": {"type": "integer", "minimum": 1, "maximum": limits.MOST_ROWS, "default": limits.DEFAULT_ROWS},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
}
_REFUSED = {"400": "the question is wrong", "414": "the query is too long", "500": "unexpected; the number stands in the log"}


def index(request: Request) -> Response:
    """Where everything is, and which figures these are."""
    fingerprint = data.common_store().fingerprint
    here = f"{base_of(request)}{API}"
    links = {
        "self": here,
        "openapi": f"{here}/openapi.json",
        "observations": f"{here}/observations",
        "catalog": f"{here}/catalog",
    }
    links |= {name: f"{here}/{name}" for name in LISTS}
    about = {
        "title": "VSV dashboard",
        "app_version": app_version(),
        "data_fingerprint": fingerprint,
        "limits": limits.LIMITS,
        "formats": {name: kind.media_type for name, kind in FORMATS.items()},
        "links": links,
    }
    return answered(request, (fingerprint, "index", here), lambda: as_json(about) + "\n", "application/json", open_to_all())


def document(request: Request) -> Response:
    """The description of the API for programs."""
    base = base_of(request)
    return answered(
        request,
        (data.common_store().fingerprint, "openapi", base),
        lambda: as_json(described(base)) + "\n",
        "application/json",
        open_to_all(),
    )


def described(base: str = "") -> dict[str, Any]:
    """The API as OpenAPI describes it, served below `base`."""
    paths: dict[str, Any] = {
        API: _get("index", "Where everything is", [], {"application/json": {"type": "object"}}),
        f"{API}/openapi.json": _get("openapi", "This description", [], {"application/json": {"type": "object"}}),
        f"{API}/observations": _get(
            "observations",
            "Figures, one row each: JSON a page at a time, other formats whole",
            [_parameter(name, text) for name, text in (PARAMETERS | PAGING).items()],
            {kind.media_type: _content(name) for name, kind in FORMATS.items()},
            {"503": f"{limits.MOST_AT_ONCE} answers are being made already; try again after `Retry-After` seconds"},
        ),
    }
    content = {"application/ld+json": {"type": "object"}}
    paths[f"{API}/catalog"] = _get("catalog", "What there is, for data portals (DCAT)", [], content)
    for name, listing in LISTS.items():
        formats = _parameter("format", "kind of answer; left out: `json`", LIST_FORMATS)
        language = _parameter("lang", "language of errors; names are in both")
        content = {"application/json": _page(), "text/csv": {"type": "string"}}
        paths[f"{API}/{name}"] = _get(name, f"The {listing.about}", [formats, language], content)
    return {
        "openapi": VERSION,
        "info": {
            "title": "VSV dashboard",
            "version": app_version(),
            "summary": "Figures on early school leaving in the Netherlands",
            "description": "Published figures (`dataset=published`) and fictional ones (`dataset=demo`) for trying out. "
            "Figures of two series, or on two sides of a break (`piece`), may not be compared. "
            f"Limits: {', '.join(f'{name} {most}' for name, most in limits.LIMITS.items())}.",
            "license": {"name": "EUPL-1.2 (code); the figures keep the terms of their sources", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": base or "/"}],
        "paths": paths,
        "components": {"schemas": {"Problem": _problem()}},
    }


def _get(
    name: str, summary: str, parameters: list[dict[str, Any]], content: dict[str, Any], more: dict[str, str] | None = None
) -> dict[str, Any]:
    problem = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers: dict[str, Any] = {
        "200": {
            "description": summary,
            "headers": {"ETag": {"description": "changes with the figures", "schema": {"type": "string"}}},
            "content": {media_type: {"schema": schema} for media_type, schema in content.items()},
        },
        "304": {"description": "the answer that `If-None-Match` names still holds"},
    }
    answers |= {code: {"description": text, "content": problem} for code, text in (_REFUSED | (more or {})).items()}
    return {"get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": answers}}


def _parameter(name: str, text: str, choices: tuple[str, ...] = ()) -> dict[str, Any]:
    one: dict[str, Any] = dict(_NUMBERS.get(name, {"type": "string"}))
    if known := choices or (OPEN_SCOPES if name == "dataset" else _CHOICES.get(name, ())):
        one["examples" if name == "dataset" else "enum"] = list(known)
    if name in MANY:
        schema: dict[str, Any] = {"type": "array", "items": one, "maxItems": limits.MOST_VALUES}
        return {"name": name, "in": "query", "description": text, "schema": schema, "style": "form", "explode": False}
    return {"name": name, "in": "query", "description": text, "schema": one}


def _content(name: str) -> dict[str, Any]:
    return _page() if name == "json" else {"type": "string"} | ({} if FORMATS[name].is_text else {"format": "binary"})


def _page() -> dict[str, Any]:
    rows = {"type": "array", "items": {"type": "object"}}
    return {"type": "object", "required": ["about", "data"], "properties": {"about": {"type": "object"}, "data": rows}}


def _problem() -> dict[str, Any]:
    text = {"type": "string"}
    properties = {
        "type": text,
        "title": text,
        "status": {"type": "integer"},
        "detail": text,
        "parameter": text,
        "expected": {"type": "array", "items": text},
        "number": text,
    }
    return {"type": "object", "required": ["type", "title", "status", "detail"], "properties": properties}
