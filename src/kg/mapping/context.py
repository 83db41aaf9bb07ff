"""The JSON-LD context of the ontology (W3C, JSON-LD 1.1, section 9.15): plain keys for everything that the graph says.

A term is the local name of a class or property of ours, or stands in ``ontology/context.tsv``, which also says what ranges do not: which
properties have many values, and the terms of other vocabularies. A property is typed by its ``rdfs:range``, texts in a language are
language maps. xsd:decimal alone types nothing: whole numbers are xsd:integer in the graph, and a type of the context would
change them, so that a fraction carries its own. Every IRI of ours is ``kg:`` and the path of its page; prefixes whose names are terms
(``unit``) are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.errors import VocabularyError
from kg.mapping.terms import BASE, HRM, RDF, RDFS, XSD
from kg.vocabulary import resources, vocabulary
from kg.vocabulary.loading import read_table

PATH = "context.jsonld"
"""Where the context is, below the base."""
OWN = "kg"
_OWL = "http://www.w3.org/2002/07/owl#"
_ALIASES = {"id": "@id", "type": "@type"}
_LITERALS = ("integer", "boolean", "date", "gYear", "anyURI")


@dataclass(frozen=True, slots=True)
class Term:
    """A key of JSON: its IRI, the type of its values (``@id`` for IRIs) and their container, '' for none, and whether it is a class."""

    name: str
    iri: str
    type: str = ""
    container: str = ""
    is_class: bool = False

    def definition(self) -> str | dict[str, str]:
        """As the context has it."""
        more = {"@type": self.type, "@container": self.container}
        found = {"@id": self.iri, **{key: value for key, value in more.items() if value}}
        return found if len(found) > 1 else self.iri


@cache
def terms() -> Mapping[str, Term]:
    """All terms by IRI. Raises :class:`VocabularyError` KG408 where two things would have one name."""
    declared = {term.iri: term for term in (*_of_ontology(), *_of_table())}  # what the table says of a property of ours goes before
    names: dict[str, str] = dict(_ALIASES)
    for term in declared.values():
        if names.setdefault(term.name, term.iri) != term.iri or term.name == OWN:
            what = f"the term {term.name!r} of the JSON-LD context would mean {names[term.name]} and {term.iri}"
            raise VocabularyError("KG408", what, mend="name one of them otherwise in ontology/context.tsv")
    return dict(sorted(declared.items()))


@cache
def prefixes() -> Mapping[str, str]:
    """The prefixes that are no terms, and our own; of those below our base only the ontology's."""
    taken = {term.name for term in terms().values()} | set(_ALIASES)
    known = {name: iri for name, iri in vocabulary().prefixes.items() if name not in taken}
    return dict(sorted({OWN: BASE, **{name: iri for name, iri in known.items() if iri == HRM or not iri.startswith(BASE)}}.items()))


def context(used: Iterable[str] | None = None, leave: Iterable[str] = ()) -> dict[str, object]:
    """The context; with ``used`` only the terms (by IRI) and prefixes (by name) among them, in any case without the prefixes ``leave``."""
    wanted = None if used is None else set(used)
    left = set(leave)
    head: dict[str, object] = dict(_ALIASES)
    spaces = {name: iri for name, iri in prefixes().items() if name not in left and (wanted is None or name in wanted)}
    known = sorted((term for term in terms().values() if wanted is None or term.iri in wanted), key=lambda term: term.name)
    return {**head, **spaces, **{term.name: term.definition() for term in known}}


def document() -> str:
    """``context.jsonld``: the context, and outside of it, where readers do not look, of which version of the ontology it is."""
    known = {"@context": context(), "id": f"{OWN}:{PATH}", "owl:versionInfo": _version()}
    return json.dumps(known, ensure_ascii=False, indent=1) + "\n"


def _triples() -> Iterator[Triple]:
    return iter(parse(path=str(resources.ontology_files()[1]), format=RdfFormat.TURTLE))


def _version() -> str:
    return next(one.object.value for one in _triples() if one.predicate.value == _OWL + "versionInfo")  # type: ignore[union-attr]


def _of_ontology() -> Iterator[Term]:
    kinds: dict[str, set[str]] = {}
    ranges: dict[str, str] = {}
    for one in _triples():
        if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode) and one.subject.value.startswith(HRM):
            if one.predicate.value == RDF + "type":
                kinds.setdefault(one.subject.value, set()).add(one.object.value.removeprefix(_OWL))
            elif one.predicate.value == RDFS + "range":
                ranges[one.subject.value] = one.object.value
    for iri, kind in kinds.items():
        name = iri.removeprefix(HRM)
        if "Class" in kind:
            yield Term(name, iri, is_class=True)
        elif "ObjectProperty" in kind:
            yield Term(name, iri, "@id")
        elif ranges.get(iri) == RDF + "langString":
            yield Term(name, iri, container="@language")
        elif kind & {"DatatypeProperty", "AnnotationProperty"}:
            datatype = ranges.get(iri, "")
            yield Term(name, iri, datatype if datatype.removeprefix(XSD) in _LITERALS else "")


def _of_table() -> Iterator[Term]:
    file = resources.root() / "ontology" / "context.tsv"
    known = {**vocabulary().prefixes}
    for number, row in enumerate(read_table(file), 2):
        prefix, _, local = row["property"].partition(":")
        if prefix not in known:
            raise VocabularyError("KG408", f"{row['property']!r} has no known prefix", mend="see prefixes.ttl", file=file, line=number)
        datatype = XSD + row["type"].removeprefix("xsd:") if row["type"].startswith("xsd:") else row["type"]
        yield Term(row["term"], known[prefix] + local, datatype, row["container"])
