"""Trains what tells manner from tasks and writes its weights: `python -m tests.training.manner`. Deterministic; half a minute.

One linear model with L2 over stems, pairs of them and concepts: sentences of `tests/data/manner` against the sentences of all
labelled requests that have several. Train it before the learned layer, which reads what it leaves.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from services.classifier.core import spans
from services.classifier.core.learned import scale_of
from services.classifier.core.manner import BIAS, CONCEPT, LENGTH, length_of
from services.classifier.core.reading import own_sentences, plain_of
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.words import pairs, stems
from tests.training.samples import Sample
from tests.training.train import DEV, FAINT, LEARN, ROOT, Model, fit

DATA: Final = ROOT / "tests" / "data" / "manner"
WEIGHTS: Final = ROOT / "services" / "classifier" / "core" / "manner.txt"
MANNER_WEIGHS: Final = 3.0
"""Of a sentence written for this, of either kind; there are ten times as many in the labelled requests."""
TOLD_WEIGHS: Final = 2.0
PENALTY: Final = 1.0
LONGEST: Final = 200
"""Characters of a sentence that is learned from."""
HEADER: Final = """\
# What tells manner ("think step by step") from tasks, in hundredths of a logit. Made by `python -m tests.training.manner`; do not edit by hand.
# A stem, a pair of stems, or (with a plus) a concept, and its weight.
"""


def sample_of(text: str, *, manner: bool) -> Sample:
    """A sentence to learn from."""
    folded = plain_of(text)
    found = stems(folded)
    words: dict[str, float] = {}
    for term in (*found, *pairs(found)):
        words[term] = words.get(term, 0.0) + scale_of(2 * len(found) - 1)
    concepts = {CONCEPT + name: 1.0 for name in VOCABULARY.named(VOCABULARY.mask(folded))}
    return Sample(text, {LENGTH: length_of(found), **concepts}, words, (float(not manner), float(manner)))


def sentences(file: Path) -> list[str]:
    """The texts of a file, a line of JSON each."""
    return [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]


def told() -> Iterator[str]:
    """The sentences of labelled requests, of messages that have several: the opening of each."""
    for file in (DEV, *sorted(LEARN.glob("*.jsonl"))):
        for line in file.read_text(encoding="utf-8").splitlines():
            for message in json.loads(line)["request"]["messages"]:
                if message["role"] == "user" and isinstance(message["content"], str):
                    placed, _ = own_sentences(spans.part((message["content"],)).paragraphs)
                    if len(placed) > 1:
                        yield from (text for text, _, leads in placed if leads and len(text) <= LONGEST)


def text_of(model: Model) -> str:
    """The weights file."""
    lines = {BIAS: round((model.bias[1] - model.bias[0]) * 100)}
    for number, name in enumerate(model.names):
        task, manner = model.hundredths(number)
        if abs(manner - task) >= (FAINT if name.startswith("w:") else 1):
            lines[name[2:]] = manner - task
    return HEADER + "".join(f"{name}\t{lines[name]}\n" for name in sorted(lines))


def main(arguments: Sequence[str]) -> int:
    """Write the weights, to the file that is named or to the one that is shipped."""
    known = dict.fromkeys(sentences(DATA / "manner.jsonl"), True) | dict.fromkeys(
        sentences(DATA / "tasks.jsonl"), False
    )
    doubtful = set(sentences(DATA / "labelled.jsonl"))
    rest = [text for text in dict.fromkeys(told()) if text not in known and text not in doubtful]
    learned = [sample_of(text, manner=manner) for text, manner in known.items()]
    learned += [sample_of(text, manner=False) for text in rest]
    model = fit(learned, [MANNER_WEIGHS] * len(known) + [TOLD_WEIGHS] * len(rest), penalty=PENALTY)
    file = Path(arguments[0]) if arguments else WEIGHTS
    file.write_text(text_of(model), encoding="utf-8")
    print(
        f"{file}: {len(known)} sentences of either kind and {len(rest)} of labelled requests, {len(model.names)} names"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
