"""How names are folded, and how Russian ones are written in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking.words import folded, latin, ordered


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Republic of Moldova (the)", "republic of moldova the"),
        ("  Казахстан. ", "казахстан"),
        ("Méndez", "mendez"),
        ("Ａｒｍｅｎｉａ", "armenia"),
        ("Pol'sha", "polsha"),
        ("Polʹsha", "polsha"),
        ("women’s", "womens"),
        ("Ребёнок", "ребенок"),
        ("Чай", "чай"),
        ("Ї", "ї"),
        ("A/RES/39/46", "a res 39 46"),
        ("?!", ""),
    ],
)
def test_folding(written: str, plain: str) -> None:
    assert folded(written) == plain


def test_letters_of_another_alphabet_stay_theirs() -> None:
    assert folded("Кazakhstan") != folded("Kazakhstan"), "the first letter is Cyrillic"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert sorted(ordered(folded(text)).split()) == sorted(folded(text).split())


@pytest.mark.parametrize(
    ("russian", "written"),
    [
        ("казахстан", "kazakhstan"),
        ("киргизия", "kirgiziya"),
        ("белоруссия", "belorussiya"),
        ("польша", "polsha"),
        ("таджикистан", "tadzhikistan"),
        ("европейский", "yevropeyskiy"),
        ("объединенных наций", "obyedinennykh natsiy"),
        ("приём", "priyem"),
        ("kazakhstan", ""),
        ("қазақстан", ""),
        ("оон 2", "oon 2"),
    ],
)
def test_bgn_pcgn(russian: str, written: str) -> None:
    """BGN/PCGN 1947 without primes and marks: e is ye at the start of a word, after vowels, and after the letters that part."""
    assert latin(russian) == written
