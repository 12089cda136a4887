"""What is only politeness: a sentence that greets, thanks, agrees, takes leave, or says that it is done."""

from typing import Final

from services.classifier.core.vocabulary import VOCABULARY

_of = VOCABULARY.of
_GREETING: Final = _of("greeting", "thanks", "ack")
_THANKS: Final = _of("thanks")
_ACK: Final = _of("ack")
LEAVING: Final = _of("leaving")
_DONE: Final = _of("self_done") | LEAVING
ORDERS: Final = _of("do_create", "do_add", "do_edit", "do_fix", "do_investigate", "do_transform", "do_run", "do_review")
_GO_ON: Final = _of("go_on")
_STILL: Final = _of("still")
_GOES_ON: Final = _GO_ON | _STILL
_WORKS: Final = ORDERS | _GOES_ON
_WORKS_STILL: Final = ORDERS | _STILL | _of("still_word")
_TELLS: Final = _WORKS | _of("bug_word", "failure_word")
_TELLS_OR_ORDERS: Final = _TELLS | _of("do_starts")
"""An order behind a greeting without a comma begins the sentence in spite of it."""
_ASKS: Final = _TELLS | _of("question", "tiny_object", "built_object")
_ANY: Final = _GREETING | _DONE
_WORDS: Final = 3
_LONG_WORDS: Final = 12
"""Words of a sentence that is nothing but courtesy."""


def is_courtesy(mask: int, words: int) -> bool:
    """Whether a sentence with these concepts, of so many words, is only politeness."""
    if not mask & _ANY:
        return False
    if mask & _ACK and not mask & _GOES_ON:
        return True
    if mask & _DONE and words <= _LONG_WORDS and not mask & _WORKS_STILL:
        return True
    if mask & _GREETING and words <= _WORDS and not mask & _TELLS_OR_ORDERS:
        return True
    return bool(mask & _THANKS) and words <= _LONG_WORDS and not mask & _ASKS
