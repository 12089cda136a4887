"""Request/reply with the classifier over Redis: one sender, one reader and a future per request, for the whole process.

All questions that are asked while a push is under way travel in the next one, so a busy gateway needs few round trips.
Law: `classify` always answers within its deadline; whatever goes wrong, it says so with `ClassifierUnavailable`.

Breaker: a connection that fails or hangs is probed by the reader, with a new subscription, until that is answered. A Redis
that answers and refuses (full, read-only, loading) is probed by the next question after a pause. Meanwhile every
question is refused at once.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from redis.exceptions import NoScriptError, RedisError, ResponseError

from shared import log, redis_keys
from shared.config.snapshot import Snapshot
from shared.protocol import ClassifyReply, ClassifyRequest, Decision, ProtocolError, ReplyStatus, decode_reply, encode
from shared.redis_client import Wire, redacted, script_text

logger = log.get("classifier_client")

SUBSCRIBE_S = 1.0
PROBE_PAUSE_S = 0.25
"""Between two probes of a Redis that is away or refuses."""
FIRST_WORKER_S = 5.0
"""Gateways and workers start together, and workers take the longer: from a young gateway a question waits for the first of them."""
GRACE_MS = 250
"""The queue lives this much longer than the last deadline in it."""


class ClassifierUnavailable(Exception):
    """No decision; the message is one word for the counters: timeout, redis, no_worker, queue_full, too_much, failed."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request on its way."""

    request: ClassifyRequest
    payload: bytes
    future: "asyncio.Future[ClassifyReply]"
    until: float
    """Its deadline by the loop's clock."""


class ClassifierClient:
    """The gateway's end of the wire. `run_sender` and `run_reader` are its two tasks, owned by the runtime."""

    def __init__(
        self,
        redis_url: str,
        gateway_id: str,
        publish: Callable[[Snapshot], Awaitable[None]],
        *,
        silence_s: float = 2.0,
        first_worker_s: float = FIRST_WORKER_S,
    ) -> None:
        """`publish` puts a config source back into Redis when a worker does not find it there.

        `silence_s`: a subscription that brings nothing for so long is asked for a sign of life. `first_worker_s`: for so
        long no living worker means one that is still starting.
        """
        self._silence_s = silence_s
        self._address = redacted(redis_url)
        self._sending = Wire(redis_url)
        self._reading = Wire(redis_url, timeout_s=SUBSCRIBE_S, deliver=self._deliver)
        self._script = script_text("submit")
        self._sha = hashlib.sha1(self._script.encode(), usedforsecurity=False).hexdigest()
        self._publish = publish
        self._waiting: dict[str, Question] = {}
        self._outbox: list[Question] = []
        self._begun: list[Question] = []
        """Sent at once, for the sender to wait for the receipt."""
        self._resting = False
        """The sender has nothing to do."""
        self._outbox_filled = asyncio.Event()
        self._bytes_out = 0
        self._timer: asyncio.TimerHandle | None = None
        self._rings = 0.0
        """When; uvloop's handle of a timer within the millisecond can't tell."""
        self.gateway_id = gateway_id
        self.connected = True
        """False from the first failed command until a new subscription is answered."""
        self._refusing = False
        """Redis answers, and its last answer to a push was a refusal."""
        self._young_until = time.monotonic() + first_worker_s
        self._next_push = 0.0
        """Until this moment of the loop's clock, a refusing Redis is not asked again."""
        self.workers_alive: int | None = None
        """Workers with a live lease as last seen; None while unknown."""

    @property
    def redis_up(self) -> bool:
        """Redis took the last question, as far as is known."""
        return self.connected and not self._refusing

    def __repr__(self) -> str:
        """ClassifierClient(waiting=3, redis_up=True, workers_alive=2)."""
        return f"ClassifierClient(waiting={len(self._waiting)}, redis_up={self.redis_up}, workers_alive={self.workers_alive})"

    async def classify(self, request: ClassifyRequest, snapshot: Snapshot) -> Decision:
        """The decision of a classifier worker; raises `ClassifierUnavailable` at the request's deadline at the latest."""
        self._refuse_at_once(request, snapshot)
        reply = await self._ask(request, snapshot)
        if reply.status == ReplyStatus.UNKNOWN_CONFIG:
            await self._published(snapshot)
            reply = await self._ask(request, snapshot)
        if reply.decision is None:
            raise ClassifierUnavailable("failed")
        return reply.decision

    def _refuse_at_once(self, request: ClassifyRequest, snapshot: Snapshot) -> None:
        settings = snapshot.config.classifier
        if not self.connected or (self._refusing and asyncio.get_running_loop().time() < self._next_push):
            raise ClassifierUnavailable("redis")
        if self.workers_alive == 0 and time.monotonic() >= self._young_until:
            raise ClassifierUnavailable("no_worker")
        if self._bytes_out + len(request.messages) > settings.max_in_flight_bytes:
            raise ClassifierUnavailable("too_much")

    async def _published(self, snapshot: Snapshot) -> None:
        try:
            await self._publish(snapshot)
        except (RedisError, OSError) as error:
            raise ClassifierUnavailable("redis") from error

    async def _ask(self, request: ClassifyRequest, snapshot: Snapshot) -> ClassifyReply:
        loop = asyncio.get_running_loop()
        until = loop.time() + request.deadline_unix_ms / 1000 - time.time()
        question = Question(request, encode(request), loop.create_future(), until)
        self._waiting[request.request_id] = question
        self._watch(loop, until)
        self._outbox.append(question)
        self._bytes_out += len(question.payload)
        self._limit = snapshot.config.classifier.queue_limit
        if self._resting and len(self._waiting) == 1 and self._sending.begin(*self._submission(self._outbox)):
            self._begun, self._outbox = self._outbox, []  # alone: nothing to wait for that could travel with it
        self._resting = False
        self._outbox_filled.set()
        try:
            return await question.future
        finally:
            self._waiting.pop(request.request_id, None)
            self._bytes_out -= len(question.payload)

    def _watch(self, loop: asyncio.AbstractEventLoop, until: float) -> None:
        """Have the clock watched: one timer for all that wait, since most are answered long before one of their own would ring."""
        if self._timer is None or until < self._rings:
            if self._timer is not None:
                self._timer.cancel()
            self._timer, self._rings = loop.call_at(until, self._expire, loop), until

    def _expire(self, loop: asyncio.AbstractEventLoop) -> None:
        """End the waiting of those whose time is over."""
        self._timer = None
        now = loop.time()
        for question in self._waiting.values():
            if question.until > now:
                self._watch(loop, question.until)
            elif not question.future.done():
                self._release_later(question)
                _fail(question, "timeout")

    def _release_later(self, question: Question) -> None:
        """Nobody may have taken it: its bytes count until no worker can be alive that would, and the queue has gone."""
        self._bytes_out += len(question.payload)
        asyncio.get_running_loop().call_later(redis_keys.LEASE_S + GRACE_MS / 1000, self._release, question)

    def _release(self, question: Question) -> None:
        self._bytes_out -= len(question.payload)

    async def run_sender(self) -> None:
        """Push what is in the outbox, all of it at once, for ever."""
        while True:
            self._resting = not self._outbox
            await self._outbox_filled.wait()
            self._outbox_filled.clear()
            self._resting = False
            begun, self._begun = self._begun, []
            if begun:
                await self._push(begun, begun=True)
            batch = [question for question in self._outbox if not question.future.done()]
            self._outbox.clear()
            if batch:
                await self._push(batch)

    async def _push(self, batch: list[Question], *, begun: bool = False) -> None:
        try:
            taken = await self._submit(self._submission(batch), begun=begun)
        except ResponseError as error:
            self._refused(error, batch)
            return
        except (RedisError, OSError) as error:
            self._lost_redis(error, batch)
            return
        if self._refusing:
            self._refusing = False
            logger.warning("redis_takes_again")
        for question in batch[int(taken) :]:
            _fail(question, "queue_full")

    def _submission(self, batch: list[Question]) -> list[str | bytes | float]:
        """The command that puts a batch into the queue."""
        lifetime_ms = max(int(max(q.request.deadline_unix_ms for q in batch) - time.time() * 1000), 0) + GRACE_MS
        payloads = (question.payload for question in batch)
        return ["EVALSHA", self._sha, 1, redis_keys.QUEUE, self._limit, lifetime_ms, *payloads]

    async def _submit(self, command: list[str | bytes | float], *, begun: bool) -> int:
        try:
            return int(await self._sending.call(*command, begun=begun))
        except NoScriptError:
            return int(await self._sending.call("EVAL", self._script, *command[2:]))

    def _refused(self, error: ResponseError, batch: list[Question]) -> None:
        if not self._refusing:
            logger.warning("redis_refuses", extra={"error_type": type(error).__name__})
        self._refusing = True
        self._next_push = asyncio.get_running_loop().time() + PROBE_PAUSE_S
        for question in batch:
            _fail(question, "redis")

    def _lost_redis(self, error: Exception, batch: list[Question]) -> None:
        if self.connected:
            logger.warning("redis_lost", extra={"redis": self._address, "error_type": type(error).__name__})
        self.connected = False
        for question in (*batch, *self._outbox):
            _fail(question, "redis")

    async def run_reader(self) -> None:
        """Wake waiting requests by the id of each reply, for ever; while Redis is away, try to come back."""
        while True:
            try:
                await self._reading.call("SUBSCRIBE", redis_keys.replies(self.gateway_id))
                if not self.connected:
                    self.connected = True
                    logger.warning("redis_back")
                await self._watch_reading()
            except (RedisError, OSError) as error:
                self._lost_redis(error, list(self._waiting.values()))
                await asyncio.sleep(PROBE_PAUSE_S)
            await self._reading.close()

    async def _watch_reading(self) -> None:
        """Until the sender lost Redis, or the subscription: one that is silent is asked for a sign of life."""
        while self.connected:
            await self._reading.silent(self._silence_s)
            await self._reading.call("PING")

    def _deliver(self, data: bytes) -> None:
        """Wake who waits for this reply."""
        try:
            reply = decode_reply(data)
        except ProtocolError:
            logger.warning("reply_refused")
            return
        question = self._waiting.get(reply.request_id)
        if question is not None and not question.future.done():
            question.future.set_result(reply)

    async def aclose(self) -> None:
        """Close both connections."""
        if self._timer is not None:
            self._timer.cancel()
        await self._sending.close()
        await self._reading.close()


def _fail(question: Question, reason: str) -> None:
    if not question.future.done():
        question.future.set_exception(ClassifierUnavailable(reason))
