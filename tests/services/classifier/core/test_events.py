"""An event that is only told of holds no gate; one that is real does, whatever else is said."""

import pytest

from services.classifier.core.engine import Engine
from services.classifier.core.events import EVENTS, Events
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.weighed import WEIGHED, Weighed
from services.classifier.core.words import stems
from shared.config.load import Source, default_text, load
from shared.level import Level
from tests.services.classifier.core.conftest import Ask, Judge

TOLD = [
    "We sell an uptime monitor: when a customer's production site is down, the tile turns red. Make the red a bit darker, #b00020, in tile.css.",
    "An auditor asks how we make sure that no customer is ever charged twice. Write three sentences for the report.",
    "The game's second act begins when the space station's production reactor is down and all people are locked out. Write the function that fades the light to red.",
    "As a demo for the sales team the app shows what it's like when the production site is down for all customers: a big red page. Centre its text.",
    "Notre jeu sérieux raconte une banque où des clients sont débités deux fois en production. Change la couleur du bouton Suivant en vert.",
]
REAL = [
    "Since noon customers see the orders of other customers in production.",
    "I think I've just dropped the customers table on the production database. What now?",
    "The checkout is down in production, customers cannot pay, since the deploy at nine.",
    "Three customers wrote that they were charged twice this morning, it's still going on.",
    "The AWS key is in the public repo since yesterday, I've just noticed.",
    "Seit heute früh sehen Kunden die Rechnungen anderer Kunden, wir haben gerade den dritten Anruf.",
]


@pytest.mark.parametrize("prompt", TOLD)
def test_what_is_only_told_of_holds_no_gate(judge: Judge, prompt: str) -> None:
    decision = judge(prompt)
    assert decision.level.rank <= Level.MEDIUM.rank
    assert "told_events:1" in decision.reasons


@pytest.mark.parametrize("prompt", REAL)
def test_what_is_real_holds_one(judge: Judge, prompt: str) -> None:
    decision = judge(prompt)
    assert decision.level is Level.CRITICAL
    assert decision.reasons[0].startswith("gate:")


@pytest.mark.parametrize("prompt", TOLD)
def test_it_can_be_switched_off(ask: Ask, prompt: str) -> None:
    believes = default_text("router.yaml").replace(b"disabled: []", b"disabled: [told_events]")
    decision = Engine.compile(load(Source(believes))).classify(ask(prompt)).decision
    assert decision.level is Level.CRITICAL
    assert not any(reason.startswith("told_events") for reason in decision.reasons)


def test_what_surrounds_a_doubtful_event_decides() -> None:
    assert EVENTS.are_real(0.0, VOCABULARY.mask("three patients called about it this morning"))
    assert not EVENTS.are_real(0.0, VOCABULARY.mask("make the red a bit darker in tile.css"))


def test_a_sentence_without_an_event_is_not_asked_about() -> None:
    assert EVENTS.reality(VOCABULARY.mask("rename foo to bar"), 4, WEIGHED.sum(stems("rename foo to bar"))) == 0.0


def test_a_line_that_is_no_weight_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        Events("# comment\nword\n", Weighed())
