"""`Engine`: one compiled config that judges requests. Read `classify` from top to bottom: each line is a stage.

The only state is a bounded cache of readings by content: an agent resends its whole history with every step, and what
was read once is not read again. It changes no decision.
"""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

import msgspec

from services.classifier.core import analysis, detectors, escalation, frame, leaning, policy, tools
from services.classifier.core.escalation import Present, SessionState
from services.classifier.core.facts import Facts
from services.classifier.core.frame import Frame
from services.classifier.core.layers import SILENCE, Heard, Layered, Layers
from services.classifier.core.messages import MAX_MESSAGES, Message, cut, parse
from services.classifier.core.reading import (
    Reading,
    Subject,
    digest,
    read_other,
    read_tool,
    read_user,
    subject_of,
    with_names,
)
from services.classifier.core.scoring import Hits, PatternTable, Scored, level_of
from shared.config.snapshot import Snapshot
from shared.level import Level
from shared.protocol import ClassifyRequest, Decision, FrameReport

_MAX_REASONS: Final = 40
_PATTERN_BYTES: Final = 1_000_000


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """A decision and the session state to store; None leaves the stored one as it is."""

    decision: Decision
    session: SessionState | None = None


class Read(msgspec.Struct, frozen=True, gc=False):
    """A request whose messages are read and whose active task is found."""

    frame: FrameReport
    """`frame.task_key` names the session state to load."""
    readings: tuple[Reading, ...]
    hits: tuple[Hits, ...]
    heard: tuple[Heard, ...]
    """What the layers find in each user turn of the frame."""
    found: Frame


class Judged(msgspec.Struct, frozen=True, gc=False):
    """A request judged by what it brings, before its session is asked: whatever that remembers, this stays."""

    request: ClassifyRequest
    read: Read
    facts: Facts
    scored: Scored
    verdict: policy.Verdict
    layered: Layered
    present: Present


class _Known(msgspec.Struct, gc=False):
    """What is remembered of one raw message."""

    key: int
    """Hash of its bytes."""
    role: str
    call_id: str
    calls: tuple[tuple[str, str], ...]
    """(id, kind of tool) of the agent's calls."""
    read: dict[str, tuple[Reading, Hits]]
    """By kind of tool; "" for all but tool results."""
    message: Message | None = None
    """Until the request that brought it is read."""
    heard: Heard = SILENCE
    named: tuple[str, ...] = ()
    """Kinds whose reading has the names in it."""
    subject: Subject | None = None
    """Read when it is asked for."""
    past: int = 0
    likely: float = 0.0
    """That it goes on with the task before it, when all up to it had this hash."""


class _Turns:
    """The turns of one request, as they are told apart; what is found out is remembered with the messages."""

    def __init__(self, raws: Sequence[bytes], known: Sequence[_Known], readings: Sequence[Reading]) -> None:
        self._raws, self._known, self._readings = raws, known, readings
        self._pasts: list[int] = []

    def likely(self, before: int, at: int) -> float:
        """That the turn at `at` goes on with the task of the turn at `before`: it rests on what stands up to it alone."""
        if not self._pasts:
            self._pasts = list(accumulate((known.key for known in self._known), lambda past, key: hash((past, key))))
        known, past = self._known[at], hash((before, self._pasts[at]))
        if known.past != past:
            known.past, known.likely = past, leaning.probability(self._readings, before, at, self._subject)
        return known.likely

    def _subject(self, index: int) -> Subject:
        known = self._known[index]
        if known.subject is None:
            known.subject = subject_of(parse(self._raws[index]))
        return known.subject


class Engine:
    """Judges requests by one config."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Use `compile`."""
        config = snapshot.config
        self._config = config
        self._patterns = PatternTable(config.patterns, config.scoring)
        self._layers = Layers(snapshot)
        self._disabled = frozenset(config.rules.disabled)
        self._learns_turns = "learned_turns" not in self._disabled
        self._cap = config.intelligence.length.max_level_without_evidence
        self._sessions = config.intelligence.session
        self._uses_sessions = config.intelligence.enabled and config.intelligence.session.enabled
        self._known: OrderedDict[int, _Known] = OrderedDict()
        """By Python's hash of the bytes: 64 bits of SipHash under the process's own key, in a third of the time of SHA-256."""
        self._limit = config.classifier.message_cache_entries

    @classmethod
    def compile(cls, snapshot: Snapshot) -> "Engine":
        """Build the tables of a config."""
        return cls(snapshot)

    def __repr__(self) -> str:
        """Engine(PatternTable(40 patterns))."""
        return f"Engine({self._patterns!r})"

    def task_key(self, request: ClassifyRequest) -> str:
        """Key of the active task."""
        return self.read(request).frame.task_key

    def read(self, request: ClassifyRequest) -> Read:
        """Read the messages and find the active task, so that its session state can be loaded."""
        raws = cut(request.messages)
        offset = max(len(raws) - MAX_MESSAGES, 0)
        kinds: dict[str, str] = {}
        readings: list[Reading] = []
        hits: list[Hits] = []
        heard: list[Heard] = []
        judged = [*raws[:1], *raws[offset:]] if offset else raws
        recalled = [self._recall(raw) for raw in judged]
        several = sum(known.role == "user" for known in recalled) > 1
        for raw, known in zip(judged, recalled, strict=True):
            if known.calls:
                kinds.update(known.calls)
            kind = kinds.get(known.call_id, "unknown") if known.role == "tool" else ""
            reading, found = known.read.get(kind) or self._read_tool(known, raw, kind)
            if several and kind not in known.named:
                reading = self._name(known, raw, kind)
            known.message = None
            readings.append(reading)
            hits.append(found)
            heard.append(known.heard)
        active = frame.find(readings, _Turns(judged, recalled, readings).likely if self._learns_turns else None)
        report = frame.report(active, readings, task_key=request.task_key, left_out=max(offset - 1, 0))
        return Read(report, tuple(readings), tuple(hits), tuple(heard[index] for index in active.turns), active)

    def classify(self, request: ClassifyRequest, session: SessionState | None = None) -> Outcome:
        """Judge a request whose task is in this state."""
        return self.conclude(self.judge(request), session)

    def judge(self, request: ClassifyRequest) -> Judged:
        """All of the judgement that no session has a part in: nearly all of its cost."""
        read = self.read(request)
        facts = detectors.detect(
            read.readings, read.found, has_tools=request.has_tools, response_format=request.response_format
        )
        scored = self._patterns.score(
            read.hits[read.found.start :],
            tools=request.tool_names,
            has_tools=request.has_tools,
            response_format=request.response_format,
        )
        wanted, forced = level_of(scored.scores, self._config.thresholds)
        _, profile = self._layers.profile(request.profile)
        unsure = self._layers.unsure_below(profile)
        verdict = policy.judge(facts, wanted, forced=forced, disabled=self._disabled, cap=self._cap, unsure=unsure)
        layered = self._layers.apply(verdict, facts, read.heard, request.profile)
        return Judged(request, read, facts, scored, verdict, layered, _present(read, facts))

    def conclude(self, judged: Judged, session: SessionState | None = None) -> Outcome:
        """The decision with what the session remembers of the task. The same `judged` can be concluded again with another state."""
        read, facts, request = judged.read, judged.facts, judged.request
        verdict = msgspec.structs.replace(judged.verdict, reasons=[*judged.verdict.reasons])
        escalated, following = self._with_session(verdict, judged, session)
        fired = [f"+{pattern.dimension}: {pattern.reason or pattern.id}" for pattern in judged.scored.fired]
        return Outcome(
            decision=Decision(
                level=verdict.level,
                confidence=round(verdict.confidence, 2),
                scores=judged.scored.scores,
                reasons=_reasons(verdict, facts, read, fired),
                frame=_with_session_used(read.frame, session, facts),
                critical_gate=verdict.gate,
                session_escalated=escalated,
                length_capped=verdict.capped,
                topic_ignored=_topic_ignored(facts, verdict),
                explanation=self._explanation(facts, verdict, read, judged.layered) if request.explain else b"",
            ),
            session=following,
        )

    def _with_session(
        self, verdict: policy.Verdict, judged: Judged, session: SessionState | None
    ) -> tuple[bool, SessionState | None]:
        if not self._uses_sessions or judged.facts.side_request:
            return False, None
        present, settings = judged.present, self._sessions.escalation
        demanded, failures = escalation.demanded(session, present, settings)
        escalated = demanded is not None and demanded.rank > verdict.level.rank
        if demanded is not None and escalated:
            verdict.level = demanded
            verdict.reasons.append(f"session:failures={failures}=>{demanded}")
        kept = escalation.held(session, verdict.level, present)
        if kept.rank > verdict.level.rank:
            verdict.level = kept
            verdict.reasons.append(f"session:task_continues=>{kept}")
        stores = bool(judged.request.session_key) and not judged.request.stateless
        following = escalation.following(session, verdict.level, present, settings) if stores else None
        if session is None and following is not None and escalation.is_worth_nothing(following):
            following = None  # most first requests: a write to Redis less
        return escalated, following

    def _explanation(self, facts: Facts, verdict: policy.Verdict, read: Read, layered: Layered) -> bytes:
        judged = read.readings[read.found.start :]
        block = analysis.explain(
            facts,
            verdict,
            chars=sum(reading.chars for reading in judged),
            messages=len(judged),
            cap=self._cap,
            topics=layered.concepts,
            rules=self._layers.rule_names(layered),
        )
        return msgspec.json.encode({"analysis": block, "intelligence": self._layers.explain(layered)})

    def _recall(self, raw: bytes) -> _Known:
        """What is known of a raw message; reads it when it is new."""
        key = hash(raw)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        known = self._known[key] = self._meet(key, parse(raw))
        if len(self._known) > self._limit:
            self._known.popitem(last=False)
        return known

    def _meet(self, key: int, message: Message) -> _Known:
        calls = tuple((call.id, tools.kind_of(call)) for call in message.calls)
        known = _Known(key, message.role, message.call_id, calls, {}, message)
        if message.role == "user":
            reading, own, logs = read_user(message)
            shown = f"{own}\n{logs}" if logs else own
            known.read[""] = reading, self._hits(shown.encode("utf-8", "replace"))
            known.heard = self._layers.hear(own)
        elif message.role != "tool":
            known.read[""] = read_other(message), ()
        return known

    @staticmethod
    def _name(known: _Known, raw: bytes, kind: str) -> Reading:
        """Look for the names in a message: they count only where several turns have to be told apart."""
        reading, hits = known.read[kind]
        if reading.may_name:
            reading = with_names(reading, known.message or parse(raw))
            known.read[kind] = reading, hits
        known.named = (*known.named, kind)
        return reading

    def _read_tool(self, known: _Known, raw: bytes, kind: str) -> tuple[Reading, Hits]:
        reading, shown = read_tool(known.message or parse(raw), kind)
        known.read[kind] = found = reading, self._hits(shown)
        return found

    def _hits(self, shown: bytes) -> Hits:
        return self._patterns.hits(shown[:_PATTERN_BYTES])


def _present(read: Read, facts: Facts) -> Present:
    judged = read.readings[read.found.start :]
    again = "still_failing" in read.found.reasons
    failing = facts.failures.kinds > 0 or again
    return Present(
        signals=int(failing),
        failing=failing,
        evidence_hash=_evidence_hash(judged, str(read.found.latest_user) if again else "") if failing else "",
        frame_messages=len(judged),
        frame_hash=read.frame.frame_hash,
        risk=facts.risk.value,
    )


def _evidence_hash(judged: Sequence[Reading], turns: str) -> str:
    """Of the last failure on show: older ones may be out of sight."""
    for at in range(len(judged) - 1, -1, -1):
        if judged[at].evidence.failing or judged[at].inline.failing:
            return digest(f"{at}:{judged[at].whole},{turns}")
    return digest(f",{turns}")


def _with_session_used(report: FrameReport, session: SessionState | None, facts: Facts) -> FrameReport:
    if session is None or facts.side_request:
        return report
    return msgspec.structs.replace(report, session_state_used="task")


def _topic_ignored(facts: Facts, verdict: policy.Verdict) -> bool:
    """A dangerous topic stands in the text and did not lift it."""
    return facts.stakes.production_context and verdict.level.rank < Level.HARD.rank


def _reasons(verdict: policy.Verdict, facts: Facts, read: Read, patterns: Sequence[str]) -> tuple[str, ...]:
    reasons = [*verdict.reasons, *patterns, f"intent:{facts.asked.intent}"]
    reasons.extend(f"evidence:{kind}" for kind in facts.evidence if kind != "none")
    reasons.extend(f"continuation:{reason}" for reason in read.found.reasons)
    return tuple(reason.encode("ascii", "replace").decode() for reason in reasons[:_MAX_REASONS])
