"""The keys of the intelligence layers: their defaults are the contract's, and values out of range are refused."""

import msgspec
import pytest

from shared.config.layers import (
    PROFILES,
    Bm25,
    Exemplar,
    ExemplarSettings,
    HashedCosine,
    OperationObject,
    OperationObjectRule,
    Resolver,
    RoutingProfile,
    Section,
    Similarity,
    Uncertainty,
)
from shared.level import Level


def test_defaults_are_those_of_the_contract() -> None:
    assert OperationObject().proximity_window == 5
    assert (Bm25().k1, Bm25().b, Bm25().max_exemplars_per_level) == (1.2, 0.75, 5)
    assert (HashedCosine().buckets, Similarity().mode) == (4096, "hybrid")
    assert (ExemplarSettings().path, ExemplarSettings().merge_mode) == ("exemplars.yaml", "extend")


def test_similarity_is_off_because_it_did_not_earn_its_cost() -> None:
    """docs/routing.md has the figures; a change of this default needs new ones."""
    assert ExemplarSettings().enabled is False


def test_the_balanced_profile_changes_nothing() -> None:
    assert set(PROFILES) == {"cheap", "balanced", "quality"}
    assert PROFILES["balanced"] == RoutingProfile()


REFUSED: list[tuple[type[Section], dict[str, object]]] = [
    (OperationObject, {"proximity_window": 0}),
    (OperationObjectRule, {"operation": "wipe", "object": "disk"}),
    (OperationObjectRule, {"operation": "wipe", "object": "disk", "min_level": "brutal"}),
    (ExemplarSettings, {"merge_mode": "append"}),
    (Bm25, {"k1": -1}),
    (Bm25, {"b": 1.1}),
    (Bm25, {"max_exemplars_per_level": 0}),
    (HashedCosine, {"buckets": 0}),
    (HashedCosine, {"word_ngrams": [0]}),
    (HashedCosine, {"char_ngrams": 3}),
    (HashedCosine, {"min_score": 2}),
    (Similarity, {"mode": "both"}),
    (Resolver, {"cosine_only_max_level": "any"}),
    (Uncertainty, {"min_confidence": 1.5}),
    (RoutingProfile, {"force_min_level": "hardest"}),
    (RoutingProfile, {"floor_reduction": -1}),
    (Exemplar, {"text": "x"}),
]


@pytest.mark.parametrize(("section", "value"), REFUSED, ids=[f"{s.__name__} {v}" for s, v in REFUSED])
def test_a_value_out_of_its_range_is_refused(section: type[Section], value: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, section)


def test_a_section_can_not_be_changed() -> None:
    with pytest.raises(AttributeError):
        Exemplar(text="x", level=Level.HARD).level = Level.EASY  # type: ignore[misc]
