"""The intelligence layers of one config in their order: operation-object rules, similarity, routing profile.

Law: what a layer finds in a message is a pure function of the user's own words, so it is remembered with the reading.
It holds indices and scores, never text. Rules and similarity raise only; no layer goes below what a gate or an evidence floor holds.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.classifier.core import profiles, requirements
from services.classifier.core.facts import Facts
from services.classifier.core.lexicon.language import fold
from services.classifier.core.operation_object import NOTHING, Named, OperationObjects
from services.classifier.core.policy import Verdict
from services.classifier.core.similarity import corpus
from services.classifier.core.similarity.bm25 import Bm25
from services.classifier.core.similarity.hashed_cosine import HashedCosine
from services.classifier.core.similarity.resolver import Opinion, Ranked, Suggestion, opinion, ranked, resolve
from shared.config.layers import Exemplar, OperationObjectRule, RoutingProfile
from shared.config.snapshot import Snapshot
from shared.level import Level

_LOOKED_AT: Final = 2400
"""Characters of the user's own words that operation-object rules are tried on."""
_MOST_TURNS: Final = 16
"""Turns of a frame that are asked: the one that set the task and the latest of those that continue it."""


class Heard(msgspec.Struct, frozen=True, gc=False):
    """What the layers find in one message; a ranking is None when its method is not asked."""

    named: Named = NOTHING
    words: Ranked | None = None
    letters: Ranked | None = None


SILENCE: Final = Heard()


def asked(turns: Sequence[int]) -> Sequence[int]:
    """Of the turns of a frame those that layers hear."""
    return turns if len(turns) <= _MOST_TURNS else (turns[0], *turns[1 - _MOST_TURNS :])


_OFF: Final = Suggestion(how="off")


class Layered(msgspec.Struct, frozen=True, gc=False):
    """What the layers did to one decision."""

    profile: str = ""
    concepts: tuple[str, ...] = ()
    rules: tuple[int, ...] = ()
    """Indices of the operation-object rules that hold."""
    suggestion: Suggestion = _OFF
    words: Opinion | None = None
    letters: Opinion | None = None


class Layers:
    """The layers of one config."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Compile; the config has been validated."""
        self._settings = settings = snapshot.config.intelligence
        self._disabled = frozenset(snapshot.config.rules.disabled)
        self._rules = OperationObjects(settings.concepts, settings.operation_object) if settings.enabled else None
        compares = settings.enabled and settings.exemplars.enabled
        self._exemplars = snapshot.exemplars if compares else ()
        mode, similarity = settings.similarity.mode, settings.similarity
        documents = [(folded := _described(exemplar), corpus.tokens(folded)) for exemplar in self._exemplars]
        self._bm25 = self._cosine = None
        if documents and mode != "cosine":
            self._bm25 = Bm25([tokens for _, tokens in documents], k1=similarity.bm25.k1, b=similarity.bm25.b)
        if documents and mode != "bm25":
            hashed = similarity.hashed_cosine
            self._cosine = HashedCosine(
                documents, buckets=hashed.buckets, word_ngrams=hashed.word_ngrams, char_ngrams=hashed.char_ngrams
            )

    def __repr__(self) -> str:
        """Layers(OperationObjects(0 rules, Concepts(0 terms)), 150 exemplars)."""
        return f"Layers({self._rules!r}, {len(self._exemplars)} exemplars)"

    def profile(self, wanted: str) -> tuple[str, RoutingProfile]:
        """The profile of this name, or the default one; with the layers off, one that changes nothing."""
        if not self._settings.enabled:
            return "", RoutingProfile(min_confidence=0.0)
        known = self._settings.routing_profiles
        name = wanted if wanted in known.profiles else known.default
        return name, known.profiles[name]

    def unsure_below(self, profile: RoutingProfile) -> float:
        """The confidence below which a decision is rounded up."""
        return profiles.unsure_below(profile, self._settings.uncertainty)

    def hear(self, own: str) -> Heard:
        """What one message of the user says to the layers; `own` is without what was pasted."""
        if self._rules is None or not own:
            return SILENCE
        named = self._rules.read(own[:_LOOKED_AT])
        if self._bm25 is None and self._cosine is None:
            return SILENCE if named is NOTHING else Heard(named)
        words, letters = self._compare(own)
        return Heard(named, words, letters)

    def _compare(self, own: str) -> tuple[Ranked | None, Ranked | None]:
        folded = corpus.opening(own)
        tokens = corpus.tokens(folded)
        most = self._settings.similarity.bm25.max_exemplars_per_level
        words = letters = None
        if self._bm25 is not None:
            least = self._settings.similarity.bm25.min_score
            words = ranked(self._bm25.scores(tokens), self._exemplars, least=least, per_level=most)
        if self._cosine is not None:
            if words is not None and not _may_raise(opinion(words, self._exemplars)):
                return words, ()  # nothing to confirm: most requests cost one method only
            least = self._settings.similarity.hashed_cosine.min_score
            candidates = None if words is None else [index for index, _ in words]
            letters = ranked(
                self._cosine.scores(folded, tokens, candidates), self._exemplars, least=least, per_level=most
            )
        return words, letters

    def apply(self, verdict: Verdict, facts: Facts, heard: Sequence[Heard], wanted: str) -> Layered:
        """Change the verdict by what these messages say; `heard` has the turns of the frame that are `asked`, in order."""
        name, profile = self.profile(wanted)
        if self._rules is None or facts.side_request or facts.courtesy:
            return Layered(profile=name)
        concepts = tuple(dict.fromkeys(concept for item in heard for concept in item.named.concepts))
        quiet = facts.asked.read_only and "read_only_lowers" not in self._disabled
        rules = () if quiet else self._apply_rules(verdict, facts, heard)
        suggestion, words, letters = self._suggest(facts, heard)
        if quiet and suggestion.level is not None:
            suggestion = Suggestion(how="read_only", exemplar=suggestion.exemplar)
        self._apply_suggestion(verdict, suggestion)
        profiles.lean(verdict, profile, name)
        return Layered(name, concepts, rules, suggestion, words, letters)

    def _apply_rules(self, verdict: Verdict, facts: Facts, heard: Sequence[Heard]) -> tuple[int, ...]:
        acting = []
        for index in sorted({index for item in heard for index in item.named.rules}):
            rule = self._rules.rules[index] if self._rules else None
            if rule is None or not requirements.hold(rule.requires_evidence, facts):
                continue
            toy = facts.asked.toy and "toy_lowers" not in self._disabled
            level = rule.min_level.lowered() if toy else rule.min_level
            acting.append(index)
            verdict.held = verdict.held.at_least(level)
            _raise(verdict, level, f"operation_object:{_name(rule)}=>{level}")
        return tuple(acting)

    def _suggest(self, facts: Facts, heard: Sequence[Heard]) -> tuple[Suggestion, Opinion | None, Opinion | None]:
        """The highest suggestion of the messages, with both opinions it came of."""
        similarity = self._settings.similarity
        best: tuple[Suggestion, Opinion | None, Opinion | None] = (_OFF, None, None)
        for item in heard:
            if item.words is None and item.letters is None:
                continue
            words, letters = self._opinion(item.words, facts), self._opinion(item.letters, facts)
            margins = similarity.bm25.min_margin, similarity.hashed_cosine.min_margin
            found = resolve(words, letters, margins=margins, settings=similarity.resolver)
            if best[0] is _OFF or _rank(found) > _rank(best[0]):
                best = found, words, letters
        return best

    def _opinion(self, found: Ranked | None, facts: Facts) -> Opinion | None:
        if found is None:
            return None
        exemplars = self._exemplars
        kept = tuple(pair for pair in found if requirements.hold(exemplars[pair[0]].evidence_required, facts))
        return opinion(kept, exemplars)

    def _apply_suggestion(self, verdict: Verdict, suggestion: Suggestion) -> None:
        named = self.exemplar(suggestion.exemplar)
        if suggestion.how == "suppressed":
            verdict.reasons.append(f"similarity:suppressed_by:{named}")
        elif suggestion.level is not None:
            _raise(verdict, suggestion.level, f"similarity:{named}=>{suggestion.level}")

    def exemplar(self, index: int) -> str:
        """How an exemplar is called: its task, or its number."""
        if index < 0:
            return ""
        return _plain(self._exemplars[index].task) or f"exemplar_{index + 1}"

    def explain(self, done: Layered) -> dict[str, object]:
        """The `intelligence` block of `/debug/route`: what each layer did, never text of the request."""
        settings = self._settings
        return {
            "enabled": settings.enabled,
            "profile": done.profile,
            "concepts": done.concepts,
            "operation_object": {"rules": len(settings.operation_object.rules), "acting": self._explain_rules(done)},
            "similarity": {
                "mode": settings.similarity.mode if self._exemplars else "off",
                "exemplars": len(self._exemplars),
                "outcome": done.suggestion.how,
                "suggests": done.suggestion.level,
                "exemplar": self.exemplar(done.suggestion.exemplar),
                "bm25": self._explain_opinion(done.words),
                "hashed_cosine": self._explain_opinion(done.letters),
            },
            "uncertainty": {"rounds_up_below": self.unsure_below(self.profile(done.profile)[1])},
            "session": {"enabled": settings.enabled and settings.session.enabled},
        }

    def rule_names(self, done: Layered) -> tuple[str, ...]:
        """The operation-object rules that hold, as they are called in reasons."""
        return tuple(_name(self._settings.operation_object.rules[index]) for index in done.rules)

    def _explain_rules(self, done: Layered) -> list[dict[str, object]]:
        rules = [self._settings.operation_object.rules[index] for index in done.rules]
        return [{"rule": _name(rule), "min_level": rule.min_level, "reason": rule.reason} for rule in rules]

    def _explain_opinion(self, said: Opinion | None) -> dict[str, object] | None:
        if said is None:
            return None
        return {
            "level": said.level,
            "score": said.score,
            "margin": said.margin,
            "exemplar": self.exemplar(said.exemplar),
            "suppressed_by": self.exemplar(said.suppressed_by),
        }


def _described(exemplar: Exemplar) -> str:
    """An exemplar as a request is compared with it, and the further words by which it is found."""
    return f"{corpus.opening(exemplar.text)} {fold(' '.join((exemplar.operation, exemplar.object, exemplar.role)))}"


def _may_raise(said: Opinion) -> bool:
    return said.level is not None and said.level is not Level.EASY


def _rank(suggestion: Suggestion) -> int:
    return suggestion.level.rank if suggestion.level else -1


def _raise(verdict: Verdict, level: Level, reason: str) -> None:
    """Up to `level`; the reason is noted when that changes something."""
    if level.rank > verdict.level.rank:
        verdict.level, verdict.capped = level, False
        verdict.reasons.append(reason)


def _name(rule: OperationObjectRule) -> str:
    return _plain(f"{rule.operation}+{rule.object}")


def _plain(name: str) -> str:
    """A name of the config as it can stand in a list of reasons."""
    return "_".join(name.replace(",", " ").split())
