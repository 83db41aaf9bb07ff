"""Running a query: on the store of a build, or on a SPARQL endpoint. Both see one union default graph."""

from __future__ import annotations

import json
import re
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
    """The answer of the store of a build. Raises :class:`QueryError`: KG701 no build, KG705 not SPARQL, KG707 failed while running."""
    store = open_build(folder)
    try:
        return store.query(query, use_default_graph_as_union=True, prefixes=vocabulary().prefixes)
    except SyntaxError as error:
        raise _not_sparql(error, name) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError("KG707", "the query failed", why=str(error), file=name) from error


def _not_sparql(error: SyntaxError, name: str) -> QueryError:
    """The parser says the place only in its message."""
    place = re.match(r"error at (\d+):(\d+): ", error.msg)
    what = error.msg[place.end() :] if place else error.msg
    line, column = (int(place[1]), int(place[2])) if place else (None, None)
    return QueryError("KG705", f"not SPARQL: {' '.join(what.split())}", file=name, line=line, column=column)


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
