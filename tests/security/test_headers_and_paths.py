"""Headers, paths, hosts and origins that pretend: nothing a client or an upstream says breaks out of its place or is believed."""

import json
import time

import pytest

from tests.fakes.client import Answer, Client, End
from tests.fakes.openrouter import ScriptedOpenRouter, answer

HEAD_LIMIT = 1 << 16
SPLIT = "a\r\nX-Evil: 1\r\n\r\n<html>"


def refused(got: Answer, *statuses: int) -> None:
    assert got.status in statuses, (got.status, got.body[:200])
    assert got.end is End.COMPLETE
    assert got.json["error"]["type"]


# --- values that would break out of a header ---


def test_texts_of_a_request_break_out_of_no_header(client: Client) -> None:
    for model in (SPLIT, f"dispatch/{SPLIT}", "dispatch/hard\r\nX-Evil: 1", "dispatch/\x00", "dispatch/é\u2028"):
        got = client.chat(model=model, user=SPLIT, messages=[{"role": "user", "content": SPLIT}])
        assert got.status == 200
        assert "x-evil" not in got.names
        assert b"<html>" not in got.body
        assert got.end is End.COMPLETE


@pytest.mark.parametrize("where", ["error", "metadata"])
def test_texts_of_an_upstream_error_break_out_of_no_header(
    client: Client, openrouter: ScriptedOpenRouter, where: str
) -> None:
    names = ("error_type", "provider_name", "provider_code", "is_byok", "raw")
    metadata = dict.fromkeys(names, SPLIT)
    error = {"code": SPLIT, "message": SPLIT, "type": SPLIT, "metadata": metadata}
    if where == "error":
        error |= metadata
    body = json.dumps({"error": error}).encode()
    openrouter.queue(answer(body, status="429 Too Many", headers=[("Retry-After", "3")]))
    got = client.chat()
    assert (got.status, got.body, got.end) == (429, body, End.COMPLETE)
    assert "x-evil" not in got.names
    assert all("\r" not in value and "\n" not in value and value.isascii() for _, value in got.headers)


LIES = [
    ("X-Dispatch-Request-Id", "0000000000000000"),
    ("X-Dispatch-Forced-By", "header:X-Dispatch-Level"),
    ("X-Dispatch-Reasons", "trust me"),
    ("X-Dispatch-Model", "other/model"),
    ("X-Dispatch-Config-State", "degraded"),
    ("X-Forwarded-For", "127.0.0.1"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Prefix", "/debug"),
    ("Forwarded", "for=127.0.0.1;host=evil.example"),
    ("X-Real-IP", "127.0.0.1"),
    ("X-Original-URL", "/debug/stats"),
    ("X-Rewrite-URL", "/debug/stats"),
    ("X-HTTP-Method-Override", "GET"),
    ("Authorization", "Bearer sk-or-v1-theirs"),
    ("Proxy-Authorization", "Basic eDp5"),
    ("Cookie", "session=1"),
    ("HTTP-Referer", "https://evil.example"),
    ("X-OpenRouter-Title", "Evil"),
    ("Via", "1.1 evil"),
    ("Connection", "X-Dispatch-Level, Authorization, Host"),
    ("Keep-Alive", "timeout=100000"),
    ("TE", "trailers, gzip;q=0"),
    ("Trailer", "Content-Length"),
]


def test_forged_headers_change_nothing_and_reach_nobody(client: Client, openrouter: ScriptedOpenRouter) -> None:
    honest, lied = client.chat(), client.chat(headers=LIES)
    assert lied.status == 200
    same = {"x-dispatch-level", "x-dispatch-model", "x-dispatch-reasons", "x-dispatch-score-total", "content-type"}
    assert [lied.header(name) for name in sorted(same)] == [honest.header(name) for name in sorted(same)]
    assert lied.names == honest.names
    assert lied.request_id != "0" * 16
    first, second = openrouter.requests
    assert first.body == second.body
    assert sorted(first.headers) == sorted(second.headers)
    assert not [value for _, value in second.headers if "evil" in value.lower() or "theirs" in value]


def test_an_id_that_was_forged_is_not_found(client: Client) -> None:
    client.chat(headers=[("X-Dispatch-Request-Id", "feedfeedfeedfeed")])
    refused(client.get("/debug/request?id=feedfeedfeedfeed"), 404)


# --- many and large headers ---


def test_a_head_beyond_the_limit_is_refused_and_one_below_it_is_served(client: Client) -> None:
    assert client.get("/livez", [("X-Long", "a" * (HEAD_LIMIT - 1000))]).status == 200
    for headers in ([("X-Long", "a" * (HEAD_LIMIT * 2))], [(f"X-{number}", "") for number in range(20_000)]):
        refused(client.get("/livez", headers), 431)
    refused(client.get("/" + "a" * HEAD_LIMIT * 2), 431, 414)


def test_a_head_of_nothing_but_headers_costs_no_time(client: Client) -> None:
    started = time.monotonic()
    for headers in ([("A", "")] * 8_000, [("X-Session-Id", "s")] * 2_000, [("Cookie", "a=b; " * 9_000)]):
        assert client.chat(headers=headers).status in (200, 431)
    assert time.monotonic() - started < 3


# --- paths ---

TRICKS = [
    "/v1/../debug/stats",
    "/v1/%2e%2e/debug/stats",
    "/v1/..%2fdebug/stats",
    "/v1/..;/debug/stats",
    "/./debug/./stats",
    "/debug%2fstats",
    "/debug%5cstats",
    "/debug\\stats",
    "/debug/stats%00",
    "/debug/stats%00.html",
    "/debug/stats;x=1",
    "/debug/stats%0d%0aX-Evil:%201",
    "/debug/stats%20",
    "/DEBUG/stats",
    "/%64%65bug%2f%73tats",
    "/v1/models/..%2f..%2f..%2fetc%2fpasswd",
    "/v1/models/....//....//etc/passwd",
    "/v1/models/%c0%ae%c0%ae/etc/passwd",
    "/v1/models/%ff%fe",
    "/v1/models/dispatch%2fhard%0d%0aX-Evil:%201",
    "/%",
    "/%zz",
    "/%u002e",
    "//evil.example/%2f..",
    "/\\evil.example",
    "/<script>alert(1)</script>",
    "/livez?next=https://evil.example",
    "/static/../router.yaml",
    "/router.yaml",
    "/.env",
    "/.git/config",
    "http://evil.example/debug/stats/..",
    "http://evil.example",
    "*",
]


@pytest.mark.parametrize("path", TRICKS)
def test_a_path_with_a_trick_is_what_it_says_or_nothing(
    client: Client, openrouter: ScriptedOpenRouter, path: str
) -> None:
    """No file, no redirect, no text of the path in the answer; and where it names something that is served, that and nothing else."""
    for method in ("GET", "POST"):
        got = client.send(method, path, b"{}" if method == "POST" else None)
        assert "location" not in got.names
        assert "x-evil" not in got.names
        assert got.end is End.COMPLETE
        assert not any(piece in got.body for piece in (b"root:", b"evil", b"<script>", b"openrouter:", b"sk-or"))
        if got.status == 200:
            assert method == "GET"
            assert path.partition("?")[0] == "/livez"
        else:
            refused(got, 400, 404, 405)
    assert not openrouter.requests


def test_an_encoded_letter_is_that_letter_and_an_encoded_slash_belongs_to_an_id(client: Client) -> None:
    assert client.get("/%64ebug/stats").status == 200
    assert client.get("/v1/models/dispatch%2Fhard").json["id"] == "dispatch/hard"
    assert client.get("/models/dispatch%2fhard").json["id"] == "dispatch/hard"


# --- hosts and origins ---


@pytest.mark.parametrize(
    "host", ["", "evil.example", "gateway:99999", "a b", "evil.example@gateway", "[::1", "gateway/debug", "\xe9", "a,b"]
)
def test_whatever_host_is_named_no_answer_repeats_it(client: Client, host: str) -> None:
    for path in ("/livez", "/v1/models", "/openapi.json", "/nowhere"):
        got = client.get(path, [("Host", host)])
        assert got.status in (200, 400, 403, 404)
        assert got.end is End.COMPLETE
        assert "location" not in got.names
        assert b"evil" not in got.body


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("gateway", "null"),
        ("gateway", "https://evil.example"),
        ("gateway", "http://gateway.evil.example"),
        ("gateway", "http://gatewayevil"),
        ("gateway", "http://gateway:1"),
        ("gateway", "http://evil@gateway"),
        ("gateway", "http://gateway@evil.example"),
        ("gateway", "http://evil.example#gateway"),
        ("gateway", "http://evil.example?gateway"),
        ("gateway", "file://"),
        ("gateway", "http://"),
        ("gateway", "//gateway.evil.example"),
        ("gateway", "http://[gateway"),
        ("localhost", "http://localhost.evil.example"),
        ("localhost:1", "http://localhost:2"),
        ("127.0.0.1", "http://127.0.0.1.evil.example"),
    ],
)
def test_a_page_of_another_origin_spends_nobodys_key(
    client: Client, openrouter: ScriptedOpenRouter, host: str, origin: str
) -> None:
    for path in (Client.CHAT, "/debug/route", "/debug/feedback"):
        got = client.send("POST", path, b'{"messages":[]}', [("Host", host), ("Origin", origin)])
        refused(got, 403)
        assert not [name for name in got.names if name.startswith("access-control")]
    assert not openrouter.requests


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_form_of_another_page_is_refused_whatever_it_claims_to_be(
    client: Client, openrouter: ScriptedOpenRouter, kind: str
) -> None:
    """These types need no preflight, so the request does arrive."""
    got = client.chat(headers=[("Content-Type", kind), ("Origin", "https://evil.example")])
    refused(got, 403)
    assert not openrouter.requests
