"""Probes: small queries put to whatever holds the data, counted, remembered, and bounded in number and time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import QueryBoolean, QuerySolutions

from kg.errors import KgError
from kg.querying import execution
from kg.querying.emptiness.anatomy import Query
from kg.querying.emptiness.drawing import Sketch, components
from kg.storage.store import open_build
from kg.vocabulary import vocabulary

MOST_ROWS = 1000
"""Up to so many rows are counted, and so many values looked at."""
PROBES, SECONDS = 200, 20.0
Ask = Callable[[str], Any]
"""A SPARQL text → ``QuerySolutions`` or ``QueryBoolean``. Where it raises one of :data:`FAILURES`, there is no answer."""
FAILURES = (KgError, SyntaxError, ValueError, RuntimeError, OSError)


class Exhausted(Exception):
    """The bound on probes or time is reached."""


def local(folder: Path) -> Ask:
    """Asks the store of a build, as ``kg query`` does. Raises :class:`QueryError` KG701 without one."""
    return partial(open_build(folder).query, use_default_graph_as_union=True, prefixes=vocabulary().prefixes)


def remote(url: str) -> Ask:
    """Asks a SPARQL endpoint."""
    return partial(execution.remote, url=url)


class Prober:
    """Puts probes. Every method raises :class:`Exhausted` when a bound is reached; an answer that fails is None, no rows or no terms."""

    def __init__(self, ask: Ask, most: int = PROBES, seconds: float = SECONDS) -> None:
        self.ask, self.most, self.made = ask, most, 0
        self.deadline = time.monotonic() + seconds
        self.failure = ""
        self.known: dict[str, list[tuple[Any, ...]] | bool | None] = {}

    def put(self, text: str) -> list[tuple[Any, ...]] | bool | None:
        """Rows as tuples of terms, the truth of an ASK, or whether a graph has triples; None for no answer."""
        if text not in self.known:
            if self.made >= self.most or time.monotonic() > self.deadline:
                raise Exhausted
            self.made += 1
            self.known[text] = self._put(text)
        return self.known[text]

    def _put(self, text: str) -> list[tuple[Any, ...]] | bool | None:
        try:
            answer = self.ask(text)
            if isinstance(answer, QueryBoolean):
                return bool(answer)
            if not isinstance(answer, QuerySolutions):
                return next(iter(answer), None) is not None
            return [tuple(solution) for solution in answer]
        except FAILURES as error:
            self.failure = str(error)
            return None

    def rows(self, query: Query, *, clauses: bool = True, having: bool = True) -> int | None:
        """The rows of a query, counted up to :data:`MOST_ROWS`; of one that computes one row from all, those that it computes from.

        ``clauses``: with LIMIT and OFFSET; ``having``: with HAVING. None where there is no answer.
        """
        if query.where is None:
            return None
        inner = self._inner(query, clauses=clauses, having=having)
        dataset = " ".join(query.text[part.start : part.end] for part in query.dataset)
        found = self.put(
            f"{prologue(query)} SELECT (COUNT(*) AS ?kg_n) {dataset} WHERE {{ SELECT * WHERE {{ {{ {inner} }} }} LIMIT {MOST_ROWS} }}"
        )
        return int(found[0][0].value) if isinstance(found, list) and found and found[0][0] is not None else None

    @staticmethod
    def _inner(query: Query, *, clauses: bool, having: bool) -> str:
        assert query.where is not None
        tail = query.text[query.where.end : query.end]
        for word, part in sorted(query.clauses.items(), key=lambda clause: -clause[1].start):
            # A trailing VALUES was read into the pattern as well and stays where it is.
            dropped = (word in ("LIMIT", "OFFSET") and not clauses) or (word == "HAVING" and not having)
            if dropped and part.start >= query.where.end:
                tail = tail[: part.start - query.where.end] + tail[part.end - query.where.end :]
        where = query.text[query.where.start : query.where.end]
        if query.plain:
            return f"{query.text[query.head.start : query.head.end]} WHERE {where} {tail}"
        values = query.clauses.get("VALUES")
        return f"SELECT * WHERE {where} {query.text[values.start : values.end] if values else ''}"

    def some(self, sketch: Sketch) -> bool:
        """Whether a sketch gives a row; each of its components is asked by itself."""
        return all(
            self.asked(sketch.query, Sketch(sketch.query, sketch.group, members, sketch.edits, sketch.swaps).pattern())
            for members in components(sketch.query, sketch.group, sketch.kept, sketch.edits)
        )

    def asked(self, query: Query, pattern: str) -> bool:
        """Whether a pattern gives a row, prefixes and dataset being those of a query. True where there is no answer: nothing is blamed."""
        dataset = " ".join(query.text[part.start : part.end] for part in query.dataset)
        found = self.put(f"{prologue(query)} SELECT * {dataset} WHERE {pattern} LIMIT 1")
        return found is None or bool(found)

    def count(self, query: Query, pattern: str) -> int | None:
        """The rows of a pattern, counted up to :data:`MOST_ROWS`; None where there is no answer."""
        found = self.put(f"{prologue(query)} SELECT (COUNT(*) AS ?kg_n) WHERE {{ SELECT * WHERE {pattern} LIMIT {MOST_ROWS} }}")
        return int(found[0][0].value) if isinstance(found, list) and found and found[0][0] is not None else None

    def distinct(self, query: Query, what: str, pattern: str, most: int = MOST_ROWS) -> list[Any]:
        """The different terms that an expression or variable has in a pattern."""
        dataset = " ".join(query.text[part.start : part.end] for part in query.dataset)
        given = what if what.startswith("?") else f"({what} AS ?kg_x)"
        found = self.put(f"{prologue(query)} SELECT DISTINCT {given} {dataset} WHERE {pattern} LIMIT {most}")
        return [row[0] for row in found if row[0] is not None] if isinstance(found, list) else []

    def commonest(self, properties: list[str]) -> list[str]:
        """Properties, those first that most statements use."""
        if len(properties) < 2:
            return properties
        listed = " ".join(f"<{iri}>" for iri in properties)
        found = self.put(f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ VALUES ?p {{ {listed} }} ?s ?p ?o }} GROUP BY ?p")
        used = {row[0].value: int(row[1].value) for row in found} if isinstance(found, list) else {}
        return sorted(properties, key=lambda iri: -used.get(iri, 0))

    def accepts(self, prefixes: Iterable[str]) -> bool:
        """Whether whatever answers knows prefixes without a declaration."""
        bound = " ".join(f"BIND({prefix}:x AS ?kg_{number})" for number, prefix in enumerate(sorted(prefixes)))
        return self.put(f"SELECT * WHERE {{ {bound} }}") is not None

    def held(self, query: Query, iris: Iterable[str]) -> set[str]:
        """Which of the IRIs the data hold, wherever, names of graphs included."""
        asked = sorted(set(iris))
        if not asked:
            return set()
        places = "EXISTS { ?kg_t ?a ?b } || EXISTS { ?c ?d ?kg_t } || EXISTS { ?e ?kg_t ?f } || EXISTS { GRAPH ?kg_t { ?g ?h ?i } }"
        found = self.put(f"SELECT ?kg_t WHERE {{ VALUES ?kg_t {{ {' '.join(f'<{iri}>' for iri in asked)} }} FILTER({places}) }}")
        return {row[0].value for row in found} if isinstance(found, list) else set(asked)


def prologue(query: Query) -> str:
    """The declarations of a query, those that it may leave out included."""
    base = f"BASE <{query.base}> " if query.base else ""
    return base + " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in query.prefixes.items())
