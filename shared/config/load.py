"""Bytes of router.yaml to a `Snapshot`, or `ConfigError` with every problem: the one path for check, start and reload.

The source is packed with its exemplars under one digest, so that a classifier rebuilds exactly what a gateway accepted.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
import yaml

from shared.config import exemplars
from shared.config.decode import Findings, decode
from shared.config.exemplars import Exemplars
from shared.config.layers import ExemplarSettings
from shared.config.model import Config
from shared.config.snapshot import Snapshot, resolve
from shared.config.validate import validate, warnings

_MOST_BYTES: Final = 4 << 20
"""Of exemplars.yaml: it travels to every classifier."""


class ConfigError(Exception):
    """A config that is refused; `problems` has one entry per fault, each with its place."""

    def __init__(self, problems: list[str], files: tuple[str, ...] | None = None) -> None:
        """Keep the list; the message is all of it. `files`: what was looked at beside router.yaml, where that is known."""
        super().__init__("; ".join(problems))
        self.problems = problems
        self.files = files


class Source(msgspec.Struct, frozen=True, array_like=True):
    """Everything that a snapshot is made of."""

    router_yaml: bytes
    exemplars_yaml: bytes = b""


@dataclass(frozen=True, slots=True)
class _Beside:
    """What was found of the exemplars file."""

    text: bytes = b""
    problem: str = ""
    path: str = ""
    """Empty when no file is looked at."""


def load_file(path: Path) -> Snapshot:
    """Read router.yaml and the exemplars beside it; raises `ConfigError`, also when a file can't be read."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigError([f"{path}: {error.strerror or error}"]) from error
    return _load(text, lambda settings: _read_beside(path.parent, settings))


def load(source: Source) -> Snapshot:
    """Decode, check and resolve. Raises `ConfigError`."""
    return _load(source.router_yaml, lambda _: _Beside(source.exemplars_yaml))


def _load(router_yaml: bytes, beside: Callable[[ExemplarSettings], _Beside]) -> Snapshot:
    findings = Findings()
    tree = _yaml(router_yaml, "router.yaml")
    config: Config = decode(tree, Config, "", findings)
    if not isinstance(tree, dict | None):
        raise ConfigError(findings.problems)
    problems = [*findings.problems, *_further(validate(config), findings.problems)]
    settings = config.intelligence.exemplars
    file = beside(settings) if settings.merge_mode != "disabled" else _Beside()
    files = (file.path,) if file.path else ()
    own = _exemplars(file, settings)
    if problems := [*problems, *own.problems]:
        misspelt = [*findings.unknown_keys, *own.warnings]  # a misspelt key is why another one is missing
        raise ConfigError([*problems, *misspelt], files)
    packed = msgspec.msgpack.encode(Source(router_yaml, file.text))
    return Snapshot(
        config=config,
        digest=hashlib.sha256(packed).hexdigest()[:32],
        source=packed,
        targets=resolve(config),
        exemplars=own.found,
        warnings=(*findings.unknown_keys, *warnings(config), *own.warnings),
        files=files,
    )


def _read_beside(folder: Path, settings: ExemplarSettings) -> _Beside:
    """The exemplars file. Where nothing asks for it by name it may be missing: the packaged exemplars are there."""
    path = folder / settings.path
    try:
        return _Beside(path.read_bytes(), path=str(path))
    except FileNotFoundError:
        named = settings.merge_mode == "replace" or settings.path != ExemplarSettings().path
        problem = (
            "intelligence.exemplars.path: there is no file at this path; write it, or set merge_mode to disabled"
            if settings.enabled and named
            else ""
        )
        return _Beside(problem=problem, path=str(path))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path can't be one of a file"
        return _Beside(problem=f"intelligence.exemplars.path: can't be read: {reason}", path=str(path))


def _exemplars(file: _Beside, settings: ExemplarSettings) -> Exemplars:
    """Read, check and merge, or say what is wrong."""
    if file.problem:
        return Exemplars(problems=(file.problem,))
    if len(file.text) > _MOST_BYTES:
        return Exemplars(problems=(f"{settings.path}: {len(file.text)} bytes; at most {_MOST_BYTES} are taken",))
    try:
        own = exemplars.read(_yaml(file.text, settings.path), settings.path)
    except ConfigError as error:
        return Exemplars(problems=tuple(error.problems))
    first = default_text("exemplars.yaml")
    if settings.merge_mode == "replace" or own.problems or file.text == first:
        return own
    packaged = exemplars.read(_yaml(first, "exemplars.yaml"), "exemplars.yaml")
    return replace(own, found=exemplars.extend(packaged.found, own.found))


def _further(problems: list[str], known: list[str]) -> list[str]:
    """Problems that are no consequence of a known one: neither inside what is wrong already nor judging a whole that it is part of."""
    wrong = [_place(problem) for problem in known]
    return [p for p in problems if not any(_inside(_place(p), at) or _inside(at, _place(p)) for at in wrong)]


def _place(problem: str) -> str:
    """The path that a problem begins with; a pattern's id beside its index is left out."""
    return re.sub(r"^(\w+\[\d+\]) \(.*?\)(?=[.:])", r"\1", problem).partition(":")[0]


def _inside(place: str, whole: str) -> bool:
    return place == whole or place.startswith((f"{whole}.", f"{whole}["))


def unpack(packed: bytes) -> Snapshot:
    """The snapshot of a published source; raises `ConfigError`."""
    try:
        return load(msgspec.msgpack.decode(packed, type=Source))
    except msgspec.DecodeError as error:
        raise ConfigError([f"published config: {error}"]) from error


def default_text(name: str) -> bytes:
    """A packaged first file: router.yaml, DISPATCH.md or exemplars.yaml."""
    return resources.files("shared.config").joinpath("defaults", name).read_bytes()


def default() -> Snapshot:
    """The snapshot of the packaged router.yaml."""
    return load(Source(default_text("router.yaml")))


class _Loader(yaml.CSafeLoader):
    """YAML without silent surprises: a repeated key is a fault, as it is to every reader of the file."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> object:
        """A value; one that can't be, such as a 13th month, is a fault at its place."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as error:
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Resolve `<<`. Of a key that is there more than once only the last is kept, which counts: merges of merges don't multiply."""
        seen: set[object] = set()
        for key_node, _ in node.value:  # before the merge: a key beside `<<` stands over the merged one
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a plain text", key_node.start_mark)
            key = self.construct_object(key_node, deep=True) if key_node.tag != _MERGE else None
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key}` stands here twice", key_node.start_mark
                )
            if key_node.tag != _MERGE:
                seen.add(key)
        super().flatten_mapping(node)
        node.value = list({self.construct_object(pair[0], deep=True): pair for pair in node.value}.values())


_MERGE: Final = "tag:yaml.org,2002:merge"


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    loader.flatten_mapping(node)
    return dict(loader.construct_pairs(node, deep=True))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _yaml(text: bytes, name: str) -> object:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ConfigError([f"{name}: {where}{error.problem or 'not valid YAML'}"]) from error
    except yaml.reader.ReaderError as error:
        before = text[: error.position]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        raise ConfigError([f"{name}: line {line}, column {column}: {error.reason}"]) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigError([f"{name}: not valid YAML: {reason}"]) from error
