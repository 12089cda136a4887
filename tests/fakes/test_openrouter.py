"""The scripted OpenRouter and the raw client keep their promises: what the other tests lean on."""

import time

import pytest

from tests.fakes.client import Answer, Client, End
from tests.fakes.openrouter import Framing, ScriptedOpenRouter, answer, events, hang, head, raw, stream


@pytest.fixture
def direct(openrouter: ScriptedOpenRouter) -> Client:
    """A client that talks to the fake itself."""
    return Client(("127.0.0.1", openrouter.port))


@pytest.mark.parametrize("framing", ["chunked", "length", "close"])
def test_a_stream_arrives_as_it_was_written(openrouter: ScriptedOpenRouter, direct: Client, framing: Framing) -> None:
    openrouter.queue(stream(events(), framing=framing))
    got = direct.chat(stream=True)
    assert (got.status, got.end, got.body) == (200, End.COMPLETE, b"".join(events()))
    assert openrouter.last.json["stream"] is True


@pytest.mark.parametrize("framing", ["chunked", "length"])
@pytest.mark.parametrize(("end", "seen"), [("reset", End.RESET), ("fin", End.CUT)])
def test_a_cut_stream_is_seen_as_cut(
    openrouter: ScriptedOpenRouter, direct: Client, framing: Framing, end: str, seen: End
) -> None:
    openrouter.queue(stream(events(), framing=framing, end=end))  # type: ignore[arg-type]
    assert direct.chat(stream=True).end is seen


def test_each_part_is_a_write_of_its_own(openrouter: ScriptedOpenRouter, direct: Client) -> None:
    openrouter.queue(stream([b"a", b"b", b"c"], framing="length", apart_s=0.02))
    assert [size for _, size in direct.chat(stream=True).arrivals] == [1, 2, 3]


def test_a_client_that_leaves_is_noticed_while_the_script_waits(openrouter: ScriptedOpenRouter, direct: Client) -> None:
    openrouter.queue(hang())
    with direct.streaming():
        request = openrouter.wait_for()
        assert not request.gone.is_set()
        left_at = time.monotonic()
    assert request.gone.wait(5)
    assert request.gone_at is not None
    assert request.gone_at - left_at < 0.05
    assert request.finished.wait(5)


def test_a_gate_holds_the_stream_until_the_test_opens_it(openrouter: ScriptedOpenRouter, direct: Client) -> None:
    gate = openrouter.gate()
    openrouter.queue(stream([b"first", b"second"], gate_after_first=gate))
    with direct.streaming() as connection:
        got = connection.read_body(connection.read_head(), at_least=5)
        assert got.body == b"first"
        gate.open()
        assert connection.read_body(got).body == b"firstsecond"


def test_garbage_and_informational_heads_are_possible(openrouter: ScriptedOpenRouter, direct: Client) -> None:
    openrouter.queue(raw(head("103 Early Hints"), head("204 No Content", [("X-A", "1"), ("X-A", "2")])))
    got = direct.chat()
    assert (got.status, got.headers) == (204, [("X-A", "1"), ("X-A", "2")])


def test_one_connection_carries_several_requests(openrouter: ScriptedOpenRouter, direct: Client) -> None:
    openrouter.queue(answer(b"one"), answer(b"two", framing="chunked"))
    before = openrouter.connections
    with direct.connect() as connection:
        bodies = []
        for _ in range(2):
            connection.request("POST", "/x", b"{}")
            bodies.append(connection.read().body)
    assert bodies == [b"one", b"two"]
    assert openrouter.connections == before + 1
    assert openrouter.wait_for(2).gone.wait(5)


def test_a_head_without_an_end_is_no_answer(openrouter: ScriptedOpenRouter, direct: Client) -> None:
    openrouter.queue(raw(b"HTTP/1.1 200 OK\r\nContent-", then="close"))
    assert direct.chat() == Answer(end=End.CUT)
