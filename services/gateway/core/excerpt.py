"""What of a long transcript is sent to be judged: every turn of the user, and of the agent's steps the newest.

Plan: cut the array into raw messages and walk back until the room is used up; a step that finds none leaves its place empty,
so that every other message keeps its index. Roles are read from the first bytes of a message; nothing else of it is.
Limits: a message whose role does not stand first is never left out.
"""

import re
from typing import Final

from shared.json_spans import NotJson, split

PLACE: Final = b"0"
"""Stands for a step that was left out: no message, so it says nothing."""
_STEP: Final = re.compile(rb'\s*\{\s*"role"\s*:\s*"(?:assistant|tool|function)"')
_HEAD_BYTES: Final = 64
AT_ONCE: Final = 50_000
"""Messages that are cut at once: 20 ms for so many."""
WALKED: Final = 5_000
"""Messages that are cut one after the other, where there might be more than that; a body of more is passed on whole."""


def excerpt(messages: bytes | memoryview, room: int) -> bytes:
    """The array of messages with its oldest steps of assistant and tools left out beyond `room` bytes."""
    if len(messages) <= room:
        return bytes(messages)
    try:
        raws = split(messages, at_once=AT_ONCE, walked=WALKED)
    except (NotJson, RecursionError):
        return bytes(messages)  # the classifier has its way with what is no proper array
    kept: list[bytes | memoryview] = []
    for raw in reversed(raws):
        view = memoryview(raw)
        room -= len(view)
        kept.append(PLACE if room < 0 and _STEP.match(view[:_HEAD_BYTES]) else view)
    return b"[" + b",".join(reversed(kept)) + b"]"
