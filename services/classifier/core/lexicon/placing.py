"""Concepts that have a place of their own in a sentence: greetings, questions, thanks, and what says no more than yes."""

from typing import Final

from services.classifier.core.lexicon.language import Place, Term, expression

_FILLERS: Final = r"(?:(?:please|can|could|would|you|will|i|think|should|let's|lets|just|now|then|and|so|yes|yep|yeah|ok|okay|great|good|fine|perfect|thanks|nice|cool|alright|no|hm+|bitte|por|favor|s'il|te|plait|vous|per|gerne|jetzt|ahora|maintenant|ora|agora|also|well|pls|want|like|to|need|it's|that's|i'd|go|ahead|und|et|y|e|и|а|но|но|but|fais|fai|haz|faz|mach|сделай|давай|do|the|hm|ah|oh|ugh|dann|puis|luego|poi|depois|потом|entao|allora|alors)[,.!:]* )*"
_OPENING: Final = r"[\s\"'(¿¡*_-]*(?:(?:so|and|but|also|ok|okay|hi|hey|hello|hm+|well|please|now|oh|sorry|then|btw|y|et|und|e|а|и)[,:!.]* ){0,2}"
_ASKED: Final = (
    Term(r"[?]\W*$", Place.ANYWHERE, closed=False),
    Term(r"？\W*$|吗|呢|何ですか|とは何|什么是|是什么|为什么|무엇|어떻게 ", Place.ANYWHERE, closed=False),
)
_AFTER_ACK: Final = r"(?:[^\p{L}\p{N}]|thanks?|thank you|thx|then|now|for now|very much|so much|man|mate|team|a lot|です|ます|ました|ございます|요|니다|了|啊|呢|的)*"


def in_place(name: str, terms: list[Term]) -> list[Term]:
    """The terms of a concept, put where it stands in a sentence."""
    text = expression(terms)
    match name:
        case "greeting" | "thanks" | "interrogative":
            return [_opening(text)]
        case "question":
            return [_opening(text), *_ASKED]
        case "go_on":
            return [Term(rf"\W*{_FILLERS}(?:{text})", Place.START, closed=False)]
        case "ack":  # the whole of it
            return [Term(rf"[^\p{{L}}\p{{N}}]*(?:(?:{text}){_AFTER_ACK})+$", Place.START, closed=False)]
    return terms


def _opening(text: str) -> Term:
    """What stands at the beginning, but for a word or two."""
    return Term(f"{_OPENING}(?:{text})", Place.START, closed=False)
