"""What a document says of itself, and the catalogue of the release (VoID, https://www.w3.org/TR/void/; DCAT 3, section 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple

from kg.mapping.terms import BASE, DCAT, DCT, HRM, PROV, RDF, VOID, XSD
from kg.serving.release import Release
from kg.serving.things.description import PAGE, Description
from kg.serving.things.lookup import Lookup

CATALOGUE = f"{BASE}catalogue"
"""The IRI of the data set that all documents are in."""
SOURCE = HRM + "SourceDocument"
_FOAF, _XHV, _SEARCH = "http://xmlns.com/foaf/0.1/", "http://www.w3.org/1999/xhtml/vocab#", "http://a9.com/-/spec/opensearch/1.1/"
_FORMATS = "http://www.w3.org/ns/formats/"
_FEATURES = ("Turtle", "JSON-LD", "N-Triples", "RDF_XML", "TriG", "N-Quads")
_LICENCE = DCT + "license"


def licences(found: Description, lookup: Lookup) -> list[str]:
    """The licences of what is described: its own, else those of the data sets whose graphs say it, else those of the catalogue.

    A data set without a licence gives none, and the words of a source are not ours to license.
    """
    if found.passage or SOURCE in found.types:
        return []
    own = _values(found.iri, _LICENCE, lookup)
    if own:
        return own
    said: set[str] = set()
    for graph in found.graphs:
        data_set = graph.replace(f"{BASE}graph/", BASE, 1)
        said.update(_values(data_set if lookup.types(data_set) else CATALOGUE, _LICENCE, lookup))
    return sorted(said)


def publishers(found: Description, lookup: Lookup) -> list[str]:
    """Who made it, where that is an organisation with an IRI: no natural person is an entity here."""
    values = [value for name in ("publisher", "creator") for value in _values(found.iri, DCT + name, lookup)]
    kinds = {f"{_FOAF}Organization", "http://www.w3.org/ns/org#Organization"}
    return sorted({value for value in values if kinds & set(lookup.types(value))})


def modified(lookup: Lookup) -> str | None:
    """The day on which the catalogue says that it was changed, ``YYYY-MM-DD``; None where it says nothing."""
    return next((value.value[:10] for value in lookup.values(CATALOGUE, DCT + "modified")), None)


def of_document(found: Description, address: str, release: Release, lookup: Lookup) -> Iterator[Triple]:
    """What a document says of itself; ``address`` is its canonical IRI, with the number of the page where it is not the first."""
    document = NamedNode(address)

    def say(predicate: str, value: NamedNode | Literal) -> Triple:
        return Triple(document, NamedNode(predicate), value)

    yield say(RDF + "type", NamedNode(_FOAF + "Document"))
    yield say(_FOAF + "primaryTopic", NamedNode(found.iri))
    yield say(VOID + "inDataset", NamedNode(CATALOGUE))
    yield say(DCAT + "version", Literal(release.id))
    yield from (say(PROV + "wasDerivedFrom", NamedNode(graph)) for graph in found.graphs)
    yield from (say(_LICENCE, NamedNode(licence)) for licence in licences(found, lookup))
    if not found.graph:
        yield say(_SEARCH + "totalResults", _count(found.total))
        yield say(_SEARCH + "itemsPerPage", _count(PAGE))
        plain = address.partition("?")[0]
        if found.page < found.pages:
            yield say(_XHV + "next", NamedNode(f"{plain}?page={found.page + 1}"))
        if found.page > 1:
            yield say(_XHV + "prev", NamedNode(f"{plain}?page={found.page - 1}" if found.page > 2 else plain))


def of_release(release: Release, triples: int, profiles: Iterable[str]) -> Iterator[Triple]:
    """The release as a VoID data set."""
    node = NamedNode(CATALOGUE)
    said: list[tuple[str, NamedNode | Literal]] = [
        (RDF + "type", NamedNode(VOID + "Dataset")),
        (VOID + "uriSpace", Literal(BASE)),
        (VOID + "triples", _count(triples)),
        (VOID + "vocabulary", NamedNode(HRM)),
        (VOID + "sparqlEndpoint", NamedNode(release.base_url + "sparql")),
        (DCAT + "version", Literal(release.id)),
    ]
    said += [(VOID + "feature", NamedNode(_FORMATS + name)) for name in _FEATURES]
    said += [(VOID + "exampleResource", NamedNode(profile)) for profile in profiles]
    yield from (Triple(node, NamedNode(predicate), value) for predicate, value in said)


def _values(iri: str, predicate: str, lookup: Lookup) -> list[str]:
    return sorted(value.value for value in lookup.values(iri, predicate) if isinstance(value, NamedNode))


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))
