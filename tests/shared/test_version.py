"""What is running says so."""

from importlib.metadata import PackageNotFoundError, version

import pytest

import shared.version
from shared.version import BUILD_TIME, COMMIT, VERSION


def test_the_version_is_that_of_the_installed_distribution_or_says_that_it_is_a_source_tree() -> None:
    try:
        assert version("dispatch-router") == VERSION
    except PackageNotFoundError:
        assert VERSION == "0.0.0+source"


def test_commit_and_build_time_are_never_empty() -> None:
    assert COMMIT
    assert BUILD_TIME


def test_without_an_installed_distribution_there_is_still_a_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(shared.version, "version", absent)
    assert shared.version._version() == "0.0.0+source"
