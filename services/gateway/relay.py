"""Upstream's answer to the client: status, headers and bytes as they come, observed but never held longer than needed.

Back-pressure is the loop itself: the next chunk is read when the client has taken the last one. A stream that upstream
breaks is broken to the client too, since agents take a clean end for a finished answer.
"""

import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final

from services.gateway.core import upstream_error
from services.gateway.core.response_headers import Headers, error_headers, upstream_headers
from services.gateway.core.sse import SseObserver, read_usage
from services.gateway.exchange import Exchange
from services.gateway.upstream import UpstreamAnswer, UpstreamBroke

HELD_BYTES: Final = 1 << 18
"""So much of a non-stream answer is looked at before its headers go out."""
HELD_S: Final = 1.0
"""And what comes later than this after its head is not held."""
OBSERVED_BYTES: Final = 1 << 23
"""So much of it is kept until its end, for the usage and the error that stand there."""


async def relay(exchange: Exchange, answer: UpstreamAnswer) -> None:
    """Pass the answer on; raises `UpstreamBroke` when it stays incomplete."""
    record = exchange.record
    record.upstream_ms = answer.waited_ms
    try:
        async with aclosing(answer.chunks()) as chunks:
            if answer.is_stream and answer.status < 400:
                await _relay_stream(exchange, answer, chunks)
            else:
                await _relay_whole(exchange, answer, chunks)
    except UpstreamBroke:
        record.upstream_broke = True
        raise
    finally:
        await answer.aclose()


async def _relay_stream(exchange: Exchange, answer: UpstreamAnswer, chunks: AsyncIterator[bytes]) -> None:
    observer, record = SseObserver(answer.status), exchange.record
    await exchange.start(answer.status, upstream_headers(answer.headers, is_stream=True))
    try:
        async for chunk in chunks:
            observer.feed(chunk)
            await exchange.write(chunk)
    finally:
        observer.finish()
        record.usage, record.error, record.served_model = observer.usage, observer.error, observer.served_model
    await exchange.end()


async def _relay_whole(exchange: Exchange, answer: UpstreamAnswer, chunks: AsyncIterator[bytes]) -> None:
    """Hold the beginning of an answer, so that an error inside it can be told in the headers."""
    held, complete = await _hold(chunks)
    _observe(exchange, answer, held)
    own = upstream_headers(answer.headers, is_stream=answer.is_stream)
    if exchange.record.error is not None:
        own += error_headers(exchange.record.error)
    length = str(len(held)) if complete else _header(answer.headers, b"content-length")
    if length and _may_have_body(answer.status):
        own.append((b"content-length", length.encode()))
    await exchange.start(answer.status, own)
    if complete:
        await exchange.end(held)
        return
    await exchange.write(held)
    seen, size = [held], len(held)
    async for chunk in chunks:
        await exchange.write(chunk)
        size += len(chunk)
        if size <= OBSERVED_BYTES:
            seen.append(chunk)
    await exchange.end()
    if size <= OBSERVED_BYTES:
        _observe(exchange, answer, b"".join(seen))


async def _hold(chunks: AsyncIterator[bytes]) -> tuple[bytes, bool]:
    """The first HELD_BYTES or HELD_S of the body, and whether that is all of it."""
    held: list[bytes] = []
    size, deadline = 0, time.monotonic() + HELD_S
    async for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= HELD_BYTES or time.monotonic() >= deadline:
            return b"".join(held), False
    return b"".join(held), True


def _observe(exchange: Exchange, answer: UpstreamAnswer, body: bytes) -> None:
    record = exchange.record
    retry_after = _header(answer.headers, b"retry-after")
    found = upstream_error.read_answer(body)
    record.error = upstream_error.from_answer(found, status=answer.status, retry_after=retry_after)
    record.usage = read_usage(found.usage)
    record.served_model = found.model[:128] if isinstance(found.model, str) else ""


def _header(headers: Headers, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in headers if key.lower() == name), "")


def _may_have_body(status: int) -> bool:
    return status >= 200 and status not in (204, 304)
