"""One finished request: counted once, logged as asked for, and never a fault of the request."""

import json
import logging
from collections.abc import Iterator
from typing import Any, cast

import pytest

from services.gateway.core.request_record import RequestRecord
from services.gateway.core.upstream_error import UpstreamError
from services.gateway.recorder import Recorder
from services.gateway.state.stats import StatsStore
from shared import log
from shared.config.model import Debug
from shared.level import Level
from shared.protocol import Decision, FrameReport, Scores


class Counted:
    """Stands for the store: keeps what was added, or fails."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.added: list[tuple[RequestRecord, bool]] = []
        self.fault = fault

    def add(self, record: RequestRecord, *, indexed: bool) -> None:
        if self.fault is not None:
            raise self.fault
        self.added.append((record, indexed))


DECISION = Decision(
    level=Level.HARD,
    confidence=0.12345,
    scores=Scores(complexity=1.5, risk=2.0, agent_pressure=3.0, downgrade=4.0, total=5.0),
    reasons=("floor:repeated_failure=>hard",),
    frame=FrameReport(
        latest_user_index=7,
        task_boundary_index=5,
        continuation_detected=True,
        included_messages=3,
        excluded_messages=4,
    ),
    session_escalated=True,
)


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("dispatch")
    before = (root.handlers[:], root.level, ours.level)
    yield
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def recorded(record: RequestRecord, debug: Debug, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The log lines of one record, written inside its request as the application does."""
    log.setup("info")
    token = log.request_id.set(record.request_id)
    try:
        recorder = Recorder(cast(StatsStore, Counted()))
        recorder.record(record, debug)
    finally:
        log.request_id.reset(token)
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def record(**fields: Any) -> RequestRecord:
    return RequestRecord(
        **(
            {
                "request_id": "0123456789abcdef",
                "timestamp": 1.0,
                "replica": "a",
                "status": 200,
                "model": "v/m",
                "decision": DECISION,
                "stream": True,
                "body_bytes": 10,
                "route_ms": 1.234,
            }
            | fields
        )
    )


def test_a_record_is_counted_once_and_indexed_as_the_config_says() -> None:
    for indexed in (True, False):
        stats = Counted()
        one = record()
        Recorder(cast(StatsStore, stats)).record(one, Debug(request_index_enabled=indexed))
        assert stats.added == [(one, indexed)]


def test_a_decision_line_and_a_route_line_carry_the_promised_facts(capsys: pytest.CaptureFixture[str]) -> None:
    decision, route = recorded(record(), Debug(), capsys)
    assert decision["event"] == "decision"
    promised = {
        "request_id": "0123456789abcdef",
        "level": "hard",
        "model": "v/m",
        "reasons": ["floor:repeated_failure=>hard"],
        "score_total": 5.0,
        "score_complexity": 1.5,
        "score_risk": 2.0,
        "score_agent_pressure": 3.0,
        "latest_user_index": 7,
        "task_boundary_index": 5,
        "included_messages": 3,
        "excluded_messages": 4,
        "continuation": True,
        "session_escalated": True,
        "critical_gate": "",
        "length_capped": False,
        "topic_ignored": False,
    }
    assert {name: decision[name] for name in promised} == promised
    assert route["event"] == "route"
    promised = {
        "request_id": "0123456789abcdef",
        "status": 200,
        "stream": True,
        "body_bytes": 10,
        "route_ms": 1.23,
        "level": "hard",
    }
    assert {name: route[name] for name in promised} == promised


@pytest.mark.parametrize(
    ("debug", "events"),
    [
        (Debug(), ["decision", "route"]),
        (Debug(log_decisions=False), ["route"]),
        (Debug(log_metadata=False), ["decision"]),
        (Debug(log_decisions=False, log_metadata=False), []),
    ],
    ids=["both", "no decisions", "no metadata", "neither"],
)
def test_lines_can_be_switched_off(debug: Debug, events: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert [line["event"] for line in recorded(record(), debug, capsys)] == events


def test_a_request_without_a_decision_has_a_route_line_that_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    (route,) = recorded(
        record(decision=None, status=400, local_error="invalid_request_error", model=""), Debug(), capsys
    )
    assert (route["event"], route["level"], route["local_error"]) == ("route", "", "invalid_request_error")


def test_an_upstream_error_has_a_line_of_its_own_without_its_texts(capsys: pytest.CaptureFixture[str]) -> None:
    error = UpstreamError(
        status=429, code="429", type="rate_limit_exceeded", provider="P", provider_code="rl", is_byok=True,
        retry_after="3", message="CANARY", raw="CANARY",
    )  # fmt: skip
    lines = recorded(record(error=error, status=429), Debug(log_decisions=False, log_metadata=False), capsys)
    (line,) = lines
    promised = {
        "event": "upstream_error", "severity": "warning", "request_id": "0123456789abcdef", "model": "v/m", "status": 429,
        "code": "429", "type": "rate_limit_exceeded", "provider": "P", "provider_code": "rl", "is_byok": True,
        "retry_after": "3", "retryable": "true", "embedded": False,
    }  # fmt: skip
    assert {name: line[name] for name in promised} == promised
    assert "CANARY" not in json.dumps(line)


def test_a_fault_of_recording_is_logged_and_stays_here(capsys: pytest.CaptureFixture[str]) -> None:
    log.setup("info")
    Recorder(cast(StatsStore, Counted(ValueError("CANARY")))).record(record(), Debug())
    (line,) = [json.loads(text) for text in capsys.readouterr().err.splitlines()]
    assert (line["event"], line["error_type"]) == ("record_failed", "ValueError")
    assert "CANARY" not in json.dumps(line)
