"""A conversation of messages that a test has parsed: it says of each how often it was read."""

from collections import Counter

from services.classifier.core import findings
from services.classifier.core.findings import Findings
from services.classifier.core.messages import Message
from services.classifier.core.reading import (
    NAMELESS,
    Names,
    Reading,
    Subject,
    key_of,
    names_in,
    read_other,
    read_tool,
    read_user,
    subject_of,
    whole_of,
)
from services.classifier.core.spans import part


class Told:
    """Messages; the results of tools are those of `kind`."""

    def __init__(self, *messages: Message, kind: str = "run") -> None:
        self._messages, self._kind = messages, kind
        self._readings: dict[int, Reading] = {}
        self._findings: dict[int, Findings] = {}
        self.roles = tuple(message.role for message in messages)
        self.read: Counter[str] = Counter()
        """Messages that were asked what they say, by role."""
        self.searched: Counter[str] = Counter()
        """Messages that were asked what they show, by role."""

    def __getitem__(self, index: int) -> Reading:
        if index not in self._readings:
            self.read[self.roles[index]] += 1
            self._readings[index] = reading_of(self._messages[index])
        return self._readings[index]

    def findings(self, index: int) -> Findings:
        if index not in self._findings:
            self.searched[self.roles[index]] += 1
            self._findings[index] = findings_of(self._messages[index], self._kind)
        return self._findings[index]

    def acts(self, index: int) -> bool:
        return self.roles[index] == "tool" and self._kind != "look"

    def key(self, index: int) -> str:
        return key_of(self._messages[index], part(self._messages[index].texts))

    def names(self, index: int) -> Names:
        if self.roles[index] == "tool" and not self.findings(index).evidence.failing:
            return NAMELESS
        return names_in(self._messages[index])

    def subject(self, index: int) -> Subject:
        return subject_of(self._messages[index])

    def whole(self, index: int) -> str:
        return whole_of(self._messages[index])


def reading_of(message: Message) -> Reading:
    """What a message says."""
    if message.role == "user":
        return read_user(message)
    return read_tool(message) if message.role == "tool" else read_other(message)


def findings_of(message: Message, kind: str = "run") -> Findings:
    """What a message shows."""
    if message.role == "user":
        return findings.of_user(part(message.texts))
    return findings.of_tool(message, kind) if message.role == "tool" else findings.NONE


def user(*texts: str) -> Message:
    """A turn of the user."""
    return Message("user", texts)


def run(output: str) -> Message:
    """What a command brought."""
    return Message("tool", (output,), call_id="1")
