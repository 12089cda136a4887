"""Which settings of a Redis are named as keeping prompt text."""

import pytest

from shared.redis_privacy import ASKED, SETTINGS, exposing

FACTORY = {
    "save": "3600 1 300 100 60 10000",
    "auto-aof-rewrite-percentage": "100",
    "slowlog-log-slower-than": "10000",
    "commandlog-request-larger-than": "1048576",
    "commandlog-reply-larger-than": "1048576",
    "hide-user-data-from-log": "no",
}


@pytest.mark.parametrize(("name", "wanted"), SETTINGS)
def test_each_setting_is_named_when_it_is_wrong_and_only_then(name: str, wanted: str) -> None:
    assert exposing({**dict(SETTINGS), name: FACTORY[name]}) == {name: wanted}
    assert exposing({name: wanted}) == {}


def test_settings_that_a_server_does_not_have_are_fine() -> None:
    assert exposing({}) == {}
    assert exposing({"maxmemory": "1"}) == {}
    assert exposing(FACTORY) == dict(SETTINGS)


def test_where_there_is_no_append_only_file_none_can_be_rewritten() -> None:
    assert exposing({"auto-aof-rewrite-percentage": "100", "appendonly": "no"}) == {}
    assert exposing({"auto-aof-rewrite-percentage": "100", "appendonly": "yes"}) == {"auto-aof-rewrite-percentage": "0"}
    assert set(ASKED) == {*dict(SETTINGS), "appendonly"}
