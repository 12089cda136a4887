"""Floors: the lowest level that the evidence allows. All that hold are reported, the highest counts."""

from collections.abc import Callable
from typing import Final, NamedTuple

from services.classifier.core.facts import Facts, Intent
from shared.level import Level


class Floor(NamedTuple):
    """A floor by its id, the level it asks for, and what it asks of the facts."""

    id: str
    level: Level
    holds: Callable[[Facts], bool]


def hard_outcome(facts: Facts) -> bool:
    """A race detector, a sanitizer or a deadlock report in what was run or pasted."""
    return facts.failures.hard_outcome


def concrete_failure_evidence(facts: Facts) -> bool:
    """A stack trace with a failing test, failures in several places, or a compile error across files."""
    if facts.failures.failing_tests and facts.failures.stack_trace:
        return True
    if facts.failures.failing_tests >= 3 and facts.failures.kinds >= 2:
        return True
    if facts.failures.compile_errors and facts.failures.compile_files >= 2 and facts.failures.compile_errors >= 2:
        return True
    if facts.failures.compile_errors >= 10:
        return True
    if facts.failures.compile_errors and facts.asked.intent is Intent.REFACTOR:
        return True
    return facts.failures.patch_failed and facts.failures.compile_errors > 0


def repeated_failure(facts: Facts) -> bool:
    """It failed again after something had been tried."""
    return facts.failures.repeated


def hard_defect_class(facts: Facts) -> bool:
    """A defect of the difficult kinds: concurrency, memory, consistency, or one that comes and goes."""
    return facts.hardness.hard_defect


def measured_performance(facts: Facts) -> bool:
    """A performance problem with figures."""
    return facts.hardness.measured_performance


def multi_file_scope(facts: Facts) -> bool:
    """A change that has to stay consistent across many files or services."""
    return facts.hardness.multi_file


def architecture_reasoning_complexity(facts: Facts) -> bool:
    """Architecture under constraints or with trade-offs."""
    return facts.hardness.architecture


def strict_schema_with_tools(facts: Facts) -> bool:
    """A strict output schema together with tools on a task of some size."""
    return facts.hardness.strict_schema and facts.hardness.has_tools and facts.asked.ordinary


def single_live_risk(facts: Facts) -> bool:
    """One strong sign of a live risk: not enough for a gate, too much for the cheap model."""
    return facts.stakes.signals.strongest == 1 and facts.stakes.production_context


def compile_error_alone(facts: Facts) -> bool:
    """One compile error."""
    return facts.failures.compile_errors > 0


def single_failure(facts: Facts) -> bool:
    """Something failed, once."""
    return facts.failures.kinds > 0


def ordinary_work(facts: Facts) -> bool:
    """Programming work of the usual kind."""
    return facts.asked.ordinary


FLOORS: Final[tuple[Floor, ...]] = (
    Floor("concrete_failure_evidence", Level.HARD, concrete_failure_evidence),
    Floor("hard_outcome", Level.HARD, hard_outcome),
    Floor("repeated_failure", Level.HARD, repeated_failure),
    Floor("hard_defect_class", Level.HARD, hard_defect_class),
    Floor("measured_performance", Level.HARD, measured_performance),
    Floor("multi_file_scope", Level.HARD, multi_file_scope),
    Floor("architecture_reasoning_complexity", Level.HARD, architecture_reasoning_complexity),
    Floor("strict_schema_with_tools", Level.HARD, strict_schema_with_tools),
    Floor("single_live_risk", Level.HARD, single_live_risk),
    Floor("compile_error_alone", Level.MEDIUM, compile_error_alone),
    Floor("single_failure", Level.MEDIUM, single_failure),
    Floor("ordinary_work", Level.MEDIUM, ordinary_work),
)


def holding(facts: Facts, disabled: frozenset[str]) -> list[Floor]:
    """The floors that hold, in the order of the table."""
    return [floor for floor in FLOORS if floor.id not in disabled and floor.holds(facts)]
