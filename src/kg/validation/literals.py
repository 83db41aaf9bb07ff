"""What an Oxigraph store makes of a literal: it keeps the value of numbers, booleans, dates and durations, not their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

XSD = "http://www.w3.org/2001/XMLSchema#"
PLAIN = frozenset({XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"})
_NUMBER = re.compile(r"[+-]?([0-9]*)(?:\.([0-9]*))?(?:[eE][+-]?[0-9]+)?")
_USUAL = {
    XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    XSD + "decimal": re.compile(r"0|-?[1-9][0-9]{0,17}|-?(?:0|[1-9][0-9]{0,8})\.[0-9]{0,8}[1-9]"),
    XSD + "date": re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"),
}


_USUAL_LINES = re.compile(
    b"^(?:%b)"
    % b"|".join(b'"(?:%b)"\\^\\^<%b>\n' % (pattern.pattern.encode(), re.escape(kind).encode()) for kind, pattern in _USUAL.items()),
    re.MULTILINE,
)


def typed(term: Any) -> bool:
    """Whether a term is a literal of a datatype that a store may rewrite."""
    return isinstance(term, Literal) and term.datatype.value.startswith(XSD) and term.datatype.value not in PLAIN


def usual(literal: Literal) -> bool:
    """Whether a literal is certainly as a store writes it; asking the store takes a hundred times as long."""
    pattern = _USUAL.get(literal.datatype.value)
    return pattern is not None and pattern.fullmatch(literal.value) is not None


def unusual(lines: list[bytes]) -> list[bytes]:
    """Those of literals written as in N-Triples of which :func:`usual` is not certain, and perhaps some more."""
    return _USUAL_LINES.sub(b"", b"\n".join([*lines, b""])).split(b"\n")[:-1]


@lru_cache(maxsize=4096)
def normal(term: Any) -> Any:
    """The term as it comes back from a store: ``"1.50"`` as ``"1.5"``, ``"07"^^xsd:int`` as ``"7"^^xsd:integer``."""
    if not typed(term):
        return term
    store = Store()
    store.add(Quad(NamedNode("x:x"), NamedNode("x:x"), term))
    return next(iter(store)).object


def digits(lexical: str) -> str | None:
    """What any two numerals of the same value have in common: the digits without point, exponent and outer zeros; None for no numeral."""
    match = _NUMBER.fullmatch(lexical)
    return ((match[1] or "") + (match[2] or "")).strip("0") if match else None


def same(literals: Iterable[Literal], value: Literal) -> list[Literal]:
    """Those of distinct literals that a store makes equal to ``value``, in order."""
    wanted, figures = normal(value), digits(normal(value).value)
    return [
        literal
        for literal in dict.fromkeys(literals)
        if (figures is None or digits(literal.value) in (figures, None)) and normal(literal) == wanted
    ]
