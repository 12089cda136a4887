"""The word tables compiled: one `re2.Set` per kind of text, and which bit stands for which concept.

The sets are built once per process. They hold no state of a request and none of a config.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from services.classifier.core.lexicon import acts, difficulty, outcomes, risk, shapes, turns
from services.classifier.core.lexicon.language import expression
from shared.config.regex import PatternSet, compile_pattern

_ANCHORED: Final = ("question", "greeting", "thanks", "go_on")
_WHOLE: Final = ("ack",)


class Vocabulary:
    """Concepts that are looked for in one sentence, each a bit of a mask."""

    def __init__(self, tables: Iterable[Mapping[str, str]], heads: Mapping[str, str]) -> None:
        """Compile `tables` (terms) and `heads` (whole expressions, their names get the prefix `do_`)."""
        expressions: dict[str, str] = {f"do_{name}": text for name, text in heads.items()}
        for table in tables:
            for name, terms in table.items():
                expressions[name] = _placed(name, expression(terms))
        expressions["interrogative"] = rf"{_OPENING}(?:{expression(acts.ACTS['question'])})"
        self.names = tuple(expressions)
        self.bits = {name: 1 << index for index, name in enumerate(self.names)}
        self._powers = tuple(self.bits.values())
        self._set = PatternSet(tuple(expressions.values()), case_sensitive=True)

    def __repr__(self) -> str:
        """Vocabulary(76 concepts)."""
        return f"Vocabulary({len(self.names)} concepts)"

    def mask(self, folded: str) -> int:
        """The concepts in a folded sentence."""
        mask, powers = 0, self._powers
        for index in self._set.matches(folded.encode("utf-8", "replace")):
            mask |= powers[index]
        return mask

    def of(self, *names: str) -> int:
        """The mask of these concepts."""
        mask = 0
        for name in names:
            mask |= self.bits[name]
        return mask

    def named(self, mask: int) -> tuple[str, ...]:
        """The names in a mask."""
        return tuple(name for name, bit in self.bits.items() if mask & bit)


_FILLERS: Final = r"(?:(?:please|can|could|would|you|will|i|think|should|let's|lets|just|now|then|and|so|yes|yep|yeah|ok|okay|great|good|fine|perfect|thanks|nice|cool|alright|no|hm+|bitte|por|favor|s'il|te|plait|vous|per|gerne|jetzt|ahora|maintenant|ora|agora|also|well|pls|want|like|to|need|it's|that's|i'd|go|ahead|und|et|y|e|и|а|но|но|but|fais|fai|haz|faz|mach|сделай|давай|do|the|hm|ah|oh|ugh|dann|puis|luego|poi|depois|потом|entao|allora|alors)[,.!:]* )*"
_OPENING: Final = r"^[\s\"'(¿¡*_-]*(?:(?:so|and|but|also|ok|okay|hi|hey|hello|hm+|well|please|now|oh|sorry|then|btw|y|et|und|e|а|и)[,:!.]* ){0,2}"


def _placed(name: str, text: str) -> str:
    if name == "go_on":
        return rf"^\W*{_FILLERS}(?:{text})"
    if name in _ANCHORED:
        return (
            f"{_OPENING}(?:{text})"
            if name != "question"
            else f"{_OPENING}(?:{text})|[?？]\\W*$|吗|呢|何ですか|とは何|什么是|是什么|为什么|무엇|어떻게 "
        )
    if name in _WHOLE:
        return rf"^[^\p{{L}}\p{{N}}]*(?:(?:{text})(?:[^\p{{L}}\p{{N}}]|thanks?|thank you|thx|then|now|for now|very much|so much|man|mate|team|a lot|です|ます|ました|ございます|요|니다|了|啊|呢|的)*)+$"
    return text


VOCABULARY: Final = Vocabulary(
    (
        acts.ACTS,
        acts.SMALL,
        risk.PLACE,
        risk.CONDITION,
        risk.DESTRUCTION,
        risk.SECRETS,
        risk.ACCESS,
        risk.MONEY,
        risk.OUTAGE,
        difficulty.DIFFICULTY,
        turns.TURNS,
        turns.SIDE,
    ),
    acts.HEADS,
)


class Grammar:
    """Shapes of output, looked for in a whole text at once."""

    def __init__(self) -> None:
        """Compile the tables of `outcomes`."""
        self.shapes = outcomes.COUNTED + outcomes.FAILURES + outcomes.SUCCESSES
        self._set = PatternSet(tuple(shape.regex for shape in self.shapes), case_sensitive=True)
        self._single = [compile_pattern(shape.regex, case_sensitive=True) for shape in self.shapes]
        self._counted = len(outcomes.COUNTED)
        self.kinds = {shape.name: shape.kind for shape in self.shapes}

    def __repr__(self) -> str:
        """Grammar(130 shapes)."""
        return f"Grammar({len(self.shapes)} shapes)"

    def fired(self, text: bytes) -> list[int]:
        """Indices of the shapes that occur."""
        return self._set.matches(text)

    def is_counted(self, index: int) -> bool:
        """Whether the shape has a number of failures."""
        return index < self._counted

    def last(self, index: int, text: bytes) -> tuple[int, int]:
        """(last number, where it starts) of a counted shape, or (1, start) of the last occurrence of another one.

        The text is bytes because re2 would encode it anew with every question.
        """
        number, at = 0, -1
        for match in self._single[index].finditer(text):
            at = match.start()
            number = int(match.group(1)[:9]) if index < self._counted and match.group(1) else 1
        return number, at

    def count(self, index: int, text: bytes, limit: int = 200) -> int:
        """How often a shape occurs, up to `limit`."""
        found = 0
        for _ in self._single[index].finditer(text):
            found += 1
            if found >= limit:
                break
        return found


GRAMMAR: Final = Grammar()

_SECRET_SET: Final = PatternSet(tuple(regex for _, regex in shapes.SECRET), case_sensitive=True)
_SECRET_SINGLE: Final = tuple(compile_pattern(regex, case_sensitive=True) for _, regex in shapes.SECRET)
_PLACEHOLDER: Final = compile_pattern(shapes.PLACEHOLDER, case_sensitive=True)
_LINE_SET: Final = PatternSet(tuple(regex for _, regex in shapes.FOREIGN_LINE), case_sensitive=True)
_LINE_KINDS: Final = tuple(kind for kind, _ in shapes.FOREIGN_LINE)
FILE_VIEW: Final = compile_pattern(shapes.FILE_VIEW, case_sensitive=True)


def secret_shapes(text: bytes) -> tuple[str, ...]:
    """Names of the secrets whose shape is in the text and which are no placeholder."""
    found = []
    for index in _SECRET_SET.matches(text):
        for match in _SECRET_SINGLE[index].finditer(text):
            around = text[max(match.start() - 10, 0) : match.end() + 10]
            if not _PLACEHOLDER.search(around):
                found.append(shapes.SECRET[index][0])
                break
    return tuple(found)


def line_kind(line: str) -> str:
    """'' for prose, else what the line is: log, diff, code, quote or table."""
    fired = _LINE_SET.matches(line[:400].encode("utf-8", "replace"))
    return _LINE_KINDS[fired[0]] if fired else ""
