"""What the store cannot do as SPARQL has it, by the queries of the shapes: where data and shapes meet one of it, the report has a note.

* A path of no step (``*``, ``?``) leads from any term to itself (SPARQL 1.1, section 18.4); the store finds that only for terms that it
  has. A target (``sh:targetNode``) may stand nowhere in the data.
* Numbers beyond the store's (:mod:`kg.validation.peculiar`) are no numbers to it, and sums of its whole numbers end at 64 bits.

What it makes of the forms of literals is told in :mod:`kg.validation.rewording`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.validation import components, mentioned, paths, peculiar, prebinding, queries, wording
from kg.validation.data import Data
from kg.validation.paths import AnyPath, Path
from kg.validation.queries import Token
from kg.validation.report import Texts
from kg.validation.shapes import Shapes
from kg.validation.sparql import Evaluation
from kg.validation.structure import Shape, Structure, sh

_SUMS = {"SUM", "AVG", "+", "*"}
_LARGEST = 2**63
_FEW = 3


def asked(shape: Shape, structure: Structure) -> Iterator[str]:
    """The queries that a shape asks, with their prefixes and the shape's path in place of ``$PATH``."""
    graph = structure.graph
    nodes = [(node, sh("select")) for node in shape.sparql if not structure.off(node)]
    for component, _ in components.of(shape, structure):
        node, form = components.validator(component, shape, structure)
        nodes.append((node, sh(form)))
    for node, predicate in nodes:
        for text in graph.objects(node, predicate):
            if isinstance(text, Literal):
                with_path = text.value if shape.path is None else prebinding.with_path(text.value, paths.sparql(shape.path))
                yield structure.prologue(node) + with_path


def stays(query: str) -> bool:
    """Whether a query may follow a path of no step."""
    read = queries.tokens(query)
    return any(token.text in ("*", "?") and _ends_step(before) for before, token in pairwise(read))


def _ends_step(token: Token) -> bool:
    return token.kind == "iri" or token.word == ")" or (token.kind == "word" and (":" in token.text or token.text == "a"))


def stepless(path: AnyPath | None) -> bool:
    """Whether a path may be of no step."""
    return isinstance(path, Path) and (path.operator in "*?" or any(stepless(part) for part in path.members))


def visible(shape: Shape, structure: Structure) -> frozenset[str] | None:
    """The predicates that the queries of a shape, and those asked in place of the native engine, can see; None for any."""
    found = frozenset() if shape.path is None else frozenset(one.value for one in paths.predicates(shape.path))
    for query in asked(shape, structure):
        seen = mentioned.predicates(query)
        if seen is None:
            return None
        found |= seen
    return found


def sums(query: str) -> bool:
    """Whether a query adds or multiplies."""
    return any(token.word in _SUMS for token in queries.tokens(query))


def long(query: str, objects: Callable[[frozenset[str] | None], Iterable[Any]]) -> bool:
    """Whether a query sees a number beyond the store's, or may sum up to one; ``objects`` gives those of predicates (None: of any)."""
    found = [term for term in objects(mentioned.predicates(query)) if isinstance(term, Literal)]
    return any(map(peculiar.beyond, found)) or (sums(query) and sum(abs(number) for number in map(_whole, found)) >= _LARGEST)


def _whole(term: Literal) -> int:
    text = term.value.lstrip("+-")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4000 else 0


def notes(evaluation: Evaluation, used: Shapes) -> Iterator[Texts]:
    """A note for each of these situations that data and shapes are in."""
    data, structure = evaluation.data, evaluation.structure
    for shape in evaluation.bearing:
        names = used.names(shape.node)
        name = names.get("en") or next(iter(names.values()))
        yield from _nowhere(shape, data, structure, name)
        yield from _long(shape, data, structure, name, ours=used.ours)


def _nowhere(shape: Shape, data: Data, structure: Structure, name: str) -> Iterator[Texts]:
    targets = _targets(shape, structure)
    if targets and (stepless(shape.path) or any(map(stays, asked(shape, structure)))):
        absent = [node for node in targets if not _held(node, data)]
        if absent:
            yield wording.note("nowhere", shape=name, count=len(absent), nodes=", ".join(str(node) for node in absent[:_FEW]))


def _targets(shape: Shape, structure: Structure) -> list[Any]:
    """The nodes that a shape is applied to because it, or a shape that refers to it without a path, names them."""
    found, waiting, seen = dict[Any, None](), [shape.node], set[Any]()
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen.add(node)
            one = structure.shapes[node]
            found.update(dict.fromkeys(one.nodes))
            waiting += [other for other in (*one.parents, *one.users) if structure.shapes[other].path is None]
    return list(found)


def _held(node: Any, data: Data) -> bool:
    if data.lines is not None:
        written = str(node).encode()
        return written in data.lines.ends or any(written in column.subjects for column in data.lines.columns.values())
    if not isinstance(node, Literal) and any(True for _ in data.store.quads_for_pattern(node, None, None, None)):
        return True
    return any(True for _ in data.store.quads_for_pattern(None, None, node, None))


def _long(shape: Shape, data: Data, structure: Structure, name: str, *, ours: bool) -> Iterator[Texts]:
    """Sums are not looked at for our own shapes, which have none of numbers of this size (``shapes/figure.ttl``)."""
    beyond = sorted({one.value for one in peculiar.numbers(data) if peculiar.beyond(one)})
    if not beyond and ours:
        return
    for query in asked(shape, structure):
        if (beyond or sums(query)) and long(query, lambda predicates: _objects(data, predicates)):
            said = ", ".join(beyond[:_FEW]) if beyond else f"> {_LARGEST - 1}"
            yield wording.note("long-numbers", shape=name, numbers=said)
            return


def _objects(data: Data, predicates: frozenset[str] | None) -> list[Any]:
    """The distinct objects of predicates (None: of any), in order, as the store has them."""
    named = "" if predicates is None else f"VALUES ?p {{ {' '.join(str(NamedNode(one)) for one in sorted(predicates))} }}"
    found = (solution["o"] for solution in data.query(f"SELECT DISTINCT ?o {{ {named} ?s ?p ?o }}"))
    return sorted(found, key=str)
