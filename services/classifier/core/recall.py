"""What was read of messages, remembered by content: an agent resends its whole history with every step.

Law: an entry holds concepts, counts and hashes and no text. A message is parsed when it is new, and read when it is asked for.
"""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import msgspec

from services.classifier.core import leaning, tools
from services.classifier.core.conversation import SPEAKERS
from services.classifier.core.layers import SILENCE, Heard, Layers
from services.classifier.core.messages import Message, parse
from services.classifier.core.reading import (
    NAMELESS,
    Names,
    Reading,
    Subject,
    names_in,
    read_other,
    read_tool,
    read_user,
    shown_by,
    subject_of,
    whole_of,
)
from services.classifier.core.scoring import Hits, PatternTable
from services.classifier.core.spans import Spans, part

_PATTERN_BYTES: Final = 1_000_000


class Entry(msgspec.Struct, gc=False):
    """What is remembered of one raw message."""

    key: int
    """Hash of its bytes."""
    role: str
    call_id: str
    calls: tuple[tuple[str, str], ...]
    """(id, kind of tool) of the agent's calls."""
    readings: dict[str, Reading]
    """By kind of tool; "" for all but tool results."""
    hits: dict[str, Hits]
    """As `readings`."""
    heard: Heard = SILENCE
    names: Names | None = None
    subject: Subject | None = None
    whole: str = ""
    past: int = 0
    goes_on: bool = False
    """With the task before it, when all up to it had this hash."""


class Recall:
    """The entries of one config; those that were asked for least lately are forgotten first."""

    def __init__(self, patterns: PatternTable, layers: Layers, limit: int) -> None:
        """`limit`: the most entries."""
        self.patterns, self.layers, self._limit = patterns, layers, limit
        self.entries: OrderedDict[int, Entry] = OrderedDict()
        """By Python's hash of the bytes: 64 bits of SipHash under the process's own key, in a third of the time of SHA-256."""

    def get(self, key: int) -> Entry | None:
        """The entry of this key, if it is remembered."""
        entry = self.entries.get(key)
        if entry is not None:
            self.entries.move_to_end(key)
        return entry

    def add(self, entry: Entry) -> None:
        """Remember it."""
        self.entries[entry.key] = entry
        if len(self.entries) > self._limit:
            self.entries.popitem(last=False)


class Recalled:
    """The conversation of one request (`conversation.Conversation`), read by way of what is remembered."""

    def __init__(self, raws: Sequence[bytes], recall: Recall) -> None:
        """`raws`: the messages as they came."""
        self._raws, self._recall = raws, recall
        self._messages: dict[int, Message] = {}
        self._spans: dict[int, Spans] = {}
        self._entries = [self._entry(index, raw) for index, raw in enumerate(raws)]
        self._kinds = self._kinds_of_tools()
        self._pasts: list[int] = []
        self.roles = tuple(entry.role for entry in self._entries)

    def _entry(self, index: int, raw: bytes) -> Entry:
        key = hash(raw)
        entry = self._recall.get(key)
        if entry is None:
            message = self._messages[index] = parse(raw)
            calls = tuple((call.id, tools.kind_of(call)) for call in message.calls)
            entry = Entry(key, message.role, message.call_id, calls, {}, {})
            self._recall.add(entry)
        return entry

    def _kinds_of_tools(self) -> list[str]:
        """Of each message: the kind of the tool whose result it is, "" for what is none."""
        called: dict[str, str] = {}
        kinds = []
        for entry in self._entries:
            if entry.calls:
                called.update(entry.calls)
            kinds.append(called.get(entry.call_id, "unknown") if entry.role == "tool" else "")
        return kinds

    def _message(self, index: int) -> Message:
        message = self._messages.get(index)
        if message is None:
            message = self._messages[index] = parse(self._raws[index])
        return message

    def parted(self, index: int) -> Spans:
        """A message of the user, parted: a turn is read, and asked what it is about."""
        parted = self._spans.get(index)
        if parted is None:
            parted = self._spans[index] = part(self._message(index).texts)
        return parted

    def __getitem__(self, index: int) -> Reading:
        """What a message says."""
        entry, kind = self._entries[index], self._kinds[index]
        return entry.readings.get(kind) or self._read(index, entry, kind)

    def _read(self, index: int, entry: Entry, kind: str) -> Reading:
        message = self._message(index)
        if entry.role == "user":
            reading, own, logs = read_user(message, self.parted(index))
            entry.hits[kind] = self._hits((f"{own}\n{logs}" if logs else own).encode("utf-8", "replace"))
            entry.heard = self._recall.layers.hear(own)
        elif entry.role == "tool":
            reading = read_tool(message, kind)
        else:
            reading = read_other(message)
        entry.readings[kind] = reading
        return reading

    def hits(self, index: int) -> Hits:
        """The configured patterns that a message fires."""
        entry, kind = self._entries[index], self._kinds[index]
        if kind not in entry.hits:
            if entry.role == "user":
                self._read(index, entry, kind)
            else:
                entry.hits[kind] = self._hits(shown_by(self._message(index), kind)) if entry.role == "tool" else ()
        return entry.hits[kind]

    def _hits(self, shown: bytes) -> Hits:
        return self._recall.patterns.hits(shown[:_PATTERN_BYTES])

    def heard(self, index: int) -> Heard:
        """What the layers find in a turn of the user that is read."""
        return self._entries[index].heard

    def names(self, index: int) -> Names:
        """What a message names."""
        entry = self._entries[index]
        if entry.role not in SPEAKERS and not (entry.role == "tool" and self[index].evidence.failing):
            return NAMELESS
        if entry.names is None:
            entry.names = names_in(self._message(index))
        return entry.names

    def subject(self, index: int) -> Subject:
        """What a message is about."""
        entry = self._entries[index]
        if entry.subject is None:
            entry.subject = subject_of(self._message(index), self.parted(index) if entry.role == "user" else None)
        return entry.subject

    def whole(self, index: int) -> str:
        """Hash of all of a message."""
        entry = self._entries[index]
        entry.whole = entry.whole or whole_of(self._message(index))
        return entry.whole

    def goes_on(self, before: int, at: int) -> bool:
        """Whether the turn at `at` goes on with the task of the turn at `before`: it rests on what stands up to it alone."""
        if not self._pasts:
            self._pasts = list(accumulate((entry.key for entry in self._entries), lambda past, key: hash((past, key))))
        entry, past = self._entries[at], hash((before, self._pasts[at]))
        if entry.past != past:
            entry.past, entry.goes_on = past, leaning.goes_on(self, before, at)
        return entry.goes_on
