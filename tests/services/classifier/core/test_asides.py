"""What tells nothing of what is asked is told from it, and changes no judgement beside it."""

import json
import time
from pathlib import Path

import pytest

from services.classifier.core.asides import ASIDES, Asides, read
from services.classifier.core.engine import Engine
from services.classifier.core.messages import Message
from services.classifier.core.reading import How, folded_of, own_of, plain_of, read_other, read_user
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.weighed import WEIGHED, Weighed
from services.classifier.core.words import stems
from shared.config.load import Source, load
from tests.services.classifier.core.conftest import Ask, Judge

DATA = Path(__file__).parents[3] / "data" / "asides"


def holds(text: str) -> bool:
    folded = plain_of(text)
    return ASIDES.holds(VOCABULARY.mask(folded), stems(folded), WEIGHED.sum(stems(folded)))


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
    "no rush, take your time",
    "We use Django 4.2 with Postgres.",
    "For context, it's an internal tool of a small museum.",
    "Wir nutzen Laravel 11 mit MySQL.",
    "这是公司内部用的小工具。",
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
    "The standby of our Postgres lags by an hour.",
    "Port our 60 Django views to FastAPI.",
    "It's our production cluster, 4,000 customers are on it.",
    "Rename foo to bar.",
]


@pytest.mark.parametrize("text", HOLDS)
def test_how_to_work_and_what_a_project_is_like_are_asides(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize("text", QUIET)
def test_what_is_asked_or_happened_is_none(text: str) -> None:
    assert not holds(text)


@pytest.mark.parametrize(
    ("kind", "author", "least"),
    [("manner", "", 0.85), ("background", "", 0.75), ("manner", "aa", 0.8), ("background", "aa", 0.6)],
)
def test_most_of_what_nobody_learned_from_is_known(kind: str, author: str, least: float) -> None:
    lines = (DATA / f"{kind}_unseen.jsonl").read_text(encoding="utf-8").splitlines()
    unseen = [row["text"] for row in map(json.loads, lines) if row.get("author", "") == author]
    assert sum(map(holds, unseen)) >= least * len(unseen) > 0
    assert set(unseen).isdisjoint(texts(f"{kind}.jsonl"))


def test_tasks_in_the_same_words_are_told_from_it() -> None:
    tasks = texts("tasks.jsonl")
    assert sum(map(holds, tasks)) <= 0.01 * len(tasks)


def test_asides_are_not_read_beside_a_task() -> None:
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


@pytest.mark.parametrize(
    "text", ["http://" * 170 + " x", "http://a " * 120 + "!", "go, " * 300, "think step by step, " * 60]
)
def test_a_hostile_text_is_told_in_bounded_time(text: str) -> None:
    started = time.process_time()
    read_user(Message("user", (f"Rename it.\n{text}",)))
    assert time.process_time() - started < 1


def test_thanks_say_where_a_conversation_is() -> None:
    assert len(read_user(Message("user", ("It works now. Thanks, see you tomorrow!",))).sentences) == 2


def test_asides_alone_are_read() -> None:
    assert len(read_user(Message("user", ("Think step by step. Don't ask me anything.",))).sentences) == 2


@pytest.mark.parametrize(
    "concept", ["down", "loss", "prod", "money_wrong", "others_data", "hard_defect", "failure_word"]
)
def test_what_can_lift_a_level_is_never_left_out(concept: str) -> None:
    heard = stems("think step by step")
    assert ASIDES.holds(0, heard, WEIGHED.sum(heard))
    assert not ASIDES.holds(VOCABULARY.of(concept), heard, WEIGHED.sum(heard))


def test_asides_beside_nothing_but_thanks_are_read() -> None:
    assert len(read_user(Message("user", ("Answer in English. Thanks!",))).sentences) == 2


def test_a_system_prompt_is_read_whole() -> None:
    assert len(read_other(Message("system", ("You are a title generator. Answer in English.",))).sentences) == 2


def test_a_sentence_of_many_words_is_no_aside() -> None:
    assert not holds("Think step by step, " * 12)


PROMPT = "You are a senior engineer. Rename foo to bar in util.py, don't commit. Think step by step."


def test_a_decision_says_how_many_were_left_out(judge: Judge) -> None:
    assert "asides:2" in judge(PROMPT).reasons
    assert not [reason for reason in judge("Rename foo to bar in util.py").reasons if "asides" in reason]


def test_switched_off_all_is_read(ask: Ask) -> None:
    config = load(
        Source(
            b"levels: {easy: {model: v/a}, medium: {model: v/a}, hard: {model: v/b}, critical: {model: v/b}}\nrules: {disabled: [asides]}"
        )
    )
    decision = Engine.compile(config).classify(ask(PROMPT)).decision
    assert not [reason for reason in decision.reasons if "asides" in reason]
    message = Message("user", (PROMPT,))
    assert len(read_user(message, own_of(message, how=How(asides=False))).sentences) == 3


def test_the_weights_are_whole_numbers_by_name() -> None:
    assert repr(Asides(read("manner"), read("background"), Weighed())) == repr(ASIDES)
    with pytest.raises(ValueError, match="invalid literal"):
        Asides("think\tmuch", "", Weighed())
