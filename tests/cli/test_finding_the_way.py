"""What tripped newcomers: passages, codes of shapes, empty answers, queries of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]
SOURCE = "https://w3id.org/hrmkg/source/5950666d4bcb592c"


def test_a_passage_shows_its_line_and_words(kg: Run, build: Path) -> None:
    done = kg("show", f"{SOURCE}/255-261", "--store", build)
    assert done.returncode == 0
    assert "line 10:  Тюремное население\t40 842" in done.stdout
    assert "words:  40 842" in done.stdout
    assert done.stdout.endswith("KAZ/2022/prison-population\n")


def test_a_passage_outside_the_text(kg: Run, build: Path) -> None:
    for passage in (f"{SOURCE}/3000-9999", "https://w3id.org/hrmkg/source/0123456789abcdef/1-2"):
        done = kg("show", passage, "--store", build)
        assert (done.returncode, done.stderr[:5]) == (2, "KG710")


def test_a_requirement_of_the_shapes_is_explained(kg: Run) -> None:
    done = kg("explain", "CON-04")
    assert done.returncode == 0
    assert done.stdout.startswith("CON-04 ")
    assert "возбуждено" in done.stdout


def test_an_empty_answer_says_what_was_asked(kg: Run, build: Path) -> None:
    done = kg("query", "prison-population", "--param", "area=POL", "--store", build)
    assert (done.returncode, done.stdout) == (0, "no rows; asked with area=POL (change it with --param NAME=VALUE)\n")


def test_a_query_of_ones_own_knows_our_prefixes(kg: Run, build: Path, tmp_path: Path) -> None:
    query = tmp_path / "own.rq"
    query.write_text("SELECT ?gap WHERE { ?gap a hrm:Gap }", encoding="utf-8")
    done = kg("query", query, "--store", build, "--format", "csv")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 4)


def test_a_service_that_does_not_answer_is_an_error(kg: Run, build: Path, tmp_path: Path) -> None:
    query = tmp_path / "service.rq"
    query.write_text("SELECT * WHERE { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }", encoding="utf-8")
    done = kg("query", query, "--store", build, "--allow-service", "http://127.0.0.1:9/sparql")
    assert (done.returncode, done.stderr[:5]) == (2, "KG834")
    assert "the server <http://127.0.0.1:9/sparql> gives no answer" in done.stderr
    done = kg("query", query, "--store", build)
    assert (done.returncode, done.stderr[:5]) == (2, "KG826")
    assert "--allow-service" in done.stderr


def test_the_export_of_a_profile_conforms_as_the_build_does(kg: Run, build: Path, tmp_path: Path) -> None:
    exported = tmp_path / "profile.ttl"
    exported.write_text(kg("show", "KAZ/2022", "--format", "ttl", "--store", build).stdout, encoding="utf-8")
    done = kg("validate", exported, "--fail-on", "violation")
    assert done.returncode == 0, done.stdout


def test_parameters_without_default_take_local_names(kg: Run, build: Path) -> None:
    done = kg("query", "treaty-acts", "--param", "instrument=OPCAT", "--store", build, "--format", "csv")
    assert done.returncode == 0
    assert done.stdout.count("instrument/OPCAT") == len(done.stdout.splitlines()) - 1 == 2


def test_no_message_shows_a_variable(kg: Run, tmp_path: Path) -> None:
    data = tmp_path / "gap.ttl"
    data.write_text(
        '@prefix hrm: <https://w3id.org/hrmkg/ontology#> .\n<http://example.org/g> a hrm:Gap ; hrm:asPrinted "-"@ru .\n', encoding="utf-8"
    )
    done = kg("validate", data)
    assert done.returncode == 1
    assert "{?" not in done.stdout


def test_a_number_is_found_however_it_is_written(kg: Run) -> None:
    for written in ("con-4", "CON4", "con 04", "Con_04"):
        done = kg("explain", written)
        assert (done.returncode, done.stdout[:7]) == (0, "CON-04 "), written
    assert kg("explain", "kg-212").stdout.startswith("KG212 ")


def test_a_number_that_is_not_there_leads_to_those_alike(kg: Run) -> None:
    for written, near in (("CON-99", "did you mean CON-09, "), ("COM-04", "did you mean CON-04, "), ("KG6O3", "did you mean KG603, ")):
        done = kg("explain", written)
        assert (done.returncode, done.stderr[:5]) == (2, "KG001")
        assert near in done.stderr
    assert "kg shapes" in kg("explain", "nonsense").stderr


def test_a_requirement_leads_to_the_pages_of_all(kg: Run) -> None:
    said = kg("explain", "CON-04").stdout
    assert said.count("kg shapes -o requirements/") == 2, "once a language"
