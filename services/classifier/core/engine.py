"""`Engine`: one compiled config that judges requests. Read `classify` from top to bottom: each line is a stage.

The only state is what is recalled of messages (`recall.py`). It changes no decision.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from services.classifier.core import analysis, detectors, escalation, frame, policy
from services.classifier.core.about import About, about_of
from services.classifier.core.escalation import Present, SessionState
from services.classifier.core.facts import Facts
from services.classifier.core.frame import Frame
from services.classifier.core.layers import Layered, Layers, asked
from services.classifier.core.messages import MAX_MESSAGES, cut
from services.classifier.core.reading import How, digest
from services.classifier.core.recall import Recall, Recalled
from services.classifier.core.scoring import PatternTable, Scored, level_of
from shared.config.snapshot import Snapshot
from shared.level import Level
from shared.protocol import ClassifyRequest, Decision, FrameReport

_MAX_REASONS: Final = 40


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """A decision and the session state to store; None leaves the stored one as it is."""

    decision: Decision
    session: SessionState | None = None


class Read(msgspec.Struct, frozen=True, gc=False):
    """The messages of a request, and the active task in them."""

    frame: FrameReport
    """`frame.task_key` names the session state to load."""
    messages: Recalled
    found: Frame


class Judged(msgspec.Struct, frozen=True, gc=False):
    """A request judged by what it brings, before its session is asked: whatever that remembers, this stays. It holds no message."""

    request: ClassifyRequest
    frame: FrameReport
    facts: Facts
    scored: Scored
    verdict: policy.Verdict
    layered: Layered
    present: Present
    about: About | None
    """When the decision is explained."""


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
        self._recall = Recall(
            self._patterns,
            self._layers,
            config.classifier.message_cache_entries,
            How(
                asides="asides" not in self._disabled,
                slips="slips" not in self._disabled,
                events="told_events" not in self._disabled,
            ),
        )

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
        """Find the active task, so that its session state can be loaded."""
        raws = cut(request.messages)
        offset = max(len(raws) - MAX_MESSAGES, 0)
        messages = Recalled([*raws[:1], *raws[offset:]] if offset else raws, self._recall)
        active = frame.find(messages, messages.goes_on if self._learns_turns else None)
        report = frame.report(
            active, messages, task_key=request.task_key, left_out=max(offset - 1, 0), explain=request.explain
        )
        return Read(report, messages, active)

    def classify(self, request: ClassifyRequest, session: SessionState | None = None) -> Outcome:
        """Judge a request whose task is in this state."""
        return self.conclude(self.judge(request), session)

    def judge(self, request: ClassifyRequest) -> Judged:
        """All of the judgement that no session has a part in: nearly all of its cost."""
        read = self.read(request)
        facts = detectors.detect(
            read.messages, read.found, has_tools=request.has_tools, response_format=request.response_format
        )
        scored = self._patterns.score(
            [
                read.messages.hits(index, pastes=index not in read.found.far)
                for index in range(read.found.start, len(read.messages.roles))
            ],
            tools=request.tool_names,
            has_tools=request.has_tools,
            response_format=request.response_format,
        )
        wanted, forced = level_of(scored.scores, self._config.thresholds)
        _, profile = self._layers.profile(request.profile)
        unsure = self._layers.unsure_below(profile)
        verdict = policy.judge(facts, wanted, forced=forced, disabled=self._disabled, cap=self._cap, unsure=unsure)
        heard = [read.messages.heard(index) for index in asked(read.found.turns)]
        layered = self._layers.apply(verdict, facts, heard, request.profile)
        about = _about(read, facts) if request.explain else None
        return Judged(request, read.frame, facts, scored, verdict, layered, _present(read, facts), about)

    def conclude(self, judged: Judged, session: SessionState | None = None) -> Outcome:
        """The decision with what the session remembers of the task. The same `judged` can be concluded again with another state."""
        facts = judged.facts
        verdict = msgspec.structs.replace(judged.verdict, reasons=[*judged.verdict.reasons])
        escalated, following = self._with_session(verdict, judged, session)
        fired = [f"+{pattern.dimension}: {pattern.reason or pattern.id}" for pattern in judged.scored.fired]
        return Outcome(
            decision=Decision(
                level=verdict.level,
                confidence=round(verdict.confidence, 2),
                scores=judged.scored.scores,
                reasons=_reasons(verdict, judged, fired),
                frame=_with_session_used(judged.frame, session, facts),
                critical_gate=verdict.gate,
                session_escalated=escalated,
                length_capped=verdict.capped,
                topic_ignored=_topic_ignored(facts, verdict),
                explanation=self._explanation(verdict, judged, judged.about) if judged.about else b"",
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

    def _explanation(self, verdict: policy.Verdict, judged: Judged, about: About) -> bytes:
        block = analysis.explain(
            judged.facts,
            verdict,
            about,
            messages=judged.frame.included_messages,
            cap=self._cap,
            topics=judged.layered.concepts,
            rules=self._layers.rule_names(judged.layered),
        )
        return msgspec.json.encode({"analysis": block, "intelligence": self._layers.explain(judged.layered)})


def _about(read: Read, facts: Facts) -> About:
    chars = sum(read.messages[index].chars for index in range(read.found.start, len(read.messages.roles)))
    return about_of(facts, [read.messages.parted(index) for index in read.found.turns], chars=chars)


def _present(read: Read, facts: Facts) -> Present:
    again = "still_failing" in read.found.reasons
    failing = facts.failures.kinds > 0 or again
    return Present(
        signals=int(failing),
        failing=failing,
        evidence_hash=_evidence_hash(read, str(read.found.latest_user) if again else "") if failing else "",
        frame_messages=read.frame.included_messages,
        frame_hash=read.frame.frame_hash,
        risk=facts.risk.value,
    )


def _evidence_hash(read: Read, turns: str) -> str:
    """Of the last failure on show: older ones may be out of sight."""
    messages, start = read.messages, read.found.start
    for index in range(len(messages.roles) - 1, start - 1, -1):
        if index not in read.found.far and messages.findings(index).failing:
            return digest(f"{index - start}:{messages.whole(index)},{turns}")
    return digest(f",{turns}")


def _with_session_used(report: FrameReport, session: SessionState | None, facts: Facts) -> FrameReport:
    if session is None or facts.side_request:
        return report
    return msgspec.structs.replace(report, session_state_used="task")


def _topic_ignored(facts: Facts, verdict: policy.Verdict) -> bool:
    """A dangerous topic stands in the text and did not lift it."""
    return facts.stakes.production_context and verdict.level.rank < Level.HARD.rank


def _reasons(verdict: policy.Verdict, judged: Judged, patterns: Sequence[str]) -> tuple[str, ...]:
    reasons = [*verdict.reasons, *patterns, f"intent:{judged.facts.asked.intent}"]
    reasons.extend(f"evidence:{kind}" for kind in judged.facts.evidence if kind != "none")
    reasons.extend(f"continuation:{reason}" for reason in judged.frame.continuation_reasons)
    if judged.facts.asides:
        reasons.append(f"asides:{judged.facts.asides}")
    if judged.facts.stakes.told:
        reasons.append(f"told_events:{judged.facts.stakes.told}")
    if judged.facts.slips:
        reasons.append(f"slips:{judged.facts.slips}")
    return tuple(reason.encode("ascii", "replace").decode() for reason in reasons[:_MAX_REASONS])
