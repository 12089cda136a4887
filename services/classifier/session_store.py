"""What is remembered of a task of a session: assumed from memory, and settled in Redis in the step that publishes the reply.

A worker judges with the state it saw last, or with none; the script `answer` publishes the reply only if Redis holds just
that state. Another worker's state comes back instead, and the judgement is concluded anew with it. So sessions cost no round
trip of their own, and two workers decide as one would.
"""

import hashlib
from collections import OrderedDict
from typing import Any, Final

import msgspec
from redis.exceptions import NoScriptError, ResponseError

from services.classifier.core.escalation import SessionState
from shared import log, redis_keys
from shared.config.judgement import Session
from shared.redis_client import Command, SyncWire, script_text

logger = log.get("session_store")

REMEMBERED: Final = 4096
"""Tasks whose last state a worker keeps in memory."""

TaskOfSession = tuple[str, str]
"""Session key and task key; both are hashes, so ids of clients can neither collide nor leak."""

_encode: Final = msgspec.msgpack.encode
_decoder: Final = msgspec.msgpack.Decoder(SessionState)


class Publication(msgspec.Struct, frozen=True, gc=False):
    """A reply on its way out; `task` is None when no session state counts."""

    channel: str
    reply: bytes
    task: TaskOfSession | None = None
    judged_with: bytes = b""
    """The stored form of the state that was assumed; empty for none."""
    following: bytes = b""
    """What is to be stored instead; empty for nothing."""
    settings: Session = msgspec.field(default_factory=Session)
    stateless: bool = False
    """The state counts and is not changed."""


class SessionStore:
    """Session states by session and task, as one worker sees them."""

    def __init__(self, wire: SyncWire) -> None:
        """`wire`: for what can't wait for the worker's next take."""
        self._wire = wire
        self._script = script_text("answer")
        self._sha = hashlib.sha1(self._script.encode(), usedforsecurity=False).hexdigest()
        self._seen: OrderedDict[TaskOfSession, bytes] = OrderedDict()

    def assumed(self, task: TaskOfSession) -> tuple[SessionState | None, bytes]:
        """The state this worker saw last and its stored form; (None, b"") when it saw none."""
        stored = self._seen.get(task, b"")
        return decoded(stored), stored

    def remember(self, task: TaskOfSession, stored: bytes) -> None:
        """What the state of a task is, or will be when the reply is out."""
        self._seen[task] = stored
        self._seen.move_to_end(task)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def command(self, publication: Publication) -> Command:
        """The one command that publishes a reply and settles its state."""
        if publication.task is None:
            return "PUBLISH", publication.channel, publication.reply
        return "EVALSHA", self._sha, *self._arguments(publication, publication.task)

    def settled(self, publication: Publication, outcome: Any) -> bytes | None:
        """None when the reply is out; else the state that another worker left. `outcome` is Redis' answer to the command.

        Raises redis-py's errors when Redis is lost.
        """
        if isinstance(outcome, NoScriptError) and publication.task is not None:
            (outcome,) = self._wire.call(("EVAL", self._script, *self._arguments(publication, publication.task)))
        if isinstance(outcome, ResponseError):  # no memory for a state is no reason to leave anybody waiting
            logger.warning("session_not_stored", extra={"error_type": type(outcome).__name__})
            self.published(publication)
            return None
        return outcome if isinstance(outcome, bytes) else None

    def publish(self, *publications: Publication) -> list[bytes | None]:
        """Send the commands now, in one write outside the take; answers as `settled`, one for each."""
        outcomes = self._wire.call(*map(self.command, publications))
        return [self.settled(*pair) for pair in zip(publications, outcomes, strict=True)]

    def published(self, publication: Publication) -> None:
        """Send the reply whatever the state is."""
        self.publish(msgspec.structs.replace(publication, task=None))

    def _arguments(self, publication: Publication, task: TaskOfSession) -> Command:
        settings = publication.settings
        return (
            2,
            redis_keys.session(*task),
            redis_keys.SESSION_ORDER,
            publication.channel,
            publication.reply,
            publication.judged_with,
            publication.following,
            0 if publication.stateless else int(settings.ttl_minutes * 60_000),
            settings.max_entries,
        )


def stored_form(state: SessionState | None) -> bytes:
    """A state as it is stored; empty for none."""
    return b"" if state is None else _encode(state)


def decoded(stored: bytes) -> SessionState | None:
    """A stored state; None when there is none, or one of another form."""
    try:
        return _decoder.decode(stored) if stored else None
    except msgspec.DecodeError:
        return None
