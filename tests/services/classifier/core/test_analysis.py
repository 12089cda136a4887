"""The decision explained: every field, whatever the facts, ready for JSON."""

from typing import Any

import msgspec
import pytest

from services.classifier.core.about import about_of
from services.classifier.core.analysis import explain, size_of
from services.classifier.core.facts import Facts, Failures, Hardness, Signals, Stakes
from services.classifier.core.policy import Verdict, judge
from shared.level import Level

SIZES = [(0, "small"), (2_000, "small"), (2_001, "medium"), (20_000, "medium"), (200_000, "large"), (200_001, "huge")]


@pytest.mark.parametrize(("chars", "size"), SIZES, ids=[f"{chars} is {size}" for chars, size in SIZES])
def test_a_size_has_a_name(chars: int, size: str) -> None:
    assert size_of(chars) == size


def block(facts: Facts, verdict: Verdict | None = None) -> dict[str, Any]:
    verdict = verdict or judge(facts, Level.EASY, forced="", disabled=frozenset(), cap=Level.MEDIUM)
    found = explain(
        facts, verdict, about_of(facts, (), chars=10), messages=2, cap=Level.MEDIUM, topics=("t",), rules=("r",)
    )
    decoded: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(found))
    return decoded


def test_the_facts_stand_in_their_blocks() -> None:
    facts = Facts(
        hardness=Hardness(multi_file=True, trade_off_analysis=True),
        failures=Failures(failing_tests=3, stack_trace=True, runs=2, repeated=True, kinds=2),
        stakes=Stakes(signals=Signals(loss=1), destructive_action=True, production_context=True, customer_impact=True),
    )
    found = block(facts)
    assert found["structural_complexity"]["multi_file"] is True
    assert found["structural_complexity"]["trade_off_analysis"] is True
    assert found["failure_evidence"] == {
        "kinds": 2,
        "failing_tests": 3,
        "stack_trace": True,
        "compile_errors": 0,
        "failed_runs": 2,
        "repeated": True,
    }
    for flag in ("destructive_action", "data_loss", "production_context", "customer_impact"):
        assert found["irreversibility"][flag] is True
        assert block(Facts())["irreversibility"][flag] is False
    assert "multi_file_scope" in found["floors"]
    assert (found["topics"], found["operation_objects"]) == (["t"], ["r"])


POLICIES = [
    ("no_evidence", Facts(), Verdict(Level.EASY)),
    ("evidence", Facts(), Verdict(Level.HARD, floors=("hard_outcome",))),
    ("evidence", Facts(), Verdict(Level.CRITICAL, gate="concrete_secret_leak")),
    ("capped", Facts(), Verdict(Level.MEDIUM, capped=True)),
]


@pytest.mark.parametrize(("policy", "facts", "verdict"), POLICIES, ids=[f"{p} {v.level}" for p, _, v in POLICIES])
def test_the_length_policy_says_what_it_did(policy: str, facts: Facts, verdict: Verdict) -> None:
    found = block(facts, verdict)
    assert found["context"] == {"chars": 10, "messages": 2, "size": "small", "length_policy": policy}
    assert found["length_policy"] == {"applied": verdict.capped, "max_level_without_evidence": "medium"}


def test_the_gate_is_a_list_of_one_or_none() -> None:
    assert block(Facts())["critical_gates"] == []
    assert block(Facts(stakes=Stakes(signals=Signals(leak=2))))["critical_gates"] == ["concrete_secret_leak"]
