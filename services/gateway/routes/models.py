"""`/v1/models`: the names a client may ask for. Which model answers is decided per request."""

from typing import Any

from quart import Blueprint

from services.gateway.core.local_error import NotFound
from services.gateway.core.override import ALIASES

blueprint = Blueprint("models", __name__)


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": 0, "owned_by": "dispatch"}


@blueprint.get("/v1/models")
async def models() -> dict[str, Any]:
    """All of them, in OpenAI's list shape."""
    return {"object": "list", "data": [_model(name) for name in ALIASES]}


@blueprint.get("/v1/models/<path:name>")
async def model(name: str) -> dict[str, Any]:
    """One of them; raises `NotFound`."""
    if name not in ALIASES:
        raise NotFound(f"no such model; there are: {', '.join(ALIASES)}")
    return _model(name)
