"""YAML values to structs: every problem with its path, what was found and what would be right."""

import datetime
import enum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.config.decode import Findings, decode
from shared.config.model import Config


class Colour(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    size: Annotated[int, msgspec.Meta(ge=1)] = 1


class Entry(msgspec.Struct, frozen=True):
    id: str
    weight: float
    colour: Colour = Colour.RED


class Outer(msgspec.Struct, frozen=True):
    inner: Inner
    name: str = "unnamed"
    flag: bool = False
    ratio: float = 0.5
    mode: Literal["fast", "slow"] = "fast"
    colours: tuple[Colour, ...] = ()
    prices: dict[str, float] | None = None
    either: bool | tuple[str, ...] | None = None
    maybe: Inner | None = None
    entries: tuple[Entry, ...] = ()
    named: dict[str, Entry] = {}


def found(value: Any) -> tuple[Any, Findings]:
    findings = Findings()
    return decode(value, Outer, "", findings), findings


def test_what_is_right_becomes_structs_without_findings() -> None:
    value = {
        "inner": {"size": 3},
        "ratio": 2,
        "mode": "slow",
        "colours": ["blue"],
        "either": ["a"],
        "maybe": {"size": 2},
        "entries": [{"id": "a", "weight": 1}],
        "named": {"x": {"id": "b", "weight": 2.5, "colour": "blue"}},
    }
    config, findings = found(value)
    assert findings == Findings()
    assert config == Outer(
        inner=Inner(size=3),
        ratio=2.0,
        mode="slow",
        colours=(Colour.BLUE,),
        either=("a",),
        maybe=Inner(size=2),
        entries=(Entry("a", 1.0),),
        named={"x": Entry("b", 2.5, Colour.BLUE)},
    )


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        pytest.param([], "the file: expected a mapping of keys (found a list of 0)", id="a list for the file"),
        pytest.param("x", "the file: expected a mapping of keys (found 'x')", id="a text for the file"),
        pytest.param({}, "inner: missing, and there is no default for it", id="a required key is missing"),
        pytest.param({"inner": 5}, "inner: expected a mapping of keys (found 5)", id="a number for a section"),
        pytest.param({"inner": {"size": "1"}}, "inner.size: expected a whole number, got a text (found '1')", id="a text for a number"),
        pytest.param({"inner": {"size": 1.5}}, "inner.size: expected a whole number, got a number (found 1.5)", id="a fraction for a whole number"),
        pytest.param({"inner": {"size": True}}, "inner.size: expected a whole number, got true or false (found True)", id="a truth for a number"),
        pytest.param({"inner": {"size": 0}}, "inner.size: expected a whole number >= 1 (found 0)", id="a number that is too small"),
        pytest.param({"inner": {"sise": 1}}, "inner.sise: unknown key; did you mean `size`?", id="an unknown key where they are forbidden"),
        pytest.param({"inner": {}, "name": 5}, "name: expected a text, got a whole number (found 5)", id="a number for a text"),
        pytest.param({"inner": {}, "name": datetime.date(2026, 1, 2)}, "name: expected a text, got date (found datetime.date(2026, 1, 2))", id="a date that YAML made of a text"),
        pytest.param({"inner": {}, "flag": "yes"}, "flag: expected true or false, got a text (found 'yes')", id="a text for a truth"),
        pytest.param({"inner": {}, "ratio": float("nan")}, "ratio: expected numbers that are finite (found nan)", id="no number at all"),
        pytest.param({"inner": {}, "prices": {"p": float("inf")}}, "prices: expected numbers that are finite (found a mapping of 1)", id="an infinite number inside"),
        pytest.param({"inner": {}, "mode": "quick"}, "mode: expected one of fast, slow (found 'quick')", id="a word that is not of the list"),
        pytest.param({"inner": {}, "colours": ["red", "green"]}, "colours[1]: expected one of red, blue (found 'green')", id="a word inside a list"),
        pytest.param({"inner": {}, "colours": "red"}, "colours: expected a list, got a text (found 'red')", id="a text for a list"),
        pytest.param({"inner": {}, "either": "a"}, "either: expected true or false or a list or nothing, got a text (found 'a')", id="none of several kinds"),
        pytest.param({"inner": {}, "entries": {"a": 1}}, "entries: expected a list, got a mapping (found a mapping of 1)", id="a mapping for a list"),
        pytest.param({"inner": {}, "entries": [{"id": "a", "weight": 1}, 7]}, "entries[1]: expected a mapping of keys (found 7)", id="a number for an entry"),
        pytest.param({"inner": {}, "entries": [{"weight": 1}]}, "entries[0].id: missing, and there is no default for it", id="an entry without its id"),
        pytest.param({"inner": {}, "entries": [{"id": 5, "weight": 1}]}, "entries[0].id: expected a text, got a whole number (found 5)", id="a wrong id is not also missing"),
        pytest.param({"inner": {}, "named": {"x": {"id": "a"}}}, "named.x.weight: missing, and there is no default for it", id="a named entry without its weight"),
        pytest.param({"inner": {}, "named": {7: {"id": "a", "weight": 1}}}, "named: the name 7 must be a text; quote it", id="a name that is no text"),
        pytest.param({"inner": {}, "named": []}, "named: expected a mapping, got a list (found a list of 0)", id="a list for a mapping"),
        pytest.param({"inner": {}, "name": ["x" * 99]}, "name: expected a text, got a list (found a list of 1)", id="a list for a text"),
    ],
)  # fmt: skip
def test_one_fault_is_one_problem_with_path_and_remedy(value: Any, problem: str) -> None:
    _, findings = found(value)
    assert findings.problems == [problem]
    assert findings.unknown_keys == []


def test_a_long_value_is_shown_cut() -> None:
    _, findings = found({"inner": {}, "flag": "x" * 1000})
    assert len(findings.problems[0]) < 150


def test_all_problems_are_found_at_once_in_the_order_of_the_file() -> None:
    value = {"ratio": "x", "entries": [{"id": 1}, {"weight": "y", "colour": "green"}], "inner": {"size": 0}}
    _, findings = found(value)
    assert [problem.partition(":")[0] for problem in findings.problems] == [
        "ratio",
        "entries[0].id",
        "entries[0].weight",
        "entries[1].weight",
        "entries[1].colour",
        "entries[1].id",
        "inner.size",
    ]


def test_what_is_wrong_stands_at_its_default_and_every_entry_keeps_its_place() -> None:
    config, _ = found({"ratio": "x", "entries": [7, {"id": "a"}, {"id": "b", "weight": 2}]})
    assert config.ratio == 0.5
    assert config.inner == Inner()
    assert [entry.id for entry in config.entries] == ["", "a", "b"]


def test_an_unknown_key_only_warns_and_names_the_nearest_known_one() -> None:
    config, findings = found({"inner": {}, "nmae": "x", "zzz": 1, 5: 6})
    assert findings.problems == []
    assert findings.unknown_keys[0] == "nmae: unknown key; did you mean `name`?"
    assert findings.unknown_keys[1].startswith("zzz: unknown key; known here: inner, name,")
    assert findings.unknown_keys[2].startswith("5: unknown key")
    assert config.name == "unnamed"


@pytest.mark.parametrize("value", [{"inner": None}, {"inner": {}, "entries": None, "name": None, "maybe": None}])
def test_a_section_with_nothing_under_it_means_its_defaults(value: Any) -> None:
    config, findings = found(value)
    assert findings == Findings()
    assert config == Outer(inner=Inner())


yaml_scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates() | st.binary(max_size=4)
)
keys = st.sampled_from([*Config.__struct_fields__, "easy", "use", "model", "id", "regex", "risk_cap", "risk", "provider", "sort"])  # fmt: skip
yaml_values = st.recursive(
    yaml_scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys | yaml_scalars, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(keys, yaml_values, max_size=6) | yaml_values)
def test_no_yaml_value_raises(value: Any) -> None:
    findings = Findings()
    config = decode(value, Config, "", findings)
    assert isinstance(config, Config)
    assert all(": " in problem for problem in findings.problems + findings.unknown_keys)
