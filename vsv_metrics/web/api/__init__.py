"""The figures over HTTP: `/api/v1/…`, in the same process as the dashboard. `docs/api.md` says how to ask."""

from starlette.routing import BaseRoute, Route

from vsv_metrics.delivery.question import API
from vsv_metrics.web.api.answering import Endpoint
from vsv_metrics.web.api.catalog import described
from vsv_metrics.web.api.lists import LISTS, list_answer
from vsv_metrics.web.api.observations import observations
from vsv_metrics.web.api.openapi import document, index
from vsv_metrics.web.api.unknown import unknown

ROUTES: list[BaseRoute] = [
    Route(API, Endpoint(index)),
    Route(f"{API}/openapi.json", Endpoint(document)),
    Route(f"{API}/observations", Endpoint(observations, is_large=True)),
    Route(f"{API}/catalog", Endpoint(described)),
    *(Route(f"{API}/{name}", Endpoint(list_answer(name))) for name in LISTS),
]
LAST: list[BaseRoute] = [Route("/api", Endpoint(unknown)), Route("/api/{rest:path}", Endpoint(unknown))]
"""Everything else below `/api`; comes after every route of ours."""
