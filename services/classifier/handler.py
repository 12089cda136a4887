"""Classify requests to their replies: engine by digest, session, judgement, session back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from redis.exceptions import RedisError

from services.classifier.core.engine import Engine, Read
from services.classifier.engine_cache import EngineCache, UnknownConfig
from services.classifier.session_store import SessionStore, Stored, TaskOfSession
from shared import log
from shared.config.snapshot import Snapshot
from shared.protocol import ClassifyReply, ClassifyRequest, Decision, ReplyStatus

logger = log.get("handler")

SWAPS: Final = 4
"""How often a session that other workers change at the same time is judged anew."""


@dataclass(frozen=True, slots=True)
class Case:
    """A request that has been read: what judging it needs."""

    request: ClassifyRequest
    engine: Engine
    snapshot: Snapshot
    reading: Read
    task: TaskOfSession | None
    """Whose session state counts; None when none does."""


class Handler:
    """Answers classify requests of one worker."""

    def __init__(self, engines: EngineCache, sessions: SessionStore, worker: str) -> None:
        """`worker`: its name in replies."""
        self._engines, self._sessions, self._worker = engines, sessions, worker

    def handle(self, requests: Sequence[ClassifyRequest]) -> Iterator[ClassifyReply]:
        """One reply for each request, in order, whatever happens; their sessions are loaded together."""
        read = [self._read(request) for request in requests]
        states = self._load([case for case in read if isinstance(case, Case) and case.task])
        for case in read:
            yield self._judged(case, states) if isinstance(case, Case) else case

    def _read(self, request: ClassifyRequest) -> Case | ClassifyReply:
        try:
            engine, snapshot = self._engines.get(request.config_digest)
            reading = engine.read(request)
        except UnknownConfig:
            return self._without(request, ReplyStatus.UNKNOWN_CONFIG)
        except Exception:
            logger.exception("classify_failed", extra={"request_id": request.request_id})
            return self._without(request, ReplyStatus.FAILED)
        intelligence = snapshot.config.intelligence
        counts = request.session_key and intelligence.enabled and intelligence.session.enabled
        task = (request.session_key, reading.frame.task_key) if counts else None
        return Case(request, engine, snapshot, reading, task)

    def _load(self, cases: list[Case]) -> dict[TaskOfSession, Stored]:
        """States by task; without Redis everything is judged as if it were new."""
        if not cases:
            return {}
        tasks = list({case.task: None for case in cases if case.task})
        try:
            return dict(
                zip(tasks, self._sessions.load(tasks, cases[0].snapshot.config.intelligence.session), strict=True)
            )
        except (RedisError, OSError):
            logger.warning("sessions_not_loaded")
            return {}

    def _judged(self, case: Case, states: dict[TaskOfSession, Stored]) -> ClassifyReply:
        try:
            decision = self._judge(case, states)
            return ClassifyReply(request_id=case.request.request_id, decision=decision, worker=self._worker)
        except Exception:
            logger.exception("classify_failed", extra={"request_id": case.request.request_id})
            return self._without(case.request, ReplyStatus.FAILED)

    def _judge(self, case: Case, states: dict[TaskOfSession, Stored]) -> Decision:
        """Judge with the state of the session; anew when another worker changed it in between."""
        task = case.task
        if task is None or task not in states:
            return case.engine.classify(case.request, reading=case.reading).decision
        for _ in range(SWAPS):
            state, stored = states[task]
            outcome = case.engine.classify(case.request, state, case.reading)
            if outcome.session is None or case.request.stateless:
                break
            settings = case.snapshot.config.intelligence.session
            try:
                if kept := self._sessions.replace(task, old=stored, new=outcome.session, settings=settings):
                    states[task] = kept
                    break
                (states[task],) = self._sessions.load([task], settings)
            except (RedisError, OSError):
                logger.warning("session_not_stored")
                break
        return outcome.decision

    def _without(self, request: ClassifyRequest, status: str) -> ClassifyReply:
        return ClassifyReply(request_id=request.request_id, status=status, worker=self._worker)
