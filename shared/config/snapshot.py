"""`Snapshot`: one accepted config, immutable, with its digest and every level resolved to a model and provider settings."""

from dataclasses import dataclass

import msgspec

from shared.config.layers import Exemplar
from shared.config.model import Config, LevelTarget, Provider
from shared.level import LEVELS, Level


@dataclass(frozen=True, slots=True)
class Target:
    """Where a level's requests go. JSON values, ready to be put into a body."""

    model: str
    model_json: bytes
    provider: dict[str, bytes]
    """Provider field to its JSON value; only the fields that the level sets."""
    provider_json: bytes
    """The same as one JSON object."""
    profile: str
    """Name of the model profile; empty when the level names a model itself."""


@dataclass(frozen=True, slots=True, repr=False)
class Snapshot:
    """One accepted config. `digest` is 32 hex characters over everything that decides: router.yaml and the exemplars."""

    config: Config
    digest: str
    source: bytes
    """What the classifier needs to build the same snapshot: see `load.unpack`."""
    targets: dict[Level, Target]
    exemplars: tuple[Exemplar, ...] = ()
    """Merged as `intelligence.exemplars.merge_mode` says."""
    warnings: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Paths of the files beside router.yaml that it was made of: the exemplars."""

    def __repr__(self) -> str:
        """Snapshot(1f3c..., easy=deepseek/deepseek-v4-flash ...)."""
        models = ", ".join(f"{level}={target.model}" for level, target in self.targets.items())
        return f"Snapshot({self.digest[:8]}, {models})"

    @property
    def wants_tool_names(self) -> bool:
        """Some pattern asks which tools a request brings."""
        return any(isinstance(pattern.match_tools, tuple) for pattern in self.config.patterns)

    def target(self, level: Level) -> Target:
        """Model and provider settings of a level."""
        return self.targets[level]


def resolve(config: Config) -> dict[Level, Target]:
    """Every level's target; the config has been validated."""
    return {level: _target(config, getattr(config.levels, level.value)) for level in LEVELS}


def _target(config: Config, target: LevelTarget) -> Target:
    profile = config.model_profiles.get(target.use or "")
    model = profile.id if profile else target.model or ""
    provider = target.provider or (profile.provider if profile else Provider())
    fields = msgspec.json.decode(msgspec.json.encode(provider), type=dict[str, msgspec.Raw])
    return Target(
        model=model,
        model_json=msgspec.json.encode(model),
        provider={name: bytes(value) for name, value in fields.items()},
        provider_json=msgspec.json.encode(provider),
        profile=target.use or "",
    )
