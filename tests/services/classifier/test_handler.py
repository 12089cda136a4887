"""One classify request to its reply, against a real Valkey."""

import msgspec
import pytest

from services.classifier.engine_cache import EngineCache
from services.classifier.handler import Handler
from services.classifier.session_store import SessionStore
from shared import redis_keys
from shared.config.load import default
from shared.protocol import ClassifyRequest, ReplyStatus
from shared.redis_client import connect_sync
from tests.fakes.processes import RedisServer

SNAPSHOT = default()


@pytest.fixture
def handler(valkey: RedisServer) -> Handler:
    client = connect_sync(valkey.url)
    client.set(redis_keys.config(SNAPSHOT.digest), SNAPSHOT.source)
    return Handler(EngineCache(client), SessionStore(client), "w")


def request(text: str = "hello", **fields: object) -> ClassifyRequest:
    messages = msgspec.json.encode([{"role": "user", "content": text}])
    known = {"request_id": "1", "reply_to": "gw", "deadline_unix_ms": 0, "config_digest": SNAPSHOT.digest}
    return ClassifyRequest(**{**known, "messages": messages, **fields})


def test_a_request_is_decided(handler: Handler) -> None:
    reply = handler.handle(request())
    assert (reply.status, reply.request_id, reply.worker) == (ReplyStatus.OK, "1", "w")
    assert reply.decision is not None


def test_an_unknown_config_is_said_so(handler: Handler) -> None:
    assert handler.handle(request(config_digest="0" * 32)).status == ReplyStatus.UNKNOWN_CONFIG


@pytest.mark.parametrize(
    "messages",
    [b"", b"null", b"{}", b"[1,null,[]]", b'[{"role":1}]', b'["\xff"]', b'[{"content":"\\ud800"}]', b"[" * 5000],
    ids=["nothing", "null", "an object", "no messages in it", "wrong types", "no UTF-8", "a lone surrogate", "deep"],
)
def test_messages_of_any_form_get_a_reply(handler: Handler, messages: bytes) -> None:
    assert handler.handle(request(messages=messages)).status in (ReplyStatus.OK, ReplyStatus.FAILED)


def test_an_explained_request_changes_no_session(handler: Handler, valkey: RedisServer) -> None:
    handler.handle(request("tests still failing", session_key="s" * 32, stateless=True, explain=True))
    assert valkey.client().keys(f"{redis_keys.TAG}:session:*") == []
