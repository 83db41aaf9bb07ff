"""Reports made by hand: every field, every state, every kind of term, and the strings that break writers."""

from __future__ import annotations

from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.validation.paths import SH, Path
from kg.validation.report import (
    Coverage,
    Finding,
    Place,
    Repair,
    Report,
    Result,
    ShapeCoverage,
    Spot,
    Waiver,
)

HSH = "https://w3id.org/hrmkg/shapes#"
HRM = "https://w3id.org/hrmkg/ontology#"
EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"

HOSTILE = (
    "<script>alert(1)</script>",
    "</script></style><!-- --> ]]> &amp; &#0;",
    "\"double\" 'single' `back` \\ back\\slash",
    "line one\nline two\r\nline three\ttab",
    "\u202eevil\u202c שלום مرحبا",
    "nul \x00 escape \x1b[31mred bell \x07 del \x7f c1 \x9b \ufffe \uffff",
    "line\u2028separator\x85next\x0bline\x1cfile",
    "=cmd|' /C calc'!A0",
    "{shown} {{ 7*7 }} {% raw %} {count} %s $this",
    "🙂 \U0001f468\u200d\U0001f469 combining e\u0301",
)
PATH = Path("/", (NamedNode(HRM + "answer"), Path("|", (NamedNode(EX + "a"), Path("^", (Path("*", (NamedNode(EX + "b"),)),))))))


def finding(**changes: Any) -> Finding:
    """A finding of a minCount constraint."""
    fields: dict[str, Any] = {
        "focus": NamedNode(EX + "statement/1"),
        "path": NamedNode(HRM + "answer"),
        "value": None,
        "component": SH + "MinCountConstraintComponent",
        "severity": SH + "Violation",
        "shape": NamedNode(HSH + "Assessment-answer"),
    }
    return Finding(**(fields | changes))


def result(found: Finding | None = None, **changes: Any) -> Result:
    """A result with the least that a result can hold."""
    fields: dict[str, Any] = {
        "finding": found or finding(),
        "name": {"en": "Answer", "ru": "Ответ"},
        "requirement": "ASM-01",
        "messages": {"en": "There must be an answer.", "ru": "Должен быть ответ."},
        "cause": {},
        "next_step": {},
    }
    return Result(**(fields | changes))


def report(*results: Result, **changes: Any) -> Report:
    """A report on three nodes."""
    fields: dict[str, Any] = {"results": results, "checked": 3, "engine": "pySHACL 0.40.1", "shapes_version": "0.1.0"}
    return Report(**(fields | changes))


def full() -> Report:
    """One of everything."""
    place = Place("antitorture/KAZ-2022/document.txt", 40, "Общее число лиц в местах лишения свободы — «42 000»")
    patch = '--- data.ttl\n+++ data.ttl\n@@ -12 +12 @@\n-  hrm:value "1,5" .\n+  hrm:value 1.5 .\n'
    waiver = Waiver("The source has no row for it; <b>asked</b> in writing.", "2024-03-01", "data office", "about.toml", 7)
    texts = {"en": "The row has no value.", "ru": "В строке нет значения."}
    results = [
        result(
            spot=Spot("data/with space.ttl", 12, 5),
            place=place,
            cause=texts,
            next_step={"en": "Give the value or a gap.", "ru": "Укажите значение или пробел."},
            repair=Repair({"en": "Write the number with a point.", "ru": "Пишите число с точкой."}, patch),
        ),
        result(
            finding(focus=BlankNode("x1"), value=Literal("42", datatype=NamedNode(XSD + "integer"))), spot=Spot("data/with space.ttl", 3, 1)
        ),
        result(finding(value=NamedNode("javascript:alert(1)"), path=PATH), place=place, waiver=waiver),
        result(
            finding(shape=BlankNode("s1"), constraint=BlankNode("c1"), path=None, component=SH + "SPARQLConstraintComponent"),
            requirement="",
            name={},
            known=True,
        ),
        result(finding(severity=SH + "Warning", value=Literal("текст", language="ru")), messages={"fr": "Il manque une réponse."}),
        result(finding(severity=EX + "Fatal", shape=NamedNode(EX + "Own")), requirement="", messages={}, name={"de": "Eigene"}),
    ]
    for number, text in enumerate(HOSTILE):
        results.append(
            result(
                finding(severity=SH + "Info", focus=NamedNode(f"{EX}{number}"), value=Literal(text), shape=NamedNode(HSH + f"H{number}")),
                name={"en": text, "ru": text},
                requirement=f"X-{number}",
                messages={"en": text, "ru": text, "": text},
                cause={"en": text},
                next_step={"ru": text},
                spot=Spot(f"{number}{text}.ttl", 1, 1, "file"),
                place=Place(text, 1, text),
                repair=Repair({"en": text}, text),
                waiver=Waiver(text, "2024-01-01", text, text, 1) if number % 2 else None,
            )
        )
    coverage = Coverage(
        (
            ShapeCoverage(HSH + "Assessment-answer", {"en": "Answer", "ru": "Ответ"}, 3, 4),
            ShapeCoverage(HSH + "Gap", {"en": "Gap shape", "ru": "Форма пробела"}, 0, 0),
            ShapeCoverage(HSH + "Fine", {}, 2, 2),
        ),
        40,
        2,
        (EX + "unseen/1", HOSTILE[0]),
        90,
        25,
        tuple(f"{EX}free{number}" for number in range(20)),
    )
    return report(
        *results,
        checked=1200,
        data_hash="ab" * 32,
        shapes_hash="cd" * 32,
        sources=("data/with space.ttl", "/absolute/файл.ttl"),
        coverage=coverage,
        notes=({"en": "A note <i>.", "ru": "Примечание <i>."}, {"": HOSTILE[1]}),
    )
