"""`python -m tests.audit.dependency_audit [--strict]`: no advisory is known for what Dispatch runs with.

pip-audit asks OSV about every version of `requirements/run.lock`. Where OSV can't be reached nothing is known, and the step says so:
without `--strict` it passes then, because a build without a way out must stay possible; a release is made with `make audit`.
What was looked up by hand stands in SECURITY.md, and the step says which versions do not.
Advisories that were looked at and don't apply stand in `reviewed_advisories.txt`, each with the day on which to look again.
"""

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
LOCK: Final = ROOT / "requirements" / "run.lock"
REVIEWED: Final = Path(__file__).with_name("reviewed_advisories.txt")
BY_HAND: Final = ROOT / "SECURITY.md"
LIMIT_S: Final = 30.0
"""About 40 questions of 0.1 s where OSV answers."""


class Review(NamedTuple):
    """An advisory that does not apply, and until when that was decided."""

    advisory: str
    until: datetime.date
    reason: str


class OutOfReach(Exception):
    """The service gave no answer; the message is why, in a few words."""


def reviews(path: Path) -> list[Review]:
    """The lines of the file; raises `ValueError` for one that is not `ID YYYY-MM-DD reason`."""
    found = []
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            advisory, until, reason = line.split(maxsplit=2)
            found.append(Review(advisory, datetime.date.fromisoformat(until), reason))
    return found


def ask(ignored: list[str]) -> dict[str, Any]:
    """What pip-audit found; raises `OutOfReach`."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--vulnerability-service", "osv"]
    command += ["--requirement", str(LOCK), "--format", "json", "--progress-spinner", "off", "--timeout", "5"]
    command += [word for advisory in ignored for word in ("--ignore-vuln", advisory)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        raise OutOfReach(f"no answer within {LIMIT_S:g} s") from None
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        last = done.stderr.strip().splitlines()[-1:] or ["pip-audit said nothing"]
        raise OutOfReach(last[0][:100]) from None
    return found


def by_hand(lock: str, document: str) -> str:
    """How many versions of the lock the document names as looked up, and which it does not."""
    versions = re.findall(r"^[a-z0-9-]+==[^ ;]+", lock, re.MULTILINE)
    missing = sorted(set(versions) - set(re.findall(r"[a-z0-9-]+==[\w.]*\w", document)))
    known = f"by hand {len(versions) - len(missing)} of {len(versions)} versions, see {BY_HAND.name}"
    return f"{known}, not {', '.join(missing)}" if missing else known


def problems(found: dict[str, Any]) -> list[str]:
    """One line for each advisory, and for each package that was not looked at."""
    lines = []
    for package in found["dependencies"]:
        if reason := package.get("skip_reason"):
            lines.append(f"{package['name']}: not looked at: {reason}")
        for advisory in package.get("vulns", ()):
            fixed = ", ".join(advisory["fix_versions"]) or "no version yet"
            lines.append(f"{package['name']} {package['version']}: {advisory['id']}, mended in {fixed}")
    return lines


def main(today: datetime.date | None = None, *, reviewed: Path = REVIEWED) -> int:
    """0 when no advisory is known (or, not strict, when nobody could be asked)."""
    today = today or datetime.datetime.now(datetime.UTC).date()
    known = reviews(reviewed)
    wrong = [
        f"{review.advisory}: look at it again, its review ended on {review.until}"
        for review in known
        if review.until < today
    ]
    try:
        found = ask([review.advisory for review in known])
        wrong += problems(found)
        said = f"advisories: none known for {len(found['dependencies'])} packages ({len(known)} reviewed)"
    except OutOfReach as away:
        said = (
            f"advisories: NOT LOOKED UP, the service can't be reached from here ({away}); "
            f"{by_hand(LOCK.read_text(), BY_HAND.read_text())}; before a release: make audit"
        )
        if "--strict" in sys.argv:
            wrong.append(said)
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        print(said)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
