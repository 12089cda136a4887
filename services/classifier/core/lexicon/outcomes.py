"""What tools print: the failure grammars of test runners, traces, compilers, CI and infrastructure, and the signs of success.

Law: every expression is about the shape of output, not about a topic. They run on raw text, case-sensitive, line by line.
Counted expressions have one group with the number; a number of zero is no failure.
"""

from itertools import chain
from typing import Final, NamedTuple


class Shape(NamedTuple):
    """One thing that output can show: its kind, and the expression."""

    kind: str
    name: str
    regex: str


def _in_any_case(*phrases: str) -> str:
    """Phrases as they are written, in small letters, in capitals, or with one at the beginning of the phrase or of each word."""
    cases = (
        (phrase, phrase.lower(), phrase.upper(), phrase[0].upper() + phrase[1:], phrase.title()) for phrase in phrases
    )
    return "|".join(dict.fromkeys(chain.from_iterable(cases)))


SUCCESS: Final = "pass"
"""The kind of a success."""
GREEN: Final = "_green"
"""How the names end of summaries of a whole run that went well."""

# Numbers of failures: a count above zero is a failure, a count of zero is none.
COUNTED: Final[tuple[Shape, ...]] = (
    Shape("test", "pytest", r"(?m)\b(\d+) (?:(?:failed|errors?)(?:,| in |[ \t]*=)|failed[ \t\r]*$)"),
    Shape("test", "unittest", r"FAILED \((?:failures|errors)=(\d+)"),
    Shape("test", "unittest_errors", r"FAILED \(failures=\d+, errors=(\d+)"),
    Shape("test", "jest", r"(?m)^[ \t]*(?:Tests|Test Suites|Test Files):?[ \t]+(\d+) failed"),
    Shape("test", "mocha", r"(?m)^[ \t]*(\d+) failing\b"),
    Shape("test", "tap", r"(?m)^# fail[ \t]+(\d+)"),
    Shape("test", "cargo", r"test result: (?:FAILED|ok)\. \d+ passed; (\d+) failed"),
    Shape("test", "junit", r"Tests run:[ \t]*\d+,[ \t]*Failures:[ \t]*(\d+)"),
    Shape("test", "junit_errors", r"Tests run:[ \t]*\d+,[ \t]*Failures:[ \t]*\d+,[ \t]*Errors:[ \t]*(\d+)"),
    Shape("test", "gradle", r"(?m)^\d+ tests completed, (\d+) failed"),
    Shape("test", "rspec", r"(?m)\b\d+ (?:examples?|runs|tests|specs?),(?: \d+ assertions,)? (\d+) failures?"),
    Shape("test", "minitest_errors", r"(?m)\b\d+ (?:runs|tests), \d+ assertions, \d+ failures, (\d+) errors"),
    Shape("test", "phpunit", r"(?m)Tests: \d+, Assertions: \d+,.{0,20}(?:Failures|Errors): (\d+)"),
    Shape("test", "dotnet", r"(?m)Failed:[ \t]+(\d+), Passed:[ \t]+\d+"),
    Shape("test", "dotnet_total", r"(?m)^[ \t]*Failed: (\d+)[ \t\r]*$"),
    Shape("test", "ctest", r"\d+% tests passed, (\d+) tests failed out of"),
    Shape("test", "gtest", r"(?m)^[ \t]*\[[ \t]+FAILED[ \t]+\] (\d+) tests?"),
    Shape("test", "rspec_outside", r"(\d+) errors? occurred outside of examples"),
    Shape("test", "flutter", r"(?m)^\d\d:\d\d \+\d+(?: ~\d+)? -(\d+): "),
    Shape("test", "swift", r"Executed \d+ tests?, with (\d+) failures?"),
    Shape("test", "exunit", r"(?m)^\d+ (?:doctests?, \d+ )?tests?, (\d+) failures?"),
    Shape("test", "playwright", r"(?m)^[ \t]+(\d+) (?:failed|flaky)[ \t\r]*$"),
    Shape("test", "cypress", r"(?m)Failing:[ \t]+(\d+)"),
    Shape("test", "behave", r"(?m)^\d+ (?:scenarios?|features?|steps?) passed, (\d+) failed"),
    Shape("test", "cucumber", r"(?m)^\d+ scenarios? \((\d+) failed"),
    Shape(
        "test",
        "generic",
        r"(?i)\b(\d+) (?:tests? (?:failed|failing|failures?)|failures?\b|failing (?:tests?|specs?|cases?))",
    ),
    Shape(
        "test", "of", r"(?i)\b(\d+) (?:of|out of|/) ?\d+ (?:tests?|specs?|cases?|checks?) (?:failed|failing|are red)"
    ),
    Shape("test", "key_value", r"\b(?:failed|failures|errors)[=:] ?(\d+)\b"),
    Shape("compile", "tsc_total", r"Found (\d+) errors?\b"),
    Shape("compile", "gcc_total", r"(?m)^(\d+) errors? generated"),
    Shape("compile", "rustc_total", r"due to (\d+) previous errors?"),
    Shape("compile", "msbuild_total", r"(?m)^[ \t]*(\d+) Error\(s\)"),
    Shape("compile", "javac_total", r"(?m)^(?:\[\w+\] )?(\d+) errors?[ \t\r]*$"),
    Shape("compile", "eslint_total", r"✖ \d+ problems? \((\d+) errors?"),
    Shape("compile", "scala_total", r"(?m)^(?:\[error\] )?(\d+) errors? found"),
    Shape("compile", "mypy_total", r"Found (\d+) errors? in \d+ files?"),
)

# Failures that carry no number.
FAILURES: Final[tuple[Shape, ...]] = (
    Shape("test", "pytest_case", r"(?m)^(?:FAILED|ERROR) \S+(?:::|\.py)"),
    Shape("test", "pytest_banner", r"(?m)^=+ (?:FAILURES|ERRORS) =+"),
    Shape("test", "pytest_line", r"(?m)^E   +\S"),
    Shape("test", "unittest_case", r"(?m)^(?:FAIL|ERROR): \w+"),
    Shape("test", "jest_case", r"(?m)^[ \t]*FAIL[ \t]+\S+[./]\S+"),
    Shape("test", "jest_bullet", r"(?m)^[ \t]*● .+ › |^[ \t]*● \S"),
    Shape("test", "cross_case", r"(?m)^[ \t]*[✕✗✘×] \S"),
    Shape("test", "go_case", r"(?m)^[ \t]*--- FAIL: "),
    Shape("test", "go_package", r"(?m)^FAIL(?:[ \t]+\S+|[ \t\r]*$)"),
    Shape("test", "go_panic", r"panic: test timed out"),
    Shape("test", "cargo_case", r"(?m)^test \S+ \.\.\. FAILED"),
    Shape("test", "cargo_assert", r"assertion (?:`left == right` )?failed"),
    Shape("test", "junit_case", r"<<< (?:FAILURE|ERROR)!"),
    Shape("test", "junit_assert", r"AssertionFailedError|ComparisonFailure|org\.junit\."),
    Shape("test", "gradle_case", r"(?m)^\S.* > .* FAILED[ \t\r]*$"),
    Shape("test", "assertion", r"\bAssertionError\b|\bAssertionError \[ERR"),
    Shape("test", "rspec_case", r"Failure/Error:|(?m)^rspec \./\S+:\d+"),
    Shape("test", "minitest_case", r"(?m)^[ \t]*\d+\) (?:Failure|Error):"),
    Shape("test", "phpunit_case", r"(?m)^There (?:was|were) \d+ (?:failure|error)|^FAILURES!"),
    Shape("test", "dotnet_case", r"Assert\.\w+\(\) Failure|(?m)^[ \t]*Failed \S+ \[[\d<]"),
    Shape("test", "gtest_case", r"(?m)^\[  FAILED  \]"),
    Shape("test", "ctest_case", r"\*\*\*(?:Failed|Exception|Timeout)|(?m)^The following tests FAILED"),
    Shape("test", "swift_case", r"(?m)error: -\[\S+ \S+\] : |XCTAssert\w+ failed"),
    Shape("test", "exunit_case", r"(?m)^[ \t]+\d+\) test .* \(\S+\)"),
    Shape(
        "test",
        "expected_got",
        r"(?m)^[ \t]*(?:Expected|expected)(?::| string| to| value).*\n(?:.*\n)?[ \t]*(?:Received|received|got|actual|but was)",
    ),
    Shape("test", "tap_case", r"(?m)^not ok \d+"),
    Shape("test", "playwright_case", r"(?m)^[ \t]+\d+\) \[\w+\] › "),
    Shape("test", "cypress_case", r"(?:AssertionError|CypressError): "),
    Shape("test", "munit", r"\bmunit\.\w{1,60}Exception\b|(?m)^==> X "),
    Shape("test", "sql_test", r"(?m)^# Failed test "),
    Shape("trace", "python", r"Traceback \(most recent call last\)"),
    Shape("trace", "python_frame", r'(?m)^[ \t]*File "[^"\n]+", line \d+'),
    Shape(
        "trace",
        "js_frame",
        r"(?m)^[ \t]+at (?:async )?(?:\S+ )?\(?(?:\S*[\\/])?[\w.$-]+\.(?:js|ts|tsx|jsx|mjs|cjs|vue):\d+",
    ),
    Shape("trace", "js_uncaught", r"\bUncaught (?:\(in promise\) )?\w*(?:Error|Exception)|UnhandledPromiseRejection"),
    Shape("trace", "js_type", r"\b(?:TypeError|ReferenceError|RangeError|SyntaxError|URIError|EvalError): "),
    Shape("trace", "java_frame", r"(?m)^[ \t]+at [\w.$<>/@-]+\([\w.$ ]+(?::\d+)?\)"),
    Shape("trace", "java_cause", r"(?m)^Caused by: |Exception in thread "),
    Shape("trace", "java_exception", r"[a-z0-9_]\.[a-z_]\w*\.[A-Z]\w*(?:Exception|Error)\b"),
    Shape("trace", "go_panic", r"(?m)^panic: |goroutine \d+ \["),
    Shape("trace", "rust_panic", r"panicked at "),
    Shape("trace", "c_frame", r"(?m)^[ \t]*#\d+[ \t]+(?:0x[0-9a-f]+|\S+ \()"),
    Shape("trace", "segv", r"\b(?:SIGSEGV|SIGABRT|SIGBUS|Segmentation fault|core dumped|EXC_BAD_ACCESS)"),
    Shape("trace", "dotnet_frame", r"(?m)^[ \t]+at \S+\(.*\) in \S+:line \d+|Unhandled [Ee]xception"),
    Shape("trace", "dotnet_exception", r"\bSystem\.[\w.]*Exception\b"),
    Shape("trace", "ruby_frame", r"(?m)^[ \t]*(?:from )?\S+\.rb:\d+:in [`']"),
    Shape(
        "trace",
        "ruby_error",
        r"\b(?:NoMethodError|NameError|ArgumentError|ActiveRecord::\w+|LoadError|StandardError)\b",
    ),
    Shape("trace", "php", r"PHP (?:Fatal error|Warning|Parse error)|Fatal error: Uncaught|(?m)^#\d+ \S+\.php\(\d+\)"),
    Shape("trace", "lua", r"stack traceback:|(?m)^lua\d*(?:\.\d)?: "),
    Shape("trace", "swift", r"Fatal error: .*: file |Thread \d+: (?:Fatal|EXC)"),
    Shape("trace", "elixir", r"(?m)^\*\* \(\w+(?:Error|Exit)?\)|\(\w+(?:Error)\) "),
    Shape("trace", "flutter", r"EXCEPTION CAUGHT BY [A-Z]"),
    Shape("trace", "perl", r"(?m) at \S+\.p[lm] line \d+\.$"),
    Shape("trace", "kotlin", r"\bkotlin\.\w*Exception|FATAL EXCEPTION: "),
    Shape("trace", "erlang", r"(?m)^=CRASH REPORT|\{badmatch,|\{noproc,"),
    Shape("trace", "haskell", r"CallStack \(from HasCallStack\)"),
    Shape("trace", "r", r"(?m)^Error in \S.* : |Execution halted"),
    Shape(
        "trace",
        "python_error",
        r"(?m)^(?:\w+\.)*[A-Z]\w*(?:Error|Exception|Warning|Interrupt): |^(?:\w+\.)+[A-Z]\w*(?:Error|Exception)\b",
    ),
    Shape(
        "trace",
        "inline_error",
        r"\b(?:AttributeError|KeyError|ValueError|IndexError|ImportError|ModuleNotFoundError|NameError|ZeroDivisionError|RuntimeError|NullPointerException|IllegalStateException|IllegalArgumentException|ClassCastException|NotImplementedError|RecursionError|UnicodeDecodeError|FileNotFoundError|ConnectionError|TimeoutError|PermissionError|OSError|IOException|StackOverflowError|OutOfMemoryError|ConcurrentModificationException)\b",
    ),
    Shape("hard", "race", r"WARNING: DATA RACE|data race detected|ThreadSanitizer|WARNING: ThreadSanitizer"),
    Shape(
        "hard",
        "deadlock",
        r"all goroutines are asleep|[Dd]eadlock (?:found|detected)|Found one Java-level deadlock|40P01|lock order inversion",
    ),
    Shape(
        "hard",
        "sanitizer",
        r"AddressSanitizer|LeakSanitizer|MemorySanitizer|UndefinedBehaviorSanitizer|heap-(?:use-after-free|buffer-overflow)|stack-buffer-overflow|runtime error: (?:signed integer|load of|member|index -?\d+ out of bounds|shift|null pointer)",
    ),
    Shape(
        "hard",
        "valgrind",
        r"Invalid (?:read|write) of size|definitely lost: [1-9]|block of size \d+ free'd|Conditional jump or move depends on uninit",
    ),
    Shape(
        "hard",
        "heap",
        r"double free or corruption|malloc\(\): |free\(\): invalid|corrupted (?:size|double-linked)|glibc detected",
    ),
    Shape("hard", "concurrent_map", r"fatal error: concurrent map|ConcurrentModificationException"),
    Shape("compile", "tsc", r"\berror TS\d+"),
    Shape("compile", "rustc", r"(?m)^error(?:\[E\d+\])?: |could not compile `"),
    Shape("compile", "gcc", r"(?m)^\S+:\d+(?::\d+)?: (?:fatal )?error: "),
    Shape("compile", "msvc", r"\berror (?:C\d{4}|LNK\d{4}|CS\d{4}|MSB\d{4}|FS\d{4}|BC\d{4,5}|NU\d{4}|NETSDK\d+)"),
    Shape(
        "compile",
        "linker",
        r"undefined reference to|undefined symbol|unresolved external|ld returned \d|linker command failed|duplicate symbol|cannot find -l|Undefined symbols for architecture",
    ),
    Shape(
        "compile",
        "javac",
        r"\.java:\d+: error: |error: cannot find symbol|error: incompatible types|COMPILATION ERROR|Compilation failure",
    ),
    Shape("compile", "kotlinc", r"(?m)^e: \S+\.kts?|\.kt:\d+:\d+: error"),
    Shape(
        "compile",
        "go",
        r"(?m)^(?:\./|\w+/)?[\w./-]+\.go:\d+:\d+: |imported and not used|declared and not used",
    ),
    Shape("compile", "swiftc", r"\.swift:\d+:\d+: error: "),
    Shape("compile", "scala", r"\[error\] (?:-- .*)?\S+\.scala:\d+|\[error\] one error found"),
    Shape("compile", "elixirc", r"== Compilation error in file"),
    Shape("compile", "scala3", r"(?m)^(?:\[error\] )?-- (?:\[E\d+\] )?[\w ]{0,40}Error: \S+\.scala:\d+"),
    Shape("compile", "dart", r"\.dart:\d+:\d+: Error: "),
    Shape("compile", "dart_analyzer", r"(?m)^[ \t]*error [-•] .{0,300}\.dart:\d+:\d+"),
    Shape("compile", "haskell", r"\.hs:\d+:\d+: error"),
    Shape("compile", "mypy", r"(?m)^\S+\.pyi?:\d+: error: |\.py:\d+:\d+ - error"),
    Shape("compile", "eslint", r"(?m)^[ \t]+\d+:\d+[ \t]+error[ \t]|error[ \t]+\S.*[ \t]@?[\w-]+/[\w-]+[ \t\r]*$"),
    Shape(
        "compile",
        "bundler",
        r"Module not found: |Cannot find module '|Failed to compile\.|\[vite\].{0,30}error|Build failed with \d+ error|error during build|Could not resolve \"",
    ),
    Shape(
        "compile",
        "parse",
        r"(?m)^[ \t]*(?:SyntaxError|IndentationError|ParseError)\b|Parse error: syntax error|unexpected token",
    ),
    Shape("compile", "cmake", r"CMake Error|(?m)^make(?:\[\d+\])?: \*\*\* |ninja: build stopped|gmake.*Error \d"),
    Shape(
        "compile",
        "gradle",
        r"(?m)^FAILURE: Build failed|^BUILD FAILED|\[ERROR\] BUILD FAILURE|\[INFO\] BUILD FAILURE|Execution failed for task",
    ),
    Shape("compile", "xcode", r"\*\* (?:BUILD|TEST|ARCHIVE) FAILED \*\*"),
    Shape("compile", "solidity", r"(?m)^[ \t]*--> \S+\.sol:\d"),
    Shape(
        "patch",
        "git_apply",
        r"patch does not apply|error: patch failed|hunks? FAILED|Hunk #\d+ FAILED|\.rej\b|corrupt patch",
    ),
    Shape("patch", "conflict", r"with conflicts|CONFLICT \(|Automatic merge failed|needs merge|<<<<<<< "),
    Shape(
        "patch",
        "edit_tool",
        _in_any_case(
            "oldString not found",
            "old_string (?:was )?not found",
            "string to replace not found",
            "could not find the (?:text|string)",
            "no match(?:es)? found for",
            "found multiple (?:matches|times)",
            "failed to (?:apply|find) (?:the )?(?:edit|patch|context|expected)",
        ),
    ),
    Shape("ci", "actions", r"##\[error\]|Process completed with exit code [1-9]|::error"),
    Shape(
        "ci",
        "exit",
        r"(?i)\bexit(?:ed)?(?: with)?(?:[ _]?(?:code|status))?[\"']?[ :=>]+-?[1-9]\d{0,2}\b|\breturn[ _]?code[\"']?[ :=>]+-?[1-9]\d{0,2}\b|exited with (?:code )?-?[1-9]\d{0,2}\b|returned (?:a )?non-zero|non-zero status code|command failed with|command timed out|terminated command after|rc[-=][1-9]",
    ),
    Shape("ci", "npm", r"npm (?:ERR!|error)|ERR_PNPM|error Command failed|yarn error|ELIFECYCLE"),
    Shape("ci", "gitlab", r"ERROR: Job failed"),
    Shape("ci", "jenkins", r"Finished: FAILURE|script returned exit code [1-9]"),
    Shape("ci", "pip", r"ERROR: (?:Could not|No matching|Failed|Cannot|pip)|error: subprocess-exited-with-error"),
    Shape("ci", "cargo", r"(?m)^error: failed to |error: could not"),
    Shape(
        "infra",
        "docker",
        r"failed to solve|ERROR: process \"|did not complete successfully|ERROR \[|executor failed running",
    ),
    Shape(
        "infra",
        "kubernetes",
        r"CrashLoopBackOff|ImagePullBackOff|ErrImagePull|OOMKilled|Back-off restarting|FailedScheduling|Evicted|Error from server",
    ),
    Shape(
        "infra", "terraform", r"(?m)^[ \t]*[│|]? ?Error: |Error: (?:Error|Invalid|creating|deleting|updating|reading)"
    ),
    Shape(
        "infra",
        "compose",
        r"\bRestarting \(|\bExited \([1-9]\d*\)|dependency failed to start: |\bcontainer \S+ (?:is unhealthy|exited \([1-9])",
    ),
    Shape("infra", "helm", r"Error: (?:UPGRADE|INSTALLATION) FAILED"),
    Shape("infra", "ansible", r"fatal: \[\S+\]: (?:FAILED|UNREACHABLE)|failed=[1-9]"),
    Shape(
        "infra",
        "shell",
        r"(?m)(?:^|: )(?:command not found|[Pp]ermission denied|No such file or directory|cannot (?:stat|access|open|create|remove)|not recognized as an internal)|(?m)^(?:-?bash|sh|zsh): .*(?:not found|denied|No such|annot|rror)|(?m)^fatal: ",
    ),
    Shape(
        "infra",
        "oom",
        _in_any_case(
            "out of memory",
            "OutOfMemoryError",
            "JavaScript heap",
            "Killed process",
            "OOM-kill",
            "OOM-Kill",
            "No space left on device",
        )
        + "|(?m)^Killed$",
    ),
    Shape(
        "infra",
        "network",
        r"ECONNREFUSED|ETIMEDOUT|ENOTFOUND|ECONNRESET|Connection refused|connection reset by peer|getaddrinfo|i/o timeout|context deadline exceeded|upstream connect error",
    ),
    Shape("infra", "log_fatal", r"(?m)^(?:\S+ ){0,4}\[?(?:FATAL|CRITICAL|PANIC|EMERG)\]?:? |\bFATAL[: ]"),
    Shape(
        "infra",
        "log_error",
        r"(?m)^(?:\S+ ){0,4}\[?(?:ERROR|Error|ERR|E)\]? |level=error|\"level\":\"error\"|(?m)^ERROR\b",
    ),
    Shape(
        "infra",
        "error_line",
        r"(?m)^[ \t]*(?:[\w./-]+: ){0,2}(?:[Ee]rror|ERROR|[Ff]atal|FATAL|[Ff]ailed|FAILED)(?:: | to |$)",
    ),
    Shape("infra", "job_failed", r"Job for \S+ failed|service: Failed|operation failed|command failed"),
    Shape("infra", "browser", r"(?:net::)?ERR_[A-Z_]{6,}"),
    Shape(
        "compile",
        "swift_types",
        r"[Cc]annot convert value of type|[Vv]alue of type .{1,40} has no member|[Cc]annot find '.{1,40}' in scope",
    ),
    Shape("infra", "systemd", r"Failed with result|Main process exited|Failed to start"),
    Shape("db", "postgres", r"psycopg2?\.errors|(?m)^ERROR:  |(?m)^psql: error|FATAL:  |PG::\w+|SQLSTATE"),
    Shape("db", "mysql", r"ERROR \d{4} \(\w+\)|MySQLdb|mysql\.connector\.errors"),
    Shape(
        "db",
        "orm",
        r"sqlalchemy\.exc|IntegrityError|OperationalError|QueryFailedError|PrismaClient\w*Error|DataError|ProgrammingError|LockNotAvailable|deadlock detected|could not serialize access|ORA-\d{5}|SequelizeDatabaseError",
    ),
    Shape(
        "db",
        "migration",
        _in_any_case(
            "rollback failed", "not atomic", "partially applied", "already converted", "Dirty database version"
        )
        + r"|[Mm]igration (?:\S+ )?[Ff]ailed",
    ),
    Shape(
        "http",
        "5xx",
        r"\b(?:HTTP/\d(?:\.\d)? |status[=: ]+|code[=: ]+|HTTP )5\d\d\b|(?m)^5\d\d$|\b50[0234] (?:Internal|Bad Gateway|Service Unavailable|Gateway)",
    ),
)

# Signs that a run went well. A later one ends an earlier failure.
SUCCESSES: Final[tuple[Shape, ...]] = (
    Shape("pass", "passed", r"\b[1-9]\d* (?:passed|passing|tests? passed|tests? ok)\b"),
    Shape("pass", "go_ok", r"(?m)^ok  ?\t?[ \t]*\S+"),
    Shape("pass", "go_pass", r"(?m)^PASS\b|--- PASS"),
    Shape("pass", "cargo_ok", r"test result: ok"),
    Shape("pass", "unittest_ok", r"(?m)^OK(?: \(|[ \t\r]*$)|^OK,? "),
    Shape("pass", "zero", r"\b0 (?:failed|failures|failing|errors?|vulnerabilities|problems)\b"),
    Shape(
        "pass",
        "build",
        r"BUILD SUCCESS(?:FUL)?|Build succeeded|built in \d|Compiled successfully|compiled successfully|Finished (?:`?dev|`?release|`?test)|webpack \S+ compiled|✓ built|\*\* (?:BUILD|TEST) SUCCEEDED \*\*",
    ),
    Shape(
        "pass",
        "exit_zero",
        r"(?i)\b(?:rc|exited with(?: code)?|exit(?:[ _]?(?:code|status))?|return[ _]?code)[\"']?[ \t]*[=:>-]?[ \t]*0\b",
    ),
    Shape(
        "pass",
        "clean",
        _in_any_case(
            "no (?:issues|errors|problems|warnings) found",
            "all checks passed",
            "all tests pass",
            "Success: no issues",
            "nothing to commit",
            "found 0",
            "All files pass",
            "lint passed",
            "Everything is up to date",
        )
        + r"|\b(?:no|No|NO) (?:errors|Errors|ERRORS)\b",
    ),
    # Summaries of a whole run: one that stands behind a failure ends it, however many failed before.
    Shape(
        "pass",
        "pytest_green",
        r"(?m)^=* ?\d+ passed(?:, \d+ (?:skipped|warnings?|deselected|xfailed|xpassed))* in [\d.:]+",
    ),
    Shape("pass", "unittest_green", r"(?m)^Ran \d+ tests? in [\d.]+s\s+OK"),
    Shape("pass", "jest_green", r"(?m)^Tests:[ \t]+(?:\d+ (?:skipped|todo), )*\d+ passed, \d+ total"),
    Shape("pass", "vitest_green", r"(?m)^[ \t]*Tests[ \t]+\d+ passed(?: \| \d+ skipped)? \(\d+\)"),
    Shape("pass", "rspec_green", r"(?m)^\d+ examples?, 0 failures(?:, \d+ pending)?[ \t\r]*$"),
    Shape("pass", "phpunit_green", r"(?m)^OK \(\d+ tests?, "),
    Shape("pass", "build_green", r"BUILD SUCCESS(?:FUL)?|\*\* (?:BUILD|TEST) SUCCEEDED \*\*"),
    Shape("pass", "lit_green", r"(?m)^[ \t]*Failed[ \t]*: ?0[ \t\r]*$"),
    Shape("pass", "terraform_green", r"(?m)^No changes\. |^Plan: 0 to add, 0 to change, 0 to destroy"),
    Shape("pass", "ctest_green", r"100% tests passed, 0 tests failed"),
    Shape("pass", "tsc_green", r"Found 0 errors\b|(?m)^All checks passed!|\(\d+ fixed, 0 remaining\)"),
    Shape("pass", "check", r"(?m)^[ \t]*[✓✔√] "),
    Shape(
        "pass",
        "rollout",
        r"successfully rolled out|deployment complete|Apply complete!|release \S+ deployed|Successfully (?:built|tagged|installed)",
    ),
)
