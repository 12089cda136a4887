"""An upstream that can't be reached, or answers nonsense, gives a real error status, also for streams, and one attempt only."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.client import Answer, Client, End
from tests.fakes.openrouter import ScriptedOpenRouter, answer, head, raw
from tests.fakes.processes import Stack, free_port, until

EASY = [("X-Dispatch-Level", "easy")]
STREAMS = pytest.mark.parametrize("streaming", [True, False], ids=["stream", "no stream"])


def assert_error(got: Answer, status: int, kind: str) -> None:
    assert got.status == status, got.body
    assert got.end is End.COMPLETE
    assert (got.header("Content-Type") or "").startswith("application/json")
    error = got.json["error"]
    assert error["type"] == kind
    assert set(error) == {"message", "type", "code", "param"}
    assert got.json["request_id"] == got.request_id


@pytest.fixture
def nowhere(start_stack: Any) -> Stack:
    """A gateway whose upstream is a port that nobody listens on."""
    stack: Stack = start_stack(classifiers=0, base_url=f"http://127.0.0.1:{free_port()}/api/v1")
    return stack


@STREAMS
def test_a_refused_connection_is_502(nowhere: Stack, streaming: bool) -> None:
    got = nowhere.client.chat(headers=EASY, stream=streaming)
    assert_error(got, 502, "upstream_unreachable")
    assert (got.header("X-Dispatch-Level"), got.header("X-Dispatch-Model")) == ("easy", "fake/easy"), "it was routed"
    until(lambda: nowhere.gateway.stats()["requests_total"] == 1, what="the request is counted")


def test_an_unknown_host_is_502(start_stack: Any) -> None:
    stack: Stack = start_stack(classifiers=0, base_url="http://no-such-host.invalid/api/v1")
    assert_error(stack.client.chat(headers=EASY, stream=True), 502, "upstream_unreachable")


@pytest.fixture
def full_backlog() -> Iterator[int]:
    """A port that takes no further connection and refuses none: connecting to it hangs."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = []
        for _ in range(4):
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect_ex(listener.getsockname())
            waiting.append(sock)
        yield listener.getsockname()[1]
        for sock in waiting:
            sock.close()


@STREAMS
def test_a_connection_that_takes_too_long_is_504(start_stack: Any, full_backlog: int, streaming: bool) -> None:
    stack: Stack = start_stack(
        classifiers=0,
        base_url=f"http://127.0.0.1:{full_backlog}/api/v1",
        config={"openrouter": {"connect_timeout_seconds": 0.3}},
    )
    started = time.monotonic()
    got = stack.client.chat(headers=EASY, stream=streaming)
    assert got.status == 504
    assert_error(got, 504, got.json["error"]["type"])
    assert 0.2 < time.monotonic() - started < 2


@STREAMS
def test_a_reset_at_once_is_502(client: Client, openrouter: ScriptedOpenRouter, streaming: bool) -> None:
    openrouter.reset()
    openrouter.reset_on_accept = True
    assert_error(client.chat(stream=streaming), 502, "upstream_unreachable")
    openrouter.reset_on_accept = False
    assert client.chat(stream=streaming).status == 200


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(raw(then="close"), id="nothing, then FIN"),
        pytest.param(raw(then="reset"), id="nothing, then a reset"),
        pytest.param(raw(b"HTTP/1.1 200 OK\r\nContent-Ty", then="close"), id="half a head"),
        pytest.param(raw(b"\x16\x03\x01\x02\x00\x01\x00\xfc\xff\x00garbage\r\n\r\n", then="close"), id="TLS garbage"),
        pytest.param(raw(b"HTTP/1.1 two hundred OK\r\n\r\n", then="close"), id="a status that is no number"),
        pytest.param(raw(b"SSH-2.0-OpenSSH_9.7\r\n\r\n", then="close"), id="another protocol"),
        pytest.param(raw(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", then="close"), id="a negative length"),
        pytest.param(
            raw(b"HTTP/1.1 200 OK\r\nX-Endless: " + b"a" * 20_000_000, then="close"), id="a head without an end"
        ),
    ],
)
@STREAMS
def test_no_answer_or_nonsense_is_502_and_tried_once(
    stack: Stack, openrouter: ScriptedOpenRouter, reply: Any, streaming: bool
) -> None:
    openrouter.queue(reply)
    before = stack.gateway.rss_bytes
    got = stack.client.chat(stream=streaming)
    assert_error(got, 502, "upstream_unreachable")
    assert len(openrouter.requests) == 1, "exactly one attempt: no retry"
    assert stack.gateway.rss_bytes - before < 40 * 2**20
    assert stack.client.chat(stream=streaming).status == 200


def test_a_kept_connection_that_upstream_closed_is_not_used_again(
    client: Client, openrouter: ScriptedOpenRouter
) -> None:
    for _ in range(10):
        assert client.chat().status == 200
        openrouter.drop_idle()
    assert len(openrouter.requests) == 10


def test_a_large_head_of_upstream_is_fine(client: Client, openrouter: ScriptedOpenRouter) -> None:
    cookie = "c" * 7_000
    openrouter.queue(answer(b"{}", headers=[("X-Large", cookie), *((f"X-Many-{n}", "v" * 50) for n in range(60))]))
    got = client.chat()
    assert got.status == 200
    assert got.header("X-Large") == cookie


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_a_redirect_is_passed_on_not_followed(client: Client, openrouter: ScriptedOpenRouter, status: str) -> None:
    target = f"http://127.0.0.1:{openrouter.port}/elsewhere"
    openrouter.queue(answer(b"", status=status, headers=[("Location", target)]))
    got = client.chat()
    assert (got.status, got.header("Location")) == (int(status[:3]), target)
    assert len(openrouter.requests) == 1


def test_an_early_refusal_of_a_large_body_is_passed_on(client: Client, openrouter: ScriptedOpenRouter) -> None:
    """Upstream answers 413 and stops reading before the body is there."""
    body = b'{"error":{"code":413,"message":"too much"}}'
    lead = head("413 Payload Too Large", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    openrouter.queue_early(raw(lead + body, then="hang"))
    got = client.chat(messages=[{"role": "user", "content": "x" * 12_000_000}])
    assert (got.status, got.body) == (413, body)


def test_silence_before_the_answer_ends_at_the_idle_limit(start_stack: Any, openrouter: ScriptedOpenRouter) -> None:
    stack: Stack = start_stack(classifiers=0, config={"openrouter": {"idle_timeout_seconds": 0.4}})
    openrouter.queue(raw(then="hang"))
    started = time.monotonic()
    got = stack.client.chat(headers=EASY, stream=True)
    assert got.status in (502, 504)
    assert time.monotonic() - started < 3
    assert openrouter.last.gone.wait(5)
