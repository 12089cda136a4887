"""`python -m tests.audit.secret_scan`: no file that git tracks holds a key, a password in an address, or a private key.

Shapes are those that their issuers document. The examples that the judgement of leaked secrets is tested with are made up, and say so:
a run of one character, a word (example, fake, test ...), or too little variety for a key that was drawn by chance. What is still
found and was looked at stands in `reviewed_secrets.txt`, by the digest of the found text, so that a new one of the same shape is seen.
"""

import hashlib
import math
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[2]
REVIEWED: Final = Path(__file__).with_name("reviewed_secrets.txt")
MOST_BYTES: Final = 1 << 22
"""A larger file is refused rather than skipped: nothing of that size belongs into the repository."""

SHAPES: Final = {
    name: re.compile(pattern.encode())
    for name, pattern in {
        "OpenRouter": r"\bsk-or-v1-[0-9a-f]{40,}",
        "Anthropic": r"\bsk-ant-[A-Za-z0-9_-]{24,}",
        "OpenAI": r"\bsk-(?:proj-|svcacct-)?(?!or-|ant-)[A-Za-z0-9_-]{32,}",
        "AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
        "AWS secret": r"(?i)aws.{0,20}secret.{0,20}[=:]\s*['\"]?[A-Za-z0-9/+]{40}\b",
        "GitHub": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})",
        "GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}",
        "Slack": r"\bxox[abeoprs]-[A-Za-z0-9-]{20,}|hooks\.slack\.com/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]{20,}",
        "Google": r"\bAIza[0-9A-Za-z_-]{35}",
        "Stripe": r"\b[rs]k_live_[A-Za-z0-9]{20,}",
        "Hugging Face": r"\bhf_[A-Za-z0-9]{30,}",
        "npm": r"\bnpm_[A-Za-z0-9]{36}",
        "PyPI": r"\bpypi-AgEI[A-Za-z0-9_-]{50,}",
        "private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64,}",
        "JSON web token": r"\beyJ[A-Za-z0-9_-]{16,}\.eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
        "password in an address": r"\b[a-z][a-z0-9+.-]{2,20}://[^\s/:@'\"<>{}$]{1,64}:[^\s/:@'\"<>{}$]{12,64}@[a-z0-9.-]+",
        "assigned secret": r"(?i)(?:api_?key|secret|token|passw(?:or)?d)['\"]?\s*[:=]\s*['\"][A-Za-z0-9/+_=-]{28,}['\"]",
    }.items()
}
INVENTED: Final = re.compile(
    rb"(?i)example|fake|dummy|sample|redacted|placeholder|changeme|your[-_]|c0ffee|(.)\1{5}|0123456|abcdef|123456789"
)
LEAST_BITS: Final = 3.0
"""Shannon entropy per character below which nobody has drawn a key by chance: 40 hexadecimal digits have 3.5 and more."""


class Finding(NamedTuple):
    """A text of the shape of a secret; it is never printed, only where it stands."""

    path: str
    line: int
    shape: str
    digest: str


def findings(path: str, data: bytes) -> Iterator[Finding]:
    """All that look drawn by chance."""
    for shape, pattern in SHAPES.items():
        for found in pattern.finditer(data):
            text = found[0]
            if INVENTED.search(text) or bits(text) < LEAST_BITS:
                continue
            line = data.count(b"\n", 0, found.start()) + 1
            yield Finding(path, line, shape, hashlib.sha256(text).hexdigest()[:16])


def bits(text: bytes) -> float:
    """Shannon entropy per character."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())


def tracked() -> list[str]:
    """Paths of all files of the repository, those of a later commit too."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    return sorted(path.decode() for path in said.split(b"\0") if path and (ROOT / path.decode()).is_file())


def reviewed() -> dict[str, str]:
    """Digest to reason."""
    lines = (line for line in REVIEWED.read_text().splitlines() if line and not line.startswith("#"))
    return {digest: reason for digest, _, reason in (line.partition("  ") for line in lines)}


def main() -> int:
    """0 when nothing is found that nobody has looked at."""
    known, seen, wrong = reviewed(), set(), []
    paths = tracked()
    for path in paths:
        data = (ROOT / path).read_bytes()
        if len(data) > MOST_BYTES:
            wrong.append(f"{path}: {len(data)} bytes are too many to belong into the repository")
            continue
        for finding in findings(path, data):
            seen.add(finding.digest)
            if finding.digest not in known:
                wrong.append(f"{finding.path}:{finding.line}: {finding.shape}: {finding.digest}")
    wrong += [f"{REVIEWED.name}: {digest} is found no longer" for digest in known if digest not in seen]
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        print(
            f"a made-up example says so (the word example, a run of one character); else see {__spec__.name}",
            file=sys.stderr,
        )
    else:
        print(f"secrets: none in {len(paths)} files ({len(known)} look-alikes were reviewed)")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
