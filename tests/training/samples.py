"""Labelled requests to samples for the learned layer: features by name, words by stem, and what is true.

What the engine weighs at run time and what is trained on come from the same functions, so that they cannot differ.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from services.classifier.core import clients, detectors, features, frame, leaning, policy, said, spans, turn
from services.classifier.core.conversation import Conversation
from services.classifier.core.engine import Engine
from services.classifier.core.learned import scale_of
from services.classifier.core.messages import cut
from services.classifier.core.reading import WITH_CARE, How, Sentence, folded_of, said_in
from services.classifier.core.words import pairs, stems
from services.cli.labelled import Labelled
from services.cli.route import request_of
from shared.level import LEVELS, Level

EASY: Final = LEVELS[0]
CLOSES: Final = "closes_with_courtesy"
OPENS: Final = "^"
"""Begins the name of a word that opens a turn."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One thing to learn from."""

    id: str
    values: dict[str, float]
    """Concepts, facts, rules."""
    words: dict[str, float]
    """Stems and pairs of them, and with `OPENS` how a turn opens."""
    truth: tuple[float, ...]
    """Weight of each class."""


def texts_of(
    readings: Conversation, raws: Sequence[bytes], turns: Iterable[int], how: How = WITH_CARE
) -> dict[int, str]:
    """Identity of a sentence that was read to its folded text."""
    found: dict[int, str] = {}
    for index in turns:
        own, _ = said_in(spans.part(clients.read(raws[index]).texts).paragraphs, how)
        for sentence, (text, _) in zip(readings[index].sentences, own, strict=True):
            found[id(sentence)] = folded_of(text)
    return found


def weighed(sentences: Iterable[Sentence], texts: dict[int, str], *, opening: bool = False) -> dict[str, float]:
    """Stems and pairs of sentences, each as much as the layer counts it."""
    listed = [stems(texts[id(item)]) for item in sentences]
    scale = scale_of(sum(max(2 * len(found) - 1, 0) for found in listed))
    words: dict[str, float] = {}
    for found in listed:
        for term in (*found, *pairs(found)):
            words[term] = words.get(term, 0.0) + scale
    if opening and listed and listed[0]:
        first = listed[0]
        for term in dict.fromkeys((first[0], " ".join(first[:2]))):
            words[OPENS + term] = scale if len(first) > 1 else 2 * scale
    return words


def of_turn(engine: Engine, record: Labelled) -> Sample | None:
    """Whether the last turn goes on; None when the request ends otherwise, or has one turn only."""
    request = request_of(record.request)
    raws, readings = clients.recapped(cut(request.messages)), engine.read(request).messages
    users = turns_of(readings)
    if len(users) < 2 or users[-1] != len(readings.roles) - 1 or turn.is_acknowledgement(readings[users[-1]]):
        return None
    texts = texts_of(readings, raws, users[-1:])
    said_now = readings[users[-1]].content[: leaning.SENTENCES]
    asked = leaning.features(readings, users[-2], users[-1])
    asked += leaning.of_subjects(readings, users[-2], users[-1])
    return Sample(
        record.id,
        dict(asked),
        weighed(said_now, texts, opening=True),
        (float(not record.continuation), float(record.continuation)),
    )


def with_thanks(sample: Sample) -> Sample | None:
    """The same turn with thanks behind it; None when it closes so already, or says nothing else."""
    if CLOSES in sample.values or "says_nothing" in sample.values:
        return None
    return replace(sample, values={**sample.values, CLOSES: 1.0})


def of_level(engine: Engine, record: Labelled, how: How = WITH_CARE) -> Sample | None:
    """Which level a frame has; None when a rule decides alone. The frame is the true one. `how` the engine reads."""
    request = request_of(record.request)
    raws, readings = clients.recapped(cut(request.messages)), engine.read(request).messages
    active = true_frame(engine, readings, record)
    facts = detectors.detect(readings, active, has_tools=request.has_tools, response_format=request.response_format)
    if facts.side_request or facts.courtesy:
        return None
    verdict = policy.judge(facts, EASY, forced="", disabled=frozenset({"learned_levels"}), cap=Level.MEDIUM)
    listened = said.listen([readings[index] for index in active.turns])
    texts = texts_of(readings, raws, active.turns, how)
    values: dict[str, float] = {}
    for name, value in (*facts.features, *features.of_rules(verdict.floors, verdict.gate)):
        values[name] = value
    return Sample(
        record.id,
        values,
        weighed(listened.spoken, texts),
        _truth(record.levels),
    )


def turns_of(readings: Conversation) -> list[int]:
    """Indices of the user's turns."""
    return [index for index, role in enumerate(readings.roles) if role == "user" and turn.is_turn(readings[index])]


def true_frame(engine: Engine, readings: Conversation, record: Labelled) -> frame.Frame:
    """The frame by the label of the last turn, and by the rules before it."""
    found = frame.find(readings)
    users = turns_of(readings)
    if len(users) < 2 or users[-1] != len(readings.roles) - 1 or bool(found.reasons) == record.continuation:
        return found
    if not record.continuation:
        return msgspec.structs.replace(found, start=users[-1], boundary=users[-1], reasons=(), turns=(users[-1],))
    before = request_of({**record.request, "messages": record.request["messages"][: users[-1]]})
    earlier = frame.find(engine.read(before).messages)
    reason = turn.continuation(readings, users[-1]) or "learned"
    turns = (*earlier.turns, users[-1])
    return msgspec.structs.replace(
        found, start=earlier.start, boundary=earlier.boundary, reasons=(reason,), turns=turns
    )


def _truth(levels: Sequence[Level]) -> tuple[float, ...]:
    """The primary label weighs most of it."""
    if len(levels) == 1:
        return tuple(float(level is levels[0]) for level in LEVELS)
    return tuple(0.65 if level is levels[0] else 0.35 if level is levels[1] else 0.0 for level in LEVELS)
