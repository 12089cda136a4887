"""Concepts in sentences: as bits, and exactly where a search for their expressions would find them."""

import json
from functools import cache
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]  # the one way to take an expression apart
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.classifier.core import spans
from services.classifier.core.lexicon import acts
from services.classifier.core.lexicon.language import LETTERS, Place, Term, expression, fold, terms_of
from services.classifier.core.lexicon.placing import in_place
from services.classifier.core.reading import folded_of
from services.classifier.core.vocabulary import TABLES, VOCABULARY, Vocabulary
from shared.config.regex import PatternSet

LABELLED = Path(__file__).parents[4] / "tests" / "data" / "labelled"


class Searched:
    """The same tables as one plain search over everything: slow, and right by its nature."""

    def __init__(self) -> None:
        concepts = {f"do_{name}": list(terms) for name, terms in acts.HEADS.items()}
        for table in TABLES:
            concepts |= {name: in_place(name, terms_of(listed)) for name, listed in table.items()}
        self.names = tuple(concepts)
        self._set = PatternSet(tuple(map(expression, concepts.values())), case_sensitive=True, mib=256)

    def named(self, folded: str) -> tuple[str, ...]:
        return tuple(self.names[index] for index in self._set.matches(folded.encode("utf-8", "replace")))


@cache
def searched() -> Searched:
    return Searched()


@cache
def sentences() -> tuple[str, ...]:
    """Of one labelled request in six, every sentence, folded."""
    found: dict[str, None] = {}
    for path in sorted(LABELLED.glob("learn/*.jsonl")):
        for line in path.read_text().splitlines()[::6]:
            for message in json.loads(line)["request"]["messages"][-3:]:
                text = message["content"] if isinstance(message["content"], str) else ""
                for paragraph in text[:2000].split("\n"):
                    found.update(dict.fromkeys(map(folded_of, spans.sentences(paragraph))))
    return tuple(found)


def test_the_concepts_of_labelled_sentences_are_those_of_a_plain_search() -> None:
    assert VOCABULARY.names == searched().names
    assert len(sentences()) > 3000
    for folded in sentences():
        assert VOCABULARY.named(VOCABULARY.mask(folded)) == searched().named(folded), folded


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("fix it", True),
        ("...... ------ ****** ====== fix it", True),
        ("please fix it", True),
        ("go and fix it", True),
        ("(to fix it", True),
        ("it hangs, fix it", True),
        ("it hangs,fix it", True),
        ("the parser - fix it", True),
        ("then get the whole build green", True),
        ("to, then a fix", False),
        ("to.fix it", True),
        ("to  'fix' it", False),
        ("a fix for it", False),
        ("please fix-up it", False),
        ("please prefix it", False),
        ("they get the whole build green", False),
    ],
)
def test_an_english_verb_is_an_order_where_one_can_stand(text: str, ordered: bool) -> None:
    folded = fold(text)
    assert ("do_fix" in VOCABULARY.named(VOCABULARY.mask(folded))) == ordered
    assert VOCABULARY.named(VOCABULARY.mask(folded)) == searched().named(folded)


WORDS = st.sampled_from(sorted({word for folded in sentences()[:1500] for word in folded.split()}))
SIGNS = st.sampled_from([" ", " ", " ", " ", "-", ", ", ". ", "'", "/", "_", "  ", "é", "я", "库", "(", ": ", "%", "1"])


@given(st.lists(st.tuples(WORDS, SIGNS), max_size=12))
def test_the_concepts_of_any_words_are_those_of_a_plain_search(parts: list[tuple[str, str]]) -> None:
    """Words that never stood together, parted by anything."""
    folded = fold("".join(word + sign for word, sign in parts))
    assert VOCABULARY.named(VOCABULARY.mask(folded)) == searched().named(folded)


PARTS = st.sampled_from(
    [
        "ab",
        "b",
        "a b",
        "don't",
        "b-a",
        "b_a",
        r"\d",
        r"\d+",
        r"\w*",
        r"\S+",
        "[ab]",
        r"[.,] ?",
        r"\s",
        ".",
        r"(?:\S+ ){0,2}",
        r"\b",
        "$",
        "a+",
    ]
)
BODIES = st.recursive(
    PARTS,
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{} {}".format, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("(?:{})?".format, inner),
        st.builds("(?:{}){{1,2}}".format, inner),
    ),
    max_leaves=6,
)
TERMS = st.one_of(BODIES, st.builds("{}{}".format, st.sampled_from(["é", "ж", "库"]), BODIES))
TEXTS = st.lists(
    st.sampled_from(["a", "b", "ab", "don't", " ", " ", "-", ", ", "_", ".", "1", "é", "库", "ж"]), max_size=12
)


@settings(max_examples=600, deadline=None)
@given(st.lists(TERMS, min_size=1, max_size=3), st.lists(TEXTS, min_size=1, max_size=6))
def test_terms_of_any_kind_are_found_as_a_plain_search_would(bodies: list[str], texts: list[list[str]]) -> None:
    """However they are taken apart into strings, needs and gaps."""
    listed = "; ".join(bodies)
    assume(terms_of(listed))
    vocabulary = Vocabulary(({"it": listed},), {})
    plain = PatternSet((expression(terms_of(listed)),), case_sensitive=True)
    for parts in texts:
        text = fold("".join(parts))
        assert bool(vocabulary.mask(text)) == bool(plain.matches(text.encode())), (listed, text)


def needs_more_than_ascii(parsed: Any) -> bool:
    """Whether whatever this part of a parsed expression matches has a character beyond ASCII."""
    for kind, value in parsed:
        name = str(kind)
        if name == "LITERAL" and value > 127:
            return True
        if name == "IN" and all(str(one) == "LITERAL" and code > 127 for one, code in value):
            return True
        if name == "SUBPATTERN" and needs_more_than_ascii(value[-1]):
            return True
        if name == "BRANCH" and all(map(needs_more_than_ascii, value[1])):
            return True
        if name in ("MAX_REPEAT", "MIN_REPEAT") and value[0] > 0 and needs_more_than_ascii(value[2]):
            return True
    return False


def test_no_ascii_text_has_a_term_that_is_looked_for_in_others_only() -> None:
    """A choice in ASCII within a term beyond it would never be found."""
    terms = [term for table in TABLES for listed in table.values() for term in terms_of(listed)]
    beyond = [term.body.replace(LETTERS, r"\w") for term in terms if not term.body.isascii()]
    assert len(beyond) > 2000
    assert [body for body in beyond if not needs_more_than_ascii(parser.parse(body))] == []


def test_every_concept_has_a_bit_of_its_own() -> None:
    assert len(set(VOCABULARY.bits.values())) == len(VOCABULARY.names) == len(set(VOCABULARY.names))
    assert VOCABULARY.named(VOCABULARY.of(*VOCABULARY.names)) == VOCABULARY.names


def test_a_mask_and_its_names_are_two_spellings_of_one_thing() -> None:
    mask = VOCABULARY.of("prod", "money")
    assert set(VOCABULARY.named(mask)) == {"prod", "money"}
    assert VOCABULARY.of(*VOCABULARY.named(mask)) == mask


def test_an_unknown_concept_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        VOCABULARY.of("nonsense")


def test_a_vocabulary_of_its_own_knows_its_words_only() -> None:
    small = Vocabulary(
        ({"fruit": "apple; plum", "nut": "hazel"},), {"eat": [Term(r"eat\b", Place.START, closed=False)]}
    )
    assert small.named(small.mask("eat a plum")) == ("do_eat", "fruit")
    assert small.named(small.mask("nothing of it")) == ()
    assert repr(small) == "Vocabulary(3 concepts)"


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "🦀" * 50, "a" * 100_000])
def test_any_text_has_a_mask(text: str) -> None:
    assert VOCABULARY.mask(text) >= 0
