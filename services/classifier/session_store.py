"""What is remembered of a task of a session, in Redis: read, and replaced only if no other worker changed it meanwhile."""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec
from redis.exceptions import NoScriptError

from services.classifier.core.escalation import SessionState
from shared import redis_keys
from shared.config.judgement import Session
from shared.redis_client import SyncWire, script_text

TaskOfSession = tuple[str, str]
"""Session key and task key; both are hashes, so ids of clients can neither collide nor leak."""

Stored = tuple[SessionState | None, bytes]
"""A state and its stored form; (None, b"") when there is none."""

_encode: Final = msgspec.msgpack.encode
_decoder: Final = msgspec.msgpack.Decoder(SessionState)


class SessionStore:
    """Session states by session and task."""

    def __init__(self, wire: SyncWire) -> None:
        """`wire`: for short commands."""
        self._wire = wire
        self._swap = script_text("swap_session")
        self._sha = hashlib.sha1(self._swap.encode(), usedforsecurity=False).hexdigest()

    def load(self, tasks: Sequence[TaskOfSession], settings: Session) -> list[Stored]:
        """The states of some tasks in one round trip, their lifetime renewed; raises redis-py's errors."""
        if not tasks:
            return []
        lifetime = ("PX", _lifetime_ms(settings))
        return [
            _decoded(stored)
            for stored in self._wire.call(*(("GETEX", redis_keys.session(*task), *lifetime) for task in tasks))
        ]

    def replace(self, task: TaskOfSession, *, old: bytes, new: SessionState, settings: Session) -> Stored | None:
        """Store the new state and return it as `load` would; None when another worker was faster. Raises redis-py's errors."""
        fresh = _encode(new)
        if fresh == old:
            return new, old
        arguments = (
            2,
            redis_keys.session(*task),
            redis_keys.SESSION_ORDER,
            old,
            fresh,
            _lifetime_ms(settings),
            settings.max_entries,
        )
        try:
            (swapped,) = self._wire.call(("EVALSHA", self._sha, *arguments))
        except NoScriptError:
            (swapped,) = self._wire.call(("EVAL", self._swap, *arguments))
        return (new, fresh) if swapped else None


def _lifetime_ms(settings: Session) -> int:
    return int(settings.ttl_minutes * 60_000)


def _decoded(stored: bytes | None) -> Stored:
    if stored is None:
        return None, b""
    try:
        return _decoder.decode(stored), stored
    except msgspec.DecodeError:
        return None, stored
