"""Results for a terminal and for programs."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from typing import Any

from kg.querying.table import curie
from kg.searching.results import Fragment, Hit, Results, said

FORMATS = ("table", "json")
_WIDEST = 110


def write(results: Results, form: str) -> str:
    """Results in one of :data:`FORMATS`."""
    if form == "json":
        return json.dumps(listed(results), ensure_ascii=False, indent=1) + "\n"
    lines = [f"{one.typed}: read as {one.taken}" for one in results.taken]
    lines += [f"nothing holds {', '.join(results.left_out)}"] if results.left_out else []
    lines += [f"not every hit holds all of {', '.join(results.partly)}"] if results.partly else []
    lines += ["nothing is called so; these are only similar"] if results.similar and results.total else []
    for hit in results.hits:
        lines += [f"{said(hit.label)}  [{hit.kind}, {hit.match}]"]
        lines += textwrap.wrap(said(hit.snippet), _WIDEST, initial_indent="    ", subsequent_indent="    ")
        lines += [f"    {curie(one)}" for one in (hit.iri, hit.passage) if one]
    kinds = ", ".join(f"{group.kind} {group.total}" for group in results.groups)
    lines.append(f"{len(results.hits)} of {results.total} ({kinds})" if results.total else "nothing found")
    return "".join(f"{line}\n" for line in lines)


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
