"""Dates of treaty acts of a partner beside our acts and the depositary's records: as plain values, and as sentences.

The rows are those of the question ``partner-acts-beside-ours``; both sides of a pair are given with their source, ours with the year as of
which the depositary's record is, and none is preferred. What is ours alone is listed after them (:mod:`kg.gaining.lacking`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kg.gaining import wording

Cells = dict[str, str]
Document = dict[str, Any]
Texts = dict[str, str]
Place = Callable[[Cells], Document | None]
QUESTION = "partner-acts-beside-ours"
AGREES, DATE, CONTRADICTS, APART, ALONE = "agrees", "agrees on the date only", "contradicts", "not comparable", "no counterpart"
"""The verdicts."""
_LISTS = {"contradicts": CONTRADICTS, "dateOnly": DATE, "notComparable": APART, "alone": ALONE}
"""Name of a list of the document → verdict."""
_SECTIONS = {
    "contradicts": "act-contradictions",
    "dateOnly": "act-dates",
    "notComparable": "act-incomparable",
    "alone": "act-alone",
}


def document(rows: list[Cells], lacking: list[Cells], most: int, place: Place) -> Document:
    """``dates`` are the partner's, ``agrees`` and the counts of the lists are pairs, of ``lacking`` acts; lists are cut at ``most``."""
    found: Document = {
        "dates": len({row["theirs"] for row in rows}),
        "agrees": sum(row["verdict"] == AGREES for row in rows),
    }
    for name, verdict in _LISTS.items():
        of = [row for row in rows if row["verdict"] == verdict]
        found[name] = {"count": len(of), "reasons": _reasons(of), "pairs": [_pair(row, place(row)) for row in of[:most]]}
    found["lacking"] = {
        "count": len(lacking),
        "reasons": [{"why": wording.filled(f"lacking-{why}"), "count": count} for why, count in _counted(lacking)],
        "acts": [_lacked(row) for row in lacking[:most]],
    }
    return found


def sections(said: Document, most: int) -> Iterator[tuple[str, Texts, list[tuple[Texts, list[Texts]]]]]:
    """Names of sections, a sentence each, and entries with what stands below; nothing where the partner has no dates of acts."""
    if not said["dates"]:
        return
    counts = {name: said[name]["count"] for name in _LISTS}
    yield "acts", wording.filled("acts-compared", dates=said["dates"], agrees=said["agrees"], **counts), []
    for name, section in _SECTIONS.items():
        one = said[name]
        if not one["count"]:
            continue
        entries = [
            ({tag: f"{reason['count']}: {text}" for tag, text in reason["why"].items()}, [wording.filled("next", step=reason["next"])])
            for reason in one["reasons"]
        ]
        shown = one["pairs"][:most]
        entries += [(_said(pair), [pair["why"]] if pair["why"] else []) for pair in shown]
        yield section, wording.filled(section), entries + _more(one["count"] - len(shown))
    if said["lacking"]["count"]:
        yield _lacking(said["lacking"], most)


def _lacking(one: Document, most: int) -> tuple[str, Texts, list[tuple[Texts, list[Texts]]]]:
    reasons = [({tag: f"{reason['count']}: {text}" for tag, text in reason["why"].items()}, list[Texts]()) for reason in one["reasons"]]
    shown = one["acts"][:most]
    acts = [(_alone(act), list[Texts]()) for act in shown]
    return "act-lacking", wording.filled("act-lacking"), [*reasons, *acts, *_more(one["count"] - len(shown))]


def _more(left: int) -> list[tuple[Texts, list[Texts]]]:
    return [(wording.filled("more", count=left), [])] if left else []


def _pair(row: Cells, place: Document | None) -> Document:
    return {
        "state": wording.spoken(row["areaName"]) if "areaName" in row else None,
        "area": row["area"],
        "instrument": wording.spoken(row["instrumentName"]) if "instrumentName" in row else None,
        "relation": wording.spoken(row["relation"]),
        "why": wording.spoken(row["why"]) if "why" in row else None,
        "theirs": {
            "act": wording.spoken(row["theirAct"]),
            "date": row["theirDate"],
            "source": row["theirSource"],
            "dataSet": row["set"],
            "observation": row["theirs"],
            "place": place,
        },
        "ours": _ours(row),
    }


def _ours(row: Cells) -> Document:
    return {
        "act": wording.spoken(row["ourAct"]) if "ourAct" in row else None,
        "earliest": row.get("ourEarliest"),
        "latest": row.get("ourLatest"),
        "dateKind": wording.spoken(row["dateKind"]) if "dateKind" in row else None,
        "status": wording.spoken(row["status"]) if "status" in row else None,
        "asOf": int(row["asOf"]) if "asOf" in row else None,
        "source": row.get("ourSource"),
        "thing": row.get("ours"),
    }


def _lacked(row: Cells) -> Document:
    return {
        "state": wording.spoken(row["areaName"]),
        "area": row["area"],
        "instrument": wording.spoken(row["instrumentName"]),
        "why": wording.filled(f"lacking-{row['why']}"),
        "ours": _ours(row),
    }


def _reasons(rows: Iterable[Cells]) -> list[Document]:
    return [{"why": wording.spoken(why), "next": wording.step(why), "count": count} for why, count in _counted(rows)]


def _counted(rows: Iterable[Cells]) -> list[tuple[str, int]]:
    counts = Counter(row["why"] for row in rows if "why" in row)
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _said(pair: Document) -> Texts:
    theirs = pair["theirs"]
    return wording.filled(
        "act-pair",
        state=pair["state"] or pair["area"],
        instrument=pair["instrument"] or "—",
        act=theirs["act"],
        theirs=theirs["date"],
        theirSource=theirs["source"],
        place=wording.place(theirs["place"]),
        **_told(pair["ours"]),
    )


def _alone(act: Document) -> Texts:
    return wording.filled("act-of-ours", state=act["state"], instrument=act["instrument"], **_told(act["ours"]))


def _told(ours: Document) -> dict[str, object]:
    days = [day for day in dict.fromkeys((ours["earliest"], ours["latest"])) if day]
    nothing = wording.filled("no-act")
    dated = wording.filled(
        "our-act", act=ours["act"] or nothing, date="–".join(days) or wording.filled("no-date"), kind=ours["dateKind"] or "—"
    )
    recorded = wording.filled("our-record", status=ours["status"] or nothing, asOf=ours["asOf"] or wording.filled("no-year"))
    return {
        "ours": dated if ours["act"] else nothing,
        "record": recorded if ours["status"] else wording.filled("no-record"),
        "ourSource": ours["source"] or "—",
    }
