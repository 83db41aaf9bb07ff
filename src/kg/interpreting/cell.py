"""A cell: the value text of a row, its tokens and sentences; and what the readers of cells return."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.model import Assessment, Content, Gap
from kg.vocabulary.lexicon import Entry, Lexicon
from kg.vocabulary.words import fold

EXACT, VARIANT, NONE = "exact", "variant", "none"
TOTAL = "total"
"""Stands in ``Figure.subset_of`` until the document's reader knows the statement of the total."""

_ORDER = {"exact": 0, "varia": 1, "fuzzy": 2, "none": 3}  # by the first five characters: fuzzy carries a score
_STOP = re.compile(r"[.!?…]+[\"»”)]*(?=\s|$)")


def weaker(*matches: str) -> str:
    """The weakest of several matches."""
    weakest = EXACT
    for match in matches:
        if match is not weakest and _ORDER[match[:5]] > _ORDER[weakest[:5]]:
            weakest = match
    return weakest


class Found(NamedTuple):
    """One content found in a cell: ``suffix`` tells it from its siblings, ``start`` and ``end`` are offsets into the cell."""

    indicator: str
    suffix: str
    start: int
    end: int
    match: str
    content: Content


class Sentence(NamedTuple):
    """Tokens ``first`` to ``last`` (excluded), and the offsets of the sentence with its final stop."""

    first: int
    last: int
    start: int
    end: int


@dataclass(slots=True)
class Cell:
    """The value of a row. ``area`` is '' when the state is unknown."""

    text: str
    lexicon: Lexicon
    area: str
    folded: str = field(init=False)
    words: list[str] = field(init=False)
    _spans: list[tuple[int, int]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.folded = fold(self.text)
        self.words = self.lexicon.pattern.findall(self.folded)

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Offsets of the tokens."""
        if not self._spans:
            at = 0
            for word in self.words:
                if not word[0].isalnum():  # a sign may stand among the joiners before it too
                    self._spans = [match.span() for match in self.lexicon.pattern.finditer(self.folded)]
                    break
                start = self.folded.index(word, at)
                at = start + len(word)
                self._spans.append((start, at))
        return self._spans

    def start(self, index: int) -> int:
        """Offset of the first character of a token."""
        return (self._spans or self.spans)[index][0]

    def end(self, index: int) -> int:
        """Offset after the last character of a token."""
        return (self._spans or self.spans)[index][1]

    def between(self, index: int) -> str:
        """The joining text before token ``index``, after the token before it."""
        start = self.spans[index - 1][1] if index else 0
        return self.text[start : self.spans[index][0] if index < len(self.spans) else len(self.text)]

    def quality(self, entry: Entry, first: int, last: int) -> str:
        """``exact`` where tokens ``first`` to ``last`` are the term's preferred label as printed, else ``variant``."""
        words = " ".join(self.folded[self.start(first) : self.end(last - 1)].split())
        return EXACT if words == entry.exact else VARIANT

    def sentences(self) -> list[Sentence]:
        """The sentences of the cell; a stop after an abbreviation or a single letter, or before a small letter, ends none."""
        spans = sentence_spans(self.text, self.lexicon)
        if len(spans) == 1:
            return [Sentence(0, len(self.words), *spans[0])]
        found: list[Sentence] = []
        first = 0
        for start, end in spans:
            last = first
            while last < len(self.words) and self.spans[last][0] < end:
                last += 1
            if last > first:
                found.append(Sentence(first, last, start, end))
            first = last
        return found


def sentence_spans(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Offsets of the sentences of a text, final stops included, surrounding white space left out."""
    spans: list[tuple[int, int]] = []
    start = 0
    for stop in _STOP.finditer(text):
        rest = text[stop.end() :].lstrip()
        if rest and (rest[0].islower() or _abbreviated(text[start : stop.start()], lexicon, stop.group())):
            continue
        spans.append((start, stop.end()))
        start = len(text) - len(rest)
        if not rest:
            return spans
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _abbreviated(before: str, lexicon: Lexicon, stop: str) -> bool:
    word = re.split(r"[\s(«\"]", before)[-1]
    return stop == "." and ((len(word) == 1 and word.isalpha()) or word.lower() in lexicon.language.abbreviations)


_LOOSE = re.compile(r"[–—―\-−](?!\s?[^\W_])|…|\.{2,}")


def cut_off(text: str) -> bool:
    """Whether a number may be cut off or a range left open: an ellipsis, or a dash with nothing after it."""
    return _LOOSE.search(text) is not None


@dataclass(slots=True)
class Outcome:
    """What a cell gave: contents, problems as (code, text), and spans that no rule took."""

    found: list[Found] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[int, int]] = field(default_factory=list)


def unreadable(cell: Cell, indicator: str, suffix: str, start: int, end: int, group: str = "all", near: str = "") -> Outcome:
    """A gap by the reader for a span of a cell, with its problem; ``near`` is the match of the nearest wording, if one is near."""
    words = cell.text[start:end]
    hint = f" (nearest wording: {near.partition(':')[2]} %)" if near else ""
    return Outcome(
        [Found(indicator, suffix, start, end, near or NONE, Gap("unreadable", group))],
        [("KG212", f"{words!r} fits no wording of {indicator}{hint}")],
    )


def without_contradictions(cell: Cell, outcome: Outcome) -> Outcome:
    """Two statements of one name contradict or repeat each other within a cell: all of them become gaps by the reader."""
    keys = [(f.indicator, f.suffix) for f in outcome.found]
    if len(set(keys)) == len(keys):
        return outcome
    clean = Outcome([], outcome.problems, outcome.left)
    for key, found in zip(keys, outcome.found, strict=True):
        if keys.count(key) > 1 and not isinstance(found.content, Gap):
            group = found.content.group if isinstance(found.content, Assessment) else "all"
            clean.found += unreadable(cell, found.indicator, found.suffix, found.start, found.end, group).found
            words = cell.text[found.start : found.end]
            clean.problems.append(("KG218", f"{words!r} is one of several statements on {found.indicator} in one row"))
        else:
            clean.found.append(found)
    return clean
