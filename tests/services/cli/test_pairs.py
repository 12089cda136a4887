"""Pairs that must not change: what is put around a request, and what stays as it was."""

import json
from typing import Any

import pytest

from services.classifier.core import clients
from services.cli.labelled import Labelled
from services.cli.pairs import PAIRS, invariance, reference_text
from services.cli.route import engine_of
from shared.level import LEVELS
from tests.services.cli.test_evaluate import labelled

EASY, MEDIUM, HARD, CRITICAL = LEVELS


CHANGES = dict(PAIRS)
ASKED = {"role": "user", "content": "Sort this list"}


def test_the_wrapper_is_put_on_or_taken_off() -> None:
    bare = labelled(EASY)
    wrapped = CHANGES["wrapper"](bare)
    assert wrapped is not None
    assert [message["role"] for message in wrapped["messages"]] == ["system", "user"]
    assert wrapped["tools"]
    unwrapped = CHANGES["wrapper"](Labelled("id", "c", (EASY,), wrapped))
    assert unwrapped == bare.request


def test_history_goes_behind_the_system_prompt_and_in_front_of_the_request() -> None:
    record = Labelled("id", "c", (EASY,), {"messages": [{"role": "system", "content": "s"}, ASKED]})
    changed = CHANGES["history"](record)
    assert changed is not None
    assert (changed["messages"][0]["role"], changed["messages"][-1]) == ("system", ASKED)
    assert len(changed["messages"]) > 4


@pytest.mark.parametrize("name", ["length", "politeness", "report"])
def test_what_is_put_around_leaves_the_words_and_the_record_as_they_were(name: str) -> None:
    record = labelled(EASY, said="Sort this list")
    changed = CHANGES[name](record)
    assert changed is not None
    assert "Sort this list" in changed["messages"][-1]["content"]
    assert changed["messages"][-1]["content"] != "Sort this list"
    assert record.request["messages"][-1]["content"] == "Sort this list"


def test_a_log_goes_below_the_last_turn_of_a_conversation_too() -> None:
    messages = [ASKED, {"role": "assistant", "content": "ok"}, ASKED]
    changed = CHANGES["a log below"](Labelled("id", "c", (EASY,), {"messages": messages}))
    assert changed is not None
    assert changed["messages"][:2] == messages[:2]
    assert changed["messages"][-1]["content"].startswith("Sort this list\n\n```\n10:20:07 INFO ")


def test_a_ticket_has_headings_steps_and_criteria() -> None:
    changed = CHANGES["ticket"](labelled(EASY, said="Sort this list"))
    assert changed is not None
    said = changed["messages"][-1]["content"]
    assert said.startswith("## Task\n\nSHOP-812: Sort this list\n\nsrc/")
    assert said.endswith("- Tests pass")


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("ticket", labelled(EASY, category="greeting")),
        ("a log below", labelled(EASY, category="greeting")),
        ("a log below", labelled(EASY, said="two\nlines")),
        ("wrapper", labelled(EASY, category="side_request")),
        ("history", labelled(EASY, category="side_request")),
        ("history", labelled(EASY, continuation=True)),
        ("length", Labelled("id", "c", (EASY,), {"messages": [ASKED, {"role": "assistant", "content": "ok"}, ASKED]})),
        ("report", Labelled("id", "c", (EASY,), {"messages": [{"role": "user", "content": [ASKED]}]})),
    ],
    ids=[
        "a greeting is no ticket",
        "a greeting asks for nothing",
        "something may be pasted already",
        "a side request is its own wrapper",
        "a side request has no history",
        "a continuation needs its own history",
        "only a single turn grows",
        "content in parts is left alone",
    ],
)
def test_a_pair_that_does_not_apply_is_not_compared(name: str, record: Labelled) -> None:
    assert CHANGES[name](record) is None


def test_the_reference_text_is_the_same_on_every_run_and_as_long_as_asked() -> None:
    assert reference_text(5000) == reference_text(5000)
    assert 5000 <= len(reference_text(5000)) < 5500


def test_harmless_surroundings_change_no_level() -> None:
    engine, _ = engine_of(None)
    records = [labelled(EASY, said="What does HTTP 418 mean?"), labelled(MEDIUM, said="Write a CSV parser in Kotlin.")]
    found = invariance(engine, records)
    assert set(found) == {name for name, _ in PAIRS}
    assert all(number == 2 and not changed for number, changed in found.values()), found


CALL = {"id": "c1", "type": "function", "function": {"name": "bash", "arguments": '{"command": "make test"}'}}
LOOP: list[dict[str, Any]] = [
    {"role": "system", "content": "s"},
    {"role": "user", "content": "Mend the tests"},
    {"role": "assistant", "content": "Looking.", "tool_calls": [CALL]},
    {"role": "tool", "tool_call_id": "c1", "content": "2 failed"},
    {"role": "assistant", "content": "Done."},
    {"role": "user", "content": "Still red"},
]


def test_marked_words_are_all_that_is_the_user_s() -> None:
    changed = CHANGES["words marked"](Labelled("id", "c", (EASY,), {"messages": LOOP}))
    assert changed is not None
    assert [message["role"] for message in changed["messages"]] == [message["role"] for message in LOOP]
    assert "<user_query>\nStill red\n</user_query>" in changed["messages"][-1]["content"]


def test_a_conversation_without_calls_is_read_as_the_one_with_them() -> None:
    changed = CHANGES["no tool calls"](Labelled("id", "c", (EASY,), {"messages": LOOP}))
    assert changed is not None
    assert [message["role"] for message in changed["messages"]] == [
        "system",
        "user",
        "assistant",
        "user",
        "assistant",
        "user",
    ]
    assert not any("tool_calls" in message for message in changed["messages"])
    read = [clients.read(json.dumps(message).encode()) for message in changed["messages"]]
    assert [message.role for message in read] == [message["role"] for message in LOOP]
    assert read[-1].texts == ("Still red",)
