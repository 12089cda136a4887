"""What a frame is about, as values: closed sets and one frozen `Facts`. Gates and floors see nothing else."""

from enum import StrEnum

import msgspec

from services.classifier.core.learned import Feature, Spoken


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


class Signals(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Risk as structure: which signals of an event stand in the text as real. Numbers count independent ones."""

    outage: int = 0
    leak: int = 0
    access: int = 0
    money: int = 0
    destruction: int = 0
    loss: int = 0
    live_failure: int = 0
    """An operation on a live system that failed while it ran."""

    @property
    def strongest(self) -> int:
        """The most signals that one event has."""
        return max(self.incident, self.destruction)

    @property
    def incident(self) -> int:
        """The most signals of an event that has happened; what is only ordered is none."""
        return max(self.outage, self.leak, self.access, self.money, self.loss, self.live_failure)


class Asked(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What kind of request it is."""

    intent: Intent = Intent.UNKNOWN
    operation: Operation = Operation.UNKNOWN
    read_only: bool = False
    """Only to be looked at, explained or put into other words."""
    tiny: bool = False
    """One mechanical change."""
    ordinary: bool = False
    """Programming work of the usual kind."""
    builds: bool = False
    """Makes an artefact; what it is about is its subject, not an event."""
    toy: bool = False
    small: bool = False
    """Speaks of one function, one file, something simple."""


class Hardness(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How hard the work is by its nature."""

    multi_file: bool = False
    architecture: bool = False
    hard_defect: bool = False
    measured_performance: bool = False
    trade_off_analysis: bool = False
    strict_schema: bool = False
    has_tools: bool = False


class Failures(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What failed and was not mended since."""

    failing_tests: int = 0
    stack_trace: bool = False
    compile_errors: int = 0
    compile_files: int = 0
    patch_failed: bool = False
    tool_error: bool = False
    hard_outcome: bool = False
    """A race detector, a sanitizer or a deadlock report."""
    kinds: int = 0
    """Independent kinds of failure that are shown."""
    said: bool = False
    """The user says that something fails."""
    runs: int = 0
    """Runs of the agent that failed since the last success."""
    repeated: bool = False
    """It failed again after something was tried."""
    agent_state: AgentState = AgentState.UNKNOWN


class Stakes(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is at stake."""

    signals: Signals = Signals()
    destructive_action: bool = False
    customer_impact: bool = False
    production_context: bool = False
    nonproduction: bool = False
    told: int = 0
    """Sentences that name an event and only tell of it."""


class Facts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everything that is decided on."""

    asked: Asked = Asked()
    hardness: Hardness = Hardness()
    failures: Failures = Failures()
    stakes: Stakes = Stakes()
    side_request: bool = False
    """The client asks on its own: a title, a summary."""
    courtesy: bool = False
    """Nothing but a greeting, thanks or yes."""
    unread: bool = False
    """Several sentences in which no concept at all is known: a language or a manner the rules do not speak."""
    asides: int = 0
    """Sentences that were left out, since they tell nothing of what is asked."""
    slips: int = 0
    """Slips of typing that were mended."""
    domains: tuple[Domain, ...] = ()
    scope: Scope = Scope.UNKNOWN
    evidence: tuple[EvidenceKind, ...] = ()
    features: tuple[Feature, ...] = ()
    """What the learned layer is asked about."""
    spoken: tuple[Spoken, ...] = ()
    """What the user's sentences weigh in it, each."""

    @property
    def risk(self) -> Risk:
        """How much is at stake, by the event with the most signals."""
        stakes, strongest = self.stakes, self.stakes.signals.strongest
        if strongest > 1:
            return Risk.CRITICAL
        if strongest:
            return Risk.HIGH if stakes.production_context else Risk.MEDIUM
        return Risk.LOW if stakes.production_context or stakes.destructive_action else Risk.NONE
