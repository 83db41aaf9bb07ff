"""What is found: a thing of the graph or a question of the library, with its names and texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

KINDS = (
    "area", "instrument", "indicator", "profile", "body", "question", "scale", "answer", "group", "reason", "unit", "concept", "dataset",
    "term", "statement",
)  # fmt: skip
"""The kinds of things that are found; of two that match equally well, that of the earlier kind comes first. No natural person is any."""


class Text(NamedTuple):
    """Words in a language ('' where they are of none)."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Document:
    """A thing that may be found. ``area`` is the IRI of its state; ``profile`` and ``passage`` are those of a statement."""

    iri: str
    kind: str
    labels: Mapping[str, str]
    """What it is called, by language; at least one."""
    names: tuple[Text, ...]
    """Everything that names it, the labels among them: what a whole query may be equal to."""
    texts: tuple[Text, ...] = ()
    """What is said of it, or the words that it was read from."""
    context: tuple[str, ...] = field(default=(), repr=False)
    """What else it is found by and never shown: names of what it is about."""
    area: str = ""
    profile: str = ""
    passage: str = ""

    def label(self, language: str) -> Text:
        """What it is called in a language, or in another one."""
        for tag in (language, "en", *sorted(self.labels)):
            if tag in self.labels:
                return Text(self.labels[tag], tag)
        return Text(self.iri, "")
