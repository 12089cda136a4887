"""The endpoints beside the chat: models, health, version, metrics, stats, records."""

import json
import re
from collections.abc import Callable

import pytest

from tests.fakes.client import Client
from tests.fakes.openrouter import ScriptedOpenRouter, event, stream
from tests.fakes.processes import KEY, LEVEL_MODELS, Stack, until

StackFactory = Callable[..., Stack]

STATS = [
    "requests_total",
    "by_level",
    "by_model",
    "by_status",
    "stream_count",
    "nonstream_count",
    "session_escalations",
    "critical_gates",
    "continuation_detected_count",
    "length_capped_count",
    "topic_ignored_count",
    "avg_route_duration_ms",
    "uptime_seconds",
    "config_reload_count",
    "last_config_reload_unix",
    "upstream_errors_total",
    "upstream_errors",
    "by_upstream_error_type",
    "by_upstream_provider",
    "by_upstream_provider_code",
    "upstream_rate_limits_total",
    "upstream_429_total",
    "upstream_502_total",
    "upstream_503_total",
    "upstream_embedded_errors_total",
    "local_proxy_errors_total",
    "degraded_blocked_total",
    "api_key_present",
    "api_key_prefix_valid",
    "api_key_length",
    "api_key_reload_count",
    "last_api_key_reload_unix",
    "active_config_state",
    "config_reload_success_count",
    "config_reload_failure_count",
    "last_config_reload_success_unix",
    "last_config_reload_failure_unix",
    "last_config_reload_error_truncated",
    "config_reload_consecutive_failure_count",
    "config_reload_failure_first_seen_unix",
    "config_reload_fail_requests_when_degraded",
]

RECORD = [
    "request_id",
    "timestamp",
    "level",
    "model",
    "status",
    "forced_by",
    "latest_user_index",
    "task_boundary_index",
    "task_key",
    "latest_user_hash",
    "frame_hash",
    "reason_summary",
    "critical_gate",
    "session_escalated",
    "upstream_error_code",
    "upstream_error_type",
    "upstream_provider_code",
    "upstream_provider",
    "upstream_is_byok",
    "upstream_retry_after",
    "upstream_retryable",
    "upstream_raw_truncated",
    "upstream_error_message_truncated",
    "embedded_error",
]


def test_models(client: Client) -> None:
    got = client.get("/v1/models")
    assert got.status == 200
    assert got.json["object"] == "list"
    assert [model["id"] for model in got.json["data"]] == [
        "dispatch/auto",
        *(f"dispatch/{level}" for level in LEVEL_MODELS),
    ]
    assert all(model["object"] == "model" for model in got.json["data"])
    for name in ("dispatch/hard", "dispatch%2Fhard"):
        one = client.get(f"/v1/models/{name}")
        assert (one.status, one.json["id"]) == (200, "dispatch/hard")
    assert client.get("/v1/models/gpt-5").status == 404


def test_health(stack: Stack) -> None:
    health = stack.gateway.health()
    assert health["status"] == "ok"
    assert health["config"]["active"] == "current"
    assert health["config"]["reload_ok"] is True
    assert {"serving", "redis", "classifier", "upstream"} <= health.keys()
    assert {"last_error", "failed_reload_count", "last_failure_unix"} <= health["config"].keys()


def test_ready_live_version(client: Client) -> None:
    ready = client.get("/readyz")
    assert (ready.status, ready.json["status"]) == (200, "ready")
    assert client.get("/livez").status == 200
    assert {"version", "commit", "build_time"} <= client.get("/version").json.keys()


def test_metrics(client: Client) -> None:
    client.chat()
    got = client.get("/metrics")
    assert got.status == 200
    assert (got.header("Content-Type") or "").startswith("text/plain")
    assert re.search(rb"^dispatch_\w+_total", got.body, re.MULTILINE)
    for line in got.body.decode().splitlines():
        assert line.startswith("#") or re.fullmatch(r"[a-z0-9_]+(\{[^{}]*\})? -?[0-9.eE+naif-]+", line), line


def test_stats_have_every_field(stack: Stack) -> None:
    stats = stack.gateway.stats()
    assert set(STATS) <= stats.keys(), set(STATS) - stats.keys()
    assert stats["api_key_present"] is True
    assert stats["api_key_prefix_valid"] is True
    assert stats["api_key_length"] == len(KEY)
    assert stats["active_config_state"] == "ok"


def test_stats_count_every_request_once(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2)
    for number in range(12):
        gateway = stack.gateways[number % 2]
        level = ("easy", "hard", "critical")[number % 3]
        assert gateway.client.chat(headers=[("X-Dispatch-Level", level)], stream=number < 5).status == 200
    stack.gateways[0].client.chat(b"no json")
    for gateway in stack.gateways:
        until(lambda: gateway.stats()["requests_total"] == 13)  # noqa: B023 - called at once
        stats = gateway.stats()
        assert {level: stats["by_level"].get(level) for level in ("easy", "hard", "critical")} == {
            "easy": 4,
            "hard": 4,
            "critical": 4,
        }
        assert stats["by_model"]["fake/easy"] == 4
        assert stats["by_status"]["200"] == 12
        assert stats["by_status"]["400"] == 1
        assert stats["stream_count"] == 5
        assert stats["local_proxy_errors_total"] == 1


@pytest.mark.parametrize("streaming", [True, False], ids=["stream", "no stream"])
def test_a_record_has_every_field(stack: Stack, streaming: bool) -> None:
    got = stack.client.chat(stream=streaming)
    answer = until(lambda: found(stack, got.request_id))
    record = answer.json
    assert set(RECORD) <= record.keys(), set(RECORD) - record.keys()
    assert record["level"] == got.header("X-Dispatch-Level")
    assert record["status"] == 200
    assert (record["usage"]["prompt_tokens"], record["usage"]["completion_tokens"]) == (12, 3)
    assert len(record["reason_summary"]) <= 10


def found(stack: Stack, request_id: str) -> object:
    answer = stack.client.get(f"/debug/request?id={request_id}")
    return answer if answer.status == 200 else None


def test_a_record_that_is_not_there(client: Client) -> None:
    assert client.get("/debug/request").status == 400
    assert client.get("/debug/request?id=").status == 400
    assert client.get("/debug/request?id=0123456789abcdef").status == 404
    assert client.get("/debug/request?id=" + "x" * 3_000).status in (400, 404)


def test_records_are_bounded(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0, config={"debug": {"request_index_size": 5}})
    ids = [stack.client.chat(headers=[("X-Dispatch-Level", "easy")]).request_id for _ in range(12)]
    until(lambda: stack.gateway.stats()["requests_total"] == 12)
    there = [stack.client.get(f"/debug/request?id={request_id}").status for request_id in ids]
    assert there == [404] * 7 + [200] * 5


def test_records_can_be_switched_off(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0, config={"debug": {"request_index_enabled": False}})
    got = stack.client.chat(headers=[("X-Dispatch-Level", "easy")])
    assert stack.client.get(f"/debug/request?id={got.request_id}").status == 404


def test_a_route_is_explained_without_an_upstream_call(client: Client, openrouter: ScriptedOpenRouter) -> None:
    body = json.dumps({"messages": [{"role": "user", "content": "Explain what this function does."}]}).encode()
    got = client.send("POST", "/debug/route", body)
    assert got.status == 200
    assert {"level", "model", "scores", "reasons", "analysis", "frame", "intelligence", "request_id"} <= got.json.keys()
    assert set(got.json["scores"]) == {"complexity", "risk", "agent_pressure", "downgrade", "total"}
    assert got.json["frame"]["latest_user_index"] == 0
    assert not openrouter.requests
    assert client.chat(body).header("X-Dispatch-Level") == got.json["level"], "the same decision as for a real request"


def test_feedback_is_off(client: Client) -> None:
    assert (
        client.send("POST", "/debug/feedback", b'{"request_id":"0123456789abcdef","expected_level":"easy"}').status
        == 404
    )


def test_feedback_is_one_whole_line(start_stack: StackFactory, tmp_path: object) -> None:
    path = f"{tmp_path}/feedback.jsonl"
    stack = start_stack(classifiers=0, config={"debug": {"feedback_enabled": True, "feedback_path": path}})
    body = {"request_id": "0123456789abcdef", "expected_level": "hard", "note": "n" * 900}
    got = stack.client.send("POST", "/debug/feedback", json.dumps(body).encode())
    assert (got.status, got.json["status"]) == (200, "ok")
    with open(path) as file:
        line = json.loads(file.read())
    assert (line["expected_level"], line["note"]) == ("hard", "n" * 500)
    bad = stack.client.send("POST", "/debug/feedback", json.dumps({**body, "expected_level": "extreme"}).encode())
    assert bad.status == 400


def test_the_log_tells_what_was_decided(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    stack = start_stack()
    got = stack.client.chat(stream=True)
    openrouter.queue(stream([event("Hel")], end="reset"))
    stack.client.chat(stream=True)
    until(lambda: len(stack.gateway.log("route")) >= 2)
    decision = next(line for line in stack.gateway.log("decision") if line["request_id"] == got.request_id)
    route = next(line for line in stack.gateway.log("route") if line["request_id"] == got.request_id)
    assert decision["level"] == got.header("X-Dispatch-Level")
    assert route["status"] == 200
    ready = stack.gateway.log("dispatch ready")
    assert len(ready) == 1
    assert {
        "levels",
        "listen",
        "base_url",
        "api_key_present",
        "api_key_prefix_valid",
        "api_key_length",
        "version",
    } <= ready[0].keys()
    for line in stack.logs().splitlines():
        assert isinstance(json.loads(line), dict), f"not a JSON line: {line[:200]}"
