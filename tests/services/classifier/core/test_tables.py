"""The compiled tables: the grammar of outputs, secrets by shape, lines that no person wrote."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from services.classifier.core.lexicon.needed import signs
from services.classifier.core.lexicon.shapes import SECRET
from services.classifier.core.lexicon.written import parted
from services.classifier.core.tables import GRAMMAR, line_kind, secret_shapes
from shared.config.regex import PatternSet, compile_pattern

LABELLED = Path(__file__).parents[4] / "tests" / "data" / "labelled" / "learn"

FIRES = [
    ("2 failed, 40 passed in 3.1s", "pytest"),
    ("Tests:       3 failed, 9 passed, 12 total", "jest"),
    ("test result: FAILED. 11 passed; 2 failed; 0 ignored", "cargo"),
    ("    --- FAIL: TestHandshake (0.02s)", "go_case"),
    ("  at Object.<anonymous> (/srv/app/cart.test.ts:12:9)", "js_frame"),
    ("thread 'main' panicked at src/lib.rs:4:5", "rust_panic"),
    ("src/a.cpp:12:4: error: expected ';'", "gcc"),
    ("WARNING: DATA RACE", "race"),
    ("error: patch failed: src/x.py:3", "git_apply"),
    ("npm ERR! code ELIFECYCLE", "npm"),
    ("ImagePullBackOff", "kubernetes"),
]


@cache
def outputs() -> tuple[bytes, ...]:
    """Of one labelled request in eight, what the tools printed."""
    found = (
        message["content"].encode()
        for path in sorted(LABELLED.glob("*.jsonl"))
        for line in path.read_text().splitlines()[::8]
        for message in json.loads(line)["request"]["messages"]
        if message["role"] == "tool" and isinstance(message["content"], str)
    )
    return tuple(dict.fromkeys(found))


@pytest.mark.parametrize(("text", "name"), FIRES, ids=[f"{name}: {text}" for text, name in FIRES])
def test_a_shape_of_output_is_recognised(text: str, name: str) -> None:
    assert name in {GRAMMAR.shapes[index].name for index in GRAMMAR.fired(text.encode())}


def test_the_shapes_of_labelled_outputs_are_those_of_a_plain_search() -> None:
    """However they are shared out to automata."""
    whole = PatternSet(tuple(shape.regex for shape in GRAMMAR.shapes), case_sensitive=True)
    assert len(outputs()) > 100
    assert [list(GRAMMAR.fired(text)) for text in outputs()] == [whole.matches(text) for text in outputs()]


def strings() -> list[bytes]:
    """All strings that are a shape by themselves."""
    return sorted({string for shape in GRAMMAR.shapes for string, _ in parted(shape.regex).strings})


AROUND = [("{}", "alone"), ("x{}y", "within a word"), ("é{}é", "between letters beyond ASCII"), ("_{} ", "behind a line"), (" {}_", "before a line"), ("a\n{}\nb", "on a line of its own"), ("{0}{0}", "twice"), ("({}). Then 3 {}", "in a sentence")]  # fmt: skip


@pytest.mark.parametrize("around", [row[0] for row in AROUND], ids=[row[1] for row in AROUND])
def test_strings_are_found_where_a_plain_search_finds_them(around: str) -> None:
    whole = PatternSet(tuple(shape.regex for shape in GRAMMAR.shapes), case_sensitive=True)
    assert len(strings()) > 300
    for string in strings():
        text = around.replace("{0}", "{}").replace("{}", string.decode()).encode()
        assert list(GRAMMAR.fired(text)) == whole.matches(text), text


def test_a_string_counts_where_it_stands_as_it_must() -> None:
    index = index_of("inline_error")
    words = b"MyKeyErrorish NotAKeyErrorAtAll\n" * 2000
    assert index not in GRAMMAR.fired(words)
    assert index in GRAMMAR.fired(b"KeyError: 'x'\n" + words)
    assert places_of([index], words + b"KeyError: 'x'\n" + words[:64])[index] == (1, len(words))


def test_every_counted_shape_has_one_group() -> None:
    for index, shape in enumerate(GRAMMAR.shapes):
        if GRAMMAR.is_counted(index):
            assert re.compile(re.sub(r"\\p\{\w+\}", r"\\w", shape.regex).replace(r"\z", r"\Z")).groups == 1, shape.name


def places_of(indices: list[int], text: bytes) -> dict[int, tuple[int, int]]:
    fired = GRAMMAR.fired(text)
    return GRAMMAR.last({index: fired[index] for index in indices if index in fired}, text)


def index_of(name: str) -> int:
    return next(at for at, shape in enumerate(GRAMMAR.shapes) if shape.name == name)


FILLER = b"a line of nothing in particular\n" * 200


@pytest.mark.parametrize("behind", [b"", FILLER], ids=["short", "far from the end"])
def test_the_last_number_counts_and_says_where_it_stands(behind: bytes) -> None:
    for name, sign in (("pytest", b"failed,"), ("jest", b"failed"), ("mocha", b"failing")):
        begin = b"Tests: " if name == "jest" else b""
        text = FILLER + begin + b"7 " + sign + b" 1 passed\nmended\n" + begin + b"0 " + sign + b" 8 passed\n" + behind
        ((index, (number, at)),) = places_of([index_of(name)], text).items()
        assert (index, number, at) == (index_of(name), 0, text.rindex(begin + b"0 " + sign)), name


def test_of_a_group_the_last_one_has_a_place() -> None:
    red, redder, green = index_of("cargo_assert"), index_of("rust_panic"), index_of("cargo_ok")
    text = b"test result: ok\nassertion failed\n" + FILLER + b"panicked at x\n" + FILLER
    places = places_of([red, redder, green], text)
    assert max(places[index] for index in (red, redder)) == places[redder] == (1, text.index(b"panicked"))
    assert places[green] == (1, 0)


def test_what_does_not_occur_has_no_place() -> None:
    assert places_of([index_of("pytest"), index_of("race")], b"nothing of the kind") == {}


def test_the_places_of_labelled_outputs_are_those_of_a_plain_search() -> None:
    """Of counted shapes each has the last one, of the others the last of all."""
    texts = outputs()
    for start in range(0, len(texts), 40):
        text = b"\n".join(texts[start : start + 40])[-40_000:]
        fired = GRAMMAR.fired(text)
        found = GRAMMAR.last(fired, text)
        begin = len(text) // 2
        behind = GRAMMAR.last(fired, text, begin)
        assert {index: place for index, place in found.items() if place[1] >= begin} == {
            index: place for index, place in behind.items() if index in found
        }
        plain = {index: plain_last(index, text) for index in fired}
        assert {index: found[index] for index in fired if GRAMMAR.is_counted(index)} == {
            index: plain[index] for index in fired if GRAMMAR.is_counted(index)
        }
        for kinds in ({"pass"}, set(GRAMMAR.kinds.values()) - {"pass"}):
            group = [index for index in fired if GRAMMAR.shapes[index].kind in kinds and not GRAMMAR.is_counted(index)]
            last = max((found[index][1] for index in group if index in found), default=-1)
            begins, ends = max((last_match(index, text).span() for index in group), default=(-1, -1))
            assert begins <= last <= max(ends - 1, begins)  # a string of a shape may begin within another of it


def last_match(index: int, text: bytes) -> Any:
    *_, match = compile_pattern(GRAMMAR.shapes[index].regex, case_sensitive=True).finditer(text)
    return match


def plain_last(index: int, text: bytes) -> tuple[int, int]:
    match = last_match(index, text)
    return int(match.group(1)) if GRAMMAR.is_counted(index) else 1, match.start()


def test_a_number_too_long_to_be_one_is_cut() -> None:
    index = index_of("mocha")
    assert places_of([index], b"9" * 5000 + b" failing") == {index: (999_999_999, 0)}


def test_counting_stops_at_its_limit() -> None:
    index = index_of("go_case")
    text = b"--- FAIL: TestX (0.00s)\n" * 500
    assert GRAMMAR.count(index, text) == 20
    assert GRAMMAR.count(index, text, limit=3) == 3


LEAKED = [
    ("key AKIA" + "QZ7XN3PLW2RT8VBM", ("aws_key",)),
    ("ghp_" + "a8Kd93jfLs02mXcvbNq7RtYu" + "z1Q", ("github_token",)),
    ("postgres://svc:Tr0ub4dor@db.acme.io/orders", ("url_password",)),
    ("-----BEGIN RSA PRIVATE KEY-----", ("private_key",)),
    ("sk_live_" + "9vKq27Lm", ("stripe_key",)),
    ("sk_live_" + "9vKq27Lm was pushed, for example to CI", ("stripe_key",)),
]


@pytest.mark.parametrize(("text", "names"), LEAKED, ids=[names[0] for _, names in LEAKED])
def test_a_secret_is_known_by_its_shape(text: str, names: tuple[str, ...]) -> None:
    assert secret_shapes(text.encode()) == names


HARMLESS = [
    "AKIAIOSFODNN7EXAMPLE",
    "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "postgres://user:password@localhost:5432/app",
    "STRIPE_KEY=sk_test_abc",
    "sk-your-key-here-1234567890",
    "-----BEGIN PUBLIC KEY-----",
    "-----BEGIN EC PRIVATE KEY-----\nAAAAFAKEFAKEFAKEFAKE\n-----END EC PRIVATE KEY-----",
    "commit 9f2c4e7a1b",
    "",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_placeholder_is_no_secret(text: str) -> None:
    assert secret_shapes(text.encode()) == ()


def test_a_real_secret_beside_a_placeholder_is_found() -> None:
    text = "AKIAIOSFODNN7EXAMPLE and then, further down, AKIA" + "QZ7XN3PLW2RT8VBM"
    assert secret_shapes(text.encode()) == ("aws_key",)


@pytest.mark.parametrize("between", ["all is well\n" * 5000, "sk-1 " * 60], ids=["nothing", "signs of secrets"])
def test_a_secret_in_a_long_text_is_found(between: str) -> None:
    token = f"eyJhbGciOiJSUzI1NiJ9.eyJ{'zdWIiOiJ' * 300}.c2lnbmF0dXJlLW9m"
    text = f"{between}\npostgres://svc:Tr0ub4dor@db.acme.io/orders\n{between}\n{token}\n{between}"
    assert secret_shapes(text.encode()) == ("url_password", "jwt")


def test_each_secret_has_signs_by_which_it_is_looked_for() -> None:
    assert [name for name, regex in SECRET if not signs(regex)] == []


LINES = [
    ("2031-02-04T10:00:01Z worker started", "log"),
    ("ERROR [pool-3] gave up", "log"),
    ('  File "/srv/a.py", line 3, in <module>', "log"),
    ("Previous read by goroutine 21: cache.(*LRU).Get()", "log"),
    ("--- FAIL: TestSlug (0.00s)", "log"),
    ('{"level":"error","msg":"jwks fetch failed"}', "log"),
    ("TASK [db : migrations] *****", "log"),
    ("** BUILD FAILED **", "log"),
    ("curl: (7) Failed to connect to localhost port 4321", "log"),
    ("NAME      STATUS", "log"),
    ("api-1     Restarting (1) 3 seconds ago", "log"),
    ("Build the page with the new header", ""),
    ("Error messages of the form are cut off on phones", ""),
    ("diff --git a/x.c b/x.c", "diff"),
    ("@@ -1,4 +1,4 @@", "diff"),
    ("- return total;", "diff"),
    ("-return parse(text)", "diff"),
    ("+    retry = 3", "diff"),
    ("- parse(text)", "diff"),
    ("- fix the parser (it drops the last line) in src/parse.py", ""),
    ("- 本番の注文(1円のもの)を数えて", ""),
    ("    return total;", "code"),
    ("const retry = async () => {", "code"),
    ("#ifdef HAVE_POLL", "code"),
    ("    @staticmethod", "code"),
    (".menu-bar:visited,", "code"),
    ("set(CMAKE_BUILD_TYPE Debug)", "code"),
    ("from shelf.maps import Chart", "code"),
    ("import shelf.maps", "code"),
    ("import numpy as np", "code"),
    ("import fs from 'fs'", "code"),
    ("const fetchImpl = require('./lib/fetch').fetch", "code"),
    ("let { agent, opts } = given", "code"),
    ('chars[",".charCodeAt(0)] = true', "code"),
    ("static PyObject *", "code"),
    ("static int draw(short *rows, region all,", "code"),
    ("  FROM orders o", "code"),
    ("LEFT JOIN shops s ON s.id = o.shop", "code"),
    ("WHERE o.paid IS NULL", "code"),
    ("ORDER BY o.paid DESC, o.id", "code"),
    ("  right: 10px;", "code"),
    (" right: 10", "log"),
    ("level=info msg=started port=80", "log"),
    ("09:41 writes stopped", "clock"),
    ("ok  \tacme/cmd\t0.31s", "log"),
    ("if not done:", "code"),
    ("for row in rows:", "code"),
    ("foo.bar(a, b, c, d, e, f);", "code"),
    ("margin: 0 auto 1px 2px 3px 4px;", "code"),
    ("12:  return x", "code"),
    ("ok merci. Là j'ai autre chose", ""),
    ("ok cool. so, using that I found the commit", ""),
    ("use the new logger (pino)", ""),
    ("return 404 instead of 500 (see handler.go)", ""),
    ("for each order send a mail (async)", ""),
    ("import the contacts from the csv:", ""),
    ('Return it as JSON like this {"a": 1, "b": 2}', ""),
    ('891: "Settings" is spelled "Setings"', ""),
    ("lua: default volume 0.8 -> 0.6", ""),
    ("git: who last changed line 212 of router.ex?", ""),
    ("# include the tests, too", ""),
    ("@kim please look at this", ""),
    ("deploy (staging)", ""),
    ("import the contacts from the csv", ""),
    ("import contacts", ""),
    ("let me know if the total = 0 case is covered", ""),
    ("static analysis of the parser", ""),
    ("WHERE IS THE CONFIG FILE", ""),
    ("ORDER BY date does not work", ""),
    ("FROM THE TOP, please", ""),
    ("help me write a parser for the ini file", ""),
    ("note that the API must stay as it is", ""),
    ("note: the API must stay as it is", "log?"),
    ("required: everything keeps working on mobile", "log?"),
    ("error when I save the form twice", ""),
    ("Error: the page does not load when I click", "log?"),
    ("error: aborting", "log"),
    ("error[E0391]: cycle detected", "log"),
    ("src/a.c:3:5: error: the file is not there at all", "log"),
    ("error Command failed with exit code 1.", "log"),
    ("error TS2304: Cannot find name 'x'", "log"),
    ("#4127 fix the login", ""),
    ("#4127: fix the login", ""),
    ("#5 DONE 0.1s", "log"),
    ("#0 /srv/app/index.php(12): run()", "log"),
    ("#1  main at app.c", "log"),
    ("in src/pay v2 is used", ""),
    ("un bug 500 en la pagina", ""),
    ("ii  curl  7.88.1", "log"),
    ("23 tests fail after the merge, please look", "log?"),
    ("23 failed", "log"),
    ("MainWindow.cpp:411 - the signal comes from the other thread", "log?"),
    ("MainWindow.cpp:411: here", "log"),
    ("at checkout the page hangs (since yesterday evening)", "log?"),
    ("at run (src/main.js:10:3)", "log"),
    ("--dry-run should print all of the rows (and exit 0)", "diff?"),
    ("+    return total(rows);", "diff"),
    ("TOKEN = x in the notebook is a placeholder, say so", "code?"),
    ("total = rows[0]", "code"),
    ("let's rename the variable in squash()", ""),
    ("好,还有件事,刚有用户,我们,看到", "table?"),
    ("a,b,c,d,e", "table"),
    ("Please make the header sticky.", ""),
    ("Напиши тест для парсера", ""),
    ("I get an error when I save", ""),
    ("", ""),
]


@pytest.mark.parametrize(("line", "kind"), LINES, ids=[f"{line!r} is {kind or 'prose'}" for line, kind in LINES])
def test_a_line_is_prose_or_what_it_was_pasted_from(line: str, kind: str) -> None:
    assert line_kind(line) == kind
