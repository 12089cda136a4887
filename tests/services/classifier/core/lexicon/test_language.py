"""The notation of the word tables."""

import pytest

from services.classifier.core.lexicon.language import expression, fold, terms_of
from shared.config.regex import compile_pattern


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Producción  ÇA va?", "produccion ca va?"),
        ("Straße", "strasse"),
        ("it\u2019s \u201cfine\u201d", 'it\'s "fine"'),
        ("エラーが\u3000出ます", "エラーが 出ます"),
        ("본번 에러", "본번 에러"),
        ("ЁЖ й", "еж и"),
        ("資料庫刪除了，請繼續", "资料库删除了,请继续"),
        ("", ""),
    ],
)
def test_folding_brings_text_to_one_plain_form(text: str, folded: str) -> None:
    assert fold(text) == folded


FIRES = [
    ("a word matches as a whole", "prod", "on prod tonight"),
    ("a word matches at the end of a sentence", "prod", "drop it on prod."),
    ("a star matches the beginning of a word", "migrat*", "we are migrating"),
    ("an accented term matches an accented text", "producción", "en produccion"),
    ("a Cyrillic term matches from the start of a word", "прод", "это на проде"),
    ("a Chinese term matches inside a run of characters", "生产", "在生产环境"),
    ("a trailing gap does not take the border away", r"nee(?: \S+)*", "nee immer noch"),
    ("the second term counts like the first", "foo; bar", "a bar"),
    ("letters of another script go on in a term", r"тест\w* упал", "тесты упал"),
    ("a term of the beginning is found there", r"^yes", "yes and no"),
]
STAYS_QUIET = [
    ("a word does not match inside another", "prod", "a product page"),
    ("a word with a trailing gap does not match inside another", r"nee(?: \S+)*", "i need a"),
    ("a Cyrillic term does not match inside a word", "дев", "надевать"),
    ("a term with a choice of last letters is whole", "pers[oiae]", "a person"),
    ("a number is whole at its beginning", r"\d+ ?ms", "v12 ms"),
    ("a term of the beginning is not found elsewhere", r"^yes", "oh yes"),
    ("a word character class of another script does not run over a blank", r"тест\w* упал", "тест тест"),
]


@pytest.mark.parametrize(("terms", "text"), [case[1:] for case in FIRES], ids=[case[0] for case in FIRES])
def test_a_term_is_found(terms: str, text: str) -> None:
    assert compile_pattern(expression(terms_of(terms)), case_sensitive=True).search(fold(text))


@pytest.mark.parametrize(("terms", "text"), [case[1:] for case in STAYS_QUIET], ids=[case[0] for case in STAYS_QUIET])
def test_a_term_is_not_found(terms: str, text: str) -> None:
    assert not compile_pattern(expression(terms_of(terms)), case_sensitive=True).search(fold(text))
