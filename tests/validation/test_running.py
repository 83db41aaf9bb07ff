"""From data to verdict: our own shapes with their context, other people's shapes without it, what only the context speaks of."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat

from kg.errors import ValidationError
from kg.validation import running, shapes
from kg.validation.data import Data
from kg.validation.shapes import Shapes
from kg.validation.source import Source

EX = "http://example.org/"
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix hrm: <https://w3id.org/hrmkg/ontology#> . @prefix "
    f"owl: <http://www.w3.org/2002/07/owl#> .\n"
)


def source(text: str, name: str = "data.ttl") -> Source:
    return Source(name, (HEAD + text).encode(), RdfFormat.TURTLE)


def test_context_is_for_our_shapes_only() -> None:
    theirs = Shapes((source("ex:S a sh:NodeShape ; sh:targetNode ex:a ."),))
    assert running.data_of([source("ex:a ex:p 1 .")], theirs).context == ""
    assert running.data_of([source("ex:a ex:p 1 .")], shapes.load()).context == running.context()


def test_a_build_holds_its_context(build: Path) -> None:
    given = Source("graph.nq", (build / "graph.nq").read_bytes(), RdfFormat.N_QUADS)
    assert running.data_of([given], shapes.load()).context == ""


def test_the_context_conforms_and_is_not_reported_on() -> None:
    with pytest.raises(ValidationError) as raised:
        running.verdict(running.data_of([source("ex:a ex:p 1 .")], shapes.load()), shapes.load())
    assert raised.value.code == "KG606", "what was not given is not counted as checked"
    report = running.verdict(running.data_of([source("ex:a ex:p 1 .")], shapes.load()), shapes.load(), allow_empty=True)
    assert (report.results, report.checked) == ((), 0)
    assert report.coverage is not None
    assert (report.coverage.subjects, report.coverage.unseen, report.coverage.predicates) == (1, 1, 1)


def test_a_statement_is_looked_at_within_the_context() -> None:
    report = running.verdict(running.data_of([source("ex:a a hrm:Figure .")], shapes.load()), shapes.load())
    assert report.checked >= 1
    assert {result.focus for result in report.results} == {EX + "a"}
    assert all(set(result.messages) >= {"en", "ru"} and result.requirement for result in report.results)


def test_of_several_files_and_their_hash(tmp_path: Path) -> None:
    for name, text in (
        ("shapes.ttl", "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:closed true ."),
        ("one.ttl", "ex:a ex:p 1 ."),
        ("two.ttl", "ex:a ex:q 1 ."),
    ):
        (tmp_path / name).write_text(HEAD + text, encoding="utf-8")
    files = [tmp_path / "one.ttl", tmp_path / "two.ttl"]
    report = running.validate_files(files, [tmp_path / "shapes.ttl"])
    assert [result.path for result in report.results] == [EX + "p", EX + "q"]
    assert report.sources == tuple(map(str, files))
    assert report.data_hash != running.validate_files(files[::-1], [tmp_path / "shapes.ttl"]).data_hash
    assert report.shapes_hash == running.validate_files(files[:1], [tmp_path / "shapes.ttl"]).shapes_hash


def test_a_folder_without_shapes(tmp_path: Path) -> None:
    (tmp_path / "data.ttl").write_text(HEAD + "ex:a ex:p 1 .", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValidationError) as raised:
        running.validate_files([tmp_path / "data.ttl"], [tmp_path / "empty"])
    assert raised.value.code == "KG604"
    assert raised.value.file == str(tmp_path / "empty")


def test_version_of_shapes() -> None:
    used = Shapes((source("ex: a owl:Ontology ; owl:versionInfo '1.2' . ex:S a sh:NodeShape ; sh:targetNode ex:a ."),))
    assert running.verdict(Data([source("ex:a ex:p 1 .")]), used).shapes_version == "1.2"


def test_results_in_order_worst_first() -> None:
    used = Shapes(
        (
            source(
                "ex:S a sh:NodeShape ; sh:targetNode ex:b , ex:a ; sh:property [ sh:path ex:i ; sh:minCount 1 ; sh:severity sh:Info ] , "
                "[ sh:path ex:v ; sh:minCount 1 ] , [ sh:path ex:w ; sh:minCount 1 ; sh:severity sh:Warning ] ."
            ),
        )
    )
    results = running.verdict(Data([source("ex:a ex:p 1 .")]), used).results
    assert [(one.severity, one.focus[-1]) for one in results] == [(s, f) for s in ("Violation", "Warning", "Info") for f in "ab"]
    assert {type(one.finding.focus) for one in results} == {NamedNode}


def test_an_offset_too_long_for_a_number_is_still_outside_the_text() -> None:
    source = "https://w3id.org/hrmkg/source/0123456789abcdef"
    hrm = "https://w3id.org/hrmkg/ontology#"
    text = (
        f"<urn:e> <http://www.w3.org/ns/prov#wasDerivedFrom> <{source}/99999999999999999999-500> .\n"
        f'<urn:e> <{hrm}asPrinted> "hello"@en .\n<{source}> <{hrm}text> "hello world" .\n'
    )
    data = Data([Source("data.nt", text.encode(), RdfFormat.N_TRIPLES)])
    assert "SRC-11" in {result.requirement for result in running.verdict(data, shapes.ours()).results}
