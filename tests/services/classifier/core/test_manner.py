"""What only says how the agent shall work is told from what is asked, and changes no judgement beside it."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from services.classifier.core.manner import MANNER, Manner
from services.classifier.core.messages import Message
from services.classifier.core.reading import folded_of, plain_of, read_other, read_user
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.words import stems

DATA = Path(__file__).parents[3] / "data" / "manner"


def holds(text: str) -> bool:
    folded = plain_of(text)
    return MANNER.holds(VOCABULARY.mask(folded), stems(folded))


def texts(file: str) -> list[str]:
    return [json.loads(line)["text"] for line in (DATA / file).read_text(encoding="utf-8").splitlines()]


HOLDS = [
    "Think step by step.",
    "don't ask me, just do it",
    "Bitte antworte auf Deutsch.",
    "Be careful and run the tests afterwards.",
    "You are a senior Rust engineer.",
    "ne committe rien",
    "不要解释，只要代码。",
    "コミットはしないでください。",
    "Сначала составь план.",
    "no rush, thanks in advance",
]
QUIET = [
    "Think about the race between the two workers.",
    "Translate the README into German.",
    "Be careful, the table holds live customer data.",
    "Run the tests and fix what fails.",
    "You are on call and checkout is down.",
    "Der letzte Commit hat den Build zerstört.",
    "不要动生产数据库。",
    "まだ失敗します。",
    "Составь план переезда на Postgres.",
    "go on",
    "Rename foo to bar.",
]


@pytest.mark.parametrize("text", HOLDS)
def test_how_to_work_is_manner(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize("text", QUIET)
def test_what_is_asked_or_happened_is_none(text: str) -> None:
    assert not holds(text)


def test_most_of_what_nobody_learned_from_is_known() -> None:
    unseen = texts("unseen.jsonl")
    assert sum(map(holds, unseen)) >= 0.8 * len(unseen)
    assert set(unseen).isdisjoint(texts("manner.jsonl"))


def test_tasks_in_the_same_words_are_told_from_it() -> None:
    tasks = texts("tasks.jsonl")
    assert sum(map(holds, tasks)) <= 0.01 * len(tasks)


def test_manner_beside_a_task_is_not_read() -> None:
    bare = read_user(Message("user", ("Rename foo to bar.",)))
    dressed = read_user(Message("user", ("You are a senior engineer. Rename foo to bar.\n\nThink step by step.",)))
    assert [item.mask for item in dressed.sentences] == [item.mask for item in bare.sentences]
    assert dressed.words == bare.words


CLAUSES = [
    ("Rename foo to bar, don't commit.", "rename foo to bar"),
    ("Don't ask me anything, rename foo to bar", "rename foo to bar"),
    ("Think step by step, be thorough", "think step by step, be thorough"),
    ("Rename foo to bar, baz and qux", "rename foo to bar, baz and qux"),
    ("Rename foo to bar; the old clients must keep working", "rename foo to bar; the old clients must keep working"),
]


@pytest.mark.parametrize(("text", "left"), CLAUSES)
def test_clauses_of_manner_around_what_is_asked_are_left_out(text: str, left: str) -> None:
    assert folded_of(text) == left


def test_a_link_beside_a_task_is_not_read() -> None:
    linked = read_user(Message("user", ("Rename foo to bar.\n\nhttps://example.org/shop/issues/812",)))
    assert len(linked.sentences) == 1


def test_thanks_say_where_a_conversation_is() -> None:
    assert len(read_user(Message("user", ("It works now. Thanks, see you tomorrow!",))).sentences) == 2


def test_manner_alone_is_read() -> None:
    assert len(read_user(Message("user", ("Think step by step. Don't ask me anything.",))).sentences) == 2


def test_a_system_prompt_is_read_whole() -> None:
    assert len(read_other(Message("system", ("You are a title generator. Answer in English.",))).sentences) == 2


def test_a_sentence_of_many_words_is_no_manner() -> None:
    assert not holds("Think step by step, " * 12)


def test_the_weights_are_whole_numbers_by_name() -> None:
    text = files("services.classifier.core").joinpath("manner.txt").read_text(encoding="utf-8")
    assert repr(Manner(text)) == repr(MANNER)
    with pytest.raises(ValueError, match="invalid literal"):
        Manner("think\tmuch")
