"""The active task: from which message on a request is judged, and why.

A new standalone turn starts its own frame; a turn that goes on with the task before it reaches back to that task,
through a chain of such turns. What lies before the frame is not judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.classifier.core.reading import Reading, Sentence, digest
from services.classifier.core.tables import VOCABULARY
from shared.protocol import FrameReport

_of = VOCABULARY.of
_GREETING: Final = _of("greeting", "thanks", "ack")
_STILL: Final = _of("still")
_GO_ON: Final = _of("go_on")
_CLIENT: Final = _of("client_go_on")
_NEW: Final = _of("new_task")
_STILL_WORD: Final = _of("still_word")
_SELF_DONE: Final = _of("self_done")
_PRONOUN: Final = _of("pronoun")
_EXPLETIVE: Final = _of("expletive")
_QUESTION: Final = _of("question")
_HEADS: Final = _of("do_create", "do_add", "do_edit", "do_fix", "do_investigate", "do_transform", "do_run", "do_review")
_MAKING: Final = _of("do_create", "do_add", "do_edit", "do_transform")
_ACK_ONLY: Final = _of("ack")
_HARD_PAST: Final = _of("hard_defect", "down", "money_wrong", "loss", "exploited", "destroy_command")

_THANKS: Final = _of("thanks")
_ASKS: Final = _of("question", "bug_word", "failure_word", "tiny_object", "built_object")
_COURTESY: Final = 3
_LONG_COURTESY: Final = 12
"""Words of a sentence that is nothing but courtesy."""
_LOST: Final = frozenset({"client_continue", "still_failing", "go_on"})
_FEW: Final = 6
_SHORT: Final = 40
"""Words of a turn in which a word of going on carries it."""
_GO_ON_WORDS: Final = 22
_ANAPHOR_WORDS: Final = 14
_NEW_FAILURE_WORDS: Final = 15


@dataclass(frozen=True, slots=True)
class Frame:
    """The messages that are judged: `readings[start:]`."""

    start: int
    latest_user: int
    boundary: int
    reasons: tuple[str, ...] = ()
    """Why the latest turn continues the one before it; empty when it stands alone."""
    turns: tuple[int, ...] = ()
    """Indices of the user turns in the frame, ascending."""


def find(readings: Sequence[Reading]) -> Frame:
    """The frame of these messages."""
    users = [index for index, reading in enumerate(readings) if _is_turn(reading)]
    if not users:
        return Frame(start=0, latest_user=-1, boundary=-1)
    latest = users[-1]
    at = len(users) - 1
    reasons: list[str] = []
    while at > 0:
        reading = readings[users[at]]
        reason = continuation(reading)
        if not reason and reasons and is_acknowledgement(reading):
            reason = "acknowledgement"
        if reason == "new_failure" and not reasons and not _shares_names(readings, users[at - 1], users[at]):
            reason = ""
        if not reason:
            break
        if not reasons or reason not in reasons:
            reasons.append(reason)
        at -= 1
    if len(users) == 1 and _speaks_of_lost_turns(readings[latest]):
        reasons.append(continuation(readings[latest]))  # it continues what is no longer in the request
    turns = tuple(users[at:])
    return Frame(start=turns[0], latest_user=latest, boundary=turns[0], reasons=tuple(reasons), turns=turns)


def _shares_names(readings: Sequence[Reading], start: int, end: int) -> bool:
    """Whether the turn at `end` names a file or an identifier that was named since `start`."""
    named = readings[end].names
    return any(named & reading.names for reading in readings[start:end])


def report(frame: Frame, readings: Sequence[Reading], *, task_key: str, offset: int = 0) -> FrameReport:
    """The frame as it is shown; `offset` is the index of the first reading in the request."""
    boundary = readings[frame.boundary] if frame.boundary >= 0 else None
    derived = boundary.key if boundary else digest("")
    hard_before = any(map(_was_hard, readings[: frame.start]))
    return FrameReport(
        latest_user_index=frame.latest_user + offset if frame.latest_user >= 0 else -1,
        task_boundary_index=frame.boundary + offset if frame.boundary >= 0 else -1,
        continuation_detected=bool(frame.reasons),
        continuation_reasons=frame.reasons,
        task_key=task_key or derived,
        task_key_source="header" if task_key else "derived_from_boundary_user",
        excluded_prior_hard_context=hard_before,
        prior_level_ignored_for_routing=hard_before,
        included_messages=len(readings) - frame.start,
        excluded_messages=frame.start + offset,
        latest_user_hash=readings[frame.latest_user].whole if frame.latest_user >= 0 else "",
        frame_hash=digest(",".join(reading.whole for reading in readings[frame.start :])),
    )


def continuation(reading: Reading) -> str:
    """Why this turn continues the one before it; empty when it stands alone."""
    said = _content(reading.sentences)
    if not said:
        return "new_failure" if reading.evidence.failing or reading.inline.failing else ""
    first = said[0].mask
    if first & _CLIENT:
        return "client_continue"
    opening = said[0].mask | (said[1].mask if len(said) > 1 else 0)
    if opening & _NEW:
        return ""
    if _is_new_work(said[0]) and not said[0].mask & _GO_ON:
        return ""
    if _asks_for_knowledge(said[0]):
        carries_on = opening & _GO_ON if len(said) > 1 else first & _GO_ON and reading.words <= _FEW
        return "go_on" if carries_on and reading.words <= _ANAPHOR_WORDS else ""
    if opening & _STILL and reading.words <= _SHORT:
        return "still_failing"
    if opening & _GO_ON and reading.words <= _GO_ON_WORDS:
        return "go_on"
    if (reading.evidence.failing or reading.inline.failing) and reading.words <= _NEW_FAILURE_WORDS:
        return "new_failure"
    return "anaphoric" if _leans_back(reading, said) else ""


def _speaks_of_lost_turns(reading: Reading) -> bool:
    if continuation(reading) not in _LOST or reading.words > _ANAPHOR_WORDS:
        return False
    return bool(reading.mask & (_STILL_WORD | _CLIENT)) or reading.words <= 4


def is_acknowledgement(reading: Reading) -> bool:
    """Whether the turn is nothing but yes, thanks or hello."""
    return bool(reading.sentences) and not reading.pasted and not _content(reading.sentences)


def _is_turn(reading: Reading) -> bool:
    """A message of the user that says or shows something; what a client puts in alone is none."""
    return reading.role == "user" and bool(reading.sentences or reading.pasted or reading.media)


def _content(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Without greetings, thanks and bare acknowledgements."""
    return [item for item in sentences if not is_courtesy(item)]


def is_courtesy(sentence: Sentence) -> bool:
    """A sentence that only greets, thanks, agrees, or says that it is done."""
    mask = sentence.mask
    if mask & _ACK_ONLY and not mask & (_GO_ON | _STILL):
        return True
    if mask & _SELF_DONE and sentence.words <= _LONG_COURTESY and not mask & (_HEADS | _STILL_WORD):
        return True
    if mask & _GREETING and sentence.words <= _COURTESY and not mask & (_HEADS | _GO_ON | _STILL):
        return True
    return bool(mask & _THANKS) and sentence.words <= _LONG_COURTESY and not mask & (_HEADS | _GO_ON | _STILL | _ASKS)


def _is_new_work(sentence: Sentence) -> bool:
    """An imperative with an object of its own."""
    return (
        bool(sentence.mask & _MAKING)
        and not sentence.mask & _STILL
        and (sentence.named or sentence.words > 8)
        and not _points_back(sentence)
    )


def _points_back(sentence: Sentence) -> bool:
    return bool(sentence.mask & _PRONOUN) and sentence.words <= 8


def _asks_for_knowledge(sentence: Sentence) -> bool:
    if not sentence.mask & _QUESTION or sentence.mask & _STILL_WORD:
        return False
    return not sentence.mask & _PRONOUN or sentence.words > 8


def _leans_back(reading: Reading, said: Sequence[Sentence]) -> bool:
    """A short turn without an object of its own that speaks of `it`."""
    if reading.words > _ANAPHOR_WORDS or any(item.named for item in said) or reading.pasted:
        return False
    return any(
        item.head & _PRONOUN and not item.mask & _EXPLETIVE and (item.mask & _HEADS or item.asks) for item in said
    )


def _was_hard(reading: Reading) -> bool:
    return reading.evidence.failing or (reading.role == "user" and bool(reading.mask & _HARD_PAST))
