"""The metadata of one finished request, as it is stored, logged and counted. Hashes and numbers, never text."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from services.gateway.core.sse import Usage
from services.gateway.core.upstream_error import UpstreamError
from shared.protocol import Decision

REASON_SUMMARY: Final = 10
CLIENT_CLOSED: Final = 499
"""The status recorded when the client left before its answer was complete (nginx's number; never sent)."""

LABELS_LIMIT: Final = 64
"""Different values of one label that are counted by name; the rest is `other`."""


class RequestRecord(msgspec.Struct, kw_only=True):
    """One request from its first byte to its end. Durations in milliseconds, times in unix seconds."""

    request_id: str
    timestamp: float
    replica: str
    decision: Decision | None = None
    model: str = ""
    status: int = 0
    stream: bool = False
    body_bytes: int = 0
    answer_bytes: int = 0
    route_ms: float = 0.0
    """From the whole body to the decision."""
    upstream_ms: float = 0.0
    """From sending to the first byte of the answer."""
    total_ms: float = 0.0
    error: UpstreamError | None = None
    usage: Usage | None = None
    served_model: str = ""
    local_error: str = ""
    """Type of the refusal when Dispatch itself answered."""
    degraded_blocked: bool = False
    client_left: bool = False
    upstream_broke: bool = False


def ring_entry(record: RequestRecord) -> dict[str, Any]:
    """What `/debug/request` shows."""
    decision, frame = record.decision, record.decision.frame if record.decision else None
    error = record.error
    return {
        "request_id": record.request_id,
        "timestamp": record.timestamp,
        "level": decision.level if decision else "",
        "model": record.model,
        "status": record.status,
        "forced_by": decision.forced_by if decision else "",
        "latest_user_index": frame.latest_user_index if frame else -1,
        "task_boundary_index": frame.task_boundary_index if frame else -1,
        "task_key": frame.task_key if frame else "",
        "latest_user_hash": frame.latest_user_hash if frame else "",
        "frame_hash": frame.frame_hash if frame else "",
        "reason_summary": list(decision.reasons[:REASON_SUMMARY]) if decision else [],
        "critical_gate": decision.critical_gate if decision else "",
        "session_escalated": decision.session_escalated if decision else False,
        "confidence": decision.confidence if decision else 0.0,
        "fallback": decision.fallback if decision else False,
        "upstream_error_code": error.code if error else "",
        "upstream_error_type": error.type if error else "",
        "upstream_provider_code": error.provider_code if error else "",
        "upstream_provider": error.provider if error else "",
        "upstream_is_byok": error.is_byok if error else None,
        "upstream_retry_after": error.retry_after if error else "",
        "upstream_retryable": error.retryable if error else "",
        "upstream_raw_truncated": error.raw if error else "",
        "upstream_error_message_truncated": error.message if error else "",
        "embedded_error": error.embedded if error else False,
        "local_error": record.local_error,
        "client_left": record.client_left,
        "upstream_broke": record.upstream_broke,
        "stream": record.stream,
        "route_ms": round(record.route_ms, 2),
        "upstream_ms": round(record.upstream_ms, 2),
        "total_ms": round(record.total_ms, 2),
        "body_bytes": record.body_bytes,
        "answer_bytes": record.answer_bytes,
        "usage": record.usage,
        "served_model": record.served_model,
        "replica": record.replica,
    }


def counts(record: RequestRecord) -> Iterator[tuple[str, float]]:
    """What one record adds to the counters: (name, amount). A name "map:label" belongs to a bounded label map."""
    yield "requests_total", 1
    yield f"by_status:{record.status}", 1
    yield ("stream_count" if record.stream else "nonstream_count"), 1
    if record.local_error:
        yield "local_proxy_errors_total", 1
        yield f"by_local_error_type:{record.local_error}", 1
    if record.degraded_blocked:
        yield "degraded_blocked_total", 1
    if record.client_left:
        yield "client_disconnects_total", 1
    if record.upstream_broke:
        yield "upstream_broken_total", 1
    yield from _decision_counts(record)
    yield from _error_counts(record.error)
    yield from _usage_counts(record)


def _decision_counts(record: RequestRecord) -> Iterator[tuple[str, float]]:
    decision = record.decision
    if decision is None:
        return
    yield f"by_level:{decision.level.value}", 1
    yield f"by_model:{record.model}", 1
    yield "routed_total", 1
    yield "route_ms_total", record.route_ms
    flags = (
        ("session_escalations", decision.session_escalated),
        ("continuation_detected_count", decision.frame.continuation_detected),
        ("length_capped_count", decision.length_capped),
        ("topic_ignored_count", decision.topic_ignored),
        ("classifier_fallbacks_total", decision.fallback),
        ("forced_total", bool(decision.forced_by)),
        ("critical_gates", bool(decision.critical_gate)),
    )
    yield from ((name, 1) for name, holds in flags if holds)
    if decision.critical_gate:
        yield f"by_critical_gate:{decision.critical_gate}", 1


def _error_counts(error: UpstreamError | None) -> Iterator[tuple[str, float]]:
    if error is None:
        return
    yield "upstream_errors_total", 1
    for name, label in (("type", error.type), ("provider", error.provider), ("provider_code", error.provider_code)):
        if label:
            yield f"by_upstream_{'error_type' if name == 'type' else name}:{label}", 1
    if error.is_rate_limit:
        yield "upstream_rate_limits_total", 1
    if error.status in (429, 502, 503):
        yield f"upstream_{error.status}_total", 1
    if error.embedded:
        yield "upstream_embedded_errors_total", 1


def _usage_counts(record: RequestRecord) -> Iterator[tuple[str, float]]:
    if record.usage is None or record.decision is None:
        return
    level = record.decision.level.value
    for name in ("prompt_tokens", "completion_tokens", "cached_tokens", "cost"):
        if amount := getattr(record.usage, name):
            yield f"{name}_by_level:{level}", amount
            yield f"{name}_by_model:{record.model}", amount
