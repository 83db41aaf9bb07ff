"""Words of a query marked in texts, and the piece of a text that holds most of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.searching.document import Text
from kg.searching.letters import Word, scan
from kg.searching.reading import Term
from kg.searching.results import Fragment

WIDEST = 180
"""Characters of a snippet."""
_BEFORE = 50
_ELLIPSIS = "…"
_SCANNED = 4000
"""Characters of a text that are looked through."""


def whole(text: str, terms: Sequence[Term]) -> tuple[Fragment, ...]:
    """A text with the words marked."""
    return _fragments(text, [word for word in scan(text) if _marks(word, terms)], 0, len(text))


def snippet(texts: Iterable[Text], terms: Sequence[Term], language: str) -> tuple[tuple[Fragment, ...], Text | None]:
    """Of the text that holds most of the terms (of several one in the language, then the first) the piece around the first, and the text.

    Without any: nothing.
    """
    best: tuple[tuple[int, bool], Text, list[Word]] | None = None
    for text in texts:
        marked = [word for word in scan(text.words[:_SCANNED]) if _marks(word, terms)]
        rank = (sum(any(term.marks(word.word) for word in marked) for term in terms), text.language == language)
        if marked and (best is None or rank > best[0]):
            best = (rank, text, marked)
    if best is None:
        return (), None
    _, text, marked = best
    start, end = _window(text.words, marked[0].start)
    pieces = _fragments(text.words, marked, start, end)
    before = (Fragment(_ELLIPSIS),) if start else ()
    after = (Fragment(_ELLIPSIS),) if end < len(text.words) else ()
    return (*before, *pieces, *after), text


def beginning(text: str) -> tuple[Fragment, ...]:
    """The beginning of a text, nothing marked."""
    _, end = _window(text, 0)
    return (Fragment(text[:end]), Fragment(_ELLIPSIS)) if end < len(text) else (Fragment(text),)


def _window(text: str, first: int) -> tuple[int, int]:
    """Where a piece starts and ends: at blanks, the first marked word inside."""
    if len(text) <= WIDEST:
        return 0, len(text)
    start = max(0, min(first - _BEFORE, len(text) - WIDEST))
    if start:
        blank = text.find(" ", start, first)
        start = blank + 1 if blank >= 0 else first
    end = min(len(text), start + WIDEST)
    if end < len(text):
        blank = text.rfind(" ", first + 1, end)
        end = blank if blank > first else end
    return start, end


def _marks(word: Word, terms: Sequence[Term]) -> bool:
    return any(term.marks(word.word) for term in terms)


def _fragments(text: str, marked: Iterable[Word], start: int, end: int) -> tuple[Fragment, ...]:
    found: list[Fragment] = []
    at = start
    for word in marked:
        if at <= word.start and word.end <= end:
            if at < word.start:
                found.append(Fragment(text[at : word.start]))
            found.append(Fragment(text[word.start : word.end], True))
            at = word.end
    if at < end:
        found.append(Fragment(text[at:end]))
    return tuple(found)
