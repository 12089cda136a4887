"""One classify request to its reply, against a real Valkey."""

import msgspec
import pytest

from services.classifier.engine_cache import EngineCache
from services.classifier.handler import Handler
from services.classifier.session_store import SessionStore
from shared import redis_keys
from shared.config.load import default
from shared.protocol import ClassifyReply, ClassifyRequest, ReplyStatus, decode_reply
from shared.redis_client import SyncWire, connect_sync
from tests.fakes.processes import RedisServer

SNAPSHOT = default()


@pytest.fixture
def store(valkey: RedisServer) -> SessionStore:
    return SessionStore(SyncWire(valkey.url, timeout_s=5))


@pytest.fixture
def handler(valkey: RedisServer, store: SessionStore) -> Handler:
    return handler_of("w", valkey, store)


def handler_of(name: str, valkey: RedisServer, store: SessionStore) -> Handler:
    client = connect_sync(valkey.url)
    client.set(redis_keys.config(SNAPSHOT.digest), SNAPSHOT.source)
    return Handler(EngineCache(client), store, name)


def request(text: str = "hello", **fields: object) -> ClassifyRequest:
    messages = msgspec.json.encode([{"role": "user", "content": text}])
    fields = {"messages": messages, **fields}
    known = {"request_id": "1", "reply_to": "gw", "deadline_unix_ms": 0, "config_digest": SNAPSHOT.digest}
    return ClassifyRequest(**{**known, **fields})


def one(handler: Handler, asked: ClassifyRequest) -> ClassifyReply:
    return decode_reply(handler.answer(asked).publication.reply)


def failing(number: int) -> ClassifyRequest:
    text = f"the tests still fail after attempt {number}: {number + 1} failed, 2 passed"
    return request(text, session_key="s" * 32, task_key="t" * 16, request_id=str(number))


def test_requests_of_one_session_in_one_take_see_each_other(handler: Handler, store: SessionStore) -> None:
    """The state that the first one leaves is what the second one starts from, before Redis has seen either."""
    answers = [handler.answer(failing(number)) for number in range(4)]
    assert store.publish(*(answer.publication for answer in answers)) == [None] * 4


def test_a_worker_that_was_slower_judges_anew_with_the_others_state(valkey: RedisServer, handler: Handler) -> None:
    """Two workers that take turns come to the decisions of one that judges alone."""
    alone = [decode_reply(handler.answer(failing(number)).publication.reply).decision for number in range(4)]
    stores = [SessionStore(SyncWire(valkey.url, timeout_s=5)) for _ in range(2)]
    workers = [handler_of("w", valkey, store) for store in stores]
    together, judged_anew = [], 0
    for number in range(4):
        worker, store = workers[number % 2], stores[number % 2]
        answer = worker.answer(failing(number))
        while (state := store.publish(answer.publication)[0]) is not None:
            answer = worker.again(answer, state)
            judged_anew += 1
        together.append(decode_reply(answer.publication.reply).decision)
    assert together == alone
    assert judged_anew


def test_a_request_is_decided(handler: Handler) -> None:
    reply = one(handler, request())
    assert (reply.status, reply.request_id, reply.worker) == (ReplyStatus.OK, "1", "w")
    assert reply.decision is not None


def test_an_unknown_config_is_said_so(handler: Handler) -> None:
    assert one(handler, request(config_digest="0" * 32)).status == ReplyStatus.UNKNOWN_CONFIG


@pytest.mark.parametrize(
    "messages",
    [b"", b"null", b"{}", b"[1,null,[]]", b'[{"role":1}]', b'["\xff"]', b'[{"content":"\\ud800"}]', b"[" * 5000],
    ids=["nothing", "null", "an object", "no messages in it", "wrong types", "no UTF-8", "a lone surrogate", "deep"],
)
def test_messages_of_any_form_get_a_reply(handler: Handler, messages: bytes) -> None:
    assert one(handler, request(messages=messages)).status in (ReplyStatus.OK, ReplyStatus.FAILED)


def test_an_explained_request_changes_no_session(handler: Handler, store: SessionStore, valkey: RedisServer) -> None:
    asked = request("tests still failing", session_key="s" * 32, stateless=True, explain=True)
    assert store.publish(handler.answer(asked).publication) == [None]
    assert valkey.client().keys(f"{redis_keys.TAG}:session:*") == []
