"""What is left out of a long transcript, and what never is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.core.excerpt import excerpt

SYSTEM = {"role": "system", "content": "you are"}
TASK = {"role": "user", "content": "mend it " * 30}


def step(number: int) -> list[dict[str, Any]]:
    return [
        {"role": "assistant", "content": f"step {number}", "tool_calls": []},
        {"role": "tool", "tool_call_id": str(number), "content": "x" * 100},
    ]


STEPS = [message for number in range(20) for message in step(number)]
LONG = [SYSTEM, TASK, *STEPS[:20], {"role": "user", "content": "go on"}, *STEPS[20:]]


def cut(messages: list[Any], room: int) -> list[Any]:
    found: list[Any] = json.loads(excerpt(json.dumps(messages).encode(), room))
    return found


def test_what_has_room_is_passed_on_byte_for_byte() -> None:
    data = b' [ {"role" : "user"} ,\n 1e400 ] '
    assert excerpt(data, len(data)) is data


def test_the_newest_steps_stay_and_every_turn_of_the_user() -> None:
    left = cut(LONG, 1000)
    assert len(left) == len(LONG), "each message keeps its index"
    assert [message for message in left if message and message["role"] in ("user", "system")] == [
        message for message in LONG if message["role"] in ("user", "system")
    ]
    steps = [message for message in left[2:] if message != TASK and (not message or message["role"] != "user")]
    gone = steps.count(0)
    assert 0 < gone < len(steps)
    assert steps[:gone] == [0] * gone, "the oldest go first"
    assert steps[gone:] == [*STEPS][gone:]


@pytest.mark.parametrize(
    "message",
    [{"content": "x" * 3000, "role": "tool"}, "x" * 3000, 7, None, {"role": "developer", "content": "x" * 3000}],
    ids=["its role stands last", "a text", "a number", "nothing", "instructions"],
)
def test_what_is_not_plainly_a_step_is_never_left_out(message: Any) -> None:
    assert cut([message, *STEPS], 500)[0] == message


@pytest.mark.parametrize("data", [b"null" * 10, b'{"a":1}', b"[1,", b"[" * 3000, b'["\xff"]'])
def test_what_is_no_array_is_passed_on(data: bytes) -> None:
    assert excerpt(data, 1) is data or json.loads(excerpt(data, 1).decode("utf-8", "replace"))


@given(st.lists(st.dictionaries(st.sampled_from(["role", "content"]), st.sampled_from(["tool", "user", "assistant", "é\ud800", ""]))), st.integers(1, 200))  # fmt: skip
def test_no_array_loses_or_moves_a_message(messages: list[Any], room: int) -> None:
    left = cut(messages, room)
    assert len(left) == len(messages)
    assert all(now in (before, 0) for now, before in zip(left, messages, strict=True))
