"""Which terms of the concepts, and which shapes of outputs, are looked for together, so that their automata stay small.

An automaton has few states as long as each term is read in one go. A gap, in which any words may stand, keeps it waiting, and
a number at the beginning starts many terms at once: with everything in one automaton each new sentence brought new states,
2 ms of them. Kinds that wait for different things are apart.
"""

import re
from enum import Enum, auto
from typing import Final

from services.classifier.core.lexicon.language import Place, Term


class Kind(Enum):
    """What an automaton waits for."""

    AT_START = auto()
    """The beginning of a sentence: it is tried there only."""
    PLAIN = auto()
    """Words in a row."""
    GAPPED = auto()
    """Words with a gap of one word between them."""
    WIDE = auto()
    """Words with a wider gap."""
    LOOSE = auto()
    """What begins with a number, a sign or any word, and verbs where an imperative can stand."""
    LETTERS = auto()
    """Beyond ASCII, of alphabets."""
    SIGNS = auto()
    """Beyond ASCII, of scripts that do not part words."""
    GAPPED_BEYOND = auto()
    """Beyond ASCII, with a gap."""


_GAP: Final = re.compile(r"\\S|(?<!\\)\.[{*+]|\[\^.[^\]]*\]\{")
_WIDE_GAP: Final = re.compile(r"\{\d,[3-9]\}|(?<!\\)\.[{*+]")
_NUMBER_AT_START: Final = re.compile(r"(?:\(\?:(?:[^()]*\|)?)?\\d")


def kind_of(term: Term) -> Kind:
    """Where a term belongs."""
    if term.place is Place.START:
        return Kind.AT_START
    has_gap = bool(_GAP.search(term.body))
    if not term.body.isascii():
        return Kind.GAPPED_BEYOND if has_gap else Kind.LETTERS if term.place is Place.LETTER else Kind.SIGNS
    if term.place is not Place.WORD or _NUMBER_AT_START.match(term.body):
        return Kind.LOOSE
    if not has_gap:
        return Kind.PLAIN
    return Kind.WIDE if _WIDE_GAP.search(term.body) else Kind.GAPPED


_FLAGS: Final = re.compile(r"\(\?[im]+\)")


def begins_a_line(regex: str) -> bool:
    """Where a shape of an output belongs: those that begin with a line wait for nothing else than its end."""
    return _FLAGS.sub("", regex).startswith("^")
