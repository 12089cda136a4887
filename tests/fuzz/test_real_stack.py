"""The same over real sockets and real processes: raw HTTP, raw answers of upstream, and everything the OpenAPI document describes."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi.checks import negative_data_rejection

from tests.fakes.client import Answer, End
from tests.fakes.openrouter import ScriptedOpenRouter, raw
from tests.fakes.processes import RedisServer, Stack
from tests.fuzz.harness import examples, json_value, text, tried


@pytest.fixture(scope="module")
def alive(shared_openrouter: ScriptedOpenRouter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A gateway and a classifier that must be well afterwards, with a log that knows of no failure."""
    server = RedisServer()
    feedback = tmp_path_factory.mktemp("feedback") / "feedback.jsonl"
    config = {"debug": {"feedback_enabled": True, "feedback_path": str(feedback)}}
    try:
        stack = Stack(shared_openrouter.base_url, server, config=config)
        yield stack
        assert all(process.alive for process in stack.processes)
        assert stack.client.chat().status == 200
        for event in ("request_failed", "record_failed", "classify_failed", "background_job_failed"):
            assert not [entry for process in stack.processes for entry in process.log(event)], event
        for line in stack.logs().splitlines():
            json.loads(line)
        stack.stop()
    finally:
        server.stop()


LINE = st.sampled_from(
    [b"POST /v1/chat/completions HTTP/1.1", b"GET /health HTTP/1.1", b"GET /livez HTTP/1.0", b"PRI * HTTP/2.0",
     b"OPTIONS * HTTP/1.1", b"CONNECT x:1 HTTP/1.1", b"GET http://x/livez HTTP/1.1", b"BREW /%ff%00 HTTP/1.1"]
)  # fmt: skip
FIELD = st.sampled_from(
    [b"Host: gateway", b"Content-Length: 15", b"Content-Length: 4", b"Transfer-Encoding: chunked", b"Connection: close",
     b"Connection: upgrade", b"Upgrade: websocket", b"Upgrade: h2c", b"Expect: 100-continue", b"X-Dispatch-Level: easy",
     b"Content-Encoding: gzip", b"Sec-WebSocket-Key: x", b"X: \xff\xfe", b" folded", b"no colon", b": no name"]
)  # fmt: skip
TAIL = st.sampled_from([b'{"messages":[]}', b'f\r\n{"messages":[]}\r\n0\r\n\r\n', b"zz\r\n", b"", b"ffffffffffff\r\n"])


@examples(60)
@given(LINE | st.binary(max_size=30), st.lists(FIELD, max_size=5), TAIL | st.binary(max_size=30))
def test_any_bytes_on_the_wire_get_an_answer_or_an_end(alive: Stack, line: bytes, fields: list[bytes], tail: bytes) -> None:  # fmt: skip
    tried["request over a socket"] += 1
    got = Answer()
    with alive.client.connect(limit_s=10) as connection:
        try:
            connection.send(b"\r\n".join([line, *fields, b"", tail]))
            connection.sock.shutdown(1)
            got = connection.read()
        except OSError:
            pass
    assert got.status < 500 or got.status == 501, got  # 501: a transfer coding that is not known (RFC 9112 section 6.1)
    assert alive.client.get("/livez").status == 200


HEAD = st.sampled_from(
    [b"HTTP/1.1 200 OK", b"HTTP/1.1 999 X", b"HTTP/1.0 200", b"HTTP/1.1 100 Continue", b"HTTP/1.1 101 X", b"HTTP/1.1 204 X",
     b"HTTP/1.1 304 X", b"HTTP/2 200", b"", b"ICY 200 OK", b"HTTP/1.1 -1 X", b"HTTP/1.1 502 X"]
)  # fmt: skip
ANSWER_FIELD = st.sampled_from(
    [b"Content-Length: 2", b"Content-Length: 99", b"Content-Length: x", b"Transfer-Encoding: chunked", b"Connection: close",
     b"Content-Type: text/event-stream", b"Content-Encoding: gzip", b"X: \xff\x01", b"no colon", b"Set-Cookie: a"]
)  # fmt: skip
ANSWER = st.sampled_from([b"{}", b"2\r\n{}\r\n0\r\n\r\n", b"zz\r\n{}", b"data: [DONE]\n\n", b""]) | st.binary(
    max_size=30
)


@examples(60)
@given(
    HEAD | st.binary(max_size=20),
    st.lists(ANSWER_FIELD, max_size=4),
    ANSWER,
    st.sampled_from(["close", "reset"]),
    st.booleans(),
)
def test_any_bytes_of_upstream_give_an_answer_a_502_or_a_cut(
    alive: Stack, shared_openrouter: ScriptedOpenRouter, line: bytes, fields: list[bytes], body: bytes, then: Any, streaming: bool
) -> None:  # fmt: skip
    tried["request over a socket"] += 1
    shared_openrouter.reset()
    shared_openrouter.queue(raw(b"\r\n".join([line, *fields, b"", body]), then=then))
    got = alive.client.chat(model="dispatch/easy", stream=streaming)
    assert got.status in (0, 502, 504) or line.split(b" ")[1:2] == [str(got.status).encode()], got
    assert got.status != 500
    assert len(shared_openrouter.requests) == 1, "one attempt"


@examples(60)
@given(json_value, text, st.sampled_from(["/v1/chat/completions", "/debug/route"]))
def test_any_message_is_served_by_the_whole_stack(alive: Stack, content: Any, words: str, path: str) -> None:
    tried["request over a socket"] += 1
    messages = [{"role": "user", "content": words}, {"role": "tool", "content": words, "tool_call_id": content}]
    got = alive.client.send("POST", path, json.dumps({"messages": messages, "metadata": content}).encode())
    assert (got.status, got.end) == (200, End.COMPLETE)
    assert (
        "fallback:failed" not in (got.header("X-Dispatch-Reasons") or "") + got.body.decode("utf-8", "replace")[:2000]
    )


# --- the OpenAPI document ---


def test_everything_the_openapi_document_describes_behaves_as_described(alive: Stack) -> None:
    """Valid and invalid cases of every operation: no server error, no status or shape that is not described."""
    address = f"http://{alive.gateway.address[0]}:{alive.gateway.address[1]}"
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 11
    for operation in operations:
        for mode in schemathesis.GenerationMode:
            explore(operation, mode)


def explore(operation: Any, mode: schemathesis.GenerationMode) -> None:
    """A number of cases of one operation."""

    @examples(12)
    @given(case=operation.as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        tried["request by schemathesis"] += 1
        case.call_and_validate(excluded_checks=[negative_data_rejection])  # what clients spell oddly is forgiven

    with suppress(Unsatisfiable):  # an operation without parameters has no invalid case
        check()
