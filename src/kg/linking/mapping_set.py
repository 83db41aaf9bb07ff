"""Mapping sets: SSSOM/TSV files, read strictly and written with the same bytes every time.

A file begins with lines ``# ...`` that hold the metadata of the set as YAML, then a header line and a row a mapping
(https://mapping-commons.github.io/sssom/spec-formats-tsv/). Cells have no quoting and no tab, as everywhere in this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kg.errors import VocabularyError

COLUMNS = (
    *("subject_id", "subject_label", "subject_type", "predicate_id", "object_id", "object_label", "object_type"),
    *("mapping_justification", "confidence", "match_string", "author_label", "reviewer_id", "comment"),
)
"""The columns of our files, in order; all are slots of the class Mapping of SSSOM 1.0."""
_REQUIRED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
_HEADER = ("mapping_set_id", "mapping_set_title", "license", "curie_map")
_SLOTS = {*_HEADER, "mapping_set_description", "mapping_set_source", "mapping_set_version", "creator_label", "comment"}
_JUSTIFICATIONS = {
    f"semapv:{name}"
    for name in (
        *("MappingReview", "ManualMappingCuration", "LogicalReasoning", "LexicalMatching", "CompositeMatching", "UnspecifiedMatching"),
        *("SemanticSimilarityThresholdMatching", "LexicalSimilarityThresholdMatching", "MappingChaining", "MappingInversion"),
        *("StructuralMatching", "InstanceBasedMatching", "BackgroundKnowledgeBasedMatching"),
    )
}
"""The pattern of the slot mapping_justification (https://w3id.org/sssom/mapping_justification)."""
_TYPES = {"", "owl class", "owl named individual", "skos concept", "rdfs resource"}
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"]+")


class Link(NamedTuple):
    """A row: IRIs are written out, ``confidence`` is the number as printed or ''; ``line`` is that of the file, 0 before it is written."""

    subject: str
    subject_label: str
    subject_type: str
    predicate: str
    object: str
    object_label: str
    object_type: str
    justification: str
    confidence: str = ""
    match_string: str = ""
    author: str = ""
    reviewer: str = ""
    comment: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class MappingSet:
    """A file: its name, its metadata as YAML gave them, and its mappings."""

    name: str
    metadata: Mapping[str, Any]
    mappings: tuple[Link, ...]

    @property
    def prefixes(self) -> dict[str, str]:
        """The curie_map."""
        found: dict[str, str] = self.metadata["curie_map"]
        return found

    @property
    def sources(self) -> tuple[str, ...]:
        """What the set was derived from; empty for one that people keep."""
        return tuple(self.metadata.get("mapping_set_source", ()))


def read(path: Path) -> MappingSet:
    """A file as a set. Raises :class:`VocabularyError` KG880, with the line, for what is not SSSOM or not the part of it that we take."""
    lines = path.read_text(encoding="utf-8").split("\n")
    head = [line for line in lines if line.startswith("#")]
    metadata = _metadata("\n".join(line[1:].removeprefix(" ") for line in head), path)
    body = lines[len(head) :]
    if lines[: len(head)] != head or not body or body[-1] != "":
        raise VocabularyError("KG880", "metadata stand above the table, and the file ends with a line end", file=path)
    columns = body[0].split("\t")
    if unknown := sorted(set(columns) - set(COLUMNS)):
        raise _wrong(f"unknown columns {', '.join(unknown)}", path, len(head) + 1)
    if missing := [name for name in _REQUIRED if name not in columns]:
        raise _wrong(f"the columns {', '.join(missing)} are missing", path, len(head) + 1)
    found = []
    for number, text in enumerate(body[1:-1], len(head) + 2):
        cells = text.split("\t")
        if len(cells) != len(columns):
            raise _wrong(f"the row has {len(cells)} cells and the header {len(columns)}", path, number)
        found.append(_link(dict(zip(columns, cells, strict=True)), metadata["curie_map"], path, number))
    return MappingSet(path.name.removesuffix(".sssom.tsv"), metadata, tuple(found))


def _metadata(text: str, path: Path) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise _wrong(f"the metadata are not YAML: {str(error).splitlines()[0]}", path, 1) from error
    if not isinstance(found, dict) or not isinstance(found.get("curie_map"), dict):
        raise _wrong("the metadata have no curie_map", path, 1)
    if missing := [name for name in _HEADER if not found.get(name)]:
        raise _wrong(f"the metadata lack {', '.join(missing)}", path, 1)
    if unknown := sorted(set(map(str, found)) - _SLOTS):
        raise _wrong(f"the metadata have unknown slots {', '.join(unknown)}", path, 1)
    if not all(_URI.fullmatch(str(found[name])) for name in ("mapping_set_id", "license")):
        raise _wrong("mapping_set_id and license are URIs", path, 1)
    return found


def _link(row: dict[str, str], prefixes: Mapping[str, str], path: Path, line: int) -> Link:
    for name in _REQUIRED:
        if not row[name]:
            raise _wrong(f"{name} is empty", path, line)
    if row["mapping_justification"] not in _JUSTIFICATIONS:
        raise _wrong(f"there is no justification {row['mapping_justification']}", path, line)
    if not {row.get("subject_type", ""), row.get("object_type", "")} <= _TYPES:
        raise _wrong("subject_type and object_type are types of entities of SSSOM", path, line)
    confidence = row.get("confidence", "")
    if confidence and not (re.fullmatch(r"[01](\.[0-9]+)?", confidence) and float(confidence) <= 1):
        raise _wrong("confidence is a number from 0 to 1", path, line)
    ids = [_expanded(row[name], prefixes, path, line) for name in ("subject_id", "predicate_id", "object_id")]
    texts = [row.get(name, "") for name in COLUMNS]
    subject, predicate, object_ = (COLUMNS.index(name) for name in ("subject_id", "predicate_id", "object_id"))
    texts[subject], texts[predicate], texts[object_] = ids
    return Link._make([*texts, line])


def _expanded(curie: str, prefixes: Mapping[str, str], path: Path, line: int) -> str:
    prefix, colon, local = curie.partition(":")
    if not colon or not local or prefix not in prefixes:
        raise _wrong(f"{curie!r} has no prefix of the curie_map", path, line)
    if not _URI.fullmatch(iri := prefixes[prefix] + local):
        raise _wrong(f"{curie!r} stands for no IRI", path, line)
    return iri


def _wrong(what: str, path: Path, line: int) -> VocabularyError:
    return VocabularyError("KG880", what, mend="see ontology/alignments/README.md", file=path, line=line)


def shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI with the longest prefix that it begins with. Raises KG880 where there is none."""
    fitting = [prefix for prefix, space in prefixes.items() if iri.startswith(space) and iri != space]
    if not fitting:
        raise VocabularyError("KG880", f"no prefix for <{iri}>", mend="add it to the curie_map")
    prefix = max(fitting, key=lambda one: (len(prefixes[one]), one))
    return f"{prefix}:{iri.removeprefix(prefixes[prefix])}"


def write(metadata: Mapping[str, Any], mappings: Iterable[Link]) -> str:
    """The text of a file. The rows are put in the order of subject, predicate and object (SSSOM/TSV, canonical form)."""
    prefixes = metadata["curie_map"]
    said = yaml.safe_dump(dict(metadata), allow_unicode=True, sort_keys=False, width=1000)
    text = StringIO()
    text.writelines(f"# {line}\n" for line in said.splitlines())
    text.write("\t".join(COLUMNS) + "\n")
    rows = []
    for one in mappings:
        cells = [str(cell) for cell in one[: len(COLUMNS)]]
        for number in (COLUMNS.index(name) for name in ("subject_id", "predicate_id", "object_id")):
            cells[number] = shortened(cells[number], prefixes)
        rows.append("\t".join(cells) + "\n")
    text.writelines(sorted(rows))
    return text.getvalue()
