"""Bodies, headers, paths and upstream answers of every shape: a clear answer each time, never an error of Dispatch's own."""

import gzip
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.gateway.core.sse import SseObserver
from services.gateway.routes.openapi import PATHS
from shared.level import LEVELS
from tests.fakes.processes import Process, RedisServer, environment, python_module, until
from tests.fuzz.harness import (
    Harness,
    examples,
    fine,
    header_value,
    json_value,
    name,
    running,
    text,
    tried,
)

CHAT, ROUTE = "/v1/chat/completions", "/debug/route"


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """A gateway in this process, a classifier beside it."""
    server, folder = RedisServer(), tmp_path_factory.mktemp("gateway")
    worker = Process(
        "classifier", python_module("services.classifier", "--redis-url", server.url), folder, environment()
    )
    edit = (
        ("feedback_enabled: false", "feedback_enabled: true"),
        ("/config/feedback.jsonl", str(folder / "feedback.jsonl")),
        ("trace_requests: false", "trace_requests: true"),
    )
    try:
        with running(folder, server.url, edit=edit) as found:
            until(lambda: b"classifier_unavailable" not in judged(found), limit_s=20, what="the classifier judges")
            found.script_upstream()
            yield found
        assert worker.alive, worker.stderr[-2000:]
        assert not worker.log("classify_failed"), worker.log("classify_failed")[-1]
        assert worker.terminate() == 0
    finally:
        worker.kill()
        server.stop()


def judged(harness: Harness) -> bytes:
    return harness.ask("POST", ROUTE, b'{"messages":[{"role":"user","content":"hi"}]}').body


role = st.sampled_from(["system", "user", "assistant", "tool", "developer", "function"])
call = st.fixed_dictionaries({"id": text, "function": st.fixed_dictionaries({"name": text, "arguments": json_value})})
part = st.fixed_dictionaries({"type": st.sampled_from(["text", "input_text", "image_url"]), "text": text})
message = (
    st.fixed_dictionaries(
        {"role": role, "content": text | st.lists(part | json_value, max_size=3) | json_value},
        optional={"tool_calls": st.lists(call, max_size=2), "tool_call_id": text, "name": text},
    )
    | json_value
)
body = st.fixed_dictionaries(
    {"messages": st.lists(message, max_size=6)},
    optional={
        "model": st.sampled_from(["dispatch/auto", " Dispatch/dispatch/HARD", "gpt"]) | json_value,
        "stream": st.booleans() | json_value,
        "provider": json_value,
        "tools": st.lists(st.fixed_dictionaries({"type": text, "function": json_value}), max_size=2) | json_value,
        "response_format": st.fixed_dictionaries({"type": st.sampled_from(["json_schema", "json_object"])})
        | json_value,
        "user": json_value,
    },
)


@examples(250)
@given(value=body, path=st.sampled_from([CHAT, CHAT, ROUTE]), ascii_only=st.booleans())
@example(value={"messages": [{"role": "user", "content": "\ud800"}]}, path=CHAT, ascii_only=True)
def test_a_request_of_any_content_is_served(harness: Harness, value: Any, path: str, ascii_only: bool) -> None:
    """A JSON object with an array of messages is always taken, and always judged."""
    sent = json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    seen = harness.ask("POST", path, sent)
    fine(seen)
    reasons = seen.header("x-dispatch-reasons") or ""
    assert "fallback:failed" not in reasons
    assert b"fallback:failed" not in seen.body[:3000] or path == CHAT


@examples(200)
@given(
    sent=st.binary(max_size=200)
    | st.text(alphabet='{}[]":,\\ messages0-1.eE\n\ud800', max_size=80).map(
        lambda s: s.encode("utf-8", "surrogatepass")
    )
    | json_value.map(lambda value: json.dumps(value).encode()),
    path=st.sampled_from([CHAT, ROUTE, "/debug/feedback"]),
    cuts=st.lists(st.integers(0, 100), max_size=3),
)
def test_any_bytes_are_served_or_refused(harness: Harness, sent: bytes, path: str, cuts: list[int]) -> None:
    fine(harness.ask("POST", path, sent, cuts=cuts), 400)


@st.composite
def damaged(draw: Any) -> bytes:
    """A good body with some bytes changed, taken out or put in."""
    raw = bytearray(json.dumps(draw(body)).encode())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(len(raw) - 1, 0)))
        raw[at : at + draw(st.integers(0, 2))] = draw(
            st.binary(max_size=3) | st.sampled_from([b"{", b"]", b'"', b"\\u"])
        )
    return bytes(raw)


@examples(200)
@given(sent=damaged(), zipped=st.sampled_from([b"", b"gzip", b"GZIP ", b"br"]), really=st.booleans())
def test_a_damaged_body_is_served_or_refused(harness: Harness, sent: bytes, zipped: bytes, really: bool) -> None:
    data = gzip.compress(sent) if really and zipped else sent
    headers = [(b"content-encoding", zipped)] if zipped else []
    fine(harness.ask("POST", CHAT, data, headers), 400, 415)


NAMES = [
    "x-dispatch-level", "x-dispatch-task-id", "x-dispatch-session-id", "x-session-id", "x-session-affinity",
    "x-dispatch-profile", "content-encoding", "content-length", "content-type", "origin", "host", "sec-fetch-site",
    "authorization", "cookie", "transfer-encoding", "expect", "accept", "range", "if-none-match", "x-forwarded-for",
]  # fmt: skip
ODD = st.sampled_from(
    [level.encode() for level in LEVELS] + [b"gzip", b"cross-site", b"null", b"http://gateway", b"9" * 30]
)


@examples(250)
@given(
    headers=st.lists(st.tuples(st.sampled_from(NAMES).map(str.encode), header_value | ODD), max_size=8),
    target=st.sampled_from([("POST", CHAT), ("POST", ROUTE), ("POST", "/debug/feedback"), ("GET", "/health")]),
    sent=st.sampled_from([b'{"messages":[]}', b"{}", b""]),
)
def test_headers_of_any_value_are_understood_or_ignored(
    harness: Harness, headers: list[tuple[bytes, bytes]], target: tuple[str, str], sent: bytes
) -> None:
    fine(harness.ask(*target, sent, headers), 400, 403, 413, 415)


KNOWN = [*PATHS, "/openapi.json", "/metrics", "//v1//models/", "/chat/completions", "/models"]


@examples(250)
@given(
    path=st.sampled_from(KNOWN) | st.builds("{}{}".format, st.sampled_from([*KNOWN, "/", ""]), text),
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "X"]),
    query=st.builds(
        lambda lead, value: lead + quote(value).encode(), st.sampled_from([b"", b"id="]), st.binary(max_size=40)
    ),
)
def test_any_path_and_method_gets_an_answer_in_shape(harness: Harness, path: str, method: str, query: bytes) -> None:
    seen = harness.ask(method, path, b"", query=query)
    fine(seen, 204, 400, 404, 405)
    if seen.status == 405:
        assert seen.header("allow")
    if seen.status >= 400 and method != "HEAD":
        assert seen.header("content-type") == "application/json"
        assert set(json.loads(seen.body)["error"]) == {"message", "type", "code", "param"}


# --- what upstream may answer ---

EVENTS = st.sampled_from(
    [b'data: {"error":', b'{"code":', b"429", b"}\n\n", b'data: {"usage":{"prompt_tokens":', b"-1", b"1e999", b'"x"',
     b"data: [DONE]\n\n", b": comment\n\n", b"\r\n\r\n", b'"choices":[', b'{"finish_reason":"error"}', b"]", b"[" * 300]
)  # fmt: skip
ERROR = st.fixed_dictionaries(
    {"error": json_value | st.dictionaries(st.sampled_from(["code", "message", "metadata", "error_type", "availability", "http_status"]), json_value)},
    optional={"choices": json_value, "usage": json_value, "model": json_value},
).map(lambda value: json.dumps(value).encode())  # fmt: skip
CHUNK = st.binary(max_size=80) | EVENTS | ERROR | ERROR.map(lambda raw: b"data: " + raw + b"\n\n")
UPSTREAM_NAMES = st.sampled_from(
    ["content-type", "retry-after", "connection", "x-dispatch-level", "set-cookie", "content-encoding", "x-odd", "keep-alive", "te"]
).map(str.encode)  # fmt: skip


@examples(250)
@given(
    status=st.integers(200, 599),
    headers=st.lists(st.tuples(UPSTREAM_NAMES, header_value | st.just(b"text/event-stream")), max_size=5),
    chunks=st.lists(CHUNK, max_size=8),
    broken=st.booleans(),
    kind=st.sampled_from([b"text/event-stream", b"application/json"]),
)
def test_any_answer_of_upstream_passes_byte_for_byte(
    harness: Harness,
    status: int,
    headers: list[tuple[bytes, bytes]],
    chunks: list[bytes],
    broken: bool,
    kind: bytes,
) -> None:
    harness.upstream.tell(status, [(b"content-type", kind), *headers], [*chunks, None] if broken else chunks)
    tried["upstream answers"] += 1
    try:
        seen = harness.ask("POST", CHAT, b'{"model":"dispatch/easy","messages":[]}')
    finally:
        harness.upstream.tell(200, [(b"content-type", b"application/json")], [b"{}"])
    if broken and seen.status == 502 and b"upstream_unreachable" in seen.body:
        return
    assert seen.status == status, seen.body[:300]
    assert seen.body == b"".join(chunks)
    for key, value in seen.headers:
        assert not set(value) & set(b"\r\n\0"), key
        assert value.isascii() or not key.startswith(b"x-dispatch-")
    assert seen.header("x-dispatch-level") == "easy", "upstream can't forge it"


@examples(250)
@given(chunks=st.lists(CHUNK, max_size=10), cuts=st.lists(st.integers(0, 600), max_size=6))
def test_a_stream_says_the_same_however_it_is_cut(chunks: list[bytes], cuts: list[int]) -> None:
    whole = b"".join(chunks)
    tried["streams"] += 1
    edges = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    one, many = SseObserver(), SseObserver()
    one.feed(whole)
    for start, end in pairwise(edges):
        many.feed(whole[start:end])
    for observer in (one, many):
        observer.finish()
    assert (one.usage, one.error, one.served_model, one.done) == (many.usage, many.error, many.served_model, many.done)


@examples(40)
@given(
    member=st.dictionaries(name, json_value, max_size=3),
    level=st.sampled_from([*LEVELS, "x", 5, None]),
    identity=text,
    note=st.text(max_size=900),
)
def test_feedback_of_any_content_is_one_line_or_refused(
    harness: Harness, member: dict[str, Any], level: object, identity: str, note: str
) -> None:
    path = Path(harness.here.runtime.snapshot.config.debug.feedback_path)
    before = len(path.read_bytes().splitlines()) if path.exists() else 0
    sent = json.dumps({**member, "request_id": identity, "expected_level": level, "note": note}).encode()
    seen = harness.ask("POST", "/debug/feedback", sent)
    fine(seen, 400)
    after = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    assert len(after) == before + (seen.status == 200)
    if after:
        json.loads(after[-1])
