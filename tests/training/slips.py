"""Make the list of words that slips of typing are compared with anew: `python -m tests.training.slips`.

The words of three labelled requests in English at least. Printed are the words of all requests that would be mended: what is no
slip among them belongs to the second list of the file, which is kept as it is.
"""

import json
import textwrap
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from services.classifier.core import clients, spans
from services.classifier.core.lexicon.language import fold
from services.classifier.core.slips import Slips, words_of

ROOT: Final = Path(__file__).resolve().parents[2]
FILE: Final = ROOT / "services" / "classifier" / "core" / "slips.txt"
LEARN: Final = ROOT / "tests" / "data" / "labelled" / "learn"
_FEWEST: Final = 3
_NO_WORDS: Final = frozenset({"recieve", "recieved"})
"""Slips that three authors made."""


def written() -> Iterator[tuple[str, set[str]]]:
    """(language, the words of the user) of each labelled request."""
    for path in sorted(LEARN.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            messages = [clients.read(json.dumps(message).encode()) for message in record["request"]["messages"]]
            own = [
                fold(paragraph)
                for message in messages
                if message.role == "user"
                for paragraph in spans.part(message.texts).paragraphs
            ]
            yield record.get("lang", "en"), {word for paragraph in own for word in words_of(paragraph)}


def main() -> None:
    """Write the file, and print what would be mended."""
    requests = list(written())
    counts = Counter(word for language, words in requests if language == "en" for word in words)
    typed = sorted(word for word, count in counts.items() if count >= _FEWEST and word not in _NO_WORDS)
    head, tail = FILE.read_text(encoding="utf-8").split("\n\n")
    comments = [line for line in head.split("\n") if line.startswith("#")]
    text = "\n".join((*comments, *textwrap.wrap(" ".join(typed), 130))) + f"\n\n{tail}"
    FILE.write_text(text, encoding="utf-8")
    slips = Slips(text)
    unknown = {word for _, words in requests for word in words}
    for word in sorted(unknown):
        if meant := slips.meant(word):
            print(f"{word} -> {meant}")


if __name__ == "__main__":
    main()
