"""The notation of the word tables, and folding: both sides of a comparison are brought to one plain form.

A table maps a concept to its terms, separated by `;`. A term is a small RE2 expression in lower case. A term of an
alphabet matches whole words; with `*` at its end it matches words that begin so. A term in Chinese, Japanese,
Korean, Arabic, Thai or Hindi script matches anywhere, because those scripts do not part words as the others do.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import Enum
from importlib.resources import files
from typing import Final, NamedTuple

ConceptTable = Mapping[str, str]

_OPEN_END: Final = re.compile(r"\(\?:[^()]*(?:\$|\[[^\]]*\])[^()]*(?:\([^()]*\)[^()]*)*\)$")
_LETTER_AT_END: Final = re.compile(r"(?:[^\W_]|[_?]|\[[a-z0-9]+(?:-[a-z0-9]+)*\])$")
_FIRST_BEYOND_ALPHABETS: Final = "\u0530"
"""Latin, Greek and Cyrillic lie before it; the scripts after it do not part words by blanks, or not as we do."""
_WORD_AT_START: Final = re.compile(r"[\w(]|\\[db]")
_LOOSE_END: Final = re.compile(r"(?:\(\?: \\S\+\)[*?]?)+$")
"""What may follow makes no difference to a search, but would take the border from the word."""
_ANY_AT_END: Final = re.compile(r"(?<= )\\S\+$")
"""Behind a blank of folded text something always stands."""
_STEM: Final = re.compile(r"(?:^|[^\\])[^\W_]\*$")
LETTERS: Final = r"[\w\x{80}-\x{10ffff}]"
r"""RE2's own `\w` knows ASCII alone; all that is beyond it is a hundredth of the automaton that Unicode's letters would be."""
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")
_PLAIN: Final = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u00a0": " ",
        "\u3000": " ",
        "\u00df": "ss",
        "\uff0c": ",",
        "\uff1a": ":",
        "\uff08": "(",
        "\uff09": ")",
        "\u3001": ",",
        **dict.fromkeys("\u00f8\u00d8", "o"),
        **dict.fromkeys("\u00e6\u00c6", "ae"),
        **dict.fromkeys("\u0153\u0152", "oe"),
        **dict.fromkeys("\u0111\u0110", "d"),
        "\u0131": "i",
        **dict.fromkeys("\u0142\u0141", "l"),
    }
)


_HAN: Final = re.compile("[\u4e00-\u9fff]")
_SIMPLIFIED: Final = str.maketrans(
    dict(
        re.findall(
            "([\u4e00-\u9fff])([\u4e00-\u9fff])",
            files("services.classifier.core.lexicon").joinpath("traditional.txt").read_text(encoding="utf-8"),
        )
    )
)
"""One form for what is written in Taiwan, Hong Kong and, in part, in Japan otherwise than on the mainland."""
_HAS_PLAIN: Final = re.compile(f"[{''.join(map(chr, _PLAIN))}]")
_LETTER: Final = (
    r"a-z\x{c0}-\x{1fff}\x{2c00}-\x{2fff}\x{3041}-\x{fdff}\x{fe50}-\x{feff}\x{ff21}-\x{1efff}\x{1fb00}-\x{10ffff}"
)
"""RE2's own border knows ASCII alone; these are the letters of folded text, in a fraction of what Unicode's cost an automaton."""
IS_LETTER: Final = re.compile(f"[{re.sub(r'.x.(.+?)}', lambda found: chr(int(found[1], 16)), _LETTER)}]").match
"""Whether a character before a term of an alphabet beyond ASCII belongs to the same word."""


_OPENERS: Final = (
    "please|pls|plz|and|then|to|you|now|just|also|but|or|let's|lets|ll|must|should|ok|okay|so|kindly|help|go|next|task|well|"
    "either|simply|quickly|finally|first|second|lastly|me|us|we|first thing|instead|bitte|properly|safely|carefully|correctly|afterwards|again|mode|today|tonight|still"
)
_STRICT_OPENERS: Final = (
    "please|pls|plz|and|then|to|you|now|just|also|or|let's|must|should|kindly|help|go|next|we|i'll|first|finally"
)


class Place(Enum):
    """Where a term may begin, as an RE2 expression in front of it."""

    START = "^"
    """Of the sentence."""
    WORD = r"\b"
    LETTER = f"(?:^|[^{_LETTER}])"
    ANYWHERE = ""
    ORDER = rf"(?:^\W*|[.,:;(!?>] ?| - |\b(?:{_OPENERS}) (?:and )?)"
    """Where an English verb can be an imperative or infinitive: at the beginning, after a sign, after a word that leads to one."""
    STRICT_ORDER = rf"(?:^\W*|[.:!?] | - |\b(?:{_STRICT_OPENERS}),? )"
    """The same for verbs that are nouns more often: not after a comma."""


ORDERS: Final = (Place.ORDER, Place.STRICT_ORDER)
END_OF_ORDER: Final = " ,.:!?\n"
"""What may follow such a verb."""


class Term(NamedTuple):
    """One term, made ready for RE2."""

    body: str
    place: Place
    closed: bool
    """Ends where a word ends."""


def fold(text: str) -> str:
    """Lower case, without accents, in simplified characters, plain quotes, single blanks."""
    if not text.isascii():
        if _HAS_PLAIN.search(text):
            text = text.translate(_PLAIN)
        if _HAN.search(text):
            text = text.translate(_SIMPLIFIED)
        text = unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    return " ".join(text.lower().split())


def terms_of(listed: str) -> list[Term]:
    """The terms of a concept."""
    plain = (_ANY_AT_END.sub("", _LOOSE_END.sub("", _fold_term(part.strip()))) for part in listed.split(";"))
    return [_term(text) for text in plain if text]


def expression(terms: Iterable[Term]) -> str:
    """One RE2 expression for many terms; those with the same borders share them."""
    groups: dict[tuple[str, str], list[str]] = {}
    for body, place, closed in terms:
        right = rf"(?:[{END_OF_ORDER}]|$)" if place in ORDERS else r"\b" if closed else ""
        groups.setdefault((place.value, right), []).append(body)
    return "|".join(f"{left}(?:{'|'.join(bodies)}){right}" for (left, right), bodies in groups.items())


def _term(text: str) -> Term:
    stem = bool(_STEM.search(text))
    body = text[:-1] if stem else text
    if not body.isascii():
        alphabet = not any(char >= _FIRST_BEYOND_ALPHABETS for char in body)
        return Term(body.replace(r"\w", LETTERS), Place.LETTER if alphabet else Place.ANYWHERE, closed=False)
    if stem:
        return Term(body, Place.WORD, closed=False)
    closed = bool(_LETTER_AT_END.search(body)) or (body[-1] == ")" and not _OPEN_END.search(body))
    if body[0] == "^":
        return Term(body[1:], Place.START, closed)
    return Term(body, Place.WORD if _WORD_AT_START.match(body) else Place.ANYWHERE, closed)


def _fold_term(term: str) -> str:
    return (
        term
        if term.isascii()
        else "".join(char if char.isascii() else fold(char) or char for char in unicodedata.normalize("NFC", term))
    )
