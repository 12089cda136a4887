"""The word tables of `risk`: every term compiles on RE2, none is empty, and samples of each concept are found."""

import pytest

from services.classifier.core.lexicon import risk
from services.classifier.core.lexicon.language import expression, fold, terms_of
from services.classifier.core.vocabulary import VOCABULARY
from shared.config.regex import compile_pattern

TABLES = [
    value
    for name, value in vars(risk).items()
    if name.isupper() and not name.startswith("_") and isinstance(value, dict) and name != "HEADS"
]
TERMS = [(concept, term.strip()) for table in TABLES for concept, terms in table.items() for term in terms.split(";")]


def test_every_term_compiles_and_matches_something_not_empty() -> None:
    for concept, term in TERMS:
        assert term, f"{concept} has an empty term"
        assert not compile_pattern(expression(terms_of(term)), case_sensitive=True).fullmatch(""), (concept, term)


SAMPLES = [
    ("prod", "on the production database"),
    ("prod", "线上环境"),
    ("prod", "本番で"),
    ("nonprod", "my laptop"),
    ("nonprod", "тестовая база"),
    ("nonprod", "double bookings in the load test"),
    ("nonprod", "en el entorno de integración"),
    ("spared", "prod is still on the old one and happy"),
    ("spared", "refuses to run when the env is production"),
    ("spared", "no afecta a nadie"),
    ("spared", "prod läuft normal"),
    ("people", "our customers"),
    ("people", "お客様"),
    ("now", "since 14:02"),
    ("now", "hace diez minutos"),
    ("now", "versehentlich"),
    ("closed", "it was closed in march"),
    ("closed", "the segfault is gone"),
    ("closed", "all nodes are back and nothing is offline"),
    ("hypothetical", "what would happen if"),
    ("hypothetical", "it must survive a stolen key"),
    ("hypothetical", "double bookings are unacceptable"),
    ("hypothetical", "no tenant may be down"),
    ("hypothetical", "we rehearse a breach"),
    ("hypothetical", "小説の台詞です"),
    ("conditional", "if someone does it"),
    ("destroy_command", "rm -rf /srv/data"),
    ("destroy_command", "terraform destroy"),
    ("destroy_verb", "löschen wir alles"),
    ("destroy_verb", "清空"),
    ("store_asset", "the orders table"),
    ("loss", "all rows are gone"),
    ("loss", "sin copia de seguridad"),
    ("irreversible", "this cannot be undone"),
    ("live_operation", "apply the migration on production"),
    ("secret_noun", "the API key"),
    ("secret_noun", "パスワード"),
    ("leak_verb", "i pushed it"),
    ("public", "a public repository"),
    ("public", "公开的仓库"),
    ("venue", "in the build logs"),
    ("remedy", "rotate it"),
    ("key_material", "the private key"),
    ("others_data", "another customer's invoices"),
    ("others_data", "чужие заказы"),
    ("sees", "can read"),
    ("unguarded", "without authentication"),
    ("prevented", "users cannot see drafts"),
    ("exploited", "an attacker"),
    ("money_wrong", "charged twice"),
    ("money_wrong", "重复扣款"),
    ("money_wrong", "doppelt abgebucht"),
    ("down", "the site is down"),
    ("down", "all logins on production have been failing"),
    ("down", "nicht erreichbar"),
    ("down", "fora do ar"),
    ("down", "l'appli plante en boucle"),
    ("down", "we get 502s everywhere"),
    ("down", "ダウンしています"),
    ("partial_live", "the migration failed half way"),
]


@pytest.mark.parametrize(("concept", "text"), SAMPLES, ids=[f"{concept}: {text[:40]}" for concept, text in SAMPLES])
def test_a_concept_is_found(concept: str, text: str) -> None:
    assert concept in VOCABULARY.named(VOCABULARY.mask(fold(text)))


QUIET = [
    ("prod", "the product page"),
    ("nonprod", "the load test dropped the production database"),
    ("spared", "prod is down and nobody is happy"),
    ("spared", "the live database has the wrong rows"),
    ("closed", "the orders table is gone"),
    ("closed", "is the site back"),
    ("hypothetical", "the nodes did not survive"),
    ("hypothetical", "a novelty of this release"),
    ("public", "a public static method"),
    ("people", "useful"),
    ("loss", "prove it is gone for good manners"),
    ("down", "scroll down the page"),
    ("money_wrong", "the invoice page"),
    ("destroy_command", "drop down menu"),
    ("secret_noun", "a keyboard shortcut"),
    ("others_data", "export all customers"),
    ("now", "know how"),
]


@pytest.mark.parametrize(("concept", "text"), QUIET, ids=[f"{concept}: {text[:40]}" for concept, text in QUIET])
def test_a_concept_is_not_found(concept: str, text: str) -> None:
    assert concept not in VOCABULARY.named(VOCABULARY.mask(fold(text)))
