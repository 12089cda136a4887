"""Malformed, hostile or huge input gets a clear 4xx: never a 500, a crash, or memory without bound; and never an upstream call."""

import gzip
import json
import zlib
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.fakes.client import Answer, Client, End, request_bytes
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import Stack, until

BOTH = pytest.mark.parametrize("path", [Client.CHAT, "/debug/route"])
CANARY = "zebra-canary-7741"


def refused(got: Answer, status: int, kind: str = "invalid_request_error") -> dict[str, Any]:
    assert got.status == status, (got.status, got.body[:300])
    assert got.end is End.COMPLETE
    assert got.header("Content-Type") == "application/json"
    assert got.json["error"]["type"] == kind
    assert set(got.json["error"]) == {"message", "type", "code", "param"}
    assert got.json["error"]["param"] is None
    assert got.json["request_id"] == got.request_id
    error: dict[str, Any] = got.json["error"]
    return error


BAD = {
    "empty": b"",
    "blank": b"  \n ",
    "no JSON": b"hello",
    "null": b"null",
    "array": b"[]",
    "string": b'"x"',
    "number": b"1",
    "no messages": b"{}",
    "messages null": b'{"messages":null}',
    "messages an object": b'{"messages":{}}',
    "messages a string": b'{"messages":"[]"}',
    "cut": b'{"messages":[{"role":"user","content":"' + CANARY.encode(),
    "cut after a key": b'{"messages"',
    "trailing comma": b'{"messages":[],}',
    "trailing text": b'{"messages":[]} x',
    "two documents": b'{"messages":[]}{"messages":[]}',
    "single quotes": b"{'messages':[]}",
    "comment": b'{/* x */"messages":[]}',
    "NaN": b'{"messages":[],"x":NaN}',
    "leading zero": b'{"messages":[],"x":01}',
    "bare key": b"{messages:[]}",
    "no colon": b'{"messages" []}',
    "raw control in a string": b'{"messages":[],"x":"a\nb"}',
    "bad escape": b'{"messages":[],"x":"\\q"}',
    "UTF-16": '{"messages":[]}'.encode("utf-16"),
    "NUL bytes": b"\x00" * 50,
    "nested too deeply": b'{"messages":' + b"[" * 200_000 + b"]" * 200_000 + b"}",
    "nested and open": b'{"messages":' + b'{"a":' * 500_000,
}


@BOTH
@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_bad_json_is_refused(stack: Stack, openrouter: ScriptedOpenRouter, path: str, body: bytes) -> None:
    error = refused(stack.client.send("POST", path, body), 400)
    assert error["message"]
    assert CANARY not in error["message"], "the message says where, not what"
    assert not openrouter.requests


ODD = {
    "byte order mark": b'\xef\xbb\xbf{"messages":[]}',
    "invalid UTF-8 in a value": b'{"messages":[],"x":"\xff\xfe"}',
    "invalid UTF-8 in the text": b'{"messages":[{"role":"user","content":"\xff\xfe"}]}',
    "lone surrogate": b'{"messages":[{"role":"user","content":"\\ud800"}]}',
    "messages of anything": b'{"messages":[null,1,"x",[],{}]}',
    "odd contents": b'{"messages":[{"role":7,"content":{"a":1}},{"role":"user","content":[1,null,{"type":"text"},{"type":"text","text":5}]}]}',
    "odd tool calls": b'{"messages":[{"role":"assistant","tool_calls":[null,{"function":7},{"function":{"name":1,"arguments":{}}}]},{"role":"tool"}]}',
    "odd tools": b'{"messages":[],"tools":{"a":1},"tool_choice":9,"response_format":[],"stream":"yes"}',
    "repeated messages": b'{"messages":5,"messages":[{"role":"user","content":"hi"}]}',
    "many messages": json.dumps({"messages": [{"role": "user", "content": "x"}] * 20_000}).encode(),
    "deep inside a message": b'{"messages":[{"role":"user","content":' + b"[" * 400 + b"]" * 400 + b"}]}",
    "a long line": json.dumps({"messages": [{"role": "user", "content": "a " * 1_000_000}]}).encode(),
    "many fields": json.dumps({"messages": [], **{f"k{n}": n for n in range(20_000)}}).encode(),
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_odd_bodies_are_served_or_refused_but_never_an_error_of_ours(
    stack: Stack, openrouter: ScriptedOpenRouter, body: bytes
) -> None:
    got = stack.client.chat(body)
    if got.status == 200:
        assert len(openrouter.requests) == 1
        assert "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or ""), "the classifier failed on it"
    else:
        refused(got, 400)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=60)
    | st.text(max_size=40).map(str.encode)
    | st.text(alphabet='{}[]":,\\ messages0-1.eE', max_size=60).map(str.encode)
)
@example(b'{"messages":[]')
@example(b'{"messages":[]}')
def test_no_body_gives_a_5xx(client: Client, body: bytes) -> None:
    assert client.chat(body).status in (200, 400)


@BOTH
def test_a_body_over_the_limit_is_413_before_it_is_read(
    start_stack: Any, openrouter: ScriptedOpenRouter, path: str
) -> None:
    stack: Stack = start_stack(classifiers=0, config={"server": {"max_body_size": 10_000}})
    easy = [("X-Dispatch-Level", "easy")]
    body = json.dumps({"messages": [], "x": "y" * 20_000}).encode()
    assert refused(stack.client.send("POST", path, body), 413)["code"] == "request_too_large"
    fits = json.dumps({"messages": [], "x": "y" * 9_950}).encode()
    assert len(fits) <= 10_000
    assert stack.client.send("POST", path, fits, easy).status == 200
    with stack.client.connect() as connection:
        connection.request("POST", path, b"", [("Content-Length", "1000000000000"), *easy])
        refused(connection.read(), 413)
    with stack.client.connect() as connection:
        connection.request("POST", path, b"", [("Transfer-Encoding", "chunked"), *easy])
        for _ in range(200):
            try:
                connection.send(b"%x\r\n%s\r\n" % (1000, b" " * 1000))
            except OSError:
                break
        refused(connection.read(), 413)
    assert len(openrouter.requests) <= 1


def test_a_gzip_body_is_read(client: Client, openrouter: ScriptedOpenRouter) -> None:
    body = json.dumps({"messages": [{"role": "user", "content": "hello " * 500}], "model": "x"}).encode()
    for name in ("gzip", "GZIP"):
        got = client.chat(gzip.compress(body), [("Content-Encoding", name)])
        assert got.status == 200
        assert openrouter.last.json["messages"] == json.loads(body)["messages"]
        assert openrouter.last.header("Content-Encoding") is None


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", b'{"messages":[]}'),
        ("gzip", gzip.compress(b'{"messages":[]}')[:-6]),
        ("gzip", b""),
        ("gzip", zlib.compress(b'{"messages":[]}')),
        ("br", b'{"messages":[]}'),
        ("deflate", zlib.compress(b'{"messages":[]}')),
        ("gzip, gzip", gzip.compress(gzip.compress(b'{"messages":[]}'))),
    ],
    ids=["not gzip", "cut", "empty", "zlib", "br", "deflate", "twice"],
)
def test_a_bad_or_unknown_encoding_is_refused(
    client: Client, openrouter: ScriptedOpenRouter, encoding: str, body: bytes
) -> None:
    got = client.chat(body, [("Content-Encoding", encoding)])
    assert got.status in (400, 415)
    refused(got, got.status)
    assert not openrouter.requests


def test_a_gzip_bomb_is_413_in_bounded_memory(stack: Stack, openrouter: ScriptedOpenRouter) -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = (
        packer.compress(b'{"messages":[],"x":"')
        + b"".join(packer.compress(b" " * 2**20) for _ in range(600))
        + packer.flush()
    )
    assert len(bomb) < 2**20
    before = stack.gateway.rss_bytes
    for _ in range(3):
        assert refused(stack.client.chat(bomb, [("Content-Encoding", "gzip")]), 413)["code"] == "request_too_large"
    assert stack.gateway.rss_bytes - before < 100 * 2**20
    assert not openrouter.requests


def test_a_body_that_never_comes_is_given_up(start_stack: Any) -> None:
    stack: Stack = start_stack(classifiers=0, config={"server": {"read_timeout_seconds": 0.5}})
    with stack.client.connect() as connection:
        connection.request("POST", Client.CHAT, b'{"messages"', [("Content-Length", "100")])
        refused(connection.read(), 408)


# --- paths, methods, pages ---


@pytest.mark.parametrize(
    "path",
    [
        "/v1/chat/completions",
        "/v1/chat/completions/",
        "//v1//chat/completions",
        "/chat/completions",
        "/chat/completions/",
        "/v1/chat/completions?x=1",
    ],
)
def test_paths_are_forgiven(client: Client, openrouter: ScriptedOpenRouter, path: str) -> None:
    assert client.send("POST", path, b'{"messages":[]}').status == 200
    assert openrouter.last.target == "/api/v1/chat/completions"


@pytest.mark.parametrize("path", ["/v1/models/", "/models", "//models", "/v1//models", "/debug/stats/", "/health/"])
def test_paths_of_other_routes_are_forgiven(client: Client, path: str) -> None:
    assert client.get(path).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v1/completions",
        "/v1/chat",
        "/v2/chat/completions",
        "/v1/chat/completions/x",
        "/etc/passwd",
        "/%00",
        "/../../x",
        "/v1/embeddings",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_path_is_404(client: Client, openrouter: ScriptedOpenRouter, method: str, path: str) -> None:
    refused(client.send(method, path, b"{}" if method == "POST" else None), 404)
    assert not openrouter.requests


ROUTES = {
    "/v1/chat/completions": "POST", "/debug/route": "POST", "/v1/models": "GET", "/debug/stats": "GET", "/health": "GET",
    "/readyz": "GET", "/livez": "GET", "/version": "GET", "/metrics": "GET", "/debug/request": "GET",
}  # fmt: skip


@pytest.mark.parametrize(("path", "right"), ROUTES.items())
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "BREW"])
def test_a_wrong_method_is_405_with_allow(
    client: Client, openrouter: ScriptedOpenRouter, path: str, right: str, method: str
) -> None:
    if method == right:
        return
    got = client.send(method, path, b"{}" if method in ("POST", "PUT", "PATCH") else None)
    refused(got, 405)
    assert right in (got.header("Allow") or "")
    assert not openrouter.requests


@pytest.mark.parametrize(
    "path", [path for path, method in ROUTES.items() if method == "GET" and path != "/debug/request"]
)
def test_head_is_get_without_a_body(client: Client, path: str) -> None:
    with client.connect() as connection:
        connection.request("HEAD", path)
        got = connection.read(head_only=True)
        assert got.status == 200
        connection.request("GET", path)
        assert connection.read().status == 200, "the HEAD answer had a body"


FOREIGN = [
    [("Origin", "https://evil.example")],
    [("Origin", "null")],
    [("Sec-Fetch-Site", "cross-site")],
    [("Origin", "http://127.0.0.1.evil.example")],
    [("Origin", "https://evil.example"), ("Content-Type", "text/plain")],
    [("Origin", "http://rebound.example"), ("Host", "rebound.example")],
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", [Client.CHAT, "/debug/route", "/debug/stats", "/v1/models"])
def test_a_page_of_another_site_is_refused(
    client: Client, openrouter: ScriptedOpenRouter, headers: list[tuple[str, str]], path: str
) -> None:
    method = ROUTES[path]
    got = client.send(method, path, b'{"messages":[]}' if method == "POST" else None, headers)
    refused(got, 403)
    assert "access-control-allow-origin" not in got.names
    assert not openrouter.requests


def test_a_foreign_preflight_allows_nothing(client: Client) -> None:
    got = client.send(
        "OPTIONS", Client.CHAT, None, [("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")]
    )
    assert "access-control-allow-origin" not in got.names


def test_a_named_origin_is_let_in(start_stack: Any) -> None:
    page = "https://tools.example"
    stack: Stack = start_stack(classifiers=0, config={"server": {"cors_origins": [page]}})
    headers = [("Origin", page), ("Sec-Fetch-Site", "cross-site"), ("X-Dispatch-Level", "easy")]
    got = stack.client.chat(headers=headers)
    assert (got.status, got.header("Access-Control-Allow-Origin")) == (200, page)
    preflight = stack.client.send(
        "OPTIONS",
        Client.CHAT,
        None,
        [
            ("Origin", page),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "content-type,authorization"),
        ],
    )
    assert preflight.status in (200, 204)
    assert preflight.header("Access-Control-Allow-Origin") == page
    assert "POST" in (preflight.header("Access-Control-Allow-Methods") or "")
    assert stack.client.chat(headers=[("Origin", "https://other.example")]).status == 403


# --- below JSON ---


def test_a_websocket_handshake_gets_what_the_same_request_would_get_without_it(client: Client) -> None:
    key = "dGhlIHNhbXBsZSBub25jZQ=="
    offer = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", key),
    ]
    assert client.get("/livez", offer).json == {"status": "alive"}
    refused(client.get(Client.CHAT, offer), 405)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100, id="TLS"),
        pytest.param(b"GET\r\n\r\n", id="half a request line"),
        pytest.param(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
            id="a length that is no number",
        ),
        pytest.param(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", id="a negative length"
        ),
        pytest.param(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
            id="two lengths",
        ),
        pytest.param(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
            id="length and chunks",
        ),
        pytest.param(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            id="a bad chunk",
        ),
        pytest.param(b"GET /livez HTTP/1.1\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n", id="a huge head"),
        pytest.param(b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", id="an unknown version"),
    ],
)
def test_broken_http_ends_only_its_own_connection(stack: Stack, openrouter: ScriptedOpenRouter, data: bytes) -> None:
    with stack.client.connect(limit_s=5) as connection:
        try:
            connection.send(data)
            got = connection.read()
        except OSError:
            got = Answer()
        assert got.status == 0 or 400 <= got.status < 500, got
    assert not openrouter.requests
    assert stack.client.get("/livez").status == 200


def test_pipelined_requests_are_answered_in_turn(client: Client, openrouter: ScriptedOpenRouter) -> None:
    with client.connect() as connection:
        one = request_bytes("POST", Client.CHAT, b'{"messages":[],"n":1}', [("X-Dispatch-Level", "easy")])
        two = request_bytes("POST", Client.CHAT, b'{"messages":[],"n":2}', [("X-Dispatch-Level", "hard")])
        connection.send(one + two)
        assert [connection.read().json["model"] for _ in range(2)] == ["fake/easy", "fake/hard"]
    assert [request.json["n"] for request in openrouter.requests] == [1, 2]


def test_refusals_are_counted_as_ours_not_as_upstreams(stack: Stack) -> None:
    before = stack.gateway.stats()
    stack.client.chat(b"no json")
    after = until(lambda: moved(stack, before))
    assert after["local_proxy_errors_total"] == before["local_proxy_errors_total"] + 1
    assert after["upstream_errors_total"] == before["upstream_errors_total"]


def moved(stack: Stack, before: dict[str, Any]) -> Any:
    after = stack.gateway.stats()
    return after if after["local_proxy_errors_total"] > before["local_proxy_errors_total"] else None
