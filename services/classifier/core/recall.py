"""What was read of messages, remembered by content: an agent resends its whole history with every step.

Law: an entry holds concepts, counts and hashes and no text. A message is parsed when it is new, and read when it is asked for.
"""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import msgspec

from services.classifier.core import clients, findings, leaning, tools
from services.classifier.core.conversation import SPEAKERS
from services.classifier.core.findings import Findings
from services.classifier.core.layers import Heard, Layers
from services.classifier.core.messages import Message, parse
from services.classifier.core.reading import (
    NAMELESS,
    How,
    Names,
    Own,
    Reading,
    Subject,
    key_of,
    names_in,
    own_of,
    read_other,
    read_tool,
    read_user,
    subject_of,
    whole_of,
)
from services.classifier.core.scoring import Hits, PatternTable
from services.classifier.core.spans import Spans, opening, part

_PATTERN_BYTES: Final = 1_000_000
_SAID: Final = "said"


class Entry(msgspec.Struct, gc=False):
    """What is remembered of one raw message."""

    key: int
    """Hash of its bytes."""
    role: str
    call_id: str
    calls: tuple[tuple[str, str], ...]
    """(id, kind of tool) of the agent's calls."""
    findings: dict[str, Findings]
    """By kind of tool; "" for all but tool results."""
    hits: dict[str, Hits]
    """As `findings`; "said" for the user's own words."""
    reading: Reading | None = None
    heard: Heard | None = None
    key_of_task: str = ""
    names: Names | None = None
    subject: Subject | None = None
    whole: str = ""
    past: int = 0
    goes_on: bool = False
    """With the task before it, when all up to it had this hash."""


class Recall:
    """The entries of one config; those that were asked for least lately are forgotten first."""

    def __init__(self, patterns: PatternTable, layers: Layers, limit: int, how: How) -> None:
        """`limit`: the most entries; `how` the words of users are read."""
        self.patterns, self.layers, self.how, self._limit = patterns, layers, how, limit
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
        self._raws, self._recall = clients.recapped(raws), recall
        self._messages: dict[int, Message] = {}
        self._spans: dict[int, Spans] = {}
        self._own: dict[int, Own] = {}
        self._reads = clients.read
        self._entries = [self._entry(index, raw) for index, raw in enumerate(self._raws)]
        if all(
            entry.role != "user" for entry in self._entries
        ):  # what looks like a client's words is all that there is
            self._reads, self._messages = parse, {}
            self._entries = [self._entry(index, raw) for index, raw in enumerate(self._raws)]
        self._kinds = self._kinds_of_tools()
        self._pasts: list[int] = []
        self.roles = tuple(entry.role for entry in self._entries)

    def _entry(self, index: int, raw: bytes) -> Entry:
        key = hash(raw) if self._reads is clients.read else hash((raw,))
        entry = self._recall.get(key)
        if entry is None:
            message = self._messages[index] = self._reads(raw)
            calls = tuple((call.id, tools.kind_of(call)) for call in clients.calls_of(message))
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
            message = self._messages[index] = self._reads(self._raws[index])
        return message

    def parted(self, index: int) -> Spans:
        """A message of the user, parted."""
        parted = self._spans.get(index)
        if parted is None:
            parted = self._spans[index] = part(self._message(index).texts)
        return parted

    def _said(self, index: int) -> Own:
        """What the user says in a message: it is read, and asked what it is about."""
        own = self._own.get(index)
        if own is None:
            own = own_of(self._message(index), self.parted(index), self._recall.how)
            self._own[index] = own
        return own

    def __getitem__(self, index: int) -> Reading:
        """What a message says."""
        entry = self._entries[index]
        if entry.reading is None:
            entry.reading = self._read(index, entry.role)
        return entry.reading

    def _read(self, index: int, role: str) -> Reading:
        message = self._message(index)
        if role == "user":
            return read_user(message, self._said(index))
        return read_tool(message) if role == "tool" else read_other(message)

    def findings(self, index: int) -> Findings:
        """What a message shows."""
        entry, kind = self._entries[index], self._kinds[index]
        found = entry.findings.get(kind)
        if found is None:
            found = entry.findings[kind] = self._find(index, entry.role, kind)
        return found

    def _find(self, index: int, role: str, kind: str) -> Findings:
        if role == "user":
            return findings.of_user(self.parted(index))
        return findings.of_tool(self._message(index), kind) if role == "tool" else findings.NONE

    def acts(self, index: int) -> bool:
        """Whether a message is the result of a tool that does something, and does not only look."""
        return self._kinds[index] not in ("", "look")

    def hits(self, index: int, *, pastes: bool = True) -> Hits:
        """The configured patterns that a message fires, or the user's own words in it alone."""
        entry = self._entries[index]
        if entry.role == "user":
            said = self._hits(index, entry, _SAID)
            return said + self._hits(index, entry, "") if pastes else said
        return self._hits(index, entry, self._kinds[index]) if entry.role == "tool" else ()

    def _hits(self, index: int, entry: Entry, kind: str) -> Hits:
        hits = entry.hits.get(kind)
        if hits is None:
            text = self._looked_at(index, entry.role, kind)
            hits = self._recall.patterns.hits(text[:_PATTERN_BYTES], shown=kind != _SAID)
            entry.hits[kind] = hits
        return hits

    def _looked_at(self, index: int, role: str, kind: str) -> bytes:
        if role == "user":
            return (findings.said_by_user if kind == _SAID else findings.shown_by_user)(self.parted(index))
        return findings.shown_by_tool(self._message(index), kind)

    def heard(self, index: int) -> Heard:
        """What the layers find in a turn of the user."""
        entry = self._entries[index]
        if entry.heard is None:
            entry.heard = self._recall.layers.hear(opening(self.parted(index).paragraphs))
        return entry.heard

    def key(self, index: int) -> str:
        """Hash of the opening of a message of the user."""
        entry = self._entries[index]
        entry.key_of_task = entry.key_of_task or key_of(self._message(index), self.parted(index))
        return entry.key_of_task

    def names(self, index: int) -> Names:
        """What a message names."""
        entry = self._entries[index]
        if entry.role not in SPEAKERS and not (entry.role == "tool" and self.findings(index).evidence.failing):
            return NAMELESS
        if entry.names is None:
            entry.names = names_in(self._message(index), self.parted(index) if entry.role == "user" else None)
        return entry.names

    def subject(self, index: int) -> Subject:
        """What a message is about."""
        entry = self._entries[index]
        if entry.subject is None:
            own = self._said(index) if entry.role == "user" else None
            entry.subject = subject_of(self._message(index), own)
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
