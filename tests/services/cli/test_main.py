"""The command line: what each word leads to, what a wrong word says, what is loaded for it."""

import subprocess
import sys
from pathlib import Path

import pytest

from services.cli.main import COMMANDS, default_config, main
from services.gateway.bootstrap import write_first_files

ROOT = Path(__file__).parents[3]


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("dispatch ")


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in COMMANDS)


def test_nothing_said_gets_the_help_and_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "commands:" in capsys.readouterr().out


def test_an_unknown_command_is_2_and_names_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rout"]) == 2
    said = capsys.readouterr().err
    assert "unknown command `rout`" in said
    assert "route" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["up", "--gateways", "0"], "--gateways: must be a whole number from 1 to 64"),
        (["up", "--classifiers", "many"], "--classifiers: must be a whole number from 1 to 64"),
        (["up", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["--nonsense"], "unrecognized arguments: --nonsense"),
        (["gateway", "--fd", "x"], "--fd: invalid int value"),
        (["check-config", "--config"], "--config: expected one argument"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_2_in_one_line(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize("words", [["--check-config"], ["check-config"]], ids=["as a flag", "as a command"])
def test_the_config_is_checked_either_way(tmp_path: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    write_first_files(tmp_path)
    assert main([*words, "--config", str(tmp_path / "router.yaml")]) == 0
    assert "deepseek/deepseek-v4-flash" in capsys.readouterr().out
    (tmp_path / "router.yaml").write_text("levels: 3\n")
    assert main([*words, "--config", str(tmp_path / "router.yaml")]) == 1
    assert "levels" in capsys.readouterr().err


def test_a_config_alone_means_up(tmp_path: Path) -> None:
    """A folder in the place of the file shows it: `up` is what complains."""
    command = [sys.executable, "-P", "-m", "services.cli.main", "--config", str(tmp_path), "--simulate"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 1
    assert "Is a directory" in done.stderr


def test_the_config_is_looked_for_in_config_and_in_a_container_at_the_root() -> None:
    assert default_config({"DISPATCH_CONTAINER": "1"}) == Path("/config/router.yaml")
    if not Path("/config").is_dir():
        assert default_config({}) == Path("config/router.yaml")


@pytest.mark.parametrize(
    ("words", "never"),
    [
        (["gateway", "--help"], ["services.classifier", "services.cli.up", "services.cli.route"]),
        (["classifier", "--help"], ["services.gateway", "quart", "httpx"]),
        (["check-config", "--help"], ["services.gateway", "services.classifier", "redis", "asyncio"]),
        (["--version"], ["services.gateway", "services.classifier", "msgspec", "yaml"]),
    ],
    ids=lambda words: words[0],
)
def test_a_command_loads_only_what_it_needs(words: list[str], never: list[str]) -> None:
    script = (
        "import contextlib, sys\n"
        "from services.cli.main import main\n"
        "with contextlib.suppress(SystemExit): main(sys.argv[1:])\n"
        f"print(*sorted(set({never!r}) & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.strip() == ""


def test_ctrl_c_leaves_no_traceback(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from services.cli import check_config, main\n"
        "def interrupted(args): raise KeyboardInterrupt\n"
        "check_config.run = interrupted\n"
        "sys.exit(main.main(['check-config']))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (done.returncode, done.stderr) == (130, "")
