"""What mutations came to, for people (text) and for programs (JSON, CSV): the share that was caught by operator, and the survivors.

JSON, keys in this order, none ever left out::

    {"mutation": 1,                  the version of this shape
     "enough": bool,                 what the exit code says
     "mutants": int, "caught": int,  of all operators
     "left": int, "about": int,      triples not tried (kg.validation.mutation.Mutation)
     "data_hash": str | null, "shapes_hash": str | null, "shapes_version": str | null,
     "operators": [                  all eight, in the order in which they are documented
       {"operator": str,             such as "wrong-link"
        "made": int,                 mutants that there are
        "mutants": int,              of these tried; fewer: a sample
        "caught": int,
        "share": number | null,      caught / mutants; null where there was nothing to break
        "enough": bool,
        "survivors": [
          {"focus": str, "class": str | null, "property": str,
           "removed": [str], "added": [str],             triples as N-Triples without the full stop
           "document": str | null, "line": int | null,   of the profile document
           "reason": {"en": str, "ru": str}}]}]}         {} where no reason is known

CSV has a row an operator (``kind`` is ``operator``) and, below it, a row a survivor.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

from kg.validation import wording
from kg.validation.mutation import ENOUGH, Mutation, Survivor, Tried
from kg.validation.naming import Names
from kg.validation.reports import structured, table

VERSION = 1
COLUMNS = (
    *("kind", "operator", "made", "mutants", "caught", "share", "enough", "survivors", "explained"),
    *("focus", "class", "property", "removed", "added", "document", "line", "reason"),
)


def text(mutation: Mutation, language: str) -> str:
    """The shares and the survivors for people; in English where a language has no words."""
    lines = []
    for one in mutation.tried:
        operator = _note(language, f"mutation-{one.operator}")
        if one.share is None:
            lines.append(_note(language, "mutation-none", operator=operator))
            continue
        explained = len(one.survivors) - len(one.unexplained)
        line = _note(
            language,
            "mutation-share",
            operator=operator,
            caught=str(one.caught),
            mutants=str(one.mutants),
            share=percent(one.share),
            survivors=str(len(one.survivors)),
            explained=str(explained),
        )
        lines.append(line if one.made == one.mutants else f"{line} ({_note(language, 'mutation-sample', made=str(one.made))})")
        for survivor in one.survivors:
            lines += _listed(survivor, mutation.names, language)
    for name in ("left", "about"):
        if count := getattr(mutation, name):
            lines.append(_note(language, f"mutation-{name}", **{name: str(count)}))
    return "\n".join([*lines, *_summary(mutation, language)]) + "\n"


def _summary(mutation: Mutation, language: str) -> list[str]:
    """What all operators come to, whether it is enough, and what to do about changes that nothing noticed."""
    used = [one for one in mutation.tried if one.mutants]
    total, caught = mutation.mutants, mutation.caught
    open_ = sum(len(one.unexplained) for one in used)
    lines = []
    if used:
        lines.append(
            _note(
                language,
                "mutation-summary",
                operators=str(len(used)),
                caught=str(caught),
                mutants=str(total),
                share=percent(caught / total),
                survivors=str(total - caught),
                explained=str(total - caught - open_),
                unexplained=str(open_),
            )
        )
    few = ", ".join(_note(language, f"mutation-{one.operator}") for one in used if not one.enough)
    verdict = "enough" if mutation.enough else "too-few" if few else "nothing"
    lines.append(_note(language, f"mutation-{verdict}", share=percent(ENOUGH), operators=few))
    return [*lines, _note(language, "mutation-advice")] if open_ else lines


def _listed(survivor: Survivor, names: Names, language: str) -> list[str]:
    mutant = survivor.mutant
    place = _note(language, "mutation-survivor", document=survivor.document, line=str(survivor.line)) if survivor.line else ""
    changes = [("-", triple) for triple in mutant.removed] + [("+", triple) for triple in mutant.added]
    shown = []
    for sign, triple in changes:
        subject = "" if triple.subject == mutant.focus else f"{names.term(triple.subject)} "
        shown.append(f"    {sign} {subject}{names.term(triple.predicate)} {names.term(triple.object)}")
    predicate = names.term(mutant.predicate)
    reason = survivor.reason.get(language) or survivor.reason.get("en")
    if not reason:
        of_class = names.term(survivor.cls) if survivor.cls is not None else ""
        reason = _note(language, "mutation-unexplained" if of_class else "mutation-unexplained-classless", property=predicate, cls=of_class)
    return [f"  {names.term(mutant.focus)} {predicate}{f' ({place})' if place else ''}", *shown, f"    {reason}"]


def _note(language: str, name: str, **fields: str) -> str:
    words = wording.note(name, **fields)
    return words.get(language) or words["en"]


def percent(share: float) -> str:
    """A share in per cent, rounded down to a tenth: 94.99 is not 95."""
    return f"{int(share * 1000) / 10:g}"


def write_json(mutation: Mutation, language: str = "") -> str:
    """All of it as JSON, in every language."""
    body = {
        "mutation": VERSION,
        "enough": mutation.enough,
        "mutants": mutation.mutants,
        "caught": mutation.caught,
        "left": mutation.left,
        "about": mutation.about,
        "data_hash": mutation.data_hash or None,
        "shapes_hash": mutation.shapes_hash or None,
        "shapes_version": mutation.shapes_version or None,
        "operators": [_operator(one) for one in mutation.tried],
    }
    return structured.dump(body)


def _operator(one: Tried) -> dict[str, Any]:
    return {
        "operator": one.operator,
        "made": one.made,
        "mutants": one.mutants,
        "caught": one.caught,
        "share": one.share,
        "enough": one.enough,
        "survivors": [_survivor(survivor) for survivor in one.survivors],
    }


def _survivor(survivor: Survivor) -> dict[str, Any]:
    mutant = survivor.mutant
    return {
        "focus": str(getattr(mutant.focus, "value", mutant.focus)),
        "class": None if survivor.cls is None else str(survivor.cls.value),
        "property": mutant.predicate.value,
        "removed": [str(triple) for triple in mutant.removed],
        "added": [str(triple) for triple in mutant.added],
        "document": survivor.document or None,
        "line": survivor.line or None,
        "reason": dict(sorted(survivor.reason.items())),
    }


def write_csv(mutation: Mutation, language: str = "en") -> str:
    """A row an operator and a row a survivor, reasons in one language; cells that no spreadsheet runs, lines ended by CR LF."""
    file = io.StringIO(newline="")
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in mutation.tried:
        explained = len(one.survivors) - len(one.unexplained)
        share = "" if one.share is None else f"{one.share:.6f}"
        counts = (one.made, one.mutants, one.caught, share, str(one.enough).lower(), len(one.survivors), explained)
        rows.writerow(["operator", one.operator, *map(str, counts), *[""] * 8])
        for survivor in one.survivors:
            said = _survivor(survivor)
            changes = ("\n".join(said["removed"]), "\n".join(said["added"]))
            reason = survivor.reason.get(language) or survivor.reason.get("en", "")
            place = (survivor.document, str(survivor.line or ""))
            cells = (said["focus"], said["class"] or "", said["property"], *changes, *place, reason)
            rows.writerow(["survivor", one.operator, *[""] * 7, *map(table.safe, cells)])
    return file.getvalue()


FORMS: dict[str, Callable[[Mutation, str], str]] = {"text": text, "json": write_json, "csv": write_csv}
