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
from kg.validation import bounds, data

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
        data.source(file)
    assert (raised.value.code, raised.value.file, raised.value.line) == (code, str(file), line)


def test_an_entity_that_stands_for_too_much(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bounds, "LEAST", 1 << 12)
    for times, taken in ((4, True), (30, False)):
        (tmp_path / "x.rdf").write_text(XML.format(f'<!ENTITY a "{"b" * 1000}">', "&a;" * times), encoding="utf-8")
        if taken:
            assert len(list(data.quads(data.source(tmp_path / "x.rdf")))) == 2
        else:
            with pytest.raises(ValidationError, match="KG801"):
                data.source(tmp_path / "x.rdf")


def test_entities_of_namespaces_are_read(tmp_path: Path) -> None:
    declared = '<!ENTITY owl "http://www.w3.org/2002/07/owl#" >\n<!ENTITY amper "a &amp; b &#38; c">'
    more = "\n".join(f'<!ENTITY n{n} "http://example.org/{n}/">' for n in range(300))
    (tmp_path / "x.rdf").write_text(XML.format(f"{declared}\n{more}", "&owl;Class &n7;"), encoding="utf-8")
    objects = {quad.object.value for quad in data.quads(data.source(tmp_path / "x.rdf"))}
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


def test_without_the_look_a_parser_goes_down() -> None:
    """Why there is a bound: the process ends by a signal, or with the parser's word, and never with a graph."""
    program = "import pyoxigraph as o; list(o.parse(b'{\"http://x/p\":' * 10000 + b'1' + b'}' * 10000, format=o.RdfFormat.JSON_LD))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode != 0
