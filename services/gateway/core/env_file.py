"""One key out of a `.env` text: `export`, quotes, comments, blanks, CRLF and a byte order mark are understood."""

import re
from typing import Final

_LINE: Final = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*
        (?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\n]*?))[ \t]*(?:(?<=\s)\#[^\n]*)?$""",
    re.MULTILINE | re.VERBOSE,
)

KEY_PREFIX: Final = "sk-or-"
KEY_LIMIT: Final = 512


class KeyRefused(Exception):
    """The value can't be a key; the message says why and never repeats it."""


def find(text: str, name: str) -> str | None:
    """The value of the last assignment to `name`; None when there is none."""
    value = None
    for line in _LINE.finditer(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")):
        if line["name"] == name:
            bare = line["bare"]
            value = (
                line["double"] if line["double"] is not None else line["single"] if line["single"] is not None else bare
            )
            if bare is not None and bare.startswith("#"):
                value = ""
    return value.strip(" \t") if value is not None else None


def checked(key: str) -> str:
    """The key, when it can travel in a header; raises `KeyRefused`."""
    if not key:
        raise KeyRefused("it is empty")
    if any(not "!" <= char <= "~" for char in key):
        raise KeyRefused("it holds blanks, control or non-ASCII characters")
    if "'" in key or '"' in key:
        raise KeyRefused("it holds a quote: the other one may be missing")
    if len(key) > KEY_LIMIT:
        raise KeyRefused(f"it is longer than {KEY_LIMIT} characters")
    return key
