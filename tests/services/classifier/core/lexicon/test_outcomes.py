"""The failure grammars of `outcomes`: they compile, a count above zero is a failure, zero and success are none."""

import pytest

from services.classifier.core import evidence
from services.classifier.core.lexicon.outcomes import COUNTED, FAILURES, SUCCESSES
from shared.config.regex import compile_pattern


def test_every_shape_compiles_and_matches_something_not_empty() -> None:
    for shape in (*COUNTED, *FAILURES, *SUCCESSES):
        assert not compile_pattern(shape.regex, case_sensitive=True).fullmatch(""), shape.name


def test_every_counted_shape_has_one_group_for_its_number() -> None:
    for shape in COUNTED:
        assert compile_pattern(shape.regex, case_sensitive=True).groups == 1, shape.name


def test_names_are_told_apart() -> None:
    names = [shape.name for shape in COUNTED]
    assert len(names) == len(set(names))


FIRES = {
    "pytest": "=================== 2 failed, 14 passed in 3.21s ===================",
    "unittest": "Ran 9 tests in 0.113s\n\nFAILED (failures=1, errors=2)",
    "jest": "Test Suites: 1 failed, 11 passed, 12 total\nTests:       3 failed, 80 passed, 83 total",
    "mocha": "  41 passing (2s)\n  2 failing\n",
    "go test": "--- FAIL: TestTransfer (0.01s)\nFAIL\nFAIL\texample.org/ledger\t0.214s",
    "cargo test": "test result: FAILED. 18 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out",
    "Maven": "[ERROR] Tests run: 31, Failures: 2, Errors: 0, Skipped: 1",
    "Gradle": "64 tests completed, 5 failed",
    "RSpec": "Finished in 1.9 seconds\n22 examples, 1 failure",
    "PHPUnit": "FAILURES!\nTests: 40, Assertions: 121, Failures: 2.",
    "dotnet test": "Failed!  - Failed:     1, Passed:    57, Skipped:     0, Total:    58",
    "ctest": "88% tests passed, 3 tests failed out of 25",
    "flutter test": "00:03 +11 -2: Some tests failed.",
    "a Flutter exception": "══╡ EXCEPTION CAUGHT BY FLUTTER TEST FRAMEWORK ╞══\nThe following TestFailure was thrown running a test:\nExpected: exactly one matching candidate",
    "a Flutter layout": "══╡ EXCEPTION CAUGHT BY RENDERING LIBRARY ╞══\nA RenderFlex overflowed by 42 pixels on the bottom.",
    "Dart": "lib/src/cart.dart:31:18: Error: The getter 'total' isn't defined for the class 'Cart'.",
    "dart analyze": "  error - lib/src/cart.dart:31:18 - The getter 'total' isn't defined for the type 'Cart'. - undefined_getter",
    "a Dart trace": "Unhandled exception:\nNull check operator used on a null value\n#0      Cart.total (package:shop/cart.dart:31:18)",
    "Scala 2": "[error] src/main/scala/Ledger.scala:22:9: type mismatch;\n[error] one error found",
    "Scala 3": "[error] -- [E007] Type Mismatch Error: src/main/scala/Ledger.scala:22:9 \n[error] 22 |  total + name",
    "Scala 3, without sbt": "-- [E008] Not Found Error: Ledger.scala:22:9 ---\n22 |  total + nmae\n1 error found",
    "ScalaTest": "[info] - adds up *** FAILED ***\n[info] *** 2 TESTS FAILED ***",
    "munit": "==> X shop.LedgerSuite.adds up  0.01s munit.ComparisonFailException: values are not the same",
    "docker compose ps": 'shop-db-1   postgres:16   "docker-entrypoint"   db   2 minutes ago   Exited (1) 2 minutes ago',
    "docker compose up": "dependency failed to start: container shop-db-1 is unhealthy",
    "Jetpack Compose": "e: file:///w/app/src/main/kotlin/Cart.kt:44:9 @Composable invocations can only happen from the context of a @Composable function",
    "tsc": "src/cart.ts(14,7): error TS2322: Type 'string' is not assignable to type 'number'.",
    "rustc": "error[E0502]: cannot borrow `ring` as mutable because it is also borrowed as immutable\n --> src/ring.rs:44:9",
    "gcc": "net/socket.c:88:12: error: implicit declaration of function 'close_all'",
    "a Python trace": "Traceback (most recent call last):\n  File \"load.py\", line 9, in <module>\n    main()\nKeyError: 'region'",
    "a Java trace": 'Exception in thread "main" java.lang.IllegalStateException: closed\n\tat app.Pool.take(Pool.java:71)',
    "a Go panic": "panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\nmain.main()",
}


@pytest.mark.parametrize("text", FIRES.values(), ids=FIRES.keys())
def test_a_failing_run_is_seen(text: str) -> None:
    assert evidence.read(text.encode()).failing


STAYS_QUIET = {
    "pytest, all green": "=================== 16 passed in 3.02s ===================",
    "pytest, none failed": "0 failed, 16 passed in 3.02s",
    "jest": "Tests:       83 passed, 83 total",
    "flutter test": "00:04 +13: All tests passed!",
    "dart analyze": "Analyzing shop...\nNo issues found!",
    "ScalaTest": "[info] Tests: succeeded 12, failed 0, canceled 0\n[info] All tests passed.",
    "Scala": "[info] compiling 3 Scala sources\n[success] Total time: 4 s",
    "docker compose ps": 'shop-db-1   postgres:16   "docker-entrypoint"   db   2 minutes ago   Up 2 minutes (healthy)',
    "docker compose down": "Container shop-db-1  Stopped\nshop-migrate-1   Exited (0) 2 minutes ago",
    "go test": "ok  \texample.org/ledger\t0.198s",
    "cargo": "test result: ok. 19 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out",
    "Maven": "[INFO] Tests run: 31, Failures: 0, Errors: 0, Skipped: 1\n[INFO] BUILD SUCCESS",
    "RSpec": "22 examples, 0 failures",
    "ctest": "100% tests passed, 0 tests failed out of 25",
    "tsc": "Found 0 errors. Watching for file changes.",
    "a file listing": "failed_jobs.rb\nerrors.go\npanic_button.tsx\n",
    "prose": "The panic bar of the door was replaced; no error was found.",
}


@pytest.mark.parametrize("text", STAYS_QUIET.values(), ids=STAYS_QUIET.keys())
def test_a_run_without_failure_is_none(text: str) -> None:
    assert not evidence.read(text.encode()).failing


def test_the_latest_run_in_a_text_wins() -> None:
    """The rubric: in a loop the latest state wins."""
    red, green = "===== 3 failed, 9 passed in 2.20s =====", "===== 12 passed in 2.31s ====="
    assert evidence.read(f"{green}\n$ pytest\n{red}\n".encode()).failing
    assert not evidence.read(f"{red}\n$ pytest\n{green}\n".encode()).failing


@pytest.mark.parametrize(
    "said", ["out of memory", "Out of memory", "Out Of Memory", "OUT OF MEMORY", "OOM-kill", "oom-kill"]
)
def test_what_tools_write_in_several_ways_is_seen_in_each(said: str) -> None:
    assert "oom" in evidence.read(f"worker 3: {said}".encode()).names
