"""Every key has the one hash tag, and no two things share a key."""

import inspect

from hypothesis import given
from hypothesis import strategies as st

from shared import redis_keys

FIXED = {
    name: value
    for name, value in vars(redis_keys).items()
    if name.isupper() and name != "TAG" and isinstance(value, str)
}
MADE = {name: make for name, make in vars(redis_keys).items() if inspect.isfunction(make)}


def made() -> dict[str, str]:
    return {name: make(*["x"] * len(inspect.signature(make).parameters)) for name, make in MADE.items()}


def test_every_key_carries_the_tag_so_that_one_script_may_touch_several() -> None:
    keys = [*FIXED.values(), *made().values()]
    assert len(keys) >= 10
    for key in keys:
        assert key.startswith("{dispatch}:")


def test_no_two_kinds_of_key_are_the_same_or_open_each_others_families() -> None:
    keys = [*FIXED.values(), *made().values()]
    assert len(set(keys)) == len(keys)
    families = [key.removesuffix("x") for key in made().values()]
    for key in FIXED.values():
        assert not any(key.startswith(family) for family in families)


hashes = st.text("0123456789abcdef", min_size=16, max_size=32)


@given(st.tuples(hashes, hashes), st.tuples(hashes, hashes))
def test_two_sessions_or_tasks_never_share_a_key(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Both parts arrive hashed, so that no part can hold the separator."""
    assert (redis_keys.session(*one) == redis_keys.session(*other)) == (one == other)


def test_a_lease_outlives_two_missed_renewals_and_a_config_its_gateway() -> None:
    assert redis_keys.LEASE_S >= 3
    assert redis_keys.CONFIG_TTL_S >= 3600
