"""Data from files: blank nodes have the documented labels, in every form and run; broken bytes have a place; graphs are one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from kg.errors import ValidationError
from kg.validation import data
from kg.validation import source as rdf
from kg.validation.data import Data
from kg.validation.source import Source

EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
P = NamedNode(EX + "p")


def source(text: str | bytes, form: RdfFormat = RdfFormat.TURTLE, name: str = "data") -> Source:
    return Source(name, text.encode() if isinstance(text, str) else text, form)


def turtle(text: str, name: str = "data.ttl") -> Source:
    return source(f"@prefix ex: <{EX}> .\n" + text, name=name)


def labels(given: Data) -> list[str]:
    return sorted(node.value for node in given.blanks.values())


def test_labels_of_turtle_say_file_and_order() -> None:
    given = Data([turtle("_:z ex:p _:w . ex:a ex:p _:y . [] ex:p ( 1 2 ) .")])
    assert given.labels == ["f0b0", "f0b1", "f0b2", "f0b3", "f0b4", "f0b5"]
    by_order = {q.subject.value: q.object for q in given.quads() if isinstance(q.subject, BlankNode) and q.predicate == P}
    assert by_order["f0b0"] == BlankNode("f0b1"), "subject before object, in the order of the text"
    assert labels(given) == given.labels


def test_labels_of_one_file_of_lines_are_its_authors() -> None:
    given = Data([source(f"_:z <{EX}p> _:y.1 .\n_:été-2 <{EX}p> _:z .\n", RdfFormat.N_TRIPLES)])
    assert given.labels == ["y.1", "z", "été-2"]
    assert labels(given) == given.labels


@pytest.mark.parametrize("line", ["<http://e/s><http://e/p>_:b.", "_:b<http://e/p><http://e/o>.", '<http://e/s> <http://e/p> "x"_:b .'])
def test_labels_without_space(line: str) -> None:
    given = Data([source(line, RdfFormat.N_QUADS)])
    assert given.labels == ["b"]
    if not line.startswith("<http://e/s> "):
        assert labels(given) == ["b"]


def test_several_files_with_the_same_labels_are_not_mixed_up() -> None:
    lines = f"_:b <{EX}p> _:b .\n"
    given = Data([source(lines, RdfFormat.N_TRIPLES, "one.nt"), source(lines, RdfFormat.N_QUADS, "two.nq"), turtle("_:b ex:p _:b .")])
    assert given.labels == ["f0b0", "f1b0", "f2b0"]
    assert labels(given) == given.labels
    assert len(given.store) == 3


def test_blank_graph_names() -> None:
    given = Data([source(f"_:g {{ _:s <{EX}p> _:g }} _:s <{EX}p> 1 .", RdfFormat.TRIG)])
    assert set(given.labels) == {"f0b0", "f0b1"}
    assert {given.blanks.get(q.subject, q.subject).value for q in given.store} == {"f0b0"}


def test_blank_nodes_in_triple_terms() -> None:
    given = Data([turtle("ex:a ex:says <<( _:x ex:p _:y )>> . _:x ex:p 1 .")])
    assert given.labels == ["f0b0", "f0b1"]
    assert labels(given) == ["f0b0", "f0b1"]


@pytest.mark.parametrize(
    "words", ["see _:b0, page 3", "_:¬", "(_:x;y)", "_:a:b", "a _:b\\n_:c' d", "_:", "x _:-a", "_:f0b0", "_:a|b^c", 'say \\"_:q\\"']
)
@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES])
def test_labels_in_texts_do_no_harm(words: str, form: RdfFormat) -> None:
    plain = form == RdfFormat.N_TRIPLES
    given = Data([source(f'<{EX}a> <{EX}p> "{words}" .\n' + ("" if plain else f"_:b <{EX}p> 1 .\n"), form)])
    assert len(given.store) == (1 if plain else 2)
    assert [s["n"].value for s in given.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == ["1" if plain else "2"]


def test_marks_are_not_data() -> None:
    given = Data([turtle("[] ex:p 1 .")])
    assert data.LABEL in given.text
    assert [s["n"].value for s in given.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == ["1"]
    assert not any(q.predicate.value == data.LABEL for q in given.quads())


PROGRAM = """
import sys
from pathlib import Path
from kg.validation import running, shapes
from kg.validation.source import source
report = running.validate_files([Path(name) for name in sys.argv[2:]], [Path(sys.argv[1])])
for result in report.results:
    print(result.focus, result.path, result.value, result.messages.get("en"), result.place)
print(report.data_hash, report.coverage)
"""


def test_two_runs_agree(tmp_path: Path) -> None:
    files = {
        "shapes.ttl": f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <{EX}> .
            ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:nodeKind sh:IRI ] ;
                sh:sparql [ a sh:SPARQLConstraint ;
                    sh:select "SELECT $this ?value {{ $this <{EX}p> ?value . FILTER (isBlank(?value)) }} LIMIT 9" ] .""",
        "one.ttl": f"@prefix ex: <{EX}> . [] ex:p [ ex:p [ ex:p 1 ] ] , [] , _:x . ex:a ex:p _:x .",
        "two.nt": f'_:x <{EX}p> _:y .\n_:x <{EX}q> "see _:z, there" .\n',
        "three.trig": f"@prefix ex: <{EX}> . ex:g {{ _:x ex:p _:y }} ex:h {{ _:x ex:p _:y }}",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    said = set()
    for seed in ("0", "1", "77"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, "shapes.ttl", "one.ttl", "two.nt", "three.trig"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
    assert len(said) == 1
    lines = said.pop().splitlines()
    assert len(lines) == 6 + 5 + 2 + 2 + 1, lines
    assert sum("f1b0" in line.split()[0] for line in lines) == 2, "_:x of the second file"


# ---------------------------------------------------------------- graphs


def test_a_triple_of_several_graphs_is_one_triple() -> None:
    lines = f"<{EX}a> <{EX}p> _:x <{EX}g> .\n<{EX}a> <{EX}p> _:x <{EX}h> .\n<{EX}a> <{EX}p> _:x .\n_:x <{EX}p> <{EX}a> <{EX}h> .\n"
    given = Data([source(lines, RdfFormat.N_QUADS)])
    assert [s["n"].value for s in given.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == ["2"]
    assert labels(given) == ["x"]


def test_what_data_and_context_share_is_one_triple() -> None:
    line = f"<{EX}a> <{EX}p> <{EX}b> <{EX}g> .\n"
    given = Data([turtle("ex:a ex:p ex:b . ex:c ex:p ex:d .")], context=line)
    assert [s["n"].value for s in given.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")] == ["2"]


def test_graphs_are_seen_together() -> None:
    given = Data([source(f"<{EX}a> <{EX}p> <{EX}b> <{EX}g> .\n<{EX}b> <{EX}p> <{EX}c> <{EX}h> .\n", RdfFormat.N_QUADS)])
    assert bool(given.query(f"ASK {{ <{EX}a> <{EX}p>/<{EX}p> <{EX}c> }}"))


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize(
    ("text", "form", "line"),
    [
        ("@prefix ex: <http://e/> .\nex:a ex:p ;;; ,\n", RdfFormat.TURTLE, 2),
        ("<http://e/a> <http://e/b> <http://e/c> .\n<http://e/a> <http://e/b> .\n", RdfFormat.N_TRIPLES, 2),
        ("_:a <http://e/b> <http://e/c> .\n_:a <http://e/b> .\n", RdfFormat.N_TRIPLES, 2),
        ("_:a <http://e/b> _:c _:d .\n\n_:a b .\n", RdfFormat.N_QUADS, 3),
        ("<http://e/a> <http://e/b> nothing _:, .\n", RdfFormat.N_QUADS, 1),
    ],
)
@pytest.mark.parametrize("ask", [lambda d: d.store, lambda d: d.query("ASK {}")], ids=["store", "query"])
def test_broken_data_have_a_place(text: str, form: RdfFormat, line: int, ask: Callable[[Data], object]) -> None:
    with pytest.raises(ValidationError) as raised:
        ask(Data([source(text, form, "broken")]))
    assert (raised.value.code, raised.value.file, raised.value.line) == ("KG603", "broken", line)
    assert raised.value.column is not None


def test_the_broken_one_of_several_is_named() -> None:
    good, broken = source(f"_:a <{EX}p> _:b .\n", RdfFormat.N_TRIPLES, "good.nt"), source("<a\n", RdfFormat.N_TRIPLES, "broken.nt")
    with pytest.raises(ValidationError) as raised:
        _ = Data([good, broken]).store
    assert raised.value.file == "broken.nt"


@pytest.mark.parametrize(
    "content",
    [b'<http://e/a> <http://e/b> "\xff" .\n', b"_:\xff <http://e/b> _:c .\n", b'_:a <http://e/b> "x" .\n_:a <http://e/b> "\xd0" .\n'],
)
@pytest.mark.parametrize("form", [RdfFormat.N_TRIPLES, RdfFormat.TURTLE])
def test_not_utf_8(content: bytes, form: RdfFormat) -> None:
    with pytest.raises(ValidationError) as raised:
        _ = Data([source(content, form, "latin")]).store
    assert (raised.value.code, raised.value.file) == ("KG603", "latin")
    assert raised.value.line is not None


@pytest.mark.parametrize(("name", "code"), [("none.ttl", "KG601"), ("data.txt2", "KG602"), ("data", "KG602"), (".", "KG601")])
def test_files_that_are_none(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "data.txt2").write_text("x")
    (tmp_path / "data").write_text("x")
    with pytest.raises(ValidationError) as raised:
        rdf.source(tmp_path / name)
    assert raised.value.code == code


def test_endings_in_capitals_and_relative_iris(tmp_path: Path) -> None:
    file = tmp_path / "DATA.TTL"
    file.write_text("<#a> <b> <> .")
    (quad,) = rdf.quads(rdf.source(file))
    assert (quad.subject.value, quad.object.value) == (file.as_uri() + "#a", file.as_uri())


# ---------------------------------------------------------------- lexical forms and hashes


def test_reworded_are_the_forms_that_a_store_changes() -> None:
    given = Data([turtle(f'ex:a ex:p "07"^^<{XSD}integer> , 7 , 1.50 , 1.5 , "x" , "07" , true , "1"^^<{XSD}boolean> .')])
    assert given.reworded == {
        Literal("7", datatype=NamedNode(XSD + "integer")),
        Literal("1.5", datatype=NamedNode(XSD + "decimal")),
        Literal("true", datatype=NamedNode(XSD + "boolean")),
    }
    assert '"07"^^' in given.text
    assert '"1.50"^^' in given.text


def test_hash_tells_sources_apart() -> None:
    parts = [source("ab"), source("c")]
    assert Data(parts).hash == Data([source("ab", name="other"), source("c")]).hash
    assert len({Data(parts).hash, Data(parts[::-1]).hash, Data([source("a"), source("bc")]).hash, Data([source("abc")]).hash}) == 4


@pytest.mark.parametrize(
    ("text", "form", "place", "what", "mend"),
    [
        ("hrm:a a hrm:Gap .", RdfFormat.TURTLE, (1, 1), "the prefix hrm: is not declared", "@prefix hrm: <https://w3id.org/hrmkg"),
        (
            "<urn:a> <urn:b> 1\n<urn:c> <urn:d> 2 .",
            RdfFormat.TURTLE,
            (1, 18),
            "a full stop is probably missing after 1",
            "a full stop before",
        ),
        ("<urn:a> <urn:b> .\n", RdfFormat.N_TRIPLES, (1, 17), "a value is expected here", "write a whole IRI"),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n</a>", RdfFormat.RDF_XML, (2, 3), "another element", "close"),
        ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n", RdfFormat.RDF_XML, (2, 1), "ends before all", "close"),
    ],
)
def test_broken_data_say_what_was_expected(text: str, form: RdfFormat, place: tuple[int, int], what: str, mend: str) -> None:
    with pytest.raises(ValidationError, match="KG603") as raised:
        _ = Data([source(text, form, "broken")]).store
    assert (raised.value.line, raised.value.column) == place
    assert what in raised.value.what
    assert raised.value.why.startswith(("the parser says: ", "the parser stopped at line 2, column 1, and says: "))
    assert mend in raised.value.mend


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    file = tmp_path / "windows.ttl"
    file.write_bytes(b"\xef\xbb\xbf<urn:a> <urn:b> <urn:c> .\n")
    assert [str(quad.subject) for quad in Data([rdf.source(file)]).quads()] == ["<urn:a>"]
