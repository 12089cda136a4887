"""Operation-object rules: where something is done to something, and where the words only stand in the text."""

import pytest

from services.classifier.core.operation_object import NOTHING, OperationObjects
from shared.config.layers import Concept, OperationObject, OperationObjectRule
from shared.level import Level

CONCEPTS = (
    Concept(name="zeus", aliases=("box seven", "七号机")),
    Concept(name="wiping", aliases=("wipe*", "purge", "lösch*", "清空")),
)
RULES = (
    OperationObjectRule(operation="Wiping ", object=" ZEUS", min_level=Level.CRITICAL),
    OperationObjectRule(operation="rotate", object="ledger key", min_level=Level.HARD),
)
TABLE = OperationObjects(CONCEPTS, OperationObject(rules=RULES))

FIRES = [
    ("Please wipe zeus tonight.", (0,)),
    ("ZEUS is to be purged? No: purge it, all of box seven.", (0,)),
    ("box seven: wipe the old volumes", (0,)),
    ("wipe the oldest volumes on zeus", (0,)),
    ("Bitte lösche den Speicher von Zeus", (0,)),
    ("请清空七号机", (0,)),
    ("Rotate the ledger key.", (1,)),
    ("Wipe zeus, then rotate the ledger key", (0, 1)),
    ("What a day. Anyway, wipe box seven.", (0,)),
]


@pytest.mark.parametrize(("text", "rules"), FIRES, ids=[text for text, _ in FIRES])
def test_a_rule_holds(text: str, rules: tuple[int, ...]) -> None:
    assert TABLE.read(text).rules == rules


STAYS_QUIET = {
    "one of the two": "wipe the cache",
    "the other of the two": "restart zeus",
    "two sentences": "Wipe the cache. Restart zeus.",
    "two lines": "wipe the cache\nrestart zeus",
    "too far apart": "wipe the cache of the small web shop in the cellar and leave zeus alone",
    "quoted": "translate the button 'please wipe zeus now' into French",
    "hypothetical": "What would happen if somebody wiped zeus?",
    "over": "Yesterday somebody had wiped zeus, this has been fixed since.",
    "another word": "swipe zeusx",
    "nothing": "",
}


@pytest.mark.parametrize("text", STAYS_QUIET.values(), ids=STAYS_QUIET.keys())
def test_no_rule_holds(text: str) -> None:
    assert TABLE.read(text).rules == ()


@pytest.mark.parametrize(("words", "holds"), [(0, True), (1, True), (2, True), (3, False)])
def test_the_window_counts_the_words_between(words: int, holds: bool) -> None:
    narrow = OperationObjects(CONCEPTS, OperationObject(proximity_window=3, rules=RULES))
    assert bool(narrow.read("wipe " + "very " * words + "zeus").rules) is holds
    assert bool(narrow.read("zeus " + "very " * words + "purge").rules) is holds


def test_concepts_are_named_as_the_config_writes_them_and_words_are_not() -> None:
    assert TABLE.read("rotate the ledger key on box seven").concepts == ("zeus",)


def test_concepts_without_rules_are_named_too() -> None:
    named = OperationObjects(CONCEPTS, OperationObject()).read("wipe zeus")
    assert (named.concepts, named.rules) == (("zeus", "wiping"), ())


def test_without_concepts_and_rules_nothing_is_looked_for() -> None:
    assert OperationObjects((), OperationObject()).read("wipe zeus") is NOTHING
