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
from typing import Final, cast

from redis.exceptions import RedisError

from services.classifier.engine_cache import EngineCache
from services.classifier.handler import Handler
from services.classifier.session_store import SessionStore
from shared import log, redis_keys
from shared.protocol import ClassifyRequest, ProtocolError, decode_request, encode
from shared.redis_client import RedisUrlError, SyncWire, connect_sync, script_text
from shared.version import VERSION

logger = log.get("worker")

TAKE_AT_ONCE: Final = 8
"""Requests of a burst share a round trip; more would leave the other workers idle."""
BLOCK_S: Final = 0.5
"""Longest wait for a request, and so for a signal to stop to be seen."""
BEAT_S: Final = 1.0
REPLY_AFTER_S: Final = 0.002
"""Replies that are ready leave after this, even when more requests of the same take wait."""
RETRY_S: Final = 0.25
PATIENCE_S: Final = 5.0
"""How much later than asked for Redis may answer before the connection is given up."""

Publication = tuple[str, str, bytes]


class Worker:
    """One classifier process."""

    def __init__(self, redis_url: str) -> None:
        """Wire everything; nothing connects yet."""
        self.name = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._redis = connect_sync(redis_url)
        self._wire = SyncWire(redis_url, timeout_s=BLOCK_S + PATIENCE_S)
        self._handler = Handler(EngineCache(self._redis), SessionStore(self._wire), self.name)
        self._lease = self._redis.register_script(script_text("lease"))
        self._next_beat = 0.0
        self._stopping = False

    def stop(self, *_: object) -> None:
        """Finish what was taken, then leave."""
        self._stopping = True

    def serve(self) -> None:
        """Take and answer until told to stop; while Redis is away, try again."""
        logger.info("classifier ready", extra={"worker": self.name, "version": VERSION, "pid": os.getpid()})
        replies: list[Publication] = []
        while not self._stopping:
            try:
                self._beat()
                replies = self._answer(self._publish_and_take(replies))
            except (RedisError, OSError) as error:
                logger.warning("redis_lost", extra={"error_type": type(error).__name__})
                replies = []
                self._wait_for_redis()
        with suppress(RedisError, OSError):
            self._publish(replies)
            self._lease(keys=[redis_keys.WORKERS], args=[self.name, 0])
        logger.info("classifier stopped", extra={"worker": self.name})

    def _beat(self) -> None:
        if time.monotonic() >= self._next_beat:
            self._lease(keys=[redis_keys.WORKERS], args=[self.name, redis_keys.LEASE_S])
            self._next_beat = time.monotonic() + BEAT_S

    def _publish_and_take(self, replies: list[Publication]) -> list[bytes]:
        """Hand out replies and wait for the next requests, in one write."""
        take = ("BLMPOP", BLOCK_S, 1, redis_keys.QUEUE, "LEFT", "COUNT", TAKE_AT_ONCE)
        taken = self._wire.call(*replies, take)[-1]
        return cast(list[bytes], taken[1]) if taken else []

    def _publish(self, replies: list[Publication]) -> None:
        if replies:
            self._wire.call(*replies)

    def _answer(self, payloads: list[bytes]) -> list[Publication]:
        """Replies that are ready to be published; when judging takes long, those before are published at once."""
        requests = [request for payload in payloads if (request := _live(payload)) is not None]
        ready: list[Publication] = []
        started = time.monotonic()
        for request, reply in zip(requests, self._handler.handle(requests), strict=True):
            ready.append(("PUBLISH", redis_keys.replies(request.reply_to), encode(reply)))
            if len(requests) > 1 and time.monotonic() - started > REPLY_AFTER_S:
                self._publish(ready)
                ready, started = [], time.monotonic()
        return ready

    def _wait_for_redis(self) -> None:
        while not self._stopping:
            time.sleep(RETRY_S)
            with suppress(RedisError, OSError):
                self._wire.close()
                self._redis.ping()
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
        worker = Worker(redis_url)
    except RedisUrlError as error:
        print(f"dispatch: {error}", file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.serve()
    return 0
