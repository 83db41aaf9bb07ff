"""From findings to results: names, messages in every language with the actual values, cause and next step, where each stands.

A shape's own ``sh:message`` comes first; in a language that it lacks, and for shapes without any, the words of the constraint component
(``ontology/constraints.ttl``) are used. ``{$this}``, ``{$value}``, ``{$path}``, ``{?variable}`` and ``{$parameter}`` are filled,
with labels where there are any; ``{$count}`` is how many values the path has, ``{$values}`` the first of them. Results of ``sh:maxCount``
and ``sh:uniqueLang`` have no value of their own (SHACL 1.0, sections 4.2.2 and 4.4.5): there ``{$value}`` is the values at fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Variable

from kg.validation import locating, paths, wording
from kg.validation.data import Data
from kg.validation.naming import short
from kg.validation.order import comparable
from kg.validation.passages import Passages
from kg.validation.paths import SH
from kg.validation.report import Finding, Result, Texts, local_name, plain
from kg.validation.shapes import Shapes
from kg.validation.structure import LISTS, sh
from kg.vocabulary.prefixes import base, prefixes

LANGUAGES = ("en", "ru")
_HRM = prefixes()["hrm"]
CAUSE, NEXT = NamedNode(_HRM + "cause"), NamedNode(_HRM + "nextStep")
_MESSAGE = sh("message")
ANY = SH + "ConstraintComponent"
INCOMPARABLE = f"{base()}vocab/validation/incomparable"
_SEVERAL = ("MinCount", "MaxCount", "QualifiedMinCount", "QualifiedMaxCount", "UniqueLang")
COUNTED = frozenset(f"{SH}{name}ConstraintComponent" for name in _SEVERAL)
"""Components whose results are about several values and have none (SHACL 1.0, sections 4.2, 4.4.5, 4.7.3)."""
_LABELS = tuple(NamedNode(iri) for iri in ("http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"))
_SLOT = re.compile(r"\{[?$](\w+)\}")
_MOST, _UNIQUE = SH + "MaxCountConstraintComponent", SH + "UniqueLangConstraintComponent"
_RANGES = {
    f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent": name for name in ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")
}
"""Component of a range (section 4.3) → its parameter, the bound."""
LONGEST = 300
"""Characters of a value in a message; what is longer is cut and marked."""
FEW = 5
"""Values that a message names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Exact:
    """A term that a message tells with its datatype or kind."""

    term: Any


class Description:
    """Describes the findings on some data by some shapes. ``documents`` maps IRIs of sources to the names of files shown."""

    def __init__(self, data: Data, shapes: Shapes, documents: Mapping[str, str]) -> None:
        self.data = data
        self.shapes = shapes
        self.passages = Passages(data, documents)
        self._known: dict[tuple[Any, str], str] = {}
        self._said: dict[Any, dict[str, Any]] = {}
        self._last: tuple[Finding | None, tuple[Any, ...]] = (None, ())

    def results(self, findings: Iterable[Finding]) -> list[Result]:
        """One result for each finding, in order."""
        listed = list(findings)
        self.data.expect_about(finding.focus for finding in listed)
        return sorted((self._result(finding) for finding in listed), key=lambda result: result.order)

    def _result(self, finding: Finding) -> Result:
        shapes = self.shapes
        component = NamedNode(finding.component)
        nodes = [node for node in (finding.constraint, finding.shape) if node is not None]
        operands = self._operands(finding)
        counted = finding.component in COUNTED and finding.path is not None
        return Result(
            finding=finding,
            name=shapes.names(*nodes),
            requirement=shapes.requirement(*nodes),
            messages=self._texts(_MESSAGE, nodes, component, operands, finding.bindings.get("message")),
            cause=self._texts(CAUSE, nodes, component, operands),
            next_step=self._texts(NEXT, nodes, component, operands),
            place=self.passages.place(finding.focus),
            value_count=len(self._faulty(finding) if finding.component == _UNIQUE else self._values(finding)) if counted else None,
        )

    def _texts(self, predicate: NamedNode, nodes: list[Any], component: NamedNode, operands: dict[str, Any], said: Any = None) -> Texts:
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
            own = own or self._incomparable(component.value, predicate, operands)
            own = own or wording.component(component.value, predicate) or wording.component(ANY, predicate)
            found = {**({k: v for k, v in own.items() if k in LANGUAGES} if not found or predicate != _MESSAGE else {}), **found}
        return {language: self._filled(found[language], language, operands) for language in sorted(found)}

    def _incomparable(self, component: str, predicate: NamedNode, operands: dict[str, Any]) -> Texts:
        """What is said of a range where value and bound cannot be compared; {} where they can, and for other components.

        SHACL 1.0, section 4.3: a value that cannot be compared with the bound gives a result too, and is neither less nor greater.
        """
        value, bound = operands.get("value"), operands.get(_RANGES.get(component, ""))
        if value is None or bound is None or isinstance(bound, list) or comparable(value, bound):
            return {}
        operands |= {"exactValue": Exact(value), "exactBound": Exact(bound)}
        return wording.component(INCOMPARABLE, predicate)

    def _operands(self, finding: Finding) -> dict[str, Any]:
        operands = dict(self._parameters(finding.shape))
        operands["path"] = finding.path
        if finding.value is not None:
            operands["value"] = finding.value
        if finding.component.endswith("CountConstraintComponent") and finding.path is not None:
            values = self._values(finding)
            operands |= {"count": Literal(len(values)), "values": values}
        if finding.component in (_MOST, _UNIQUE) and finding.value is None and (faulty := self._faulty(finding)):
            operands["value"] = faulty
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
                found[local_name(predicate.value)] = values[0] if len(values) == 1 else values
        return self._said[shape]

    def _values(self, finding: Finding) -> tuple[Any, ...]:
        """The values of the path in order, literals of one value and several forms by form where the path is a predicate."""
        if self._last[0] is not finding:
            self._last = finding, self._found(finding)
        return self._last[1]

    def _found(self, finding: Finding) -> tuple[Any, ...]:
        if isinstance(finding.focus, Literal) or finding.path is None:
            return ()
        if self.data.lines is not None and isinstance(finding.path, NamedNode):
            return tuple(sorted(self.data.objects(finding.focus, finding.path), key=str))
        blank = {Variable("this"): self._stored.get(finding.focus, finding.focus)} if isinstance(finding.focus, BlankNode) else {}
        subject = "?this" if blank else str(finding.focus)
        query = f"SELECT DISTINCT ?this ?value WHERE {{ {subject} {paths.sparql(finding.path)} ?value }}"
        values = [solution["value"] for solution in self.data.query(query, substitutions=blank)]
        if isinstance(finding.path, NamedNode) and any(value in self.data.reworded for value in values):
            reworded = {value: self._sources.forms(finding.focus, finding.path, value) for value in values if value in self.data.reworded}
            values = [form for value in values for form in reworded.get(value) or [value]]
        return tuple(sorted((self.data.blanks.get(value, value) for value in values), key=str))

    def _faulty(self, finding: Finding) -> tuple[Any, ...]:
        """The values of which there are too many: of ``sh:uniqueLang``, those whose language another has too."""
        values = self._values(finding)
        if finding.component == _MOST:
            return values
        tags = Counter(value.language.lower() for value in values if isinstance(value, Literal) and value.language)
        return tuple(value for value in values if isinstance(value, Literal) and value.language and tags[value.language.lower()] > 1)

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
            return ", ".join(self._shown(member, language) for member in term) or "()"
        if isinstance(term, tuple):
            return self._first(term, language)
        key = (term, language)
        if key not in self._known:
            text = self._exactly(term.term, language) if isinstance(term, Exact) else self.label(term, language)
            self._known[key] = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        return self._known[key]

    def _first(self, values: tuple[Any, ...], language: str) -> str:
        """The first of some values, then how many more there are. Those that would look the same are told exactly."""
        texts = [self._shown(value, language) for value in values[:FEW]]
        if len(set(texts)) < len(texts):
            texts = [self._shown(Exact(value), language) for value in values[:FEW]]
        if len(values) > FEW:
            texts[-1] += f" {_said('more-values', language, count=len(values) - FEW)}"
        return ", ".join(texts)

    def _exactly(self, term: Any, language: str) -> str:
        """A term that cannot be taken for another: a literal with datatype and language, a node as it is written and of what kind it is."""
        if isinstance(term, Literal):
            words = term.value if len(term.value) <= LONGEST else term.value[: LONGEST - 1] + "…"
            return f"{words} ({short(term.datatype.value)}{' @' + term.language if term.language else ''})"
        kind = "kind-blank" if isinstance(term, BlankNode) else "kind-resource"
        return f"{short(term.value) if isinstance(term, NamedNode) else plain(term)} ({_said(kind, language)})"

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


def _said(name: str, language: str, **fields: object) -> str:
    """A note in a language, in English where it has none."""
    texts = wording.note(name, **fields)
    return texts.get(language) or texts["en"]
