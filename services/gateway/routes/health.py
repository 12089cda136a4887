"""`/health`, `/readyz`, `/livez` and `/version`: what this process knows of itself without asking anybody."""

from typing import Any

from quart import Blueprint, current_app

from services.gateway.runtime import Runtime
from shared import version
from shared.redis_client import redacted

blueprint = Blueprint("health", __name__)


def runtime() -> Runtime:
    """The process that serves this request."""
    found: Runtime = current_app.extensions["runtime"]
    return found


@blueprint.get("/livez")
async def livez() -> dict[str, Any]:
    """The process answers."""
    return {"status": "alive"}


@blueprint.get("/readyz")
async def readyz() -> tuple[dict[str, Any], int]:
    """Whether a balancer shall send requests here."""
    here = runtime()
    if here.draining:
        return {"status": "not_ready", "reason": "draining", "detail": "this replica is stopping"}, 503
    if error := here.degraded_error:
        return {"status": "not_ready", "reason": "config_reload_failing", "detail": error}, 503
    return {"status": "ready"}, 200


@blueprint.get("/health")
async def health() -> dict[str, Any]:
    """Always 200: what works and what does not."""
    here = runtime()
    state, error = here.config_watch.state, here.degraded_error
    strict = here.snapshot.config.config_reload.fail_requests_when_degraded
    return {
        "status": "degraded" if error else "ok",
        "serving": not here.draining and not (error and strict),
        "draining": here.draining,
        "replica": here.replica,
        "config": {
            "active": "last_valid" if state.failing else "current",
            "reload_ok": not error,
            "last_error": error,
            "failed_reload_count": here.config_watch.failure_count,
            "last_failure_unix": here.last_failure_unix,
            "digest": here.snapshot.digest,
            "warnings": here.snapshot.warnings,
        },
        "redis": {"connected": here.classifier.redis_up, "url": redacted(here.redis_url)},
        "classifier": {
            "workers_alive": here.classifier.workers_alive,
            "fallback_level": here.snapshot.config.classifier.fallback_level,
        },
        "upstream": {
            "base_url": here.snapshot.config.openrouter.base_url,
            "simulated": here.upstream.simulated,
            "api_key_present": here.key_watch.facts().present,
        },
        "requests_active": len(here.active),
    }


@blueprint.get("/version")
async def show_version() -> dict[str, Any]:
    """What is running."""
    return {"version": version.VERSION, "commit": version.COMMIT, "build_time": version.BUILD_TIME}
