"""exemplars.yaml: every fault with its place and remedy, and what two files become together."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.classifier.core.similarity import corpus
from shared.config.exemplars import MOST, MOST_CHARS, extend, read
from shared.config.layers import Exemplar
from shared.config.load import default, default_text
from shared.level import Level


def problems(*exemplars: Any) -> tuple[str, ...]:
    return read({"exemplars": list(exemplars)}, "exemplars.yaml").problems


GOOD = {"text": "find the leak", "level": "hard"}

FIRES: list[Any] = [
    pytest.param([{"level": "hard"}], "exemplars[0].text: missing", id="no text"),
    pytest.param([{"text": "x"}], "exemplars[0].level: missing", id="no level"),
    pytest.param([{"text": "...", "level": "hard"}], "exemplars[0].text: has no words", id="a text without words"),
    pytest.param([{"text": "x" * (MOST_CHARS + 1), "level": "hard"}], "exemplars[0].text: 2001 char", id="a long text"),
    pytest.param([{"text": "x", "level": "brutal"}], "exemplars[0].level: expected one of easy", id="no level's name"),
    pytest.param([{"text": 7, "level": "hard"}], "exemplars[0].text: expected a text", id="a number for a text"),
    pytest.param([GOOD, {**GOOD, "text": " Find  THE leak"}], "exemplars[1].text: is the text of exemplars[0]", id="a text twice"),
    pytest.param([{**GOOD, "level": "easy", "negative": True}], "exemplars[0].level: nothing is ever raised to easy", id="a negative easy one"),
    pytest.param([{**GOOD, "task": "a\nb"}], "exemplars[0].task: stands in reasons", id="a task of two lines"),
    pytest.param([{**GOOD, "evidence_required": ["smoke"]}], "exemplars[0].evidence_required: unknown evidence `smoke`; known are: stack_trace", id="no fact's name"),
    pytest.param(["find the leak"], "exemplars[0]: expected a mapping", id="a bare text"),
    pytest.param([{"text": f"x{i}", "level": "easy"} for i in range(MOST + 1)], "exemplars: 2001 of them; at most 2000", id="too many"),
]  # fmt: skip


@pytest.mark.parametrize(("exemplars", "begins"), FIRES)
def test_a_fault_is_one_problem_with_file_place_and_remedy(exemplars: list[Any], begins: str) -> None:
    (problem,) = problems(*exemplars)
    assert problem.startswith(f"exemplars.yaml: {begins}")


QUIET: list[Any] = [
    pytest.param([], id="none"),
    pytest.param([GOOD, {**GOOD, "text": "find the leaks"}], id="two that differ"),
    pytest.param([{**GOOD, "negative": True, "level": "medium"}], id="a negative medium one"),
    pytest.param([{**GOOD, "task": "leak", "operation": "find", "object": "leak", "role": "cause", "evidence_required": ["outage"]}], id="every key"),
    pytest.param([{"text": "内存泄漏", "level": "critical"}], id="another script"),
]  # fmt: skip


@pytest.mark.parametrize("exemplars", QUIET)
def test_what_is_right_is_taken(exemplars: list[Any]) -> None:
    found = read({"exemplars": exemplars}, "exemplars.yaml")
    assert (len(found.found), found.problems, found.warnings) == (len(exemplars), (), ())


@pytest.mark.parametrize("tree", [None, {}, {"exemplars": None}], ids=["an empty file", "no key", "an empty key"])
def test_an_empty_file_has_no_exemplars(tree: Any) -> None:
    assert read(tree, "e") == read({"exemplars": []}, "e")


@pytest.mark.parametrize(
    ("tree", "problem"),
    [
        ([GOOD], "mine.yaml: the file: expected a mapping of keys (found a list of 1)"),
        ({"exemplars": {"a": 1}}, "mine.yaml: exemplars: expected a list, got a mapping (found a mapping of 1)"),
    ],
    ids=["a list", "a mapping for a list"],
)
def test_a_file_of_another_shape_is_refused(tree: Any, problem: str) -> None:
    found = read(tree, "mine.yaml")
    assert [text.replace("array", "a list") for text in found.problems] == [problem]
    assert found.found == ()


def test_all_faults_come_at_once_and_a_broken_entry_is_told_once() -> None:
    found = problems(
        {"level": "hard", "negative": 3}, {"text": "!", "level": "easy"}, {**GOOD, "level": "easy", "negative": True}
    )
    assert [problem.partition("]")[0][-1] for problem in found] == ["0", "0", "1", "2"]


def test_an_unknown_key_warns_and_names_the_nearest() -> None:
    assert read({"exemplars": [{**GOOD, "negativ": True}]}, "e.yaml").warnings == (
        "e.yaml: exemplars[0].negativ: unknown key; did you mean `negative`?",
    )


def test_of_two_with_the_same_text_the_files_own_counts() -> None:
    packaged = (Exemplar(text="Find the leak", level=Level.HARD), Exemplar(text="Say hello", level=Level.EASY))
    own = (Exemplar(text="find  the LEAK", level=Level.MEDIUM), Exemplar(text="New", level=Level.HARD))
    assert [(e.text, e.level) for e in extend(packaged, own)] == [
        ("find  the LEAK", Level.MEDIUM),
        ("Say hello", Level.EASY),
        ("New", Level.HARD),
    ]


def test_the_packaged_ones_are_many_of_every_kind_and_script() -> None:
    exemplars = default().exemplars
    kinds = Counter((exemplar.level, exemplar.negative) for exemplar in exemplars)
    assert len(exemplars) >= 100
    assert all(kinds[level, False] >= 15 for level in Level)
    assert sum(number for (_, negative), number in kinds.items() if negative) >= 30
    scripts = [
        ("\u0400", "\u04ff"),
        ("\u3040", "\u30ff"),
        ("\u4e00", "\u9fff"),
        ("\uac00", "\ud7af"),
        ("\u00c0", "\u017f"),
    ]
    for first, last in scripts:
        assert sum(any(first <= char <= last for char in exemplar.text) for exemplar in exemplars) >= 5


def test_the_packaged_file_names_every_exemplar_in_reasons() -> None:
    assert all(exemplar.task for exemplar in default().exemplars)


def test_no_packaged_exemplar_is_a_labelled_request() -> None:
    """What is measured with is not shipped: no exemplar shares eight words in a row with a labelled request."""
    files = sorted((Path(__file__).resolve().parents[2] / "data" / "labelled").glob("*.jsonl"))
    assert files
    labelled = set()
    for file in files:
        for line in file.read_text().splitlines():
            for message in json.loads(line)["request"]["messages"]:
                content = message.get("content") if isinstance(message, dict) else None
                if message.get("role") == "user" and isinstance(content, str):
                    labelled |= _runs(content[:3000])
    assert [e.text for e in default().exemplars if _runs(e.text) & labelled] == []


def _runs(text: str) -> set[tuple[str, ...]]:
    tokens = corpus.tokens(text.lower())
    return {tuple(tokens[at : at + 8]) for at in range(len(tokens) - 7)}


def test_the_packaged_file_is_read_as_it_stands() -> None:
    found = read(yaml.safe_load(default_text("exemplars.yaml")), "exemplars.yaml")
    assert (found.problems, found.warnings) == ((), ())
    assert found.found == default().exemplars
