"""`/debug/stats` and `/debug/request`: what the fleet counted, and what became of one request. Metadata only."""

import re
from typing import Any, Final

from quart import Blueprint, Response, request
from redis.exceptions import RedisError

from services.gateway.core.exposition import stats_view
from services.gateway.core.local_error import InvalidRequest, LocalError, NotFound
from services.gateway.routes.health import runtime

blueprint = Blueprint("debug", __name__)

REQUEST_ID: Final = re.compile("[0-9a-f]{16}")
"""Anything else was never given out, and is not worth a question to Redis, whose slow log would keep it."""


class StatsUnavailable(LocalError):
    """Redis can't be read just now."""

    status = 503
    type = "dispatch_redis_unavailable"
    code = "redis_unavailable"


@blueprint.get("/debug/stats")
async def stats() -> dict[str, Any]:
    """Counters of the whole fleet, facts of this replica; raises `StatsUnavailable`."""
    return await read_stats()


async def read_stats() -> dict[str, Any]:
    """Everything that `/debug/stats` and `/metrics` show; raises `StatsUnavailable`."""
    here = runtime()
    try:
        await here.stats.flush_all()
        counters = await here.stats.read()
    except (RedisError, OSError) as error:
        raise StatsUnavailable(
            "the counters are in Redis, and Redis does not answer; nothing is lost, try again"
        ) from error
    return stats_view(counters, here.facts())


@blueprint.get("/debug/request")
async def show_request() -> Response:
    """One record of the ring; raises `InvalidRequest` or `NotFound`."""
    here = runtime()
    if not here.snapshot.config.debug.request_index_enabled:
        raise NotFound("the request index is switched off: debug.request_index_enabled")
    request_id = request.args.get("id", "").strip()
    if not request_id:
        raise InvalidRequest("give the request id: /debug/request?id=...")
    try:
        found = await here.stats.find(request_id) if REQUEST_ID.fullmatch(request_id) else None
    except (RedisError, OSError) as error:
        raise StatsUnavailable("the records are in Redis, and Redis does not answer; try again") from error
    if found is None:
        raise NotFound("no such request among the recent ones; debug.request_index_size says how many are kept")
    return Response(found, content_type="application/json")
