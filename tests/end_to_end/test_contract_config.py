"""Clauses of sections 1, 7 and 8 that no other file proves: which settings a reload moves, warnings, models, whole configs."""

import subprocess
import time
from pathlib import Path
from typing import Any

import yaml

from shared.config.load import Source, load
from tests.conftest import StackFactory
from tests.fakes.openrouter import ScriptedOpenRouter, answer
from tests.fakes.processes import ROOT, Gateway, Stack, dispatch_config, environment, merged, python_module, until

EASY = [("X-Dispatch-Level", "easy")]


def edit(stack: Stack, gateway: Gateway, **over: Any) -> None:
    """Lay `over` on the gateway's config and wait until it is in use."""
    before = gateway.health()["config"]["digest"]
    gateway.write_config(merged(dispatch_config(stack.base_url, f"127.0.0.1:{gateway.address[1]}"), over))
    until(lambda: gateway.health()["config"]["digest"] != before, what="the change is in use")


def test_address_and_attribution_of_upstream_follow_a_reload(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    stack = start_stack(classifiers=0)
    stack.client.chat(headers=EASY)
    assert (openrouter.last.target, openrouter.last.header("X-OpenRouter-Title")) == (
        "/api/v1/chat/completions",
        "Dispatch",
    )
    moved = openrouter.base_url.replace("/api/v1", "/moved/v2/")
    edit(
        stack,
        stack.gateway,
        openrouter={"base_url": moved, "http_referer": "https://team.example", "site_title": "Team"},
    )
    stack.client.chat(headers=EASY)
    assert openrouter.last.target == "/moved/v2/chat/completions"
    assert openrouter.last.header("HTTP-Referer") == "https://team.example"
    assert openrouter.last.header("X-OpenRouter-Title") == "Team"
    assert stack.gateway.stats()["config_reload_count"] == 1
    assert stack.gateway.stats()["last_config_reload_unix"] >= time.time() - 60


def test_limits_and_headers_follow_a_reload(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0)
    edit(stack, stack.gateway, server={"max_body_size": 100}, debug={"set_response_headers": False})
    assert stack.client.chat(x="y" * 200).status == 413
    assert "x-dispatch-level" not in stack.client.chat(b'{"messages":[]}', EASY).names


def test_reloading_can_be_switched_off(start_stack: StackFactory) -> None:
    """What must not happen is waited for over seven intervals."""
    stack = start_stack(classifiers=0, config={"config_reload": {"enabled": False}})
    stack.gateway.write_config(b"levels: [")
    moment = time.monotonic() + 1.5
    until(lambda: time.monotonic() > moment, what="seven intervals have passed")
    assert stack.gateway.health()["status"] == "ok"
    assert stack.client.chat(headers=EASY).status == 200


def test_the_poll_interval_follows_a_reload(start_stack: StackFactory) -> None:
    """What must not happen is waited for over seven of the intervals that the process began with."""
    stack = start_stack(classifiers=0)
    edit(stack, stack.gateway, config_reload={"poll_interval_seconds": 3600})
    stack.gateway.write_config(b"levels: [")
    moment = time.monotonic() + 1.5
    until(lambda: time.monotonic() > moment, what="seven intervals have passed")
    assert stack.gateway.health()["status"] == "ok"


def test_a_broken_edit_later_never_ends_the_process(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0)
    for text in (b"levels: [", b"", b"\xff\xfe", b"levels: {easy: {}}", b"model_profiles: {0: null}", b"a: &a [*a]"):
        failures = stack.gateway.health()["config"]["failed_reload_count"]
        stack.gateway.write_config(text)
        health = until(lambda: newer(stack, failures), what=f"{text!r} is refused")  # noqa: B023 - called at once
        assert (health["status"], health["serving"], health["config"]["active"]) == ("degraded", False, "last_valid")
        assert health["config"]["reload_ok"] is False
        assert 0 < len(health["config"]["last_error"]) <= 500
        assert health["config"]["last_failure_unix"] >= time.time() - 60
    assert stack.gateway.alive
    assert not stack.gateway.log("background_job_failed")


def newer(stack: Stack, failures: int) -> dict[str, Any] | None:
    health = stack.gateway.health()
    return health if health["config"]["failed_reload_count"] > failures else None


def test_an_unknown_key_is_a_warning_in_the_check_the_log_and_the_health(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter, tmp_path: Path
) -> None:
    over = {"server": {"max_body_sise": 5}}
    stack = start_stack(classifiers=0, config=over)
    (warning,) = stack.gateway.health()["config"]["warnings"]
    assert warning == "server.max_body_sise: unknown key; did you mean `max_body_size`?"
    assert [line["warning"] for line in stack.gateway.log("config_warning")] == [warning]
    command = python_module("services.cli.main", "check-config", "--config", str(stack.gateway.config_path))
    shown = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True).stdout
    assert warning in shown
    strict = subprocess.run(
        [*command, "--strict"], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert (strict.returncode, warning in strict.stderr) == (1, True)


def test_models_are_checked_at_start_when_the_config_asks_for_it(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter
) -> None:
    openrouter.queue(answer({"data": [{"id": "fake/easy"}, {"id": "fake/hard:free"}]}))
    levels = {"easy": {"model": "fake/easy:nitro"}, "hard": {"model": "fake/hard:free"}}
    stack = start_stack(classifiers=0, config={"openrouter": {"validate_models_on_start": True}, "levels": levels})
    until(lambda: len(stack.gateway.log("model_unknown_to_openrouter")) == 2, what="two models are unknown")
    assert {line["level"] for line in stack.gateway.log("model_unknown_to_openrouter")} == {"medium", "critical"}
    assert openrouter.requests[0].target == "/api/v1/models"
    assert stack.client.chat(headers=EASY).status == 200


def test_models_are_not_checked_otherwise(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    stack = start_stack(classifiers=0)
    stack.client.chat(headers=EASY)
    assert [request.target for request in openrouter.requests] == ["/api/v1/chat/completions"]


def test_an_empty_attribution_warns(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0, config={"openrouter": {"http_referer": "", "site_title": ""}})
    assert len(stack.gateway.health()["config"]["warnings"]) == 2


# --- a config with every key of the contract's section 7 ---

EVERY_KEY = """
openrouter: {base_url: "https://openrouter.ai/api/v1", api_key_env: OPENROUTER_API_KEY, api_key_file: /dispatch.env,
  validate_models_on_start: false, http_referer: "https://team.example", site_title: Dispatch}
server: {listen: ":18087", max_body_size: 26214400, read_timeout_seconds: 30, write_timeout_seconds: 0}
model_profiles:
  one: {id: a/b, provider: {order: [x], only: [x], ignore: [y], allow_fallbacks: true, data_collection: deny}}
levels: {easy: {use: one}, medium: {use: one}, hard: {model: c/d, provider: {data_collection: deny}}, critical: {model: e/f}}
thresholds: {easy: 0, easy_max: 20, medium_max: 45, hard_max: 70, risk_hard_floor: 35, risk_critical_override: 50, agent_pressure_critical_override: 50}
scoring: {complexity_cap: 40, risk_cap: 60, agent_pressure_cap: 30, downgrade_cap: 30,
  weights: {complexity: 1.0, risk: 1.0, agent_pressure: 0.8, downgrade: -1.0}}
patterns:
  - {id: words, regex: "race condition", dimension: complexity, weight: 8, reason: speaks of a race, per_match: true, cap: 16}
  - {id: tools, match_tools: true, dimension: complexity, weight: 1}
  - {id: form, match_response_format: json_schema, dimension: complexity, weight: 6, requires_not: [tools]}
  - {id: both, requires: [words, form], dimension: risk, weight: 5}
intelligence:
  enabled: true
  length: {max_level_without_evidence: medium}
  session: {enabled: true, ttl_minutes: 60, max_entries: 10000, headers: [X-Session-Id],
    escalation: {hard_after_repeated_failures: 2, critical_after_repeated_failures: 3, decay_per_success: 1}}
  routing_profiles: {default: balanced, allow_header_override: false, header: X-Dispatch-Profile, profiles: {cheap: {}, balanced: {}, quality: {}}}
classifier: {timeout_ms: 1500, fallback_level: hard}
debug: {log_level: info, log_prompts: false, log_metadata: true, log_decisions: true, trace_requests: false, set_response_headers: true,
  request_index_enabled: true, request_index_size: 500, feedback_enabled: false, feedback_path: /config/feedback.jsonl}
config_reload: {enabled: true, poll_interval_seconds: 3, fail_requests_when_degraded: true}
"""

LAYERS = """
concepts: [{name: zeus, aliases: [box seven, "box*"]}]
operation_object: {proximity_window: 5, rules: [{operation: wipe, object: zeus, min_level: hard, reason: no backup, requires_evidence: [outage]}]}
exemplars: {enabled: true, path: exemplars.yaml, merge_mode: extend}
similarity: {mode: hybrid, bm25: {k1: 1.2, b: 0.75, min_score: 2.5, min_margin: 0.18, max_exemplars_per_level: 5},
  hashed_cosine: {buckets: 4096, word_ngrams: [1, 2], char_ngrams: [3, 4], min_score: 0.22, min_margin: 0.08},
  resolver: {agreement_bonus: 0.15, disagreement_fallback_level: hard, cosine_only_max_level: hard}}
uncertainty: {safer_fallback: true}
routing_profiles: {default: balanced, allow_header_override: false, header: X-Dispatch-Profile,
  profiles: {cheap: {floor_reduction: 1, force_min_level: ""}, balanced: {floor_reduction: 0}, quality: {force_min_level: medium}}}
"""


def every_key(**intelligence: Any) -> bytes:
    tree = yaml.safe_load(EVERY_KEY)
    tree["intelligence"] |= yaml.safe_load(LAYERS) | intelligence
    return yaml.safe_dump(tree).encode()


def test_a_config_with_the_keys_of_the_contract_is_taken_as_it_stands() -> None:
    for text in (EVERY_KEY.encode(), every_key()):
        assert [warning for warning in load(Source(text)).warnings if "unknown key" in warning] == []


def test_keys_that_only_the_original_had_are_told_and_refuse_nothing() -> None:
    uncertainty = {"safer_fallback": True, "exemplar_floor_weight": 0.6}
    warnings = load(Source(every_key(uncertainty=uncertainty))).warnings
    assert [warning.partition(":")[0] for warning in warnings if "unknown key" in warning] == [
        "intelligence.uncertainty.exemplar_floor_weight"
    ]
