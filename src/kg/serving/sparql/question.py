"""What a client asks: a query, its kind, its dataset. Nothing but the prologue of its text is looked at here; askers do the rest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from kg.serving.sparql.refusal import quoted, refused, too_long

LONGEST = 200_000
"""Bytes of a query."""
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
KINDS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_GAP = r"(?:\s|\#[^\r\n]*+)*+"
# Possessive throughout, so that no text takes more than one pass (SPARQL 1.1, section 19.8, rules 4 to 6; VERSION is of 1.2).
_PROLOGUE = re.compile(
    rf"(?:\ufeff)?{_GAP}(?:(?:BASE{_GAP}<[^<>\s]*+>|PREFIX{_GAP}[^\s:<>#]*+:{_GAP}<[^<>\s]*+>|VERSION{_GAP}(?:\"[^\"\r\n]*+\"|'[^'\r\n]*+')){_GAP})*+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]*+")
_CHANGING = re.compile(r"\b(?:RAND|UUID|STRUUID|NOW|BNODE|SERVICE)\b", re.IGNORECASE)
_BLANK = re.compile(r"\[|_:")


@dataclass(frozen=True, slots=True)
class Question:
    """A query, its kind (SELECT, ASK, CONSTRUCT, DESCRIBE), and the graphs of its dataset; without any, all graphs together."""

    text: str
    kind: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()

    @property
    def lasting(self) -> bool:
        """Whether every answer of a release has the same bytes: no random value, no clock, no other server, no new blank node.

        In doubt, as for a word in a string, it is not.
        """
        return not _CHANGING.search(self.text) and not (self.kind == "CONSTRUCT" and _BLANK.search(self.text))

    def tag(self, *more: Any) -> str:
        """What identifies this question, with whatever else its answer depends on: 32 hexadecimal digits."""
        said = (self.text, self.kind, self.default_graphs, self.named_graphs, more)
        return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def question(text: str, default_graphs: tuple[str, ...] = (), named_graphs: tuple[str, ...] = ()) -> Question:
    """A question. Raises :class:`ServingError` KG820 for what is no query, KG822 for an update, KG829 for one too long."""
    if len(text) > LONGEST or len(text.encode("utf-8", "surrogatepass")) > LONGEST:
        raise too_long("query", LONGEST)
    begun = _PROLOGUE.match(text)
    at = begun.end() if begun else 0
    found = _WORD.match(text, at)
    word = found[0].upper() if found else ""
    if word in UPDATES:
        raise update(word)
    if word not in KINDS:
        line = text.count("\n", 0, at) + 1
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        what = f"no query begins with {quoted(text[at:], 20)!r}" if text[at:].strip() else "there is no query"
        why, mend = f"a query begins with {', '.join(KINDS)}, after BASE and PREFIX", "mend it at the line and column named"
        raise refused("KG820", what, why=why, mend=mend, line=line, column=column)
    return Question(text, word, default_graphs, named_graphs)


def update(word: str = "") -> Exception:
    """KG822: what would change data."""
    what = f"{word} would change the data" if word else "an update would change the data"
    return refused("KG822", what, why="a release never changes", mend="ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
