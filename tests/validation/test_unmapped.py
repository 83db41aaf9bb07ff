"""Keys of JSON-LD that stand for no IRI are told with their lines; of what is not followed for certain nothing is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat

from kg import verdict
from kg.validation import unmapped
from kg.validation.source import Source

E = "http://example.org/"
CONTEXT: dict[str, Any] = {"name": E + "name", "part": E + "part", "C": E + "C"}


def told(content: Any, name: str = "x.jsonld") -> list[str]:
    text = content if isinstance(content, str) else json.dumps(content, indent=0)
    return [note["en"] for note in unmapped.notes([Source(name, text.encode(), RdfFormat.JSON_LD)])]


def test_keys_with_their_lines() -> None:
    node = {"@context": CONTEXT, "@type": "C", "nmae": "x", "part": [{"name": "y", "prat": {"name": "z"}}, {"nmae": 1}]}
    (note,) = told(node)
    assert note.startswith("x.jsonld: the context gives no IRI for 2 of its keys")
    assert note.endswith("nmae (line 8), prat (line 12).")


def test_a_value_on_another_line_and_letters_beyond_ascii() -> None:
    (note,) = told(f'{{"@context": {json.dumps(CONTEXT)},\n"name": "Ж", "имя"\n:\n\n"x"}}')
    assert note.endswith("имя (line 2).")


def test_ten_are_named_and_the_rest_counted() -> None:
    (note,) = told({"@context": CONTEXT, "name": "x"} | {f"key{n:02}": n for n in range(12)})
    assert "for 12 of its keys" in note
    assert "key09 (line" in note
    assert "key10" not in note
    assert note.endswith("and 2 more.")


@pytest.mark.parametrize(
    "node",
    [
        {"@context": CONTEXT, "@id": E + "a", "name": "x", E + "other": 1, "@graph": []},
        {"@context": CONTEXT | {"@vocab": E}, "nmae": "x"},
        {"@context": "http://127.0.0.1:9/c", "nmae": "x"},
        {"@context": [CONTEXT, "http://127.0.0.1:9/c"], "nmae": "x"},
        {"@context": CONTEXT | {"@import": "http://127.0.0.1:9/c"}, "nmae": "x"},
        {"@context": CONTEXT | {"part": {"@id": E + "part", "@context": {"inner": E + "inner"}}}, "part": {"inner": 1}},
        {"@context": CONTEXT | {"data": {"@id": E + "data", "@type": "@json"}}, "data": {"key": 1}},
        {"@context": CONTEXT | {"nmae": None}, "name": "x", "nmae": "meant to be left out"},
        {"@context": CONTEXT | {"label": {"@id": E + "label", "@container": "@language"}}, "label": {"en": "x"}},
        {"@context": CONTEXT | {"by": {"@id": E + "by", "@container": "@index"}}, "by": {"one": {"name": "x"}}},
        "not JSON",
    ],
)
def test_nothing_is_said(node: Any) -> None:
    assert told(node) == []


def test_the_report_has_the_note(tmp_path: Path) -> None:
    (tmp_path / "x.jsonld").write_text(json.dumps({"@context": CONTEXT, "@type": "C", "nmae": "x"}), encoding="utf-8")
    (tmp_path / "s.ttl").write_text(
        f"@prefix sh: <http://www.w3.org/ns/shacl#> . <{E}S> a sh:NodeShape ; sh:targetClass <{E}C> ; sh:nodeKind sh:BlankNode .", "utf-8"
    )
    report = verdict.of([tmp_path / "x.jsonld"], verdict.Request(shapes=(tmp_path / "s.ttl",)))
    (note,) = report.notes
    assert note["en"].endswith("nmae (line 1).")
    assert note["ru"].endswith("nmae (строка 1).")
