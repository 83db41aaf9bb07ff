"""The words of gains: sentences of ``ontology/gain.ttl``, and what the questions say, in every language of the project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.mapping.terms import SKOS
from kg.querying import speaking
from kg.vocabulary import vocabulary
from kg.vocabulary.terms import Term
from kg.vocabulary.texts import Wording

TEXTS = Wording("gain.ttl", "gain")
LANGUAGES = ("en", "ru")
Texts = Mapping[str, str]
_TABLE = "vocab/table/"


def head(name: str) -> Texts:
    """A heading. Raises :class:`kg.errors.VocabularyError` KG403 for an unknown one."""
    return TEXTS.head(f"head-{name}")


def step(why: str) -> Texts:
    """What to do about a reason that a question gives, named by the question's own (English) words."""
    base = vocabulary().base
    places = {
        "unit": f'"{base}{_TABLE}unit": {{"@id": "{base}vocab/unit/person"}}',
        "indicator": f'"{base}{_TABLE}indicator": {{"@id": "{base}vocab/indicator/…"}}',
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
    ]
    labels = {one.labels["en"]: one.labels[tag] for one in terms if {"en", tag} <= set(one.labels)}
    return {**labels, **speaking.words(tag)}
