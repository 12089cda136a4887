"""What OpenRouter's errors say: the error object in its older and newer shapes, and whether a retry makes sense.

Shapes: `{"error": {code, message, metadata {error_type, provider_name, provider_code, is_byok, raw}}}`; newer bodies carry
`error.error_type`, `error.http_status` and no `code` (OpenRouter changelog, August 2026). `code` may be a number or a text.
"""

import re
from typing import Any, Final

import msgspec

MESSAGE_LIMIT: Final = 300
RAW_LIMIT: Final = 300

RETRYABLE_STATUS: Final = dict.fromkeys((408, 429, 502, 503, 504), True) | dict.fromkeys(
    (400, 401, 402, 403, 404, 412, 413, 422), False
)
RETRYABLE_TYPE: Final = {
    "rate_limit_exceeded": True,
    "provider_unavailable": True,
    "provider_overloaded": True,
    "timeout": True,
    "capacity_exhausted": True,
    "temporarily_unavailable": True,
    "server": True,
} | dict.fromkeys(
    ("authentication", "payment_required", "permission_denied", "not_found", "precondition_failed", "payload_too_large",
     "unprocessable", "invalid_request", "invalid_prompt", "context_length_exceeded", "max_tokens_exceeded",
     "token_limit_exceeded", "string_too_long", "content_policy_violation", "refusal", "invalid_image", "image_too_large",
     "image_too_small", "unsupported_image_format", "image_not_found", "model_not_found", "wrong_endpoint", "no_endpoints",
     "model_deprecated", "region_restricted", "privacy_restricted", "constraint_filtered", "free_variant_ended"),
    False,
)  # fmt: skip
"""OpenRouter's errors page: the types of a status that may pass, and those of one that will not."""

_KEY_LIKE: Final = re.compile(r"sk-[A-Za-z0-9_-]{6,}")
"""An error that quotes the key must not carry it into records."""


class UpstreamError(msgspec.Struct, frozen=True, kw_only=True):
    """One error of upstream, as recorded. Texts are cut; `status` is the HTTP status that carried it."""

    status: int
    code: str = ""
    type: str = ""
    message: str = ""
    provider: str = ""
    provider_code: str = ""
    is_byok: bool | None = None
    retry_after: str = ""
    raw: str = ""
    embedded: bool = False
    """True when it came inside an answer of status 200."""

    @property
    def retryable(self) -> str:
        """'true', 'false' or 'unknown': by the status, else by the embedded code, else by the type."""
        known = RETRYABLE_STATUS.get(self.status)
        if known is None and self.code.isdecimal():
            known = RETRYABLE_STATUS.get(int(self.code))
        if known is None:
            known = RETRYABLE_TYPE.get(self.type)
        return "unknown" if known is None else str(known).lower()

    @property
    def is_rate_limit(self) -> bool:
        """A 429 in the status, the code or the type; one error is one rate limit however often it says so."""
        return self.status == 429 or self.code == "429" or self.type == "rate_limit_exceeded"


class Answer(msgspec.Struct, frozen=True):
    """The parts of a non-stream answer that are looked at."""

    error: Any = None
    choices: Any = None
    usage: Any = None
    model: Any = None


def read_answer(body: bytes) -> Answer:
    """The looked-at parts of a JSON answer; an empty `Answer` for anything else."""
    try:
        return msgspec.json.decode(body, type=Answer)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Answer()


def from_answer(answer: Answer, *, status: int, retry_after: str = "") -> UpstreamError | None:
    """The error of a whole answer: always one for a status from 400, else only if its body carries one."""
    error = find_error(answer)
    if error is None and status < 400:
        return None
    return from_object(error, status=status, retry_after=retry_after, embedded=status < 400)


def find_error(answer: Answer) -> Any:
    """The error object inside an answer: on top, in a choice, or told by a finish reason. None without one."""
    if answer.error:
        return answer.error
    for choice in answer.choices if isinstance(answer.choices, list) else ():
        if isinstance(choice, dict) and (choice.get("error") or choice.get("finish_reason") == "error"):
            return choice.get("error") or {"error_type": "finish_reason_error"}
    return None


def from_object(error: Any, *, status: int, retry_after: str = "", embedded: bool = False) -> UpstreamError:
    """Read an error object of whatever shape; never raises."""
    fields = error if isinstance(error, dict) else {"message": error if isinstance(error, str) else ""}
    metadata = fields.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    availability = fields.get("availability")
    availability = availability if isinstance(availability, dict) else {}
    byok = metadata.get("is_byok")
    return UpstreamError(
        status=status,
        code=_text(fields.get("code") if fields.get("code") is not None else fields.get("http_status"), 64),
        type=_text(
            metadata.get("error_type") or fields.get("error_type") or availability.get("code") or fields.get("type"), 64
        ),
        message=_text(fields.get("message"), MESSAGE_LIMIT),
        provider=_text(metadata.get("provider_name"), 64),
        provider_code=_text(metadata.get("provider_code"), 64),
        is_byok=byok if isinstance(byok, bool) else None,
        retry_after=_text(retry_after or availability.get("retry_after"), 64),
        raw=_text(metadata.get("raw"), RAW_LIMIT),
        embedded=embedded,
    )


def _text(value: Any, limit: int) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if not isinstance(value, str | int | float):
        value = msgspec.json.encode(value).decode()
    return _KEY_LIKE.sub("sk-***", str(value))[:limit]
