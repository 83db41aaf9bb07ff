"""Files that would bring a parser down are refused in one sentence with its place; what editors of ontologies write is read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from pyoxigraph import RdfFormat

from kg import verdict
from kg.errors import ValidationError
from kg.validation import bounds
from kg.validation import source as rdf
from kg.validation.data import Data

XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [
{0}
]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">
<e:C rdf:about="http://example.org/a"><e:p>{1}</e:p></e:C></rdf:RDF>
"""
LOL = '<!ENTITY a0 "lollollollol">\n' + "\n".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://example.org/> .
e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:q ; sh:minCount 1 ] .
"""
NODE = '{"@type": "http://example.org/C", "http://example.org/p": '


def nested(depth: int) -> str:
    return NODE * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    ("declared", "code", "line"),
    [
        (LOL, "KG809", 4),
        ('<!ENTITY a "b">\n<!ENTITY c SYSTEM "file:///none">', "KG809", 4),
        ('<!ENTITY % c "b">', "KG809", 3),
    ],
)
def test_entities_that_grow_or_are_elsewhere(tmp_path: Path, declared: str, code: str, line: int) -> None:
    file = tmp_path / "x.rdf"
    file.write_text(XML.format(declared, "x"), encoding="utf-8")
    with pytest.raises(ValidationError) as raised:
        rdf.source(file)
    assert (raised.value.code, raised.value.file, raised.value.line) == (code, str(file), line)


def test_an_entity_that_stands_for_too_much(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bounds, "LEAST", 1 << 12)
    for times, taken in ((4, True), (30, False)):
        (tmp_path / "x.rdf").write_text(XML.format(f'<!ENTITY a "{"b" * 1000}">', "&a;" * times), encoding="utf-8")
        if taken:
            assert len(list(rdf.quads(rdf.source(tmp_path / "x.rdf")))) == 2
        else:
            with pytest.raises(ValidationError, match="KG801"):
                rdf.source(tmp_path / "x.rdf")


def test_entities_of_namespaces_are_read(tmp_path: Path) -> None:
    declared = '<!ENTITY owl "http://www.w3.org/2002/07/owl#" >\n<!ENTITY amper "a &amp; b &#38; c">'
    more = "\n".join(f'<!ENTITY n{n} "http://example.org/{n}/">' for n in range(300))
    (tmp_path / "x.rdf").write_text(XML.format(f"{declared}\n{more}", "&owl;Class &n7;"), encoding="utf-8")
    objects = {quad.object.value for quad in rdf.quads(rdf.source(tmp_path / "x.rdf"))}
    assert "http://www.w3.org/2002/07/owl#Class http://example.org/7/" in objects


@pytest.mark.parametrize("depth", [bounds.DEEPEST, bounds.DEEPEST + 1])
def test_the_nesting_of_json(depth: int) -> None:
    if depth <= bounds.DEEPEST:
        bounds.check(nested(depth).encode(), RdfFormat.JSON_LD, "x")
        return
    with pytest.raises(ValidationError) as raised:
        bounds.check(("\n" + nested(depth)).encode(), RdfFormat.JSON_LD, "x")
    assert (raised.value.code, raised.value.line, raised.value.column) == ("KG623", 2, len(NODE) * bounds.DEEPEST + 1)


@pytest.mark.parametrize("text", [f'{{"a": "{"[" * 600}"}}', '{"a": "\\"' + "{" * 600 + '"}', "[" + "[]," * 600 + "[]]", '"' + "[" * 600])
def test_brackets_in_strings_and_beside_each_other_nest_nothing(text: str) -> None:
    bounds.nesting(text.encode(), "x")


def test_what_is_as_deep_as_may_be_has_a_verdict(tmp_path: Path) -> None:
    """The walkers that tell places are not as deep as parsers: they say so, and nothing is lost."""
    (tmp_path / "s.ttl").write_text(SHAPES, encoding="utf-8")
    (tmp_path / "x.jsonld").write_text(nested(bounds.DEEPEST), encoding="utf-8")
    report = verdict.of([tmp_path / "x.jsonld"], verdict.Request(shapes=(tmp_path / "s.ttl",)))
    assert len(report.results) == bounds.DEEPEST
    assert any("nested too deeply" in note["en"] for note in report.notes)


@pytest.mark.parametrize(("name", "text", "said"), [("lol.rdf", XML.format(LOL, "&a9;"), "KG809"), ("x.jsonld", "[" * 10**6, "KG623")])
def test_the_command_says_it_in_a_line(kg: Callable[..., CompletedProcess[str]], tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    for arguments in ([name], [str(tmp_path)]):
        done = kg("validate", *arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f"{said} ")
        assert done.stderr.count("\n") == 1


def elements(depth: int) -> str:
    inside = "<e:p><e:C>" * ((depth - 4) // 2) + "</e:C></e:p>" * ((depth - 4) // 2)
    return XML.format("", "x").replace("<e:p>x</e:p>", f"<e:p><e:C>{inside}</e:C></e:p>")


@pytest.mark.parametrize("depth", [bounds.ELEMENTS, bounds.ELEMENTS + 2])
def test_the_nesting_of_elements(tmp_path: Path, depth: int) -> None:
    (tmp_path / "x.rdf").write_text(elements(depth), encoding="utf-8")
    if depth <= bounds.ELEMENTS:
        assert len(list(rdf.quads(rdf.source(tmp_path / "x.rdf")))) == depth - 2 + 1
        return
    with pytest.raises(ValidationError) as raised:
        rdf.source(tmp_path / "x.rdf")
    said = raised.value
    before = elements(depth).split("\n")[said.line - 1][: said.column - 1] if said.line and said.column else ""
    opened = before.count("<e:") - before.count("</e:") + 1  # with rdf:RDF
    assert (said.code, said.line, opened) == ("KG623", 6, bounds.ELEMENTS)


def test_elements_beside_each_other_nest_nothing(tmp_path: Path) -> None:
    many = "<e:C/><!-- <a><b> --><e:C></e:C>" * bounds.ELEMENTS
    (tmp_path / "x.rdf").write_text(XML.format("", "x").replace("</rdf:RDF>", f"{many}</rdf:RDF>"), encoding="utf-8")
    assert rdf.source(tmp_path / "x.rdf").form == RdfFormat.RDF_XML


def quoted(depth: int) -> str:
    return "<a:s>\n<a:p> " + "<<( <a:s> <a:p> " * depth + "<a:o>" + " )>>" * depth + " .\n"


@pytest.mark.parametrize("ending", ["ttl", "trig", "nt", "nq"])
def test_the_nesting_of_triple_terms(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"x.{ending}"
    file.write_text(quoted(bounds.TERMS).replace("\n<", " <"), encoding="utf-8")
    assert len(list(rdf.quads(rdf.source(file)))) == 1
    file.write_text(quoted(bounds.TERMS + 1), encoding="utf-8")
    with pytest.raises(ValidationError) as raised:
        list(rdf.quads(rdf.source(file)))
    with pytest.raises(ValidationError, match="KG623"):
        Data([rdf.source(file)]).check()
    column = len("<a:p> ") + bounds.TERMS * len("<<( <a:s> <a:p> ") + 1
    assert (raised.value.code, raised.value.line, raised.value.column) == ("KG623", 2, column)


@pytest.mark.parametrize(
    "text", ['<a:s> <a:p> "{0}" .', "<a:s> <a:p> '''{0}\n{0}''' .", "# {0}\n<a:s> <a:p> 1 .", '<a:s> <a:p> "a\\"{0}" .']
)
def test_what_only_looks_like_triple_terms(text: str) -> None:
    bounds.check(text.format("<<(" * 200).encode(), RdfFormat.TURTLE, "x")


def test_a_bracket_that_hides_nothing() -> None:
    for hidden in ("<a:s> <a:p> '\\'' . ", '<a:s> <a:p> """a"b""" . ', "<a:#s> <a:p> 1 . "):
        with pytest.raises(ValidationError, match="KG623"):
            bounds.check((hidden + quoted(200)).encode(), RdfFormat.TURTLE, "x")


@pytest.mark.parametrize("ending", ["ttl", "trig", "n3"])
def test_brackets_and_lists_of_turtle_may_be_nested(tmp_path: Path, ending: str) -> None:
    """Their parser is not on the stack: what can be read is read, and has a verdict."""
    (tmp_path / "s.ttl").write_text(SHAPES, encoding="utf-8")
    prefix = "@prefix e: <http://example.org/> . e:x a e:C ; e:p "
    for text in ("[ e:p " * 4000 + "1" + "]" * 4000, "(" * 4000 + "1" + ")" * 4000, "(" + " 1" * 4000 + ")"):
        (tmp_path / f"x.{ending}").write_text(f"{prefix}{text} .", encoding="utf-8")
        report = verdict.of([tmp_path / f"x.{ending}"], verdict.Request(shapes=(tmp_path / "s.ttl",)))
        assert len(report.results) == 1


PACKED = {"zip": b"PK\x03\x04rest", "gzip": b"\x1f\x8b\x08rest", "tar": b"\0" * 257 + b"ustar", "7z": b"7z\xbc\xaf\x27\x1c"}


@pytest.mark.parametrize("kind", PACKED)
@pytest.mark.parametrize("name", ["x.ttl", "x.nt", "x.zip", "x.ttl.gz"])
def test_archives_are_told(tmp_path: Path, kind: str, name: str) -> None:
    (tmp_path / name).write_bytes(PACKED[kind])
    with pytest.raises(ValidationError, match=rf"KG805 .*: this is an archive \({kind}\)"):
        rdf.source(tmp_path / name)


def test_without_the_look_a_parser_goes_down() -> None:
    """Why there is a bound: the process ends by a signal, or with the parser's word, and never with a graph."""
    program = "import pyoxigraph as o; list(o.parse(b'{\"http://x/p\":' * 6000 + b'1' + b'}' * 6000, format=o.RdfFormat.JSON_LD))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode != 0
    quoted = "b'<a:s> <a:p> ' + b'<<( <a:s> <a:p> ' * 100000 + b'<a:o>' + b' )>>' * 100000 + b' .'"
    program = f"import pyoxigraph as o; list(o.parse({quoted}, format=o.RdfFormat.TURTLE))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode < 0
