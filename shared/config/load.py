"""Bytes of router.yaml to a `Snapshot`, or `ConfigError` with every problem: the one path for check, start and reload.

The source is packed with its exemplars under one digest, so that a classifier rebuilds exactly what a gateway accepted.
"""

import hashlib
import re
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
import yaml

from shared.config.decode import Findings, decode
from shared.config.model import Config
from shared.config.snapshot import Snapshot, resolve
from shared.config.validate import validate, warnings


class ConfigError(Exception):
    """A config that is refused; `problems` has one entry per fault, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        """Keep the list; the message is all of it."""
        super().__init__("; ".join(problems))
        self.problems = problems


class Source(msgspec.Struct, frozen=True, array_like=True):
    """Everything that a snapshot is made of."""

    router_yaml: bytes
    exemplars_yaml: bytes = b""


def load_file(path: Path) -> Snapshot:
    """Read router.yaml; raises `ConfigError`, also when the file can't be read."""
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigError([f"{path}: {error.strerror or error}"]) from error
    return load(Source(text), folder=path.parent)


def load(source: Source, *, folder: Path | None = None) -> Snapshot:
    """Decode, check and resolve; `folder` is where relative paths of the config start. Raises `ConfigError`."""
    findings = Findings()
    tree = _yaml(source.router_yaml, "router.yaml")
    config: Config = decode(tree, Config, "", findings)
    if not isinstance(tree, dict | None):
        raise ConfigError(findings.problems)
    if problems := [*findings.problems, *_further(validate(config), findings.problems)]:
        raise ConfigError([*problems, *findings.unknown_keys])  # a misspelt key is why another one is missing
    packed = msgspec.msgpack.encode(source)
    return Snapshot(
        config=config,
        digest=hashlib.sha256(packed).hexdigest()[:32],
        source=packed,
        targets=resolve(config),
        warnings=(*findings.unknown_keys, *warnings(config)),
    )


def _further(problems: list[str], known: list[str]) -> list[str]:
    """Problems that are no consequence of a known one: neither inside what is wrong already nor judging a whole that it is part of."""
    wrong = [_place(problem) for problem in known]
    return [p for p in problems if not any(_inside(_place(p), at) or _inside(at, _place(p)) for at in wrong)]


def _place(problem: str) -> str:
    """The path that a problem begins with; a pattern's id beside its index is left out."""
    return re.sub(r"^(\w+\[\d+\]) \(.*?\)(?=[.:])", r"\1", problem).partition(":")[0]


def _inside(place: str, whole: str) -> bool:
    return place == whole or place.startswith((f"{whole}.", f"{whole}["))


def unpack(packed: bytes) -> tuple[Snapshot, bytes]:
    """The snapshot of a published source, and its exemplars; raises `ConfigError`."""
    try:
        source = msgspec.msgpack.decode(packed, type=Source)
        return load(source), source.exemplars_yaml
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


_MERGE: Final = "tag:yaml.org,2002:merge"


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    seen: set[object] = set()
    for key_node, _ in node.value:  # before the merge below: a key beside `<<` stands over the merged one
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a plain text", key_node.start_mark)
        key = loader.construct_object(key_node, deep=True) if key_node.tag != _MERGE else None
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key `{key}` stands here twice", key_node.start_mark
            )
        if key_node.tag != _MERGE:
            seen.add(key)
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
