"""Dockerfile, nginx.conf, valkey.conf and redis.conf by what they promise, and in step with the config's defaults."""

import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
import redis

from services.cli import valkey
from services.cli.main import COMMANDS
from shared import redis_privacy
from shared.config.load import default
from tests.fakes import processes

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text()
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
STAGES = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)[1:]


def directive(name: str) -> list[str]:
    return re.findall(rf"^\s*{name}\s+([^;]+);", NGINX, re.MULTILINE)


def test_both_stages_start_from_the_same_base_which_can_be_pinned_by_digest() -> None:
    assert len(STAGES) == 2
    assert all(stage.startswith("python:${PYTHON_TAG}${PYTHON_DIGEST}") for stage in STAGES)


def test_dependencies_come_from_the_lock_before_the_source() -> None:
    build = STAGES[0]
    assert "--require-hashes -r requirements/run.lock" in build
    assert build.index("run.lock") < build.index("COPY shared") < build.index("pip wheel")


def test_the_last_stage_has_no_installer_and_no_root() -> None:
    last = STAGES[1]
    assert not re.search(r"\b(apt-get|uv) |pip install", last)
    assert "pip uninstall --yes" in last
    assert "--without-pip /opt/dispatch" in STAGES[0]
    assert "USER 1000:1000" in last


def test_everything_copied_into_the_image_exists_and_passes_dockerignore() -> None:
    allowed = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in sources.split():
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] in allowed


def test_the_image_runs_commands_that_dispatch_has() -> None:
    for words in re.findall(r'^(?:CMD|HEALTHCHECK .* CMD) \["(?:dispatch", ")?(\w+)"\]$', DOCKERFILE, re.MULTILINE):
        assert words in COMMANDS
    assert 'ENTRYPOINT ["dispatch"]' in DOCKERFILE


def test_the_balancer_neither_gathers_nor_parks_nor_repeats() -> None:
    assert directive("proxy_buffering") == ["off"]
    assert directive("proxy_request_buffering") == ["off"]
    assert directive("gzip") == ["off"]
    assert directive("proxy_http_version") == ["1.1"]
    assert directive("proxy_pass_header") == ["X-Accel-Buffering"]
    assert "non_idempotent" not in NGINX


def test_the_balancer_waits_longer_than_the_gateway() -> None:
    settings = default().config
    assert directive("proxy_read_timeout") == ["1h"]
    assert settings.openrouter.idle_timeout_seconds < 3600


def test_the_balancer_takes_bodies_as_large_as_the_gateway() -> None:
    assert directive("client_max_body_size") == [str(default().config.server.max_body_size)]


def test_the_balancer_refuses_in_the_shape_of_the_gateway() -> None:
    for body in re.findall(r"return \d+ '(.*)';", NGINX):
        assert body.startswith('{"error":{"message":"')
        assert body.endswith('"param":null},"request_id":"$request_id"}')


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here")
def test_nginx_takes_the_file(tmp_path: Path) -> None:
    """The file as it stands; the gateway's name is only looked up when a request comes."""
    path = tmp_path / "nginx.conf"
    path.write_text(NGINX.replace("/tmp/nginx", f"{tmp_path}/nginx"))
    done = subprocess.run(["nginx", "-t", "-c", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


SERVERS = {"valkey": processes.valkey_binary(), "redis": processes.debian_redis()}


@pytest.mark.parametrize("kind", SERVERS)
def test_each_server_takes_its_file_and_never_evicts_and_keeps_no_text(kind: str, tmp_path: Path) -> None:
    """What it says about itself once it runs, so that a line which it does not know would show."""
    if not (binary := SERVERS[kind]):
        pytest.skip(f"no {kind}-server is installed here")
    for name in ("redis.conf", "valkey.conf"):
        text = (ROOT / "deploy" / name).read_text().replace("/etc/dispatch", str(tmp_path))
        (tmp_path / name).write_text(text.replace("dir /data", f'dir "{tmp_path}"'))
    socket = tmp_path / "server.sock"
    own = ("--port", "0", "--unixsocket", str(socket), "--logfile", str(tmp_path / "log"), "--requirepass", "secret")
    process = subprocess.Popen([binary, str(tmp_path / f"{kind}.conf"), *own])
    try:
        while process.poll() is None and not socket.exists():
            time.sleep(0.01)
        assert b"NOAUTH" in valkey.ask(socket, "PING")
        with redis.Redis(unix_socket_path=str(socket), password="secret", decode_responses=True) as client:
            found = client.config_get("*")
    finally:
        process.terminate()
        assert process.wait(10) == 0
    assert (found["maxmemory-policy"], found["maxmemory"]) == ("noeviction", str(384 << 20))
    assert (found["appendonly"], found["appendfsync"]) == ("yes", "everysec")
    assert redis_privacy.exposing(found) == {}
    known = set(dict(redis_privacy.SETTINGS)) & set(found)
    assert len(known) == {"valkey": 6, "redis": 3}[kind]
