"""The title of a document: the lines above its first heading, and the state that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model import Line, Problem
from kg.vocabulary.lexicon import Lexicon


def another_state(own: Lexicon, title: Iterable[Line], area: str) -> list[Problem]:
    """A problem for each line of a title that names a state which is not ``area``; none where ``area`` is '' or the title names it too.

    Only what is certain counts: a line, or the value of a row, that is the name of a state in the vocabulary, with nothing
    beside it but numbers such as a year. A name among other words may be that of a publisher's or an author's state.
    """
    named = [(line, words, state) for line in title for words, state in _states(own, line)]
    if not area or any(state == area for _, _, state in named):
        return []
    return [
        Problem(
            "KG220",
            line.number,
            f"the title names {words!r} ({state}), and {area} is declared; the document is read as one of {area}",
            "Warning",
        )
        for line, words, state in named
    ]


def _states(own: Lexicon, line: Line) -> Iterator[tuple[str, str]]:
    """The states that a line names, as printed and by their codes: the whole line, or what stands after a place where a label may end."""
    for begin in (line.lead, *(begin for _, begin in line.cuts)):
        text = line.text[begin:]
        words = tuple(word for word in own.words(text) if not word[0].isdecimal())
        if words in own.states:
            yield text, own.states[words]
            return
