"""The state of reloads: transitions, and when a failure is logged again."""

from services.gateway.core.reload_state import ERROR_LIMIT, LOG_AGAIN_S, ReloadState

START = ReloadState(last_success_unix=1000.0)


def test_it_starts_well() -> None:
    assert not START.failing
    assert not START.should_log(5000.0)


def test_a_failure_remembers_why_and_since_when() -> None:
    state = START.failed(["one", "two"], 2000.0).failed(["one", "two"], 2003.0)
    assert state.failing
    assert (state.error, state.consecutive_failures) == ("one; two", 2)
    assert (state.first_failure_unix, state.last_failure_unix, state.last_success_unix) == (2000.0, 2003.0, 1000.0)


def test_the_error_is_cut_and_never_empty() -> None:
    assert len(START.failed(["x" * 400, "y" * 400], 1.0).error) == ERROR_LIMIT
    assert START.failed([], 1.0).failing


def test_a_success_clears_everything_but_the_time_of_the_last_failure() -> None:
    state = START.failed(["one"], 2000.0).logged(2000.0).succeeded(2100.0)
    assert state == ReloadState(last_failure_unix=2000.0, last_success_unix=2100.0)


def test_a_new_failure_after_a_recovery_counts_from_one() -> None:
    state = START.failed(["one"], 2000.0).succeeded(2100.0).failed(["one"], 2200.0)
    assert (state.consecutive_failures, state.first_failure_unix) == (1, 2200.0)


def test_a_failure_is_logged_at_once_and_the_same_one_again_after_five_minutes() -> None:
    state = START.failed(["one"], 2000.0)
    assert state.should_log(2000.0)
    state = state.logged(2000.0)
    assert not state.should_log(2000.0 + LOG_AGAIN_S - 0.1)
    assert not state.failed(["one"], 2100.0).should_log(2100.0)
    assert state.should_log(2000.0 + LOG_AGAIN_S)
    assert LOG_AGAIN_S == 300


def test_another_failure_is_logged_at_once() -> None:
    assert START.failed(["one"], 2000.0).logged(2000.0).failed(["two"], 2001.0).should_log(2001.0)


def test_the_same_failure_after_a_recovery_is_logged_at_once() -> None:
    state = START.failed(["one"], 2000.0).logged(2000.0).succeeded(2001.0).failed(["one"], 2002.0)
    assert state.should_log(2002.0)
