"""Classify requests to what is published: engine by digest, session as it is assumed, judgement, reply."""

import msgspec

from services.classifier.core.engine import Engine, Judged
from services.classifier.core.escalation import SessionState
from services.classifier.engine_cache import EngineCache, UnknownConfig
from services.classifier.session_store import (
    Publication,
    SessionStore,
    TaskOfSession,
    decoded,
    stored_form,
)
from shared import log, redis_keys
from shared.config.judgement import Session
from shared.protocol import ClassifyReply, ClassifyRequest, ReplyStatus, encode

logger = log.get("handler")


class Answer(msgspec.Struct, frozen=True, gc=False):
    """A judged request. `publication` is what goes out; the rest is for concluding it anew with another state."""

    request: ClassifyRequest
    publication: Publication
    engine: Engine | None = None
    judged: Judged | None = None


class Handler:
    """Answers classify requests of one worker."""

    def __init__(self, engines: EngineCache, sessions: SessionStore, worker: str) -> None:
        """`worker`: its name in replies."""
        self._engines, self._sessions, self._worker = engines, sessions, worker

    def answer(self, request: ClassifyRequest) -> Answer:
        """The answer to a request, whatever happens, judged with the state that its task is assumed to have."""
        try:
            engine, snapshot = self._engines.get(request.config_digest)
            judged = engine.judge(request)
            intelligence = snapshot.config.intelligence
            counts = request.session_key and intelligence.enabled and intelligence.session.enabled
            task = (request.session_key, judged.frame.task_key) if counts else None
            state, stored = self._sessions.assumed(task) if task else (None, b"")
            publication = self._concluded(engine, judged, task, state, stored, intelligence.session)
            return Answer(request, publication, engine, judged)
        except UnknownConfig:
            return self._without_decision(request, ReplyStatus.UNKNOWN_CONFIG)
        except Exception:
            logger.exception("classify_failed", extra={"request_id": request.request_id})
            return self._without_decision(request, ReplyStatus.FAILED)

    def again(self, answer: Answer, stored: bytes) -> Answer:
        """The same judgement concluded with the state that another worker has left."""
        assert answer.engine is not None
        assert answer.judged is not None
        before = answer.publication
        try:
            publication = self._concluded(
                answer.engine, answer.judged, before.task, decoded(stored), stored, before.settings
            )
        except Exception:
            logger.exception("classify_failed", extra={"request_id": answer.request.request_id})
            return self._without_decision(answer.request, ReplyStatus.FAILED)
        return Answer(answer.request, publication, answer.engine, answer.judged)

    def _concluded(
        self,
        engine: Engine,
        judged: Judged,
        task: TaskOfSession | None,
        state: SessionState | None,
        stored: bytes,
        settings: Session,
    ) -> Publication:
        request, outcome = judged.request, engine.conclude(judged, state)
        following = stored if outcome.session is None or request.stateless else stored_form(outcome.session)
        if task is not None:
            self._sessions.remember(task, following)
        return Publication(
            channel=redis_keys.replies(request.reply_to),
            reply=encode(ClassifyReply(request_id=request.request_id, decision=outcome.decision, worker=self._worker)),
            task=task,
            judged_with=stored,
            following=following,
            settings=settings,
            stateless=request.stateless,
        )

    def _without_decision(self, request: ClassifyRequest, status: str) -> Answer:
        reply = ClassifyReply(request_id=request.request_id, status=status, worker=self._worker)
        return Answer(request, Publication(redis_keys.replies(request.reply_to), encode(reply)))
