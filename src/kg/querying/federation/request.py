"""What another server is sent: the group of a clause as a query of its own, as every server understands it.

Only the prefixes that the group uses are declared. IRIs that our side knows already are handed over at the end of the query (VALUES, SPARQL
1.1 Federated Query, section 2.4), a portion a request; literals are not, since servers differ in which of them are equal (Virtuoso 7 keeps
"a" and "a"^^xsd:string apart).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

from kg.querying.federation.clause import Clause

PORTION = 100
"""Rows that are handed over at once."""
MARK = "kgRow"
"""A variable for clauses that have none: every row still counts."""
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
Bindings = Sequence[tuple[NamedNode, ...]]


def requests(
    text: str, clause: Clause, variables: Sequence[str], known: Mapping[str, str], base: str, names: Sequence[str], bindings: Bindings
) -> Iterator[str]:
    """The queries that together give all solutions of a clause that can be joined with the bindings of the names.

    ``variables`` are those of the clause, ``known`` and ``base`` the prologue of the query. Without names there is one query.
    """
    used = {token.text.partition(":")[0] for token in clause.inner if token.kind == "word" and ":" in token.text}
    head = "".join(f"PREFIX {prefix}: <{known[prefix]}>\n" for prefix in sorted(used & set(known)))
    if any(token.kind == "iri" and not _ABSOLUTE.match(token.text) for token in clause.inner):
        head = f"BASE <{base}>\n{head}"
    asked = " ".join(f"?{name}" for name in variables) or f'("" AS ?{MARK})'
    query = f"{head}SELECT {asked}\nWHERE {text[clause.group : clause.end]}\n"
    if not names:
        yield query
        return
    for start in range(0, len(bindings), PORTION):
        lines = "\n".join("(" + " ".join(map(str, row)) + ")" for row in bindings[start : start + PORTION])
        yield f"{query}VALUES ({' '.join(f'?{name}' for name in names)}) {{\n{lines}\n}}\n"
