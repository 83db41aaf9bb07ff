"""Broken shapes graphs by example: each gives exactly the fault that its first line names, and its valid twin none.

Examples are found by glob: ``tests/validation/wellformed/KIND[.WHY].ttl``. Comments at the top: ``# fault: KIND NODE`` (``note`` for a
fault that is not fatal; ``_:`` for a blank node), then ``# valid: OLD → NEW``, the one change that makes the valid twin.
"""

from __future__ import annotations

import functools
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store

from kg.errors import ValidationError
from kg.validation.paths import SH
from kg.validation.wellformed import Fault, check, expressions, grouping, looks_like
from kg.validation.wellformed.lexicon import PREDICATES, TABLE, lexicon, nearest
from kg.validation.wellformed.sparql import Query

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((Path(__file__).parent / "wellformed").glob("*.ttl"))
OWN = [*sorted((ROOT / "shapes").glob("*.ttl")), ROOT / "ontology" / "prefixes.ttl"]
EX = "http://example.org/"


class Example(NamedTuple):
    """Expected (kind, node, fatal), the text, and the text of its valid twin."""

    expected: list[tuple[str, str, bool]]
    broken: str
    valid: str


def example(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    head, body = re.match(r"((?:#.*\n)+)([\s\S]*)", text).groups()
    expected = [(kind, node, word == "fault") for word, kind, node in re.findall(r"^# (fault|note): (\S+) (\S+)$", head, re.MULTILINE)]
    old, new = (part.replace("\\n", "\n") for part in re.search(r"^# valid: (.*) → (.*)$", head, re.MULTILINE).groups())
    assert expected
    assert body.count(old) == 1, f"{path.name}: {old!r} stands {body.count(old)} times"
    return Example(expected, body, body.replace(old, new))


def store(text: str) -> Store:
    graph = Store()
    graph.load(text.encode(), format=RdfFormat.TURTLE)
    return graph


def told(faults: list[Fault]) -> list[tuple[str, str, bool]]:
    return [
        (f.kind, "_:" if isinstance(f.node, BlankNode) else f.node.value.replace(EX, "ex:").replace(SH, "sh:"), f.fatal) for f in faults
    ]


@functools.cache
def own() -> tuple[Quad, ...]:
    graph = Store()
    for path in OWN:
        graph.load(path=str(path), format=RdfFormat.TURTLE)
    return tuple(sorted(graph, key=str))


def own_store() -> Store:
    graph = Store()
    graph.extend(own())
    return graph


def test_there_are_many_examples() -> None:
    assert len(EXAMPLES) >= 60


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_exactly_the_fault(path: Path) -> None:
    wanted = example(path)
    faults = check(store(wanted.broken))
    assert told(faults) == wanted.expected, [str(f) for f in faults]
    assert path.stem.split(".")[0] == wanted.expected[0][0] or path.stem.startswith(("pattern-multiple", "unapplied"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_twin_has_none(path: Path) -> None:
    assert [str(f) for f in check(store(example(path).valid))] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_fault_says_what_why_and_how_to_mend(path: Path) -> None:
    for fault in check(store(example(path).broken)):
        assert fault.what
        assert fault.why
        assert fault.mend or fault.kind == "deactivated"
        assert re.fullmatch(r"KG61[2-8]", fault.code)
        assert not re.search(r"_:|[0-9a-f]{16}", str(fault)), "no label of a blank node"
        assert not str(fault).endswith(".")
        assert str(ValidationError(fault.code, fault.what, why=fault.why, mend=fault.mend)) == f"{fault.code}: {fault}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("term.parameter", "did you mean sh:minCount?"),
        ("term.only", "did you mean sh:datatype?"),
        ("term.case", "did you mean sh:nodeKind?"),
        ("term.severity", "did you mean sh:Violation?"),
        ("term.nodekind", "did you mean sh:IRIOrLiteral?"),
        ("term.class", "did you mean sh:NodeShape?"),
        ("term.data", "did you mean sh:node?"),
        ("unsupported.single-line", "SHACL 1.2"),
        ("unsupported.rule", "Advanced Features"),
        ("unsupported.js", "JavaScript"),
        ("prefix-undeclared", "the prefix foo: is not declared"),
        ("prefix-undeclared", "write PREFIX foo: <…> before the query's SELECT or ASK"),
        ("query-minus", "FILTER NOT EXISTS"),
        ("unapplied.owl-class", "rdfs:Class"),
        ("recursion.three", "<http://example.org/A> → <http://example.org/B> → <http://example.org/D> → <http://example.org/A>"),
        ("query-from", "line 1: it uses FROM; a shape is held against the data graph that is given"),
        ("query-from.named", "it uses FROM"),
        (
            "select-query-valid.ungrouped",
            "its SELECT has GROUP BY, HAVING or an aggregate, and $this is in none of them; write GROUP BY $this",
        ),
        ("select-query-valid.update", "it is an update: LOAD"),
        ("pattern-regex.lookahead", "SPARQL's REGEX has no lookaround (character 2)"),
        ("pattern-regex.script", "it cannot be run: Unicode property not found"),
        ("pattern-unsupported", "the engine has no back references (character 4)"),
        ("pattern-unsupported.large", "Compiled regex exceeds size limit"),
        ("pattern-portable", "SPARQL's REGEX does not have \\b"),
        ("query-regex", "the engine reads it as Rust does, and would give other results than SPARQL"),
        ("query-regex.flags", 'REGEX has the flags "ig"'),
        ("query-regex.replacement", 'REPLACE puts "$1b"'),
        ("misplaced.severity", "results have the severity of the shape"),
        ("minCount-datatype", 'sh:minCount of <http://example.org/P> is "1"; it takes a whole number'),
    ],
)
def test_what_is_said(name: str, said: str) -> None:
    (path,) = [path for path in EXAMPLES if path.stem == name]
    (fault,) = check(store(example(path).broken))
    assert said in str(fault)


def test_a_fault_knows_its_shape_its_predicate_and_the_line_of_the_query() -> None:
    faults = check(
        store(
            """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
            ex:S sh:targetClass ex:C ; sh:property [ sh:path [ sh:inversePath "p" ] ; sh:minCount 1 ] ;
                sh:sparql [ sh:select "SELECT $this\\nWHERE {\\n  $this ?p ?o MINUS { $this ?p 1 }\\n}" ] ."""
        )
    )
    path, query = sorted(faults, key=lambda fault: fault.kind)
    assert (path.kind, query.kind) == ("path-node", "query-minus")
    assert isinstance(path.shape, BlankNode)
    assert (query.shape, query.predicate, query.line) == (NamedNode(EX + "S"), SH + "select", 3)
    assert path.what == "sh:path of the property shape of a path in <http://example.org/S> is not well-formed"


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("REGEX(?o, '^[a-z]+$')", []),
        ("REGEX(?o, ?pattern)", []),
        ("REGEX(?o, CONCAT('(?!', 'a)'))", []),
        ("REGEX(STR(IF(?o = 1, 'a', 'b')), '(?!a)')", ["query-regex"]),
        ("regex(?o, '''(a)\\\\1''')", ["query-regex"]),
        ("REGEX(?o, 'a  b', 'x')", []),
        ("REGEX(?o, 'a[ ]b', 'x')", ["query-regex"]),
        ("REGEX(?o, 'a b', 'qx')", ["query-regex"]),
        ("REGEX(?o, '(?!a)', 'q')", []),
        ("REGEX(?o, '[A-Z]', 'i')", []),
        ("REGEX(?o, '^$', 'm')", ["query-regex"]),
        ("REGEX(?o, '\\\\p{IsCyrillic}')", ["query-regex"]),
        ("REGEX(?o, '\\u005B[a]')", ["query-regex"]),
        ("REGEX(?o, '\\\\w', 'i')", ["query-regex-wider"]),
        ("REPLACE(?o, '^.*[^0]', '') = ?p", []),
        ("REPLACE(?o, '(a)', '$1') = ?p", []),
        ("REPLACE(?o, 'a&&[b&&c]', 'x') = ?p", ["query-regex"]),
        ("REPLACE(?o, 'a', 'x', '(?!x)') = ?p", ["query-regex"]),
        ("REPLACE(?o, '(a)', '\\\\$') = ?p", ["query-regex"]),
    ],
)
def test_regular_expressions_of_queries(query: str, kinds: list[str]) -> None:
    asked = Query.of(f"SELECT $this {{ $this ?p ?o FILTER ({query}) }}", {})
    assert asked.parse() is None
    assert [found.kind for found in expressions.objections(asked)] == kinds


@pytest.mark.parametrize(
    ("query", "variable"),
    [
        ("SELECT $this (COUNT(*) AS ?n) { $this ?p ?o }", "$this"),
        ("SELECT $this ?o (COUNT(*) AS ?n) { $this ?p ?o } GROUP BY ?this", "?o"),
        ("SELECT $this { $this ?p ?o } HAVING (COUNT(*) > 1)", "$this"),
        ("SELECT $this { { SELECT $this (MAX(?o) AS ?n) { $this ?p ?o } } }", "$this"),
        ("SELECT $this { { SELECT $this (MAX(?o) AS ?n) { $this ?p ?o } GROUP BY $this ORDER BY ?n } }", None),
        ("SELECT $this { { SELECT $this (MAX(?o) AS ?n) { $this ?p ?o } } } GROUP BY $this", "$this"),
        ("SELECT $this { { SELECT $this ?o { $this ?p ?o } } } GROUP BY $this", None),
        ("SELECT (COUNT(*) AS ?n) { $this ?p ?o }", None),
        ("SELECT ?x { $this ?p ?o } GROUP BY (STR(?o) AS ?x)", None),
        ("SELECT ?o { $this ?p ?o } GROUP BY (STR(?o) AS ?x)", "?o"),
        ("SELECT $this { $this ?p ?o FILTER EXISTS { { SELECT (MAX(?o) AS ?n) { ?s ?p ?o } } } }", None),
    ],
)
def test_variables_beside_aggregates(query: str, variable: str | None) -> None:
    found = grouping.ungrouped(Query.of(query, {}).tokens)
    assert (found.text if found else None) == variable
    wrong = Query.of(query, {}).parse()
    assert (variable is None) == (wrong is None)
    assert wrong is None or f"and {variable} is in none of them" in wrong.why


def test_our_shapes_have_no_fault() -> None:
    assert [str(fault) for fault in check(own_store())] == []


def test_the_order_does_not_depend_on_labels_of_blank_nodes() -> None:
    text = "\n".join(
        f"<urn:s{n}> a <{SH}NodeShape> ; <{SH}or> 1 ; <{SH}property> [ <{SH}path> 1 ] , [ <{SH}mincount> 2 ] ." for n in range(9)
    )
    first, second = (list(map(str, check(store(text)))) for _ in range(2))
    assert first == second
    assert len(first) > 40


def test_only_the_default_graph_counts_and_the_graph_is_left_as_it_is() -> None:
    graph = own_store()
    before = set(graph)
    graph.add(Quad(NamedNode("urn:s"), NamedNode(SH + "nonsense"), Literal("1"), NamedNode("urn:g")))
    assert check(graph) == []
    assert set(graph) - before == {Quad(NamedNode("urn:s"), NamedNode(SH + "nonsense"), Literal("1"), NamedNode("urn:g"))}


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


@st.composite
def typos(draw: st.DrawFn, term: str) -> str:
    """A term with one letter changed, lost, added, or exchanged with the next."""
    where, letter = draw(st.integers(0, len(term) - 1)), draw(LETTERS)
    before, here, after = term[:where], term[where], term[where + 1 :]
    return draw(
        st.sampled_from([before + letter + after, before + after, before + letter + here + after, before + after[:1] + here + after[1:]])
    )


@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_a_typo_in_a_term_is_always_caught(data: st.DataObject) -> None:
    """Eight typos at a time, each of which must be told with its node; those that make another term are left out."""
    quads = list(own())
    places = [(n, part) for n, quad in enumerate(quads) for part in ("predicate", "object") if getattr(quad, part).value.startswith(SH)]
    made = []
    for number, part in data.draw(st.lists(st.sampled_from(places), min_size=8, max_size=8, unique_by=lambda place: place[0])):
        old = quads[number]
        term = getattr(old, part).value[len(SH) :]
        typo = data.draw(typos(term)) if term else ""
        if typo and typo not in lexicon():
            node = NamedNode(SH + typo)
            quads[number] = Quad(old.subject, node, old.object) if part == "predicate" else Quad(old.subject, old.predicate, node)
            made.append((old.subject, typo))
    graph = Store()
    graph.extend(quads)
    told = {
        (fault.node, name) for fault in check(graph) if fault.kind == "term" and fault.fatal for name in re.findall(r"sh:(\w+)", fault.what)
    }
    assert set(made) <= told


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_as_query_gives_a_fault_and_no_exception(text: str) -> None:
    graph = Store()
    shape, constraint = NamedNode("urn:s"), NamedNode("urn:q")
    graph.add(Quad(shape, NamedNode(SH + "targetClass"), NamedNode("urn:c")))
    graph.add(Quad(shape, NamedNode(SH + "sparql"), constraint))
    graph.add(Quad(constraint, NamedNode(SH + "select"), Literal(text)))
    assert check(graph)


@settings(deadline=None)
@given(data=st.data())
def test_no_change_of_triples_gives_an_exception(data: st.DataObject) -> None:
    """Objects, subjects and predicates of our shapes and of an example are shuffled: faults are told, whatever they are."""
    text = data.draw(st.sampled_from(EXAMPLES)).read_text(encoding="utf-8")
    quads = [*data.draw(st.sampled_from([own()[:300], own()[-300:]])), *store(text)]
    terms = [Literal("x"), Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), BlankNode(), NamedNode("urn:new")]
    for _ in range(data.draw(st.integers(1, 9))):
        number, other = data.draw(st.integers(0, len(quads) - 1)), quads[data.draw(st.integers(0, len(quads) - 1))]
        old = quads[number]
        obj = data.draw(st.sampled_from([old.object, other.object, other.subject, old.subject, *terms]))
        quads[number] = Quad(data.draw(st.sampled_from([old.subject, other.subject])), other.predicate, obj)
    graph = Store()
    graph.extend(quads)
    for fault in check(graph):
        assert str(fault)
    assert looks_like(graph).reason


@pytest.mark.parametrize(
    ("name", "predicate", "meant"),
    [("minCuont", True, "minCount"), ("MAXCOUNT", True, "maxCount"), ("NodShape", False, "NodeShape"), ("qqqqqq", True, None)],
)
def test_did_you_mean(name: str, predicate: bool, meant: str | None) -> None:
    assert nearest(name, predicate=predicate) == meant


def test_the_table_of_terms() -> None:
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["term", "kind", "status", "on", "value", "max"]
    assert {len(row) for row in rows} == {6}
    assert len({row[0] for row in rows}) == len(rows)
    assert {row[1] for row in rows[1:]} == PREDICATES | {"class", "nodekind", "severity", "individual"}
    assert {row[2] for row in rows[1:]} == {"core", "sparql", "af", "js", "1.2"}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT $this WHERE { ?a ?b 'MINUS' } # SERVICE", []),
        ('SELECT ?minus WHERE { ?values ?service """VALUES "" MINUS""" }', []),
        ("SELECT $this WHERE { ?a <urn:values> ?b }", []),
        ("PREFIX minus: <urn:m> SELECT $this WHERE { ?a minus:values minus:service }", []),
        ("select $this where { ?a ?b ?c . minus { ?a ?b 1 } }", ["query-minus"]),
        ("SELECT $this WHERE { FILTER(?x<3 && ?y>4) VALUES ?x {1} }", ["query-values"]),
        ("SELECT $this WHERE { { SELECT $this WHERE { $this ?p ?o } ORDER BY ?o LIMIT 1 } }", []),
        ("PREFIX e: <urn:e> SELECT $this WHERE { { SELECT * WHERE { $this e:p ?o } } }", []),
        ("SELECT $this WHERE { { SELECT DISTINCT ?x WHERE { { SELECT $this ?x WHERE { $this ?p ?x } } } } }", ["query-subselect"]),
    ],
)
def test_restrictions_are_read_from_tokens(query: str, words: list[str]) -> None:
    asked = Query.of(query, {})
    assert asked.parse() is None
    assert [found.kind for found in asked.restrictions(frozenset({"this"}), ("this",))] == words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("<urn:s> a sh:NodeShape ; sh:targetClass <urn:C> ; sh:nodeKind sh:IRI .", "shapes"),
        ("<urn:C> a rdfs:Class , sh:NodeShape ; sh:property [ sh:path <urn:p> ; sh:minCount 1 ] .", "shapes"),
        ("<urn:a> a <urn:C> ; <urn:p> 1 .", "data"),
        ("<urn:a> <urn:p> 1 .", "data"),
        ("[] a sh:ValidationReport ; sh:conforms true .", "data"),
        ("<urn:s> sh:targetClass <urn:C> ; sh:nodeKind sh:IRI . <urn:a> a <urn:C> .", "both"),
    ],
)
def test_shapes_and_data_are_told_apart(text: str, kind: str) -> None:
    prefixes = f"@prefix sh: <{SH}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    found = looks_like(store(prefixes + text))
    assert found.kind == kind
    assert found.reason


DECLARED = "<urn:o> sh:declare [ sh:prefix 'e' ; sh:namespace 'http://e/' ] , [ sh:prefix 'f' ; sh:namespace 'http://f/' ] .\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<urn:a> a <urn:C> ; <urn:p> 1 . <urn:b> a <urn:C> .", "it has 2 resources and not one shape"),
        ("<urn:a> <urn:p> 1 .", "it has 1 resource and not one shape"),
        ("", "it has neither a shape nor any other resource"),
        ("<urn:o> a <urn:Catalogue> .", "it has 1 resource and not one shape"),
    ],
)
def test_declarations_of_prefixes_are_not_counted(text: str, reason: str) -> None:
    """The project's own map of prefixes is always in the graph: it is not among what somebody sent."""
    assert looks_like(store(f"@prefix sh: <{SH}> .\n{DECLARED}{text}")).reason == reason


def test_our_shapes_look_like_shapes_and_our_tables_like_data() -> None:
    assert looks_like(own_store()).kind == "shapes"
    terms = Store()
    terms.load(path=str(ROOT / "ontology" / "vocab" / "indicators.ttl"), format=RdfFormat.TURTLE)
    assert looks_like(terms).kind == "data"


def test_it_needs_no_rdflib_and_little_time() -> None:
    """60 ms are the aim for our shapes; the bound of the test is wide, for slow machines."""
    said = subprocess.run(
        [sys.executable, "-c", "import sys, kg.validation.wellformed; print({'rdflib', 'pyshacl', 'rapidfuzz'} & set(sys.modules))"],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert said.stdout.strip() == "set()"
    graph = own_store()
    before = time.process_time()
    check(graph)
    assert time.process_time() - before < 0.5


MF, SHT = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#", "http://www.w3.org/ns/shacl-test#"
NOTED = {
    "core/complex/shacl-shacl": {"namespace-datatype"},  # a namespace as a plain string
    "core/misc/deactivated-001": {"deactivated"},
    "core/node/qualified-001": {
        "qualifiedMinCount-alone",
        "qualifiedMaxCount-alone",
        "qualifiedValueShapesDisjoint-alone",
        "qualifiedMinCount-order",
    },
    "core/path/path-strange-001": {"path-two"},
    "core/path/path-strange-002": {"path-two"},
    "core/property/node-001": {"empty"},
    "core/property/qualifiedValueShape-001": {"term"},  # sh:nodeShape in the data
    "sparql/component/optional-001": {"parameter-incomplete"},
    "sparql/component/validator-001": {"import"},
}


def manifests() -> list[Path]:
    folder = Path(os.environ.get("KG_SUITES", "/nonexistent")) / "w3c-shacl"
    return [
        path
        for path in sorted(folder.rglob("*.ttl"))
        if SHT + "Validate" in path.read_text("utf-8") or "sht:Validate" in path.read_text("utf-8")
    ]


@pytest.mark.conformance
def test_the_suite_of_the_standard() -> None:
    """Fatal faults in exactly the tests whose expected result is a failure; notes where they are known and none elsewhere."""
    found = manifests()
    assert len(found) == 121
    noted, failing, refused = {}, set(), set()
    for path in found:
        manifest = Store()
        manifest.load(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())
        name = path.relative_to(Path(os.environ["KG_SUITES"]) / "w3c-shacl").with_suffix("").as_posix()
        (shapes,) = {quad.object.value for quad in manifest.quads_for_pattern(None, NamedNode(SHT + "shapesGraph"), None)}
        graph = Store()
        graph.load(path=shapes.removeprefix("file://"), format=RdfFormat.TURTLE, base_iri=shapes)
        if any(manifest.quads_for_pattern(None, NamedNode(MF + "result"), NamedNode(SHT + "Failure"))):
            failing.add(name)
        faults = check(graph)
        if any(fault.fatal for fault in faults):
            refused.add(name)
        elif faults:
            noted[name] = {fault.kind for fault in faults}
    assert refused == failing
    assert len(failing) == 7
    assert noted == NOTED


@pytest.mark.conformance
def test_the_shapes_of_dcat_ap() -> None:
    """A published profile: all is well-formed but references to property shapes that neither of its files has."""
    folder = Path(os.environ["KG_SUITES"]) / "dcat-ap-3.0.1"
    graph = Store()
    for path in sorted(folder.glob("*.ttl")):
        graph.load(path=str(path), format=RdfFormat.TURTLE, base_iri=path.as_uri())
    assert {(fault.kind, fault.predicate) for fault in check(graph)} == {("reference-missing", SH + "property")}
