"""What another server answered: rows of terms for the variables of a clause, and nothing else (SPARQL 1.1 Query Results JSON and XML).

Every term is read and checked as RDF before it is written into a query again: text of another server never becomes text of ours. Its blank
nodes mean nothing outside its answer; here each gets a name of its own (skolemisation, RDF 1.1 Concepts, section 3.5).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, parse_query_results

from kg.querying.federation.errand import Fetched, TooMuchError, UnansweredError

MOST_ROWS = 100_000
GENID = ".well-known/genid/"
_LITERALS = ("literal", "typed-literal")
Term = NamedNode | Literal | None
Row = tuple[Term, ...]


def rows(fetched: Fetched, variables: Sequence[str], base: str) -> list[Row]:
    """The rows of an answer, a term or None for each variable; names of blank nodes begin with ``base``.

    Raises :class:`UnansweredError` for what is no table of solutions, :class:`TooMuchError` for more rows than are taken, and for as many
    as the server says it cuts at: what is missing behind them would look like an answer.
    """
    digest = hashlib.sha256(fetched.content).hexdigest()[:16]
    names = f"{base}{GENID}{digest}-"
    try:
        found = list(_json(fetched.content, variables, names) if fetched.form == "json" else _xml(fetched.content, variables, names))
    except (SyntaxError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnansweredError("what it answers is no table of SPARQL results") from error
    if len(found) > MOST_ROWS:
        raise TooMuchError(f"at most {MOST_ROWS} rows of another server are taken")
    if fetched.limit and len(found) >= fetched.limit:
        raise TooMuchError(f"it says that it gives {fetched.limit} rows at most, and that many came")
    return found


def _json(content: bytes, variables: Sequence[str], names: str) -> Iterator[Row]:
    # By hand, as Virtuoso's labels of blank nodes (nodeID://b1) are none for a strict parser.
    said = json.loads(content)
    if not isinstance(said["head"], dict):
        raise TypeError
    for number, binding in enumerate(said["results"]["bindings"]):
        if number > MOST_ROWS:
            raise TooMuchError(f"at most {MOST_ROWS} rows of another server are taken")
        yield tuple(_term(binding[name], names) if name in binding else None for name in variables)


def _term(said: dict[str, Any], names: str) -> Term:
    kind, value = said["type"], said["value"]
    if not isinstance(value, str):
        raise TypeError
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        return _named(value, names)
    if kind not in _LITERALS:
        raise ValueError(kind)
    if "xml:lang" in said:
        return Literal(value, language=said["xml:lang"])
    return Literal(value, datatype=NamedNode(said["datatype"])) if "datatype" in said else Literal(value)


def _xml(content: bytes, variables: Sequence[str], names: str) -> Iterator[Row]:
    found = parse_query_results(content, format=QueryResultsFormat.XML)
    if not isinstance(found, QuerySolutions):
        raise TypeError
    known = {variable.value for variable in found.variables}
    for solution in found:
        yield tuple(_plain(solution[name], names) if name in known else None for name in variables)


def _plain(term: Any, names: str) -> Term:
    if isinstance(term, BlankNode):
        return _named(term.value, names)
    if term is None or isinstance(term, NamedNode | Literal):
        return term
    raise TypeError


def _named(label: str, names: str) -> NamedNode:
    return NamedNode(names + hashlib.sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:16])


def written(variables: Sequence[str], found: Sequence[Row]) -> str:
    """The rows as a data block (SPARQL 1.1 Query, section 10.2)."""
    head = " ".join(f"?{name}" for name in variables)
    lines = ("(" + " ".join("UNDEF" if term is None else str(term) for term in row) + ")" for row in found)
    return f"VALUES ({head}) {{ {' '.join(lines)} }}"
