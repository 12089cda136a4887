"""Counters and records as they are shown."""

from pathlib import Path

from services.gateway.core.exposition import COUNTS, MAPS
from tests.fakes.in_process import gateway
from tests.fakes.processes import RedisServer

BODY = {"model": "dispatch/hard", "messages": []}


async def test_every_counter_is_there_from_the_start(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        shown = (await here.http.get("/debug/stats")).json()
        assert {name: shown[name] for name in COUNTS} == dict.fromkeys(COUNTS, 0)
        assert {name: shown[name] for name in MAPS} == {name: {} for name in MAPS}
        assert shown["active_config_state"] == "ok"
        assert shown["upstream_errors"] == 0


async def test_a_request_is_counted_once_and_found_by_id(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        request_id = (await here.http.post("/v1/chat/completions", json=BODY)).headers["x-dispatch-request-id"]
        shown = (await here.http.get("/debug/stats")).json()
        assert (shown["requests_total"], shown["by_level"], shown["nonstream_count"]) == (1, {"hard": 1}, 1)
        found = (await here.http.get("/debug/request", params={"id": request_id})).json()
        assert found["replica"] == here.runtime.replica
        assert found["usage"]["completion_tokens"] > 0


async def test_a_missing_id_an_unknown_id_and_a_switched_off_index_are_told_apart(
    valkey: RedisServer, tmp_path: Path
) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        assert (await here.http.get("/debug/request")).status_code == 400
        assert (await here.http.get("/debug/request?id=beef")).status_code == 404
        text = here.config.read_text().replace("request_index_enabled: true", "request_index_enabled: false")
        here.config.write_text(text)
        await here.runtime._tick_config()
        off = await here.http.get("/debug/request?id=beef")
        assert (off.status_code, "switched off" in off.json()["error"]["message"]) == (404, True)


async def test_without_redis_the_counters_are_503_and_nothing_else_is(tmp_path: Path) -> None:
    async with gateway(tmp_path, f"unix://{tmp_path}/nobody.sock") as here:
        answer = await here.http.get("/debug/stats")
        assert (answer.status_code, answer.json()["error"]["type"]) == (503, "dispatch_redis_unavailable")
        assert (await here.http.post("/v1/chat/completions", json=BODY)).status_code == 200
        assert (await here.http.get("/livez")).status_code == 200
