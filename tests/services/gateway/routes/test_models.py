"""The list of names a client may ask for."""

from pathlib import Path

import pytest

from tests.fakes.in_process import gateway
from tests.fakes.processes import RedisServer


@pytest.mark.parametrize("path", ["/v1/models", "/models", "/v1//models/"])
async def test_the_list_is_openais(valkey: RedisServer, tmp_path: Path, path: str) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        shown = (await here.http.get(path)).json()
        assert shown["object"] == "list"
        assert [model["id"] for model in shown["data"]] == [
            "dispatch/auto", "dispatch/easy", "dispatch/medium", "dispatch/hard", "dispatch/critical",
        ]  # fmt: skip


async def test_one_model_by_name_and_none_by_another(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        assert (await here.http.get("/v1/models/dispatch/easy")).json()["id"] == "dispatch/easy"
        missing = await here.http.get("/v1/models/gpt-4")
        assert (missing.status_code, missing.json()["error"]["type"]) == (404, "invalid_request_error")
        assert missing.json()["request_id"] == missing.headers["x-dispatch-request-id"]
