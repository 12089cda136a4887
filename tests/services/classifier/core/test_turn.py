"""What one turn is by the rules: a courtesy, new work, a question for knowledge, or a step further."""

import pytest

from services.classifier.core.reading import Reading, read_user
from services.classifier.core.turn import (
    asks_for_knowledge,
    continuation,
    is_acknowledgement,
    is_new_work,
    is_turn,
    leans_back,
    says_no_more,
)
from tests.services.classifier.core.told import Told, user


def turn(text: str) -> Reading:
    return read_user(user(text))


GOES_ON = [
    ("still red", "still_failing"),
    ("nope, same error", "still_failing"),
    ("weiter", "go_on"),
    ("and the remaining 41?", "go_on"),
    ("Continue if you have next steps", "client_continue"),
    ("FAILED tests/test_a.py::test_b - KeyError: 'x'", "new_failure"),
    ("can you shorten it?", "anaphoric"),
    ("procedi pure, io intanto porto il cane dal veterinario", "go_on"),
    ("keep going, I'll write to the customer in the meantime", "go_on"),
    ("und jetzt?", "go_on"),
]
STANDS_ALONE = [
    "Write a CSV parser in Kotlin.",
    "What is a race condition?",
    "new task: bump the version",
    "Add a --verbose flag to cli.py",
    "thanks!",
    "Print the config path. No change needed elsewhere.",
    "let's continue with something easier: write a pytest for the parser",
]


@pytest.mark.parametrize(("text", "reason"), GOES_ON)
def test_a_step_further_says_why(text: str, reason: str) -> None:
    assert continuation(Told(user(text)), 0) == reason


@pytest.mark.parametrize("text", STANDS_ALONE)
def test_a_turn_that_stands_alone_has_no_reason(text: str) -> None:
    assert continuation(Told(user(text)), 0) == ""


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("ok", True),
        ("Thanks a lot!", True),
        ("👍", True),
        ("ok, now the tests", False),
        ("nice, from 11 to 3. lunch first though", True),
        ("looks right from here, too. I'm off for today", True),
        ("完美，收工！", True),
        ("I'm off to lunch. Please rename `foo` to `bar` while I'm away.", False),
        ("still red. lunch first though", False),
        ("Does it hold? brb", False),
        ("yo, hi", True),
        ("yo build fails", False),
    ],
)
def test_an_acknowledgement_says_nothing_else(text: str, holds: bool) -> None:
    assert is_acknowledgement(turn(text)) is holds


def test_only_what_is_said_or_shown_by_a_user_is_a_turn() -> None:
    assert is_turn(turn("hm"))
    assert not is_turn(turn("<system-reminder>be brief</system-reminder>"))
    assert not is_turn(Reading(role="assistant"))


def test_courtesies_are_no_content() -> None:
    reading = turn("Thanks! Fix the cart.")
    assert reading.sentences[0].courtesy
    assert reading.content == reading.sentences[1:]


def test_new_work_brings_an_object() -> None:
    assert is_new_work(turn("Rename `foo` to `bar` in a.py").sentences[0])
    assert not is_new_work(turn("rename it").sentences[0])


def test_a_question_for_knowledge_does_not_lean_back() -> None:
    asks, leans = turn("What does git bisect do?"), turn("can you shorten it?")
    assert asks_for_knowledge(asks.sentences[0])
    assert not leans_back(asks)
    assert leans_back(leans)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("still red", True),
        ("keep going", True),
        ("still red, and rename the flag to --quiet", False),
        ("still red. rename the flag", False),
        ("next.config.js: switch on strict mode", False),
        ("still red, I get this:\n\n```\nE   KeyError: 'x'\n```", True),
        ("it is still as red as it was before the change\n\n```\nE   KeyError: 'x'\n```", False),
        ("can you shorten it?", False),
        ("still there? what is the shortcut for undo\n\n```\nE   KeyError: 'x'\n```", False),
    ],
)
def test_what_says_that_it_goes_on_and_no_more(text: str, holds: bool) -> None:
    assert says_no_more(turn(text), continuation(Told(user(text)), 0)) is holds
