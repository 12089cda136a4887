"""SIGTERM: readiness flips, running answers finish, the counters are written, exit 0."""

import signal
import time
from collections.abc import Callable

import pytest

from tests.fakes.client import End
from tests.fakes.openrouter import ScriptedOpenRouter, event, events, stream
from tests.fakes.processes import Stack, until

StackFactory = Callable[..., Stack]
EASY = [("X-Dispatch-Level", "easy")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_an_idle_gateway_ends_at_once(start_stack: StackFactory, number: signal.Signals) -> None:
    stack = start_stack()
    with stack.client.connect() as idle:
        idle.request("GET", "/livez")
        idle.read()
        started = time.monotonic()
        stack.gateway.signal(number)
        assert stack.gateway.wait(10) == 0
        assert time.monotonic() - started < 4, "an idle keep-alive connection held the end up"
    stack.classifier.signal(number)
    assert stack.classifier.wait(10) == 0


def test_a_running_stream_finishes_and_no_new_work_is_taken(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack(config={"server": {"drain_announce_seconds": 1.0}})
    gate = openrouter.gate()
    openrouter.queue(stream(events(), gate_after_first=gate))
    with stack.client.streaming(headers=EASY) as running, stack.client.connect() as kept:
        answer = running.read_body(running.read_head(), at_least=5)
        kept.request("GET", "/readyz")
        assert kept.read().status == 200
        stack.gateway.signal(signal.SIGTERM)

        def draining() -> bool:
            got = stack.client.get("/readyz")
            return got.status == 503 and got.json["reason"] == "draining"

        until(draining, limit_s=1.0, what="/readyz says draining")
        assert stack.client.get("/livez").status == 200
        until(lambda: _refused(stack), limit_s=5, what="new connections are refused")
        assert stack.gateway.alive
        gate.open()
        running.read_body(answer)
        assert (answer.end, answer.body) == (End.COMPLETE, b"".join(events()))
    assert stack.gateway.wait(10) == 0
    with stack.redis.client() as redis:
        assert answer.request_id.encode() in stack.redis.memory()
        assert not [key for key in redis.scan_iter() if b"payload" in key]


def _refused(stack: Stack) -> bool:
    try:
        return stack.client.get("/livez").status == 0
    except ConnectionRefusedError:
        return True


def test_a_stream_beyond_the_drain_limit_is_aborted(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    stack = start_stack(classifiers=0, config={"server": {"drain_seconds": 0.7}})
    openrouter.queue(stream([event("Hel")], end="hang"))
    with stack.client.streaming(headers=EASY) as running:
        answer = running.read_body(running.read_head(), at_least=10)
        started = time.monotonic()
        stack.gateway.signal(signal.SIGTERM)
        running.read_body(answer)
        assert answer.end in (End.CUT, End.RESET), "cut by us, and yet it looked complete"
        assert 0.4 < time.monotonic() - started < 4
    assert stack.gateway.wait(10) == 0
    assert openrouter.last.gone.wait(5)


def test_an_old_client_sees_a_reset_at_the_drain_limit_and_no_end(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    """HTTP/1.0 has no framing: a closed connection would be a finished answer."""
    stack = start_stack(classifiers=0, config={"server": {"drain_seconds": 0.5}})
    openrouter.queue(stream([event("Hel")], end="hang"))
    with stack.client.connect() as running:
        running.request("POST", stack.client.CHAT, b'{"messages":[],"stream":true}', EASY, version="HTTP/1.0")
        answer = running.read_body(running.read_head(), at_least=10)
        stack.gateway.signal(signal.SIGTERM)
        assert running.read_body(answer).end is End.RESET
    assert stack.gateway.wait(10) == 0


def test_a_client_that_does_not_read_does_not_hold_the_process_beyond_the_drain_limit(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack(gateways=2, classifiers=0, config={"server": {"drain_seconds": 0.5}})
    openrouter.queue(stream([b"data: " + b"x" * 1_000_000 + b"\n\n"] * 40, apart_s=0))
    first, second = stack.gateways
    with first.client.connect(receive_buffer=4096) as deaf:
        deaf.request("POST", first.client.CHAT, b'{"messages":[],"stream":true}', EASY)
        until(lambda: first.health()["requests_active"] == 1)
        started = time.monotonic()
        first.signal(signal.SIGTERM)
        assert first.wait(10) == 0
        assert time.monotonic() - started < 4
    until(
        lambda: second.stats()["by_local_error_type"] == {"dispatch_drain_limit": 1}, what="it is counted as broken off"
    )


def test_what_was_counted_last_is_written(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2)
    first, second = stack.gateways
    for _ in range(15):
        assert first.client.chat(headers=EASY).status == 200
    assert first.terminate() == 0
    until(lambda: second.stats()["requests_total"] == 15)


def test_a_hung_redis_holds_nobody_up(start_stack: StackFactory) -> None:
    """Counters and leases are given up after some seconds: the supervisor's patience is 10 s."""
    stack = start_stack(config={"classifier": {"timeout_ms": 300}})
    stack.redis.suspend()
    try:
        assert stack.client.chat().status == 200
        started = time.monotonic()
        stack.gateway.signal(signal.SIGTERM)
        assert stack.gateway.wait(15) == 0
        assert time.monotonic() - started < 9
        stack.classifier.signal(signal.SIGTERM)
        assert stack.classifier.wait(15) == 0
    finally:
        stack.redis.resume()


def test_a_draining_classifier_answers_what_it_has(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=2)
    statuses = []
    for number in range(60):
        if number == 20:
            stack.classifiers[0].signal(signal.SIGTERM)
        got = stack.client.chat()
        statuses.append((got.status, "classifier_unavailable" in (got.header("X-Dispatch-Reasons") or "")))
    assert set(statuses) == {(200, False)}
    assert stack.classifiers[0].wait(10) == 0
