"""What one message shows: failures in what a tool printed, in what a user pasted, and in the user's own sentences.

Findings hold kinds, counts and names of shapes and no text. They cost more than what is said, so they are asked for by themselves.
"""

from typing import Final

import msgspec

from services.classifier.core import evidence, printed, spans
from services.classifier.core.evidence import NOTHING, Evidence
from services.classifier.core.messages import Message
from services.classifier.core.spans import Spans
from services.classifier.core.tables import FILE_VIEW

_VIEW_CHARS: Final = 4000


class Findings(msgspec.Struct, frozen=True, gc=False):
    """Failures and successes that one message shows."""

    evidence: Evidence = NOTHING
    """Of pasted logs, or of a tool's output."""
    inline: Evidence = NOTHING
    """Of the user's own sentences."""

    @property
    def failing(self) -> bool:
        """Something failed."""
        return self.evidence.failing or self.inline.failing

    @property
    def tells(self) -> bool:
        """How something went: that it failed, or that it went well."""
        return self.failing or self.evidence.passed or self.inline.passed


NONE: Final = Findings()


def of_user(parted: Spans) -> Findings:
    """Of a message of the user."""
    logs, own = "\n".join(parted.logs), spans.opening(parted.paragraphs)
    found = _printed(logs)
    inline = evidence.read(_encoded(own)) if own else NOTHING
    return NONE if found is NOTHING and inline is NOTHING else Findings(found, inline)


def of_tool(message: Message, kind: str) -> Findings:
    """Of the result of a tool of this kind: only what a tool did can have failed, what it looked at cannot."""
    text = "\n".join(message.texts)
    found = NOTHING if _looks(text, kind) else _printed(printed.unwrapped(text))
    if kind == "edit" and "patch" not in found.kinds:  # an edit fails as an edit; what it shows is the file
        found = NOTHING
    return NONE if found is NOTHING else Findings(found)


def said_by_user(parted: Spans) -> bytes:
    """What a message of the user says to configured patterns, UTF-8: the opening of the own words."""
    return _encoded(spans.opening(parted.paragraphs))


def shown_by_user(parted: Spans) -> bytes:
    """What a message of the user shows to configured patterns, UTF-8: logs."""
    return _encoded("\n".join(parted.logs))


def shown_by_tool(message: Message, kind: str) -> bytes:
    """What the result of a tool of this kind shows to configured patterns, UTF-8: not the files that it read or changed."""
    text = "\n".join(message.texts)
    return b"" if kind == "edit" or _looks(text, kind) else _encoded(text)


def _looks(text: str, kind: str) -> bool:
    return kind == "look" or (kind == "unknown" and bool(FILE_VIEW.search(text[:_VIEW_CHARS])))


def _printed(text: str) -> Evidence:
    return evidence.read(_encoded(printed.lines(text))) if text else NOTHING


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
