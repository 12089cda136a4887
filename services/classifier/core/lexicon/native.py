"""What native speakers say for the concepts of `risk`, in plain words: a file for each group of languages, `native/*.txt`.

Below the name of a concept stands a term a line, in the notation of `language.py`. English stands in the tables themselves.
"""

from collections import defaultdict
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("es_pt", "fr_it", "ja", "ko", "nl_pl_sv_tr", "others", "ru_uk", "zh")


def read(language: str) -> str:
    """The file of a group of languages."""
    return files("services.classifier.core.lexicon").joinpath("native", f"{language}.txt").read_text(encoding="utf-8")


def terms_in(text: str) -> Mapping[str, list[str]]:
    """The terms of a file by concept. Raises `KeyError` when a term stands before the first concept."""
    found: dict[str, list[str]] = {}
    concept = ""
    for line in filter(None, map(str.strip, text.split("\n"))):
        if line.startswith("[") and line.endswith("]"):
            concept = line[1:-1]
            found.setdefault(concept, [])
        elif not line.startswith("#"):
            found[concept].append(line)
    return found


def _all() -> Mapping[str, str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for language in LANGUAGES:
        for concept, terms in terms_in(read(language)).items():
            found[concept] += terms
    return {concept: "; ".join(terms) for concept, terms in found.items()}


NATIVE: Final = _all()
"""The terms of each concept, parted by `;` as in the tables."""
