"""Published configs against a real Valkey."""

from services.gateway.state.config_store import ConfigStore
from shared import redis_keys
from shared.config.load import default, unpack
from shared.redis_client import connect
from tests.fakes.processes import RedisServer


async def test_a_published_config_is_the_same_one_when_it_is_read(valkey: RedisServer) -> None:
    client, snapshot = connect(valkey.url), default()
    await ConfigStore(client).publish(snapshot)
    again = unpack(await client.get(redis_keys.config(snapshot.digest)))
    assert again.digest == snapshot.digest
    assert again.targets == snapshot.targets
    await client.aclose()


async def test_a_config_that_redis_lost_is_published_again(valkey: RedisServer) -> None:
    client, snapshot = connect(valkey.url), default()
    store = ConfigStore(client)
    await store.publish(snapshot)
    await client.flushall()
    await store.keep(snapshot)
    assert 0 < await client.ttl(redis_keys.config(snapshot.digest)) <= redis_keys.CONFIG_TTL_S
    await client.aclose()


async def test_keeping_a_config_renews_its_lifetime(valkey: RedisServer) -> None:
    client, snapshot = connect(valkey.url), default()
    store = ConfigStore(client)
    await store.publish(snapshot)
    await client.expire(redis_keys.config(snapshot.digest), 5)
    await store.keep(snapshot)
    assert await client.ttl(redis_keys.config(snapshot.digest)) > 5
    await client.aclose()
