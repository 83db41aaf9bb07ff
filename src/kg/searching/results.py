"""What a search gives."""

from __future__ import annotations

from typing import NamedTuple

MATCHES = ("exact", "forms", "begins", "name", "text", "similar")
"""How a hit matches, the best first: a name is the query; it is so in other forms, order or letters; it begins so; it holds the words; a
text holds them; it is only similar."""


class Fragment(NamedTuple):
    """A piece of a text; ``marked`` where it is what was looked for."""

    text: str
    marked: bool = False


class Hit(NamedTuple):
    """A thing that was found."""

    iri: str
    kind: str
    match: str
    """One of :data:`MATCHES`."""
    label: tuple[Fragment, ...]
    label_language: str
    snippet: tuple[Fragment, ...]
    """What of its names or texts holds the words; empty where the label says it all."""
    snippet_language: str
    area: str
    """IRI of the state, '' without one."""
    profile: str
    passage: str
    """IRI of the passage that a statement was derived from."""

    @property
    def similar(self) -> bool:
        """Whether it is only like what was asked for."""
        return self.match == "similar"


class Group(NamedTuple):
    """How many hits are of a kind, and the best of them where they were asked for."""

    kind: str
    total: int
    best: tuple[Hit, ...]


class Taken(NamedTuple):
    """A typed word that was taken for another one. ``how``: ``layout``, ``letters`` or ``near``."""

    typed: str
    taken: str
    how: str


class Results(NamedTuple):
    """The answer to a query: a page of the hits, in order, and exact counts of all of them."""

    query: str
    language: str
    kind: str
    area: str
    limit: int
    offset: int
    total: int
    """Hits of the kind and state that were asked for."""
    everything: int
    """Hits of all kinds, of the state."""
    hits: tuple[Hit, ...]
    groups: tuple[Group, ...]
    """All kinds that have hits, that of the best hit first."""
    taken: tuple[Taken, ...]
    left_out: tuple[str, ...]
    """Words that nothing holds and nothing is like; the hits hold others."""
    similar: bool
    """Whether nothing is what was asked for, and the hits are only like it."""
    partly: tuple[str, ...] = ()
    """Words of which some hits hold only a part; the hits with the rarest of them come first."""


def said(fragments: tuple[Fragment, ...]) -> str:
    """The whole text of fragments."""
    return "".join(fragment.text for fragment in fragments)
