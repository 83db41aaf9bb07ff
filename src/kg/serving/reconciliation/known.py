"""Types and properties that a request names and the release does not have: told, for an empty answer would look like one.

A query with such a type, and a data extension with such a property, are refused. A query with such a property is answered by the rest of
what it says, with a warning: clients send what their users call a column.

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


def types(query: Query) -> None:
    """Raises :class:`ServingError` KG889 (400) for a type that there is not, with those that there are, and that which differs in case."""
    known = [kind.id for kind in KINDS]
    for name in query.types:
        if name not in known:
            meant = next((one for one in known if one.casefold() == name.casefold()), "")
            raise _unknown(f"there is no type {name[:_TOLD]!r}", known, f"perhaps {meant} is meant" if meant else "")


def warnings(query: Query, index: Index) -> list[ServingError]:
    """What is to be told of the properties of a query: those that nothing in the release has decide nothing."""
    if not query.conditions:
        return []
    known = index.properties()
    names = dict.fromkeys(one.property for one in query.conditions if property_iri(one.property) not in known)
    listed = sorted(property_id(iri) for iri in known) if names else []
    return [_unknown(f"nothing has the property {name[:_TOLD]!r}", listed, "it was left aside") for name in names]


def properties(names: Iterable[str], index: Index) -> None:
    """Raises :class:`ServingError` KG889 (400) for a property that nothing in the release has, with those that there are."""
    known = index.properties()
    for name in names:
        if property_iri(name) not in known:
            raise _unknown(f"nothing has the property {name[:_TOLD]!r}", sorted(property_id(iri) for iri in known))


def _unknown(what: str, known: list[str], why: str = "") -> ServingError:
    return ServingError("KG889", what, why=why, mend=f"known are {', '.join(known)}", status=HTTPStatus.BAD_REQUEST)
