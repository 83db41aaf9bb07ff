"""The words of gains: sentences of ``ontology/gain.ttl``, and what the questions say, in every language of the project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.mapping.terms import SKOS
from kg.querying import speaking
from kg.vocabulary import vocabulary
from kg.vocabulary.terms import Term
from kg.vocabulary.texts import HEAD, Wording, literals

TEXTS = Wording("gain.ttl", "gain")
LANGUAGES = ("en", "ru")
Texts = Mapping[str, str]
_TABLE = "vocab/table/"
_LISTS = ("vocab/depositary.ttl", "vocab/codes.ttl")
"""Kinds of acts, statuses, and what a date is."""


def head(name: str) -> Texts:
    """A heading. Raises :class:`kg.errors.VocabularyError` KG403 for an unknown one."""
    return TEXTS.head(f"head-{name}")


def step(why: str, files: str = "") -> Texts:
    """What to do about a reason that a question gives, named by the question's own (English) words; ``files`` of the partner."""
    base = vocabulary().base
    places = {
        "unit": f'"{base}{_TABLE}unit": {{"@id": "{base}vocab/unit/…"}}',
        "files": files,
        "indicator": f'"{base}{_TABLE}indicator": {{"@id": "{base}vocab/indicator/…"}}',
        "instrument": f'"{base}{_TABLE}instrument": {{"@id": "{base}instrument/…"}}',
        "consent": f'"{base}{_TABLE}act": {{"@id": "{base}vocab/act-kind/consent-to-be-bound"}}',
        "relation": f'"{base}{_TABLE}relation": {{"@id": "{SKOS}closeMatch"}}',
    }
    return TEXTS.say(f"next-{slug(why)}", **places)


def slug(text: str) -> str:
    """A sentence as the name of another."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def spoken(text: str) -> dict[str, str]:
    """A label or a word of an answer in every language; a text of a source stays as it is."""
    return {"en": text, **{tag: _known(tag).get(text, text) for tag in LANGUAGES[1:]}}


def filled(name: str, **values: object) -> dict[str, str]:
    """A sentence whose places are filled with texts of its own language where they have one."""
    return {tag: TEXTS.say(name, **{key: _in(value, tag) for key, value in values.items()})[tag] for tag in LANGUAGES}


def place(found: Mapping[str, object] | None) -> object:
    """A place for people: file, row and column, and the title of the column."""
    if found is None:
        return filled("somewhere")
    return f"{found['file']}:{found['row']}:{found['column']}" + (f", {found['title']}" if found["title"] else "")


def _in(value: object, tag: str) -> object:
    return value[tag] if isinstance(value, Mapping) else value


@cache
def _known(tag: str) -> dict[str, str]:
    known = vocabulary()
    terms: list[Term] = [
        *known.indicators.values(),
        *known.units.values(),
        *known.groups.values(),
        *known.areas.values(),
        *known.answers.values(),
        *known.reasons.values(),
        *known.instruments.values(),
    ]
    labels = {one.labels["en"]: one.labels[tag] for one in terms if {"en", tag} <= set(one.labels)}
    for file in _LISTS:
        for (_, predicate), texts in literals(file).items():
            if predicate == HEAD and {"en", tag} <= set(texts):
                labels.setdefault(texts["en"], texts[tag])
    return {**labels, **speaking.words(tag)}
