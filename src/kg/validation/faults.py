"""What engines are known to get wrong (``faults.toml``), and how a difference is recognised as one of these.

A fault names its engine and versions, the constraint components (``*`` for all), whether results are ``missing``, ``extra`` or either
(``differs``) or the engine ``refuses``, and by ``when`` a test of this module on shape and result. A fault in a nested shape shows as a
result of the shape around it: for components that refer to shapes, the shapes below are tested without a result.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import BlankNode, Literal

from kg.validation.paths import AnyPath
from kg.validation.paths import Path as Compound
from kg.validation.report import local_name
from kg.validation.structure import Shape, Structure, sh

_XSD = "http://www.w3.org/2001/XMLSchema#"
_RANGE = ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
_PAIR = ("lessThan", "lessThanOrEquals")
_BITS = {"byte": 8, "short": 16, "int": 32, "long": 64}
_SIGNED: dict[str, Callable[[int], bool]] = {
    "positiveInteger": lambda number: number > 0,
    "negativeInteger": lambda number: number < 0,
    "nonPositiveInteger": lambda number: number <= 0,
    "nonNegativeInteger": lambda number: number >= 0,
}
_WHOLE = (*_BITS, *("unsigned" + name.capitalize() for name in _BITS), *_SIGNED)
_NUMBERS = frozenset(_XSD + name for name in ("integer", "decimal", "float", "double", *_WHOLE))
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_AROUND = ("Not", "And", "Or", "Xone", "Node", "QualifiedMinCount", "QualifiedMaxCount")


@dataclass(frozen=True, slots=True)
class Fault:
    """A known fault of an engine. ``says`` is a part of the engine's words where it refuses."""

    engine: str
    since: str
    below: str
    effect: str
    components: tuple[str, ...]
    when: str
    what: str
    reason: str
    reference: str
    test: str
    says: str = ""

    def holds(self, version: str) -> bool:
        """Whether a version of the engine has it."""
        return _numbers(self.since) <= _numbers(version) < _numbers(self.below)


@lru_cache(maxsize=1)
def known() -> tuple[Fault, ...]:
    """The faults of the file, in its order."""
    listed = tomllib.loads(Path(__file__).with_name("faults.toml").read_text(encoding="utf-8"))["fault"]
    return tuple(Fault(**{**entry, "components": tuple(entry.get("components", ()))}) for entry in listed)


class Compared(Protocol):
    """A result as engines are compared by it: focus node, value and component."""

    @property
    def focus(self) -> Any:
        """The focus node."""

    @property
    def value(self) -> Any:
        """The value."""

    @property
    def component(self) -> str:
        """The constraint component."""


def explains(fault: Fault, effect: str, result: Compared, least: int, shape: Shape | None, structure: Structure, reworded: bool) -> bool:
    """Whether a result that is ``missing`` or ``extra`` in the engine of a fault is due to it; ``least``: how often both sides give it.

    ``reworded``: the data have literals that a store writes in another form.
    """
    if shape is None:
        return False
    name = local_name(result.component).removesuffix("ConstraintComponent")
    fits = _WHEN[fault.when]
    own = _Seen(shape, structure, reworded, result.focus, result.value, least)
    if name in fault.components or ("*" in fault.components and fits(own)):
        return fault.effect in (effect, "differs") and fits(own)
    if name not in _AROUND or fault.effect == "refuses":
        return False
    # Around other shapes the effect may be either: sh:not makes of a missing result one too many.
    parameters = {sh(part[0].lower() + part[1:]) for part in fault.components}
    below = [one for one in _below(shape, structure) if "*" in fault.components or parameters & set(structure.graph.predicates(one.node))]
    return any(fits(_Seen(inner, structure, reworded, None, None, 0)) for inner in below)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in version.split("."))


def _below(shape: Shape, structure: Structure) -> Iterator[Shape]:
    waiting, seen = [*shape.properties, *shape.references], set()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            inner = structure.shapes[node]
            yield inner
            waiting += [*inner.properties, *inner.references]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A shape that gave a result, with the value; None where the shape lies below the one that gave it."""

    shape: Shape
    structure: Structure
    reworded: bool
    focus: Any
    value: Any
    least: int

    def given(self, *names: str) -> list[Any]:
        return [value for name in names for value in self.structure.graph.objects(self.shape.node, sh(name))]

    @property
    def operands(self) -> list[Literal]:
        return [value for value in self.given(*_RANGE) if isinstance(value, Literal)]

    @property
    def compared(self) -> list[Any]:
        """Value and operands; without a value, or where the operand is a property, anything may have been compared."""
        return [*self.operands, *([] if self.value is None else [self.value])]

    @property
    def open(self) -> bool:
        return self.value is None or bool(self.given(*_PAIR))


def _family(term: Any) -> str:
    if not isinstance(term, Literal):
        return "node"
    return "number" if term.datatype.value in _NUMBERS else term.datatype.value


def _incomparable(seen: _Seen) -> bool:
    return seen.open or len({_family(term) for term in seen.compared}) > 1 or any(_odd(term) for term in seen.compared)


def _odd(term: Any) -> bool:
    """A literal that has no order, or none that SPARQL 1.1 defines."""
    if not isinstance(term, Literal):
        return True
    if term.datatype.value in _NUMBERS and not _NUMBER.fullmatch(term.value):
        return True
    ordered = {*_NUMBERS, _XSD + "string", _XSD + "dateTime", _XSD + "boolean"}
    return term.datatype.value not in ordered or term.value in ("NaN", "INF", "-INF") or _ill_typed_whole(term)


def _ill_typed_whole(term: Any) -> bool:
    if not isinstance(term, Literal) or term.datatype.value.removeprefix(_XSD) not in _WHOLE:
        return False
    try:
        number = int(term.value)
    except ValueError:
        return True
    name = term.datatype.value.removeprefix(_XSD)
    if name in _SIGNED:
        return not _SIGNED[name](number)
    size = _BITS[name.removeprefix("unsigned").lower()]
    least, most = (0, 2**size) if name.startswith("unsigned") else (-(2 ** (size - 1)), 2 ** (size - 1))
    return not least <= number < most


def _tagged(seen: _Seen) -> bool:
    special = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", _XSD + "anyURI")
    return seen.open or any(isinstance(term, Literal) and term.datatype.value in special for term in seen.compared)


def _optional(path: AnyPath | None) -> bool:
    return isinstance(path, Compound) and (path.operator in "*?" or any(_optional(part) for part in path.members))


def _reversed(path: AnyPath | None) -> bool:
    if not isinstance(path, Compound):
        return False
    inside = path.members[0]
    found = path.operator == "^" and isinstance(inside, Compound) and _holds(inside, "/")
    return found or any(_reversed(part) for part in path.members)


def _holds(path: AnyPath, operator: str) -> bool:
    return isinstance(path, Compound) and (path.operator == operator or any(_holds(part, operator) for part in path.members))


def _rewritten(seen: _Seen) -> bool:
    return seen.focus is None or (isinstance(seen.focus, Literal) and seen.focus.datatype.value.startswith(_XSD))


_WHEN: dict[str, Callable[[_Seen], bool]] = {
    "numeric boolean": lambda seen: any(value.value == "1" for value in seen.given("uniqueLang", "closed", "qualifiedValueShapesDisjoint")),
    "blank node": lambda seen: seen.value is None or isinstance(seen.value, BlankNode),
    "no literal": lambda seen: seen.value is None or not isinstance(seen.value, Literal) or seen.open,
    "incomparable": _incomparable,
    "language": _tagged,
    "ill-typed whole number": lambda seen: seen.open or any(_ill_typed_whole(term) for term in seen.compared),
    "zero-length path": lambda seen: _optional(seen.shape.path),
    "long decimal": lambda seen: seen.value is None or (isinstance(seen.value, Literal) and len(seen.value.value) > 18),
    "inverse of a sequence": lambda seen: _reversed(seen.shape.path),
    "literal focus": _rewritten,
    "two forms": lambda seen: seen.reworded,
    "repeated": lambda seen: seen.least > 0,
    "any": lambda seen: True,
}
