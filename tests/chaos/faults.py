"""The faults. Each is a function that breaks something and mends it again, and a row that says what may come of it.

A function returns when everything is mended; from then on the fleet has RECOVERY_LIMIT_S to be itself again.
"""

import itertools
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.chaos.fleet import Fleet
from tests.fakes.balancer import Balancer
from tests.fakes.client import Client, request_bytes
from tests.fakes.openrouter import Exchange, Script, chunk, event, head
from tests.fakes.processes import KEY, until
from tests.fakes.traffic import EVENTS, Fate, Kind, Outcome, as_planned, body_parts, plan_of

RECOVERY_LIMIT_S: Final = 5.0
SLOW_CLIENTS: Final = 30
STREAM_HEAD: Final = head(headers=[("Content-Type", "text/event-stream"), ("Transfer-Encoding", "chunked")])
NEW_KEY: Final = KEY[:-4] + "feed"


@dataclass(frozen=True, slots=True)
class Breaks:
    """What a fault makes unavoidable, besides the fallback level between its beginning and the recovery."""

    words: str = "none"
    allows: Callable[[Fate, Fleet, "Moments"], bool] = lambda _fate, _fleet, _moments: False


@dataclass(frozen=True, slots=True)
class Moments:
    """Monotonic seconds: `began` just before the fault, `mended` just after its repair."""

    began: float
    mended: float


def _in_flight(fate: Fate, _fleet: Fleet, moments: Moments) -> bool:
    return fate.started <= moments.mended and fate.ended >= moments.began and fate.outcome is not Outcome.GOOD


NONE: Final = Breaks()
OF_THE_KILLED: Final = Breaks("answers that the killed gateway had in hand", _in_flight)
SPOILED: Final = Breaks(
    "answers that the upstream has spoiled", lambda fate, fleet, _moments: fate.number in fleet.spoiled
)
NOT_CONNECTED: Final = Breaks(
    "connections refused while no balancer listened",
    lambda fate, _fleet, _moments: fate.detail == "ClientConnectorError",
)
DEGRADED: Final = Breaks(
    "503 dispatch_config_degraded while the file is broken",
    lambda fate, _fleet, moments: (
        fate.error_type == "dispatch_config_degraded"
        and moments.began <= fate.ended
        and fate.started <= moments.mended + RECOVERY_LIMIT_S
    ),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A row of the table. `flushes`: counters of before are gone. `kills_gateway`: what it had not written is gone."""

    name: str
    act: Callable[[Fleet], None]
    breaks: Breaks = NONE
    flushes: bool = False
    kills_gateway: bool = False
    others: int = 0
    """Requests that the fault sends itself."""
    growth_limit_mib: float = 16.0
    """Resident memory that a process may have gained when all is over."""
    after: Callable[[Fleet], None] | None = None
    """Mended only when the load has ended."""


def stay(seconds: float) -> None:
    """The fault lasts; this is load time, not a wait for something."""
    time.sleep(seconds)


# --- processes ---------------------------------------------------------------------------------------------------------


def worker_killed(fleet: Fleet) -> None:
    fleet.workers.pop(0).kill()
    stay(1)
    fleet.add_worker()


def all_workers_killed(fleet: Fleet) -> None:
    for worker in fleet.workers:
        worker.kill()
    fleet.workers.clear()
    stay(3)
    fleet.add_worker()
    fleet.add_worker()


def worker_stopped(fleet: Fleet) -> None:
    fleet.workers[0].suspend()
    stay(10)
    fleet.workers[0].resume()


def gateway_killed(fleet: Fleet) -> None:
    gateway = fleet.gateways[0]
    gateway.kill()
    fleet.remove_gateway(gateway)


def gateway_comes_back(fleet: Fleet) -> None:
    fleet.add_gateway()


def worker_terminated(fleet: Fleet) -> None:
    assert fleet.workers.pop(0).terminate() == 0
    stay(1)
    fleet.add_worker()


def gateway_terminated(fleet: Fleet) -> None:
    gateway = fleet.gateways[0]
    assert gateway.terminate(30) == 0
    fleet.remove_gateway(gateway)
    fleet.add_gateway()


def balancer_reloaded(fleet: Fleet) -> None:
    for _ in range(3):
        fleet.balancer.signal(signal.SIGHUP)
        stay(1)


def balancer_replaced(fleet: Fleet) -> None:
    """As compose stops it: it closes its port and finishes its answers, 3 s streams among them."""
    old = fleet.balancer
    old.signal(signal.SIGQUIT)
    until(lambda: _refuses(old.address), what="the old one has closed its port")
    fleet.balancer = Balancer(fleet.folder, old.address[0], fleet.names, name=f"{old.name}-next")
    assert old.wait(10) == 0


def _refuses(address: tuple[str, int]) -> bool:
    with socket.socket() as sock:
        return sock.connect_ex(address) != 0


def everything_restarted(fleet: Fleet) -> None:
    """One after the other, each replaced before it is stopped, the balancer's names given their time."""
    for _ in range(len(fleet.workers)):
        fleet.add_worker()
        assert fleet.workers.pop(0).terminate() == 0
    for _ in range(len(fleet.gateways)):
        fleet.add_gateway()
        stay(2.5)
        assert fleet.gateways[0].terminate(30) == 0
        fleet.remove_gateway(fleet.gateways[0])
    fleet.balancer.signal(signal.SIGHUP)
    fleet.redis.process.terminate()
    fleet.redis.start()


# --- Redis -------------------------------------------------------------------------------------------------------------


def redis_killed_and_restarted(fleet: Fleet) -> None:
    fleet.redis.kill()
    stay(1)
    fleet.redis.start()


def redis_killed(fleet: Fleet) -> None:
    fleet.redis.kill()
    stay(5)


def redis_started(fleet: Fleet) -> None:
    fleet.redis.start()


def redis_terminated(fleet: Fleet) -> None:
    assert fleet.redis.process.terminate() == 0
    stay(1)
    fleet.redis.start()


def redis_stopped(fleet: Fleet) -> None:
    fleet.redis.suspend()
    stay(10)
    fleet.redis.resume()


def redis_out_of_memory(fleet: Fleet) -> None:
    with fleet.redis.client() as redis:
        redis.config_set("maxmemory-policy", "noeviction")
        redis.config_set("maxmemory", "1")
        stay(5)
        redis.config_set("maxmemory", "0")


def redis_flushed(fleet: Fleet) -> None:
    fleet.redis.flush()


def queue_full(fleet: Fleet) -> None:
    before = fleet.gateways[0].stats()["by_fallback_cause"].get("queue_full", 0)
    fleet.configure({"classifier": {"queue_limit": 6}})
    for worker in fleet.workers:
        worker.suspend()
    stay(3)
    for worker in fleet.workers:
        worker.resume()
    fleet.configure({})
    after = fleet.gateways[0].stats()["by_fallback_cause"].get("queue_full", 0)
    assert after > before, "the queue was never full"


# --- upstream ----------------------------------------------------------------------------------------------------------


@contextmanager
def _spoiling(fleet: Fleet, script: Script) -> Iterator[None]:
    before = len(fleet.spoiled)
    sound = fleet.openrouter.otherwise
    fleet.spoil(script, every=4)
    yield
    fleet.openrouter.otherwise = sound
    assert len(fleet.spoiled) > before + 10, "nothing was spoiled"


async def _begin(exchange: Exchange) -> list[bytes]:
    """For a stream: its head and its first event; the parts that are left."""
    number, kind = plan_of(exchange.request.body)
    first, *rest = body_parts(number, kind)
    if kind is not Kind.WHOLE:
        await exchange.send(STREAM_HEAD + chunk(first))
        await exchange.pause(EVENTS[kind][1])
    return rest


def upstream_resets(fleet: Fleet) -> None:
    async def script(exchange: Exchange) -> None:
        exchange.reset()

    with _spoiling(fleet, script):
        stay(4)


def upstream_hangs(fleet: Fleet) -> None:
    """Streams after their first event, documents before their head."""

    async def script(exchange: Exchange) -> None:
        await _begin(exchange)
        await exchange.until_gone()

    with _spoiling(fleet, script):
        stay(4)


def upstream_talks_nonsense(fleet: Fleet) -> None:
    async def script(exchange: Exchange) -> None:
        rest = await _begin(exchange)
        await exchange.send(b"zz\r\n\x00\xff nonsense\r\n\r\n" if rest else b"\x16\x03\x01 no HTTP at all\r\n\r\n")
        await exchange.until_gone()

    with _spoiling(fleet, script):
        stay(4)


def upstream_cuts(fleet: Fleet) -> None:
    """Streams in the middle, documents (of which the length is known) too: half with a FIN, half with a reset."""

    async def script(exchange: Exchange) -> None:
        number, kind = plan_of(exchange.request.body)
        parts = list(body_parts(number, kind))
        if kind is Kind.WHOLE:
            lead = [("Content-Type", "application/json"), ("Content-Length", str(len(parts[0])))]
            await exchange.send(head(headers=lead) + parts[0][:-10])
        else:
            await exchange.send(STREAM_HEAD)
            for part in parts[: len(parts) // 2]:
                await exchange.send(chunk(part))
                await exchange.pause(EVENTS[kind][1])
        await exchange.pause(0.01)
        if number % 8:
            exchange.close()
        else:
            exchange.reset()

    with _spoiling(fleet, script):
        stay(4)


# --- clients and files ------------------------------------------------------------------------------------------------


def slow_readers(fleet: Fleet) -> None:
    """They ask for 8 MB each and read 4 kB every tenth of a second, then leave."""
    flood = event("x" * 8000)

    async def script(exchange: Exchange) -> None:
        await exchange.send(STREAM_HEAD)
        for _ in range(1000):
            await exchange.send(chunk(flood))

    fleet.openrouter.on_model("fake/critical", _unless_planned(script))
    stop = threading.Event()
    threads = [threading.Thread(target=_read_slowly, args=(fleet, stop)) for _ in range(SLOW_CLIENTS)]
    for thread in threads:
        thread.start()
    stay(6)
    stop.set()
    for thread in threads:
        thread.join(10)
    fleet.openrouter.on_model("fake/critical", fleet.openrouter.otherwise)


def _unless_planned(script: Script) -> Script:
    async def either(exchange: Exchange) -> None:
        await (as_planned(exchange) if b"#load" in exchange.request.body else script(exchange))

    return either


def _read_slowly(fleet: Fleet, stop: threading.Event) -> None:
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(fleet.balancer.address)
        body = b'{"stream":true,"messages":[{"role":"user","content":"much"}]}'
        sock.sendall(request_bytes("POST", Client.CHAT, body, [("X-Dispatch-Level", "critical")]))
        while not stop.wait(0.1):
            assert sock.recv(4096)


def reload_storm(fleet: Fleet) -> None:
    """A hundred valid edits of router.yaml on each gateway, one every 50 ms at most."""
    for number in range(100):
        for gateway in fleet.gateways:
            over = {"thresholds": {"easy_max": 20 - number % 5}}
            gateway.write_config(fleet.config(gateway.address[0], over))
        stay(0.05)
    fleet.configure({"debug": {"request_index_size": 499}})
    fleet.configure({})


def config_broken(fleet: Fleet) -> None:
    """On one replica only; strict, so the whole fleet refuses alike."""
    gateway = fleet.gateways[0]
    gateway.write_config(b"levels: [")
    until(lambda: all(one.client.get("/readyz").status == 503 for one in fleet.gateways), what="the fleet is degraded")
    stay(2)
    gateway.write_config(fleet.config(gateway.address[0]))


def key_rotated(fleet: Fleet) -> None:
    for key in itertools.islice(itertools.cycle((NEW_KEY, KEY)), 4):
        fleet.write_key(key)
        wanted = f"Bearer {key}"
        until(lambda: fleet.openrouter.last.header("authorization") == wanted, what="the new key is used")  # noqa: B023 - called at once
        stay(0.7)
        recent = {request.header("authorization") for request in fleet.openrouter.requests[-10:]}
        assert recent == {wanted}, "the old key is still used"


FAULTS: Final = (
    Fault("SIGKILL of a worker", worker_killed),
    Fault("SIGKILL of all workers, back after 3 s", all_workers_killed),
    Fault("SIGKILL of a gateway", gateway_killed, OF_THE_KILLED, kills_gateway=True, after=gateway_comes_back),
    Fault("SIGKILL of Redis, restarted after 1 s", redis_killed_and_restarted),
    Fault("SIGKILL of Redis, not restarted", redis_killed, after=redis_started),
    Fault("SIGSTOP of Redis for 10 s", redis_stopped),
    Fault("SIGSTOP of a worker for 10 s", worker_stopped),
    Fault("Redis out of memory for 5 s", redis_out_of_memory),
    Fault("FLUSHALL", redis_flushed, flushes=True),
    Fault("work queue full for 3 s", queue_full),
    Fault("upstream resets", upstream_resets, SPOILED),
    Fault("upstream hangs", upstream_hangs, SPOILED),
    Fault("upstream answers garbage", upstream_talks_nonsense, SPOILED),
    Fault("upstream cuts answers", upstream_cuts, SPOILED),
    Fault(
        f"{SLOW_CLIENTS} clients that read slowly", slow_readers, others=SLOW_CLIENTS, growth_limit_mib=SLOW_CLIENTS
    ),  # 1 MiB for a client at most
    Fault("reload storm: 100 edits on each gateway", reload_storm),
    Fault("broken config on one replica", config_broken, DEGRADED),
    Fault("key rotated 4 times", key_rotated),
    Fault("SIGTERM of a worker", worker_terminated),
    Fault("SIGTERM of a gateway", gateway_terminated),
    Fault("SIGTERM of Redis, restarted after 1 s", redis_terminated),
    Fault("balancer reloaded 3 times", balancer_reloaded),
    Fault("balancer stopped and started", balancer_replaced, NOT_CONNECTED),
    Fault("rolling restart of everything", everything_restarted),
)
