"""Our build and partners' files asked together: whose statement is whose, what is refused, and that nothing of the build changes."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg as package
from kg.errors import KgError
from kg.querying import emptiness, partners, question
from kg.querying.emptiness.drawing import Sketch, atoms
from kg.querying.emptiness.reader import read
from kg.vocabulary import vocabulary

PARTNER = Path(__file__).resolve().parents[2] / "queries" / "partner.ttl"
OWN = "@prefix own: <https://example.org/own/> . @prefix area: <https://w3id.org/hrmkg/area/> .\n"
BESIDE = [one.name for one in question.library() if one.beside]
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def rows(union: partners.Union, query: str) -> list[tuple[str, ...]]:
    return [tuple(term.value for term in row) for row in union.answer(query)]


def file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def digest_of(graph: str) -> bytes:
    return base64.urlsafe_b64decode(graph.split("/")[2].removeprefix("ni,sha-256;") + "=")


def test_each_file_is_a_graph_that_tells_name_and_hash(build: Path, tmp_path: Path) -> None:
    one = file(tmp_path, "one two.ttl", OWN + "own:a own:b own:c .")
    file(tmp_path, "sub/two.nq", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:d> <urn:mygraph> .\n")
    with partners.beside(build, [one, tmp_path / "sub"]) as union:
        graphs = {row[0] for row in rows(union, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'arcp:')) }")}
        digest = hashlib.sha256(one.read_bytes()).digest()
        named = [held.partner.graph for held in union.held]
        assert {graph.rpartition("/")[2] for graph in graphs} == {"one%20two.ttl", "two.nq", "two.nq#urn%3Amygraph"}
        assert any(digest_of(graph) == digest for graph in named)


def test_a_triple_of_two_files_counts_once_and_both_tell_it(build: Path, tmp_path: Path) -> None:
    same = OWN + "own:a own:b own:c .\n"
    paths = [file(tmp_path, "one.ttl", same), file(tmp_path, "two.ttl", same + "own:a own:b own:d .")]
    with partners.beside(build, paths) as union:
        assert len(rows(union, "SELECT ?o { <https://example.org/own/a> ?p ?o }")) == 2
        assert len(rows(union, "SELECT ?g ?o { GRAPH ?g { <https://example.org/own/a> ?p ?o } }")) == 3


def test_the_same_content_under_two_names_is_one_file(build: Path, tmp_path: Path) -> None:
    paths = [file(tmp_path, name, OWN + "own:a own:b own:c .") for name in ("b.ttl", "a.ttl")]
    with partners.beside(build, paths) as union:
        assert [Path(held.partner.name).name for held in union.held] == ["a.ttl"]


def test_blank_nodes_of_two_files_are_apart_and_relative_names_leak_no_folder(build: Path, tmp_path: Path) -> None:
    paths = [file(tmp_path, f"{n}.ttl", f"_:x <urn:p> {n} . <here> <urn:q> [] .") for n in (1, 2)]
    with partners.beside(build, paths) as union:
        assert len(rows(union, "SELECT DISTINCT ?s { ?s <urn:p> ?o }")) == 2
        here = [row[0] for row in rows(union, "SELECT ?s { ?s <urn:q> ?o }")]
        assert len(set(here)) == 2
        assert all(iri.startswith("arcp://ni,sha-256;") and str(tmp_path) not in iri for iri in here)
    with partners.beside(build, paths) as again:
        assert rows(again, "SELECT ?s { ?s <urn:p> ?o } ORDER BY ?o")


def test_the_build_stays_as_it_is(build: Path) -> None:
    def state() -> dict[str, str]:
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(build.rglob("*")) if path.is_file()}

    before = state()
    with partners.beside(build, [PARTNER]) as union:
        rows(union, COUNT)
    assert state() == before


def test_without_a_file_the_union_is_the_build(build: Path) -> None:
    with partners.beside(build, []) as union:
        assert rows(union, COUNT) == [(str((build / "graph.nq").read_bytes().count(b"\n")),)]


HRM = "@prefix hrm: <https://w3id.org/hrmkg/ontology#> . @prefix dct: <http://purl.org/dc/terms/> . "
HRM += "@prefix qb: <http://purl.org/linked-data/cube#> .\n"
PROFILE = "<https://w3id.org/hrmkg/profile/antitorture/KAZ/2022>"


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("subject.ttl", OWN + HRM + 'own:a own:b 1 .\narea:KAZ hrm:iso3 "KAZ", "XXX" .', ":4:"),
        ("label.ttl", OWN + '\narea:KAZ <http://www.w3.org/2000/01/rdf-schema#label> "Elsewhere"@en .', ":3:"),
        ("part.ttl", OWN + HRM + f"own:a dct:isPartOf\n  {PROFILE} .", ":4:3"),
        ("member.ttl", OWN + HRM + f"own:a qb:dataSet <{PROFILE[1:-1]}/figures> .", ":3:"),
        ("ours.ttl", OWN + HRM + f"own:a hrm:subsetOf <{PROFILE[1:-1]}/prison-population> .", ":3:"),
        ("graph.nq", "<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> <urn:c> <https://w3id.org/hrmkg/graph/vocabulary> .\n", ":2:"),
        ("new.trig", OWN + "<https://w3id.org/hrmkg/graph/mine> { own:a own:b own:c }", ":2:"),
    ],
)
def test_nobody_speaks_in_our_name(build: Path, tmp_path: Path, name: str, text: str, place: str) -> None:
    path = file(tmp_path, name, text)
    with pytest.raises(KgError) as caught, partners.beside(build, [path]):
        raise AssertionError("it was taken")
    assert caught.value.code == "KG731"
    assert f"{name}{place}" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "text", "code", "place"),
    [
        ("broken.ttl", OWN + "own:a own:b .", "KG603", ":2:"),
        ("cut.rdf", "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>", "KG603", "cut.rdf:1"),
        ("table.csv", "a,b\n", "KG602", "table.csv"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(build: Path, tmp_path: Path, name: str, text: str, code: str, place: str) -> None:
    path = file(tmp_path, name, text)
    with pytest.raises(KgError) as caught, partners.beside(build, [path]):
        raise AssertionError("it was taken")
    assert caught.value.code == code
    assert place in str(caught.value)


def test_a_folder_without_rdf_is_told(build: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    with pytest.raises(KgError) as caught, partners.beside(build, [tmp_path / "nothing"]):
        raise AssertionError("it was taken")
    assert caught.value.code == "KG732"


def test_links_to_ours_and_our_classes_are_taken_and_counted(build: Path, tmp_path: Path) -> None:
    text = OWN + HRM + "own:k <http://www.w3.org/2004/02/skos/core#exactMatch> area:KAZ . own:p a hrm:Figure ; hrm:area area:KAZ ."
    with partners.beside(build, [file(tmp_path, "links.ttl", text)]) as union:
        assert (union.held[0].statements, union.held[0].ours, union.held[0].repeated) == (3, 2, 0)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_the_build_says_itself_adds_nothing(build: Path, tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    lines = [line for line in (build / "graph.nq").read_text(encoding="utf-8").splitlines() if "_:" not in line]
    some = data.draw(st.lists(st.sampled_from(lines), min_size=1, max_size=30, unique=True))
    path = file(tmp_path_factory.mktemp("own"), "ours.nq", "\n".join(some) + "\n")
    with partners.beside(build, []) as alone, partners.beside(build, [path]) as union:
        assert rows(union, COUNT) == rows(alone, COUNT)
        assert union.held[0].repeated == len(some)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations([0, 1, 2]))
def test_the_order_of_files_does_not_matter(build: Path, tmp_path: Path, order: list[int]) -> None:
    paths = [PARTNER, *(file(tmp_path, f"{n}.ttl", OWN + f"_:x own:p {n} . own:a own:b own:c .") for n in (1, 2))]

    def said(chosen: list[Path]) -> tuple[Any, ...]:
        with partners.beside(build, chosen) as union:
            every = rows(union, "SELECT ?g ?s ?o { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), 'arcp:')) } ORDER BY ?g ?s ?p ?o")
            return [held.partner.graph for held in union.held], every, rows(union, COUNT)

    assert said([paths[at] for at in order]) == said(paths)


def test_from_python(build: Path) -> None:
    with package.open(build, beside=PARTNER) as both:
        found = both.query("partner-contradictions", {"area": "KAZ"})
        assert [row["verdict"] for row in found][:2] == ["contradicts", "differs, unless one is rounded"]
        assert list(both.graphs) == [str(PARTNER)]
        spoken = both.query("partner-contradictions", {"area": "KAZ"}, language="ru")
        assert len(spoken) == len(found)
        assert next(iter(spoken))["verdict"] == "противоречит"


# The questions


@pytest.mark.parametrize("name", BESIDE)
def test_without_a_partner_there_are_no_rows_and_it_is_said_why(name: str, build: Path, kg: Any) -> None:
    done = kg("query", name, "--store", build)
    assert done.returncode == 0
    assert done.stdout.startswith("no rows; asked with area=")
    assert "this question compares with the data of a partner: name their files by --with" in done.stderr


@pytest.mark.parametrize("name", BESIDE)
def test_a_question_written_anew_from_its_parts_has_rows_as_before(name: str, build: Path) -> None:
    text = question.find(name).sparql
    query = read(text, vocabulary().prefixes)
    assert query.where is not None
    drawn = Sketch(query, query.where, list(atoms(query.where))).pattern()
    whole = text[query.where.start : query.where.end]
    declared = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in query.prefixes.items())
    with partners.beside(build, [PARTNER]) as union:
        assert [bool(union.ask(f"{declared} ASK {pattern}")) for pattern in (drawn, whole)] == [True, True]
        assert emptiness.why(text, union.ask).verdict == "rows"


def test_the_command_asks_both_and_says_whose_is_what(build: Path, kg: Any) -> None:
    done = kg("query", "partner-only", "--store", build, "--with", PARTNER, "--format", "csv")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 7)
    assert "partner.ttl: " in done.stderr
    assert "GRAPH <arcp://ni,sha-256;" in done.stderr
    refused = kg("query", "partner-only", "--with", PARTNER, "--endpoint", "http://127.0.0.1:9/sparql")
    assert refused.returncode == 2
    assert refused.stderr.startswith("KG732")
