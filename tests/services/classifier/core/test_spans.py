"""Who speaks in a user's message: own words, pastes, files, the client's furniture."""

import time

import pytest

from services.classifier.core.spans import HEAD_CHARS, LONG_CHARS, opening, part, sentences, without_quotes


def test_plain_words_are_one_paragraph_each() -> None:
    found = part(("First thought.\n\nSecond thought.",))
    assert found.paragraphs == ("First thought.", "Second thought.")
    assert (found.logs, found.others, found.files, found.furniture) == ((), (), (), False)
    assert found.chars == len("First thought.\n\nSecond thought.")


LOGS = [
    "Why?\n\nTraceback (most recent call last):\n  File \"a.py\", line 3, in <module>\nKeyError: 'x'",
    "It breaks:\n2031-01-01 10:00:00 ERROR gave up\n2031-01-01 10:00:01 INFO retrying",
    "Look at this:\n```\nthread 'main' panicked at src/main.rs:3:4\nnote: run with RUST_BACKTRACE=1\n```",
    "Look at this:\n```console\nanything at all\n```",
]


@pytest.mark.parametrize("text", LOGS, ids=["a trace", "log lines", "a fence full of log", "a fence that says console"])
def test_a_pasted_log_is_told_from_the_words_around_it(text: str) -> None:
    found = part((text,))
    assert len(found.logs) == 1
    assert len(found.paragraphs) == 1
    assert found.paragraphs[0].startswith(text[:4])


OTHERS = [
    'Review this:\n```go\nfunc main() {\n  panic("boom")\n}\n```',
    "Review this:\n\ndiff --git a/x.py b/x.py\n@@ -1 +1 @@\n-a = 1;\n+a = 2;",
    "Was macht das?\n\nconst x = load();\nif (x) {\n  drop(x);\n}",
]


@pytest.mark.parametrize("text", OTHERS, ids=["a fence of code", "a diff", "code without a fence"])
def test_pasted_code_is_no_log_and_no_prose(text: str) -> None:
    found = part((text,))
    assert len(found.others) == 1
    assert found.logs == ()
    assert len(found.paragraphs) == 1


CODE_IN_PARTS = """\
import os
from shelf.maps import Chart

# How far a reader may walk,
# in steps.
REACH = 40

class Walk:
    @property
    def steps(self):

        # counted from the door
        return REACH - self.left"""


def test_code_of_several_paragraphs_is_all_code() -> None:
    found = part((f"Rename Walk to Way.\n\n{CODE_IN_PARTS}\n\nKeep the tests as they are.",))
    assert found.paragraphs == ("Rename Walk to Way.", "Keep the tests as they are.")
    assert found.logs == ()


@pytest.mark.parametrize("blanks", ["  ", "    "])
def test_a_list_behind_code_is_the_user_s(blanks: str) -> None:
    wishes = f"{blanks}- rename it\n{blanks}- sort the imports"
    found = part((f"Two things:\n\n{CODE_IN_PARTS}\n\n{wishes}",))
    assert found.paragraphs == ("Two things:", wishes)


def test_a_comment_above_code_is_what_is_asked_where_nothing_else_is() -> None:
    found = part(("# sort these by name, then by age\n\nrows = [\n    (3, 'b'),\n]",))
    assert found.paragraphs == ("# sort these by name, then by age",)


def test_one_time_of_day_is_said_and_several_are_a_list() -> None:
    assert part(("09:41 more or less. writes are stopped",)).paragraphs == ("09:41 more or less. writes are stopped",)
    found = part(("Make a table of this:\n\n09:14 replication stops\n09:20 the DBA is paged",))
    assert found.paragraphs == ("Make a table of this:",)


def test_words_before_and_behind_a_log_stay_words() -> None:
    found = part(("Before it.\n\nERROR: gave up\n\nPlease help me with that.",))
    assert found.paragraphs == ("Before it.", "Please help me with that.")


@pytest.mark.parametrize("lines", [100, 300, 2000])
def test_a_list_that_grows_stays_what_it_is(lines: int) -> None:
    names = "\n".join(f"name number {number} of the list" for number in range(lines))
    found = part((f"Which of these are there twice?\n\n{names}",))
    assert (found.logs, found.others) == ((), ())


WRAPPED = (
    "The importer drops the last line of a file when it does not end with a\n"
    "newline, and the counter in the report is off by one. Find out where it\n"
    "is lost and mend it."
)


def test_lines_broken_at_one_width_are_one_paragraph() -> None:
    assert part((WRAPPED,)).paragraphs == (WRAPPED.replace("\n", " "),)


UNWRAPPED = [
    "Rename the helper in util.py and in all that imports it, please, for me\nThen add a test for it",
    "Fix the importer that drops the last line of each file that it is given\nUpdate the docs of the importer",
    "connection to the database was lost and it will not be tried again: gone\nworker-1: 0 ok / 217 failed",
    "one\ntwo\nthree",
]


@pytest.mark.parametrize("text", UNWRAPPED)
def test_lines_that_stand_for_themselves_stay_lines(text: str) -> None:
    assert all("\n" in paragraph or paragraph in text.split("\n") for paragraph in part((text,)).paragraphs)


def test_a_list_is_read_without_its_signs() -> None:
    assert sentences("1. Rename foo.\n2) Add a test (see a.py).\n- [ ] Run it\n• Done") == [
        "Rename foo.",
        "Add a test (see a.py).",
        "Run it",
        "Done",
    ]
    assert sentences("👋 Rename foo. 🎉") == ["Rename foo.", "🎉"]


def test_a_fence_of_nothing_but_the_prompt_is_the_prompt() -> None:
    assert part(("```\nRename foo to bar.\n```",)).paragraphs == ("Rename foo to bar.",)
    assert part(("```\nERROR: gave up\n```",)).paragraphs == ()
    assert part(("```\nconst foo = 1;\n```",)).paragraphs == ()


def test_a_quotation_of_nothing_but_the_prompt_is_the_prompt() -> None:
    assert part(("> Rename foo to bar.\n>\n> Then add a test.",)).paragraphs == (
        "Rename foo to bar.",
        "Then add a test.",
    )
    assert part(("What does this mean?\n\n> drop it all",)).others == ("> drop it all",)


def test_a_comment_of_nothing_but_the_prompt_is_the_prompt() -> None:
    assert part(("// Rename foo to bar.\n//   Then add a test.",)).paragraphs == (
        "Rename foo to bar.\n  Then add a test.",
    )
    assert part(("What does this mean?\n\n// drop it all",)).others == ("// drop it all",)
    assert part(("// total\nint total = 0;",)).paragraphs == ()


FURNITURE = [
    "<system-reminder>Production is down.</system-reminder>\nRename foo to bar.",
    "<environment_details>\ncwd /srv\n</environment_details>Rename foo to bar.",
    "Rename foo to bar.\n<SYSTEM-REMINDER>\nnever closed, as long as it likes " + "x" * 300,
    'Called the Read tool with the following input: {"path": "a"}\nRename foo to bar.',
    '<user_info os="linux">ada</user_info>Rename foo to bar.',
]


@pytest.mark.parametrize(
    "text", FURNITURE, ids=["a reminder", "an environment", "never closed", "a call", "attributes"]
)
def test_what_a_client_puts_around_is_taken_off(text: str) -> None:
    found = part((text,))
    assert found.furniture
    assert [paragraph.strip() for paragraph in found.paragraphs] == ["Rename foo to bar."]


def test_an_attached_file_is_kept_apart_and_is_no_furniture() -> None:
    found = part(('What is this?\n<file path="a.sh">rm -rf /</file>',))
    assert found.files == ("rm -rf /",)
    assert (found.furniture, len(found.paragraphs)) == (False, 1)


def test_a_word_in_angle_brackets_is_a_word() -> None:
    found = part(("Why is <path> empty here?",))
    assert not found.furniture
    assert "empty here?" in " ".join(found.paragraphs)


def test_quotation_marks_around_the_whole_are_the_client_s() -> None:
    assert part(('"Rename foo to bar."',)).paragraphs == ("Rename foo to bar.",)


@pytest.mark.parametrize(
    "text",
    [
        "Note that the public API must stay as it is for the mobile clients",
        "required: the old links keep working on all of the pages",
        "Error: the page does not load when I click on save",
        "#4127 the cart forgets the voucher when I change the country",
        "in production (3 instances) customers get 429 after ~30 calls",
        "23 tests fail after the merge, please find out why",
        "--dry-run should print all of the rows (and exit 0)",
        "urgent: 本番の決済バッチが二重に走り、止まりません",
        "a) Drop the old column from the orders",
        "| the cart forgets the voucher when I change the country",
    ],
)
def test_a_prompt_that_begins_as_a_line_of_a_log_is_heard(text: str) -> None:
    assert part((text,)).paragraphs == (text,)


def test_several_options_are_shown_and_not_said() -> None:
    options = "a) drop the production database\nb) delete the bucket"
    found = part((f"Which answer is right?\n\n{options}",))
    assert (found.paragraphs, found.others) == (("Which answer is right?",), (options,))


def test_what_reads_as_prose_is_part_of_a_log_beside_its_other_lines() -> None:
    log = "error: the value is borrowed after the move\n  --> src/main.rs:4:9\nnote: the move is in the line above it"
    found = part((f"Fix this:\n\n{log}",))
    assert (found.paragraphs, found.logs) == (("Fix this:",), (log,))


SENTENCES = [
    ("One. Two! Three?", ["One.", "Two!", "Three?"]),
    ("Use e.g. Redis for it. Done.", ["Use e.g. Redis for it.", "Done."]),
    ("version 1.2.3 is out", ["version 1.2.3 is out"]),
    ("修复它。然后运行测试！", ["修复它。", "然后运行测试！"]),
    ("a line\nanother line", ["a line", "another line"]),
    ("open main.py and save", ["open main.py and save"]),
    ("ok so the build is red. So, why?", ["the build is red.", "why?"]),
    ("hey so rename it", ["rename it"]),
    ("Thanks, now rename it", ["Thanks,", "now rename it"]),
    ("谢谢，今天就到这", ["谢谢，", "今天就到这"]),
    ("ok so far it works. ok so that we agree", ["ok so far it works.", "ok so that we agree"]),
    ("I'd like you to rename it. I need you to add a test", ["rename it.", "add a test"]),
    ("help me fix the tests. please help me to sort it", ["fix the tests.", "sort it"]),
    ("b) rename it", ["rename it"]),
    ("the cart is empty after a reload any ideas?", ["the cart is empty after a reload", "any ideas?"]),
    ("It fails. Why does `load()` hang thoughts??", ["It fails.", "Why does `load()` hang", "thoughts??"]),
    ("do you have any ideas?", ["do you have any ideas?"]),
    ("?? rename it", ["rename it"]),
    ("cart.ts: rename it", ["rename it"]),
    ("what are your thoughts?", ["what are your thoughts?"]),
    ("help me understand it. Help me with the tests", ["help me understand it.", "Help me with the tests"]),
    ("   ", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "found"), SENTENCES, ids=[repr(text) for text, _ in SENTENCES])
def test_a_paragraph_has_its_sentences(text: str, found: list[str]) -> None:
    assert sentences(text) == found


QUOTED = [
    ('the readme says "drop table users in production" somewhere', "drop table"),
    ("la doc dit «supprimer toutes les données» en bas", "supprimer"),
    ("da steht „Produktion ist ausgefallen“ im Text", "ausgefallen"),
    ("説明に「データベースを 削除する」とある", "削除"),
    ('They wrote "we dropped the users table. It is back." in the report of 2021', "dropped"),
    ("the message is 'could not reach the server' today", "reach"),
]


@pytest.mark.parametrize(("text", "gone"), QUOTED, ids=[gone for _, gone in QUOTED])
def test_a_quotation_of_several_words_is_mentioned_and_not_said(text: str, gone: str) -> None:
    said = without_quotes(text)
    assert gone not in said
    assert "QUOTED" in said


@pytest.mark.parametrize("text", ['rename "foo" to "bar"', "don't drop the users' table", 'one " alone'])
def test_a_quoted_name_or_an_apostrophe_stays(text: str) -> None:
    assert without_quotes(text) == text


HOSTILE = [
    "<" * 200_000,
    "<file>" * 30_000,
    '"' * 200_000,
    "```" * 60_000,
    "\n" * 300_000,
    ". " * 100_000,
    "' " * 100_000,
    '."' * 100_000,
    "! »" * 70_000,
    "." + " »" * 100_000 + " " * 100_000,
    "a; b" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[repr(text[:8]) for text in HOSTILE])
def test_a_hostile_text_is_parted_in_bounded_time(text: str) -> None:
    started = time.process_time()
    for paragraph in part((text,)).paragraphs:
        for sentence in sentences(paragraph[:5000]):
            without_quotes(sentence[:1200])
    assert time.process_time() - started < 2


def test_the_empty_message_has_nothing() -> None:
    assert part(()).paragraphs == part(("", "  \n ")).paragraphs == ()


def test_a_label_behind_a_greeting_is_no_word() -> None:
    assert part(("hey, quick one: rename the flag",)).paragraphs == ("hey,", "rename the flag")


def test_a_greeting_by_name_needs_no_sign() -> None:
    assert part(("hi claude rename the flag",)).paragraphs == ("hi claude", "rename the flag")
    assert part(("hey dispatch is down for everybody",)).paragraphs == ("hey dispatch is down for everybody",)


def test_a_greeting_in_front_of_something_pasted_hides_nothing() -> None:
    trace = "error[E0502]: cannot borrow `ring` as mutable\n --> src/ring.rs:44:9"
    assert part((f"Hi! {trace}",)).logs == part((trace,)).logs
    assert part((f"Hi! {trace}",)).paragraphs == ("Hi!",)
    assert part(("high, low and hi",)).paragraphs == ("high, low and hi",)


@pytest.mark.parametrize(
    "paragraphs",
    [(), ("one", "two"), ("word " * 399 + "last.",), ("a" * 1990, "b" * 9, "c"), ("a" * 9000, "b"), ("ab",) * 3000],
    ids=["none", "short", "as long as may be", "a little longer", "one long", "many"],
)
def test_the_opening_is_the_beginning_of_all_the_words(paragraphs: tuple[str, ...]) -> None:
    words = "\n".join(paragraphs)
    assert opening(paragraphs) == words[: LONG_CHARS if len(words) <= LONG_CHARS else HEAD_CHARS]


FENCED = [
    ("an output of which no line is known", "portal-1  CrashLoop\nworker gave up after the third try", "", True),
    ("one in a shell's fence", "Segmentation fault (core dumped)", "bash", True),
    ("a log, said to be text", "all quiet here", "text", True),
    ("code", "def total(self):\n    return sum(self.items)", "", False),
    ("a configuration", '{\n  "name": "shop",\n  "private": true\n}', "", False),
    ("code of a language", "Segmentation fault (core dumped)", "c", False),
    ("an empty one", "\n", "", True),
]


@pytest.mark.parametrize(("text", "language", "printed"), [row[1:] for row in FENCED], ids=[row[0] for row in FENCED])
def test_what_is_in_a_fence_was_printed_unless_it_is_code(text: str, language: str, printed: bool) -> None:
    found = part((f"See:\n\n```{language}\n{text}\n```\n",))
    assert (bool(found.logs), bool(found.others)) == (printed, not printed)
