"""The worker's loop: take requests, drop expired ones, answer, give a sign of life, stop in order.

It does one thing after the other, without an event loop: judging is CPU work, and more of it is more workers.
"""

import os
import secrets
import signal
import socket
import sys
import time
from contextlib import suppress
from typing import Final

from redis.exceptions import RedisError, ResponseError

from services.classifier import warm
from services.classifier.engine_cache import EngineCache
from services.classifier.handler import Answer, Handler
from services.classifier.session_store import SessionStore
from shared import log, memory, redis_keys
from shared.protocol import ClassifyRequest, ProtocolError, decode_request
from shared.redis_client import RedisUrlError, SyncWire, connect_sync, redacted, refuse_cluster, script_text
from shared.version import VERSION

logger = log.get("worker")

TAKE_AT_ONCE: Final = 8
"""Requests of a burst share a round trip; more would leave the other workers idle."""
BLOCK_S: Final = 0.5
"""Longest wait for a request, and so for a signal to stop to be seen."""
BEAT_S: Final = 1.0
REPLY_AFTER_S: Final = 0.004
"""Replies that are ready leave after this, even when more requests of the same take wait; each write of its own costs 40 us."""
RETRY_S: Final = 0.25
PATIENCE_S: Final = 5.0
"""How much later than asked for Redis may answer before the connection is given up."""
SWAPS: Final = 4
"""How often a judgement is concluded anew because other workers change its session at the same time."""


class Worker:
    """One classifier process."""

    def __init__(self, redis_url: str) -> None:
        """Wire everything; nothing connects yet."""
        self.name = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._redis = connect_sync(redis_url)
        self._wire = SyncWire(redis_url, timeout_s=BLOCK_S + PATIENCE_S)
        self._sessions = SessionStore(SyncWire(redis_url, timeout_s=PATIENCE_S))
        self._handler = Handler(EngineCache(self._redis), self._sessions, self.name)
        self._lease = self._redis.register_script(script_text("lease"))
        self._next_beat = 0.0
        self._stopping = False
        self._address = redacted(redis_url)

    def stop(self, *_: object) -> None:
        """Finish what was taken, then leave."""
        self._stopping = True

    def serve(self) -> None:
        """Take and answer until told to stop; while Redis is away, try again."""
        logger.info("classifier ready", extra={"worker": self.name, "version": VERSION, "pid": os.getpid()})
        answers: list[Answer] = []
        while not self._stopping:
            try:
                self._beat()
                answers = self._judge(self._hand_out_and_take(answers))
            except (RedisError, OSError) as error:
                logger.warning("redis_lost", extra={"redis": self._address, "error_type": type(error).__name__})
                answers = []
                self._wait_for_redis()
        with suppress(RedisError, OSError):
            self._hand_out(answers)
            self._lease(keys=[redis_keys.WORKERS], args=[self.name, 0])
        logger.info("classifier stopped", extra={"worker": self.name})

    def _beat(self) -> None:
        if time.monotonic() >= self._next_beat:
            self._lease(keys=[redis_keys.WORKERS], args=[self.name, redis_keys.LEASE_S])
            self._next_beat = time.monotonic() + BEAT_S

    def _hand_out_and_take(self, answers: list[Answer]) -> list[bytes]:
        """Hand out answers and wait for the next requests, in one write."""
        take = ("BLMPOP", BLOCK_S, 1, redis_keys.QUEUE, "LEFT", "COUNT", TAKE_AT_ONCE)
        self._wire.send(*(self._sessions.command(answer.publication) for answer in answers), take)
        self._settle(answers)  # what has to be concluded anew does not wait for the next request
        taken = self._wire.receive()
        if isinstance(taken, ResponseError):
            raise taken
        return list(taken[1]) if taken else []

    def _hand_out(self, answers: list[Answer]) -> None:
        if answers:
            self._wire.send(*(self._sessions.command(answer.publication) for answer in answers))
            self._settle(answers)

    def _settle(self, answers: list[Answer]) -> None:
        """Conclude anew, all together, what another worker was faster with, until it is out."""
        states = [self._sessions.settled(answer.publication, self._wire.receive()) for answer in answers]
        for _ in range(SWAPS):
            answers = [
                self._handler.again(answer, state)
                for answer, state in zip(answers, states, strict=True)
                if state is not None
            ]
            if not answers:
                return
            states = self._sessions.publish(*(answer.publication for answer in answers))
        for answer, state in zip(answers, states, strict=True):
            if state is not None:
                self._sessions.published(answer.publication)

    def _judge(self, payloads: list[bytes]) -> list[Answer]:
        """Answers that are ready to be handed out; when judging takes long, those before are handed out at once."""
        requests = [request for payload in payloads if (request := _live(payload)) is not None]
        ready: list[Answer] = []
        started = time.monotonic()
        for request in requests:
            if ready and time.monotonic() - started > REPLY_AFTER_S:
                self._hand_out(ready)
                ready, started = [], time.monotonic()
            ready.append(self._handler.answer(request))
        return ready

    def _wait_for_redis(self) -> None:
        while not self._stopping:
            time.sleep(RETRY_S)
            with suppress(RedisError, OSError):
                self._wire.close()
                self._next_beat = 0.0
                self._beat()  # a write: a Redis that answers and refuses is not back
                logger.warning("redis_back")
                return


def _live(payload: bytes) -> ClassifyRequest | None:
    """The request, if somebody still waits for it."""
    try:
        request = decode_request(payload)
    except ProtocolError as error:
        logger.warning("request_refused", extra={"reason": str(error)})
        return None
    return request if request.deadline_unix_ms >= time.time() * 1000 else None


def run(redis_url: str) -> int:
    """Work until SIGTERM or SIGINT; returns the exit code."""
    log.setup()
    try:
        refuse_cluster(redis_url)
        worker = Worker(redis_url)
    except RedisUrlError as error:
        print(f"dispatch: {error}", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    memory.settle()
    warm.up()  # last: it takes the memory, too, that requests will use
    worker.serve()
    return 0
