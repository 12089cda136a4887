"""What OpenRouter refuses reaches the client unchanged, explained in headers, and is counted."""

import json
from typing import Any

import pytest

from tests.fakes.client import Answer, Client
from tests.fakes.openrouter import ScriptedOpenRouter, answer, completion, error, event, stream
from tests.fakes.processes import Stack, until

STREAMS = pytest.mark.parametrize("streaming", [True, False], ids=["stream", "no stream"])


def upstream(got: Answer) -> dict[str, str]:
    prefix = "x-dispatch-upstream-"
    return {name.lower().removeprefix(prefix): value for name, value in got.headers if name.lower().startswith(prefix)}


@pytest.mark.parametrize(
    ("status", "retryable"),
    [(code, "true") for code in (408, 429, 502, 503, 504)]
    + [(code, "false") for code in (400, 401, 402, 403, 404, 412, 413, 422)]
    + [(code, "unknown") for code in (500, 524, 529)],
)
def test_a_status_passes_through_with_its_body(
    client: Client, openrouter: ScriptedOpenRouter, status: int, retryable: str
) -> None:
    body = json.dumps(error(status), indent=1).encode()
    openrouter.queue(answer(body, status=f"{status} Whatever"))
    got = client.chat(stream=True)
    assert (got.status, got.body) == (status, body)
    assert upstream(got)["status"] == str(status)
    assert upstream(got)["retryable"] == retryable
    assert len(openrouter.requests) == 1, "no retry"


@STREAMS
def test_a_rate_limit_keeps_its_headers(client: Client, openrouter: ScriptedOpenRouter, streaming: bool) -> None:
    metadata = {
        "error_type": "rate_limit_exceeded",
        "provider_name": "DeepInfra",
        "provider_code": "rl_1",
        "is_byok": False,
    }
    openrouter.queue(
        answer(
            error(429, "slow down", **metadata, raw="raw text of the provider"),
            status="429 Too Many Requests",
            headers=[("Retry-After", "17"), ("X-RateLimit-Reset", "99")],
        )
    )
    got = client.chat(stream=streaming)
    assert (got.status, got.header("Retry-After"), got.header("X-RateLimit-Reset")) == (429, "17", "99")
    assert upstream(got) == {
        "status": "429",
        "error-code": "429",
        "error-type": "rate_limit_exceeded",
        "provider": "DeepInfra",
        "provider-code": "rl_1",
        "is-byok": "false",
        "retry-after": "17",
        "retryable": "true",
    }


def test_the_newer_error_shape_without_a_code(client: Client, openrouter: ScriptedOpenRouter) -> None:
    body = {"error": {"message": "no room", "error_type": "provider_overloaded", "http_status": 503}}
    openrouter.queue(answer(body, status="503 Service Unavailable"))
    got = client.chat()
    assert (got.status, got.json) == (503, body)
    assert upstream(got)["error-type"] == "provider_overloaded"
    assert upstream(got)["retryable"] == "true"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"<html>Bad gateway</html>", id="HTML"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param(b'{"error":"a string"}', id="error is a string"),
        pytest.param(b'{"error":{"code":"server_error","message":null,"metadata":7}}', id="odd types"),
        pytest.param(b"[" * 100_000, id="deeply nested"),
        pytest.param(b'{"error":{"code":502,"message":"' + b"m" * 2_000_000 + b'"}}', id="a huge message"),
    ],
)
@STREAMS
def test_an_error_body_of_any_kind_passes(
    client: Client, openrouter: ScriptedOpenRouter, body: bytes, streaming: bool
) -> None:
    openrouter.queue(answer(body, status="502 Bad Gateway", content_type="text/html"))
    got = client.chat(stream=streaming)
    assert (got.status, got.body, got.header("Content-Type")) == (502, body, "text/html")
    assert upstream(got)["status"] == "502"


@pytest.mark.parametrize(
    "value",
    ["new\r\nX-Injected: 1", "\x00\x01\x7f", "ünïcode 世界", "x" * 5_000],
    ids=["line break", "control", "unicode", "long"],
)
def test_error_metadata_cannot_break_the_headers(client: Client, openrouter: ScriptedOpenRouter, value: str) -> None:
    body = error(429, "m", error_type=value, provider_name=value, provider_code=value)
    openrouter.queue(answer(body, status="429 Too Many Requests"))
    got = client.chat()
    assert (got.status, got.json) == (429, body)
    assert "x-injected" not in got.names
    assert all(value.isascii() and len(value) < 2_000 for value in upstream(got).values())


def test_an_error_inside_a_200_is_noticed(stack: Stack, openrouter: ScriptedOpenRouter) -> None:
    before = stack.gateway.stats()["upstream_embedded_errors_total"]
    failed = {"code": 502, "message": "provider died", "metadata": {"error_type": "provider_unavailable"}}
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": "half"},
        "finish_reason": "error",
        "error": failed,
    }
    for body in (completion("m", choices=[choice]), {"error": failed}):
        openrouter.queue(answer(body))
        got = stack.client.chat()
        assert (got.status, got.json) == (200, body)
        assert upstream(got)["error-type"] == "provider_unavailable"
        record = until(lambda: fetch(stack, got.request_id))  # noqa: B023 - called at once
        assert record["embedded_error"] is True
    until(lambda: stack.gateway.stats()["upstream_embedded_errors_total"] == before + 2)


@pytest.mark.parametrize(
    "choices", [[{"index": 0, "delta": {}, "finish_reason": "error"}], []], ids=["finish", "no choices"]
)
def test_an_error_event_in_a_stream_is_noticed_while_its_bytes_pass(
    stack: Stack, openrouter: ScriptedOpenRouter, choices: list[Any]
) -> None:
    before = stack.gateway.stats()["upstream_embedded_errors_total"]
    failed = {"code": "server_error", "message": "died", "metadata": {"error_type": "provider_unavailable"}}
    parts = [event("Hel"), event(error=failed, choices=choices)]
    openrouter.queue(stream([part[:40] for part in parts] and [b"".join(parts)[:300], b"".join(parts)[300:]]))
    got = stack.client.chat(stream=True)
    assert (got.status, got.body, got.end) == (200, b"".join(parts), "complete")
    record = until(lambda: fetch(stack, got.request_id))
    assert record["embedded_error"] is True
    assert record["upstream_error_type"] == "provider_unavailable"
    until(lambda: stack.gateway.stats()["upstream_embedded_errors_total"] == before + 1)


def test_errors_are_counted_and_kept(stack: Stack, openrouter: ScriptedOpenRouter) -> None:
    before = stack.gateway.stats()
    openrouter.queue(
        answer(
            error(429, "slow " * 200, error_type="rate_limit_exceeded", provider_name="P"),
            status="429 Too Many Requests",
        )
    )
    got = stack.client.chat()
    record = until(lambda: fetch(stack, got.request_id))
    assert record["status"] == 429
    assert record["upstream_error_type"] == "rate_limit_exceeded"
    assert record["upstream_provider"] == "P"
    assert len(record["upstream_error_message_truncated"]) <= 300
    after = until(lambda: changed(stack, before), what="the counters move")
    assert after["upstream_429_total"] == before["upstream_429_total"] + 1
    assert after["upstream_rate_limits_total"] == before["upstream_rate_limits_total"] + 1
    assert after["upstream_errors_total"] == before["upstream_errors_total"] + 1 == after["upstream_errors"]


def fetch(stack: Stack, request_id: str) -> Any:
    got = stack.client.get(f"/debug/request?id={request_id}")
    return got.json if got.status == 200 else None


def changed(stack: Stack, before: dict[str, Any]) -> Any:
    after = stack.gateway.stats()
    return after if after["requests_total"] > before["requests_total"] else None
