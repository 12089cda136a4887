"""Two opinions to one suggestion: votes, margins, agreement, caps, and what suppresses."""

import pytest

from services.classifier.core.similarity.resolver import SILENT, Opinion, Suggestion, opinion, ranked, resolve
from shared.config.layers import Exemplar, Resolver
from shared.level import LEVELS, Level

EASY, MEDIUM, HARD, CRITICAL = LEVELS


def exemplars(*kinds: tuple[Level, bool]) -> list[Exemplar]:
    return [Exemplar(text=f"t{place}", level=level, negative=negative) for place, (level, negative) in enumerate(kinds)]


MIXED = exemplars(
    (EASY, False), (HARD, False), (HARD, False), (CRITICAL, False), (HARD, True), (MEDIUM, False), (CRITICAL, True)
)


def test_only_what_is_similar_enough_is_ranked_best_first_and_a_tie_goes_by_place() -> None:
    assert ranked({2: 5.0, 1: 7.0, 0: 5.0, 3: 4.9}, MIXED, least=5.0, per_level=5) == ((1, 7.0), (0, 5.0), (2, 5.0))


def test_at_most_so_many_of_each_kind_are_kept() -> None:
    many = exemplars(*[(HARD, False)] * 4, *[(HARD, True)] * 3)
    kept = ranked({place: 9.0 - place for place in range(7)}, many, least=0, per_level=2)
    assert [place for place, _ in kept] == [0, 1, 4, 5]


OPINIONS = [
    ("the level of the best", ((1, 8.0), (0, 4.0)), Opinion(HARD, 8.0, 0.5, 1)),
    ("several outvote one", ((0, 8.0), (1, 7.0), (2, 6.0)), Opinion(HARD, 7.0, 0.2, 1)),
    ("a critical one votes for hard", ((3, 8.0),), Opinion(HARD, 8.0, 1.0, 3)),
    ("critical and hard vote together", ((0, 9.0), (3, 8.0), (1, 8.0)), Opinion(HARD, 8.0, 0.25, 3)),
    ("a negative one that fits better suppresses", ((4, 9.0), (1, 8.0)), Opinion(HARD, 8.0, 1.0, 1, 4)),
    ("a negative one that fits as well suppresses", ((1, 8.0), (4, 8.0)), Opinion(HARD, 8.0, 1.0, 1, 4)),
    ("a negative one that fits less does not", ((1, 8.0), (4, 7.9)), Opinion(HARD, 8.0, 1.0, 1)),
    ("a negative critical one keeps from hard, where critical ones vote", ((6, 9.0), (3, 8.0)), Opinion(HARD, 8.0, 1.0, 3, 6)),
    ("a negative hard one keeps nothing from medium", ((4, 9.0), (5, 8.0)), Opinion(MEDIUM, 8.0, 1.0, 5)),
    ("negative ones alone say nothing", ((4, 9.0),), SILENT),
    ("none say nothing", (), SILENT),
]  # fmt: skip


@pytest.mark.parametrize(("found", "said"), [c[1:] for c in OPINIONS], ids=[c[0] for c in OPINIONS])
def test_exemplars_vote(found: tuple[tuple[int, float], ...], said: Opinion) -> None:
    assert opinion(found, MIXED) == said


def says(level: Level | None, margin: float = 0.5, suppressed_by: int = -1) -> Opinion:
    return Opinion(level, 9.0, margin, 7, suppressed_by)


SETTINGS = Resolver(agreement_bonus=0.1, disagreement_fallback_level=MEDIUM, cosine_only_max_level=MEDIUM)

CASES = [
    ("both agree", says(HARD), says(HARD), HARD, "agreement"),
    ("agreement makes up for a small lead", says(HARD, 0.1), says(HARD, 0.1), HARD, "agreement"),
    ("a lead too small", says(HARD, 0.09), says(HARD), None, "no_clear_lead"),
    ("disagreement gets no bonus", says(HARD, 0.15), says(MEDIUM, 0.5), None, "no_clear_lead"),
    ("the lower of two counts", says(MEDIUM), says(HARD), MEDIUM, "disagreement"),
    ("the lower of two is easy", says(HARD), says(EASY), EASY, "disagreement"),
    ("one is silent", says(HARD), SILENT, None, "nothing_similar"),
    ("the other is silent", SILENT, says(HARD), None, "nothing_similar"),
    ("words alone", says(HARD), None, HARD, "bm25_only"),
    ("letters alone are capped", None, says(HARD), MEDIUM, "cosine_only"),
    ("words suppressed", says(HARD, 0.5, 4), says(HARD), None, "suppressed"),
    ("letters suppressed", says(HARD), says(HARD, 0.5, 4), None, "suppressed"),
    ("nobody asked", None, None, None, "nothing_similar"),
]


@pytest.mark.parametrize(("words", "letters", "level", "how"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_two_opinions_become_one(words: Opinion | None, letters: Opinion | None, level: Level | None, how: str) -> None:
    found = resolve(words, letters, margins=(0.2, 0.2), settings=SETTINGS)
    assert (found.level, found.how) == (level, how)
    assert found.exemplar == {"suppressed": 4, "nothing_similar": -1, "no_clear_lead": -1}.get(how, 7)


def test_a_disagreement_is_capped() -> None:
    settings = Resolver(disagreement_fallback_level=EASY)
    assert resolve(says(MEDIUM), says(HARD), margins=(0, 0), settings=settings) == Suggestion(EASY, "disagreement", 7)


@pytest.mark.parametrize("level", LEVELS)
def test_no_vote_ends_above_hard(level: Level) -> None:
    said = opinion(((0, 9.0),), exemplars((level, False)))
    wide = Resolver(disagreement_fallback_level=HARD, cosine_only_max_level=HARD)
    for words, letters in ((said, said), (said, None), (None, said)):
        found = resolve(words, letters, margins=(0, 0), settings=wide)
        assert found.level is level.at_most(HARD)
