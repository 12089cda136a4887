"""From points, floors and gates to a level: the order of the steps, the cap, and what lowers a floor."""

import pytest

from services.classifier.core.facts import Asked, Facts, Failures, Hardness, Signals, Stakes
from services.classifier.core.policy import Verdict, confidence, judge
from shared.level import LEVELS, Level

EASY, MEDIUM, HARD, CRITICAL = LEVELS

NOTHING = Facts()
ORDINARY = Facts(asked=Asked(ordinary=True))
WIDE = Facts(hardness=Hardness(multi_file=True))
READ_ONLY_WIDE = Facts(asked=Asked(read_only=True), hardness=Hardness(multi_file=True))
TOY_WIDE = Facts(asked=Asked(toy=True), hardness=Hardness(multi_file=True))
ONE_FAILURE = Facts(failures=Failures(kinds=1))
LEAK = Facts(stakes=Stakes(signals=Signals(leak=2)))
ONE_SIGN = Facts(stakes=Stakes(signals=Signals(leak=1)))
LIVE_SIGN = Facts(stakes=Stakes(signals=Signals(leak=1), production_context=True))
READ_ONLY_LIVE = Facts(asked=Asked(read_only=True), stakes=LIVE_SIGN.stakes)


def verdict(facts: Facts, scored: Level = EASY, *disabled: str, forced: str = "", cap: Level = MEDIUM) -> Verdict:
    return judge(facts, scored, forced=forced, disabled=frozenset(disabled), cap=cap)


CASES: list[tuple[str, Facts, Level, Level, str]] = [
    ("nothing is easy", NOTHING, EASY, EASY, ""),
    ("points alone reach the cap", NOTHING, CRITICAL, MEDIUM, "capped_at_medium_without_evidence"),
    ("a weak floor does not lift the cap", ORDINARY, CRITICAL, MEDIUM, "capped_at_medium_without_evidence"),
    ("a default lifts to medium", ORDINARY, EASY, MEDIUM, "default:ordinary_work=>medium"),
    ("an evidence floor lifts to hard", WIDE, EASY, HARD, "floor:multi_file_scope=>hard"),
    ("behind an evidence floor points may go on", WIDE, CRITICAL, CRITICAL, "floor:multi_file_scope=>hard"),
    ("a gate is critical", LEAK, EASY, CRITICAL, "gate:concrete_secret_leak=>critical"),
    ("reading drops the floors", READ_ONLY_WIDE, EASY, EASY, "read_only:floors_dropped"),
    ("reading a live risk keeps its floor", READ_ONLY_LIVE, EASY, HARD, "floor:single_live_risk=>hard"),
    ("a toy loses one level of floor", TOY_WIDE, EASY, MEDIUM, "floor:multi_file_scope=>medium"),
    ("a toy's lowered floor lifts no cap", TOY_WIDE, CRITICAL, MEDIUM, "capped_at_medium_without_evidence"),
    ("one sign of harm is rounded up", ONE_SIGN, EASY, MEDIUM, "low_confidence=>medium"),
    ("several sentences not understood are rounded up", Facts(unread=True), EASY, MEDIUM, "low_confidence=>medium"),
    ("one sign on a live system is hard", LIVE_SIGN, EASY, HARD, "floor:single_live_risk=>hard"),
    (
        "a side request is easy whatever it holds",
        Facts(side_request=True, stakes=LEAK.stakes),
        CRITICAL,
        EASY,
        "side_request=>easy",
    ),
    ("a courtesy is easy", Facts(courtesy=True), HARD, EASY, "courtesy=>easy"),
]


@pytest.mark.parametrize(
    ("facts", "scored", "level", "reason"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_the_steps_come_to_a_level(facts: Facts, scored: Level, level: Level, reason: str) -> None:
    found = verdict(facts, scored)
    assert found.level is level
    assert reason in ("", *found.reasons)


DISABLED: list[tuple[str, Facts, Level, Level]] = [
    ("concrete_secret_leak", LEAK, EASY, EASY),
    ("multi_file_scope", WIDE, EASY, EASY),
    ("ordinary_work", ORDINARY, EASY, EASY),
    ("side_request", Facts(side_request=True, asked=Asked(ordinary=True)), EASY, MEDIUM),
    ("courtesy", Facts(courtesy=True, asked=Asked(ordinary=True)), EASY, MEDIUM),
    ("read_only_lowers", READ_ONLY_WIDE, EASY, HARD),
    ("toy_lowers", TOY_WIDE, EASY, HARD),
    ("low_confidence_raises", ONE_SIGN, EASY, EASY),
]


@pytest.mark.parametrize(("rule", "facts", "scored", "level"), DISABLED, ids=[row[0] for row in DISABLED])
def test_a_rule_that_is_switched_off_stays_quiet(rule: str, facts: Facts, scored: Level, level: Level) -> None:
    assert verdict(facts, scored).level is not level
    found = verdict(facts, scored, rule)
    assert found.level is level
    assert not any(f":{rule}=>" in reason or reason.startswith(f"{rule}=>") for reason in found.reasons)


@pytest.mark.parametrize("cap", LEVELS)
def test_the_cap_is_the_config_s(cap: Level) -> None:
    found = verdict(NOTHING, CRITICAL, cap=cap)
    assert found.level is cap
    assert found.capped is (cap is not CRITICAL)


def test_a_forcing_threshold_is_named_and_is_no_evidence() -> None:
    found = verdict(NOTHING, CRITICAL, forced="risk_critical_override")
    assert found.reasons[0] == "threshold:risk_critical_override=>critical"
    assert (found.level, found.capped) == (MEDIUM, True)


def test_a_gate_is_named_first_and_wins_over_reading_and_toys() -> None:
    facts = Facts(asked=Asked(read_only=True, toy=True), stakes=LEAK.stakes)
    found = verdict(facts, EASY, forced="risk_hard_floor")
    assert (found.level, found.gate) == (CRITICAL, "concrete_secret_leak")
    assert found.reasons[0] == "gate:concrete_secret_leak=>critical"


def test_all_floors_that_hold_are_reported() -> None:
    facts = Facts(asked=Asked(ordinary=True), hardness=Hardness(multi_file=True), failures=Failures(repeated=True))
    assert set(verdict(facts).floors) == {"multi_file_scope", "repeated_failure", "ordinary_work"}


def test_signs_that_agree_make_sure() -> None:
    two = confidence(NOTHING, Verdict(HARD, floors=("hard_outcome", "repeated_failure")))
    one = confidence(NOTHING, Verdict(HARD, floors=("hard_outcome", "ordinary_work")))
    assert two > one
    assert (
        confidence(ORDINARY, Verdict(MEDIUM)) > confidence(NOTHING, Verdict(EASY)) > confidence(ONE_SIGN, Verdict(EASY))
    )


def test_one_sign_of_harm_away_from_production_does_not_make_unsure() -> None:
    facts = Facts(stakes=Stakes(signals=Signals(loss=1), nonproduction=True))
    assert verdict(facts).level is EASY


@pytest.mark.parametrize(
    ("facts", "held"),
    [(NOTHING, EASY), (ORDINARY, EASY), (WIDE, HARD), (TOY_WIDE, MEDIUM), (READ_ONLY_WIDE, EASY), (LEAK, CRITICAL), (ONE_FAILURE, MEDIUM)],
    ids=["nothing", "what is asked", "an evidence floor", "a toy's floor", "a dropped floor", "a gate", "a weak failure"],
)  # fmt: skip
def test_gates_and_evidence_floors_hold_their_level(facts: Facts, held: Level) -> None:
    assert verdict(facts).held is held


def test_a_low_cap_stops_at_what_evidence_holds() -> None:
    assert verdict(ONE_FAILURE, CRITICAL, cap=EASY).level is MEDIUM
    assert verdict(ORDINARY, CRITICAL, cap=EASY).level is EASY


@pytest.mark.parametrize(("unsure", "level"), [(0.0, EASY), (0.4, EASY), (0.41, MEDIUM)])
def test_below_which_confidence_is_rounded_up_is_an_argument(unsure: float, level: Level) -> None:
    facts = ONE_SIGN
    found = judge(facts, EASY, forced="", disabled=frozenset(), cap=MEDIUM, unsure=unsure)
    assert found.level is level


def test_the_first_failure_of_a_task_is_not_lifted_by_what_was_learned() -> None:
    once = Failures(failing_tests=1, kinds=1, runs=1)
    lifts = (("goes_on:still_failing", 99.0), ("said:hard_defect", 99.0))
    assert verdict(Facts(failures=once, features=lifts)).level.rank <= MEDIUM.rank
    twice = Failures(failing_tests=1, kinds=1, runs=2, repeated=True)
    assert verdict(Facts(failures=twice, features=lifts)).level.rank >= HARD.rank
