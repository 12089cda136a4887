"""Trains what tells asides from tasks and writes its weights: `python -m tests.training.asides`. Deterministic; some minutes.

Two linear models with L2 over stems, pairs of them and concepts, one for manner and one for background: sentences of
`tests/data/asides` against the sentences of all labelled requests. Train them before the learned layer,
which reads what they leave.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from services.classifier.core import spans
from services.classifier.core.asides import BIAS, CONCEPT, LENGTH, length_of
from services.classifier.core.learned import scale_of
from services.classifier.core.reading import own_sentences, plain_of
from services.classifier.core.vocabulary import VOCABULARY
from services.classifier.core.words import pairs, stems
from tests.training.samples import Sample
from tests.training.train import DEV, LEARN, ROOT, Model, fit, names_of

DATA: Final = ROOT / "tests" / "data" / "asides"
WEIGHTS: Final = ROOT / "services" / "classifier" / "core"
KINDS: Final = ("manner", "background")
WRITTEN_WEIGHS: Final = 3.0
"""Of a sentence written for this, of either kind; there are ten times as many in the labelled requests."""
TOLD_WEIGHS: Final = 2.0
HEARD_WEIGHS: Final = 4.0
"""Of an aside that a reader found in a prompt: what stands beside a request looks so."""
PENALTY: Final = 1.0
FAINT: Final = 130
"""Words that weigh fewer hundredths of a logit are left out of the file: half of them, and few sentences are told otherwise."""
LONGEST: Final = 200
"""Characters of a sentence that is learned from."""
IN_CONTEXT: Final = DATA / "in_context.jsonl"
"""Asides that readers found in the prompts of authors who wrote background and manner around what is asked."""
UNREAD: Final = frozenset(f"y{number}" for number in range(61, 105))
"""Authors who did the same, and whose prompts nobody has read for it."""
HEADER: Final = """\
# What tells asides of this kind from tasks, in hundredths of a logit. Made by `python -m tests.training.asides`; do not edit by hand.
# A stem, a pair of stems, or (with a plus) a concept, and its weight.
"""


def sample_of(text: str, *, aside: bool) -> Sample:
    """A sentence to learn from."""
    folded = plain_of(text)
    found = stems(folded)
    words: dict[str, float] = {}
    for term in (*found, *pairs(found)):
        words[term] = words.get(term, 0.0) + scale_of(2 * len(found) - 1)
    concepts = {CONCEPT + name: 1.0 for name in VOCABULARY.named(VOCABULARY.mask(folded))}
    return Sample(text, {LENGTH: length_of(len(found)), **concepts}, words, (float(not aside), float(aside)))


def rows(file: Path) -> list[dict[str, str]]:
    """A file with a line of JSON each."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def sentences(file: Path) -> list[str]:
    """The texts of a file."""
    return [row["text"] for row in rows(file)]


def told() -> Iterator[str]:
    """The sentences of labelled requests: the opening of each message."""
    for file in (DEV, *sorted(LEARN.glob("*.jsonl"))):
        if file.stem in UNREAD:
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            for message in json.loads(line)["request"]["messages"]:
                if message["role"] == "user" and isinstance(message["content"], str):
                    placed, _ = own_sentences(spans.part((message["content"],)).paragraphs)
                    yield from (text for text, _, leads in placed if leads and len(text) <= LONGEST)


def heard(*kinds: str) -> list[str]:
    """The asides of these kinds that readers found in prompts."""
    return [row["text"] for row in rows(IN_CONTEXT) if row["kind"] in kinds]


def text_of(model: Model) -> str:
    """The weights file."""
    lines = {BIAS: round((model.bias[1] - model.bias[0]) * 100)}
    for number, name in enumerate(model.names):
        task, aside = model.stored(number)
        if abs(aside - task) >= (FAINT if name.startswith("w:") else 1):
            lines[name[2:]] = aside - task
    return HEADER + "".join(f"{name}\t{lines[name]}\n" for name in sorted(lines))


def apart(texts: list[str]) -> list[str]:
    """The sentences of texts that may have several."""
    placed = (sentence for text in texts for sentence in own_sentences(spans.part((text,)).paragraphs)[0])
    return list(dict.fromkeys(text for text, _, _ in placed))


def train(kind: str) -> Model:
    """The model of a kind."""
    asides = apart(sentences(DATA / f"{kind}.jsonl"))
    tasks = [text for text in sentences(DATA / "tasks.jsonl") if text not in asides]
    left_out = {*asides, *tasks, *heard(*KINDS), *sentences(DATA / "labelled.jsonl")}
    weighed = (
        (asides, True, WRITTEN_WEIGHS),
        (heard(kind), True, HEARD_WEIGHS),
        (tasks, False, WRITTEN_WEIGHS),
        ([text for text in dict.fromkeys(told()) if text not in left_out], False, TOLD_WEIGHS),
    )
    print(f"{kind}: {', '.join(str(len(texts)) for texts, _, _ in weighed)} sentences")
    learned = [(sample_of(text, aside=aside), weight) for texts, aside, weight in weighed for text in texts]
    return fit(learned, penalty=PENALTY, names=names_of([sample for sample, _ in learned]))


def main(arguments: Sequence[str]) -> int:
    """Write the weights, into the directory that is named or where they are shipped."""
    directory = Path(arguments[0]) if arguments else WEIGHTS
    with ProcessPoolExecutor() as pool:
        for kind, model in zip(KINDS, pool.map(train, KINDS), strict=True):
            (directory / f"{kind}.txt").write_text(text_of(model), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
