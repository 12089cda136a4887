"""How many cases a fuzz run tries: `DISPATCH_FUZZ_SCALE=1` (the default) takes under a minute, 12 tries more than 10,000 requests."""

import pytest

from tests.fuzz.harness import tried


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was tried, so that a run can be quoted."""
    if tried:
        total = sum(count for kind, count in tried.items() if kind.startswith("request"))
        shown = ", ".join(f"{kind} {count}" for kind, count in sorted(tried.items()))
        terminalreporter.write_line(f"fuzz: {total} requests to the gateway; {shown}")
