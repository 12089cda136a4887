"""What one judgement costs the worker, by what is judged: CPU of one process, without gateway and Redis.

First: the first request of its kind in a worker that has just started. Cold: no message of the request was seen before. Resent:
the same request again. What a user writes is made of sentences of `tests/data/labelled`, which differ in all but their
language, or of few words in ever new order.
"""

import json
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from services.classifier import warm
from services.classifier.core import reading
from services.classifier.core.engine import Engine
from services.cli.route import engine_of, request_of
from shared import memory
from shared.protocol import ClassifyRequest

LABELLED: Final = Path(__file__).resolve().parents[1] / "data" / "labelled" / "learn"
WORDS: Final = "the parser returns a wrong value when lines end with blanks and we need to find out why tests of module fail after merge"
AGAIN: Final = (
    "Still failing:",
    "nope, same thing after your last change",
    "It fails in another place now, see below.",
    "Didn't help. This is what I get on my machine:",
    "keep going",
    "That fixed two of them, these are left:",
    "Sigue igual con la rama nueva:",
    "Und jetzt kommt das hier:",
)
"""What a user says who goes on."""
CODE: Final = Path(reading.__file__).read_text().splitlines()
Messages = list[dict[str, Any]]
_random: Final = random.Random(1)


def labelled(role: str) -> list[str]:
    """All texts of a role in the labelled requests, but for those that a worker has judged before."""
    known = "\n".join(warm.specimens())
    texts = (
        message["content"]
        for path in sorted(LABELLED.glob("*.jsonl"))
        for line in path.read_text().splitlines()
        for message in json.loads(line)["request"]["messages"]
        if message["role"] == role and isinstance(message["content"], str)
    )
    return [text for text in dict.fromkeys(texts) if text not in known]


def sentence() -> str:
    """Few words in a new order."""
    return f"Please fix the {' '.join(_random.choices(WORDS.split(), k=9))} in src/mod{_random.randrange(10**6)}.py."


def log_line() -> str:
    """As a server writes it."""
    number = _random.randrange
    return f"12:{number(60):02}:{number(60):02} INFO worker[{number(99)}] handled job {number(10**6)} in {number(900)} ms path=/srv/app/{number(10**5)}.py"


def filled(make: Callable[[], str], size: int, between: str) -> str:
    """A text of this size."""
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(make())
        length += len(parts[-1]) + len(between)
    return between.join(parts)[:size]


def said(text: str) -> Messages:
    """By the user."""
    return [{"role": "user", "content": text}]


def ran(*outputs: str) -> Messages:
    """An order of the user, and what the commands of the agent brought."""
    messages = said(f"Run it {_random.random()}")
    for number, output in enumerate(outputs):
        call = {
            "id": f"c{number}",
            "type": "function",
            "function": {"name": "bash", "arguments": '{"command": "make"}'},
        }
        messages.append({"role": "assistant", "content": "", "tool_calls": [call]})
        messages.append({"role": "tool", "tool_call_id": f"c{number}", "content": output})
    return messages


def turns(texts: Iterable[str]) -> Messages:
    """Of the user, each answered with a word."""
    messages: Messages = []
    for text in texts:
        messages += [*said(text), {"role": "assistant", "content": "Done."}]
    return messages[:-1]


def cases() -> Iterator[tuple[str, int, Callable[[], Messages]]]:
    """(what, how many, how to make one)."""
    english = [text for text in labelled("user") if text.isascii() and " the " in text and "\n" not in text]
    other = [text for text in labelled("user") if not text.isascii() and "\n" not in text]
    outputs = labelled("tool")

    def anything(texts: list[str]) -> Callable[[], str]:
        return lambda: _random.choice(texts)

    again = anything(list(AGAIN))

    def log(size: int) -> str:
        return filled(log_line, size, "\n")

    yield "one sentence of known words", 300, lambda: said(sentence())
    yield "1 KB of them", 200, lambda: said(filled(sentence, 1000, " "))
    yield "1 KB of new sentences", 200, lambda: said(filled(anything(english), 1000, " "))
    yield "a sentence and 1 KB of log", 200, lambda: said(f"Fix this. {sentence()}\n\n{log(1000)}")
    yield "100 KB tool result, a log", 60, lambda: ran(log(100_000))
    yield "100 KB tool result, of hundreds of tools", 60, lambda: ran(filled(anything(outputs), 100_000, "\n"))
    yield "100 KB pasted log", 60, lambda: said(f"{sentence()}\n\n{log(100_000)}")
    yield "100 KB of sentences of known words", 60, lambda: said(filled(sentence, 100_000, " "))
    yield "100 KB of new sentences in other languages", 60, lambda: said(filled(anything(other), 75_000, " "))
    yield "100 KB of new sentences", 60, lambda: said(filled(anything(english), 100_000, " "))
    yield "100 KB of new sentences, a line each", 60, lambda: said(filled(anything(english), 100_000, "\n"))
    yield "100 KB of code, pasted", 60, lambda: said("Explain this:\n\n" + filled(anything(CODE), 100_000, "\n"))
    yield "20 tool results of 5 KB, logs", 60, lambda: ran(*(log(5_000) for _ in range(20)))
    yield (
        "20 tool results of 5 KB, of hundreds of tools",
        60,
        lambda: ran(*(filled(anything(outputs), 5_000, "\n") for _ in range(20))),
    )
    yield (
        "33 turns of 3 KB of new sentences",
        60,
        lambda: turns(filled(anything(english), 3_000, " ") for _ in range(33)),
    )
    yield (
        "33 turns that go on, each with 3 KB of log",
        60,
        lambda: turns(["Fix the flaky tests.", *(f"{again()}\n\n```\n{log(3_000)}\n```" for _ in range(33))]),
    )
    yield (
        "33 turns that go on, each with 3 KB of hundreds of tools",
        60,
        lambda: turns(
            [
                "Fix the flaky tests.",
                *(f"{again()}\n\n```\n{filled(anything(outputs), 3_000, chr(10))}\n```" for _ in range(33)),
            ]
        ),
    )
    yield (
        "10 turns that go on, each with 10 KB of hundreds of tools",
        60,
        lambda: turns(
            [
                "Fix the flaky tests.",
                *(f"{again()}\n\n```\n{filled(anything(outputs), 10_000, chr(10))}\n```" for _ in range(10)),
            ]
        ),
    )
    yield (
        "50 tool results of 2 KB, then a new task",
        60,
        lambda: [*ran(*(log(2_000) for _ in range(50))), *said(sentence())],
    )
    yield "1 MB tool result, a log", 12, lambda: ran(log(1_000_000))
    yield "1 MB tool result, of hundreds of tools", 12, lambda: ran(filled(anything(outputs), 1_000_000, "\n"))
    yield "1 MB of sentences of known words", 12, lambda: said(filled(sentence, 1_000_000, " "))
    yield "1 MB of new sentences", 12, lambda: said(filled(anything(english), 1_000_000, " "))
    yield (
        "200 tool results of 5 KB, of hundreds of tools",
        12,
        lambda: ran(*(filled(anything(outputs), 5_000, "\n") for _ in range(200))),
    )
    yield "agent loop, 101 messages, 500 KB", 12, lambda: ran(*(log(10_000) for _ in range(50)))


def milliseconds(engine: Engine, request: ClassifyRequest) -> float:
    """CPU of one judgement, without what was read of single sentences before."""
    reading._sentences.clear()
    started = time.process_time()
    engine.classify(request)
    return (time.process_time() - started) * 1e3


def print_row(number: int) -> None:
    """Judge the requests of a case and print what it took."""
    what, count, make = list(cases())[number]
    requests = [request_of({"messages": make()}) for _ in range(count)]
    engine, _ = engine_of(None)
    memory.settle()
    warm.up()
    first, *others = [milliseconds(engine, request) for request in requests]
    cold = sorted(others)
    resent = statistics.median(milliseconds(engine, request) for request in requests[-5:])
    columns = (first, statistics.median(cold), cold[len(cold) * 9 // 10], resent)
    print(f"| {what} | {' | '.join(f'{column:.2f} ms' for column in columns)} |", flush=True)


def main() -> None:
    """Print the table, each row by a process of its own."""
    print("| request | first | cold, median | 9 of 10 below | resent |\n|---|---|---|---|---|", flush=True)
    for number, _ in enumerate(cases()):
        row = multiprocessing.get_context("spawn").Process(target=print_row, args=(number,))
        row.start()
        row.join()


if __name__ == "__main__":
    main()
