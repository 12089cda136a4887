"""Redis as other people run it: TLS, passwords and users with few rights, Sentinel; and what is not supported says so."""

import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from shared.redis_client import connect_sync
from tests.fakes.client import Answer
from tests.fakes.openrouter import ScriptedOpenRouter
from tests.fakes.processes import ROOT, Process, Stack, debian_redis, environment, free_port, python_module, until
from tests.fakes.redis_fleet import SentinelFleet, TcpRedis, certificates, running

StackFactory = Callable[..., Stack]
PASSWORD = "correct-horse/battery@staple"
ESCAPED = "correct-horse%2Fbattery%40staple"
EASY = [("X-Dispatch-Level", "easy")]
CONFIG = {"classifier": {"timeout_ms": 500}}

needs_redis = pytest.mark.skipif(
    debian_redis() is None, reason="no redis-server here (DISPATCH_TEST_REDIS_SERVER may name one)"
)
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make certificates with")
BOTH = [pytest.param("valkey", id="valkey"), pytest.param("redis", id="redis", marks=[needs_redis, needs_openssl])]


def judged(got: Answer) -> bool:
    return got.status == 200 and "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or "")


def everything(stack: Stack) -> None:
    """Whatever Dispatch does with Redis is done at least once."""
    failing = [{"role": "user", "content": "The tests still fail: AssertionError in test_a.py. Fix it."}]
    for gateway, other in zip(stack.gateways, reversed(stack.gateways), strict=True):
        for streaming in (True, False):
            got = gateway.client.chat(stream=streaming, messages=failing, headers=[("X-Session-Id", gateway.name)])
            assert judged(got)
            until(lambda: other.client.get(f"/debug/request?id={got.request_id}").status == 200)  # noqa: B023
    until(lambda: all(gateway.stats()["requests_total"] == 4 for gateway in stack.gateways))
    broken, mended = stack.gateway, stack.gateway.config
    broken.write_config(b"levels: 1")
    until(lambda: all(gateway.client.get("/readyz").status == 503 for gateway in stack.gateways))
    broken.write_config(mended)
    until(lambda: all(gateway.client.get("/readyz").status == 200 for gateway in stack.gateways))


def used(inside: "redis.Redis") -> set[str]:
    """Commands that the server has run, those inside of scripts too."""
    return {str(name).removeprefix("cmdstat_") for name in inside.info("commandstats")}


def acl_line() -> list[str]:
    """The user's rights as docs/operations.md gives them, without name and password."""
    (line,) = re.findall(r"^ACL SETUSER dispatch (.*)$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    return [rule for rule in line.split() if not rule.startswith(">")]


@pytest.mark.parametrize("kind", BOTH)
def test_a_user_with_the_documented_rights_is_enough_and_none_of_them_is_idle(
    start_stack: StackFactory, tmp_path: Path, kind: str
) -> None:
    """The embedded server knows no TLS, Debian's asks for a certificate as well."""
    if kind == "redis":
        files = certificates(tmp_path)
        server = TcpRedis(
            debian_redis(),
            *("--tls-port", "0", *files.options),
            address=f"rediss://dispatch:{ESCAPED}@127.0.0.1:{{port}}/3?{files.query}",
        )
        serving = behind_tls(server)
    else:
        server = TcpRedis(address=f"valkey://dispatch:{ESCAPED}@127.0.0.1:{{port}}/3")
        serving = running(server)
    with serving, server.client() as inside:
        inside.execute_command("ACL", "SETUSER", "dispatch", f">{PASSWORD}", *acl_line())
        inside.execute_command("CONFIG", "RESETSTAT")
        stack = start_stack(redis_server=server, gateways=2, classifiers=2, config=SMALL)
        everything(stack)
        health = python_module("services.cli.main", "health", "classifier")
        assert Process("health", health, tmp_path, environment(REDIS_URL=server.url)).wait() == 0
        until(lambda: "ping" in used(inside), what="a silent subscription asks for a sign of life")
        granted = {rule[1:] for rule in acl_line() if rule.startswith("+")}
        refused = {entry[b"object"].decode().lower() for entry in inside.execute_command("ACL", "LOG")}
        assert refused <= TOLERATED
        assert granted - used(inside) == set(), "granted and never used"
        stack.stop()
        said = stack.logs()
        assert PASSWORD not in said
        assert ESCAPED not in said


SMALL = {"debug": {"request_index_size": 2}, "intelligence": {"session": {"max_entries": 1}}}
"""So that records and sessions are cleared away."""
TOLERATED = {"client|setinfo", "info", "config|get"}
"""Asked for, and done without: the client library's name, whether it is a cluster, which settings it has."""


@needs_redis
@needs_openssl
def test_a_server_that_cannot_prove_its_name_is_not_talked_to(start_stack: StackFactory, tmp_path: Path) -> None:
    theirs, ours = certificates(tmp_path / "theirs"), certificates(tmp_path / "ours")
    server = TcpRedis(
        debian_redis(),
        *("--tls-port", "0", *theirs.options),
        address=f"rediss://:{ESCAPED}@127.0.0.1:{{port}}?{ours.query}",
    )
    with behind_tls(server), server.client() as inside:
        stack = start_stack(redis_server=server, classifiers=0, config=CONFIG)
        got = stack.client.chat()
        assert (got.status, judged(got)) == (200, False)
        assert stack.gateway.health()["redis"]["connected"] is False
        assert "auth" not in used(inside)
        assert ESCAPED not in stack.logs()
        stack.stop()


@pytest.fixture
def fleet() -> Iterator[SentinelFleet]:
    """Debian's Redis and Sentinel where they are, else the embedded server in both roles."""
    servers = SentinelFleet(debian_redis())
    yield servers
    servers.stop()


def test_a_failover_is_followed_within_seconds_and_loses_no_count(
    start_stack: StackFactory, openrouter: ScriptedOpenRouter, fleet: SentinelFleet
) -> None:
    """The master is killed under traffic: every request is answered in time, the new one is used, the counters are complete."""
    stack = start_stack(redis_server=fleet, gateways=2, classifiers=2, config=CONFIG)
    answers: list[tuple[float, float, Answer]] = []
    stop = threading.Event()

    def work(number: int) -> None:
        client = stack.gateways[number % 2].client
        while not stop.wait(0.05):
            started = time.monotonic()
            got = client.chat(headers=EASY if number == 3 else [("X-Session-Id", f"s{number}")])
            answers.append((started, time.monotonic() - started, got))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        until(lambda: len(answers) > 80)
        killed_at = time.monotonic()
        fleet.master.kill()
        until(lambda: fleet.master_port() == fleet.replica.port, limit_s=15, what="the sentinels fail over")
        failed_over_at = time.monotonic()
        until(
            lambda: all(judged(gateway.client.chat()) for gateway in stack.gateways),
            limit_s=6,
            what="both gateways are judged by workers again",
        )
        back_at = time.monotonic()
        seen = len(answers)
        until(lambda: len(answers) > seen + 40)
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    assert {got.status for _, _, got in answers} == {200}
    assert max(took for _, took, _ in answers) < 0.5 + 1.0
    assert all(judged(got) for at, took, got in answers if at + took < killed_at)
    assert back_at - failed_over_at < 6
    total = openrouter_requests(openrouter)
    until(lambda: {gateway.stats()["requests_total"] for gateway in stack.gateways} == {total}, limit_s=10)
    with fleet.replica.client() as inside:
        assert inside.info("replication")["role"] == "master"
    stack.stop()


def openrouter_requests(openrouter: ScriptedOpenRouter) -> int:
    """Every chat completion was forwarded once."""
    return len(openrouter.requests)


@needs_redis
@needs_openssl
def test_sentinels_behind_tls_have_a_password_of_their_own(tmp_path: Path) -> None:
    files = certificates(tmp_path)
    binary = debian_redis()
    assert binary
    with behind_tls(TcpRedis(binary, "--tls-port", "0", *files.options)) as server:
        port = free_port()
        settings = tmp_path / "sentinel.conf"
        tls = "\n".join(f"{name.removeprefix('--')} {value}" for name, value in pairs(files.options))
        settings.write_text(
            f"port 0\ntls-port {port}\ntls-replication yes\n{tls}\ndir {tmp_path}\nrequirepass {PASSWORD}\n"
            f"sentinel monitor s 127.0.0.1 {server.port} 1\n"
        )
        sentinel = Process("sentinel", [binary, str(settings), "--sentinel"], tmp_path)
        try:
            base = f"rediss+sentinel://127.0.0.1:{port}/s/2?{files.query}"
            with connect_sync(f"{base}&sentinel_password={ESCAPED}") as client:
                until(client.ping, what="the master behind the sentinel")
                assert client.client_info()["db"] == 2
            with connect_sync(f"{base}&sentinel_password=wrong") as client, pytest.raises(redis.ConnectionError):
                client.ping()
        finally:
            sentinel.terminate()


def pairs(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Options and their values."""
    return zip(words[::2], words[1::2], strict=True)


@contextmanager
def behind_tls(server: TcpRedis) -> Iterator[TcpRedis]:
    """Its port speaks TLS: a port is one or the other, so it is opened anew."""
    with running(server), server.client() as inside:
        inside.config_set("port", 0)
        inside.config_set("tls-port", server.port)
        yield server


def test_a_server_that_becomes_a_replica_is_left(start_stack: StackFactory) -> None:
    """One name, two servers behind it by turns: what a hosted Redis does at a failover. The name is a port here."""
    with running(TcpRedis()) as server, server.client() as inside:
        stack = start_stack(redis_server=server, config=CONFIG)
        before = int(inside.info("stats")["total_connections_received"])
        inside.execute_command("REPLICAOF", "127.0.0.1", "1")
        until(lambda: not judged(stack.client.chat()))
        until(
            lambda: int(inside.info("stats")["total_connections_received"]) > before + 6, what="it is looked for anew"
        )
        inside.execute_command("REPLICAOF", "NO", "ONE")
        until(lambda: judged(stack.client.chat()), limit_s=10)
        stack.stop()


def test_a_cluster_is_named_and_refused_at_the_start(tmp_path: Path) -> None:
    with running(TcpRedis(None, "--cluster-enabled", "yes", "--cluster-port", str(free_port()))) as server:
        for number, address in enumerate((server.url, server.url.replace("redis://", "redis+cluster://"))):
            for service, where in (("gateway", ("--config", str(tmp_path / "router.yaml"))), ("classifier", ())):
                command = python_module(f"services.{service}", *where, "--redis-url", address)
                process = Process(f"{service}-{number}", command, tmp_path, environment())
                assert process.wait() == 1
                (line,) = process.stderr.splitlines()
                assert "cluster" in line
                assert "redis+sentinel://" in line
