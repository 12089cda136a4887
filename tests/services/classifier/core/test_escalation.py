"""What a session adds: failures count once, clean requests work them off, a growing task keeps its level."""

import msgspec
import pytest

from services.classifier.core.escalation import Present, SessionState, demanded, following, held
from shared.config.judgement import Escalation
from shared.level import LEVELS, Level

EASY, MEDIUM, HARD, CRITICAL = LEVELS
SETTINGS = Escalation()


def present(evidence: str = "", *, messages: int = 1, frame: str = "f1", signals: int = 1) -> Present:
    failing = bool(evidence)
    return Present(signals if failing else 0, failing, evidence, messages, frame, "none")


def state(
    failures: int = 0, *, evidence: str = "", level: Level = EASY, messages: int = 1, frame: str = "f0"
) -> SessionState:
    return SessionState(failures, level, "none", evidence, 1, messages, frame)


DEMANDED: list[tuple[str, SessionState | None, Present, Level | None, int]] = [
    ("a first failure asks for nothing", None, present("e1"), None, 1),
    ("a second failure asks for hard", state(1, evidence="e1"), present("e2"), HARD, 2),
    ("a third failure asks for critical", state(2, evidence="e2"), present("e3"), CRITICAL, 3),
    ("the same evidence does not count twice", state(1, evidence="e1"), present("e1"), None, 1),
    ("a clean request asks for nothing", state(5, evidence="e1"), present(), None, 5),
    ("two failures at once count as two", state(0), present("e1", signals=2), HARD, 2),
]


@pytest.mark.parametrize(
    ("before", "now", "level", "number"), [row[1:] for row in DEMANDED], ids=[row[0] for row in DEMANDED]
)
def test_failures_of_past_and_present_ask_for_a_level(
    before: SessionState | None, now: Present, level: Level | None, number: int
) -> None:
    assert demanded(before, now, SETTINGS) == (level, number)


def test_the_numbers_are_the_config_s() -> None:
    patient = Escalation(hard_after_repeated_failures=5, critical_after_repeated_failures=6)
    assert demanded(state(3, evidence="e1"), present("e2"), patient) == (None, 4)
    assert demanded(state(4, evidence="e1"), present("e2"), patient) == (HARD, 5)


HELD: list[tuple[str, SessionState | None, int, Level]] = [
    ("no session", None, 1, EASY),
    ("a frame that grew keeps its level", state(level=HARD, messages=3), 5, HARD),
    ("a frame as long as before keeps its level", state(level=HARD, messages=3), 3, HARD),
    ("a shorter frame is judged afresh", state(level=HARD, messages=3), 2, EASY),
    ("a state without a judged request holds nothing", SessionState(last_level=HARD), 5, EASY),
]


@pytest.mark.parametrize(("before", "messages", "level"), [row[1:] for row in HELD], ids=[row[0] for row in HELD])
def test_a_growing_task_keeps_its_level(before: SessionState | None, messages: int, level: Level) -> None:
    assert held(before, EASY, present(messages=messages)) is level


def test_a_higher_level_is_never_held_down() -> None:
    assert held(state(level=EASY), CRITICAL, present(messages=9)) is CRITICAL


def test_a_failure_is_remembered_once_and_worked_off() -> None:
    first = following(None, MEDIUM, present("e1", frame="f1"), SETTINGS)
    assert (first.failures, first.last_level, first.requests, first.evidence_hash) == (1, MEDIUM, 1, "e1")
    resent = following(first, MEDIUM, present("e1", frame="f2"), SETTINGS)
    assert (resent.failures, resent.requests) == (1, 2)
    worse = following(resent, HARD, present("e2", frame="f3"), SETTINGS)
    assert worse.failures == 2
    clean = following(worse, EASY, present(frame="f4"), SETTINGS)
    assert (clean.failures, clean.evidence_hash) == (1, "")
    assert (
        following(following(clean, EASY, present(frame="f5"), SETTINGS), EASY, present(frame="f6"), SETTINGS).failures
        == 0
    )


def test_the_same_frame_again_changes_nothing() -> None:
    first = following(None, MEDIUM, present("e1"), SETTINGS)
    assert following(first, CRITICAL, present("e1"), SETTINGS) is first


def test_failures_do_not_grow_without_end() -> None:
    assert following(state(1000, evidence="e1"), EASY, present("e2"), SETTINGS).failures == 1000


def test_a_state_travels_as_a_short_array_and_an_older_one_is_read() -> None:
    kept = following(None, MEDIUM, present("e1"), SETTINGS)
    wire = msgspec.msgpack.encode(kept)
    assert len(wire) < 100
    assert msgspec.msgpack.decode(wire, type=SessionState) == kept
    assert msgspec.msgpack.decode(msgspec.msgpack.encode([2, "hard"]), type=SessionState).last_level is HARD
