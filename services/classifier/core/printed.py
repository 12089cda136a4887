"""A printed text as it reads on a screen, without what carried it: colours, JSON around it, what stands before each line.

Shapes of outputs begin lines, and whoever collects outputs (CI, Docker, a runner of several tasks) puts a name or a time there.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

_FIRST_CHARS: Final = 8_000
_LAST_CHARS: Final = 48_000
"""Of a longer text its two ends are read: where a compiler begins, and what a run comes to. Agents send less: they cut what a
tool prints to 30,000 characters or 50 KB; a log that a user pastes may be as long."""
_COLOUR: Final = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][0-9A-B]|[=>78cDEHMZ])")
"""ECMA-48: control sequences, commands to the terminal, character sets."""
_BARE_COLOUR: Final = re.compile(r"(?:\\u001b|\\x1b|\\033|\\e|\^\[|\u241b|\ufffd)?\[(?:\d{1,3};){0,4}\d{0,3}m")
"""One whose escape was written out, or lost on the way."""
_RESET: Final = re.compile(r"\[(?:0|39|22)m")
"""It ends a colour and is nothing else; `[5m]` is a span of time to a metrics server."""
_OPENING: Final = 2000
"""Characters in which one is looked for."""
_PLAIN: Final = {
    **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " "),
    **dict.fromkeys("\u200b\u2060\ufeff", ""),
}
"""What web pages and chats put between words, as a blank; characters of no width, as nothing."""


def readable(text: str) -> str:
    """The text without colours, with plain blanks and without characters of no width; what was printed over is a line, too."""
    if not text.isascii():
        for odd, plain in _PLAIN.items():
            text = text.replace(odd, plain)
    if "\x1b" in text:
        text = _COLOUR.sub("", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _RESET.search(text, 0, _OPENING):
        text = _BARE_COLOUR.sub("", text)
    return text


_RESULT: Final = ("\\n", '"stdout"', '"stderr"', '"output"')
"""What the JSON of a result holds: ends of lines, or what a program wrote."""
_DEPTH: Final = 9


def unwrapped(text: str) -> str:
    """What a tool returned as JSON, as lines; another text as it is."""
    if text[:1] not in ("{", "[", '"') or not any(map(text.__contains__, _RESULT)):
        return text
    try:
        return readable("\n".join(_strings_in(json.loads(text), _DEPTH)))
    except (ValueError, RecursionError):  # it was cut off
        return readable(text.removesuffix("\\").replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"'))


def _strings_in(value: Any, depth: int) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list() if depth:
            for item in value:
                yield from _strings_in(item, depth - 1)
        case dict() if depth:
            for name, item in value.items():
                yield from _strings_in(item, depth - 1) if isinstance(item, str | list | dict) else (f"{name}: {item}",)


_NO_LEVEL: Final = r"(?!\[?(?i:error|err|warn|warning|info|debug|trace|fatal|note|notice|severe|critical|panic|exception|fail\w*|uncaught)\b)"
"""What a line says of itself carries nothing."""
_TIME: Final = r"\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d| UTC)?\]?"
_CLOCK: Final = r"\[?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?\]?"
_TELLING: Final = (
    r"[^\t\n]{1,100}\t[^\t\n]{1,100}\t(?=\d{4}-)",  # gh run view --log: job, step
    r"#\d{1,3} \d{1,5}\.\d{1,3} ",  # BuildKit
    rf"(?:\d{{1,3}}\|)?{_NO_LEVEL}[A-Za-z][\w.@/-]{{0,60}} *\|(?: |$)",  # docker compose, pm2, overmind
    rf"{_NO_LEVEL}\[(?![A-Z\d]+\])[\w.@/:-]{{1,80}}\] ",  # concurrently, kubectl logs --prefix
    r"@[\w.-]{1,40}/[\w.-]{1,40}:(?:[\w:-]{1,40}:)? ",  # lerna, turbo
    r"[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,60} \S{1,60}?: ",  # syslog, journalctl
    rf"{_TIME}(?: \d\d[OE]\+?)?(?: \w{{1,20}}\[[\w.-]{{1,40}}\]:)?(?: {{1,2}}|$)",  # GitHub, GitLab, Azure, Heroku
    rf"{_CLOCK}(?: \w[\w.-]{{0,40}} *\|| :)?(?: {{1,2}}|$)",  # foreman, Jenkins, TeamCity, dbt
)
_SEVERAL: Final = (
    r"\d{1,5}\.\d{3} ",  # BuildKit, the step that failed once more
    rf"{_NO_LEVEL}[\w./-]{{1,60}}:{_NO_LEVEL}[a-z][\w:-]{{0,40}}: ",  # turbo
    rf"[\w@.-]{{1,40}}/[\w./-]{{1,60}} {_NO_LEVEL}[a-z][\w:-]{{0,40}}[:$] ",  # pnpm -r
    r">(?: |$)",  # a quotation
)
"""Where one line alone begins so, it may say something by it."""
_CARRIERS: Final = (*_TELLING, *_SEVERAL)
_QUOTATION: Final = len(_CARRIERS)
_CARRIER: Final = re.compile("|".join(f"({carrier})" for carrier in _CARRIERS))
_BEFORE_LINE: Final = tuple(re.compile(carrier).match for carrier in _CARRIERS)
_DIGITS: Final = bytes(ord("0") if chr(byte).isdigit() else byte for byte in range(128)) + bytes(range(128, 256))
"""For `bytes.translate`: all digits alike."""
_BARE_CHARS: Final = 24_000
"""Of the end of a text; what carries lines before it stays, because taking it off costs as much as to look for shapes."""
_TIMES: Final = _BEFORE_LINE[len(_TELLING) - 2 : len(_TELLING)]
_CARRIED: Final = 2
"""One in another: a job and a step, and then the time, which is the innermost."""


def lines(text: str) -> str:
    """The lines that are read; those at the end without what carries most of them."""
    if len(text) > _FIRST_CHARS + _LAST_CHARS:
        text = f"{text[:_FIRST_CHARS]}\n{text[-_LAST_CHARS:]}"
    at = text.find("\n", len(text) - _BARE_CHARS) + 1 if len(text) > _BARE_CHARS else 0
    before, end = text[:at], text[at:]
    for _ in range(_CARRIED):
        carrier = _carrier(end)
        if not carrier:
            break
        bare, carried = _uncarried(end, carrier)
        if 2 * carried < len(bare):
            break
        end = "\n".join(bare)
        if _BEFORE_LINE[carrier - 1] in _TIMES:
            break
    return before + end if before else dedented(end)


def _uncarried(text: str, carrier: int) -> tuple[list[str], int]:
    """The lines without what carries them, and how many are carried. Most differ from the one before in digits alone."""
    listed = text.split("\n")
    found = _BEFORE_LINE[carrier - 1](listed[0])
    alike = text.encode("utf-8", "replace").translate(_DIGITS)
    if found and alike.count(b"\n" + alike[: len(found.group().encode("utf-8", "replace"))]) == len(listed) - 1:
        return [line[found.end() :] for line in listed], len(listed)
    bare: list[str] = []
    carried, like, length = 0, "\n", 0
    for line, plain in zip(listed, alike.decode().split("\n"), strict=True):
        if not plain.startswith(like):
            found = _BEFORE_LINE[carrier - 1](line)
            if found is None:
                bare.append(line)
                continue
            length = found.end()
            like = plain[:length]
        carried += 1
        bare.append(line[length:])
    return bare, carried


def was_collected(text: str) -> bool:
    """Whether most lines begin as a collector of outputs begins them."""
    return 0 < _carrier(text) < _QUOTATION


def _carrier(text: str) -> int:
    """The number of what carries most of the first, the middle and the last line; 0 for nothing."""
    text = text.strip("\n")
    starts = {0, text.find("\n", len(text) // 2) + 1, text.rfind("\n") + 1}
    found = [match.lastindex or 0 for start in starts if (match := _CARRIER.match(text, start))]
    most = max(found, key=found.count, default=0)
    if 2 * found.count(most) <= len(starts) or (len(starts) == 1 and most > len(_TELLING)):
        return 0
    return most


_INDENTED: Final = re.compile(r"\n*(\t{1,4}| {4,16})[ \t]*\S")


def dedented(text: str) -> str:
    """The lines without the blanks that all of them begin with, where these are a tab or four."""
    first = _INDENTED.match(text)
    if first is None:
        return text
    before = first.group(1)
    if re.search(rf"^(?!{before})[ \t]*\S", text, re.MULTILINE):
        return text
    return re.sub(f"^{before}", "", text, flags=re.MULTILINE)
