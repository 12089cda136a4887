"""The decision explained: the `analysis` block of `/debug/route`."""

from typing import Final

import msgspec

from services.classifier.core.about import About
from services.classifier.core.facts import Facts
from services.classifier.core.policy import Verdict
from shared.level import Level

_SIZES: Final = ((2_000, "small"), (20_000, "medium"), (200_000, "large"))


def size_of(chars: int) -> str:
    """The size bucket of a frame."""
    return next((name for limit, name in _SIZES if chars <= limit), "huge")


def explain(
    facts: Facts,
    verdict: Verdict,
    about: About,
    *,
    messages: int,
    cap: Level,
    topics: tuple[str, ...],
    rules: tuple[str, ...],
) -> dict[str, object]:
    """The analysis of one decision, ready for JSON."""
    policy = "capped" if verdict.capped else ("evidence" if verdict.floors or verdict.gate else "no_evidence")
    return {
        "intent": facts.asked.intent,
        "operation": about.operation,
        "domains": about.domains,
        "scope": facts.scope,
        "evidence": about.evidence,
        "risk": facts.risk,
        "agent_state": facts.failures.agent_state,
        "floors": verdict.floors,
        "critical_gates": [verdict.gate] if verdict.gate else [],
        "topics": topics,
        "operation_objects": rules,
        "context": {"chars": about.chars, "messages": messages, "size": size_of(about.chars), "length_policy": policy},
        "structural_complexity": {
            "scope": facts.scope,
            "multi_file": facts.hardness.multi_file,
            "architecture": facts.hardness.architecture,
            "trade_off_analysis": facts.hardness.trade_off_analysis,
        },
        "failure_evidence": {
            "kinds": facts.failures.kinds,
            "failing_tests": facts.failures.failing_tests,
            "stack_trace": facts.failures.stack_trace,
            "compile_errors": facts.failures.compile_errors,
            "failed_runs": facts.failures.runs,
            "repeated": facts.failures.repeated,
        },
        "irreversibility": {
            "destructive_action": facts.stakes.destructive_action,
            "data_loss": facts.stakes.signals.loss > 0,
            "production_context": facts.stakes.production_context,
            "customer_impact": facts.stakes.customer_impact,
            "signals": msgspec.structs.asdict(facts.stakes.signals),
        },
        "topic_escalation": "ignored",
        "length_policy": {"applied": verdict.capped, "max_level_without_evidence": cap},
    }
