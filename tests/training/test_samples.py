"""What is learned from is what a judgement weighs: the same features, from the same functions."""

from typing import Final

from services.cli.labelled import Labelled
from services.cli.route import engine_of, request_of
from shared.level import Level
from tests.training import samples

LOG: Final = "```log\nFAILED tests/test_cart.py::test_total\n3 failed, 9 passed in 0.4s\n```"


def labelled(*turns: str, continuation: bool = False, level: Level = Level.MEDIUM) -> Labelled:
    request = {"messages": [{"role": "user", "content": text} for text in turns]}
    return Labelled("x-1", "test", (level,), request, continuation=continuation)


def test_a_level_is_learned_from_the_facts_of_a_judgement() -> None:
    engine, _ = engine_of(None)
    record = labelled(f"Fix the cart, it fails since the upgrade of the driver.\n\n{LOG}", level=Level.HARD)
    sample = samples.of_level(engine, record)
    assert sample is not None
    judged = engine.judge(request_of(record.request))
    assert dict(judged.facts.features).items() <= sample.values.items()
    assert sample.truth == (0.0, 0.0, 1.0, 0.0)
    assert "cart" in sample.words


def test_a_turn_is_learned_from_all_that_may_be_asked_of_it() -> None:
    engine, _ = engine_of(None)
    again = samples.of_turn(engine, labelled(f"Fix the cart.\n\n{LOG}", f"same here:\n\n{LOG}", continuation=True))
    assert again is not None
    assert {"fails", "before_failed", "names_of_task", "topics_new"} <= set(again.values)
    assert again.truth == (0.0, 1.0)
    anew = samples.of_turn(engine, labelled(f"Fix the cart.\n\n{LOG}", "Write a README for billing.", "thanks"))
    assert anew is None


def test_courtesies_are_not_learned_from() -> None:
    engine, _ = engine_of(None)
    assert samples.of_level(engine, labelled("thanks!")) is None


def test_a_turn_is_learned_from_with_thanks_behind_it_too() -> None:
    engine, _ = engine_of(None)
    again = samples.of_turn(engine, labelled("Fix the cart.", "same error here", continuation=True))
    assert again is not None
    polite = samples.with_thanks(again)
    assert polite is not None
    assert polite.values == {**again.values, "closes_with_courtesy": 1.0}
    assert (polite.words, polite.truth) == (again.words, again.truth)
    assert samples.with_thanks(polite) is None
