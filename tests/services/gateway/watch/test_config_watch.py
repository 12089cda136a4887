"""One look at router.yaml after the other: what is accepted, refused, told and logged."""

from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from services.gateway.watch.config_watch import ConfigWatch
from shared import log
from shared.config.load import load_file
from shared.config.snapshot import Snapshot
from shared.level import Level

LEVELS = "levels: {{easy: {{model: {0}}}, medium: {{model: m}}, hard: {{model: m}}, critical: {{model: m}}}}\n"
GOOD, OTHER, BAD, WORSE = LEVELS.format("one"), LEVELS.format("two"), "levels: [", "levels: 5"


class Published:
    """Stands for the store that tells the classifiers; `down` makes it fail as Redis does."""

    def __init__(self) -> None:
        self.digests: list[str] = []
        self.in_use: list[str] = []
        self.down = False
        self.watch: ConfigWatch | None = None

    async def __call__(self, snapshot: Snapshot) -> None:
        if self.down:
            raise RedisConnectionError("down")
        assert self.watch is not None
        self.digests.append(snapshot.digest)
        self.in_use.append(self.watch.snapshot.digest)


class Folder:
    """A config file, its watch, and what was published."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_text(GOOD)
        self.published = Published()
        self.watch = ConfigWatch(path, load_file(path), self.published, 1000.0)
        self.published.watch = self.watch

    async def tick(self, text: str | None, now: float) -> None:
        if text is not None:
            self.path.write_text(text)
        await self.watch.tick(now)

    @property
    def model(self) -> str:
        return self.watch.snapshot.target(Level.EASY).model


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "router.yaml")


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level("INFO", logger="dispatch")
    return caplog


def events(said: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in said.records]


async def test_nothing_happens_while_nothing_changes(folder: Folder, said: pytest.LogCaptureFixture) -> None:
    before = folder.watch.snapshot
    for now in (2000.0, 2003.0):
        await folder.tick(None, now)
    assert folder.watch.snapshot is before
    assert (folder.watch.reload_count, folder.watch.failure_count, folder.published.digests) == (0, 0, [])
    assert events(said) == []


async def test_a_valid_change_is_used_published_first_and_counted(folder: Folder) -> None:
    before = folder.watch.snapshot
    await folder.tick(OTHER, 2000.0)
    assert folder.model == "two"
    assert folder.published.digests == [folder.watch.snapshot.digest]
    assert folder.published.in_use == [before.digest], "published before it was used"
    assert (folder.watch.reload_count, folder.watch.last_reload_unix) == (1, 2000.0)
    assert folder.watch.state.last_success_unix == 2000.0
    assert before.target(Level.EASY).model == "one", "a running request keeps its own"


async def test_a_change_between_the_first_load_and_the_first_look_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "router.yaml"
    path.write_text(GOOD)
    loaded = load_file(path)
    path.write_text(OTHER)
    watch = ConfigWatch(path, loaded, published := Published(), 1000.0)
    published.watch = watch
    await watch.tick(2000.0)
    assert watch.snapshot.target(Level.EASY).model == "two"


async def test_an_invalid_change_keeps_the_last_valid_config_and_says_why(
    folder: Folder, said: pytest.LogCaptureFixture
) -> None:
    await folder.tick(BAD, 2000.0)
    assert folder.model == "one"
    assert folder.watch.state.failing
    assert "line 2, column 1" in folder.watch.state.error
    assert (folder.watch.failure_count, folder.watch.reload_count, folder.published.digests) == (1, 0, [])
    assert events(said) == ["config_reload_failed"]
    assert "line 2" in said.records[0].__dict__["error"]


@pytest.mark.parametrize(
    "repair",
    [pytest.param(GOOD, id="the last good file byte for byte"), pytest.param(OTHER, id="another good file")],
)
async def test_a_repaired_file_clears_everything_and_tells_how_long_it_lasted(
    folder: Folder, said: pytest.LogCaptureFixture, repair: str
) -> None:
    await folder.tick(BAD, 2000.0)
    await folder.tick(repair, 2042.5)
    assert not folder.watch.state.failing
    assert folder.watch.state.consecutive_failures == 0
    assert (folder.watch.state.last_success_unix, folder.watch.state.last_failure_unix) == (2042.5, 2000.0)
    assert folder.watch.reload_count == (repair == OTHER)
    assert events(said) == ["config_reload_failed", "config_reloaded"]
    assert said.records[-1].__dict__["degraded_seconds"] == 42.5


async def test_a_deleted_file_degrades_and_its_return_clears(folder: Folder) -> None:
    folder.path.unlink()
    await folder.tick(None, 2000.0)
    assert folder.watch.state.failing
    assert "router.yaml" in folder.watch.state.error
    await folder.tick(GOOD, 2003.0)
    assert not folder.watch.state.failing


async def test_the_same_failure_is_logged_at_once_and_again_every_five_minutes(
    folder: Folder, said: pytest.LogCaptureFixture
) -> None:
    for now in (2000.0, 2003.0, 2150.0, 2299.0):
        await folder.tick(BAD, now)
    assert len(events(said)) == 1
    await folder.tick(BAD, 2300.0)
    assert len(events(said)) == 2
    await folder.tick(WORSE, 2301.0)
    assert len(events(said)) == 3
    assert folder.watch.failure_count == 2, "an unchanged file is not loaded again"


async def test_without_redis_a_valid_change_is_used_all_the_same(
    folder: Folder, said: pytest.LogCaptureFixture
) -> None:
    folder.published.down = True
    await folder.tick(OTHER, 2000.0)
    assert folder.model == "two"
    assert events(said) == ["config_not_published", "config_reloaded"]


async def test_an_edit_within_the_same_second_a_rename_and_a_swapped_link_count(folder: Folder, tmp_path: Path) -> None:
    await folder.tick(OTHER, 2000.0)
    await folder.tick(GOOD, 2000.0)
    assert folder.model == "one"
    (tmp_path / "next").write_text(OTHER)
    (tmp_path / "next").replace(folder.path)
    await folder.tick(None, 2003.0)
    assert folder.model == "two"
    (tmp_path / "good").write_text(GOOD)
    folder.path.unlink()
    folder.path.symlink_to("good")
    await folder.tick(None, 2006.0)
    assert folder.model == "one"
    assert folder.watch.reload_count == 4


async def test_the_log_level_follows(folder: Folder) -> None:
    try:
        await folder.tick(GOOD + "debug: {log_level: error}\n", 2000.0)
        assert not log.get("any").isEnabledFor(30)
    finally:
        log.set_level("info")


async def test_warnings_are_logged_with_the_reload(folder: Folder, said: pytest.LogCaptureFixture) -> None:
    await folder.tick(GOOD + "serverr: {}\n", 2000.0)
    assert "did you mean `server`?" in str(said.records[-1].__dict__["warnings"])


@pytest.mark.parametrize(
    "text", ["server: {listen: ':²'}", "openrouter: {base_url: 'http://[::1'}", "x: 2020-99-99", "a: &a {b: *a}"]
)
async def test_no_content_escapes_the_watch(folder: Folder, text: str) -> None:
    await folder.tick(GOOD + text, 2000.0)
    assert folder.watch.state.failing


# --- exemplars.yaml beside it ---

GLACIER = "exemplars: [{text: the glacier importer stalls, level: hard}]\n"
NAMED = GOOD + "intelligence: {exemplars: {enabled: true, path: mine.yaml}}\n"


async def test_an_edit_of_the_exemplars_alone_is_a_reload(folder: Folder) -> None:
    beside = folder.path.parent / "exemplars.yaml"
    before = folder.watch.snapshot
    beside.write_text(GLACIER)
    await folder.tick(None, 2000.0)
    assert folder.watch.reload_count == 1
    assert folder.published.digests == [folder.watch.snapshot.digest] != [before.digest]
    assert any("glacier" in exemplar.text for exemplar in folder.watch.snapshot.exemplars)
    beside.unlink()
    await folder.tick(None, 2003.0)
    assert folder.watch.snapshot.digest == before.digest


async def test_a_broken_exemplars_file_degrades_and_its_repair_clears(folder: Folder) -> None:
    beside = folder.path.parent / "exemplars.yaml"
    beside.write_text("exemplars: [{level: hard}]")
    await folder.tick(None, 2000.0)
    assert folder.watch.state.error.startswith("exemplars.yaml: exemplars[0].text: missing")
    beside.write_text(GLACIER)
    await folder.tick(None, 2003.0)
    assert not folder.watch.state.failing


async def test_a_file_that_a_refused_config_names_is_watched(folder: Folder) -> None:
    await folder.tick(NAMED, 2000.0)
    assert "intelligence.exemplars.path" in folder.watch.state.error
    (folder.path.parent / "mine.yaml").write_text(GLACIER)
    await folder.tick(None, 2003.0)
    await folder.tick(None, 2006.0)
    assert not folder.watch.state.failing
    assert folder.watch.snapshot.files == (str(folder.path.parent / "mine.yaml"),)
