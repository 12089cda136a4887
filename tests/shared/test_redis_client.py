"""Which Redis addresses are taken, and what is never repeated of them."""

import asyncio
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError

from shared.redis_client import (
    RedisUrlError,
    SyncWire,
    Wire,
    connect,
    connect_sync,
    parse_url,
    redacted,
    refuse_cluster,
    script_text,
)
from tests.fakes.processes import RedisServer


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        pytest.param("redis://host:6379/0", "redis://host:6379/0", id="redis stays"),
        pytest.param("rediss://u:p@host", "rediss://u:p@host", id="TLS stays"),
        pytest.param("unix:///run/redis.sock?db=2", "unix:///run/redis.sock?db=2", id="a socket stays"),
        pytest.param("valkey://host", "redis://host", id="valkey is another name for redis"),
        pytest.param("valkeys://host", "rediss://host", id="valkeys is another name for rediss"),
        pytest.param("redis://u:p%40s@host:1", "redis://u:p%40s@host:1", id="a password with escapes stays"),
        pytest.param("redis://[::1]:6379", "redis://[::1]:6379", id="an IPv6 address stays"),
        pytest.param(f"rediss://h?ssl_ca_certs={__file__}", f"rediss://h?ssl_ca_certs={__file__}", id="an authority"),
        pytest.param("redis+sentinel://u:p@a,b:1/s/2", "redis+sentinel://u:p@a,b:1/s/2", id="sentinels stay"),
        pytest.param("valkey+sentinel://a/s", "redis+sentinel://a/s", id="sentinels of Valkey"),
        pytest.param("valkeys+sentinel://a/s", "rediss+sentinel://a/s", id="sentinels of Valkey behind TLS"),
    ],
)
def test_an_address_is_taken(given: str, taken: str) -> None:
    assert parse_url(given) == taken


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="nothing"),
        pytest.param("localhost:6379", id="no scheme"),
        pytest.param("http://host", id="another scheme"),
        pytest.param("redis://:secret@host:99999", id="a port that is too high"),
        pytest.param("redis://:secret@host/sec", id="a server's database that is no number"),
        pytest.param("redis://:sec/ret@host:1", id="a password that was not escaped"),
        pytest.param("redis://:secret@[::1", id="half an IPv6 address"),
        pytest.param("unix://", id="a socket without a path"),
        pytest.param("unix://secret", id="a socket without a slash"),
        pytest.param("redis://:secret@host?sec=1", id="an option that does not exist"),
        pytest.param("redis://:secret@host?db=sec", id="an option of another kind"),
        pytest.param("rediss://:secret@host?ssl_ca_certs=/sec.pem", id="an authority without a file"),
        pytest.param("redis+sentinel://:secret@a,b", id="sentinels without a service"),
        pytest.param("redis+sentinel:///secret", id="a service without sentinels"),
        pytest.param("redis+sentinel://:secret@a,,b/s", id="a gap between sentinels"),
        pytest.param("redis+sentinel://:secret@a:sec/s", id="a sentinel's port that is no number"),
        pytest.param("redis+sentinel://:secret@a/s/sec", id="a database that is no number"),
        pytest.param("redis+cluster://:secret@a,b", id="a cluster"),
        pytest.param("valkeys+cluster://:secret@a,b", id="a cluster of Valkey"),
    ],
)
def test_an_address_is_refused_with_the_remedy_and_without_the_password(url: str) -> None:
    with pytest.raises(RedisUrlError, match="REDIS_URL") as refused:
        parse_url(url)
    assert "sec" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        pytest.param("redis://host:6379/1", "redis://host:6379/1", id="nothing to hide"),
        pytest.param("redis://user:secret@host", "redis://host", id="user and password"),
        pytest.param("redis://:p@ss@host", "redis://host", id="a password with an at sign"),
        pytest.param("unix:///a.sock?password=secret", "unix:///a.sock", id="a password in the query"),
        pytest.param("redis+sentinel://u:secret@a,b:1/s?x=1", "redis+sentinel://a,b:1/s", id="sentinels"),
        pytest.param("redis://host?password=a@b", "redis://b", id="an at sign in the query hides more, never less"),
    ],
)
def test_a_shown_address_holds_no_password(url: str, shown: str) -> None:
    assert redacted(url) == shown


async def test_an_async_client_has_limits_and_never_repeats_a_command() -> None:
    client = connect("redis://host:1", timeout_s=0.25)
    settings = client.connection_pool.connection_kwargs
    assert (settings["socket_timeout"], settings["socket_connect_timeout"]) == (0.25, 0.25)
    assert settings["retry"].get_retries() == 0
    await client.aclose()


async def test_a_blocking_client_waits_without_a_limit_but_connects_within_one() -> None:
    client = connect("unix:///run/redis.sock", timeout_s=0.25, blocking=True)
    settings = client.connection_pool.connection_kwargs
    assert (settings["socket_timeout"], settings["socket_connect_timeout"]) == (None, 0.25)
    await client.aclose()


def test_a_sync_client_has_the_same_limits() -> None:
    client = connect_sync("valkey://host:1", timeout_s=0.5)
    settings = client.connection_pool.connection_kwargs
    assert (settings["socket_timeout"], settings["retry"].get_retries(), settings["host"]) == (0.5, 0, "host")
    client.close()


def test_sentinels_are_asked_for_the_master_with_limits_of_their_own() -> None:
    """All four of them fit into the time of one command."""
    url = f"rediss+sentinel://u:p%2F@a,b:5,[::1]/s/3?sentinel_password=x%2Fy&ssl_ca_certs={__file__}"
    client = connect_sync(url, timeout_s=1.0)
    pool: Any = client.connection_pool
    settings = pool.connection_kwargs
    assert (pool.service_name, settings["db"], settings["password"], settings["username"]) == ("s", 3, "p/", "u")
    assert (settings["socket_timeout"], settings["retry"].get_retries(), settings["ssl_ca_certs"]) == (1.0, 0, __file__)
    asked = [sentinel.connection_pool.connection_kwargs for sentinel in pool.sentinel_manager.sentinels]
    assert [(one["host"], one["port"]) for one in asked] == [("a", 26379), ("b", 5), ("::1", 26379)]
    assert {(one["password"], one["username"], one["ssl_ca_certs"]) for one in asked} == {("x/y", None, __file__)}
    assert {(one["socket_timeout"], one["socket_connect_timeout"]) for one in asked} == {(0.25, 0.25)}
    assert {one["retry"].get_retries() for one in asked} == {0}
    client.close()


async def test_a_master_is_found_though_sentinels_are_dead_and_no_connection_to_one_is_kept(
    valkey: RedisServer,
) -> None:
    """The sentinel is a script here: what matters is what it is asked and that it is left."""
    left = asyncio.Event()

    async def sentinel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while command := await reader.read(1000):
            writer.write(b"*0\r\n" if b"MASTERS" in command.upper() else b"+OK\r\n")
        writer.close()
        left.set()

    async with await asyncio.start_server(sentinel, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        wire = Wire(f"redis+sentinel://127.0.0.1:1,127.0.0.1:{port}/unknown")
        with pytest.raises(RedisConnectionError, match="No master found for 'unknown'"):
            await wire.call("PING")
        await asyncio.wait_for(left.wait(), 5)
        await wire.close()


async def test_a_connection_that_ended_between_two_commands_is_opened_again(valkey: RedisServer) -> None:
    wire = Wire(valkey.url)
    before = await wire.call("CLIENT", "ID")
    with valkey.client() as inside:
        inside.execute_command("CLIENT", "KILL", "ID", str(before))
    await asyncio.sleep(0.05)
    assert await wire.call("CLIENT", "ID") > before
    await wire.close()


async def test_a_command_whose_connection_ends_fails_at_once(valkey: RedisServer) -> None:
    wire = Wire(valkey.url, timeout_s=30)
    with valkey.client() as inside:
        asyncio.get_running_loop().call_later(0.1, inside.execute_command, "CLIENT", "KILL", "TYPE", "normal")
        async with asyncio.timeout(5):
            with pytest.raises(RedisConnectionError):
                await wire.call("BLPOP", "nothing", 0)
    await wire.close()


async def test_a_command_can_be_sent_before_its_answer_is_waited_for(valkey: RedisServer) -> None:
    """It is sent once. Without an open connection it is not sent, and when that ends the waiting ends too."""
    wire = Wire(valkey.url, timeout_s=30)
    assert not wire.begin("INCR", "n")
    assert await wire.call("INCR", "n") == 1
    assert wire.begin("INCR", "n")
    assert await wire.call("INCR", "n", begun=True) == 2
    assert wire.begin("BLPOP", "nothing", 0)
    await asyncio.sleep(0.05)
    with valkey.client() as inside:
        inside.execute_command("CLIENT", "KILL", "TYPE", "normal")
    async with asyncio.timeout(5):
        with pytest.raises(RedisConnectionError):
            await wire.call("BLPOP", "nothing", 0, begun=True)
    assert wire.begin("INCR", "n") is False
    await wire.close()
    with pytest.raises(RedisConnectionError):
        await wire.call("INCR", "n", begun=True)


async def test_a_refusal_is_raised_and_leaves_the_connection_open(valkey: RedisServer) -> None:
    wire = Wire(valkey.url)
    before = await wire.call("CLIENT", "ID")
    with pytest.raises(ResponseError, match="unknown command"):
        await wire.call("NONSENSE")
    assert await wire.call("CLIENT", "ID") == before
    await wire.close()


async def test_an_answer_out_of_time_ends_the_connection(valkey: RedisServer) -> None:
    """It would be taken for the answer to the next command."""
    wire = Wire(valkey.url, timeout_s=0.1)
    before = await wire.call("CLIENT", "ID")
    with pytest.raises(TimeoutError):
        await wire.call("BLPOP", "nothing", 0)
    assert await wire.call("CLIENT", "ID") > before
    await wire.close()


async def test_what_is_no_redis_is_an_error() -> None:
    async def web(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(4096):
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(web, "127.0.0.1", 0) as server:
        wire = Wire(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        with pytest.raises((RedisError, OSError)):
            await wire.call("PING")
        await wire.close()


async def test_messages_are_delivered_as_they_come_and_silence_is_noticed(valkey: RedisServer) -> None:
    came: list[bytes] = []
    wire = Wire(valkey.url, deliver=came.append)
    await wire.call("SUBSCRIBE", "channel")
    with valkey.client() as inside:
        inside.publish("channel", b"one")
        inside.publish("channel", b"two")
        loop = asyncio.get_running_loop()
        before = loop.time()
        await wire.silent(0.2)
        assert loop.time() - before >= 0.19
        assert came == [b"one", b"two"]
        assert await wire.call("PING") == [b"pong", b""]
        loop.call_later(0.1, inside.execute_command, "CLIENT", "KILL", "TYPE", "pubsub")
        async with asyncio.timeout(5):
            with pytest.raises(RedisConnectionError):
                await wire.silent(30)
    await wire.close()


async def test_a_server_that_has_become_a_replica_is_left(valkey: RedisServer) -> None:
    """So that the next command looks its name up again. Every kind of client does so."""
    wire, sync_wire = Wire(valkey.url), SyncWire(valkey.url, timeout_s=1)
    client, sync_client = connect(valkey.url), connect_sync(valkey.url)
    number = ("CLIENT", "ID")
    before = [await wire.call(*number), *sync_wire.call(number), await client.client_id(), sync_client.client_id()]
    with valkey.client() as inside:
        inside.execute_command("REPLICAOF", "127.0.0.1", "1")
        try:
            with pytest.raises(RedisConnectionError, match="replica"):
                await wire.call("SET", "a", "1")
            with pytest.raises(RedisConnectionError, match="replica"):
                sync_wire.call(("SET", "a", "1"))
            with pytest.raises(RedisConnectionError, match="replica"):
                await client.set("a", "1")
            with pytest.raises(RedisConnectionError, match="replica"):
                sync_client.set("a", "1")
        finally:
            inside.execute_command("REPLICAOF", "NO", "ONE")
    after = [await wire.call(*number), *sync_wire.call(number), await client.client_id(), sync_client.client_id()]
    assert all(new > old for new, old in zip(after, before, strict=True))
    await wire.close()
    sync_wire.close()
    await client.aclose()
    sync_client.close()


def test_a_single_server_is_no_cluster_and_an_absent_one_is_not_judged(valkey: RedisServer) -> None:
    refuse_cluster(valkey.url)
    refuse_cluster("redis://127.0.0.1:1")


def test_scripts_are_found_by_name() -> None:
    for name in ("submit", "record", "lease"):
        assert "KEYS" in script_text(name)
