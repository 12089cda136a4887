"""What must hold between the keys: each rule where it acts and where it stays quiet."""

import pytest

from shared.config.load import ConfigError, Source, load
from shared.config.model import Config, Levels, LevelTarget
from shared.config.validate import validate, warnings

LEVELS = "levels: {easy: {model: v/m}, medium: {model: v/m}, hard: {model: v/m}, critical: {model: v/m}}\n"


def problems(extra: str, levels: str = LEVELS) -> list[str]:
    try:
        load(Source((levels + extra).encode()))
    except ConfigError as error:
        return error.problems
    return []


def levels(easy: str) -> str:
    return f"levels: {{easy: {easy}, medium: {{model: m}}, hard: {{model: m}}, critical: {{model: m}}}}\n"


def pattern(text: str) -> str:
    return f"patterns: [{{id: a, dimension: risk, weight: 5, {text}}}]\n"


ADDRESS = "openrouter.base_url: must be an http:// or https:// address"

FIRES = [
    pytest.param(f"intelligence: {{concepts: [{', '.join(f'{{name: a{n}}}' for n in range(201))}]}}", "intelligence.concepts: 201 of them; at most 200", id="too many concepts"),
    pytest.param(f"intelligence: {{concepts: [{{name: a, aliases: [{'b' * 20_000}]}}]}}", "intelligence.concepts: 20001 characters of words; at most 20000", id="too many words"),
    pytest.param(f"intelligence: {{operation_object: {{rules: [{{operation: {'b' * 20_000}, object: c, min_level: hard}}]}}}}", "intelligence.operation_object.rules: 20001 characters of words; at most 20000", id="too many words of rules"),
    pytest.param("intelligence: {concepts: [{name: ' '}]}", "intelligence.concepts[0].name: is empty", id="a concept without a name"),
    pytest.param("intelligence: {concepts: [{name: a}, {name: A}]}", "intelligence.concepts[1].name: `A` is the name of concepts[0]", id="a concept twice"),
    pytest.param("intelligence: {concepts: [{name: a, aliases: [b, '*']}]}", "intelligence.concepts[0].aliases[1]: has no word", id="an alias without a word"),
    pytest.param("intelligence: {operation_object: {rules: [{operation: '', object: b, min_level: hard}]}}", "intelligence.operation_object.rules[0].operation: is empty", id="a rule without an operation"),
    pytest.param("intelligence: {operation_object: {rules: [{operation: a, object: '-', min_level: hard}]}}", "intelligence.operation_object.rules[0].object: is empty", id="a rule without an object"),
    pytest.param("intelligence: {operation_object: {rules: [{operation: a, object: b, min_level: easy}]}}", "intelligence.operation_object.rules[0].min_level: every request is at least easy", id="a rule that lifts nothing"),
    pytest.param("intelligence: {operation_object: {rules: [{operation: a, object: b, min_level: hard, requires_evidence: [smoke]}]}}", "intelligence.operation_object.rules[0].requires_evidence: unknown evidence `smoke`; known are: stack_trace", id="a rule on unknown evidence"),
    pytest.param("intelligence: {similarity: {resolver: {cosine_only_max_level: critical}}}", "intelligence.similarity.resolver.cosine_only_max_level: similarity raises to hard at most", id="cosine alone to critical"),
    pytest.param("intelligence: {similarity: {resolver: {disagreement_fallback_level: critical}}}", "intelligence.similarity.resolver.disagreement_fallback_level: similarity raises to hard at most", id="a disagreement to critical"),
    pytest.param("intelligence: {routing_profiles: {profiles: {balanced: {}, Balanced: {}}}}", "intelligence.routing_profiles.profiles.Balanced: differs from `balanced` by case", id="two profiles that a header can't tell apart"),
    pytest.param('intelligence: {routing_profiles: {default: "a\\nb", profiles: {"a\\nb": {}}}}', "intelligence.routing_profiles.profiles: the name", id="a profile that can't be sent in a header"),
    pytest.param("openrouter: {base_url: openrouter.ai/api/v1}", ADDRESS, id="an address without a scheme"),
    pytest.param("openrouter: {base_url: 'ftp://host/'}", ADDRESS, id="an address of another scheme"),
    pytest.param("openrouter: {base_url: 'http://'}", ADDRESS, id="an address without a host"),
    pytest.param("openrouter: {base_url: ''}", ADDRESS, id="no address"),
    pytest.param("openrouter: {base_url: 'http://[::1'}", ADDRESS, id="half an IPv6 address"),
    pytest.param("openrouter: {base_url: 'http://host:99999/'}", ADDRESS, id="an address with a port that is too high"),
    pytest.param("openrouter: {base_url: 'http://host:x/'}", ADDRESS, id="an address with a port that is no number"),
    pytest.param("openrouter: {base_url: 'http://my host/'}", ADDRESS, id="an address with a blank"),
    pytest.param('openrouter: {base_url: "http://host/\\n"}', ADDRESS, id="an address with a line break"),
    pytest.param("openrouter: {base_url: 'http://me:secret@host/'}", ADDRESS, id="an address with a password"),
    pytest.param("openrouter: {base_url: 'http://host/?a=b'}", ADDRESS, id="an address with a query"),
    pytest.param("openrouter: {api_key_env: sk-or-v1-abc}", "openrouter.api_key_env: takes the NAME", id="the key for its name"),
    pytest.param("openrouter: {site_title: Übersicht}", "openrouter.site_title: travels as an HTTP header", id="a title that is not ASCII"),
    pytest.param('openrouter: {http_referer: "a\\r\\nX-Evil: 1"}', "openrouter.http_referer: travels as an HTTP header", id="a referer with a line break"),
    pytest.param("server: {listen: nonsense}", 'server.listen: must be "HOST:PORT" or ":PORT"', id="a place without a port"),
    pytest.param("server: {listen: '18087'}", "server.listen: must be", id="a port without its colon"),
    pytest.param("server: {listen: ':65536'}", "server.listen: must be", id="a port that is too high"),
    pytest.param("server: {listen: ':²'}", "server.listen: must be", id="a digit that is no number"),
    pytest.param(f"server: {{listen: ':{'9' * 5000}'}}", "server.listen: must be", id="a port of five thousand digits"),
    pytest.param("server: {listen: ':-1'}", "server.listen: must be", id="a negative port"),
    pytest.param("server: {allowed_hosts: ['https://dispatch.example']}", "server.allowed_hosts: takes host names", id="an address for a host name"),
    pytest.param("server: {allowed_hosts: ['dispatch.example:18087']}", "server.allowed_hosts: takes host names", id="a host name with a port"),
    pytest.param("server: {allowed_hosts: ['*.example']}", "server.allowed_hosts: takes host names", id="a host name with a wildcard"),
    pytest.param("model_profiles: {p: {id: ' '}}", "model_profiles.p.id: is empty", id="a profile without a model"),
    pytest.param("thresholds: {easy_max: 45}", "thresholds: must rise: easy, easy_max, medium_max, hard_max (found 0, 45, 45, 70)", id="two thresholds that are equal"),
    pytest.param("thresholds: {hard_max: 30}", "thresholds: must rise: easy, easy_max, medium_max, hard_max (found 0, 20, 45, 30)", id="thresholds out of order"),
    pytest.param("thresholds: {risk_hard_floor: 51}", "thresholds.risk_hard_floor: must not be above risk_critical_override (found 51 and 50)", id="risk thresholds out of order"),
    pytest.param("scoring: {risk_cap: -1}", "scoring.risk_cap: expected a number >= 0.0 (found -1)", id="a negative cap"),
    pytest.param(pattern("regex: x, per_match: true, cap: -1"), "patterns[0].cap: expected a number >= 0.0 (found -1)", id="a negative cap of a pattern"),
    pytest.param("patterns: [{id: a, dimension: fear, weight: 5, regex: x}]", "patterns[0].dimension: expected one of complexity, risk, agent_pressure, downgrade (found 'fear')", id="an unknown dimension"),
    pytest.param("patterns: [{id: ' ', dimension: risk, weight: 5, regex: x}]", "patterns[0].id: is empty", id="a pattern with an empty id"),
    pytest.param("patterns: [{id: a, dimension: risk, weight: 1, regex: x}, {id: a, dimension: risk, weight: 1, regex: y}]", "patterns[1].id: `a` is the id of patterns[0] already", id="a repeated pattern id"),
    pytest.param("rules: {disabled: [courtesy, mutli_file_scope]}", "rules.disabled: unknown rule `mutli_file_scope`; did you mean `multi_file_scope`?", id="a rule that does not exist"),
    pytest.param("rules: {disabled: [nonsense]}", "rules.disabled: unknown rule `nonsense`; known here: side_request, ", id="a rule that is like no other"),
    pytest.param(pattern("reason: r"), "patterns[0] (a): no matcher; give one of regex, match_tools", id="a pattern without a matcher"),
    pytest.param(pattern("requires: []"), "patterns[0] (a): no matcher", id="a matcher that asks for nothing"),
    pytest.param(pattern("regex: x, match_tools: true"), "patterns[0] (a): regex and match_tools together; give one matcher", id="two matchers"),
    pytest.param(pattern("regex: '(x'"), "patterns[0] (a).regex: not valid RE2: missing )", id="a regex that does not compile"),
    pytest.param(pattern("regex: '(?=x)'"), "patterns[0] (a).regex: not valid RE2: ", id="a regex that RE2 has no word for"),
    pytest.param(pattern("regex: x, cap: 5"), "patterns[0] (a).cap: only has a meaning with per_match: true", id="a cap that caps nothing"),
    pytest.param(pattern("match_tools: true, tried_on: words"), "patterns[0] (a).tried_on: only has a meaning with regex", id="words of a pattern that reads none"),
    pytest.param(pattern("regex: x, tried_on: own"), "patterns[0].tried_on: expected one of all, words (found 'own')", id="tried on something else"),
    pytest.param(pattern("requires: [b]"), "patterns[0] (a).requires: unknown pattern id `b`", id="requires an unknown id"),
    pytest.param(pattern("regex: x, requires_not: [b]"), "patterns[0] (a).requires_not: unknown pattern id `b`", id="requires_not an unknown id"),
    pytest.param(pattern("requires: [a]"), "patterns[0] (a).requires: names the pattern itself", id="requires itself"),
    pytest.param("model_profiles: {p: {id: m, provider: {ordr: [x]}}}", "model_profiles.p.provider.ordr: unknown key; did you mean `order`?", id="an unknown provider field"),
    pytest.param("model_profiles: {p: {id: m, provider: {data_collection: maybe}}}", "model_profiles.p.provider.data_collection: expected one of allow, deny (found 'maybe')", id="a provider field with another word"),
    pytest.param("classifier: {fallback_level: extreme}", "classifier.fallback_level: expected one of easy, medium, hard, critical (found 'extreme')", id="an unknown fallback level"),
    pytest.param("intelligence: {routing_profiles: {default: lavish}}", "intelligence.routing_profiles.default: unknown profile `lavish`; profiles has: cheap, balanced, quality", id="an unknown default profile"),
]  # fmt: skip


@pytest.mark.parametrize(("extra", "begins"), FIRES)
def test_a_fault_is_one_problem_with_its_place_and_remedy(extra: str, begins: str) -> None:
    (problem,) = problems(extra)
    assert problem.startswith(begins)


@pytest.mark.parametrize(
    ("easy", "begins"),
    [
        pytest.param("{}", "levels.easy: has neither of `use` and `model`", id="neither use nor model"),
        pytest.param("{model: m, use: p}", "levels.easy: has both of `use` and `model`", id="both use and model"),
        pytest.param("{use: q}", "levels.easy.use: unknown profile `q`; model_profiles has: p", id="an unknown profile"),
        pytest.param("{model: ''}", "levels.easy.model: is empty", id="an empty model"),
        pytest.param("{use: p, provider: {zdr: true}}", "levels.easy.provider: goes with `model`", id="provider settings beside a profile"),
        pytest.param("{model: m, provider: {zdr: 1}}", "levels.easy.provider.zdr: expected true or false or nothing", id="a wrong provider field"),
        pytest.param("{model: m, provider: {nope: 1}}", "levels.easy.provider.nope: unknown key", id="an unknown provider field"),
        pytest.param("{model: m}, extreme: {model: m}", "levels.extreme: unknown key; known here: easy, medium", id="an unknown level"),
        pytest.param("5", "levels.easy: expected a mapping of keys (found 5)", id="a level that is a number"),
    ],
)  # fmt: skip
def test_a_level_names_exactly_one_target(easy: str, begins: str) -> None:
    (problem,) = problems("model_profiles: {p: {id: m}}\n", levels(easy))
    assert problem.startswith(begins)


STAYS_QUIET = [
    pytest.param("openrouter: {base_url: 'http://127.0.0.1:8080/v1/'}", id="an address with port and slash"),
    pytest.param("openrouter: {base_url: 'https://[::1]:8080'}", id="an IPv6 address"),
    pytest.param("openrouter: {http_referer: '', site_title: ''}", id="no attribution"),
    pytest.param("server: {listen: '127.0.0.1:0'}", id="any free port"),
    pytest.param("server: {listen: '[::1]:18087'}", id="a place of IPv6"),
    pytest.param(
        "thresholds: {easy: -9, easy_max: -5, medium_max: 0, hard_max: 0.5}", id="thresholds that rise from below zero"
    ),
    pytest.param("thresholds: {risk_hard_floor: 50}", id="risk thresholds that are equal"),
    pytest.param(pattern("match_tools: true"), id="any tool"),
    pytest.param(pattern("match_tools: [bash, edit]"), id="named tools"),
    pytest.param(pattern("match_response_format: json_schema"), id="a response format"),
    pytest.param(pattern("regex: 'x{2,3}\\b', per_match: true, cap: 0"), id="a regex with its cap"),
    pytest.param(
        "patterns: [{id: a, dimension: risk, weight: 1, regex: x}, {id: b, dimension: downgrade, weight: -1, requires: [a], requires_not: []}]",
        id="a pattern that builds on another",
    ),
    pytest.param("model_profiles: {p: {id: m, provider: {sort: price, max_price: {prompt: 1}}}}", id="prices"),
    pytest.param("openrouter:\nserver:\npatterns:\n", id="empty sections"),
]


@pytest.mark.parametrize("extra", STAYS_QUIET)
def test_what_is_right_has_no_problem(extra: str) -> None:
    assert problems(extra) == []


def test_every_problem_of_every_section_comes_at_once() -> None:
    text = (
        "openrouter: {base_url: x}\nserver: {listen: x, max_body_size: 0}\nthresholds: {easy_max: 99}\n"
        "patterns: [{id: a, dimension: no, weight: 1}, {id: b, dimension: risk, weight: x, regex: '('}]\n"
    )
    places = [problem.partition(":")[0] for problem in problems(text, "levels: {}\n")]
    assert sorted(places) == sorted(
        [
            "server.max_body_size",
            "patterns[0].dimension",
            "patterns[1].weight",
            "openrouter.base_url",
            "server.listen",
            "levels.easy",
            "levels.medium",
            "levels.hard",
            "levels.critical",
            "thresholds",
            "patterns[1] (b).regex",
        ]
    )


def test_missing_levels_hide_no_other_problem() -> None:
    found = problems("server: {listen: x}", "")
    assert [problem.partition(":")[0] for problem in found] == ["levels", "server.listen"]


@pytest.mark.parametrize(
    ("extra", "places"),
    [
        pytest.param("thresholds: {easy_max: x, medium_max: 10}", ["thresholds.easy_max"], id="an order that can't be judged"),
        pytest.param(pattern("match_tools: bash"), ["patterns[0].match_tools"], id="a matcher that is there but wrong"),
        pytest.param(
            "patterns: [{id: a, dimension: no, weight: 1, regex: x}, {id: b, dimension: risk, weight: 1, requires: [a]}]",
            ["patterns[0].dimension"],
            id="a reference to a pattern that is wrong elsewhere",
        ),
        pytest.param("patterns: [{dimension: risk, weight: 1, regex: x}]", ["patterns[0].id"], id="a missing id is not also empty"),
    ],
)  # fmt: skip
def test_a_consequence_of_a_problem_is_no_problem_of_its_own(extra: str, places: list[str]) -> None:
    assert [problem.partition(":")[0] for problem in problems(extra)] == places


def test_a_profile_without_its_id_is_still_known_to_the_levels() -> None:
    text = "model_profiles: {p: {provider: {}}}\n"
    assert problems(text, levels("{use: p}")) == ["model_profiles.p.id: missing, and there is no default for it"]


def test_a_problem_behind_a_broken_entry_names_its_own_index() -> None:
    text = "patterns: [5, {id: b, dimension: risk, weight: 1, regex: '('}]\n"
    assert [problem.partition(":")[0] for problem in problems(text)] == ["patterns[0]", "patterns[1] (b).regex"]


def test_warnings_are_what_is_allowed_and_probably_not_meant() -> None:
    target = LevelTarget(model="m")
    config = Config(levels=Levels(easy=target, medium=target, hard=target, critical=target))
    assert validate(config) == []
    assert warnings(config) == []
    text = "openrouter: {http_referer: '', site_title: ''}\nmodel_profiles: {p: {id: m, provider: {order: [x]}}}\n"
    found = load(Source((LEVELS + text).encode())).warnings
    assert [warning.partition(":")[0] for warning in found] == [
        "openrouter.http_referer",
        "openrouter.site_title",
        "model_profiles.p.provider.order",
    ]
