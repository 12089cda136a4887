"""Engines by digest against a real Valkey."""

import pytest

from services.classifier.engine_cache import KEPT, EngineCache, UnknownConfig
from shared import redis_keys
from shared.config.load import Source, default, default_text, load
from shared.redis_client import connect_sync
from tests.fakes.processes import RedisServer


def test_a_published_config_is_compiled_once(valkey: RedisServer) -> None:
    client, snapshot = connect_sync(valkey.url), default()
    client.set(redis_keys.config(snapshot.digest), snapshot.source)
    cache = EngineCache(client)
    engine, again = cache.get(snapshot.digest)
    client.flushall()
    assert cache.get(snapshot.digest)[0] is engine
    assert again.digest == snapshot.digest


def test_an_unpublished_digest_is_unknown(valkey: RedisServer) -> None:
    with pytest.raises(UnknownConfig):
        EngineCache(connect_sync(valkey.url)).get("0" * 32)


def test_a_broken_source_is_unknown_not_fatal(valkey: RedisServer) -> None:
    client = connect_sync(valkey.url)
    client.set(redis_keys.config("f" * 32), b"\xc1garbage")
    with pytest.raises(UnknownConfig):
        EngineCache(client).get("f" * 32)


def test_only_the_last_few_stay_compiled(valkey: RedisServer) -> None:
    client = connect_sync(valkey.url)
    cache, digests = EngineCache(client), []
    for number in range(KEPT + 1):
        snapshot = load(Source(default_text("router.yaml") + b"\n# %d\n" % number))
        client.set(redis_keys.config(snapshot.digest), snapshot.source)
        cache.get(snapshot.digest)
        digests.append(snapshot.digest)
    client.flushall()
    with pytest.raises(UnknownConfig):
        cache.get(digests[0])
    assert cache.get(digests[-1])
