"""What is remembered of a task of a session, in Redis: read, and replaced only if no other worker changed it meanwhile."""

from typing import Final

import msgspec
import redis

from services.classifier.core.escalation import SessionState
from shared import redis_keys
from shared.config.judgement import Session
from shared.redis_client import script_text

_encode: Final = msgspec.msgpack.encode
_decoder: Final = msgspec.msgpack.Decoder(SessionState)


class SessionStore:
    """Session states by session and task key; both are hashes, so ids of clients can neither collide nor leak."""

    def __init__(self, client: "redis.Redis") -> None:
        """`client`: for short commands."""
        self._redis = client
        self._swap = client.register_script(script_text("swap_session"))

    def load(self, session_key: str, task_key: str) -> tuple[SessionState | None, bytes]:
        """The state and its stored form, (None, b"") when there is none; raises redis-py's errors."""
        stored = self._redis.get(redis_keys.session(session_key, task_key))
        if not isinstance(stored, bytes):
            return None, b""
        try:
            return _decoder.decode(stored), stored
        except msgspec.DecodeError:
            return None, stored

    def replace(self, session_key: str, task_key: str, *, old: bytes, new: SessionState, settings: Session) -> bool:
        """Store the new state; False when another worker was faster. Raises redis-py's errors."""
        fresh = _encode(new)
        if fresh == old:
            return True
        lifetime_ms = int(settings.ttl_minutes * 60_000)
        key = redis_keys.session(session_key, task_key)
        args: list[bytes | int] = [old, fresh, lifetime_ms, settings.max_entries]
        return bool(self._swap(keys=[key, redis_keys.SESSION_ORDER], args=args))
