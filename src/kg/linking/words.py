"""Names as they are compared: folded, their words in order, and written in Latin letters.

Folding is compatibility decomposition (Unicode UAX 15, NFKC), case folding, Latin letters without marks; punctuation ends words, an
apostrophe does not. The Latin letters of Russian names are a table (``ontology/alignments/transliteration.tsv``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from kg.linking import resources
from kg.vocabulary.loading import read_table
from kg.vocabulary.words import fold

_APOSTROPHES = re.compile("['\u2019\u2018\u02b9\u02ba\u02bc`]")
_BETWEEN = re.compile(r"[\W_]+")
_MARK = "Mn"
_CACHED = 20_000


@lru_cache(_CACHED)
def folded(text: str) -> str:
    """A name for comparison: words in small letters with one space between them."""
    known = fold(unicodedata.normalize("NFKC", text).casefold())
    return " ".join(_BETWEEN.sub(" ", _APOSTROPHES.sub("", _plain(known))).split())


def ordered(text: str) -> str:
    """The words of a folded name in alphabetical order: "Moldova, Republic of" has those of "Republic of Moldova"."""
    return " ".join(sorted(text.split()))


def _plain(text: str) -> str:
    """Latin letters without their marks; others as they are, for theirs make other letters."""
    if text.isascii():
        return text
    found: list[str] = []
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.category(sign) == _MARK and found and found[-1].isascii():
            continue
        found.append(sign)
    return unicodedata.normalize("NFC", "".join(found))


class _Letter(NamedTuple):
    latin: str
    initial: str
    opens: bool


@cache
def _letters() -> dict[str, _Letter]:
    rows = read_table(resources.folder() / "transliteration.tsv")
    return {row["letter"]: _Letter(row["latin"], row["initial"], bool(row["opens"])) for row in rows}


def latin(text: str) -> str:
    """A folded name in Latin letters; '' where nothing in it is of the table, or something is of another script."""
    letters = _letters()
    found: list[str] = []
    initial, changed = True, False
    for sign in text:
        letter = letters.get(sign)
        if letter:
            found.append(letter.initial if initial else letter.latin)
            changed = True
        elif sign.isascii():
            found.append(sign)
        else:
            return ""
        initial = letter.opens if letter else not sign.isalnum()
    return "".join(found) if changed else ""
