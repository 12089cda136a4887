"""What one message says: concepts, counts and hashes, and no text."""

import msgspec
import pytest

from services.classifier.core import reading
from services.classifier.core.messages import Call, Message
from services.classifier.core.reading import (
    Reading,
    Sentence,
    digest,
    key_of,
    names_in,
    own_of,
    own_sentences,
    read_other,
    read_tool,
    read_user,
    whole_of,
)
from services.classifier.core.spans import part
from services.classifier.core.vocabulary import VOCABULARY

TRACE = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'"


def user(*texts: str) -> Reading:
    return read_user(Message("user", texts))


def key(*texts: str) -> str:
    return key_of(Message("user", texts), part(texts))


def concepts(reading: Reading) -> set[str]:
    return set(VOCABULARY.named(reading.mask))


def test_each_sentence_has_its_concepts() -> None:
    first, second = user("Refactor the parser. Is it in production?").sentences
    assert "do_transform" in VOCABULARY.named(first.mask)
    assert "prod" in VOCABULARY.named(second.mask)
    assert (first.asks, second.asks) == (False, True)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("rename `foo`", True),
        ("open src/main.rs", True),
        ("call getUser here", True),
        ("make it faster", False),
        ("try again please", False),
    ],
    ids=["code", "a path", "an identifier", "no object", "only words"],
)
def test_a_sentence_names_a_thing_of_its_own(text: str, named: bool) -> None:
    assert user(text).sentences[0].named is named


@pytest.mark.parametrize(
    ("text", "words"),
    [("fix the `long and winding` test", 4), ("修复登录测试", 4), ("stop", 1)],
    ids=["code is one word", "two characters are a word", "one word"],
)
def test_words_are_counted_alike_in_every_script(text: str, words: int) -> None:
    assert abs(user(text).sentences[0].words - words) <= 1


def test_the_head_is_the_first_clause() -> None:
    sentence = user("Rename the variable, because production is down").sentences[0]
    assert "prod" in VOCABULARY.named(sentence.mask)
    assert "prod" not in VOCABULARY.named(sentence.head)


def test_a_pasted_log_is_not_said() -> None:
    reading = user(f"Fix this please\n\n{TRACE}")
    assert reading.pasted
    assert len(reading.sentences) == 1


def test_a_client_s_furniture_is_not_the_user_s_word() -> None:
    reading = user("<system-reminder>Production is down, customers lose data.</system-reminder>", "rename foo")
    assert not concepts(reading) & {"prod", "down", "loss"}


def test_a_whole_paragraph_in_quotation_marks_is_not_said() -> None:
    reading = user("Make this shorter:\n\n\u201cProduction is down and customer data is lost since noon.\u201d")
    assert not concepts(reading) & {"down", "loss"}


def test_a_long_text_is_read_at_its_two_ends() -> None:
    filler = "\n\n".join("The weather was mild and the garden green." for _ in range(200))
    reading = user(f"Summarise the letter.\n\n{filler}\n\nPlease fix the typo in the title.")
    assert len(reading.sentences) <= 80
    assert "do_fix" in VOCABULARY.named(reading.sentences[-1].mask)
    assert reading.chars > len(filler)


@pytest.mark.parametrize(
    ("opening", "leads"),
    [
        ("Hi there. The checkout is down. Roll it back.", ["hi", "checkout", "roll"]),
        ("i ran the seeder\n\nthat host is not my laptop, is it", ["seeder", "laptop"]),
        (
            "Two tests hang since the upgrade of the driver, both in the pool.\n\nThe pool was written in 2019.",
            ["tests", "pool"],
        ),
        ("laravel tinker on my machine:\n\nAdd [nickname] to fillable property.", ["tinker", "nickname"]),
    ],
    ids=[
        "a greeting and what follows",
        "remarks of a line",
        "whole paragraphs",
        "a line that announces what is pasted",
    ],
)
def test_the_opening_of_a_long_text_says_what_is_wanted(opening: str, leads: list[str]) -> None:
    text = opening + "\n\nFor reference:\n\n" + "The lamps of the hall are green and large. " * 100
    own = [placed for placed in own_sentences(part((text,)).paragraphs)[0] if placed[2]]
    assert len(own) == len(leads)
    assert all(word in sentence.lower() for word, (sentence, _, _) in zip(leads, own, strict=True))


def test_of_a_long_text_that_announces_nothing_the_first_whole_paragraph_says_what_is_wanted() -> None:
    text = (
        "Hello.\n\nTwo tests hang since the upgrade of the database driver.\n\n"
        + "The pool was written in 2019. " * 100
    )
    own = [sentence for sentence, _, leads in own_sentences(part((text,)).paragraphs)[0] if leads]
    assert own == ["Hello.", "Two tests hang since the upgrade of the database driver."]


def test_a_sentence_said_again_is_read_once_and_its_text_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    remembered: dict[int, Sentence] = {}
    monkeypatch.setattr(reading, "_sentences", remembered)
    monkeypatch.setattr(reading, "_REMEMBERED", 3)
    again = "Fix the parser, it is broken."
    assert user(again).sentences[0] is user(again).sentences[0]
    assert user(f"The cart is new.\n\n{again}").sentences[1].paragraph == 1  # its place is its own
    for number in range(9):
        user(f"Change the title of page {number}.")
    assert len(remembered) == 3
    assert "page" not in repr(remembered)
    assert user(again).sentences[0].mask == user(again + " ").sentences[0].mask


def test_the_agent_s_words_are_not_the_user_s_and_its_files_are_remembered() -> None:
    message = Message("assistant", (TRACE,), (Call("1", "edit", '{"path": "billing_worker.py"}'),))
    asked = Message("user", ("look at billing_worker.py again",))
    reading = read_other(message)
    assert reading.sentences == ()
    assert names_in(message) & names_in(asked)


def test_the_system_s_words_can_name_a_side_request() -> None:
    assert "side_system" in concepts(read_other(Message("system", ("You are a title generator.",))))


def test_the_key_forgives_case_and_blanks_and_reads_the_opening_only() -> None:
    assert key("Fix   the\nTest") == key("fix the test")
    assert key("fix the test") != key("fix the tests")
    opening = "word " * 200
    assert key(opening + "one") == key(opening + "two")
    assert whole_of(Message("user", (opening + "one",))) != whole_of(Message("user", (opening + "two",)))
    assert len(key("x")) == len(digest("")) == 16


def test_a_reading_holds_no_text() -> None:
    secret = "hunter2-Zanzibar"
    assert secret not in repr(msgspec.to_builtins(user(f"my password is {secret}")))


@pytest.mark.parametrize("text", ["", " ", "\x00", "\n" * 1000, "```", "<file>", "?", "\u200b", "a" * 300_000])
def test_any_text_can_be_read(text: str) -> None:
    message = Message("user", (text,))
    for found in (read_user(message), read_tool(message), read_other(message)):
        assert found.chars == len(text)


@pytest.mark.parametrize(("number", "read"), [(70, 70), (90, 56)], ids=["up to 2,000 characters", "a longer one"])
def test_a_text_is_read_whole_and_of_a_long_one_the_head(number: int, read: int) -> None:
    said = " ".join(f"Add it to client {name} now." for name in range(1000, 1000 + number))
    sentences, closing = own_sentences((said,))
    assert (len(sentences), closing) == (read, [])


@pytest.mark.parametrize("between", [" ", "\n", "\n\n"], ids=["a blank", "a line", "a paragraph"])
def test_what_is_said_twice_counts_once(between: str) -> None:
    said = "Rename foo to bar. Then run the tests."
    assert read_user(Message("user", (f"{said}{between}{said}",))).words == read_user(Message("user", (said,))).words


def test_what_was_counted_is_said_where_the_order_speaks_of_all_of_it() -> None:
    """What a project is like is left out, but for what the order refers to."""
    counted = "Our platform consists of 31 microservices, built by four teams over six years."
    assert own_of(Message("user", (f"{counted} Rename foo to bar in a.py.",))).left_out == 1
    assert own_of(Message("user", (f"{counted} Move the logging of all to one shared library.",))).left_out == 0


def test_all_that_stands_before_an_announced_text_is_the_prompt() -> None:
    """The order may stand behind a long first paragraph."""
    story = "We print the labels of a cheese dairy, and each cheese has a number that begins with its valley. " * 9
    message = f"{story}\n\nRename foo to bar in a.py.\n\nFor reference:\n\n" + "The house was built in 1907. " * 200
    said = read_user(Message("user", (message,))).sentences
    assert [item.lead for item in said if item.mask & VOCABULARY.of("tiny_change", "do_edit")] == [True]
