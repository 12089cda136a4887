"""`dispatch up`: all of Dispatch on one machine, under one supervisor. Reads from top to bottom in the order things start.

Order: first files, config, key, sockets, Valkey (unless REDIS_URL names a Redis), classifiers, gateways; stopped in reverse.
"""

import argparse
import http.client
import os
import sys
import textwrap
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from services.cli import valkey
from services.cli.check_config import refuse
from services.cli.health import fetch
from services.cli.listener import ListenError, open_sockets, port_of
from services.cli.supervisor import ChildFailed, Program, StopAsked, Stops, Supervisor, TooLate
from services.gateway.bootstrap import BootstrapError, write_first_files
from services.gateway.core import env_file
from shared import log
from shared.config.load import ConfigError, load_file
from shared.config.model import Config, OpenRouter
from shared.config.snapshot import Snapshot
from shared.level import LEVELS
from shared.redis_client import RedisUrlError, parse_url, redacted
from shared.version import VERSION

logger = log.get("up")

FIRST_ANSWER_LIMIT_S: Final = 20.0
"""The gateways must answer within this time of their start."""
CLASSIFIERS_LIMIT_S: Final = 5.0
"""How long the first screen waits for them."""
FLUSH_S: Final = 10.0
"""After the drain limit a gateway may still write its counters for this long."""
STATE_FOLDER: Final = ".dispatch"
"""Beside router.yaml: what the embedded server keeps."""
KEY_FILE_VARIABLE: Final = "DISPATCH_API_KEY_FILE"
"""Tells the gateway to read this file instead of `openrouter.api_key_file`."""
MOST_PROCESSES: Final = 64


class ApiKeyMissing(Exception):
    """No key anywhere; the message says where one may stand."""


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the key comes from, in words, and what the gateways must be told about it."""

    words: str
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is decided before the first process starts."""

    config: Path
    snapshot: Snapshot
    key: KeySource | None
    simulate: bool
    gateways: int
    classifiers: int
    redis_url: str
    """Empty: start the embedded server."""

    @property
    def state(self) -> Path:
        """Folder of the embedded server's data."""
        return self.config.parent / STATE_FOLDER


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How many processes, and whether the upstream is real."""
    parser.add_argument("--simulate", action="store_true", help="answer from the built-in simulator; needs no key")
    parser.add_argument("--auto", action="store_true", help="simulate only when no API key is found")
    parser.add_argument("--gateways", type=_process_count, default=1, metavar="N", help="gateway processes (default 1)")
    parser.add_argument(
        "--classifiers", type=_process_count, default=2, metavar="M", help="classifier processes (default 2)"
    )


def run(args: argparse.Namespace) -> int:
    """Start everything and stay until Ctrl-C or SIGTERM: 0. What can't be started or kept running: 1, with the reason."""
    log.setup()
    with Stops().listening() as stops, ExitStack() as stack:
        try:
            _serve(plan(args, os.environ), Supervisor(stops), stack)
        except StopAsked:
            return 0
        except ConfigError as error:
            return refuse(args.config, error.problems)
        except (ApiKeyMissing, BootstrapError, ChildFailed, ListenError, RedisUrlError, valkey.ValkeyError) as error:
            print(f"dispatch: {error}", file=sys.stderr)
            return 1
    return 0


def plan(args: argparse.Namespace, environment: Mapping[str, str]) -> Plan:
    """First files, config and key. Raises what `run` answers."""
    config = args.config.absolute()
    if config.name == "router.yaml":
        write_first_files(config.parent)
    snapshot = load_file(config)
    key = find_key(snapshot.config.openrouter, environment, Path.cwd())
    if key is None and not (args.simulate or args.auto):
        variable = snapshot.config.openrouter.api_key_env
        raise ApiKeyMissing(f"no API key: set {variable}, or put {variable}=... into .env, or try it with --simulate")
    redis_url = environment.get("REDIS_URL", "")
    return Plan(
        config=config,
        snapshot=snapshot,
        key=key,
        simulate=args.simulate or key is None,
        gateways=args.gateways,
        classifiers=args.classifiers,
        redis_url=parse_url(redis_url) if redis_url else "",
    )


def find_key(settings: OpenRouter, environment: Mapping[str, str], folder: Path) -> KeySource | None:
    """Look where the gateway will look, then into `.env` in `folder`; only whether there is a key, never its value."""
    key_file = Path(environment.get(KEY_FILE_VARIABLE) or settings.api_key_file)
    if _holds_key(key_file, settings.api_key_env):
        return KeySource(str(key_file), {})
    if environment.get(settings.api_key_env, "").strip():
        return KeySource(f"the variable {settings.api_key_env}", {})
    if _holds_key(folder / ".env", settings.api_key_env):
        return KeySource(f"{folder / '.env'}", {KEY_FILE_VARIABLE: str(folder / ".env")})
    return None


def _holds_key(path: Path, name: str) -> bool:
    """Whether a key stands there; one that can't be used is said in the log, or its owner would look for a missing one."""
    try:
        found = env_file.find(path.read_text(errors="replace"), name)
    except OSError:
        return False
    try:
        env_file.checked(found or "")
    except env_file.KeyRefused as refused:
        if found:
            logger.warning("api_key_refused", extra={"where": str(path), "reason": str(refused)})
        return False
    return True


def _serve(what: Plan, children: Supervisor, stack: ExitStack) -> None:
    """Start in order; whatever `stack` was given is undone in reverse. Returns when a stop is asked for."""
    sockets = open_sockets(what.snapshot.config.server.listen, what.gateways)
    server = None if what.redis_url else stack.enter_context(valkey.prepared(what.state))
    stack.callback(children.stop)
    for listening in sockets:
        stack.callback(listening.close)  # before the children stop: a draining gateway takes nothing new
    if server:
        children.start([server.program])
        children.wait_until(server.answers, limit_s=valkey.READY_LIMIT_S, what="the embedded Valkey did not answer")
    environment = {"REDIS_URL": server.url if server else what.redis_url}
    children.start(_classifier_programs(what, environment))
    children.start(_gateway_programs(what, environment, [listening.fileno() for listening in sockets]))
    address = Address(what.snapshot.config.server.listen, port_of(sockets))
    _wait_for_gateways(what, address, children)
    judging = _wait_for_classifiers(what, address, children)
    print("\n".join(screen(what, address, judging=judging)), flush=True)
    children.run(upkeep=lambda: _compact(server))
    print("dispatch: stopping; running answers may finish, Ctrl-C again stops at once", file=sys.stderr, flush=True)


def _compact(server: valkey.Server | None) -> None:
    """Keep the file of the embedded server small; a moment that does not suit is followed by another."""
    with suppress(OSError):
        if server and valkey.compact(server):
            logger.info("counters_compacted")


def _classifier_programs(what: Plan, environment: dict[str, str]) -> list[Program]:
    command = (sys.executable, "-P", "-m", "services.classifier")
    return [Program(f"classifier-{number}", command, environment) for number in range(1, what.classifiers + 1)]


def _gateway_programs(what: Plan, environment: dict[str, str], descriptors: list[int]) -> list[Program]:
    command = (sys.executable, "-P", "-m", "services.gateway", "--config", str(what.config))
    told = {**environment, **(what.key.environment if what.key else {})}
    return [
        Program(
            f"gateway-{number}",
            (*command, "--fd", str(descriptor), *(("--simulate",) if what.simulate else ())),
            told,
            inherited=(descriptor,),
            grace_s=lambda: drain_limit_s(what),
        )
        for number, descriptor in enumerate(descriptors, start=1)
    ]


def drain_limit_s(what: Plan) -> float:
    """How long a gateway may take to end, by the config as it is now if that is valid."""
    try:
        config: Config = load_file(what.config).config
    except ConfigError:
        config = what.snapshot.config
    return config.server.drain_announce_seconds + config.server.drain_seconds + FLUSH_S


@dataclass(frozen=True, slots=True)
class Address:
    """Where to reach the gateways from this machine. `port`: the one really listened on."""

    listen: str
    port: int

    @property
    def everywhere(self) -> bool:
        """True when every address of the machine is listened on."""
        return self._host in ("", "0.0.0.0", "::")  # noqa: S104 - compared, not bound

    @property
    def url(self) -> str:
        """`http://host:port`."""
        host = "localhost" if self.everywhere else self._host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def _host(self) -> str:
        return self.listen.rpartition(":")[0].strip("[]")


def _wait_for_gateways(what: Plan, address: Address, children: Supervisor) -> None:
    children.wait_until(
        lambda: _all_answer(address, what.gateways),
        limit_s=FIRST_ANSWER_LIMIT_S,
        what="the gateway did not answer /livez",
    )
    children.settled()


def _all_answer(address: Address, gateways: int) -> bool:
    """Ask often enough that the kernel, which spreads connections, has most likely shown every gateway."""
    tries = 1 if gateways == 1 else 8 * gateways
    try:
        return all(fetch(f"{address.url}/livez", timeout_s=0.5)[0] == 200 for _ in range(tries))
    except (OSError, http.client.HTTPException):
        return False


def _wait_for_classifiers(what: Plan, address: Address, children: Supervisor) -> bool:
    """Whether they could be seen; no reason to give up, since requests are answered without them."""
    try:
        children.wait_until(
            lambda: _workers_alive(address) >= what.classifiers,
            limit_s=CLASSIFIERS_LIMIT_S,
            what="the classifiers gave no sign of life",
        )
    except TooLate:
        return False
    return True


def _workers_alive(address: Address) -> int:
    try:
        health = msgspec.json.decode(fetch(f"{address.url}/health", timeout_s=0.5)[1], type=_Health)
    except (OSError, http.client.HTTPException, msgspec.DecodeError):
        return 0
    return health.classifier.workers_alive


class _Workers(msgspec.Struct):
    workers_alive: int


class _Health(msgspec.Struct):
    """The part of `/health` that is read here."""

    classifier: _Workers


def screen(what: Plan, address: Address, *, judging: bool = True) -> Iterator[str]:
    """What the operator sees once everything answers. `judging`: the classifiers have been seen."""
    settings, fallback = what.snapshot.config.openrouter, what.snapshot.config.classifier.fallback_level
    rows = [
        ("listens on", f"{address.url}/v1" + (" (every address of this machine)" if address.everywhere else "")),
        ("upstream", "SIMULATED: canned answers, nothing leaves this machine" if what.simulate else settings.base_url),
        ("API key", "not used" if what.simulate else f"from {what.key.words}" if what.key else "none"),
        *((f"level {level}", what.snapshot.target(level).model) for level in LEVELS),
        ("config", f"{what.config} ({_reload_words(what.snapshot.config)})"),
        ("counters", redacted(what.redis_url) if what.redis_url else f"{what.state} (embedded Valkey)"),
        ("logs", "this terminal, JSON lines on stderr"),
        ("processes", f"{_counted(what.gateways, 'gateway')}, {_counted(what.classifiers, 'classifier')}"),
        *(("warning", warning) for warning in what.snapshot.warnings),
    ]
    if not judging:
        by_way_of = f" by way of {redacted(what.redis_url)}" if what.redis_url else ""
        rows.append(("warning", f"no classifier answers{by_way_of}; until one does, requests go to `{fallback}`"))
    yield ""
    yield f"Dispatch {VERSION} is running."
    yield ""
    yield from (f"  {name:<16}{value}" for name, value in rows)
    if what.simulate:
        yield ""
        yield from (f"  {line}" for line in _simulated_words(settings.api_key_env))
    yield ""
    yield "  Try it:"
    yield f"    curl -sN {address.url}/v1/chat/completions -H 'Content-Type: application/json' \\"
    yield """      -d '{"model":"dispatch/auto","stream":true,"messages":[{"role":"user","content":"What is a mutex?"}]}'"""
    yield ""
    yield "  Stop it: Ctrl-C"
    yield ""


def _simulated_words(variable: str) -> list[str]:
    return textwrap.wrap(
        f"!! SIMULATED UPSTREAM !! No model is asked, the answers are canned. For real ones put {variable}=... into "
        ".env and start again (without --simulate).",
        width=100,
    )


def _reload_words(config: Config) -> str:
    reload = config.config_reload
    return (
        f"a saved change is used within {reload.poll_interval_seconds:g} s" if reload.enabled else "read at start only"
    )


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _process_count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {MOST_PROCESSES}, not {text!r}")
    return int(text)
