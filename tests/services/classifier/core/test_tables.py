"""The compiled tables: secrets by shape, lines that no person wrote."""

from pathlib import Path

import pytest

from services.classifier.core.lexicon.needed import signs
from services.classifier.core.lexicon.shapes import SECRET
from services.classifier.core.tables import line_kind, secret_shapes

LABELLED = Path(__file__).parents[4] / "tests" / "data" / "labelled" / "learn"

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
    ("urgent: 本番の決済バッチが二重に走り、止まりません", ""),
    ("title: 設定画面", "code"),
    ("a) Drop the old column", "option"),
    ("| the cart forgets the voucher in Spain", "log?"),
    ("| ^^^^^ expected `u32`", "log"),
    ("12 | let total = sum(rows);", "log"),
    ("| item | total |", "table"),
    ("$ npm test", "log"),
    ("$ Get-ChildItem src", "log"),
    ("$ Rename the flag", ""),
    ("Please make the header sticky.", ""),
    ("Напиши тест для парсера", ""),
    ("I get an error when I save", ""),
    ("", ""),
]


@pytest.mark.parametrize(("line", "kind"), LINES, ids=[f"{line!r} is {kind or 'prose'}" for line, kind in LINES])
def test_a_line_is_prose_or_what_it_was_pasted_from(line: str, kind: str) -> None:
    assert line_kind(line) == kind
