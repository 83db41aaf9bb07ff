"""Descriptions as RDF with the same bytes every time: sorted, blank nodes named by RDFC-1.0, prefixes in order."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, DefaultGraph, Literal, Quad, RdfFormat, Triple, serialize

from kg.mapping import jsonld, turtle
from kg.serving.things.absence import AbsentError
from kg.serving.things.forms import FORMS
from kg.vocabulary import vocabulary

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even escaped (section 2.2)."""
_NAME = re.compile(r"[A-Za-z_][\w.\-]*$")
_DATASETS = (RdfFormat.TRIG, RdfFormat.N_QUADS)


def write(quads: Iterable[Quad], made: Iterable[Triple], form: str, first: str = "") -> bytes:
    """Quads and triples (these in the default graph) in a form. Graphs are kept by TriG and N-Quads, and merged by the others.

    ``first`` is the thing that was asked for: JSON-LD, which people read from its beginning, begins with it.

    Raises :class:`AbsentError` KG842 for what RDF/XML cannot hold.
    """
    known = FORMS[form].rdf
    assert known is not None
    found = _ordered([*quads, *(Quad(one.subject, one.predicate, one.object, DefaultGraph()) for one in made)])
    if known in _DATASETS:
        if known == RdfFormat.N_QUADS:
            return _bytes(serialize(found, format=known))
        return _prefixed((serialize(found, format=known, prefixes=vocabulary().prefixes) or b"").decode("utf-8"))
    triples = list(dict.fromkeys(Triple(one.subject, one.predicate, one.object) for one in found))
    if known == RdfFormat.TURTLE:
        return turtle.write(triples).encode("utf-8")
    if known == RdfFormat.JSON_LD:
        return jsonld.write(triples, first).encode("utf-8")
    if known == RdfFormat.RDF_XML:
        return _xml(triples)
    return _bytes(serialize(triples, format=known))


def _ordered(quads: list[Quad]) -> list[Quad]:
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        dataset = Dataset(quads)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        quads = list(dataset)
    return sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)))


def _bytes(data: bytes | None) -> bytes:
    return data or b""


def _prefixed(text: str) -> bytes:
    """TriG with those prefixes that are used, in order."""
    lines = text.splitlines(keepends=True)
    count = next((n for n, line in enumerate(lines) if not line.startswith("@prefix ")), len(lines))
    body = "".join(lines[count:])
    return "".join([*(line for line in sorted(lines[:count]) if line.split()[1] in body), "\n", body]).encode("utf-8")


def _xml(triples: list[Triple]) -> bytes:
    unfit = any(isinstance(one.object, Literal) and _NO_XML.search(one.object.value) for one in triples)
    if unfit or any(not _NAME.search(one.predicate.value) for one in triples):
        why = "a text has signs that XML forbids, or a property has no XML name"
        raise AbsentError("KG842", "RDF/XML cannot hold this document", why=why, mend="ask for text/turtle", status=406)
    used = {name: iri for name, iri in vocabulary().prefixes.items() if any(one.predicate.value.startswith(iri) for one in triples)}
    text = _bytes(serialize(triples, format=RdfFormat.RDF_XML, prefixes=used)).decode("utf-8")
    return re.sub(r"<rdf:RDF( [^>]*)>", lambda match: f"<rdf:RDF {' '.join(sorted(match[1].split()))}>", text, count=1).encode("utf-8")
