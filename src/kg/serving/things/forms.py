"""The forms of documents, by the endings of their addresses, and which of them a client gets (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import RdfFormat

from kg.serving.negotiation import Form, quality, weighed

HTML, TEXT = "html", "txt"
FORMS = {
    "ttl": Form(("text/turtle", "application/x-turtle"), "ttl", RdfFormat.TURTLE),
    "jsonld": Form(("application/ld+json", "application/json"), "jsonld", RdfFormat.JSON_LD),
    "nt": Form(("application/n-triples",), "nt", RdfFormat.N_TRIPLES),
    "rdf": Form(("application/rdf+xml", "application/xml", "text/xml"), "rdf", RdfFormat.RDF_XML),
    HTML: Form(("text/html", "application/xhtml+xml"), HTML),
    "trig": Form(("application/trig",), "trig", RdfFormat.TRIG),
    "nq": Form(("application/n-quads",), "nq", RdfFormat.N_QUADS),
    TEXT: Form(("text/plain",), TEXT),
}
"""The first is that of a client that takes anything; ``txt`` there is of sources and passages only."""
RDF = tuple(name for name, form in FORMS.items() if form.rdf)


def chosen(accept: str, offered: Iterable[str]) -> str | None:
    """The name of the form that weighs most; of several that of which the client names the type, then the first. None: it takes none."""
    accepted = weighed(accept) or [("*/*", 1.0)]
    best, found = (0.0, False), None
    for name in offered:
        media = FORMS[name].media
        exact = [weight for one, weight in accepted if one in media]
        rank = (max(quality(media[0], accepted), *exact, 0.0), any(exact))
        if rank[0] > 0 and rank > best:
            best, found = rank, name
    return found


def takes(accept: str, media: str) -> bool:
    """Whether a client takes a media type at all."""
    return quality(media, weighed(accept) or [("*/*", 1.0)]) > 0
