"""Whether a turn goes on with the task before it, in wordings that no list holds."""

import math

import pytest

from services.classifier.core.leaning import features, goes_on, of_subjects, spoken
from services.classifier.core.learned import WEIGHTS
from services.classifier.core.messages import Message
from tests.services.classifier.core.told import Told, run, user

TASK = "Two workers sometimes take the same job after a lease expires. Find the cause and fix it for good."
ANSWER = "I moved the renewal into the transaction. Could you run the soak test again?"

GOES_ON = [
    "ran it for an hour, two jobs were taken twice",
    "hm, nothing moved",
    "and the lease table?",
    "es hat sich gar nichts getan",
    "rien de neuf",
    "变化不大",
    "2",
    "dunno, you tell me",
]
STARTS_ANEW = [
    "Quick one: what does SIGPIPE mean?",
    "Write a README section about installing the CLI with Homebrew.",
    "how do I undo the last commit in git?",
    "Kannst du im Footer das Jahr auf 2027 setzen?",
    "把登录按钮的颜色改成蓝色",
]


def talk(turn: str) -> Told:
    return Told(user(TASK), Message("assistant", (ANSWER,)), user(turn))


@pytest.mark.parametrize("turn", GOES_ON)
def test_a_turn_that_goes_on_is_likely_to(turn: str) -> None:
    assert goes_on(talk(turn), 0, 2)


@pytest.mark.parametrize("turn", STARTS_ANEW)
def test_a_turn_that_starts_anew_is_not(turn: str) -> None:
    assert not goes_on(talk(turn), 0, 2)


@pytest.mark.parametrize("turn", [*GOES_ON, *STARTS_ANEW])
@pytest.mark.parametrize("between", [(), (run("3 failed, 9 passed in 0.4s\n"),), (Message("assistant", ("Ok?",)),)])
def test_what_is_not_asked_for_would_not_have_changed_the_answer(turn: str, between: tuple[Message, ...]) -> None:
    told = Told(user("Hello"), user(TASK), Message("assistant", (ANSWER,)), *between, user(turn))
    at = len(told.roles) - 1
    everything = [*features(told, 1, at), *of_subjects(told, 1, at)]
    assert goes_on(told, 1, at) is (WEIGHTS.turn_logit(everything, spoken(told[at])) >= math.log(0.4 / 0.6))


def test_failures_are_searched_for_only_where_they_can_change_the_answer() -> None:
    log = "```log\n3 failed, 9 passed in 0.4s\n```"
    told = Told(user(TASK), user(f"still failing:\n\n{log}"), user(f"{STARTS_ANEW[1]}\n\n{log}"))
    assert goes_on(told, 0, 1)
    assert not goes_on(told, 1, 2)
    assert not told.searched


def test_a_failure_in_a_paste_is_a_reason_of_its_own() -> None:
    """The reason that words give is known at once; that of a paste only where failures are asked for."""
    log = "```log\n3 failed, 9 passed in 0.4s\n```"
    bare, said = (Told(user(TASK), user(text)) for text in (log, f"here you are\n\n{log}"))
    assert ("rule:new_failure", 1.0) in features(bare, 0, 1)
    assert ("rule:new_failure", 1.0) in features(said, 0, 1)
    told = Told(user(TASK), user("FAILED tests/test_a.py::test_b - KeyError: 'x'"), user("here you are"))
    assert ("rule:new_failure", 1.0) in features(told, 0, 1)
    assert ("rule:new_failure", 1.0) not in features(told, 1, 2)


def test_thanks_at_the_end_and_taking_leave_are_told() -> None:
    assert "closes_with_courtesy" in dict(features(talk("The count is 35 now. Thank you!"), 0, 2))
    assert "takes_leave" in dict(features(talk("The count is 35 now. Lunch first!"), 0, 2))
    assert {"closes_with_courtesy", "takes_leave"}.isdisjoint(dict(features(talk("The count is 35 now."), 0, 2)))


@pytest.mark.parametrize("hello", ["Hello!", "Hi.", "Guten Morgen!", "你好！", "おはよう。"])
def test_a_greeting_says_nothing_of_what_follows(hello: str) -> None:
    assert "opens_with_courtesy" not in dict(features(talk(f"{hello} The count is 35 now."), 0, 2))
    assert "opens_with_courtesy" in dict(features(talk("Thanks a lot! The count is 35 now."), 0, 2))


def test_what_was_spoken_of_is_told_from_what_was_not() -> None:
    known, foreign = talk("and the lease of the workers?"), talk("translate the newsletter")
    assert dict(of_subjects(known, 0, 2))["topics_any"] == 1.0
    assert "topics_any" not in dict(of_subjects(foreign, 0, 2))
    assert dict(of_subjects(known, 0, 2))["agent_asks"] == 1.0


def test_the_agent_s_last_run_counts() -> None:
    red = Told(user(TASK), run("3 failed, 9 passed in 0.4s\n"), user("hm"))
    assert "agent_failed" in dict(features(red, 0, 2))
    assert "agent_failed" not in dict(features(talk("hm"), 0, 2))


def test_only_the_opening_sentences_are_weighed() -> None:
    told = talk("One. Two two. Three three three. Four four four four. Five.")
    assert len(spoken(told[2])) == 3
