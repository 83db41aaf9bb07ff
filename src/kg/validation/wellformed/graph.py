"""A shapes graph indexed once: triples by subject and object, shapes, references between them, and words for every node."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Store

from kg.errors import ValidationError
from kg.validation.paths import FIRST, RDF, REST, SH, members, read, sparql
from kg.validation.report import Term
from kg.validation.wellformed.fault import Fault
from kg.validation.wellformed.lexicon import of_kind

RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
TYPE, SUBCLASS = RDF + "type", RDFS + "subClassOf"
_PREFIXES = {SH: "sh:", RDF: "rdf:", RDFS: "rdfs:", OWL: "owl:", XSD: "xsd:"}
_SCHEMA = (SH, OWL, RDFS, RDF + "Property", RDF + "List")
_ROLES = {"declare": "declaration", "parameter": "parameter", "sparql": "constraint"} | dict.fromkeys(
    ("validator", "nodeValidator", "propertyValidator"), "validator"
)
_CLASSES = {"SPARQLConstraint": "constraint", "PrefixDeclaration": "declaration", "ConstraintComponent": "component"} | {
    "Parameter": "parameter",
    "SPARQLAskValidator": "validator",
    "SPARQLSelectValidator": "validator",
}


class Reference(NamedTuple):
    """A shape refers to another; ``term`` is the local name of the parameter that does."""

    shape: Term
    term: str
    other: Term


class ShapesGraph:
    """The default graph of a store, indexed. ``doubtful`` are nodes whose triples are wrong already: nothing more is inferred from them.

    ``ignored`` are nodes inside something unsupported; ``prefixes`` remembers what :mod:`.queries` found for the values of sh:prefixes.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.out: dict[Term, dict[str, list[Term]]] = {}
        self.into: dict[Term, list[tuple[Term, str]]] = {}
        names: dict[NamedNode, str] = {}
        for subject, named, obj, _ in store.quads_for_pattern(None, None, None, DefaultGraph()):
            predicate = names.get(named)
            if predicate is None:
                predicate = names[named] = named.value
            self.out.setdefault(subject, {}).setdefault(predicate, []).append(obj)
            if not isinstance(obj, Literal):
                self.into.setdefault(obj, []).append((subject, predicate))
        self.doubtful: set[Term] = set()
        self.ignored: set[Term] = set()
        self.prefixes: dict[tuple[Term, ...], tuple[dict[str, str], list[str]]] = {}

    def objects(self, node: Term, term: str) -> list[Term]:
        """The values of a property; ``term`` is a local name of SHACL or a whole IRI."""
        return self.out.get(node, {}).get(term if ":" in term else SH + term, [])

    def subjects(self, term: str) -> Iterator[Term]:
        """The nodes that have a property of SHACL."""
        iri = term if ":" in term else SH + term
        return (node for node, triples in self.out.items() if iri in triples)

    def list_of(self, node: Term) -> list[Term] | None:
        """The members of a list, None when it is no well-formed list (rule SHACL-list)."""
        if not isinstance(node, NamedNode | BlankNode):
            return None
        try:
            return members(self.store, node)
        except ValidationError:
            return None

    @functools.cached_property
    def above(self) -> dict[str, set[str]]:
        """Every class that has a superclass here, with all its superclasses."""
        direct = {
            node.value: {up.value for up in triples[SUBCLASS] if isinstance(up, NamedNode)}
            for node, triples in self.out.items()
            if SUBCLASS in triples and isinstance(node, NamedNode)
        }
        closed: dict[str, set[str]] = {}
        for name in direct:
            found, waiting = set(), [name]
            while waiting:
                for up in direct.get(waiting.pop(), ()):
                    if up not in found:
                        found.add(up)
                        waiting.append(up)
            closed[name] = found
        return closed

    @functools.cached_property
    def classes(self) -> dict[Term, set[str]]:
        """The classes that each typed node is a SHACL instance of (section 1.1: subclasses counted, nothing else inferred)."""
        found: dict[Term, set[str]] = {}
        for node, triples in self.out.items():
            direct = {value.value for value in triples.get(TYPE, ()) if isinstance(value, NamedNode)}
            if direct:
                found[node] = direct.union(*(self.above.get(name, ()) for name in direct))
        return found

    def is_a(self, node: Term, term: str) -> bool:
        """Whether a node is a SHACL instance of a class; ``term`` as for :meth:`objects`."""
        return (term if ":" in term else SH + term) in self.classes.get(node, ())

    def datum(self, node: Term) -> bool:
        """Whether a node has a name and a class, and its classes are of no schema: data beside the shapes."""
        kinds = [value.value for value in self.objects(node, TYPE) if isinstance(value, NamedNode)]
        return isinstance(node, NamedNode) and bool(kinds) and not any(kind.startswith(_SCHEMA) for kind in kinds)

    @functools.cached_property
    def roles(self) -> dict[Term, set[str]]:
        """What a node serves as: constraint, validator, component, parameter, declaration."""
        found: dict[Term, set[str]] = {}
        for triples in self.out.values():
            for term, role in _ROLES.items():
                for value in triples.get(SH + term, ()):
                    found.setdefault(value, set()).add(role)
        for node, classes in self.classes.items():
            for term, role in _CLASSES.items():
                if SH + term in classes:
                    found.setdefault(node, set()).add(role)
        return found

    def having(self, role: str) -> list[Term]:
        """The nodes with a role; terms of SHACL itself and literals have none."""
        return [node for node, roles in self.roles.items() if role in roles and not self.foreign(node) and not isinstance(node, Literal)]

    def foreign(self, node: Term) -> bool:
        """Whether a node is of no concern: inside something unsupported, or a term of SHACL (the vocabulary itself was loaded)."""
        return node in self.ignored or (isinstance(node, NamedNode) and node.value.startswith(SH))

    @functools.cached_property
    def custom(self) -> dict[str, list[Term]]:
        """The predicates that the graph's own constraint components declare as parameters, with those components."""
        found: dict[str, list[Term]] = {}
        for component in self.having("component"):
            for parameter in self.objects(component, "parameter"):
                for path in self.objects(parameter, "path"):
                    if isinstance(path, NamedNode):
                        found.setdefault(path.value, []).append(component)
        return found

    @functools.cached_property
    def references(self) -> list[Reference]:
        """Every reference from a shape to a shape: values of sh:node, sh:property, sh:not ..., members of sh:and, sh:or, sh:xone."""
        found = []
        expecting = [(e, e.iri) for e in of_kind("parameter") if e.value.endswith("shape")]
        for node, triples in self.out.items():
            for entry, iri in expecting:
                for value in triples.get(iri, ()):
                    if not entry.value.startswith("list:"):
                        found.append(Reference(node, entry.term, value))
                    else:
                        found += [Reference(node, entry.term, member) for member in self.list_of(value) or ()]
        return [one for one in found if not self.foreign(one.shape)]

    @functools.cached_property
    def shapes(self) -> dict[Term, None]:
        """Every shape (section 2.1), and every node with a path: it was meant as one. Parameters of components are none."""
        marks = {entry.iri for entry in of_kind("parameter", "target")} | set(self.custom) | {SH + "path"}
        found = {
            node: None
            for node, triples in self.out.items()
            if not marks.isdisjoint(triples) or self.is_a(node, "NodeShape") or self.is_a(node, "PropertyShape")
        }
        found |= {one.other: None for one in self.references if not isinstance(one.other, Literal)}
        parameters = {node for node, roles in self.roles.items() if "parameter" in roles}
        return {node: None for node in found if not self.foreign(node) and node not in parameters}

    def owner(self, node: Term) -> Term:
        """The shape that a node is or belongs to; the node itself where there is none."""
        seen, here = {node}, node
        while here not in self.shapes and not isinstance(here, NamedNode):
            up = next((subject for subject, _ in self.into.get(here, ()) if subject not in seen), None)
            if up is None:
                return node
            seen.add(up)
            here = up
        return here if here in self.shapes else node

    @functools.cached_property
    def _prefixes(self) -> dict[str, str]:
        found = dict(_PREFIXES)
        for node in self.subjects("namespace"):
            for namespace in self.objects(node, "namespace"):
                for prefix in self.objects(node, "prefix"):
                    if isinstance(namespace, Literal) and isinstance(prefix, Literal) and namespace.value:
                        found.setdefault(namespace.value, f"{prefix.value}:")
        return found

    def name(self, term: Term) -> str:
        """A term in words, short where a prefix is declared; what a blank node stands for."""
        if isinstance(term, NamedNode):
            cut = max(term.value.rfind("#"), term.value.rfind("/")) + 1
            prefix = self._prefixes.get(term.value[:cut]) if cut < len(term.value) else None
            return f"{prefix}{term.value[cut:]}" if prefix else f"<{term.value}>"
        if isinstance(term, Literal):
            words = term.value if len(term.value) <= 40 else term.value[:40] + "…"
            if term.language:
                return f'"{words}"@{term.language}'
            kind = self.name(term.datatype)
            return f'"{words}"' if kind == "xsd:string" else f'"{words}"^^{kind}'
        return self._blank(term)

    def _blank(self, node: Term, above: tuple[Term, ...] = ()) -> str:
        paths = self.objects(node, "path")
        what = f"the property shape of {self.path(paths[0])}" if paths else "a blank node"
        parents = [(p, s) for s, p in self.into.get(node, ()) if s not in above and s != node] if len(above) < 20 else []
        parents.sort(key=lambda pair: (pair[0], isinstance(pair[1], BlankNode), str(pair[1])))
        if not parents:
            return what
        predicate, parent = parents[0]
        if predicate in (FIRST.value, REST.value):
            return self._blank(parent, (*above, node)) if not paths else f"{what} in {self._blank(parent, (*above, node))}"
        outer = self.name(parent) if isinstance(parent, NamedNode) else self._blank(parent, (*above, node))
        return f"{what} in {outer}" if paths else f"a node of {self.name(NamedNode(predicate))} in {outer}"

    def path(self, node: Term) -> str:
        """A property path in words."""
        try:
            return self.name(node) if isinstance(node, NamedNode) else sparql(read(self.store, node))
        except ValidationError:
            return "a path"

    def fault(
        self,
        code: str,
        kind: str,
        node: Term,
        what: str,
        why: str,
        mend: str,
        *,
        term: str = "",
        fatal: bool = True,
        line: int | None = None,
    ) -> Fault:
        """A fault at a node; ``term`` is the local name (or IRI) of the predicate whose triple is wrong."""
        predicate = term if ":" in term else f"{SH}{term}" if term else ""
        return Fault(code, kind, node, what, why, mend, self.owner(node), predicate, fatal, line)
