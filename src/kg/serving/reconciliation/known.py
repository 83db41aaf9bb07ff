"""Types and properties that a request names and the release does not have: refused, for an empty answer would look like one.

The specifications leave it to the service what a type does and say nothing of unknown properties; of errors they say that services should
use HTTP's statuses for them (0.2, "Error Handling and Rate-limiting"; the draft likewise).
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from kg.linking.entity import KINDS
from kg.linking.graph import property_id, property_iri
from kg.linking.index import Index
from kg.linking.query import Query
from kg.serving.problem import ServingError

_TOLD = 80
"""Characters of a name that are told back."""


def types(queries: Iterable[Query]) -> None:
    """Raises :class:`ServingError` KG889 (400) for a type that there is not, with those that there are."""
    known = [kind.id for kind in KINDS]
    for query in queries:
        for name in query.types:
            if name not in known:
                raise _unknown(f"there is no type {name[:_TOLD]!r}", known)


def properties(names: Iterable[str], index: Index) -> None:
    """Raises :class:`ServingError` KG889 (400) for a property that nothing in the release has, with those that there are."""
    known = index.properties()
    for name in names:
        if property_iri(name) not in known:
            raise _unknown(f"nothing has the property {name[:_TOLD]!r}", sorted(property_id(iri) for iri in known))


def _unknown(what: str, known: list[str]) -> ServingError:
    return ServingError("KG889", what, mend=f"known are {', '.join(known)}", status=HTTPStatus.BAD_REQUEST)
