"""What must hold between the keys of a config: one small check per rule, every problem reported.

Law: a check yields "path: what is wrong and what would be right" and knows nothing of the other checks.
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from shared.config.decode import nearest
from shared.config.exemplars import unknown_evidence
from shared.config.judgement import RULE_IDS, unknown_rules
from shared.config.model import Config
from shared.config.regex import RegexError, compile_pattern
from shared.level import LEVELS, Level


def validate(config: Config) -> list[str]:
    """Every problem of a decoded config, in the order of the file's sections."""
    return [problem for check in CHECKS for problem in check(config)]


def warnings(config: Config) -> list[str]:
    """What is allowed but probably not meant."""
    return [warning for check in WARNINGS for warning in check(config)]


def _base_url(config: Config) -> Iterator[str]:
    if not _is_plain_address(config.openrouter.base_url):
        yield (
            "openrouter.base_url: must be an http:// or https:// address without user, query and fragment, "
            "such as https://openrouter.ai/api/v1"
        )


def _is_plain_address(text: str) -> bool:
    try:
        url = urlsplit(text)
        return (
            url.scheme in ("http", "https")
            and bool(url.hostname)
            and url.port != 0
            and text.isprintable()
            and not any(char in text for char in " @?#")
        )
    except ValueError:
        return False


def _key_is_not_a_name(config: Config) -> Iterator[str]:
    if config.openrouter.api_key_env.startswith("sk-"):
        yield "openrouter.api_key_env: takes the NAME of an environment variable, and this looks like a key; take it out of the file"


def _attribution_headers(config: Config) -> Iterator[str]:
    for name in ("http_referer", "site_title"):
        value = getattr(config.openrouter, name)
        if not value.isascii() or any(ord(char) < 32 for char in value):
            yield f"openrouter.{name}: travels as an HTTP header and must be plain ASCII on one line"


def _listen(config: Config) -> Iterator[str]:
    _, colon, port = config.server.listen.rpartition(":")
    if not colon or not port.isdecimal() or not port.isascii() or int(port[:6]) > 65535:
        yield 'server.listen: must be "HOST:PORT" or ":PORT" with a port from 0 to 65535, such as ":18087"'


def _allowed_hosts(config: Config) -> Iterator[str]:
    for name in config.server.allowed_hosts:
        if not name or not name.isascii() or not name.isprintable() or any(char in name for char in " :/*@"):
            yield f"server.allowed_hosts: takes host names such as dispatch.example.com, without scheme, port and wildcard (found {name[:60]!r})"


def _level_targets(config: Config) -> Iterator[str]:
    for level in LEVELS:
        target = getattr(config.levels, level.value)
        if (target.use is None) == (target.model is None):
            found = "both" if target.use is not None else "neither"
            yield f"levels.{level}: has {found} of `use` and `model`; give exactly one"
        if target.use is not None and target.use not in config.model_profiles:
            known = ", ".join(config.model_profiles) or "none are defined"
            yield f"levels.{level}.use: unknown profile `{target.use}`; model_profiles has: {known}"
        if target.model is not None and not target.model.strip():
            yield f"levels.{level}.model: is empty; name a model such as deepseek/deepseek-v4-flash"
        if target.use is not None and target.provider is not None:
            yield f"levels.{level}.provider: goes with `model`; the profile `{target.use}` brings its own"


def _profile_ids(config: Config) -> Iterator[str]:
    for name, profile in config.model_profiles.items():
        if not profile.id.strip():
            yield f"model_profiles.{name}.id: is empty; name a model such as deepseek/deepseek-v4-flash"


def _threshold_order(config: Config) -> Iterator[str]:
    limits = config.thresholds
    steps = limits.easy, limits.easy_max, limits.medium_max, limits.hard_max
    if not steps[0] < steps[1] < steps[2] < steps[3]:
        found = ", ".join(f"{step:g}" for step in steps)
        yield f"thresholds: must rise: easy, easy_max, medium_max, hard_max (found {found})"
    if limits.risk_hard_floor > limits.risk_critical_override:
        yield (
            f"thresholds.risk_hard_floor: must not be above risk_critical_override "
            f"(found {limits.risk_hard_floor:g} and {limits.risk_critical_override:g})"
        )


def _pattern_ids(config: Config) -> Iterator[str]:
    first: dict[str, int] = {}
    for index, pattern in enumerate(config.patterns):
        before = first.setdefault(pattern.id, index)
        if not pattern.id.strip():
            yield f"patterns[{index}].id: is empty; give it a name"
        elif before != index:
            yield f"patterns[{index}].id: `{pattern.id}` is the id of patterns[{before}] already; ids must differ"


def _pattern_matchers(config: Config) -> Iterator[str]:
    for index, pattern in enumerate(config.patterns):
        at = f"patterns[{index}] ({pattern.id})"
        matchers = [
            name
            for name in ("regex", "match_tools", "match_response_format", "requires")
            if getattr(pattern, name) not in (None, ())
        ]
        if not matchers:
            yield f"{at}: no matcher; give one of regex, match_tools, match_response_format, requires"
        elif len([name for name in matchers if name != "requires"]) > 1:
            yield f"{at}: {' and '.join(matchers)} together; give one matcher"
        if pattern.regex is not None:
            try:
                compile_pattern(pattern.regex)
            except RegexError as error:
                yield f"{at}.regex: not valid RE2: {error}"
        if pattern.cap is not None and not pattern.per_match:
            yield f"{at}.cap: only has a meaning with per_match: true"
        if pattern.tried_on != "all" and pattern.regex is None:
            yield f"{at}.tried_on: only has a meaning with regex"


def _pattern_references(config: Config) -> Iterator[str]:
    known = {pattern.id for pattern in config.patterns}
    for index, pattern in enumerate(config.patterns):
        for name in ("requires", "requires_not"):
            for other in getattr(pattern, name):
                if other not in known:
                    yield f"patterns[{index}] ({pattern.id}).{name}: unknown pattern id `{other}`"
                elif other == pattern.id:
                    yield f"patterns[{index}] ({pattern.id}).{name}: names the pattern itself"


def _disabled_rules(config: Config) -> Iterator[str]:
    for name in unknown_rules(config.rules):
        yield f"rules.disabled: unknown rule `{name}`{nearest(name, RULE_IDS)}"


def _default_profile(config: Config) -> Iterator[str]:
    profiles = config.intelligence.routing_profiles
    if profiles.default not in profiles.profiles:
        known = ", ".join(profiles.profiles) or "none are defined"
        yield f"intelligence.routing_profiles.default: unknown profile `{profiles.default}`; profiles has: {known}"


def _profile_names(config: Config) -> Iterator[str]:
    folded: dict[str, str] = {}
    for name in config.intelligence.routing_profiles.profiles:
        other = folded.setdefault(name.strip().lower(), name)
        if not name.strip() or not name.isprintable():
            yield f"intelligence.routing_profiles.profiles: the name `{name}` can't be sent in a header; use letters"
        elif other != name:
            yield f"intelligence.routing_profiles.profiles.{name}: differs from `{other}` by case or blanks alone; a header names both"


def _concepts(config: Config) -> Iterator[str]:
    first: dict[str, int] = {}
    for index, concept in enumerate(config.intelligence.concepts):
        at = f"intelligence.concepts[{index}]"
        if not _has_words(concept.name) or not concept.name.isprintable():
            yield f"{at}.name: is empty; give the concept a name of one line"
        elif (before := first.setdefault(concept.name.strip().lower(), index)) != index:
            yield f"{at}.name: `{concept.name}` is the name of concepts[{before}] already; names must differ"
        for place, alias in enumerate(concept.aliases):
            if not _has_words(alias):
                yield f"{at}.aliases[{place}]: has no word in it; write a word, or the beginning of one with * behind it"


MOST_CONCEPTS: Final = 200
"""And as many operation-object rules. All their words are compiled into one automaton of bounded memory."""
MOST_CONCEPT_CHARS: Final = 20_000
"""Of all names and aliases, and as many of all operations and objects."""


def _size_of_concepts(config: Config) -> Iterator[str]:
    settings = config.intelligence
    concepts = sum(len(word) for concept in settings.concepts for word in (concept.name, *concept.aliases))
    rules = sum(len(rule.operation) + len(rule.object) for rule in settings.operation_object.rules)
    counts = len(settings.concepts), len(settings.operation_object.rules)
    for at, count, size in zip(("concepts", "operation_object.rules"), counts, (concepts, rules), strict=True):
        if count > MOST_CONCEPTS:
            yield f"intelligence.{at}: {count} of them; at most {MOST_CONCEPTS} can be looked for"
        if size > MOST_CONCEPT_CHARS:
            yield f"intelligence.{at}: {size} characters of words; at most {MOST_CONCEPT_CHARS} can be looked for"


def _operation_object_rules(config: Config) -> Iterator[str]:
    for index, rule in enumerate(config.intelligence.operation_object.rules):
        at = f"intelligence.operation_object.rules[{index}]"
        for name in ("operation", "object"):
            if not _has_words(getattr(rule, name) or ""):
                yield f"{at}.{name}: is empty; give the name of a concept, or a word"
        if rule.min_level is Level.EASY:
            yield f"{at}.min_level: every request is at least easy; name medium, hard or critical"
        yield from unknown_evidence(rule.requires_evidence, f"{at}.requires_evidence")


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _similarity_stops_at_hard(config: Config) -> Iterator[str]:
    resolver = config.intelligence.similarity.resolver
    for name in ("disagreement_fallback_level", "cosine_only_max_level"):
        if getattr(resolver, name).rank > Level.HARD.rank:
            yield f"intelligence.similarity.resolver.{name}: similarity raises to hard at most; name easy, medium or hard"


def _attribution_is_there(config: Config) -> Iterator[str]:
    for name in ("http_referer", "site_title"):
        if not getattr(config.openrouter, name):
            yield f"openrouter.{name}: empty, so OpenRouter shows the app as Unknown"


def _provider_order(config: Config) -> Iterator[str]:
    for name, profile in config.model_profiles.items():
        if profile.provider.order:
            yield f"model_profiles.{name}.provider.order: switches OpenRouter's sticky routing off, which prompt caches live by; prefer `only` or `ignore`"


CHECKS: Final = (
    _base_url,
    _key_is_not_a_name,
    _attribution_headers,
    _listen,
    _allowed_hosts,
    _profile_ids,
    _level_targets,
    _threshold_order,
    _pattern_ids,
    _pattern_matchers,
    _pattern_references,
    _disabled_rules,
    _default_profile,
    _profile_names,
    _concepts,
    _size_of_concepts,
    _operation_object_rules,
    _similarity_stops_at_hard,
)

WARNINGS: Final = (_attribution_is_there, _provider_order)
