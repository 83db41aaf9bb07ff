"""A gain as a document of plain values, the same for JSON, text and page; ``gain.schema.json`` says what each field is.

Texts are by language. Lists are cut at ``findings.MOST`` entries, those that agree aside, and ``count`` beside them is whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from kg.gaining import acts, findings, sources, wording
from kg.gaining.findings import FIRST, MOST, Cells
from kg.gaining.gain import File, Gain
from kg.gaining.places import Place
from kg.linking.tables.remainder import Group, candidates

FORM = "hrmkg-gain-1"
Document = dict[str, Any]


def write(gain: Gain, _language: str = "en") -> str:
    """JSON with all languages, indented; the same gain gives the same bytes."""
    return json.dumps(document(gain), ensure_ascii=False, indent=1) + "\n"


def document(gain: Gain) -> Document:
    """The document."""
    found = gain.findings

    def place(row: Cells) -> Document | None:
        return _place(gain.places.get(row["theirs"]))

    return {
        "form": FORM,
        "build": gain.build,
        "files": [_file(file) for file in gain.files],
        "questions": [
            {
                "name": one.question.name,
                "title": one.question.title,
                "everywhere": one.everywhere,
                "compares": one.question.beside,
                "ours": one.ours,
                "together": one.together,
                "gained": one.gained,
                "changed": one.changed,
                "lost": one.lost,
            }
            for one in gain.asked
        ],
        "values": {
            "agrees": _pairs(found.pairs.get(findings.AGREES, []), place, None),
            "contradicts": _pairs(found.pairs.get(findings.CONTRADICTS, []), place),
            "rounded": _pairs(found.pairs.get(findings.ROUNDED, []), place),
            "notComparable": {
                **_pairs(found.pairs.get(findings.APART, []), place),
                "reasons": _reasons(found.pairs.get(findings.APART, []), _asked_with(gain.files)),
            },
        },
        "records": {
            "observations": found.observations,
            "met": found.met,
            "alone": {"count": len(found.alone), "reasons": _alone(found.alone, place, _asked_with(gain.files))},
        },
        "acts": acts.document(found.acts, found.lacking, MOST, place),
        "ours": [
            {"source": source, "indicator": wording.spoken(indicator), "why": wording.spoken(why), "count": count}
            for (source, indicator, why), count in sorted(found.ours_alone.items())
        ],
        "limits": [wording.filled(f"limit-{name}") for name in ("depositary", "interval", "year")],
    }


def _file(file: File) -> Document:
    held = file.held
    content = file.table.path.read_bytes() if file.table else held.partner.content
    said: Document = {
        "name": file.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "graph": held.partner.graph,
        "statements": held.statements,
        "repeated": held.repeated,
        "ours": held.ours,
    }
    if file.table is None:
        return said
    result = file.table.result
    return {
        **said,
        "rows": {"all": result.rows, **{name: result.counts[name] for name in ("linked", "unmatched", "ambiguous", "bad")}},
        "missing": [
            {"count": one.count, "column": one.first.title, "markers": list(one.markers), "first": _place(one.first)}
            for one in file.missing
        ],
        "unlinked": [_unlinked(file.name, group) for group in result.groups[:MOST]],
        "unlinkedMore": sum(group.count for group in result.groups[MOST:]) + result.more,
    }


def _unlinked(name: str, group: Group) -> Document:
    return {
        "code": group.issue.code,
        "count": group.count,
        "why": group.why(),
        "next": group.mend(),
        "candidates": candidates(group.issue, "en"),
        "first": _place(Place(name, group.line, max(group.column, 1), group.title)),
    }


def _place(place: Place | None) -> Document | None:
    return None if place is None else {"file": place.file, "row": place.row, "column": place.column, "title": place.title}


def _pairs(rows: list[Cells], place: Callable[[Cells], Document | None], most: int | None = MOST) -> Document:
    return {"count": len(rows), "pairs": [_pair(row, place(row)) for row in rows[:most]]}


def _pair(row: Cells, place: Document | None) -> Document:
    names = {"value": "Value", "lower": "Lower", "upper": "Upper"}
    return {
        "state": wording.spoken(row["areaName"]),
        "indicator": wording.spoken(row["indicatorName"]),
        "relation": wording.spoken(row["relation"]),
        "why": wording.spoken(row["why"]) if "why" in row else None,
        "theirs": {
            **{key: row.get(f"their{column}") for key, column in names.items()},
            "unit": wording.spoken(row["theirUnit"]) if "theirUnit" in row else None,
            "year": int(row["theirYear"]) if "theirYear" in row else None,
            "day": row.get("theirDay"),
            "source": row["theirSource"],
            "dataSet": row["set"],
            "observation": row["theirs"],
            "place": place,
        },
        "ours": {
            **{key: row.get(f"our{column}") for key, column in names.items()},
            "unit": wording.spoken(row["ourUnit"]) if "ourUnit" in row else None,
            "from": int(row["ourFrom"]) if "ourFrom" in row else None,
            "to": int(row["ourTo"]) if "ourTo" in row else None,
            "state": wording.spoken(row["ourState"]),
            **{key: wording.spoken(row[key]) if key in row else None for key in ("group", "answer", "reason")},
            "printed": row.get("printed"),
            "source": row["ourSource"],
            "title": sources.texts(row, "ourTitle"),
            "publisher": sources.texts(row, "ourPublisher"),
            "line": int(row["ourLine"]) if "ourLine" in row else None,
            "passage": row.get("passage"),
        },
    }


def _asked_with(files: Iterable[File]) -> str:
    """What a command names after --with: RDF that kg link writes beside a table, and other RDF."""
    return " --with ".join(f"{file.name}-data.ttl" if file.table else file.name for file in files)


def _reasons(rows: Iterable[Cells], files: str) -> list[Document]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["why"]] = counts.get(row["why"], 0) + 1
    return [
        {"why": wording.spoken(why), "next": wording.step(why, files), "count": count}
        for why, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


def _alone(rows: Iterable[Cells], place: Callable[[Cells], Document | None], files: str) -> list[Document]:
    groups: dict[tuple[str, str], list[Cells]] = {}
    for row in rows:
        groups.setdefault((row["why"], row["theirSource"]), []).append(row)
    return [
        {
            "why": wording.spoken(why),
            "source": source,
            "next": wording.step(why, files),
            "count": len(found),
            "first": [_record(row, place(row)) for row in found[:FIRST]],
        }
        for (why, source), found in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    ]


def _record(row: Cells, place: Document | None) -> Document:
    return {
        "state": wording.spoken(row["areaName"]) if "areaName" in row else None,
        "area": row["area"],
        "indicator": wording.spoken(row["indicatorName"]) if "indicatorName" in row else None,
        "year": int(row["theirYear"]) if "theirYear" in row else None,
        "day": row.get("theirDay"),
        "value": row["theirValue"],
        "source": row["theirSource"],
        "observation": row["theirs"],
        "place": place,
    }
