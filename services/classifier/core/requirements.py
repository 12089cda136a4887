"""What `requires_evidence` of a rule and `evidence_required` of an exemplar ask of the facts: a name, a question."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from services.classifier.core.facts import Facts

HOLDS: Final[Mapping[str, Callable[[Facts], bool]]] = {
    "stack_trace": lambda facts: facts.failures.stack_trace,
    "failing_tests": lambda facts: facts.failures.failing_tests > 0,
    "compile_error": lambda facts: facts.failures.compile_errors > 0,
    "patch_failed": lambda facts: facts.failures.patch_failed,
    "tool_error": lambda facts: facts.failures.tool_error,
    "repeated_failure": lambda facts: facts.failures.repeated,
    "hard_outcome": lambda facts: facts.failures.hard_outcome,
    "hard_defect": lambda facts: facts.hardness.hard_defect,
    "measured_performance": lambda facts: facts.hardness.measured_performance,
    "multi_file": lambda facts: facts.hardness.multi_file,
    "architecture": lambda facts: facts.hardness.architecture,
    "trade_off_analysis": lambda facts: facts.hardness.trade_off_analysis,
    "destructive_action": lambda facts: facts.stakes.destructive_action,
    "data_loss": lambda facts: facts.stakes.signals.loss > 0,
    "secret_leak": lambda facts: facts.stakes.signals.leak > 0,
    "access_impact": lambda facts: facts.stakes.signals.access > 0,
    "transaction_impact": lambda facts: facts.stakes.signals.money > 0,
    "customer_impact": lambda facts: facts.stakes.customer_impact,
    "outage": lambda facts: facts.stakes.signals.outage > 0,
    "production_context": lambda facts: facts.stakes.production_context,
}
"""One row for each of `shared.config.layers.EVIDENCE`."""


def hold(names: Iterable[str], facts: Facts) -> bool:
    """Whether all of these facts are there; of no names, always."""
    return all(HOLDS[name](facts) for name in names)
