"""What the layers above gates and floors are set by: concepts, operation-object rules, exemplars, similarity, profiles.

The keys are those of the contract's section 7 and, where it names only the section, those of the Go original, so that its files load.
"""

from typing import Annotated, Final, Literal

import msgspec

from shared.level import Level

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Grams = tuple[Annotated[int, msgspec.Meta(ge=1, le=8)], ...]

EVIDENCE: Final = (
    "stack_trace",
    "failing_tests",
    "compile_error",
    "patch_failed",
    "tool_error",
    "repeated_failure",
    "hard_outcome",
    "hard_defect",
    "measured_performance",
    "multi_file",
    "architecture",
    "trade_off_analysis",
    "destructive_action",
    "data_loss",
    "secret_leak",
    "access_impact",
    "transaction_impact",
    "customer_impact",
    "outage",
    "production_context",
)
"""Every fact that a rule or an exemplar can ask for."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every section: immutable, every field by name."""


class Concept(Section, frozen=True, kw_only=True):
    """A thing of the team under one name."""

    name: str
    aliases: tuple[str, ...] = ()
    """Words it goes by besides its name; `deploy*` stands for every word that begins so."""


class OperationObjectRule(Section, frozen=True, kw_only=True):
    """Something is done to something, said in one sentence."""

    operation: str
    """Name of a concept, or a word."""
    object: str
    """Name of a concept, or a word."""
    min_level: Level
    reason: str = ""
    requires_evidence: tuple[str, ...] = ()
    """Acts only when all of these facts hold; see `EVIDENCE`."""


class OperationObject(Section, frozen=True, kw_only=True):
    """Rules that lift a request by what is done to what."""

    proximity_window: Annotated[int, msgspec.Meta(ge=1, le=50)] = 5
    """How many words on the one may stand from the other; neighbours stand one word on."""
    rules: tuple[OperationObjectRule, ...] = ()


class ExemplarSettings(Section, frozen=True, kw_only=True):
    """Where the exemplars come from."""

    enabled: bool = False
    path: str = "exemplars.yaml"
    """Relative paths start at the folder of router.yaml."""
    merge_mode: Literal["extend", "replace", "disabled"] = "extend"
    """`extend`: the packaged ones and the file's. `replace`: the file's alone. `disabled`: the packaged ones alone."""


class Bm25(Section, frozen=True, kw_only=True):
    """Similarity by the words that a request shares with an exemplar, rare ones counting more."""

    k1: Annotated[float, msgspec.Meta(ge=0)] = 1.2
    b: Share = 0.75
    min_score: Annotated[float, msgspec.Meta(ge=0)] = 10.0
    """BM25 points below which an exemplar does not count."""
    min_margin: Share = 0.2
    """How far the best level must lead, as a share of its points."""
    max_exemplars_per_level: Annotated[int, msgspec.Meta(ge=1, le=100)] = 5


class HashedCosine(Section, frozen=True, kw_only=True):
    """Similarity by word and letter sequences, hashed into buckets."""

    buckets: Annotated[int, msgspec.Meta(ge=64, le=1 << 20)] = 4096
    word_ngrams: Grams = (1, 2)
    char_ngrams: Grams = (3,)
    min_score: Share = 0.15
    """Cosine below which an exemplar does not count."""
    min_margin: Share = 0.1


class Resolver(Section, frozen=True, kw_only=True):
    """What becomes of two opinions. Nothing of it goes above hard."""

    agreement_bonus: Share = 0.1
    """Added to both margins where BM25 and cosine name the same level."""
    disagreement_fallback_level: Level = Level.MEDIUM
    """Where they differ, the lower of the two counts, up to this level."""
    cosine_only_max_level: Level = Level.MEDIUM
    """With `mode: cosine`, nothing is raised above this."""


class Similarity(Section, frozen=True, kw_only=True):
    """How a request is compared with the exemplars."""

    mode: Literal["hybrid", "bm25", "cosine"] = "hybrid"
    """`hybrid`: BM25 finds, cosine confirms."""
    bm25: Bm25 = Bm25()
    hashed_cosine: HashedCosine = HashedCosine()
    resolver: Resolver = Resolver()


class Uncertainty(Section, frozen=True, kw_only=True):
    """What becomes of a decision that the rules are not sure of."""

    safer_fallback: bool = True
    """Round what is unsure up: to the level expected to cost least, or, by the rules alone, easy and medium by one."""
    min_confidence: Share = 0.7
    """Unsure is what has less confidence than this; from about 0.7 on nothing more is expected to cost less."""


class RoutingProfile(Section, frozen=True, kw_only=True):
    """A leaning towards cost or quality. What a gate or an evidence floor holds stays where it is."""

    force_min_level: Literal["", "easy", "medium", "hard", "critical"] = ""
    """No request of a user goes below this."""
    floor_reduction: Annotated[int, msgspec.Meta(ge=0, le=3)] = 0
    """Levels taken off what does not rest on evidence."""
    min_confidence: Share | None = None
    """In place of `uncertainty.min_confidence`."""


PROFILES: Final = {
    "cheap": RoutingProfile(floor_reduction=1, min_confidence=0.0),
    "balanced": RoutingProfile(),
    "quality": RoutingProfile(force_min_level="medium"),
}
"""The profiles of a config that names none."""


class Exemplar(Section, frozen=True, kw_only=True):
    """An example of a request and its level."""

    text: str
    level: Level
    negative: bool = False
    """Sounds like `level` and is not: a request like it is not raised to this level or above."""
    task: str = ""
    """A short name for reasons."""
    operation: str = ""
    object: str = ""
    role: str = ""
    """These three: further words by which it is found."""
    evidence_required: tuple[str, ...] = ()
    """Counts only when all of these facts hold; see `EVIDENCE`."""


class ExemplarFile(Section, frozen=True, kw_only=True):
    """The whole of exemplars.yaml."""

    exemplars: tuple[Exemplar, ...] = ()
