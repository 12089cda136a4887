"""A stream reaches the client byte for byte, whatever its chunks, and at once."""

import json
import time

import pytest

from tests.fakes.client import Client, End
from tests.fakes.openrouter import (
    DONE,
    Framing,
    ScriptedOpenRouter,
    answer,
    chunk,
    completion,
    event,
    events,
    head,
    raw,
    stream,
)

TALK = b"".join(
    [
        b": OPENROUTER PROCESSING\n\n",
        'data: {"choices":[{"delta":{"content":"Grüße, 世界 🌍 \\u00e9"}}]}\n\n'.encode(),
        b":\n",
        b'event: message\r\nid: 7\r\nretry: 10\r\ndata: {"choices":[]}\r\n\r\n',
        b"data: first line\ndata: second line\n\n",
        b'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"odd":1e400,"x":1.0}\n\n',
        DONE,
        b": after the end\n\n",
    ]
)


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("framing", ["chunked", "length", "close"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 10_000])
def test_the_bytes_are_the_same_however_they_are_cut(
    client: Client, openrouter: ScriptedOpenRouter, framing: Framing, size: int
) -> None:
    openrouter.queue(stream(pieces(TALK, size), framing=framing, apart_s=0.0 if size < 7 else 0.001))
    got = client.chat(stream=True)
    assert (got.status, got.end, got.body) == (200, End.COMPLETE, TALK)
    assert got.header("Content-Type") == "text/event-stream"
    assert got.header("Cache-Control") == "no-cache"
    assert got.header("X-Accel-Buffering") == "no"


def test_a_character_cut_in_two_arrives_whole_and_each_half_as_it_comes(
    client: Client, openrouter: ScriptedOpenRouter
) -> None:
    whole = event("🌍")
    middle = whole.index("🌍".encode()) + 2
    gate = openrouter.gate()
    openrouter.queue(stream([whole[:middle], whole[middle:], DONE], gate_after_first=gate))
    with client.streaming() as connection:
        got = connection.read_body(connection.read_head(), at_least=middle)
        assert got.body == whole[:middle]
        gate.open()
        assert connection.read_body(got).body == whole + DONE


def test_the_first_byte_does_not_wait_for_the_second(client: Client, openrouter: ScriptedOpenRouter) -> None:
    gate = openrouter.gate()
    openrouter.queue(stream([b":", b" OPENROUTER PROCESSING\n\n", *events()], gate_after_first=gate))
    with client.streaming() as connection:
        got = connection.read_body(connection.read_head(), at_least=1)
        assert got.body == b":"
        gate.open()
        assert connection.read_body(got).end is End.COMPLETE


def test_events_are_not_held_back_or_joined(client: Client, openrouter: ScriptedOpenRouter) -> None:
    parts = [event(f"word {n}") for n in range(20)]
    openrouter.queue(stream([*parts, DONE], apart_s=0.02))
    got = client.chat(stream=True)
    sizes = [size for _, size in got.arrivals]
    at = 0
    for part in parts:
        at += len(part)
        assert at in sizes, "an event was joined with the next one, though 20 ms lie between"
    spans = [later - sooner for (sooner, _), (later, _) in zip(got.arrivals, got.arrivals[1:], strict=False)]
    assert sum(spans) > 0.3, "the events came at once, not as they were sent"


def test_chunks_that_come_together_with_the_head(client: Client, openrouter: ScriptedOpenRouter) -> None:
    lead = head(headers=[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])
    whole = b"".join(chunk(part) for part in events()) + b"0\r\n\r\n"
    openrouter.queue(raw(lead + whole))
    got = client.chat(stream=True)
    assert (got.end, got.body) == (End.COMPLETE, b"".join(events()))


def test_chunk_extensions_and_trailers_are_upstream_framing_and_go(
    client: Client, openrouter: ScriptedOpenRouter
) -> None:
    lead = head(headers=[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])
    openrouter.queue(raw(lead + b"5;ext=1\r\nhello\r\n0\r\nX-Trailer: 1\r\n\r\n"))
    got = client.chat(stream=True)
    assert (got.end, got.body) == (End.COMPLETE, b"hello")
    assert "x-trailer" not in got.names


def test_an_answer_that_is_not_a_stream_is_not_touched(client: Client, openrouter: ScriptedOpenRouter) -> None:
    body = b'{ "choices" : [ ] ,\r\n "usage":{"cost":1.0e-7}, "text":"\\u00fc \xc3\xbc" }\n'
    openrouter.queue(answer(body))
    got = client.chat()
    assert (got.body, got.header("Content-Length")) == (body, str(len(body)))
    assert "x-accel-buffering" not in got.names


@pytest.mark.parametrize("size", [0, 1, 200_000, 3_000_000])
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_long_and_empty_answers_arrive_whole(
    client: Client, openrouter: ScriptedOpenRouter, size: int, framing: Framing
) -> None:
    body = b"x" * size
    openrouter.queue(answer(body, framing=framing))
    got = client.chat()
    assert (got.status, got.end, len(got.body)) == (200, End.COMPLETE, size)
    assert got.body == body


def test_a_compressed_answer_stays_compressed(client: Client, openrouter: ScriptedOpenRouter) -> None:
    import gzip

    packed = gzip.compress(json.dumps(completion("m")).encode())
    openrouter.queue(answer(packed, headers=[("Content-Encoding", "gzip")]))
    got = client.chat(headers=[("Accept-Encoding", "gzip")])
    assert got.header("Content-Encoding") == "gzip"
    assert got.body == packed


def test_an_old_client_gets_a_stream_that_ends_with_the_connection(
    client: Client, openrouter: ScriptedOpenRouter
) -> None:
    openrouter.queue(stream(events()))
    got = client.send("POST", Client.CHAT, json.dumps({"messages": [], "stream": True}).encode(), version="HTTP/1.0")
    assert (got.status, got.body) == (200, b"".join(events()))
    assert "transfer-encoding" not in got.names


def test_informational_answers_of_upstream_are_not_the_answer(client: Client, openrouter: ScriptedOpenRouter) -> None:
    body = b'{"choices":[]}'
    openrouter.queue(
        raw(head("103 Early Hints", [("Link", "</x>")]), head(headers=[("Content-Length", str(len(body)))]) + body)
    )
    got = client.chat()
    assert (got.status, got.body) == (200, body)


def test_a_stream_may_be_silent_for_a_while(client: Client, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(stream([b": a\n\n", b": b\n\n"], apart_s=1.2))
    started = time.monotonic()
    got = client.chat(stream=True)
    assert got.end is End.COMPLETE
    assert time.monotonic() - started > 1.2


def test_one_connection_of_a_client_carries_many_answers(client: Client, openrouter: ScriptedOpenRouter) -> None:
    with client.connect() as connection:
        for number in range(5):
            body = json.dumps({"messages": [], "stream": number % 2 == 0}).encode()
            connection.request("POST", Client.CHAT, body)
            assert connection.read().end is End.COMPLETE
    assert len(openrouter.requests) == 5
