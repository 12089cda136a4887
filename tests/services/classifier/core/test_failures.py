"""Failures that are pasted: one is for the cheap model, several independent ones are hard, a mention is none."""

import pytest

from services.classifier.core.detectors import detect
from services.classifier.core.frame import find
from tests.services.classifier.core.conftest import Judge
from tests.services.classifier.core.told import Told, user

CASES = [
    (
        ("medium", "hard"),
        "The staging database is down since the upgrade, pg_ctl says the data directory was initialized by version 14. How do I fix it?",
    ),
    (
        ("medium", "hard"),
        "Traceback (most recent call last):\n  File \"/app/views.py\", line 12, in index\n    return data['user']\nKeyError: 'user'",
    ),
    (
        ("hard",),
        "pytest output after the upgrade:\n\nFAILED tests/test_a.py::test_one - KeyError: 'x'\nFAILED tests/test_b.py::test_two - TypeError: NoneType\nFAILED tests/test_c.py::test_three - AttributeError\nE   AttributeError: 'Foo' object has no attribute 'bar'\n\n/app/foo.py:22: AttributeError\n3 failed, 80 passed in 4.1s\n\nget them passing",
    ),
    (
        ("medium", "hard"),
        "There was 1 failure:\n\n1) Tests\\CartTest::testTotal\nFailed asserting that 12 matches expected 10.\n\n/app/tests/CartTest.php:33\n\nFAILURES!\nTests: 8, Assertions: 20, Failures: 1.",
    ),
    (
        ("medium", "hard"),
        'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "String.length()" because "s" is null\n\tat com.acme.Main.main(Main.java:9)\nwhat\'s wrong?',
    ),
    (
        ("medium", "hard"),
        "undefined method `name' for nil:NilClass (NoMethodError)\n\tfrom app/models/user.rb:14:in `full_name'",
    ),
    (
        ("hard",),
        "After extracting the billing module the build explodes:\n\nsrc/billing/a.ts(3,10): error TS2305: Module '\"../core\"' has no exported member 'Tax'.\nsrc/orders/b.ts(18,2): error TS2339: Property 'vat' does not exist on type 'Order'.\nsrc/ui/c.tsx(77,14): error TS2345: Argument of type 'string' is not assignable.\nFound 31 errors in 12 files.",
    ),
    (
        ("medium", "hard"),
        "error CS0246: The type or namespace name 'Newtonsoft' could not be found (are you missing a using directive or an assembly reference?)",
    ),
    (
        ("medium", "hard"),
        "** (FunctionClauseError) no function clause matching in MyApp.Parser.parse/1\n    (my_app 0.1.0) lib/my_app/parser.ex:8: MyApp.Parser.parse(nil)",
    ),
    (
        ("medium", "hard"),
        "Fatal error: Unexpectedly found nil while unwrapping an Optional value: file App/ViewController.swift, line 41",
    ),
    (
        ("medium", "hard"),
        'Error: error creating S3 bucket: BucketAlreadyExists: The requested bucket name is not available\n\n  with aws_s3_bucket.logs,\n  on main.tf line 12, in resource "aws_s3_bucket" "logs"',
    ),
    (("medium", "hard"), "my pod is stuck in ImagePullBackOff in the dev cluster, how do I fix it?"),
    (("medium", "hard"), "ERROR 1064 (42000) at line 12: You have an error in your SQL syntax near 'FROM orders'"),
    (("medium", "hard"), 'npm ERR! peer react@"^17" from react-table@7.8.0\nnpm ERR! Could not resolve dependency'),
    (
        ("medium", "hard"),
        "FAILURE: Build failed with an exception.\n* What went wrong:\nExecution failed for task ':app:compileDebugKotlin'.\n> Compilation error. See log for more details\ne: /app/src/Main.kt: (12, 5): Unresolved reference: foo",
    ),
    (
        ("hard",),
        "I've tried three different fixes for this and it keeps coming back:\n\nRuntimeError: CUDA error: device-side assert triggered",
    ),
    (
        ("easy",),
        'Explain this stack trace in plain words:\n\nTraceback (most recent call last):\n  File "a.py", line 3, in <module>\nZeroDivisionError: division by zero',
    ),
    (
        ("medium", "hard"),
        "En ejecutar los tests obtengo esto, ¿puedes arreglarlo?\n\nFAIL src/util.test.js\n  ● suma › devuelve 4\n    Expected: 4\n    Received: 5\nTests: 1 failed, 3 passed, 4 total",
    ),
    (("medium", "hard"), "Beim Bauen kommt: undefined reference to `main'\ncollect2: error: ld returned 1 exit status"),
    (
        ("medium", "hard"),
        "I get a 500 from POST /login locally since I upgraded Django, here's the log:\n\nTypeError: __init__() missing 1 required positional argument: 'get_response'",
    ),
    (("medium", "hard"), "docker-compose up fails with 'port is already allocated' on my laptop"),
    (
        ("medium", "hard"),
        "our internal wiki in the test VPC has been unreachable since the firewall change, nobody needs it urgently",
    ),
    (("medium", "hard"), "Build fails:\n\nsrc/lib.rs:14:9: error[E0382]: borrow of moved value: `buf`"),
    (("medium", "hard"), "\nE           assert 404 == 200\ntests/test_api.py:51: AssertionError\n1 failed in 0.9s"),
    (("medium", "hard"), "getting `ModuleNotFoundError: No module named 'yaml'` in CI but not locally"),
    (
        ("hard",),
        "tests:\n--- FAIL: TestA (0.1s)\n--- FAIL: TestB (0.2s)\n--- FAIL: TestC (1.2s)\npanic: runtime error: index out of range [3] with length 3\n\ngoroutine 19 [running]:\nmain.merge(...)\n\t/src/merge.go:41 +0x1d\nFAIL\n\nthis appeared when I merged the branches",
    ),
    (
        ("medium", "hard"),
        "While testing locally I saw that changing the userId in the request shows other users' profiles. Branch isn't merged. Fix it and add a test.",
    ),
    (("medium", "hard"), "my app crashes at start on the simulator since I added the new pod"),
    (("medium", "hard"), "tsc says: src/app.ts:3:1 - error TS2307: Cannot find module './routes'."),
    (
        ("hard",),
        "cargo test output:\n\ntest cache::evicts ... FAILED\ntest cache::expires ... FAILED\ntest net::reconnects ... FAILED\n\nthread 'net::reconnects' panicked at src/net.rs:88:14:\ncalled `Option::unwrap()` on a `None` value\n\ntest result: FAILED. 41 passed; 3 failed; 0 ignored\n\nplease fix these",
    ),
    (
        ("medium", "hard"),
        "Uncaught TypeError: Cannot read properties of null (reading 'value')\n    at submit (form.js:12:31)",
    ),
    (("medium", "hard"), "Jenkins says: ERROR: script returned exit code 2, the make step"),
    (
        ("hard",),
        "Same NullPointerException for the fourth time after four different patches from you, here is the trace again:\n\njava.lang.NullPointerException\n\tat com.acme.Foo.bar(Foo.java:12)",
    ),
    (
        ("medium", "hard"),
        "staging deploy hangs at 'waiting for rollout to finish: 1 old replicas are pending termination'",
    ),
    (
        ("medium", "hard"),
        "ERR_CONNECTION_REFUSED when my frontend calls http://localhost:8080/api, backend logs nothing. any idea?",
    ),
    (
        ("medium", "hard"),
        "mvn package -> [ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.11.0:compile: Compilation failure: /src/App.java:[10,20] ';' expected",
    ),
    (
        ("medium", "hard"),
        "Swift: 'Cannot convert value of type String to expected argument type Int' in ContentView.swift line 20, fix it",
    ),
    (
        ("hard",),
        "After I merged develop: 14 specs fail and the app doesn't boot either (uninitialized constant Billing::Plan). Here's the tail:\n\nrspec ./spec/models/plan_spec.rb:12\nrspec ./spec/jobs/renew_spec.rb:40\nNameError: uninitialized constant Billing::Plan\n\t# ./app/jobs/renew.rb:8:in `perform'\n120 examples, 14 failures",
    ),
]


@pytest.mark.parametrize(("levels", "prompt"), CASES, ids=[prompt[:70] for _, prompt in CASES])
def test_pasted_failures(judge: Judge, levels: tuple[str, ...], prompt: str) -> None:
    """Failures by ecosystem."""
    assert judge(prompt).level in levels


VITEST = " FAIL  src/slug.test.ts > slug > keeps digits\nAssertionError: expected 'top-1' to be 'top-10'\n    at src/slug.test.ts:14:22\n"
OTHER_TRACE = VITEST + "TypeError: Cannot read properties of undefined (reading 'id')\n    at load (src/db.ts:9:3)\n"


def test_the_frames_of_its_own_assertion_are_no_second_signal(judge: Judge) -> None:
    assert "floor:concrete_failure_evidence=>hard" not in judge(f"fix this:\n\n{VITEST}").reasons
    assert "floor:concrete_failure_evidence=>hard" in judge(f"fix this:\n\n{OTHER_TRACE}").reasons


def repeated(text: str) -> bool:
    told = Told(user(text))
    return detect(told, find(told), has_tools=True, response_format="").failures.repeated


AGAIN = [
    "The import failed again after I had tried two fixes.",
    "I already tried pinning numpy and clearing the cache, it is red for two days:\n\nFAILED tests/test_a.py::test_one - KeyError: 'x'\n1 failed in 2s",
    "The nightly export keeps failing with a timeout, third time this week.",
]
NOT_AGAIN = [
    "Write a retry decorator: up to 3 tries with backoff, only where the connection fails, and log each.",
    "We moved to the new runners since Monday. Compose needs a file for them. Please write it. Name it compose.ci.yml. Keep the ports. Tests fail without one.",
    "Nothing is failing. For the third time this year we train people: write the headings of a runbook.",
]


@pytest.mark.parametrize("text", AGAIN)
def test_a_failure_that_came_back_is_repeated(text: str) -> None:
    assert repeated(text)


@pytest.mark.parametrize("text", NOT_AGAIN)
def test_what_is_repeated_beside_a_failure_is_none(text: str) -> None:
    assert not repeated(text)
