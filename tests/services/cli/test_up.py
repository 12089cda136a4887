"""`dispatch up` for real: what it starts, shows, restarts, refuses and leaves behind."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest

from services.cli import valkey
from services.cli.listener import open_sockets, port_of
from services.cli.up import KEY_FILE_VARIABLE, Address, Plan, find_key, screen
from services.gateway.bootstrap import write_first_files
from shared.config.load import default
from shared.config.model import OpenRouter

ROOT = Path(__file__).parents[3]
BODY = json.dumps({"model": "dispatch/auto", "messages": [{"role": "user", "content": "What is a mutex?"}]})


class Up:
    """A running `dispatch up` with its own folder and port."""

    def __init__(self, folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.config = folder / "config" / "router.yaml"
        self.screen = ""
        clean = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "OPENROUTER_API_KEY")}
        self.errors = folder / "errors"
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "services.cli.main", "up", "--config", str(self.config), *arguments],
                cwd=folder,
                env=clean | {"PYTHONPATH": str(ROOT)} | (environment or {}),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def ready(self) -> "Up":
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.screen += line
            if "Stop it:" in line:
                return self
        raise AssertionError(self.errors.read_text())

    def get(self, path: str, port: int | None = None) -> Any:
        return self._ask("GET", path, None, port)

    def chat(self) -> Any:
        return self._ask("POST", "/v1/chat/completions", BODY, None)

    def _ask(self, method: str, path: str, body: str | None, port: int | None) -> Any:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=10)) as connection:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            return json.loads(connection.getresponse().read())

    @property
    def port(self) -> int:
        return int(self.screen.split("listens on")[1].split("/v1")[0].rpartition(":")[2])

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children()

    def child(self, word: str) -> psutil.Process:
        return next(child for child in self.children() if word in " ".join(child.cmdline()))

    def ended(self, limit_s: float = 15.0) -> int:
        """Wait for the end; the rest of its output stays readable in `screen` and `errors`."""
        code = self.process.wait(limit_s)
        if self.process.stdout is not None and not self.process.stdout.closed:
            self.screen += self.process.stdout.read()
            self.process.stdout.close()
        return code


def make_config(folder: Path, listen: str = "127.0.0.1:0") -> Path:
    write_first_files(folder / "config")
    path = folder / "config" / "router.yaml"
    path.write_text(path.read_text().replace('listen: ":18087"', f'listen: "{listen}"'))
    return path


@contextlib.contextmanager
def up(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> Iterator[Up]:
    if not (folder / "config").exists():
        make_config(folder)
    running = Up(folder, *arguments, environment=environment)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.send_signal(signal.SIGTERM)
        try:
            running.ended()
        except subprocess.TimeoutExpired:
            running.process.kill()
            running.ended()


def eventually(holds: Callable[[], bool], limit_s: float = 10.0) -> None:
    """Real processes have no clock to turn: look again until it holds."""
    end_s = time.monotonic() + limit_s
    while not holds():
        assert time.monotonic() < end_s, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """Two gateways and one classifier, shared by the tests that change nothing; its folder has a blank in its name."""
    with up(tmp_path_factory.mktemp("a fleet"), "--simulate", "--gateways", "2", "--classifiers", "1") as running:
        yield running.ready()


def test_the_screen_says_where_it_listens_what_goes_where_and_that_it_is_simulated(fleet: Up) -> None:
    assert f"http://127.0.0.1:{fleet.port}/v1" in fleet.screen
    for model in ("deepseek/deepseek-v4-flash", "deepseek/deepseek-v4-pro", "z-ai/glm-5.2"):
        assert model in fleet.screen
    assert "SIMULATED UPSTREAM" in fleet.screen
    assert str(fleet.config) in fleet.screen
    assert "2 gateways, 1 classifier" in fleet.screen
    assert "Ctrl-C" in fleet.screen


def test_the_curl_line_of_the_screen_works_as_it_stands(fleet: Up) -> None:
    lines = fleet.screen.splitlines()
    start = next(index for index, line in enumerate(lines) if "curl" in line)
    said = subprocess.run(
        ["bash", "-c", "\n".join(lines[start : start + 2])], capture_output=True, text=True, check=True
    )
    assert "data: [DONE]" in said.stdout


def test_a_chat_completion_is_judged_and_answered(fleet: Up) -> None:
    assert fleet.chat()["model"] == "deepseek/deepseek-v4-flash"


def test_all_gateways_share_one_port(fleet: Up) -> None:
    eventually(lambda: len({fleet.get("/health")["replica"] for _ in range(16)}) == 2)


def test_the_embedded_server_has_no_port_and_a_private_folder(fleet: Up) -> None:
    server = fleet.child("valkey-server")
    assert [connection for connection in server.net_connections("inet") if connection.status == "LISTEN"] == []
    assert (fleet.folder / "config" / ".dispatch").stat().st_mode & 0o077 == 0


def test_a_second_one_on_the_same_config_is_refused_and_the_first_lives_on(fleet: Up) -> None:
    second = Up(fleet.folder, "--simulate")
    assert second.ended() == 1
    assert "another `dispatch up` uses" in fleet.errors.read_text()
    assert fleet.get("/livez") == {"status": "alive"}


@pytest.mark.parametrize("gateways", ["1", "2"])
def test_a_taken_port_is_one_clear_line_and_nothing_was_started(fleet: Up, tmp_path: Path, gateways: str) -> None:
    make_config(tmp_path, f"127.0.0.1:{fleet.port}")
    with up(tmp_path, "--simulate", "--gateways", gateways) as other:
        assert other.ended() == 1
        said = other.errors.read_text()
    assert said.startswith("dispatch: cannot listen on")
    assert "server.listen" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_stop_signal_ends_all_in_order_and_leaves_nothing_behind(
    tmp_path: Path, number: signal.Signals, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(partial(signal.signal, number, signal.signal(number, signal.SIG_DFL)))  # `nohup` is inherited
    with up(tmp_path, "--simulate") as running:
        running.ready()
        family = psutil.Process(running.process.pid).children(recursive=True)
        sockets = Path((tmp_path / "config" / ".dispatch" / "socket-folder").read_text())
        running.process.send_signal(number)
        assert running.ended() == 0
        stopped = [
            json.loads(line)["children"]
            for line in running.errors.read_text().splitlines()
            if '"group_stopped"' in line
        ]
    assert stopped == [["gateway-1"], ["classifier-1", "classifier-2"], ["valkey"]]
    assert [process for process in family if process.is_running()] == []
    assert not sockets.exists()
    with socket.create_server(("127.0.0.1", running.port)):
        pass
    with valkey.prepared(tmp_path / "config" / ".dispatch"):
        pass


def test_counters_survive_a_restart(tmp_path: Path) -> None:
    with up(tmp_path, "--simulate") as running:
        running.ready().chat()
        running.chat()
    with up(tmp_path, "--simulate") as running:
        running.ready().chat()
        eventually(lambda: running.get("/debug/stats")["requests_total"] == 3)


@pytest.mark.parametrize("word", ["services.gateway", "services.classifier", "valkey-server"])
def test_a_killed_child_is_replaced_and_requests_are_judged_again(tmp_path: Path, word: str) -> None:
    with up(tmp_path, "--simulate", "--classifiers", "1") as running:
        running.ready()
        before = running.child(word)
        before.kill()
        before.wait(5)
        eventually(lambda: any(word in " ".join(child.cmdline()) for child in running.children()))
        assert running.child(word).pid != before.pid
        assert running.chat()["object"] == "chat.completion"
        eventually(lambda: running.chat()["model"] == "deepseek/deepseek-v4-flash")


def test_connections_of_a_killed_gateway_wait_for_its_successor(tmp_path: Path) -> None:
    """The socket belongs to the supervisor: a client that comes meanwhile is answered late, not refused."""
    with up(tmp_path, "--simulate", "--classifiers", "1") as running:
        running.ready()
        gateway = running.child("services.gateway")
        gateway.kill()
        gateway.wait(5)
        assert running.get("/livez") == {"status": "alive"}


def test_no_process_outlives_a_killed_supervisor_and_the_next_one_starts(tmp_path: Path) -> None:
    with up(tmp_path, "--simulate", "--classifiers", "1") as running:
        running.ready().chat()
        family = psutil.Process(running.process.pid).children(recursive=True)
        running.process.kill()
        running.ended()
        gone, alive = psutil.wait_procs(family, timeout=10)
        assert (len(gone), alive) == (3, [])
    with up(tmp_path, "--simulate", "--classifiers", "1") as running:
        running.ready()
        eventually(lambda: running.get("/debug/stats")["requests_total"] >= 0)


def test_a_second_ctrl_c_does_not_wait_for_a_gateway_that_will_not_end(tmp_path: Path) -> None:
    with up(tmp_path, "--simulate", "--classifiers", "1") as running:
        running.ready()
        running.child("services.gateway").suspend()
        running.process.send_signal(signal.SIGINT)
        eventually(lambda: "dispatch: stopping" in running.errors.read_text())
        assert running.process.poll() is None
        running.process.send_signal(signal.SIGINT)
        assert running.ended(5.0) == 0


def test_a_redis_of_ones_own_takes_the_place_of_the_embedded_one(tmp_path: Path) -> None:
    with (
        valkey.running(tmp_path / "own") as url,
        up(tmp_path, "--simulate", "--classifiers", "1", environment={"REDIS_URL": url}) as running,
    ):
        running.ready().chat()
        assert not [child for child in running.children() if "valkey-server" in " ".join(child.cmdline())]
        assert url in running.screen
        assert not (tmp_path / "config" / ".dispatch").exists()


def test_an_address_of_redis_that_is_not_supported_is_one_line(tmp_path: Path) -> None:
    with up(tmp_path, "--simulate", environment={"REDIS_URL": "memcached://localhost"}) as running:
        assert running.ended() == 1
        said = running.errors.read_text()
    assert "memcached" in said
    assert len(said.splitlines()) == 1


def test_where_no_classifier_answers_the_screen_names_the_redis_that_may_be_the_wrong_one(tmp_path: Path) -> None:
    what = Plan(tmp_path / "router.yaml", default(), None, True, 1, 1, "redis://:secret@db:1")
    lines = list(screen(what, Address("127.0.0.1:0", 1), judging=False))
    (warning,) = [line for line in lines if "no classifier answers" in line]
    assert "redis://db:1" in warning
    assert "`hard`" in warning
    assert "secret" not in "".join(lines)


def test_without_a_key_it_says_where_one_may_stand_and_starts_nothing(tmp_path: Path) -> None:
    with up(tmp_path) as running:
        assert running.ended() == 1
        said = running.errors.read_text()
    assert "OPENROUTER_API_KEY" in said
    assert ".env" in said
    assert "--simulate" in said
    assert len(said.splitlines()) == 1


def test_auto_simulates_without_a_key_and_is_real_with_one_in_dot_env(tmp_path: Path) -> None:
    with up(tmp_path, "--auto", "--classifiers", "1") as running:
        assert running.ready().get("/health")["upstream"]["simulated"] is True
    (tmp_path / ".env").write_text("OPENROUTER_API_KEY='sk-or-v1-canary'\n")
    with up(tmp_path, "--auto", "--classifiers", "1") as running:
        upstream = running.ready().get("/health")["upstream"]
        assert (upstream["simulated"], upstream["api_key_present"]) == (False, True)
        assert "https://openrouter.ai/api/v1" in running.screen
        assert ".env" in running.screen
        assert "sk-or-v1-canary" not in running.screen + running.errors.read_text()


def test_a_broken_config_is_refused_with_every_problem(tmp_path: Path) -> None:
    path = make_config(tmp_path)
    path.write_text(path.read_text().replace("127.0.0.1:0", "nowhere").replace("easy_max: 20", "easy_max: 99"))
    with up(tmp_path, "--simulate") as running:
        assert running.ended() == 1
        said = running.errors.read_text()
    assert "server.listen" in said
    assert "thresholds" in said


def test_the_first_start_writes_the_config(tmp_path: Path) -> None:
    """Without a key nothing else is started, so the default port stays free."""
    running = Up(tmp_path)
    assert running.ended() == 1
    assert sorted(path.name for path in (tmp_path / "config").iterdir()) == [
        "DISPATCH.md",
        "exemplars.yaml",
        "router.yaml",
    ]


SETTINGS = OpenRouter(api_key_file="/nowhere/dispatch.env")


def test_a_key_is_looked_for_in_the_key_file_then_the_environment_then_dot_env(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OPENROUTER_API_KEY=sk-or-b\n")
    (tmp_path / "key").write_text("export OPENROUTER_API_KEY=sk-or-a\n")
    configured = OpenRouter(api_key_file=str(tmp_path / "key"))
    both = {"OPENROUTER_API_KEY": "sk-or-c"}
    first, second, third = (
        find_key(*seen, tmp_path) for seen in ((configured, both), (SETTINGS, both), (SETTINGS, {}))
    )
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first.words, first.environment) == (str(tmp_path / "key"), {})
    assert (second.words, second.environment) == ("the variable OPENROUTER_API_KEY", {})
    assert third.environment == {KEY_FILE_VARIABLE: str(tmp_path / ".env")}


@pytest.mark.parametrize(
    "text", ["", "OPENROUTER_API_KEY=\n", "OPENROUTER_API_KEY='with blank'\n", "OTHER=sk-or-a\n"], ids=repr
)
def test_a_dot_env_without_a_usable_key_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".env").write_text(text)
    assert find_key(SETTINGS, {}, tmp_path) is None


def test_a_key_in_a_dot_env_that_can_not_be_used_is_said_without_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / ".env").write_text("OPENROUTER_API_KEY=\n")
    assert find_key(SETTINGS, {}, tmp_path) is None
    assert not caplog.records, "the line of .env.example"
    (tmp_path / ".env").write_text("OPENROUTER_API_KEY=sk-or-with blank\n")
    assert find_key(SETTINGS, {}, tmp_path) is None
    (said,) = caplog.records
    assert (said.message, vars(said)["where"]) == ("api_key_refused", str(tmp_path / ".env"))
    assert "blank" in vars(said)["reason"]
    assert "sk-or" not in str(vars(said))


@pytest.mark.parametrize(
    ("listen", "url"),
    [
        (":18087", "http://localhost:4711"),
        ("0.0.0.0:18087", "http://localhost:4711"),
        ("127.0.0.1:18087", "http://127.0.0.1:4711"),
        ("[::1]:18087", "http://[::1]:4711"),
        ("gateway.internal:18087", "http://gateway.internal:4711"),
    ],
)
def test_the_address_shown_is_one_that_can_be_typed(listen: str, url: str) -> None:
    assert Address(listen, 4711).url == url


def test_the_port_shown_is_the_one_listened_on() -> None:
    (listening,) = open_sockets("127.0.0.1:0", 1)
    with listening:
        assert Address("127.0.0.1:0", port_of([listening])).url.endswith(str(listening.getsockname()[1]))
