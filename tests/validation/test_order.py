"""Comparison of literals by the operators of SPARQL: numbers of any size, the types that have an order, and those that have none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation import order
from kg.validation.datatypes import XSD

LONG = "9" * 38


def literal(text: str, kind: str = "string") -> Literal:
    return Literal(text, datatype=NamedNode(XSD + kind))


decimals = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40)


@given(decimals, decimals)
def test_decimals_are_exact(one: Decimal, other: Decimal) -> None:
    left, right = literal(f"{one:f}", "decimal"), literal(f"{other:f}", "decimal")
    signs = [order.holds(left, sign, right) for sign in ("<", "<=", ">", ">=")]
    assert signs == [one < other, one <= other, one > other, one >= other]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (literal("1.5", "decimal"), literal(LONG, "integer")),
        (literal("1.5e0", "double"), literal(LONG, "integer")),
        (literal(LONG, "integer"), literal("1e39", "double")),
        (literal("-INF", "double"), literal("-" + LONG, "integer")),
        (literal("0.12345678901234567890123", "decimal"), literal("0.12345678901234567890124", "decimal")),
        (literal("1.1", "double"), literal("1.1", "float")),
        (literal("7", "byte"), literal("7.5", "decimal")),
        (literal("a"), literal("b")),
        (literal("\uffff"), literal("\U00010000")),
        (literal("0", "boolean"), literal("true", "boolean")),
        (literal("2020-01-01", "date"), literal("2020-01-02", "date")),
        (literal("2020-01-01T00:00:00+01:00", "dateTime"), literal("2020-01-01T00:00:00Z", "dateTime")),
        (literal("10:00:00", "time"), literal("11:00:00", "time")),
        (literal("P1D", "duration"), literal("P2D", "duration")),
    ],
    ids=str,
)
def test_less(one: Literal, other: Literal) -> None:
    assert [order.holds(one, sign, other) for sign in ("<", "<=", ">", ">=")] == [True, True, False, False]
    assert [order.holds(other, sign, one) for sign in ("<", "<=", ">", ">=")] == [False, False, True, True]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (literal("300", "byte"), literal("5", "integer")),
        (literal("-7", "nonNegativeInteger"), literal("5", "integer")),
        (literal("x", "integer"), literal("x", "integer")),
        (literal("NaN", "double"), literal("NaN", "double")),
        (literal("1"), literal("1", "integer")),
        (literal("true", "boolean"), literal("1", "integer")),
        (Literal("a", language="en"), Literal("a", language="en")),
        (literal("a:b", "anyURI"), literal("a:b", "anyURI")),
        (literal("a", "token"), literal("a")),
        (literal("2020", "gYear"), literal("2021", "gYear")),
        (literal("2020-13-01", "date"), literal("2020-13-01", "date")),
        (literal("2020-01-01", "date"), literal("2020-01-01T00:00:00", "dateTime")),
        (literal("2020-01-01T00:00:00", "dateTime"), literal("2020-01-01T00:00:00Z", "dateTime")),
        (literal("P1M", "duration"), literal("P30D", "duration")),
        (Literal("a", datatype=NamedNode("urn:own")), Literal("a", datatype=NamedNode("urn:own"))),
        (NamedNode("urn:a"), NamedNode("urn:a")),
        (BlankNode("a"), literal("1", "integer")),
    ],
    ids=str,
)
def test_not_comparable(one: Literal, other: Literal) -> None:
    assert not any(order.holds(*pair) for sign in ("<", "<=", ">", ">=") for pair in ((one, sign, other), (other, sign, one)))


def test_floats_are_floats() -> None:
    assert order.holds(literal("16777217", "integer"), "<=", literal("16777216", "float"))
    assert not order.holds(literal("16777217", "integer"), "<=", literal("16777216", "double"))
    assert order.holds(literal("3e38", "float"), "<", literal("4e38", "float"))  # which is infinite
    assert order.holds(literal("1.1", "float"), ">=", literal("1.1", "float"))
