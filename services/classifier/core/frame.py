"""The active task: from which message on a request is judged, and why.

A new standalone turn starts its own frame; a turn that goes on with the task before it reaches back to that task,
through a chain of such turns. What lies before the frame is not judged.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

import msgspec

from services.classifier.core.conversation import Conversation, back, shares_names
from services.classifier.core.reading import digest
from services.classifier.core.turn import (
    ANAPHOR_WORDS,
    CLIENT,
    STILL_WORD,
    by_words,
    continuation,
    is_acknowledgement,
    is_of_client,
    is_turn,
    says_it_is_new,
    says_no_more,
)
from services.classifier.core.vocabulary import VOCABULARY
from shared.protocol import FrameReport

_HARD_PAST: Final = VOCABULARY.of("hard_defect", "down", "money_wrong", "loss", "exploited", "destroy_command")
_LOOKED_AT_CHARS: Final = 8_000
"""Of the latest turns, whose pastes are looked at."""
_ORDERS: Final = VOCABULARY.of("do_starts")
_FAILS: Final = VOCABULARY.of("bug_word", "failure_word")
_LOST: Final = frozenset({"client_continue", "still_failing", "go_on"})


class Frame(msgspec.Struct, frozen=True, gc=False):
    """The messages that are judged: `readings[start:]`."""

    start: int
    latest_user: int
    boundary: int
    reasons: tuple[str, ...] = ()
    """Why the latest turn continues the one before it; empty when it stands alone."""
    turns: tuple[int, ...] = ()
    """Indices of the user turns in the frame, ascending; what a client says by itself is none, if there are others, nor what is said again later."""
    far: frozenset[int] = frozenset()
    """Those of them whose pastes are not looked at: too much stands behind them."""


GoesOn = Callable[[int, int], bool]
"""Whether the turn at the second index is likely to go on with the task of the turn at the first."""


def find(readings: Conversation, goes_on: GoesOn | None = None) -> Frame:
    """The frame of these messages; by the rules alone when nobody says what goes on. Read are the turns in it, and one before."""
    users = _turns(readings)
    latest = next(users, -1)
    if latest < 0:
        return Frame(start=0, latest_user=-1, boundary=-1)
    turns = [latest]
    reasons: list[str] = []
    behind = 0
    for before in users:
        at = turns[-1]
        reason = _why(readings, before, at, reasons, goes_on, is_far=behind >= _LOOKED_AT_CHARS)
        if not reason:
            break
        if reason not in reasons:
            reasons.append(reason)
        behind += readings[at].chars
        turns.append(before)
    else:
        if len(turns) == 1 and _speaks_of_lost_turns(readings, latest):
            reasons.append(continuation(readings, latest))  # it continues what is no longer in the request
    start = turns[-1]
    own = tuple(_said_once(readings, turns)) or tuple(reversed(turns))
    far = _far(readings, own)
    return Frame(start=start, latest_user=latest, boundary=start, reasons=tuple(reasons), turns=own, far=far)


def _said_once(readings: Conversation, turns: Sequence[int]) -> Iterator[int]:
    """The turns, ascending, without those that stand once more among them, and what a client says by itself."""
    last = {readings.whole(turn): turn for turn in reversed(turns)}
    for turn in reversed(turns):
        if not is_of_client(readings[turn]) and not (
            last[readings.whole(turn)] > turn and _counts_once(readings, turn)
        ):
            yield turn


def _counts_once(readings: Conversation, turn: int) -> bool:
    """Whether a turn that is sent again says nothing new by that: nobody answered it, or it neither says that it goes on nor shows a failure."""
    is_next = readings.roles[turn + 1] == "user" and readings.whole(turn + 1) == readings.whole(turn)
    return is_next or not (by_words(readings[turn])[0] or readings.findings(turn).failing)


def _far(readings: Conversation, turns: Sequence[int]) -> frozenset[int]:
    """The turns before the latest ones that come to so many characters; that of the task is none."""
    behind = list(accumulate((readings[index].chars for index in reversed(turns)), initial=0))
    return frozenset(
        index for index, chars in zip(reversed(turns[1:]), behind, strict=False) if chars >= _LOOKED_AT_CHARS
    )


def _turns(readings: Conversation) -> Iterator[int]:
    """The user's turns, the latest first."""
    return (index for index in back(readings, "user", 0, len(readings.roles)) if is_turn(readings[index]))


def _why(
    readings: Conversation, before: int, at: int, reasons: Sequence[str], goes_on: GoesOn | None, *, is_far: bool
) -> str:
    """Why the turn at `at` goes on with the one at `before`; empty when it does not. `is_far`: what it pasted is not looked at for the reason."""
    reading = readings[at]
    if is_acknowledgement(reading):
        return "acknowledgement" if reasons else ""
    if goes_on is None:
        return _why_by_rules(readings, before, at, reasons)
    reason, may_show = by_words(reading)
    if reason == "client_continue" or says_no_more(reading, reason):
        return reason
    if (says_it_is_new(reading) and not reason) or not goes_on(before, at):
        return ""
    if may_show and not (is_far and reading.pasted) and readings.findings(at).failing:
        return "new_failure"
    return reason or "learned"


def _why_by_rules(readings: Conversation, before: int, at: int, reasons: Sequence[str]) -> str:
    reason = continuation(readings, at)
    if reason == "new_failure" and not reasons and not shares_names(readings, at, before, at):
        return ""
    return reason


def report(
    frame: Frame, readings: Conversation, *, task_key: str, left_out: int = 0, explain: bool = False
) -> FrameReport:
    """The frame as it is shown; `left_out` messages between the first reading and the second were not read.

    What lies before the frame is looked at for an explanation only.
    """
    derived = readings.key(frame.boundary) if frame.boundary >= 0 else digest("")
    hard_before = explain and any(_was_hard(readings, index) for index in range(frame.start))
    count = len(readings.roles)
    return FrameReport(
        latest_user_index=_in_request(frame.latest_user, left_out),
        task_boundary_index=_in_request(frame.boundary, left_out),
        continuation_detected=bool(frame.reasons),
        continuation_reasons=frame.reasons,
        task_key=task_key or derived,
        task_key_source="header" if task_key else "derived_from_boundary_user",
        excluded_prior_hard_context=hard_before,
        prior_level_ignored_for_routing=hard_before,
        included_messages=count - frame.start,
        excluded_messages=frame.start + left_out,
        latest_user_hash=readings.whole(frame.latest_user) if frame.latest_user >= 0 else "",
        frame_hash=digest(",".join(map(readings.whole, range(frame.start, count)))),
    )


def _in_request(index: int, left_out: int) -> int:
    """The index of a reading in the request; only the first one stands before what was left out."""
    return index + left_out if index > 0 else index


def _speaks_of_lost_turns(readings: Conversation, at: int) -> bool:
    reading = readings[at]
    if continuation(readings, at) not in _LOST or reading.words > ANAPHOR_WORDS:
        return False
    if any(item.mask & _ORDERS and not item.mask & _FAILS for item in reading.sentences if item.mask & STILL_WORD):
        return False  # `find out who still uses it`
    return bool(reading.mask & (STILL_WORD | CLIENT)) or reading.words <= 4


def _was_hard(readings: Conversation, index: int) -> bool:
    if readings.roles[index] == "user" and readings[index].mask & _HARD_PAST:
        return True
    return readings.findings(index).evidence.failing
