"""What is made of the labelled requests to learn from, besides them."""

from typing import Any

from services.classifier.core.learned import Weights
from services.classifier.core.weighed import Weighed
from services.cli.labelled import Labelled
from shared.level import Level
from tests.training.samples import Sample
from tests.training.train import Model, fit, going_on, in_context, in_haste, names_of, text_of, with_outputs

ASKED: dict[str, Any] = {"role": "user", "content": "Fix the cart."}
RAN: dict[str, Any] = {"role": "tool", "tool_call_id": "c1", "content": "3 failed, 9 passed in 0.4s"}
LISTED: dict[str, Any] = {"role": "tool", "tool_call_id": "c1", "content": "a.py\nb.py"}


def record(*messages: dict[str, Any], continuation: bool = False) -> tuple[Labelled, float]:
    return Labelled("x-1", "test", (Level.MEDIUM,), {"messages": list(messages)}, continuation=continuation), 1.0


def ends(records: list[tuple[Labelled, float]]) -> list[str]:
    return [made.request["messages"][-1]["content"] for made, _ in records]


def test_a_turn_that_goes_on_shows_what_its_task_printed() -> None:
    goes_on = record(ASKED, RAN, {"role": "user", "content": "still red"}, continuation=True)
    anew = record(ASKED, LISTED, {"role": "user", "content": "Sort this list"})
    shown = with_outputs([anew, goes_on], shows_own=True)
    assert ends(shown) == [
        "Sort this list\n\n```\na.py\nb.py\n```",
        "still red\n\n```\n3 failed, 9 passed in 0.4s\n```",
    ]
    assert all(0 < weight < 1 for _, weight in shown)
    assert goes_on[0].request["messages"][-1]["content"] == "still red"


def test_what_shall_change_no_level_shows_nothing_that_failed() -> None:
    others = [
        record(ASKED, RAN),
        record(ASKED, LISTED),
        record(ASKED),
        record({"role": "user", "content": "two\nlines"}),
    ]
    assert ends(with_outputs(others, shows_own=False)) == ["Fix the cart.\n\n```\na.py\nb.py\n```"]


def test_what_is_written_in_haste_has_errors_or_no_signs() -> None:
    text = "Rename the counter, please."
    request = record({"role": "user", "content": text})
    mistyped, unsigned = ends(in_haste([request, request]))
    assert unsigned == "Rename the counter please"
    assert mistyped != text
    assert mistyped.split()[1] == "the"
    assert ends(in_haste([request, request])) == [mistyped, unsigned]
    assert in_haste([record({"role": "user", "content": "カートを直して。"})]) == []


def test_a_task_goes_on_as_what_it_is() -> None:
    ((gone_on, weight),) = going_on([record(ASKED), record(ASKED, RAN), record(ASKED, RAN)])
    assert [message["role"] for message in gone_on.request["messages"]] == ["user", "assistant", "user"]
    assert gone_on.levels == (Level.MEDIUM,)
    assert gone_on.continuation
    assert 0 < weight < 1


def test_a_context_says_nothing_of_the_task_in_it() -> None:
    asked = record({"role": "user", "content": "Rename {x} to y."})
    made = in_context([asked] * 8)
    assert len(made) == 8
    assert all("Rename {x} to y." in text and len(text) > 30 for text in ends(made))
    assert len(set(ends(made))) == 8
    assert all(made_of.levels == asked[0].levels and 0 < weight < 1 for made_of, weight in made)
    assert in_context([record(ASKED, RAN)]) == []


def test_what_is_rare_is_not_learned() -> None:
    samples = [Sample("x-1", {"prod": 1.0}, {"down": 0.3, "prod down": 0.3, "^down": 0.3}, (1.0, 0.0))] * 6
    assert names_of(samples[:1]) == ()
    assert names_of(samples) == ("v:prod", "w:^down", "w:down", "w:prod down")
    assert names_of(samples, (5, 7)) == ("v:prod", "w:^down", "w:down")
    assert names_of(samples, (7, 7)) == ("v:prod", "w:^down")


def test_few_small_steps_tell_apart_what_differs_and_are_averaged() -> None:
    down = Sample("x-1", {"bias_of_both": 1.0}, {"down": 0.3}, (0.0, 1.0))
    label = Sample("x-2", {"bias_of_both": 1.0}, {"label": 0.3}, (1.0, 0.0))
    learned = [(down, 1.0), (label, 1.0)] * 20
    names = names_of([sample for sample, _ in learned])
    once, averaged = (fit(learned, penalty=0.0, names=names, rounds=3, rate=0.05, shuffles=count) for count in (1, 3))
    for model in (once, averaged):
        calm, alarmed = model.weights[names.index("w:down")]
        assert alarmed > 0 > calm
    assert once == fit(learned, penalty=0.0, names=names, rounds=3, rate=0.05)
    assert once != averaged


def test_the_file_says_what_was_learned() -> None:
    levels = Model(
        ("v:prod", "w:down", "w:faint"),
        ((0.0, 0.0, 0.0, 2.0), (0.0, 0.0, 0.0, 0.5), (0.0, 0.01, 0.0, 0.0)),
        (1.0, 0.0, 0.0, 0.0),
    )
    turns = Model(("v:pronoun", "w:^still", "w:down"), ((0.0, 1.5), (0.0, 1.0), (0.2, 0.0)), (0.5, 0.0))
    weighed = Weighed()
    weights = Weights(text_of(levels, turns), weighed)
    assert weights.levels == {"bias": (100, 0, 0, 0), "prod": (0, 0, 0, 200)}
    assert weights.turns == {"bias": (-50,), "pronoun": (150,)}
    spoken = weights.spoken(["down"], weighed.sum(["down"]))
    assert (spoken.levels, spoken.turn) == ((0, 0, 0, 15), -6)
    assert weights.spoken(["still", "red"], 0).opening == 30
    assert weighed.sum(["faint"]) == 0
