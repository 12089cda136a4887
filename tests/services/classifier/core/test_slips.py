"""Slips of typing: what is mended, what is left as it is, and that a request with slips is the request."""

from importlib.resources import files
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.classifier.core.engine import Engine
from services.classifier.core.slips import SLIPS, Slips, mended, words_of
from shared.config.load import Source, default, load
from tests.services.classifier.core.conftest import Ask

TEXT = files("services.classifier.core").joinpath("slips.txt").read_text(encoding="utf-8")
LEVELS = b"levels: {easy: {model: v/a}, medium: {model: v/a}, hard: {model: v/b}, critical: {model: v/b}}\n"


def mend(text: str) -> str:
    return mended(text, SLIPS.found(text))


MENDED = [
    ("the prodution databse is down", "the production database is down"),
    ("the prodution databse is down, cutsomers can't pay", "the production database is down, customers can't pay"),
    ("cutsomers can't pay since ten", "customers can't pay since ten"),
    ("the migratoin locks the tabble for ten minutes", "the migration locks the table for ten minutes"),
    ("fix the mesage, and the heder too", "fix the message, and the header too"),
    ("rename the funxtion in the parser", "rename the function in the parser"),
    ("(databse) again", "(database) again"),
]
LEFT = [
    "monkey patching, catching and flies",
    "the tuned strand was retired at the auction",
    "open databse.py and src/prodution/run",
    "set `databse` to x, and --databse too",
    "call prodution() or db.databse",
    "user_databse and databse_user",
    "the xroduction of it",
    "productive and produktion",
    "was er alles gerade darin geanderd hatte im ordner beide",
    "die verbundung zur datanbank und die wiederhergestelten protokole fehlen seit gestrn",
    "数据库 databaze прод",
    "teh dont wrok",
    "",
]


@pytest.mark.parametrize(("text", "meant"), MENDED)
def test_a_slip_is_mended(text: str, meant: str) -> None:
    assert mend(text) == meant


@pytest.mark.parametrize("text", LEFT)
def test_what_may_be_meant_is_left(text: str) -> None:
    assert mend(text) == text


def test_a_word_that_is_like_two_is_left() -> None:
    slips = Slips("# typed\nplaces planes\n\n# others\nplates\n")
    assert slips.meant("plaes") == ""
    assert slips.meant("plcaes") == "places"
    assert slips.meant("plates") == ""
    assert repr(slips) == "Slips(2 words)"


def test_a_key_beside_is_a_slip_in_a_longer_word() -> None:
    slips = Slips("server order\n\n\n")
    assert slips.meant("sercer") == "server"
    assert slips.meant("serxer") == ""
    assert slips.meant("oeder") == ""


def test_the_lists_are_in_order_and_have_no_word_twice() -> None:
    typed, others = (
        " ".join(line for line in part.split("\n") if not line.startswith("#")).split() for part in TEXT.split("\n\n")
    )
    assert typed == sorted(set(typed))
    assert others == sorted(set(others))
    assert not set(typed) & set(others)
    assert all(words_of(word) == {word} for word in (*typed, *others))
    alone = Slips(f"{' '.join(typed)}\n\n")
    assert [word for word in others if not alone._like_of(word)] == []


@given(st.text(alphabet="abcdeinorst /.`'-\n", max_size=300))
def test_nothing_is_mended_twice(text: str) -> None:
    assert mend(mend(text)) == mend(text)


def test_a_request_with_slips_is_the_request(ask: Ask) -> None:
    engine = Engine.compile(default())
    said = "The production database is down since the migration, customers cannot pay. Find the cause and restore it."
    typed = "The prodution databse is down since the migratoin, cutsomers cannot pay. Find the cause and resotre it."
    right, slipped = (engine.classify(ask(text)).decision for text in (said, typed))
    assert slipped.level is right.level
    assert slipped.confidence == right.confidence
    assert [reason for reason in slipped.reasons if reason != "slips:5" and not reason.startswith("+")] == [
        reason for reason in right.reasons if not reason.startswith("+")
    ]
    assert "slips:5" in slipped.reasons


def test_slips_can_be_left(ask: Ask) -> None:
    engine = Engine.compile(load(Source(LEVELS + b"rules: {disabled: [slips]}")))
    reasons = engine.classify(ask("The prodution databse is down")).decision.reasons
    assert not [reason for reason in reasons if reason.startswith("slips")]


def test_unknown_words_take_little_time() -> None:
    unknown = [f"re{middle}ed" for middle in ("sta", "qui", "mou", "loa", "boo", "tri", "cou", "vea") for _ in range(9)]
    text = " ".join([*(f"{word[:3]}o{word[3:]}" for word in unknown), *SLIPS._typed[:72]])
    started = process_time()
    SLIPS.found(text)
    assert process_time() - started < 0.1
