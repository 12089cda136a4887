"""The worker's loop: take requests, drop expired ones, answer, give a sign of life, stop in order.

It does one thing after the other, without an event loop: judging is CPU work, and more of it is more workers.
"""

import os
import secrets
import signal
import socket
import sys
import time
from collections import defaultdict
from contextlib import suppress
from typing import Final, cast

from redis.exceptions import RedisError

from services.classifier.engine_cache import EngineCache
from services.classifier.handler import Handler
from services.classifier.session_store import SessionStore
from shared import log, redis_keys
from shared.protocol import ClassifyReply, ProtocolError, decode_request, encode
from shared.redis_client import RedisUrlError, connect_sync, script_text
from shared.version import VERSION

logger = log.get("worker")

TAKE_AT_ONCE: Final = 8
"""Small requests of a burst share two round trips; more would leave the other workers idle."""
BLOCK_S: Final = 0.5
"""Longest wait for a request, and so for a signal to stop to be seen."""
BEAT_S: Final = 1.0
REPLY_AFTER_S: Final = 0.002
"""Replies that are ready leave after this, even when more requests of the same take wait."""
RETRY_S: Final = 0.25


class Worker:
    """One classifier process."""

    def __init__(self, redis_url: str) -> None:
        """Wire everything; nothing connects yet."""
        self.name = f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(3)}"
        self._redis = connect_sync(redis_url)
        self._blocking = connect_sync(redis_url, blocking=True)
        self._handler = Handler(EngineCache(self._redis), SessionStore(self._redis), self.name)
        self._lease = self._redis.register_script(script_text("lease"))
        self._push = script_text("push_replies")
        self._next_beat = 0.0
        self._stopping = False

    def stop(self, *_: object) -> None:
        """Finish what was taken, then leave."""
        self._stopping = True

    def serve(self) -> None:
        """Take and answer until told to stop; while Redis is away, try again."""
        logger.info("classifier ready", extra={"worker": self.name, "version": VERSION, "pid": os.getpid()})
        while not self._stopping:
            try:
                self._beat()
                self._answer(self._take())
            except (RedisError, OSError) as error:
                logger.warning("redis_lost", extra={"error_type": type(error).__name__})
                self._wait_for_redis()
        with suppress(RedisError, OSError):
            self._lease(keys=[redis_keys.WORKERS], args=[self.name, 0])
        logger.info("classifier stopped", extra={"worker": self.name})

    def _beat(self) -> None:
        if time.monotonic() >= self._next_beat:
            self._lease(keys=[redis_keys.WORKERS], args=[self.name, redis_keys.LEASE_S])
            self._next_beat = time.monotonic() + BEAT_S

    def _take(self) -> list[bytes]:
        """Payloads of requests whose deadline has not passed."""
        taken = self._blocking.blmpop(BLOCK_S, 1, redis_keys.QUEUE, direction="LEFT", count=TAKE_AT_ONCE)
        if not taken:
            return []
        now_ms = time.time() * 1000
        entries = (cast(bytes, entry).decode().partition(":") for entry in taken[1])
        live = [request_id for request_id, _, deadline in entries if float(deadline) > now_ms]
        if not live:
            return []
        pipe = self._redis.pipeline(transaction=False)
        for request_id in live:
            pipe.getdel(redis_keys.payload(request_id))
        return [payload for payload in pipe.execute() if payload is not None]

    def _answer(self, payloads: list[bytes]) -> None:
        ready: dict[str, list[ClassifyReply]] = defaultdict(list)
        started = time.monotonic()
        for payload in payloads:
            try:
                request = decode_request(payload)
            except ProtocolError as error:
                logger.warning("request_refused", extra={"reason": str(error)})
                continue
            ready[request.reply_to].append(self._handler.handle(request))
            if time.monotonic() - started > REPLY_AFTER_S:
                self._send(ready)
                started = time.monotonic()
        self._send(ready)

    def _send(self, ready: dict[str, list[ClassifyReply]]) -> None:
        if not ready:
            return
        pipe = self._redis.pipeline(transaction=False)
        for gateway, replies in ready.items():
            pipe.eval(self._push, 1, redis_keys.reply(gateway), redis_keys.REPLY_TTL_MS, *map(encode, replies))
        ready.clear()
        pipe.execute()

    def _wait_for_redis(self) -> None:
        while not self._stopping:
            time.sleep(RETRY_S)
            with suppress(RedisError, OSError):
                self._blocking.connection_pool.disconnect()
                self._redis.ping()
                logger.warning("redis_back")
                return


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
