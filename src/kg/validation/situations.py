"""The situations in which an engine is known to go wrong (``faults.toml``), by name: each looks at the terms that a result is about.

A test of a situation says how many results of a shape, at a focus node and with a value, it can account for: 0 where it is not given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation import components, datatypes, limits, literals, order, peculiar, queries, walking
from kg.validation.datatypes import XSD
from kg.validation.paths import RDF
from kg.validation.structure import Index, Shape, Structure, sh

MANY = 10**9
RANGES = {"minExclusive": ">", "minInclusive": ">=", "maxExclusive": "<", "maxInclusive": "<="}
PAIRS = {"lessThan": "<", "lessThanOrEquals": "<="}
_TEXTS = {XSD + "string", XSD + "anyURI", RDF + "langString"}
PORTABLE = ("-[", "\\p", "\\P", "\\i", "\\c", "\\I", "\\C")
"""Parts of patterns that Python's expressions do not have (XQuery 1.0 and XPath 2.0 Functions and Operators, section 7.6.1)."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A result as it can be judged: shape, component, focus node and value, in the terms of the source.

    ``component`` is the name that SHACL has for it (``LessThan``), the IRI for one of the shapes graph's own.

    ``counts``: how often the default engine and the other one give it.
    """

    structure: Structure
    triples: Index
    shape: Shape
    component: str
    focus: Any
    value: Any
    counts: tuple[int, int] = (0, 0)

    def given(self, name: str) -> list[Any]:
        """The values of a parameter of the shape."""
        return self.structure.graph.objects(self.shape.node, sh(name))

    @property
    def parameter(self) -> str:
        """The parameter that the component of Core has its name from."""
        return self.component[0].lower() + self.component[1:]

    def compared(self) -> Iterator[tuple[Any, str, Any]]:
        """What was compared: the value, an operator, and a bound or a value of the other property."""
        name = self.parameter
        if name in RANGES:
            for bound in self.given(name):
                yield self.value, RANGES[name], bound
        if name in PAIRS:
            for predicate in self.given(name):
                for other in () if isinstance(self.focus, Literal) else self.triples.objects(self.focus, predicate):
                    yield self.value, PAIRS[name], other

    def pairs(self, fits: Callable[[Any, str, Any], bool]) -> int:
        """How many of the comparisons are of a kind."""
        return sum(fits(*one) for one in self.compared())


def _literals(one: Any, _: str, other: Any) -> bool:
    return isinstance(one, Literal) and isinstance(other, Literal) and not order.comparable(one, other)


def _same_kind(one: Any, operator: str, other: Any) -> bool:
    """Two literals of one kind that have no order, or the same one twice where it may be equal."""
    if not _literals(one, operator, other) or peculiar.outside(one) or peculiar.outside(other):
        return False
    return (one == other and "=" in operator) or (one.datatype == other.datatype and one.language == other.language)


def _iris(one: Any, operator: str, other: Any) -> bool:
    """IRIs that are in order as texts."""
    both = isinstance(one, NamedNode) and isinstance(other, NamedNode)
    return both and (one.value < other.value or (operator == "<=" and one == other))


def _iris_or_texts(one: Any, operator: str, other: Any) -> bool:
    """An IRI, and another or a text, that are in order as texts."""
    if not (isinstance(one, NamedNode) or isinstance(other, NamedNode)):
        return False
    texts = all(isinstance(term, NamedNode) or (isinstance(term, Literal) and term.datatype.value in _TEXTS) for term in (one, other))
    return texts and (one.value < other.value or (operator == "<=" and one.value == other.value))


def _outside(one: Any, operator: str, other: Any) -> bool:
    """Whole numbers that their datatype does not have, in order as integers."""
    if not (peculiar.outside(one) or peculiar.outside(other)):
        return False
    both = [literals.normal(term) if peculiar.outside(term) else term for term in (one, other)]
    return order.holds(both[0], operator, both[1])


def _beyond(one: Any, operator: str, other: Any) -> bool:
    return (peculiar.beyond(one) or peculiar.beyond(other)) and order.holds(one, operator, other)


def _blank_length(seen: Seen) -> int:
    zero = any(isinstance(least, Literal) and least.value.lstrip("+-0") == "" for least in seen.given("minLength"))
    return int(zero and isinstance(seen.value, BlankNode))


def _one_boolean(seen: Seen) -> int:
    return int(Literal("1", datatype=NamedNode(XSD + "boolean")) in seen.given("uniqueLang"))


def _inverse(seen: Seen) -> int:
    """Whether ``^(a/b)``, read as ``^a/^b``, leads elsewhere."""
    right = walking.values(seen.triples, seen.shape.path, seen.focus)
    wrong = walking.values(seen.triples, seen.shape.path, seen.focus, turned=False)
    elsewhere = right.keys() ^ wrong.keys()
    return MANY if (seen.value in elsewhere if seen.value is not None and seen.shape.path is not None else elsewhere) else 0


def _repeated(seen: Seen) -> int:
    return seen.counts[0] - 1 if seen.counts[1] == 1 else 0


def _nowhere(seen: Seen) -> int:
    """Whether a path of no step was followed from a node that no triple has."""
    graph = seen.triples
    known = bool(graph.predicates(seen.focus)) or any(o == seen.focus for _, _, o in graph.triples)
    short = any(limits.stays(query) for query in limits.asked(seen.shape, seen.structure))
    return MANY if not known and (short or limits.stepless(seen.shape.path)) else 0


def _forms(seen: Seen) -> int:
    """Whether a query can see a literal that the store writes in another form, or another form of which it has."""
    visible = limits.visible(seen.shape, seen.structure)
    objects = (o for _, p, o in seen.triples.triples if visible is None or p.value in visible)
    found = {o for o in objects if literals.typed(o)} | {term for term in (seen.focus, seen.value) if literals.typed(term)}
    return MANY if any(literals.normal(term) != term for term in found) else 0


def _long(seen: Seen) -> int:
    """Whether a query can see a number that the store cannot count with, or sum up to one."""

    def objects(predicates: frozenset[str] | None) -> list[Any]:
        return list(dict.fromkeys(o for _, p, o in seen.triples.triples if predicates is None or p.value in predicates))

    return MANY if any(limits.long(query, objects) for query in limits.asked(seen.shape, seen.structure)) else 0


def _asked(seen: Seen) -> int:
    """Whether a component of the shapes' own asks a property shape by ASK."""
    if seen.shape.path is None:
        return 0
    for component, _ in components.of(seen.shape, seen.structure):
        if component.value == seen.component and components.validator(component, seen.shape, seen.structure)[1] == "ask":
            return MANY
    return 0


def _word(sign: str) -> bool:
    """Whether ``\\w`` of XPath means a character: none of punctuation, separators and others."""
    return unicodedata.category(sign)[0] not in "PZC"


def _foreign_pattern(seen: Seen) -> int:
    """Whether a pattern means something else in Python: it has a part that Python lacks, or one that is wider there for this value."""
    text = "" if isinstance(seen.value, BlankNode) or seen.value is None else seen.value.value
    patterns, flags = ([one.value for one in seen.given(name)] for name in ("pattern", "flags"))
    lacking = any(part in pattern for pattern in patterns for part in PORTABLE) or any({*flag} & {*"qx"} for flag in flags)
    ending = text.endswith("\n") and any("$" in pattern for pattern in patterns)
    words = any(part in pattern for pattern in patterns for part in ("\\w", "\\W"))
    spaces = any(part in pattern for pattern in patterns for part in ("\\s", "\\S"))
    wider = any(
        (words and _word(sign) != bool(re.match(r"\w", sign))) or (spaces and sign.isspace() and sign not in " \t\n\r") for sign in text
    )
    return int(lacking or ending or wider)


def _python_datatype(seen: Seen) -> int:
    """Whether a literal has the datatype asked for and is outside its lexical space."""
    value = seen.value
    if not isinstance(value, Literal) or value.datatype not in seen.given("datatype") or not value.datatype.value.startswith(XSD):
        return 0
    return int(not datatypes.valid(value.value, value.datatype.value))


def _markup(seen: Seen) -> int:
    html = NamedNode(RDF + "HTML")
    return int(isinstance(seen.value, Literal) and seen.value.datatype == html and html in seen.given("datatype"))


def _renamed(seen: Seen) -> int:
    """Whether a query of a shape without a name asks for ``$currentShape``."""
    asks = any("currentShape" in queries.variables(query) for query in limits.asked(seen.shape, seen.structure))
    return MANY if asks and isinstance(seen.shape.node, BlankNode) else 0


def _having(seen: Seen) -> int:
    """Whether a query compares groups with a parameter or ``$currentShape``."""
    bound = {"currentShape", *(name for _, named in components.of(seen.shape, seen.structure) for name in named)}
    for query in limits.asked(seen.shape, seen.structure):
        words = queries.tokens(query)
        having = next((number for number, token in enumerate(words) if token.word == "HAVING"), len(words))
        if any(token.kind == "variable" and token.text[1:] in bound for token in words[having:]):
            return MANY
    return 0


RESULTS: dict[str, Callable[[Seen], int]] = {
    "boolean written 1": _one_boolean,
    "IRIs in order": lambda seen: seen.pairs(_iris),
    "IRIs and texts in order": lambda seen: seen.pairs(_iris_or_texts),
    "literals without order": lambda seen: seen.pairs(_literals),
    "literals of one kind without order": lambda seen: seen.pairs(_same_kind),
    "ill-typed whole number": lambda seen: seen.pairs(_outside),
    "long number": lambda seen: seen.pairs(_beyond),
    "blank node and length 0": _blank_length,
    "inverse of a sequence": _inverse,
    "repeated": _repeated,
    "path of no step from nowhere": _nowhere,
    "two forms": _forms,
    "long number in a query": _long,
    "ASK on a property shape": _asked,
    "pattern of XPath": _foreign_pattern,
    "ill-typed literal": _python_datatype,
    "HTML": _markup,
    "shape without a name in a query": _renamed,
    "bound in HAVING": _having,
}
