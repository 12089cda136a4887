"""A client that leaves stops the work upstream, and with it the bill."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.client import Client, Connection, End
from tests.fakes.openrouter import Exchange, ScriptedOpenRouter, event, hang, head, stream
from tests.fakes.processes import Stack, until

LEAVE: dict[str, Callable[[Connection], None]] = {"fin": Connection.close, "reset": Connection.reset}
LIMIT_S = 0.1


@pytest.mark.parametrize("how", LEAVE)
def test_leaving_a_silent_stream_closes_upstream(client: Client, openrouter: ScriptedOpenRouter, how: str) -> None:
    openrouter.queue(stream([event("Hel")], end="hang"))
    with client.streaming() as connection:
        connection.read_body(connection.read_head(), at_least=10)
        LEAVE[how](connection)
        left_at = time.monotonic()
    assert openrouter.last.gone.wait(5), "upstream was left open"
    assert openrouter.last.gone_at is not None
    assert openrouter.last.gone_at - left_at < LIMIT_S


@pytest.mark.parametrize("how", LEAVE)
def test_leaving_a_running_stream_closes_upstream(client: Client, openrouter: ScriptedOpenRouter, how: str) -> None:
    openrouter.queue(stream([event(f"w{n}") for n in range(2_000)], apart_s=0.005))
    with client.streaming() as connection:
        connection.read_body(connection.read_head(), at_least=1_000)
        LEAVE[how](connection)
        left_at = time.monotonic()
    assert openrouter.last.gone.wait(5), "upstream was left open"
    assert openrouter.last.gone_at is not None
    assert openrouter.last.gone_at - left_at < LIMIT_S


@pytest.mark.parametrize("streaming", [True, False], ids=["stream", "no stream"])
def test_leaving_before_the_answer_began_closes_upstream(
    client: Client, openrouter: ScriptedOpenRouter, streaming: bool
) -> None:
    openrouter.queue(hang())
    with client.streaming(stream=streaming) as connection:
        openrouter.wait_for()
        connection.close()
        left_at = time.monotonic()
    assert openrouter.last.gone.wait(5), "upstream was left open"
    assert openrouter.last.gone_at is not None
    assert openrouter.last.gone_at - left_at < LIMIT_S


def test_leaving_inside_a_non_streaming_answer_closes_upstream(client: Client, openrouter: ScriptedOpenRouter) -> None:
    async def half(exchange: Exchange) -> None:
        await exchange.send(
            head(headers=[("Content-Type", "application/json"), ("Content-Length", "1000")]) + b'{"choices":'
        )
        await exchange.until_gone()

    openrouter.queue(half)
    with client.streaming(stream=False) as connection:
        openrouter.wait_for()
        connection.close()
    assert openrouter.last.gone.wait(5), "upstream was left open"


def test_leaving_while_the_body_is_sent_reaches_nobody(client: Client, openrouter: ScriptedOpenRouter) -> None:
    with client.connect() as connection:
        connection.request("POST", Client.CHAT, b'{"messages":[', [("Content-Length", "5000")])
        connection.close()
    assert client.chat().status == 200
    assert len(openrouter.requests) == 1


def test_leaving_during_the_judgement_reaches_nobody(start_stack: Any, openrouter: ScriptedOpenRouter) -> None:
    stack: Stack = start_stack(config={"classifier": {"timeout_ms": 700}})
    stack.classifier.suspend()
    with stack.client.streaming() as connection:
        until(lambda: stack.gateway.client.get("/livez").status == 200)
        connection.close()
    assert stack.client.chat(headers=[("X-Dispatch-Level", "easy")]).status == 200
    started = time.monotonic()
    assert stack.client.chat().status == 200, "answered by the fallback"
    assert time.monotonic() - started > 0.5
    assert [request.model for request in openrouter.requests] == ["fake/easy", "fake/hard"]


def test_a_left_request_is_recorded(stack: Stack, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(stream([event("Hel")], end="hang"))
    with stack.client.streaming() as connection:
        answer = connection.read_body(connection.read_head(), at_least=10)
        connection.close()
    record = until(lambda: _record(stack, answer.request_id), what="the request is in the ring buffer")
    assert record["request_id"] == answer.request_id


def test_many_clients_leaving_leave_nothing_behind(stack: Stack, openrouter: ScriptedOpenRouter) -> None:
    openrouter.on_model("fake/easy", stream([event("Hel")], end="hang"))
    connections = []
    for _ in range(50):
        connection = stack.client.connect()
        connection.request(
            "POST", Client.CHAT, json.dumps({"messages": [], "stream": True}).encode(), [("X-Dispatch-Level", "easy")]
        )
        connections.append(connection)
    for connection in connections:
        assert connection.read_body(connection.read_head(), at_least=10).end is End.OPEN
    for connection in connections:
        connection.close()
    until(
        lambda: all(request.gone.is_set() for request in openrouter.requests), what="all 50 upstream connections closed"
    )
    assert stack.client.chat(headers=[("X-Dispatch-Level", "hard")]).status == 200


def _record(stack: Stack, request_id: str) -> Any:
    answer = stack.client.get(f"/debug/request?id={request_id}")
    return answer.json if answer.status == 200 else None
