"""The document of a gain as sections of sentences by language: what text and page have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.gaining import wording
from kg.gaining.structured import Document

Texts = dict[str, str]


@dataclass
class Section:
    """A heading, sentences under it, and entries: each a sentence with sentences of its own below."""

    name: str
    lead: list[Texts] = field(default_factory=list)
    entries: list[tuple[Texts, list[Texts]]] = field(default_factory=list)


def sections(said: Document, most: int) -> list[Section]:
    """The sections in order; ``most`` entries of a list are told, and how many more there are."""
    if not said["records"]["observations"]:
        return [_files(said, most), Section("values", [wording.filled("empty")]), *_questions(said), _limits(said)]
    return [_files(said, most), *_questions(said), *_values(said, most), _records(said), *_ours(said, most), _limits(said)]


def _files(said: Document, most: int) -> Section:
    section = Section("files")
    if said["build"]:
        section.lead.append(wording.filled("build", hash=said["build"]))
    for file in said["files"]:
        below = [wording.filled(f"file-{name}", count=file[name]) for name in ("ours", "repeated") if file[name]]
        if "rows" not in file:
            section.entries.append((wording.filled("file-rdf", file=file["name"], statements=file["statements"]), below))
            continue
        rows = {name: count for name, count in file["rows"].items() if name != "all"}
        line = wording.filled("file-table", file=file["name"], statements=file["statements"], rows=file["rows"]["all"], **rows)
        below += [
            wording.filled(
                "missing", count=one["count"], column=one["column"], markers=", ".join(one["markers"]), place=place(one["first"])
            )
            for one in file["missing"]
        ]
        below += [
            wording.filled("unlinked", count=one["count"], place=place(one["first"]), why=one["why"], mend=one["next"])
            for one in file["unlinked"][:most]
        ]
        left = sum(one["count"] for one in file["unlinked"][most:]) + file["unlinkedMore"]
        section.entries.append((line, below + ([wording.filled("more", count=left)] if left else [])))
    return section


def _questions(said: Document) -> Iterator[Section]:
    asked = said["questions"]
    gaining = [one for one in asked if one["gained"]]
    disturbed = [one for one in asked if one["changed"] or one["lost"]]
    counts = {"asked": len({one["name"] for one in asked}), **{k: len({o["name"] for o in v}) for k, v in _both(gaining, disturbed)}}
    yield Section("gained", [wording.filled("questions", **counts)], [(one["title"], [_asked(one)]) for one in gaining])
    if disturbed:
        yield Section("changed", [wording.filled("disturbed")], [(one["title"], [_asked(one)]) for one in disturbed])


def _both(gaining: list[Document], disturbed: list[Document]) -> Iterator[tuple[str, list[Document]]]:
    yield "gaining", gaining
    yield "disturbed", disturbed


def _asked(one: Document) -> Texts:
    counts = {name: one[name] for name in ("ours", "together", "gained", "changed", "lost")}
    scope = wording.head("everywhere" if one["everywhere"] else "default")
    return wording.filled("question-line", question={tag: f"{one['name']} ({text})" for tag, text in scope.items()}, **counts)


def _values(said: Document, most: int) -> Iterator[Section]:
    values = said["values"]
    apart = values["notComparable"]
    counts = {"contradicts": values["contradicts"]["count"], "rounded": values["rounded"]["count"], "apart": apart["count"]}
    yield Section("values", [wording.filled("compared", agrees=values["agrees"], **counts)])
    for name, key in (("contradictions", "contradicts"), ("rounding", "rounded")):
        if values[key]["count"]:
            yield Section(name, [wording.filled(key)], _listed(values[key], most))
    if apart["count"]:
        reasons = [({tag: f"{one['count']}: {one['why'][tag]}" for tag in one["why"]}, [_next(one)]) for one in apart["reasons"]]
        yield Section("incomparable", [wording.filled("apart")], [*reasons, *_listed(apart, most)])


def _listed(found: Document, most: int) -> list[tuple[Texts, list[Texts]]]:
    entries: list[tuple[Texts, list[Texts]]] = [(_pair(one), [one["why"]] if one["why"] else []) for one in found["pairs"][:most]]
    left = found["count"] - len(entries)
    return entries + ([(wording.filled("more", count=left), [])] if left else [])


def _pair(one: Document) -> Texts:
    theirs, ours = one["theirs"], one["ours"]
    years = [str(year) for year in (ours["from"], ours["to"]) if year is not None]
    printed = f" “{ours['printed']}”" if ours["printed"] else ""
    value = ours["answer"] or ours["reason"] or amount(ours)
    span = {tag: "–".join(dict.fromkeys(years)) or text for tag, text in wording.filled("no-year").items()}
    return wording.filled(
        "pair",
        state=one["state"],
        year=theirs["year"] or wording.filled("no-year"),
        indicator=one["indicator"],
        theirs=amount(theirs),
        theirSource=theirs["source"],
        place=place(theirs["place"]),
        ours={tag: f"{value[tag]}{printed}, {span[tag]}" for tag in span},
        ourSource=ours["passage"] or ours["source"],
    )


def amount(side: Document) -> Texts:
    """A value with its interval and unit."""
    bounds = f"{side['lower']}–{side['upper']}" if side["lower"] is not None else ""
    number = f"{side['value']} ({bounds})" if side["value"] is not None and bounds else side["value"] or bounds
    units = side["unit"] or dict.fromkeys(wording.LANGUAGES, "")
    return {tag: f"{number} {units[tag]}".strip() for tag in wording.LANGUAGES}


def _records(said: Document) -> Section:
    records = said["records"]
    alone = records["alone"]
    section = Section("alone", [wording.filled("records", observations=records["observations"], met=records["met"], alone=alone["count"])])
    for reason in alone["reasons"]:
        line = {tag: f"{reason['count']}: {reason['why'][tag]} ({reason['source']})" for tag in reason["why"]}
        below = [_next(reason), *(_record(one) for one in reason["first"])]
        left = reason["count"] - len(reason["first"])
        section.entries.append((line, below + ([wording.filled("more", count=left)] if left else [])))
    return section


def _record(one: Document) -> Texts:
    return wording.filled(
        "record",
        state=one["state"] or one["area"],
        year=one["year"] or wording.filled("no-year"),
        indicator=one["indicator"] or "—",
        value=one["value"],
        source=one["source"],
        place=place(one["place"]),
    )


def _next(one: Document) -> Texts:
    return wording.filled("next", step=one["next"])


def _ours(said: Document, most: int) -> Iterator[Section]:
    lines = [(wording.filled("ours", **one), list[Texts]()) for one in said["ours"][:most]]
    left = len(said["ours"]) - len(lines)
    if lines:
        yield Section("ours", entries=lines + ([(wording.filled("more", count=left), [])] if left else []))


def _limits(said: Document) -> Section:
    return Section("limits", said["limits"])


def place(found: dict[str, Any] | None) -> Any:
    """A place for people: file, row and column, and the title of the column."""
    if found is None:
        return wording.filled("somewhere")
    return f"{found['file']}:{found['row']}:{found['column']}" + (f", {found['title']}" if found["title"] else "")
