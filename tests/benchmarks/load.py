"""The load generator: raw HTTP on uvloop protocols, closed loop, one process. Reads orders as JSON lines, answers with results.

It measures itself too (`own_cpu_s`), so that a run can show it was not the bottleneck.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import uvloop

from tests.benchmarks import bodies

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_STAMP: Final = re.compile(rb'"t":"(\d{19})"')
_NAP_S: Final = 0.01
"""A reader of streams whose delays are not asked for looks this often, and takes all that came since."""


@cache
def prepared(kind: str) -> tuple[bodies.Body, ...]:
    """The bodies of an order: `small`, `opencode`, `transcript/SIZE`, `loop/STEPS/SIZE`, `burst/EVENTS`, `paced/EVENTS/US`."""
    name, *numbers = kind.split("/")
    match name:
        case "small":
            return (bodies.small(),)
        case "opencode":
            return (bodies.opencode(),)
        case "transcript":
            return (bodies.transcript(int(numbers[0])),)
        case "loop":
            return tuple(bodies.loop(int(numbers[0]), int(numbers[1])))
        case "burst" | "paced":
            return (bodies.small(answer=kind, stream=True),)
    raise ValueError(kind)


class Run:
    """One order being carried out."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.bodies = prepared(order["body"])
        self.number = time.monotonic_ns() % 10**9
        self.count: int | None = order.get("count")
        self.ends = time.monotonic() + order["seconds"] if "seconds" in order else None
        self.skip_before = time.monotonic_ns() + int(order.get("skip_s", 0) * 1e9)
        self.latencies: list[float] = []
        self.delays: list[int] = []
        self.bad: list[str] = []
        self.fallbacks = 0
        self.bytes = 0
        self.timed = "skip_s" in order
        self.naps = order["body"].startswith(("paced", "burst")) and not self.timed

    def requests(self, connection: int) -> Iterator[tuple[bytes, bytes]]:
        """Heads and bodies for one connection until the order is fulfilled."""
        while True:
            self.number += 1
            nonce = b"%0*d" % (bodies.NONCE_BYTES, self.number)
            session = b"ses_%d_%d" % (connection, self.number if len(self.bodies) > 1 else 0)
            for body in self.bodies:
                if len(self.bodies) == 1 or body is self.bodies[0]:
                    if self.ends is not None and time.monotonic() >= self.ends:
                        return
                    if self.count is not None:
                        if self.count <= 0:
                            return
                        self.count -= 1
                data = body.fresh(nonce)
                yield _head(len(data), session), data


def _head(length: int, session: bytes) -> bytes:
    return (
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:18087\r\nAuthorization: Bearer placeholder\r\n"
        b"Content-Type: application/json\r\nUser-Agent: opencode/1.18.33 ai-sdk/provider-utils/4.0.23 runtime/bun/1.3.14\r\n"
        b"x-session-affinity: %b\r\nx-session-id: %b\r\nConnection: keep-alive\r\nAccept: */*\r\n"
        b"Accept-Encoding: gzip, deflate, br, zstd\r\nContent-Length: %d\r\n\r\n" % (session, session, length)
    )


class Caller(asyncio.Protocol):
    """One connection: the next request goes out when the answer to the last one is whole."""

    transport: asyncio.Transport

    def __init__(self, run: Run, number: int, done: Callable[[], None]) -> None:
        self._run = run
        self._requests = run.requests(number)
        self._done = done
        self._loop = asyncio.get_running_loop()
        self._head = b""
        self._tail = b""
        self._rest = b""
        self._missing = 0
        self._in_body = False
        self._chunked = False
        self._finished = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # uvloop registers no subclass
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._finished:
            self._run.bad.append("connection lost")
            self._finish()

    def _finish(self) -> None:
        self._finished = True
        self.transport.close()
        self._done()

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._finish()
            return
        head, body = request
        self._sent = time.perf_counter()
        if len(body) > 65_536:
            self.transport.writelines((head, body))
        else:
            self.transport.write(head + body)

    def data_received(self, data: bytes) -> None:
        run = self._run
        run.bytes += len(data)
        if not self._in_body:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head, data = self._head[: end + 2], self._head[end + 4 :]
            self._head = b""
            if not head.startswith(b"HTTP/1.1 200"):
                run.bad.append(head[:40].decode("latin-1").partition("\r")[0])
            if b"classifier_unavailable" in head:
                run.fallbacks += 1
            length = _LENGTH.search(head)
            self._chunked = length is None
            self._missing = int(length[1]) if length else 0
            self._in_body, self._tail = True, b""
        if run.timed:
            self._delays(data)
        if self._chunked:
            self._tail = (self._tail + data)[-400:] if len(data) < 7 else data
            if not self._tail.endswith(b"0\r\n\r\n"):
                if run.naps:
                    self.transport.pause_reading()
                    self._loop.call_later(_NAP_S, self.transport.resume_reading)
                return
        else:
            self._missing -= len(data)
            if self._missing > 0:
                return
        self._in_body = False
        run.latencies.append(time.perf_counter() - self._sent)
        self._next()

    def _delays(self, data: bytes) -> None:
        now = time.monotonic_ns()
        if now < self._run.skip_before:
            return
        text, end = self._rest + data, 0
        for found in _STAMP.finditer(text):
            self._run.delays.append(now - int(found[1]))
            end = found.end()
        self._rest = text[end:][-64:]


async def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """Run one order to its end."""
    for body in prepared(order["body"]):
        assert body.pieces
    loop = asyncio.get_running_loop()
    run, finished = Run(order), asyncio.Event()
    left = order["connections"]

    def done() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            finished.set()

    ports = order["ports"]
    cpu, wall = time.process_time(), time.monotonic()
    for number in range(order["connections"]):
        await loop.create_connection(
            lambda number=number: Caller(run, number, done), "127.0.0.1", ports[number % len(ports)]
        )  # type: ignore[misc]
    await finished.wait()
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    latencies = sorted(run.latencies)
    return {
        "requests": len(latencies),
        "wall_s": wall,
        "own_cpu_s": cpu,
        "p50_ms": _percentile(latencies, 0.5) * 1e3,
        "p99_ms": _percentile(latencies, 0.99) * 1e3,
        "delay_p50_ms": _percentile(sorted(run.delays), 0.5) / 1e6,
        "delay_p99_ms": _percentile(sorted(run.delays), 0.99) / 1e6,
        "events": len(run.delays),
        "bad": len(run.bad),
        "bad_kinds": sorted(set(run.bad))[:5],
        "fallbacks": run.fallbacks,
        "received_bytes": run.bytes,
        "body_bytes": len(prepared(order["body"])[-1]),
    }


def _percentile(values: list[Any], share: float) -> float:
    """The value below which `share` of them lie; 0 without values."""
    return float(values[min(int(len(values) * share), len(values) - 1)]) if values else 0.0


async def main() -> None:
    """Orders from stdin until it closes."""
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await carry_out(json.loads(line))), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
