"""The readings of a frame to `Facts`. Each detector is one question asked of the sentences or of the outcomes.

Law: nothing here knows a level. A sentence is asked for concepts only; which concepts make a risk or a difficulty is
written here once, for every language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from services.classifier.core import frame as frames
from services.classifier.core.evidence import Evidence
from services.classifier.core.facts import AgentState, Domain, EvidenceKind, Facts, Intent, Operation, Scope, Signals
from services.classifier.core.reading import Reading, Sentence
from services.classifier.core.tables import VOCABULARY

_of = VOCABULARY.of

CREATE: Final = _of("do_create", "create")
ADD: Final = _of("do_add", "add")
EDIT: Final = _of("do_edit", "edit")
FIX: Final = _of("do_fix", "fix")
INVESTIGATE: Final = _of("do_investigate", "investigate")
TRANSFORM: Final = _of("do_transform", "transform")
REVIEW: Final = _of("do_review", "review")
DESIGN: Final = _of("do_design", "design")
RUN: Final = _of("do_run", "run")
EXPLAIN: Final = _of("do_explain", "explain")
TEXT_WORK: Final = _of("do_text_work", "text_work")
QUESTION: Final = _of("question")
WORK: Final = CREATE | ADD | EDIT | FIX | INVESTIGATE | TRANSFORM | REVIEW | DESIGN | RUN
_HEAD_WORK: Final = _of("do_create", "do_add", "do_edit", "do_fix", "do_investigate", "do_transform", "do_review", "do_design", "do_run")
BUILDING: Final = _of("do_create", "do_add", "create", "add")
TINY: Final = _of("tiny_object")
BUILT: Final = _of("built_object")
BUG: Final = _of("bug_word")
ONE_LINER: Final = _of("one_liner")
REPORT: Final = _of("report")
STARTS: Final = _of("do_starts")

PROD: Final = _of("prod")
NONPROD: Final = _of("nonprod")
PEOPLE: Final = _of("people")
NOW: Final = _of("now")
CLOSED: Final = _of("closed")
HYPOTHETICAL: Final = _of("hypothetical")
CONDITIONAL: Final = _of("conditional")
DESTROY_COMMAND: Final = _of("destroy_command")
DESTROY_VERB: Final = _of("destroy_verb")
STORE: Final = _of("store_asset")
ASSET: Final = _of("data_asset") | STORE
LOSS: Final = _of("loss")
IRREVERSIBLE: Final = _of("irreversible")
LIVE_OPERATION: Final = _of("live_operation")
SECRET: Final = _of("secret_noun")
LEAK: Final = _of("leak_verb")
PUBLIC: Final = _of("public")
REMEDY: Final = _of("remedy")
KEY_MATERIAL: Final = _of("key_material")
OTHERS: Final = _of("others_data")
SEES: Final = _of("sees")
EXPLOITED: Final = _of("exploited")
MONEY_WRONG: Final = _of("money_wrong")
MONEY: Final = _of("money")
DOWN: Final = _of("down")
OUTAGE_WORD: Final = _of("outage_word")
PARTIAL: Final = _of("partial_live")

COUNTED: Final = _of("counted_scope")
FEW: Final = _of("few_units")
WHOLE: Final = _of("whole")
KEEP: Final = _of("keep")
TRADE_OFF: Final = _of("trade_off")
ARCH: Final = _of("arch")
CONSTRAINT: Final = _of("constraint")
HARD_DEFECT: Final = _of("hard_defect")
INTERMITTENT: Final = _of("intermittent")
PERF: Final = _of("perf")
MEASURED: Final = _of("measured")
REPEAT: Final = _of("repeat")
FAILURE_WORD: Final = _of("failure_word")
STRICT: Final = _of("strict_schema")
TOY: Final = _of("toy")
SMALL: Final = _of("small_scope")
SIDE_SYSTEM: Final = _of("side_system")
SIDE_USER: Final = _of("side_user")
STILL: Final = _of("still")


@dataclass(frozen=True, slots=True)
class Said:
    """What the user's turns of the frame say, without courtesies and reports."""

    sentences: tuple[Sentence, ...]
    mask: int
    lead: int
    """Concepts of the opening only."""
    first: Sentence | None
    words: int
    secrets: tuple[str, ...]
    pasted: bool
    media: bool
    real: tuple[Sentence, ...] = ()
    """Sentences that speak of what is, not of what might be or was and is over."""


def detect(
    readings: Sequence[Reading], frame: frames.Frame, *, has_tools: bool, response_format: str, system: Sequence[Reading]
) -> Facts:
    """The facts of a frame."""
    turns = [readings[index] for index in frame.turns]
    said = _said(turns)
    outcomes = _outcomes(readings, frame)
    shown = _shown(turns, said, outcomes)
    asked = _asked(said, shown)
    side = not has_tools and _is_side_request(turns, system)
    return Facts(
        side_request=side,
        courtesy=not said.sentences and not shown.kinds and not said.pasted and not said.media,
        has_tools=has_tools,
        strict_schema=response_format == "json_schema_strict" or bool(said.mask & STRICT),
        **_hardness(said, asked, shown),
        **asked.fields(),
        **_failure_fields(said, shown, outcomes, frame, asked),
        **_stakes(said, asked, shown, outcomes),
        domains=_domains(said),
        scope=_scope(said),
        evidence=_evidence_kinds(said, shown, outcomes, response_format),
    )


def _said(turns: Iterable[Reading]) -> Said:
    turns = list(turns)
    kept = [item for turn in turns for item in turn.sentences if not frames.is_courtesy(item)]
    own = [item for item in kept if not (item.mask & REPORT)] or kept
    mask = lead = 0
    for item in own:
        mask |= item.mask
        lead |= item.mask if item.lead else 0
    first = own[0] if own else None
    spoken = _before_exhibit(own)
    return Said(
        sentences=tuple(own),
        mask=mask,
        lead=lead,
        first=first,
        words=sum(item.words for item in own),
        secrets=tuple(name for turn in turns for name in turn.secrets),
        pasted=any(turn.pasted for turn in turns),
        media=any(turn.media for turn in turns),
        real=tuple(item for item in spoken if not item.mask & (HYPOTHETICAL | CLOSED)),
    )


def _before_exhibit(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """What is said before a text that is only shown: `fix the grammar of this:` and the text."""
    for index, item in enumerate(sentences):
        shows = item.mask & TEXT_WORK or (item.mask & EXPLAIN and not item.mask & (FIX | INVESTIGATE | RUN))
        if shows and index + 1 < len(sentences) and sentences[index + 1].paragraph != item.paragraph:
            return sentences[: index + 1]
        if index and item.paragraph != sentences[0].paragraph:
            break
    return sentences


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the agent's runs in the frame came to."""

    failures: tuple[Evidence, ...]
    """Of runs that failed since the last success."""
    runs: int
    ended_well: bool


def _outcomes(readings: Sequence[Reading], frame: frames.Frame) -> Outcomes:
    failures: list[Evidence] = []
    runs = 0
    well = False
    for reading in readings[frame.start :]:
        if reading.role != "tool":
            continue
        found = reading.evidence
        if found.failing:
            runs += 1
            failures.append(found)
            well = False
        elif found.passed:
            runs += 1
            failures.clear()
            well = True
    return Outcomes(tuple(failures), runs, well)


@dataclass(frozen=True, slots=True)
class Shown:
    """All failures on show, of tools and of pastes, taken together."""

    kinds: frozenset[str]
    names: frozenset[str]
    failed_tests: int
    errors: int
    files: int
    pasted_failure: bool


def _shown(turns: Sequence[Reading], said: Said, outcomes: Outcomes) -> Shown:
    latest = turns[-1] if turns else None
    pasted = [found for turn in turns for found in (turn.evidence, turn.inline) if found.failing]
    if latest is not None and (latest.evidence.passed or outcomes.ended_well) and not latest.evidence.failing:
        pasted = [found for found in pasted if latest.inline is found]
    exhibits = bool(said.first and said.first.mask & (TEXT_WORK | BUILDING) and not said.mask & FIX)
    if exhibits:
        pasted = []
    everything = [*pasted, *outcomes.failures]
    return Shown(
        kinds=frozenset(kind for found in everything for kind in found.kinds),
        names=frozenset(name for found in everything for name in found.names),
        failed_tests=max((found.failed_tests for found in everything), default=0),
        errors=max((found.errors for found in everything), default=0),
        files=max((found.files for found in everything), default=0),
        pasted_failure=bool(pasted),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What kind of request it is."""

    intent: Intent
    operation: Operation
    read_only: bool
    tiny: bool
    ordinary: bool
    builds: bool
    toy: bool
    small: bool

    def fields(self) -> dict[str, object]:
        """As fields of `Facts`."""
        return {name: getattr(self, name) for name in ("intent", "operation", "read_only", "tiny", "ordinary", "builds", "toy", "small")}


def _asked(said: Said, shown: Shown) -> Asked:
    first = said.first
    mask = said.lead
    opening = first.mask if first else 0
    knows = bool(first) and _is_knowledge(first) if first else False
    work = any(item.mask & WORK and not _is_knowledge(item) for item in said.sentences if item.lead)
    text_work = bool(opening & TEXT_WORK)
    one_liner = bool(mask & ONE_LINER) and not mask & (COUNTED | WHOLE) and not opening & STARTS and said.words <= 25
    failing = bool(shown.kinds)
    explains = knows or (bool(opening & EXPLAIN) and not opening & (FIX | CREATE | ADD | TRANSFORM))
    read_only = (explains and not (work and _later_work(said)) and not failing) or text_work
    design = bool(mask & _of("do_design")) or (bool(mask & DESIGN) and not mask & EDIT)
    builds = bool(opening & BUILDING) and not opening & _of("do_fix", "do_investigate")
    tiny = _is_tiny(said, mask)
    operation = _operation(mask, read_only=read_only)
    intent = _intent(said, mask, shown, read_only=read_only, text_work=text_work, design=design)
    ordinary = not read_only and not tiny and not one_liner and _is_ordinary(said, mask, opening)
    return Asked(
        intent=intent, operation=operation, read_only=read_only or (one_liner and not failing), tiny=tiny,
        ordinary=ordinary, builds=builds, toy=bool(said.mask & TOY), small=bool(said.mask & SMALL),
    )


def _is_knowledge(sentence: Sentence) -> bool:
    """A question for knowledge, not a request in the form of one."""
    mask = sentence.mask
    if not mask & QUESTION:
        return False
    return not mask & _HEAD_WORK or bool(mask & _of("one_liner"))


def _later_work(said: Said) -> bool:
    return any(item.mask & _HEAD_WORK and not item.mask & QUESTION for item in said.sentences[1:] if item.lead)


def _is_tiny(said: Said, mask: int) -> bool:
    if mask & (COUNTED | WHOLE | HARD_DEFECT | CREATE & ~_of("create")):
        return False
    touches = bool(mask & (EDIT | ADD | _of("do_fix", "fix")))
    if mask & SMALL and mask & (EDIT | TRANSFORM) and said.words <= 12 and not mask & (BUG | FAILURE_WORD):
        return True
    head = said.first.head if said.first and said.first.head & (EDIT | ADD | FIX) else mask
    return touches and bool(head & TINY) and said.words <= 30 and (not head & BUILT or not head & ADD)


def _is_ordinary(said: Said, mask: int, opening: int) -> bool:
    if mask & (CREATE | TRANSFORM | REVIEW | DESIGN | INVESTIGATE | FIX):
        return True
    if mask & ADD and mask & BUILT:
        return True
    if mask & (ADD | EDIT) and said.words > 8:
        return True
    if mask & (BUG | FAILURE_WORD):
        return True
    return said.words > 14 and bool(mask & WORK)


def _operation(mask: int, *, read_only: bool) -> Operation:
    if read_only:
        return Operation.EXPLAIN_ONLY if mask & EXPLAIN else Operation.READ_ONLY
    for concept, operation in (
        (DESTROY_COMMAND, Operation.DELETE), (DESTROY_VERB & 0, Operation.DELETE), (FIX | INVESTIGATE, Operation.DEBUG),
        (TRANSFORM, Operation.MIGRATE), (CREATE | ADD, Operation.CREATE), (EDIT, Operation.MODIFY), (REVIEW, Operation.VERIFY),
        (LIVE_OPERATION, Operation.DEPLOY), (DESTROY_VERB, Operation.DELETE),
    ):
        if mask & concept:
            return operation
    return Operation.UNKNOWN


def _intent(said: Said, mask: int, shown: Shown, *, read_only: bool, text_work: bool, design: bool) -> Intent:
    if not said.sentences:
        return Intent.FIX_FAILURE if shown.kinds else Intent.CHAT
    if text_work:
        return Intent.SUMMARIZE
    if read_only:
        return Intent.EXPLAIN
    if shown.kinds or mask & FAILURE_WORD and mask & (FIX | INVESTIGATE):
        return Intent.FIX_FAILURE
    for concept, intent in (
        (FIX | INVESTIGATE, Intent.DEBUG), (_of("do_transform", "transform"), Intent.REFACTOR),
        (CREATE, Intent.GENERATE_CODE), (ADD | EDIT, Intent.EDIT_CODE), (REVIEW, Intent.SECURITY_REVIEW if mask & EXPLOITED else Intent.EXPLAIN),
    ):
        if design and mask & (ARCH | TRADE_OFF):
            return Intent.PLAN_MIGRATION if mask & TRANSFORM else Intent.DESIGN_ARCHITECTURE
        if mask & concept:
            return intent
    return Intent.UNKNOWN


def _hardness(said: Said, asked: Asked, shown: Shown) -> dict[str, bool]:
    mask = said.lead
    acts = bool(mask & (FIX | INVESTIGATE | RUN | TRANSFORM | EDIT | CREATE | ADD)) or not asked.read_only
    return {
        "multi_file": _multi_file(said) and not asked.read_only,
        "architecture": _architecture(said),
        "hard_defect": acts and not asked.read_only and _hard_defect(said, asked),
        "measured_performance": acts and not asked.read_only and _measured(said, asked),
        "trade_off_analysis": bool(mask & TRADE_OFF),
    }


def _multi_file(said: Said) -> bool:
    """A change that has to stay consistent across many places."""
    mask = said.lead
    wide = bool(mask & COUNTED) + bool(mask & WHOLE)
    if mask & TRANSFORM and (wide or (mask & FEW and mask & KEEP)):
        return not (mask & SMALL and not mask & KEEP and wide < 2)
    return bool(mask & (EDIT | ADD | CREATE | FIX)) and bool(wide) and bool(mask & KEEP) and said.words > 8


def _architecture(said: Said) -> bool:
    """Design under real constraints, or with options to be weighed."""
    mask = said.lead
    if not mask & (ARCH | DESIGN | TRADE_OFF) or mask & TOY:
        return False
    constraints = sum(bool(item.mask & CONSTRAINT) for item in said.sentences)
    points = bool(mask & ARCH) + bool(mask & TRADE_OFF) + bool(mask & DESIGN) + min(constraints, 2) + bool(mask & MEASURED)
    return constraints > 0 and points >= 4 and said.words >= 12


def _hard_defect(said: Said, asked: Asked) -> bool:
    mask = said.mask
    if asked.builds and not mask & (INTERMITTENT | REPEAT | FAILURE_WORD):
        return False
    if mask & HARD_DEFECT:
        return bool(mask & (FIX | INVESTIGATE | INTERMITTENT | REPEAT | FAILURE_WORD | MEASURED | BUG)) or said.words > 8
    return bool(mask & INTERMITTENT) and bool(mask & (FAILURE_WORD | BUG)) and bool(mask & (MEASURED | REPEAT | PERF) or said.words > 14)


def _measured(said: Said, asked: Asked) -> bool:
    if asked.builds or asked.tiny:
        return False
    mask = said.lead
    if not (mask & PERF and mask & MEASURED):
        return False
    figures = sum(bool(item.mask & MEASURED) for item in said.sentences)
    return said.words > 12 and bool(mask & (FIX | INVESTIGATE | BUG | _of("perf"))) and (figures > 1 or bool(mask & (FIX | INVESTIGATE)))


def _failure_fields(said: Said, shown: Shown, outcomes: Outcomes, frame: frames.Frame, asked: Asked) -> dict[str, object]:
    kinds = shown.kinds
    again = "still_failing" in frame.reasons or ("new_failure" in frame.reasons and len(frame.turns) > 1)
    said_failing = bool(said.mask & (FAILURE_WORD | HARD_DEFECT))
    failing = bool(kinds) or said_failing
    repeated = (again and failing) or (bool(said.mask & REPEAT) and (bool(kinds) or bool(said.mask & FAILURE_WORD))) or len(outcomes.failures) >= 2
    if asked.read_only and not kinds:
        repeated = False
    return {
        "failing_tests": shown.failed_tests if "test" in kinds else 0,
        "stack_trace": "trace" in kinds,
        "compile_errors": max(shown.errors, 1) if "compile" in kinds else 0,
        "compile_files": shown.files,
        "patch_failed": "patch" in kinds,
        "tool_error": bool(kinds & {"ci", "infra", "db", "http"}),
        "hard_outcome": "hard" in kinds,
        "failure_kinds": len(kinds - {"ci"}) or len(kinds),
        "failure_said": bool(said.mask & (FAILURE_WORD | BUG)),
        "failed_runs": len(outcomes.failures),
        "repeated": repeated,
        "agent_state": _agent_state(kinds, outcomes, repeated=repeated),
    }


def _agent_state(kinds: frozenset[str], outcomes: Outcomes, *, repeated: bool) -> AgentState:
    if len(outcomes.failures) >= 3:
        return AgentState.STUCK_LOOP
    if repeated:
        return AgentState.REPEATED_FAILURE
    if not outcomes.failures:
        return AgentState.FIRST_ATTEMPT
    if "patch" in kinds:
        return AgentState.PATCH_FAILED
    return AgentState.TESTS_FAILED if "test" in kinds else AgentState.TOOL_FAILED


def _stakes(said: Said, asked: Asked, shown: Shown, outcomes: Outcomes) -> dict[str, object]:
    mask = said.mask
    prod = bool(mask & PROD)
    safe = bool(mask & NONPROD) and not prod
    subject = _is_subject(said)
    signals = Signals() if safe or subject else Signals(
        outage=_outage(said, shown),
        leak=_leak(said),
        access=_access(said),
        money=_money(said),
        destruction=_destruction(said),
        loss=_loss(said),
        live_failure=_live_failure(said, outcomes, shown),
    )
    return {
        "signals": signals,
        "destructive_action": bool(mask & DESTROY_COMMAND) or bool(mask & DESTROY_VERB and mask & STORE),
        "data_loss": signals.loss > 0,
        "secret_leak": signals.leak > 0,
        "access_impact": signals.access > 0,
        "customer_impact": bool(mask & PEOPLE) and (signals.outage + signals.access + signals.money) > 0,
        "outage": signals.outage > 0,
        "production_context": prod,
        "nonproduction": bool(mask & NONPROD),
    }


def _is_subject(said: Said) -> bool:
    """The dangerous thing is what is written about or built for, not what happens."""
    first = said.first
    if first is None:
        return False
    events = any(item.mask & NOW and item.mask & (DOWN | LEAK | LOSS | MONEY_WRONG | DESTROY_VERB | SEES) for item in said.real)
    if first.mask & TEXT_WORK:
        return True
    if first.mask & BUILDING and not first.mask & (RUN & _of("do_run") & 0):
        builds = first.mask & (BUILT | TINY | TEXT_WORK)
        runs = first.mask & _of("do_run") and first.mask & (DESTROY_COMMAND | DESTROY_VERB)
        return bool(builds) and not runs and not (events and said.sentences and first is not said.real[0] if said.real else False)
    return False


def _asserted(said: Said, *, conditional: bool = False) -> list[Sentence]:
    """Sentences that say what is so: no questions for knowledge, no hypotheses, nothing that is over."""
    return [item for item in said.real if not _is_pure_question(item) and (conditional or not item.mask & CONDITIONAL or item.mask & (PROD | NOW))]


def _is_pure_question(item: Sentence) -> bool:
    return _is_knowledge(item) and not item.mask & NOW


def _over(said: Said) -> bool:
    """The story is closed, and nothing speaks of now."""
    closed = any(item.mask & CLOSED for item in said.sentences)
    return closed and not any(item.mask & NOW and not item.mask & CLOSED for item in said.sentences)


def _union(sentences: Iterable[Sentence]) -> int:
    mask = 0
    for item in sentences:
        mask |= item.mask
    return mask


def _outage(said: Said, shown: Shown) -> int:
    real = _asserted(said)
    down = [item for item in real if item.mask & DOWN]
    if not down or _over(said):
        return 0
    mask = _union(real)
    weight = len(down) >= 2 or bool(shown.kinds) or bool(mask & NOW)
    live = bool(mask & PROD)
    people = bool(_union(down) & PEOPLE or mask & PEOPLE)
    if live:
        return 2 + weight
    return 2 if people and weight else 1


def _leak(said: Said) -> int:
    real = _asserted(said)
    mask = _union(real)
    secret = bool(mask & SECRET) or bool(said.secrets)
    if not secret or not mask & LEAK or _over(said):
        return 0
    together = any(item.mask & (SECRET | KEY_MATERIAL) and item.mask & (LEAK | PUBLIC) for item in real) or bool(said.secrets)
    if not together and not (mask & PUBLIC and mask & SECRET):
        return 0
    second = bool(mask & PUBLIC) + bool(mask & KEY_MATERIAL) + bool(mask & REMEDY) + bool(mask & PROD) + bool(mask & EXPLOITED) + bool(said.secrets)
    return 1 + min(second, 2) if mask & (PUBLIC | EXPLOITED | PROD | KEY_MATERIAL | REMEDY) else 1


def _access(said: Said) -> int:
    real = _asserted(said, conditional=True)
    found = [item for item in real if item.mask & OTHERS and item.mask & SEES]
    mask = _union(real)
    hacked = [item for item in real if item.mask & EXPLOITED and item.mask & (PROD | NOW | PEOPLE | STORE)]
    if _over(said) or not (found or hacked):
        return 0
    second = bool(mask & PEOPLE) + bool(mask & PROD) + bool(mask & NOW) + bool(mask & EXPLOITED)
    return 1 + min(second, 2)


def _money(said: Said) -> int:
    real = _asserted(said, conditional=True)
    wrong = [item for item in real if item.mask & MONEY_WRONG]
    if not wrong or _over(said):
        return 0
    mask = _union(real)
    return 1 + bool(mask & PEOPLE) + bool(mask & (PROD | NOW))


def _destruction(said: Said) -> int:
    best = 0
    mask = _union(said.real)
    for item in said.real:
        if _is_pure_question(item) or (item.mask & CONDITIONAL and not item.mask & NOW):
            continue
        command = bool(item.mask & DESTROY_COMMAND)
        verb = bool(item.mask & DESTROY_VERB)
        strong = command or (verb and item.mask & STORE)
        weak = verb and item.mask & ASSET
        live_here = bool(item.mask & PROD)
        live = live_here or (bool(mask & PROD) and bool(strong))
        edits = bool(item.mask & TINY) and not command and not item.mask & STORE
        if edits:
            continue
        if strong and live:
            best = max(best, 2 + bool(mask & (LOSS | IRREVERSIBLE | PEOPLE)))
        elif weak and live_here and mask & (LOSS | IRREVERSIBLE | NOW | PEOPLE):
            best = max(best, 2)
        elif strong and mask & (LOSS | IRREVERSIBLE) and mask & PEOPLE:
            best = max(best, 2)
        elif strong or weak:
            best = max(best, 1 if live_here or mask & (LOSS | IRREVERSIBLE) else 0)
    return best


def _loss(said: Said) -> int:
    real = _asserted(said)
    lost = [item for item in real if item.mask & LOSS]
    if not lost or _over(said):
        return 0
    mask = _union(real)
    happened = bool(mask & NOW)
    assets = bool(mask & ASSET)
    context = bool(mask & PROD) + bool(mask & PEOPLE)
    if not assets or not (happened or mask & DESTROY_VERB or mask & DESTROY_COMMAND):
        return 0
    return 1 + min(context, 2)


def _live_failure(said: Said, outcomes: Outcomes, shown: Shown) -> int:
    mask = _union(said.real)
    operates = bool(mask & LIVE_OPERATION) or (bool(mask & PROD) and bool(mask & (RUN | PARTIAL)))
    if not (operates and mask & PROD):
        return 0
    broke = bool(outcomes.failures) or bool(mask & PARTIAL) or (bool(shown.kinds) and bool(mask & PARTIAL))
    return 1 + bool(broke) if broke else 0


def _is_side_request(turns: Sequence[Reading], system: Sequence[Reading]) -> bool:
    if any(reading.mask & SIDE_SYSTEM for reading in system):
        return True
    return any(item.mask & SIDE_USER for turn in turns for item in turn.sentences[:3])


_DOMAIN_CONCEPTS: Final = (
    (Domain.SECRETS, SECRET), (Domain.PAYMENT, MONEY), (Domain.DATABASE, STORE), (Domain.DEPLOYMENT, PROD), (Domain.SECURITY, EXPLOITED | OTHERS),
)


def _domains(said: Said) -> tuple[Domain, ...]:
    found = tuple(domain for domain, concept in _DOMAIN_CONCEPTS if said.mask & concept)
    return found or (Domain.UNKNOWN,)


def _scope(said: Said) -> Scope:
    mask = said.lead
    if mask & ARCH and mask & (DESIGN | TRADE_OFF):
        return Scope.SYSTEM_DESIGN
    for concept, scope in ((WHOLE, Scope.REPO_WIDE), (COUNTED | FEW, Scope.MULTI_FILE), (SMALL, Scope.ONE_FILE), (TINY, Scope.TINY)):
        if mask & concept:
            return scope
    return Scope.UNKNOWN


def _evidence_kinds(said: Said, shown: Shown, outcomes: Outcomes, response_format: str) -> tuple[EvidenceKind, ...]:
    found = [
        kind for kind, there in (
            (EvidenceKind.CODE_BLOCK, said.pasted and not shown.kinds),
            (EvidenceKind.STACK_TRACE, "trace" in shown.kinds),
            (EvidenceKind.TEST_FAILURE, "test" in shown.kinds),
            (EvidenceKind.COMPILE_ERROR, "compile" in shown.kinds),
            (EvidenceKind.PATCH, "patch" in shown.kinds),
            (EvidenceKind.TOOL_ERROR, bool(outcomes.failures)),
            (EvidenceKind.LOGS, bool(shown.kinds & {"ci", "infra", "db", "http"})),
            (EvidenceKind.JSON_SCHEMA, response_format.startswith("json_schema")),
            (EvidenceKind.TOOL_CALLS, outcomes.runs > 0),
            (EvidenceKind.REPEATED_FAILURE, len(outcomes.failures) >= 2),
        ) if there
    ]
    return tuple(found) or (EvidenceKind.NONE,)
