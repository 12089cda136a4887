"""One classify request to its reply: engine by digest, session, judgement, session back."""

from typing import Final

from redis.exceptions import RedisError

from services.classifier.core.engine import Engine
from services.classifier.core.escalation import SessionState
from services.classifier.engine_cache import EngineCache, UnknownConfig
from services.classifier.session_store import SessionStore
from shared import log
from shared.config.snapshot import Snapshot
from shared.protocol import ClassifyReply, ClassifyRequest, Decision, ReplyStatus

logger = log.get("handler")

SWAPS: Final = 4
"""How often a session that other workers change at the same time is judged anew."""


class Handler:
    """Answers classify requests of one worker."""

    def __init__(self, engines: EngineCache, sessions: SessionStore, worker: str) -> None:
        """`worker`: its name in replies."""
        self._engines, self._sessions, self._worker = engines, sessions, worker

    def handle(self, request: ClassifyRequest) -> ClassifyReply:
        """The reply to one request; whatever happens, there is one."""
        try:
            engine, snapshot = self._engines.get(request.config_digest)
            decision = self._judge(engine, snapshot, request)
            return ClassifyReply(request_id=request.request_id, decision=decision, worker=self._worker)
        except UnknownConfig:
            return self._without(request, ReplyStatus.UNKNOWN_CONFIG)
        except Exception:
            logger.exception("classify_failed", extra={"request_id": request.request_id})
            return self._without(request, ReplyStatus.FAILED)

    def _without(self, request: ClassifyRequest, status: str) -> ClassifyReply:
        return ClassifyReply(request_id=request.request_id, status=status, worker=self._worker)

    def _judge(self, engine: Engine, snapshot: Snapshot, request: ClassifyRequest) -> Decision:
        reading = engine.read(request)
        settings = snapshot.config.intelligence.session
        if not (request.session_key and settings.enabled and snapshot.config.intelligence.enabled):
            return engine.classify(request, reading=reading).decision
        task_key = reading.frame.task_key
        for _ in range(SWAPS):
            state, stored = self._load(request.session_key, task_key)
            outcome = engine.classify(request, state, reading)
            if outcome.session is None or request.stateless:
                break
            try:
                if self._sessions.replace(
                    request.session_key, task_key, old=stored, new=outcome.session, settings=settings
                ):
                    break
            except (RedisError, OSError):
                logger.warning("session_not_stored")
                break
        return outcome.decision

    def _load(self, session_key: str, task_key: str) -> tuple[SessionState | None, bytes]:
        try:
            return self._sessions.load(session_key, task_key)
        except (RedisError, OSError):
            return None, b""
