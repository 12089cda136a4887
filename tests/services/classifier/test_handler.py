"""One classify request to its reply, against a real Valkey."""

import msgspec
import pytest

from services.classifier.engine_cache import EngineCache
from services.classifier.handler import Handler
from services.classifier.session_store import SessionStore
from shared import redis_keys
from shared.config.load import default
from shared.protocol import ClassifyReply, ClassifyRequest, ReplyStatus
from shared.redis_client import SyncWire, connect_sync
from tests.fakes.processes import RedisServer

SNAPSHOT = default()


@pytest.fixture
def handler(valkey: RedisServer) -> Handler:
    client = connect_sync(valkey.url)
    client.set(redis_keys.config(SNAPSHOT.digest), SNAPSHOT.source)
    return Handler(EngineCache(client), SessionStore(SyncWire(valkey.url, timeout_s=5)), "w")


def request(text: str = "hello", **fields: object) -> ClassifyRequest:
    messages = msgspec.json.encode([{"role": "user", "content": text}])
    fields = {"messages": messages, **fields}
    known = {"request_id": "1", "reply_to": "gw", "deadline_unix_ms": 0, "config_digest": SNAPSHOT.digest}
    return ClassifyRequest(**{**known, **fields})


def one(handler: Handler, asked: ClassifyRequest) -> ClassifyReply:
    (reply,) = handler.handle([asked])
    return reply


def test_requests_of_one_session_in_one_take_see_each_other(handler: Handler, valkey: RedisServer) -> None:
    """The state that the first one stored is what the second one starts from: no swap is lost."""
    messages = msgspec.json.encode([{"role": "user", "content": "the tests still fail: 3 failed, 2 passed"}])
    asked = [request(session_key="s" * 32, request_id=str(n), messages=messages) for n in range(4)]
    assert [reply.status for reply in handler.handle(asked)] == [ReplyStatus.OK] * 4
    assert len(valkey.client().keys(f"{redis_keys.TAG}:session:*")) == 1


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


def test_an_explained_request_changes_no_session(handler: Handler, valkey: RedisServer) -> None:
    one(handler, request("tests still failing", session_key="s" * 32, stateless=True, explain=True))
    assert valkey.client().keys(f"{redis_keys.TAG}:session:*") == []
