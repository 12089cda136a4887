"""A conversation of messages that a test has parsed: it says of each how often it was read."""

from collections import Counter

from services.classifier.core.messages import Message
from services.classifier.core.reading import (
    NAMELESS,
    Names,
    Reading,
    Subject,
    names_in,
    read_other,
    read_tool,
    read_user,
    subject_of,
    whole_of,
)


class Told:
    """Messages; the results of tools are those of `kind`."""

    def __init__(self, *messages: Message, kind: str = "run") -> None:
        self._messages, self._kind = messages, kind
        self._readings: dict[int, Reading] = {}
        self.roles = tuple(message.role for message in messages)
        self.read: Counter[str] = Counter()
        """Messages that were read, by role."""

    def __getitem__(self, index: int) -> Reading:
        if index not in self._readings:
            self.read[self.roles[index]] += 1
            self._readings[index] = reading_of(self._messages[index], self._kind)
        return self._readings[index]

    def names(self, index: int) -> Names:
        if self.roles[index] == "tool" and not self[index].evidence.failing:
            return NAMELESS
        return names_in(self._messages[index])

    def subject(self, index: int) -> Subject:
        return subject_of(self._messages[index])

    def whole(self, index: int) -> str:
        return whole_of(self._messages[index])


def reading_of(message: Message, kind: str = "run") -> Reading:
    """What a message says."""
    if message.role == "user":
        return read_user(message)[0]
    return read_tool(message, kind) if message.role == "tool" else read_other(message)


def user(*texts: str) -> Message:
    """A turn of the user."""
    return Message("user", texts)


def run(output: str) -> Message:
    """What a command brought."""
    return Message("tool", (output,), call_id="1")
