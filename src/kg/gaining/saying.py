"""The document of a gain as sections of sentences by language: what text and page have in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.gaining import acts, wording
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
    values = bool(said["records"]["observations"])
    dated = [Section(name, [lead], entries) for name, lead, entries in acts.sections(said["acts"], most)]
    if not values and not dated:
        return [_files(said, most), Section("values", [wording.filled("empty")]), *_questions(said), _limits(said)]
    found = [*_values(said, most), _records(said), *_ours(said, most)] if values else []
    return [_files(said, most), *_questions(said), *found, *dated, _limits(said)]


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
                "missing", count=one["count"], column=one["column"], markers=_markers(one["markers"]), place=wording.place(one["first"])
            )
            for one in file["missing"]
        ]
        below += [
            wording.filled("unlinked", count=one["count"], place=wording.place(one["first"]), why=one["why"], mend=one["next"])
            for one in file["unlinked"][:most]
        ]
        left = sum(one["count"] for one in file["unlinked"][most:]) + file["unlinkedMore"]
        section.entries.append((line, below + ([wording.filled("more", count=left)] if left else [])))
    return section


def _markers(markers: list[str]) -> Texts:
    blank = wording.filled("blank")
    return {tag: ", ".join(marker or text for marker in markers) for tag, text in blank.items()}


def _questions(said: Document) -> Iterator[Section]:
    asked = said["questions"]
    gaining = [one for one in asked if one["gained"]]
    disturbed = [one for one in asked if one["changed"] or one["lost"]]
    counts = {"asked": len({one["name"] for one in asked}), **{k: len({o["name"] for o in v}) for k, v in _both(gaining, disturbed)}}
    yield Section("gained", [wording.filled("questions", **counts)], _once(gaining))
    if disturbed:
        yield Section("changed", [wording.filled("disturbed")], _once(disturbed))


def _both(gaining: list[Document], disturbed: list[Document]) -> Iterator[tuple[str, list[Document]]]:
    yield "gaining", gaining
    yield "disturbed", disturbed


def _once(asked: list[Document]) -> list[tuple[Texts, list[Texts]]]:
    """Each question once, with a line for each way in which it was asked."""
    found: dict[str, tuple[Texts, list[Texts]]] = {}
    for one in asked:
        found.setdefault(one["name"], (one["title"], []))[1].append(_asked(one))
    return list(found.values())


def _asked(one: Document) -> Texts:
    counts = {name: one[name] for name in ("ours", "together", "gained", "changed", "lost")}
    scope = wording.head("everywhere" if one["everywhere"] else "default")
    return wording.filled("question-line", question={tag: f"{one['name']} ({text})" for tag, text in scope.items()}, **counts)


def _values(said: Document, most: int) -> Iterator[Section]:
    values = said["values"]
    apart = values["notComparable"]
    counts = {name: values[name]["count"] for name in ("agrees", "contradicts", "rounded")} | {"apart": apart["count"]}
    yield Section("values", [wording.filled("compared", **counts)])
    for name, key in (("contradictions", "contradicts"), ("rounding", "rounded")):
        if values[key]["count"]:
            yield Section(name, [wording.filled(key)], _listed(values[key], most))
    if values["agrees"]["count"]:
        yield Section("agreements", entries=_listed(values["agrees"], most))
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
        year=theirs["day"] or theirs["year"] or wording.filled("no-year"),
        indicator=one["indicator"],
        theirs=amount(theirs),
        theirSource=theirs["source"],
        place=wording.place(theirs["place"]),
        ours={tag: f"{value[tag]}{printed}, {span[tag]}" for tag in span},
        ourSource=_source(ours),
    )


def _source(ours: Document) -> Any:
    """Our source by title, who published it or the line in which it stands, and its IRI."""
    iri = ours["passage"] or ours["source"]
    if ours["title"] is None:
        return iri
    if ours["line"] is not None:
        return wording.filled("our-passage", title=ours["title"], line=ours["line"], iri=iri)
    return wording.filled("our-table", title=ours["title"], iri=iri)


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
        year=one["day"] or one["year"] or wording.filled("no-year"),
        indicator=one["indicator"] or "—",
        value=one["value"],
        source=one["source"],
        place=wording.place(one["place"]),
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
