"""`/api/v1/catalog`: what there is, as data portals read it (DCAT in JSON-LD)."""

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from vsv_metrics import paths
from vsv_metrics.delivery.question import API
from vsv_metrics.errors import UserError
from vsv_metrics.export import catalog
from vsv_metrics.export.json import as_json
from vsv_metrics.web import data, host
from vsv_metrics.web.api.answering import answered, open_to_all
from vsv_metrics.web.base_path import base_of

MEDIA_TYPE = "application/ld+json"


def described(request: Request) -> Response:
    """The catalogue of the figures that ship, with addresses of this server by a name that is its own."""
    if not host.is_own_name(request.url.hostname):
        raise UserError("api_path", path=request.url.path[:100], expected=f"{base_of(request)}{API}")
    base = f"{request.url.scheme}://{request.url.netloc}{base_of(request)}"
    key = (data.common_store().fingerprint, "catalog", base)
    return answered(request, key, lambda: _written(key[0], base), MEDIA_TYPE, open_to_all())


@lru_cache(maxsize=4)
def _written(fingerprint: str, base: str) -> str:
    address = f"{base}{API}"
    found = catalog.served(paths.data_dir(), address, f"{address}/openapi.json", f"{base}/bronnen")
    return as_json(found) + "\n"
