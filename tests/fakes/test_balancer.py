"""The balancer of the tests goes away whole."""

from pathlib import Path

import psutil
import pytest

from tests.fakes.balancer import Balancer, Hosts, NameServer, nginx_binary
from tests.fakes.processes import until


@pytest.mark.skipif(
    nginx_binary() is None, reason="nginx is not installed here (.ci/run installs it where there is apt)"
)
def test_a_balancer_that_is_killed_takes_its_workers_along(tmp_path: Path) -> None:
    names = NameServer()
    try:
        balancer = Balancer(tmp_path, Hosts().new(), names)
        workers = psutil.Process(balancer.pid).children(recursive=True)
        assert workers
        balancer.kill()
        until(lambda: not any(_runs(worker) for worker in workers), limit_s=5, what="its workers are gone")
    finally:
        names.close()


def _runs(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
