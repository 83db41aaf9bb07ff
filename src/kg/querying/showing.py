"""A profile or a resource, as Turtle, JSON-LD or text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, Variable, serialize

from kg.errors import QueryError
from kg.mapping import turtle
from kg.mapping.terms import BASE, HRM, PROV
from kg.querying.table import grid, shown
from kg.storage.store import open_build
from kg.vocabulary import vocabulary

_PASSAGE = re.compile(rf"({re.escape(BASE)}source/[0-9a-f]{{16}})/(\d+)-(\d+)")
_STATEMENTS = """
SELECT ?profile ?statement ?indicator ?group ?value ?unit ?answer ?standing ?reason ?printed ?passage WHERE {
  { ?statement dct:isPartOf ?profile } UNION { ?statement qb:dataSet/dct:isPartOf ?profile }
  ?statement hrm:asPrinted ?printed ; prov:wasDerivedFrom ?passage .
  OPTIONAL { ?statement hrm:indicator ?indicator } OPTIONAL { ?statement hrm:group ?group }
  OPTIONAL { ?statement hrm:value ?value } OPTIONAL { ?statement hrm:unit ?unit }
  OPTIONAL { ?statement hrm:answer ?answer } OPTIONAL { ?statement hrm:standing ?standing }
  OPTIONAL { ?statement hrm:reason ?reason }
}"""


def show(name: str, folder: Path, form: str) -> str:
    """The profile (``series/KAZ/2022``, or ``KAZ/2022``) or resource (IRI, or prefix and name) in ``ttl``, ``jsonld`` or ``text``.

    Raises :class:`QueryError`: KG701 no build, KG710 nothing in it is called that.
    """
    store = open_build(folder)
    passage = _PASSAGE.fullmatch(next(_candidates(name), ""))
    if passage and form == "text":
        return _passage(passage, store)
    iri = _find(name, store)
    graph = NamedNode(iri.replace(f"{BASE}profile/", f"{BASE}graph/profile/", 1))
    whole = graph.value != iri and store.contains_named_graph(graph)
    if form == "text":
        return _text(iri, store) if whole else _resource(iri, store)
    quads = store.quads_for_pattern(None, None, None, graph) if whole else store.quads_for_pattern(NamedNode(iri), None, None, None)
    triples = sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=str)
    if form == "jsonld":
        return _jsonld(triples)
    return turtle.write(triples).rstrip("\n") + "\n"


def _jsonld(triples: list[Triple]) -> str:
    """Compact JSON-LD with our prefixes as context; rdflib's writer, because the store's knows no context."""
    import json

    import rdflib

    graph = rdflib.Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    body = json.loads(graph.serialize(format="json-ld", context=vocabulary().prefixes, auto_compact=True))
    if "@graph" in body:
        body["@graph"].sort(key=lambda node: str(node.get("@id")))
    return json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


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
    raise QueryError(
        "KG710",
        f"the build holds nothing called {name!r}",
        mend="give a profile such as KAZ/2022, or an IRI; see: kg query coverage",
    )


def _candidates(name: str) -> Iterator[str]:
    prefixes = vocabulary().prefixes
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes:
        yield prefixes[prefix] + local
    elif "://" in name and not any(sign in name for sign in ' <>"{}|^`\\'):
        yield name
    elif all(part.replace("-", "").replace(".", "").replace("_", "").isalnum() for part in name.split("/")):
        yield f"{BASE}profile/{name}"
        yield f"{BASE}profile/antitorture/{name}"


def _offset(iri: str) -> int:
    start = iri.rpartition("/")[2].partition("-")[0]
    return int(start) if start.isdigit() else 0


def _text(profile: str, store: Store) -> str:
    """A profile as a table in the order of its document."""
    bound: dict[Variable, Any] = {Variable("profile"): NamedNode(profile)}
    rows = store.query(_STATEMENTS, use_default_graph_as_union=True, prefixes=vocabulary().prefixes, substitutions=bound)
    table = []
    for row in rows:  # type: ignore[union-attr]
        said = " ".join(
            filter(
                None,
                (shown(row[n]).partition(":")[2] or shown(row[n]) for n in ("value", "unit", "answer", "standing", "reason") if row[n]),
            )
        )
        indicator = shown(row["indicator"]).removeprefix("ind:")
        group = shown(row["group"]).removeprefix("group:")
        table.append((_offset(row["passage"].value), [indicator, "" if group == "all" else group, said, row["printed"].value]))
    body = [cells for _, cells in sorted(table, key=lambda entry: (entry[0], entry[1]))]
    return f"{profile}\n\n" + grid(["indicator", "group", "value", "as printed"], body)


def _resource(iri: str, store: Store) -> str:
    lines = sorted({f"{shown(q.predicate)}  {shown(q.object)}" for q in store.quads_for_pattern(NamedNode(iri), None, None, None)})
    return "\n".join([iri, "", *lines]) + "\n"
