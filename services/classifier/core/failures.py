"""What failed, as facts: shown by tools, pasted, or said; once or again."""

from typing import Final

from services.classifier.core import marks
from services.classifier.core.conversation import Conversation
from services.classifier.core.facts import AgentState, Asked, Failures
from services.classifier.core.frame import Frame
from services.classifier.core.grammar import GRAMMAR
from services.classifier.core.said import FEW, Said, asserted
from services.classifier.core.shown import Outcomes, Shown

_STUCK_RUNS: Final = 3
_REPEATED_RUNS: Final = 2
_OF_TOOLS: Final = frozenset({"ci", "infra", "db", "http"})


def count(said: Said, asked: Asked, shown: Shown, outcomes: Outcomes, frame: Frame, readings: Conversation) -> Failures:
    """The failures of a frame."""
    kinds = shown.kinds
    repeated = _repeated(said, asked, shown, outcomes, frame, readings) and (not asked.read_only or bool(kinds))
    return Failures(
        failing_tests=shown.failed_tests if "test" in kinds else 0,
        stack_trace="trace" in kinds and not _is_own_assertion(shown),
        compile_errors=max(shown.errors, 1) if "compile" in kinds else 0,
        compile_files=shown.files,
        patch_failed="patch" in kinds,
        tool_error=bool(kinds & _OF_TOOLS),
        hard_outcome="hard" in kinds,
        kinds=len(kinds - {"ci"}) or len(kinds),
        said=bool(said.mask & (marks.FAILURE_WORD | marks.BUG)),
        runs=len(outcomes.failures),
        repeated=repeated,
        agent_state=_agent_state(kinds, outcomes, repeated=repeated),
    )


_FRAMES: Final = frozenset(
    {"python", "python_frame", "python_error", "js_frame", "java_frame", "ruby_frame", "dotnet_frame", "rust_panic"}
)
_ASSERTIONS: Final = frozenset(
    {"assertion", "cypress_case", "junit_assert", "cargo_assert", "dotnet_case", "swift_case", "phpunit_case", "mocha"}
)


def _is_own_assertion(shown: Shown) -> bool:
    """One test failed and the trace is that of its assertion: one signal, not two."""
    traces = {name for name in shown.names if GRAMMAR.kinds[name] == "trace"}
    return shown.failed_tests <= 1 and bool(shown.names & _ASSERTIONS) and traces <= _FRAMES


def _repeated(said: Said, asked: Asked, shown: Shown, outcomes: Outcomes, frame: Frame, readings: Conversation) -> bool:
    """It failed again: the user says so of a failure, or two runs failed with nothing mended between them."""
    if outcomes.mended:
        return False
    if len(outcomes.failures) >= _REPEATED_RUNS:
        return True
    failing = bool(shown.kinds) or bool(said.mask & (marks.FAILURE_WORD | marks.HARD_DEFECT))
    if "still_failing" in frame.reasons and failing:
        return True
    if "new_failure" in frame.reasons and len(frame.turns) > 1 and _failed_before(readings, frame):
        return True
    return not asked.builds and _says_again(said, shown)


def _says_again(said: Said, shown: Shown) -> bool:
    """Sentences say that it failed again, or did before what is shown: "up to 3 tries" and "since Monday" beside other things do not."""
    told = asserted(said.sentences)
    about_it = bool(shown.kinds) and len(told) <= FEW
    return any(item.mask & marks.REPEAT and (about_it or item.mask & marks.FAILURE_WORD) for item in told)


def _failed_before(readings: Conversation, frame: Frame) -> bool:
    """What the latest turn goes on with had failed already."""
    failing = marks.FAILURE_WORD | marks.HARD_DEFECT | marks.DOWN
    before = range(frame.latest_user - 1, frame.start - 1, -1)
    if any(readings[index].mask & failing for index in before if readings.roles[index] == "user"):
        return True
    return any(readings.findings(index).failing for index in before if index not in frame.far)


def _agent_state(kinds: frozenset[str], outcomes: Outcomes, *, repeated: bool) -> AgentState:
    if len(outcomes.failures) >= _STUCK_RUNS:
        return AgentState.STUCK_LOOP
    if repeated:
        return AgentState.REPEATED_FAILURE
    if not outcomes.failures:
        return AgentState.FIRST_ATTEMPT
    if "patch" in kinds:
        return AgentState.PATCH_FAILED
    return AgentState.TESTS_FAILED if "test" in kinds else AgentState.TOOL_FAILED
