"""The words of the service: headings and sentences of its pages, and the clauses of its messages (``ontology/serving.ttl``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.vocabulary import texts

_PLACE = re.compile(r"\{(\w+)\}")
_CLAUSE = re.compile(r"KG[0-9]*-")


_WORDS = texts.Wording("serving.ttl", "serving")


def head(name: str) -> Mapping[str, str]:
    """A heading or label in every language. Raises :class:`VocabularyError` KG403 for one that is not there."""
    return _WORDS.head(name)


def say(name: str, **values: object) -> Mapping[str, str]:
    """A sentence in every language, its places filled once. Raises KG403 for one that is not there, or a place without a value."""
    return _WORDS.say(name, **values)


def clause(code: str, english: str, language: str) -> str | None:
    """A clause of a message in another language; None where nobody has worded it there, as what parsers say.

    What stands in a place is kept, but for ``{said}``, ``{said1}`` …, which are clauses themselves.
    """
    for name, pattern, wordings in _clauses():
        match = pattern.fullmatch(english) if name in ("KG", code) else None
        if match and language in wordings:
            said = match.groupdict()
            inner = {place: clause(code, words, language) or words for place, words in said.items() if place.startswith("said")}
            return texts.filled(wordings[language], said | inner)
    return None


@cache
def _clauses() -> list[tuple[str, re.Pattern[str], texts.Texts]]:
    """Code, English wording as an expression, and wordings; those with the most words of their own first."""
    found = []
    for name, wordings in _WORDS.all(texts.SAY).items():
        if _CLAUSE.match(name):
            pieces = _PLACE.split(wordings["en"])  # words and names of places in turn
            pattern = "".join(f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
            found.append((sum(map(len, pieces[::2])), name.partition("-")[0], re.compile(pattern, re.DOTALL), wordings))
    return [entry[1:] for entry in sorted(found, key=lambda entry: -entry[0])]
