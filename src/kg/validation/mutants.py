"""The operators of ``kg validate --mutate``: how data are broken to see whether shapes notice. Fixed before any figure was taken.

Every mutant is one small change: a few triples taken away, a few added. Only triples of the data's own that the context does not repeat are
changed, and only those of subjects that some shape looks at and the context does not speak of: what data add to a term of the vocabulary,
such as a link to another list, only the context could tell to be wrong. Which terms are units, scales, classes and their kin is read from
data, vocabulary and shapes. "The next" is the next in the order of names, the first after the last: the same data give the same mutants.
What would change nothing is not made.

* **drop**: one triple is taken away, each triple once.
* **duplicate**: a property that has one value (one a language) on each of its subjects gets a second on one of them: the next value of that
  property that is of the same kind (IRI, datatype, language), from a subject of a shared class if there is one; where there is none, the
  number plus one, the text with `` 2`` at its end, or the next subject of the data. Not rdf:type.
* **retype**: a literal becomes an IRI; one without language gets the datatype xsd:string, a string xsd:anyURI; an IRI becomes a string;
  rdf:type names each other subclass of the same class instead, or, where there is none, the next class that data use.
* **out-of-scale**: a member of a closed list (skos:inScheme) is replaced by one of each other list: the first that shares a class with it,
  or, where no list has one, the first of the next list. A number becomes negative, grows a thousand million times, and, when it is
  whole, gets a fraction; a date becomes one of the year 9999.
* **wrong-language**: the tag of a literal becomes the next tag that data use; the tag is taken away.
* **wrong-link**: an IRI (not of rdf:type) is replaced by the first resource of the next class that shares none with it. One that names
  a resource of the data's own, or a passage of one (its IRI, a slash, two offsets), also by the next resource, or passage, of that class;
  by another passage only where the data hold a text as long as its offsets say: what stands at them only the text tells.
* **wrong-unit**: where a shape wants a class whose name ends in ``Unit``: the unit is replaced by each one of another kind. A subclass is a
  kind; units that are of no subclass are each a kind of their own.
* **swapped-operands**: two numbers or dates of one subject that a shape compares (sh:lessThan, sh:lessThanOrEquals) or the name of one of
  whose properties becomes that of the other (lower/upper, start/end, earliest/latest, min/max), and two links of one subject that shapes
  want of one class, change places; a link between two of the data's own resources of one class is turned round, unless it is an
  owl:SymmetricProperty; two resources of one class that are linked, or that differ in one term only and these terms are linked,
  exchange the number that both have; start and end of a passage change places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.validation.paths import RDF
from kg.validation.structure import OWL, TYPE
from kg.validation.world import XSD, World, is_number, local

LANG, STRING, ANY_URI, DECIMAL = RDF + "langString", XSD + "string", XSD + "anyURI", XSD + "decimal"
HUGE = 10**9
_DATES = {XSD + name for name in ("date", "dateTime", "gYear", "gYearMonth")}
_ENDS = (("lower", "upper"), ("start", "end"), ("earliest", "latest"), ("min", "max"))
_SYMMETRIC = NamedNode(OWL + "SymmetricProperty")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: what is taken away and what is added; ``focus`` and ``predicate`` say where."""

    operator: str
    focus: Any
    predicate: NamedNode
    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]


def mutants(world: World) -> dict[str, list[Mutant]]:
    """All mutants by operator, in the order of the data, each once."""
    found: dict[str, list[Mutant]] = {}
    for name, operator in OPERATORS.items():
        made: dict[Any, Mutant] = {}
        for focus, predicate, removed, added in operator(world):
            change = frozenset(removed), frozenset(added)
            if change[0] != change[1] and not any(triple in world.known and triple not in removed for triple in added):
                made.setdefault(change, Mutant(name, focus, predicate, tuple(removed), tuple(added)))
        found[name] = list(made.values())
    return found


Change = tuple[Any, NamedNode, list[Triple], list[Triple]]


def _replaced(triple: Triple, *values: Any) -> Iterator[Change]:
    for value in values:
        yield triple.subject, triple.predicate, [triple], [Triple(triple.subject, triple.predicate, value)]


def drop(world: World) -> Iterator[Change]:
    """One triple less."""
    for triple in world.triples:
        yield triple.subject, triple.predicate, [triple], []


def duplicate(world: World) -> Iterator[Change]:
    """A second value."""
    for triple in world.triples:
        if triple.predicate != TYPE and world.single(triple.predicate, triple.object):
            second = world.next_value(triple) or _changed(triple.object) or world.next_subject(triple)
            if second is not None:
                yield triple.subject, triple.predicate, [], [Triple(triple.subject, triple.predicate, second)]


def _changed(value: Any) -> Any:
    if not isinstance(value, Literal):
        return None
    if is_number(value):
        return Literal(str(Decimal(value.value) + 1), datatype=value.datatype)
    if value.language:
        return Literal(f"{value.value} 2", language=value.language)
    return Literal(f"{value.value} 2", datatype=value.datatype)


def retype(world: World) -> Iterator[Change]:
    """Another kind of term, or another class."""
    for triple in world.triples:
        value = triple.object
        if triple.predicate == TYPE:
            yield from _replaced(triple, *world.siblings(value))
        elif isinstance(value, NamedNode):
            yield from _replaced(triple, Literal(value.value))
        elif isinstance(value, Literal):
            if not value.language:
                other = ANY_URI if value.datatype.value == STRING else STRING
                yield from _replaced(triple, Literal(value.value, datatype=NamedNode(other)))
            yield from _replaced(triple, NamedNode("urn:kg:mutation:" + re.sub(r"\W", "-", value.value)[:60]))


def out_of_scale(world: World) -> Iterator[Change]:
    """A value of another list, or an impossible one."""
    for triple in world.triples:
        value = triple.object
        if isinstance(value, Literal):
            yield from _replaced(triple, *_impossible(value))
        elif triple.predicate != TYPE:
            yield from _replaced(triple, *world.other_lists(value))


def _impossible(value: Literal) -> Iterator[Literal]:
    if is_number(value):
        number, datatype = Decimal(value.value), value.datatype
        yield Literal(str(-number if number else -1), datatype=datatype)
        yield Literal(str(number * HUGE if number else HUGE), datatype=datatype)
        if number == number.to_integral_value():
            yield Literal(str(number + Decimal("0.5")), datatype=NamedNode(DECIMAL) if datatype.value != XSD + "double" else datatype)
    elif value.datatype.value in _DATES:
        yield Literal(re.sub(r"^-?[0-9]{4,}", "9999", value.value), datatype=value.datatype)


def wrong_language(world: World) -> Iterator[Change]:
    """Another tag, or none."""
    for triple in world.triples:
        value = triple.object
        if isinstance(value, Literal) and value.language:
            if len(world.languages) > 1:
                yield from _replaced(triple, Literal(value.value, language=world.after(world.languages, value.language)))
            yield from _replaced(triple, Literal(value.value))


def wrong_link(world: World) -> Iterator[Change]:
    """A resource of another class, or another resource of the class."""
    for triple in world.triples:
        if isinstance(triple.object, NamedNode) and triple.predicate != TYPE:
            yield from _replaced(triple, *world.strangers(triple.object), *world.likes(triple.object))


def wrong_unit(world: World) -> Iterator[Change]:
    """A unit of another kind."""
    for triple in world.triples:
        for cls in world.wanted.get(triple.predicate, ()):
            if local(cls).endswith("Unit"):
                yield from _replaced(triple, *world.other_kinds(triple.object, cls))


def swapped_operands(world: World) -> Iterator[Change]:
    """Two values in each other's place."""
    for subject in world.looked_at:
        own = [triple for triple in world.of(subject) if triple in world.changeable]
        for number, first in enumerate(own):
            for second in own[number + 1 :]:
                if _paired(world, first, second):
                    yield _exchanged(first, second)
        for triple in own:
            yield from _turned(world, triple)
    for one, other, predicate in world.related():
        for first in world.numbers(one):
            for second in world.numbers(other):
                if first.predicate == second.predicate and first.object != second.object:
                    yield one, predicate, *_exchanged(first, second)[2:]


def _exchanged(first: Triple, second: Triple) -> Change:
    added = [Triple(first.subject, first.predicate, second.object), Triple(second.subject, second.predicate, first.object)]
    return first.subject, first.predicate, [first, second], added


def _paired(world: World, first: Triple, second: Triple) -> bool:
    one, other = first.predicate, second.predicate
    if one == other or TYPE in (one, other) or first.object == second.object:
        return False
    if isinstance(first.object, Literal) and isinstance(second.object, Literal):
        names = {local(one).lower(), local(other).lower()}
        ends = any({name.replace(low, high) for name in names} == {name for name in names if high in name} for low, high in _ENDS)
        return ends or world.compared(one, other)
    shared = set(world.wanted.get(one, ())) & set(world.wanted.get(other, ()))
    return bool(shared) and isinstance(first.object, NamedNode) and isinstance(second.object, NamedNode)


def _turned(world: World, triple: Triple) -> Iterator[Change]:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if not isinstance(value, NamedNode) or predicate == TYPE:
        return
    passage = re.fullmatch(r"(.*/)([0-9]+)-([0-9]+)", value.value)
    if passage and world.below(value):
        yield from _replaced(triple, NamedNode(f"{passage[1]}{passage[3]}-{passage[2]}"))
    symmetric = _SYMMETRIC in world.index.objects(predicate, TYPE)
    if value in world.subjects and not symmetric and set(world.classes(subject)) & set(world.classes(value)) and value != subject:
        yield subject, predicate, [triple], [Triple(value, predicate, subject)]


OPERATORS: dict[str, Callable[[World], Iterable[Change]]] = {
    "drop": drop,
    "duplicate": duplicate,
    "retype": retype,
    "out-of-scale": out_of_scale,
    "wrong-language": wrong_language,
    "wrong-link": wrong_link,
    "wrong-unit": wrong_unit,
    "swapped-operands": swapped_operands,
}
