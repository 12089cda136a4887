"""The audits see what they are there to see, and say so when they could not look."""

import datetime
import json
import random
import re
import string
import sys
from pathlib import Path

import pytest

from tests.audit import dependency_audit, licence_list, secret_scan

HEX, LETTERS = "0123456789abcdef", string.ascii_letters + string.digits
CAPITALS = string.ascii_uppercase + string.digits


def drawn(alphabet: str, count: int) -> str:
    """As an issuer draws a key, the same each time; nothing in this file itself looks like one."""
    source = random.Random(f"{alphabet}{count}")
    return "".join(source.choice(alphabet) for _ in range(count))


SECRETS = {
    "OpenRouter": "sk-or-" + "v1-" + drawn(HEX, 64),
    "Anthropic": "sk-" + "ant-api03-" + drawn(LETTERS, 90),
    "OpenAI": "sk-" + "proj-" + drawn(LETTERS, 120),
    "AWS": "AKIA" + drawn(CAPITALS, 16),
    "AWS secret": "aws_secret_access_key = " + drawn(LETTERS, 40),
    "GitHub": "ghp_" + drawn(LETTERS, 36),
    "GitLab": "glpat-" + drawn(LETTERS, 20),
    "Slack": "xoxb-" + drawn(LETTERS, 40),
    "Google": "AIza" + drawn(LETTERS, 35),
    "Stripe": "sk_live_" + drawn(LETTERS, 24),
    "Hugging Face": "hf_" + drawn(LETTERS, 34),
    "npm": "npm_" + drawn(LETTERS, 36),
    "PyPI": "pypi-" + "AgEI" + drawn(LETTERS, 120),
    "private key": "-----BEGIN EC " + "PRIVATE KEY-----\n" + drawn(LETTERS, 64) + "\n",
    "JSON web token": "eyJ" + drawn(LETTERS, 30) + ".eyJ" + drawn(LETTERS, 60) + "." + drawn(LETTERS, 40),
    "password in an address": "redis://user:" + drawn(LETTERS, 20) + "@db.internal",
    "assigned secret": f'api_key = "{drawn(LETTERS, 40)}"',
}


def test_every_shape_has_its_case() -> None:
    assert set(SECRETS) == set(secret_scan.SHAPES)


@pytest.mark.parametrize("shape", SECRETS)
def test_a_secret_that_was_drawn_by_chance_is_found_where_it_stands(shape: str) -> None:
    found = list(secret_scan.findings("a.py", f"first\nsecond = {SECRETS[shape]} # third\n".encode()))
    assert ("a.py", 2, shape) in [(one.path, one.line, one.shape) for one in found]
    assert SECRETS[shape] not in str(found)


@pytest.mark.parametrize(
    "text",
    [
        "OPENROUTER_API_KEY=",
        "sk-or-v1-" + "c0ffee5ec2e7" * 5,
        "sk-ant-" + "a" * 40,
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_" + "x" * 36,
        "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----",
        "redis://user:password@host",
        "redis+sentinel://[user:password@]host1:26379/service",
        'api_key = os.environ["OPENROUTER_API_KEY"]',
        "hash=sha256:" + drawn(HEX, 64),
    ],
)
def test_what_is_plainly_made_up_or_none_is_not(text: str) -> None:
    assert list(secret_scan.findings("a.py", text.encode())) == []


def test_licences_are_accepted_by_the_terms_that_they_state() -> None:
    for expression in ("MIT", "Apache-2.0 AND MIT", "GPL-3.0 OR MIT", "(MIT OR GPL-2.0) AND ISC"):
        assert licence_list.accepted(expression)
    for expression in ("", "GPL-3.0", "MIT AND GPL-3.0", "AGPL-3.0 OR SSPL-1.0", "Proprietary"):
        assert not licence_list.accepted(expression)


def test_a_package_of_the_lock_that_is_not_installed_keeps_its_row_and_a_new_one_is_noticed() -> None:
    before = licence_list.LIST.read_text()
    assert licence_list.document(before) == before
    assert licence_list.licence("no-such-package-here") is None
    assert "| `colorama` |  |" in licence_list.document("")


FOUND = {
    "dependencies": [
        {"name": "a", "version": "1", "vulns": []},
        {"name": "b", "version": "2", "vulns": [{"id": "GHSA-x", "fix_versions": ["2.1"], "aliases": []}]},
        {"name": "c", "skip_reason": "not found"},
    ]
}


def test_an_advisory_and_a_package_that_was_left_out_are_both_problems() -> None:
    assert dependency_audit.problems(FOUND) == ["b 2: GHSA-x, mended in 2.1", "c: not looked at: not found"]
    assert dependency_audit.problems({"dependencies": [{"name": "a", "version": "1", "vulns": []}]}) == []


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `pip_audit` that prints what the test writes into this file: the service itself can't be had in a test."""
    said = tmp_path / "said"
    (tmp_path / "pip_audit.py").write_text(
        f"import pathlib, sys\nsys.stdout.write(pathlib.Path({str(said)!r}).read_text())\nsys.exit('no way out')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["dependency_audit"])
    return said


def test_a_service_out_of_reach_is_said_and_fails_only_when_asked_to(
    service: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service.write_text("")
    assert dependency_audit.main() == 0
    assert "NOT LOOKED UP" in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["dependency_audit", "--strict"])
    assert dependency_audit.main() == 1
    assert "no way out" in capsys.readouterr().err


def test_versions_that_were_looked_up_by_hand_are_counted_and_the_others_named() -> None:
    lock = "a-b==1.2 \\\n    --hash=sha256:0\nc==3 ; python_version < '3.12' \\\n"
    assert dependency_audit.by_hand(lock, "| a-b==1.2 | and c==3.").startswith("by hand 2 of 2 versions")
    assert dependency_audit.by_hand(lock, "a-b==1.2.1, c==3").endswith("1 of 2 versions, see SECURITY.md, not a-b==1.2")


def test_only_what_dispatch_runs_with_is_said_to_be_looked_up_by_hand() -> None:
    locked = dict(line.split("==", 1) for line in dependency_audit.LOCK.read_text().splitlines() if "==" in line[:40])
    named = re.findall(r"([a-z0-9-]+)==", dependency_audit.BY_HAND.read_text())
    assert len(named) > 20
    assert set(named) <= set(locked)


def test_an_advisory_fails_and_so_does_a_review_that_ended(
    service: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    service.write_text(json.dumps(FOUND))
    assert dependency_audit.main() == 1
    assert "GHSA-x" in capsys.readouterr().err
    service.write_text(json.dumps({"dependencies": []}))
    review = tmp_path / "reviewed.txt"
    review.write_text("# comment\nGHSA-y 2030-01-31 we don't use that part\n")
    assert dependency_audit.main(datetime.date(2030, 1, 31), reviewed=review) == 0
    assert dependency_audit.main(datetime.date(2030, 2, 1), reviewed=review) == 1
    assert "GHSA-y" in capsys.readouterr().err
