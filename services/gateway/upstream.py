"""`OpenRouterClient`: one attempt per request, over pooled connections, with the current key. Knows httpx; nobody else does.

The transport is called without httpx's client around it: no redirects, no cookies, no retries.
"""

import time
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import httpx
import msgspec

from services.gateway.core.local_error import ApiKeyMissing, UpstreamTimeout, UpstreamUnreachable
from services.gateway.core.response_headers import Headers
from services.gateway.simulator import SimulatedOpenRouter
from services.gateway.transport import PooledTransport, Upload
from services.gateway.upstream_connection import Pieces
from shared.config.model import OpenRouter
from shared.version import VERSION

PREPARED: Final = 16
"""Places and keys that are kept ready; more than a reload and a rotation ever need."""


class UpstreamBroke(Exception):
    """Upstream broke off in the middle of its answer."""


@dataclass(slots=True)
class UpstreamAnswer:
    """An answer whose head has arrived. Close it, whatever happens."""

    status: int
    headers: Headers
    waited_ms: float
    """From sending to the head of the answer."""
    _response: httpx.Response

    @property
    def is_stream(self) -> bool:
        """Server-sent events."""
        kinds = (value for name, value in self.headers if name.lower() == b"content-type")
        return next(kinds, b"").lower().startswith(b"text/event-stream")

    def chunks(self) -> "Chunks":
        """The body's bytes as they come, never decoded."""
        return Chunks(self._response)

    async def aclose(self) -> None:
        """Let the connection go: back to the pool when all was read, closed at once otherwise."""
        await self._response.stream.aclose()  # type: ignore[union-attr]  # an async transport gives an async stream


class Chunks:
    """Pieces of a body, read one by one; an object and not a generator, which costs as much as the reading."""

    __slots__ = ("_next", "_pieces")

    def __init__(self, response: httpx.Response) -> None:
        """Of this answer."""
        self._pieces: AsyncIterator[bytes] = aiter(response.stream)  # type: ignore[arg-type]  # an async transport gives an async stream
        self._next = self._pieces.__anext__

    def __aiter__(self) -> "Chunks":
        """Itself."""
        return self

    async def __anext__(self) -> bytes:
        """The next piece; raises `UpstreamBroke`."""
        try:
            return await self._next()
        except httpx.HTTPError as error:
            raise UpstreamBroke(type(error).__name__) from error

    async def aclose(self) -> None:
        """No more of them are wanted."""
        if isinstance(self._pieces, AsyncGenerator):
            await self._pieces.aclose()


class OpenRouterClient:
    """The way to OpenRouter. `api_key` is replaced by the key watcher; a request uses the one of its moment."""

    def __init__(self, *, simulate: bool = False) -> None:
        """`simulate`: answer from the built-in simulator instead of the network."""
        self.api_key = ""
        self.simulated = simulate
        self._transport: httpx.AsyncBaseTransport = SimulatedOpenRouter() if simulate else PooledTransport()
        self._prepared: dict[tuple[OpenRouter, str, str, str], _Prepared] = {}

    def require_key(self) -> str:
        """The key to send; raises `ApiKeyMissing` before any work is done."""
        if not self.api_key and not self.simulated:
            raise ApiKeyMissing(
                "no OpenRouter API key: set the environment variable or the key file named in router.yaml"
            )
        return self.api_key

    async def send(self, body: bytes | Pieces, *, settings: OpenRouter, key: str) -> UpstreamAnswer:
        """One attempt at a chat completion; raises `UpstreamUnreachable` or `UpstreamTimeout`."""
        return await self._send("POST", "/chat/completions", body, settings=settings, key=key)

    async def models(self, *, settings: OpenRouter) -> frozenset[str]:
        """Ids of the models that OpenRouter knows; raises `LocalError`s, and `UpstreamBroke` for an answer that is no list."""
        answer = await self._send("GET", "/models", b"", settings=settings, key=self.api_key)
        try:
            body = b"".join([chunk async for chunk in answer.chunks()])
            return frozenset(model.id for model in msgspec.json.decode(body, type=_Models).data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UpstreamBroke("no list of models") from error
        finally:
            await answer.aclose()

    async def _send(
        self, method: str, path: str, body: bytes | Pieces, *, settings: OpenRouter, key: str
    ) -> UpstreamAnswer:
        sent = time.monotonic()
        try:
            prepared = self._prepare(settings, method, path, key)
            request = httpx.Request(
                method,
                prepared.url,
                headers=prepared.headers,
                stream=Upload((body,) if isinstance(body, bytes) else body),
                extensions=prepared.extensions,
            )
            response = await self._transport.handle_async_request(request)
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _mapped(error) from error
        waited_ms = (time.monotonic() - sent) * 1000
        return UpstreamAnswer(response.status_code, [(n, v) for n, v in response.headers.raw], waited_ms, response)

    def _prepare(self, settings: OpenRouter, method: str, path: str, key: str) -> "_Prepared":
        """Address and headers, made once per config and key: making them was a twelfth of a request's CPU."""
        known = settings, method, path, key
        if (prepared := self._prepared.get(known)) is None:
            url = httpx.URL(settings.base_url.rstrip("/") + path)
            headers = httpx.Headers(_headers(settings, key))
            prepared = _Prepared(url, headers, {"timeout": _timeouts(settings), "same_head": known})
            if len(self._prepared) >= PREPARED:
                self._prepared.clear()
            self._prepared[known] = prepared
        return prepared

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transport.aclose()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What every request to one place has in common."""

    url: httpx.URL
    headers: httpx.Headers
    extensions: dict[str, Any]
    """Time limits, and what tells the transport that a head is like the last one."""


class _Model(msgspec.Struct):
    id: str = ""


class _Models(msgspec.Struct):
    data: list[_Model]


def _timeouts(settings: OpenRouter) -> dict[str, float | None]:
    return {
        "connect": settings.connect_timeout_seconds,
        "pool": settings.connect_timeout_seconds,
        "read": settings.idle_timeout_seconds or None,
    }


def _headers(settings: OpenRouter, key: str) -> list[tuple[str, str]]:
    """Everything that upstream gets; nothing of it comes from the client."""
    headers = [
        ("Content-Type", "application/json"),
        ("Accept", "*/*"),
        ("Accept-Encoding", "identity"),
        ("User-Agent", f"dispatch/{VERSION}"),
    ]
    optional = (
        ("Authorization", f"Bearer {key}" if key else ""),
        ("HTTP-Referer", settings.http_referer),
        ("X-OpenRouter-Title", settings.site_title),
    )
    return headers + [(name, value) for name, value in optional if value]


def _mapped(error: Exception) -> UpstreamTimeout | UpstreamUnreachable:
    if isinstance(error, httpx.ConnectTimeout):
        return UpstreamTimeout("OpenRouter did not accept a connection in time")
    if isinstance(error, httpx.TimeoutException):
        return UpstreamTimeout("OpenRouter did not begin its answer in time")
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | ValueError):
        return UpstreamUnreachable("OpenRouter could not be reached: openrouter.base_url is no usable address")
    if isinstance(error, httpx.ConnectError):
        return UpstreamUnreachable("OpenRouter could not be reached: the connection failed")
    return UpstreamUnreachable("OpenRouter broke off before its answer began")
