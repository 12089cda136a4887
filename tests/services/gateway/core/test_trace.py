"""The structure of a request without its content."""

from services.gateway.core.chat_request import parse
from services.gateway.core.trace import MESSAGES_COUNTED, MESSAGES_SHOWN, structure


def test_it_shows_roles_kinds_sizes_and_no_text() -> None:
    body = (
        b'{"messages":[{"role":"user","content":"CANARY"},{"role":"user","content":[{"type":"text","text":"CANARY"}]},'
        b'{"role":"assistant","content":null,"tool_calls":[{"id":"CANARY"}]}],"tools":[{"type":"function"}]}'
    )
    shown = structure(parse(body))
    assert shown["shape"] == ["user:text:8", "user:parts:33", "assistant:none:4:calls=1"]
    assert (shown["messages"], shown["has_tools"], shown["keys"]) == (3, True, ["messages", "tools"])
    assert "CANARY" not in str(shown)


def test_messages_of_another_form_are_said_to_be_unreadable() -> None:
    assert structure(parse(b'{"messages":[1]}')) == {"messages_readable": False}


def test_the_last_messages_of_many_are_shown_and_too_many_are_not_counted() -> None:
    def shown(count: int) -> dict[str, object]:
        return structure(parse(b'{"messages":[' + b",".join([b'{"role":"user","content":""}'] * count) + b"]}"))

    few = shown(100)
    assert (few["messages"], few["shape"]) == (100, ["user:text:2"] * MESSAGES_SHOWN)
    assert shown(MESSAGES_COUNTED)["messages"] == MESSAGES_COUNTED
    assert shown(MESSAGES_COUNTED + 1) == {"messages_readable": False}
