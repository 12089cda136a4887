"""Request bodies as coding agents send them: OpenCode's system prompt and tools, and tool results made of real source text.

A body is a list of pieces with a nonce between them, so that every request is new to whatever caches, at the price of
one `join`. Where the nonce stands says what is new: in each message (a cold transcript) or in the last one (a history resent).
"""

import argparse
import ast
import difflib
import json
import tarfile
import typing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

MARK: Final = "@@nonce@here@@!!"
NONCE_BYTES: Final = len(MARK)
CAPTURES: Final = Path(__file__).resolve().parents[1] / "data" / "opencode"


@dataclass(frozen=True)
class Body:
    """Bytes with gaps for a nonce of `NONCE_BYTES` ASCII bytes."""

    pieces: tuple[bytes, ...]

    def fresh(self, nonce: bytes) -> bytes:
        """The body with this nonce in every gap."""
        return nonce.join(self.pieces)

    def __len__(self) -> int:
        """Bytes of the whole body."""
        return sum(map(len, self.pieces)) + NONCE_BYTES * (len(self.pieces) - 1)


def body(messages: list[dict[str, Any]], *, answer: str, tools: bool = True, stream: bool = False) -> Body:
    """A request in OpenCode's shape; `answer` tells the fake upstream what to do."""
    captured = capture("main-first")["body"]
    fields: dict[str, Any] = {
        "model": "dispatch/auto",
        "user": f"bench/{answer}",
        "max_tokens": 32000,
        "messages": messages,
    }
    if tools:
        fields |= {"tools": captured["tools"], "tool_choice": "auto"}
    if stream:
        fields |= {"stream": True, "stream_options": {"include_usage": True}}
    data = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return Body(tuple(data.split(MARK.encode())))


@cache
def capture(name: str) -> Any:
    """One captured OpenCode request."""
    return json.loads((CAPTURES / f"{name}.json").read_text())["request"]


def small(*, answer: str = "json", stream: bool = False) -> Body:
    """About 1 KB: a short system prompt, one question."""
    messages = [
        {"role": "system", "content": capture("main-first")["body"]["messages"][0]["content"][:500]},
        {
            "role": "user",
            "content": f"Session {MARK}. In src/report.py the totals line is printed before the rows. Please print it after them, "
            "keep the function's signature, and tell me in one sentence what you changed. The file has about forty lines "
            "and no tests of its own, so just check that it still imports.",
        },
    ]
    return body(messages, answer=answer, tools=False, stream=stream)


def opencode(*, answer: str = "json") -> Body:
    """About 31 KB: a captured agent step with its tools; the last tool result is new each time."""
    messages = json.loads(json.dumps(capture("failing-check")["body"]["messages"]))
    messages[-1]["content"] += f"run {MARK}\n"
    return body(messages, answer=answer)


def transcript(size: int, *, cold: bool = True, answer: str = "json") -> Body:
    """About `size` bytes of one task's agent loop. `cold`: every message is new, as to a worker that never saw the task."""
    messages = _opening(cold)
    room = size - len(body(messages, answer=answer))
    for index in range(10_000):
        step = _step(index, cold)
        room -= len(json.dumps(step, ensure_ascii=False).encode())
        if room < 0:
            break
        messages += step
    if not cold:
        messages[-1]["content"] += f"\nrun {MARK}\n"
    return body(messages, answer=answer)


def loop(steps: int, size: int, *, answer: str = "json") -> list[Body]:
    """The requests of one agent loop, each the one before and a step more; the nonce is the loop's."""
    messages = _opening(cold=True)
    start = len(body(messages, answer=answer))
    bodies = []
    for index in range(steps):
        bodies.append(body(messages, answer=answer))
        goal = start + (size - start) * (index + 1) // (steps - 1)
        have = len(bodies[-1])
        call, result = _step(index, cold=True, want=max(goal - have - 500, 200))
        messages = [*messages, call, result]
    return bodies


def _opening(cold: bool) -> list[dict[str, Any]]:
    system = capture("main-first")["body"]["messages"][0]
    nonce = MARK if cold else "of today"
    return [
        system,
        {
            "role": "user",
            "content": f"Session {nonce}: find out where the command line parser drops the prefix of long options, mend it, "
            "and run the tests that cover it.",
        },
    ]


def _step(index: int, cold: bool, *, want: int = 0) -> list[dict[str, Any]]:
    """A tool call of the agent and its result, about as long as agents' results are, or `want` bytes."""
    nonce = MARK if cold else f"{index:016d}"
    size = want or (1_500, 9_000, 4_000, 700, 14_000)[index % 5]
    kind = index % 3
    text = (_listing, _search, _test_run)[kind](index, size)
    name = ("read", "grep", "bash")[kind]
    arguments = {"filePath": f"/home/user/project/src/part_{index}.py", "run": nonce}
    call_id = f"call_{index:016x}"
    return [
        {
            "role": "assistant",
            "content": "" if index % 4 else "I will look at the next place.",
            "tool_calls": [
                {"id": call_id, "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
            ],
        },
        {"role": "tool", "tool_call_id": call_id, "content": f"<run>{nonce}</run>\n{text}"},
    ]


@cache
def _lines() -> list[str]:
    found: list[str] = []
    for module in (argparse, ast, difflib, tarfile, typing):
        found += Path(str(module.__file__)).read_text().splitlines()
    return found


def _some(index: int, size: int) -> list[str]:
    lines, taken, at = _lines(), [], index * 97
    while size > 0:
        line = lines[at % len(lines)]
        taken.append(line)
        size -= len(line) + 12
        at += 1
    return taken


def _listing(index: int, size: int) -> str:
    numbered = "\n".join(f"{number}: {line}" for number, line in enumerate(_some(index, size), 1))
    return f"<path>/home/user/project/src/part_{index}.py</path>\n<type>file</type>\n<content>\n{numbered}\n</content>"


def _search(index: int, size: int) -> str:
    return "\n".join(f"src/part_{index}.py:{n * 7}:{line}" for n, line in enumerate(_some(index, size)) if line.strip())


def _test_run(index: int, size: int) -> str:
    cases = "\n".join(
        f"tests/test_part_{index}.py::test_case_{n} PASSED # {line.strip()[:60]}"
        for n, line in enumerate(_some(index, size))
    )
    return f"============ test session starts ============\n{cases}\n============ all passed in 0.31s ============"
