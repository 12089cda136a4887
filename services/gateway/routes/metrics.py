"""`/metrics`: the fleet's counters in Prometheus' text format."""

import asyncio
from typing import Final

from quart import Blueprint, Response

from services.gateway.core.exposition import exposition
from services.gateway.routes.debug import StatsUnavailable, read_stats
from services.gateway.routes.health import runtime

blueprint = Blueprint("metrics", __name__)

COUNTERS_S: Final = 2.0
"""A hung Redis is waited for so long: a scrape gives up after 5 s (deploy/observability/prometheus.yml)."""


@blueprint.get("/metrics")
async def metrics() -> Response:
    """Any replica answers for the whole fleet: scrape one, or take the maximum. Without Redis: this replica's gauges."""
    try:
        async with asyncio.timeout(COUNTERS_S):
            view = await read_stats()
    except (StatsUnavailable, TimeoutError):
        view = runtime().facts()
    return Response(exposition(view), content_type="text/plain; version=0.0.4; charset=utf-8")
