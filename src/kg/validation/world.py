"""What mutations are made of: the data's own triples, the terms of data and context by class and list, what shapes want of properties."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.validation.structure import RDFS, TYPE, Index, Structure, sh

XSD, SKOS = "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/2004/02/skos/core#"
_ABOVE, _IN_SCHEME = NamedNode(RDFS + "subClassOf"), NamedNode(SKOS + "inScheme")
_NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "nonNegativeInteger", "int", "long")}
_PASSAGE = re.compile(r"/[0-9]+-[0-9]+$")
_COMPARING = (sh("lessThan"), sh("lessThanOrEquals"))


def is_number(term: Any) -> bool:
    """Whether a term is a number that can be computed with."""
    if not isinstance(term, Literal) or term.datatype.value not in _NUMBERS:
        return False
    try:
        return Decimal(term.value).is_finite()
    except InvalidOperation:
        return False


def local(iri: Any) -> str:
    """What stands after the last slash or hash."""
    return re.split("[/#]", str(iri.value))[-1]


class World:
    """Own triples that the context does not repeat, and the context.

    ``looked_at`` are the subjects of the data's own that some shape looks at, in the order of the data; ``triples`` are theirs, ``left``
    counts those of subjects that no shape looks at, ``about`` what is said of terms of the context: whether it is right, the context tells.
    """

    def __init__(self, own: Iterable[Triple], context: Iterable[Triple], seen: set[Any], structure: Structure) -> None:
        around = list(dict.fromkeys(context))
        repeated = set(around)
        self.own = [triple for triple in dict.fromkeys(own) if triple not in repeated]
        self.known = {*self.own, *repeated}
        self.index = Index([*self.own, *around])
        self.structure = structure
        self.outside = {triple.subject for triple in around}
        self.subjects = {triple.subject: None for triple in self.own if triple.subject not in self.outside}
        self.looked_at = [node for node in self.subjects if node in seen]
        looked = set(self.looked_at)
        self.triples = [triple for triple in self.own if triple.subject in looked]
        self.about = sum(triple.subject in self.outside for triple in self.own)
        self.left = len(self.own) - len(self.triples) - self.about
        self.changeable = set(self.triples)

    # ------------------------------------------------------------ terms

    def of(self, subject: Any) -> list[Triple]:
        """The triples of a subject."""
        return [Triple(subject, p, o) for p in self.index.predicates(subject) for o in self.index.objects(subject, p)]

    def classes(self, node: Any) -> list[Any]:
        """The classes that a node is said to be of; a passage is of its own, ``/``."""
        return list(self.index.objects(node, TYPE)) or (["/"] if self.below(node) else [])

    def below(self, node: Any) -> bool:
        """Whether an IRI is a passage of one of the data's own resources."""
        found = _PASSAGE.search(node.value) if isinstance(node, NamedNode) else None
        return found is not None and NamedNode(node.value[: found.start()]) in self.subjects

    def readable(self, passage: NamedNode) -> bool:
        """Whether the data hold a text in which a passage can be read: a literal of its resource that reaches to its end."""
        resource, _, offsets = passage.value.rpartition("/")
        end = int(offsets.partition("-")[2])
        texts = (triple.object for triple in self.of(NamedNode(resource)) if isinstance(triple.object, Literal))
        return any(len(text.value) >= end for text in texts)

    @cached_property
    def _instances(self) -> dict[Any, list[Any]]:
        found: dict[Any, list[Any]] = {}
        for subject, predicate, value in self.index.triples:
            if predicate == TYPE and isinstance(subject, NamedNode):
                found.setdefault(value, []).append(subject)
        return {cls: sorted(members, key=str) for cls, members in sorted(found.items(), key=lambda pair: str(pair[0]))}

    @cached_property
    def languages(self) -> list[str]:
        """The language tags that the data's own literals use; those of the context where they use only one."""
        own = {t.object.language for t in self.own if isinstance(t.object, Literal)}
        every = {value.language for _, _, value in self.index.triples if isinstance(value, Literal)}
        return sorted(tag for tag in (own if len(own - {None}) > 1 else every) if tag)

    @staticmethod
    def after(ordered: list[Any], term: Any) -> Any:
        """The next in the order of names, the first after the last."""
        names = [str(member) for member in ordered]
        return ordered[bisect_right(names, str(term)) % len(ordered)]

    # ------------------------------------------------------------ second values

    @cached_property
    def _values(self) -> dict[Any, dict[Any, list[Any]]]:
        """By property and kind of value: subjects."""
        found: dict[Any, dict[Any, list[Any]]] = {}
        for subject, predicate, value in self.index.triples:
            found.setdefault(predicate, {}).setdefault(_kind(value), []).append((subject, value))
        return found

    def single(self, predicate: NamedNode, value: Any) -> bool:
        """Whether each subject of the data's own has one value of a kind."""
        subjects = [subject for subject, _ in self._values[predicate][_kind(value)] if subject in self.subjects]
        return len(subjects) == len(set(subjects))

    def next_value(self, triple: Triple) -> Any:
        """The next value of the property of the same kind, from a subject of a shared class if there is one; None without."""
        pairs = self._values[triple.predicate][_kind(triple.object)]
        classes = set(self.classes(triple.subject))
        near = {value for subject, value in pairs if classes & set(self.classes(subject))} - {triple.object}
        found = near or {value for _, value in pairs} - {triple.object}
        return self.after(sorted(found, key=str), triple.object) if found else None

    def next_subject(self, triple: Triple) -> Any:
        """The next IRI that is a subject of the data's own."""
        found = [node for node in self.subjects if isinstance(node, NamedNode) and node not in (triple.object, triple.subject)]
        return self.after(sorted(found, key=str), triple.object) if found else None

    # ------------------------------------------------------------ classes and lists

    def siblings(self, cls: Any) -> list[Any]:
        """The other subclasses of a class's superclasses; without any, the next class that the data's own resources are of."""
        above = self.index.objects(cls, _ABOVE)
        found = {sub for parent in above for sub in self.index.subjects(_ABOVE, parent)} - {cls}
        if not found:
            used = {value for node in self.subjects for value in self.index.objects(node, TYPE)} - {cls}
            return [self.after(sorted(used, key=str), cls)] if used else []
        return sorted(found, key=str)

    def other_lists(self, term: Any) -> list[Any]:
        """A term of each other list that shares a class with a listed term; without any, the first of the next list."""
        lists = self.index.objects(term, _IN_SCHEME)
        schemes = {value for _, predicate, value in self.index.triples if predicate == _IN_SCHEME}
        others = sorted(schemes - set(lists), key=str)
        if not lists or not others:
            return []
        classes, found = set(self.classes(term)), []
        for scheme in others:
            members = sorted(self.index.subjects(_IN_SCHEME, scheme), key=str)
            found += [member for member in members if classes & set(self.classes(member))][:1]
        return found or sorted(self.index.subjects(_IN_SCHEME, self.after(others, lists[0])), key=str)[:1]

    def strangers(self, term: Any) -> list[Any]:
        """The first resource of the next class that shares none with a term."""
        classes = set(self.classes(term))
        others = [cls for cls, members in self._instances.items() if cls not in classes and not classes & set(self.classes(members[0]))]
        if not others:
            return []
        start = min((str(cls) for cls in classes), default="")
        return [self._instances[self.after(others, start)][0]]

    def likes(self, term: Any) -> list[Any]:
        """The next of the data's own resources, or passages, of the class of one that is the data's own."""
        if self.below(term):
            passages = sorted({triple.object for triple in self.own if self.below(triple.object)} - {term}, key=str)
            return [self.after(passages, term)] if passages and self.readable(term) else []
        if term not in self.subjects:
            return []
        classes = self.classes(term)[:1]
        found = [node for cls in classes for node in self._instances.get(cls, ()) if node in self.subjects and node != term]
        return [self.after(found, term)] if found else []

    # ------------------------------------------------------------ what shapes want

    @cached_property
    def wanted(self) -> dict[NamedNode, tuple[Any, ...]]:
        """By property: the classes that active shapes want its values to be of."""
        found: dict[NamedNode, dict[Any, None]] = {}
        for shape in self.structure.shapes.values():
            if isinstance(shape.path, NamedNode) and not shape.deactivated:
                for cls in self.structure.graph.objects(shape.node, sh("class")):
                    found.setdefault(shape.path, {})[cls] = None
        return {path: tuple(classes) for path, classes in found.items()}

    def compared(self, one: NamedNode, other: NamedNode) -> bool:
        """Whether a shape says that values of one property are less than those of the other."""
        return any(
            shape.path in (one, other) and value in (one, other)
            for shape in self.structure.shapes.values()
            for predicate in _COMPARING
            for value in self.structure.graph.objects(shape.node, predicate)
        )

    def other_kinds(self, unit: Any, cls: Any) -> list[Any]:
        """The units of another kind: of no shared subclass of the class of units."""
        subclasses = set(self.index.subjects(_ABOVE, cls))
        kinds = subclasses & set(self.classes(unit))
        units = {member for kind in (cls, *subclasses) for member in self._instances.get(kind, ())} - {unit}
        return sorted((other for other in units if not kinds & set(self.classes(other))), key=str)

    # ------------------------------------------------------------ related resources

    def numbers(self, node: Any) -> list[Triple]:
        """The triples of a node that say a number and can be changed."""
        return [triple for triple in self.of(node) if triple in self.changeable and is_number(triple.object)]

    def related(self) -> Iterator[tuple[Any, Any, NamedNode]]:
        """Pairs of looked-at resources of one class that are linked, or differ in one term and these are linked; by which property."""
        counted = [node for node in self.looked_at if self.numbers(node)]
        terms = {node: self._terms(node) for node in counted}
        for one in counted:
            for triple in self.of(one):
                if triple.object in terms and set(self.classes(one)) & set(self.classes(triple.object)):
                    yield one, triple.object, triple.predicate
            for other in counted:
                differing = [p for p in terms[one] if terms[one][p] != terms[other].get(p)]
                if len(differing) == 1 and len(terms[one]) == len(terms[other]) > 1:
                    first, second = terms[one][differing[0]], terms[other].get(differing[0])
                    if second is not None and any(second in self.index.objects(first, p) for p in self.index.predicates(first)):
                        yield one, other, differing[0]

    def _terms(self, node: Any) -> dict[NamedNode, Any]:
        """The terms of the context that a node has one of, by property."""
        found = {p: self.index.objects(node, p) for p in self.index.predicates(node)}
        return {p: values[0] for p, values in found.items() if len(values) == 1 and values[0] in self.outside and p != TYPE}


def _kind(value: Any) -> Any:
    return (value.datatype, value.language) if isinstance(value, Literal) else type(value)
