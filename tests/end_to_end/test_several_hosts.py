"""Gateway, worker and Redis on hosts of their own: each cable between them is cut and made long in turn, under light traffic.

A cut is silence: no packet comes back, no connection is refused. Every request is answered within the classifier's deadline, and
when the cable is whole again, so is the judgement, by itself.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes.client import Answer
from tests.fakes.hosts import Cable, network, unavailable
from tests.fakes.processes import Gateway, Process, dispatch_config, environment, free_port, python_module, until
from tests.fakes.redis_fleet import TcpRedis, running

DEADLINE_S = 0.5
WITHIN_S = DEADLINE_S + 0.6
"""The deadline and what a loaded machine adds."""
RECOVERY_S = 6.0

MISSING = unavailable()
pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING or "nothing is missing")


@dataclass
class Sent:
    """One request: when, how long, and what came."""

    at: float
    took_s: float
    got: Answer


def judged(got: Answer) -> bool:
    return got.status == 200 and "classifier_unavailable" not in (got.header("X-Dispatch-Reasons") or "")


@dataclass
class Site:
    """Everything, under traffic."""

    gateway: Gateway
    worker: Process
    cables: dict[str, Cable]
    sent: list[Sent] = field(default_factory=list)
    quiet: threading.Event = field(default_factory=threading.Event)
    """Set: nothing is sent."""
    over: threading.Event = field(default_factory=threading.Event)

    def traffic(self) -> None:
        """Ten a second, until it is over."""
        while not self.over.wait(0.1):
            if not self.quiet.is_set():
                at = time.monotonic()
                got = self.gateway.client.chat()
                self.sent.append(Sent(at, time.monotonic() - at, got))

    def since(self, moment: float) -> list[Sent]:
        """Those sent after it."""
        return [one for one in list(self.sent) if one.at >= moment]

    def stay(self, seconds: float) -> None:
        """Let the traffic go on for so long."""
        end = time.monotonic() + seconds
        until(lambda: time.monotonic() >= end, limit_s=seconds + 5)

    def until_judged(self) -> float:
        """Seconds until two requests in a row are judged again."""
        began = time.monotonic()

        def again() -> bool:
            latest = self.since(began)[-2:]
            return len(latest) == 2 and all(judged(one.got) for one in latest)

        until(again, limit_s=RECOVERY_S + 2, what="the judgement comes back by itself")
        return time.monotonic() - began


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("hosts")
    with network(folder) as (hosts, cables, addresses):
        port = free_port()
        to_redis = {"gateway": addresses["gateway-redis"], "worker": addresses["worker-redis"]}
        options = ("--bind", *to_redis.values(), "--protected-mode", "no")
        with running(TcpRedis(None, *options, port=6379, inside=hosts["redis"].inside)):
            listen = f"{addresses['client-gateway']}:{port}"
            config = dispatch_config(
                "http://127.0.0.1:1", listen, {"classifier": {"timeout_ms": int(DEADLINE_S * 1000)}}
            )
            gateway = Gateway(
                "gateway",
                folder,
                redis_url=f"redis://{to_redis['gateway']}:6379",
                config=config,
                host=addresses["client-gateway"],
                port=port,
                options=("--simulate",),
                inside=hosts["gateway"].inside,
            )
            command = python_module("services.classifier", "--redis-url", f"redis://{to_redis['worker']}:6379")
            worker = Process("worker", [*hosts["worker"].inside, *command], folder, environment())
            here = Site(gateway, worker, cables)
            threads = [threading.Thread(target=here.traffic) for _ in range(3)]
            try:
                gateway.ready()
                for thread in threads:
                    thread.start()
                here.until_judged()
                yield here
                assert gateway.alive
                assert worker.alive
            finally:
                here.over.set()
                for thread in threads:
                    thread.join(20)
                for process in (gateway, worker):
                    process.kill()


@pytest.mark.parametrize(("cable", "seconds"), [("gateway-redis", 3.0), ("worker-redis", 7.5)])
def test_a_cut_cable_delays_by_the_deadline_at_most_and_heals_by_itself(site: Site, cable: str, seconds: float) -> None:
    """The worker's outlasts its lease (6 s): then nobody waits for it any more."""
    began = time.monotonic()
    site.cables[cable].cut = True
    site.stay(seconds)
    cut = site.since(began + 0.1)
    site.cables[cable].cut = False
    recovery_s = site.until_judged()
    assert len(cut) >= 10
    assert {one.got.status for one in cut} == {200}
    assert max(one.took_s for one in cut) < WITHIN_S
    assert not [one for one in cut if judged(one.got)]
    last = sorted(one.took_s for one in cut if one.at > began + seconds - 0.8)
    assert last[len(last) // 2] < DEADLINE_S / 2, "what is known to be away is not waited for"
    assert recovery_s < RECOVERY_S


@pytest.mark.parametrize("cable", ["gateway-redis", "worker-redis"])
def test_a_long_cable_is_waited_for_as_long_as_the_deadline_allows(site: Site, cable: str) -> None:
    began = time.monotonic()
    site.cables[cable].delay_s = 0.08
    site.stay(1.5)
    slow = site.since(began + 0.3)
    too_long = time.monotonic()
    site.cables[cable].delay_s = 0.35
    site.stay(2.0)
    late = site.since(too_long + 0.3)
    site.cables[cable].delay_s = 0.0
    recovery_s = site.until_judged()
    assert {one.got.status for one in (*slow, *late)} == {200}
    assert all(judged(one.got) for one in slow), "160 ms there and back are within the deadline"
    assert min(one.took_s for one in slow) > 0.16
    assert not [one for one in late if judged(one.got)], "700 ms are not"
    assert max(one.took_s for one in (*slow, *late)) < WITHIN_S
    assert recovery_s < RECOVERY_S


def test_a_client_whose_cable_is_cut_for_a_moment_gets_its_answer_late_and_disturbs_nothing(site: Site) -> None:
    began = time.monotonic()
    site.cables["client-gateway"].cut = True
    site.stay(1.0)
    site.cables["client-gateway"].cut = False
    site.until_judged()
    sent = site.since(began)
    assert all(judged(one.got) for one in sent)
    assert max(one.took_s for one in sent) > 0.8, "somebody did wait for the cable"


def test_a_long_cable_to_the_client_delays_its_answers_and_no_judgement(site: Site) -> None:
    delay_s = 0.2
    began = time.monotonic()
    site.cables["client-gateway"].delay_s = delay_s
    site.stay(2.2)
    site.cables["client-gateway"].delay_s = 0.0
    site.until_judged()
    sent = [one for one in site.since(began + 0.1) if one.at < began + 1.2]
    assert len(sent) >= 3
    assert all(judged(one.got) for one in sent)
    assert min(one.took_s for one in sent) > 4 * delay_s, "there and back to connect, there and back to ask"
    assert max(one.took_s for one in sent) < 4 * delay_s + 1.0


def test_at_the_end_every_request_is_counted_once(site: Site) -> None:
    site.quiet.set()
    count = -1
    while count != len(site.sent):
        count = len(site.sent)
        site.stay(1.0)
    until(lambda: site.gateway.stats()["requests_total"] == count, limit_s=10, what="all are counted")
