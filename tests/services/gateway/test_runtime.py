"""What requests share, over its whole life."""

from pathlib import Path

import pytest

from shared import redis_keys, redis_privacy
from shared.redis_client import connect_sync
from tests.fakes.in_process import gateway
from tests.fakes.processes import RedisServer

BODY = {"model": "dispatch/easy", "messages": []}


async def test_leaving_writes_the_last_counters_and_gives_up_the_lease(valkey: RedisServer, tmp_path: Path) -> None:
    client = connect_sync(valkey.url)
    async with gateway(tmp_path, valkey.url) as here:
        await here.http.post("/v1/chat/completions", json=BODY)
        assert client.zcard(redis_keys.REPLICAS) == 1
    assert client.zcard(redis_keys.REPLICAS) == 0
    assert client.hget(redis_keys.STATS, "requests_total") == b"1"


async def test_a_broken_edit_blocks_requests_and_mending_it_frees_them(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        good = here.config.read_bytes()
        here.config.write_text("levels: [")
        await here.runtime._tick_config()
        blocked = await here.http.post("/v1/chat/completions", json=BODY)
        assert blocked.status_code == 503
        assert blocked.json()["error"]["type"] == "dispatch_config_degraded"
        assert blocked.json()["error"]["code"] == 503
        assert blocked.headers["x-dispatch-config-state"] == "degraded"
        assert (await here.http.get("/readyz")).status_code == 503
        assert (await here.http.get("/health")).json()["status"] == "degraded"
        here.config.write_bytes(good)
        await here.runtime._tick_config()
        assert (await here.http.post("/v1/chat/completions", json=BODY)).status_code == 200
        stats = (await here.http.get("/debug/stats")).json()
        assert (stats["degraded_blocked_total"], stats["local_proxy_errors_total"]) == (1, 1)
        assert stats["upstream_errors_total"] == 0
        assert stats["config_reload_failure_count"] == 1


async def test_lenient_mode_serves_and_marks_every_answer(valkey: RedisServer, tmp_path: Path) -> None:
    edit = (("fail_requests_when_degraded: true", "fail_requests_when_degraded: false"),)
    async with gateway(tmp_path, valkey.url, edit=edit) as here:
        here.config.write_text("levels: [")
        await here.runtime._tick_config()
        for answer in (
            await here.http.post("/v1/chat/completions", json=BODY),
            await here.http.get("/livez"),
            await here.http.get("/nowhere"),
        ):
            assert answer.headers["x-dispatch-config-state"] == "degraded"
        assert (await here.http.get("/health")).json()["serving"] is True


async def test_a_reload_that_switches_reloading_off_is_the_last_one_and_the_key_is_followed_on(
    valkey: RedisServer, tmp_path: Path
) -> None:
    key_file = tmp_path / "key.env"
    async with gateway(tmp_path, valkey.url) as here:
        text = here.config.read_text()
        here.config.write_text(text.replace("enabled: true\n  poll_interval", "enabled: false\n  poll_interval"))
        key_file.write_text("OPENROUTER_API_KEY=sk-or-v1-first")
        await here.runtime._tick_files()
        assert here.runtime.snapshot.config.config_reload.enabled is False
        assert here.runtime.upstream.api_key == "sk-or-v1-first"
        here.config.write_text("levels: [")
        key_file.write_text("OPENROUTER_API_KEY=sk-or-v1-second")
        await here.runtime._tick_files()
        assert here.runtime.degraded_error == ""
        assert here.runtime.upstream.api_key == "sk-or-v1-second"


async def test_another_replicas_broken_config_blocks_this_one(valkey: RedisServer, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    async with gateway(tmp_path / "a", valkey.url) as broken, gateway(tmp_path / "b", valkey.url) as fine:
        good = broken.config.read_bytes()
        broken.config.write_text("levels: [")
        await broken.runtime._tick_config()
        await fine.runtime._beat()
        assert (await fine.http.post("/v1/chat/completions", json=BODY)).status_code == 503
        told = [(await here.http.get("/debug/stats")).json() for here in (broken, fine)]
        for fact in (
            "active_config_state",
            "last_config_reload_failure_unix",
            "config_reload_consecutive_failure_count",
            "config_reload_failure_first_seen_unix",
        ):
            assert told[0][fact] == told[1][fact] != 0
        assert (await fine.http.get("/health")).json()["config"]["last_failure_unix"] > 0
        broken.config.write_bytes(good)
        await broken.runtime._tick_config()
        await fine.runtime._beat()
        assert (await fine.http.post("/v1/chat/completions", json=BODY)).status_code == 200


async def test_a_redis_that_may_keep_text_is_told_what_to_change_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = RedisServer(None, "--slowlog-log-slower-than", "10000", "--save", "3600 1")
    try:
        with caplog.at_level("WARNING", logger="dispatch"):
            async with gateway(tmp_path, server.url) as here:
                await here.runtime._beat()
        (told,) = (record for record in caplog.records if record.getMessage() == "redis_may_keep_text")
        assert told.__dict__["change"] == {"save": "", "slowlog-log-slower-than": "-1"}
    finally:
        server.stop()


async def test_a_redis_that_hides_its_settings_is_told_what_is_wanted(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = RedisServer(None, "--rename-command", "CONFIG", "")
    try:
        with caplog.at_level("WARNING", logger="dispatch"):
            async with gateway(tmp_path, server.url) as here:
                assert (await here.http.post("/v1/chat/completions", json=BODY)).status_code == 200
        (told,) = (record for record in caplog.records if record.getMessage() == "redis_settings_unknown")
        assert told.__dict__["wanted"] == dict(redis_privacy.SETTINGS)
    finally:
        server.stop()


async def test_a_redis_of_dispatchs_own_gets_no_warning(
    valkey: RedisServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING", logger="dispatch"):
        async with gateway(tmp_path, valkey.url) as here:
            await here.runtime._beat()
    assert not [record for record in caplog.records if record.getMessage().startswith("redis_")]
