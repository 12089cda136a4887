"""Floors: the evidence that each asks for, and what is not enough."""

import pytest

from services.classifier.core.facts import Asked, Facts, Failures, Hardness, Intent, Signals, Stakes
from services.classifier.core.floors import FLOORS, holding
from shared.level import Level

NONE: frozenset[str] = frozenset()


def failed(**failures: int | bool) -> Facts:
    return Facts(failures=Failures(**failures))  # type: ignore[arg-type]


def asked(**request: bool) -> Asked:
    return Asked(**request)  # type: ignore[arg-type]


FIRES = [
    ("concrete_failure_evidence", "a failing test with a trace", failed(failing_tests=1, stack_trace=True)),
    ("concrete_failure_evidence", "three failing tests of two kinds", failed(failing_tests=3, kinds=2)),
    ("concrete_failure_evidence", "compile errors in two files", failed(compile_errors=2, compile_files=2)),
    ("concrete_failure_evidence", "ten compile errors", failed(compile_errors=10)),
    ("concrete_failure_evidence", "a failed patch that does not compile", failed(patch_failed=True, compile_errors=1)),
    (
        "concrete_failure_evidence",
        "a compile error in a refactoring",
        Facts(asked=Asked(intent=Intent.REFACTOR), failures=Failures(compile_errors=1)),
    ),
    ("hard_outcome", "a race detector's report", failed(hard_outcome=True)),
    ("repeated_failure", "it failed again", failed(repeated=True)),
    ("hard_defect_class", "a defect of a difficult kind", Facts(hardness=Hardness(hard_defect=True))),
    ("measured_performance", "figures", Facts(hardness=Hardness(measured_performance=True))),
    ("multi_file_scope", "many files", Facts(hardness=Hardness(multi_file=True))),
    ("architecture_reasoning_complexity", "architecture", Facts(hardness=Hardness(architecture=True))),
    (
        "strict_schema_with_tools",
        "a strict schema with tools on real work",
        Facts(asked=asked(ordinary=True), hardness=Hardness(strict_schema=True, has_tools=True)),
    ),
    (
        "single_live_risk",
        "one signal in production",
        Facts(stakes=Stakes(signals=Signals(leak=1), production_context=True)),
    ),
    ("compile_error_alone", "one compile error", failed(compile_errors=1)),
    ("single_failure", "one failure", failed(kinds=1)),
    ("ordinary_work", "programming", Facts(asked=asked(ordinary=True))),
]


@pytest.mark.parametrize(
    ("floor", "facts"), [(row[0], row[2]) for row in FIRES], ids=[f"{r[0]}: {r[1]}" for r in FIRES]
)
def test_a_floor_holds(floor: str, facts: Facts) -> None:
    assert floor in {found.id for found in holding(facts, NONE)}
    assert floor not in {found.id for found in holding(facts, frozenset({floor}))}


STAYS_QUIET = [
    ("concrete_failure_evidence", "two failing tests without a trace", failed(failing_tests=2, kinds=1)),
    ("concrete_failure_evidence", "three failing tests of one kind", failed(failing_tests=3, kinds=1)),
    ("concrete_failure_evidence", "a trace alone", failed(stack_trace=True, kinds=1)),
    ("concrete_failure_evidence", "nine errors in one file", failed(compile_errors=9, compile_files=1)),
    ("concrete_failure_evidence", "a failed patch alone", failed(patch_failed=True)),
    (
        "strict_schema_with_tools",
        "a strict schema on a trifle",
        Facts(hardness=Hardness(strict_schema=True, has_tools=True)),
    ),
    (
        "strict_schema_with_tools",
        "a strict schema without tools",
        Facts(asked=asked(ordinary=True), hardness=Hardness(strict_schema=True)),
    ),
    ("strict_schema_with_tools", "tools alone", Facts(asked=asked(ordinary=True), hardness=Hardness(has_tools=True))),
    ("single_live_risk", "production alone", Facts(stakes=Stakes(production_context=True))),
    ("single_live_risk", "one signal anywhere else", Facts(stakes=Stakes(signals=Signals(leak=1)))),
    (
        "single_live_risk",
        "two signals are the gate's",
        Facts(stakes=Stakes(signals=Signals(leak=2), production_context=True)),
    ),
    ("single_failure", "a failure that is only told", failed(said=True)),
]


@pytest.mark.parametrize(
    ("floor", "facts"), [(row[0], row[2]) for row in STAYS_QUIET], ids=[f"{row[0]}: {row[1]}" for row in STAYS_QUIET]
)
def test_a_floor_does_not_hold(floor: str, facts: Facts) -> None:
    assert floor not in {found.id for found in holding(facts, NONE)}


def test_nothing_holds_of_nothing() -> None:
    assert holding(Facts(), NONE) == []


def test_every_floor_has_its_case_and_evidence_is_worth_hard() -> None:
    assert {floor.id for floor in FLOORS} == {row[0] for row in FIRES}
    weak = {floor.id for floor in FLOORS if floor.level is Level.MEDIUM}
    assert weak == {"compile_error_alone", "single_failure", "ordinary_work"}


def test_floors_come_in_the_order_of_the_table() -> None:
    found = holding(failed(compile_errors=10, kinds=1, repeated=True), NONE)
    order = [floor.id for floor in FLOORS]
    assert [order.index(floor.id) for floor in found] == sorted(order.index(floor.id) for floor in found)
