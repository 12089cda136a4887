"""Points, floors and gates to a level, in this order, each step in the open.

Law: evidence lifts, topics do not. Without a floor that rests on evidence, a gate or a session, nothing goes above the cap.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.classifier.core import features, gates
from services.classifier.core.facts import Facts
from services.classifier.core.floors import Floor, holding
from services.classifier.core.learned import WEIGHTS, softmax
from shared.level import LEVELS, Level

UNSURE: Final = 0.5
"""Below this the level is rounded up by one, unless the config says otherwise."""
_DEFAULTS: Final = frozenset({"ordinary_work", "hard_defect_class", "measured_performance"})
"""No floors, since they rest on words alone: the level that holds unless the learned layer, which hears all words, sees another."""
_WEAK: Final = frozenset({"ordinary_work", "single_failure", "compile_error_alone"})
_KEPT_WHEN_READING: Final = frozenset({"single_live_risk"})


class Verdict(msgspec.Struct, gc=False):
    """A level on its way through the policy."""

    level: Level
    reasons: list[str] = msgspec.field(default_factory=list)
    floors: tuple[str, ...] = ()
    gate: str = ""
    held: Level = Level.EASY
    """What a gate or evidence floors hold: no cap and no profile goes below it."""
    capped: bool = False
    confidence: float = 1.0


def judge(
    facts: Facts, scored: Level, *, forced: str, disabled: frozenset[str], cap: Level, unsure: float = UNSURE
) -> Verdict:
    """The level before layers and sessions. `unsure`: below this confidence the level is rounded up by one."""
    if facts.side_request and "side_request" not in disabled:
        return Verdict(Level.EASY, ["side_request=>easy"], confidence=0.99)
    if facts.courtesy and "courtesy" not in disabled:
        return Verdict(Level.EASY, ["courtesy=>easy"], confidence=0.97)
    verdict = Verdict(scored)
    if forced:
        verdict.reasons.append(f"threshold:{forced}=>{scored}")
    verdict.gate = gates.critical_gate(facts, disabled)
    if verdict.gate:
        verdict.level = verdict.held = Level.CRITICAL
        verdict.reasons.insert(0, f"gate:{verdict.gate}=>critical")
        verdict.confidence = 0.9
        return verdict
    lifted = _lift(verdict, facts, disabled)
    cap = cap.at_least(verdict.held)
    if not lifted and verdict.level.rank > cap.rank:
        verdict.level, verdict.capped = cap, True
        verdict.reasons.append(f"capped_at_{cap}_without_evidence")
    if facts.features and "learned_levels" not in disabled:
        least = (scored if lifted or scored.rank < cap.rank else cap).at_least(verdict.held)
        _learn(verdict, facts, least, unsure=0.0 if "low_confidence_raises" in disabled else unsure)
        return verdict
    verdict.confidence = confidence(facts, verdict)
    if verdict.confidence < unsure and verdict.level.rank < Level.HARD.rank and "low_confidence_raises" not in disabled:
        verdict.level = verdict.level.raised()
        verdict.reasons.append(f"low_confidence=>{verdict.level}")
    return verdict


_TOO_LOW: Final = 0.8
_MISSED: Final = 2.5
"""What it costs to be too low against being too high by as much; the second where the truth is critical."""
_PLACES: Final = (0.0, 0.25, 1.25, 2.25)
"""Where the levels lie on the scale of mistakes: easy and medium are one model in the shipped config."""


def _learn(verdict: Verdict, facts: Facts, least: Level, *, unsure: float) -> None:
    """Ask the learned layer: it raises what the rules did not see, and lowers what is a default, down to `least`."""
    asked = (*facts.features, *features.of_rules(verdict.floors, verdict.gate))
    chances = softmax(WEIGHTS.level_logits(asked, facts.spoken))
    likely = chances.index(max(chances))
    chosen = max(likely, _cheapest(chances)) if chances[likely] < unsure else likely
    if chosen == Level.HARD.rank and _failed_once(facts):
        chosen = Level.MEDIUM.rank
    level = LEVELS[chosen].at_least(least)
    if level is not verdict.level:
        names = WEIGHTS.strongest(asked, level.rank)
        verdict.reasons.append(f"learned=>{level}" + (f": {', '.join(names)}" if names else ""))
    if level.rank == chosen > likely:
        verdict.reasons.append(f"low_confidence=>{level}")
    verdict.level = level
    verdict.confidence = chances[level.rank]
    verdict.capped = verdict.capped and level is least


def _cost(truth: int, rank: int) -> float:
    gap = _PLACES[rank] - _PLACES[truth]
    if gap >= 0:
        return gap
    return -gap * (_MISSED if truth == len(_PLACES) - 1 else _TOO_LOW)


_COSTS: Final = tuple(tuple(_cost(truth, rank) for truth in range(len(_PLACES))) for rank in range(len(_PLACES)))
"""By the rank that is chosen, then by the true one."""


_FEW: Final = 3
"""Failing tests of one run that may have one cause."""


def _failed_once(facts: Facts) -> bool:
    """One run of the agent failed, in a test or a few: the first failure of a task is no evidence of difficulty yet."""
    failures, hardness = facts.failures, facts.hardness
    more = failures.repeated or failures.stack_trace or failures.compile_errors or failures.hard_outcome
    hard = hardness.multi_file or hardness.hard_defect or hardness.architecture or hardness.measured_performance
    once = failures.runs == 1 and 1 <= failures.failing_tests <= _FEW and not failures.patch_failed
    return once and not more and not hard and not facts.stakes.signals.strongest


def _cheapest(chances: Sequence[float]) -> int:
    """The rank that is expected to cost least."""
    easy, medium, hard, critical = chances
    costs = [row[0] * easy + row[1] * medium + row[2] * hard + row[3] * critical for row in _COSTS]
    return costs.index(min(costs))


def _lift(verdict: Verdict, facts: Facts, disabled: frozenset[str]) -> bool:
    """Raise to the floors; says whether one that rests on evidence holds."""
    floors = holding(facts, disabled)
    if facts.asked.read_only and "read_only_lowers" not in disabled:
        dropped = [floor for floor in floors if floor.id not in _KEPT_WHEN_READING]
        floors = [floor for floor in floors if floor.id in _KEPT_WHEN_READING]
        if any(floor.level.rank > Level.MEDIUM.rank for floor in dropped):
            verdict.reasons.append("read_only:floors_dropped")
    verdict.floors = tuple(floor.id for floor in floors)
    evidence = False
    for floor in floors:
        level = _lowered(floor, facts, disabled)
        evidence = evidence or level.rank > Level.MEDIUM.rank
        if floor.id not in _DEFAULTS:
            verdict.held = verdict.held.at_least(level)
        verdict.level = verdict.level.at_least(level)
        verdict.reasons.append(f"{'default' if floor.id in _DEFAULTS else 'floor'}:{floor.id}=>{level}")
    return evidence


def _lowered(floor: Floor, facts: Facts, disabled: frozenset[str]) -> Level:
    """A toy or a local demo lowers a floor by one."""
    lowers = facts.asked.toy and "toy_lowers" not in disabled
    return floor.level.lowered() if lowers else floor.level


def confidence(facts: Facts, verdict: Verdict) -> float:
    """How sure the rules are, 0 to 1: signs that agree make sure, no sign at all and a sign of risk alone make unsure."""
    if verdict.level.rank >= Level.HARD.rank:
        strong = sum(floor not in _WEAK for floor in verdict.floors)
        return 0.9 if strong > 1 else 0.75
    if _one_sign_of_harm(facts):
        return 0.4  # something is said to go wrong, and only one sign of it is seen
    if facts.asked.read_only or facts.asked.tiny:
        return 0.9
    if facts.asked.ordinary or facts.failures.kinds:
        return 0.8
    return 0.45 if facts.unread else 0.6


def _one_sign_of_harm(facts: Facts) -> bool:
    values = facts.stakes.signals
    return (
        max(values.leak, values.access, values.money, values.loss) == 1
        and not facts.asked.read_only
        and not facts.stakes.nonproduction
    )
