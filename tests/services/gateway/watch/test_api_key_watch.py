"""The key: where it is found, when it changes, what is told of it, and that it is never shown."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.gateway.watch.api_key_watch import FILE_OVERRIDE, ApiKeyWatch, KeyFacts
from shared.config.model import OpenRouter

ONE, TWO, ENV = "sk-or-v1-" + "1" * 20, "sk-or-v1-" + "2" * 20, "sk-or-v1-" + "e" * 20


class Place:
    """A key file with its settings; `watch` starts the watch on what is there now."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "key.env"
        self.settings = OpenRouter(api_key_env="OPENROUTER_API_KEY", api_key_file=str(self.path))

    def write(self, key: str) -> None:
        self.path.write_text(f"OPENROUTER_API_KEY={key}\n")

    def watch(self) -> ApiKeyWatch:
        return ApiKeyWatch(self.settings)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    monkeypatch.delenv("OPENROUTER_API_KEY", raising=False)
    monkeypatch.delenv(FILE_OVERRIDE, raising=False)
    return Place(tmp_path)


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level("DEBUG", logger="dispatch")
    return caplog


def events(said: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in said.records]


def nothing_shown(said: pytest.LogCaptureFixture) -> bool:
    text = "".join(str(record.__dict__) for record in said.records)
    return not any(key[9:] in text for key in (ONE, TWO, ENV))


def test_without_a_file_and_a_variable_there_is_no_key(place: Place) -> None:
    watch = place.watch()
    assert watch.key == ""
    assert watch.facts() == KeyFacts(present=False, prefix_valid=False, length=0, reload_count=0, last_reload_unix=0.0)


def test_the_file_wins_over_the_variable(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", ENV)
    assert place.watch().key == ENV
    place.write(ONE)
    watch = place.watch()
    assert watch.key == ONE
    assert watch.facts() == KeyFacts(
        present=True, prefix_valid=True, length=len(ONE), reload_count=0, last_reload_unix=0.0
    )


@pytest.mark.parametrize(
    "content", ["", "OTHER=x\n", "OPENROUTER_API_KEY=\n", "OPENROUTER_API_KEY='a b'\n", "\x00\xff"]
)
def test_a_file_without_a_usable_key_leaves_it_to_the_variable(
    place: Place, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", f" {ENV}\n")
    place.path.write_text(content)
    assert place.watch().key == ENV


def test_a_variable_that_is_no_key_is_refused_without_showing_it(
    place: Place, monkeypatch: pytest.MonkeyPatch, said: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", f"{ENV} {ENV}")
    assert place.watch().key == ""
    assert events(said) == ["api_key_refused"]
    assert said.records[0].__dict__["where"] == "$OPENROUTER_API_KEY"
    assert nothing_shown(said)


def test_another_variable_can_be_named(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAM_KEY", ENV)
    assert ApiKeyWatch(OpenRouter(api_key_env="TEAM_KEY", api_key_file=str(place.path))).key == ENV


def test_the_environment_can_name_another_file(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place.write(ONE)
    (tmp_path / "other.env").write_text(f"OPENROUTER_API_KEY={TWO}")
    monkeypatch.setenv(FILE_OVERRIDE, str(tmp_path / "other.env"))
    assert place.watch().key == TWO


def test_a_changed_key_is_used_counted_and_told_by_its_length_alone(
    place: Place, said: pytest.LogCaptureFixture
) -> None:
    place.write(ONE)
    watch = place.watch()
    place.write(TWO)
    assert watch.tick(place.settings, 2000.0) == TWO
    assert (watch.reload_count, watch.last_reload_unix) == (1, 2000.0)
    assert events(said) == ["api_key_reloaded"]
    assert said.records[0].__dict__["api_key_length"] == len(TWO)
    assert nothing_shown(said)


def test_the_same_key_in_another_form_is_no_reload(place: Place, said: pytest.LogCaptureFixture) -> None:
    place.write(ONE)
    watch = place.watch()
    for form in (f'export OPENROUTER_API_KEY="{ONE}" # why\r\n', f"# c\nOPENROUTER_API_KEY = '{ONE}'"):
        place.path.write_text(form)
        assert watch.tick(place.settings, 2000.0) == ONE
    assert (watch.reload_count, watch.last_reload_unix, events(said)) == (0, 0.0, [])


def empty(place: Place) -> None:
    place.path.write_text("")


def delete(place: Place) -> None:
    place.path.unlink()


def other_name(place: Place) -> None:
    place.path.write_text(f"OTHER={TWO}")


def folder_for_a_file(place: Place) -> None:
    place.path.unlink()
    place.path.mkdir()


def control_character(place: Place) -> None:
    place.path.write_text(f"OPENROUTER_API_KEY={TWO}\x1f\n")


def not_ascii(place: Place) -> None:
    place.path.write_text(f"OPENROUTER_API_KEY={TWO}é\n")


def not_utf_8(place: Place) -> None:
    place.path.write_bytes(f"OPENROUTER_API_KEY={TWO}".encode() + b"\xff\n")


def open_quote(place: Place) -> None:
    place.path.write_text(f'OPENROUTER_API_KEY="{TWO}\n')


@pytest.mark.parametrize(
    ("spoil", "event"),
    [
        pytest.param(empty, "api_key_refused", id="emptied"),
        pytest.param(delete, "api_key_kept", id="deleted"),
        pytest.param(other_name, "api_key_refused", id="without the name"),
        pytest.param(folder_for_a_file, "api_key_kept", id="a folder in its place"),
        pytest.param(control_character, "api_key_refused", id="a control character"),
        pytest.param(not_ascii, "api_key_refused", id="a letter that is not ASCII"),
        pytest.param(not_utf_8, "api_key_refused", id="bytes that are not UTF-8"),
        pytest.param(open_quote, "api_key_refused", id="an open quote"),
    ],
)
def test_a_spoilt_file_keeps_the_key_and_warns_once(
    place: Place, said: pytest.LogCaptureFixture, spoil: Callable[[Place], None], event: str
) -> None:
    place.write(ONE)
    watch = place.watch()
    spoil(place)
    for now in (2000.0, 2003.0):
        assert watch.tick(place.settings, now) == ONE
    assert events(said) == [event]
    assert said.records[0].levelname == "WARNING"
    assert watch.reload_count == 0
    assert nothing_shown(said)


def test_a_file_that_comes_back_with_another_key_counts(place: Place) -> None:
    place.write(ONE)
    watch = place.watch()
    place.path.unlink()
    watch.tick(place.settings, 2000.0)
    place.write(ONE)
    watch.tick(place.settings, 2003.0)
    assert watch.reload_count == 0
    place.write(TWO)
    assert watch.tick(place.settings, 2006.0) == TWO
    assert watch.reload_count == 1


def test_a_file_that_appears_later_is_found(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENROUTER_API_KEY", ENV)
    watch = place.watch()
    assert watch.tick(place.settings, 2000.0) == ENV
    place.write(ONE)
    assert watch.tick(place.settings, 2003.0) == ONE
    assert watch.reload_count == 1


def test_an_unusual_prefix_is_used_and_warned_about(place: Place, said: pytest.LogCaptureFixture) -> None:
    place.write("some-other-key")
    watch = place.watch()
    assert watch.key == "some-other-key"
    assert not watch.facts().prefix_valid
    assert events(said) == ["api_key_prefix_unusual"]


def test_a_reloaded_config_can_name_another_file_or_another_variable_in_it(place: Place, tmp_path: Path) -> None:
    place.path.write_text(f"OPENROUTER_API_KEY={ONE}\nTEAM_KEY={TWO}\n")
    watch = place.watch()
    renamed = OpenRouter(api_key_env="TEAM_KEY", api_key_file=str(place.path))
    assert watch.tick(renamed, 2000.0) == TWO
    (tmp_path / "other.env").write_text(f"TEAM_KEY={ONE}")
    moved = OpenRouter(api_key_env="TEAM_KEY", api_key_file=str(tmp_path / "other.env"))
    assert watch.tick(moved, 2003.0) == ONE
    assert watch.reload_count == 2


def test_a_path_that_can_be_no_file_is_no_key_and_no_fault(place: Place) -> None:
    assert ApiKeyWatch(OpenRouter(api_key_file="a\0b")).key == ""
    assert ApiKeyWatch(OpenRouter(api_key_file="")).key == ""
