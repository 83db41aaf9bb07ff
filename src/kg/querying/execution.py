"""Running a query: on the store of a build, or on a SPARQL endpoint. Both see one union default graph."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
)

from kg.errors import QueryError
from kg.storage.store import open_build
from kg.vocabulary import vocabulary

Answer = QuerySolutions | QueryBoolean | QueryTriples | Any


def local(query: str, folder: Path, *, name: str = "query") -> Answer:
    """The answer of the store of a build, to a query without SERVICE (:mod:`kg.querying.federation` makes one of any).

    Raises :class:`QueryError`: KG701 no build, KG705 not SPARQL, KG707 failed while running, KG826 for SERVICE: the engine would send
    requests to anywhere.
    """
    from kg.querying.federation.federating import has_service  # which uses what is here

    if has_service(query):
        raise QueryError("KG826", "SERVICE is not asked here", mend="use kg query with --allow-service", file=name)
    return asked(partial(open_build(folder).query, use_default_graph_as_union=True, prefixes=vocabulary().prefixes), query, name=name)


def asked(ask: Callable[[str], Answer], query: str, *, name: str = "query") -> Answer:
    """The answer of whatever asks a store. Raises :class:`QueryError`: KG705 not SPARQL, KG707 failed while running."""
    try:
        return ask(query)
    except SyntaxError as error:
        raise _not_sparql(error, query, name) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError("KG707", "the query failed", why=str(error), file=name) from error


def _not_sparql(error: SyntaxError, query: str, name: str) -> QueryError:
    from kg.querying import emptiness  # it runs queries itself; and only what is broken pays for it

    found = emptiness.mistake(query, error.msg, vocabulary().prefixes)
    what, mend = f"not SPARQL: {found.clause['en']}", found.mend["en"]
    return QueryError("KG705", what, mend=mend, file=name, line=found.line, column=found.column)


def remote(query: str, url: str, *, name: str = "query", timeout: int = 60) -> Answer:
    """The answer of an endpoint (SPARQL 1.1 Protocol, by SPARQLWrapper). Raises :class:`QueryError` KG708 when it gives none."""
    import SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, SPARQLWrapperException

    wrapper = SPARQLWrapper.SPARQLWrapper(url)
    wrapper.setQuery(query)
    wrapper.setTimeout(timeout)
    graph = wrapper.queryType in ("CONSTRUCT", "DESCRIBE")
    wrapper.setReturnFormat(SPARQLWrapper.TURTLE if graph else SPARQLWrapper.JSON)
    # A form is what every server understands, and long queries do not fit a URL.
    wrapper.setMethod(SPARQLWrapper.POST)
    try:
        body = wrapper.query().response.read()
        if graph:
            return parse(body, format=RdfFormat.TURTLE)
        json.loads(body)
        return parse_query_results(body, format=QueryResultsFormat.JSON)
    except QueryBadFormed as error:
        raise QueryError("KG705", "the endpoint refuses the query", why=_first_line(error), file=name) from error
    except (SPARQLWrapperException, OSError, ValueError) as error:
        raise QueryError("KG708", f"the endpoint {url} gives no answer", why=_first_line(error), mend="check the address") from error


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:3])[:300] or type(error).__name__
