"""Errors of the API as `application/problem+json` (RFC 9457), in the language of who asks."""

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from vsv_metrics.delivery.question import SEPARATOR
from vsv_metrics.errors import UserError
from vsv_metrics.export.json import as_json
from vsv_metrics.text import DEFAULT_LANGUAGE, LANGUAGES, Locale, locale
from vsv_metrics.web import failures
from vsv_metrics.web.api.limits import RETRY_SECONDS

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:vsv-metrics:problem:"
STATUS = {
    "api_path": 404,
    "api_method": 405,
    "api_long": 414,
    "api_busy": 503,
    "store_folder": 503,
    "store_unreadable": 503,
}
"""Code of an error -> status; what is not named here is wrong in the question: 400."""
HIDDEN = ("store_folder", "store_unreadable")
"""Errors that name a path of the host; the visitor reads that the figures are not there."""
PARAMETERS = {"query_years": "years"}
"""Code of an error about one parameter -> that parameter, where the error does not name it."""


def problem(request: Request, error: Exception) -> Response:
    """The answer for an error: a sentence for what the user can mend, a number for what stands in the log."""
    words = locale(language(request))
    if not isinstance(error, UserError) or error.code in HIDDEN:
        number = failures.log(error)
        status = STATUS.get(error.code, 500) if isinstance(error, UserError) else 500
        return _answer(status, "unexpected", words, {"detail": words("api.unexpected", number=number), "number": number})
    status = STATUS.get(error.code, 400)
    about: dict[str, object] = {"detail": words(f"errors.{error.code}", **error.values)}
    if parameter := error.values.get("name") or PARAMETERS.get(error.code):
        about["parameter"] = str(parameter)
    if expected := error.values.get("expected"):
        about["expected"] = [value for value in str(expected).split(SEPARATOR) if value != "…"]
    return _answer(status, error.code, words, about)


def language(request: Request) -> str:
    """The language of errors: that of `lang`, else what the browser asks for, else Dutch."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else _preferred(request.headers)


def _preferred(headers: Headers) -> str:
    best, language = 0.0, DEFAULT_LANGUAGE
    for part in headers.get("accept-language", "")[:200].split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if name[:2].lower() in LANGUAGES and quality > best:
            best, language = quality, name[:2].lower()
    return language


def _answer(status: int, code: str, words: Locale, about: dict[str, object]) -> Response:
    body = {"type": TYPE + code, "title": words(f"api.status_{status}"), "status": status, **about}
    headers = {
        "Cache-Control": "no-store",
        "Vary": "Accept-Language",
        "Content-Language": words.language,
        "Access-Control-Allow-Origin": "*",
    }
    if status == 405:
        headers["Allow"] = "GET, HEAD"
    if status == 503:
        headers["Retry-After"] = str(RETRY_SECONDS)
    return Response(as_json(body), status, headers, MEDIA_TYPE)
