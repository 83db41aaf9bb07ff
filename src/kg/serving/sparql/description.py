"""The service description (SPARQL 1.1 Service Description): what a GET without a query says, in RDF or as a page with a form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize
from starlette.requests import Request
from starlette.responses import Response

from kg.serving import negotiation, validation
from kg.serving.release import Release
from kg.serving.sparql import forms, page, tidying
from kg.serving.sparql.askers import Bounds
from kg.serving.sparql.responding import known
from kg.vocabulary import vocabulary

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID, DCAT, DCTERMS = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
FORMATS = "http://www.w3.org/ns/formats/"
RESULTS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "trig": "TriG",
    "nq": "N-Quads",
}
"""The IRIs that W3C has for our forms, below :data:`FORMATS`."""
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_HTML = ("text/html", "application/xhtml+xml")


class Description:
    """The description of an endpoint of a release."""

    def __init__(self, release: Release, bounds: Bounds, services: frozenset[str]) -> None:
        self.release = release
        self.bounds = bounds
        self.services = services
        self._written = cache(self._serialised)

    def respond(self, request: Request) -> Response:
        """The description in the form that the client wants. Raises :class:`ServingError` KG806."""
        asked, accept = request.query_params.get("format", ""), request.headers.get("accept", "")
        if asked == "html" or (not asked and _prefers_html(accept)):
            language = validation.spoken(request)
            return page.respond(request, self.release, self.bounds, language, self.address)
        form = forms.wanted(asked, accept, forms.GRAPHS)
        content = self._written(form.name)
        tag = hashlib.sha256(content).hexdigest()[:32]
        headers = {"ETag": f'"{tag}"', "Vary": "Accept", "Cache-Control": "public, no-cache"}
        if tag in known(request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        return Response(content, headers=headers, media_type=form.type)

    @property
    def address(self) -> str:
        """Where the endpoint is."""
        return f"{self.release.base_url}sparql"

    def _serialised(self, form: str) -> bytes:
        known = RdfFormat.from_extension(form) or RdfFormat.TURTLE
        prefixes = {"sd": SD, "void": VOID, "dcat": DCAT, "dct": DCTERMS, "formats": FORMATS}
        written = serialize(self.triples(), format=known, prefixes=prefixes if form in tidying.PREFIXED else None) or b""
        return tidying.tidy(written, form)

    def triples(self) -> Iterator[Triple]:
        """The description: the service, its forms and features, its dataset, and each graph with its name (section 3)."""
        service, dataset, default = NamedNode(self.address), BlankNode("dataset"), BlankNode("default")
        yield Triple(service, _TYPE, NamedNode(SD + "Service"))
        yield Triple(service, NamedNode(SD + "endpoint"), service)
        yield Triple(service, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Query"))
        for name in RESULTS.values():
            yield Triple(service, NamedNode(SD + "resultFormat"), NamedNode(FORMATS + name))
        yield Triple(service, NamedNode(SD + "feature"), NamedNode(SD + "UnionDefaultGraph"))
        if self.services:
            yield Triple(service, NamedNode(SD + "feature"), NamedNode(SD + "BasicFederatedQuery"))
        yield Triple(service, NamedNode(SD + "defaultDataset"), dataset)
        yield Triple(service, NamedNode(DCAT + "servesDataset"), self._catalogue)
        yield Triple(dataset, _TYPE, NamedNode(SD + "Dataset"))
        yield Triple(dataset, NamedNode(DCTERMS + "isPartOf"), self._catalogue)
        yield Triple(dataset, NamedNode(DCTERMS + "identifier"), Literal(self.release.id))
        yield Triple(dataset, NamedNode(VOID + "sparqlEndpoint"), service)
        yield Triple(dataset, NamedNode(SD + "defaultGraph"), default)
        yield Triple(default, _TYPE, NamedNode(SD + "Graph"))
        yield from self._graphs(dataset)

    def _graphs(self, dataset: BlankNode) -> Iterator[Triple]:
        named = sorted(graph.value for graph in self.release.store.named_graphs() if isinstance(graph, NamedNode))
        for number, name in enumerate(named):
            entry = BlankNode(f"graph{number}")
            yield Triple(dataset, NamedNode(SD + "namedGraph"), entry)
            yield Triple(entry, _TYPE, NamedNode(SD + "NamedGraph"))
            yield Triple(entry, NamedNode(SD + "name"), NamedNode(name))
            described = self._described(name)
            if described is not None:
                yield Triple(entry, NamedNode(DCTERMS + "source"), described)

    def _described(self, graph: str) -> NamedNode | None:
        """The dcat:Dataset of which a graph is the content, where the catalogue has it: the same path without ``graph/``."""
        base = vocabulary().base
        candidate = NamedNode(base + graph.removeprefix(f"{base}graph/"))
        return candidate if any(self.release.store.quads_for_pattern(candidate, _TYPE, NamedNode(DCAT + "Dataset"), None)) else None

    @property
    def _catalogue(self) -> NamedNode:
        return NamedNode(f"{vocabulary().base}catalogue")


def _prefers_html(accept: str) -> bool:
    accepted = negotiation.weighed(accept)
    exact = dict(accepted)
    html = max(exact.get(media, 0.0) for media in _HTML)
    others = max(exact.get(media, 0.0) for form in forms.GRAPHS for media in form.media if media not in ("application/xml", "text/xml"))
    return html > 0 and html >= others
