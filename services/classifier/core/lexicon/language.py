"""The notation of the word tables, and folding: both sides of a comparison are brought to one plain form.

A table maps a concept to its terms, separated by `;`. A term is a small RE2 expression in lower case. A term of an
alphabet matches whole words; with `*` at its end it matches words that begin so. A term in Chinese, Japanese,
Korean, Arabic, Thai or Hindi script matches anywhere, because those scripts do not part words as the others do.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

ConceptTable = Mapping[str, str]

_OPEN_END: Final = re.compile(r"\(\?:[^()]*(?:\$|\[[^\]]*\])[^()]*(?:\([^()]*\)[^()]*)*\)$")
_FIRST_BEYOND_ALPHABETS: Final = "\u0530"
"""Latin, Greek and Cyrillic lie before it; the scripts after it do not part words by blanks, or not as we do."""
_LOOSE_END: Final = re.compile(r"(?:\(\?: \\S\+\)[*?]?)+$")
"""What may follow makes no difference to a search, but would take the border from the word."""
_STEM: Final = re.compile(r"(?:^|[^\\])[^\W_]\*$")
_STRIPPED: Final = dict.fromkeys(range(0x300, 0x370))
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
        "\u00f8": "o",
        "\u0131": "i",
        "\u0142": "l",
    }
)


def fold(text: str) -> str:
    """Lower case, without accents, plain quotes, single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_PLAIN)).translate(_STRIPPED)
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.lower().split())


def expression(terms: str) -> str:
    """One RE2 expression for the terms of a concept."""
    words: list[str] = []
    stems: list[str] = []
    letters: list[str] = []
    anywhere: list[str] = []
    for term in filter(None, (_LOOSE_END.sub("", _fold_term(part.strip())) for part in terms.split(";"))):
        stem = bool(_STEM.search(term))
        body = term[:-1] if stem else term
        if body.isascii():
            (stems if stem else words).append(body)
        else:
            alphabet = not any(char >= _FIRST_BEYOND_ALPHABETS for char in body)
            (letters if alphabet else anywhere).append(body.replace(r"\w", r"[\p{L}\p{N}_]"))
    parts = []
    if words:
        parts.append(_bounded(words))
    if stems:
        parts.append(rf"\b(?:{'|'.join(stems)})")
    if letters:
        parts.append(rf"(?:^|[^\p{{L}}])(?:{'|'.join(letters)})")
    if anywhere:
        parts.append(f"(?:{'|'.join(anywhere)})")
    return "|".join(parts)


def _bounded(words: list[str]) -> str:
    """Whole words; a side that is no word character needs no border."""
    groups: dict[tuple[str, str], list[str]] = {}
    for word in words:
        left = r"\b" if word[0].isalnum() or word[0] in "(_" else ""
        closed = word[-1] == ")" and not _OPEN_END.search(word)
        right = r"\b" if word[-1].isalnum() or word[-1] in "_?" or closed else ""
        groups.setdefault((left, right), []).append(word)
    return "|".join(f"{left}(?:{'|'.join(group)}){right}" for (left, right), group in groups.items())


def _fold_term(term: str) -> str:
    return (
        term
        if term.isascii()
        else "".join(char if char.isascii() else fold(char) or char for char in unicodedata.normalize("NFC", term))
    )
