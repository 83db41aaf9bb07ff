"""Files of words in ``ontology/``: what a program says, as labels and sentences with places, by language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pyoxigraph import Literal, RdfFormat, parse

from kg.errors import VocabularyError
from kg.vocabulary import resources
from kg.vocabulary.prefixes import base

HEAD, SAY = "http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2004/02/skos/core#definition"
_PLACE = re.compile(r"\{(\w+)\}")
Texts = Mapping[str, str]


@cache
def literals(file: str) -> Mapping[tuple[str, str], Texts]:
    """The texts of a file of ``ontology/``: IRIs of subject and property → language ('' for none) → text.

    Raises :class:`VocabularyError` KG406 for what is not Turtle.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    path = resources.root() / "ontology" / file
    try:
        for triple in parse(path=str(path), format=RdfFormat.TURTLE):
            if isinstance(triple.object, Literal):
                key = getattr(triple.subject, "value", ""), triple.predicate.value
                found.setdefault(key, {})[triple.object.language or ""] = triple.object.value
    except SyntaxError as error:
        raise VocabularyError("KG406", f"not Turtle: {error.msg}", file=path, line=error.lineno) from error
    return found


class Wording:
    """The texts of a file in one of the lists under ``vocab/``, by the names that they have there."""

    def __init__(self, file: str, scheme: str) -> None:
        self.file, self.scheme = file, scheme

    def all(self, kind: str) -> dict[str, Texts]:
        """Every text that is a :data:`HEAD` or a :data:`SAY`, by name."""
        base = self._iri("")
        return {
            iri.removeprefix(base): texts for (iri, prop), texts in literals(self.file).items() if prop == kind and iri.startswith(base)
        }

    def has(self, name: str, kind: str) -> bool:
        """Whether there is a text of a name."""
        return (self._iri(name), kind) in literals(self.file)

    def head(self, name: str) -> Texts:
        """A heading or the name of a field in every language. Raises :class:`VocabularyError` KG403 for one that is not there."""
        return self._texts(name, HEAD)

    def say(self, name: str, **values: object) -> dict[str, str]:
        """A sentence in every language, its places filled once. Raises KG403 for one that is not there, or a place without a value."""
        texts = self._texts(name, SAY)
        missing = {place for text in texts.values() for place in _PLACE.findall(text)} - set(values)
        if missing:
            raise VocabularyError("KG403", f"text:{name} of ontology/{self.file} has an unknown place {{{min(missing)}}}")
        return {tag: filled(text, values) for tag, text in texts.items()}

    def _iri(self, name: str) -> str:
        return f"{base()}vocab/{self.scheme}/{name}"

    def _texts(self, name: str, kind: str) -> Texts:
        found = literals(self.file).get((self._iri(name), kind))
        if found is None:
            raise VocabularyError("KG403", f"ontology/{self.file} has no text:{name}", mend="add it in both languages")
        return found


def filled(text: str, values: Mapping[str, object]) -> str:
    """A text with its ``{places}`` filled, once: what stands in a value stays. Raises KeyError for a place without a value."""
    return _PLACE.sub(lambda match: str(values[match[1]]), text)
