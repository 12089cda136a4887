"""The shapes of `shapes`: secrets that look real, lines that are no prose, a file as the read tool shows it."""

import pytest

from services.classifier.core.lexicon.shapes import FILE_VIEW, FOREIGN_LINE, PLACEHOLDER, SECRET
from shared.config.regex import compile_pattern


def found(table: tuple[tuple[str, str], ...], text: str) -> set[str]:
    return {name.rstrip("?") for name, regex in table if compile_pattern(regex, case_sensitive=True).search(text)}


def test_every_shape_compiles() -> None:
    for _, regex in (*SECRET, *FOREIGN_LINE):
        compile_pattern(regex, case_sensitive=True)
    for regex in (PLACEHOLDER, FILE_VIEW):
        compile_pattern(regex, case_sensitive=True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("aws_key", "AKIA" + "Q7Z" * 5 + "Q"),
        ("github_token", "ghp_" + "aB3" * 12),
        ("private_key", "-----BEGIN RSA PRIVATE " + "KEY-----"),
        ("url_password", "postgres://app:" + "s3cretpw" + "@db.internal/main"),
        ("stripe_key", "sk_live_" + "4eC39Hq" * 3),
    ],
    ids=lambda value: value if "_" in value and len(value) < 16 else "",
)
def test_a_secret_is_known_by_its_shape(name: str, text: str) -> None:
    assert name in found(SECRET, f"it says {text} in the file")


@pytest.mark.parametrize("text", ["the key is in the vault", "commit 4f2a9c1", "a JWT has three parts", "AKIA"])
def test_talk_of_secrets_is_none(text: str) -> None:
    assert found(SECRET, text) == set()


@pytest.mark.parametrize("text", ["your_api_key", "changeme", "<token here>", "sk_test_..."])
def test_a_placeholder_is_known(text: str) -> None:
    assert compile_pattern(PLACEHOLDER, case_sensitive=True).search(text)


@pytest.mark.parametrize(
    "line",
    [
        '  File "app.py", line 3, in run',
        "2031-04-01 10:00:00 starting",
        "    at run (src/main.js:10:3)",
        "ValueError: bad",
    ],
)
def test_a_line_of_a_log_is_no_prose(line: str) -> None:
    assert "log" in found(FOREIGN_LINE, line)


@pytest.mark.parametrize("line", ["Please move the helper into its own file.", "It fails since this morning, why?"])
def test_a_sentence_is_no_log(line: str) -> None:
    assert "log" not in found(FOREIGN_LINE, line)


def test_a_file_as_the_read_tool_shows_it_is_known() -> None:
    view = compile_pattern(FILE_VIEW, case_sensitive=True)
    assert view.search("<file>\n00001| import os\n00002| \n")
    assert not view.search("import os\nprint(os.name)\n")
