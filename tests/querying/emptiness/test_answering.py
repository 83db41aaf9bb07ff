"""The same on other stores and endpoints, for queries that have rows or are none, as JSON, and on the command line."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from kg.querying import emptiness, partners, question
from kg.querying.emptiness import nearness, words
from kg.querying.emptiness.diagnosis import CAUSES, VERDICTS
from kg.storage.store import open_build
from kg.vocabulary import vocabulary
from kg.vocabulary.texts import HEAD, SAY

HRM = "PREFIX hrm: <https://w3id.org/hrmkg/ontology#>\n"
PROFILES = HRM + "SELECT ?p ?e WHERE { ?p a hrm:CountryProfile ; hrm:edition ?e }"
Run = Any


@pytest.fixture(scope="module")
def store(build: Path) -> Store:
    return open_build(build)


@pytest.fixture
def bare(store: Store) -> emptiness.Ask:
    """An endpoint: it knows no prefixes."""
    return partial(store.query, use_default_graph_as_union=True)


@pytest.fixture
def apart(store: Store) -> emptiness.Ask:
    """A store whose default graph is empty."""
    return store.query


def test_data_in_named_graphs_only(apart: emptiness.Ask) -> None:
    found = emptiness.why(PROFILES, apart)
    assert (found.verdict, found.culprits[0].cause) == ("apart", "graphs")
    assert "GRAPH ?graph {" in found.suggestions[0].query
    assert len(list(apart(found.suggestions[0].query))) == found.suggestions[0].rows == 1


def test_data_in_several_named_graphs(apart: emptiness.Ask) -> None:
    text = (
        HRM + "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nSELECT ?n WHERE { ?p a hrm:CountryProfile ; hrm:area/rdfs:label ?n }"
    )
    found = emptiness.why(text, apart)
    graphs = len(list(apart("SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }")))
    assert (found.culprits[0].cause, found.suggestions[0].query.count("FROM <")) == ("graphs", graphs)
    assert len(list(apart(found.suggestions[0].query))) == found.suggestions[0].rows == 2


def test_a_dataset_that_holds_nothing(apart: emptiness.Ask) -> None:
    found = emptiness.why(PROFILES.replace("WHERE", "FROM <https://example.org/graph> WHERE"), apart)
    assert found.culprits[0].cause == "dataset"
    assert found.culprits[0].text == "FROM <https://example.org/graph>"


@pytest.mark.parametrize("file", sorted(Path(__file__).parent.glob("*/*.rq")), ids=lambda file: file.stem)
def test_a_suggestion_for_an_endpoint_declares_what_it_names(file: Path, bare: emptiness.Ask) -> None:
    """It runs as it is where no prefix is known."""
    for suggestion in emptiness.why(file.read_text(encoding="utf-8"), bare).suggestions:
        answer = bare(suggestion.query)
        assert bool(answer) if type(answer).__name__ == "QueryBoolean" else list(answer)


def test_a_prefix_that_only_the_project_knows(bare: emptiness.Ask, ask: emptiness.Ask) -> None:
    text = "SELECT ?p WHERE { ?p a hrm:CountryProfile }"
    found = emptiness.why(text, bare)
    assert (found.verdict, found.culprits[0].cause) == ("unknown", "prefix")
    assert found.suggestions[0].query == f"PREFIX hrm: <https://w3id.org/hrmkg/ontology#>\n{text}"
    assert emptiness.why(text, ask).verdict == "rows"


def test_a_query_with_rows_still_names_what_does_not_exist(ask: emptiness.Ask) -> None:
    found = emptiness.why("SELECT ?p ?t WHERE { ?p a hrm:CountryProfile OPTIONAL { ?p hrm:editon ?t } }", ask)
    assert (found.verdict, found.rows, found.culprits[0].text) == ("rows", 1, "hrm:editon")
    assert "hrm:edition ?t" in found.suggestions[0].query
    assert emptiness.why(PROFILES, ask).culprits == ()


def test_a_count_of_zero_is_diagnosed(ask: emptiness.Ask) -> None:
    text = "SELECT (COUNT(*) AS ?n) WHERE { ?s a hrm:Gap ; hrm:value ?v }"
    assert [row[0].value for row in ask(text)] == ["0"]
    assert emptiness.why(text, ask).culprits[0].cause == "class"
    assert emptiness.why(text.replace("hrm:Gap", "hrm:Figure"), ask).verdict == "rows"


def test_a_condition_of_which_nothing_more_can_be_said(ask: emptiness.Ask) -> None:
    found = emptiness.why("SELECT ?s WHERE { ?s hrm:value ?v FILTER(?v * 2 < ?v - 1 || ?v != ?v) }", ask)
    assert (found.verdict, found.culprits[0].cause) == ("apart", "filter")
    assert "0, " in found.culprits[0].sentence["en"]
    assert found.suggestions[0].rows == 22


def test_a_question_about_partners_says_that_it_needs_their_data(build: Path, tmp_path: Path, ask: emptiness.Ask) -> None:
    for name in ("partner-acts-beside-ours", "partner-beside-ours", "partner-contradictions", "partner-only", "ours-only"):
        found = emptiness.why(question.find(name).sparql, ask)
        assert (found.verdict, [one.cause for one in found.culprits], found.suggestions) == ("absent", ["partner"], ())
        assert found.culprits[0].text == "beside: partner"
        assert "--with" in found.culprits[0].sentence["en"]
        assert "--with" in found.culprits[0].sentence["ru"]
    # Beside a partner's file the cause is looked for as ever.
    (tmp_path / "partner.ttl").write_text(
        "<urn:o> <http://purl.org/linked-data/cube#dataSet> <urn:s> ; <http://purl.org/linked-data/sdmx/2009/dimension#refArea> <urn:a> .",
        encoding="utf-8",
    )
    with partners.beside(build, [tmp_path / "partner.ttl"]) as union:
        found = emptiness.why(question.find("partner-acts-beside-ours").sparql, union.ask)
    assert "partner" not in {one.cause for one in found.culprits}


@pytest.mark.parametrize(
    ("text", "place"),
    [("SELECT * WHERE {\n ?a ?b }", (2, 8)), ("", (1, 1)), ("SELECT *\nWHERE { ?a hrm:area ?b } LIMIT x", (2, 32))],
)
def test_what_is_no_sparql_has_a_place(text: str, place: tuple[int, int], ask: emptiness.Ask) -> None:
    found = emptiness.why(text, ask)
    assert (found.verdict, found.rows, found.suggestions) == ("invalid", None, ())
    assert (found.culprits[0].place.line, found.culprits[0].place.column) == place, "the cause, and not where the parser stopped"


@pytest.mark.parametrize(
    ("text", "kind", "place", "mend"),
    [
        ("SELECT ?s WHERE {\n  ?s dct:title ?t ; foo:bar ?x }", "prefix", (2, 21), "PREFIX foo: <https://…>"),
        ("SELECT ?s WHERE {\n  ?s a hmr:Gap }", "prefix", (2, 8), "if hrm: is meant"),
        ("SELECT ?s WHERE { ?s a hmr:Gap", "prefix", (1, 24), "if hrm: is meant"),  # before the bracket that is not closed
        ("PREFIX foo: <http://e/>\nSELECT ?s WHERE { ?s a foo:x, bar:x }", "prefix", (2, 31), "PREFIX bar: <https://…>"),
        ("SELECT ?s WHERE { ?s a 'hmr:Gap' ) }", "unopened", (1, 34), "mend it"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_its_mending(text: str, kind: str, place: tuple[int, int], mend: str) -> None:
    with pytest.raises(SyntaxError) as raised:
        Store().query(text, prefixes=vocabulary().prefixes)
    found = emptiness.mistake(text, raised.value.msg, vocabulary().prefixes)
    assert (found.kind, (found.line, found.column)) == (kind, place)
    assert mend in found.mend["en"]
    assert set(found.clause) == set(found.mend) == {"en", "ru"}


def test_a_prefix_of_ours_is_declared_with_its_address() -> None:
    found = emptiness.mistake("SELECT ?s WHERE { ?s a hrm:Gap }", "error at 1:31: expected OPTIONAL", {})
    assert found.mend["en"] == f"write at the top: PREFIX hrm: <{vocabulary().prefixes['hrm']}>"


def test_where_nothing_is_alike_what_there_is_is_told(ask: emptiness.Ask) -> None:
    found = emptiness.why("SELECT ?a WHERE { VALUES ?s { area:XXX } ?a a hrm:TreatyAct ; hrm:area ?s }", ask)
    said = found.culprits[0].sentence
    assert "area:ARM, area:BLR, area:KAZ, area:KGZ, area:MDA, area:POL, area:RUS, area:TJK, area:UKR" in said["en"]
    assert "area:UKR" in said["ru"]
    near = emptiness.why("SELECT ?a WHERE { ?a a hrm:TreatyAct ; hrm:area area:KZA }", ask)
    assert "area:UKR" not in near.culprits[0].sentence["en"]
    many = emptiness.why("SELECT ?a WHERE { ?a hrm:indicator ind:zzz }", ask).culprits[0].sentence["en"]
    assert " … (" in many


@pytest.mark.parametrize("code", ["UZB", "GEO", "ARE", "USA"])
def test_a_state_of_which_there_are_no_data_is_told_as_one(ask: emptiness.Ask, code: str) -> None:
    for text in (
        f"SELECT ?a WHERE {{ VALUES ?s {{ area:{code} }} ?a a hrm:TreatyAct ; hrm:area ?s }}",
        f"SELECT ?a WHERE {{ ?a a hrm:TreatyAct ; hrm:area area:{code} }}",
    ):
        found = emptiness.why(text, ask)
        (culprit,) = found.culprits
        assert (found.verdict, culprit.cause, culprit.text) == ("absent", "state", f"area:{code}")
        assert culprit.sentence["en"].startswith(f"There is no profile and no reference data on {code}; here the graph has area:ARM, ")
        assert culprit.sentence["ru"].startswith(f"О {code} нет ни профиля, ни справочных данных; здесь в графе есть area:ARM, ")
        assert found.suggestions == (), "nothing that is written alike was meant"


@pytest.mark.parametrize("name", ["area:KZA", "area:XYZ", "area:uzb", "ind:UZB"])
def test_what_is_no_code_of_a_state_is_an_unknown_name(ask: emptiness.Ask, name: str) -> None:
    found = emptiness.why(f"SELECT ?a WHERE {{ ?a a hrm:TreatyAct ; hrm:area {name} }}", ask)
    assert (found.verdict, found.culprits[0].cause) == ("unknown", "name")


@pytest.mark.parametrize(
    ("wanted", "known", "near"),
    [
        ("CTA", ["CAT-art20", "ACT", "CAT", "CPA", "ICCPR"], ["CAT", "CPA", "CAT-art20", "ACT"]),
        ("KZA", ["KAZ", "KGZ", "POL"], ["KAZ", "KGZ"]),
        ("prison-popluation", ["population", "prison-population", "opcat"], ["prison-population", "population"]),
        ("XXX", ["KAZ", "KGZ", "POL"], []),
        ("X", ["Y", "K"], []),
    ],
)
def test_names_written_alike(wanted: str, known: list[str], near: list[str]) -> None:
    assert nearness.names(wanted, known) == near


def test_describe(ask: emptiness.Ask) -> None:
    found = emptiness.why("DESCRIBE area:KZA", ask)
    assert (found.verdict, found.culprits[0].text) == ("unknown", "area:KZA")


def test_json_has_everything_and_one_language_on_request(ask: emptiness.Ask) -> None:
    found = emptiness.why("SELECT ?s WHERE { ?s a hrm:Gap ; hrm:value ?v }", ask)
    whole = json.loads(json.dumps(found.as_json()))
    assert set(whole) == {"verdict", "sentence", "rows", "culprits", "patterns", "suggestions", "probes", "complete"}
    assert set(whole["culprits"][0]["sentence"]) == {"en", "ru"}
    assert whole["culprits"][0]["place"] == {"start": 23, "end": 30, "line": 1, "column": 24}
    assert [part["rows"] for part in whole["patterns"]] == [3, 22]
    assert whole["suggestions"][0]["changes"][0]["new"] == "hrm:Figure"
    one = found.as_json("ru")
    assert re.search("[А-я]", one["sentence"])
    assert re.search("[А-я]", one["culprits"][0]["sentence"])
    assert one["suggestions"][0]["query"] == whole["suggestions"][0]["query"]


def test_every_verdict_cause_and_repair_has_words() -> None:
    said = words.WORDS.all(SAY)
    named = {f"verdict-{name}" for name in VERDICTS} | {f"cause-{name}" for name in (*CAUSES, "syntax")}
    assert named <= set(said)
    sources = Path(emptiness.__file__).parent.glob("*.py")
    proposed = {word for file in sources for word in re.findall(r'Fix\([^\n]*, "([a-z]+)"\)', file.read_text(encoding="utf-8"))}
    assert {"without", "cast", "nearest", "optional", "turned", "path"} <= proposed
    assert {f"fix-{word}" for word in proposed} <= set(said)
    for texts in (*said.values(), *words.WORDS.all(HEAD).values()):
        assert set(texts) == {"en", "ru"}
        assert set(re.findall(r"\{\w+\}", texts["en"])) == set(re.findall(r"\{\w+\}", texts["ru"]))


def test_the_command_says_why_there_are_no_rows(kg: Run, build: Path, tmp_path: Path) -> None:
    done = kg("query", "prison-population", "--param", "area=UKR", "--store", build)
    assert (done.returncode, done.stdout.splitlines()[0][:7]) == (0, "no rows")
    assert done.stderr.startswith("No rows: the data are absent")
    assert "area:KAZ" in done.stderr
    csv = kg("query", "prison-population", "--param", "area=UKR", "--store", build, "--format", "csv")
    assert (csv.returncode, csv.stderr) == (0, "")
    full = kg("query", "prison-population", "--store", build)
    assert (full.returncode, full.stderr) == (0, "")


def test_the_command_diagnoses_on_request(kg: Run, build: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.rq"
    own.write_text("SELECT (COUNT(?s) AS ?n) WHERE { ?s a hrm:Gaps }", encoding="utf-8")
    told = kg("query", own, "--why", "--store", build)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("No rows: the query names something that does not exist.\n  line 1, column 39: hrm:Gaps")
    given = json.loads(kg("query", own, "--why", "--format", "json", "--store", build).stdout)
    assert (given["verdict"], given["suggestions"][0]["rows"]) == ("unknown", 3)
    refused = kg("query", own, "--why", "--format", "csv", "--store", build)
    assert (refused.returncode, refused.stderr[:5]) == (2, "KG709")
    own.write_text("SELECT ?s WHERE { ?s a }", encoding="utf-8")
    assert kg("query", own, "--why", "--store", build).returncode == 2
    lost = kg("query", own, "--why", "--store", tmp_path)
    assert (lost.returncode, lost.stderr[:5]) == (2, "KG701")
