"""What the user's turns are about, beyond what levels rest on: looked for when a decision is explained."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

import msgspec

from services.classifier.core.facts import Domain, EvidenceKind, Facts, Operation
from services.classifier.core.lexicon.about import ABOUT
from services.classifier.core.lexicon.language import fold
from services.classifier.core.spans import HEAD_CHARS, Spans
from services.classifier.core.vocabulary import Vocabulary

_DIFF: Final = re.compile(r"(?m)^(?:diff --git |@@ .{1,80}@@|(?:---|\+\+\+) [ab]/)")
_DOMAINS: Final = (Domain.TESTS, Domain.CONFIG, Domain.INFRA, Domain.AUTH, Domain.DOCS)


class About(msgspec.Struct, frozen=True, gc=False):
    """What an explanation shows of it."""

    operation: Operation
    domains: tuple[Domain, ...]
    evidence: tuple[EvidenceKind, ...]
    chars: int = 0
    """Of the messages that are judged."""


@cache
def _vocabulary() -> Vocabulary:
    """Made when the first decision is explained."""
    return Vocabulary((ABOUT,), {})


def about_of(facts: Facts, turns: Sequence[Spans], *, chars: int = 0) -> About:
    """The facts of a frame, and what its turns are about besides."""
    named = _named(paragraph for turn in turns for paragraph in turn.paragraphs)
    domains = dict.fromkeys((*facts.domains, *(domain for domain in _DOMAINS if domain.value in named)))
    if len(domains) > 1:
        domains.pop(Domain.UNKNOWN, None)
    shows_diff = any(_DIFF.search(text[:HEAD_CHARS]) for turn in turns for text in turn.others)
    evidence = [kind for kind in facts.evidence if kind is not EvidenceKind.NONE or not shows_diff]
    takes_back = "rollback" in named and not facts.asked.read_only
    return About(
        operation=Operation.ROLLBACK if takes_back else facts.asked.operation,
        domains=tuple(domains),
        evidence=(*evidence, *([EvidenceKind.DIFF] if shows_diff else [])),
        chars=chars,
    )


def _named(paragraphs: Iterable[str]) -> frozenset[str]:
    vocabulary = _vocabulary()
    mask = 0
    for paragraph in paragraphs:
        mask |= vocabulary.mask(fold(paragraph[:HEAD_CHARS]))
    return frozenset(vocabulary.named(mask))
