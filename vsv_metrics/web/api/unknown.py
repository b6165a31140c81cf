"""Everything below `/api` that is no address of the API."""

from starlette.requests import Request
from starlette.responses import Response

from vsv_metrics.delivery.question import API
from vsv_metrics.errors import UserError
from vsv_metrics.web.base_path import base_of


def unknown(request: Request) -> Response:
    """Never an answer: an address that is not there is refused with where to begin."""
    raise UserError("api_path", path=request.url.path[:100], expected=f"{base_of(request)}{API}")
