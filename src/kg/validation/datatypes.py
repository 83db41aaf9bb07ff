"""Whether a lexical form belongs to a datatype of XML Schema, and whether two literals have the same value. What is not known is no."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER, _DECIMAL = r"[+-]?[0-9]+", r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOATING = _DECIMAL + r"(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "byte": (-(2**7), 2**7 - 1),
    "short": (-(2**15), 2**15 - 1),
    "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1),
    "unsignedByte": (0, 2**8 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedLong": (0, 2**64 - 1),
}
_NUMBERS = frozenset({*_RANGES, "decimal", "double", "float"})
_CAST = frozenset({"date", "dateTime", "time", "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay", "duration"})
_MOMENTS = frozenset({"dateTime", "dateTimeStamp"})
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def absolute(text: str) -> bool:
    """Whether a text is an absolute IRI and nothing else."""
    return _ABSOLUTE.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def valid(lexical: str, datatype: str) -> bool:
    """Whether a form belongs to the lexical space of a datatype (an IRI), white space around it not allowed."""
    name = datatype.removeprefix(XSD)
    if name in _RANGES:
        low, high = _RANGES[name]
        if not re.fullmatch(_INTEGER, lexical):
            return False
        number = Decimal(lexical)  # an int refuses more than 4300 digits
        return (low is None or number >= low) and (high is None or number <= high)
    if name in ("decimal", "double", "float"):
        return re.fullmatch(_DECIMAL if name == "decimal" else _FLOATING, lexical) is not None
    if name == "boolean":
        return lexical in ("true", "false", "1", "0")
    if name == "string":
        return True
    if name == "anyURI":
        return absolute(lexical)
    if name == "dateTimeStamp":
        return valid(lexical, XSD + "dateTime") and re.search(r"(?:Z|[+-][0-9]{2}:[0-9]{2})\Z", lexical) is not None
    if name in _CAST and lexical == lexical.strip():
        solutions: Any = Store().query(f"SELECT (<{datatype}>({Literal(lexical)}) AS ?value) {{}}")
        return next(iter(solutions))["value"] is not None
    return False


def equal(lexical: str, one: str, other: str) -> bool:
    """Whether a form that is valid in two datatypes has the same value in both."""
    one, other = one.removeprefix(XSD), other.removeprefix(XSD)
    if {one, other} <= _MOMENTS:
        return True
    exact = {name for name in (one, other) if name in _RANGES or name == "decimal"}
    floating = {one, other} - exact
    if not floating:
        return True
    if not exact or not floating <= {"double"}:
        return False  # between double and float, or text: not asked
    return re.fullmatch(_DECIMAL, lexical) is not None and Decimal(lexical) == Decimal(float(lexical))


def numeric(term: Literal) -> bool:
    """Whether a literal is of a numeric type, well-formed or not."""
    return term.datatype.value.removeprefix(XSD) in _NUMBERS


def plain(term: Literal) -> bool:
    """Whether a literal is a string without a language."""
    return bool(term.datatype == NamedNode(XSD + "string"))
