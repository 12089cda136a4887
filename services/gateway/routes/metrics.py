"""`/metrics`: the fleet's counters in Prometheus' text format."""

from quart import Blueprint, Response

from services.gateway.core.exposition import exposition
from services.gateway.routes.debug import read_stats

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
async def metrics() -> Response:
    """Any replica answers for the whole fleet: scrape one, or take the maximum."""
    return Response(exposition(await read_stats()), content_type="text/plain; version=0.0.4; charset=utf-8")
