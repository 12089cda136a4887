"""First files: written once, whole, by any number of replicas; a folder that can't be written gets advice."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from services.gateway.bootstrap import FIRST_FILES, BootstrapError, _rename_alone, write_first_files
from shared.config.load import default_text, load_file

NOBODY = 65534


def test_a_missing_folder_is_made_and_filled_with_a_valid_config(tmp_path: Path) -> None:
    folder = tmp_path / "deep er" / "config"
    written = write_first_files(folder)
    assert [path.name for path in written] == list(FIRST_FILES)
    assert load_file(folder / "router.yaml").warnings == ()
    assert {path.name: path.read_bytes() for path in written} == {name: default_text(name) for name in FIRST_FILES}


def test_nothing_but_the_three_files_stays_in_the_folder(tmp_path: Path) -> None:
    write_first_files(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FIRST_FILES)


def test_an_existing_file_is_never_touched_and_the_others_are_added(tmp_path: Path) -> None:
    mine = tmp_path / "router.yaml"
    mine.write_text("levels: mine\n")
    written = write_first_files(tmp_path)
    assert [path.name for path in written] == ["DISPATCH.md", "exemplars.yaml"]
    assert mine.read_text() == "levels: mine\n"


def test_an_empty_file_and_a_dangling_link_count_as_existing(tmp_path: Path) -> None:
    (tmp_path / "router.yaml").touch()
    (tmp_path / "DISPATCH.md").symlink_to(tmp_path / "elsewhere.md")
    assert [path.name for path in write_first_files(tmp_path)] == ["exemplars.yaml"]
    assert (tmp_path / "router.yaml").read_bytes() == b""
    assert not (tmp_path / "elsewhere.md").exists()


def test_a_second_start_writes_nothing(tmp_path: Path) -> None:
    write_first_files(tmp_path)
    assert write_first_files(tmp_path) == []


def _names_written(folder: Path) -> list[str]:
    return [path.name for path in write_first_files(folder)]


def test_of_many_replicas_starting_at_once_exactly_one_writes_each_file(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        for round_ in range(5):
            folder = tmp_path / str(round_)
            names = [name for written in pool.map(_names_written, [folder] * 8) for name in written]
            assert sorted(names) == sorted(FIRST_FILES)
            assert all((folder / name).read_bytes() == default_text(name) for name in FIRST_FILES)
            assert len(list(folder.iterdir())) == len(FIRST_FILES)


def test_without_hard_links_an_existing_file_still_wins(tmp_path: Path) -> None:
    draft, target = tmp_path / "draft", tmp_path / "router.yaml"
    draft.write_text("new")
    assert _rename_alone(str(draft), target)
    draft.write_text("newer")
    assert not _rename_alone(str(draft), target)
    assert target.read_text() == "new"


def test_a_folder_of_someone_else_names_the_folder_the_owner_and_the_command(tmp_path: Path) -> None:
    """Run as nobody when the tests run as root, which may write anywhere."""
    folder = tmp_path / "config"
    folder.mkdir(mode=0o555)
    for place in (tmp_path, *tmp_path.parents[:3]):
        place.chmod(place.stat().st_mode | 0o055)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from services.gateway.bootstrap import BootstrapError, write_first_files\n"
        "write_first_files(Path(sys.argv[2]))  # loads every module while root may still read them\n"
        f"if os.getuid() == 0: os.setuid({NOBODY})\n"
        "try: write_first_files(Path(sys.argv[1]))\n"
        "except BootstrapError as error: print(error)\n"
    )
    command = [sys.executable, "-c", script, str(folder), str(tmp_path / "warm")]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    me = NOBODY if os.getuid() == 0 else os.getuid()
    assert str(folder) in said
    assert f"user {me}" in said
    assert f"chown -R {me}:" in said
    assert list(folder.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file")
    with pytest.raises(BootstrapError, match="config: File exists"):
        write_first_files(tmp_path / "config")
