"""Whatever a text or a pattern is made of, judging it takes time in proportion to its length, and nothing takes a gateway's time.

Measured by the CPU time of the processes, which no other load on the machine changes.
"""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import yaml

from services.cli.main import main
from tests.fakes.client import Client
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Process, RedisServer, Stack, dispatch_config

StackFactory = Callable[..., Stack]
HOSTILE_PATTERNS = (
    r"(a+)+$",
    r"(a|a)*$",
    r"(a|aa)+$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(.*)*x",
    r"(x+x+)+y",
    r"([a-zA-Z]+)*\d",
    r"(\s*a\s*)*b",
    r".*.*.*.*=.*",
    r"(a?){60}a{60}",
    r"\ba.{0,300}b.{0,300}c",
)
"""Each takes a backtracking engine exponential or high polynomial time on some of the texts below."""

SHORT, LONG = 100_000, 800_000
TEXTS: dict[str, Callable[[int], str]] = {
    "one letter": lambda size: "a" * size,
    "one letter and an end that fails": lambda size: "a" * size + "!",
    "letters that nearly match": lambda size: "xx" * (size // 2),
    "words that nearly match": lambda size: "aab" * (size // 3),
    "blanks": lambda size: " " * size,
    "line ends": lambda size: "\n" * size,
    "opening brackets": lambda size: "([{<" * (size // 4),
    "code fences": lambda size: "```\n" * (size // 4),
    "quotes": lambda size: "> " * (size // 2),
    "tags that stay open": lambda size: "<system-reminder>" * (size // 17),
    "half a stack trace": lambda size: '  File "a.py", line 1, in f\n' * (size // 28),
    "failures": lambda size: "FAILED tests/test_a.py::test_b - AssertionError\n" * (size // 48),
    "continuations": lambda size: "the tests still fail, try again. " * (size // 33),
    "a diff": lambda size: "@@ -1 +1 @@\n-a\n+b\n" * (size // 18),
    "paths": lambda size: "/a" * (size // 2),
    "one long path": lambda size: "src/" + "a" * size + ".py",
    "commands": lambda size: "rm -rf / ; " * (size // 11),
    "combining marks": lambda size: "a\u0301" * (size // 3),
    "outside the first plane": lambda size: "\U0001f600" * (size // 4),
    "a key that never ends": lambda size: "sk-or-v1-" + "a" * size,
    "base64": lambda size: "QUJD" * (size // 4),
    "JSON in JSON": lambda size: json.dumps(json.dumps({"a": "\\" * (size // 8)})),
}


@pytest.fixture(scope="module")
def hostile(shared_openrouter: ScriptedOpenRouter) -> Iterator[Stack]:
    """A stack whose config holds all the patterns, and a deadline that no judgement reaches."""
    patterns = [
        {"id": f"hostile_{number}", "regex": pattern, "dimension": "complexity", "weight": 1, "reason": "hostile"}
        for number, pattern in enumerate(HOSTILE_PATTERNS)
    ]
    server = RedisServer()
    try:
        config = {"classifier": {"timeout_ms": 20_000}, "patterns": patterns}
        stack = Stack(shared_openrouter.base_url, server, config=config)
        yield stack
        stack.stop()
    finally:
        server.stop()


def cpu_s(process: Process) -> float:
    times = psutil.Process(process.pid).cpu_times()
    return times.user + times.system


def cost(stack: Stack, text: str) -> tuple[float, float]:
    """CPU seconds of the classifier and of the gateway for one judgement; the cheaper of two."""
    found = []
    body = json.dumps({"messages": [{"role": "user", "content": text}]}).encode()
    for _ in range(2):
        before = cpu_s(stack.classifier), cpu_s(stack.gateway)
        got = stack.client.send("POST", "/debug/route", body)
        assert got.status == 200
        assert "classifier_unavailable" not in str(got.json["reasons"])
        found.append((cpu_s(stack.classifier) - before[0], cpu_s(stack.gateway) - before[1]))
    return min(first for first, _ in found), min(second for _, second in found)


TICK_S = 0.02
"""CPU times are counted in hundredths of a second."""


@pytest.mark.parametrize("kind", TEXTS)
def test_eight_times_the_text_takes_about_eight_times_the_time(hostile: Stack, kind: str) -> None:
    short, long = TEXTS[kind](SHORT), TEXTS[kind](LONG)
    times = len(long) / len(short)
    short_s, _ = cost(hostile, short)
    long_s, gateway_s = cost(hostile, long)
    assert long_s <= 2 * times * short_s + 5 * TICK_S
    assert long_s < 1.0, "800 KB of anything is judged in well under a second"
    assert gateway_s <= 5 * TICK_S, "the gateway looks at no text"


def test_texts_that_cost_the_most_hold_up_nobody_who_chose_a_level(hostile: Stack) -> None:
    with hostile.client.connect() as busy:
        text = json.dumps({"messages": [{"role": "user", "content": TEXTS["failures"](4_000_000)}]}).encode()
        busy.request("POST", Client.CHAT, text)
        started = time.monotonic()
        assert hostile.client.chat(headers=[("X-Dispatch-Level", "easy")]).status == 200
        assert time.monotonic() - started < 1.0
        assert busy.read().status == 200


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"((a{100}){100}){100}", id="a repetition of repetitions"),
        pytest.param(r"(\w{1,500} ){1,500}", id="a program without measure"),
        pytest.param(r"(a)\1", id="a reference back"),
        pytest.param(r"(?=a)b", id="a look ahead"),
        pytest.param("a" * 700_000, id="most of a megabyte"),
    ],
)
def test_a_pattern_that_cannot_run_in_linear_time_or_little_memory_is_refused_at_once(
    tmp_path: Path, pattern: str, capsys: pytest.CaptureFixture[str]
) -> None:
    config = dispatch_config("http://127.0.0.1:1", "127.0.0.1:1")
    config["patterns"] = [
        {"id": "hostile", "regex": pattern, "dimension": "complexity", "weight": 1, "reason": "hostile"}
    ]
    path = tmp_path / "router.yaml"
    path.write_text(yaml.safe_dump(config))
    started = time.process_time()
    assert main(["check-config", "--config", str(path)]) == 1
    assert time.process_time() - started < 3
    said = "".join(capsys.readouterr())
    assert "patterns" in said
    assert len(said) < 5_000
