"""What the fuzz tests have in common: a gateway in a loop of its own, called over bare ASGI, and an upstream that answers anything."""

import asyncio
import os
import threading
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from services.gateway.app import Gateway
from tests.fakes.in_process import InProcess, gateway

SCALE: Final = float(os.environ.get("DISPATCH_FUZZ_SCALE", "1"))
LIMIT_S: Final = 20.0
"""No single request may take longer, whatever it holds."""

tried: Counter[str] = Counter()
"""Cases by kind."""

Value = TypeVar("Value")
Pairs = Sequence[tuple[bytes, bytes]]


def examples(number: int) -> settings:
    """Settings of a test that tries `number` cases at scale 1."""
    return settings(
        max_examples=max(int(number * SCALE), 1),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        database=None,
    )


# --- values ---

text = st.text(max_size=30)
name = st.sampled_from(["role", "content", "type", "text", "tool_calls", "function", "name", "arguments", "id"]) | text
scalar = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
json_value = st.recursive(
    scalar, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(name, inner, max_size=4), max_leaves=12
)
header_value = st.binary(max_size=60).map(lambda raw: bytes(byte for byte in raw if byte not in b"\r\n\0"))


# --- a gateway in this process ---


@dataclass
class Seen:
    """One answer."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""

    def header(self, wanted: str) -> str | None:
        """The only header of this name."""
        found = [value for key, value in self.headers if key == wanted.encode()]
        assert len(found) <= 1, f"{wanted} is there {len(found)} times"
        return found[0].decode("latin-1") if found else None


class AnyUpstream(httpx.AsyncBaseTransport):
    """Answers every request with the status, headers and chunks it is told; None breaks the answer off there."""

    def __init__(self) -> None:
        """At first an empty object."""
        self.status, self.headers, self.chunks = 200, [(b"content-type", b"application/json")], [b"{}"]

    def tell(self, status: int, headers: Pairs, chunks: Sequence[bytes | None]) -> None:
        """What the next requests get."""
        self.status, self.headers, self.chunks = status, list(headers), list(chunks)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The told answer."""
        return httpx.Response(self.status, headers=self.headers, stream=_Chunks(self.chunks))


class _Chunks(httpx.AsyncByteStream):
    def __init__(self, chunks: Sequence[bytes | None]) -> None:
        self._chunks = chunks

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            if chunk is None:
                raise httpx.RemoteProtocolError("cut")
            yield chunk


class Harness:
    """A running gateway, called from the test's thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, here: InProcess) -> None:
        """`here` runs in `loop`."""
        self._loop = loop
        self.here = here
        self.upstream = AnyUpstream()
        self._app = Gateway(here.runtime)

    def script_upstream(self) -> None:
        """From now on `upstream` answers in place of the simulator."""
        self.here.runtime.upstream._transport = self.upstream

    def run(self, coroutine: Coroutine[Any, Any, Value]) -> Value:
        """The result of something that runs in the gateway's loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(LIMIT_S)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Pairs = (),
        *,
        query: bytes = b"",
        cuts: Sequence[int] = (),
    ) -> Seen:
        """One request. `cuts`: where the body is cut into pieces."""
        tried["request in process"] += 1
        return self.run(self._ask(method, path, body, headers, query, cuts))

    async def _ask(
        self, method: str, path: str, body: bytes, headers: Pairs, query: bytes, cuts: Sequence[int]
    ) -> Seen:
        edges = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
        pieces = [body[start:end] for start, end in pairwise(edges)]
        seen, forever = Seen(), asyncio.Event()

        async def receive() -> dict[str, Any]:
            if not pieces:
                await forever.wait()
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                assert not seen.status, "two heads"
                seen.status, seen.headers = message["status"], list(message.get("headers", ()))
            else:
                seen.body += message.get("body", b"")

        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode("utf-8", "surrogatepass"), "query_string": query, "root_path": "",
            "headers": [(key.lower(), value) for key, value in headers], "client": ("127.0.0.1", 1),
            "server": ("gateway", 80), "extensions": {},
        }  # fmt: skip
        await self._app(scope, receive, send)
        return seen


@contextmanager
def running(folder: Path, redis_url: str, *, edit: tuple[tuple[str, str], ...] = ()) -> Iterator[Harness]:
    """A gateway in a thread with a loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="gateway")
    thread.start()
    stop = asyncio.Event()
    up: threading.Event = threading.Event()
    made: list[Harness] = []

    async def serve() -> None:
        async with gateway(folder, redis_url, edit=edit) as here:
            made.append(Harness(loop, here))
            up.set()
            await stop.wait()

    served = asyncio.run_coroutine_threadsafe(serve(), loop)
    try:
        assert up.wait(LIMIT_S) or served.result(0), "the gateway did not start"
        yield made[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        served.result(LIMIT_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(LIMIT_S)
        loop.close()


def fine(seen: Seen, *allowed: int) -> None:
    """An answer of one of these statuses (and 200), in a shape that Dispatch promises."""
    assert seen.status in (200, *allowed), (seen.status, seen.body[:400])
    identity = seen.header("x-dispatch-request-id")
    assert identity is not None
    assert len(identity) == 16
    for key, value in seen.headers:
        assert not set(value) & set(b"\r\n\0"), key
        if key.startswith(b"x-dispatch-"):
            assert value.isascii()
            assert len(value) <= 1024
