"""Trains what tells real events from those that are only told of, and writes its weights: `python -m tests.training.events`. Deterministic.

A linear model with L2 over stems, pairs of them and concepts. It learns from the sentences of labelled requests that name an
event: those of critical requests against all others. Train it behind the asides and before the learned layer.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from services.classifier.core import clients, said
from services.classifier.core.engine import Engine
from services.classifier.core.events import AROUND, BIAS, CONCEPT, EVENT
from services.classifier.core.messages import cut
from services.classifier.core.vocabulary import VOCABULARY
from services.cli.labelled import Labelled
from services.cli.route import engine_of, request_of
from shared.level import Level
from tests.training import samples
from tests.training.samples import Sample
from tests.training.train import ROOT, Model, fit, gather, names_of

WEIGHTS: Final = ROOT / "services" / "classifier" / "core" / "events.txt"
OWN_WEIGHS: Final = 0.5
AROUND_WEIGHS: Final = 0.3
"""Values of concepts: the smaller, the more the penalty presses their weights."""
PENALTY: Final = 8.0
FAINT: Final = 20
"""Words that weigh fewer hundredths of a logit are left out of the file."""
HEADER: Final = """\
# What tells real events from those that are only told of, in hundredths of a logit. Made by `python -m tests.training.events`; do not edit by hand.
# A stem, a pair of stems, a concept of the sentence (+) or of the others (~), and its weight.
"""


def samples_of(engine: Engine, record: Labelled) -> Iterator[Sample]:
    """The sentences of a request that name an event and are no question, no story and no hypothesis."""
    request = request_of(record.request)
    raws, readings = clients.recapped(cut(request.messages)), engine.read(request).messages
    active = samples.true_frame(engine, readings, record)
    heard = said.listen([readings[index] for index in active.turns])
    texts = samples.texts_of(readings, raws, active.turns)
    is_critical = Level.CRITICAL in record.levels
    for item in heard.real:
        if item.mask & EVENT:
            around = said.union(other for other in heard.spoken if other is not item)
            values = {CONCEPT + name: OWN_WEIGHS for name in VOCABULARY.named(item.mask)}
            values |= {AROUND + name: AROUND_WEIGHS for name in VOCABULARY.named(around)}
            truth = (float(not is_critical), float(is_critical))
            yield Sample(record.id, values, samples.weighed([item], texts), truth)


def text_of(model: Model) -> str:
    """The weights file."""
    lines = {BIAS: round((model.bias[1] - model.bias[0]) * 100)}
    for number, name in enumerate(model.names):
        told, real = model.stored(number)
        if name.startswith("w:"):
            weight, least = real - told, FAINT
        else:
            weight, least = round((real - told) * (OWN_WEIGHS if name[2] == CONCEPT else AROUND_WEIGHS)), 1
        if abs(weight) >= least:
            lines[name[2:]] = weight
    return HEADER + "".join(f"{name}\t{lines[name]}\n" for name in sorted(lines))


def main(arguments: Sequence[str]) -> int:
    """Write the weights, into the file that is named or where they are shipped."""
    engine, _ = engine_of(None)
    learned = [(sample, weight) for record, weight in gather(hold_out="") for sample in samples_of(engine, record)]
    model = fit(learned, penalty=PENALTY, names=names_of([sample for sample, _ in learned]))
    (Path(arguments[0]) if arguments else WEIGHTS).write_text(text_of(model), encoding="utf-8")
    print(f"{len(learned)} sentences, {len(model.names)} words and concepts")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
