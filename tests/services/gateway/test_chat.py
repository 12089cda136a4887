"""The steps of a request inside one process; whole processes are in end_to_end."""

from pathlib import Path

import pytest

from services.gateway.chat import _hashed
from services.gateway.core.override import ALIASES
from tests.fakes.in_process import gateway
from tests.fakes.processes import RedisServer

BODY = {"model": "dispatch/auto", "messages": [{"role": "user", "content": "hello"}]}


async def test_without_a_worker_the_fallback_level_answers_and_says_so(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        answer = await here.http.post("/v1/chat/completions", json=BODY)
        assert answer.status_code == 200
        assert answer.headers["x-dispatch-level"] == "hard"
        assert "classifier_unavailable" in answer.headers["x-dispatch-reasons"]
        assert (await here.http.get("/debug/stats")).json()["classifier_fallbacks_total"] == 1


@pytest.mark.parametrize(
    ("headers", "model", "level", "forced_by"),
    [
        ({"X-Dispatch-Level": "easy"}, "dispatch/critical", "easy", "header:X-Dispatch-Level"),
        ({"X-Dispatch-Level": " CRITICAL "}, "dispatch/auto", "critical", "header:X-Dispatch-Level"),
        ({"X-Dispatch-Level": "urgent"}, "dispatch/medium", "medium", "model-alias:dispatch/medium"),
        ({}, "Dispatch/dispatch/HARD ", "hard", "model-alias:dispatch/hard"),
    ],
    ids=[
        "the header wins over the alias",
        "case and blanks are forgiven",
        "an unknown header is ignored",
        "so are prefixes",
    ],
)
async def test_an_override_skips_the_classifier_and_is_still_recorded(
    valkey: RedisServer, tmp_path: Path, headers: dict[str, str], model: str, level: str, forced_by: str
) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        answer = await here.http.post("/v1/chat/completions", json={**BODY, "model": model}, headers=headers)
        assert answer.headers["x-dispatch-level"] == level
        assert answer.headers["x-dispatch-forced-by"] == forced_by
        request_id = answer.headers["x-dispatch-request-id"]
        shown = (await here.http.get("/debug/request", params={"id": request_id})).json()
        assert (shown["forced_by"], shown["level"], shown["status"]) == (forced_by, level, 200)


async def test_debug_route_decides_like_a_request_and_sends_nothing(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        answer = await here.http.post("/debug/route", json={**BODY, "model": ALIASES[1]})
        assert answer.json()["level"] == "easy"
        assert (await here.http.get("/debug/stats")).json()["requests_total"] == 0


async def test_headers_can_be_switched_off_but_for_the_request_id(valkey: RedisServer, tmp_path: Path) -> None:
    edit = (("set_response_headers: true", "set_response_headers: false"),)
    async with gateway(tmp_path, valkey.url, edit=edit) as here:
        answer = await here.http.post("/v1/chat/completions", json=BODY)
        assert "x-dispatch-level" not in answer.headers
        assert len(answer.headers["x-dispatch-request-id"]) == 16


async def test_an_unknown_profile_is_refused_where_profiles_may_be_chosen(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        ignored = await here.http.post("/debug/route", json=BODY, headers={"X-Dispatch-Profile": "nope"})
        assert ignored.status_code == 200
        here.config.write_text(
            here.config.read_text() + "\nintelligence:\n  routing_profiles: {allow_header_override: true}\n"
            if "\nintelligence:" not in here.config.read_text()
            else here.config.read_text().replace("allow_header_override: false", "allow_header_override: true")
        )
        await here.runtime.config_watch.tick(now=1.0)
        refused = await here.http.post("/debug/route", json=BODY, headers={"X-Dispatch-Profile": "nope"})
        assert refused.status_code == 400
        assert "balanced" in refused.json()["error"]["message"]
        for known in ("cheap", " CHEAP "):
            assert (await here.http.post("/debug/route", json=BODY, headers={"X-Dispatch-Profile": known})).is_success


def test_ids_of_clients_are_hashed_and_do_not_collide() -> None:
    assert _hashed("", 32) == ""
    assert len(_hashed("ses_1", 32)) == 32
    assert _hashed("a:b", 32) != _hashed("a", 32)
    assert "ses_1" not in _hashed("ses_1", 32)
