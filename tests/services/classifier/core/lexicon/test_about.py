"""Fields of work and taking back: where the words are meant, in several languages, and where they are only part of others."""

import pytest

from services.classifier.core.lexicon.about import ABOUT
from services.classifier.core.lexicon.language import fold
from services.classifier.core.vocabulary import Vocabulary

WORDS = Vocabulary((ABOUT,), {})

FIRES = [
    ("tests", "Write a unit test for the parser"),
    ("tests", "为解析器写一个单元测试"),
    ("tests", "напиши тест для парсера"),
    ("config", "Set the retry limit in config.yaml"),
    ("config", "Ändere die Konfiguration des Loggers"),
    ("infra", "Move the pods to the new cluster"),
    ("infra", "los pods de kubernetes"),
    ("auth", "The login page forgets the session"),
    ("auth", "ログインできない"),
    ("docs", "Update the README"),
    ("docs", "ajoute des commentaires à la fonction"),
    ("rollback", "Roll the last deploy back"),
    ("rollback", "revert that commit"),
    ("rollback", "mach das rückgängig"),
    ("rollback", "回滚上一个版本"),
]
STAYS_QUIET = [
    ("tests", "Take the latest contest results"),
    ("config", "Reconcile the two ledgers"),
    ("infra", "The podcast has a new episode"),
    ("auth", "Show the author of each post"),
    ("docs", "The doctor's calendar is empty"),
    ("rollback", "Scroll back to the top"),
]


@pytest.mark.parametrize(("name", "text"), FIRES, ids=[f"{name}: {text}" for name, text in FIRES])
def test_a_word_is_meant(name: str, text: str) -> None:
    assert name in WORDS.named(WORDS.mask(fold(text)))


@pytest.mark.parametrize(("name", "text"), STAYS_QUIET, ids=[f"{name}: {text}" for name, text in STAYS_QUIET])
def test_a_part_of_a_word_is_not(name: str, text: str) -> None:
    assert name not in WORDS.named(WORDS.mask(fold(text)))
