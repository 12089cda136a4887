"""No text of a prompt and no key stays anywhere: not in a log, a header, a Redis key or value, or Redis's file on disk."""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.openrouter import ScriptedOpenRouter, answer, completion, error, event, stream
from tests.fakes.processes import KEY, Stack, until

StackFactory = Callable[..., Stack]

CANARIES = {
    "system prompt": "canary-system-8d1f",
    "user text": "canary-user-52aa",
    "text part": "canary-part-0b7e",
    "tool result": "canary-tool-c3d9",
    "tool arguments": "canary-arguments-94f0",
    "assistant text": "canary-assistant-61e2",
    "tool description": "canary-description-f00d",
    "user field": "canary-userfield-2b2b",
    "broken body": "canary-broken-77aa",
    "session id": "canary-session-1c1c",
    "task id": "canary-task-3e3e",
    "client authorization": "canary-bearer-4f4f",
    "client cookie": "canary-cookie-5a5a",
    "answer text": "canary-answer-6b6b",
    "query": "canary-query-7c7c",
    "level header": "canary-level-8d8d",
    "dispatch key": KEY,
    "part of the key": KEY[12:40],
}


def body(**fields: Any) -> dict[str, Any]:
    trace = "Traceback (most recent call last):\n  File 'x.py', line 3\nAssertionError: " + CANARIES["tool result"]
    call = {
        "id": "c1",
        "type": "function",
        "function": {"name": "bash", "arguments": json.dumps({"command": CANARIES["tool arguments"]})},
    }
    return {
        "model": "dispatch/auto",
        "user": CANARIES["user field"],
        "tools": [{"type": "function", "function": {"name": "bash", "description": CANARIES["tool description"]}}],
        "messages": [
            {"role": "system", "content": CANARIES["system prompt"]},
            {"role": "user", "content": f"production database dropped {CANARIES['user text']} fix it"},
            {"role": "assistant", "content": CANARIES["assistant text"], "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c1", "content": trace},
            {"role": "user", "content": [{"type": "text", "text": f"same error again {CANARIES['text part']}"}]},
        ],
        **fields,
    }


HEADERS = [
    ("X-Session-Id", CANARIES["session id"]),
    ("X-Dispatch-Session-Id", CANARIES["session id"]),
    ("X-Dispatch-Task-Id", CANARIES["task id"]),
    ("X-Dispatch-Level", CANARIES["level header"]),
    ("Authorization", f"Bearer {CANARIES['client authorization']}"),
    ("Cookie", CANARIES["client cookie"]),
]


def exercise(stack: Stack, openrouter: ScriptedOpenRouter) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that handles text: judged, streamed, refused, failed, explained, left alone. Returns all answers' headers."""
    client, seen = stack.client, []

    def note(name: str, got: Any) -> None:
        seen.append((name, got.headers))

    note("plain", client.chat(body(), HEADERS))
    openrouter.queue(stream([event(CANARIES["answer text"]), b"data: [DONE]\n\n"]))
    note("stream", client.chat(body(stream=True), HEADERS))
    openrouter.queue(answer(completion("m", CANARIES["answer text"])))
    note("answer", client.chat(body(), HEADERS))
    openrouter.queue(stream([event(CANARIES["answer text"])], end="reset"))
    note("cut", client.chat(body(stream=True), HEADERS))
    openrouter.queue(answer(error(400, "bad request"), status="400 Bad Request"))
    note("error", client.chat(body(), HEADERS))
    note("explained", client.send("POST", "/debug/route", json.dumps(body()).encode(), HEADERS))
    broken = b'{"messages":[{"role":"user","content":"' + CANARIES["broken body"].encode() + b'", bad'
    refused = client.chat(broken, HEADERS)
    note("broken", refused)
    assert CANARIES["broken body"].encode() not in refused.body
    note("large", client.chat(body(messages=[{"role": "user", "content": CANARIES["user text"] * 150_000}]), HEADERS))
    note("query", client.get(f"/nowhere?{CANARIES['query']}"))
    note("query", client.get(f"/debug/request?id={CANARIES['query']}"))
    with client.streaming(body(), HEADERS) as connection:
        connection.close()
    return seen


def assert_clean(text: bytes, where: str) -> None:
    found = [name for name, canary in CANARIES.items() if canary.encode() in text]
    assert not found, f"{where} holds: {', '.join(found)}"


def test_nothing_stays_after_the_requests(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    stack = start_stack(gateways=2, classifiers=1, config={"debug": {"log_level": "debug", "trace_requests": True}})
    stack.redis.client().config_set("appendfsync", "always")
    answers = exercise(stack, openrouter)
    assert any(CANARIES["user text"].encode() in request.body for request in openrouter.requests), (
        "the canaries went through"
    )
    until(lambda: stack.gateway.stats()["requests_total"] >= 6)
    for name, headers in answers:
        assert_clean(str(headers).encode(), f"the headers of {name}")
    for path in ("/debug/stats", "/health", "/metrics", "/version", "/v1/models", "/readyz"):
        assert_clean(stack.client.get(path).body, path)
    for _, headers in answers:
        request_id = {key.lower(): value for key, value in headers}["x-dispatch-request-id"]
        assert_clean(stack.client.get(f"/debug/request?id={request_id}").body, "/debug/request")
    assert_clean(stack.redis.memory(), "Redis")
    assert_clean(stack.redis.disk(), "Redis's append-only file")
    assert stack.redis.diagnostics() == [], "no command was kept, however large or slow"
    assert_clean(stack.logs().encode(), "the logs")
    for process in stack.processes:
        process.terminate()
    assert_clean(stack.logs().encode(), "the logs after the end")
    assert_clean(stack.redis.memory() + stack.redis.disk(), "Redis after the end")


def test_nothing_stays_when_the_classifier_hangs(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    """The text that waits for a worker goes with its deadline, even if nobody ever takes it."""
    stack = start_stack(config={"classifier": {"timeout_ms": 300}, "debug": {"log_level": "debug"}})
    stack.redis.client().config_set("appendfsync", "always")
    stack.classifier.kill()
    assert stack.client.chat(body(), HEADERS).status == 200
    until(
        lambda: CANARIES["user text"].encode() not in stack.redis.memory(), limit_s=15, what="the waiting text is gone"
    )
    assert_clean(stack.redis.memory(), "Redis")
    assert_clean(stack.redis.disk(), "Redis's append-only file")
    assert_clean(stack.logs().encode(), "the logs")


def test_a_wrong_key_of_upstream_is_not_echoed(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    """Upstream's error text reaches the client as it is, and nobody else."""
    stack = start_stack(classifiers=0)
    openrouter.queue(answer(error(401, f"No such key {KEY}", raw=f"Bearer {KEY}"), status="401 Unauthorized"))
    got = stack.client.chat(headers=[("X-Dispatch-Level", "easy")])
    assert got.status == 401
    until(lambda: stack.client.get(f"/debug/request?id={got.request_id}").status == 200)
    assert_clean(stack.client.get(f"/debug/request?id={got.request_id}").body, "/debug/request")
    assert_clean(str(got.headers).encode(), "the headers")
    assert_clean(stack.logs().encode(), "the logs")
    assert_clean(stack.redis.memory(), "Redis")
