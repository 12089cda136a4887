"""What is only politeness is told from what says something."""

import pytest

from services.classifier.core.courtesies import is_courtesy
from services.classifier.core.lexicon.language import fold
from services.classifier.core.vocabulary import VOCABULARY


def polite(text: str) -> bool:
    folded = fold(text)
    return is_courtesy(VOCABULARY.mask(folded), len(folded.split()))


POLITE = ["hi", "hello team!", "thanks a lot", "ok", "👍", "brb lunch", "bis morgen", "ich mach Feierabend", "谢谢", "謝謝", "danke dir", "merci beaucoup, à demain"]  # fmt: skip
SAYS_MORE = ["hi build fails", "thanks, now fix the cart", "ok continue", "hello, is the API down?", "hi rename it", "hey fix tests", "thanks but it is still red", "add a test", "bye bye button is broken again on the page of the cart when I come back to it"]  # fmt: skip


@pytest.mark.parametrize("text", POLITE)
def test_greetings_thanks_and_leave_taking_are_courtesies(text: str) -> None:
    assert polite(text)


@pytest.mark.parametrize("text", SAYS_MORE)
def test_what_orders_goes_on_or_tells_of_a_failure_is_none(text: str) -> None:
    assert not polite(text)


def test_a_sentence_without_concepts_is_none() -> None:
    assert not is_courtesy(0, 1)
