"""One replica's broken config is the fleet's: shared by leases, ended by mending, leaving or death. Real processes on one Redis."""

import time
from collections.abc import Callable

import pytest

from shared import redis_keys
from tests.conftest import StackFactory
from tests.fakes.processes import Gateway, Stack, dispatch_config, until

POLL_S = 0.2
LIMIT_S = POLL_S + 1.0 + 0.5
"""One poll interval plus a second, and half of one for this machine."""

BROKEN = b"levels: ["


def good(gateway: Gateway, stack: Stack, **over: object) -> dict[str, object]:
    return dispatch_config(stack.base_url, f"127.0.0.1:{gateway.address[1]}", over)


def within(limit_s: float, condition: Callable[[], bool], what: str) -> None:
    started = time.monotonic()
    until(condition, limit_s=limit_s + 5, what=what)
    assert time.monotonic() - started <= limit_s, what


def serves(gateway: Gateway) -> bool:
    return gateway.client.chat().status == 200


def blocks(gateway: Gateway) -> bool:
    answer = gateway.client.chat()
    return answer.status == 503 and answer.json["error"]["type"] == "dispatch_config_degraded"


def test_both_block_while_one_is_broken_and_both_serve_when_it_is_mended(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2)
    one, other = stack.gateways
    one.write_config(BROKEN)
    within(LIMIT_S, lambda: blocks(one) and blocks(other), "both block")
    assert other.client.get("/readyz").json["reason"] == "config_reload_failing"
    assert other.health()["status"] == "degraded"
    assert other.client.get("/livez").header("x-dispatch-config-state") == "degraded"
    one.write_config(good(one, stack))
    within(LIMIT_S, lambda: serves(one) and serves(other), "both serve")
    assert one.log("config_reload_failed")
    assert one.log("config_reloaded")[-1]["degraded_seconds"] >= 0


def test_a_killed_broken_replica_blocks_the_others_no_longer_than_its_lease(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2)
    one, other = stack.gateways
    one.write_config(BROKEN)
    until(lambda: blocks(other), what="the other blocks")
    one.kill()
    within(redis_keys.LEASE_S + LIMIT_S, lambda: serves(other), "the other serves")


def test_a_broken_replica_that_stops_frees_the_others_at_once(start_stack: StackFactory) -> None:
    stack = start_stack(gateways=2)
    one, other = stack.gateways
    one.write_config(BROKEN)
    until(lambda: blocks(other), what="the other blocks")
    one.terminate()
    within(LIMIT_S, lambda: serves(other), "the other serves")


def test_counters_of_a_degraded_time_are_local_errors_only(start_stack: StackFactory) -> None:
    stack = start_stack()
    stack.gateway.write_config(BROKEN)
    until(lambda: blocks(stack.gateway), what="it blocks")
    before = stack.gateway.stats()
    for _ in range(5):
        assert blocks(stack.gateway)
    after = stack.gateway.stats()
    assert after["degraded_blocked_total"] - before["degraded_blocked_total"] == 5
    assert after["local_proxy_errors_total"] - before["local_proxy_errors_total"] == 5
    assert after["upstream_errors_total"] == 0
    assert after["active_config_state"] == "degraded_using_last_valid"
    assert len(after["last_config_reload_error_truncated"]) <= 500
    assert after["config_reload_failure_first_seen_unix"] > 0


def test_lenient_mode_forwards_and_marks(start_stack: StackFactory) -> None:
    stack = start_stack(config={"config_reload": {"fail_requests_when_degraded": False}})
    stack.gateway.write_config(BROKEN)
    until(lambda: stack.gateway.health()["status"] == "degraded", what="it is degraded")
    answer = stack.client.chat()
    assert answer.status == 200
    assert answer.header("x-dispatch-config-state") == "degraded"
    assert answer.header("x-dispatch-config-reload-error") == "see /health or /debug/stats"


@pytest.mark.parametrize("how", ["same second", "rename", "deleted and put back", "symlink", "read-protected"])
def test_every_way_to_change_the_file_is_noticed(start_stack: StackFactory, how: str) -> None:
    stack = start_stack()
    gateway, path = stack.gateway, stack.gateway.config_path
    original = path.read_bytes()
    changed = original.replace(b"data_collection: deny", b"data_collection: allow")
    assert changed != original
    digest = gateway.health()["config"]["digest"]
    if how == "same second":
        for _ in range(3):
            path.write_bytes(changed)
            path.write_bytes(original)
        path.write_bytes(changed)
    elif how == "rename":
        fresh = path.with_name("new.yaml")
        fresh.write_bytes(changed)
        fresh.rename(path)
    elif how == "deleted and put back":
        path.unlink()
        until(lambda: blocks(gateway), what="a deleted file degrades")
        path.write_bytes(original)
        until(lambda: serves(gateway), what="the restored file serves")
        assert gateway.health()["config"]["digest"] == digest
        path.write_bytes(changed)
    elif how == "symlink":
        first, second = path.with_name("first.yaml"), path.with_name("second.yaml")
        first.write_bytes(original)
        second.write_bytes(changed)
        path.unlink()
        path.symlink_to(first)
        link = path.with_name("link")
        link.symlink_to(second)
        link.rename(path)
    else:
        path.unlink()
        path.mkdir()
        until(lambda: blocks(gateway), what="a file that can't be read degrades")
        path.rmdir()
        path.write_bytes(changed)
    within(10, lambda: gateway.health()["config"]["digest"] != digest and serves(gateway), f"{how} is noticed")
