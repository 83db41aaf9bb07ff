"""The names and codes by which a thing is known: from the store, the reference tables, and ``ontology/alignments/names.tsv``.

No name is written here: labels, wordings and codes are data. A name of ``homonyms.tsv`` needs a property that agrees, whoever bears it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import islice

from pyoxigraph import Literal

from kg.errors import VocabularyError
from kg.linking import resources
from kg.linking.entity import Name, Need
from kg.linking.graph import Graph
from kg.linking.words import folded
from kg.mapping.reference import MEMORY, cell
from kg.mapping.terms import BASE, HRM, SKOS
from kg.vocabulary import resources as installed
from kg.vocabulary import vocabulary
from kg.vocabulary.loading import read_table
from kg.vocabulary.words import expand

CODES = ("iso2", "iso3", "m49", "depositaryNumber", "untsRegistration", "untsCitation", "unSymbol", "cetsNumber")
"""The properties that hold codes."""
KINDS = {"official": Need.NOTHING, "short": Need.NOTHING, "listed": Need.NOTHING, "historical": Need.NOTHING, "acronym": Need.TYPE}
"""The kinds of names in ``names.tsv``."""
_MOST = 200
"""Texts of one wording that are names; the longer lists are of sentences."""
_SLOT = "<"


def of(iri: str, graph: Graph) -> tuple[Name, ...]:
    """All names of a thing, each once; a name of several kinds keeps the first."""
    found: dict[tuple[str, str], Name] = {}
    for name in _all(iri, graph):
        if folded(name.text):
            found.setdefault((name.text, name.language), _careful(name))
    return tuple(found.values())


def _all(iri: str, graph: Graph) -> Iterator[Name]:
    types = graph.types(iri)
    apart = "Indicator" in types and (graph.values(iri, HRM + "sectionRequired") or graph.values(iri, SKOS + "broader"))
    need = Need.TYPE if apart else Need.NOTHING
    for language, text in sorted(graph.labels(iri).items()):
        yield Name(text, language, "label", need)
    if "Indicator" in types:
        yield from (name._replace(need=need) for name in _worded(iri, graph))
    else:
        yield from (Name(text, language, "official") for text, language in graph.texts(iri, SKOS + "altLabel"))
    yield from (row for subject, row in _listed() if subject == iri)
    for standing in _standings(graph).get(iri, ()):
        yield from (Name(text, language, "short") for language, text in sorted(graph.labels(standing).items()))
        yield from (name for name in _worded(standing, graph) if name.kind == "alternative")
    for role in graph.values(iri, HRM + "role"):
        labels = [Name(text, language, "role") for language, text in sorted(graph.labels(role.value).items())]
        yield from (name._replace(kind="role", need=Need.PROPERTY) for name in [*labels, *_worded(role.value, graph)])
    yield from _coded(iri, graph)


def _worded(iri: str, graph: Graph) -> Iterator[Name]:
    """Alternative labels and the texts of wordings."""
    yield from (Name(text, language, "alternative") for text, language in graph.texts(iri, SKOS + "altLabel"))
    for template, language in graph.texts(iri, HRM + "wording"):
        texts = (text for text in expand(template) if _SLOT not in text)
        yield from (Name(text, language, "alternative") for text in islice(texts, _MOST))


def _coded(iri: str, graph: Graph) -> Iterator[Name]:
    for code in CODES:
        yield from (Name(text, "", code, Need.TYPE) for text, _ in graph.texts(iri, HRM + code))
    if iri.startswith(vocabulary().prefixes["inst"]):
        upr = _upr().get(iri.rpartition("/")[2], "")
        yield from (Name(text, "", "uprCode", Need.TYPE) for text in (upr,) if text)
    local = iri.removeprefix(BASE)
    yield Name(iri, "", "id")
    yield Name(local, "", "id")
    yield Name(local.rpartition("/")[2] if local.count("/") < 3 else local.partition("/")[2], "", "key", Need.TYPE)
    for value in graph.values(iri, SKOS + "exactMatch"):
        if not isinstance(value, Literal):
            yield Name(value.value, "", "exactMatch")
            yield Name(value.value.rstrip("/").rpartition("/")[2], "", "exactMatch", Need.TYPE)


def _standings(graph: Graph) -> dict[str, list[str]]:
    """Instrument → the indicators that are about it alone: their labels are names of it."""
    found: dict[str, list[str]] = {}
    for indicator in graph.members("Indicator"):
        for value in graph.values(indicator, HRM + "instrument"):
            found.setdefault(value.value, []).append(indicator)
    return found


def _careful(name: Name) -> Name:
    return name._replace(need=Need.PROPERTY) if folded(name.text) in _homonyms() else name


@cache
def _homonyms() -> frozenset[str]:
    return frozenset(folded(row["name"]) for row in read_table(resources.folder() / "homonyms.tsv"))


@cache
def _listed() -> tuple[tuple[str, Name], ...]:
    """The rows of ``names.tsv``. Raises :class:`VocabularyError` KG886 for a subject without a known prefix or an unknown kind."""
    found = []
    file = resources.folder() / "names.tsv"
    for line, row in enumerate(read_table(file), 2):
        prefix, _, local = row["subject"].partition(":")
        if prefix not in vocabulary().prefixes or row["kind"] not in KINDS:
            raise VocabularyError("KG886", f"{row['subject']!r} or {row['kind']!r} is not known", file=file, line=line)
        name = Name(row["name"], row["language"], row["kind"], KINDS[row["kind"]])
        found.append((vocabulary().prefixes[prefix] + local, name))
    return tuple(found)


@cache
def _upr() -> dict[str, str]:
    """Instrument → its code in the documents of the Universal Periodic Review, where it does not rest on memory."""
    rows = read_table(installed.root() / "data" / "reference" / "instruments.tsv")
    return {row["key"]: cell(row, "ohchr_upr_code") for row in rows if row["confidence"] != MEMORY}
