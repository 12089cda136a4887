"""Bytes of router.yaml to a `Snapshot`, or `ConfigError` with every problem: the one path for check, start and reload.

The source is packed with its exemplars under one digest, so that a classifier rebuilds exactly what a gateway accepted.
"""

import hashlib
from importlib import resources
from pathlib import Path

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
    config: Config | None = decode(_yaml(source.router_yaml, "router.yaml"), Config, "", findings)
    problems = [*findings.problems, *_further(validate(config) if config else [], findings.problems)]
    if config is None or problems:
        raise ConfigError(problems)
    packed = msgspec.msgpack.encode(source)
    return Snapshot(
        config=config,
        digest=hashlib.sha256(packed).hexdigest()[:32],
        source=packed,
        targets=resolve(config),
        warnings=(*findings.unknown_keys, *warnings(config)),
    )


def _further(problems: list[str], known: list[str]) -> list[str]:
    """Problems at places that are not known to be wrong already."""
    places = {problem.partition(":")[0] for problem in known}
    return [p for p in problems if not any(p.startswith((f"{at}:", f"{at}.")) for at in places)]


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


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[object, object]:
    seen: dict[object, yaml.Mark] = {}
    loader.flatten_mapping(node)
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        try:
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key `{key}` stands here twice", key_node.start_mark
                )
            seen[key] = key_node.start_mark
        except TypeError as error:
            raise yaml.constructor.ConstructorError(
                None, None, "a key must be a plain text", key_node.start_mark
            ) from error
    return dict(loader.construct_pairs(node, deep=True))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _yaml(text: bytes, name: str) -> object:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - _Loader is a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ConfigError([f"{name}: {where}{error.problem or 'not valid YAML'}"]) from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ConfigError([f"{name}: not valid YAML: {reason}"]) from error
