"""Clauses of sections 2, 3, 4 and 9 that no other file proves: order of the steps, fallback, stream headers, HTTP/2, the shown decision."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import StackFactory
from tests.fakes.client import Client, End
from tests.fakes.in_process import gateway
from tests.fakes.openrouter import USAGE, ScriptedOpenRouter, answer, completion, events, stream
from tests.fakes.processes import RedisServer, Stack, until

EASY = [("X-Dispatch-Level", "easy")]


def degraded(stack: Stack) -> None:
    stack.gateway.write_config(b"levels: [")
    until(lambda: stack.gateway.health()["status"] == "degraded", what="it is degraded")


def test_a_degraded_gateway_refuses_before_it_reads_or_judges_anything(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack()
    degraded(stack)
    with stack.client.connect(limit_s=5) as connection:
        connection.request("POST", Client.CHAT, b'{"mess', [("Content-Length", "1000000")])
        got = connection.read()
    assert (got.status, got.json["error"]["type"], got.json["error"]["code"]) == (503, "dispatch_config_degraded", 503)
    assert not stack.gateway.log("decision")
    assert not openrouter.requests


@pytest.mark.parametrize(
    "path", ["/livez", "/readyz", "/health", "/debug/stats", "/version", "/metrics", "/v1/models", "/nowhere"]
)
def test_a_degraded_gateway_says_so_on_every_answer_and_its_other_endpoints_live(
    start_stack: StackFactory, path: str
) -> None:
    stack = start_stack(classifiers=0)
    degraded(stack)
    got = stack.client.get(path)
    assert got.status == {"/readyz": 503, "/nowhere": 404}.get(path, 200)
    assert got.header("X-Dispatch-Config-State") == "degraded"
    assert got.header("X-Dispatch-Config-Reload-Error") == "see /health or /debug/stats"


async def test_without_a_key_a_request_is_503_and_nothing_is_sent(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        here.runtime.upstream.simulated = False
        got = await here.http.post(Client.CHAT, json={"model": "dispatch/easy", "messages": []})
        assert (got.status_code, got.json()["error"]["type"]) == (503, "dispatch_api_key_missing")
        assert (await here.http.post(Client.CHAT, content=b"no json")).status_code == 400, "the body is looked at first"


@pytest.mark.parametrize("level", ["easy", "critical"])
def test_the_fallback_level_is_the_configured_one(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter, level: str
) -> None:
    stack = start_stack(classifiers=0, config={"classifier": {"fallback_level": level}})
    got = stack.client.chat()
    assert (got.status, got.header("X-Dispatch-Level"), openrouter.last.model) == (200, level, f"fake/{level}")
    assert "classifier_unavailable" in (got.header("X-Dispatch-Reasons") or "")
    until(lambda: stack.gateway.stats()["classifier_fallbacks_total"] == 1, what="it is counted")


@pytest.mark.parametrize(
    "theirs", [[], [("Cache-Control", "max-age=60"), ("X-Accel-Buffering", "yes")]], ids=["none", "others"]
)
def test_a_stream_is_marked_as_not_to_be_cached_or_buffered(
    client: Client, openrouter: ScriptedOpenRouter, theirs: list[tuple[str, str]]
) -> None:
    openrouter.queue(stream(events(), headers=theirs))
    got = client.chat(stream=True, headers=EASY)
    assert (got.header("Cache-Control"), got.header("X-Accel-Buffering")) == ("no-cache", "no")
    openrouter.queue(answer(completion("m")))
    assert not {"cache-control", "x-accel-buffering"} & client.chat(headers=EASY).names


def test_an_offer_of_http_2_is_not_taken(client: Client) -> None:
    """Over HTTP/2, Hypercorn would leave the client of a broken answer waiting for ever."""
    offer = [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQAAP__")]
    got = client.get("/v1/models", offer)
    assert (got.status, got.version) == (200, "HTTP/1.1")
    with client.connect(limit_s=5) as connection:
        connection.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")
        got = connection.read()
        assert got.version == "HTTP/1.1"
        assert 400 <= got.status < 600
        assert connection.ended() in (End.CUT, End.RESET)


ANALYSIS = {
    "intent", "operation", "domains", "scope", "evidence", "risk", "agent_state", "floors", "critical_gates", "topics",
    "operation_objects", "context", "structural_complexity", "failure_evidence", "irreversibility", "topic_escalation", "length_policy",
}  # fmt: skip
FRAME = {
    "latest_user_index", "task_boundary_index", "continuation_detected", "continuation_reasons", "task_key", "task_key_source",
    "excluded_prior_hard_context", "prior_level_ignored_for_routing", "session_state_used",
}  # fmt: skip


def test_an_explained_decision_has_every_promised_field(client: Client) -> None:
    body = json.dumps({"messages": [{"role": "user", "content": "Fix the failing test in cart.py"}]}).encode()
    shown = client.send("POST", "/debug/route", body).json
    assert shown.keys() >= {"level", "model", "scores", "reasons", "analysis", "frame", "intelligence", "request_id"}
    assert shown["analysis"].keys() >= ANALYSIS
    assert shown["analysis"]["context"].keys() >= {"chars", "messages", "size", "length_policy"}
    assert shown["frame"].keys() >= FRAME


def test_the_stats_tell_of_the_fleet_and_of_tokens_and_cost(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack(gateways=2, classifiers=2)
    for gateway_ in stack.gateways:
        for streaming in (True, False):
            gateway_.client.chat(stream=streaming, headers=EASY)

    def counted() -> dict[str, Any] | None:
        stats = stack.gateways[1].stats()
        whole = stats["requests_total"] == 4 and (stats["replicas_alive"], stats["workers_alive"]) == (2, 2)
        return stats if whole else None

    stats = until(counted, what="two replicas, two workers, four requests")
    assert stats["prompt_tokens_by_level"] == {"easy": 4 * USAGE["prompt_tokens"]}
    assert stats["completion_tokens_by_model"] == {"fake/easy": 4 * USAGE["completion_tokens"]}
    assert stats["cost_by_level"]["easy"] == pytest.approx(4 * USAGE["cost"])
    assert stats["avg_route_duration_ms"] >= 0
    assert stats["uptime_seconds"] >= 0


def test_a_decision_costs_little_on_a_long_transcript(client: Client) -> None:
    """The original took 5 s of CPU for a megabyte. The history is new here, so nothing of it is remembered."""
    step = [
        {"role": "assistant", "content": "ok"},
        {"role": "tool", "tool_call_id": "1", "content": "1| def f(x): return x\n" * 40},
    ]
    messages = [{"role": "user", "content": "Read the sources and fix the bug."}, *step * 1_000]
    for number, message in enumerate(messages):
        message = messages[number] = {**message, "content": f"{number} {message['content']}"}
    body = json.dumps({"messages": messages}).encode()
    assert len(body) > 900_000
    got = client.chat(body)
    assert got.status == 200
    assert "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or "")
    record = until(lambda: client.get(f"/debug/request?id={got.request_id}").json)
    assert record["route_ms"] < 1_000
