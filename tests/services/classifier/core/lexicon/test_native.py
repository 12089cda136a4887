"""The plain words of other languages: each term is one, and people who have never seen them are understood."""

import pytest

from services.classifier.core.lexicon import risk
from services.classifier.core.lexicon.language import expression, fold, terms_of
from services.classifier.core.lexicon.native import LANGUAGES, NATIVE, read, terms_in
from services.classifier.core.vocabulary import TABLES, VOCABULARY
from shared.config.regex import compile_pattern

TERMS = [(language, concept, terms) for language in LANGUAGES for concept, terms in terms_in(read(language)).items()]
CONCEPTS = {name for table in vars(risk).values() if isinstance(table, dict) for name in table if name != "__name__"}
BAD = ("down", "money_wrong", "others_data", "loss", "exploited")


@pytest.mark.parametrize(("language", "concept", "terms"), TERMS, ids=[f"{row[0]} {row[1]}" for row in TERMS])
def test_every_term_compiles_stands_once_and_matches_something(language: str, concept: str, terms: list[str]) -> None:
    assert concept in CONCEPTS
    assert len(set(terms)) == len(terms) > 0
    for term in terms:
        assert ";" not in term
        assert term == term.strip()
        assert not compile_pattern(expression(terms_of(term)), case_sensitive=True).fullmatch(""), term


def test_they_are_looked_for_beside_those_of_the_tables() -> None:
    assert NATIVE.keys() <= CONCEPTS
    looked_for = {name: listed for table in TABLES for name, listed in table.items()}
    assert all(terms in looked_for[concept] for concept, terms in NATIVE.items())


def test_a_term_without_a_concept_is_refused() -> None:
    with pytest.raises(KeyError):
        terms_in("# comment\nlosgeld\n")


SAID = {
    "down": [
        "门诊挂号系统从早上就进不去",
        "後台進不去",
        "全店のレジが動きません",
        "결제 화면이 하얗게 나오고 아무도 결제를 못 해요",
        "касса не открывается, клиенты не могут оплатить",
        "la caisse ne répond plus",
        "nessuno riesce a entrare nel portale",
        "no podemos cobrar a nadie",
        "ninguém consegue entrar no sistema",
        "kassan ligger nere",
        "niemand kan inloggen",
        "nikt nie może się zalogować",
        "kimse giriş yapamıyor",
        "pokladna nefunguje",
        "không ai đăng nhập được",
    ],
    "money_wrong": [
        "客户被扣了十倍的钱",
        "二重に引き落とされています",
        "고객 카드에서 두 번씩 빠져나갔어요",
        "деньги списали дважды",
        "on a prélevé deux fois les clients",
        "ha addebitato due volte",
        "se ha cobrado dos veces a los socios",
        "cobrou duas vezes no cartão",
        "det drogs dubbelt",
        "er is twee keer afgeschreven",
        "pobrało dwa razy",
        "kartlardan iki kere çekilmiş",
    ],
    "others_data": [
        "能看到别的病人的化验单",
        "他の患者さんのカルテが表示されます",
        "다른 환자 기록이 보여요",
        "видны данные других пациентов",
        "je vois le dossier d'un autre patient",
        "vedo i referti di un altro paziente",
        "veo la ficha de otro paciente",
        "vejo os dados de outro cliente",
        "jag ser en annan patients journal",
        "ik zie de gegevens van een andere klant",
        "widzę dane innego pacjenta",
        "başka hastanın sonuçları geliyor",
    ],
    "loss": [
        "学生交的作业全没了",
        "写真が全部消えました",
        "주문 내역이 다 사라졌어요",
        "все заказы пропали",
        "toutes les photos ont disparu",
        "sono spariti tutti gli ordini",
        "han desaparecido todos los pedidos",
        "sumiram todos os pedidos",
        "alla bokningar är borta",
        "alle bestellingen zijn weg",
        "zniknęły wszystkie zamówienia",
        "bütün siparişler gitti",
    ],
    "exploited": [
        "有人在薅优惠券",
        "サイトが書き換えられています",
        "누가 계정을 털어서 포인트를 빼가고 있어요",
        "нас взломали, требуют выкуп",
        "on nous demande une rançon",
        "chiedono un riscatto",
        "nos piden un rescate",
        "estão pedindo resgate",
        "ze vragen losgeld",
        "żądają okupu",
        "fidye istiyorlar",
    ],
}
HARMLESS = [
    "增加一个导出按钮",
    "这个函数是做什么的",
    "ボタンの色を変えて",
    "このエラーの意味は何ですか",
    "버튼 색을 바꿔 줘",
    "добавь кнопку экспорта",
    "ajoute un bouton d'export",
    "aggiungi un pulsante per esportare",
    "añade un botón para exportar",
    "adiciona um botão de exportar",
    "lägg till en knapp för export",
    "voeg een knop toe om te exporteren",
    "dodaj przycisk eksportu",
    "dışa aktarma için bir düğme ekle",
    "přidej tlačítko pro export",
    "tilføj en knap til eksport",
    "thêm một nút xuất",
]


@pytest.mark.parametrize(("concept", "text"), [(concept, text) for concept, texts in SAID.items() for text in texts])
def test_what_is_said_in_plain_words_is_understood(concept: str, text: str) -> None:
    assert concept in VOCABULARY.named(VOCABULARY.mask(fold(text)))


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_harmless_is_none_of_it(text: str) -> None:
    assert not set(BAD) & set(VOCABULARY.named(VOCABULARY.mask(fold(text))))
