"""One finished request into the counters, the ring and the log. Never waits and never fails the request."""

from typing import Any

from services.gateway.core.request_record import RequestRecord
from services.gateway.state.stats import StatsStore
from shared import log
from shared.config.model import Debug

logger = log.get("recorder")


class Recorder:
    """Writes records down."""

    def __init__(self, stats: StatsStore) -> None:
        """`stats`: where counters and ring entries wait for their next write."""
        self._stats = stats

    def record(self, record: RequestRecord, debug: Debug) -> None:
        """Count, index and log one finished request; the write to Redis follows in the background."""
        try:
            self._stats.add(record, indexed=debug.request_index_enabled)
            lines = [_decision_line(record)] if debug.log_decisions and record.decision is not None else []
            if debug.log_metadata:
                lines.append(_route_line(record))
            log.events(*lines)
            if record.error is not None:
                _log_upstream_error(record)
        except Exception:
            logger.exception("record_failed")


def _decision_line(record: RequestRecord) -> tuple[str, dict[str, Any]]:
    decision = record.decision
    assert decision is not None
    frame, scores = decision.frame, decision.scores
    return (
        "decision",
        {
            "level": decision.level.value,
            "model": record.model,
            "confidence": round(decision.confidence, 3),
            "score_total": scores.total,
            "score_complexity": scores.complexity,
            "score_risk": scores.risk,
            "score_agent_pressure": scores.agent_pressure,
            "reasons": decision.reasons,
            "forced_by": decision.forced_by,
            "fallback": decision.fallback,
            "latest_user_index": frame.latest_user_index,
            "task_boundary_index": frame.task_boundary_index,
            "included_messages": frame.included_messages,
            "excluded_messages": frame.excluded_messages,
            "continuation": frame.continuation_detected,
            "session_escalated": decision.session_escalated,
            "critical_gate": decision.critical_gate,
            "length_capped": decision.length_capped,
            "topic_ignored": decision.topic_ignored,
        },
    )


def _route_line(record: RequestRecord) -> tuple[str, dict[str, Any]]:
    return (
        "route",
        {
            "level": record.decision.level.value if record.decision else "",
            "model": record.model,
            "status": record.status,
            "stream": record.stream,
            "route_ms": round(record.route_ms, 2),
            "upstream_ms": round(record.upstream_ms, 2),
            "total_ms": round(record.total_ms, 2),
            "body_bytes": record.body_bytes,
            "answer_bytes": record.answer_bytes,
            "local_error": record.local_error,
            "client_left": record.client_left,
            "upstream_broke": record.upstream_broke,
        },
    )


def _log_upstream_error(record: RequestRecord) -> None:
    error = record.error
    assert error is not None
    logger.warning(
        "upstream_error",
        extra={
            "model": record.model,
            "status": error.status,
            "code": error.code,
            "type": error.type,
            "provider": error.provider,
            "provider_code": error.provider_code,
            "is_byok": error.is_byok,
            "retry_after": error.retry_after,
            "retryable": error.retryable,
            "embedded": error.embedded,
        },
    )
