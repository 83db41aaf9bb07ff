"""What a requirement demands, in words made from its constraint parameters (SHACL 1.0, section 4)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.requirements.notation import code
from kg.requirements.shapes import Node, Requirement, Shapes
from kg.requirements.texts import Texts

COUNTS = ("minCount", "maxCount")
IRIS = ("class", "datatype", "lessThan", "lessThanOrEquals", "equals", "disjoint")
LISTS = ("in", "languageIn")
SHAPES = ("or", "xone", "and")
QUALIFIED = ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount")
UNSAID = ("prefixes", "select", "flags")


class Demand(NamedTuple):
    """A line; ``inner`` are lines below it."""

    text: str
    inner: tuple[Demand, ...] = ()


def of(texts: Texts, shapes: Shapes, requirement: Requirement) -> list[Demand]:
    """The demands of a requirement; one about the query for a SPARQL-based constraint.

    Raises :class:`VocabularyError` KG403 for a constraint parameter that ``ontology/requirements.ttl`` has no words for.
    """
    if requirement.select:
        return [Demand(texts.say("demand-sparql"))]
    return list(_of(texts, shapes, NamedNode(requirement.iri)))


def cardinality(shapes: Shapes, node: Node) -> str:
    """How many values a property shape asks for, such as ``0..1``, ``1..*`` or ``0``."""
    given = shapes.parameters(node)
    least, most = (given[name][0].value if name in given else "" for name in COUNTS)
    if "qualifiedMinCount" in given:
        least = given["qualifiedMinCount"][0].value
    if most == "0":
        return "0"
    return f"{least or '0'}..{most or '*'}"


def _of(texts: Texts, shapes: Shapes, node: Node) -> Iterator[Demand]:
    given = shapes.parameters(node)
    if any(name in given for name in COUNTS):
        yield Demand(_count(texts, *(given[name][0].value if name in given else "" for name in COUNTS)))
    if QUALIFIED[0] in given:
        least, most = (given[name][0].value if name in given else "" for name in QUALIFIED[1:])
        yield Demand(texts.say("demand-qualified", count=_count(texts, least, most)), tuple(_of(texts, shapes, given[QUALIFIED[0]][0])))
    for name, values in given.items():
        if name not in (*COUNTS, *QUALIFIED, *UNSAID):
            yield from _one(texts, shapes, name, values)


def _one(texts: Texts, shapes: Shapes, name: str, values: list[Node]) -> Iterator[Demand]:
    said = f"demand-{name}"
    for value in values:
        if name in SHAPES:
            parts = [tuple(_of(texts, shapes, member)) for member in shapes.members(value)]
            yield Demand(texts.say(said), tuple(Demand(_joined(part)) for part in parts))
        elif name in ("not", "node"):
            yield Demand(texts.say(said), tuple(_of(texts, shapes, value)))
        elif name in LISTS:
            yield Demand(texts.say(said, value=", ".join(_known(texts, member) for member in shapes.members(value))))
        elif name == "uniqueLang":
            yield Demand(texts.say(said))
        else:
            yield Demand(texts.say(said, value=_known(texts, value)))


def _joined(demands: tuple[Demand, ...]) -> str:
    return "; ".join(demand.text for demand in demands)


def _known(texts: Texts, value: Node) -> str:
    if isinstance(value, NamedNode):
        return texts.known(value.value)
    shown = value.value if isinstance(value, Literal) else texts.notation.term(value)
    return code(shown)


def _count(texts: Texts, least: str, most: str) -> str:
    if most == "0":
        return texts.say("count-none")
    if least == most:
        return texts.say("count-exactly", count=least)
    if least and most:
        return texts.say("count-between", least=least, most=most)
    return texts.say("count-least", count=least) if least else texts.say("count-most", count=most)
