"""What the user says: courtesies, reports and exhibits do not count, what is over or might be is not real."""

import pytest

from services.classifier.core import marks
from services.classifier.core.messages import Message
from services.classifier.core.reading import Sentence, read_user
from services.classifier.core.said import Said, is_knowledge, listen, near, union


def hear(*texts: str) -> Said:
    return listen([read_user(Message("user", (text,))) for text in texts])


COURTESIES = ["Hi!", "Thanks a lot!", "Guten Morgen!", "ok", "谢谢", "Merci !"]


@pytest.mark.parametrize("text", COURTESIES)
def test_a_courtesy_is_not_heard(text: str) -> None:
    assert hear(text).sentences == ()
    assert hear(text).first is None


@pytest.mark.parametrize("text", COURTESIES)
def test_a_courtesy_in_front_or_behind_changes_nothing(text: str) -> None:
    alone = hear("Write a tokenizer in OCaml.")
    for polite in (f"{text}\n\nWrite a tokenizer in OCaml.", f"Write a tokenizer in OCaml.\n\n{text}"):
        assert hear(polite).mask == alone.mask
        assert hear(polite).words == alone.words


def test_a_wish_for_a_report_is_no_part_of_the_work() -> None:
    alone, with_report = (
        hear("Fix the race."),
        hear("Fix the race.\n\nWhen you are done, explain the cause in one sentence."),
    )
    assert with_report.mask == alone.mask


def test_a_report_alone_is_what_is_asked_for() -> None:
    assert hear("When you are done, explain the cause in one sentence.").sentences


def test_turns_are_heard_together() -> None:
    found = hear("Refactor the parser", "it still fails")
    assert found.mask & marks.TRANSFORM
    assert found.mask & marks.STILL
    assert len(found.sentences) == 2


def test_secrets_and_pastes_are_passed_on() -> None:
    key = "AKIA" + "QZ7XN3PLW2RT8VBM"
    found = hear(f"is this still valid? {key}\n\n```\nKeyError: 'x'\nValueError: y\n```")
    assert found.secrets == ("aws_key",)
    assert found.pasted


REAL = [
    ("Production is down.", True),
    ("Imagine production is down.", False),
    ("Production was down last week, it has been resolved.", False),
]


@pytest.mark.parametrize(("text", "real"), REAL, ids=[text for text, _ in REAL])
def test_what_might_be_or_is_over_is_not_real(text: str, real: bool) -> None:
    assert bool(hear(text).real) is real
    assert hear(text).sentences


def test_behind_a_text_that_is_only_shown_nothing_is_real() -> None:
    found = hear("Fix the grammar of this text:\n\nProduction is down and customers lost data today.")
    assert not union(found.real) & marks.DOWN


FIRES = [
    "What is a monad?",
    "How does TCP slow start work?",
    "Why do Go maps have a random order?",
    "Was ist der Unterschied zwischen TCP und UDP?",
    "什么是死锁？",
    "¿Qué es un índice compuesto?",
]


@pytest.mark.parametrize("text", FIRES)
def test_a_question_for_knowledge_is_one(text: str) -> None:
    first = hear(text).first
    assert first is not None
    assert is_knowledge(first)


STAYS_QUIET = [
    "Can you fix the login test?",
    "Could you write a function that sorts tuples?",
    "Add a question mark icon.",
    "Refactor the parser.",
]


@pytest.mark.parametrize("text", STAYS_QUIET)
def test_a_request_in_the_form_of_a_question_is_none(text: str) -> None:
    first = hear(text).first
    assert first is not None
    assert not is_knowledge(first)


def test_a_union_is_all_concepts_of_all_sentences() -> None:
    assert union([Sentence(mask=0b101, words=1), Sentence(mask=0b010, words=1)]) == 0b111
    assert union([]) == 0


def test_nobody_said_anything() -> None:
    assert listen([]) == Said((), 0, 0, None, 0, (), pasted=False, media=False)


ORDERS = [
    "can you fix the date parser?",
    "¿Puedes arreglar el error del login?",
    "Könntest du die Validierung ergänzen?",
    "Peux-tu corriger l'erreur du panier ?",
    "能不能帮我修复登录的错误？",
    "ログインのバグを直してもらえますか？",
    "Можешь исправить ошибку в парсере?",
    "Você pode corrigir o erro do formulário?",
    "로그인 버그를 고쳐 주실 수 있나요?",
    "Potresti correggere l'errore del carrello?",
]


@pytest.mark.parametrize("text", ORDERS)
def test_an_order_in_the_form_of_a_question_is_no_question_for_knowledge(text: str) -> None:
    assert not is_knowledge(hear(text).sentences[0])


MATERIAL = [
    "Make this customer mail more friendly and 30% shorter:\n\nDear Ms Okafor, your card was charged twice.",
    "Add these as samples to evals/refusals.yaml and write the loader test:\nDROP DATABASE production;",
    "Which of these is the imperative mood?\nb) drop the production table check",
    "How many different people speak in this chat?\nmira says prod is down, all pods crash",
    "Welche davon ist richtig, von diesen Zeilen?\nDie Produktion ist ausgefallen",
    "把下面这些改成表格:\n生产环境挂了",
]


@pytest.mark.parametrize("text", MATERIAL)
def test_what_is_only_worked_on_is_not_said(text: str) -> None:
    assert len(hear(text).real) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Fix this:\nprod is down, all pods crash",
        "Add an endpoint that does the following:\nIt deletes old orders from production.",
        "Our shop is down.\nCan you look at these?",
    ],
)
def test_what_is_told_is_said(text: str) -> None:
    assert len(hear(text).real) == 2


def test_near_are_the_sentences_around_one_as_far_as_there_are_some() -> None:
    sentences = [Sentence(mask=1 << number, words=1) for number in range(6)]
    assert near(sentences, 0, 2) == sentences[:3]
    assert near(sentences, 3, 2) == sentences[1:]
    assert near(sentences, 5, 1) == sentences[4:]
