"""What people expected, line by line."""

import asyncio
import json
from pathlib import Path

import pytest

from tests.fakes.in_process import InProcess, gateway
from tests.fakes.processes import RedisServer


def switched_on(folder: Path) -> tuple[tuple[str, str], ...]:
    return (
        ("feedback_enabled: false", "feedback_enabled: true"),
        ("/config/feedback.jsonl", str(folder / "feedback.jsonl")),
    )


async def send(here: InProcess, **body: object) -> tuple[int, dict[str, object]]:
    answer = await here.http.post("/debug/feedback", json=body)
    return answer.status_code, answer.json()


async def test_it_is_off_unless_the_config_says_so(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url) as here:
        assert (await send(here, request_id="a", expected_level="hard"))[0] == 404


async def test_one_line_per_feedback_with_the_note_cut(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url, edit=switched_on(tmp_path)) as here:
        assert await send(here, request_id="a", expected_level="HARD", note="ä" * 900) == (200, {"status": "ok"})
        (line,) = (tmp_path / "feedback.jsonl").read_text().splitlines()
        read = json.loads(line)
        assert (read["request_id"], read["expected_level"], len(read["note"])) == ("a", "hard", 500)
        assert read["time"] > 0


@pytest.mark.parametrize(
    "body",
    [
        {"request_id": "a", "expected_level": "huge"},
        {"request_id": "", "expected_level": "easy"},
        {"request_id": " \x1d\x85", "expected_level": "easy"},
        {"request_id": 5},
        {},
    ],
    ids=["unknown level", "empty id", "an id that cannot be seen", "wrong type", "nothing"],
)
async def test_bad_feedback_is_400_and_writes_nothing(
    valkey: RedisServer, tmp_path: Path, body: dict[str, object]
) -> None:
    async with gateway(tmp_path, valkey.url, edit=switched_on(tmp_path)) as here:
        assert (await send(here, **body))[0] == 400
        assert not (tmp_path / "feedback.jsonl").exists()


async def test_many_writers_tear_no_line(valkey: RedisServer, tmp_path: Path) -> None:
    async with gateway(tmp_path, valkey.url, edit=switched_on(tmp_path)) as here, asyncio.TaskGroup() as group:
        for number in range(200):
            group.create_task(send(here, request_id=str(number), expected_level="easy", note="x" * 400))
    lines = [json.loads(line) for line in (tmp_path / "feedback.jsonl").read_text().splitlines()]
    assert sorted(int(line["request_id"]) for line in lines) == list(range(200))


async def test_a_path_that_cannot_be_written_is_told(valkey: RedisServer, tmp_path: Path) -> None:
    edit = (
        ("feedback_enabled: false", "feedback_enabled: true"),
        ("/config/feedback.jsonl", "/nowhere/feedback.jsonl"),
    )
    async with gateway(tmp_path, valkey.url, edit=edit) as here:
        status, body = await send(here, request_id="a", expected_level="easy")
        assert (status, body["error"]["type"]) == (500, "dispatch_feedback_not_written")
