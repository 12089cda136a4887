"""What parts a prompt, and what goes with every order: it is left out beside anything else."""

import pytest

from services.classifier.core.headings import goes_without_saying, is_heading, is_place
from services.classifier.core.messages import Message
from services.classifier.core.reading import own_of


@pytest.mark.parametrize(
    "text",
    [
        "### Problem",
        "## What I want",
        "**Acceptance criteria:**",
        "Steps to reproduce:",
        "Expected behaviour",
        "Do the following:",
        "Aufgabe:",
        "背景：",
        "__Notes__",
    ],
)
def test_a_heading_says_nothing(text: str) -> None:
    assert is_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "### Move the 14 services to gRPC",
        "The problem is that production is down",
        "Steps to reproduce: open the cart and pay",
        "Bug in the cart",
        "Release notes",
        "",
        "***",
    ],
)
def test_a_heading_of_something_says_it(text: str) -> None:
    assert not is_heading(text)


@pytest.mark.parametrize(
    "text", ["make the change", "Run all tests.", "it works", "and verify that it works", "tests pass!"]
)
def test_a_step_of_every_order_goes_without_saying(text: str) -> None:
    assert goes_without_saying(text)


@pytest.mark.parametrize(
    "text", ["run the tests in production", "fix it", "write the tests", "the tests fail", "help!"]
)
def test_a_step_of_its_own_does_not(text: str) -> None:
    assert not goes_without_saying(text)


@pytest.mark.parametrize("text", ["Make it 5.", "Node.js v20.11.1", "error 500", "deploy was at 18:00", "seeds 14"])
def test_a_figure_is_no_version(text: str) -> None:
    assert not goes_without_saying(text)


@pytest.mark.parametrize(
    "text",
    [
        "Restore the customers table. Also find out who dropped the production database",
        "Also fix the typo in the README.",
        "Thanks, looks good! Also fix the typo in the README.",
        "Fix the build. Also move all 14 services to the new client",
    ],
)
def test_what_is_asked_besides_stays_where_it_is_large_or_all(text: str) -> None:
    assert "Also" in " ".join(said for said, _ in own_of(Message("user", (text,))).read)


PASTED = [
    "On branch main\nYour branch is up to date with 'origin/main'.",
    "$ ls\nREADME.md  package.json  src  test",
    "├── README.md\n├── package.json\n└── src\n    └── index.ts",
    "id,name,price\n1,apple,3\n2,pear,4",
    "name: shop\nversion: 1.2.0\nports:\n  - 8080",
]


@pytest.mark.parametrize("pasted", PASTED)
def test_a_listing_below_an_order_is_shown(pasted: str) -> None:
    own = own_of(Message("user", (f"{ORDER}\n\n{pasted}",)))
    assert [said for said, _ in own.read] == [ORDER]
    assert (*own.parted.logs, *own.parted.others) == (pasted,)


def test_what_is_at_stake_is_said_wherever_it_stands() -> None:
    own = own_of(Message("user", (f"{ORDER}. See the thread, production is down",)))
    assert [said for said, _ in own.read][1:] == ["See the thread, production is down"]


def test_the_rest_of_an_object_is_shown() -> None:
    own = own_of(Message("user", (f'{{"task": "{ORDER}", "file": "a.py"}}',)))
    assert [said for said, _ in own.read] == [ORDER]
    assert own.parted.others == ('{"file": "a.py"}\n',)


def test_a_chat_of_several_lines_is_a_log() -> None:
    own = own_of(Message("user", ("[10:42] maria: it is red\n[10:43] jo: since when",)))
    assert own.read == ()


@pytest.mark.parametrize(
    ("word", "holds"),
    [
        ("src/cart/index.ts", True),
        ("./a.py,", True),
        ("`lib/x/y.rb`", True),
        ("@src/a.py", True),
        ("main.go", True),
        ("and/or", True),
        ("fix", False),
        ("v1.2", False),
        ("", False),
    ],
)
def test_a_place_is_a_path_or_the_name_of_a_file(word: str, holds: bool) -> None:
    assert is_place(word) is holds


ORDER = "Rename the counter in the cart"


@pytest.mark.parametrize(
    "text",
    [
        f"### Problem\n{ORDER}",
        f"## What I want\n\n{ORDER}\n\n## Steps\n1. read the code\n2. make the change\n3. run the tests",
        f"{ORDER}\n\nAcceptance criteria:\n- it works\n- tests pass",
        f"src/cart/index.ts\n{ORDER}",
        f"{ORDER}\n\nsrc/cart/index.ts",
        f"Do the following:\n1. {ORDER}",
        f"Feature request: {ORDER}",
        f"**Task:** {ORDER}",
        f"bug: {ORDER}",
        f"(re #42) {ORDER}",
        f"[frontend] {ORDER}",
        f"/fix {ORDER}",
        f"think hard: {ORDER}",
        f"In src/cart/index.ts, {ORDER}",
        f"{ORDER}\n\ncc @maria, @jo",
        f"{ORDER}\n\nSent from my iPhone",
        f'{{"task": "{ORDER}"}}',
        f"I need some help. {ORDER}",
        f"{ORDER}\n\nDoes that make sense? Any ideas?",
        f"Not urgent, but {ORDER}",
        f"Here's what I need: {ORDER}",
        f"{ORDER}\nThen push.",
        f"{ORDER}\nAlso fix the typo in the README.",
        f"{ORDER}\n另外把 README 里的错别字改了",
        f"{ORDER}\n\nWhile you are there, remove the console.log",
        f"{ORDER}\n\n- Python 3.12\n- Django 5.0",
        f"{ORDER}\n\nSee also #412 and the thread in Slack.",
        f"{ORDER}\n\n![screenshot](https://example.org/a.png)",
        f"[10:42] {ORDER}",
        f"Maria  10:42 AM\n{ORDER}",
        f"我需要帮助。{ORDER}",
        f"麻烦你{ORDER}",
        f"すみません、{ORDER}",
    ],
)
def test_an_order_is_the_same_however_it_is_parted(text: str) -> None:
    assert [said for said, _ in own_of(Message("user", (text,))).read] == [ORDER]


@pytest.mark.parametrize(
    "text",
    [
        "### Problem",
        "run the tests",
        "src/cart/index.ts",
        "[prod] the cart is empty",
        "[error] the cart is empty",
        "/search is slow",
        '{"request": "POST /pay", "status": 500}',
        "/login is slow",
        '{"name": "cart", "size": 3}',
        '{"task": ["a"]',
    ],
)
def test_what_is_all_that_is_said_stays(text: str) -> None:
    own = own_of(Message("user", (text,)))
    assert " ".join([*(said for said, _ in own.read), *own.parted.others, *own.parted.logs]) == text
