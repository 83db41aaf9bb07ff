"""Results for a terminal and for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping
from typing import Any

from kg.querying.table import curie
from kg.searching.results import Fragment, Hit, Results, said
from kg.vocabulary import texts

WORDS = texts.Wording("serving.ttl", "serving")
"""The words of the page of the search, which says the same."""

FORMATS = ("table", "json")
_WIDEST = 110


def write(results: Results, form: str) -> str:
    """Results in one of :data:`FORMATS`; the words between them are of the language that was asked for."""
    if form == "json":
        return json.dumps(listed(results), ensure_ascii=False, indent=1) + "\n"

    def say(name: str, **values: object) -> str:
        return _in(WORDS.say(f"search-{name}", **values), results.language)

    def head(name: str) -> str:
        return _in(WORDS.head(f"search-{name}"), results.language)

    lines = [say(f"taken-{one.how}", typed=one.typed, taken=one.taken) for one in results.taken]
    lines += [say("similar")] if results.similar and results.total else []
    lines += [say("left-out", words=", ".join(results.left_out))] if results.left_out else []
    lines += [say("partly", words=", ".join(results.partly))] if results.partly else []
    for hit in results.hits:
        lines += [f"{said(hit.label)}  [{head(f'kind-{hit.kind}')}, {head(f'match-{hit.match}')}]"]
        lines += textwrap.wrap(said(hit.snippet), _WIDEST, initial_indent="    ", subsequent_indent="    ")
        lines += [f"    {curie(one)}" for one in (hit.iri, hit.passage) if one]
    kinds = ", ".join(f"{group.kind}: {head(f'kind-{group.kind}')} {group.total}" for group in results.groups)
    first = results.offset + 1
    shown = say("shown", first=first, last=results.offset + len(results.hits), count=results.total) if results.hits else ""
    lines.append(f"{shown} ({kinds})" if shown else say("shown-none", count=results.total) if results.total else say("none"))
    return "".join(f"{line}\n" for line in lines)


def _in(said_in: Mapping[str, str], language: str) -> str:
    """A text in a language, in English where nobody has worded it there."""
    return said_in.get(language) or said_in["en"]


def listed(results: Results, url: Callable[[str], str] | None = None) -> dict[str, Any]:
    """Results as JSON; with ``url`` each hit has its address beside its IRI. ``marked`` are pairs of offsets in the text (code points)."""
    return {
        "query": results.query,
        "lang": results.language,
        "kind": results.kind or None,
        "area": results.area or None,
        "limit": results.limit,
        "offset": results.offset,
        "total": results.total,
        "similar": results.similar,
        "taken": [one._asdict() for one in results.taken],
        "left_out": list(results.left_out),
        "partly": list(results.partly),
        "kinds": {group.kind: group.total for group in results.groups},
        "hits": [_hit(hit, url) for hit in results.hits],
    }


def _hit(hit: Hit, url: Callable[[str], str] | None) -> dict[str, Any]:
    found: dict[str, Any] = {"iri": hit.iri} | ({"url": url(hit.iri)} if url else {})
    found |= {"kind": hit.kind, "match": hit.match, "label": _text(hit.label, hit.label_language)}
    found |= {"snippet": _text(hit.snippet, hit.snippet_language)} if hit.snippet else {}
    return found | {name: getattr(hit, name) for name in ("area", "profile", "passage") if getattr(hit, name)}


def _text(fragments: tuple[Fragment, ...], language: str) -> dict[str, Any]:
    marked, at = [], 0
    for fragment in fragments:
        if fragment.marked:
            marked.append([at, at + len(fragment.text)])
        at += len(fragment.text)
    return {"text": said(fragments), "lang": language, "marked": marked}
