"""A profile or a resource, as Turtle, JSON-LD or text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Store, Triple, Variable

from kg.errors import QueryError
from kg.mapping import jsonld, turtle
from kg.mapping.terms import BASE, HRM, PROV, RDFS, SKOS, TYPE
from kg.querying.table import grid, shown
from kg.storage.store import open_build
from kg.vocabulary import vocabulary

_PASSAGE = re.compile(rf"({re.escape(BASE)}source/[0-9a-f]{{16}})/(\d+)-(\d+)")
_STATEMENTS = """
SELECT ?profile ?statement ?indicator ?group ?value ?lower ?upper ?unit ?answer ?standing ?instrument ?reason ?printed ?passage WHERE {
  { ?statement dct:isPartOf ?profile } UNION { ?statement qb:dataSet/dct:isPartOf ?profile }
  ?statement hrm:asPrinted ?printed ; prov:wasDerivedFrom ?passage .
  OPTIONAL { ?statement hrm:indicator ?indicator } OPTIONAL { ?statement hrm:group ?group }
  OPTIONAL { ?statement hrm:value ?value } OPTIONAL { ?statement hrm:unit ?unit }
  OPTIONAL { ?statement hrm:lowerBound ?lower } OPTIONAL { ?statement hrm:upperBound ?upper }
  OPTIONAL { ?statement hrm:answer ?answer } OPTIONAL { ?statement hrm:standing ?standing }
  OPTIONAL { ?statement hrm:instrument ?instrument } OPTIONAL { ?statement hrm:reason ?reason }
}"""
_BODIES = ("body", "answersTo", "scope", "dataFrom", "withheldBy")
"""The properties that relate a statement to bodies, in the order in which they are shown."""
_COLUMNS = ("indicator", "group", "value", "asPrinted")


def show(name: str, folder: Path, form: str, language: str = "en") -> str:
    """The profile (``series/KAZ/2022``, or ``KAZ/2022``) or resource (IRI, or prefix and name) in ``ttl``, ``jsonld`` or ``text``.

    ``language`` is that of the labels in the text of a profile. Raises :class:`QueryError`: KG701 no build, KG710 nothing in it is called
    that; :class:`VocabularyError` KG403 for a language that the vocabulary does not know.
    """
    vocabulary().term(vocabulary().languages, language, what="language")
    store = open_build(folder)
    passage = _PASSAGE.fullmatch(next(_candidates(name), ""))
    if passage and form == "text":
        return _passage(passage, store)
    iri = _find(name, store)
    graph = NamedNode(iri.replace(f"{BASE}profile/", f"{BASE}graph/profile/", 1))
    whole = graph.value != iri and store.contains_named_graph(graph)
    if form == "text":
        return _text(iri, store, language) if whole else _resource(iri, store)
    quads = store.quads_for_pattern(None, None, None, graph) if whole else store.quads_for_pattern(NamedNode(iri), None, None, None)
    triples = sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=str)
    if form == "jsonld":
        return jsonld.write(triples, iri)
    return turtle.write(triples).rstrip("\n") + "\n"


def _passage(passage: re.Match[str], store: Store) -> str:
    """The words of a passage, the line they stand in, and the statements derived from it. A passage is stored as its IRI alone."""
    source, start, end = passage[1], int(passage[2]), int(passage[3])
    held = next(store.quads_for_pattern(NamedNode(source), NamedNode(HRM + "text"), None, None), None)
    if held is None or not isinstance(held.object, Literal) or not start <= end <= len(held.object.value):
        raise QueryError("KG710", f"the build holds no passage {passage[0]!r}", mend="the text is another one, or it ends before")
    text = held.object.value
    line = text.count("\n", 0, start) + 1
    derived = store.quads_for_pattern(None, NamedNode(PROV + "wasDerivedFrom"), NamedNode(passage[0]), None)
    statements = sorted(quad.subject.value for quad in derived if isinstance(quad.subject, NamedNode))
    row = text.split("\n")[line - 1].strip()
    return "\n".join([passage[0], "", f"line {line}:  {row}", f"words:  {text[start:end]}", "", *statements]) + "\n"


def _find(name: str, store: Store) -> str:
    for iri in _candidates(name):
        if next(store.quads_for_pattern(NamedNode(iri), None, None, None), None) is not None:
            return iri
    stem = f"{BASE}profile/"
    kind = store.quads_for_pattern(None, NamedNode(TYPE[1:-1]), NamedNode(HRM + "CountryProfile"), None)
    held = sorted(quad.subject.value.removeprefix(stem) for quad in kind if isinstance(quad.subject, NamedNode))
    ending = [profile for profile in held if profile.endswith(f"/{name}")]
    if len(ending) == 1:  # the series need not be said where it is plain
        return stem + ending[0]
    near = ending or held
    some = ", ".join(near[:10]) + (" …" if len(near) > 10 else "")
    what = f"the build holds nothing called {name!r}"
    raise QueryError("KG710", what, why=f"its profiles are {some}", mend="give one of them, or an IRI")


def _candidates(name: str) -> Iterator[str]:
    prefixes = vocabulary().prefixes
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes:
        yield prefixes[prefix] + local
    elif "://" in name and not any(sign in name for sign in ' <>"{}|^`\\'):
        yield name
    elif _PASSAGE.fullmatch(BASE + name):
        yield BASE + name
    elif all(part.replace("-", "").replace(".", "").replace("_", "").isalnum() for part in name.split("/")):
        yield f"{BASE}profile/{name}"
        yield f"{BASE}profile/antitorture/{name}"
        yield BASE + name


def _offset(iri: str) -> int:
    start = iri.rpartition("/")[2].partition("-")[0]
    return int(start) if start.isdigit() else 0


def _text(profile: str, store: Store, language: str) -> str:
    """A profile as a table in the order of its document, its terms by their labels."""

    @cache
    def label(iri: str) -> str:
        return _label(iri, store, language)

    bound: dict[Variable, Any] = {Variable("profile"): NamedNode(profile)}
    rows = store.query(_STATEMENTS, use_default_graph_as_union=True, prefixes=vocabulary().prefixes, substitutions=bound)
    table = []
    for row in rows:  # type: ignore[union-attr]
        said = [_amount(row, label), *(label(row[n].value) for n in ("answer", "standing", "reason") if row[n])]
        said += _named(row["statement"], store, label)
        group = row["group"].value if row["group"] else ""
        shown_group = "" if not group or group.endswith("/all") else label(group)
        indicator = label(row["indicator"].value) if row["indicator"] else ""
        if row["instrument"] and not _names_instrument(row["indicator"]):
            indicator = f"{indicator}: {label(row['instrument'].value)}"
        table.append((_offset(row["passage"].value), [indicator, shown_group, "; ".join(filter(None, said)), row["printed"].value]))
    body = [cells for _, cells in sorted(table, key=lambda entry: (entry[0], entry[1]))]
    return f"{profile}\n\n" + grid([label(HRM + name) for name in _COLUMNS], body)


def _label(iri: str, store: Store, language: str) -> str:
    """The label of a term in a language; its name where it has none."""
    for predicate in (SKOS + "prefLabel", RDFS + "label"):
        for quad in store.quads_for_pattern(NamedNode(iri), NamedNode(predicate), None, None):
            if isinstance(quad.object, Literal) and quad.object.language == language:
                return quad.object.value
    return shown(NamedNode(iri)).rpartition(":")[2]


def _names_instrument(indicator: Any) -> bool:
    """Whether an indicator is about one instrument, so that its label says which."""
    known = vocabulary().indicators.get(indicator.value.rpartition("/")[2]) if indicator else None
    return known is not None and known.instrument is not None


def _amount(row: Any, label: Callable[[str], str]) -> str:
    """A value or interval with its unit; both where the printed number is rounded."""
    value, lower, upper = (row[n].value if row[n] else "" for n in ("value", "lower", "upper"))
    interval = f"{lower}–{upper}" if lower and upper else ""
    number = f"{value} ({interval})" if value and interval else value or interval
    return f"{number} {label(row['unit'].value)}" if number and row["unit"] else number


def _named(statement: Any, store: Store, label: Callable[[str], str]) -> list[str]:
    """The bodies of a statement, each by its label or, where it did not resolve, as printed."""
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(statement, None, None, None):
        if isinstance(quad.object, NamedNode | Literal):
            found.setdefault(quad.predicate.value, []).append(quad.object.value)
    words = ", ".join(f"“{text}”" for text in sorted(found.get(HRM + "bodyAsPrinted", [])))
    said = []
    for name in _BODIES:
        bodies = [body for body in found.get(HRM + name, []) if body != f"{BASE}body/any"]
        names = [words if body == f"{BASE}body/as-printed" else label(body) for body in sorted(bodies)]
        if names:
            said.append(f"{label(HRM + name)}: {', '.join(names)}")
    return said


def _resource(iri: str, store: Store) -> str:
    lines = sorted({f"{shown(q.predicate)}  {shown(q.object)}" for q in store.quads_for_pattern(NamedNode(iri), None, None, None)})
    return "\n".join([iri, "", *lines]) + "\n"
