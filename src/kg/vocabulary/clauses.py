"""The clauses of messages in other languages than English: ``ontology/serving.ttl`` has the wordings, the code the English ones."""

from __future__ import annotations

import re
from functools import cache

from kg.errors import KgError, VocabularyError
from kg.vocabulary import texts

_PLACE = re.compile(r"\{(\w+)\}")
_CLAUSE = re.compile(r"KG[0-9]*-")
WORDS = texts.Wording("serving.ttl", "serving")


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


def spoken(error: KgError, language: str) -> KgError:
    """The same error with those of its clauses that are worded in a language in that language, the others in English.

    A :class:`VocabularyError` stays as it is: where the vocabulary is at fault, its words may be too.
    """
    if language == "en" or isinstance(error, VocabularyError):
        return error
    what, why, mend = (text and (clause(error.code, text, language) or text) for text in (error.what, error.why, error.mend))
    return KgError(error.code, what, why=why, mend=mend, file=error.file, line=error.line, column=error.column)


@cache
def _clauses() -> list[tuple[str, re.Pattern[str], texts.Texts]]:
    """Code, English wording as an expression, and wordings; those with the most words of their own first."""
    found = []
    for name, wordings in WORDS.all(texts.SAY).items():
        if _CLAUSE.match(name):
            pieces = _PLACE.split(wordings["en"])  # words and names of places in turn
            pattern = "".join(f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
            found.append((sum(map(len, pieces[::2])), name.partition("-")[0], re.compile(pattern, re.DOTALL), wordings))
    return [entry[1:] for entry in sorted(found, key=lambda entry: -entry[0])]
