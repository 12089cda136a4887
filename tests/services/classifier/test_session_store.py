"""Session states and the replies that settle them, against a real Valkey."""

from collections.abc import Iterator

import pytest

from services.classifier.core.escalation import SessionState
from services.classifier.session_store import REMEMBERED, Publication, SessionStore, decoded, stored_form
from shared import redis_keys
from shared.config.judgement import Session
from shared.redis_client import SyncWire
from tests.fakes.processes import RedisServer

SETTINGS = Session(max_entries=3)
A, B = stored_form(SessionState(requests=1)), stored_form(SessionState(failures=2))


@pytest.fixture
def store(valkey: RedisServer) -> Iterator[SessionStore]:
    wire = SyncWire(valkey.url, timeout_s=5)
    yield SessionStore(wire)
    wire.close()


def publication(
    session: str = "s",
    task: str = "t",
    *,
    old: bytes = b"",
    new: bytes = B,
    settings: Session = SETTINGS,
    **fields: bool,
) -> Publication:
    return Publication("replies", b"a reply", (session, task), old, new, settings, **fields)


def stored(valkey: RedisServer, session: str = "s", task: str = "t") -> object:
    return valkey.client().get(redis_keys.session(session, task))


def test_a_reply_goes_out_with_the_state_that_follows(store: SessionStore, valkey: RedisServer) -> None:
    with valkey.client().pubsub() as channel:
        channel.subscribe("replies")
        assert channel.get_message(timeout=5)
        assert store.publish(publication()) == [None]
        message = channel.get_message(timeout=5)
        assert message
        assert message["data"] == b"a reply"
    assert stored(valkey) == B


def test_the_slower_of_two_workers_gets_the_others_state_and_publishes_nothing(
    store: SessionStore, valkey: RedisServer
) -> None:
    assert store.publish(publication(new=A)) == [None]
    with valkey.client().pubsub() as channel:
        channel.subscribe("replies")
        assert channel.get_message(timeout=5)
        assert store.publish(publication(new=B)) == [A]
        assert channel.get_message(timeout=0.2) is None
    assert stored(valkey) == A


def test_a_state_that_is_gone_comes_back_as_none(store: SessionStore) -> None:
    assert store.publish(publication(old=A)) == [b""]


def test_a_reply_that_changes_nothing_still_needs_the_state_it_was_judged_with(
    store: SessionStore, valkey: RedisServer
) -> None:
    assert store.publish(publication(old=b"", new=b"")) == [None]
    assert stored(valkey) is None
    store.publish(publication(new=A))
    assert store.publish(publication(old=b"", new=b"")) == [A]


def test_sessions_and_tasks_do_not_share_state(store: SessionStore, valkey: RedisServer) -> None:
    store.publish(publication("s", "t"))
    assert stored(valkey, "s", "u") is None
    assert stored(valkey, "r", "t") is None


def test_the_oldest_states_go_when_there_are_too_many(store: SessionStore, valkey: RedisServer) -> None:
    for number in range(5):
        store.publish(publication(f"s{number}"))
    assert valkey.client().zcard(redis_keys.SESSION_ORDER) == 3
    assert stored(valkey, "s0") is None
    assert stored(valkey, "s4") == B


def test_a_state_lives_for_its_minutes_and_is_renewed_by_use(store: SessionStore, valkey: RedisServer) -> None:
    client, minutes, key = valkey.client(), Session(ttl_minutes=2), redis_keys.session("s", "t")
    store.publish(publication(new=A, settings=minutes))
    assert 110_000 < client.pttl(key) <= 120_000
    client.pexpire(key, 5_000)
    assert store.publish(publication(old=A, new=A, settings=minutes)) == [None]
    assert client.pttl(key) > 110_000


def test_a_stateless_reply_stores_and_renews_nothing(store: SessionStore, valkey: RedisServer) -> None:
    client, key = valkey.client(), redis_keys.session("s", "t")
    assert store.publish(publication(new=A, stateless=True)) == [None]
    assert stored(valkey) is None
    store.publish(publication(new=A))
    client.pexpire(key, 5_000)
    store.publish(publication(old=A, new=A, stateless=True))
    assert client.pttl(key) <= 5_000


def test_a_state_of_another_form_is_none_and_can_be_replaced(store: SessionStore, valkey: RedisServer) -> None:
    valkey.client().set(redis_keys.session("s", "t"), b"\xc1 not a state")
    (found,) = store.publish(publication())
    assert found is not None
    assert decoded(found) is None
    assert store.publish(publication(old=found, new=A)) == [None]


def test_publications_of_one_write_are_settled_each_by_itself(store: SessionStore, valkey: RedisServer) -> None:
    """The second finds what the first left, the third is of another task."""
    other = publication(task="other", new=B)
    assert store.publish(publication(new=A), publication(new=B), other) == [None, A, None]
    assert stored(valkey) == A


def test_a_server_that_forgot_the_script_is_told_it_again(store: SessionStore, valkey: RedisServer) -> None:
    store.publish(publication(new=A))
    valkey.client().script_flush()
    assert store.publish(publication(old=A, new=B)) == [None]
    assert stored(valkey) == B


def test_a_server_without_memory_still_passes_the_reply_on(store: SessionStore, valkey: RedisServer) -> None:
    client = valkey.client()
    with client.pubsub() as channel:
        channel.subscribe("replies")
        assert channel.get_message(timeout=5)
        client.config_set("maxmemory", 1)
        try:
            assert store.publish(publication()) == [None]
            assert channel.get_message(timeout=5)
        finally:
            client.config_set("maxmemory", 0)
    assert stored(valkey) is None


def test_what_is_remembered_is_bounded(store: SessionStore) -> None:
    for number in range(REMEMBERED + 1):
        store.remember(("s", str(number)), A)
    assert store.assumed(("s", "0")) == (None, b"")
    assert store.assumed(("s", str(REMEMBERED)))[0] == SessionState(requests=1)
