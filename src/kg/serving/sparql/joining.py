"""SERVICE in an asker: the query as it is run, with what other servers answered in the place of its SERVICE clauses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg.errors import QueryError
from kg.querying.federation import federating
from kg.serving.sparql.refusal import quoted, refused, syntax
from kg.serving.sparql.relay import Relay

_LONG = 400


def joined(
    text: str, original: str, asked: dict[str, Any], services: tuple[str, ...], fetch: Relay, ask: Callable[[str], Any] | None
) -> str:
    """A query without SERVICE; ``original`` is what the client wrote, ``ask`` answers on our side (None for an update).

    Nothing is sent before it is known to be SPARQL. Raises :class:`ServingError` KG820, KG826, KG834 to KG836.
    """
    if not federating.has_service(text):
        return text
    if ask is not None:
        try:
            federating.parsed(original, asked["prefixes"], asked["base"])
        except SyntaxError as error:
            raise syntax(str(error.msg)) from error
    side = federating.Side(fetch, fetch.useless, ask, frozenset(services), asked["prefixes"], asked["base"])
    try:
        return federating.federated(text, side)
    except QueryError as error:
        raise refused(error.code, quoted(error.what, _LONG), why=quoted(error.why, _LONG), mend=quoted(error.mend, _LONG)) from error
