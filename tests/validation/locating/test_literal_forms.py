"""Forms of one value on one node: each result stands on the line of its own form, in every form of RDF, as ``kg validate`` tells it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

import kg
from kg.validation.data import Data
from kg.validation.literals import normal
from kg.validation.locating import Sources
from kg.validation.paths import AnyPath
from kg.validation.paths import Path as Steps
from kg.validation.report import Finding, Result, Spot
from kg.validation.source import Source

E, XSD = "http://e.org/", "http://www.w3.org/2001/XMLSchema#"
SH = "http://www.w3.org/ns/shacl#"
A, P, Q = NamedNode(E + "a"), NamedNode(E + "p"), NamedNode(E + "q")
Forms = list[tuple[str, str]]

PAIRS: dict[str, Forms] = {
    "integers": [
        ("07", "nonNegativeInteger"),
        ("7", "nonNegativeInteger"),
        ("7", "integer"),
        ("7", "int"),
        ("+7", "integer"),
        ("07", "byte"),
    ],
    "decimals": [("1.00", "decimal"), ("1.0", "decimal"), ("1", "decimal"), ("+01.0", "decimal")],
    "booleans": [("1", "boolean"), ("true", "boolean")],
    "doubles": [("1.0", "double"), ("1e0", "double"), ("10.0E-1", "double"), ("1.0E0", "double")],
    "floats": [("0.5", "float"), (".5", "float"), ("5e-1", "float")],
    "moments": [("2020-01-01T00:00:00.0Z", "dateTime"), ("2020-01-01T00:00:00Z", "dateTime"), ("2020-01-01T00:00:00.00+00:00", "dateTime")],
    "times": [("10:00:00.50", "time"), ("10:00:00.5", "time")],
    "dates": [("2020-01-01+00:00", "date"), ("2020-01-01Z", "date")],
    "durations": [("P1Y", "yearMonthDuration"), ("P12M", "yearMonthDuration")],
    "days": [("PT24H", "dayTimeDuration"), ("P1D", "dayTimeDuration")],
}


def nquads(forms: Forms) -> str:
    return "".join(f'<{E}a> <{E}p> "{words}"^^<{XSD}{kind}> <{E}g> .\n' for words, kind in forms)


def ntriples(forms: Forms) -> str:
    return nquads(forms).replace(f" <{E}g>", "")


def turtle(forms: Forms) -> str:
    values = "".join(f'  "{words}"^^xsd:{kind}{"," if at < len(forms) else " ."}\n' for at, (words, kind) in enumerate(forms, 1))
    return f"@prefix : <{E}> . @prefix xsd: <{XSD}> .\n:a :p\n{values}"


def repeated(forms: Forms) -> str:
    return f"@prefix : <{E}> . @prefix xsd: <{XSD}> .\n" + "".join(f':a :p "{words}"^^xsd:{kind} .\n' for words, kind in forms)


def trig(forms: Forms) -> str:
    values = "".join(f'  :a :p "{words}"^^xsd:{kind} .\n' for words, kind in forms)
    return f"@prefix : <{E}> . @prefix xsd: <{XSD}> .\n:g {{\n{values}}}\n"


def rdfxml(forms: Forms) -> str:
    values = "".join(f'  <e:p rdf:datatype="{XSD}{kind}">{words}</e:p>\n' for words, kind in forms)
    head = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="{E}">\n<rdf:Description rdf:about="{E}a">\n'
    return f"{head}{values}</rdf:Description></rdf:RDF>\n"


def jsonld(forms: Forms) -> str:
    values = ",\n".join(json.dumps({"@value": words, "@type": XSD + kind}) for words, kind in forms)
    return f'{{"@id": "{E}a", "{E}p": [\n{values}\n]}}\n'


WRITERS: dict[str, tuple[Callable[[Forms], str], int]] = {
    "d.nq": (nquads, 1),
    "d.nt": (ntriples, 1),
    "d.ttl": (turtle, 3),
    "r.ttl": (repeated, 2),
    "d.trig": (trig, 3),
    "d.rdf": (rdfxml, 3),
    "d.jsonld": (jsonld, 2),
}
"""What writes forms into a file of this name, each on a line of its own, and the line of the first."""
SHAPE = f"@prefix sh: <{SH}> . @prefix : <{E}> . @prefix xsd: <{XSD}> .\n:S a sh:NodeShape ; sh:targetNode :a ; "
EACH = "a sh:PropertyShape ; sh:path"
SHAPES = {
    "nodeKind": f"sh:property [ {EACH} :p ; sh:nodeKind sh:IRI ] .",
    "in": f"sh:property [ {EACH} :p ; sh:in ( :none ) ] .",
    "sparql": f'sh:property [ {EACH} :p ; sh:sparql [ sh:select "SELECT $this ?value WHERE {{ $this $PATH ?value }}" ] ] .',
    "node": f'sh:sparql [ sh:select "SELECT $this ?value WHERE {{ $this <{E}p> ?value }}" ] .',
    "either": f"sh:property [ {EACH} [ sh:alternativePath ( :none :p ) ] ; sh:nodeKind sh:IRI ] .",
}


def told(tmp_path: Path, texts: Mapping[str, str], shape: str) -> list[Result]:
    """The results of ``kg.validate`` on some files."""
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(SHAPE + shape, encoding="utf-8")
    return list(kg.validate([tmp_path / name for name in texts], shapes=tmp_path / "shapes.ttl").results)


def lines(results: list[Result]) -> list[tuple[str, str, int | None]]:
    """Words, datatype and line of each value; the line is None where the place is not that of a triple."""
    return sorted(
        (
            result.finding.value.value,
            result.finding.value.datatype.value.removeprefix(XSD),
            result.spot.line if result.spot and result.spot.what == "triple" else None,
        )
        for result in results
        if result.finding.value is not None
    )


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("pair", PAIRS)
def test_each_form_stands_on_its_own_line(tmp_path: Path, name: str, pair: str) -> None:
    write, first = WRITERS[name]
    for forms in (PAIRS[pair], PAIRS[pair][::-1]):
        found = lines(told(tmp_path, {name: write(forms)}, SHAPES["nodeKind"]))
        assert found == sorted((*form, line) for line, form in enumerate(forms, first))


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("shape", SHAPES)
def test_each_constraint_tells_the_line_of_the_form(tmp_path: Path, name: str, shape: str) -> None:
    write, first = WRITERS[name]
    forms = PAIRS["integers"]
    found = lines(told(tmp_path, {name: write(forms)}, SHAPES[shape]))
    assert found == sorted((*form, line) for line, form in enumerate(forms, first))


def test_the_forms_of_the_table_are_of_one_value() -> None:
    for pair, forms in PAIRS.items():
        values = [normal(Literal(words, datatype=NamedNode(XSD + kind))) for words, kind in forms]
        assert len(set(values)) == 1, pair


def test_forms_in_two_files(tmp_path: Path) -> None:
    texts = {"one.ttl": f'<{E}a> <{E}p> "07"^^<{XSD}int> .\n', "two.nt": f'# two\n<{E}a> <{E}p> "7"^^<{XSD}int> .\n'}
    results = told(tmp_path, texts, SHAPES["nodeKind"])
    assert {(result.value, Path(result.spot.file).name, result.spot.line) for result in results if result.spot is not None} == {
        ("07", "one.ttl", 1),
        ("7", "two.nt", 2),
    }


LINES = "".join(
    f'<{E}{subject}> <{E}{predicate}> "{words}"^^<{XSD}{kind}> .\n'
    for subject, predicate, words, kind in (
        ("a", "p", "07", "int"),
        ("a", "q", "7", "int"),
        ("b", "p", "7", "integer"),
        ("b", "p", "07", "int"),
        ("c", "p", "7.0", "decimal"),
    )
)


@pytest.mark.parametrize("form", [RdfFormat.N_TRIPLES, RdfFormat.TURTLE])
def test_the_very_form_comes_before_another(form: RdfFormat) -> None:
    sources = Sources(Data([Source("d", LINES.encode(), form)]))
    seven, written = Literal("7", datatype=NamedNode(XSD + "int")), Literal("07", datatype=NamedNode(XSD + "int"))
    stored, other = Literal(7), Literal("007", datatype=NamedNode(XSD + "int"))

    def line(focus: object, path: AnyPath | None, value: object) -> tuple[int, str] | None:
        spot = sources.spot(focus, path, value)
        return None if spot is None else (spot.line, spot.what)

    either = Steps("|", (P, Q))
    assert [line(A, either, value) for value in (seven, written, stored)] == [(2, "triple"), (1, "triple"), (1, "triple")]
    assert [line(A, None, value) for value in (seven, written)] == [(2, "triple"), (1, "triple")]
    assert line(A, None, stored) == (1, "subject"), "no triple has it so, and two have its value"
    assert [line(value, None, value) for value in (seven, written, stored, other)] == [(at, "triple") for at in (2, 1, 3, 1)]
    assert [line(value, Steps("^", (P,)), None) for value in (stored, written)] == [(3, "triple"), (1, "triple")]
    assert [token.start for token in sources.tokens(A, P, seven)] == []
    assert len(sources.tokens(A, P, written)) == 1
    assert set(sources.forms(A, None, stored)) == {seven, written}
    most = f"{SH}MaxCountConstraintComponent"
    assert sources.of(Finding(stored, Steps("^", (P,)), None, most, "", BlankNode("s"))) == Spot("d", 3, 1)
    assert sources.of(Finding(written, Steps("^", (P,)), None, most, "", BlankNode("s"))) == Spot("d", 4, 1)


ESCAPED = [
    f"<{E}é> <{E}p> <{E}ф> .",
    f"<{E}\\U000000e9> <{E}p> <{E}\\u0444> .",
    f"  <{E}\\u00E9> <{E}p> <{E}\\u0066> .",
    f"<{E}\\u00e9> <{E}q> <{E}\\U00000444> .",
    f"<{E}é> <{E}q> <{E}last> .",
    f"<{E}\\u0061> <{E}q> <{E}é\\u0444> .",
]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("indented", [False, True])
def test_lines_that_write_one_term_in_several_ways_keep_their_order(indented: bool, many: bool) -> None:
    text = "\n".join(line if indented else line.lstrip() for line in ESCAPED)
    sources = Sources(Data([Source("d", text.encode(), RdfFormat.N_TRIPLES)]))
    focus = NamedNode(E + "é")
    if many:
        sources.expect([focus, *(NamedNode(f"{E}{number}") for number in range(20))])
    shape = BlankNode("s")
    last = {path: sources.of(Finding(focus, path, None, f"{SH}MaxCountConstraintComponent", "", shape)) for path in (P, Q)}
    assert {path: spot.line for path, spot in last.items() if spot is not None} == {P: 3, Q: 5}
    for value, path, line in (("ф", P, 1), ("f", P, 3), ("ф", Q, 4), ("last", Q, 5)):
        spot = sources.spot(focus, path, NamedNode(E + value))
        assert spot is not None
        assert (spot.line, spot.what) == (line, "triple")
    assert len(sources.tokens(focus, P, NamedNode(E + "ф"))) == 2
    for asked in ((NamedNode(E + "f"), None), (A, NamedNode(E + "éф")), (NamedNode(E + "éф"), None)):
        spot = sources.spot(asked[0], None, asked[1])
        assert spot is not None
        assert (spot.line, spot.what) == (3 if asked[0].value.endswith("f") else 6, "triple")
