"""The words of diagnoses (``ontology/emptiness.ttl``)."""

from __future__ import annotations

from collections.abc import Mapping

from kg.vocabulary import texts

WORDS = texts.Wording("emptiness.ttl", "emptiness")
_FIELDS = ("term", "what", "found", "count", "old", "new", "rows", "held")


def verdict(name: str) -> dict[str, str]:
    """The sentence of a verdict by language."""
    return WORDS.say(f"verdict-{name}")


def cause(name: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The sentence of a cause by language; one without nearest terms where none were found, one with what is held where that is said."""
    if fields.get("held") and WORDS.has(f"cause-{name}-held", texts.SAY):
        return WORDS.say(f"cause-{name}-held", **_filled(fields))
    bare = f"cause-{name}-alone"
    chosen = bare if not fields.get("found") and WORDS.has(bare, texts.SAY) else f"cause-{name}"
    return WORDS.say(chosen, **_filled(fields))


def fix(name: str, fields: Mapping[str, str]) -> dict[str, str]:
    """The sentence of a suggestion by language."""
    return WORDS.say(f"fix-{name}", **_filled(fields))


def line(name: str, **fields: object) -> dict[str, str]:
    """Any other sentence by language."""
    return WORDS.say(name, **fields)


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(fields.get(name, "").split()) for name in _FIELDS}
