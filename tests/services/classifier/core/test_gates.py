"""Critical gates: two signals of one event open a gate, one does not, and the first open gate names the decision."""

import pytest

from services.classifier.core.facts import Facts, Signals, Stakes
from services.classifier.core.gates import CRITICAL_GATES, critical_gate

NONE: frozenset[str] = frozenset()


def facts(**signals: int) -> Facts:
    return Facts(stakes=Stakes(signals=Signals(**signals)))


FIRES = [
    ("concrete_secret_leak", facts(leak=2)),
    ("destructive_data_operation", facts(destruction=2)),
    ("concrete_access_violation", facts(access=2)),
    ("concrete_transaction_impact", facts(money=2)),
    ("concrete_outage_evidence", facts(outage=2)),
    ("concrete_outage_evidence", facts(live_failure=2)),
    ("irreversible_action", facts(loss=2)),
    ("irreversible_action", facts(loss=3)),
]


@pytest.mark.parametrize(("gate", "given"), FIRES, ids=[f"{gate} {given.stakes.signals}" for gate, given in FIRES])
def test_two_signals_of_one_event_open_its_gate(gate: str, given: Facts) -> None:
    assert critical_gate(given, NONE) == gate
    assert [one.id for one in CRITICAL_GATES if one.holds(given)] == [gate]


STAYS_QUIET = [
    ("nothing at all", Facts()),
    ("one signal of every event", facts(outage=1, leak=1, access=1, money=1, destruction=1, loss=1, live_failure=1)),
    ("production by itself", Facts(stakes=Stakes(production_context=True))),
    ("a destructive command by itself", Facts(stakes=Stakes(destructive_action=True, production_context=True))),
]


@pytest.mark.parametrize("given", [row[1] for row in STAYS_QUIET], ids=[row[0] for row in STAYS_QUIET])
def test_one_signal_opens_no_gate(given: Facts) -> None:
    assert critical_gate(given, NONE) == ""


def test_the_first_open_gate_names_the_decision() -> None:
    assert critical_gate(facts(loss=2, outage=2, leak=2), NONE) == "concrete_secret_leak"


def test_a_gate_that_is_switched_off_leaves_it_to_the_next() -> None:
    given = facts(leak=2, loss=2)
    assert critical_gate(given, frozenset({"concrete_secret_leak"})) == "irreversible_action"
    assert critical_gate(given, frozenset(gate.id for gate in CRITICAL_GATES)) == ""
