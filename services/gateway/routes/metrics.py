"""`/metrics`: the fleet's counters in Prometheus' text format."""

from quart import Blueprint, Response

from services.gateway.core.exposition import exposition
from services.gateway.routes.debug import StatsUnavailable, read_stats
from services.gateway.routes.health import runtime

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
async def metrics() -> Response:
    """Any replica answers for the whole fleet: scrape one, or take the maximum. Without Redis: this replica's gauges."""
    try:
        view = await read_stats()
    except StatsUnavailable:
        view = runtime().facts()
    return Response(exposition(view), content_type="text/plain; version=0.0.4; charset=utf-8")
