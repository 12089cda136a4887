"""The gateway process: how it starts, refuses to start, and stops. Streams during a stop are in end_to_end."""

import resource
import socket
from pathlib import Path

import psutil
import pytest

from shared.config.load import default_text
from tests.fakes.processes import Process, environment, free_port, python_module, until


def start(folder: Path, *options: str, **env: str) -> Process:
    arguments = ("--config", str(folder / "router.yaml"), "--redis-url", f"unix://{folder}/none.sock", *options)
    return Process("gateway", python_module("services.gateway", *arguments), folder, environment(**env))


def config(folder: Path, port: int, text: str = "") -> None:
    text = text or default_text("router.yaml").decode().replace("/dispatch.env", f"{folder}/key.env")
    (folder / "router.yaml").write_text(text.replace('":18087"', f'"127.0.0.1:{port}"\n  drain_announce_seconds: 0'))


def test_without_redis_it_still_serves_and_stops(tmp_path: Path) -> None:
    port = free_port()
    config(tmp_path, port)
    process = start(tmp_path, "--simulate")
    until(lambda: socket.create_connection(("127.0.0.1", port)).close() or True, what="the port")
    assert process.terminate() == 0
    assert process.log("dispatch ready")[0]["simulated"] is True
    assert process.log("dispatch stopped")


def test_it_may_open_as_many_files_as_its_user(tmp_path: Path) -> None:
    port = free_port()
    config(tmp_path, port)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, hard), hard))
    try:
        process = start(tmp_path, "--simulate")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    until(lambda: socket.create_connection(("127.0.0.1", port)).close() or True, what="the port")
    assert psutil.Process(process.pid).rlimit(resource.RLIMIT_NOFILE) == (hard, hard)
    assert process.terminate() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levels: [", "line 2, column 1"),
        ("thresholds: {easy_max: 50}\nlevels: {easy: {use: x}}\n", "levels.easy.use"),
        ("", "no OpenRouter API key"),
    ],
    ids=["broken YAML", "every problem", "no key"],
)
def test_it_refuses_to_start_with_a_clear_reason(tmp_path: Path, text: str, said: str) -> None:
    config(tmp_path, free_port(), text)
    process = start(tmp_path, OPENROUTER_API_KEY="")
    assert process.wait() == 1
    assert said in process.stderr
    assert "Traceback" not in process.stderr


def test_a_missing_config_of_another_name_is_a_mistake_and_nothing_is_written(tmp_path: Path) -> None:
    arguments = ("--config", str(tmp_path / "rooter.yaml"), "--redis-url", f"unix://{tmp_path}/none.sock", "--simulate")
    (tmp_path / "logs").mkdir()
    process = Process("gateway", python_module("services.gateway", *arguments), tmp_path / "logs", environment())
    assert process.wait() == 1
    assert "rooter.yaml: No such file or directory" in process.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["logs"]


def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        config(tmp_path, taken.getsockname()[1])
        process = start(tmp_path, "--simulate")
        assert process.wait() == 1
        assert "server.listen" in process.stderr
        assert "Traceback" not in process.stderr


def test_the_key_is_in_no_line_it_writes(tmp_path: Path) -> None:
    port = free_port()
    config(tmp_path, port)
    process = start(tmp_path, OPENROUTER_API_KEY="sk-or-v1-CANARY")
    until(lambda: process.log("dispatch ready"), what="the ready line")
    facts = process.log("dispatch ready")[0]
    assert (facts["api_key_present"], facts["api_key_prefix_valid"], facts["api_key_length"]) == (True, True, 15)
    process.terminate()
    assert "CANARY" not in process.stderr
