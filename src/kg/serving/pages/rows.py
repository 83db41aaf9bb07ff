"""The rows that pages are made of: the queries of ``queries/pages/``, answered by askers and kept, for a release never changes.

Pages are drawn in threads (Starlette runs what is not ``async`` in one), askers belong to the event loop: the thread waits for its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import anyio.from_thread
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.querying.question import Question, block, read
from kg.serving.problem import ServingError
from kg.serving.sparql.askers import Askers
from kg.serving.sparql.endpoint import Endpoint
from kg.vocabulary import resources, vocabulary

_KEPT = 512
"""Answers that are kept."""
_CLIENT = "pages"
"""As whom pages ask: together they hold no more than a client's share of the askers."""
Ask = Callable[[str], bytes]
"""The answer to a query, as SPARQL 1.1 Query Results JSON."""


class Row(dict[str, str]):
    """What a row says by column: IRIs and lexical forms, '' for what is unbound."""

    def __missing__(self, name: str) -> str:
        return ""


class Rows:
    """Asks the queries of pages; ``ask`` answers one."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._keeping = lru_cache(_KEPT)(self._asked)

    def of(self, name: str, **given: str | Iterable[str]) -> tuple[Row, ...]:
        """The rows of a query, in its order. ``given`` are IRIs for its parameters, one or several; a parameter that is not given is open.

        Raises :class:`kg.serving.problem.ServingError` as askers do, and KG851 for more rows than they give.
        """
        terms = {key: (value,) if isinstance(value, str) else tuple(value) for key, value in given.items()}
        return self._keeping(name, tuple(sorted(terms.items())))

    def _asked(self, name: str, given: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Row, ...]:
        found = parse_query_results(self._ask(_bound(_question(name), given)), format=QueryResultsFormat.JSON)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return tuple(
            Row({key: term.value for key in names if isinstance(term := solution[key], Literal | NamedNode)}) for solution in found
        )


def of_endpoint(endpoint: Endpoint) -> Rows:
    """Rows that the askers of an endpoint find, asked for from threads of its event loop."""
    return Rows(lambda query: anyio.from_thread.run(_through(endpoint.askers), query))


def _through(askers: Askers) -> Callable[[str], Coroutine[Any, Any, bytes]]:
    async def ask(query: str) -> bytes:
        asked = {
            "text": query,
            "kind": "SELECT",
            "form": "json",
            "default_graphs": (),
            "named_graphs": (),
            "prefixes": dict(vocabulary().prefixes),
            "base": vocabulary().base,
            "union": True,
            "rows": askers.bounds.rows,
            "notice": "",
        }
        async with askers.ask(asked, _CLIENT) as answer:
            content = b"".join([piece async for piece in answer.pieces()])
            if answer.cut:
                what, mend = "the answer is too large for a page", "ask the questions of the library, or SPARQL"
                raise ServingError("KG851", what, mend=mend, status=HTTPStatus.UNPROCESSABLE_ENTITY)
            return content

    return ask


@lru_cache
def _question(name: str) -> Question:
    return read(resources.root() / "queries" / "pages" / f"{name}.rq")


def _bound(question: Question, given: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """The query with its data blocks filled; what is no IRI raises ValueError and goes nowhere."""
    query = question.sparql
    for name, values in given:
        terms = " ".join(str(NamedNode(value)) for value in values)
        query, count = block(name).subn(lambda _, name=name, terms=terms: f"VALUES ?{name} {{ {terms} }}", query)  # type: ignore[misc]
        assert count == 1, f"{question.name} has no parameter {name}"
    return query
