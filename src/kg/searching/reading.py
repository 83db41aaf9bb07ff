"""A query read: its words and phrases, and which words of the index each may stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kg.searching import letters
from kg.searching.lexicon import Lexicon

LONGEST, MOST = 300, 12
"""Characters and words of a query that are read."""
_QUOTED = re.compile('"([^"]*)"|\u00ab([^\u00bb]*)\u00bb|[\u201c\u201e]([^\u201c\u201d]*)[\u201c\u201d]')
_BEGINNING, _LAST = 3, 2
"""Letters of a word that may be the beginning of another one; of the last word, which may still be typed."""
_ACROSS = 3
_EDGES = ".,;:!?()"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a query. ``via`` says how it was understood: '' as typed, ``layout``, ``letters`` or ``near``."""

    typed: str
    words: frozenset[str] = frozenset()
    """The words of the index that it may be."""
    beginning: str = ""
    """What words of the index may begin with; '' for nothing."""
    phrase: tuple[str, ...] = ()
    via: str = ""
    optional: bool = False

    def known(self) -> bool:
        """Whether anything in the index may be meant."""
        return bool(self.words or self.beginning or self.phrase)

    def marks(self, word: str) -> bool:
        """Whether a word of a text is what is looked for."""
        return word in self.words or bool(self.beginning and word.startswith(self.beginning)) or word in self.phrase


def read(text: str, lexicon: Lexicon) -> tuple[Term, ...]:
    """The terms of a query, at most :data:`MOST`. Words that join others are optional where there are others."""
    given = letters.grouped(letters.composed(text[:LONGEST]))
    terms: list[Term] = []
    at = 0
    for quoted in _QUOTED.finditer(given):
        terms += _chunks(given[at : quoted.start()], lexicon)
        phrase = letters.words(next((said for said in quoted.groups() if said is not None), ""))
        if phrase:
            terms.append(Term(quoted[0], phrase=phrase))
        at = quoted.end()
    terms += _chunks(given[at:], lexicon)
    terms = list(dict.fromkeys(terms))[:MOST]
    terms = [replace(term, beginning="") if len(term.beginning) < _BEGINNING else term for term in terms[:-1]] + terms[-1:]
    if len(terms) > 1:
        joining = [term.typed in letters.optional() for term in terms]
        terms = [replace(term, optional=joins and not all(joining)) for term, joins in zip(terms, joining, strict=True)]
    return tuple(terms)


def _chunks(text: str, lexicon: Lexicon) -> list[Term]:
    chunks = text.split()
    return [term for chunk in chunks[:MOST] for term in _chunk(chunk, lexicon)]


def _chunk(chunk: str, lexicon: Lexicon) -> list[Term]:
    terms = [_term(word, lexicon) for word in letters.words(chunk)]
    if terms and all(term.known() or term.typed in letters.optional() for term in terms):
        return terms
    for typed in (chunk, chunk.strip(_EDGES)):
        other = letters.other_layout(typed)
        swapped = [_term(word, lexicon) for word in letters.words(other)]
        whole = all(there.isalnum() or there == here for here, there in zip(typed, other, strict=True))  # no letter becomes a comma
        if swapped and whole and all(term.words or len(term.beginning) > _ACROSS for term in swapped):
            return [replace(term, typed=typed, via="layout") for term in swapped]
    if letters.plain(chunk) != chunk and (plain := letters.words(letters.plain(chunk))):
        terms = [_term(word, lexicon) for word in plain]
    return [term if term.known() else _across(term, lexicon) for term in terms]


def _term(word: str, lexicon: Lexicon) -> Term:
    begins = not word.isdigit() and len(word) >= _LAST and lexicon.begins(word)
    return Term(word, lexicon.forms(word), word if begins else "")


def _across(term: Term, lexicon: Lexicon) -> Term:
    """A word that is known in the other alphabet."""
    words = lexicon.across(term.typed)
    if not words and len(term.typed) >= _ACROSS:
        words = lexicon.across_beginning(term.typed)
    return replace(term, words=words, via="letters" if words else "")


def nearer(term: Term, lexicon: Lexicon, *, wide: bool) -> Term:
    """A term with the words that it may have been before a slip of the hand; as it is where there are none.

    ``wide``: also of words that are known, and with more slips.
    """
    if term.phrase or term.optional or (term.known() and not wide):
        return term
    near = lexicon.near(term.typed, wide=wide)
    if not near and not term.known():
        swapped = letters.words(letters.other_layout(term.typed))
        near = lexicon.near(swapped[0], wide=wide) if len(swapped) == 1 else {}
    fresh = frozenset(near) - term.words
    return replace(term, words=term.words | fresh, via="near") if fresh else term
