"""What ``kg gain`` asks beside the questions of the library: the queries of ``queries/gain/``, read once."""

from __future__ import annotations

from functools import cache

from kg.querying import question
from kg.vocabulary import resources


@cache
def text(name: str) -> str:
    """The SPARQL of a query by its name; they have no parameters."""
    return question.read(resources.root() / "queries" / "gain" / f"{name}.rq").sparql
