"""Failures on show: the latest state of the agent's runs wins, pastes count unless they are only exhibits."""

import pytest

from services.classifier.core.evidence import Evidence
from services.classifier.core.frame import find
from services.classifier.core.messages import Message
from services.classifier.core.shown import Outcomes, Shown, follow, gather
from tests.services.classifier.core.told import Told, run, user

RED = "FAILED tests/test_cart.py::test_total\n3 failed, 9 passed in 0.4s\n"
GREEN = "12 passed in 0.4s\n"
TRACE = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'"


def outcomes(*messages: Message, kind: str = "run") -> Outcomes:
    told = Told(*messages, kind=kind)
    return follow(told, find(told))


def shown(*messages: Message) -> Shown:
    told = Told(*messages)
    frame = find(told)
    return gather(told, frame, follow(told, frame))


RUNS = [
    ("no run at all", (), 0, 0, False),
    ("one red run", (RED,), 1, 1, False),
    ("two red runs", (RED, RED), 2, 2, False),
    ("red, then green", (RED, GREEN), 0, 2, True),
    ("green, then red", (GREEN, RED), 1, 2, False),
    ("red, green, red", (RED, GREEN, RED), 1, 3, False),
    ("output that says nothing", ("hello\n",), 0, 0, False),
    ("green before anything was done", (GREEN,), 0, 1, False),
    ("something done, then green", ("hello\n", GREEN), 0, 1, True),
]


@pytest.mark.parametrize(("outputs", "failed", "runs", "well"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_the_latest_state_of_the_runs_wins(outputs: tuple[str, ...], failed: int, runs: int, well: bool) -> None:
    found = outcomes(user("Make the tests pass"), *map(run, outputs))
    assert (len(found.failures), found.runs, found.ended_well) == (failed, runs, well)


@pytest.mark.parametrize("kind", ["look", "edit"])
def test_what_an_agent_only_read_or_wrote_did_not_fail(kind: str) -> None:
    assert outcomes(user("Tidy the log viewer"), run(RED), kind=kind).failures == ()


def test_runs_before_the_frame_are_not_followed() -> None:
    found = outcomes(user("Fix the cart"), run(RED), user("Write a README for the `billing` package, one page"))
    assert (found.failures, found.runs) == ((), 0)


@pytest.mark.parametrize(
    ("outputs", "read"),
    [((RED,) * 50, 3), ((RED,) * 40 + (GREEN,) * 10, 3), ((RED,) * 40 + (GREEN, RED, RED, "hello\n"), 4)],
    ids=["stuck", "green", "red again"],
)
def test_of_a_long_loop_only_its_latest_runs_are_read(outputs: tuple[str, ...], read: int) -> None:
    told = Told(user("Make the tests pass"), *map(run, outputs))
    follow(told, find(told))
    assert told.searched["tool"] == read


def test_of_many_turns_only_the_latest_that_tell_how_something_went_are_searched() -> None:
    log = "Still failing:\n\n```log\n{}\n```"
    told = Told(
        user(f"Fix this\n\n{TRACE}"),
        *[user(log.format(f"{number}\n{RED}")) for number in range(20)],
        user("still the same"),
    )
    frame = find(told)
    found = gather(told, frame, follow(told, frame))
    assert len(frame.turns) == 22
    assert told.searched["user"] == 4
    assert found.kinds == {"test"}


def test_a_failure_far_back_is_over_but_not_that_of_the_task() -> None:
    code = "\n".join(f"total = total + {number}" for number in range(3000))
    turns = [user(f"Still failing:\n\n```py\n{code}\n```"), user("still the same")]
    assert shown(user(f"Fix this\n\n{TRACE}"), *turns).kinds == {"trace"}
    assert not shown(user("Fix this"), user(f"Still failing:\n\n{TRACE}"), *turns).kinds


FIRES = [
    ("a log behind something to be made", (user("Add a test for the cart"), user(f"still red:\n\n{TRACE}")), {"trace"}),
    ("a pasted trace", (user(f"Fix this\n\n{TRACE}"),), {"trace"}),
    ("a red run", (user("Make the tests pass"), run(RED)), {"test"}),
    ("a paste and a red run", (user(f"Fix this\n\n{TRACE}"), run(RED)), {"trace", "test"}),
    ("a paste in another language", (user(f"Bitte beheben:\n\n{TRACE}"),), {"trace"}),
    *[
        (f"what came of it: {said}", (user(f"{said}\n\n```\n{TRACE}\n```"),), {"trace"})
        for said in [
            "Build fails on CI:",
            "Build output:",
            "Create order endpoint returns this:",
            "Write to the cache throws",
            "Add to cart gives me this:",
            "Generate step of the pipeline:",
            "When I add an item I get",
            "Al añadir un producto al carrito sale esto:",
            "Quand j'ajoute un article au panier ça donne:",
            "Beim Hinzufügen zum Warenkorb kommt das:",
            "При добавлении товара в корзину:",
            "添加购物车的时候报错:",
            "商品を追加すると:",
            "상품을 추가하면:",
        ]
    ],
]


@pytest.mark.parametrize(("messages", "kinds"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_what_failed_is_shown(messages: tuple[Message, ...], kinds: set[str]) -> None:
    found = shown(*messages)
    assert kinds <= found.kinds
    assert found.pasted_log


STAYS_QUIET = [
    ("nothing is shown", (user("Fix the cart"),)),
    ("a log to be translated", (user(f"Translate this into French:\n\n{TRACE}"),)),
    ("a log a parser is built for", (user(f"Write a parser for output like this:\n\n{TRACE}"),)),
    ("a log that something made shall fail on", (user(f"Write a check that fails on output like this:\n\n{TRACE}"),)),
    ("an error that is put into a test", (user(f"Crea un test para este error:\n\n{TRACE}"),)),
    ("all tests passed", (user("Make the tests pass"), run("0 failed, 12 passed in 0.4s\n"))),
    (
        "the user shows that it passes now",
        (user("Fix the cart"), run(RED), user(f"still slow, but green:\n\n```\n{GREEN}```")),
    ),
]


@pytest.mark.parametrize("messages", [row[1] for row in STAYS_QUIET], ids=[row[0] for row in STAYS_QUIET])
def test_what_was_mended_or_is_only_an_exhibit_did_not_fail(messages: tuple[Message, ...]) -> None:
    assert shown(*messages).kinds == frozenset()


def test_the_largest_numbers_count() -> None:
    found = shown(user("Make the tests pass"), run("2 failed, 1 passed in 1s\n"), run("5 failed, 1 passed in 1s\n"))
    assert found.failed_tests == 5


def test_no_turn_at_all_still_shows_what_the_runs_came_to() -> None:
    failed = Evidence(kinds=frozenset({"compile"}), errors=2, files=1)
    nobody = Told(run(RED))
    found = gather(nobody, find(nobody), Outcomes((failed,), 1, ended_well=False))
    assert found.kinds == {"compile"}
    assert (found.errors, found.files, found.pasted_log) == (2, 1, True)
