"""Trying an invalid example out: at which node the requirement is not met, what the message says there, which other nodes take part.

This is no validation: the tests hold every example against the engines. Queries of SPARQL-based constraints are asked with ``$this``
substituted; for the others the node is the one that the example changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, Variable, parse

from kg.errors import VocabularyError
from kg.mapping import catalogue, reference
from kg.mapping.terms import RDF, RDFS, SKOS
from kg.requirements.examples import Change, Examples
from kg.requirements.shapes import Node, Requirement, Shapes
from kg.vocabulary import vocabulary
from kg.vocabulary.loading import local_name

_LABELS = (NamedNode(SKOS + "prefLabel"), NamedNode(RDFS + "label"))
_TYPE, _SUB, _THIS = NamedNode(RDF + "type"), NamedNode(RDFS + "subClassOf"), Variable("this")
_HEAD = re.compile(r"SELECT\b.*?\bWHERE\b", re.DOTALL)
_NAME = re.compile(r"\b(\w+):([\w-]+)")
_PLACE = re.compile(r"\{[$?](\w+)\}")


@dataclass(frozen=True)
class Outcome:
    """Focus node, messages by language, and the nodes of the example that take part, the focus node among them."""

    focus: str
    messages: dict[str, str]
    nodes: frozenset[str]


class Bench:
    """Ontology, vocabulary and reference tables under ``root``, to which an example is added for a moment."""

    def __init__(self, root: Path) -> None:
        lines = "".join([*catalogue.ontology(root), *reference.quads(root / "data" / "reference")])
        self._store = Store()
        self._store.extend(Quad(*quad.triple) for quad in parse(lines, format=RdfFormat.N_QUADS))
        self._prologue = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in sorted(vocabulary().prefixes.items()))

    def try_out(self, shapes: Shapes, requirement: Requirement, examples: Examples, change: Change) -> Outcome:
        """What an invalid example gives; raises :class:`VocabularyError` KG403 where it gives nothing."""
        triples = examples.triples
        with self._with(triples):
            before = {node: self._values(requirement, node) for node in _nodes(triples)}
        after = examples.after(change)
        with self._with(after):
            targets = self._targets(shapes, requirement.shape, after)
            found = self._asked(requirement, targets) if requirement.select else self._touched(requirement, targets, change, before)
            focus, bound = next(found, ("", {}))
            if not focus:
                raise VocabularyError("KG403", f"the example does not break {requirement.number}", file=change.file)
            messages = {language: self._filled(text, bound, language) for language, text in requirement.messages.items()}
            mentioned = _mentioned(requirement)
            nodes = self._partners(requirement, focus) & _nodes(t for t in after if t.predicate.value in mentioned)
        return Outcome(focus, messages, frozenset({focus, *nodes, *change.subjects()}))

    @contextmanager
    def _with(self, triples: Iterable[Triple]) -> Iterator[None]:
        added = [quad for triple in triples if (quad := Quad(*triple)) not in self._store]
        self._store.extend(added)
        try:
            yield
        finally:
            for quad in added:
                self._store.remove(quad)

    def targets(self, shapes: Shapes, shape: str, triples: list[Triple]) -> list[str]:
        """The nodes of an example that a node shape looks at, in order."""
        with self._with(triples):
            return self._targets(shapes, shape, triples)

    def _targets(self, shapes: Shapes, shape: str, triples: list[Triple]) -> list[str]:
        wanted = {kind: set(iris) for kind, iris in shapes.targets(shape).items()}
        found = dict.fromkeys(wanted.get("targetNode", ()), True)
        for s, p, o in triples:
            if p.value in wanted.get("targetSubjectsOf", ()) or (p == _TYPE and self._above(o) & wanted.get("targetClass", set())):
                found[s.value] = True
            if p.value in wanted.get("targetObjectsOf", ()):
                found[o.value] = True
        return sorted(found)

    def _above(self, cls: Any) -> set[str]:
        above = {cls.value}
        for quad in self._store.quads_for_pattern(cls, _SUB, None, None):
            above |= self._above(quad.object)
        return above

    def _values(self, requirement: Requirement, node: str) -> list[Node]:
        if not requirement.path:
            return []
        solutions: Any = self._store.query(f"SELECT DISTINCT ?value WHERE {{ <{node}> {requirement.path.sparql()} ?value }}")
        return sorted((solution["value"] for solution in solutions), key=str)

    def _asked(self, requirement: Requirement, targets: list[str]) -> Iterator[tuple[str, dict[str, Node]]]:
        for target in targets:
            solutions: Any = self._store.query(self._prologue + requirement.select, substitutions={_THIS: NamedNode(target)})
            names = [variable.value for variable in solutions.variables]
            for solution in solutions:
                bound = {name: solution[name] for name in names if solution[name] is not None}
                yield target, {**bound, "this": NamedNode(target)}

    def _touched(
        self, requirement: Requirement, targets: list[str], change: Change, before: Mapping[str, list[Node]]
    ) -> Iterator[tuple[str, dict[str, Node]]]:
        for node in targets:
            values = self._values(requirement, node)
            if values != before.get(node) if requirement.path else node in change.subjects():
                new = [value for value in values if value not in before.get(node, [])] or values
                yield node, {"this": NamedNode(node), **({"value": new[0]} if new else {})}

    def _partners(self, requirement: Requirement, focus: str) -> set[str]:
        """Every node that the query of a requirement comes across."""
        if not requirement.select:
            return set()
        query = _HEAD.sub("SELECT * WHERE", requirement.select[: requirement.select.rindex("}") + 1], count=1)
        solutions: Any = self._store.query(self._prologue + query, substitutions={_THIS: NamedNode(focus)})
        names = [variable.value for variable in solutions.variables]
        return {solution[name].value for solution in solutions for name in names if isinstance(solution[name], NamedNode)}

    def _filled(self, text: str, bound: Mapping[str, Node], language: str) -> str:
        """A message with its places filled as a report fills them; a place without a value becomes an ellipsis."""
        return _PLACE.sub(lambda match: self._said(bound[match.group(1)], language) if match.group(1) in bound else "…", text)

    def _said(self, term: Node, language: str) -> str:
        if not isinstance(term, NamedNode):
            return term.value
        for name in _LABELS:
            objects = [quad.object for quad in self._store.quads_for_pattern(term, name, None, None)]
            labels = {text.language: text.value for text in objects if isinstance(text, Literal)}
            if labels:
                return labels.get(language) or min(labels.values())
        return local_name(term.value)


def _mentioned(requirement: Requirement) -> set[str]:
    """The IRIs that a query writes with a prefix: a node about which it asks nothing takes no part."""
    spaces = vocabulary().prefixes
    return {spaces[prefix] + local for prefix, local in _NAME.findall(requirement.select) if prefix in spaces}


def _nodes(triples: Iterable[Triple]) -> set[str]:
    return {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}
