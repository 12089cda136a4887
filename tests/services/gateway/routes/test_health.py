"""What a process says of itself."""

from pathlib import Path

from tests.fakes.in_process import gateway
from tests.fakes.processes import RedisServer


async def test_health_tells_facts_and_is_200(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        shown = (await here.http.get("/health")).json()
        assert (shown["status"], shown["serving"]) == ("ok", True)
        assert shown["config"]["active"] == "current"
        assert shown["config"]["failed_reload_count"] == 0
        assert shown["redis"]["connected"] is True
        assert shown["classifier"]["workers_alive"] == 0
        assert shown["upstream"]["simulated"] is True


async def test_a_draining_replica_is_alive_but_not_ready(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        here.runtime.draining = True
        answer = await here.http.get("/readyz")
        assert (answer.status_code, answer.json()["reason"]) == (503, "draining")
        assert (await here.http.get("/livez")).status_code == 200


async def test_head_works_where_get_does(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        for path in ("/health", "/readyz", "/livez", "/version", "/v1/models", "/debug/stats", "/metrics"):
            answer = await here.http.head(path)
            assert (answer.status_code, answer.content) == (200, b""), path
