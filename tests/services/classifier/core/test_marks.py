"""The names of concepts: each is a mask of the vocabulary, and the groups hold what they are named after."""

from services.classifier.core import marks
from services.classifier.core.vocabulary import VOCABULARY

MASKS = {name: value for name, value in vars(marks).items() if name.isupper() and isinstance(value, int)}


def test_every_name_stands_for_concepts_of_the_vocabulary() -> None:
    known = VOCABULARY.of(*VOCABULARY.names)
    assert len(MASKS) > 50
    for name, mask in MASKS.items():
        assert mask, f"{name} is empty"
        assert not mask & ~known, f"{name} has a bit that no concept has"


def test_work_is_every_kind_of_work_and_no_reading() -> None:
    for kind in (
        marks.CREATE,
        marks.ADD,
        marks.EDIT,
        marks.FIX,
        marks.TRANSFORM,
        marks.REVIEW,
        marks.DESIGN,
        marks.RUN,
    ):
        assert marks.WORK & kind == kind
    assert not marks.WORK & (marks.EXPLAIN | marks.TEXT_WORK | marks.QUESTION)


def test_the_heads_of_work_are_part_of_work() -> None:
    assert marks.HEAD_WORK & marks.WORK == marks.HEAD_WORK
    assert all(name.startswith("do_") for name in VOCABULARY.named(marks.HEAD_WORK))


def test_a_store_is_an_asset_and_every_event_counts_anywhere() -> None:
    assert marks.ASSET & marks.STORE == marks.STORE
    for event in (marks.DOWN, marks.MONEY_WRONG, marks.LOSS, marks.OTHERS, marks.LEAK, marks.DESTROY_COMMAND):
        assert marks.EVENT & event == event


def test_words_that_say_nothing_name_no_work_and_no_event() -> None:
    assert not marks.GENERIC & (marks.WORK | marks.EVENT)
