"""The real OpenCode, headless and offline, with the config that the README gives: it works through Dispatch as a team would use it.

Its binary comes from npm, of one version and checked against the hash in `tests/data/opencode-client`, into `.venv`.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import StackFactory
from tests.fakes.openrouter import DONE, USAGE, Exchange, ScriptedOpenRouter, event, events, ordinary, stream
from tests.fakes.processes import LEVEL_MODELS, ROOT, Process, Stack, until

CLIENT = Path(__file__).parents[1] / "data" / "opencode-client"
README = (ROOT / "README.md").read_text()
SWITCHES = ("MODELS_FETCH", "AUTOUPDATE", "LSP_DOWNLOAD", "DEFAULT_PLUGINS", "SHARE")
TOLD = "the words of the tool"

pytestmark = pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() != "x86_64", reason="the pinned OpenCode is for Linux on x86-64"
)


@pytest.fixture(scope="module")
def binary() -> Path:
    """OpenCode's executable; fetched once."""
    version = json.loads((CLIENT / "package.json").read_text())["dependencies"]["opencode-linux-x64"]
    folder = ROOT / ".venv" / f"opencode-{version}"
    found = folder / "node_modules" / "opencode-linux-x64" / "bin" / "opencode"
    if found.is_file():
        return found
    if not shutil.which("npm"):
        pytest.skip("npm is not installed here")
    folder.mkdir(parents=True, exist_ok=True)
    for file in CLIENT.iterdir():
        shutil.copy(file, folder)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=180)
    assert "EINTEGRITY" not in done.stderr, done.stderr
    if done.returncode:
        pytest.skip(f"npm could not fetch OpenCode: {done.stderr[-300:]}")
    return found


def opencode(binary: Path, stack: Stack, folder: Path, prompt: str) -> Process:
    """`opencode run` in a project of its own, with the README's config for this gateway."""
    shown = re.search(r"```json\n(\{.*?\n\})\n```", README, re.DOTALL)
    assert shown is not None
    config = shown[1].replace("localhost:18087", f"127.0.0.1:{stack.gateway.address[1]}")
    project = folder / "project"
    project.mkdir()
    (project / "opencode.json").write_text(config)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        **{f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "DATA", "CACHE", "STATE")},
        **{f"OPENCODE_DISABLE_{switch}": "1" for switch in SWITCHES},
    }
    command = ["sh", "-c", 'cd "$1" && exec "$2" run "$3"', "sh", str(project), str(binary), prompt]
    return Process("opencode", command, folder, environment)


async def agent_model(exchange: Exchange) -> None:
    """A model that calls a tool once and then says what it got."""
    body: dict[str, Any] = exchange.request.json
    if not body.get("tools"):
        await ordinary(exchange)
    elif body["messages"][-1]["role"] != "tool":
        function = {"name": "bash", "arguments": json.dumps({"command": f"echo {TOLD}", "description": "Says it"})}
        call = {"index": 0, "id": "call_1", "type": "function", "function": function}
        called = [{"index": 0, "delta": {"role": "assistant", "tool_calls": [call]}, "finish_reason": None}]
        finished = [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]
        await stream([event(choices=called), event(choices=finished), event(choices=[], usage=USAGE), DONE])(exchange)
    else:
        await stream(events(["It said: ", body["messages"][-1]["content"].strip()]))(exchange)


def test_it_calls_a_tool_and_answers(
    binary: Path, start_stack: StackFactory, openrouter: ScriptedOpenRouter, tmp_path: Path
) -> None:
    stack = start_stack(config={"classifier": {"timeout_ms": 10_000}})
    for model in LEVEL_MODELS.values():
        openrouter.on_model(model, agent_model)
    process = opencode(binary, stack, tmp_path, "Run echo and tell me what it said.")
    assert process.wait(60) == 0, process.stderr
    assert f"It said: {TOLD}" in process.stdout_path.read_text()
    steps = [request.json for request in openrouter.requests if request.json.get("tools")]
    titles = [request.json for request in openrouter.requests if not request.json.get("tools")]
    assert [body["messages"][-1]["role"] for body in steps] == ["user", "tool"]
    assert [body["model"] for body in titles] == [LEVEL_MODELS["easy"]]
    assert {body["model"] for body in steps} <= set(LEVEL_MODELS.values())
    decisions = stack.gateway.log("decision")
    assert [line["fallback"] for line in decisions] == [False] * 3
    assert sorted(line["forced_by"] for line in decisions) == ["", "", "model-alias:dispatch/easy"]
    stats = stack.gateway.stats()
    assert (stats["requests_total"], stats["stream_count"], stats["by_status"]) == (3, 3, {"200": 3})


def test_a_broken_stream_makes_it_back_off(
    binary: Path, start_stack: StackFactory, openrouter: ScriptedOpenRouter, tmp_path: Path
) -> None:
    """A stream that is cut and then ended cleanly makes it ask again at full speed, billed each time: 13 to 22 requests in 10 s."""
    stack = start_stack(config={"classifier": {"timeout_ms": 10_000}})
    for model in LEVEL_MODELS.values():
        openrouter.on_model(model, stream([event("I will")], end="reset"))
    process = opencode(binary, stack, tmp_path, "Say hello.")
    try:
        openrouter.wait_for(2, limit_s=30)
        moment = time.monotonic() + 5
        until(lambda: time.monotonic() > moment or not process.alive, what="five seconds have passed")
        assert len([request for request in openrouter.requests if request.json.get("tools")]) <= 4
    finally:
        process.kill()
