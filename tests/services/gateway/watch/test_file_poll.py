"""A file has changed when its content has: not its time, its inode or its name."""

import os
from pathlib import Path

import pytest

from services.gateway.watch.file_poll import Seen, look


def test_a_file_is_seen_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one\xff")
    assert look(path) == Seen(data=b"one\xff")


def test_an_edit_with_the_same_size_and_time_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    os.utime(path, ns=(10**18, 10**18))
    before = look(path)
    path.write_bytes(b"two")
    os.utime(path, ns=(10**18, 10**18))
    assert look(path) != before


def test_a_touched_or_rewritten_file_of_the_same_content_has_not_changed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    before = look(path)
    path.unlink()
    path.write_bytes(b"one")
    os.utime(path, ns=(1, 1))
    assert look(path) == before


def test_a_rename_over_the_file_is_seen(tmp_path: Path) -> None:
    path, other = tmp_path / "file", tmp_path / "other"
    path.write_bytes(b"one")
    before = look(path)
    other.write_bytes(b"two")
    other.replace(path)
    assert look(path) != before
    assert look(path).data == b"two"


def test_a_swapped_symlink_is_seen_as_mounted_config_maps_do_it(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    (tmp_path / "now").symlink_to("one")
    path = tmp_path / "now" / "file"
    before = look(path)
    (tmp_path / "next").symlink_to("two")
    (tmp_path / "next").replace(tmp_path / "now")
    assert before.data == b"one"
    assert look(path).data == b"two"


def test_what_can_not_be_read_says_why_and_never_raises(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "file").write_bytes(b"")
    seen = {
        "absent": look(tmp_path / "absent"),
        "dangling": look(tmp_path / "dangling"),
        "folder": look(tmp_path),
        "inside a file": look(tmp_path / "file" / "below"),
        "a name that is none": look(Path("a\0b")),
        "too long": look(Path("x" * 5000)),
    }
    assert all(found.data is None and found.error for found in seen.values())
    assert seen["absent"].error == "the file does not exist"


def test_a_file_that_went_away_has_changed_and_an_empty_one_is_not_an_absent_one(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"")
    before = look(path)
    assert before == Seen(data=b"")
    path.unlink()
    assert look(path) != before


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"one")
    path.chmod(0)
    assert look(path) == Seen(error="Permission denied")
