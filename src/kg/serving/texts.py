"""The words of the service: headings and sentences of its pages, and the clauses of its messages (``ontology/serving.ttl``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import VocabularyError
from kg.mapping.terms import SKOS
from kg.vocabulary import resources, vocabulary

_PLACE = re.compile(r"\{(\w+)\}")
_CLAUSE = re.compile(r"KG[0-9]*-")
_KINDS = {SKOS + "prefLabel": "head", SKOS + "definition": "say"}


@cache
def _read() -> dict[tuple[str, str], dict[str, str]]:
    """(name, ``head`` or ``say``) → language → text."""
    base = f"{vocabulary().base}vocab/serving/"
    found: dict[tuple[str, str], dict[str, str]] = {}
    for triple in parse(path=str(resources.root() / "ontology" / "serving.ttl"), format=RdfFormat.TURTLE):
        name, kind = getattr(triple.subject, "value", "").removeprefix(base), _KINDS.get(triple.predicate.value)
        if kind and isinstance(triple.object, Literal):
            found.setdefault((name, kind), {})[triple.object.language or ""] = triple.object.value
    return found


def head(name: str) -> Mapping[str, str]:
    """A heading or label in every language. Raises :class:`VocabularyError` KG403 for one that is not there."""
    return _texts(name, "head")


def say(name: str, **values: object) -> Mapping[str, str]:
    """A sentence in every language, its places filled once. Raises KG403 for one that is not there, or a place without a value."""
    found = _texts(name, "say")
    missing = {place for text in found.values() for place in _PLACE.findall(text)} - set(values)
    if missing:
        raise VocabularyError("KG403", f"text:{name} of ontology/serving.ttl has an unknown place {{{min(missing)}}}")
    return {tag: _filled(text, values) for tag, text in found.items()}


def clause(code: str, english: str, language: str) -> str | None:
    """A clause of a message in another language; None where nobody has worded it there, as what parsers say.

    What stands in a place is kept, but for ``{said}``, ``{said1}`` …, which are clauses themselves.
    """
    for name, pattern, texts in _clauses():
        match = pattern.fullmatch(english) if name in ("KG", code) else None
        if match and language in texts:
            said = match.groupdict()
            inner = {place: clause(code, words, language) or words for place, words in said.items() if place.startswith("said")}
            return _filled(texts[language], said | inner)
    return None


def _filled(text: str, values: Mapping[str, object]) -> str:
    return _PLACE.sub(lambda match: str(values[match[1]]), text)


@cache
def _clauses() -> list[tuple[str, re.Pattern[str], dict[str, str]]]:
    """Code, English wording as an expression, and wordings; those with the most words of their own first."""
    found = []
    for (name, kind), texts in _read().items():
        if kind == "say" and _CLAUSE.match(name):
            pieces = _PLACE.split(texts["en"])  # words and names of places in turn
            pattern = "".join(f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece) for number, piece in enumerate(pieces))
            found.append((sum(map(len, pieces[::2])), name.partition("-")[0], re.compile(pattern, re.DOTALL), texts))
    return [entry[1:] for entry in sorted(found, key=lambda entry: -entry[0])]


def _texts(name: str, kind: str) -> dict[str, str]:
    found = _read().get((name, kind))
    if found is None:
        raise VocabularyError("KG403", f"ontology/serving.ttl has no text:{name}", mend="add it in both languages")
    return found
