"""`dispatch health`: the exit code is the answer."""

import argparse
import http.server
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from services.cli import valkey
from services.cli.health import run
from shared.redis_keys import WORKERS


class _Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response({"/livez": 200, "/readyz": 503}[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    with http.server.HTTPServer(("127.0.0.1", 0), _Answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def ask(url: str) -> int:
    return run(argparse.Namespace(target=url, timeout=2.0))


@pytest.mark.parametrize("path", ["", "/", "/livez"])
def test_a_living_gateway_is_0(server: str, path: str) -> None:
    assert ask(f"{server}{path}") == 0


def test_one_that_is_not_ready_is_1(server: str) -> None:
    assert ask(f"{server}/readyz") == 1


def test_nobody_there_is_1_with_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/livez") == 1
    assert "refused" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["localhost:18087", "https://localhost/livez", "http://", "http://localhost:port/"])
def test_an_address_it_cannot_ask_is_1_in_one_line(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(url) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_classifier_lives_while_its_own_lease_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of other hosts say nothing about this one."""
    with valkey.running(tmp_path / "state") as url, redis.Redis.from_url(url) as connection:
        monkeypatch.setenv("REDIS_URL", url)
        soon, past, here = time.time() + 60, time.time() - 60, socket.gethostname()[:32]
        connection.zadd(WORKERS, {"elsewhere-1-abc": soon, f"{here}-1-abc": past})
        assert ask("classifier") == 1
        connection.zadd(WORKERS, {f"{here}-2-abc": soon})
        assert ask("classifier") == 0


@pytest.mark.parametrize("url", ["", "unix:///nowhere/redis.sock", "http://localhost"])
def test_a_classifier_without_redis_is_1_in_one_line(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    assert ask("classifier") == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
