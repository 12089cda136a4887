"""Headers of a routed answer: upstream's own without what must not pass, and the `X-Dispatch-*` ones.

Law: a value holds no line break, no control character and no text of a prompt; it is plain ASCII.
"""

import re
from collections.abc import Iterable
from typing import Final

from services.gateway.core.upstream_error import UpstreamError
from shared.config.snapshot import Target
from shared.protocol import Decision

Headers = list[tuple[bytes, bytes]]

REASONS_LIMIT: Final = 1024
VALUE_LIMIT: Final = 256

HOP_BY_HOP: Final = frozenset(
    (b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"te", b"trailer",
     b"transfer-encoding", b"upgrade")
)  # fmt: skip
"""RFC 9110 section 7.6.1, and Proxy-Connection, which the same section warns of."""

FRAMING: Final = frozenset((b"content-length",))
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
"""Bytes that RFC 9110 section 5.5 does not allow in a header's value."""

STREAM_HEADERS: Final = ((b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no"))
SIMULATED: Final = (b"x-dispatch-simulated", b"true")
DEGRADED: Final = (
    (b"x-dispatch-config-state", b"degraded"),
    (b"x-dispatch-config-reload-error", b"see /health or /debug/stats"),
)


def upstream_headers(headers: Iterable[tuple[bytes, bytes]], *, is_stream: bool) -> Headers:
    """What of upstream's headers the client gets, names in lower case."""
    received = [(name.lower(), value) for name, value in headers]
    dropped = HOP_BY_HOP | FRAMING | _named_by_connection(received)
    if is_stream:
        dropped |= {name for name, _ in STREAM_HEADERS}
    kept = [(n, v) for n, v in received if n not in dropped and not n.startswith(b"x-dispatch-") and _clean(v)]
    return kept + list(STREAM_HEADERS) if is_stream else kept


def _named_by_connection(headers: Headers) -> frozenset[bytes]:
    return frozenset(
        token.strip().lower() for name, value in headers if name == b"connection" for token in value.split(b",")
    )


def _clean(value: bytes) -> bool:
    return _CONTROL.search(value) is None


def decision_headers(decision: Decision, target: Target) -> Headers:
    """Level, model, scores, reasons and who forced it."""
    scores = decision.scores
    headers = [
        (b"x-dispatch-level", decision.level.value.encode()),
        (b"x-dispatch-model", text_value(target.model)),
        (b"x-dispatch-score-total", b"%.1f" % scores.total),
        (b"x-dispatch-score-complexity", b"%.1f" % scores.complexity),
        (b"x-dispatch-score-risk", b"%.1f" % scores.risk),
        (b"x-dispatch-score-agent-pressure", b"%.1f" % scores.agent_pressure),
        (b"x-dispatch-reasons", reasons_value(decision.reasons)),
    ]
    if decision.forced_by:
        headers.append((b"x-dispatch-forced-by", text_value(decision.forced_by)))
    return headers


def error_headers(error: UpstreamError) -> Headers:
    """What upstream's error said, for clients and balancers that read no bodies."""
    byok = "" if error.is_byok is None else str(error.is_byok).lower()
    fields = (
        (b"x-dispatch-upstream-status", str(error.status)),
        (b"x-dispatch-upstream-error-code", error.code),
        (b"x-dispatch-upstream-error-type", error.type),
        (b"x-dispatch-upstream-provider", error.provider),
        (b"x-dispatch-upstream-provider-code", error.provider_code),
        (b"x-dispatch-upstream-is-byok", byok),
        (b"x-dispatch-upstream-retry-after", error.retry_after),
        (b"x-dispatch-upstream-retryable", error.retryable),
    )
    return [(name, text_value(value)) for name, value in fields if value]


def reasons_value(reasons: Iterable[str]) -> bytes:
    """A comma list of whole reasons, at most REASONS_LIMIT bytes."""
    value = b""
    for text in filter(None, (text_value(reason.replace(",", ";")) for reason in reasons)):
        longer = value + (b", " if value else b"") + text
        if len(longer) > REASONS_LIMIT:
            break
        value = longer
    return value


def text_value(text: str, *, limit: int = VALUE_LIMIT) -> bytes:
    """Printable ASCII of at most `limit` bytes; every other character becomes '?'."""
    text = text[:limit]
    if not (text.isascii() and text.isprintable()):
        text = "".join(char if " " <= char <= "~" else "?" for char in text)
    return text.strip().encode()
