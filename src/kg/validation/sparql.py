"""SPARQL-based constraints (SHACL 1.0, sections 5 and 6) on pyoxigraph: asked once for all focus nodes where that is exact.

``Evaluation.findings`` reports for shapes that are applied by target or ``sh:property``; ``Evaluation.broken`` gives, for shapes that
others refer to (``sh:node``, ``sh:not``, ``sh:and``, …), the nodes that break such a constraint: the Core engine then fails the reference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store

from kg.errors import ValidationError
from kg.validation import components, paths, prebinding, queries, supplement
from kg.validation.data import Data
from kg.validation.nodes import Nodes, nodes
from kg.validation.paths import SH
from kg.validation.report import Finding
from kg.validation.structure import Shape, Structure, sh
from kg.validation.targets import Targets

GRAPH = NamedNode("urn:kg:validation:shapes-graph")
_MARK = NamedNode("urn:kg:validation:mark")


class Evaluation:
    """The SPARQL-based constraints of a shapes graph on data. ``ways`` counts how queries were asked: ``once`` or ``by node``."""

    def __init__(self, data: Data, structure: Structure) -> None:
        self.data = data
        self.structure = structure
        self.ways: Counter[str] = Counter()
        self._reported: dict[Any, list[str]] = {}
        self._referred: dict[Any, list[str]] = {}

    # ------------------------------------------------------------ nodes

    @cached_property
    def known(self) -> Nodes:
        """Sets of nodes of the data."""
        return nodes(self.data)

    @cached_property
    def aimed(self) -> Targets:
        """The targets of shapes."""
        return Targets(self.data, self.known)

    def reported(self, shape: Shape) -> list[str]:
        """Patterns of all nodes that a shape is applied to and reports on: its targets and, by ``sh:property``, value nodes of others."""
        return self._patterns(shape, self._reported, self.aimed.patterns)

    def referred(self, shape: Shape) -> list[str]:
        """Patterns of all nodes that a shape is applied to because another shape refers to it."""

        def used(shape: Shape) -> list[str]:
            users = (self.structure.shapes[node] for node in shape.users)
            return [p for user in users for p in self._values(user, [*self.reported(user), *self.referred(user)])]

        return self._patterns(shape, self._referred, used)

    def _patterns(self, shape: Shape, known: dict[Any, list[str]], first: Any) -> list[str]:
        if shape.node not in known:
            known[shape.node] = []
            found = [] if shape.deactivated else list(first(shape))
            for node in () if shape.deactivated else shape.parents:
                parent = self.structure.shapes[node]
                found += self._values(parent, self._patterns(parent, known, first))
            known[shape.node] = list(dict.fromkeys(found))
        return known[shape.node]

    def _values(self, shape: Shape, patterns: list[str]) -> list[str]:
        """Patterns of a shape's value nodes: its focus nodes, or what its path leads to."""
        if shape.path is None or not patterns:
            return patterns
        inner = _union(patterns)
        origin = f"?from{inner.count('SELECT')}"
        return [f"{{ SELECT DISTINCT (?this AS {origin}) WHERE {{ {inner} }} }} {origin} {paths.sparql(shape.path)} ?this"]

    def nodes(self, patterns: list[str]) -> list[Any]:
        """The nodes that patterns bind, in order; ``sh:targetNode`` gives nodes that need not occur in the data."""
        if not patterns:
            return []
        found = {s["this"] for s in self._ask(f"SELECT DISTINCT ?this WHERE {{ {_union(patterns)} }}", "targets") if s["this"] is not None}
        return sorted(found, key=str)

    # ------------------------------------------------------------ constraints

    @cached_property
    def bearing(self) -> tuple[Shape, ...]:
        """The active shapes with SPARQL-based constraints of their own."""
        parameters = self.structure.component_parameters
        return tuple(
            shape
            for shape in self.structure.shapes.values()
            if not shape.deactivated
            and (
                shape.sparql
                or parameters & set(self.structure.graph.predicates(shape.node))
                or supplement.applies(shape, self.structure, self.data)
            )
        )

    def findings(self) -> Iterator[Finding]:
        """What shapes applied by target or ``sh:property`` report. Raises :class:`ValidationError` KG605 for queries that cannot be run."""
        self.data.expect(self._known())
        for shape in self.bearing:
            yield from self._of(shape, self.reported(shape))

    def _known(self) -> Iterator[str]:
        """The queries that :meth:`findings` is going to ask once for all nodes."""
        for shape in self.bearing:
            if patterns := self.reported(shape):
                for constraint in shape.sparql:
                    select = self.structure.graph.object(constraint, sh("select"))
                    once = self._once(shape, _select(_text(select), shape), self.structure.prologue(constraint), patterns)
                    if once is not None and not self.structure.off(constraint):
                        yield once[0]

    def broken(self) -> dict[Any, list[Any]]:
        """By shape that others refer to: the nodes that break a SPARQL-based constraint of it or of its ``sh:property`` shapes."""
        found: dict[Any, list[Any]] = {}
        if self.bearing:
            for shape in self.structure.shapes.values():
                if shape.users and not shape.deactivated and (bad := self._bad(shape, self.referred(shape))):
                    found[shape.node] = sorted((self.data.blanks.get(node, node) for node in bad), key=str)
        return found

    def _bad(self, shape: Shape, patterns: list[str]) -> set[Any]:
        if shape.deactivated or not patterns:
            return set()
        bad = {f.bindings["this"] for f in self._of(shape, patterns)} if shape in self.bearing else set()
        for node in shape.properties:
            inner = self.structure.shapes[node]
            values = self._bad(inner, self._values(shape, patterns))
            if values and shape.path is None:
                bad |= values
            elif values:
                query = f"SELECT ?this ?value WHERE {{ {{ {_union(patterns)} }} ?this {paths.sparql(shape.path or NamedNode(SH))} ?value }}"
                bad |= {s["this"] for s in self._ask(query, "values") if s["value"] in values}
        return bad

    def _of(self, shape: Shape, patterns: list[str]) -> Iterator[Finding]:
        if not patterns:
            return
        for constraint in sorted(shape.sparql, key=str):
            if not self.structure.off(constraint):
                for bound in self._solutions(shape, constraint, patterns):
                    yield self._finding(shape, constraint, SH + "SPARQLConstraintComponent", bound)
        for core, query, judge in supplement.queries(shape, self.structure, _union(patterns), self.data):
            for solution, names in self._solved(query, core):
                yield from judge(self._finding(shape, None, core, {name: solution[name] for name in names}))
        for component, parameters in components.of(shape, self.structure):
            validator, kind = components.validator(component, shape, self.structure)
            for bound in self._validated(shape, validator, kind, parameters, patterns):
                finding = self._finding(shape, None, component.value, {**parameters, **bound})
                yield finding

    def _finding(self, shape: Shape, constraint: Any, component: str, bound: dict[str, Any]) -> Finding:
        if bound.get("failure") == Literal(True):
            raise ValidationError(
                "KG605",
                f"{constraint or component} reports a failure",
                why=str(bound.get("message") or "a solution of its query has ?failure true"),
            )
        path = bound.get("path")
        value = bound.get("value", bound["this"] if shape.path is None else None)
        blanks = self.data.blanks
        return Finding(
            focus=blanks.get(bound["this"], bound["this"]),
            path=path if isinstance(path, NamedNode) else shape.path,
            value=value if value is None else blanks.get(value, value),
            component=component,
            severity=shape.severity,
            shape=shape.node,
            constraint=constraint,
            bindings=bound,
        )

    def _solutions(self, shape: Shape, constraint: Any, patterns: list[str]) -> Iterator[dict[str, Any]]:
        select = self.structure.graph.object(constraint, sh("select"))
        if select is None:
            raise ValidationError("KG605", f"{constraint} has no sh:select")
        query, prologue = _select(select.value, shape), self.structure.prologue(constraint)
        yield from self._bound(shape, query, prologue, patterns, {"currentShape": shape.node}, str(constraint))

    def _once(self, shape: Shape, query: str, prologue: str, patterns: list[str]) -> tuple[str, set[Any] | None] | None:
        """What asks a query once for the nodes of patterns, and of which nodes alone its solutions count (None: of all)."""
        whole = queries.once(query, _union(patterns))
        if whole is None:
            return None
        near = self.aimed.near(shape, prologue + query) if patterns == self.aimed.patterns(shape) else None
        return prologue + (whole if near is None else query), near

    def _bound(
        self, shape: Shape, query: str, prologue: str, patterns: list[str], fixed: dict[str, Any], name: str
    ) -> Iterator[dict[str, Any]]:
        once = self._once(shape, query, prologue, patterns)
        if once is not None:
            self.ways["once"] += 1
            whole, counted = once
            for solution, names in self._solved(whole, name):
                if counted is None or self.known.key(solution["this"]) in counted:
                    yield {n: solution[n] for n in names if solution[n] is not None}
            return
        self.ways["by node"] += 1
        for focus in self.nodes(patterns):
            for solution, names in self._solved(prologue + query, name, {"this": focus, **fixed}):
                yield {**{n: solution[n] for n in names if solution[n] is not None}, "this": focus}

    def _validated(
        self, shape: Shape, validator: Any, kind: str, parameters: dict[str, Any], patterns: list[str]
    ) -> Iterator[dict[str, Any]]:
        graph, prologue = self.structure.graph, self.structure.prologue(validator)
        parameters = {**parameters, "currentShape": shape.node}
        if kind == "select":
            text = prologue + _select(_text(graph.object(validator, sh("select"))), shape)
            for focus in self.nodes(patterns):
                for solution, names in self._solved(text, str(validator), {"this": focus, **parameters}):
                    yield {**{n: solution[n] for n in names if solution[n] is not None}, "this": focus}
            return
        text = prologue + _select(_text(graph.object(validator, sh("ask"))), shape)
        pairs = [(node, node) for node in self.nodes(patterns)]
        if shape.path is not None:
            query = f"SELECT DISTINCT ?this ?value WHERE {{ {{ {_union(patterns)} }} ?this {paths.sparql(shape.path)} ?value }}"
            pairs = sorted(((s["this"], s["value"]) for s in self._ask(query, "values")), key=str)
        for focus, value in pairs:
            if not bool(self._ask(text, str(validator), {"this": focus, "value": value, **parameters})):
                yield {"this": focus, "value": value}

    # ------------------------------------------------------------ queries

    def _solved(self, query: str, name: str, bound: dict[str, Any] | None = None) -> Iterator[tuple[Any, list[str]]]:
        answer = self._ask(query, name, bound)
        if not isinstance(answer, QuerySolutions):
            raise ValidationError("KG605", f"the query of {name} is no SELECT")
        names = [variable.value for variable in answer.variables]
        try:
            for solution in answer:
                yield solution, names
        except RuntimeError as error:
            raise ValidationError("KG605", f"the query of {name} cannot be run", why=str(error).splitlines()[0]) from error

    def _ask(self, query: str, name: str, bound: dict[str, Any] | None = None) -> Any:
        used = queries.variables(query) if bound else set()
        terms = {name: term for name, term in {**(bound or {}), "shapesGraph": GRAPH}.items() if name in used}
        query = prebinding.bound(query, terms, self._blank)
        try:
            if "shapesGraph" in used or any(isinstance(term, BlankNode) for term in terms.values()):
                return self._both.query(query)
            return self.data.query(query)
        except (SyntaxError, RuntimeError, ValueError) as error:
            raise ValidationError("KG605", f"the query of {name} cannot be run", why=str(error).splitlines()[0]) from error

    def _blank(self, name: str, node: BlankNode) -> str:
        """A pattern that binds a variable to a blank node, which cannot be written in a query: it is marked in a graph of its own."""
        self._both.add(Quad(node, _MARK, Literal(node.value), _MARK))
        return f"GRAPH {_MARK} {{ ${name} {_MARK} {Literal(node.value)} }}"

    @cached_property
    def _both(self) -> Store:
        """All data in the default graph and the shapes graph in a named one, for ``GRAPH $shapesGraph`` (section 5.3.1)."""
        _, store = self.data.blanks, Store()
        store.bulk_extend(Quad(q.subject, q.predicate, q.object) for q in self.data.store)
        store.bulk_extend(Quad(s, p, o, GRAPH) for s, p, o in self.structure.graph.triples)
        return store


def _text(query: Any) -> str:
    return query.value if isinstance(query, Literal) else ""


def _select(text: str, shape: Shape) -> str:
    return text if shape.path is None else prebinding.with_path(text, paths.sparql(shape.path))


def _union(patterns: list[str]) -> str:
    return patterns[0] if len(patterns) == 1 else " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
