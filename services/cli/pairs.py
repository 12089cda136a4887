"""Pairs that must not change: a request, and the same with something harmless around it, or as another client sends it."""

import json
import textwrap
from collections.abc import Callable, Iterable
from typing import Any, Final

from services.classifier.core.engine import Engine
from services.cli.labelled import Labelled
from services.cli.route import request_of

_SYSTEM: Final = (
    "You are a coding agent in a terminal. Be brief. Run the tests after each change; if they fail, read the stack trace and fix the cause. "
    "Never run `rm -rf`, `DROP TABLE` or `git push --force` unless asked. Never print secrets, keys or tokens. Production is not to be touched."
)
_TOOLS: Final = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": f"The {name} tool",
            "parameters": {"type": "object", "properties": {}},
        },
    }
    for name in ("bash", "read", "edit", "write", "grep", "glob")
]
_HISTORY: Final = [
    {
        "role": "user",
        "content": "Since the last release the billing worker loses about one in 2,000 events under load, and the suite fails with a stack trace. Find the race and fix it.",
    },
    {
        "role": "assistant",
        "content": "",
        "tool_calls": [
            {"id": "call_e1", "type": "function", "function": {"name": "bash", "arguments": '{"command": "make test"}'}}
        ],
    },
    {
        "role": "tool",
        "tool_call_id": "call_e1",
        "content": "WARNING: DATA RACE\n--- FAIL: TestDrain (0.31s)\n    drain_test.go:44: lost 3 events\nFAIL\nmake: *** [Makefile:9: test] Error 1\n",
    },
    {"role": "assistant", "content": "The flush runs outside the lock. I moved it inside; all tests pass now."},
]
_LOG: Final = "\n".join(
    f"10:{20 + line}:07 INFO web[{line % 3}] GET /shelves/{line * 37} answered in {line * 5 + 3} ms"
    for line in range(12)
)
_SAYS_NOTHING: Final = ("greeting", "side_request")
"""Categories of requests to which a log adds what they are about."""
_WORDS: Final = [
    "the",
    "shelf",
    "of",
    "a",
    "small",
    "library",
    "keeps",
    "maps",
    "and",
    "letters",
    "in",
    "quiet",
    "order",
    "so",
    "that",
    "each",
    "reader",
    "may",
    "find",
    "a",
    "chart",
    "or",
    "a",
    "note",
    "by",
    "its",
    "colour",
    "and",
    "page",
    "while",
    "rain",
    "falls",
    "on",
    "the",
    "garden",
    "and",
    "light",
    "moves",
    "over",
    "tables",
    "chairs",
    "and",
    "long",
    "rows",
    "of",
    "green",
    "lamps",
]


def reference_text(size: int = 24_000) -> str:
    """Harmless prose of about `size` characters, the same on every run."""
    sentences, state, length = [], 7, 0
    while length < size:
        words = []
        for _ in range(9):
            state = (state * 1103515245 + 12345) % 2**31
            words.append(_WORDS[state % len(_WORDS)])
        sentence = " ".join(words).capitalize() + "."
        sentences.append(sentence)
        length += len(sentence) + 1
    return "\n\n".join(" ".join(sentences[at : at + 5]) for at in range(0, len(sentences), 5))


def _wrapper(record: Labelled) -> dict[str, Any] | None:
    request = record.request
    if record.category == "side_request":
        return None
    bare = [message for message in request["messages"] if message.get("role") != "system"]
    if request.get("tools") or len(bare) < len(request["messages"]):
        return {
            **{key: value for key, value in request.items() if key not in {"tools", "tool_choice"}},
            "messages": bare,
        }
    return {**request, "messages": [{"role": "system", "content": _SYSTEM}, *bare], "tools": _TOOLS}


def _history(record: Labelled) -> dict[str, Any] | None:
    messages = record.request["messages"]
    if not _single(record) or record.continuation:
        return None
    system = [message for message in messages if message.get("role") == "system"]
    return {
        **record.request,
        "messages": [*system, *_HISTORY, *(message for message in messages if message.get("role") != "system")],
    }


def _length(record: Labelled) -> dict[str, Any] | None:
    return _around(record, "", "\n\nFor reference:\n\n" + reference_text())


def _politeness(record: Labelled) -> dict[str, Any] | None:
    return _around(record, "Hi! ", "\n\nThanks!")


def _report(record: Labelled) -> dict[str, Any] | None:
    return _around(record, "", "\n\nWhen you are done, explain the cause in one sentence.")


def _asides(record: Labelled) -> dict[str, Any] | None:
    if record.category == "greeting":
        return None  # beside nothing an aside is all that is said
    return _around(
        record,
        "You are a senior engineer. Our app is written in Python with Django 4.2.\n\n",
        "\n\nThink step by step, don't ask me anything. Run the tests when you are done. Answer in English, no long explanations.",
    )


def _layout(record: Labelled) -> dict[str, Any] | None:
    """Behind a ticket's number, in lines of one width, with a name below: as it comes out of a tracker or a mail."""
    text = record.request["messages"][-1].get("content")
    if not isinstance(text, str) or "\n" in text:
        return None
    broken = "\n".join(textwrap.wrap(text, 72, break_long_words=False, break_on_hyphens=False))
    return _with_last(record, f"[SHOP-812] {broken}\n\nCheers,\nAda") if _single(record) else None


def _ticket(record: Labelled) -> dict[str, Any] | None:
    """In a template: under a heading, with the file in question, and with steps and criteria as every order has them."""
    steps = "1. Read the code\n2. Make the change\n3. Run the tests"
    before = "## Task\n\nSHOP-812: "
    behind = f"\n\nsrc/cart/index.ts\n\n## Steps\n{steps}\n\n**Acceptance criteria:**\n- It works\n- Tests pass"
    return None if record.category in _SAYS_NOTHING else _around(record, before, behind)


def _log_below(record: Labelled) -> dict[str, Any] | None:
    """With lines of a server below it in which nothing failed: a turn of a conversation stays what it is, too."""
    last = record.request["messages"][-1]
    text = last.get("content")
    if last.get("role") != "user" or record.category in _SAYS_NOTHING or not isinstance(text, str) or "\n" in text:
        return None
    return _with_last(record, f"{text}\n\n```\n{_LOG}\n```")


def _marked(record: Labelled) -> dict[str, Any] | None:
    """As Cursor and Copilot send it: the user's words are marked."""
    if record.category == "side_request":
        return None
    return _with_words(record, "<timestamp>Tuesday</timestamp>\n<user_query>\n{}\n</user_query>".format)


def _with_words(record: Labelled, change: Callable[[str], str]) -> dict[str, Any]:
    messages = [
        {**message, "content": change(message["content"])}
        if message.get("role") == "user" and isinstance(message.get("content"), str)
        else message
        for message in record.request["messages"]
    ]
    return {**record.request, "messages": messages}


_DETAILS: Final = (
    "<environment_details>\n# VSCode Open Tabs\nsrc/app.py\n\n# Current Mode\nACT MODE\n</environment_details>"
)
_FEEDBACK: Final = "The user has provided feedback on the results. Consider their input to continue the task."
_CALLED: Final = {"bash": "execute_command", "read": "read_file", "edit": "replace_in_file", "write": "write_to_file"}


def _without_calls(record: Labelled) -> dict[str, Any] | None:
    """As Cline sends it: calls are text, and their results and all but the first words of the user are results in the user's name."""
    if record.category == "side_request" or not isinstance(record.request["messages"][-1].get("content"), str):
        return None
    messages: list[dict[str, Any]] = []
    results: dict[str, str] = {}
    spoke = False
    for message in record.request["messages"]:
        role, content = message.get("role"), message.get("content")
        if role == "assistant" and message.get("tool_calls"):
            written = [_as_text(call, results) for call in message["tool_calls"]]
            messages.append({"role": role, "content": "\n".join((content or "", *written))})
        elif role == "tool":
            messages.append(
                _in_parts(results.get(message.get("tool_call_id"), "[use_mcp_tool] Result:"), content or "")
            )
        elif role == "user" and isinstance(content, str):
            messages.append(
                _in_parts("[attempt_completion] Result:", f"{_FEEDBACK}\n<feedback>\n{content}\n</feedback>")
                if spoke
                else _in_parts(f"<task>\n{content}\n</task>")
            )
            spoke = True
        else:
            messages.append(message)
    return {**record.request, "messages": messages}


def _as_text(call: dict[str, Any], results: dict[str, str]) -> str:
    """A call as it is written; notes what its result begins with."""
    name, arguments = call["function"]["name"], json.loads(call["function"]["arguments"] or "{}")
    called = _CALLED.get(name, name if "_" in name else f"use_{name}")
    what = next((f" for '{value}'" for value in arguments.values() if isinstance(value, str)), "")
    results[call["id"]] = f"[{called}{what}] Result:"
    return f"<{called}>\n{''.join(f'<{key}>{value}</{key}>' for key, value in arguments.items())}\n</{called}>"


def _in_parts(*texts: str) -> dict[str, Any]:
    return {"role": "user", "content": [{"type": "text", "text": text} for text in (*texts, _DETAILS)]}


def _around(record: Labelled, before: str, behind: str) -> dict[str, Any] | None:
    said = record.request["messages"][-1].get("content")
    if not _single(record) or not isinstance(said, str):
        return None
    return _with_last(record, before + said + behind)


def _with_last(record: Labelled, text: str) -> dict[str, Any]:
    messages = record.request["messages"]
    return {**record.request, "messages": [*messages[:-1], {**messages[-1], "content": text}]}


def _single(record: Labelled) -> bool:
    """One user turn and nothing else but a system prompt."""
    roles = [message.get("role") for message in record.request["messages"] if isinstance(message, dict)]
    return record.category != "side_request" and [role for role in roles if role != "system"] == ["user"]


PAIRS: Final[tuple[tuple[str, Callable[[Labelled], dict[str, Any] | None]], ...]] = (
    ("wrapper", _wrapper),
    ("history", _history),
    ("length", _length),
    ("politeness", _politeness),
    ("report", _report),
    ("asides", _asides),
    ("layout", _layout),
    ("ticket", _ticket),
    ("a log below", _log_below),
    ("words marked", _marked),
    ("no tool calls", _without_calls),
)


def invariance(engine: Engine, labelled: Iterable[Labelled]) -> dict[str, tuple[int, list[str]]]:
    """Pair to (how many were compared, ids whose level changed)."""
    found: dict[str, tuple[int, list[str]]] = {name: (0, []) for name, _ in PAIRS}
    for record in labelled:
        alone = engine.classify(request_of(record.request)).decision.level
        for name, change in PAIRS:
            request = change(record)
            if request is None:
                continue
            number, changed = found[name]
            if engine.classify(request_of(request)).decision.level is not alone:
                changed.append(record.id)
            found[name] = (number + 1, changed)
    return found
