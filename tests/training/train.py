"""Trains the learned layer and writes its weights: `python -m tests.training.train`. Deterministic; some minutes.

Two linear models with L2: multinomial over the four levels, and binary for whether a turn goes on with the task before
it. Trained on the development half (weighed half: the rules were made with it), on the labelled requests that blind
authors wrote (`tests/data/labelled/learn`, a file for each), on the cases of the rules' own tests, and on
copies that must be judged alike: behind other conversations, with thanks or an output below, in haste, in a context, let go on. `--hold-out AUTHOR --to FILE`
leaves out what an author wrote, to count on it.
"""

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Final

from services.classifier.core import evidence
from services.classifier.core.engine import Engine
from services.classifier.core.learned import UNIT, WORD_UNIT
from services.classifier.core.reading import WITH_CARE, How
from services.cli.labelled import Labelled, load_labelled
from services.cli.route import engine_of
from shared.config.load import Source, default_text, load
from shared.level import Level
from tests.training import samples
from tests.training.cases import cases
from tests.training.samples import OPENS, Sample

ROOT: Final = Path(__file__).parents[2]
WEIGHTS: Final = ROOT / "services" / "classifier" / "core" / "learned.txt"
LABELLED: Final = ROOT / "tests" / "data" / "labelled"
DEV: Final = LABELLED / "dev.jsonl"
LEARN: Final = LABELLED / "learn"
ASIDES: Final = ROOT / "tests" / "data" / "asides"
DEV_WEIGHS: Final = 0.5
CASES_WEIGH: Final = 5.0

FOREIGN_WEIGHS: Final = 0.25
"""Of a request put behind the conversation of another one, which it does not go on with."""
BARE_WEIGHS: Final = 0.2
"""Of those, where it is nothing but something pasted: who pastes an output into a conversation mostly means that conversation."""
POLITE_WEIGHS: Final = 0.3
"""Of a turn with thanks behind it: people say them in the middle of a task, too."""
SHOWN_WEIGHS: Final = 0.3
"""Of a turn with an output below it."""
HASTE_WEIGHS: Final = 0.3
"""Of a request as it is written in haste."""
GONE_ON_WEIGHS: Final = 0.5
"""Of a request with which the user lets the agent go on."""
CONTEXT_WEIGHS: Final = 0.5
"""Of a request with background around it."""
CRITICAL_WEIGHS: Final = 0.8
"""A fifth of what the authors wrote is critical, a tenth of traffic at most."""
WORD: Final = 3.0
"""Words weigh more than their share, so that the penalty presses them less than a single concept."""
SEEN: Final = 2
WORD_SEEN: Final = 3
"""In fewer samples a feature or a word is left out."""
OFTEN: Final = (6, 16)
"""For the layer itself: in fewer samples a word, and a pair of words, is left out. (Held out by author, that quarter of the words of
`WORD_SEEN` is half a point behind all of them.)"""
FAINT: Final = 5
"""Words of which no weight reaches so many tenths of a logit are left out of the file."""
TURN_PENALTY: Final = 3.0
ROUNDS: Final = 60
RATE: Final = 0.5
LEVEL_ROUNDS: Final = 3
LEVEL_RATE: Final = 0.05
"""The levels are learned in few small steps without a penalty: what is rare and telling gets its weight, and they end before all is
known by heart. (Held out by author, 32,684 requests, the layer alone: 92.8 % right against 92.2 after `ROUNDS` under a penalty; of prompts in a context 92.3
against 91.5.)"""
SHUFFLES: Final = 4
"""Whose weights are averaged: so few steps depend on their order."""

AS_IT_STANDS: Final = How(asides=False)
_ANSWERED: Final = (
    ("I have started with the first part.", "continue"),
    ("Here is how I would do it. Shall I?", "yes, go ahead"),
    ("I ran out of time before I was done.", "try again"),
    ("Ich habe damit angefangen.", "mach weiter"),
    ("Te propongo estos pasos.", "dale, sigue"),
    ("J'ai commencé.", "vas-y"),
    ("先看了一部分。", "继续"),
    ("途中まで進めました。", "続けて"),
    ("Comecei pela primeira parte.", "pode continuar"),
    ("Я начал с первой части.", "давай дальше"),
    ("I can do that in two ways, the first is simpler.", "the first one"),
)
"""What the agent says, and with what the user lets it go on."""
_EVERY: Final = 3
_NO_TASK: Final = ("side_request", "greeting")
_SIGNS: Final = re.compile(r"[.,;:!?](?=\s|$)")
_LONG: Final = re.compile(r"(?<!\S)[A-Za-z]{5,}(?!\S)")
_ERRORS: Final = (r"\1\3\2", r"\1\3", r"\1\2\2\3")
"""Two letters in the wrong order, one missing, one twice."""

_STEPS: Final = (7, 11, 13)
_CONTEXTS: Final = (
    "{first} {last}",
    "{first} {second}\n\n{last}",
    "{last}\n\n{first}",
    "{first} {second} {last} {third}",
)

HEADER: Final = """\
# The learned layer's weights. Made by `python -m tests.training.train`; do not edit by hand. In hundredths of a logit:
# [levels]: feature, then what it adds to easy, medium, hard, critical. [turns]: feature, then what it adds to going on.
# In tenths, to be scaled by their number:
# [words]: stem or pair of stems, then easy, medium, hard, critical, and going on if it adds to that. [openings]: how a turn begins, then going on.
"""

Row = tuple[list[tuple[int, float]], tuple[float, ...], float]
"""(features by index, truth by class, weight)."""


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model: names of features (`v:`) and words (`w:`), and their weights by class."""

    names: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    def stored(self, index: int, word_unit: float = UNIT) -> tuple[int, ...]:
        """The weights of a feature in hundredths of a logit, or of a word in `word_unit`."""
        unit = UNIT if self.names[index].startswith("v:") else word_unit / WORD
        return tuple(round(value / unit) for value in self.weights[index])


def names_of(learned: Sequence[Sample], often: tuple[int, int] = (WORD_SEEN, WORD_SEEN)) -> tuple[str, ...]:
    """What occurs often enough to be learned. `often`: in how many samples a word has to, and a pair of words; how a turn opens has to in `WORD_SEEN`."""
    values = Counter(name for sample in learned for name in sample.values)
    words = Counter(word for sample in learned for word in sample.words)

    def least(word: str) -> int:
        return WORD_SEEN if word.startswith(OPENS) else often[" " in word]

    return (
        *(f"v:{name}" for name in sorted(values) if values[name] >= SEEN),
        *(f"w:{word}" for word in sorted(words) if words[word] >= least(word)),
    )


def rows_of(learned: Sequence[tuple[Sample, float]], names: Sequence[str]) -> list[Row]:
    """Samples by index."""
    index = {name: number for number, name in enumerate(names)}
    found = []
    for sample, weight in learned:
        values = [(index[f"v:{name}"], value) for name, value in sample.values.items() if f"v:{name}" in index]
        values += [(index[f"w:{word}"], value * WORD) for word, value in sample.words.items() if f"w:{word}" in index]
        found.append((values, sample.truth, weight))
    return found


def fit(
    learned: Sequence[tuple[Sample, float]],
    *,
    penalty: float,
    names: tuple[str, ...],
    rounds: int = ROUNDS,
    rate: float = RATE,
    shuffles: int = 1,
) -> Model:
    """Multinomial logistic regression with L2, by stochastic steps that grow smaller where they were large (AdaGrad). `names`: what is weighed; `shuffles`: of so many the weights are averaged."""
    rows = rows_of(learned, names)
    found = [_descend(rows, len(names), penalty, rounds, rate, state=12345 + shuffle) for shuffle in range(shuffles)]
    tables, biases = zip(*found, strict=True)
    weights = tuple(tuple(map(fmean, zip(*of_one, strict=True))) for of_one in zip(*tables, strict=True))
    return Model(names, weights, tuple(map(fmean, zip(*biases, strict=True))))


def _descend(
    rows: Sequence[Row], count: int, penalty: float, rounds: int, fastest: float, state: int
) -> tuple[list[list[float]], list[float]]:
    """The weights of `count` features by class, and the bias."""
    classes = len(rows[0][1])
    table = [[0.0] * classes for _ in range(count)]
    squares = [[1e-8] * classes for _ in range(count)]
    seen = [0] * count
    for values, _, _ in rows:
        for number, _ in values:
            seen[number] += 1
    bias, bias_squares = [0.0] * classes, [1e-8] * classes
    order = list(range(len(rows)))
    for turn in range(rounds):
        for at in range(len(order) - 1, 0, -1):  # the same shuffle on every machine
            state = (state * 1103515245 + 12345) % 2**31
            other = state % (at + 1)
            order[at], order[other] = order[other], order[at]
        rate = fastest / (1.0 + 0.15 * turn)
        for position in order:
            values, truth, weight = rows[position]
            chances = _chances(values, table, bias)
            for rank in range(classes):
                error = (chances[rank] - truth[rank]) * weight
                bias_squares[rank] += error * error
                bias[rank] -= rate * error / math.sqrt(bias_squares[rank])
                for number, value in values:
                    own = table[number]
                    slope = error * value + penalty * own[rank] / seen[number]
                    squares[number][rank] += slope * slope
                    own[rank] -= rate * slope / math.sqrt(squares[number][rank])
    return table, bias


def _chances(
    values: Iterable[tuple[int, float]], table: Sequence[Sequence[float]], bias: Sequence[float]
) -> list[float]:
    totals = list(bias)
    for number, value in values:
        own = table[number]
        for rank in range(len(totals)):
            totals[rank] += own[rank] * value
    most = max(totals)
    powers = [math.exp(total - most) for total in totals]
    whole = sum(powers)
    return [power / whole for power in powers]


def text_of(levels: Model, turns: Model) -> str:
    """The weights file."""
    lines: dict[str, dict[str, tuple[int, ...]]] = {name: {} for name in ("levels", "turns", "words", "openings")}
    lines["levels"]["bias"] = tuple(round(value * 100) for value in levels.bias)
    lines["turns"]["bias"] = (round((turns.bias[1] - turns.bias[0]) * 100),)
    nothing = (0, 0, 0, 0)
    for number, name in enumerate(levels.names):
        own = levels.stored(number, WORD_UNIT)
        if name.startswith("v:"):
            lines["levels"][name[2:]] = own
        else:
            lines["words"][name[2:]] = own
    for number, name in enumerate(turns.names):
        apart, together = turns.stored(number, WORD_UNIT)
        gain = together - apart
        if name.startswith("v:"):
            lines["turns"][name[2:]] = (gain,)
        elif name.startswith(f"w:{OPENS}"):
            lines["openings"][name[3:]] = (gain,)
        elif gain:
            lines["words"][name[2:]] = (*lines["words"].get(name[2:], nothing), gain)
    text = HEADER
    for section, table in lines.items():
        least = FAINT if section in ("words", "openings") else 1
        names = [name for name in sorted(table) if max(map(abs, table[name])) >= least]
        text += f"[{section}]\n" + "".join(f"{name}\t{' '.join(map(str, table[name]))}\n" for name in names)
    return text


def gather(*, hold_out: str) -> list[tuple[Labelled, float]]:
    """All that is learned from, each with its weight; `hold_out`: without what this author wrote."""
    found = [(record, DEV_WEIGHS) for record in load_labelled(DEV)]
    files = [file for file in sorted(LEARN.glob("*.jsonl")) if file.stem != hold_out]
    found += [(record, 1.0) for file in files for record in load_labelled(file)]
    return found + [(record, CASES_WEIGH) for record in cases()]


def behind_others(records: Sequence[Labelled]) -> list[Labelled]:
    """Each request of one turn behind the conversation of another request: a new task, whatever was before it."""
    talks = [record.request["messages"][:-1] for record in records if _ends_with_turn(record, at_least=2)]
    found = []
    for number, record in enumerate(records):
        if _ends_with_turn(record, at_least=1) and not _ends_with_turn(record, at_least=2):
            messages = [*talks[number * 7 % len(talks)], record.request["messages"][-1]]
            found.append(Labelled(f"{record.id}-behind", "contamination", record.levels, {"messages": messages}))
    return found


def with_outputs(records: Sequence[tuple[Labelled, float]], *, shows_own: bool) -> list[tuple[Labelled, float]]:
    """Each request that ends with one line of a user, with an output below it, in which nothing failed.

    `shows_own`: turns of a conversation alone, and one that goes on shows what its own task printed, where an agent ran something in
    it, failed or not. People paste outputs into the middle of a task more often than at its beginning.
    """
    printed = [output for record, _ in records for output in _outputs(record)]
    harmless = [output for output in printed if evidence.read(output.encode()) is evidence.NOTHING]
    found = []
    for number, (record, weight) in enumerate(records):
        last = record.request["messages"][-1].get("content")
        if isinstance(last, str) and "\n" not in last and _ends_with_turn(record, at_least=1 + shows_own):
            own = _outputs(record)[-1:] if shows_own and record.continuation else []
            others = printed if shows_own else harmless
            shown = f"{last}\n\n```\n{own[0] if own else others[number * 7 % len(others)]}\n```"
            found.append((_ending(record, shown, "shown"), weight * SHOWN_WEIGHS))
    return found


def in_haste(records: Sequence[tuple[Labelled, float]]) -> list[tuple[Labelled, float]]:
    """Each request that ends with one line in an alphabet, as people write in haste: with two typing errors, or without signs."""
    found = []
    for number, (record, weight) in enumerate(records):
        last = record.request["messages"][-1].get("content")
        if isinstance(last, str) and "\n" not in last and last.isascii() and _ends_with_turn(record, at_least=1):
            text = _SIGNS.sub("", last) if number % 2 else _mistyped(last, number)
            if text != last:
                found.append((_ending(record, text, "haste"), weight * HASTE_WEIGHS))
    return found


def going_on(records: Sequence[tuple[Labelled, float]]) -> list[tuple[Labelled, float]]:
    """Every third request of one turn, answered, and the user lets the agent go on: what is small stays small."""
    found = []
    for number, (record, weight) in enumerate(records):
        roles = [message.get("role") for message in record.request["messages"]]
        if number % _EVERY == 0 and roles in (["user"], ["system", "user"]) and record.category not in _NO_TASK:
            answer, turn = _ANSWERED[number // _EVERY % len(_ANSWERED)]
            talk = [{"role": "assistant", "content": answer}, {"role": "user", "content": turn}]
            request = {**record.request, "messages": [*record.request["messages"], *talk]}
            gone_on = replace(record, id=f"{record.id}-on", request=request, continuation=True)
            found.append((gone_on, weight * GONE_ON_WEIGHS))
    return found


def in_context(records: Sequence[tuple[Labelled, float]]) -> list[tuple[Labelled, float]]:
    """Each request that ends with a user's turn, with background around it: what a project is like says nothing of a task.

    They are learned from as they stand, asides and all: authors of background are more than any list of it knows.
    """
    told: dict[bool, list[str]] = {True: [], False: []}
    for name in ("background", "in_context"):
        for row in map(json.loads, (ASIDES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()):
            if row.get("kind", name) == "background":
                told[row["text"].isascii()].append(row["text"])
    found = []
    for number, (record, weight) in enumerate(records):
        last = record.request["messages"][-1].get("content")
        if isinstance(last, str) and record.category not in _NO_TASK and _ends_with_turn(record, at_least=1):
            first, second, third = (told[last.isascii()][number * step % len(told[last.isascii()])] for step in _STEPS)
            text = _CONTEXTS[number % len(_CONTEXTS)].format(last=last, first=first, second=second, third=third)
            found.append((_ending(record, text, "context"), weight * CONTEXT_WEIGHS))
    return found


def _mistyped(text: str, number: int) -> str:
    """The text with an error in two of its long words, always the same."""
    words = list(_LONG.finditer(text))
    for found in sorted({number % len(words), number * 5 % len(words)}, reverse=True) if words else ():
        word = words[found]
        at = 1 + number % (len(word[0]) - 3)
        wrong = re.sub(f"^(.{{{at}}})(.)(.)", _ERRORS[number % 3], word[0])
        text = text[: word.start()] + wrong + text[word.end() :]
    return text


def _ending(record: Labelled, text: str, name: str) -> Labelled:
    """The request with another text at its end."""
    messages = [*record.request["messages"][:-1], {**record.request["messages"][-1], "content": text}]
    return replace(record, id=f"{record.id}-{name}", request={**record.request, "messages": messages})


def _outputs(record: Labelled) -> list[str]:
    return [
        message["content"]
        for message in record.request["messages"]
        if message.get("role") == "tool" and isinstance(message.get("content"), str)
    ]


def _ends_with_turn(record: Labelled, *, at_least: int) -> bool:
    """A request that ends with a user's turn and has so many of them."""
    roles = [message.get("role") for message in record.request["messages"]]
    return bool(roles) and roles[-1] == "user" and roles.count("user") >= at_least and record.category != "side_request"


def train(records: Sequence[tuple[Labelled, float]]) -> tuple[Model, Model]:
    """The model of the levels and that of the turns."""
    engine, _ = engine_of(None)
    levels = _levels(engine, records)
    names_of_levels = names_of([sample for sample, _ in levels], OFTEN)
    gone_on = going_on(records)
    levels += _levels(engine, [*with_outputs(records, shows_own=False), *in_haste(records), *gone_on])
    levels += _levels(_as_it_stands(), in_context(records), how=AS_IT_STANDS)
    foreign = [(record, FOREIGN_WEIGHS) for record in behind_others([record for record, _ in records])]
    told = _turns(engine, records)
    turns = told + [
        (sample, weight * (BARE_WEIGHS if "says_nothing" in sample.values else 1.0))
        for sample, weight in _turns(engine, foreign)
    ]
    names_of_turns = names_of([sample for sample, _ in turns], OFTEN)
    turns += [(polite, weight * POLITE_WEIGHS) for sample, weight in turns if (polite := samples.with_thanks(sample))]
    heard = {sample.id for sample, _ in told}
    turns += _turns(engine, gone_on)
    turns += _turns(engine, with_outputs([item for item in records if item[0].id in heard], shows_own=True))
    with ProcessPoolExecutor() as pool:
        both = (
            pool.submit(
                fit,
                levels,
                penalty=0.0,
                names=names_of_levels,
                rounds=LEVEL_ROUNDS,
                rate=LEVEL_RATE,
                shuffles=SHUFFLES,
            ),
            pool.submit(fit, turns, penalty=TURN_PENALTY, names=names_of_turns),
        )
        return both[0].result(), both[1].result()


def _as_it_stands() -> Engine:
    """An engine that leaves no aside out."""
    return Engine.compile(load(Source(default_text("router.yaml").replace(b"disabled: []", b"disabled: [asides]"))))


def _levels(
    engine: Engine, records: Sequence[tuple[Labelled, float]], how: How = WITH_CARE
) -> list[tuple[Sample, float]]:
    return [
        (sample, weight * (CRITICAL_WEIGHS if record.primary is Level.CRITICAL else 1.0))
        for record, weight in records
        if (sample := samples.of_level(engine, record, how))
    ]


def _turns(engine: Engine, records: Sequence[tuple[Labelled, float]]) -> list[tuple[Sample, float]]:
    return [(sample, weight) for record, weight in records if (sample := samples.of_turn(engine, record))]


def main(arguments: Sequence[str]) -> int:
    """Write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hold-out", default="", metavar="AUTHOR", help="leave out what an author wrote")
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    args = parser.parse_args(arguments)
    levels, turns = train(gather(hold_out=args.hold_out))
    args.to.write_text(text_of(levels, turns), encoding="utf-8")
    print(f"{args.to}: {len(levels.names)} features and words of the levels, {len(turns.names)} of the turns")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
