"""Critical gates: each holds when at least two independent signals say that something real and live is at stake."""

from collections.abc import Callable
from typing import Final, NamedTuple

from services.classifier.core.facts import Facts


class Gate(NamedTuple):
    """A gate by its id, and what it asks of the facts."""

    id: str
    holds: Callable[[Facts], bool]


def concrete_secret_leak(facts: Facts) -> bool:
    """A secret got out, and the text says where to, that it is real, or what to do about it."""
    return facts.stakes.signals.leak >= 2


def destructive_data_operation(facts: Facts) -> bool:
    """Something is to be destroyed, or was, and it is live."""
    return facts.stakes.signals.destruction >= 2


def concrete_access_violation(facts: Facts) -> bool:
    """People see or change what is not theirs, and it happens to real people."""
    return facts.stakes.signals.access >= 2


def concrete_transaction_impact(facts: Facts) -> bool:
    """Money moves wrongly, and it is somebody's."""
    return facts.stakes.signals.money >= 2


def concrete_outage_evidence(facts: Facts) -> bool:
    """A live service does not serve, or an operation on it broke half-way."""
    return facts.stakes.signals.outage >= 2 or facts.stakes.signals.live_failure >= 2


def irreversible_action(facts: Facts) -> bool:
    """Data is lost or split, and it matters to production or to people."""
    return facts.stakes.signals.loss >= 2


CRITICAL_GATES: Final[tuple[Gate, ...]] = (  # the first that holds names the decision
    Gate("concrete_secret_leak", concrete_secret_leak),
    Gate("destructive_data_operation", destructive_data_operation),
    Gate("concrete_access_violation", concrete_access_violation),
    Gate("concrete_transaction_impact", concrete_transaction_impact),
    Gate("concrete_outage_evidence", concrete_outage_evidence),
    Gate("irreversible_action", irreversible_action),
)


def critical_gate(facts: Facts, disabled: frozenset[str]) -> str:
    """Id of the first gate that holds; empty when none does."""
    return next((gate.id for gate in CRITICAL_GATES if gate.id not in disabled and gate.holds(facts)), "")
