"""Expressions taken apart."""

import pytest

from services.classifier.core.lexicon.notation import (
    DIGIT,
    Border,
    Char,
    Choice,
    End,
    Node,
    Row,
    Sign,
    Times,
    Unknown,
    parse,
)


def word(text: str) -> Row:
    return Row(tuple(map(Char, text)))


CASES: list[tuple[str, Node]] = [
    ("a", Char("a")),
    ("ab", word("ab")),
    ("ab|c", Choice((word("ab"), Char("c")))),
    ("a(?:b|c)", Row((Char("a"), Choice((Char("b"), Char("c")))))),
    ("(a)", Char("a")),
    ("a?", Times(Char("a"), 0, 1)),
    ("a*", Times(Char("a"), 0, None)),
    ("a+", Times(Char("a"), 1, None)),
    ("a{3}", Times(Char("a"), 3, 3)),
    ("a{2,}", Times(Char("a"), 2, None)),
    ("a{0,4}", Times(Char("a"), 0, 4)),
    ("a{x", word("a{x")),
    ("[sz]", Choice((Char("s"), Char("z")))),
    ("[1-4]", Choice(tuple(map(Char, "1234")))),
    ("[a-z]", Unknown()),
    ("[^a]", Unknown()),
    (r"[\w-]", Unknown()),
    (r"[.\]]", Sign(".]")),
    (r"[,\t]", Sign(",\t")),
    (r"[\s,]", Sign("")),
    ("[-=]", Sign("-=")),
    (r"\d", DIGIT),
    (r"\s", Sign("")),
    (r"\S", Unknown()),
    (r"\w", Unknown()),
    (r"\x{2fff}", Unknown()),
    (r"\p{L}", Unknown()),
    (r"\.", Char(".")),
    (r"\n", Char("\n")),
    (".", Unknown()),
    (r"\b", Border()),
    ("^", End()),
    ("$", End()),
    ("(?m)a", Char("a")),
    ("(?i:a)", Char("a")),
    ("", Row(())),
]


@pytest.mark.parametrize(("expression", "tree"), CASES, ids=[case[0] or "nothing" for case in CASES])
def test_an_expression_is_a_tree(expression: str, tree: Node) -> None:
    assert parse(expression) == tree


@pytest.mark.parametrize("expression", ["a)", "(?:a", "[a", "(?P<n>a)", "a\\"])
def test_what_no_table_holds_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"character|ends"):
        parse(expression)
