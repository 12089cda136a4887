"""Which headers go up, which come down, and what Dispatch says of itself."""

import re
from typing import Any

import pytest

from tests.fakes.client import Client
from tests.fakes.openrouter import ScriptedOpenRouter, answer, events, head, raw, stream
from tests.fakes.processes import KEY, LEVEL_MODELS, Stack

ROUTED = {
    "x-dispatch-request-id", "x-dispatch-level", "x-dispatch-model", "x-dispatch-score-total",
    "x-dispatch-score-complexity", "x-dispatch-score-risk", "x-dispatch-score-agent-pressure", "x-dispatch-reasons",
}  # fmt: skip


def test_upstream_gets_our_headers_and_nothing_of_the_client(client: Client, openrouter: ScriptedOpenRouter) -> None:
    secret = "client-side-value"
    client.chat(
        headers=[
            ("Authorization", f"Bearer {secret}"),
            ("Cookie", f"session={secret}"),
            ("User-Agent", secret),
            ("X-Api-Key", secret),
            ("X-Forwarded-For", "10.1.2.3"),
            ("X-Session-Id", secret),
            ("HTTP-Referer", secret),
            ("X-OpenRouter-Title", secret),
            ("X-Dispatch-Level", "easy"),
            ("Accept-Encoding", "gzip, br"),
            ("TE", "trailers"),
        ]
    )
    request = openrouter.last
    assert request.head.startswith(b"POST /api/v1/chat/completions HTTP/1.1\r\n")
    assert secret.encode() not in request.head
    assert b"10.1.2.3" not in request.head
    names = [name for name, _ in request.headers]
    assert len(names) == len(set(names))
    assert request.header("Authorization") == f"Bearer {KEY}"
    assert request.header("Content-Type") == "application/json"
    assert request.header("HTTP-Referer")
    assert request.header("X-OpenRouter-Title") == "Dispatch"
    assert request.header("Host") == f"127.0.0.1:{openrouter.port}"
    assert not [name for name in names if name.startswith(("x-dispatch", "x-session", "cookie"))]


@pytest.mark.parametrize("streaming", [True, False], ids=["stream", "no stream"])
def test_hop_by_hop_framing_and_forged_headers_stop_here(
    client: Client, openrouter: ScriptedOpenRouter, streaming: bool
) -> None:
    down = [
        ("Connection", "keep-alive, X-Private"),
        ("Keep-Alive", "timeout=5"),
        ("X-Private", "named by Connection"),
        ("Proxy-Authenticate", "Basic"),
        ("Upgrade", "h2c"),
        ("X-Dispatch-Level", "easy-forged"),
        ("X-Dispatch-Model", "forged"),
        ("x-dispatch-anything", "forged"),
        ("X-Generation-Id", "gen-1"),
        ("X-RateLimit-Remaining", "7"),
        ("Set-Cookie", "a=1"),
        ("Set-Cookie", "b=2"),
    ]
    openrouter.queue(stream(events(), headers=down) if streaming else answer(b"{}", headers=down))
    got = client.chat(stream=streaming)
    assert got.status == 200
    gone = {"keep-alive", "x-private", "proxy-authenticate", "upgrade", "x-dispatch-anything"}
    assert not gone & got.names
    assert "forged" not in str(got.headers)
    assert got.header("X-Generation-Id") == "gen-1"
    assert got.header("X-RateLimit-Remaining") == "7"
    assert [value for name, value in got.headers if name.lower() == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize("level", LEVEL_MODELS)
def test_a_forced_answer_says_who_forced_it(client: Client, level: str) -> None:
    got = client.chat(headers=[("X-Dispatch-Level", level)])
    assert got.names >= ROUTED
    assert got.header("X-Dispatch-Level") == level
    assert got.header("X-Dispatch-Model") == LEVEL_MODELS[level]
    assert got.header("X-Dispatch-Forced-By") == "header:X-Dispatch-Level"
    assert re.fullmatch(r"[0-9a-f]{16}", got.request_id)


@pytest.mark.parametrize("streaming", [True, False], ids=["stream", "no stream"])
def test_a_judged_answer_explains_itself(client: Client, streaming: bool) -> None:
    got = client.chat(stream=streaming)
    assert got.names >= ROUTED
    assert "x-dispatch-forced-by" not in got.names
    assert got.header("X-Dispatch-Level") in LEVEL_MODELS
    for name in ("Total", "Complexity", "Risk", "Agent-Pressure"):
        assert re.fullmatch(r"-?\d+\.\d", got.header(f"X-Dispatch-Score-{name}") or "")
    reasons = got.header("X-Dispatch-Reasons") or ""
    assert len(reasons) <= 1024
    assert reasons.isascii()
    assert "classifier_unavailable" not in reasons


def test_every_answer_has_an_id_of_its_own(client: Client) -> None:
    ids = [client.get(path).request_id for path in ("/health", "/livez", "/v1/models", "/nowhere", "/debug/stats")]
    ids += [
        client.chat().request_id,
        client.chat(b"no json").request_id,
        client.send("PUT", Client.CHAT, b"").request_id,
    ]
    assert all(re.fullmatch(r"[0-9a-f]{16}", found) for found in ids), ids
    assert len(set(ids)) == len(ids)


def test_the_headers_can_be_switched_off(start_stack: Any) -> None:
    stack: Stack = start_stack(classifiers=0, config={"debug": {"set_response_headers": False}})
    got = stack.client.chat(headers=[("X-Dispatch-Level", "easy")])
    assert {name for name in got.names if name.startswith("x-dispatch")} <= {"x-dispatch-request-id"}


def test_a_header_of_upstream_cannot_split_the_answer(client: Client, openrouter: ScriptedOpenRouter) -> None:
    openrouter.queue(raw(head(headers=[("Content-Length", "2"), ("X-Odd", "a\x0bb\x01c")]) + b"{}"))
    got = client.chat()
    assert got.status in (200, 502)
    assert got.end == "complete"
