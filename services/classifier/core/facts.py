"""What a frame is about, as values: closed sets and one frozen `Facts`. Gates and floors see nothing else."""

from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What the user wants."""

    CHAT = "chat"
    EXPLAIN = "explain"
    SUMMARIZE = "summarize"
    GENERATE_CODE = "generate_code"
    EDIT_CODE = "edit_code"
    DEBUG = "debug"
    FIX_FAILURE = "fix_failure"
    REFACTOR = "refactor"
    DESIGN_ARCHITECTURE = "design_architecture"
    PLAN_MIGRATION = "plan_migration"
    SECURITY_REVIEW = "security_review"
    INCIDENT_RESPONSE = "incident_response"
    UNKNOWN = "unknown"


class Operation(StrEnum):
    """What it does to the world."""

    READ_ONLY = "read_only"
    EXPLAIN_ONLY = "explain_only"
    CREATE = "create"
    MODIFY = "modify"
    DELETE = "delete"
    MIGRATE = "migrate"
    ROLLBACK = "rollback"
    DEPLOY = "deploy"
    DEBUG = "debug"
    VERIFY = "verify"
    UNKNOWN = "unknown"


class Domain(StrEnum):
    """What it touches. Never a reason to escalate."""

    CODE = "code"
    TESTS = "tests"
    CONFIG = "config"
    DATABASE = "database"
    INFRA = "infra"
    AUTH = "auth"
    PAYMENT = "payment"
    SECURITY = "security"
    SECRETS = "secrets"
    DEPLOYMENT = "deployment"
    DOCS = "docs"
    UI = "ui"
    UNKNOWN = "unknown"


class Scope(StrEnum):
    """How far it reaches."""

    TINY = "tiny"
    ONE_FILE = "one_file"
    MULTI_FILE = "multi_file"
    REPO_WIDE = "repo_wide"
    SYSTEM_DESIGN = "system_design"
    UNKNOWN = "unknown"


class EvidenceKind(StrEnum):
    """What was shown."""

    CODE_BLOCK = "code_block"
    DIFF = "diff"
    PATCH = "patch"
    STACK_TRACE = "stack_trace"
    TEST_FAILURE = "test_failure"
    COMPILE_ERROR = "compile_error"
    TOOL_ERROR = "tool_error"
    LOGS = "logs"
    JSON_SCHEMA = "json_schema"
    TOOL_CALLS = "tool_calls"
    REPEATED_FAILURE = "repeated_failure"
    NONE = "none"


class Risk(StrEnum):
    """What a mistake would cost."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class AgentState(StrEnum):
    """How the agent is doing."""

    FIRST_ATTEMPT = "first_attempt"
    TOOL_FAILED = "tool_failed"
    TESTS_FAILED = "tests_failed"
    PATCH_FAILED = "patch_failed"
    REPEATED_FAILURE = "repeated_failure"
    STUCK_LOOP = "stuck_loop"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Risk as structure: which signals of an event stand in the text as real. Numbers count independent ones."""

    outage: int = 0
    leak: int = 0
    access: int = 0
    money: int = 0
    destruction: int = 0
    loss: int = 0
    live_failure: int = 0
    """An operation on a live system that failed while it ran."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that is decided on."""

    intent: Intent = Intent.UNKNOWN
    operation: Operation = Operation.UNKNOWN
    domains: tuple[Domain, ...] = ()
    scope: Scope = Scope.UNKNOWN
    evidence: tuple[EvidenceKind, ...] = ()
    agent_state: AgentState = AgentState.UNKNOWN
    signals: Signals = Signals()
    # what is asked
    side_request: bool = False
    courtesy: bool = False
    read_only: bool = False
    """Only to be looked at, explained or put into other words."""
    tiny: bool = False
    ordinary: bool = False
    """Programming work of the usual kind."""
    builds: bool = False
    """Makes or changes an artefact; what it is about is its subject, not an event."""
    toy: bool = False
    small: bool = False
    # how hard it is
    multi_file: bool = False
    architecture: bool = False
    hard_defect: bool = False
    measured_performance: bool = False
    strict_schema: bool = False
    has_tools: bool = False
    # what failed
    failing_tests: int = 0
    stack_trace: bool = False
    compile_errors: int = 0
    compile_files: int = 0
    patch_failed: bool = False
    tool_error: bool = False
    hard_outcome: bool = False
    failure_kinds: int = 0
    """Independent kinds of failure that are shown."""
    failure_said: bool = False
    """The user says that something fails."""
    failed_runs: int = 0
    """Runs of the agent that failed since the last success."""
    repeated: bool = False
    """It failed again after something was tried."""
    # what is at stake
    destructive_action: bool = False
    data_loss: bool = False
    secret_leak: bool = False
    access_impact: bool = False
    customer_impact: bool = False
    outage: bool = False
    production_context: bool = False
    nonproduction: bool = False
    trade_off_analysis: bool = False

    @property
    def shows_failure(self) -> bool:
        """A failure is shown, not only said."""
        return self.failure_kinds > 0

    @property
    def risk(self) -> Risk:
        """How much is at stake, by the strongest chain of signals."""
        values = self.signals
        most = max(values.outage, values.leak, values.access, values.money, values.destruction, values.loss, values.live_failure)
        if most >= 2:
            return Risk.CRITICAL
        if most == 1:
            return Risk.HIGH if self.production_context else Risk.MEDIUM
        return Risk.LOW if self.production_context or self.destructive_action else Risk.NONE
