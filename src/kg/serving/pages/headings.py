"""The headings that a document prints, and under which of them a place stands: sections of pages are those of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.interpreting.document import MOST_HEADING
from kg.interpreting.language import lexicon
from kg.reading.text import lines
from kg.vocabulary import vocabulary


class Heading(NamedTuple):
    """A line that is a heading: where it begins in the text, the section (IRI) that it heads, its words."""

    start: int
    section: str
    words: str


def headings(text: str) -> tuple[Heading, ...]:
    """The known headings of a stored text, in its order, by the rule by which documents are read."""
    known = vocabulary()
    found = []
    for line in lines(text):
        if "\t" in line.text or len(line.text) >= MOST_HEADING:
            continue
        words = line.text[line.lead :]
        section = next((one[0] for tag in known.languages if (one := lexicon(tag).headings.get(lexicon(tag).words(words)))), "")
        if section:
            found.append(Heading(line.start, known.sections[section].iri, words))
    return tuple(found)


def above(found: Iterable[Heading], start: int) -> str:
    """The words of the heading above a place; '' where none is."""
    return next((one.words for one in reversed(tuple(found)) if one.start < start), "")
