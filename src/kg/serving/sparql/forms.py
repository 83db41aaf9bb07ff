"""The forms of answers and their media types (SPARQL 1.1 Protocol, section 2.2; RFC 9110, section 12.5)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from kg.serving import negotiation
from kg.serving.sparql.refusal import refused

_USUAL = 500
"""Characters of an Accept header that is kept with what follows from it: clients send the same ones again and again."""
SPARQL, UPDATE, URLENCODED = "application/sparql-query", "application/sparql-update", "application/x-www-form-urlencoded"


class Form(NamedTuple):
    """A form of answers: its name, the media types that ask for it (the first its own), the ending of a file of it."""

    name: str
    media: tuple[str, ...]
    ending: str
    names: tuple[str, ...] = ()
    """Other names of it in ``?format=``."""

    @property
    def type(self) -> str:
        """The Content-Type."""
        text = self.media[0].startswith("text/")
        return f"{self.media[0]}; charset=utf-8" if text else self.media[0]


TABLES = (
    Form("json", ("application/sparql-results+json", "application/json"), "srj", ("srj",)),
    Form("xml", ("application/sparql-results+xml", "application/xml", "text/xml"), "srx", ("srx",)),
    Form("csv", ("text/csv",), "csv"),
    Form("tsv", ("text/tab-separated-values",), "tsv"),
)
"""Forms of the answers to SELECT and ASK."""
GRAPHS = (
    Form("ttl", ("text/turtle", "application/x-turtle"), "ttl", ("turtle",)),
    Form("jsonld", ("application/ld+json", "application/json"), "jsonld", ("json", "json-ld")),
    Form("nt", ("application/n-triples", "text/plain"), "nt", ("ntriples", "n-triples")),
    Form("rdf", ("application/rdf+xml", "application/xml", "text/xml"), "rdf", ("xml", "rdfxml", "rdf/xml")),
    Form("trig", ("application/trig",), "trig"),
    Form("nq", ("application/n-quads",), "nq", ("nquads", "n-quads")),
)
"""Forms of the answers to CONSTRUCT and DESCRIBE."""
OF = {"SELECT": TABLES, "ASK": TABLES, "CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS}


def wanted(asked: str, accept: str, forms: tuple[Form, ...]) -> Form:
    """The form by ``?format=`` (a name or a media type), else by Accept. Raises :class:`ServingError` KG806 where none fits."""
    found = named(asked, forms) if asked else accepted(accept, forms)
    if found is None:
        mend = f"ask for one of {', '.join(form.media[0] for form in forms)}"
        why = "a table has no form of a graph, nor a graph one of a table"
        raise refused("KG806", "no form of the answer is acceptable", why=why, mend=mend)
    return found


def named(asked: str, forms: tuple[Form, ...]) -> Form | None:
    """The form of that name, ending or media type."""
    asked = asked.strip().lower()
    for form in forms:
        if asked == form.name or asked in form.names or asked in form.media:
            return form
    return None


def accepted(accept: str, forms: tuple[Form, ...]) -> Form | None:
    """The form that a client likes best, the first of equals; None when it accepts none."""
    return _liked(accept, forms) if len(accept) < _USUAL else _liked.__wrapped__(accept, forms)


@lru_cache(maxsize=200)
def _liked(accept: str, forms: tuple[Form, ...]) -> Form | None:
    ranges = negotiation.weighed(accept) or [("*/*", 1.0)]
    best, weight = None, 0.0
    for form in forms:
        found = negotiation.liking(form.media, ranges)
        if found > weight:
            best, weight = form, found
    return best
