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


def _known(cell: Cell, first: int, last: int) -> list[Body] | None:
    found: list[Body] = []
    at = first
    while at < last:
        if found and (joined := longest(cell.lexicon.connectors, cell.words, at, last)):
            at = joined[1]
        match = longest(cell.lexicon.roles, cell.words, at, last)
        if match is None:
            return None
        entry, end = match
        found.append(resolve(cell, entry.term.code, at, end))
        at = end
    return found


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
    return found or None


def _name(cell: Cell, first: int, last: int, announced: bool) -> bool:
    """Whether unknown words can be the name of a body: capitalised, short, with a body word, without number or qualifier."""
    words = cell.words[first:last]
    heads = cell.lexicon.body_word_forms if announced else cell.lexicon.body_words
    return (
        len(words) <= MOST_WORDS
        and cell.text[cell.start(first)].isupper()
        and any(word in heads for word in words)
        and all(word.isalpha() and word not in cell.lexicon.qualifiers for word in words)
    )


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
        held = bodies(cell, first, end, announced=announced)
        if held is None or (head == "<superior>" and len(held) != 1) or (head == "<exceptions>" and len(held) % 2):
            continue
        slots = _match(rest, cell, end, last, announced)
        if slots is not None:
            return {head: held, **slots}
    return None
