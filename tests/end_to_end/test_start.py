"""How a gateway starts, or says why it does not."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import KEY, Process, Stack, dispatch_config, environment, free_port, python_module, until

StackFactory = Callable[..., Stack]


@pytest.fixture
def launch(tmp_path: Path, openrouter: ScriptedOpenRouter) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def start(config: Path, *options: str, env: dict[str, str] | None = None) -> Process:
        command = python_module(
            "services.gateway", "--config", str(config), "--redis-url", "unix:///nowhere/redis.sock", *options
        )
        process = Process(f"gateway-{len(started)}", command, tmp_path, environment() if env is None else env)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


def write(path: Path, config: dict[str, object]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(config, sort_keys=False))
    return path


def valid(openrouter: ScriptedOpenRouter, port: int) -> dict[str, object]:
    return dispatch_config(openrouter.base_url, f"127.0.0.1:{port}")


def test_an_invalid_config_ends_with_1_and_every_problem(
    launch: Callable[..., Process], tmp_path: Path, openrouter: ScriptedOpenRouter
) -> None:
    config = valid(openrouter, 0)
    config["thresholds"] = {"easy_max": 90, "medium_max": 45, "hard_max": 70}
    config["levels"] = {
        "easy": {"use": "missing"},
        "medium": {},
        "hard": {"model": "a", "use": "b"},
        "critical": {"model": "x"},
    }
    process = launch(write(tmp_path / "router.yaml", config))
    assert process.wait() == 1
    for expected in ("levels.easy", "levels.medium", "levels.hard", "thresholds"):
        assert expected in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize(
    "text", ["levels: [", "\tx: 1", "", "a: b: c", "\x00"], ids=["open", "tab", "empty", "colons", "NUL"]
)
def test_bad_yaml_ends_with_1(launch: Callable[..., Process], tmp_path: Path, text: str) -> None:
    path = tmp_path / "router.yaml"
    path.write_text(text)
    process = launch(path)
    assert process.wait() == 1
    assert process.stderr.strip()
    assert "Traceback" not in process.stderr


def test_without_a_key_it_ends_with_one_clear_line(
    launch: Callable[..., Process], tmp_path: Path, openrouter: ScriptedOpenRouter
) -> None:
    env = {name: value for name, value in environment().items() if name != "OPENROUTER_API_KEY"}
    process = launch(write(tmp_path / "router.yaml", valid(openrouter, free_port())), env=env)
    assert process.wait() != 0
    assert "OPENROUTER_API_KEY" in process.stderr
    assert len(process.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "key", ["sk-or-v1-abc\ndef", "sk-or-v1-ünï", "sk-or-v1-\x07"], ids=["line break", "unicode", "control"]
)
def test_a_key_that_cannot_be_a_header_is_refused(
    launch: Callable[..., Process], tmp_path: Path, openrouter: ScriptedOpenRouter, key: str
) -> None:
    process = launch(
        write(tmp_path / "router.yaml", valid(openrouter, free_port())), env=environment(OPENROUTER_API_KEY=key)
    )
    assert process.wait() != 0
    assert "abc" not in process.stderr
    assert "Traceback" not in process.stderr


def test_a_taken_port_is_said_clearly(stack: Stack, launch: Callable[..., Process], tmp_path: Path) -> None:
    process = launch(
        write(tmp_path / "router.yaml", dispatch_config(stack.base_url, f"127.0.0.1:{stack.gateway.address[1]}"))
    )
    assert process.wait() != 0
    assert str(stack.gateway.address[1]) in process.stderr
    assert "Traceback" not in process.stderr


def test_simulate_needs_no_key_and_says_so(start_stack: StackFactory, openrouter: ScriptedOpenRouter) -> None:
    env = {name: value for name, value in environment().items() if name != "OPENROUTER_API_KEY"}
    stack = start_stack(gateways=0, classifiers=0, env=env)
    gateway = stack.add_gateway(options=("--simulate",)).ready()
    for streaming in (True, False):
        got = gateway.client.chat(stream=streaming, headers=[("X-Dispatch-Level", "critical")])
        assert got.status == 200
        assert b"fake/critical" in got.body
        assert b'"usage"' in got.body
        assert [name for name in got.names if "simulat" in name], "no response header says that it is simulated"
    assert "simulat" in str(gateway.health())
    assert "simulat" in gateway.stderr
    assert not openrouter.requests


def test_the_first_start_writes_the_files_and_a_second_leaves_them(
    launch: Callable[..., Process], tmp_path: Path, openrouter: ScriptedOpenRouter
) -> None:
    """The packaged config listens on its own port; only the files are looked at here."""
    folder = tmp_path / "config"
    folder.mkdir()
    processes = [launch(folder / "router.yaml", "--simulate") for _ in range(2)]
    names = ("router.yaml", "DISPATCH.md", "exemplars.yaml")
    until(lambda: all((folder / name).exists() for name in names), what="the first files are there")
    until(
        lambda: all(process.log("dispatch ready") or not process.alive for process in processes), what="both wrote them"
    )
    for process in processes:
        process.kill()
    from shared.config import load

    for name in names:
        assert (folder / name).read_bytes() == load.default_text(name)
    assert {path.name for path in folder.iterdir()} == set(names), "no half-written file is left"
    (folder / "DISPATCH.md").write_text("mine")
    write(folder / "router.yaml", valid(openrouter, free_port()))
    before = (folder / "router.yaml").read_bytes()
    third = launch(folder / "router.yaml")
    until(lambda: third.log("dispatch ready"), what="it starts")
    assert (folder / "DISPATCH.md").read_text() == "mine"
    assert (folder / "router.yaml").read_bytes() == before


def test_a_burst_at_the_start_is_served(start_stack: StackFactory) -> None:
    stack = start_stack()
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(stack.client.chat().status)

    threads = [threading.Thread(target=ask) for _ in range(100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [200] * 100
    assert KEY not in stack.logs()
