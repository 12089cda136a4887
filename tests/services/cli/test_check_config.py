"""`dispatch check-config`: 0 and the whole picture, or 1 and every problem."""

import argparse
from pathlib import Path

import pytest

from services.cli.check_config import run
from services.gateway.bootstrap import write_first_files

LEVELS = """
levels:
  easy: {model: vendor/small}
  medium: {model: vendor/small}
  hard: {model: vendor/large, provider: {order: [some-host], allow_fallbacks: false}}
  critical: {model: vendor/large}
"""


def check(path: Path, *, strict: bool = False) -> int:
    return run(argparse.Namespace(config=path, strict=strict))


def config(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "router.yaml"
    path.write_text(text)
    return path


def test_the_first_config_is_valid_without_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_first_files(tmp_path)
    assert check(tmp_path / "router.yaml", strict=True) == 0
    said = capsys.readouterr().out
    assert "warnings    none" in said


def test_every_level_is_shown_with_model_profile_and_provider(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_first_files(tmp_path)
    check(tmp_path / "router.yaml")
    table = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["easy", "deepseek/deepseek-v4-flash", "deepseek_flash", 'data_collection="deny"'] in table
    assert ["critical", "z-ai/glm-5.2", "glm_52", 'data_collection="deny"'] in table


def test_a_level_with_a_model_of_its_own_shows_its_provider_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(config(tmp_path, LEVELS)) == 0
    said = capsys.readouterr().out
    assert 'order=["some-host"], allow_fallbacks=false' in said


def test_counts_and_thresholds_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    patterns = (
        "patterns: [{id: a, dimension: risk, weight: 5, regex: x}, {id: b, dimension: risk, weight: 5, regex: y}]\n"
    )
    check(config(tmp_path, LEVELS + patterns + "thresholds: {easy_max: 12}\n"))
    said = capsys.readouterr().out
    assert "patterns    2 (risk 2)" in said
    assert "easy <= 12 < medium" in said


def test_layers_and_exemplars_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = "exemplars: [{text: a b, level: hard}, {text: c d, level: hard, negative: true}]\n"
    (tmp_path / "exemplars.yaml").write_text(own)
    check(config(tmp_path, LEVELS + "intelligence: {concepts: [{name: zeus}], exemplars: {merge_mode: replace}}\n"))
    said = capsys.readouterr().out
    assert "layers      on, profile balanced, concepts 1, operation-object rules 0" in said
    assert "exemplars   2 (1 negative), not compared" in said


def test_a_bad_exemplars_file_is_refused_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "exemplars.yaml").write_text("exemplars: [{text: a b, level: brutal}]\n")
    assert check(config(tmp_path, LEVELS)) == 1
    assert "exemplars.yaml: exemplars[0].level: expected one of easy, medium" in capsys.readouterr().err


def test_all_problems_come_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = LEVELS + "server: {listen: nonsense}\nthresholds: {easy_max: 90}\n"
    assert check(config(tmp_path, text)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "2 problems" in said.err
    assert "server.listen" in said.err
    assert "thresholds" in said.err


def test_an_unknown_key_warns_and_is_refused_when_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = config(tmp_path, LEVELS + "serverr: {}\n")
    assert check(path) == 0
    assert "did you mean `server`?" in capsys.readouterr().out
    assert check(path, strict=True) == 1
    assert "did you mean `server`?" in capsys.readouterr().err


def test_other_warnings_pass_when_strict(tmp_path: Path) -> None:
    assert check(config(tmp_path, LEVELS + "openrouter: {site_title: ''}\n"), strict=True) == 0


@pytest.mark.parametrize(
    ("place", "said"),
    [("missing.yaml", "No such file or directory"), (".", "Is a directory")],
    ids=["a file that is not there", "a folder"],
)
def test_what_is_no_readable_file_is_one_clear_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str, said: str
) -> None:
    assert check(tmp_path / place) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "1 problem" in error
    assert "Traceback" not in error
