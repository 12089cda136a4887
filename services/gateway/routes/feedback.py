"""`/debug/feedback`: what level a person would have expected, one JSON line each, appended whole."""

import asyncio
import os
import re
import time
from pathlib import Path
from typing import Any, Final

import msgspec
from quart import Blueprint, request

from services.gateway.core.local_error import InvalidRequest, LocalError, NotFound
from services.gateway.routes.health import runtime
from shared.level import LEVELS, parse_level

blueprint = Blueprint("feedback", __name__)

NOTE_LIMIT: Final = 500
ID_LIMIT: Final = 64
ID_SHAPE: Final = "[!-~]"
"""A character that can be seen: what is a blank, and what is none, is another question in each language."""


class Feedback(msgspec.Struct):
    """What is sent."""

    request_id: str
    expected_level: str
    note: str = ""


class FeedbackNotWritten(LocalError):
    """The file could not be appended to."""

    status = 500
    type = "dispatch_feedback_not_written"
    code = "feedback_not_written"


@blueprint.post("/debug/feedback")
async def feedback() -> dict[str, Any]:
    """Append one line; raises `NotFound` when it is switched off, `InvalidRequest` or `FeedbackNotWritten`."""
    debug = runtime().snapshot.config.debug
    if not debug.feedback_enabled:
        raise NotFound("feedback is switched off: debug.feedback_enabled")
    try:
        given = msgspec.json.decode(await request.get_data(), type=Feedback)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidRequest(
            'the body must be {"request_id": "...", "expected_level": "...", "note": "..."}'
        ) from error
    level = parse_level(given.expected_level)
    if level is None:
        raise InvalidRequest(f"expected_level must be one of {', '.join(LEVELS)}")
    if not re.search(ID_SHAPE, given.request_id) or len(given.request_id) > ID_LIMIT:
        raise InvalidRequest(
            f"request_id must be the id of an answer's X-Dispatch-Request-Id, at most {ID_LIMIT} characters"
        )
    line = {
        "time": time.time(),
        "request_id": given.request_id,
        "expected_level": level,
        "note": given.note[:NOTE_LIMIT],
    }
    await asyncio.to_thread(_append, Path(debug.feedback_path), msgspec.json.encode(line) + b"\n")
    return {"status": "ok"}


def _append(path: Path, line: bytes) -> None:
    """One write to a file opened for appending is never torn by other writers of the same machine."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            os.write(handle, line)
        finally:
            os.close(handle)
    except OSError as error:
        raise FeedbackNotWritten(f"debug.feedback_path can't be written: {error.strerror}") from error
