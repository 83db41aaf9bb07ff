"""Questions as RDF: ``sh:SPARQLExecutable`` (SHACL, section 5.2) as sparql-examples has it (https://github.com/sib-swiss/sparql-examples)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.mapping import turtle
from kg.mapping.terms import DCT, RDFS, TYPE
from kg.querying.question import Question
from kg.serving.release import Release
from kg.serving.sparql.question import question as asked

PATH = "queries"
SH, SCHEMA = "http://www.w3.org/ns/shacl#", "https://schema.org/"
_KINDS = {
    "SELECT": ("SPARQLSelectExecutable", "select"),
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
    "DESCRIBE": ("SPARQLDescribeExecutable", "describe"),
}
"""Class and property of a kind of query; DESCRIBE has its names from sparql-examples alone."""
_FORMS = {
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
}


def iri(question: Question, release: Release) -> str:
    """The canonical IRI of a question."""
    return release.iri(f"{PATH}/{question.name}")


def plain(query: str) -> str:
    """The text of a query without its header."""
    lines = query.split("\n")  # a literal may hold what else ends a line
    return "\n".join(line for line in lines if not line.startswith("#+")).strip() + "\n"


@cache
def _kind(query: str) -> str:
    return asked(query, (), ()).kind


def kind(question: Question) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE. Raises :class:`kg.serving.problem.ServingError` KG820 for a text that is no query."""
    return _kind(question.sparql)


def triples(question: Question, release: Release) -> list[Triple]:
    """What is said of a question."""
    subject = NamedNode(iri(question, release))
    form, text = _KINDS[kind(question)]
    said: list[tuple[str, NamedNode | Literal]] = [
        (TYPE[1:-1], NamedNode(SH + "SPARQLExecutable")),
        (TYPE[1:-1], NamedNode(SH + form)),
        (DCT + "identifier", Literal(question.name)),
        *((RDFS + "label", Literal(words, language=language)) for language, words in question.title.items()),
        *((RDFS + "comment", Literal(words, language=language)) for language, words in question.description.items()),
        *((SCHEMA + "keywords", Literal(reader)) for reader in question.readers),
        (SCHEMA + "target", NamedNode(release.base_url + "sparql")),
        (SH + text, Literal(plain(question.sparql))),
    ]
    return [Triple(subject, NamedNode(predicate), value) for predicate, value in said]


def write(questions: Iterable[Question], release: Release, form: str) -> bytes:
    """Questions in an RDF form, by the ending of files."""
    found = [triple for question in questions for triple in triples(question, release)]
    return turtle.write(found).encode() if form == "ttl" else serialize(found, format=_FORMS[form]) or b""


def edition(release: Release) -> str:
    """The canonical IRI of what a release is an edition of, whose ``dcat:version`` is the identifier of the release."""
    return release.iri("catalogue")
