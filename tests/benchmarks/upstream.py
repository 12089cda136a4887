"""A fake OpenRouter for the benchmark: one uvloop protocol that does next to nothing per request.

What it answers stands in the body's `user` field: `bench/json`, `bench/burst/EVENTS` (an event per loop turn) or
`bench/paced/EVENTS/MICROSECONDS` (each event carries the time it was written at). Prints its port, serves until stdin closes.
"""

import asyncio
import json
import re
import sys
import time
from typing import Final

import uvloop

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_WANTED: Final = re.compile(rb'"user":"bench/([a-z]+)(?:/(\d+))?(?:/(\d+))?"')
_STREAM_HEAD: Final = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def _completion() -> bytes:
    data = json.dumps(
        {
            "id": "gen-1733",
            "object": "chat.completion",
            "created": 1,
            "model": "fake/model",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "x" * 700}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 250, "completion_tokens": 160, "total_tokens": 410, "cost": 0.00021},
        }
    ).encode()
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(data), data)


def _event(stamp: bytes = b"0") -> bytes:
    data = (
        b'data: {"id":"gen-1733","object":"chat.completion.chunk","created":1,"model":"fake/model","t":"%b","choices":[{"index":0,'
        b'"delta":{"role":"assistant","content":" word"},"finish_reason":null}]}\n\n' % stamp.rjust(19, b"0")
    )
    return b"%x\r\n%b\r\n" % (len(data), data)


_JSON: Final = _completion()
_BURST_EVENT: Final = _event()
_LAST_DATA: Final = (
    b'data: {"id":"gen-1733","object":"chat.completion.chunk","created":1,"model":"fake/model","choices":[],'
    b'"usage":{"prompt_tokens":250,"completion_tokens":160,"total_tokens":410,"cost":0.00021}}\n\ndata: [DONE]\n\n'
)
_LAST: Final = b"%x\r\n%b\r\n0\r\n\r\n" % (len(_LAST_DATA), _LAST_DATA)


class Upstream(asyncio.Protocol):
    """One connection. Only the first 2 KB of a body are looked at."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._head = bytearray()
        self._missing = 0
        self._left = 0
        self._closed = False
        self._may_write = True
        self._chunked = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # uvloop registers no subclass

    def connection_lost(self, exc: Exception | None) -> None:
        self._closed = True

    def data_received(self, data: bytes) -> None:
        if self._missing > 0:
            self._missing -= len(data)
            if len(self._head) < 4096:
                self._head += data[:2048]
        elif self._chunked:
            self._head += data
            if self._head.endswith(b"0\r\n\r\n"):
                self._chunked = False
                self._serve()
            return
        else:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            length = _LENGTH.search(self._head, 0, end + 2)
            if length is None and b"chunked" in bytes(self._head[:end]).lower():
                self._chunked = not self._head.endswith(b"0\r\n\r\n")
                if self._chunked:
                    return
            self._missing = (int(length[1]) if length else 0) - (len(self._head) - end - 4)
        if self._missing <= 0:
            self._missing = 0
            self._serve()

    def _serve(self) -> None:
        wanted = _WANTED.search(bytes(self._head))
        self._head.clear()
        kind = wanted[1] if wanted else b"json"
        if kind == b"json":
            self.transport.write(_JSON)
            return
        assert wanted is not None
        self._left = int(wanted[2])
        self.transport.write(_STREAM_HEAD)
        if kind == b"burst":
            self._loop.call_soon(self._burst)
        else:
            self._pause_s = int(wanted[3]) / 1e6
            self._next = self._loop.time() + self._pause_s
            self._loop.call_at(self._next, self._paced)

    def _burst(self) -> None:
        if self._closed:
            return
        if not self._may_write:
            self._loop.call_later(0.001, self._burst)
        elif self._left == 0:
            self.transport.write(_LAST)
        else:
            self._left -= 1
            self.transport.write(_BURST_EVENT)
            self._loop.call_soon(self._burst)

    def _paced(self) -> None:
        if self._closed:
            return
        if self._left == 0:
            self.transport.write(_LAST)
            return
        self._left -= 1
        self.transport.write(_event(b"%d" % time.monotonic_ns()))
        self._next += self._pause_s
        self._loop.call_at(self._next, self._paced)

    def pause_writing(self) -> None:
        self._may_write = False

    def resume_writing(self) -> None:
        self._may_write = True


async def main() -> None:
    """Serve on a free port until stdin closes."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Upstream, "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    uvloop.run(main())
