"""The reference: a bare pass-through of Quart and httpx that judges nothing, written the way the two libraries' pages show it.

Run as `hypercorn --config python:tests.benchmarks.reference_proxy.Lifted tests.benchmarks.reference_proxy:app` with UPSTREAM
set to the upstream's address. Only limits that would stop the benchmark itself are lifted: 100 connections, 5 s of silence, 60 s
per response, 1,000 requests on a connection.
"""

import os
from collections.abc import AsyncIterator

import httpx
from quart import Quart, Response, request

UPSTREAM = os.environ.get("UPSTREAM", "http://127.0.0.1:1")
KEPT = ("content-type", "cache-control")


class Lifted:
    """Hypercorn's settings that differ from its own."""

    keep_alive_max_requests = 1_000_000


app = Quart(__name__)
app.config["RESPONSE_TIMEOUT"] = None
app.config["BODY_TIMEOUT"] = None
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024 * 1024


@app.before_serving
async def start() -> None:
    """One client for all requests; httpx's own 20 kept connections, since its pool walks all of them for each request."""
    app.extensions["client"] = httpx.AsyncClient(
        timeout=None, limits=httpx.Limits(max_connections=1000, max_keepalive_connections=20)
    )


@app.after_serving
async def stop() -> None:
    """Close its connections."""
    await app.extensions["client"].aclose()


@app.post("/v1/chat/completions")
async def chat() -> Response:
    """Send the body on, stream the answer back."""
    client: httpx.AsyncClient = app.extensions["client"]
    body = await request.get_data()
    headers = {"Authorization": "Bearer key", "Content-Type": "application/json"}
    outgoing = client.build_request("POST", f"{UPSTREAM}/chat/completions", content=body, headers=headers)
    answer = await client.send(outgoing, stream=True)

    async def relay() -> AsyncIterator[bytes]:
        try:
            async for data in answer.aiter_raw():
                yield data
        finally:
            await answer.aclose()

    return Response(
        relay(),
        status=answer.status_code,
        headers={name: answer.headers[name] for name in KEPT if name in answer.headers},
    )


@app.get("/livez")
async def livez() -> str:
    """Up."""
    return "ok"
