"""What one request adds to the counters, and what its record shows: hashes and numbers, never text."""

from collections import Counter
from typing import Any

import msgspec
import pytest

from services.gateway.core.request_record import REASON_SUMMARY, RequestRecord, counts, ring_entry
from services.gateway.core.sse import Usage
from services.gateway.core.upstream_error import UpstreamError
from shared.level import Level
from shared.protocol import Decision, FrameReport

DECISION = Decision(
    level=Level.CRITICAL,
    confidence=0.75,
    reasons=tuple(f"r{number}" for number in range(30)),
    frame=FrameReport(
        latest_user_index=4, task_boundary_index=2, continuation_detected=True, task_key="t" * 16,
        latest_user_hash="u" * 16, frame_hash="f" * 16,
    ),
    critical_gate="concrete_secret_leak",
    session_escalated=True,
    length_capped=True,
    topic_ignored=True,
)  # fmt: skip
ERROR = UpstreamError(
    status=429, code="429", type="rate_limit_exceeded", message="slow", provider="P", provider_code="rl_1", is_byok=False,
    retry_after="7", raw="raw",
)  # fmt: skip


def record(**fields: Any) -> RequestRecord:
    return RequestRecord(
        **({"request_id": "0123456789abcdef", "timestamp": 5.0, "replica": "a", "status": 200} | fields)
    )


def counted(**fields: Any) -> dict[str, float]:
    found: Counter[str] = Counter()
    for name, amount in counts(record(**fields)):
        found[name] += amount  # type: ignore[assignment]
    return dict(found)


def test_a_refused_request_counts_as_a_request_and_a_local_error_and_never_as_upstream_s() -> None:
    found = counted(status=503, local_error="dispatch_config_degraded", degraded_blocked=True)
    assert found == {
        "requests_total": 1,
        "by_status:503": 1,
        "nonstream_count": 1,
        "local_proxy_errors_total": 1,
        "by_local_error_type:dispatch_config_degraded": 1,
        "degraded_blocked_total": 1,
    }


def test_a_routed_request_counts_its_level_model_and_duration() -> None:
    found = counted(decision=Decision(level=Level.HARD), model="v/m", stream=True, route_ms=2.5)
    assert found == {
        "requests_total": 1,
        "by_status:200": 1,
        "stream_count": 1,
        "by_level:hard": 1,
        "by_model:v/m": 1,
        "routed_total": 1,
        "route_ms_total": 2.5,
    }


def test_what_the_decision_noticed_is_counted() -> None:
    found = counted(decision=DECISION, model="v/m")
    for name in ("session_escalations", "critical_gates", "continuation_detected_count", "length_capped_count", "topic_ignored_count"):  # fmt: skip
        assert found[name] == 1
    assert found["by_critical_gate:concrete_secret_leak"] == 1
    assert "forced_total" not in found


@pytest.mark.parametrize(
    ("decision", "name"),
    [
        (Decision(level=Level.HARD, fallback=True), "classifier_fallbacks_total"),
        (Decision(level=Level.HARD, forced_by="header:X-Dispatch-Level"), "forced_total"),
    ],
)
def test_fallbacks_and_overrides_are_counted(decision: Decision, name: str) -> None:
    assert counted(decision=decision)[name] == 1


def test_a_typed_429_counts_once_as_a_rate_limit_and_once_as_a_429() -> None:
    found = counted(status=429, error=ERROR)
    assert {name: amount for name, amount in found.items() if "upstream" in name} == {
        "upstream_errors_total": 1,
        "by_upstream_error_type:rate_limit_exceeded": 1,
        "by_upstream_provider:P": 1,
        "by_upstream_provider_code:rl_1": 1,
        "upstream_rate_limits_total": 1,
        "upstream_429_total": 1,
    }


@pytest.mark.parametrize(
    ("error", "names"),
    [
        pytest.param(UpstreamError(status=502), {"upstream_errors_total", "upstream_502_total"}, id="a 502"),
        pytest.param(UpstreamError(status=503), {"upstream_errors_total", "upstream_503_total"}, id="a 503"),
        pytest.param(UpstreamError(status=500), {"upstream_errors_total"}, id="a 500"),
        pytest.param(UpstreamError(status=200, embedded=True, code="429"), {"upstream_errors_total", "upstream_embedded_errors_total", "upstream_rate_limits_total"}, id="an embedded 429"),
        pytest.param(UpstreamError(status=200, embedded=True, code="502"), {"upstream_errors_total", "upstream_embedded_errors_total"}, id="an embedded 502"),
    ],
)  # fmt: skip
def test_upstream_errors_are_counted_by_what_they_are(error: UpstreamError, names: set[str]) -> None:
    assert {name for name in counted(error=error) if "upstream" in name} == names


def test_a_client_that_left_and_an_upstream_that_broke_are_counted() -> None:
    found = counted(status=499, client_left=True, upstream_broke=True)
    assert (found["client_disconnects_total"], found["upstream_broken_total"], found["by_status:499"]) == (1, 1, 1)


def test_tokens_and_cost_are_summed_by_level_and_model() -> None:
    usage = Usage(prompt_tokens=10, completion_tokens=2, cached_tokens=0, cost=0.5)
    found = counted(decision=Decision(level=Level.EASY), model="v/m", usage=usage)
    assert {name: amount for name, amount in found.items() if "tokens" in name or "cost" in name} == {
        "prompt_tokens_by_level:easy": 10,
        "prompt_tokens_by_model:v/m": 10,
        "completion_tokens_by_level:easy": 2,
        "completion_tokens_by_model:v/m": 2,
        "cost_by_level:easy": 0.5,
        "cost_by_model:v/m": 0.5,
    }


PROMISED = {
    "request_id", "timestamp", "level", "model", "status", "forced_by", "latest_user_index", "task_boundary_index", "task_key",
    "latest_user_hash", "frame_hash", "reason_summary", "critical_gate", "session_escalated", "upstream_error_code",
    "upstream_error_type", "upstream_provider_code", "upstream_provider", "upstream_is_byok", "upstream_retry_after",
    "upstream_retryable", "upstream_raw_truncated", "upstream_error_message_truncated", "embedded_error", "usage", "replica",
    "route_ms", "upstream_ms", "total_ms",
}  # fmt: skip


def test_an_entry_of_the_ring_shows_every_promised_field() -> None:
    entry = ring_entry(record(decision=DECISION, error=ERROR, usage=Usage(prompt_tokens=1), status=429, model="v/m"))
    assert set(entry) >= PROMISED
    assert entry["reason_summary"] == [f"r{number}" for number in range(REASON_SUMMARY)]
    shown = {
        "level": "critical", "status": 429, "latest_user_index": 4, "task_boundary_index": 2, "critical_gate": "concrete_secret_leak",
        "session_escalated": True, "upstream_error_code": "429", "upstream_is_byok": False, "upstream_retryable": "true",
        "upstream_raw_truncated": "raw", "upstream_error_message_truncated": "slow", "embedded_error": False,
    }  # fmt: skip
    assert {name: entry[name] for name in shown} == shown


def test_a_request_without_decision_error_or_usage_has_the_same_fields() -> None:
    empty = ring_entry(record(local_error="invalid_request_error", status=400))
    assert set(empty) == set(ring_entry(record(decision=DECISION, error=ERROR)))
    assert (empty["level"], empty["latest_user_index"], empty["upstream_retryable"]) == ("", -1, "")


def test_an_entry_can_be_written_as_json() -> None:
    entry = ring_entry(record(decision=DECISION, error=ERROR, usage=Usage(prompt_tokens=1)))
    assert msgspec.json.decode(msgspec.json.encode(entry))["usage"] == {"prompt_tokens": 1}
