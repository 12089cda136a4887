"""Expressions taken apart."""

import pytest

from services.classifier.core.lexicon.notation import (
    DIGIT,
    Border,
    Choice,
    End,
    Node,
    Row,
    Sign,
    Text,
    Times,
    Unknown,
    alternatives,
    parse,
)

CASES: list[tuple[str, Node]] = [
    ("a", Text("a")),
    ("ab", Text("ab")),
    ("ab|c", Choice((Text("ab"), Text("c")))),
    ("a(?:b|c)", Row((Text("a"), Choice((Text("b"), Text("c")))))),
    ("(a)", Text("a")),
    ("ab?", Row((Text("a"), Times(Text("b"), 0, 1)))),
    ("a?", Times(Text("a"), 0, 1)),
    ("a*", Times(Text("a"), 0, None)),
    ("a+", Times(Text("a"), 1, None)),
    ("a{3}", Times(Text("a"), 3, 3)),
    ("a{2,}", Times(Text("a"), 2, None)),
    ("a{0,4}", Times(Text("a"), 0, 4)),
    ("a{x", Row((Text("a"), Text("{"), Text("x")))),
    ("[sz]", Choice((Text("s"), Text("z")))),
    ("[1-4]", Choice(tuple(map(Text, "1234")))),
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
    (r"\.", Text(".")),
    (r"\n", Text("\n")),
    (".", Unknown()),
    (r"\b", Border()),
    ("^", End()),
    ("$", End()),
    ("(?m)a", Text("a")),
    ("(?i:a)", Text("a")),
    ("", Row(())),
]


@pytest.mark.parametrize(("expression", "tree"), CASES, ids=[case[0] or "nothing" for case in CASES])
def test_an_expression_is_a_tree(expression: str, tree: Node) -> None:
    assert parse(expression) == tree


@pytest.mark.parametrize("expression", ["a)", "(?:a", "[a", "(?P<n>a)", "a\\"])
def test_what_no_table_holds_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"character|ends"):
        parse(expression)


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("a", ["a"]),
        ("a|b", ["a", "b"]),
        (r"(?m)^a(?:b|c)|[|]d|\|e", ["(?m)^a(?:b|c)", "[|]d", r"\|e"]),
        ("a|", ["a", ""]),
        ("", [""]),
    ],
)
def test_alternatives_stand_as_they_are_written(expression: str, found: list[str]) -> None:
    assert alternatives(expression) == found
