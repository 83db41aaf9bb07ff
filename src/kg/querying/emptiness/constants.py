"""Individuals and literals that exist, or are of the right kind, and give no rows in their place: what would, and what that means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.querying.emptiness.anatomy import Filter, Triple, Values, variables
from kg.querying.emptiness.diagnosis import ABSENT
from kg.querying.emptiness.drawing import atoms
from kg.querying.emptiness.likeness import Meant, meant
from kg.querying.emptiness.scene import VARIABLE, Finding, Fix, Scene, optional
from kg.querying.emptiness.term import Term, written

_MOST_FIXES = 4


def general(scene: Scene) -> bool:
    """Whether the conflict has rows once every individual and literal of it is left open: then those are the cause, else its shape is."""
    edits = {}
    for number, (role, term, part) in enumerate(scene.constants()):
        if role == "individual" and isinstance(part, Triple) and part in scene.conflict:
            edits[(term.start, term.end)] = f"{VARIABLE}{number}"
    kept = [part for part in scene.conflict if not isinstance(part, Values | Filter)]
    return bool(kept) and scene.some(kept, edits)


def unmatched(scene: Scene, known: set[str], *, sure: bool) -> list[Finding]:
    """Constants in whose place other terms give rows; of those for which there is only nothing, that with the most others comes first.

    ``known``: the IRIs that the data hold; ``sure``: only where another term gives rows for the whole query, not for the conflict alone.
    """
    return sorted(_unmatched(scene, known, sure), key=lambda found: (found.cause in ABSENT, -int(found.fields.get("count", "0"))))


def _unmatched(scene: Scene, known: set[str], sure: bool) -> Iterator[Finding]:
    done = set()
    for role, term, part in scene.constants():
        if role != "individual" or (term.kind, term.value, term.language, term.datatype) in done or part not in scene.conflict:
            continue
        done.add((term.kind, term.value, term.language, term.datatype))
        if isinstance(part, Triple):
            spots = [(one.start, one.end) for _, one, within in scene.constants() if _equal(one, term) and isinstance(within, Triple)]
            values = scene.distinct(VARIABLE, edits=dict.fromkeys(spots, VARIABLE))
        elif isinstance(part, Values):
            spots, values = [(term.start, term.end)], scene.column(part, term)
        else:
            continue
        whole = scene.others(part, term, spots) if values else []
        found = meant(term, whole or values, scene.prober, known=term.value in known) if values else None
        if found is not None and (whole or not sure or found.cause not in ABSENT):
            yield finding(scene, term, found, spots, whole or values)


def _equal(one: Term, other: Term) -> bool:
    return (one.kind, one.value, one.language, one.datatype) == (other.kind, other.value, other.language, other.datatype)


def finding(scene: Scene, term: Term, found: Meant, spots: list[tuple[int, int]], values: list[Any]) -> Finding:
    """A finding for a constant: replaced by what was meant; where there is none for it, first with what is missing made optional."""
    prefixes = scene.query.prefixes
    shown = found.terms if found.terms else sorted(values, key=str)
    fixes = [Fix(dict.fromkeys(spots, written(one, prefixes)), "instead") for one in found.terms[:_MOST_FIXES]]
    cause = found.cause
    if cause == "value":
        fixes = [Fix(fix.edits, "other") for fix in fixes[:2]]
        loose = _loose(scene)
        if loose:
            cause = "partial"
            fixes = [*(Fix(optional(scene.query, triple), "optional") for triple in loose), *fixes]
            triple = loose[0]
            fields = {
                "what": scene.query.text[triple.path.start : triple.path.end],
                "found": ", ".join(written(v, prefixes) for v in shown[:3]),
            }
            return Finding(cause, triple.start, triple.end, tuple(fix for fix in fixes if fix.edits), {**fields, "term": term.text})
    fields = {"found": ", ".join(dict.fromkeys(written(one, prefixes) for one in shown[:3])), "count": str(len(values))}
    return Finding(cause, term.start, term.end, tuple(fixes), fields)


def _loose(scene: Scene) -> list[Triple]:
    """Triple patterns of the conflict that only fetch something: their object is a variable that no other atom of the query uses."""
    found = []
    for triple in scene.triples:
        rest = [part for part in scene.conflict if part is not triple]
        names = set().union(*(variables(part) for part in atoms(scene.group) if part is not triple and not isinstance(part, Filter)))
        fetched = triple.object.kind == "variable" and triple.object.value not in names
        if (
            fetched
            and triple.path.plain is not None
            and triple.path.plain.kind == "iri"
            and optional(scene.query, triple)
            and scene.some(rest)
        ):
            found.append(triple)
    return found
