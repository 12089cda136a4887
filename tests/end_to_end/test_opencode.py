"""The eight requests captured from OpenCode, through the whole stack as OpenCode sends them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.client import Answer, Client, End
from tests.fakes.openrouter import ScriptedOpenRouter, events, stream
from tests.fakes.processes import LEVEL_MODELS

FOLDER = Path(__file__).resolve().parents[1] / "data" / "opencode"
CAPTURES = sorted(FOLDER.glob("*.json"))


def load(path: Path) -> tuple[bytes, list[tuple[str, str]], dict[str, Any]]:
    request = json.loads(path.read_text())["request"]
    body = json.dumps(request["body"], separators=(",", ":"), ensure_ascii=False).encode()
    headers = [(name, value) for name, value in request["headers"] if name.lower() != "content-length"]
    return body, headers, request["body"]


def send(client: Client, name: str) -> Answer:
    body, headers, _ = load(FOLDER / f"{name}.json")
    return client.chat(body, headers)


def test_all_eight_are_here() -> None:
    assert len(CAPTURES) == 8


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_a_captured_request_goes_through(client: Client, openrouter: ScriptedOpenRouter, path: Path) -> None:
    body, headers, decoded = load(path)
    answer = events(["Hel", "lo 🌍"])
    openrouter.queue(stream(answer))
    got = client.chat(body, headers)
    assert (got.status, got.end, got.body) == (200, End.COMPLETE, b"".join(answer))
    assert got.header("X-Dispatch-Level") in LEVEL_MODELS
    assert "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or "")
    upstream = openrouter.last
    level_model = LEVEL_MODELS[got.header("X-Dispatch-Level") or ""]
    assert upstream.json == {**decoded, "model": level_model, "provider": {"data_collection": "deny"}}
    inserted = b'"provider":{"data_collection":"deny"},'
    expected = body.replace(b'"model":"dispatch/auto"', f'"model":"{level_model}"'.encode())
    assert upstream.body.replace(inserted, b"") == expected, "every other byte is OpenCode's"
    assert upstream.header("Authorization") != "Bearer placeholder"


@pytest.mark.parametrize("name", ["title", "compaction-summary"])
def test_side_requests_are_easy(client: Client, name: str) -> None:
    assert send(client, name).header("X-Dispatch-Level") == "easy"


def test_reading_a_small_file_is_not_hard(client: Client) -> None:
    assert send(client, "main-first").header("X-Dispatch-Level") in ("easy", "medium")
    assert send(client, "main-tool-result").header("X-Dispatch-Level") in ("easy", "medium")


def test_the_steps_of_a_session_go_over_one_connection(client: Client, openrouter: ScriptedOpenRouter) -> None:
    with client.connect() as connection:
        for name in ("title", "main-first", "main-tool-result", "failing-check"):
            body, headers, _ = load(FOLDER / f"{name}.json")
            connection.request("POST", Client.CHAT, body, headers)
            assert connection.read().end is End.COMPLETE
    assert len(openrouter.requests) == 4
