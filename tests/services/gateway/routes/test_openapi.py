"""The description of what is served."""

from pathlib import Path

from tests.fakes.in_process import gateway
from tests.fakes.processes import RedisServer


async def test_every_described_path_is_served(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        document = (await here.http.get("/openapi.json")).json()
        for path, methods in document["paths"].items():
            for method in methods:
                answer = await here.http.request(method.upper(), path.replace("{id}", "dispatch/auto"), json={})
                assert "nothing is served" not in answer.text, path
                assert answer.status_code != 405, path


async def test_every_route_is_described(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        document = (await here.http.get("/openapi.json")).json()
        from services.gateway.app import HOT_ROUTES, create_app

        rules = {rule.rule.replace("<path:name>", "{id}") for rule in create_app(here.runtime).url_map.iter_rules()}
        assert rules | set(HOT_ROUTES) == set(document["paths"]) | {"/metrics", "/openapi.json"}
