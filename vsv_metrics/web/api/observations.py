"""`/api/v1/observations`: the figures that a question asks, as pages of JSON or whole as a file."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from vsv_metrics.delivery import Answer, Question, answer, parse
from vsv_metrics.delivery.formats import FORMATS, about, file_name
from vsv_metrics.delivery.question import API, SEPARATOR
from vsv_metrics.export.json import json_parts
from vsv_metrics.web import data
from vsv_metrics.web.api.answering import answered, open_to_all
from vsv_metrics.web.api.asking import OPEN_SCOPES, Asked, asked, scopes
from vsv_metrics.web.base_path import base_of


def observations(request: Request) -> Response:
    """The figures as asked for, in the order of the store; JSON a page at a time, other formats whole."""
    question_and_format = asked(request)
    store = data.common_store()
    question = parse(store, question_and_format.question, scopes(request))
    found = answer(store, question)
    headers = {"Content-Language": question.language}
    if question.selection.dataset in OPEN_SCOPES:
        headers |= open_to_all()
    key = (store.fingerprint, found.origin.query, question_and_format.format)
    name = question_and_format.format
    if name == "json":
        return _page(request, found, question_and_format, headers, key)
    headers["Content-Disposition"] = f'attachment; filename="{file_name(found, name)}"'
    return answered(request, key, lambda: FORMATS[name].write(found), FORMATS[name].media_type, headers)


def _page(request: Request, found: Answer, ask: Asked, headers: dict[str, str], key: tuple[str, ...]) -> Response:
    starts = {"next": ask.offset + ask.limit} if ask.offset + ask.limit < found.rows else {}
    starts |= {"prev": max(0, ask.offset - ask.limit)} if ask.offset else {}
    base = base_of(request)
    links = {name: _address(base, found.question, ask.limit, start) for name, start in (starts | {"first": 0}).items()}
    headers["Link"] = ", ".join(f'<{address}>; rel="{name}"' for name, address in links.items())
    page = {**about(found), "limit": ask.limit, "offset": ask.offset, "next": links.get("next")}

    def content() -> str:
        return b"".join(json_parts(found.parts(offset=ask.offset, limit=ask.limit), page)).decode()

    return answered(request, (*key, str(ask.limit), str(ask.offset), base), content, FORMATS["json"].media_type, headers)


def _address(base: str, question: Question, limit: int, offset: int) -> str:
    asked_for = question.parameters | {"limit": str(limit), "offset": str(offset)}
    return f"{base}{API}/observations?{urlencode(asked_for, safe=SEPARATOR)}"
