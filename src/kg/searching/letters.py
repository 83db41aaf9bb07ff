"""Letters: how texts become words, and the same word in another alphabet, on another keyboard or in another spelling.

The tables stand in ``letters.toml``. A *key* is a word by its sound in Latin letters: one for all spellings that people give it, so that
a name is found by its transliteration whichever standard (ISO 9, GOST, passports, none) that follows.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kg.vocabulary.words import fold

_GROUPED = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)"
_WORD = re.compile(rf"{_GROUPED}|[^\W\d_]+|\d+")
_SPACES = re.compile(r"[ \u00a0\u202f]")
_TWICE = re.compile(r"(shch|ch|sh|ts|zh|.)\1+")
_APOSTROPHES = re.compile("['\u2019\u02bc\u02b9`]")
_ACUTE = "\u0301"
_CACHED = 1 << 16
_LONG = 5
"""Letters of a stem that has such a vowel."""


class Word(NamedTuple):
    """A folded word and where it stands in its text (code points)."""

    word: str
    start: int
    end: int


def composed(text: str) -> str:
    """A text in composed letters (NFC), marks of stress left out."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).replace(_ACUTE, ""))


def scan(text: str) -> list[Word]:
    """The words of a text in order: runs of letters, runs of digits, and a number with its thousands set apart as one."""
    folded = fold(text)
    return [
        Word(_SPACES.sub("", found[0]) if found[0][0].isdigit() else found[0], found.start(), found.end())
        for found in _WORD.finditer(folded)
    ]


def words(text: str) -> tuple[str, ...]:
    """The words of a text without their places."""
    return tuple(word.word for word in scan(text))


def grouped(text: str) -> str:
    """A text whose numbers are written without spaces."""
    return re.sub(_GROUPED, lambda found: _SPACES.sub("", found[0]), text)


@lru_cache(_CACHED)
def key(word: str) -> str:
    """The sound of a folded word of either alphabet."""
    sounds: dict[str, str] = _tables()["sounds"]
    said = "".join(sounds.get(letter, letter) for letter in word)
    for spelling, sound in _tables()["spellings"].items():
        if spelling in said:
            said = said.replace(spelling, sound)
    return _TWICE.sub(r"\1", said)


def cyrillic(word: str) -> str:
    """The likeliest Cyrillic spelling of a folded word in Latin letters."""
    return fold(_spelling().sub(lambda found: str(_tables()["cyrillic"][found[0]]), word))


def is_cyrillic(word: str) -> bool:
    """Whether a word begins with a Cyrillic letter."""
    return "\u0400" <= word[:1] <= "\u052f"


def other_layout(text: str) -> str:
    """What the same keys give on the other keyboard, folded."""
    return fold(text).translate(_keys()[any(is_cyrillic(sign) for sign in text)])


def plain(text: str) -> str:
    """A text without the apostrophes that stand for soft and hard signs."""
    return _APOSTROPHES.sub("", text)


def settled(stem: str) -> str:
    """A stem without the vowel at its end that comes and goes."""
    ends: dict[str, str] = _tables()["fleeting"]
    return stem[:-2] + ends[stem[-2:]] if len(stem) >= _LONG and stem[-2:] in ends else stem


@cache
def optional() -> frozenset[str]:
    """Words that join others."""
    return frozenset(fold(word) for some in _tables()["optional"].values() for word in some)


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))


@cache
def _spelling() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _tables()["cyrillic"]), key=lambda spelling: (-len(spelling), spelling))))


@cache
def _keys() -> dict[bool, dict[int, str]]:
    """From Latin to Cyrillic, and from Cyrillic (True) to Latin; of two keys for a letter, that without shift."""
    latin, cyrillic_ = _tables()["keyboard"]["latin"], _tables()["keyboard"]["cyrillic"]
    there = dict(zip(map(ord, latin), cyrillic_, strict=True))
    back = dict(reversed(list(zip(map(ord, cyrillic_), latin, strict=True))))
    return {False: there, True: back}
