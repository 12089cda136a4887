"""`/openapi.json`: what is served here, for people and for tests that try everything."""

from typing import Any, Final

from quart import Blueprint

from services.gateway.routes.feedback import ID_LIMIT, ID_SHAPE
from shared import version

blueprint = Blueprint("openapi", __name__)

_ERROR: Final = {
    "description": "A refusal by Dispatch itself",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
_JSON: Final = {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}}
_BODY: Final = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ChatCompletion"}}},
}


def _get(
    summary: str, *, parameters: list[dict[str, Any]] | None = None, refusals: tuple[str, ...] = ()
) -> dict[str, Any]:
    found: dict[str, Any] = {"summary": summary, "responses": {"200": _JSON} | dict.fromkeys(refusals, _ERROR)}
    if parameters:
        found["parameters"] = parameters
    return {"get": found}


def _post(summary: str, body: dict[str, Any], refusals: tuple[str, ...]) -> dict[str, Any]:
    return {
        "post": {"summary": summary, "requestBody": body, "responses": {"200": _JSON} | dict.fromkeys(refusals, _ERROR)}
    }


PATHS: Final[dict[str, Any]] = {
    "/v1/chat/completions": _post(
        "Judge, forward, stream", _BODY, ("400", "403", "408", "413", "415", "500", "502", "503", "504", "default")
    ),
    "/debug/route": _post(
        "The decision, explained, without an upstream call", _BODY, ("400", "403", "408", "413", "415")
    ),
    "/v1/models": _get("The model names a client may ask for"),
    "/v1/models/{id}": _get(
        "One model name",
        parameters=[{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        refusals=("404",),
    ),
    "/debug/stats": _get("Counters of the fleet", refusals=("503",)),
    "/debug/request": _get(
        "What became of one request",
        parameters=[{"name": "id", "in": "query", "required": True, "schema": {"type": "string", "pattern": ID_SHAPE}}],
        refusals=("400", "404", "503"),
    ),
    "/debug/feedback": _post(
        "The level a person expected",
        {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Feedback"}}}},
        ("400", "403", "404", "413", "500"),
    ),
    "/health": _get("What works and what does not"),
    "/readyz": _get("Whether to send requests here", refusals=()) | {},
    "/livez": _get("The process answers"),
    "/version": _get("What is running"),
}
PATHS["/v1/chat/completions"]["post"]["responses"]["200"] = {
    "description": "Upstream's answer, a stream when one was asked for",
    "content": {**_JSON["content"], "text/event-stream": {}},  # type: ignore[dict-item]
}
PATHS["/readyz"]["get"]["responses"]["503"] = {"description": "Not ready", "content": _JSON["content"]}

SCHEMAS: Final[dict[str, Any]] = {
    "ChatCompletion": {
        "type": "object",
        "required": ["messages"],
        "properties": {"messages": {"type": "array"}, "model": {"type": "string"}, "stream": {"type": "boolean"}},
    },
    "Feedback": {
        "type": "object",
        "required": ["request_id", "expected_level"],
        "properties": {
            "request_id": {"type": "string", "maxLength": ID_LIMIT, "pattern": ID_SHAPE},
            "expected_level": {"enum": ["easy", "medium", "hard", "critical"]},
            "note": {"type": "string"},
        },
    },
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["message", "type", "code", "param"],
                "properties": {"message": {"type": "string"}, "type": {"type": "string"}},
            },
            "request_id": {"type": "string"},
        },
    },
}


@blueprint.get("/openapi.json")
async def openapi() -> dict[str, Any]:
    """OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dispatch", "version": version.VERSION},
        "paths": PATHS,
        "components": {"schemas": SCHEMAS},
    }
