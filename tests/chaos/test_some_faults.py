"""A few faults of `make chaos` in every run of the tests: a gateway and Redis killed, a gateway stopped."""

from collections.abc import Iterator

import pytest

from tests.chaos.faults import FAULTS
from tests.chaos.fleet import Fleet
from tests.chaos.run import suffer
from tests.fakes.balancer import nginx_binary
from tests.fakes.openrouter import ScriptedOpenRouter

CHOSEN = (
    "SIGKILL of a gateway",
    "SIGKILL of Redis, restarted after 1 s",
    "SIGTERM of a gateway",
)


@pytest.fixture(scope="module")
def fleet() -> Iterator[Fleet]:
    """One for all faults, as a fleet of long life."""
    if nginx_binary() is None:
        pytest.skip("nginx is not installed here (.ci/run installs it where there is apt)")
    with ScriptedOpenRouter() as openrouter:
        made = Fleet(openrouter)
        yield made
        made.close()


@pytest.mark.parametrize("name", CHOSEN)
def test_a_fault_breaks_only_what_it_must_and_heals_by_itself(fleet: Fleet, name: str) -> None:
    (fault,) = [fault for fault in FAULTS if fault.name == name]
    row = suffer(fleet, fault, seed=7)
    assert row.wrong == []
    fleet.until_judging()
