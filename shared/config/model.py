"""The sections of router.yaml that the gateway lives by, field by field. Judgement is in `judgement`."""

from typing import Annotated, Any, Literal

import msgspec

from shared.config.judgement import Intelligence, Pattern, Rules, Scoring, Thresholds
from shared.config.layers import Section
from shared.level import Level

Count = Annotated[int, msgspec.Meta(ge=1, le=1 << 40)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e9)]
Interval = Annotated[float, msgspec.Meta(gt=0, le=1e9)]


class OpenRouter(Section, frozen=True, kw_only=True):
    """Where requests go, and as whom."""

    base_url: str = "https://openrouter.ai/api/v1"
    api_key_env: str = "OPENROUTER_API_KEY"
    """Name of the environment variable that holds the key; never the key itself."""
    api_key_file: str = "/dispatch.env"
    """A file in .env syntax; wins over the variable when it holds a valid key."""
    validate_models_on_start: bool = False
    http_referer: str = "https://github.com/dispatch-router/dispatch"
    site_title: str = "Dispatch"
    connect_timeout_seconds: Interval = 10.0
    idle_timeout_seconds: Seconds = 600.0
    """Longest silence of the upstream inside one answer, 0 for no limit. There is no limit on the whole."""


class Server(Section, frozen=True, kw_only=True):
    """The gateway's own HTTP side."""

    listen: str = ":18087"
    max_body_size: Count = 26_214_400
    """Bytes, after decompression."""
    read_timeout_seconds: Seconds = 30.0
    """Longest wait for a whole request body, 0 for no limit."""
    write_timeout_seconds: Seconds = 0.0
    """Longest wait for a client that does not read, 0 for no limit."""
    drain_seconds: Seconds = 600.0
    """How long running answers may go on after SIGTERM."""
    drain_announce_seconds: Seconds = 5.0
    """How long to keep accepting after readiness turned 503, so that a balancer can notice: two probes of the usual kind.
    Not waited for under `dispatch up`, which keeps the socket."""
    cors_origins: tuple[str, ...] = ()
    """Origins of web pages that may call the gateway from a browser."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names of this gateway, besides addresses and localhost. Empty: any, but for web pages."""


class Provider(Section, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """OpenRouter's provider settings; a field that is left out stays the client's.

    The list is closed because OpenRouter refuses other fields (provider-selection page, schema with additionalProperties false).
    """

    order: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow_fallbacks: bool | None = None
    require_parameters: bool | None = None
    data_collection: Literal["allow", "deny"] | None = None
    zdr: bool | None = None
    enforce_distillable_text: bool | None = None
    quantizations: tuple[str, ...] = ()
    sort: Literal["price", "throughput", "latency"] | dict[str, Any] | None = None
    preferred_min_throughput: float | dict[str, float] | None = None
    preferred_max_latency: float | dict[str, float] | None = None
    max_price: dict[str, float] | None = None


class ModelProfile(Section, frozen=True, kw_only=True):
    """A named model with its provider settings."""

    id: str
    provider: Provider = Provider()


class LevelTarget(Section, frozen=True, kw_only=True):
    """Where a level goes: a profile by name, or a model of its own."""

    use: str | None = None
    model: str | None = None
    provider: Provider | None = None


class Levels(Section, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One target for each level."""

    easy: LevelTarget = LevelTarget()
    medium: LevelTarget = LevelTarget()
    hard: LevelTarget = LevelTarget()
    critical: LevelTarget = LevelTarget()


class Classifier(Section, frozen=True, kw_only=True):
    """How the gateway asks for a level."""

    timeout_ms: Count = 1500
    """Deadline of one question."""
    fallback_level: Level = Level.HARD
    """The level when no answer comes in time."""
    queue_limit: Count = 1000
    """Questions that may wait at once; one more is answered by the fallback level."""
    max_in_flight_bytes: Count = 134_217_728
    """Message bytes one gateway may have out for judging at once."""
    look_back_bytes: Count = 131_072
    """Of a longer conversation, so much of the agent's newest steps is judged, and every turn of the user."""
    message_cache_entries: Annotated[int, msgspec.Meta(ge=0)] = 4096
    """Judged messages a worker remembers by content, so that resent history is not judged again."""


class Debug(Section, frozen=True, kw_only=True):
    """What can be seen from outside."""

    log_level: Literal["debug", "info", "warn", "error"] = "info"
    log_prompts: bool = False
    log_metadata: bool = True
    log_decisions: bool = True
    trace_requests: bool = False
    set_response_headers: bool = True
    request_index_enabled: bool = True
    request_index_size: Count = 500
    feedback_enabled: bool = False
    feedback_path: str = "/config/feedback.jsonl"


class ConfigReload(Section, frozen=True, kw_only=True):
    """Watching router.yaml and the key file."""

    enabled: bool = True
    poll_interval_seconds: Interval = 3.0
    fail_requests_when_degraded: bool = True


class Config(Section, frozen=True, kw_only=True):
    """The whole of router.yaml."""

    openrouter: OpenRouter = OpenRouter()
    server: Server = Server()
    model_profiles: dict[str, ModelProfile] = msgspec.field(default_factory=dict)
    levels: Levels
    thresholds: Thresholds = Thresholds()
    scoring: Scoring = Scoring()
    patterns: tuple[Pattern, ...] = ()
    rules: Rules = Rules()
    intelligence: Intelligence = Intelligence()
    classifier: Classifier = Classifier()
    debug: Debug = Debug()
    config_reload: ConfigReload = ConfigReload()
