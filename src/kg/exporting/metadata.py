"""``csv-metadata.json``: what the tables mean (W3C, Metadata Vocabulary for Tabular Data, 17 December 2015).

One group of tables: titles in both languages, datatypes, keys, and the templates by which a cell is a triple. A column that repeats what
stands elsewhere has ``suppressOutput``. Dialect, null (the empty cell) and encoding (UTF-8) are the defaults of the standard.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Store

from kg.exporting.layout import Column, Table, origins
from kg.mapping.terms import BASE, DCT, HRM, RDF

FILE = "csv-metadata.json"
"""The name that the standard looks for beside a table (Model for Tabular Data, section 5.3)."""
_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_CATALOGUE = BASE + "catalogue"


def write(tables: tuple[Table, ...], store: Store, release: str) -> str:
    """The JSON, indented, members in a fixed order. ``release`` is the identifier of the build, '' where it has none."""
    head: dict[str, Any] = {"@context": _CONTEXT, **_about(_CATALOGUE, store)}
    if release:
        head["dc:identifier"] = release
    return json.dumps({**head, "tables": [_table(table, store) for table in tables]}, ensure_ascii=False, indent=1) + "\n"


def _table(table: Table, store: Store) -> dict[str, Any]:
    columns = [*(_column(column, table) for column in table.columns), *_virtual(table)]
    schema: dict[str, Any] = {"aboutUrl": f"{table.key.stem}{{+{table.key.name}}}", "columns": columns}
    if not table.many:
        schema["primaryKey"] = table.key.name
    # A key that may be empty is none of the standard: validators take an empty cell for a reference to nothing.
    references = [column for column in table.columns if column.refers and not column.optional]
    if references:
        schema["foreignKeys"] = [
            {"columnReference": one.name, "reference": {"resource": f"{one.refers}.csv", "columnReference": "id"}} for one in references
        ]
    found: dict[str, Any] = {"url": table.file, "dc:title": _texts(table.titles)}
    if table.notes:
        found["dc:description"] = _texts(table.notes)
    return {**found, **_rights(table, store), "tableSchema": schema}


def _column(column: Column, table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.name, "titles": _titles(column)}
    found["datatype"] = "decimal" if column.datatype == "number" else column.datatype or "string"
    if column.notes:
        found["dc:description"] = _texts(column.notes)
    if column.language:
        found["lang"] = column.language
    if column is table.key or column.role == "@property":
        found["required"] = True
    if column.role == "@value":
        relation = table.columns[1]
        found["propertyUrl"] = f"{relation.stem}{{+{relation.name}}}"
    elif column.carries:
        found["propertyUrl"] = column.predicate
    else:
        found["suppressOutput"] = True
    if "propertyUrl" in found and not column.datatype and not column.language:
        found["valueUrl"] = f"{column.stem}{{+{column.name}}}"
    return found


def _titles(column: Column) -> dict[str, list[str]]:
    """The name is a title in every language: the header of the file has to be one (Metadata Vocabulary, section 5.5.1)."""
    return {tag: list(dict.fromkeys([column.name, *filter(None, [column.titles.get(tag)])])) for tag in ("en", "ru")}


def _virtual(table: Table) -> list[dict[str, Any]]:
    """The classes that every row has."""
    return [
        {"name": f"type_{number}", "virtual": True, "propertyUrl": RDF + "type", "valueUrl": name}
        for number, name in enumerate(table.classes, 1)
    ]


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"@value": said, "@language": tag} for tag, said in sorted(texts.items())]


def _rights(table: Table, store: Store) -> dict[str, Any]:
    """Licence and source, as the build itself declares them: what is not declared is not said."""
    about = {name for kind in table.of for name in _declared(kind, store)}
    licences = {one for name in about for one in _values(name, "license", store)}
    sources = sorted({one for name in about for one in _values(name, "source", store)})
    found: dict[str, Any] = {}
    if licences and all(_values(name, "license", store) for name in about):
        found["dc:license"] = [{"@id": one} for one in sorted(licences)] if len(licences) > 1 else {"@id": licences.pop()}
    if sources:
        found["dc:source"] = sources if len(sources) > 1 else sources[0]
    return found


def _declared(kind: str, store: Store) -> list[str]:
    """What declares the rights of a table: the profiles, the ontology, or a reference data set of the catalogue."""
    if kind == "profile":
        quads = store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(HRM + "CountryProfile"), None)
        return [quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)]
    return [BASE + kind if kind.startswith("reference/") else HRM.removesuffix("#")] if kind != "all" else []


def sources(table: Table, store: Store, language: str) -> list[str]:
    """Where the rows of a table come from, in words of a language: what the catalogue declares of the reference table, else the origins."""
    found: list[str] = []
    for kind in table.of:
        declared = store.quads_for_pattern(NamedNode(BASE + kind), NamedNode(DCT + "source"), None, None)
        texts = [quad.object.value for quad in declared if isinstance(quad.object, Literal) and quad.object.language == language]
        found += sorted(texts) or filter(None, [origins().get(kind, {}).get(language)])
    return found


def _about(name: str, store: Store) -> dict[str, Any]:
    titles = {}
    for quad in store.quads_for_pattern(NamedNode(name), NamedNode(DCT + "title"), None, None):
        if isinstance(quad.object, Literal) and quad.object.language:
            titles[quad.object.language] = quad.object.value
    return {"dc:title": _texts(titles)} if titles else {}


def _values(name: str, local: str, store: Store) -> list[str]:
    quads = store.quads_for_pattern(NamedNode(name), NamedNode(DCT + local), None, None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, NamedNode | Literal)})
