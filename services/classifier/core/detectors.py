"""The readings of a frame to `Facts`: what is said, what failed, what is asked, how hard it is, what is at stake.

Law: nothing here knows a level. A sentence is asked for concepts only, so a rule is written once for every language.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.classifier.core import asked, failures, features, hardness, marks, said, shown, stakes
from services.classifier.core.conversation import Conversation, back
from services.classifier.core.facts import Domain, EvidenceKind, Facts, Intent, Scope
from services.classifier.core.frame import Frame
from services.classifier.core.reading import Reading

_MANY_WORDS: Final = 10
_SIDE_WORDS: Final = 60
"""Words of a system prompt: one that sets up an agent is far longer."""


def detect(readings: Conversation, frame: Frame, *, has_tools: bool, response_format: str) -> Facts:
    """The facts of a frame."""
    turns = [readings[index] for index in frame.turns]
    words = said.listen(turns)
    outcomes = shown.follow(readings, frame)
    evidence = shown.gather(readings, frame, outcomes)
    request = asked.classify(words, evidence)
    at_stake = stakes.assess(words, evidence, outcomes)
    if at_stake.signals.incident > 1:
        request = msgspec.structs.replace(request, intent=Intent.INCIDENT_RESPONSE)
    facts = Facts(
        asked=request,
        hardness=hardness.weigh(words, request, outcomes, response_format=response_format, has_tools=has_tools),
        failures=failures.count(words, request, evidence, outcomes, frame, readings),
        stakes=at_stake,
        side_request=_is_side_request(turns, readings, has_tools=has_tools),
        courtesy=not words.sentences and not evidence.kinds and not words.pasted and not words.media,
        unread=words.words > _MANY_WORDS and not words.mask & ~marks.GENERIC,
        asides=sum(turn.asides for turn in turns),
        slips=sum(item.slips for item in words.sentences),
        domains=_domains(words.mask),
        scope=_scope(words.lead),
        evidence=_evidence(words, evidence, outcomes, response_format),
    )
    return msgspec.structs.replace(
        facts,
        features=features.of_frame(words, evidence, outcomes, frame, facts),
        spoken=tuple(item.spoken for item in words.spoken),
    )


def _is_side_request(turns: Sequence[Reading], readings: Conversation, *, has_tools: bool) -> bool:
    """A title, a summary of the conversation, a name: the client asks for it on its own, mostly without tools."""
    systems = back(readings, "system", 0, len(readings.roles))
    if any(_orders_artefact(readings[index], has_tools=has_tools) for index in systems):
        return True
    return not has_tools and any(item.mask & marks.SIDE_USER for turn in turns[-1:] for item in turn.sentences[:3])


def _orders_artefact(system: Reading, *, has_tools: bool) -> bool:
    """A short system prompt that wants one text about the conversation, one text and nothing else, or one text and no work done.

    What describes an agent, or comes with tools, has to be plainer: a false one would send everything to the cheap model.
    """
    mask = system.mask
    named = bool(mask & marks.SIDE_SYSTEM)
    if sum(item.words for item in system.sentences) > _SIDE_WORDS:
        return named and not has_tools
    artefact = bool(mask & marks.SIDE_ARTEFACT) and not mask & marks.SIDE_ROLE
    if has_tools:
        return artefact and (named or bool(mask & marks.SIDE_DENIAL))
    return named or (artefact and bool(mask & (marks.SIDE_SOURCE | marks.SIDE_BOUND | marks.SIDE_DENIAL)))


_DOMAINS: Final = (
    (Domain.SECRETS, marks.SECRET),
    (Domain.PAYMENT, marks.MONEY),
    (Domain.DATABASE, marks.STORE),
    (Domain.DEPLOYMENT, marks.PROD),
    (Domain.SECURITY, marks.EXPLOITED | marks.OTHERS | marks.UNGUARDED),
    (Domain.UI, marks.INTERFACE),
    (Domain.CODE, marks.BUILT),
)


def _domains(mask: int) -> tuple[Domain, ...]:
    return tuple(domain for domain, concept in _DOMAINS if mask & concept) or (Domain.UNKNOWN,)


_SCOPES: Final = (
    (marks.WHOLE, Scope.REPO_WIDE),
    (marks.COUNTED | marks.FEW, Scope.MULTI_FILE),
    (marks.SMALL, Scope.ONE_FILE),
    (marks.TINY, Scope.TINY),
)


def _scope(mask: int) -> Scope:
    if mask & marks.ARCH and mask & (marks.DESIGN | marks.TRADE_OFF):
        return Scope.SYSTEM_DESIGN
    return next((scope for concept, scope in _SCOPES if mask & concept), Scope.UNKNOWN)


_EVIDENCE: Final = (
    (EvidenceKind.STACK_TRACE, frozenset({"trace"})),
    (EvidenceKind.TEST_FAILURE, frozenset({"test"})),
    (EvidenceKind.COMPILE_ERROR, frozenset({"compile"})),
    (EvidenceKind.PATCH, frozenset({"patch"})),
    (EvidenceKind.LOGS, frozenset({"ci", "infra", "db", "http"})),
)


def _evidence(
    words: said.Said, evidence: shown.Shown, outcomes: shown.Outcomes, response_format: str
) -> tuple[EvidenceKind, ...]:
    found = [kind for kind, names in _EVIDENCE if evidence.kinds & names]
    if words.pasted and not evidence.kinds:
        found.append(EvidenceKind.CODE_BLOCK)
    if outcomes.failures:
        found.append(EvidenceKind.TOOL_ERROR)
    if response_format.startswith("json_schema"):
        found.append(EvidenceKind.JSON_SCHEMA)
    if outcomes.runs:
        found.append(EvidenceKind.TOOL_CALLS)
    if len(outcomes.failures) > 1:
        found.append(EvidenceKind.REPEATED_FAILURE)
    return tuple(found) or (EvidenceKind.NONE,)
