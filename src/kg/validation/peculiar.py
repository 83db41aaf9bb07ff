"""Literals that the native engine and the store take otherwise than the standards do: where data have none of them, nothing is asked twice.

* Numbers beyond theirs: whole ones of more than 64 bits, decimals of more than 18 digits after the point or of 2^127 / 10^18 and more.
  They are no numbers to them. (XSD 1.1 part 2, sections 3.3.3 and 3.4.13, has no such limits.)
* Whole numbers outside their datatype, as 300 of xsd:byte. They are the integer 300 to them, and have no value by RDF 1.1 Semantics,
  section 7: they cannot be compared.
* Numbers of xsd:float: they are compared with others as if they were doubles, 1.1 as equal to the double 1.1.
* Texts with a language and xsd:anyURI: the native engine compares them by their text, SPARQL 1.1 (section 17.3) not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from pyoxigraph import Literal, NamedNode

from kg.validation import datatypes
from kg.validation.data import Data
from kg.validation.datatypes import XSD

DECIMAL = XSD + "decimal"
_FLOAT, _DOUBLE, _URI = XSD + "float", XSD + "double", XSD + "anyURI"
_WHOLE = re.compile(r"[+-]?[0-9]+")
_LARGEST = 2**63
_MOST_DECIMAL, _PLACES = Decimal(2**127) / Decimal(10**18), 18
_FOUND: WeakKeyDictionary[Data, frozenset[Literal]] = WeakKeyDictionary()


def number(term: Any) -> bool:
    """Whether a literal is a number of one of these kinds."""
    return beyond(term) or outside(term) or (isinstance(term, Literal) and term.datatype.value == _FLOAT)


def beyond(term: Any) -> bool:
    """Whether a literal is a number that is too long for the store and the native engine."""
    if not (isinstance(term, Literal) and datatypes.numeric(term) and datatypes.valid(term.value, term.datatype.value)):
        return False
    if term.datatype.value == DECIMAL:
        return len(term.value.partition(".")[2]) > _PLACES or abs(Decimal(term.value)) >= _MOST_DECIMAL
    return term.datatype.value not in (_FLOAT, _DOUBLE) and not -_LARGEST <= Decimal(term.value) < _LARGEST


def outside(term: Any) -> bool:
    """Whether a literal is a whole number that its datatype does not have."""
    if not isinstance(term, Literal) or term.datatype.value in (DECIMAL, _FLOAT, _DOUBLE) or not datatypes.numeric(term):
        return False
    return _WHOLE.fullmatch(term.value) is not None and not datatypes.valid(term.value, term.datatype.value)


def numbers(data: Data) -> frozenset[Literal]:
    """The numbers of these kinds in data, as they stand there. They are looked for once."""
    if data not in _FOUND:
        _FOUND[data] = frozenset(literal for literal in data.unusual if number(literal))
    return _FOUND[data]


def texts(data: Data, predicates: Iterable[NamedNode]) -> bool:
    """Whether some object of some predicates is a text with a language or an xsd:anyURI."""
    if data.lines is None:
        named = " ".join(sorted({str(predicate) for predicate in predicates}))
        asked = f"VALUES ?p {{ {named} }} ?s ?p ?o FILTER (LANG(?o) != '' || DATATYPE(?o) = <{_URI}>)"
        return bool(data.query(f"ASK {{ {asked} }}"))
    uri = f"{_URI}>".encode()
    columns = (data.lines.columns.get(str(predicate).encode()) for predicate in predicates)
    objects = (value for column in columns if column is not None for value in set(column.objects))
    return any(value[:1] == b'"' and (value.endswith(uri) or value[-1:] not in b'">') for value in objects)
