"""`POST /v1/chat/completions`: the whole life of a request, and `/debug/route`, which is the same without the answer.

Read `chat_completions` from top to bottom; each line is one step of section 3 of the contract.
"""

import asyncio
import hashlib
import time
from typing import Any

import msgspec

from services.gateway.classifier_client import ClassifierUnavailable
from services.gateway.core.chat_request import ChatRequest, parse, tool_names
from services.gateway.core.excerpt import excerpt
from services.gateway.core.local_error import InvalidRequest
from services.gateway.core.override import HEADER, forced_decision
from services.gateway.core.response_headers import decision_headers
from services.gateway.core.splice import splice
from services.gateway.core.trace import structure
from services.gateway.exchange import Exchange
from services.gateway.relay import relay
from services.gateway.runtime import Runtime
from shared import log
from shared.config.snapshot import Snapshot
from shared.level import parse_level
from shared.protocol import ClassifyRequest, Decision

logger = log.get("chat")

TASK_HEADER = "X-Dispatch-Task-Id"
LONG_BYTES = 1 << 20
"""From here on others get their turn between finding the borders of a body and cutting its messages, up to 0.1 s each."""
PROMPT_BYTES = 1 << 18
"""Of the messages, so much from their end is logged with `debug.log_prompts`: a line of megabytes would hold up everybody."""


async def chat_completions(exchange: Exchange, runtime: Runtime) -> None:
    """Judge, rewrite two fields, forward once, stream back. Refusals and a leaving client leave as exceptions."""
    snapshot = runtime.snapshot
    runtime.refuse_if_degraded(snapshot)
    body = await exchange.body(snapshot.config.server)
    chat = parse(body)
    note(exchange, snapshot, chat)
    key = runtime.upstream.require_key()
    with exchange.until_client_leaves():
        decision = await decide(exchange, runtime, snapshot, chat)
        target = snapshot.target(decision.level)
        exchange.record.decision, exchange.record.model = decision, target.model
        if snapshot.config.debug.set_response_headers:
            exchange.extra_headers += decision_headers(decision, target)
        answer = await runtime.upstream.send(splice(chat, target), settings=snapshot.config.openrouter, key=key)
        await relay(exchange, answer)


async def debug_route(exchange: Exchange, runtime: Runtime) -> None:
    """The decision for a body, explained, with no upstream call and no change to any session."""
    snapshot = runtime.snapshot
    chat = parse(await exchange.body(snapshot.config.server))
    decision = await decide(exchange, runtime, snapshot, chat, explain=True)
    explanation = msgspec.json.decode(decision.explanation or b"{}", type=dict[str, msgspec.Raw])
    shown: dict[str, Any] = {
        "level": decision.level,
        "model": snapshot.target(decision.level).model,
        "scores": decision.scores,
        "confidence": decision.confidence,
        "reasons": decision.reasons,
        "forced_by": decision.forced_by,
        "analysis": explanation.get("analysis"),
        "frame": decision.frame,
        "intelligence": explanation.get("intelligence"),
        "request_id": exchange.request_id,
    }
    await exchange.json(200, msgspec.json.encode(shown))


def note(exchange: Exchange, snapshot: Snapshot, chat: ChatRequest) -> None:
    """What the record and, where the config asks for it, the log need to know of the request itself."""
    exchange.record.stream = chat.stream
    exchange.write_timeout_s = snapshot.config.server.write_timeout_seconds or None
    debug = snapshot.config.debug
    if debug.trace_requests:
        logger.info("request_trace", extra=structure(chat))
    if debug.log_prompts:
        raw = chat.messages
        text = bytes(raw[-PROMPT_BYTES:]).decode("utf-8", "replace")
        logger.info("prompt", extra={"messages": text, "messages_bytes": len(raw)})


async def decide(
    exchange: Exchange, runtime: Runtime, snapshot: Snapshot, chat: ChatRequest, *, explain: bool = False
) -> Decision:
    """Header, then alias, then the classifier; without its answer in time, the fallback level."""
    started = time.monotonic()
    decision = forced_decision(wanted := exchange.header(HEADER), chat.model)
    if wanted and parse_level(wanted) is None:
        logger.info("override_ignored", extra={"header": HEADER})
    if decision is None:
        if len(chat.body) > LONG_BYTES:
            await asyncio.sleep(0)
        try:
            request = _classify_request(exchange, runtime, snapshot, chat, explain=explain)
            decision = await runtime.classifier.classify(request, snapshot)
        except ClassifierUnavailable as unavailable:
            runtime.stats.count(f"by_fallback_cause:{unavailable}")
            decision = Decision(
                level=snapshot.config.classifier.fallback_level,
                confidence=0.0,
                reasons=("classifier_unavailable", f"fallback:{unavailable}"),
                fallback=True,
            )
    exchange.record.route_ms = (time.monotonic() - started) * 1000
    return decision


def _classify_request(
    exchange: Exchange, runtime: Runtime, snapshot: Snapshot, chat: ChatRequest, *, explain: bool
) -> ClassifyRequest:
    config = snapshot.config
    session_id = next((value for name in config.intelligence.session.headers if (value := exchange.header(name))), "")
    return ClassifyRequest(
        request_id=exchange.request_id,
        reply_to=runtime.replica,
        deadline_unix_ms=int(time.time() * 1000) + config.classifier.timeout_ms,
        config_digest=snapshot.digest,
        session_key=_hashed(session_id, 32),
        task_key=_hashed(exchange.header(TASK_HEADER), 16),
        profile=chosen_profile(exchange, snapshot),
        has_tools=chat.has_tools,
        tool_names=tool_names(chat) if snapshot.wants_tool_names else (),
        response_format=chat.response_format,
        stateless=explain,
        explain=explain,
        messages=excerpt(chat.messages, config.classifier.look_back_bytes),
    )


def chosen_profile(exchange: Exchange, snapshot: Snapshot) -> str:
    """The routing profile a client asked for, where the config lets it; raises `InvalidRequest` for one that does not exist."""
    profiles = snapshot.config.intelligence.routing_profiles
    asked = exchange.header(profiles.header).strip().lower() if profiles.allow_header_override else ""
    if not asked:
        return ""
    for name in profiles.profiles:
        if name.strip().lower() == asked:
            return name
    raise InvalidRequest(f"{profiles.header}: unknown profile; router.yaml has: {', '.join(profiles.profiles)}")


def _hashed(value: str, length: int) -> str:
    """Hex digits of a client's id: it is never stored as it came, and no two ids share a key."""
    return hashlib.sha256(value.encode()).hexdigest()[:length] if value else ""
