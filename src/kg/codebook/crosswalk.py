"""Every code that a resource of ours has elsewhere: from the reference tables and from SKOS notations and matches of the vocabulary.

What rests on memory is left out (``data/reference/README.md``, Confidence). The relations of the reference tables are those that
:mod:`kg.mapping.reference` publishes, except that a table's own "exact" is told apart here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from kg.codebook.graph import LANGUAGES, Graph
from kg.errors import VocabularyError
from kg.mapping.reference import MEMORY, cell
from kg.mapping.terms import SKOS, VOID
from kg.vocabulary.loading import read_table

NOTATION, EXACT, CLOSE, SUBJECT, PART, PAGE = "notation", "exactMatch", "closeMatch", "subject", "isPartOf", "seeAlso"
NOTATIONS = {"Currency": "iso-4217", "GapReason": "sdmx", "Language": "bcp-47"}
"""The external list of the notations of a class."""
_MATCHES = (EXACT, CLOSE, "broadMatch", "narrowMatch", "relatedMatch")

# column: external list, relation, column with the IRI or page of the same code
TABLES: dict[str, tuple[str, dict[str, tuple[str, str, str]]]] = {
    "areas": (
        "area",
        {
            "iso_alpha2": ("iso-alpha2", NOTATION, ""),
            "iso_alpha3": ("iso-alpha3", NOTATION, ""),
            "m49": ("m49", NOTATION, ""),
            "wikidata_qid": ("wikidata", EXACT, ""),
            "geonames_id": ("geonames", EXACT, ""),
            "eu_country_uri": ("eu-country", EXACT, ""),
            "un_geoarea_uri": ("un-geoarea", EXACT, ""),
            "unbis_uri": ("unbis", CLOSE, ""),
            "eurovoc_uri": ("eurovoc", CLOSE, ""),
        },
    ),
    "instruments": (
        "inst",
        {
            "wikidata_qid": ("wikidata", EXACT, ""),
            "untc_mtdsg_no": ("untc-mtdsg", NOTATION, "untc_url"),
            "untc_url": ("untc-page", PAGE, ""),
            "untc_xml_url": ("untc-xml", PAGE, ""),
            "unts_registration_no": ("unts-registration", NOTATION, ""),
            "unts_citation": ("unts-citation", NOTATION, ""),
            "un_symbol": ("un-symbol", NOTATION, ""),
            "cets_no": ("cets", NOTATION, ""),
            "ohchr_upr_code": ("ohchr-upr", NOTATION, ""),
            "ohchr_treatybody_code": ("ohchr-treatybody", NOTATION, ""),
            "ohchr_url": ("official-page", PAGE, ""),
            "unbis_subject_uri": ("unbis", SUBJECT, "unbis_relation"),
            "eurovoc_uri": ("eurovoc", SUBJECT, "eurovoc_relation"),
        },
    ),
    "bodies": (
        "body",
        {
            "wikidata_qid": ("wikidata", EXACT, ""),
            "url": ("official-page", PAGE, ""),
            "eurovoc_uri": ("eurovoc", CLOSE, ""),
            "unbis_uri": ("unbis", SUBJECT, ""),
        },
    ),
}
_KINDS = {"areas": "area", "instruments": "instrument", "bodies": "body"}


class Row(NamedTuple):
    """A code elsewhere of a resource of ours. ``scheme`` is the code of the external list; ``page`` an IRI or address of the code."""

    iri: str
    kind: str
    labels: dict[str, str]
    scheme: str
    code: str
    page: str
    relation: str
    note: str
    source: str
    evidence: str
    confidence: str


def rows(graph: Graph) -> list[Row]:
    """All rows: areas, instruments, bodies by key, then the terms of the vocabulary in the order of its files."""
    return [*(row for table in TABLES for row in _table(graph, table)), *_vocabulary(graph)]


def _cells(graph: Graph, table: str) -> list[dict[str, str]]:
    found = read_table(graph.root / "data" / "reference" / f"{table}.tsv")
    return [row for row in found if row.get("confidence") != MEMORY]


def _table(graph: Graph, table: str) -> Iterator[Row]:
    prefix, columns = TABLES[table]
    of_key = {row["key"]: row for row in _cells(graph, table)}
    for key, row in of_key.items():
        labels = {tag: row[f"name_{tag}"] for tag in LANGUAGES}
        for column, (scheme, relation, beside) in columns.items():
            for value in filter(None, cell(row, column).split(" | ")):
                code, page = _split(graph, scheme, value)
                note = cell(row, beside) if beside.endswith("_relation") else ""
                if relation == SUBJECT and note == "exact":
                    relation_, note = EXACT, ""
                elif row.get("kind") == "procedure" and value == of_key.get(row["parent"], {}).get(column):
                    relation_ = PART  # the code is that of the treaty
                else:
                    relation_ = relation
                page = page or (cell(row, beside) if beside.endswith("_url") else "")
                confidence = row.get(f"{column}_confidence") or row["confidence"]
                source = f"data/reference/{table}.tsv"
                iri = graph.vocabulary.prefixes[prefix] + key
                yield Row(iri, _KINDS[table], labels, scheme, code, page, relation_, note, source, row["evidence"], confidence)


def _split(graph: Graph, scheme: str, value: str) -> tuple[str, str]:
    """Code and IRI of a cell, which holds the one or the other."""
    space = graph.one(f"{graph.vocabulary.base}vocab/codebook/{scheme}", VOID + "uriSpace")
    if value.startswith(("http://", "https://")):
        return (value.removeprefix(space).rstrip("/") if space else value), value
    # GeoNames writes its IRIs with a slash at the end (https://www.geonames.org/ontology/documentation.html).
    return value, f"{space}{value}{'/' if scheme == 'geonames' else ''}" if space else ""


def _vocabulary(graph: Graph) -> Iterator[Row]:
    known = {row["eu_currency_uri"]: row for row in _cells(graph, "areas")} | {row["currency"]: row for row in _cells(graph, "areas")}
    statuses = {row["key"]: row for row in _cells(graph, "sdmx-observation-status")}
    statuses |= {row["rdf_uri"]: row for row in statuses.values() if row["rdf_uri"]}
    for iri in graph.terms():
        name = graph.classes(iri)[0]
        labels = {tag: graph.label(iri, tag) for tag in LANGUAGES}
        found = [(NOTATIONS[name], v.text, "", NOTATION) for v in graph.values(iri, SKOS + "notation") if name in NOTATIONS]
        found += [(NOTATIONS[name], v.text, "", NOTATION) for v in graph.values(iri, "tag")]
        for relation in _MATCHES:
            for value in graph.values(iri, SKOS + relation):
                scheme = graph.external_list(value.text)
                if scheme is None:
                    raise VocabularyError("KG403", f"no external list has <{value.text}>", mend="add it to ontology/codebook.ttl")
                found.append((scheme, _split(graph, scheme, value.text)[0], value.text, relation))
        for scheme, code, page, relation in found:
            seen = (known if name == "Currency" else statuses if name == "GapReason" else {}).get(page or code, {})
            kind = _kebab(name)
            evidence, confidence = seen.get("evidence", ""), seen.get("confidence", "")
            yield Row(iri, kind, labels, scheme, code, page, relation, "", graph.source(iri), evidence, confidence)


def _kebab(name: str) -> str:
    return "".join(f"-{sign.lower()}" if sign.isupper() else sign for sign in name).lstrip("-")
