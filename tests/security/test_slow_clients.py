"""Clients that take their time, by the hundred: each costs a little memory and, at the end, itself; nobody else waits for them."""

import gzip
import json
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil
import pytest

from tests.fakes.client import Answer, Client, End, request_bytes
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Gateway, Stack, until

StackFactory = Callable[..., Stack]
READ_LIMIT_S = 1.0
CONFIG = {"server": {"read_timeout_seconds": READ_LIMIT_S}}
WITHOUT_DELAY_S = 1.0
"""Everybody else's longest wait; 20 ms when nothing else loads the machine."""


@contextmanager
def descriptors(wanted: int) -> Iterator[None]:
    """This process may open so many files; else the test is skipped."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        pytest.skip(f"this machine allows {hard} open files, and the test needs {wanted}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def crowd(address: tuple[str, int], count: int, first: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many connections, each with these first bytes sent."""
    sockets: list[socket.socket] = []
    try:
        for _ in range(count):
            sock = socket.create_connection(address, timeout=10)
            sockets.append(sock)
            if first:
                sock.sendall(first)
        yield sockets
    finally:
        for sock in sockets:
            sock.close()


def open_files(gateway: Gateway) -> int:
    return psutil.Process(gateway.pid).num_fds()


def others_are_served(client: Client, count: int = 60) -> float:
    """The longest wait of so many ordinary requests, each on a new connection."""
    longest = 0.0
    for number in range(count):
        started = time.monotonic()
        got = client.chat(stream=bool(number % 2))
        assert (got.status, got.end) == (200, End.COMPLETE)
        assert "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or "")
        longest = max(longest, time.monotonic() - started)
    return longest


def test_a_thousand_idle_connections_cost_little_and_delay_nobody(start_stack: StackFactory) -> None:
    stack = start_stack(config=CONFIG)
    others_are_served(stack.client)
    files, memory = open_files(stack.gateway), stack.gateway.rss_bytes
    with descriptors(3_000), crowd(stack.gateway.address, 1_000):
        until(lambda: open_files(stack.gateway) > 1_000)
        assert others_are_served(stack.client) < WITHOUT_DELAY_S
        assert stack.gateway.rss_bytes - memory < 60 * 2**20
    until(lambda: open_files(stack.gateway) <= files + 20, what="their descriptors are closed")
    stack.stop()


HALF_HEAD = b"POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nX-Slow: "
HALF_BODY = request_bytes("POST", Client.CHAT, b'{"messages":', [("Content-Length", "1000")])
HALF_CHUNKS = request_bytes("POST", Client.CHAT, b'400\r\n{"messages":', [("Transfer-Encoding", "chunked")])


def test_slow_heads_and_bodies_by_the_hundred_are_given_up_and_delay_nobody(start_stack: StackFactory) -> None:
    """A byte now and then does not extend the time for a body. That of a head is the idle limit; `test_listener.py` tests it."""
    stack = start_stack(config=CONFIG)
    others_are_served(stack.client)
    files = open_files(stack.gateway)
    with (
        descriptors(3_000),
        crowd(stack.gateway.address, 300, HALF_HEAD) as heads,
        crowd(stack.gateway.address, 150, HALF_BODY) as bodies,
        crowd(stack.gateway.address, 150, HALF_CHUNKS) as chunked,
    ):
        stop = threading.Event()

        def drip() -> None:
            while not stop.wait(0.2):
                for sock in (*heads, *bodies, *chunked):
                    with suppress(OSError):  # given up by the gateway, as it should be
                        sock.send(b" ")

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            assert others_are_served(stack.client) < WITHOUT_DELAY_S
            limit = time.monotonic() + READ_LIMIT_S + 10
            for sock in (*bodies, *chunked):
                sock.settimeout(max(limit - time.monotonic(), 0.1))
                assert sock.recv(100).startswith(b"HTTP/1.1 408 ")
            until(lambda: open_files(stack.gateway) <= files + 320, what="the slow bodies are gone, the heads may stay")
            assert others_are_served(stack.client, 20) < WITHOUT_DELAY_S
        finally:
            stop.set()
            dripping.join(10)
    until(lambda: open_files(stack.gateway) <= files + 20)
    stack.stop()


def test_a_gateway_without_descriptors_recovers_by_itself(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0)
    gateway = psutil.Process(stack.gateway.pid)
    _, hard = gateway.rlimit(resource.RLIMIT_NOFILE)
    with stack.client.connect() as known:
        known.request("GET", "/livez")
        assert known.read().status == 200
        gateway.rlimit(resource.RLIMIT_NOFILE, (gateway.num_fds() + 20, hard))
        with crowd(stack.gateway.address, 200):
            known.request("GET", "/livez")
            assert known.read().status == 200, "who is connected is served on"
    until(lambda: stack.client.get("/livez").status == 200, limit_s=10)
    gateway.rlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert stack.client.chat().status == 200
    assert gateway.cpu_percent(0.5) < 50, "no loop around accept"
    stack.stop()


# --- bodies that grow ---


def gzip_of(size: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(b" " * 2**20) for _ in range(size >> 20)) + packer.flush()


BOMBS = {
    "a gigabyte of blanks": gzip_of(2**30),
    "many members": gzip.compress(b" " * 2**20) * 200,
    "a bomb in a bomb": gzip.compress(gzip_of(2**28)),
    "a name without end": b"\x1f\x8b\x08\x08" + b"\x00" * 6 + b"a" * 2**20,
    "nothing but empty blocks": b"\x1f\x8b\x08" + b"\x00" * 7 + b"\x00\x00\x00\xff\xff" * 200_000,
}


@pytest.mark.parametrize("case", BOMBS)
@pytest.mark.parametrize("path", [Client.CHAT, "/debug/route", "/debug/feedback"])
def test_a_compressed_bomb_is_refused_and_delays_nobody(
    stack: Stack, openrouter: ScriptedOpenRouter, path: str, case: str
) -> None:
    before = stack.gateway.rss_bytes
    answers: list[Answer] = []

    def send() -> None:
        answers.append(stack.client.send("POST", path, BOMBS[case], [("Content-Encoding", "gzip")]))

    thread = threading.Thread(target=send)
    thread.start()
    longest = 0.0
    while thread.is_alive():
        started = time.monotonic()
        assert stack.client.get("/livez").status == 200
        longest = max(longest, time.monotonic() - started)
    thread.join()
    (got,) = answers
    assert got.status in (400, 404, 413, 415), got.body
    assert json.loads(got.body)["error"]["type"]
    assert longest < WITHOUT_DELAY_S
    assert stack.gateway.rss_bytes - before < 100 * 2**20
    assert not openrouter.requests
