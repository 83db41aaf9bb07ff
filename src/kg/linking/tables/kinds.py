"""Written kinds of treaty acts ("Ratification") → kinds of the vocabulary, for tables with a column of them.

The words are those of ``ontology/tables/headers.tsv`` (``act:KIND``, ``act:KIND:RELATION``) and the labels of the vocabulary. Only an
equal one is taken, case and punctuation aside; what is like one is proposed to a person.
"""

from __future__ import annotations

from functools import cache, lru_cache

from kg.linking.tables import wording
from kg.linking.tables.naming import Found
from kg.linking.words import folded
from kg.mapping.terms import BASE, SKOS

KINDS = f"{BASE}vocab/act-kind/"
ACT = "act:"
"""How the kind of a column begins that is called like an act."""
CLOSE = f"{SKOS}closeMatch"
_MOST = 3
_LIKE = 75.0
"""Of 100: below, two words have nothing to do with each other."""


def relation(said: str) -> str:
    """The SKOS relation (IRI) of what follows ``act:KIND:``, close where nothing does."""
    return f"{SKOS}{said or 'close'}Match"


@lru_cache(10_000)
def find(text: str) -> Found:
    """The kind that a text names with its relation, or ``unmatched`` with the kinds (IRI, English label) whose words are like it."""
    words = _words()
    asked = folded(text)
    if asked in words:
        kind, said = words[asked]
        return Found("linked", kind, "names", relation=said)
    from rapidfuzz import fuzz, process  # only what is not known pays for it

    labels = wording.kinds_of_acts()
    like = process.extract(asked, words.keys(), scorer=fuzz.WRatio, limit=None, score_cutoff=_LIKE) if asked else []
    near = dict.fromkeys(words[word][0] for word, _, _ in sorted(like, key=lambda one: (-one[1], one[0])))
    return Found("unmatched", candidates=tuple((kind, labels[kind]["en"]) for kind in list(near)[:_MOST]))


@cache
def _words() -> dict[str, tuple[str, str]]:
    """Folded word → kind and relation (IRIs)."""
    found = {folded(text): (kind, CLOSE) for kind, texts in wording.kinds_of_acts().items() for text in texts.values()}
    for word, said in wording.headers().items():
        if said.startswith(ACT):
            kind, _, how = said.removeprefix(ACT).partition(":")
            found[word] = (f"{KINDS}{kind}", relation(how))
    return found
