"""Why a value does not conform to the shape of ``sh:node``: the results of that shape, for ``sh:detail`` (SHACL 1.0, section 3.6.2.8).

No engine of ours gives them, so the shapes that were referred to are run again, on just those values: a triple in the context marks each
value, and the mark is the only target of the shape. As pySHACL has it, a detail is a result of the shape or of one of its property shapes,
and has details in its turn; ``sh:not``, ``sh:or`` and the like have none. Nothing is run before something is asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Variable

from kg.validation import engines, locating, paths
from kg.validation.data import Data
from kg.validation.describing import Description
from kg.validation.paths import SH
from kg.validation.report import Finding, Result
from kg.validation.shapes import Shapes
from kg.validation.structure import TARGETS, Structure, sh

MARK = "urn:kg:validation:detail"
COMPONENT = SH + "NodeConstraintComponent"
Pair = tuple[Any, Any]
"""A shape and a node that it is applied to."""


class Detail(NamedTuple):
    """A result for which another came about, with its own details."""

    result: Result
    details: tuple[Detail, ...]


class Details:
    """The details of results on some data by some shapes and an engine (its name)."""

    def __init__(self, data: Data, shapes: Shapes, engine: str = "default") -> None:
        self._data = data
        self._shapes = shapes
        self._engine = engine
        self._found: dict[Pair, list[Finding]] = {}
        """What a shape finds at a node, with its property shapes."""

    def __reduce__(self) -> tuple[type, tuple[()]]:
        """A report that is pickled or copied whole goes without: the data stay where they are."""
        return type(None), ()

    def of(self, results: Sequence[Result]) -> list[tuple[Detail, ...]]:
        """The details of each of some results. Raises :class:`ValidationError` KG605 as the engine does."""
        findings = [result.finding for result in results]
        self._learn(findings)
        return self._assigned(findings, frozenset())

    def _assigned(self, findings: Sequence[Finding], above: frozenset[Pair]) -> list[tuple[Detail, ...]]:
        """Of equal findings the first is that of the first shape that the value breaks."""
        seen: Counter[Finding] = Counter()
        assigned = []
        for finding in findings:
            broken = [pair for pair in self._pairs(finding) if self._found.get(pair) and pair not in above]
            mine = broken[seen[finding] : seen[finding] + 1]
            seen[finding] += 1
            assigned.append(self._details(mine[0], above | set(mine)) if mine else ())
        return assigned

    def _details(self, pair: Pair, above: frozenset[Pair]) -> tuple[Detail, ...]:
        results = Description(self._data, self._shapes, {}).results(self._found[pair])
        inner = self._assigned([result.finding for result in results], above)
        return tuple(Detail(result, details) for result, details in zip(results, inner, strict=True))

    def _pairs(self, finding: Finding) -> list[Pair]:
        """The shapes that the value of a finding may break."""
        if finding.component != COMPONENT or finding.value is None:
            return []
        structure = self._shapes.structure
        named = structure.graph.objects(finding.shape, sh("node"))
        return [(shape, finding.value) for shape in named if not structure.shapes[shape].deactivated]

    def _learn(self, findings: Iterable[Finding]) -> None:
        """Finds what the shapes find that some findings speak of, and so on for what they find."""
        new = dict.fromkeys(pair for finding in findings for pair in self._pairs(finding) if pair not in self._found)
        while new:
            self._found |= self._run(list(new))
            found = (finding for pair in new for finding in self._found[pair])
            new = dict.fromkeys(pair for finding in found for pair in self._pairs(finding) if pair not in self._found)

    def _run(self, pairs: list[Pair]) -> dict[Pair, list[Finding]]:
        graph = self._shapes.structure.graph
        marks = {shape: NamedNode(f"{MARK}#{number}") for number, shape in enumerate(dict.fromkeys(shape for shape, _ in pairs))}
        triples = [triple for triple in graph.triples if triple[1] not in TARGETS]
        triples += [(shape, sh("targetObjectsOf"), mark) for shape, mark in marks.items()]
        lines = "".join(f"<{MARK}> {marks[shape]} {node} .\n" for shape, node in pairs)
        before = f"{self._data.context}\n" if self._data.context and not self._data.context.endswith("\n") else self._data.context
        marked = Data(self._data.sources, context=before + lines, faithful=self._data.faithful)
        aimed = Structure(Quad(*triple) for triple in triples)
        found: defaultdict[Pair, list[Finding]] = defaultdict(list)
        for finding in engines.engine(self._engine).run(marked, aimed):
            found[finding.shape, finding.focus].append(finding)
        finding_something = {shape for shape, _ in found}
        applied = {
            (shape, node): [pair for pair in self._applied(shape, node, finding_something) if pair in found] for shape, node in pairs
        }
        often = Counter(pair for among in applied.values() for pair in among)
        return {pair: [one for inner in among for one in _once(found[inner], often[inner])] for pair, among in applied.items()}

    def _applied(self, shape: Any, node: Any, wanted: set[Any], above: frozenset[Pair] = frozenset()) -> Iterator[Pair]:
        """The shape and the property shapes that it applies, each with its node, as far as they or those below are wanted."""
        if (shape, node) in above:
            return  # a shape that applies itself, which SHACL leaves open (section 3.4.3)
        yield shape, node
        shapes = self._shapes.structure.shapes
        inner = [one for one in shapes[shape].properties if not shapes[one].deactivated and not wanted.isdisjoint(self._below(one))]
        for value in self._values(node, shapes[shape].path) if inner else ():
            for one in inner:
                yield from self._applied(one, value, wanted, above | {(shape, node)})

    def _below(self, above: Any) -> set[Any]:
        """A shape and the property shapes that it applies."""
        seen: set[Any] = set()
        waiting = [above]
        while waiting:
            shape = waiting.pop()
            if shape not in seen:
                seen.add(shape)
                waiting += self._shapes.structure.shapes[shape].properties
        return seen

    def _values(self, node: Any, path: paths.AnyPath | None) -> list[Any]:
        """The value nodes of a shape at a node: that node itself for a node shape."""
        if path is None:
            return [node]
        if isinstance(node, Literal):
            return [node] if isinstance(path, paths.Path) and path.operator in "*?" else []
        own = self._data.blanks
        bound = {Variable("this"): self._inside.get(node, node)} if isinstance(node, BlankNode) else {}
        query = f"SELECT DISTINCT ?this ?value WHERE {{ {'?this' if bound else node} {paths.sparql(path)} ?value }}"
        values = [solution["value"] for solution in self._data.query(query, substitutions=bound)]
        return [form for value in values for form in self._forms(node, path, own.get(value, value))]

    def _forms(self, node: Any, path: paths.AnyPath, value: Any) -> list[Any]:
        """The forms that the sources have a value in, which a store may have reworded; of several along a path the store's own."""
        if value not in self._data.reworded:
            return [value]
        if isinstance(path, NamedNode):
            return self._sources.forms(node, path, value) or [value]
        forms = self._sources.forms(None, None, value)
        return forms if len(forms) == 1 else [value]

    @cached_property
    def _sources(self) -> locating.Sources:
        return locating.Sources(self._data)

    @cached_property
    def _inside(self) -> dict[BlankNode, BlankNode]:
        """The source's blank nodes → the store's."""
        return {named: inside for inside, named in self._data.blanks.items()}


def _once(findings: Iterable[Finding], often: int) -> Iterator[Finding]:
    """What is found once by a shape that was applied so often."""
    for finding, count in Counter(findings).items():
        yield from [finding] * max(1, count // often)
