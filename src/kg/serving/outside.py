"""What in data and shapes reaches for something outside: refused and said, so that nobody waits for what is never fetched.

The worker could not fetch it anyway (:mod:`kg.serving.sandbox`). Entities of XML are bounded here, for they grow without being fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Literal

from kg.serving.job import Part
from kg.serving.problem import ServingError
from kg.validation import bounds
from kg.validation.paths import SH
from kg.validation.queries import tokens
from kg.validation.structure import OWL

FETCHES = {"SERVICE", "LOAD"}
QUERIES = {SH + name for name in ("select", "ask", "construct", "update")}
SCRIPTS = re.compile(re.escape(SH) + r"js(?:$|[A-Z])")
LONGEST, MOST = 1000, 100
"""Bytes of an entity's value, and entities of a document: enough for the namespaces for which RDF/XML has them."""


def entities(part: Part, limit: int) -> None:
    """Looks at the entities of an RDF/XML document. Raises as :func:`kg.validation.bounds.entities`."""
    bounds.entities(part.content, part.name, limit=limit, longest=LONGEST, most=MOST)


def shapes(quads: Iterable[Any], file: str) -> None:
    """Looks at the queries of a shapes graph. Raises :class:`ServingError` KG809 for SERVICE, LOAD and scripts."""
    for quad in quads:
        if SCRIPTS.match(quad.predicate.value):
            raise ServingError("KG809", f"{quad.predicate} is not run", why="shapes cannot bring scripts", mend="use sh:sparql", file=file)
        if quad.predicate.value in QUERIES and isinstance(quad.object, Literal):
            for token in tokens(quad.object.value):
                if token.word in FETCHES:
                    what = f"a query of the shapes uses {token.word}"
                    raise ServingError("KG809", what, why="nothing is fetched", mend="put the data into the data graph", file=file)


def imports(quads: Iterable[Any]) -> Iterator[str]:
    """The graphs that owl:imports names, in order; none is followed."""
    yield from sorted({quad.object.value for quad in quads if quad.predicate.value == OWL + "imports" and hasattr(quad.object, "value")})
