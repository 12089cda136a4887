"""An upstream that dies mid-answer must never look like an answer that ended: agents would loop on it."""

import json
from typing import Any, Literal

import pytest

from tests.fakes.client import Client, End
from tests.fakes.openrouter import Exchange, Framing, ScriptedOpenRouter, chunk, event, head, raw, stream
from tests.fakes.processes import Stack, until

PARTS = [event("Hel"), event("lo")]
ENDS = ["reset", "fin"]


@pytest.mark.parametrize("framing", ["chunked", "length"])
@pytest.mark.parametrize("end", ENDS)
def test_a_cut_stream_aborts_the_client(
    client: Client, openrouter: ScriptedOpenRouter, framing: Framing, end: Literal["reset", "fin"]
) -> None:
    openrouter.queue(stream(PARTS, framing=framing, end=end))
    got = client.chat(stream=True)
    assert got.end in (End.CUT, End.RESET), "the client was told that the answer is complete"
    assert b"".join(PARTS).startswith(got.body)


@pytest.mark.parametrize("end", ENDS)
def test_a_cut_stream_aborts_an_old_client(
    client: Client, openrouter: ScriptedOpenRouter, end: Literal["reset", "fin"]
) -> None:
    """HTTP/1.0 has no framing: only a reset tells a cut from an end."""
    openrouter.queue(stream(PARTS, end=end))
    body = json.dumps({"messages": [], "stream": True}).encode()
    got = client.send("POST", Client.CHAT, body, version="HTTP/1.0")
    assert got.end is End.RESET


@pytest.mark.parametrize("end", ENDS)
def test_a_cut_answer_of_known_length_aborts_the_client(
    client: Client, openrouter: ScriptedOpenRouter, end: Literal["close", "reset", "fin"]
) -> None:
    then: Any = "reset" if end == "reset" else "close"
    lead = head(headers=[("Content-Type", "application/json"), ("Content-Length", "500")])
    openrouter.queue(raw(lead + b'{"choices":[', then=then, apart_s=0.05))
    got = client.chat()
    assert got.end in (End.CUT, End.RESET) or got.status == 502, (
        "nothing was sent yet: an error status is as good as an abort"
    )


@pytest.mark.parametrize("version", ["HTTP/1.1", "HTTP/1.0"])
@pytest.mark.parametrize("framing", ["chunked", "length"])
def test_a_cut_far_inside_a_long_answer_aborts_the_client(
    client: Client, openrouter: ScriptedOpenRouter, framing: Framing, version: str
) -> None:
    """Too late for an error status, and not a stream: half a JSON document that ends cleanly is a finished answer to many."""
    sized = [("Transfer-Encoding", "chunked")] if framing == "chunked" else [("Content-Length", "2000000")]
    part = b"x" * 600_000
    lead = head(headers=[("Content-Type", "application/json"), *sized])
    openrouter.queue(raw(lead + (chunk(part) if framing == "chunked" else part), b"", then="reset", apart_s=0.1))
    got = client.send("POST", Client.CHAT, b'{"messages":[]}', version=version)
    assert got.status == 200
    assert got.end in (End.CUT, End.RESET)


def test_a_cut_inside_a_chunk_size_aborts_the_client(client: Client, openrouter: ScriptedOpenRouter) -> None:
    lead = head(headers=[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])
    openrouter.queue(raw(lead + chunk(PARTS[0]), b"1", then="close", apart_s=0.02))
    got = client.chat(stream=True)
    assert got.end in (End.CUT, End.RESET)
    assert PARTS[0].startswith(got.body)


def test_a_cut_before_the_last_chunk_aborts_even_after_done(client: Client, openrouter: ScriptedOpenRouter) -> None:
    """The framing says that there was more to come; whether it mattered is not ours to guess."""
    openrouter.queue(stream([*PARTS, b"data: [DONE]\n\n"], end="reset", apart_s=0.02))
    got = client.chat(stream=True)
    assert got.end in (End.CUT, End.RESET)


def test_garbage_in_place_of_a_chunk_aborts_the_client(client: Client, openrouter: ScriptedOpenRouter) -> None:
    lead = head(headers=[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])
    openrouter.queue(raw(lead + chunk(PARTS[0]), b"zz\r\nnot a chunk\r\n", then="hang", apart_s=0.02))
    got = client.chat(stream=True)
    assert got.end in (End.CUT, End.RESET)


def test_silence_beyond_the_idle_limit_aborts_the_client(start_stack: Any, openrouter: ScriptedOpenRouter) -> None:
    stack: Stack = start_stack(classifiers=0, config={"openrouter": {"idle_timeout_seconds": 0.4}})
    openrouter.queue(stream(PARTS, end="hang"))
    got = stack.client.chat(stream=True, headers=[("X-Dispatch-Level", "easy")])
    assert got.end in (End.CUT, End.RESET)
    assert got.body == b"".join(PARTS)
    assert openrouter.last.gone.wait(5), "the silent upstream connection was kept"


def test_a_cut_is_recorded_and_does_not_poison_the_pool(stack: Stack, openrouter: ScriptedOpenRouter) -> None:
    ids = []
    for _ in range(5):
        openrouter.queue(stream(PARTS, end="reset"))
        with stack.client.streaming() as connection:
            answer = connection.read_body(connection.read_head())
            assert answer.end in (End.CUT, End.RESET)
            ids.append(answer.request_id)
    for _ in range(5):
        assert stack.client.chat(stream=True).end is End.COMPLETE
    for request_id in ids:
        until(lambda: stack.client.get(f"/debug/request?id={request_id}").status == 200)  # noqa: B023 - called at once


def test_an_answer_without_framing_ends_with_its_connection(client: Client, openrouter: ScriptedOpenRouter) -> None:
    """No length and no chunks: a FIN is the end, a reset is not."""
    openrouter.queue(stream(PARTS, framing="close"))
    assert client.chat(stream=True).end is End.COMPLETE

    async def torn(exchange: Exchange) -> None:
        await exchange.send(head(headers=[("Content-Type", "text/event-stream"), ("Connection", "close")]) + PARTS[0])
        await exchange.pause(0.02)
        exchange.reset()

    openrouter.queue(torn)
    assert client.chat(stream=True).end in (End.CUT, End.RESET)
