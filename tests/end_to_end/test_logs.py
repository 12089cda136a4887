"""The log, and what else is written: JSON lines with the promised facts, and never a word of a prompt or a key, whatever happens.

The contract's section 10. The fleet of these tests logs everything it can (`log_level: debug`, `trace_requests`).
"""

import base64
import gzip
import json
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import StackFactory
from tests.fakes.client import Answer, Client
from tests.fakes.openrouter import ScriptedOpenRouter, answer, completion, error, event, events, hang, raw, stream
from tests.fakes.processes import Gateway, Stack, environment, until

FIRST_KEY, SECOND_KEY, THIRD_KEY, ENV_KEY = (
    f"sk-or-v1-{name}-canary-0123456789abcdef" for name in ("one", "two", "three", "env")
)

WORDS = {
    name: f"zz{number:02d}canary{name.replace(' ', '')}"
    for number, name in enumerate(
        ("system", "user", "part", "assistant", "arguments", "tool output", "tool name", "tool description", "schema", "call id",
         "image", "user field", "metadata key", "model", "session", "task", "level header", "profile", "authorization", "cookie", "user agent",
         "query", "path", "broken body", "gzip body", "answer", "reasoning", "top-level key", "role", "format", "upstream header",
         "note outside feedback"),
        start=10,
    )
}  # fmt: skip


def body(**fields: Any) -> dict[str, Any]:
    """A request with a word of its own in every place that a client fills."""
    call = {"id": WORDS["call id"], "type": "function", "function": {"name": WORDS["tool name"], "arguments": json.dumps({"command": WORDS["arguments"]})}}  # fmt: skip
    output = f"Traceback (most recent call last):\n  File '{WORDS['tool output']}.py', line 3\nValueError: {WORDS['tool output']}\n=== 1 failed ==="
    tool = {
        "name": WORDS["tool name"],
        "description": WORDS["tool description"],
        "parameters": {"title": WORDS["schema"]},
    }
    parts = [
        {"type": "text", "text": f"it still fails on production {WORDS['part']}"},
        {"type": "image_url", "image_url": {"url": f"data:,{WORDS['image']}"}},
    ]
    return {
        "model": "dispatch/auto",
        "user": WORDS["user field"],
        "metadata": {WORDS["metadata key"]: 1},
        WORDS["top-level key"]: 1,
        "tools": [{"type": "function", "function": tool}],
        "response_format": {"type": "json_schema", "json_schema": {"name": WORDS["schema"], "strict": True}},
        "messages": [
            {"role": "system", "content": WORDS["system"]},
            {"role": "user", "content": f"drop the users table {WORDS['user']} fix src/{WORDS['user']}.py"},
            {"role": "assistant", "content": WORDS["assistant"], "tool_calls": [call]},
            {"role": "tool", "tool_call_id": WORDS["call id"], "content": output},
            {"role": "user", "content": parts},
        ],
        **fields,
    }


HEADERS = [
    ("X-Session-Id", WORDS["session"]), ("X-Dispatch-Task-Id", WORDS["task"]), ("X-Dispatch-Level", WORDS["level header"]),
    ("X-Dispatch-Profile", WORDS["profile"]), ("Authorization", f"Bearer {WORDS['authorization']}"),
    ("Cookie", f"a={WORDS['cookie']}"), ("User-Agent", WORDS["user agent"]),
]  # fmt: skip


def spellings(word: str) -> list[bytes]:
    """The word as it may be written down: as it is, in JSON, in base64 (at each of three offsets), percent-encoded, in hex."""
    found = {
        word.encode(),
        word.encode().hex().encode(),
        urllib.parse.quote(word).encode(),
        json.dumps(word)[1:-1].encode(),
    }
    for lead in range(3):
        coded = base64.b64encode(b"." * lead + word.encode())
        found.add(coded[4 if lead else 0 : -4])
    return sorted(found)


SECRETS = {
    **WORDS,
    "first key": FIRST_KEY,
    "second key": SECOND_KEY,
    "third key": THIRD_KEY,
    "key of the environment": ENV_KEY,
}
NEEDLES = {name: spellings(word) for name, word in SECRETS.items()}


def holds(text: bytes) -> list[str]:
    return [name for name, needles in NEEDLES.items() if any(needle in text for needle in needles)]


@dataclass
class Traffic:
    """What the run left behind. `served` are (name, answer)."""

    stack: Stack
    key_file: Path
    feedback: Path
    served: list[tuple[str, Answer]] = field(default_factory=list)
    shown: dict[str, bytes] = field(default_factory=dict)
    """Bodies of the endpoints beside the chat, by path."""

    def note(self, name: str, got: Answer) -> Answer:
        self.served.append((name, got))
        return got

    def lines(self) -> list[dict[str, Any]]:
        """Every line of every process."""
        return [json.loads(line) for line in self.stack.logs().splitlines()]

    def of(self, event_name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines() if line["event"] == event_name]

    def named(self, name: str) -> Answer:
        return next(got for known, got in self.served if known == name)

    def line(self, event_name: str, name: str) -> dict[str, Any]:
        """The line of this event for the request of this name."""
        wanted = self.named(name).request_id
        (found,) = (line for line in self.of(event_name) if line.get("request_id") == wanted)
        return found


def settle(traffic: Traffic, gateway: Gateway, event_name: str, count: int = 1) -> None:
    until(lambda: len(gateway.log(event_name)) >= count, what=f"{event_name} is logged")


def judged_and_answered(traffic: Traffic, openrouter: ScriptedOpenRouter) -> None:
    client, other = traffic.stack.gateways[0].client, traffic.stack.gateways[1].client
    traffic.note("plain", client.chat(body(), HEADERS))
    openrouter.queue(stream([event(WORDS["answer"]), event(WORDS["reasoning"]), *events()]))
    traffic.note("stream", other.chat(body(stream=True), HEADERS))
    openrouter.queue(answer(completion("m", WORDS["answer"]), headers=[("X-Odd", WORDS["upstream header"])]))
    client.chat(body(), HEADERS)
    odd = [{"role": WORDS["role"], "content": "hi"}, *body()["messages"]]
    traffic.note("odd shape", client.chat(body(messages=odd, response_format={"type": WORDS["format"]}), HEADERS))
    traffic.note("forced", client.chat(body(model="dispatch/critical"), HEADERS))
    traffic.note("unknown model", other.chat(body(model=WORDS["model"]), HEADERS))
    traffic.note(
        "zipped",
        client.chat(
            gzip.compress(json.dumps(body(x=WORDS["gzip body"])).encode()), [*HEADERS, ("Content-Encoding", "gzip")]
        ),
    )
    traffic.note("explained", client.send("POST", "/debug/route", json.dumps(body()).encode(), HEADERS))
    for capture in ("title", "main-first", "failing-check", "compaction-summary"):
        path = Path(__file__).parents[1] / "data" / "opencode" / f"{capture}.json"
        request = json.loads(path.read_text())["request"]["body"]
        request["messages"][-1] = {"role": "user", "content": f"{WORDS['user']} and go on"}
        traffic.note(capture, client.chat(request, HEADERS))


def failed_upstream(traffic: Traffic, openrouter: ScriptedOpenRouter) -> None:
    client = traffic.stack.client
    metadata = {
        "error_type": "rate_limit_exceeded",
        "provider_name": "P",
        "provider_code": "rl",
        "is_byok": True,
        "raw": f"Bearer {FIRST_KEY}",
    }
    openrouter.queue(
        answer(error(429, f"slow down, {FIRST_KEY}", **metadata), status="429 X", headers=[("Retry-After", "7")])
    )
    traffic.note("rate limit", client.chat(body(), HEADERS))
    openrouter.queue(answer({"error": {"code": 502, "message": f"died {FIRST_KEY}"}}))
    traffic.note("embedded", client.chat(body(), HEADERS))
    openrouter.queue(stream([event("a"), event(error={"code": "server_error", "message": FIRST_KEY})]))
    traffic.note("error event", client.chat(body(stream=True), HEADERS))
    openrouter.queue(stream([event(WORDS["answer"])], end="reset"))
    traffic.note("cut", client.chat(body(stream=True), HEADERS))
    openrouter.queue(raw(f"HTTP/1.1 {WORDS['answer']}\r\n\r\n".encode(), then="close"))
    traffic.note("nonsense", client.chat(body(), HEADERS))
    openrouter.queue(hang())
    before = len(openrouter.requests)
    with client.streaming(body(), HEADERS) as connection:
        openrouter.wait_for(before + 1)
        connection.close()


def refused(traffic: Traffic) -> None:
    client = traffic.stack.client
    broken = b'{"messages":[{"role":"user","content":"' + WORDS["broken body"].encode()
    traffic.note("broken", client.chat(broken, HEADERS))
    traffic.note("no messages", client.chat({WORDS["broken body"]: 1}, HEADERS))
    traffic.note("bad encoding", client.chat(broken, [*HEADERS, ("Content-Encoding", WORDS["gzip body"])]))
    traffic.note("too large", client.chat(body(x="y" * 300_000), HEADERS))
    traffic.note("foreign", client.chat(body(), [*HEADERS, ("Origin", f"https://{WORDS['cookie']}.example")]))
    traffic.note("unknown path", client.get(f"/{WORDS['path']}?{WORDS['query']}", HEADERS))
    traffic.note("wrong method", client.send("PUT", Client.CHAT, json.dumps(body()).encode(), HEADERS))
    traffic.note("unknown record", client.get(f"/debug/request?id={WORDS['query']}", HEADERS))
    traffic.note(
        "bad feedback",
        client.send("POST", "/debug/feedback", json.dumps({"note": WORDS["note outside feedback"]}).encode()),
    )
    traffic.note(
        "feedback", client.send("POST", "/debug/feedback", b'{"request_id":"0123456789abcdef","expected_level":"hard"}')
    )


def reloaded(traffic: Traffic) -> None:
    gateway = traffic.stack.gateways[0]
    good = gateway.config_path.read_bytes()
    gateway.write_config(b"levels: [")
    until(lambda: gateway.client.chat(body(), HEADERS).status == 503, what="it is degraded")
    traffic.note("degraded", gateway.client.chat(body(), HEADERS))
    gateway.write_config(good)
    until(lambda: gateway.client.chat(body(), HEADERS).status == 200, what="it serves again")
    for key in (SECOND_KEY, f"{THIRD_KEY}\x07", "", THIRD_KEY):
        length = len(gateway.log("api_key_reloaded")) + len(gateway.log("api_key_refused"))
        traffic.key_file.write_text(f"OPENROUTER_API_KEY={key}\n")
        until(lambda: len(gateway.log("api_key_reloaded")) + len(gateway.log("api_key_refused")) > length)  # noqa: B023 - called at once
    traffic.note("new key", gateway.client.chat(body(), HEADERS))


def unjudged(traffic: Traffic) -> None:
    stack = traffic.stack
    stack.classifier.kill()
    traffic.note("fallback", stack.client.chat(body(), HEADERS))
    stack.add_classifier()
    stack.until_judging()


def looked_at(traffic: Traffic) -> None:
    paths = ["/debug/stats", "/health", "/metrics", "/version", "/v1/models", "/readyz", "/livez", "/openapi.json"]
    paths += [f"/debug/request?id={got.request_id}" for _, got in traffic.served]
    for path in paths:
        got = traffic.note(path, traffic.stack.client.get(path, HEADERS))
        traffic.shown[path] = got.body


@pytest.fixture(scope="module")
def traffic(shared_openrouter: ScriptedOpenRouter, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traffic]:
    """Every kind of request, error, refusal, reload, key and feedback, through two gateways and a classifier that log all they can."""
    from tests.fakes.processes import RedisServer

    folder = tmp_path_factory.mktemp("traffic")
    key_file, feedback = folder / "dispatch.env", folder / "feedback.jsonl"
    key_file.write_text(f"OPENROUTER_API_KEY={FIRST_KEY}\n")
    config = {
        "openrouter": {"api_key_file": str(key_file)},
        "server": {"max_body_size": 200_000},
        "debug": {
            "log_level": "debug",
            "trace_requests": True,
            "feedback_enabled": True,
            "feedback_path": str(feedback),
        },
    }
    server = RedisServer(None, "--slowlog-log-slower-than", "0", "--slowlog-max-len", "5000", "--appendfsync", "always")
    shared_openrouter.reset()
    try:
        stack = Stack(
            shared_openrouter.base_url, server, gateways=2, config=config, env=environment(OPENROUTER_API_KEY=ENV_KEY)
        )
        run = Traffic(stack, key_file, feedback)
        judged_and_answered(run, shared_openrouter)
        failed_upstream(run, shared_openrouter)
        refused(run)
        reloaded(run)
        unjudged(run)
        until(lambda: stack.gateway.log("route")[-1]["request_id"], what="the last request is logged")
        looked_at(run)
        yield run
        stack.stop()
    finally:
        server.stop()
        shared_openrouter.reset()


# --- what is never written ---


def test_the_run_was_what_it_seems(traffic: Traffic, shared_openrouter: ScriptedOpenRouter) -> None:
    """Otherwise the searches below would find nothing in nothing."""
    expected = {
        "plain": 200, "stream": 200, "forced": 200, "unknown model": 200, "zipped": 200, "explained": 200, "title": 200,
        "rate limit": 429, "embedded": 200, "odd shape": 200, "error event": 200, "cut": 200, "nonsense": 502, "broken": 400, "no messages": 400,
        "bad encoding": 415, "too large": 413, "foreign": 403, "unknown path": 404, "wrong method": 405, "unknown record": 404,
        "bad feedback": 400, "feedback": 200, "degraded": 503, "new key": 200, "fallback": 200,
    }  # fmt: skip
    assert {name: traffic.named(name).status for name in expected} == expected
    sent = b"".join(request.body + request.head for request in shared_openrouter.requests)
    unsent = {"broken body", "session", "task", "level header", "profile", "authorization", "cookie", "user agent", "query", "path",
              "answer", "reasoning", "top-level key", "role", "format", "upstream header",  "note outside feedback", "second key",
              "key of the environment", "model"}  # fmt: skip
    assert set(SECRETS) - set(holds(sent)) <= unsent
    assert {"first key", "third key"} <= set(holds(sent))
    assert FIRST_KEY not in traffic.stack.logs()


def test_no_log_line_holds_a_prompt_a_header_or_a_key(traffic: Traffic) -> None:
    assert holds(traffic.stack.logs().encode()) == []


def test_no_answer_of_dispatchs_own_holds_a_prompt_a_header_or_a_key(traffic: Traffic) -> None:
    """Upstream's own headers pass through: the one that was scripted is sent on another request."""
    for name, got in traffic.served:
        assert holds(str(got.headers).encode()) == [], f"headers of {name}"
    for path, shown in traffic.shown.items():
        assert holds(shown) == [], path
    own = ("broken", "no messages", "bad encoding", "too large", "foreign", "unknown path", "wrong method", "unknown record",
           "bad feedback", "feedback", "degraded", "explained", "nonsense")  # fmt: skip
    for name in own:
        assert holds(traffic.named(name).body) == [], name


def test_redis_holds_no_prompt_no_id_and_no_key(traffic: Traffic) -> None:
    assert holds(traffic.stack.redis.memory()) == [], "memory"
    assert holds(traffic.stack.redis.disk()) == [], "append-only file"
    with traffic.stack.redis.client() as redis:
        for entry in redis.slowlog_get(2_000):
            assert holds(entry["command"]) == [], "slow log"


def test_no_file_that_dispatch_writes_holds_a_prompt_or_a_key(traffic: Traffic) -> None:
    assert traffic.feedback.read_bytes().count(b"\n") == 1
    assert holds(traffic.feedback.read_bytes()) == []
    for path in traffic.stack.folder.rglob("*"):
        if path.is_file():
            assert holds(path.read_bytes()) == [], path


def test_text_is_logged_when_and_only_when_the_config_asks_for_it(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0, config={"debug": {"log_prompts": True}})
    stack.client.chat(body(model="dispatch/easy"), HEADERS)
    (line,) = until(lambda: stack.gateway.log("prompt"))
    assert WORDS["user"] in line["messages"]
    assert set(holds(stack.logs().encode())) <= {
        "system",
        "user",
        "part",
        "assistant",
        "arguments",
        "tool output",
        "tool name",
        "call id",
        "image",
    }


def test_of_a_long_conversation_the_end_is_logged(start_stack: StackFactory) -> None:
    stack = start_stack(classifiers=0, config={"debug": {"log_prompts": True}})
    stack.client.chat(model="dispatch/easy", messages=[{"role": "user", "content": f"{'x' * 1_000_000} the end"}])
    (line,) = until(lambda: stack.gateway.log("prompt"))
    assert line["messages"].endswith('x the end"}]')
    assert (len(line["messages"]), line["messages_bytes"]) == (1 << 18, 1_000_041)


# --- what is written ---


def test_every_line_of_every_process_is_one_json_object(traffic: Traffic) -> None:
    raw_lines = traffic.stack.logs().splitlines()
    assert len(raw_lines) > 50
    for raw_line in raw_lines:
        line = json.loads(raw_line)
        assert {"time", "severity", "event"} <= line.keys()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
        assert line["severity"] in ("debug", "info", "warning", "error", "critical")
        assert "\n" not in line["event"]
        assert len(line["event"]) < 40, "a name, no sentence"


def test_nothing_failed_inside_dispatch(traffic: Traffic) -> None:
    for name in ("request_failed", "record_failed", "classify_failed", "background_job_failed"):
        assert traffic.of(name) == [], name


def test_the_first_line_tells_how_it_is_set_up(traffic: Traffic) -> None:
    ready = traffic.of("dispatch ready")
    assert len(ready) == 2
    for line in ready:
        assert line["levels"] == {level: f"fake/{level}" for level in ("easy", "medium", "hard", "critical")}
        assert (line["api_key_present"], line["api_key_prefix_valid"], line["api_key_length"]) == (
            True,
            True,
            len(FIRST_KEY),
        )
        assert {"listen", "base_url", "version"} <= line.keys()


DECISION = {
    "request_id", "level", "model", "score_total", "score_complexity", "score_risk", "score_agent_pressure", "reasons", "forced_by",
    "latest_user_index", "task_boundary_index", "included_messages", "excluded_messages", "continuation", "session_escalated",
    "critical_gate", "length_capped", "topic_ignored",
}  # fmt: skip
ROUTE = {
    "request_id",
    "level",
    "model",
    "status",
    "stream",
    "route_ms",
    "upstream_ms",
    "total_ms",
    "body_bytes",
    "answer_bytes",
}


@pytest.mark.parametrize("name", ["plain", "stream", "forced", "fallback", "rate limit", "cut", "title"])
def test_a_routed_request_has_one_decision_and_one_route_line_with_every_fact(traffic: Traffic, name: str) -> None:
    decision, route, got = traffic.line("decision", name), traffic.line("route", name), traffic.named(name)
    assert decision.keys() >= DECISION
    assert route.keys() >= ROUTE
    assert decision["level"] == route["level"] == got.header("X-Dispatch-Level")
    assert decision["model"] == route["model"] == got.header("X-Dispatch-Model")
    assert route["status"] == got.status
    assert route["stream"] is (name in ("stream", "cut", "title"))
    assert route["body_bytes"] > 500
    assert route["total_ms"] >= route["route_ms"] >= 0


def test_the_frame_of_a_continued_task_is_in_its_line(traffic: Traffic) -> None:
    line = traffic.line("decision", "plain")
    assert (line["latest_user_index"], line["task_boundary_index"], line["continuation"]) == (4, 1, True)
    assert (line["included_messages"], line["excluded_messages"]) == (4, 1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("broken", "invalid_request_error"), ("too large", "invalid_request_error"), ("degraded", "dispatch_config_degraded"),
     ("foreign", "invalid_request_error"), ("nonsense", "upstream_unreachable")],
)  # fmt: skip
def test_a_refused_request_has_a_route_line_that_says_why(traffic: Traffic, name: str, kind: str) -> None:
    line = traffic.line("route", name)
    assert (line["status"], line["local_error"]) == (traffic.named(name).status, kind)


def test_an_error_of_upstream_has_a_line_with_its_metadata(traffic: Traffic) -> None:
    line = traffic.line("upstream_error", "rate limit")
    shown = {
        key: line[key]
        for key in (
            "status",
            "code",
            "type",
            "provider",
            "provider_code",
            "is_byok",
            "retry_after",
            "retryable",
            "embedded",
        )
    }
    assert shown == {
        "status": 429, "code": "429", "type": "rate_limit_exceeded", "provider": "P", "provider_code": "rl", "is_byok": True,
        "retry_after": "7", "retryable": "true", "embedded": False,
    }  # fmt: skip
    assert line["severity"] == "warning"
    for name in ("embedded", "error event"):
        assert traffic.line("upstream_error", name)["embedded"] is True


def test_a_broken_answer_and_a_client_that_left_are_told_apart(traffic: Traffic) -> None:
    assert traffic.line("route", "cut")["upstream_broke"] is True
    assert [line for line in traffic.of("route") if line["client_left"]]
    assert not traffic.line("route", "cut")["client_left"]


def test_the_trace_shows_structure(traffic: Traffic) -> None:
    line = traffic.line("request_trace", "plain")
    assert line["messages"] == 5
    assert [shape.split(":")[0] for shape in line["shape"]] == ["system", "user", "assistant", "tool", "user"]
    assert line["has_tools"] is True


def test_a_failed_and_a_mended_reload_are_logged_once_each(traffic: Traffic) -> None:
    gateway = traffic.stack.gateways[0]
    (failed,) = gateway.log("config_reload_failed")
    assert "line" in failed["error"]
    assert [line for line in gateway.log("config_reloaded") if line.get("degraded_seconds", -1) >= 0]


def test_a_new_key_is_logged_by_its_length_and_a_bad_one_by_its_fault(traffic: Traffic) -> None:
    gateway = traffic.stack.gateways[0]
    assert [line["api_key_length"] for line in gateway.log("api_key_reloaded")] == [len(SECOND_KEY), len(THIRD_KEY)]
    reasons = " ".join(line["reason"] for line in gateway.log("api_key_refused"))
    assert "control" in reasons
    assert "empty" in reasons


def test_an_unknown_level_in_the_header_is_logged_without_its_value(traffic: Traffic) -> None:
    assert traffic.line("override_ignored", "plain")["header"] == "X-Dispatch-Level"


@pytest.mark.parametrize(
    ("switch", "gone"), [("log_decisions", "decision"), ("log_metadata", "route")], ids=["decisions", "metadata"]
)
def test_each_kind_of_line_can_be_switched_off(start_stack: StackFactory, switch: str, gone: str) -> None:
    stack = start_stack(classifiers=0, config={"debug": {switch: False}})
    got = stack.client.chat(model="dispatch/easy")
    other = {"decision": "route", "route": "decision"}[gone]
    until(lambda: [line for line in stack.gateway.log(other) if line["request_id"] == got.request_id])
    assert not stack.gateway.log(gone)
