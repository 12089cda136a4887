"""The embedded server, for real: private, without a port, counters that last, no rewrite of the file under load."""

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import redis

from services.cli import valkey
from shared import redis_keys, redis_privacy


def client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, decode_responses=True)


def test_the_binary_of_the_wheel_is_found_and_runs() -> None:
    said = subprocess.run([valkey.find_binary(), "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith("Valkey server v=9.")


def test_counters_survive_a_restart_also_in_a_folder_with_a_blank(tmp_path: Path) -> None:
    data = tmp_path / "my config" / ".dispatch"
    with valkey.running(data) as url, client(url) as connection:
        assert connection.hincrby("{dispatch}:stats", "requests_total", 3) == 3
    with valkey.running(data) as url, client(url) as connection:
        assert connection.hincrby("{dispatch}:stats", "requests_total", 1) == 4


def test_it_listens_on_no_port_refuses_rather_than_evicts_and_keeps_no_text(tmp_path: Path) -> None:
    with valkey.running(tmp_path / "state") as url, client(url) as connection:
        settings = connection.config_get("*")
    assert settings["port"] == "0"
    assert settings["maxmemory-policy"] == "noeviction"
    assert settings["appendonly"] == "yes"
    assert {name: settings[name] for name, _ in redis_privacy.SETTINGS} == dict(redis_privacy.SETTINGS)


def test_nobody_else_can_enter_the_folders(tmp_path: Path) -> None:
    with valkey.prepared(tmp_path / "state") as server:
        assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.socket_path.parent.stat().st_mode) == 0o700


def test_git_never_takes_the_state_folder(tmp_path: Path) -> None:
    with valkey.prepared(tmp_path / "state") as server:
        assert (server.data / ".gitignore").read_text() == "*\n"


def test_nothing_but_the_data_is_left_behind(tmp_path: Path) -> None:
    with valkey.prepared(tmp_path / "state") as server:
        sockets = server.socket_path.parent
        assert sockets.is_dir()
    assert not sockets.exists()
    assert sorted(path.name for path in (tmp_path / "state").iterdir()) == [".gitignore"]


def test_a_second_server_on_the_same_folder_is_refused_with_the_folder_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(valkey, "_LOCK_PATIENCE_S", 0.0)
    data = tmp_path / "state"
    with valkey.prepared(data):
        with pytest.raises(valkey.ValkeyError, match="another `dispatch up`") as refused, valkey.prepared(data):
            pass
        assert str(data) in str(refused.value)
    with valkey.prepared(data):
        pass


def test_a_state_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(valkey.ValkeyError, match="state"), valkey.prepared(tmp_path / "state"):
        pass


def test_a_long_temporary_folder_does_not_break_the_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unix socket's path has about a hundred bytes at most."""
    deep = tmp_path / ("x" * 120)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    with valkey.prepared(tmp_path / "state") as server:
        assert len(os.fsencode(server.socket_path)) <= valkey.LONGEST_SOCKET_PATH


def test_a_killed_owner_takes_its_server_along_and_the_next_one_starts_on_the_same_counters(tmp_path: Path) -> None:
    """SIGKILL leaves no chance to clean up: the kernel ends the server, the next start removes the socket's folder."""
    data = tmp_path / "state"
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(data)], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
    )
    assert owner.stdout is not None
    told = json.loads(owner.stdout.readline())
    with client(told["url"]) as connection:
        connection.set("{dispatch}:counter", 7)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    owner.stdout.close()
    folder = Path(told["url"].removeprefix("unix://")).parent
    with valkey.running(data) as url, client(url) as connection:
        assert connection.get("{dispatch}:counter") == "7"
        assert not folder.exists()


OWNER = """
import json, sys, signal
from pathlib import Path
from services.cli import valkey
from shared import redis_keys, redis_privacy
with valkey.running(Path(sys.argv[1])) as url:
    print(json.dumps({"url": url}), flush=True)
    signal.pause()
"""


SUBMIT = "redis.set_repl(redis.REPL_NONE) redis.call('RPUSH', KEYS[1], ARGV[1])"
CANARY = "a canary of a prompt"


def on_disk(data: Path) -> bytes:
    return b"".join(path.read_bytes() for path in data.glob("appendonlydir/*"))


def rewritten(connection: redis.Redis) -> None:
    while connection.info("persistence")["aof_rewrite_in_progress"]:
        time.sleep(0.01)


def the_server(url: str, data: Path) -> valkey.Server:
    return valkey.Server(valkey.find_binary(), Path(url.removeprefix("unix://")), data, lock=-1)


def test_a_grown_file_is_rewritten_and_a_small_one_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "state"
    with valkey.running(data) as url, client(url) as connection:
        for _ in range(2000):
            connection.incr("{dispatch}:counter")
        grown = len(on_disk(data))
        assert not valkey.compact(the_server(url, data))
        monkeypatch.setattr(valkey, "REWRITE_ABOVE_BYTES", 1000)
        assert valkey.compact(the_server(url, data))
        rewritten(connection)
        assert len(on_disk(data)) < grown / 10
        assert connection.incr("{dispatch}:counter") == 2001


def test_the_file_is_not_rewritten_while_a_request_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(valkey, "REWRITE_ABOVE_BYTES", 0)
    data = tmp_path / "state"
    with valkey.running(data) as url, client(url) as connection:
        connection.eval(SUBMIT, 1, redis_keys.QUEUE, CANARY)
        assert not valkey.compact(the_server(url, data))
        assert connection.lpop(redis_keys.QUEUE) == CANARY
        assert valkey.compact(the_server(url, data))
        rewritten(connection)
    assert CANARY.encode() not in on_disk(data)


def test_requests_that_come_and_go_during_rewrites_never_reach_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(valkey, "REWRITE_ABOVE_BYTES", 0)
    data, over, begun = tmp_path / "state", threading.Event(), 0

    def come_and_go(url: str, number: int) -> None:
        with client(url) as connection:
            while not over.is_set():
                connection.eval(SUBMIT, 1, redis_keys.QUEUE, CANARY)
                connection.lpop(redis_keys.QUEUE)

    with valkey.running(data) as url, client(url) as connection:
        requests = [threading.Thread(target=come_and_go, args=(url, number)) for number in range(2)]
        for request in requests:
            request.start()
        try:
            end_s = time.monotonic() + 20.0
            while begun < 5 and time.monotonic() < end_s:
                begun += valkey.compact(the_server(url, data))
                rewritten(connection)
                assert CANARY.encode() not in on_disk(data)
        finally:
            over.set()
            for request in requests:
                request.join()
    assert begun == 5


def test_an_unanswered_socket_is_not_taken_for_a_server(tmp_path: Path) -> None:
    begun_s = time.monotonic()
    assert not valkey.Server(Path("/bin/false"), tmp_path / "no.sock", tmp_path, lock=-1).answers()
    assert time.monotonic() - begun_s < 1.0
