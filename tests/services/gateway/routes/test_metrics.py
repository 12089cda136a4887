"""The counters for Prometheus."""

import re
from pathlib import Path

from tests.fakes.in_process import gateway
from tests.fakes.processes import RedisServer

SAMPLE = re.compile(r'^dispatch_[a-z0-9_]+(\{[a-z_]+="[^"]*"\})? -?[0-9.e+-]+$')


async def test_every_line_is_a_sample_or_a_type(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        await here.http.post("/v1/chat/completions", json={"model": "dispatch/easy", "messages": []})
        answer = await here.http.get("/metrics")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        lines = answer.text.splitlines()
        assert [line for line in lines if not line.startswith("# TYPE ") and not SAMPLE.match(line)] == []
        assert "dispatch_requests_total 1" in lines
        assert 'dispatch_requests_by_level_total{level="easy"} 1' in lines
        types = [line.split()[2] for line in lines if line.startswith("# TYPE")]
        assert len(types) == len(set(types))


async def test_without_redis_the_gauges_of_this_replica_are_still_there(tmp_path: Path) -> None:
    async with gateway(tmp_path, f"unix://{tmp_path}/none.sock") as here:
        answer = await here.http.get("/metrics")
        assert answer.status_code == 200
        lines = answer.text.splitlines()
        assert "dispatch_redis_up 0" in lines
        assert "dispatch_requests_active 0" in lines
        assert not [line for line in lines if line.startswith("dispatch_requests_total")], "an unknown sum is not zero"
