"""One key out of a `.env` text in all the forms that people write, and what can't be a key."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.core.env_file import KEY_LIMIT, KeyRefused, checked, find

KEY = "sk-or-v1-abc"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(f"K={KEY}", KEY, id="plain"),
        pytest.param(f"K={KEY}\n", KEY, id="a line end"),
        pytest.param(f"K={KEY}\r\nOTHER=x\r\n", KEY, id="CRLF"),
        pytest.param(f"A=1\rK={KEY}\rB=2", KEY, id="CR alone"),
        pytest.param(f"\ufeffK={KEY}", KEY, id="a byte order mark"),
        pytest.param(f'K="{KEY}"', KEY, id="double quotes"),
        pytest.param(f"K='{KEY}'", KEY, id="single quotes"),
        pytest.param(f'K=" {KEY} "', KEY, id="blanks inside quotes"),
        pytest.param(f"export K={KEY}", KEY, id="export"),
        pytest.param(f"  export \t K \t = \t {KEY} \t ", KEY, id="blanks everywhere"),
        pytest.param(f"K={KEY} # the team's key", KEY, id="a comment behind it"),
        pytest.param(f"K={KEY}\t# tab", KEY, id="a comment behind a tab"),
        pytest.param(f'K="{KEY}" # quoted', KEY, id="a comment behind quotes"),
        pytest.param(f"# K=old\n\n   # more\nK={KEY}\n", KEY, id="comments and empty lines before it"),
        pytest.param("K=a#b", "a#b", id="a hash inside a value"),
        pytest.param('K="a # b"', "a # b", id="a hash inside quotes"),
        pytest.param("K=a=b==", "a=b==", id="equals signs inside a value"),
        pytest.param(f"K=old\nK={KEY}", KEY, id="the last one counts"),
        pytest.param(f"K={KEY}\nK=", "", id="also when it is empty"),
        pytest.param("K=", "", id="empty"),
        pytest.param('K=""', "", id="empty quotes"),
        pytest.param("K= # only a comment", "", id="a comment for a value"),
        pytest.param("K=#only", "", id="a comment right behind the sign"),
        pytest.param("K=\nnext", "", id="an empty value does not take the next line"),
        pytest.param("K=\x1fa\x0b", "\x1fa\x0b", id="control characters stay, to be refused"),
        pytest.param("K='a", "'a", id="an open quote stays, to be refused"),
        pytest.param("", None, id="an empty text"),
        pytest.param("just words", None, id="no assignment"),
        pytest.param(KEY, None, id="the bare key"),
        pytest.param(f"KK={KEY}\nk={KEY}\nXK={KEY}", None, id="other names"),
        pytest.param(f"#K={KEY}", None, id="commented out"),
        pytest.param(f"exportK={KEY}", None, id="export that is part of a name"),
        pytest.param(f"export\nK2={KEY}", None, id="export on a line of its own"),
        pytest.param(f"K: {KEY}", None, id="a colon for the sign"),
    ],
)
def test_an_assignment_is_found_in_any_form(text: str, value: str | None) -> None:
    assert find(text, "K") == value


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        pytest.param("", "it is empty", id="empty"),
        pytest.param("sk-or a", "blanks, control or non-ASCII", id="a blank"),
        pytest.param("sk-or\t", "blanks, control or non-ASCII", id="a tab"),
        pytest.param("sk-or\r\nX-Evil: 1", "blanks, control or non-ASCII", id="a line break"),
        pytest.param("sk-or\x00", "blanks, control or non-ASCII", id="a NUL"),
        pytest.param("sk-or\x7f", "blanks, control or non-ASCII", id="DEL"),
        pytest.param("sk-or\x1f", "blanks, control or non-ASCII", id="a control character at the end"),
        pytest.param("sk-oré", "blanks, control or non-ASCII", id="a letter that is not ASCII"),
        pytest.param("sk-or\ufffd", "blanks, control or non-ASCII", id="a byte that was not UTF-8"),
        pytest.param('"sk-or-v1', "a quote", id="an open quote"),
        pytest.param("sk-or-v1'", "a quote", id="a quote that closes nothing"),
        pytest.param("k" * (KEY_LIMIT + 1), "longer than", id="too long"),
    ],
)
def test_what_can_not_be_a_key_is_refused_without_repeating_it(key: str, reason: str) -> None:
    with pytest.raises(KeyRefused, match=reason) as refused:
        checked(key)
    assert not key or key not in str(refused.value)


@pytest.mark.parametrize("key", [KEY, "k", "!~", "k" * KEY_LIMIT], ids=["usual", "short", "signs", "longest"])
def test_a_key_that_can_travel_in_a_header_is_taken(key: str) -> None:
    assert checked(key) == key


@given(st.text(st.sampled_from("Kk=\"'# \t\r\n\ufeffexportab\\$\x00\u2028é"), max_size=60))
def test_no_text_raises_and_a_value_is_part_of_one_line(text: str) -> None:
    value = find(text, "K")
    if value is not None:
        assert value in text
        assert "\n" not in value
        assert "\r" not in value
        with contextlib.suppress(KeyRefused):
            assert checked(value).isascii()


keys = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="\"'#\\"), min_size=1, max_size=40)  # fmt: skip
forms = st.sampled_from(["{0}K={1}{2}", "{0}K={1}{2}# x", '{0}K="{1}"{2}', "{0}K='{1}'{2}# x"])


@given(keys, forms, st.sampled_from(["", " ", "export ", "\texport\t"]), st.sampled_from([" ", "\t", "  \t"]))
def test_any_key_in_any_form_between_other_lines_is_found(key: str, form: str, before: str, behind: str) -> None:
    line = form.format(before, key, behind)
    for end in ("\n", "\r\n"):
        assert find(f"A=1{end}# K=no{end}{line}{end}B='K=2'{end}", "K") == key
