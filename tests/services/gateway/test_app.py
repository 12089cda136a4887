"""Who gets in, where a request goes, and that every answer of Dispatch itself has one shape. No Redis, no network."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from services.gateway import simulator
from services.gateway.app import HOT_ROUTES, Gateway, cors_headers, normal_path
from services.gateway.core.local_error import CrossSite
from services.gateway.core.request_record import RequestRecord
from services.gateway.exchange import Exchange
from services.gateway.runtime import Runtime
from services.gateway.upstream import UpstreamBroke
from shared.config.load import default_text, load_file
from shared.config.model import Server

CHAT = "/v1/chat/completions"
BODY = b'{"model":"dispatch/easy","messages":[]}'
PAGE = "https://page.example"


@dataclass
class Answer:
    """What a client got; `ended` is False for an answer that stays open, which a server has to abort."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    ended: bool

    def header(self, name: str) -> str:
        found = [value for key, value in self.headers if key == name]
        assert len(found) < 2, f"{name} twice"
        return found[0] if found else ""

    @property
    def error(self) -> dict[str, Any]:
        """The error of an answer in OpenAI's shape."""
        assert self.header("content-type") == "application/json"
        whole = json.loads(self.body)
        assert set(whole) == {"error", "request_id"}
        assert set(whole["error"]) == {"message", "type", "code", "param"}
        assert whole["request_id"] == self.header("x-dispatch-request-id")
        return dict(whole["error"])


class House:
    """A gateway in this loop whose Redis is gone, and a client to it."""

    def __init__(self, runtime: Runtime, gateway: Gateway) -> None:
        self.runtime, self.gateway = runtime, gateway
        self.records: list[RequestRecord] = []
        self.runtime.stats.add = self._add  # type: ignore[method-assign]

    def _add(self, record: RequestRecord, *, indexed: bool) -> None:
        self.records.append(record)

    async def call(self, method: str, path: str, body: bytes = b"", *, leaves: bool = False, **headers: str) -> Answer:
        got: list[dict[str, Any]] = []
        messages = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop(0)
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, Any]) -> None:
            got.append(message)

        path, _, query = path.partition("?")
        left = asyncio.get_running_loop().create_future()
        if leaves:
            left.set_result(None)
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in {"host": "gateway:1", **headers}.items()],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2), "extensions": {},
            "state": {"client_left": left},
        }  # fmt: skip
        await self.gateway(scope, receive, send)
        if not got:
            return Answer(0, [], b"", ended=False)
        pairs = [(name.decode().lower(), value.decode()) for name, value in got[0]["headers"]]
        body = b"".join(message.get("body", b"") for message in got[1:])
        return Answer(got[0]["status"], pairs, body, ended=not got[-1].get("more_body", False))


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    monkeypatch.setattr(simulator, "PAUSE_S", 0.0)
    path = tmp_path / "router.yaml"
    server = f'\n  cors_origins: ["{PAGE}"]\n  max_body_size: 1000\n'
    text = default_text("router.yaml").decode().replace("  max_body_size: 26214400", server, 1)
    path.write_text(text.replace("/dispatch.env", str(tmp_path / "key.env")))
    runtime = Runtime(path, load_file(path), redis_url=f"unix://{tmp_path}/gone.sock", simulate=True)
    gateway = Gateway(runtime)
    async with gateway.running():
        yield House(runtime, gateway)


@pytest.mark.parametrize(
    ("path", "normal"),
    [
        ("/v1/chat/completions", CHAT),
        ("/v1/chat/completions/", CHAT),
        ("//v1//chat///completions//", CHAT),
        ("/chat/completions", CHAT),
        ("/chat/completions/", CHAT),
        ("/models", "/v1/models"),
        ("/models/dispatch/auto", "/v1/models/dispatch/auto"),
        ("/v1/models/", "/v1/models"),
        ("/health/", "/health"),
        ("/", "/"),
        ("//", "/"),
        ("", "/"),
        ("http://gateway:1/v1/chat/completions", CHAT),
        ("http://gateway", "/"),
        ("*", "/"),
        ("/modelsx", "/modelsx"),
        ("/chat/completions/more", "/chat/completions/more"),
        ("/v1/v1/chat/completions", "/v1/v1/chat/completions"),
        ("/health/models", "/health/models"),
    ],
)
def test_paths_are_forgiven_what_people_add_and_leave_out(path: str, normal: str) -> None:
    assert normal_path(path) == normal


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("/debug%2fstats", "/debug%2fstats"),
        ("/v1%2Fchat/completions", "/v1%2Fchat/completions"),
        ("/%64ebug/stats", "/debug/stats"),
        ("/models/dispatch%2Fhard", "/v1/models/dispatch/hard"),
    ],
)
def test_an_encoded_slash_is_one_in_the_id_of_a_model_only(raw: str, normal: str) -> None:
    assert normal_path(unquote(raw), raw=raw.encode()) == normal


@pytest.mark.parametrize(
    "path",
    ["/v1/chat/completions", "/chat/completions/", "//v1/chat/completions", "http://gateway/v1/chat/completions"],
)
async def test_a_chat_completion_is_served_at_any_of_its_paths(house: House, path: str) -> None:
    answer = await house.call("POST", path, BODY)
    assert (answer.status, answer.ended) == (200, True)
    assert answer.header("x-dispatch-level") == "easy"
    assert answer.header("x-dispatch-model") == "deepseek/deepseek-v4-flash"
    assert len(answer.header("x-dispatch-request-id")) == 16
    assert answer.header("x-dispatch-simulated") == "true"
    assert json.loads(answer.body)["model"] == "deepseek/deepseek-v4-flash"


async def test_a_stream_is_served_with_its_headers(house: House) -> None:
    answer = await house.call("POST", CHAT, BODY[:-1] + b',"stream":true}')
    assert (answer.status, answer.ended) == (200, True)
    assert answer.header("content-type") == "text/event-stream"
    assert (answer.header("cache-control"), answer.header("x-accel-buffering")) == ("no-cache", "no")
    assert answer.body.endswith(b"data: [DONE]\n\n")


async def test_one_request_is_one_record(house: House) -> None:
    await house.call("POST", CHAT, BODY)
    await house.call("POST", CHAT, b"nonsense")
    await house.call("GET", CHAT)
    await house.call("OPTIONS", CHAT)
    await house.call("GET", "/livez")
    assert [(record.status, record.local_error) for record in house.records] == [
        (200, ""),
        (400, "invalid_request_error"),
        (405, "invalid_request_error"),
    ]
    first = house.records[0]
    assert (first.model, first.replica, first.total_ms > 0) == (
        "deepseek/deepseek-v4-flash",
        house.runtime.replica,
        True,
    )
    assert house.runtime.active == set()


REFUSED = [
    pytest.param("GET", CHAT, b"", {}, 405, "method_not_allowed", id="another method"),
    pytest.param("HEAD", CHAT, b"", {}, 405, "method_not_allowed", id="HEAD where only POST works"),
    pytest.param("DELETE", "/debug/route", b"", {}, 405, "method_not_allowed", id="another method of the explained decision"),
    pytest.param("POST", "/health", b"", {}, 405, "method_not_allowed", id="POST where only GET works"),
    pytest.param("GET", "/debug/feedback", b"", {}, 405, "method_not_allowed", id="GET where only POST works"),
    pytest.param("GET", "/nothing/here", b"", {}, 404, "not_found", id="an unknown path"),
    pytest.param("GET", "/", b"", {}, 404, "not_found", id="no path"),
    pytest.param("GET", "/v1/models/gpt-5", b"", {}, 404, "not_found", id="an unknown model"),
    pytest.param("POST", "/debug/feedback", b"{}", {}, 404, "not_found", id="feedback that is switched off"),
    pytest.param("GET", "/debug/request", b"", {}, 400, "invalid_request", id="no request id"),
    pytest.param("GET", "/debug/stats", b"", {}, 503, "redis_unavailable", id="counters without Redis"),
    pytest.param("POST", CHAT, b"null", {}, 400, "invalid_request", id="null for a body"),
    pytest.param("POST", CHAT, b'{"messages":[', {}, 400, "invalid_request", id="half a body"),
    pytest.param("POST", "/debug/route", b"null", {}, 400, "invalid_request", id="null for the explained decision"),
    pytest.param("POST", CHAT, b"x" * 1001, {}, 413, "request_too_large", id="a body that is too large"),
    pytest.param("POST", CHAT, BODY, {"content_encoding": "br"}, 415, "unsupported_content_encoding", id="an unknown encoding"),
    pytest.param("POST", CHAT, BODY, {"origin": "https://evil.example"}, 403, "cross_site_request", id="a page of another origin"),
    pytest.param("GET", "/health", b"", {"origin": "null"}, 403, "cross_site_request", id="a page without an origin"),
    pytest.param("GET", "/debug/stats", b"", {"sec_fetch_site": "cross-site"}, 403, "cross_site_request", id="a link from another site"),
    pytest.param("OPTIONS", CHAT, b"", {"origin": "https://evil.example"}, 403, "cross_site_request", id="a preflight of another origin"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "headers", "status", "code"), REFUSED)
async def test_every_refusal_is_json_in_openai_s_shape_with_the_request_id(
    house: House, method: str, path: str, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    answer = await house.call(method, path, body, **headers)
    assert (answer.status, answer.ended) == (status, True)
    if method != "HEAD":
        assert answer.error["code"] == code
    assert ("POST" in answer.header("allow") or "GET" in answer.header("allow")) is (status == 405)


@pytest.mark.parametrize("path", ["/health", "/livez", "/readyz", "/version", "/v1/models", "/openapi.json"])
async def test_head_works_where_get_does(house: House, path: str) -> None:
    """The body that Quart sends all the same is left out by the server."""
    head, get = await house.call("HEAD", path), await house.call("GET", path)
    assert head.status == get.status == 200
    assert head.header("content-type") == get.header("content-type")
    assert get.body


@pytest.mark.parametrize("path", ["/health", "/livez", "/version", "/v1/models", "/nothing", CHAT])
async def test_every_answer_has_a_request_id_of_its_own(house: House, path: str) -> None:
    ids = {(await house.call("GET", path)).header("x-dispatch-request-id") for _ in range(3)}
    assert len(ids) == 3
    assert all(len(found) == 16 for found in ids)


async def test_a_broken_config_is_told_on_every_answer_and_stops_chat_in_strict_mode(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "router.yaml").write_text("levels: [")
    await house.runtime.config_watch.tick(2000.0)
    for method, path in (("GET", "/health"), ("GET", "/livez"), ("GET", "/nothing"), ("GET", CHAT), ("POST", CHAT)):
        answer = await house.call(method, path, BODY)
        assert answer.header("x-dispatch-config-state") == "degraded"
        assert answer.header("x-dispatch-config-reload-error") == "see /health or /debug/stats"
    assert answer.status == 503
    assert (answer.error["code"], answer.error["type"]) == (503, "dispatch_config_degraded")
    assert house.records[-1].degraded_blocked
    assert (await house.call("GET", "/readyz")).status == 503
    assert (await house.call("GET", "/health")).status == 200


async def test_a_client_that_left_is_recorded_as_such(house: House) -> None:
    await house.call("POST", CHAT, BODY[:-1] + b',"stream":true}', leaves=True)
    assert (house.records[0].client_left, house.records[0].status) == (True, 499)


async def test_an_upstream_that_breaks_before_the_head_is_a_502(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: Any) -> None:
        raise UpstreamBroke("ReadError")

    monkeypatch.setitem(HOT_ROUTES, CHAT, breaks)
    answer = await house.call("POST", CHAT, BODY)
    assert (answer.status, answer.error["type"]) == (502, "upstream_unreachable")


async def test_an_upstream_that_breaks_later_leaves_the_answer_open_to_be_aborted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(exchange: Exchange, _: Runtime) -> None:
        await exchange.start(200, [])
        await exchange.write(b"half")
        raise UpstreamBroke("ReadError")

    monkeypatch.setitem(HOT_ROUTES, CHAT, breaks)
    answer = await house.call("POST", CHAT, BODY)
    assert (answer.status, answer.body, answer.ended) == (200, b"half", False)


async def test_a_fault_of_our_own_is_a_500_that_quotes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: Any) -> None:
        raise KeyError("CANARY")

    monkeypatch.setitem(HOT_ROUTES, CHAT, fails)
    answer = await house.call("POST", CHAT, BODY)
    assert (answer.status, answer.error["type"]) == (500, "dispatch_internal")
    assert b"CANARY" not in answer.body


async def test_a_preflight_of_an_allowed_page_gets_all_that_its_client_wants_to_send(house: House) -> None:
    wanted = "authorization,content-type,x-stainless-os,x-stainless-lang"
    for path in (CHAT, "/debug/route", "/v1/models"):
        answer = await house.call("OPTIONS", path, origin=PAGE, access_control_request_headers=wanted)
        assert answer.status in (200, 204)
        assert answer.header("access-control-allow-origin") == PAGE
        assert answer.header("access-control-allow-headers") == wanted
        assert "POST" in answer.header("access-control-allow-methods")
        assert answer.header("vary") == "origin"


async def test_an_answer_to_an_allowed_page_can_be_read_by_it_also_when_it_is_a_refusal(house: House) -> None:
    for body, status in ((BODY, 200), (b"null", 400)):
        answer = await house.call("POST", CHAT, body, origin=PAGE, sec_fetch_site="cross-site")
        assert answer.status == status
        assert answer.header("access-control-allow-origin") == PAGE
        assert "x-dispatch-level" in answer.header("access-control-expose-headers")


def exchange(**headers: str) -> Exchange:
    async def receive() -> dict[str, Any]:
        raise AssertionError

    async def send(_: dict[str, Any]) -> None:
        raise AssertionError

    pairs = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return Exchange({"http_version": "1.1", "headers": pairs}, receive, send, replica="r")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no browser"),
        pytest.param({"sec_fetch_site": "none"}, id="an address typed by hand"),
        pytest.param({"sec_fetch_site": "same-origin"}, id="a page of ours without an origin"),
        pytest.param({"origin": "http://127.0.0.1:18087", "host": "127.0.0.1:18087"}, id="a page of ours"),
        pytest.param({"origin": "http://[::1]:18087", "host": "[::1]:18087"}, id="a page of ours over IPv6"),
        pytest.param({"origin": "http://localhost", "host": "localhost"}, id="a page of ours at localhost"),
        pytest.param({"origin": "http://LOCALHOST", "host": "localhost"}, id="a page of ours in another case"),
        pytest.param({"host": "gateway:18087"}, id="no browser, by a name"),
        pytest.param({"host": "evil.example"}, id="no browser, by any name"),
    ],
)
def test_who_is_no_foreign_page_gets_in_without_further_headers(headers: dict[str, str]) -> None:
    assert cors_headers(exchange(**headers), Server()) == []


NAMED = Server(allowed_hosts=("gateway", "Dispatch.example"))


@pytest.mark.parametrize(
    ("host", "admitted"),
    [
        ("gateway", True), ("gateway:18087", True), ("GATEWAY", True), ("dispatch.example", True), ("dispatch.example.", True),
        ("localhost:1", True), ("a.localhost", True), ("10.0.0.7:80", True), ("[fe80::1]", True),
        ("evil.example", False), ("gateway.evil.example", False), ("127.0.0.1.evil.example", False), ("localhost.evil", False),
        ("evil@gateway.evil", False), ("[", False), ("127.1", False),
    ],
)  # fmt: skip
def test_a_list_of_hosts_holds_for_everybody(host: str, admitted: bool) -> None:
    """With and without a page's origin: one that was pointed here can read nothing either."""
    for headers in ({"host": host}, {"host": host, "origin": f"http://{host}"}):
        if admitted:
            assert cors_headers(exchange(**headers), NAMED) == []
        else:
            with pytest.raises(CrossSite, match=r"allowed_hosts|cors_origins"):
                cors_headers(exchange(**headers), NAMED)


def test_a_client_without_a_host_is_no_browser() -> None:
    assert cors_headers(exchange(), NAMED) == []


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"origin": "http://evil", "host": "gateway"}, id="another host"),
        pytest.param({"origin": "http://gateway:1", "host": "gateway:2"}, id="another port"),
        pytest.param({"origin": "null", "host": "gateway"}, id="a page without an origin"),
        pytest.param({"origin": "null", "host": ""}, id="nor a host"),
        pytest.param({"origin": "http://gateway"}, id="a request without a host"),
        pytest.param({"origin": "http://[", "host": "["}, id="an origin that is none"),
        pytest.param({"origin": "http://gateway.evil", "host": "gateway"}, id="a name that begins alike"),
        pytest.param({"origin": "http://gateway", "host": "gateway", "sec_fetch_site": "cross-site"}, id="a browser that knows better"),
        pytest.param({"sec_fetch_site": "cross-site", "host": "gateway"}, id="a foreign site without an origin"),
        pytest.param({"origin": "http://rebound.evil:18087", "host": "rebound.evil:18087"}, id="a page whose name was pointed here later"),
        pytest.param({"origin": f"{PAGE}.evil", "host": "gateway"}, id="an origin that begins like an allowed one"),
        pytest.param({"origin": "http\xe9", "host": "gateway"}, id="an origin that is not ASCII"),
    ],
)  # fmt: skip
def test_a_foreign_page_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(CrossSite):
        cors_headers(exchange(**headers), Server(cors_origins=(PAGE,), allowed_hosts=("gateway",)))
