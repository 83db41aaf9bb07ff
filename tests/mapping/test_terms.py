"""Terms as N-Quads text: whatever goes in comes back, in canonical form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse, serialize

from kg.mapping import terms

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
LANGUAGES = st.sampled_from(["", "ru", "en", "kk", "zh-hans"])


def line(term: str) -> str:
    return f"<urn:s> <urn:p> {term} .\n"


def parsed(term: str) -> object:
    (triple,) = parse(line(term), format=RdfFormat.N_TRIPLES)
    return triple.object


@given(ANY_TEXT, LANGUAGES)
@example("\x00\x07\b\t\n\x0b\f\r\x1f\"\\'\x7f\x80\u2028\ufeff\U0010ffff", "ru")
@example("", "")
@example("\\u0041 \\n", "")
def test_any_text_comes_back_and_is_canonical(value: str, language: str) -> None:
    term = terms.text(value, language)
    literal = parsed(term)
    assert literal == (Literal(value, language=language) if language else Literal(value))
    assert "\n" not in term
    assert "\r" not in term
    assert serialize(parse(line(term), format=RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES) == line(term).encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("\ufff0")
@example("\ue000\x80\U000e0001")
@example('a b<c>d"e{f}g|h^i`j\\k\n\x00\x7f')
def test_any_text_in_an_iri_is_one_safe_iri(value: str) -> None:
    term = terms.iri("https://example.org/" + value)
    found = parsed(term)
    assert isinstance(found, NamedNode)
    assert found.value == term[1:-1]
    assert not set(found.value) & set(' <>"{}|^`\\') | {c for c in found.value if ord(c) <= 0x20}


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("https://example.org/Права?a=b&c=%D0%B0#d", "https://example.org/Права?a=b&c=%D0%B0#d"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a%20b c", "https://example.org/a%20b%20c"),
        ("urn:x:<y>", "urn:x:%3Cy%3E"),
    ],
)
def test_iris(given_: str, expected: str) -> None:
    assert terms.iri(given_) == f"<{expected}>"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_decimals_keep_their_value_without_exponent(value: Decimal) -> None:
    literal = parsed(terms.number(value))
    assert literal.datatype.value == terms.XSD + "decimal"
    assert "E" not in literal.value
    assert Decimal(literal.value) == value


@pytest.mark.parametrize(
    ("value", "text", "datatype"),
    [
        (0, "0", "integer"),
        (-5, "-5", "integer"),
        (19_126_000, "19126000", "integer"),
        (Decimal("13.57"), "13.57", "decimal"),
        (Decimal("1E+3"), "1000", "decimal"),
        (Decimal("0.0000001"), "0.0000001", "decimal"),
    ],
)
def test_numbers(value: int | Decimal, text: str, datatype: str) -> None:
    assert parsed(terms.number(value)) == Literal(text, datatype=NamedNode(terms.XSD + datatype))


def test_own_terms_stand_under_the_base() -> None:
    assert terms.own("area/KAZ") == "<https://w3id.org/hrmkg/area/KAZ>"
    assert terms.hrm("value") == "<https://w3id.org/hrmkg/ontology#value>"
