"""The mapping sets of what reference tables and vocabulary already say: they stay the source, the files are made from them.

A link, its evidence and its confidence come from one row; ``tests/ontology/alignments`` holds the files and the tables together. The one
relation that a table says more narrowly than the graph is "exact" of a heading (``*_relation``), as in :mod:`kg.codebook.crosswalk`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import VocabularyError
from kg.linking import resources
from kg.linking.mapping_set import Link, write
from kg.linking.subjects import EXACT, SUBJECT, Subjects
from kg.mapping.reference import MEMORY, Row
from kg.mapping.terms import BASE, SKOS
from kg.vocabulary import vocabulary
from kg.vocabulary.loading import read_table

TABLES = ("areas", "bodies", "instruments")
VOCABULARY = "vocabulary"
AUTHOR = "hrmkg contributors"
_LICENCE = "http://creativecommons.org/licenses/by/4.0/"
_KNOWN = "semapv:BackgroundKnowledgeBasedMatching"
"""An identifier was read from a source that already joins the two (https://w3id.org/semapv/vocab/BackgroundKnowledgeBasedMatching)."""
_LEXICAL = "semapv:LexicalMatching"
_JOINED, _BY_LABEL = "derived by label join", "joined by zh label"
_SEMAPV = "https://w3id.org/semapv/vocab/"
_INDIVIDUAL, _CONCEPT = "owl named individual", "skos concept"
_OURS = ("area", "body", "inst", "ind", "lang", "reason", "unit")


def texts(root: Path) -> dict[str, str]:
    """File name → text of every derived set."""
    subjects = Subjects(root)
    return {f"{name}{resources.SUFFIX}": write(_metadata(name), _links(name, subjects)) for name in (*TABLES, VOCABULARY)}


def _metadata(name: str) -> dict[str, Any]:
    source = f"{BASE}reference/{name}" if name in TABLES else f"{BASE}graph/{name}"
    spaces = {one.code: one.space for one in resources.schemes().values()}
    prefixes = {prefix: vocabulary().prefixes[prefix] for prefix in (*_OURS, "skos", "owl", "dct")} | {"semapv": _SEMAPV} | spaces
    return {
        "mapping_set_id": f"{BASE}mapping/{name}",
        "mapping_set_title": f"Links of the project's {name}",
        "mapping_set_description": "Made from the source, which is edited instead of this file. No person has reviewed a link yet.",
        "license": _LICENCE,
        "mapping_set_source": [source],
        "creator_label": [AUTHOR],
        "curie_map": dict(sorted(prefixes.items())),
    }


def _links(name: str, subjects: Subjects) -> Iterator[Link]:
    graph = f"{BASE}graph/reference/{name}" if name in TABLES else f"{BASE}graph/{name}"
    folder = subjects.root / "data" / "reference"
    rows = {row["key"]: row for row in read_table(folder / f"{name}.tsv")} if name in TABLES else _coded(folder)
    headings = {row["uri"]: row for row in read_table(folder / "subjects.tsv")}
    for held in subjects.links():
        if held.graph != graph:
            continue
        subject, object_ = held.subject, held.object
        row = rows.get(subject.rpartition("/")[2] if name in TABLES else object_, {})
        column = _column(row, object_)
        relation = row.get(column.removesuffix("_uri") + "_relation", "") or row.get(column.removesuffix("_subject_uri") + "_relation", "")
        said = row.get(f"{column}_confidence") or row.get("confidence", "")
        heading = headings.get(object_, {})
        if column.startswith("unbis") and (heading.get("confidence") == _JOINED or _BY_LABEL in row["evidence"]):
            said = _JOINED
        scheme = resources.scheme(object_)
        if scheme is None:
            raise VocabularyError("KG880", f"no external list has <{object_}>", mend="add it to ontology/alignments/schemes.tsv")
        yield Link(
            subject,
            subjects.labels.get(subject, ""),
            _CONCEPT if SKOS + "Concept" in subjects.classes[subject] or name == VOCABULARY else _INDIVIDUAL,
            EXACT if held.predicate == SUBJECT and relation == "exact" else held.predicate,
            object_,
            heading.get("label_en", ""),
            scheme.entries,
            _LEXICAL if said == _JOINED else _KNOWN,
            _number(said),
            author=AUTHOR,
            comment=_comment(said, relation, row.get("evidence", "")),
        )


def _coded(folder: Path) -> dict[str, Row]:
    """The rows that verified what the vocabulary links to, by its IRI: currencies of states, observation statuses."""
    found: dict[str, Row] = {}
    for table, column in (("areas", "eu_currency_uri"), ("sdmx-observation-status", "rdf_uri")):
        rows = (row for row in read_table(folder / f"{table}.tsv") if row["confidence"] != MEMORY and row[column])
        found |= {row[column]: {name: row[name] for name in (column, "evidence", "confidence")} for row in rows}
    return found


def _column(row: Row, iri: str) -> str:
    """The column that a link came from: the one that holds the IRI, or the code that ends it."""
    tail = iri.rstrip("/").rpartition("/")[2]
    fitting = [name for name, text in row.items() if iri in text.split(" | ")]
    return (fitting or [name for name in ("wikidata_qid", "geonames_id") if row.get(name) == tail] or [""])[0]


def _number(said: str) -> str:
    if not said:
        return ""
    try:
        return resources.confidences()[said]
    except KeyError:
        raise VocabularyError("KG880", f"no number stands for {said!r}", mend="add it to ontology/alignments/confidence.tsv") from None


def _comment(said: str, relation: str, evidence: str) -> str:
    parts = (
        f"Confidence: {said}." if said else "",
        f"Relation: {relation}." if relation else "",
        f"Evidence: {evidence}" if evidence else "",
    )
    return " ".join(part for part in parts if part)
