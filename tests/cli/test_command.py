"""The contract of the command: commands, options, exit codes, what goes to stdout and stderr."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess
from urllib.parse import parse_qs
from xml.etree import ElementTree

import pytest
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store

from kg import __version__
from kg.explaining import explanations

Run = Callable[..., CompletedProcess[str]]
COMMANDS = ("build", "facts", "validate", "query", "show", "queries", "explain")
PROFILE = "https://w3id.org/hrmkg/profile/antitorture/KAZ/2022"


def fine(done: CompletedProcess[str]) -> str:
    """What a command printed that went well and had nothing to say on stderr."""
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def code(done: CompletedProcess[str], expected: str) -> str:
    """The one error line of a command that could not do it."""
    assert done.returncode == 2
    assert done.stdout == ""
    assert re.fullmatch(rf"{expected}( [^:\n]\S*)?: [^\n]+\n", done.stderr), done.stderr
    return done.stderr


# help, version, wrong use


def test_version(kg: Run) -> None:
    assert fine(kg("--version")) == f"kg {__version__}\n"


def test_help_names_every_command_and_gives_an_example(kg: Run) -> None:
    said = fine(kg("--help"))
    assert all(re.search(rf"^\s+{name}\s", said, re.MULTILINE) for name in COMMANDS)
    assert "example: kg " in said


@pytest.mark.parametrize(
    ("command", "options"),
    {
        "build": "-o --series --state --edition --lang --no-validate --json",
        "facts": "DOCUMENT",
        "validate": "INPUT --shapes --format --fail-on text,html,csv,json,ttl,sarif,junit violation,warning,info",
        "query": "NAME|FILE.rq --param --store --endpoint --format table,csv,tsv,json,xml,ttl",
        "show": "PROFILE|IRI --format ttl,jsonld,text --lang --store",
        "queries": "",
        "explain": "CODE",
    }.items(),
)
def test_help_of_a_command_has_its_options_and_an_example(kg: Run, command: str, options: str) -> None:
    said = fine(kg(command, "--help"))
    assert f"example: kg {command}" in " ".join(said.split())
    assert [option for option in options.split() if option not in said] == []


@pytest.mark.parametrize(
    "arguments",
    [
        *([], ["nonsense"], ["facts"], ["explain"], ["show"], ["query"], ["validate"]),
        ["validate", "x.ttl", "--fail-on", "never"],
        ["query", "x", "--format", "pdf"],
        ["query", "x", "--store", "a", "--endpoint", "http://localhost/"],
        ["facts", "x", "--colour"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_exit_2(kg: Run, arguments: list[str]) -> None:
    done = kg(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "usage: kg" in done.stderr
    assert "Traceback" not in done.stderr


# kg facts

HEADER = (
    "statement,area,edition,line,section,label,indicator,kind,value,lower,upper,unit,group,scope,answer,standing,instrument,reason,"
    "bodies,as_printed,start,end,match"
)


def test_facts(kg: Run, document: Path, build: Path) -> None:
    done = kg("facts", document)
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stderr.splitlines()] == ["KG212"], "only the listed problem"
    assert re.match(r"KG212 .*document\.txt:36: ", done.stderr)
    assert done.stdout.split("\n", 1)[0] == HEADER
    built = rows((build / "facts.csv").read_text(encoding="utf-8"))
    assert rows(done.stdout) == [{name: row[name] for name in HEADER.split(",")} for row in built]


def test_facts_without_a_sidecar(kg: Run, document: Path, tmp_path: Path) -> None:
    shutil.copy(document, tmp_path / "alone.txt")
    done = kg("facts", tmp_path / "alone.txt", cwd=tmp_path)
    assert done.returncode == 0
    found = {row["statement"]: row for row in rows(done.stdout)}
    assert {row["area"] for row in found.values()} == {row["edition"] for row in found.values()} == {""}
    assert found["police-officers"]["bodies"] == "withheldBy:МВД"
    assert found["investigators"]["scope"] == "Антикоррупционная служба"
    assert found["investigators"]["bodies"] == "scope:Антикоррупционная служба"
    assert found["torture-complaints.from-detention"]["bodies"] == "dataFrom:Антикоррупционной службы; dataFrom:МВД"
    assert "KAZ" not in done.stdout
    assert len(found) == 55


def test_facts_without_a_sidecar_give_the_same_values(kg: Run, document: Path, tmp_path: Path) -> None:
    shutil.copy(document, tmp_path / "alone.txt")
    names = ("line", "kind", "indicator", "value", "lower", "upper", "unit", "group", "answer", "standing", "reason", "as_printed", "start")
    with_, without = (rows(kg("facts", path).stdout) for path in (document, tmp_path / "alone.txt"))
    assert [[r[n] for n in names] for r in with_] == [[r[n] for n in names] for r in without]


def test_facts_import_neither_rdflib_nor_pyshacl(document: Path) -> None:
    program = (
        "import sys; from kg.cli import main; main(['facts', sys.argv[1]]); "
        "print(sorted(m for m in sys.modules if m.split('.')[0] in ('rdflib', 'pyshacl', 'SPARQLWrapper')), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program, document], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.splitlines()[-1] == "[]"


def test_help_imports_no_room() -> None:
    program = (
        "import sys\ntry:\n from kg.cli import main\n main(['--help'])\n"
        "except SystemExit:\n print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    loaded = set(done.stderr.splitlines())
    assert "kg.cli" in loaded
    rooms = {"building", "querying", "validation", "storage", "mapping", "interpreting", "reading", "model", "vocabulary", "explaining"}
    assert not loaded & {f"kg.{room}" for room in rooms}
    assert not loaded & {"rdflib", "pyshacl", "pyoxigraph", "SPARQLWrapper", "yaml"}


def test_a_reader_that_leaves_early_is_no_error(document: Path) -> None:
    command = f"'{Path(sys.executable).with_name('kg')}' facts '{document}'"
    for _ in range(5):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", f"{command} | head -1"], capture_output=True, encoding="utf-8", check=False, timeout=60
        )
        assert done.stdout == HEADER + "\n"
        assert "Traceback" not in done.stderr
        assert "BrokenPipe" not in done.stderr
        assert done.returncode == 0


def test_a_closed_output_leaves_no_trace(build: Path) -> None:
    command = f"'{Path(sys.executable).with_name('kg')}' show KAZ/2022 --format ttl --store '{build}'"
    done = subprocess.run(["bash", "-c", f"{command} | true"], capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert done.stderr == ""


# kg build


def test_build_says_nothing_on_stderr_and_counts_in_json(kg: Run, document: Path, tmp_path: Path) -> None:
    said = json.loads(fine(kg("build", document.parent, "-o", tmp_path / "b", "--no-validate", "--json")))
    assert said["published"] is True
    assert said["profiles"] == ["antitorture/KAZ/2022"]
    assert said["statements"] == {"figure": 22, "assessment": 20, "standing": 4, "designation": 3, "narrative": 3, "gap": 3}
    assert said["characters"] == said["accounted"] == 3407
    assert (said["problems"], said["left_out"], said["report"]) == (1, [], None)
    assert said["quads"] == (tmp_path / "b" / "graph.nq").read_bytes().count(b"\n")


def test_build_defaults_to_data_and_build(kg: Run, root: Path, tmp_path: Path, build: Path) -> None:
    (tmp_path / "data").symlink_to(root / "data")
    fine(kg("build", "--no-validate", cwd=tmp_path))
    assert (tmp_path / "build" / "manifest.json").read_bytes() == (build / "manifest.json").read_bytes()


def test_build_of_a_document_without_a_sidecar(kg: Run, document: Path, tmp_path: Path) -> None:
    shutil.copy(document, tmp_path / "alone.txt")
    options = ["--series", "other", "--state", "KAZ", "--edition", "test", "--lang", "ru"]
    fine(kg("build", tmp_path / "alone.txt", "-o", tmp_path / "b", "--no-validate", *options))
    assert "<https://w3id.org/hrmkg/profile/other/KAZ/test>" in (tmp_path / "b" / "graph.nq").read_text(encoding="utf-8")
    fine(kg("build", tmp_path / "alone.txt", "-o", tmp_path / "b", "--no-validate", "--state", "KAZ", "--edition", "test"))
    assert "<https://w3id.org/hrmkg/profile/antitorture/KAZ/test>" in (tmp_path / "b" / "graph.nq").read_text(encoding="utf-8")


def test_options_do_not_override_a_sidecar(kg: Run, document: Path, tmp_path: Path) -> None:
    said = json.loads(fine(kg("build", document, "-o", tmp_path / "b", "--no-validate", "--json", "--state", "POL", "--edition", "x")))
    assert said["profiles"] == ["antitorture/KAZ/2022"]


def test_the_account_answers_three_questions_with_their_sentences(kg: Run, document: Path, tmp_path: Path) -> None:
    said = fine(kg("build", document.parent, "-o", tmp_path / "b", "--no-validate", "--account"))
    assert "3407 of 3407 characters accounted for" in said
    assert said.count("Question ") == 3
    for words in ("40842", "34 842", "МВД закрыла данные", "298 (данные Антикоррупционной"):
        assert words in said


# kg validate

FIGURE = """
@prefix hrm: <https://w3id.org/hrmkg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
OWN_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <urn:ex:> .
ex:Shape a sh:NodeShape ; sh:targetClass ex:Thing ;
  sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:severity sh:%s ; sh:message "a name is missing"@en , "нет имени"@ru ] .
"""


@pytest.fixture
def things(tmp_path: Path) -> Path:
    (tmp_path / "data.ttl").write_text("@prefix ex: <urn:ex:> . ex:a a ex:Thing ; ex:name 'A' . ex:b a ex:Thing .\n")
    for severity in ("Violation", "Warning", "Info"):
        (tmp_path / f"{severity}.ttl").write_text(OWN_SHAPES % severity, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("severity", ["Violation", "Warning", "Info"])
@pytest.mark.parametrize("fail_on", [None, "violation", "warning", "info"])
def test_the_exit_code_follows_severities(kg: Run, things: Path, severity: str, fail_on: str | None) -> None:
    order = ["info", "warning", "violation"]
    expected = int(order.index(severity.lower()) >= order.index(fail_on or "violation"))
    options = ["--fail-on", fail_on] if fail_on else []
    done = kg("validate", things / "data.ttl", "--shapes", things / f"{severity}.ttl", *options)
    assert (done.returncode, done.stderr) == (expected, "")
    assert "a name is missing" in done.stdout
    assert "нет имени" in done.stdout


def test_a_report_in_every_format(kg: Run, things: Path) -> None:
    import rdflib

    arguments = ["validate", things / "data.ttl", "--shapes", things / "Warning.ttl", "--format"]
    said = json.loads(fine(kg(*arguments, "json")))
    assert said["conforms"] is False
    assert said["counts"] == {"violation": 0, "warning": 1, "info": 0}
    assert [(r["severity"], r["focus"]) for r in said["results"]] == [("Warning", "urn:ex:b")]
    graph = rdflib.Graph().parse(data=fine(kg(*arguments, "ttl")), format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    (result,) = graph.subjects(rdflib.RDF.type, sh.ValidationResult)
    assert graph.value(result, sh.focusNode) == rdflib.URIRef("urn:ex:b")
    assert graph.value(result, sh.resultSeverity) == sh.Warning
    assert {m.language for m in graph.objects(result, sh.resultMessage)} == {"en", "ru"}
    assert "1 warning" in fine(kg(*arguments, "text"))


def test_several_files_and_several_shapes(kg: Run, things: Path) -> None:
    (things / "more.ttl").write_text("@prefix ex: <urn:ex:> . ex:b ex:name 'B' .\n")
    fine(kg("validate", things / "data.ttl", things / "more.ttl", "--shapes", things / "Violation.ttl"))
    both = ["--shapes", things / "Violation.ttl", "--shapes", things / "Warning.ttl", "--format", "json"]
    assert kg("validate", things / "data.ttl", *both).returncode == 1
    folder = things / "folder"
    folder.mkdir()
    shutil.copy(things / "Violation.ttl", folder)
    assert kg("validate", things / "data.ttl", "--shapes", folder).returncode == 1


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("missing.ttl", None, "KG601"),
        ("data.docx", "x", "KG602"),
        ("bad.ttl", "@prefix ex: <urn:ex:> .\nex:a ex:b", "KG603"),
        ("other.ttl", "<urn:a> <urn:b> <urn:c> .", "KG606"),
        ("empty.ttl", "", "KG606"),
    ],
)
def test_nothing_checked_is_never_a_pass(kg: Run, things: Path, file: str, content: str | None, expected: str) -> None:
    if content is not None:
        (things / file).write_text(content)
    said = code(kg("validate", things / file, "--shapes", things / "Violation.ttl"), expected)
    if expected == "KG603":
        assert re.match(r"KG603 .+bad\.ttl:\d+:\d+: ", said)


def test_shapes_that_are_none_and_shapes_that_cannot_be_used(kg: Run, things: Path) -> None:
    code(kg("validate", things / "data.ttl", "--shapes", things / "data.ttl"), "KG604")
    (things / "broken.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "<urn:s> a sh:NodeShape ; sh:targetClass <urn:ex:Thing> ; sh:property [ sh:minCount 1 ] ."
    )
    code(kg("validate", things / "data.ttl", "--shapes", things / "broken.ttl"), "KG614")


# kg query


def test_answers_in_every_format_say_the_same(kg: Run, build: Path) -> None:
    ask = ["query", "withheld-and-missing", "--store", build, "--format"]
    table = rows(fine(kg(*ask, "csv")))
    assert len(table) == 3
    names = list(table[0])
    tsv = fine(kg(*ask, "tsv")).splitlines()
    assert tsv[0].split("\t") == [f"?{name}" for name in names]
    assert len(tsv) == 4
    said = json.loads(fine(kg(*ask, "json")))
    assert said["head"]["vars"] == names
    assert [{n: b.get(n, {"value": ""})["value"] for n in names} for b in said["results"]["bindings"]] == table
    xml = ElementTree.fromstring(fine(kg(*ask, "xml")))
    space = "{http://www.w3.org/2005/sparql-results#}"
    found = [{b.get("name"): b[0].text for b in r} for r in xml.iter(space + "result")]
    assert found == [{n: v for n, v in row.items() if v} for row in table]
    people = fine(kg(*ask, "table"))
    assert people == fine(kg(*ask[:-1]))
    assert people.split("\n", 1)[0].split() == names
    assert people.endswith("3 rows\n")
    code(kg(*ask, "ttl"), "KG709")


def test_a_graph_answer_is_turtle(kg: Run, build: Path, tmp_path: Path) -> None:
    import rdflib

    (tmp_path / "own.rq").write_text("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t . FILTER(STRENDS(STR(?t), '#Gap')) }")
    graph = rdflib.Graph().parse(data=fine(kg("query", tmp_path / "own.rq", "--store", build, "--format", "ttl")), format="turtle")
    assert len(graph) == 3
    code(kg("query", tmp_path / "own.rq", "--store", build, "--format", "csv"), "KG709")


def test_a_yes_or_no_answer(kg: Run, build: Path, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("ASK { ?s ?p ?o }")
    assert fine(kg("query", tmp_path / "own.rq", "--store", build)) == "yes\n"
    assert json.loads(fine(kg("query", tmp_path / "own.rq", "--store", build, "--format", "json")))["boolean"] is True


def test_the_default_graph_is_the_union(kg: Run, build: Path, tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert int(rows(fine(kg("query", tmp_path / "own.rq", "--store", build / "store", "--format", "csv")))[0]["n"]) > 5000


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml"])
def test_an_empty_result_is_fine(kg: Run, build: Path, form: str) -> None:
    done = kg("query", "withheld-and-missing", "--store", build, "--param", "area=area:POL", "--format", form)
    assert (done.returncode, bool(done.stdout)) == (0, True)
    assert bool(done.stderr) == (form == "table")  # a person is told why, a program is not disturbed


@pytest.mark.parametrize("value", ["KAZ", "area:KAZ", "https://w3id.org/hrmkg/area/KAZ", "POL,KAZ", "any"])
def test_a_parameter_may_be_short_or_full_several_or_any(kg: Run, build: Path, value: str) -> None:
    asked = fine(kg("query", "prison-population", "--store", build, "--param", f"area={value}", "--format", "csv"))
    assert asked == fine(kg("query", "prison-population", "--store", build, "--format", "csv"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("area", "KG703"),
        ("state=KAZ", "KG703"),
        ("=KAZ", "KG703"),
        ("area=", "KG704"),
        ("area=a b", "KG704"),
        ("area=KAZ> } #", "KG704"),
        ("area=area:KAZ } UNION { ?s ?p ?o", "KG704"),
        ("area=nowhere:KAZ", "KG704"),
        ('area="KAZ"', "KG704"),
        ("area=<https://w3id.org/hrmkg/area/KAZ>", "KG704"),
    ],
)
def test_a_parameter_of_the_wrong_kind(kg: Run, build: Path, given: str, expected: str) -> None:
    code(kg("query", "prison-population", "--store", build, "--param", given), expected)


OWN = """#+ title: {en: One, ru: Один}
#+ parameters:
#+   number: {type: integer, default: 1}
#+   amount: {type: decimal, default: 1.5}
#+   day: {type: date, default: '"2022-01-01"^^xsd:date'}
#+   words: {type: string, default: '"x"'}
#+ columns: {number: {en: n}, amount: {en: a}, day: {en: d}, words: {en: w}}
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT ?number ?amount ?day ?words WHERE {
  VALUES ?number { 1 }
  VALUES ?amount { 1.5 }
  VALUES ?day { "2022-01-01"^^xsd:date }
  VALUES ?words { "x" }
}
"""


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("number", ["0", "-7", "12345678901234567890"], ["", "x", "1.5", "0x10", "1 }", "NaN", "1e3"]),
        ("amount", ["0.5", "-7", "1000"], ["", "x", "1,5x", "NaN", "Infinity", "1.5 } #"]),
        ("day", ["2022-02-28", "1999-12-31"], ["", "2022-02-30", "2022", "28.02.2022", "yesterday"]),
    ],
)
def test_typed_parameters(kg: Run, build: Path, tmp_path: Path, name: str, good: list[str], bad: list[str]) -> None:
    (tmp_path / "own.rq").write_text(OWN, encoding="utf-8")
    ask = ["query", tmp_path / "own.rq", "--store", build, "--format", "csv", "--param"]
    for value in good:
        assert rows(fine(kg(*ask, f"{name}={value}")))[0][name] == value
    for value in bad:
        said = code(kg(*ask, f"{name}={value}"), "KG704")
        assert "such as" in said
        assert "xsd:" not in said, "as it stands in a field, and not in Turtle"
    assert name != "day" or "write it as YYYY-MM-DD, such as 2022-01-01" in said


INJECTIONS = [
    '" } UNION { ?s ?p ?o } #',
    'x"@en } #',
    "x\\",
    '\\" } #',
    "x\n} #",
    "?s",
    "{ } { ?number }",
    "<urn:x>",
    "\\g<0> \\1 \\n",
    "'''",
    '"""',
    "UNDEF",
    "#",
    "Ünïcode “quotes” \U0001f512",
]


@pytest.mark.parametrize("value", INJECTIONS)
def test_a_text_stays_a_text(kg: Run, build: Path, tmp_path: Path, value: str) -> None:
    """Whatever a value holds, it is one literal of the answer: it never changes what the query asks."""
    (tmp_path / "own.rq").write_text(OWN, encoding="utf-8")
    said = json.loads(fine(kg("query", tmp_path / "own.rq", "--store", build, "--format", "json", "--param", f"words={value}")))
    assert [(b["words"]["type"], b["words"]["value"]) for b in said["results"]["bindings"]] == [("literal", value)]


def test_an_unknown_question_is_answered_with_the_names_that_are_near(kg: Run, build: Path) -> None:
    said = code(kg("query", "prison-populaton", "--store", build), "KG702")
    assert "did you mean 'prison-population'" in said
    assert re.search(r"the library holds \d+", said)
    assert "treaty-acts" not in said
    assert "did you mean" not in code(kg("query", "zzzqqq", "--store", build), "KG702")


def test_a_build_never_overwrites_a_codebook(kg: Run, document: Path, tmp_path: Path) -> None:
    fine(kg("codebook", "-o", tmp_path / "out"))
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    said = code(kg("build", document.parent, "-o", tmp_path / "out", "--no-validate"), "KG501")
    assert "codebook" in said
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_queries_that_do_not_exist_or_are_none(kg: Run, build: Path, tmp_path: Path) -> None:
    assert "list them with: kg queries" in code(kg("query", "nonsense", "--store", build), "KG702")
    code(kg("query", tmp_path / "missing.rq", "--store", build), "KG702")
    (tmp_path / "bad.rq").write_text("SELECT * WHERE {\n ?s ?p\n}")
    assert re.match(r"KG705 .+bad\.rq:3:1: not SPARQL: “}” cannot", code(kg("query", tmp_path / "bad.rq", "--store", build), "KG705"))
    (tmp_path / "prefix.rq").write_text("SELECT * WHERE {\n ?s foo:p ?o\n}")
    said = code(kg("query", tmp_path / "prefix.rq", "--store", build), "KG705")
    assert "prefix.rq:2:5: not SPARQL: nothing declares the prefix foo:; " in said
    assert "PREFIX foo: <" in said
    (tmp_path / "header.rq").write_text("#+ title: [\nSELECT * WHERE { ?s ?p ?o }")
    code(kg("query", tmp_path / "header.rq", "--store", build), "KG706")
    (tmp_path / "block.rq").write_text("#+ parameters: {area: {type: iri}}\nSELECT * WHERE { ?s ?p ?o }")
    code(kg("query", tmp_path / "block.rq", "--store", build), "KG706")


def test_an_update_is_no_query(kg: Run, build: Path, tmp_path: Path) -> None:
    before = (build / "graph.nq").read_bytes()
    (tmp_path / "drop.rq").write_text("DELETE WHERE { ?s ?p ?o }")
    code(kg("query", tmp_path / "drop.rq", "--store", build), "KG705")
    assert (build / "graph.nq").read_bytes() == before


@pytest.mark.parametrize("command", [["query", "prison-population"], ["show", "KAZ/2022"]])
def test_no_build(kg: Run, tmp_path: Path, command: list[str]) -> None:
    code(kg(*command, "--store", tmp_path), "KG701")
    code(kg(*command, cwd=tmp_path), "KG701")
    assert list(tmp_path.iterdir()) == []


def test_the_default_build_is_build(kg: Run, build: Path, tmp_path: Path) -> None:
    (tmp_path / "build").symlink_to(build)
    assert len(rows(fine(kg("query", "prison-population", "--format", "csv", cwd=tmp_path)))) == 7


class Endpoint(BaseHTTPRequestHandler):
    """A SPARQL endpoint by the protocol's form POST, and pages that are none."""

    store: Store
    asked: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/broken":
            return self.answer(500, "text/plain", b"out of order")
        if self.path == "/page":
            return self.answer(200, "text/html", b"<html>Hello</html>")
        if self.path != "/sparql" or self.headers["Content-Type"].split(";")[0] != "application/x-www-form-urlencoded":
            return self.answer(404, "text/plain", b"nothing here")
        (query,) = parse_qs(body)["query"]
        self.asked.append(query)
        try:
            found = self.store.query(query, use_default_graph_as_union=True)
        except SyntaxError as error:
            return self.answer(400, "text/plain", str(error).encode())
        if isinstance(found, QueryTriples):
            return self.answer(200, "text/turtle", found.serialize(format=RdfFormat.TURTLE))
        return self.answer(200, "application/sparql-results+json", found.serialize(format=QueryResultsFormat.JSON))

    do_GET = do_POST

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing to stderr."""


@pytest.fixture
def endpoint(build: Path) -> Iterator[str]:
    Endpoint.store, Endpoint.asked = Store.read_only(str(build / "store")), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_endpoint_gives_the_answer_of_the_build(kg: Run, build: Path, endpoint: str) -> None:
    for form in ("csv", "json", "table"):
        ask = ["query", "prison-population", "--param", "area=KAZ", "--format", form]
        assert fine(kg(*ask, "--endpoint", endpoint + "/sparql")) == fine(kg(*ask, "--store", build))
    assert len(Endpoint.asked) == 3


def test_an_endpoint_gives_a_graph(kg: Run, endpoint: str, tmp_path: Path) -> None:
    import rdflib

    (tmp_path / "own.rq").write_text("CONSTRUCT { ?s a ?t } WHERE { ?s a ?t . FILTER(STRENDS(STR(?t), '#Gap')) }")
    said = fine(kg("query", tmp_path / "own.rq", "--endpoint", endpoint + "/sparql", "--format", "ttl"))
    assert len(rdflib.Graph().parse(data=said, format="turtle")) == 3


def test_an_endpoint_that_gives_no_answer(kg: Run, endpoint: str, tmp_path: Path) -> None:
    for path in ("/broken", "/page", "/nothing"):
        code(kg("query", "bodies", "--endpoint", endpoint + path), "KG708")
    code(kg("query", "bodies", "--endpoint", "http://127.0.0.1:9/sparql"), "KG708")
    code(kg("query", "bodies", "--endpoint", "nonsense"), "KG708")
    (tmp_path / "bad.rq").write_text("SELECT * WHERE { ?s ?p")
    code(kg("query", tmp_path / "bad.rq", "--endpoint", endpoint + "/sparql"), "KG705")


# kg show


def named_graph(build: Path) -> object:
    import rdflib

    graph = rdflib.Graph()
    for line in (build / "graph.nq").read_text(encoding="utf-8").splitlines():
        triple, _, name = line.removesuffix(" .").rpartition(" ")
        if name == "<https://w3id.org/hrmkg/graph/profile/antitorture/KAZ/2022>":
            graph.parse(data=triple + " .", format="nt")
    return graph


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize(("form", "parser"), [("ttl", "turtle"), ("jsonld", "json-ld")])
def test_a_profile_comes_back_whole(kg: Run, build: Path, form: str, parser: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import rdflib
    from rdflib.compare import graph_diff, isomorphic

    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    expected = named_graph(build)
    said = fine(kg("show", "KAZ/2022", "--format", form, "--store", build))
    found = rdflib.Graph().parse(data=said, format=parser)
    assert len(expected) > 500
    if not isomorphic(found, expected):
        _, more, less = graph_diff(found, expected)
        pytest.fail(f"only shown: {more.serialize(format='nt')}\nnot shown: {less.serialize(format='nt')}")


def test_a_profile_has_several_names(kg: Run, build: Path) -> None:
    said = {fine(kg("show", name, "--store", build)) for name in ("KAZ/2022", "antitorture/KAZ/2022", PROFILE)}
    assert len(said) == 1


def test_a_profile_as_text_is_in_the_order_of_the_document(kg: Run, build: Path) -> None:
    said = fine(kg("show", "KAZ/2022", "--format", "text", "--store", build))
    assert said == fine(kg("show", "KAZ/2022", "--store", build))
    places = [
        said.index(words) for words in ("Неофициальные места", "19 126 000", "1 844 женщины", "МВД закрыла данные", "13,57", "Оборудован")
    ]
    assert places == sorted(places)
    assert said.startswith(PROFILE + "\n")


def test_labels_in_an_unknown_language(kg: Run, build: Path) -> None:
    code(kg("show", "KAZ/2022", "--lang", "xx", "--store", build), "KG403")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own JSON-LD parser
@pytest.mark.parametrize("form", ["ttl", "jsonld", "text"])
@pytest.mark.parametrize("name", [f"{PROFILE}/prison-population", "area:KAZ", "ind:prison-population", "inst:CAT"])
def test_a_resource_is_shown(kg: Run, build: Path, name: str, form: str) -> None:
    import rdflib

    said = fine(kg("show", name, "--format", form, "--store", build))
    if form == "text":
        assert "rdf:type" in said
    else:
        graph = rdflib.Graph().parse(data=said, format="turtle" if form == "ttl" else "json-ld")
        assert len(graph) > 3
        assert len({s for s in graph.subjects() if isinstance(s, rdflib.URIRef)}) == 1


@pytest.mark.parametrize("name", ["POL/2022", "https://example.org/nothing", "area:XXX", "a b", "<x>", "", "../x"])
def test_nothing_is_called_that(kg: Run, build: Path, name: str) -> None:
    code(kg("show", name, "--store", build), "KG710")


# kg queries, kg explain


def test_queries_lists_every_question_in_both_languages(kg: Run, root: Path) -> None:
    said = fine(kg("queries"))
    names = [path.stem for path in sorted((root / "queries" / "questions").glob("*.rq"))]
    assert [line.split()[0] for line in said.splitlines() if line and not line.startswith(" ")] == names
    assert len(names) >= 8
    assert len(re.findall(r"^ {4}.*[А-я]", said, re.MULTILINE)) == len(names)
    assert "area=area:KAZ" in said


def used_codes(root: Path) -> set[str]:
    return {
        code
        for path in (root / "src" / "kg").rglob("*.py")
        for code in re.findall(r"""["'](KG\d{3})["']""", path.read_text(encoding="utf-8"))
    }


def test_every_code_is_explained_and_every_explanation_used(root: Path) -> None:
    used = used_codes(root)
    assert len(used) > 40
    assert used - set(explanations()) == set()
    assert set(explanations()) - used == set()


def test_every_explanation_is_there_in_russian() -> None:
    """The same codes in the same order, each with cause and repair, and with the same code, options and addresses."""
    russian = explanations("ru")
    assert list(russian) == list(explanations())
    for name, section in russian.items():
        assert re.search("[а-яё]", section.partition("\n")[0])
        assert ("Причина: " in section) == ("Cause: " in explanations()[name])
        assert re.search("Исправление:\\s", section)
        assert set(re.findall("`([^`]+)`", section)) == set(re.findall("`([^`]+)`", explanations()[name])), name


def test_a_question_answers_in_russian(kg: Run, build: Path) -> None:
    said = fine(kg("query", "prison-population", "--lang", "ru", "--format", "csv", "--store", build))
    assert "Казахстан,https://w3id.org/hrmkg/profile/antitorture/KAZ/2022,2022,Тюремное население,все,сообщается,40842" in said
    code(kg("query", "prison-population", "--lang", "de", "--store", build), "KG403")


def test_explain_in_russian(kg: Run) -> None:
    said = fine(kg("explain", "KG212", "--lang", "ru"))
    assert said.startswith("KG212 Значение не читается\n")


def test_explain(kg: Run) -> None:
    said = fine(kg("explain", "KG212"))
    assert said.startswith("KG212 ")
    assert said == fine(kg("explain", "kg212"))
    code(kg("explain", "KG999"), "KG001")
    code(kg("explain", ""), "KG001")


def test_every_explanation_has_cause_and_repair() -> None:
    for section in explanations().values():
        assert re.match(r"KG\d{3} \S", section)
        assert "Cause: " in section
        assert "Repair: " in section


def test_a_check_of_rdf_imports_nothing_that_only_documents_or_other_reports_need(tmp_path: Path) -> None:
    (tmp_path / "data.nt").write_text("<urn:a> <urn:p> <urn:b> .\n", encoding="utf-8")
    (tmp_path / "shapes.ttl").write_text(
        "<urn:S> a <http://www.w3.org/ns/shacl#NodeShape> ; <http://www.w3.org/ns/shacl#targetNode> <urn:a> ;"
        " <http://www.w3.org/ns/shacl#nodeKind> <http://www.w3.org/ns/shacl#IRI> .\n",
        encoding="utf-8",
    )
    code = "import sys; from kg.cli import main; code = main(sys.argv[1:]); print(*sys.modules, sep='\\n', file=sys.stderr); sys.exit(code)"
    ran = subprocess.run(
        [sys.executable, "-c", code, "validate", str(tmp_path / "data.nt"), "--shapes", str(tmp_path / "shapes.ttl")],
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    forms = {f"kg.validation.reports.{form}" for form in ("page", "turtle", "sarif", "junit", "table", "structured")}
    documents = {"yaml", "tomllib", "kg.building.build", "kg.mapping.profile"}
    assert not {*forms, *documents, "rdflib", "kg.querying.execution", "kg.validation.locating.jsonld"} & set(ran.stderr.split())
