"""Session states against a real Valkey."""

from services.classifier.core.escalation import SessionState
from services.classifier.session_store import SessionStore
from shared import redis_keys
from shared.config.judgement import Session
from shared.redis_client import SyncWire, connect_sync
from tests.fakes.processes import RedisServer

SETTINGS = Session(max_entries=3)
A, B = SessionState(), SessionState(failures=2)


def test_what_was_stored_is_read_back(valkey: RedisServer) -> None:
    store = SessionStore(SyncWire(valkey.url, timeout_s=5))
    assert store.load([("s", "t")], SETTINGS)[0] == (None, b"")
    assert store.replace(("s", "t"), old=b"", new=B, settings=SETTINGS)
    assert store.load([("s", "t")], SETTINGS)[0][0] == B


def test_the_slower_of_two_workers_is_told_so(valkey: RedisServer) -> None:
    store = SessionStore(SyncWire(valkey.url, timeout_s=5))
    assert store.replace(("s", "t"), old=b"", new=A, settings=SETTINGS)
    assert not store.replace(("s", "t"), old=b"", new=B, settings=SETTINGS)
    assert store.load([("s", "t")], SETTINGS)[0][0] == A


def test_sessions_and_tasks_do_not_share_state(valkey: RedisServer) -> None:
    store = SessionStore(SyncWire(valkey.url, timeout_s=5))
    store.replace(("s", "t"), old=b"", new=B, settings=SETTINGS)
    assert store.load([("s", "u")], SETTINGS)[0][0] is None
    assert store.load([("r", "t")], SETTINGS)[0][0] is None


def test_the_oldest_states_go_when_there_are_too_many(valkey: RedisServer) -> None:
    client = connect_sync(valkey.url)
    store = SessionStore(SyncWire(valkey.url, timeout_s=5))
    for number in range(5):
        store.replace((f"s{number}", "t"), old=b"", new=B, settings=SETTINGS)
    assert client.zcard(redis_keys.SESSION_ORDER) == 3
    assert store.load([("s0", "t")], SETTINGS)[0][0] is None
    assert store.load([("s4", "t")], SETTINGS)[0][0] == B


def test_a_state_lives_for_its_minutes(valkey: RedisServer) -> None:
    client, store, minutes = (
        connect_sync(valkey.url),
        SessionStore(SyncWire(valkey.url, timeout_s=5)),
        Session(ttl_minutes=2),
    )
    store.replace(("s", "t"), old=b"", new=A, settings=minutes)
    assert 110_000 < client.pttl(redis_keys.session("s", "t")) <= 120_000
    client.pexpire(redis_keys.session("s", "t"), 500)
    store.load([("s", "t")], minutes)
    assert client.pttl(redis_keys.session("s", "t")) > 110_000, "reading renews it"


def test_a_state_of_another_form_is_replaced_not_fatal(valkey: RedisServer) -> None:
    client = connect_sync(valkey.url)
    client.set(redis_keys.session("s", "t"), b"\xc1 not a state")
    store = SessionStore(SyncWire(valkey.url, timeout_s=5))
    state, stored = store.load([("s", "t")], SETTINGS)[0]
    assert state is None
    assert store.replace(("s", "t"), old=stored, new=A, settings=SETTINGS)
