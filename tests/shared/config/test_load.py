"""Bytes of router.yaml to a snapshot, or every problem: the one path for check, start and reload."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.config.load import ConfigError, Source, default, default_text, load, load_file, unpack
from shared.config.snapshot import Snapshot
from shared.level import Level

LEVELS = b"levels: {easy: {model: m}, medium: {model: m}, hard: {model: m}, critical: {model: m}}\n"


def problems(text: bytes) -> list[str]:
    with pytest.raises(ConfigError) as refused:
        load(Source(text))
    return refused.value.problems


def test_the_packaged_config_is_valid_without_a_warning_and_has_the_promised_models() -> None:
    snapshot = default()
    assert snapshot.warnings == ()
    assert {level: snapshot.target(level).model for level in Level} == {
        Level.EASY: "deepseek/deepseek-v4-flash",
        Level.MEDIUM: "deepseek/deepseek-v4-flash",
        Level.HARD: "deepseek/deepseek-v4-pro",
        Level.CRITICAL: "z-ai/glm-5.2",
    }
    for level in Level:
        assert snapshot.target(level).provider == {"data_collection": b'"deny"'}


def test_all_three_first_files_are_packaged() -> None:
    for name, first in (("router.yaml", b"#"), ("DISPATCH.md", b"#"), ("exemplars.yaml", b"")):
        assert default_text(name).startswith(first)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(b"a: [\n", "router.yaml: line 2, column 1: did not find expected node content", id="a list that never ends"),
        pytest.param(b"a: b\n\tc: d", "router.yaml: line 2, column 1: found a tab character that violates indentation", id="a tab"),
        pytest.param(b"a: 1\nb: 2\na: 3", "router.yaml: line 3, column 1: the key `a` stands here twice", id="a repeated key"),
        pytest.param(b"s:\n  x: 1\n  x: 1", "router.yaml: line 3, column 3: the key `x` stands here twice", id="a repeated key inside"),
        pytest.param(b"<<: {a: 1}\nb: 1\nb: 2", "router.yaml: line 3, column 1: the key `b` stands here twice", id="a repeated key beside a merge"),
        pytest.param(b"[a]: 1", "router.yaml: line 1, column 1: a key must be a plain text", id="a list as a key"),
        pytest.param(b"a: {<<: {[b]: 1}}", "router.yaml: line 1, column 10: a key must be a plain text", id="a list as a key that is merged"),
        pytest.param(b"a: {<<: {b: 1, b: 2}}", "router.yaml: line 1, column 16: the key `b` stands here twice", id="a repeated key that is merged"),
        pytest.param(b"{a: 1}: 1", "router.yaml: line 1, column 1: a key must be a plain text", id="a mapping as a key"),
        pytest.param(b"a: &x {b: *x}", "router.yaml: line 1, column 4: found unconstructable recursive node", id="a mapping inside itself"),
        pytest.param(b"a: *x", "router.yaml: line 1, column 4: found undefined alias", id="an alias of nothing"),
        pytest.param(b"a: 1\n---\nb: 2", "router.yaml: line 2, column 1: but found another document", id="two documents"),
        pytest.param(b"a: !!python/name:os.system x", "router.yaml: line 1, column 4: could not determine a constructor for the tag", id="a tag that would run code"),
        pytest.param(b"a: 1\nb: 2020-13-45", "router.yaml: line 2, column 4: month must be in 1..12", id="a date that is none"),
        pytest.param(b"a: 1\nb: \x00", "router.yaml: line 2, column 4: control characters are not allowed", id="a control character"),
        pytest.param(b"a: 1\nb: x\xff", "router.yaml: line 2, column 5: invalid leading UTF-8 octet", id="bytes that are not UTF-8"),
        pytest.param(b"\xff\xfea", "router.yaml: line 1, column 3: incomplete UTF-16 character", id="half a character of UTF-16"),
        pytest.param(b"", "levels: missing, and there is no default for it", id="an empty file"),
        pytest.param(b"# only words\n", "levels: missing, and there is no default for it", id="a file of comments"),
        pytest.param(b"- a\n- b", "the file: expected a mapping of keys (found a list of 2)", id="a list"),
        pytest.param(b"just words", "the file: expected a mapping of keys (found 'just words')", id="a text"),
    ],
)  # fmt: skip
def test_what_is_no_config_is_refused_with_line_and_column(text: bytes, problem: str) -> None:
    (found,) = problems(text)
    assert found.startswith(problem)


@pytest.mark.parametrize("opener", [b"[", b"{a: ", b"- ", b"a:\n "], ids=["lists", "mappings", "dashes", "indents"])
def test_deep_nesting_is_refused_and_nothing_else(opener: bytes) -> None:
    assert problems(opener * 3000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(encoding: str) -> None:
    assert load(Source(LEVELS.decode().encode(encoding))).target(Level.EASY).model == "m"


def test_line_ends_of_windows_are_understood() -> None:
    assert load(Source(default_text("router.yaml").replace(b"\n", b"\r\n"))).warnings == ()


def test_anchors_and_merges_work_and_the_key_beside_a_merge_wins() -> None:
    text = b"""
model_profiles:
  a: &a {id: m, provider: &p {data_collection: deny, only: [x]}}
  b: {<<: *a, id: n, provider: {<<: *p, only: [y]}}
  c: {<<: [{id: z}, *a]}
"""
    profiles = load(Source(LEVELS + text)).config.model_profiles
    assert (profiles["b"].id, profiles["b"].provider.only, profiles["b"].provider.data_collection) == (
        "n",
        ("y",),
        "deny",
    )
    assert (profiles["c"].id, profiles["c"].provider.only) == ("z", ("x",))


def test_merges_of_merges_are_read_at_once() -> None:
    """Each level names the one below ten times: a million keys, all of them the same one."""
    levels = (f"m{level}: &m{level} {{<<: [{', '.join([f'*m{level - 1}'] * 10)}]}}" for level in range(1, 7))
    started = time.process_time()
    warnings = load(Source(LEVELS + b"m0: &m0 {k: v}\n" + "\n".join(levels).encode())).warnings
    assert time.process_time() - started < 0.3
    assert len(warnings) == 7, "each is a key that nobody knows"


def test_a_misspelt_key_is_told_beside_the_one_that_is_missing() -> None:
    with pytest.raises(ConfigError) as refused:
        load(Source(b"levles: {easy: {use: x}}\n"))
    assert refused.value.problems == [
        "levels: missing, and there is no default for it",
        "levles: unknown key; did you mean `levels`?",
    ]


def test_unknown_keys_warn_and_name_the_nearest_known_one() -> None:
    snapshot = load(Source(LEVELS + b"serverr: {}\nserver: {lisen: ':1'}\n"))
    assert [warning.partition("; known")[0] for warning in snapshot.warnings] == [
        "serverr: unknown key; did you mean `server`?",
        "server.lisen: unknown key; did you mean `listen`?",
    ]


def test_the_digest_tells_every_byte_of_the_source_apart() -> None:
    digests = {
        load(source).digest
        for source in (
            Source(LEVELS),
            Source(LEVELS + b"\n"),
            Source(LEVELS, b"exemplars: []"),
            Source(LEVELS, b"exemplars: [ ]"),
        )
    }
    assert len(digests) == 4
    assert all(len(digest) == 32 and int(digest, 16) >= 0 for digest in digests)


def test_a_classifier_rebuilds_exactly_what_a_gateway_accepted() -> None:
    accepted = load(Source(LEVELS + b"thresholds: {easy_max: 3}\n"))
    rebuilt = unpack(accepted.source)
    assert (rebuilt.digest, rebuilt.config, rebuilt.targets) == (accepted.digest, accepted.config, accepted.targets)


@pytest.mark.parametrize("packed", [b"", b"\xc1", b"\x91\xc4\x03a: ", b"not packed"])
def test_a_published_source_that_is_none_is_refused(packed: bytes) -> None:
    with pytest.raises(ConfigError):
        unpack(packed)


def test_a_file_is_read_and_one_that_can_not_be_read_is_a_problem_with_its_path(tmp_path: Path) -> None:
    path = tmp_path / "router.yaml"
    path.write_bytes(LEVELS)
    assert load_file(path).target(Level.HARD).model == "m"
    for absent in (tmp_path / "other.yaml", tmp_path):
        with pytest.raises(ConfigError, match=str(absent)):
            load_file(absent)


def test_an_error_shows_all_its_problems() -> None:
    assert str(ConfigError(["one", "two"])) == "one; two"


@given(st.binary(max_size=120))
def test_no_bytes_raise_anything_but_config_error(text: bytes) -> None:
    for source in (Source(text), Source(LEVELS + text), Source(LEVELS, text)):
        with suppress(ConfigError):
            load(source)


@given(st.text(st.sampled_from("levels:easymodl{}[]&*!<>|'\"-?,#%@ \n\t~0.e:"), max_size=60))
def test_no_text_that_looks_like_yaml_raises_anything_but_config_error(text: str) -> None:
    with suppress(ConfigError):
        load(Source(text.encode()))


# --- exemplars.yaml beside router.yaml ---

OWN = b"exemplars: [{text: the glacier importer stalls, level: hard, task: glacier}]\n"


def folder(tmp_path: Path, intelligence: str = "", exemplars: bytes | None = OWN, name: str = "exemplars.yaml") -> Path:
    path = tmp_path / "router.yaml"
    path.write_bytes(LEVELS + f"intelligence: {{{intelligence}}}\n".encode())
    if exemplars is not None:
        (tmp_path / name).write_bytes(exemplars)
    return path


def tasks(snapshot: Snapshot) -> set[str]:
    return {exemplar.task for exemplar in snapshot.exemplars}


def test_exemplars_are_read_beside_the_config_and_are_part_of_digest_and_source(tmp_path: Path) -> None:
    path = folder(tmp_path)
    before = load_file(path)
    assert "glacier" in tasks(before)
    assert "data_race" in tasks(before)
    assert before.files == (str(tmp_path / "exemplars.yaml"),)
    assert unpack(before.source).exemplars == before.exemplars
    (tmp_path / "exemplars.yaml").write_bytes(OWN.replace(b"hard", b"medium"))
    after = load_file(path)
    assert after.digest != before.digest
    assert unpack(after.source).exemplars == after.exemplars != before.exemplars


@pytest.mark.parametrize(
    ("mode", "found"),
    [("extend", {"glacier", "data_race"}), ("replace", {"glacier"}), ("disabled", {"data_race"})],
)
def test_merge_modes(tmp_path: Path, mode: str, found: set[str]) -> None:
    snapshot = load_file(folder(tmp_path, f"exemplars: {{merge_mode: {mode}}}"))
    assert tasks(snapshot) & {"glacier", "data_race"} == found
    assert bool(snapshot.files) is (mode != "disabled")


def test_without_the_default_file_the_packaged_ones_are_there_and_the_file_is_waited_for(tmp_path: Path) -> None:
    for more in ("", "exemplars: {enabled: true}"):
        snapshot = load_file(folder(tmp_path, more, exemplars=None))
        assert "data_race" in tasks(snapshot)
        assert snapshot.files == (str(tmp_path / "exemplars.yaml"),)


def test_a_path_of_its_own_starts_at_the_folder_of_the_config(tmp_path: Path) -> None:
    snapshot = load_file(folder(tmp_path, "exemplars: {path: mine.yaml}", name="mine.yaml"))
    assert "glacier" in tasks(snapshot)
    assert snapshot.files == (str(tmp_path / "mine.yaml"),)


BAD_FILES = [
    pytest.param("", b"a: [\n", "exemplars.yaml: line 2, column 1: did not find expected node content", id="bad YAML"),
    pytest.param("", b"exemplars: [{level: hard}]", "exemplars.yaml: exemplars[0].text: missing", id="a bad entry"),
    pytest.param("", b"- 1", "exemplars.yaml: the file: expected a mapping", id="a list"),
    pytest.param("", b"x: \xff", "exemplars.yaml: line 1, column 4: invalid leading UTF-8 octet", id="no UTF-8"),
    pytest.param("", b"#" * (4 << 20) + b"#", "exemplars.yaml: 4194305 bytes; at most 4194304", id="a huge file"),
    pytest.param("exemplars: {enabled: true, path: gone.yaml}", OWN, "intelligence.exemplars.path: there is no file at this path; write it", id="a named file that is not there"),
    pytest.param("exemplars: {enabled: true, path: ''}", OWN, "intelligence.exemplars.path: can't be read: Is a directory", id="a folder"),
    pytest.param('exemplars: {path: "a\\0b"}', OWN, "intelligence.exemplars.path: can't be read: its path can't be one", id="no path at all"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "file", "problem"), BAD_FILES)
def test_a_bad_exemplars_file_is_a_problem_with_place_and_remedy(
    tmp_path: Path, more: str, file: bytes, problem: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        load_file(folder(tmp_path, more, exemplars=file))
    (found,) = refused.value.problems
    assert found.startswith(problem)
    assert refused.value.files, "the file is watched, so that mending it is seen"


def test_a_file_that_must_be_there_and_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no file"):
        load_file(folder(tmp_path, "exemplars: {enabled: true, merge_mode: replace}", exemplars=None))


def test_faults_of_both_files_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load_file(folder(tmp_path, "concepts: [{name: ''}]", exemplars=b"exemplars: [{text: x}]"))
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "intelligence.concepts[0].name",
        "exemplars.yaml",
    ]


def test_an_unknown_key_of_the_exemplars_warns(tmp_path: Path) -> None:
    snapshot = load_file(folder(tmp_path, exemplars=b"exemplar: []"))
    assert snapshot.warnings == ("exemplars.yaml: exemplar: unknown key; did you mean `exemplars`?",)
