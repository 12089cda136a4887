"""Who serves what: the chat route and `/debug/route` as plain ASGI, every other route through Quart; one place for refusals.

Law: every answer carries its request id, every refusal is JSON in OpenAI's shape, and no web page of another origin gets in.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from quart import Quart, Response, request
from quart.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from services.gateway.chat import chat_completions, debug_route
from services.gateway.core.local_error import (
    ConfigDegraded,
    CrossSite,
    LocalError,
    MethodNotAllowed,
    NotFound,
    UpstreamUnreachable,
    error_body,
)
from services.gateway.core.request_record import CLIENT_CLOSED
from services.gateway.core.response_headers import Headers, text_value
from services.gateway.exchange import ClientLeft, Exchange, Receive, Scope, Send
from services.gateway.routes import debug, feedback, health, metrics, models, openapi
from services.gateway.runtime import Runtime
from services.gateway.upstream import UpstreamBroke
from shared import log
from shared.config.model import Server

logger = log.get("app")

Handler = Callable[[Exchange, Runtime], Awaitable[None]]

HOT_ROUTES: Final[dict[str, Handler]] = {"/v1/chat/completions": chat_completions, "/debug/route": debug_route}
POST_ONLY: Final = (b"allow", b"POST, OPTIONS")
UNVERSIONED: Final = ("/chat/completions", "/models")
DRAIN_LIMIT: Final = "dispatch_drain_limit"
"""Recorded of a request that was still running when `server.drain_seconds` were over."""
REQUEST_ID: Final = "dispatch.request_id"
"""Where Quart's routes find the request's id in their scope."""
_SLASHES: Final = re.compile("/{2,}")


class Gateway:
    """The ASGI application of one gateway process."""

    def __init__(self, runtime: Runtime) -> None:
        """`runtime` is opened and closed by `running`."""
        self._runtime = runtime
        self._quart: Any = create_app(runtime)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Requests may be served inside the block."""
        async with self._runtime.open():
            await self._quart.startup()
            try:
                yield
            finally:
                await self._quart.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        exchange = Exchange(scope, receive, send, replica=self._runtime.replica)
        log.request_id.set(exchange.request_id)
        exchange.extra_headers = [
            (b"x-dispatch-request-id", exchange.request_id.encode()),
            *self._runtime.common_headers(),
        ]
        path = normal_path(scope["path"], raw=scope["raw_path"])
        if handler := HOT_ROUTES.get(path):
            await self._serve_hot(handler, exchange, scope["method"])
        else:
            await self._serve_other({**scope, "path": path, "raw_path": path.encode()}, receive, send, exchange)

    async def _serve_other(self, scope: Scope, receive: Receive, send: Send, exchange: Exchange) -> None:
        try:
            self._admit(exchange)
        except CrossSite as error:
            await exchange.refuse(error)
            return
        scope[REQUEST_ID] = exchange.request_id
        await self._quart(scope, receive, _with_headers(send, exchange.extra_headers))

    async def _serve_hot(self, handler: Handler, exchange: Exchange, method: str) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._runtime.active.add(task)
        try:
            self._admit(exchange)
            if method == "OPTIONS":
                await exchange.answer(204, b"", [POST_ONLY])
                return
            _require_post(exchange, method)
            await handler(exchange, self._runtime)
        except LocalError as error:
            exchange.record.degraded_blocked = isinstance(error, ConfigDegraded)
            await exchange.refuse(error)
        except ClientLeft:
            exchange.record.client_left, exchange.record.status = True, CLIENT_CLOSED
        except UpstreamBroke as broke:
            logger.warning("upstream_broke", extra={"cause": str(broke)})
            if exchange.answer_begun:
                exchange.abort()
            else:
                await exchange.refuse(UpstreamUnreachable("OpenRouter broke off inside its answer"))
        except asyncio.CancelledError:  # the only one who cancels a request is the drain, at its limit
            exchange.record.local_error = DRAIN_LIMIT
            exchange.abort()
            raise
        except Exception:
            logger.exception("request_failed")
            if not exchange.answer_begun:
                await exchange.refuse(
                    LocalError("an error inside Dispatch; its log has the details under this request id")
                )
        finally:
            self._runtime.active.discard(task)
            exchange.record.total_ms = exchange.elapsed_ms()
            if handler is chat_completions and method != "OPTIONS":
                self._runtime.recorder.record(exchange.record, self._runtime.snapshot.config.debug)

    def _admit(self, exchange: Exchange) -> None:
        """Raises `CrossSite`; an allowed page gets the headers that its browser asks for."""
        exchange.extra_headers += cors_headers(exchange, self._runtime.snapshot.config.server)


def _require_post(exchange: Exchange, method: str) -> None:
    if method != "POST":
        exchange.extra_headers.append(POST_ONLY)
        raise MethodNotAllowed("this path takes POST")


def create_app(runtime: Runtime) -> Quart:
    """The Quart application with every route but the hot ones."""
    app = Quart("dispatch", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 1 << 20
    app.config["RESPONSE_TIMEOUT"] = None
    app.extensions["runtime"] = runtime
    app.url_map.strict_slashes = False
    for routes in (health, debug, feedback, metrics, models, openapi):
        app.register_blueprint(routes.blueprint)
    app.register_error_handler(LocalError, _local_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)

    return app


async def _local_error(error: LocalError) -> Response:
    return Response(
        error_body(error, str(request.scope.get(REQUEST_ID, ""))), status=error.status, content_type="application/json"
    )


async def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 404:
        return await _local_error(NotFound("nothing is served at this path; /openapi.json lists what is"))
    if status == 405:
        response = await _local_error(MethodNotAllowed("this path does not take this method"))
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
        return response
    refused = type(
        "Refused", (LocalError,), {"status": status, "type": "invalid_request_error", "code": "invalid_request"}
    )
    return await _local_error(refused(error.name))


async def _unexpected(error: Exception) -> ResponseReturnValue:
    logger.error("request_failed", exc_info=error)
    return await _local_error(LocalError("an error inside Dispatch; its log has the details"))


def normal_path(path: str, *, raw: bytes = b"") -> str:
    """The path as routes know it: no doubled or trailing slash, `/v1` added where it is missing.

    `raw`: the same before it was decoded. An encoded slash separates nothing (RFC 3986 section 2.2), so it is served in
    the id of a model only: a proxy in front that keeps `/debug/` to itself would not recognise `/debug%2Fstats`.
    """
    if not path.startswith("/"):  # a whole address, as proxies are asked; RFC 9112 section 3.2.2 has servers take it
        path = "/" + path.partition("://")[2].partition("/")[2]
    path = _SLASHES.sub("/", path).rstrip("/") or "/"
    if path.startswith(UNVERSIONED) and (path in UNVERSIONED or path.startswith("/models/")):
        path = f"/v1{path}"
    if b"%2f" in raw.lower() and not path.startswith("/v1/models/"):
        return raw.decode("latin-1")
    return path


def cors_headers(exchange: Exchange, server: Server) -> Headers:
    """What a browser needs to hear; raises `CrossSite` when the page is of another origin that is not allowed.

    A page whose host name was made to point here after it was loaded (DNS rebinding) is of the same origin by every
    sign. It can't choose the name, though: so a page needs one that is nobody else's.
    """
    origin, host = exchange.header("origin"), exchange.header("host")
    if server.allowed_hosts and host and not is_own_host(host, server.allowed_hosts):
        raise CrossSite("this host name is not one of server.allowed_hosts")
    if not origin:
        if exchange.header("sec-fetch-site") == "cross-site":
            raise CrossSite("requests from other web sites are refused")
        return []
    if origin in server.cors_origins:
        return [
            (b"access-control-allow-origin", origin.encode("latin-1")),
            (b"access-control-allow-headers", _wanted_headers(exchange)),
            (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
            (
                b"access-control-expose-headers",
                b"x-dispatch-request-id, x-dispatch-level, x-dispatch-model, x-dispatch-reasons",
            ),
            (b"vary", b"origin"),
        ]
    if not _same_origin(origin, host) or exchange.header("sec-fetch-site") == "cross-site":
        raise CrossSite("requests from other web sites are refused unless server.cors_origins names their origin")
    if not is_own_host(host, server.allowed_hosts):
        raise CrossSite("a web page may call this host name only when server.allowed_hosts names it")
    return []


def is_own_host(host: str, allowed: tuple[str, ...]) -> bool:
    """Whether a `Host` is a name that no stranger can point here: an address, localhost, or one that the config allows."""
    try:
        name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return False
    if name == "localhost" or name.endswith(".localhost") or name in (entry.lower() for entry in allowed):
        return True
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _wanted_headers(exchange: Exchange) -> bytes:
    """Whatever the page's client wants to send (OpenAI's adds a dozen of its own): the origin is trusted, so its headers are."""
    return text_value(exchange.header("access-control-request-headers"), limit=2048) or b"authorization, content-type"


def _same_origin(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower() != ""
    except ValueError:
        return False


def _with_headers(send: Send, headers: Headers) -> Send:
    async def sender(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *headers]}
        await send(message)

    return sender
