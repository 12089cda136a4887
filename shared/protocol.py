"""The wire between gateway and classifier: what a classify request and its reply carry.

Law: values only. Encoded as MessagePack arrays, so both ends must be of the same `VERSION`;
a payload of another version is refused, never guessed at.
"""

from typing import Final, TypeVar

import msgspec

from shared.level import Level

VERSION: Final = 1


class ProtocolError(Exception):
    """A payload that is not of this version or not of this shape."""


class Scores(msgspec.Struct, frozen=True, gc=False):
    """Points of the configured patterns, capped per dimension; `total` is their weighed sum."""

    complexity: float = 0.0
    risk: float = 0.0
    agent_pressure: float = 0.0
    downgrade: float = 0.0
    total: float = 0.0


class FrameReport(msgspec.Struct, frozen=True):
    """Which messages were judged and why. Indices count from 0 in `messages`; -1 means none. Hashes are 16 hex characters."""

    latest_user_index: int = -1
    task_boundary_index: int = -1
    continuation_detected: bool = False
    continuation_reasons: tuple[str, ...] = ()
    task_key: str = ""
    task_key_source: str = ""
    excluded_prior_hard_context: bool = False
    """Looked for when the decision is explained: it takes reading what is not judged."""
    prior_level_ignored_for_routing: bool = False
    included_messages: int = 0
    excluded_messages: int = 0
    latest_user_hash: str = ""
    frame_hash: str = ""
    session_state_used: str = "none"


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A judged request. `reasons` never hold text of the request, only names of rules and kinds of spans."""

    level: Level
    confidence: float = 1.0
    """0 to 1: how sure the rules are."""
    scores: Scores = Scores()
    reasons: tuple[str, ...] = ()
    frame: FrameReport = FrameReport()
    critical_gate: str = ""
    session_escalated: bool = False
    length_capped: bool = False
    topic_ignored: bool = False
    forced_by: str = ""
    fallback: bool = False
    """True when the classifier did not decide."""
    explanation: bytes = b""
    """JSON object {analysis, intelligence}, only when it was asked for; empty otherwise."""


class ClassifyRequest(msgspec.Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """One request to be judged. Ids of clients arrive hashed; text is in `messages` alone."""

    version: int = VERSION
    request_id: str
    reply_to: str
    """Id of the gateway process that waits."""
    deadline_unix_ms: int
    config_digest: str
    session_key: str = ""
    """Hash of the session id, 32 hex characters; empty when the client sent none."""
    task_key: str = ""
    """Hash of the client's own task id, 16 hex characters; empty when it sent none."""
    profile: str = ""
    """Routing profile the client asked for and may ask for; empty for the default."""
    has_tools: bool = False
    tool_names: tuple[str, ...] = ()
    """Only filled when a pattern of the config asks for names."""
    response_format: str = ""
    """'', 'text', 'json_object', 'json_schema' or 'json_schema_strict'."""
    stateless: bool = False
    """True: session state is read but not changed (`/debug/route`)."""
    explain: bool = False
    """True: fill `Decision.explanation`."""
    messages: bytes
    """The JSON array of messages, byte for byte as the client sent it."""


class ReplyStatus:
    """What became of a classify request."""

    OK: Final = "ok"
    UNKNOWN_CONFIG: Final = "unknown_config"
    FAILED: Final = "failed"


class ClassifyReply(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """The answer to the request of the same id."""

    version: int = VERSION
    request_id: str
    status: str = ReplyStatus.OK
    decision: Decision | None = None
    worker: str = ""


Payload = TypeVar("Payload", ClassifyRequest, ClassifyReply)

_encoder: Final = msgspec.msgpack.Encoder()
_request_decoder: Final = msgspec.msgpack.Decoder(ClassifyRequest)
_reply_decoder: Final = msgspec.msgpack.Decoder(ClassifyReply)


def encode(value: ClassifyRequest | ClassifyReply) -> bytes:
    """The bytes that travel through Redis."""
    return _encoder.encode(value)


def decode_request(data: bytes) -> ClassifyRequest:
    """Read a classify request; raises `ProtocolError`."""
    return _checked(_request_decoder, data)


def decode_reply(data: bytes) -> ClassifyReply:
    """Read a classify reply; raises `ProtocolError`."""
    return _checked(_reply_decoder, data)


def _checked(decoder: msgspec.msgpack.Decoder[Payload], data: bytes) -> Payload:
    try:
        value = decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProtocolError(str(error)) from error
    if value.version != VERSION:
        raise ProtocolError(f"version {value.version}, expected {VERSION}")
    return value
