"""Keys of JSON-LD that stand for no IRI: the context has no such term, and a parser drops them with all that they hold.

Told only where the keys are known for certain: where the walker of :mod:`kg.validation.locating.jsonld` gives the parser's triples one by
one. A context of elsewhere, ``@import``, scoped contexts and whatever else it does not follow leave it silent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import RdfFormat

from kg.validation import wording
from kg.validation.report import Texts
from kg.validation.reports import signs
from kg.validation.source import Source

FEW = 10
"""Keys that a note gives; the others are counted."""
_LONGEST = 60


def notes(sources: Iterable[Source]) -> list[Texts]:
    """A note for each file with such keys (JSON-LD 1.1 API, section 5.1.2, step 13.2): each key once, with its first line."""
    return [note for given in sources if given.form == RdfFormat.JSON_LD and given.lines for note in _of(given)]


def _doubtful(content: bytes) -> bool:
    """Whether a key could stand for no IRI: the walk, a second a megabyte, is spared where each is an IRI, a keyword or a term."""
    names: set[str] = set()
    contexts: list[Any] = []

    def met(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, value in pairs:
            names.add(key)
            if key == "@context":
                contexts.extend(value if isinstance(value, list) else [value])
        return dict(pairs)

    try:
        json.loads(content, object_pairs_hook=met)
    except (ValueError, RecursionError):
        return False  # what cannot be read, or not so deep, the walker does not follow either
    known = [context for context in contexts if isinstance(context, dict)]
    if len(contexts) > len(known) or (len(contexts) == 1 and known[0].get("@vocab") is not None):
        return False  # a context of elsewhere; a vocabulary that every key belongs to
    terms = {term for context in known for term in context}
    return any(not name.startswith("@") and ":" not in name and name not in terms for name in names)


def _of(given: Source) -> list[Texts]:
    if not _doubtful(given.content):
        return []
    from kg.validation.locating.jsonld import JsonLd  # only a doubtful key pays for the walk

    keys = JsonLd(given.name, given.content, given.form, given.base).unmapped()
    if not keys:
        return []
    said = [wording.note("jsonld-key", key=signs.cut(signs.one_line(key), _LONGEST), line=line) for key, line in list(keys.items())[:FEW]]
    listed = {tag: ", ".join(one[tag] for one in said) for tag in said[0]}
    more = len(keys) - FEW
    name = "jsonld-keys-more" if more > 0 else "jsonld-keys"
    return [{tag: wording.note(name, file=given.name, count=len(keys), keys=text, more=more)[tag] for tag, text in listed.items()}]
