"""The house checks itself: one test per promise that no linter makes."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import grimp
import msgspec
import pytest

from services.cli.main import COMMANDS
from services.gateway.core.override import ALIASES
from services.gateway.routes.openapi import PATHS
from shared.config.load import Source, default_text, load
from shared.config.model import Config

ROOT = Path(__file__).parents[1]
ROOTS = ("services", "shared")
SHIMS = {"__init__.py", "__main__.py"}

SOURCES = sorted(p.relative_to(ROOT) for root in ROOTS for p in (ROOT / root).rglob("*.py") if p.name not in SHIMS)
MIRRORED = sorted(p.relative_to(ROOT) for root in ROOTS for p in (ROOT / "tests" / root).rglob("test_*.py"))
PACKAGES = sorted(p.relative_to(ROOT) for root in ROOTS for p in (ROOT / root).rglob("__init__.py"))


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_module_has_its_test(source: Path) -> None:
    assert (ROOT / "tests" / source.parent / f"test_{source.name}").is_file()


@pytest.mark.parametrize("test", MIRRORED, ids=str)
def test_every_test_has_its_module(test: Path) -> None:
    assert (ROOT / Path(*test.parent.parts[1:]) / test.name.removeprefix("test_")).is_file()


@pytest.mark.parametrize("source", [p for p in SOURCES if "core" in p.parts], ids=str)
def test_core_neither_waits_nor_touches_the_world(source: Path) -> None:
    waits = (ast.AsyncFunctionDef, ast.AsyncWith, ast.AsyncFor, ast.Await)
    for node in ast.walk(ast.parse((ROOT / source).read_text())):
        assert not isinstance(node, waits)
        assert not (isinstance(node, ast.Name) and node.id in {"open", "print", "input"})


@pytest.mark.parametrize("package", PACKAGES, ids=str)
def test_a_package_says_what_it_is_and_re_exports_nothing(package: Path) -> None:
    tree = ast.parse((ROOT / package).read_text())
    assert ast.get_docstring(tree)
    assert all(isinstance(node, ast.Expr) for node in tree.body)


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_module_says_what_it_owns(source: Path) -> None:
    assert ast.get_docstring(ast.parse((ROOT / source).read_text()))


def test_shared_is_shared() -> None:
    """A shared module serves two processes; one that serves a single process belongs to it."""
    graph = grimp.build_graph(*ROOTS)

    def users(module: str) -> set[str]:
        found: set[str] = set()
        for importer in graph.find_modules_that_directly_import(module):
            found |= users(importer) if importer.startswith("shared") else {".".join(importer.split(".")[:2])}
        return found

    modules = {module for module in graph.find_descendants("shared") if not graph.find_children(module)}
    assert {module: users(module) for module in sorted(modules) if len(users(module)) < 2} == {}


def test_tests_are_no_packages() -> None:
    """An `__init__.py` under tests/ would let tests/shared shadow the real one."""
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def config_keys(struct: Any, prefix: str = "") -> Iterator[str]:
    """Dotted path of every key that router.yaml may have; names of profiles and of levels are left out of the path."""
    for field in msgspec.structs.fields(struct):
        path = f"{prefix}{field.encode_name}"
        yield path
        for kind in (field.type, *get_args(field.type)):
            if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
                yield from config_keys(kind, f"{path}.")


def test_dispatch_md_explains_every_key_of_router_yaml() -> None:
    words = set(re.findall(r"[a-z_0-9]+", default_text("DISPATCH.md").decode()))
    assert [path for path in config_keys(Config) if path.rpartition(".")[2] not in words] == []


MINIMAL = "\nlevels: {easy: {model: a}, medium: {model: a}, hard: {model: a}, critical: {model: a}}\n"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", default_text("DISPATCH.md").decode(), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.partition(":")[0])
def test_every_yaml_block_of_dispatch_md_is_a_valid_config(block: str) -> None:
    whole = block if "\nlevels:" in f"\n{block}" else block + MINIMAL
    assert load(Source(whole.encode())).warnings == ()


@pytest.mark.parametrize(
    "block",
    [b for b in BLOCKS if not b.startswith(("model_profiles", "levels", "patterns", "# for example"))],
    ids=lambda b: b.partition(":")[0],
)
def test_a_block_of_dispatch_md_shows_the_defaults(block: str) -> None:
    """The others hold examples, which have no defaults."""
    shown, plain = load(Source((block + MINIMAL).encode())).config, load(Source(MINIMAL.encode())).config
    assert shown == plain


@pytest.mark.parametrize("lock", ["run", "build", "dev"])
def test_a_lock_has_hashes_for_everything_and_names_no_index(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    assert "://" not in text
    assert not re.search(r"^--", text, re.MULTILINE)
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9.-]+==\S+", entry)
        assert "--hash=sha256:" in entry


def test_the_dev_lock_has_the_same_versions_as_the_run_lock() -> None:
    def pins(lock: str) -> dict[str, str]:
        return dict(
            re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / "requirements" / f"{lock}.lock").read_text(), re.MULTILINE)
        )

    run, dev = pins("run"), pins("dev")
    assert {name: dev.get(name) for name in run} == run


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = {re.split(r"[^A-Za-z0-9-]", entry)[0].lower() for entry in project["project"]["dependencies"]}
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements" / "run.lock").read_text(), re.MULTILINE))
    assert wanted - locked == set()


def test_make_without_a_target_shows_all_of_them() -> None:
    said = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("install", "run", "test", "check", "bench", "clean"):
        assert f"make {target} " in said


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_git_ignores_the_first_config_and_the_key_and_no_source() -> None:
    def ignored(path: str) -> bool:
        return subprocess.run(["git", "check-ignore", "-q", "--no-index", path], cwd=ROOT, check=False).returncode == 0

    assert [path for path in ("config/router.yaml", ".env", ".venv/bin/python") if not ignored(path)] == []
    assert [
        path for path in (*map(str, SOURCES), "shared/config/defaults/router.yaml", ".env.example") if ignored(path)
    ] == []


README = (ROOT / "README.md").read_text()


def test_the_opencode_settings_of_the_readme_fit_the_default_config() -> None:
    (block,) = re.findall(r"^```json\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    settings = msgspec.json.decode(block)
    provider = settings["provider"]["dispatch"]
    assert provider["options"]["baseURL"] == f"http://localhost{load(Source(MINIMAL.encode())).config.server.listen}/v1"
    assert set(provider["models"]) <= set(ALIASES)
    assert all(model["limit"] for model in provider["models"].values())
    assert {settings["model"], settings["small_model"]} == {f"dispatch/{name}" for name in provider["models"]}


def test_the_readme_names_every_path_that_is_served() -> None:
    assert [path for path in PATHS if path.replace("{model}", "{id}") not in README] == []


def test_the_readme_names_every_command() -> None:
    assert [name for name in COMMANDS if f"dispatch {name}" not in README] == []
