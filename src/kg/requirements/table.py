"""The requirements as CSV: a row a requirement, both languages."""

from __future__ import annotations

from collections.abc import Iterator

from kg.codebook.graph import LANGUAGES
from kg.requirements import demands
from kg.requirements.catalogue import Catalogue, Chapter
from kg.requirements.demands import Demand
from kg.requirements.notation import as_plain
from kg.requirements.shapes import Requirement
from kg.requirements.texts import Texts


def _both(name: str) -> list[str]:
    return [f"{name}_{tag}" for tag in LANGUAGES]


COLUMNS = [
    *("number", "severity", *_both("name"), "check", "shape", "targets", "path", *_both("looks_at")),
    *(*_both("demands"), *_both("why"), *_both("message"), "file"),
]


def rows(catalogue: Catalogue) -> Iterator[list[str]]:
    """The rows in the order of the page; ``targets`` are IRIs joined by spaces, several demands are joined by ``; ``."""
    for chapter in catalogue.chapters:
        for entry in chapter.entries:
            cells = _cells(catalogue, chapter, entry.requirement)
            yield [cells[column] for column in COLUMNS]


def _cells(catalogue: Catalogue, chapter: Chapter, one: Requirement) -> dict[str, str]:
    targets = [iri for iris in chapter.shapes.targets(one.shape).values() for iri in iris]
    cells = {"number": one.number, "severity": one.severity, "check": one.iri, "shape": one.shape, "targets": " ".join(targets)}
    cells |= {"path": one.path.sparql() if one.path else "", "file": f"shapes/{chapter.name}.ttl"}
    for tag, texts in catalogue.texts.items():
        cells[f"name_{tag}"] = texts.own(one.names, one, "name")
        cells[f"looks_at_{tag}"] = as_plain(texts.target(chapter.shapes, one.shape))
        cells[f"demands_{tag}"] = _joined(texts, demands.of(texts, chapter.shapes, one))
        cells[f"why_{tag}"] = texts.own(one.why, one, "reason (rdfs:comment)")
        cells[f"message_{tag}"] = texts.own(one.messages, one, "message")
    return cells


def _joined(texts: Texts, said: list[Demand]) -> str:
    parts = []
    for one in said:
        inner = f" ({_joined(texts, list(one.inner))})" if one.inner else ""
        parts.append(as_plain(one.text) + inner)
    return "; ".join(parts)
