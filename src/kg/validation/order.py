"""The operators ``<``, ``<=``, ``>``, ``>=`` of SPARQL (1.1, section 17.3) on two literals as they stand in a source, numbers of any size.

Numbers are compared as XPath does (XQuery 1.0 and XPath 2.0 Functions and Operators, section 6.3): exactly where both are whole or
decimal, else in the floating type of the two that is wider. Strings go by their code points, false comes before true. Moments and
durations of one type (xsd:dateTime, date, time, duration) are compared by the store. All other kinds, two different ones, ill-typed
literals and texts with a language compare with nothing.
"""

from __future__ import annotations

import struct
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, Store

from kg.validation import datatypes
from kg.validation.datatypes import XSD

_FLOATING = {"float", "double"}
_BY_STORE = {XSD + name for name in ("dateTime", "date", "time", "duration")}


@lru_cache(maxsize=65536)
def holds(one: Any, operator: str, other: Any) -> bool:
    """Whether ``one operator other`` is true; false as well where the two cannot be compared."""
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return False
    if not all(datatypes.valid(term.value, term.datatype.value) for term in (one, other)):
        return False
    if datatypes.numeric(one) and datatypes.numeric(other):
        return _numbers(one, operator, other)
    kind = one.datatype.value
    if kind != other.datatype.value:
        return False
    if kind == XSD + "string":
        return _compared(one.value, operator, other.value)
    if kind == XSD + "boolean":
        return _compared(one.value in ("true", "1"), operator, other.value in ("true", "1"))
    return kind in _BY_STORE and bool(Store().query(f"ASK {{ FILTER ({one} {operator} {other}) }}"))


def comparable(one: Any, other: Any) -> bool:
    """Whether one of two terms is less than the other or they are equal."""
    return holds(one, "<", other) or holds(one, ">=", other)


def _numbers(one: Literal, operator: str, other: Literal) -> bool:
    names = [term.datatype.value.removeprefix(XSD) for term in (one, other)]
    if not _FLOATING & {*names}:
        return _compared(Decimal(one.value), operator, Decimal(other.value))
    wide = "double" in names
    left, right = (_floating(term.value, name, wide) for term, name in zip((one, other), names, strict=True))
    return _compared(left, operator, right)


def _floating(lexical: str, name: str, wide: bool) -> float:
    """The value as a double, or as a float where no double is compared. An xsd:float is one before it becomes a double."""
    value = float(lexical)
    if wide and name != "float":
        return value
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _compared(one: Any, operator: str, other: Any) -> bool:
    if operator == "<":
        return bool(one < other)
    if operator == "<=":
        return bool(one <= other)
    return bool(one > other) if operator == ">" else bool(one >= other)
