"""What the past of a session adds to a judgement, and what is remembered for the next one. Counts and hashes, never text."""

from typing import Final

import msgspec

from shared.config.judgement import Escalation
from shared.level import Level

_MOST: Final = 1000


class SessionState(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What is kept of one task of one session."""

    failures: int = 0
    """Failure signals seen so far, less those that clean requests have worked off."""
    last_level: Level = Level.EASY
    last_risk: str = "none"
    evidence_hash: str = ""
    """Of the failure evidence that is already counted; 16 hex characters."""
    requests: int = 0
    """Judged requests of this task."""
    frame_messages: int = 0
    """Length of the frame at the last request: a longer one of the same task never lowers the level."""
    frame_hash: str = ""
    """Of the last frame: the same one again changes nothing."""


class Present(msgspec.Struct, frozen=True, gc=False):
    """What the frame says now."""

    signals: int
    """Failure signals of the frame that is judged."""
    failing: bool
    evidence_hash: str
    frame_messages: int
    frame_hash: str
    risk: str


def demanded(state: SessionState | None, present: Present, settings: Escalation) -> tuple[Level | None, int]:
    """(level the failures of the past and present ask for or None, their number)."""
    past = state.failures if state else 0
    fresh = 0 if state and state.evidence_hash == present.evidence_hash else present.signals
    total = past + fresh
    if not state or not present.failing:
        return None, total
    if total >= settings.critical_after_repeated_failures > 0:
        return Level.CRITICAL, total
    if total >= settings.hard_after_repeated_failures > 0:
        return Level.HARD, total
    return None, total


def held(state: SessionState | None, level: Level, present: Present) -> Level:
    """The level of a task does not drop while its frame grows: a provider's prompt cache would be lost in mid-task."""
    if state and state.requests and present.frame_messages >= state.frame_messages:
        return level.at_least(state.last_level)
    return level


def following(state: SessionState | None, level: Level, present: Present, settings: Escalation) -> SessionState:
    """The state to remember after this request; the same frame sent again leaves it as it is."""
    before = state or SessionState()
    if before.requests and before.frame_hash == present.frame_hash:
        return before
    return SessionState(
        failures=_failures(before, present, settings),
        last_level=level,
        last_risk=present.risk,
        evidence_hash=present.evidence_hash,
        requests=before.requests + 1,
        frame_messages=present.frame_messages,
        frame_hash=present.frame_hash,
    )


def is_worth_nothing(state: SessionState) -> bool:
    """A state that says no more than none does: no failure to count, no level to hold."""
    return state.failures == 0 and state.last_level is Level.EASY


def _failures(before: SessionState, present: Present, settings: Escalation) -> int:
    if not present.failing:
        return max(before.failures - settings.decay_per_success, 0)
    if before.evidence_hash == present.evidence_hash:
        return before.failures
    return min(before.failures + present.signals, _MOST)
