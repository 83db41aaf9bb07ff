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
MODIFIED, CAPITALS, COMPLETED = "modified", "capitals", "completed"
"""What tells the name of an unknown body from other words: see :func:`_name`."""


def bodies(cell: Cell, first: int, last: int, *, announced: bool) -> list[Body] | None:
    """The bodies that tokens ``first`` to ``last`` list; None where the words are no list of bodies.

    ``announced``: words around the list already say that bodies follow, so that an unknown name may stand in any case.
    """
    return _known(cell, first, last) or _listed(cell, first, last, announced)


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


def _listed(cell: Cell, first: int, last: int, announced: bool) -> list[Body] | None:
    """Bodies of which some may be unknown: parted by commas, and the last two perhaps by a conjunction."""
    found: list[Body] = []
    begin = first
    for at in range(first + 1, last + 1):
        if at == last or "," in cell.between(at) or ";" in cell.between(at):
            members = _known(cell, begin, at) or _unknown(cell, begin, at, announced) or _two(cell, begin, at, announced)
            if members is None:
                return None
            found += members
            begin = at
    return found if found and len({body.shown for body in found}) == len(found) else None


def _unknown(cell: Cell, first: int, last: int, announced: bool) -> list[Body] | None:
    if not _name(cell, first, last, announced):
        return None
    while cell.words[first] in cell.lexicon.language.name_particles:
        first += 1
    return [Body(cell.text[cell.start(first) : cell.end(last - 1)])]


def _two(cell: Cell, first: int, last: int, announced: bool) -> list[Body] | None:
    """Two bodies joined by a conjunction, at least one of them unknown; None where the conjunction may stand inside one name.

    "Committee for Prisons and Police" and "Police and Prisons Department" are one name each: what stands before the conjunction must
    end as a name does, and a known name of one word before an unknown one only counts where endings tell the two apart.
    """
    lexicon = cell.lexicon
    for at in range(first + 1, last - 1):
        joined = longest(lexicon.conjunctions, cell.words, at, last)
        if joined is None:
            continue
        left, right = _known(cell, first, at), _known(cell, joined[1], last)
        before = left or _unknown(cell, first, at, announced)
        after = right or _unknown(cell, joined[1], last, announced)
        if not before or not after or len(before) > 1 or len(after) > 1 or (left and right):
            return None
        if left:
            whole = at - first > 1 and cell.words[at - 1] in lexicon.body_word_forms
            apart = whole or _name(cell, joined[1], last, announced) == MODIFIED
        else:
            apart = _name(cell, first, at, announced) == MODIFIED or not any(
                word in lexicon.language.name_particles for word in cell.words[first:at]
            )
            apart = apart and (cell.words[at - 1] in lexicon.body_word_forms or _ends_in_role(cell, first, at))
        return [*before, *after] if apart else None
    return None


def _name(cell: Cell, first: int, last: int, announced: bool) -> str:
    """How unknown words are the name of a body, or ''.

    Short, without number or qualifier, with a body word. Where other words announce a body: either modifiers and then the body word
    ("Financial police"), or capitalised throughout ("Ministry of Defence"); a verb or an adverb is neither. A body word and what the
    vocabulary knows to complete it ("Service of Internal Control") needs no announcement.
    """
    words, language = cell.words[first:last], cell.lexicon.language
    if not 0 < len(words) <= MOST_WORDS or not all(w.isalpha() and w not in cell.lexicon.qualifiers for w in words):
        return ""
    heads = cell.lexicon.body_word_forms
    printed = [cell.text[cell.start(at)] for at in range(first, last)]
    capitals = all(sign.isupper() or word in language.name_particles for sign, word in zip(printed, words, strict=True))
    if any(longest(cell.lexicon.roles, cell.words, at, last) for at in range(first, last)):
        # The name of a known body and something else: another body, or perhaps a part of the known one.
        return _around_role(cell, first, last, capitals) if announced else ""
    if printed[0].isupper() and _completed(cell, words):
        return COMPLETED
    if not announced:
        return ""
    if len(words) > 1 and words[-1] in heads and printed[0].isupper() and _modifiers(cell, words[:-1]):
        return MODIFIED
    return CAPITALS if capitals and any(word in heads for word in words) else ""


def _modifiers(cell: Cell, words: list[str]) -> bool:
    return all(word.endswith(cell.lexicon.language.modifier_endings) for word in words)


def _completed(cell: Cell, words: list[str]) -> bool:
    """Modifiers, a body word in its basic form, modifiers, and a word that the vocabulary knows to complete body words."""
    at = next((i for i, word in enumerate(words) if word in cell.lexicon.body_words), -1)
    complete = words[-1] in cell.lexicon.language.body_complements and 0 <= at < len(words) - 1
    return complete and _modifiers(cell, words[:at] + words[at + 1 : -1])


def _ends_in_role(cell: Cell, first: int, last: int) -> bool:
    return any((hit := longest(cell.lexicon.roles, cell.words, at, last)) and hit[1] == last for at in range(first + 1, last))


def _around_role(cell: Cell, first: int, last: int, capitals: bool) -> str:
    """A name that holds the name of a known body, and is kept as printed because it is another one or a part of it.

    Modifiers and then the known name ("Border Police"), but not where a sentence begins: there a capital tells no adverb from a modifier.
    Or a body word, a particle and the known name ("Office of the Prosecutor General").
    """
    words, language = cell.words, cell.lexicon.language
    at = next(i for i in range(first, last) if longest(cell.lexicon.roles, words, i, last))
    role = longest(cell.lexicon.roles, words, at, last)
    if at == first or role is None or role[1] != last:
        return ""
    if words[first] in cell.lexicon.body_word_forms:
        particles = all(word in language.name_particles for word in words[first + 1 : at])
        return CAPITALS if capitals and at > first + 1 and particles else ""
    if first == 0 or any(stop in cell.between(first) for stop in ".!?…"):
        return ""
    if language.modifier_endings:
        return MODIFIED if cell.text[cell.start(first)].isupper() and _modifiers(cell, words[first:at]) else ""
    known = any(word in cell.lexicon.body_word_forms or word in language.name_particles for word in words[first:at])
    return CAPITALS if capitals and not known else ""


def match(pattern: SlotPattern, cell: Cell, first: int, last: int) -> Slots | None:
    """What the slots of ``pattern`` hold when it takes all tokens from ``first`` to ``last``; None when it does not.

    Slots: ``<bodies>`` a list, ``<body>`` and ``<superior>`` one body, ``<exceptions>`` pairs of a body and its superior.
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
        if held is None or (head in ("<superior>", "<body>") and len(held) != 1):
            continue
        slots = _match(rest, cell, end, last, announced)
        if slots is not None:
            return {head: held, **slots}
    return None
