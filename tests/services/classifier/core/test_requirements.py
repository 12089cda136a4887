"""Names of evidence as questions to the facts: each where it holds and where it does not."""

import pytest

from services.classifier.core.facts import Facts, Failures, Hardness, Signals, Stakes
from services.classifier.core.requirements import HOLDS, hold
from shared.config.layers import EVIDENCE

FACTS: dict[str, Facts] = {
    "stack_trace": Facts(failures=Failures(stack_trace=True)),
    "failing_tests": Facts(failures=Failures(failing_tests=1)),
    "compile_error": Facts(failures=Failures(compile_errors=1)),
    "patch_failed": Facts(failures=Failures(patch_failed=True)),
    "tool_error": Facts(failures=Failures(tool_error=True)),
    "repeated_failure": Facts(failures=Failures(repeated=True)),
    "hard_outcome": Facts(failures=Failures(hard_outcome=True)),
    "hard_defect": Facts(hardness=Hardness(hard_defect=True)),
    "measured_performance": Facts(hardness=Hardness(measured_performance=True)),
    "multi_file": Facts(hardness=Hardness(multi_file=True)),
    "architecture": Facts(hardness=Hardness(architecture=True)),
    "trade_off_analysis": Facts(hardness=Hardness(trade_off_analysis=True)),
    "destructive_action": Facts(stakes=Stakes(destructive_action=True)),
    "data_loss": Facts(stakes=Stakes(signals=Signals(loss=1))),
    "secret_leak": Facts(stakes=Stakes(signals=Signals(leak=1))),
    "access_impact": Facts(stakes=Stakes(signals=Signals(access=1))),
    "transaction_impact": Facts(stakes=Stakes(signals=Signals(money=1))),
    "customer_impact": Facts(stakes=Stakes(customer_impact=True)),
    "outage": Facts(stakes=Stakes(signals=Signals(outage=1))),
    "production_context": Facts(stakes=Stakes(production_context=True)),
}


def test_every_name_that_the_config_takes_is_a_question() -> None:
    assert tuple(HOLDS) == EVIDENCE == tuple(FACTS)


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_name_holds_on_its_own_fact_alone(name: str) -> None:
    assert [other for other, facts in FACTS.items() if hold((name,), facts)] == [name]
    assert not hold((name,), Facts())


def test_all_names_must_hold_and_no_names_always_do() -> None:
    both = Facts(failures=Failures(stack_trace=True), stakes=Stakes(production_context=True))
    assert hold((), Facts())
    assert hold(("stack_trace", "production_context"), both)
    assert not hold(("stack_trace", "outage"), both)
