"""Mutants that no shape can catch, and why: ``shapes/survivors.toml``, read once.

A table ``[[survivor]]`` names the ``operator``, the ``property`` and, where it matters, the ``class`` of the subject as prefixed names
(``ontology/prefixes.ttl``), and the reason in English and Russian. ``object``, a regular expression, narrows it to mutants that add an
object which it matches, or take one away and add none; ``without``, a property, to data that use it nowhere (a document's text that a file
of statements leaves out). Where two values change places, ``property`` may be that of either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.validation.mutants import Mutant
from kg.validation.report import Texts
from kg.vocabulary import resources, vocabulary


@dataclass(frozen=True, slots=True)
class Known:
    """Survivors of one kind; '' matches any."""

    operator: str
    predicate: str
    cls: str
    object: str
    reason: Texts
    without: str = ""


@lru_cache(maxsize=1)
def known() -> tuple[Known, ...]:
    """The explanations, in the order of the file."""
    file = resources.root() / "shapes" / "survivors.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))["survivor"]
    return tuple(
        Known(
            table["operator"],
            expanded(table["property"]),
            expanded(table.get("class", "")),
            table.get("object", ""),
            {"en": table["en"], "ru": table["ru"]},
            expanded(table.get("without", "")),
        )
        for table in tables
    )


def expanded(name: str) -> str:
    """The IRI of a prefixed name, '' of ''. Raises KeyError for a prefix that is not declared."""
    prefix, colon, rest = name.partition(":")
    return vocabulary().prefixes[prefix] + rest if colon else ""


def reason(explained: Iterable[Known], mutant: Mutant, classes: Iterable[Any], used: Container[str] = ()) -> Texts:
    """The reason why a mutant survives, {} where none is known; ``used`` are the IRIs of the properties that the data use."""
    named = {getattr(cls, "value", "") for cls in classes}
    changed = {"", mutant.predicate.value, *(triple.predicate.value for triple in mutant.removed)}
    for entry in explained:
        if entry.operator != mutant.operator or entry.predicate not in changed:
            continue
        if (entry.cls and entry.cls not in named) or (entry.without and entry.without in used):
            continue
        objects = [str(getattr(triple.object, "value", "")) for triple in mutant.added or mutant.removed]
        if not entry.object or any(re.search(entry.object, value) for value in objects):
            return entry.reason
    return {}
