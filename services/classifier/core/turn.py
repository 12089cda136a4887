"""What one turn of the user is by the rules: a courtesy, an acknowledgement, new work, or a step further in the task before it."""

from typing import Final

from services.classifier.core.conversation import Conversation
from services.classifier.core.courtesies import LEAVING, ORDERS
from services.classifier.core.reading import Reading, Sentence
from services.classifier.core.vocabulary import VOCABULARY

_of = VOCABULARY.of
_HELLO: Final = _of("greeting")
_STILL: Final = _of("still")
_GO_ON: Final = _of("go_on")
CLIENT: Final = _of("client_go_on")
_NEW: Final = _of("new_task")
STILL_WORD: Final = _of("still_word")
_SELF_DONE: Final = _of("self_done")
_PRONOUN: Final = _of("pronoun")
_EXPLETIVE: Final = _of("expletive")
_QUESTION: Final = _of("question")
_MAKING: Final = _of("do_create", "do_add", "do_edit", "do_transform")
_WANTS: Final = ORDERS | _of("still", "go_on", "client_go_on", "question", "bug_word", "failure_word", "new_task")
_COURTESY: Final = 3
_LEAVING_WORDS: Final = 25
_FEW: Final = 6
_SAID_SO: Final = {"still_failing": _STILL, "go_on": _GO_ON}
_SHORT: Final = 40
"""Words of a turn in which a word of going on carries it."""
_GO_ON_WORDS: Final = 22
ANAPHOR_WORDS: Final = 14
_NEW_FAILURE_WORDS: Final = 15


def continuation(readings: Conversation, at: int) -> str:
    """Why the turn at `at` continues the one before it; empty when it stands alone."""
    reason, may_show = by_words(readings[at])
    return "new_failure" if may_show and readings.findings(at).failing else reason


def by_words(reading: Reading) -> tuple[str, bool]:
    """Why a turn continues the one before it by what it says, and whether a failure that it shows would be the reason instead."""
    said = reading.content
    if not said:
        return "", True
    first = said[0].mask
    if is_of_client(reading):
        return "client_continue", False
    second = said[1].mask if len(said) > 1 else 0
    opening = said[0].mask | second
    if (_up_to_leave(said[0]) | second) & _NEW:
        return "", False
    if is_new_work(said[0]) and not said[0].mask & _GO_ON:
        return "", False
    if asks_for_knowledge(said[0]):
        carries_on = opening & _GO_ON if len(said) > 1 else first & _GO_ON and reading.words <= _FEW
        return "go_on" if carries_on and reading.words <= ANAPHOR_WORDS else "", False
    if opening & _STILL and reading.words <= _SHORT:
        return "still_failing", False
    if opening & _GO_ON and reading.words <= _GO_ON_WORDS:
        return "go_on", False
    return "anaphoric" if leans_back(reading) else "", reading.words <= _NEW_FAILURE_WORDS


def _up_to_leave(first: Sentence) -> int:
    """The concepts of a sentence; of one that begins by letting the agent go on, these of its first clause ("go ahead, meanwhile I ...")."""
    return first.head if first.head & _GO_ON else first.mask


def says_no_more(reading: Reading, reason: str) -> bool:
    """Whether a turn opens by saying that it goes on, for this reason, and besides shows something at most: all of 280 labelled ones do go on."""
    said = reading.content
    if not said or not said[0].mask & _SAID_SO.get(reason, 0) or said[0].words >= _FEW:
        return False
    if said[0].named or said[0].asks:
        return False
    return reading.pasted or (len(said) == 1 and reading.words < _FEW)


def says_it_is_new(reading: Reading) -> bool:
    """Whether the turn opens with the words for something new: `unrelated:`, `new task:`."""
    said = reading.content
    return bool(said) and bool(said[0].mask & _NEW)


def is_acknowledgement(reading: Reading) -> bool:
    """Whether the turn is nothing but yes, thanks or hello, or takes leave and asks for nothing."""
    if not reading.sentences or reading.pasted:
        return False
    said = reading.content
    return not said or (takes_leave(reading) and not any(item.mask & _WANTS or item.asks for item in said))


def takes_leave(reading: Reading) -> bool:
    """Whether a short turn says that its author goes away."""
    return reading.words <= _LEAVING_WORDS and any(item.mask & LEAVING for item in reading.sentences if item.courtesy)


def is_turn(reading: Reading) -> bool:
    """A message of the user that says or shows something; what a client puts in alone is none."""
    return reading.role == "user" and bool(reading.sentences or reading.pasted or reading.media)


def is_of_client(reading: Reading) -> bool:
    """A fixed phrase with which a client lets its agent go on."""
    said = reading.content
    return bool(said and said[0].mask & CLIENT)


def greets(reading: Reading) -> bool:
    """Whether the turn opens with a bare greeting: that says nothing of what follows, unlike thanks."""
    first = reading.sentences[0]
    return bool(first.mask & _HELLO) and first.words <= _COURTESY


def is_new_work(sentence: Sentence) -> bool:
    """An imperative with an object of its own."""
    return (
        bool(sentence.mask & _MAKING)
        and not sentence.mask & _STILL
        and (sentence.named or sentence.words > 8)
        and not _points_back(sentence)
    )


def _points_back(sentence: Sentence) -> bool:
    return bool(sentence.mask & _PRONOUN) and sentence.words <= 8


def asks_for_knowledge(sentence: Sentence) -> bool:
    if not sentence.mask & _QUESTION or sentence.mask & STILL_WORD:
        return False
    return not sentence.mask & _PRONOUN or sentence.words > 8


def leans_back(reading: Reading) -> bool:
    """A short turn without an object of its own that speaks of `it`."""
    if reading.words > ANAPHOR_WORDS or any(item.named for item in reading.content) or reading.pasted:
        return False
    return any(
        item.head & _PRONOUN and not item.mask & _EXPLETIVE and (item.mask & ORDERS or item.asks)
        for item in reading.content
    )
