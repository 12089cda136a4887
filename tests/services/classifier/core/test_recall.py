"""What is remembered of messages: by content, up to a limit, read when it is asked for, and without text."""

import json
from typing import Any

import msgspec
import pytest

from services.classifier.core.engine import Engine
from services.classifier.core.reading import How
from services.classifier.core.recall import Recall, Recalled
from shared.config.load import default

RED = "FAILED tests/test_cart.py::test_total\n3 failed, 9 passed in 0.4s\n"
WORD = "zanzibarquux"


def recall(limit: int = 100) -> Recall:
    engine = Engine.compile(default())
    return Recall(engine._patterns, engine._layers, limit, How())


def raw(role: str, content: str, **fields: Any) -> bytes:
    return json.dumps({"role": role, "content": content, **fields}).encode()


def called(command: str) -> bytes:
    function = {"name": "bash", "arguments": json.dumps({"command": command})}
    return raw("assistant", "", tool_calls=[{"id": "c1", "type": "function", "function": function}])


RESULT = raw("tool", RED, tool_call_id="c1")


def test_a_message_is_read_when_it_is_asked_for_and_once() -> None:
    known = recall()
    first = Recalled([raw("user", "Fix the cart"), called("pytest"), RESULT], known)
    assert first.roles == ("user", "assistant", "tool")
    assert not any(entry.reading or entry.findings for entry in known.entries.values())
    found, said = first.findings(2), first[0]
    assert found.evidence.failed_tests == 3
    assert [(entry.reading is not None, len(entry.findings)) for entry in known.entries.values()] == [
        (True, 0),
        (False, 0),
        (False, 1),
    ]
    again = Recalled([raw("user", "Fix the cart"), called("pytest"), RESULT], known)
    assert again.findings(2) is found
    assert again[0] is said


def test_one_result_of_two_kinds_of_tool_is_found_two_things_in() -> None:
    known = recall()
    assert Recalled([called("pytest"), RESULT], known).findings(1).evidence.failing
    looked = Recalled([called("cat out.log"), RESULT], known)
    assert not looked.findings(1).evidence.failing
    assert looked.hits(1) == ()


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_what_was_asked_for_least_lately_is_forgotten_first(limit: int) -> None:
    known = recall(limit)
    raws = [raw("user", f"Fix the cart {number}") for number in range(3)]
    for _ in range(2):
        conversation = Recalled(raws, known)
        assert [conversation[index].words for index in range(3)] == [4, 4, 4]
    assert list(known.entries) == [hash(item) for item in raws[3 - limit :]]


def test_names_are_those_of_people_and_of_runs_that_failed() -> None:
    conversation = Recalled(
        [raw("system", "test_cart.py"), raw("user", "test_cart.py"), called("pytest test_cart.py"), RESULT], recall()
    )
    assert [bool(conversation.names(index)) for index in range(4)] == [False, True, True, True]
    assert not Recalled([called("cat out.log"), RESULT], recall()).names(1)


def test_patterns_see_a_result_that_is_not_read() -> None:
    known = recall()
    conversation = Recalled(
        [called("make"), raw("tool", "panic: nil map\nTraceback (most recent call last)", tool_call_id="c1")], known
    )
    assert conversation.hits(1)
    assert not any(entry.reading or entry.findings for entry in known.entries.values())


def test_what_looks_like_a_client_s_words_is_the_user_s_where_there_are_no_others() -> None:
    known, seen = recall(), raw("user", "OBSERVATION:\nProduction is down")
    assert Recalled([raw("user", "Mend it"), seen], known).roles == ("user", "tool")
    assert Recalled([seen], known).roles == ("user",)
    assert Recalled([raw("user", "Mend it"), seen], known).roles == ("user", "tool")


def test_what_is_remembered_holds_no_text() -> None:
    known = recall()
    conversation = Recalled(
        [
            raw("user", f"Fix {WORD}.py"),
            called(f"pytest {WORD}.py"),
            raw("tool", f"3 failed {WORD}", tool_call_id="c1"),
        ],
        known,
    )
    for index in range(3):
        conversation[index], conversation.findings(index), conversation.hits(index), conversation.names(index)
        conversation.subject(index), conversation.whole(index)
    conversation.heard(0), conversation.key(0)
    assert WORD not in repr([msgspec.to_builtins(entry) for entry in known.entries.values()])


@pytest.mark.parametrize(("command", "acts"), [("pytest", True), ("cat out.log", False)])
def test_a_result_acts_unless_its_tool_only_looks(command: str, acts: bool) -> None:
    conversation = Recalled([raw("user", "Fix the cart"), called(command), RESULT], recall())
    assert [conversation.acts(index) for index in range(3)] == [False, False, acts]
