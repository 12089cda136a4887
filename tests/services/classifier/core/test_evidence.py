"""What an output shows: failures by kind with their numbers, success, and which of them came last."""

import time

import pytest

from services.classifier.core.evidence import NOTHING, Evidence, read

TRACE = "Traceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'\n"

FIRES = [
    ("pytest", "FAILED tests/test_a.py::test_b - assert 1 == 2\n1 failed, 3 passed in 0.2s\n", {"test"}),
    ("go test", "--- FAIL: TestParse (0.00s)\n    parse_test.go:9: got 1, want 2\nFAIL\n", {"test"}),
    ("cargo", "test lexer::tabs ... FAILED\n\ntest result: FAILED. 4 passed; 1 failed; 0 ignored\n", {"test"}),
    ("a python trace", TRACE, {"trace"}),
    (
        "a java trace",
        'Exception in thread "main" java.lang.IllegalStateException: no\n\tat io.acme.Main.run(Main.java:8)\n',
        {"trace"},
    ),
    ("tsc", "src/app.ts(3,5): error TS2322: Type 'string' is not assignable\n", {"compile"}),
    ("gcc", "main.c:4:2: error: unknown type name 'foo'\n", {"compile"}),
    ("a patch", "error: patch failed: src/a.c:10\nerror: src/a.c: patch does not apply\n", {"patch"}),
    ("kubernetes", "web-7d9 0/1 CrashLoopBackOff 12 (40s ago)\n", {"infra"}),
    ("a race", "WARNING: DATA RACE\nWrite at 0x00c0000b4010 by goroutine 8:\n", {"hard"}),
]


@pytest.mark.parametrize(("text", "kinds"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_failure_is_seen_with_its_kind(text: str, kinds: set[str]) -> None:
    found = read(text.encode())
    assert found.failing
    assert kinds <= found.kinds


STAYS_QUIET = [
    ("an empty output", ""),
    ("prose", "The build of the shed is finished and the door fits.\n"),
    ("none failed", "0 failed, 12 passed in 0.4s\n"),
    ("lit is content", "Testing Time: 41.02s\n  Passed: 1204\n  Failed: 0\n"),
    ("terraform has nothing to do", "No changes. Your infrastructure matches the configuration.\n"),
    ("cargo is content", "test result: ok. 31 passed; 0 failed; 0 ignored\n"),
    ("maven is content", "Tests run: 12, Failures: 0, Errors: 0, Skipped: 0\n"),
    ("a listing of files", "failed_jobs.rb\nerror_handler.go\npanic_test.py\n"),
    ("no errors", "Found 0 errors in 12 files\n"),
    ("a fix after the failure", "2 failed, 3 passed in 1s\n\nrerun\n5 passed in 1s\n0 failed, 5 passed in 1s\n"),
]


@pytest.mark.parametrize("text", [row[1] for row in STAYS_QUIET], ids=[row[0] for row in STAYS_QUIET])
def test_what_did_not_fail_is_no_failure(text: str) -> None:
    assert not read(text.encode()).failing


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7 failed, 3 passed in 1s\n", 7),
        ("--- FAIL: TestA (0.0s)\n--- FAIL: TestB (0.0s)\nFAIL\n", 2),
        ("FAILED (failures=3)\n", 3),
        ("9 failed, 1 passed in 1s\n4 failed, 6 passed in 1s\n", 4),
        ("Suites: 58 passed, 4 failed\n- import: timeout\n", 4),
    ],
    ids=["a summary", "cases without a summary", "unittest", "the last summary counts", "at the end of a line"],
)
def test_failing_tests_are_counted(text: str, number: int) -> None:
    assert read(text.encode()).failed_tests == number


def test_compile_errors_and_their_files_are_counted() -> None:
    found = read(b"src/a.c:1:2: error: one\nsrc/a.c:3:4: error: two\nsrc/b.c:5:6: error: three\n3 errors generated.\n")
    assert (found.errors, found.files) == (3, 2)


def test_the_total_of_maven_is_a_number_of_compile_errors() -> None:
    text = "[ERROR] COMPILATION ERROR : \n[ERROR] /ws/A.java:[4,2] incompatible types: String\n[INFO] 4 errors \n"
    found = read(text.encode())
    assert (found.errors, "test" in found.kinds) == (4, False)


LOG = "10:00:01 INFO worker[3] handled a job in 12 ms\n" * 8000


@pytest.mark.parametrize(
    "text", [f"make: *** [all] Error 2\n{LOG}", f"{LOG}make: *** [all] Error 2\n"], ids=["first", "last"]
)
def test_a_failure_at_either_end_of_a_long_output_is_seen(text: str) -> None:
    assert read(text.encode()).failing


def test_a_failure_in_the_middle_of_a_log_that_a_user_may_paste_is_seen() -> None:
    assert read(f"{LOG[:60_000]}\n{TRACE}{LOG[:60_000]}".encode()).kinds == {"trace"}


def test_the_summary_of_a_long_run_counts_whatever_stands_before_it() -> None:
    assert read(f"{TRACE}{LOG}0 failed, 812 passed in 80s\n".encode()).passed
    found = read(
        f"0 failed, 812 passed in 80s\n{LOG}{'coverage' * 1500}\n7 failed, 805 passed in 80s\n{LOG[:9000]}".encode()
    )
    assert (found.failing, found.failed_tests) == (True, 7)


def test_a_number_too_far_from_the_end_says_nothing() -> None:
    """Neither that tests failed nor that none did."""
    text = f"7 failed, 805 passed in 80s\n{LOG[:40_500]}\n{TRACE}"
    assert read(text.encode()).kinds == {"trace"}


def test_success_alone_is_success() -> None:
    assert read(b"12 passed in 0.4s\n").passed


def test_a_log_level_or_an_exit_code_goes_with_a_failure_and_is_none_of_its_own() -> None:
    assert Evidence(kinds=frozenset({"ci"})).real == frozenset()
    assert Evidence(kinds=frozenset({"ci", "test"})).real == {"test"}


def test_nothing_is_nothing() -> None:
    assert read(b"nothing of the kind") == NOTHING
    assert not NOTHING.failing


HOSTILE = [
    "FAILED " * 100_000,
    "1 failed, " * 80_000,
    "at " * 200_000,
    "\n" * 500_000,
    "error: " * 80_000,
    "9" * 500_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:10]) for text in HOSTILE])
def test_a_hostile_output_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    read(text.encode())
    assert time.process_time() - started < 2
