"""From findings to results: names, messages in every language with the actual values, cause and next step, where each stands.

A shape's own ``sh:message`` comes first; in a language that it lacks, and for shapes without any, the words of the constraint component
(``ontology/constraints.ttl``) are used. ``{$this}``, ``{$value}``, ``{$path}``, ``{?variable}`` and ``{$parameter}`` are filled,
with labels where there are any; ``{$count}`` is how many values the path has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Variable

from kg.validation import locating, paths, wording
from kg.validation.data import Data
from kg.validation.passages import Passages
from kg.validation.paths import SH
from kg.validation.report import Finding, Result, Texts, local_name, plain
from kg.validation.shapes import Shapes
from kg.validation.structure import LISTS, sh
from kg.vocabulary import vocabulary

LANGUAGES = ("en", "ru")
_HRM = vocabulary().prefixes["hrm"]
CAUSE, NEXT = NamedNode(_HRM + "cause"), NamedNode(_HRM + "nextStep")
_MESSAGE = sh("message")
ANY = SH + "ConstraintComponent"
_LABELS = tuple(NamedNode(iri) for iri in ("http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"))
_SLOT = re.compile(r"\{[?$](\w+)\}")
LONGEST = 300
"""Characters of a value in a message; what is longer is cut and marked."""


class Description:
    """Describes the findings on some data by some shapes. ``documents`` maps IRIs of sources to the names of files shown."""

    def __init__(self, data: Data, shapes: Shapes, documents: Mapping[str, str]) -> None:
        self.data = data
        self.shapes = shapes
        self.passages = Passages(data, documents)
        self._known: dict[tuple[Any, str], str] = {}
        self._said: dict[Any, dict[str, Any]] = {}

    def results(self, findings: Iterable[Finding]) -> list[Result]:
        """One result for each finding, in order."""
        return sorted((self._result(finding) for finding in findings), key=lambda result: result.order)

    def _result(self, finding: Finding) -> Result:
        shapes = self.shapes
        component = NamedNode(finding.component)
        nodes = [node for node in (finding.constraint, finding.shape) if node is not None]
        operands = self._operands(finding)
        return Result(
            finding=finding,
            name=shapes.names(*nodes),
            requirement=shapes.requirement(*nodes),
            messages=self._texts(_MESSAGE, nodes, component, operands, finding.bindings.get("message")),
            cause=self._texts(CAUSE, nodes, component, operands),
            next_step=self._texts(NEXT, nodes, component, operands),
            place=self.passages.place(finding.focus),
        )

    def _texts(self, predicate: NamedNode, nodes: list[Any], component: NamedNode, operands: Mapping[str, Any], said: Any = None) -> Texts:
        """``said``: the message of the solution itself, which comes before all others (section 5.3.2)."""
        structure = self.shapes.structure
        found: dict[str, str] = {}
        if isinstance(said, Literal):
            found = {said.language or "": said.value}
        for node in nodes if not found else ():
            found = structure.texts(node, predicate)
            if found:
                break
        if not found and predicate == _MESSAGE:
            found = structure.texts(component, predicate)
            for kind in ("validator", "nodeValidator", "propertyValidator"):
                for validator in structure.graph.objects(component, sh(kind)):
                    found = found or structure.texts(validator, predicate)
        if not set(LANGUAGES) <= set(found):
            own = wording.family(self.shapes.requirement(*nodes), predicate) if self.shapes.ours else {}
            own = own or wording.component(component.value, predicate) or wording.component(ANY, predicate)
            found = {**({k: v for k, v in own.items() if k in LANGUAGES} if not found or predicate != _MESSAGE else {}), **found}
        return {language: self._filled(found[language], language, operands) for language in sorted(found)}

    def _operands(self, finding: Finding) -> dict[str, Any]:
        operands = dict(self._parameters(finding.shape))
        operands["path"] = finding.path
        if finding.value is not None:
            operands["value"] = finding.value
        if finding.component.endswith("CountConstraintComponent") and finding.path is not None:
            operands["count"] = Literal(self._count(finding))
        operands |= {name: term for name, term in finding.bindings.items() if name != "message" or isinstance(term, Literal)}
        operands["this"] = finding.focus
        if finding.value is not None and "value" in finding.bindings:
            operands["value"] = finding.value  # in the source's form, not the store's
        return operands

    def _parameters(self, shape: Any) -> dict[str, Any]:
        """What a shape says, by the local names of its predicates."""
        if shape not in self._said:
            graph, found = self.shapes.structure.graph, self._said.setdefault(shape, {})
            for predicate in graph.predicates(shape):
                values = graph.objects(shape, predicate)
                if predicate in (sh("in"), sh("languageIn"), sh("ignoredProperties"), *LISTS):
                    values = [member for value in values for member in graph.members(value)]
                found[local_name(predicate.value)] = values if len(values) > 1 else values[0]
        return self._said[shape]

    def _count(self, finding: Finding) -> int:
        """How many values the path has, literals of one value and several forms counted by form where the path is a predicate."""
        if isinstance(finding.focus, Literal) or finding.path is None:
            return 0
        if self.data.lines is not None and isinstance(finding.path, NamedNode):
            return len(self.data.objects(finding.focus, finding.path))
        blank = {Variable("this"): self._stored.get(finding.focus, finding.focus)} if isinstance(finding.focus, BlankNode) else {}
        subject = "?this" if blank else str(finding.focus)
        query = f"SELECT DISTINCT ?this ?value WHERE {{ {subject} {paths.sparql(finding.path)} ?value }}"
        values = [solution["value"] for solution in self.data.query(query, substitutions=blank)]
        if not isinstance(finding.path, NamedNode) or not any(value in self.data.reworded for value in values):
            return len(values)
        forms = (self._sources.forms(finding.focus, finding.path, value) if value in self.data.reworded else () for value in values)
        return sum(len(found) or 1 for found in forms)

    @cached_property
    def _stored(self) -> dict[Any, Any]:
        """The source's blank nodes → the store's."""
        return {own: node for node, own in self.data.blanks.items()}

    @cached_property
    def _sources(self) -> locating.Sources:
        return locating.Sources(self.data)

    def _filled(self, words: str, language: str, operands: Mapping[str, Any]) -> str:
        def shown(match: re.Match[str]) -> str:
            return self._shown(operands[match[1]], language) if operands.get(match[1]) is not None else "…"

        return _SLOT.sub(shown, words)

    def _shown(self, term: Any, language: str) -> str:
        if isinstance(term, list):
            return ", ".join(self._shown(member, language) for member in term)
        key = (term, language)
        if key not in self._known:
            text = self.label(term, language)
            self._known[key] = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        return self._known[key]

    def label(self, term: Any, language: str) -> str:
        """A node for people: its label in the language, else in English, else the end of its IRI; a literal as it is; a path in SPARQL."""
        if not isinstance(term, NamedNode):
            return str(term) if isinstance(term, paths.Path) else plain(term)
        for predicate in _LABELS:
            found = self.data.objects(term, predicate)
            labels = {label.language or "": label.value for label in found if isinstance(label, Literal)}
            if labels:
                return labels.get(language) or labels.get("en") or labels[min(labels)]
        return local_name(term.value) or term.value
