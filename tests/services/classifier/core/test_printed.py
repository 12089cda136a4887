"""A printed text as it reads: the failures of labelled outputs show whatever carried the output here."""

import json
import re
import time
from collections.abc import Callable

import pytest

from services.classifier.core import evidence
from services.classifier.core.evidence import Evidence
from services.classifier.core.printed import dedented, lines, readable, unwrapped, was_collected
from tests.services.classifier.core.test_grammar import outputs

Carried = Callable[[str], str]


def before_lines(prefix: str) -> Carried:
    return lambda text: "\n".join(prefix + line for line in text.split("\n"))


def coloured(escape: str) -> Carried:
    return lambda text: re.sub(r"(?m)^(\s*)(\S+)", rf"\1{escape}[1;31m\2{escape}[0m", text)


CARRIERS: list[tuple[str, Carried]] = [
    ("a file with ends of lines of Windows", lambda text: text.replace("\n", "\r\n")),
    ("a terminal with colours", coloured("\x1b")),
    ("a terminal with colours whose escapes were lost", coloured("")),
    ("a terminal with colours whose escapes were written out", coloured(r"\\u001b")),
    ("a file with a byte order mark", lambda text: "\ufeff" + text),
    ("a web page", lambda text: text.replace(" ", "\u00a0")),
    ("the JSON of a result", lambda text: json.dumps({"stdout": text, "code": 0})),
    ("the JSON of a result, cut off", lambda text: json.dumps([{"type": "text", "text": f"> run\n{text}\n"}])[:-4]),
    ("GitHub Actions", before_lines("2031-11-25T10:04:31.1234567Z ")),
    ("gh run view", before_lines("test (3.11)\tRun tests\t2031-11-25T10:04:31.1234567Z ")),
    ("GitLab", before_lines("2031-11-25T10:04:31.123456Z 01O ")),
    ("docker compose", before_lines("api-1  | ")),
    ("docker compose, with times", before_lines("api-1  | 2031-11-25T10:04:31.1234567Z ")),
    ("BuildKit", before_lines("#9 12.345 ")),
    ("concurrently", before_lines("[web] ")),
    ("kubectl logs --prefix", before_lines("[pod/api-7f9c-x2x/api] ")),
    ("turbo", before_lines("@acme/web:test: ")),
    ("syslog", before_lines("Nov 25 10:04:31 web-1 api[812]: ")),
    ("foreman", before_lines("10:04:31 web.1  | ")),
    ("Heroku", before_lines("2031-11-25T10:04:31+00:00 app[web.1]: ")),
]
SEVERAL: list[tuple[str, Carried]] = [
    ("turbo without a scope", before_lines("web:test: ")),
    ("pnpm -r", before_lines("packages/web test: ")),
    ("a quotation", before_lines("> ")),
    ("an indented block", before_lines("    ")),
]
"""Of these, one line is not enough."""


def shown(text: str) -> Evidence:
    return evidence.read(lines(unwrapped(readable(text))).encode())


@pytest.mark.parametrize("carried", [row[1] for row in CARRIERS], ids=[row[0] for row in CARRIERS])
def test_what_an_output_shows_does_not_depend_on_what_carried_it(carried: Carried) -> None:
    texts = [text.decode() for text in outputs()]
    changed = [text for text in texts if shown(carried(text)).failing != shown(text).failing]
    assert sum(shown(text).failing for text in texts) > 100
    assert len(changed) <= 2, changed


@pytest.mark.parametrize("carried", [row[1] for row in SEVERAL], ids=[row[0] for row in SEVERAL])
def test_what_carries_several_lines_is_taken_off(carried: Carried) -> None:
    texts = [text.decode() for text in outputs() if text.strip().count(b"\n") > 1]
    changed = [text for text in texts if shown(carried(text)).failing != shown(text).failing]
    assert len(changed) <= 2, changed


SAYS = [
    ("levels of a log", "[ERROR] one\n[ERROR] two\n[ERROR] three"),
    ("errors of a compiler", "src/a.c:3:1: error: one\nsrc/a.c:9:1: error: two\nsrc/b.c:4:1: error: three"),
    ("summaries", "Tests run: 31, Failures: 8"),
    ("packages of go", "FAIL\tacme/cart\t0.3s\nok  \tacme/mail\t0.1s\nok  \tacme/web\t0.1s"),
    ("the frames of a trace", "#0  0x00007f in free\n#1  0x000055 in main\n#2  0x000056 in start"),
    ("lines of code", " 12 | let x\n 13 | let y\n 14 | let z"),
    ("an indented summary", "  4 flaky\n    [chromium] > cart.spec.ts\n  26 passed (1.2m)"),
    ("prose", "One thing: this.\nAnother thing: that.\nThe last thing: it."),
]


@pytest.mark.parametrize("text", [row[1] for row in SAYS], ids=[row[0] for row in SAYS])
def test_what_lines_say_themselves_stays(text: str) -> None:
    assert lines(text) == text
    assert not was_collected(text)


def test_most_lines_are_carried_or_none_is() -> None:
    text = "one\ntwo\nthree\nfour\napi-1  | five\n"
    assert lines(text) == text
    assert lines("Attaching to api-1\n" + "api-1  | x\n" * 9).count("|") == 0


def test_blanks_that_all_lines_have_are_taken_off_and_others_stay() -> None:
    assert dedented("    a\n      b\n\n    c") == "a\n  b\n\nc"
    assert dedented("\ta\n\tb") == "a\nb"
    for text in ("  a\n  b", "    a\nb", "a\n    b", ""):
        assert dedented(text) == text


def test_a_span_of_time_is_no_colour() -> None:
    text = "rate(http_requests_total[5m]) and a[0] or [31m] of it"
    assert readable(text) == text


def test_what_is_no_result_is_left_as_it_is() -> None:
    for text in ("plain\nlines", '{"name": "dispatch"}', "[1, 2]", "{not json", ""):
        assert unwrapped(text) == text


def test_the_values_of_a_result_are_lines() -> None:
    assert unwrapped('{"stdout": "a\\nb", "exit_code": 1}') == "a\nb\nexit_code: 1"
    assert shown('{"stdout": "a\\nb", "exit_code": 1}').kinds == {"ci"}


def test_of_a_long_text_the_two_ends_are_read() -> None:
    text = "begin\n" + "x" * 200_000 + "\nend"
    assert lines(text).startswith("begin\n")
    assert lines(text).endswith("\nend")
    assert len(lines(text)) < 100_000


HOSTILE = [
    "\x1b[" * 100_000,
    "\x1b]" * 100_000,
    "\x1b[" + "1" * 300_000,
    "[0m" + "[1;" * 100_000,
    " " * 300_000 + "x",
    ("    " * 50 + "\n") * 1_500,
    '{"a": ' * 100_000 + "\\n",
    "[" * 500 + '"\\n",' * 90_000,
    '[{"a":' * 400 + "[" + '"\\n",' * 60_000 + '""]' + "}]" * 400,
    "a|" * 150_000,
    "2031-11-25 " * 30_000,
    "\n" * 300_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:9]) for text in HOSTILE])
def test_a_hostile_text_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    lines(unwrapped(readable(text)))
    was_collected(text)
    assert time.process_time() - started < 1
