"""Which Redis addresses are taken, and what is never repeated of them."""

import pytest

from shared.redis_client import RedisUrlError, connect, connect_sync, parse_url, redacted, script_text


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
        pytest.param("redis://:sec/ret@host:1", id="a password that was not escaped"),
        pytest.param("redis://:secret@[::1", id="half an IPv6 address"),
        pytest.param("unix://", id="a socket without a path"),
        pytest.param("unix://secret", id="a socket without a slash"),
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


def test_scripts_are_found_by_name() -> None:
    for name in ("submit", "record", "lease"):
        assert "KEYS" in script_text(name)
