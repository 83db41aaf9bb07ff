"""SERVICE in a query of a person at a terminal or in a program: requests are sent from this process."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kg.errors import QueryError
from kg.querying import execution
from kg.querying.federation import address, federating
from kg.querying.federation.errand import Errand, Fetched
from kg.vocabulary import vocabulary

SECONDS = 60.0
"""What all servers of a query may take together."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A query without SERVICE, and the servers that were asked for it (and whether each gave an answer)."""

    text: str
    asked: dict[str, bool]


def joined(text: str, allowed: Iterable[str], ask: federating.Ask, *, name: str = "query", seconds: float = SECONDS) -> Joined:
    """A query with what the allowed servers answered in the place of its SERVICE clauses; ``ask`` answers a SELECT on our side.

    Raises :class:`QueryError`: KG705 not SPARQL, KG826 for a server that is not allowed, KG834 to KG836 for one that does not answer,
    cannot be asked or answers too much, KG838 for an address that cannot be allowed.
    """
    known = address.allowed(allowed)
    if not federating.has_service(text):
        return Joined(text, {})
    prefixes = vocabulary().prefixes
    execution.asked(lambda query: federating.parsed(query, prefixes, vocabulary().base), text, name=name)
    errand = Errand(known, seconds)
    side = federating.Side(lambda where, query: _fetched(errand, where, query), errand.useless, ask, known, prefixes, vocabulary().base)
    try:
        return Joined(federating.federated(text, side), errand.asked)
    except QueryError as error:
        mend = "allow it where you trust it, with --allow-service ADDRESS" if error.code == "KG826" and not known else error.mend
        raise QueryError(error.code, error.what, why=error.why, mend=mend, file=name) from error


def _fetched(errand: Errand, where: str, query: str) -> Fetched:
    run = errand.run(where, query)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(run)
    with ThreadPoolExecutor(1) as thread:  # as in a notebook, whose loop runs
        return thread.submit(asyncio.run, run).result()


def notice(asked: dict[str, Any]) -> str:
    """What is said beside an answer that came partly from elsewhere."""
    servers = ", ".join(f"<{where}>" + ("" if answered else " (gave no answer)") for where, answered in asked.items())
    return f"KG837: other servers were asked: {servers}; this answer is no part of a release, and may be another tomorrow"
