"""`PooledTransport`: httpx over aiohttp's connections. The only module that imports aiohttp.

httpx's own pool walks all connections for each request: 1.9 ms of CPU per request at 32 connections, where aiohttp's
takes 0.27. httpx-aiohttp would do the same, but it hides how a connection ended, and aiohttp by itself gets two ends
wrong: it leaves the reader waiting for ever when a chunk is garbage, and takes a reset for the end of a body that has
neither a length nor chunks.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import aiohttp
import httpx
from multidict import CIMultiDict

KEEPALIVE_S: Final = 20.0
"""Idle connections are closed sooner than OpenRouter closes them, so that a request does not meet a dying one."""
READ_BUFFER: Final = 1 << 18
HEADER_LIMIT: Final = 1 << 16


class PooledTransport(httpx.AsyncBaseTransport):
    """One attempt per request: no redirects, no retries, no cookies, no decoding."""

    def __init__(self) -> None:
        """Nothing connects before the first request."""
        self._opened: aiohttp.ClientSession | None = None
        self._last_raw: list[tuple[bytes, bytes]] = []
        self._last: CIMultiDict[str] = CIMultiDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send and wait for the head of the answer; raises httpx's errors."""
        timeout = request.extensions["timeout"]
        try:
            answer = await self._session().request(
                request.method,
                str(request.url),
                headers=self._headers_of(request),
                data=await request.aread() or None,
                allow_redirects=False,
                auto_decompress=False,
                timeout=aiohttp.ClientTimeout(
                    connect=timeout["pool"], sock_connect=timeout["connect"], sock_read=timeout["read"]
                ),
            )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _mapped(error) from error
        assert isinstance(answer, _WatchedResponse)
        return httpx.Response(answer.status, headers=answer.raw_headers, stream=_Body(answer), request=request)

    async def aclose(self) -> None:
        """Close all connections."""
        if self._opened is not None:
            await self._opened.close()

    def _headers_of(self, request: httpx.Request) -> Mapping[str, str]:
        """The headers as aiohttp wants them; the last ones are kept, since one request's are like the next one's."""
        raw = request.headers.raw
        if raw != self._last_raw:
            self._last_raw, self._last = raw, CIMultiDict(request.headers.multi_items())
        return self._last

    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEPALIVE_S, ttl_dns_cache=60),
                cookie_jar=aiohttp.DummyCookieJar(),
                response_class=_WatchedResponse,
                read_bufsize=READ_BUFFER,
                max_line_size=HEADER_LIMIT,
                max_field_size=HEADER_LIMIT,
            )
        return self._opened


class _WatchedResponse(aiohttp.ClientResponse):
    """An answer that notices how its connection ended."""

    torn = False
    _watched: "asyncio.Future[None] | None" = None

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        """Begin, as aiohttp does, and watch the connection."""
        await super().start(connection)
        closed = connection.protocol.closed if connection.protocol is not None else None
        if closed is not None and not self.content.is_eof():
            self._watched = closed
            closed.add_done_callback(self._connection_closed)
        return self

    def unwatch(self) -> None:
        """Let go of the connection: it serves others for as long as it lives, and would keep every answer that watched it."""
        if self._watched is not None:
            self._watched.remove_done_callback(self._connection_closed)
            self._watched = None

    def _connection_closed(self, closed: "asyncio.Future[None]") -> None:
        error = None if closed.cancelled() else closed.exception()
        framed = "content-length" in self.headers or "chunked" in self.headers.get("transfer-encoding", "").lower()
        if not self.content.is_eof():
            self.content.set_exception(aiohttp.ClientPayloadError("the connection ended inside the answer"))
        elif error is not None and not framed:
            self.torn = True


class _Body(httpx.AsyncByteStream):
    """The bytes as they come."""

    def __init__(self, answer: _WatchedResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = self._answer.content.readany
        try:
            while chunk := await read():
                yield chunk
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise httpx.ReadError(type(error).__name__) from error
        if self._answer.torn:
            raise httpx.ReadError("reset")

    async def aclose(self) -> None:
        """Back to the pool when all was read, closed at once otherwise."""
        self._answer.unwatch()
        self._answer.release()


def _mapped(error: Exception) -> httpx.HTTPError:
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return httpx.ConnectTimeout("no connection in time")
    if isinstance(error, TimeoutError):
        return httpx.ReadTimeout("no answer in time")
    if isinstance(error, aiohttp.InvalidURL | UnicodeError):
        return httpx.UnsupportedProtocol("no usable address")
    if isinstance(error, aiohttp.ClientConnectorError):
        return httpx.ConnectError("the connection failed")
    return httpx.RemoteProtocolError("broke off before the answer began")
