"""Folding, scanning and the expansion of wordings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import VocabularyError
from kg.vocabulary import vocabulary
from kg.vocabulary.words import MOST_EXPANSIONS, expand, fold, scanner, squeeze

RU = vocabulary().languages["ru"]
EN = vocabulary().languages["en"]
PATTERNS = {"ru": scanner(RU.decimal_mark, RU.grouping_marks), "en": scanner(EN.decimal_mark, EN.grouping_marks)}


def tokens(text: str, language: str = "ru") -> list[str]:
    return PATTERNS[language].findall(fold(text))


# ------------------------------------------------------------------ expansion


@pytest.mark.parametrize(
    ("template", "texts"),
    [
        ("МВД", ["МВД"]),
        ("Нет [всех] данных", ["Нет данных", "Нет всех данных"]),
        ("{один|два} дня", ["один дня", "два дня"]),
        ("Подписан[а]", ["Подписан", "Подписана"]),
        ("не[за]висим[а|о]", ["невисим", "невисима", "невисимо", "независим", "независима", "независимо"]),
        ("[a [b]] c", ["c", "a c", "a b c"]),
        ("{a|b [c|d]} e", ["a e", "b e", "b c e", "b d e"]),
        ("[[a]]", ["", "a"]),
        ("{{a|b}|c}", ["a", "b", "c"]),
        ("Пытки {расследуют|расследует} <bodies>", ["Пытки расследуют <bodies>", "Пытки расследует <bodies>"]),
        ("<superior> [(<exceptions>)]", ["<superior>", "<superior> (<exceptions>)"]),
        ("a | b", ["a | b"]),
        ("  a   [ b ]  c ", ["a c", "a b c"]),
        ("{a|a}", ["a"]),
    ],
)
def test_a_template_stands_for_its_texts(template: str, texts: list[str]) -> None:
    assert sorted(expand(template)) == sorted(texts)


@pytest.mark.parametrize(
    "template", ["[a", "a]", "{a|b", "a}", "[a}", "{a]", "[a{b]c}", "[", "]", "{", "a[b[c]", "a]b[", "{a|b]|c}", "[a]]"]
)
def test_brackets_must_balance(template: str) -> None:
    with pytest.raises(VocabularyError, match="brackets do not balance") as caught:
        list(expand(template))
    assert caught.value.code == "KG402"


def test_a_template_of_too_many_texts_is_refused() -> None:
    assert len(list(expand("{a|b|c|d|e}{a|b|c|d|e}{a|b|c|d|e}{a|b|c|d|e}"))) == 625
    with pytest.raises(VocabularyError, match=r"stands for too many texts") as caught:
        list(expand("".join(f"[{letter}]" for letter in "abcdefghijklm")))
    assert caught.value.code == "KG402"
    assert MOST_EXPANSIONS < 2**13


PLAIN = st.text("абв ", min_size=0, max_size=4)


def _node(children: st.SearchStrategy[tuple[str, int]]) -> st.SearchStrategy[tuple[str, int]]:
    """Templates with how many texts they stand for, repeats counted."""
    optional = children.map(lambda c: (f"[{c[0]}]", c[1] + 1))
    either = st.lists(children, min_size=1, max_size=3).map(lambda cs: ("{" + "|".join(c[0] for c in cs) + "}", sum(c[1] for c in cs)))
    joined = st.tuples(children, children).map(lambda cs: (cs[0][0] + cs[1][0], cs[0][1] * cs[1][1]))
    return optional | either | joined


TEMPLATES = st.recursive(PLAIN.map(lambda text: (text, 1)), _node, max_leaves=6)


@settings(max_examples=150, deadline=None)
@given(TEMPLATES)
def test_every_balanced_template_expands(template: tuple[str, int]) -> None:
    text, most = template
    found = list(expand(text))
    assert 1 <= len(found) <= most
    assert len(set(found)) == len(found)
    assert all(not set("[]{}|") & set(one) for one in found)


@settings(max_examples=150, deadline=None)
@given(TEMPLATES, st.sampled_from("[]{}"))
def test_one_bracket_more_never_expands(template: tuple[str, int], bracket: str) -> None:
    for broken in (template[0] + bracket, bracket + template[0]):
        with pytest.raises(VocabularyError):
            list(expand(broken))


# ------------------------------------------------------------------ folding


@settings(max_examples=400, deadline=None)
@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("text", ["İstanbul", "ΑΣ", "ﬀ", "ẞ", "Ёлка İ Ё"])
def test_folding_keeps_the_length_where_lower_case_is_longer(text: str) -> None:
    assert len(text.lower()) >= len(text) == len(fold(text))


def test_folding_and_squeezing() -> None:
    assert fold("Учёт ЕЁ") == "учет ее"
    assert squeeze("  Нет\u00a0 ДАННЫХ\t. ") == "нет данных ."


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text) or any(len(c.lower()) != 1 for c in text)


# ------------------------------------------------------------------ scanning


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\u2009"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_grouped_numbers_are_one_token(space: str, language: str) -> None:
    assert tokens(f"40{space}842", language) == [f"40{space}842"]
    assert tokens(f"19{space}126{space}000 x", language) == [f"19{space}126{space}000", "x"]
    assert tokens(f"40{space}84", language) == ["40", "84"]
    assert tokens(f"4000{space}842", language) == ["4000", "842"]
    assert tokens(f"40{space}8421", language) == ["40", "8421"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "13,57", ["13,57"]),
        ("ru", "1 238,14 EUR", ["1 238,14", "eur"]),
        ("ru", "342,5 млрд. тенге", ["342,5", "млрд", "тенге"]),
        ("ru", "13.57", ["13", "57"]),
        ("ru", "1, 2", ["1", "2"]),
        ("ru", "34 842: 1 844 женщины", ["34 842", "1 844", "женщины"]),
        ("en", "1,357", ["1,357"]),
        ("en", "1,234,567.5", ["1,234,567.5"]),
        ("en", "13.57", ["13.57"]),
        ("en", "13,57", ["13", "57"]),
        ("en", "1,357 and 2", ["1,357", "and", "2"]),
        ("ru", "100–120", ["100", "–", "120"]),
        ("ru", "100-120", ["100", "-", "120"]),
        ("ru", "МВД – правительству", ["мвд", "правительству"]),
        ("ru", "-5", ["-", "5"]),
        ("ru", "21*", ["21", "*"]),
        ("ru", "21?", ["21", "?"]),
        ("ru", "298¹", ["298", "¹"]),
        ("ru", "~60", ["~", "60"]),
        ("ru", "60+", ["60", "+"]),
        ("ru", "50%", ["50", "%"]),
        ("ru", "«пыточных» дел", ["пыточных", "дел"]),
        ("ru", "видео-доказательствам", ["видео", "доказательствам"]),
        ("ru", "a_b", ["a", "_", "b"]),
        ("ru", "н/д", ["н", "/", "д"]),
        ("ru", "Подписан…", ["подписан"]),
        ("ru", "", []),
        ("ru", " .,;:!…()", []),
    ],
)
def test_tokens(language: str, text: str, expected: list[str]) -> None:
    assert tokens(text, language) == expected


@settings(max_examples=300, deadline=None)
@given(st.text(), st.sampled_from(["ru", "en"]))
def test_no_letter_and_no_digit_is_lost_between_tokens(text: str, language: str) -> None:
    folded = fold(text)
    left = PATTERNS[language].sub("", folded)
    assert not any(c.isalnum() or c == "_" for c in left)
    assert all(c.isspace() or not c.isprintable() or c in "|.,;:!…()[]«»\"'„“”‘’–—―‐‑-" for c in left)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**15), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]))
def test_any_grouped_number_is_one_token(number: int, space: str) -> None:
    printed = f"{number:,}".replace(",", space)
    assert tokens(printed) == [printed]
    assert tokens(f"{number:,}", "en") == [f"{number:,}"]
