"""Bodies: names → roles → bodies of the state; and the wordings that hold names of bodies (slots).

A body resolves by role and area. A name that is no known role stays as printed, and only where it holds one of the language's body words.
"""

from __future__ import annotations

from kg.interpreting.cell import Cell
from kg.model import Body
from kg.vocabulary.lexicon import SlotPattern, longest

Slots = dict[str, list[Body]]


def resolve(cell: Cell, role: str, first: int, last: int) -> Body:
    """The body that tokens ``first`` to ``last`` name."""
    printed = cell.text[cell.start(first) : cell.end(last - 1)]
    return Body(printed, role, f"{cell.area}-{role}" if cell.area else None)


MOST_WORDS = 6
"""An unknown name of more words than this is no name."""


def bodies(cell: Cell, first: int, last: int, *, announced: bool) -> list[Body] | None:
    """The bodies that tokens ``first`` to ``last`` list; None where the words are no list of bodies.

    ``announced``: words around the list already say that bodies follow, so that an unknown name may stand in any case.
    """
    return _known(cell, first, last) or _by_commas(cell, first, last, announced)


def _pairs(cell: Cell, first: int, last: int) -> list[Body] | None:
    """Bodies and their superiors in turn ("police - president, prosecution - parliament"): a dash in a pair, a comma between pairs."""
    found: list[Body] = []
    at = first
    while at < last:
        match = longest(cell.lexicon.roles, cell.words, at, last)
        joined = cell.between(at) if found else ""
        sign = ",;" if len(found) % 2 == 0 else "–—―-"
        if match is None or (found and not any(mark in joined for mark in sign)):
            return None
        found.append(resolve(cell, match[0].term.code, at, match[1]))
        at = match[1]
    return found if len(found) % 2 == 0 else None


def _known(cell: Cell, first: int, last: int) -> list[Body] | None:
    """Bodies whose names are all known, each joined to the next by a comma or a conjunction, none named twice."""
    found: list[Body] = []
    at = first
    while at < last:
        if found:
            joined = longest(cell.lexicon.conjunctions, cell.words, at, last)
            if joined is None and not any(sign in cell.between(at) for sign in ",;"):
                return None
            at = joined[1] if joined else at
        match = longest(cell.lexicon.roles, cell.words, at, last)
        if match is None:
            return None
        entry, end = match
        found.append(resolve(cell, entry.term.code, at, end))
        at = end
    return found if len({body.role for body in found}) == len(found) else None


def _by_commas(cell: Cell, first: int, last: int, announced: bool) -> list[Body] | None:
    found: list[Body] = []
    begin = first
    for at in range(first + 1, last + 1):
        if at == last or "," in cell.between(at) or ";" in cell.between(at):
            known = _known(cell, begin, at)
            if known:
                found += known
            elif _name(cell, begin, at, announced):
                found.append(Body(cell.text[cell.start(begin) : cell.end(at - 1)]))
            else:
                return None
            begin = at
    return found if found and len({body.shown for body in found}) == len(found) else None


def _name(cell: Cell, first: int, last: int, announced: bool) -> bool:
    """Whether unknown words can be the name of a body.

    Only where other words announce a body; short, without number or qualifier, with a body word. Either modifiers and then the body word
    ("Financial police"), or capitalised throughout ("Ministry of Defence"): a verb or an adverb is neither.
    """
    words, language = cell.words[first:last], cell.lexicon.language
    if not announced or len(words) > MOST_WORDS or not all(w.isalpha() and w not in cell.lexicon.qualifiers for w in words):
        return False
    if any(longest(cell.lexicon.roles, cell.words, at, last) for at in range(first, last)):
        return False  # the name of a known body and something else: perhaps a part of it
    heads = cell.lexicon.body_word_forms
    printed = [cell.text[cell.start(at)] for at in range(first, last)]
    modified = words[-1] in heads and printed[0].isupper() and all(w.endswith(language.modifier_endings) for w in words[:-1])
    capitals = all(sign.isupper() or word in language.name_particles for sign, word in zip(printed, words, strict=True))
    return (modified and len(words) > 1) or (capitals and any(word in heads for word in words))


def match(pattern: SlotPattern, cell: Cell, first: int, last: int) -> Slots | None:
    """What the slots of ``pattern`` hold when it takes all tokens from ``first`` to ``last``; None when it does not.

    Slots: ``<bodies>`` a list, ``<superior>`` one body, ``<exceptions>`` pairs of a body and its superior.
    """
    items = pattern.items
    if last - first < len(items) or (items[-1][0] != "<" and cell.words[last - 1] != items[-1]):
        return None
    return _match(items, cell, first, last, len(items) > 1)


def _match(items: tuple[str, ...], cell: Cell, first: int, last: int, announced: bool) -> Slots | None:
    if not items:
        return {} if first == last else None
    head, rest = items[0], items[1:]
    if head[0] != "<":
        if first < last and cell.words[first] == head:
            return _match(rest, cell, first + 1, last, announced)
        return None
    for end in range(last - len(rest), first, -1):
        if rest and rest[0][0] != "<" and (end >= last or cell.words[end] != rest[0]):
            continue
        held = _pairs(cell, first, end) if head == "<exceptions>" else bodies(cell, first, end, announced=announced)
        if held is None or (head == "<superior>" and len(held) != 1):
            continue
        slots = _match(rest, cell, end, last, announced)
        if slots is not None:
            return {head: held, **slots}
    return None
