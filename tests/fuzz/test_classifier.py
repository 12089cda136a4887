"""The classifier survives any text: every request gets its decision, in bounded time and bounded memory."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.core.engine import Engine
from services.classifier.engine_cache import EngineCache
from services.classifier.handler import Handler
from services.classifier.session_store import SessionStore
from shared import redis_keys
from shared.config.load import default
from shared.protocol import ClassifyReply, ClassifyRequest, ReplyStatus, decode_reply, encode
from shared.redis_client import SyncWire, connect_sync
from tests.fakes.processes import Process, RedisServer, environment, python_module, until
from tests.fuzz.harness import SCALE, examples, json_value, tried

SNAPSHOT = default()
MIB = 1 << 20
HUGE = 25 * MIB
MEMORY_BYTES = 1200 * MIB
"""Most that a worker may hold meanwhile; one request of 25 MiB stands in several buffers and as objects."""
LIMIT_S = 20.0
"""Longest judgement of 25 MiB; this machine needs 1 to 3 s when nothing else runs."""


def asked(messages: bytes, number: int = 1, **fields: Any) -> ClassifyRequest:
    """A classify request that is waited for long enough."""
    known = {
        "request_id": f"{number:016x}", "reply_to": "fuzz", "deadline_unix_ms": int((time.time() + 300) * 1000),
        "config_digest": SNAPSHOT.digest, "session_key": "5" * 32, "has_tools": True, "explain": True, "messages": messages,
    }  # fmt: skip
    return ClassifyRequest(**(known | fields))


# --- any small message ---


@pytest.fixture(scope="module")
def handler() -> Iterator[Handler]:
    server = RedisServer()
    client = connect_sync(server.url)
    client.set(redis_keys.config(SNAPSHOT.digest), SNAPSHOT.source)
    yield Handler(EngineCache(client), SessionStore(SyncWire(server.url, timeout_s=5)), "fuzz")
    server.stop()


phrase = st.sampled_from(
    ["it still fails", "```", "Traceback (most recent call last):", "1 failed", "rm -rf /", "<system-reminder>", "\u202e", "\x00",
     "diff --git a/x b/x", "error TS2304", "DROP TABLE users", "\ud83d", "ﷺ", "يا", "İ", "ß" * 40, "\r", "AKIA" + "A" * 16, "$$$", "  " * 30]
)  # fmt: skip
words = st.lists(phrase | st.text(max_size=20), max_size=6).map(" ".join)
message = st.fixed_dictionaries(
    {"role": st.sampled_from(["system", "user", "assistant", "tool"]) | json_value, "content": words | json_value},
    optional={
        "tool_calls": st.lists(st.fixed_dictionaries({"id": words, "function": json_value}), max_size=2) | json_value,
        "tool_call_id": words | json_value,
    },
)


@examples(300)
@given(st.lists(message | json_value, max_size=8), st.booleans(), st.booleans())
def test_messages_of_any_content_are_decided(handler: Handler, messages: list[Any], ascii_only: bool, tools: bool) -> None:  # fmt: skip
    tried["classify requests"] += 1
    raw = json.dumps(messages, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    reply = decode_reply(handler.answer(asked(raw, has_tools=tools)).publication.reply)
    assert reply.status == ReplyStatus.OK
    assert reply.decision is not None
    assert all(reason.isascii() for reason in reply.decision.reasons)
    assert len(encode(reply)) < 64_000
    json.loads(reply.decision.explanation)


def test_a_part_whose_type_is_no_text_is_decided(handler: Handler) -> None:
    reply = decode_reply(
        handler.answer(asked(b'[{"role":"user","content":[{"type":["text"],"text":"hi"}]}]')).publication.reply
    )
    assert reply.status == ReplyStatus.OK


@examples(200)
@given(st.binary(max_size=120) | st.text(alphabet='{}[]":,\\ \ud800a1', max_size=60).map(lambda t: t.encode("utf-8", "surrogatepass")))  # fmt: skip
def test_any_bytes_in_place_of_messages_are_decided(handler: Handler, raw: bytes) -> None:
    tried["classify requests"] += 1
    reply = decode_reply(handler.answer(asked(raw)).publication.reply)
    assert reply.status == ReplyStatus.OK


@examples(100)
@given(st.lists(message, max_size=6), st.text(max_size=10), st.text(max_size=10))
def test_the_same_request_gives_the_same_decision_on_every_worker(messages: list[Any], format_name: str, tool: str) -> None:  # fmt: skip
    """One engine has seen other requests before, the other none."""
    tried["classify requests"] += 1
    raw = json.dumps(messages).encode()
    request = asked(raw, session_key="", response_format=format_name, tool_names=(tool,))
    assert SEASONED.classify(request).decision == Engine.compile(SNAPSHOT).classify(request).decision


SEASONED = Engine.compile(SNAPSHOT)


# --- huge and hostile, through a real worker ---


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RedisServer, Process]]:
    server = RedisServer()
    server.client().set(redis_keys.config(SNAPSHOT.digest), SNAPSHOT.source)
    command = python_module("services.classifier", "--redis-url", server.url)
    process = Process("classifier", command, tmp_path_factory.mktemp("worker"), environment())
    until(lambda: server.client().zcard(redis_keys.WORKERS), what="the worker's lease")
    yield server, process
    assert process.terminate() == 0
    assert not process.log("classify_failed")
    server.stop()


def user(text: str, **fields: Any) -> bytes:
    return json.dumps([{"role": "user", "content": text, **fields}], ensure_ascii=False).encode(
        "utf-8", "surrogatepass"
    )


def repeated(piece: str) -> Callable[[], bytes]:
    """One message of 25 MiB that says one thing over and over."""
    return lambda: user(piece * (HUGE // len(piece.encode("utf-8", "surrogatepass"))))


def tool_result(piece: str) -> Callable[[], bytes]:
    """The same as the output of a command."""
    text = piece * (HUGE // len(piece))
    call = {"id": "c", "type": "function", "function": {"name": "bash", "arguments": json.dumps({"command": "pytest"})}}
    return lambda: json.dumps(
        [
            {"role": "user", "content": "fix it"},
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": "c", "content": text},
        ]
    ).encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "one letter": repeated("a"),
    "blanks": repeated(" "),
    "line ends": repeated("\n"),
    "words": repeated("the build is broken and "),
    "no word ends": repeated("a1-"),
    "brackets": repeated("(["),
    "quotes": repeated("\"'`"),
    "fences": repeated("```\n"),
    "reminders that never end": repeated("<system-reminder>"),
    "reminders": repeated("<system-reminder>x</system-reminder>"),
    "tracebacks": repeated("Traceback (most recent call last):\n  File 'x.py', line 3\nValueError: x\n"),
    "diffs": repeated("diff --git a/x b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n"),
    "stack frames": repeated("    at f (/srv/app/x.js:1:2)\n"),
    "secrets": repeated("AKIAABCDEFGHIJKLMNOP "),
    "long tokens": repeated("eyJhbGciOiJIUzI1NiJ9" * 50 + "."),
    "dots": repeated("...... "),
    "emoji": repeated("🌍"),
    "Chinese": repeated("测试仍然失败"),
    "combining marks": repeated("e\u0301\u0302"),
    "right to left": repeated("\u202eabc"),
    "NUL": repeated("\x00"),
    "failing runs": tool_result("=== 1 failed, 2 passed in 0.1s ===\n"),
    "numbered lines": tool_result("00001| def f(): return 1\n"),
    "one long line of a command": tool_result("error: "),
    "invalid UTF-8": lambda: b'[{"role":"user","content":"' + b"\xff\xfe" * (HUGE // 2) + b'"}]',
    "lone surrogates": lambda: b'[{"role":"user","content":"' + b"\\ud800" * (HUGE // 6) + b'"}]',
    "one million short messages": lambda: b"[" + b",".join([b'{"role":"user","content":"x"}'] * 1_000_000) + b"]",
    "one million different messages": lambda: json.dumps([{"role": "user", "content": str(n)} for n in range(600_000)]).encode(),
    "a million parts": lambda: json.dumps([{"role": "user", "content": [{"type": "text", "text": "x"}] * 600_000}]).encode(),
    "a hundred thousand calls": lambda: json.dumps(
        [{"role": "assistant", "tool_calls": [{"id": f"{n}", "function": {"name": "bash", "arguments": "{}"}} for n in range(100_000)]}]
        + [{"role": "tool", "tool_call_id": f"{n}", "content": "1 failed"} for n in range(100_000)]
    ).encode(),
    "deep lists": lambda: b'[{"role":"user","content":' + b"[" * 1_000_000 + b"]" * 1_000_000 + b"}]",
    "deep objects": lambda: b"[" + b'{"content":' * 500_000 + b"1" + b"}" * 500_000 + b"]",
    "deep and open": lambda: b"[" * HUGE,
    "numbers": lambda: b"[" + b",".join([b"1"] * (HUGE // 2)) + b"]",
    "numbers and half a pair": lambda: b"[" + b"[]," * (HUGE // 3) + b'"\\ud800"]',
    "a number of megabytes": lambda: b'[{"role":"user","content":' + b"9" * MIB + b"}]",
}  # fmt: skip


def judge(server: RedisServer, process: Process, messages: bytes, number: int) -> tuple[ClassifyReply, float]:
    """The worker's reply, and how long it took."""
    with server.client().pubsub() as channel:
        channel.subscribe(redis_keys.replies("fuzz"))
        assert channel.get_message(timeout=5)
        started = time.monotonic()
        server.client().rpush(redis_keys.QUEUE, encode(asked(messages, number, explain=False)))

        def replied() -> Any:
            assert process.alive, process.stderr[-2000:]
            return channel.get_message(timeout=0.05)

        reply = decode_reply(until(replied, limit_s=2 * LIMIT_S, what="a reply")["data"])
        return reply, time.monotonic() - started


def peak_bytes(process: Process) -> int:
    """Most resident memory that the process had since the peak was cleared."""
    line = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if "VmHWM" in line)
    return int(line.split()[1]) * 1024


SOON = ("one letter", "line ends", "fences", "reminders that never end", "secrets", "Chinese", "failing runs", "invalid UTF-8",
        "lone surrogates", "one million short messages", "deep lists", "deep and open", "numbers", "numbers and half a pair")  # fmt: skip
KINDS = tuple(HOSTILE) if SCALE > 1 else SOON
"""All of them take half a minute."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_worker_judges_25_mib_of_anything_in_bounded_time_and_memory(
    worker: tuple[RedisServer, Process], kind: str
) -> None:
    tried["huge requests"] += 1
    server, process = worker
    messages = HOSTILE[kind]()
    Path(f"/proc/{process.pid}/clear_refs").write_text("5")  # the peak starts anew
    reply, took = judge(server, process, messages, list(HOSTILE).index(kind) + 1)
    assert reply.status == ReplyStatus.OK
    assert reply.decision is not None
    assert took < LIMIT_S
    assert peak_bytes(process) < MEMORY_BYTES
    small, took = judge(server, process, user("hello"), 10_000)
    assert (small.status, took < 1.0) == (ReplyStatus.OK, True), "it is well afterwards"
