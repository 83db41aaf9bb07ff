"""The ontology declares and labels every term that is used; the built graph of the real document keeps the cube's constraints.

The integrity constraints and the normalisation algorithm are those of the RDF Data Cube Vocabulary (W3C Recommendation, 16 January 2014,
sections 10 and 11), written as SPARQL. IC-20 and IC-21 are templates over hierarchies; their instantiation is below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.interpreting import interpret
from kg.mapping import catalogue, profile, reference
from kg.reading import sidecar, text
from kg.vocabulary import vocabulary

ROOT = Path(__file__).parents[2]
REAL = ROOT / "data" / "profiles" / "antitorture" / "KAZ-2022"
PREFIXES = vocabulary().prefixes
HRM, BASE = PREFIXES["hrm"], vocabulary().base
VOCAB = BASE + "vocab/"
A = NamedNode(PREFIXES["rdf"] + "type")
SKOS, RDFS, OWL, QB = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["owl"], PREFIXES["qb"]
HEAD = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
KINDS = ("Figure", "Assessment", "ReportedStanding", "Designation", "Narrative", "Gap")
ONTOLOGY_FILES = [*sorted((ROOT / "ontology").glob("*.ttl")), *sorted((ROOT / "ontology" / "vocab").glob("*.ttl"))]


def built_lines() -> Iterator[str]:
    """The lines of a build of the real document."""
    names = vocabulary()
    about = sidecar.read(REAL / "about.toml", names)
    reading = interpret(text.read(REAL / "document.txt", "document.txt"), language=about.language, area=about.area)
    folder = ROOT / "data" / "reference"
    yield from catalogue.ontology(ROOT)
    yield from reference.quads(folder)
    yield from profile.quads(reading, about)
    yield from catalogue.bodies(catalogue.mentioned(reading.facts))
    yield from catalogue.catalogue([about], folder)


@pytest.fixture(scope="module")
def built() -> Store:
    """The build as one graph."""
    store = Store()
    quads = parse("".join(built_lines()).encode("utf-8"), format=RdfFormat.N_QUADS)
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    return store


@pytest.fixture(scope="module")
def ontology() -> Store:
    """The files of ontology and vocabulary as one graph."""
    store = Store()
    for file in ONTOLOGY_FILES:
        store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in parse(path=str(file), format=RdfFormat.TURTLE))
    return store


def declared(store: Store) -> set[str]:
    """Everything that has a type in ontology and vocabulary."""
    return {q.subject.value for q in store.quads_for_pattern(None, A, None) if isinstance(q.subject, NamedNode)}


def ours(value: str) -> bool:
    return value.startswith((HRM, VOCAB))


def in_rdf(file: Path) -> set[str]:
    form = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS}[file.suffix]
    terms: set[str] = set()
    for quad in parse(path=str(file), format=form):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, NamedNode):
                terms.add(term.value)
            elif isinstance(term, Literal):
                terms.add(term.datatype.value)
                if "{" in term.value:
                    terms |= in_sparql(term.value)
    return {term for term in terms if ours(term)}


def in_sparql(query: str) -> set[str]:
    """Our terms in a query: full IRIs and abbreviated ones, in declared or in our own prefixes."""
    prefixes = PREFIXES | dict(re.findall(r"(?i)PREFIX\s+([\w-]*):\s*<([^>]*)>", query))
    code = re.sub(r"(?im)^\s*PREFIX.*$|\"[^\"\n]*\"", "", query)
    found = {iri for iri in re.findall(r"<([^<>\s]+)>", code) if iri != HRM and not iri.endswith("/")}
    for prefix, local in re.findall(r"(?<![\w<:/.-])([A-Za-z][\w-]*):([\w-]+(?:\.[\w-]+)*)", re.sub(r"<[^<>\s]*>|#[^\n]*", "", code)):
        if prefix in prefixes:
            found.add(prefixes[prefix] + local)
    return {term for term in found if ours(term)}


def undeclared(used: set[str], known: set[str]) -> list[str]:
    return sorted(term for term in used if term not in known)


# ------------------------------------------------------------------ every term is declared


@pytest.mark.parametrize(
    "file", [*ONTOLOGY_FILES, *sorted((ROOT / "shapes").glob("**/*.ttl"))], ids=lambda f: f.relative_to(ROOT).as_posix()
)
def test_every_term_of_ontology_and_shapes_is_declared(ontology: Store, file: Path) -> None:
    used = in_rdf(file)
    assert used or file.name == "prefixes.ttl"
    assert not undeclared(used, declared(ontology))


@pytest.mark.parametrize("file", sorted((ROOT / "queries").glob("**/*.rq")), ids=lambda f: f.stem)
def test_every_term_of_a_query_is_declared(ontology: Store, file: Path) -> None:
    used = in_sparql(file.read_text(encoding="utf-8"))
    assert used or file.parent.name in ("pages", "gain")  # those list graphs and schemes, or what a partner has, too
    assert not undeclared(used, declared(ontology))


@pytest.mark.parametrize("file", sorted((ROOT / "tests").glob("**/*.ttl")), ids=lambda f: f.relative_to(ROOT / "tests").as_posix())
def test_every_term_of_a_test_graph_is_declared(ontology: Store, file: Path) -> None:
    assert not undeclared(in_rdf(file), declared(ontology))


def test_every_term_of_the_built_graph_is_declared(ontology: Store, built: Store) -> None:
    used = {t.value for q in built for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode) and ours(t.value)}
    assert len(used) > 200
    assert not undeclared(used, declared(ontology))


def test_an_undeclared_term_is_found(ontology: Store) -> None:
    query = "PREFIX o: <https://w3id.org/hrmkg/ontology#>\nSELECT * { ?s a o:Figur ; hrm:valu 1 ; hrm:unit unit:KZT }"
    assert undeclared(in_sparql(query), declared(ontology)) == [HRM + "Figur", HRM + "valu"]


def test_every_declared_property_and_class_is_ours_or_known(ontology: Store) -> None:
    """Nothing of another namespace is declared as if it were ours."""
    for kind in ("Class", "ObjectProperty", "DatatypeProperty"):
        for quad in ontology.quads_for_pattern(None, A, NamedNode(OWL + kind)):
            if isinstance(quad.subject, NamedNode):
                assert quad.subject.value.startswith(HRM)


# ------------------------------------------------------------------ every term is labelled in both languages


def languages(store: Store, subject: NamedNode, predicate: str) -> set[str]:
    return {q.object.language or "" for q in store.quads_for_pattern(subject, NamedNode(predicate), None) if isinstance(q.object, Literal)}


WORDS = ("/vocab/serving/", "/vocab/gain/")


def test_every_term_has_label_and_explanation_in_both_languages(ontology: Store) -> None:
    missing = []
    for iri in sorted(declared(ontology)):
        if not ours(iri):
            continue
        for own, other in (("label", "prefLabel"), ("comment", "definition")):
            found = languages(ontology, NamedNode(iri), RDFS + own) | languages(ontology, NamedNode(iri), SKOS + other)
            if not found and any(words in iri for words in WORDS):
                continue  # a heading has no explanation, and a sentence no label
            if not found >= {"en", "ru"}:
                missing.append((iri, own, sorted(found)))
    assert not missing


def test_no_term_has_two_preferred_labels_in_a_language(ontology: Store) -> None:
    for predicate in (SKOS + "prefLabel", RDFS + "label"):
        seen: dict[tuple[str, str | None], str] = {}
        for quad in ontology.quads_for_pattern(None, NamedNode(predicate), None):
            key = (str(quad.subject), quad.object.language)
            assert seen.setdefault(key, quad.object.value) == quad.object.value, key


def test_every_concept_is_in_a_declared_scheme(ontology: Store) -> None:
    known = declared(ontology)
    schemes = [(q.subject, q.object.value) for q in ontology.quads_for_pattern(None, NamedNode(SKOS + "inScheme"), None)]
    assert len(schemes) > 100
    assert not [pair for pair in schemes if pair[1] not in known]


def test_version_and_licence(ontology: Store) -> None:
    own = NamedNode(HRM.removesuffix("#"))

    def one(predicate: str) -> str:
        (quad,) = ontology.quads_for_pattern(own, NamedNode(predicate), None)
        return str(quad.object.value)

    assert one(PREFIXES["dct"] + "license") == "http://creativecommons.org/licenses/by/4.0/"
    version = one(OWL + "versionInfo")
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert one(OWL + "versionIRI") == f"{own.value}/{version}"
    assert list(ontology.quads_for_pattern(own, A, NamedNode(OWL + "Ontology")))


# ------------------------------------------------------------------ six kinds of statements, pairwise disjoint


def members(store: Store) -> list[set[str]]:
    """The members of every owl:AllDisjointClasses."""
    query = "SELECT ?all ?m { ?all a owl:AllDisjointClasses ; owl:members/rdf:rest*/rdf:first ?m }"
    found: dict[str, set[str]] = defaultdict(set)
    for row in store.query(HEAD + query):
        found[str(row["all"])].add(row["m"].value)
    return list(found.values())


def test_the_kinds_are_declared_disjoint(ontology: Store) -> None:
    assert {HRM + kind for kind in KINDS} in members(ontology)
    for kind in KINDS:
        assert ontology.query(f"{HEAD}ASK {{ hrm:{kind} rdfs:subClassOf hrm:ReportedStatement }}")


TWO_KINDS = "ASK { ?s a ?a, ?b . FILTER (?a != ?b) VALUES ?a { %s } VALUES ?b { %s } }".replace("%s", " ".join(f"hrm:{k}" for k in KINDS))


def test_no_statement_has_two_kinds(built: Store) -> None:
    assert not built.query(HEAD + TWO_KINDS)
    count = sum(len(list(built.quads_for_pattern(None, A, NamedNode(HRM + kind)))) for kind in KINDS)
    assert count == 55
    broken = copy(built)
    broken.update(HEAD + "INSERT { ?s a hrm:Gap } WHERE { SELECT ?s { ?s a hrm:Figure } LIMIT 1 }")
    assert broken.query(HEAD + TWO_KINDS)


# ------------------------------------------------------------------ RDF Data Cube

NORMALISE = """
INSERT { ?o rdf:type qb:Observation } WHERE { [] qb:observation ?o } ;
INSERT { ?o rdf:type qb:Observation } WHERE { ?o qb:dataSet [] } ;
INSERT { ?s rdf:type qb:Slice } WHERE { [] qb:slice ?s } ;
INSERT { ?cs qb:componentProperty ?p . ?p rdf:type qb:DimensionProperty } WHERE { ?cs qb:dimension ?p } ;
INSERT { ?cs qb:componentProperty ?p . ?p rdf:type qb:MeasureProperty } WHERE { ?cs qb:measure ?p } ;
INSERT { ?cs qb:componentProperty ?p . ?p rdf:type qb:AttributeProperty } WHERE { ?cs qb:attribute ?p } ;
INSERT { ?obs ?comp ?value } WHERE {
  ?spec qb:componentProperty ?comp ; qb:componentAttachment qb:DataSet .
  ?dataset qb:structure [ qb:component ?spec ] ; ?comp ?value .
  ?obs qb:dataSet ?dataset } ;
INSERT { ?obs ?comp ?value } WHERE {
  ?spec qb:componentProperty ?comp ; qb:componentAttachment qb:Slice .
  ?dataset qb:structure [ qb:component ?spec ] ; qb:slice ?slice .
  ?slice ?comp ?value ; qb:observation ?obs } ;
INSERT { ?obs ?comp ?value } WHERE {
  ?spec qb:componentProperty ?comp . ?comp a qb:DimensionProperty .
  ?dataset qb:structure [ qb:component ?spec ] ; qb:slice ?slice .
  ?slice ?comp ?value ; qb:observation ?obs }
"""

# Each: the constraint (true where it is violated), and an update of the normalised graph that violates it.
FIGURE = "?o a hrm:Figure ; qb:dataSet ?d"
STRUCTURE = f"<{VOCAB}figure-cube>"
CONSTRAINTS = {
    "IC-1": (
        """{ ?obs a qb:Observation . FILTER NOT EXISTS { ?obs qb:dataSet ?dataset1 } }
        UNION { ?obs a qb:Observation ; qb:dataSet ?dataset1, ?dataset2 . FILTER (?dataset1 != ?dataset2) }""",
        "INSERT DATA { <urn:o> a qb:Observation }",
    ),
    "IC-2": (
        """{ ?dataset a qb:DataSet . FILTER NOT EXISTS { ?dataset qb:structure ?dsd } }
        UNION { ?dataset a qb:DataSet ; qb:structure ?dsd1, ?dsd2 . FILTER (?dsd1 != ?dsd2) }""",
        "INSERT { ?d qb:structure <urn:dsd> } WHERE { ?d a qb:DataSet }",
    ),
    "IC-3": (
        """?dsd a qb:DataStructureDefinition . FILTER NOT EXISTS { ?dsd qb:component [ qb:componentProperty [ a qb:MeasureProperty ] ] }""",
        "DELETE WHERE { hrm:value a qb:MeasureProperty }",
    ),
    "IC-4": (
        "?dim a qb:DimensionProperty . FILTER NOT EXISTS { ?dim rdfs:range [] }",
        "DELETE WHERE { hrm:group rdfs:range ?r }",
    ),
    "IC-5": (
        "?dim a qb:DimensionProperty ; rdfs:range skos:Concept . FILTER NOT EXISTS { ?dim qb:codeList [] }",
        "DELETE { hrm:group qb:codeList ?l } INSERT { hrm:group rdfs:range skos:Concept } WHERE { OPTIONAL { hrm:group qb:codeList ?l } }",
    ),
    "IC-6": (
        """?dsd qb:component ?componentSpec . ?componentSpec qb:componentRequired "false"^^xsd:boolean ; qb:componentProperty ?component .
        FILTER NOT EXISTS { ?component a qb:AttributeProperty }""",
        "INSERT { ?c qb:componentRequired false } WHERE { ?c qb:dimension hrm:group }",
    ),
    "IC-7": (
        "?sliceKey a qb:SliceKey . FILTER NOT EXISTS { [ a qb:DataStructureDefinition ] qb:sliceKey ?sliceKey }",
        "INSERT DATA { <urn:key> a qb:SliceKey }",
    ),
    "IC-8": (
        """?slicekey a qb:SliceKey ; qb:componentProperty ?prop . ?dsd qb:sliceKey ?slicekey .
        FILTER NOT EXISTS { ?dsd qb:component [ qb:componentProperty ?prop ] }""",
        f"INSERT DATA {{ {STRUCTURE} qb:sliceKey <urn:key> . <urn:key> a qb:SliceKey ; qb:componentProperty hrm:rank }}",
    ),
    "IC-9": (
        """{ ?slice a qb:Slice . FILTER NOT EXISTS { ?slice qb:sliceStructure ?key } }
        UNION { ?slice a qb:Slice ; qb:sliceStructure ?key1, ?key2 . FILTER (?key1 != ?key2) }""",
        "INSERT DATA { <urn:slice> a qb:Slice }",
    ),
    "IC-10": (
        "?slice qb:sliceStructure [ qb:componentProperty ?dim ] . FILTER NOT EXISTS { ?slice ?dim ?val }",
        "INSERT DATA { <urn:slice> qb:sliceStructure <urn:key> . <urn:key> qb:componentProperty hrm:group }",
    ),
    "IC-11": (
        """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim . ?dim a qb:DimensionProperty .
        FILTER NOT EXISTS { ?obs ?dim [] }""",
        f"DELETE {{ ?o hrm:unit ?u }} WHERE {{ {{ SELECT ?o ?u {{ {FIGURE} ; hrm:unit ?u }} LIMIT 1 }} }}",
    ),
    "IC-12": (
        """FILTER (?allEqual) {
          SELECT (MIN(?equal) AS ?allEqual) WHERE {
            ?obs1 qb:dataSet ?dataset . ?obs2 qb:dataSet ?dataset . FILTER (?obs1 != ?obs2)
            ?dataset qb:structure/qb:component/qb:componentProperty ?dim . ?dim a qb:DimensionProperty .
            ?obs1 ?dim ?value1 . ?obs2 ?dim ?value2 .
            BIND (?value1 = ?value2 AS ?equal)
          } GROUP BY ?obs1 ?obs2 }""",
        f"INSERT {{ <urn:o> ?p ?v }} WHERE {{ {{ SELECT ?o {{ {FIGURE} }} LIMIT 1 }} ?o ?p ?v }}",
    ),
    "IC-13": (
        """?obs qb:dataSet/qb:structure/qb:component ?component . ?component qb:componentRequired "true"^^xsd:boolean ;
        qb:componentProperty ?attr . FILTER NOT EXISTS { ?obs ?attr [] }""",
        """DELETE { ?c qb:componentRequired ?x } INSERT { ?c qb:componentRequired true }
        WHERE { ?c qb:attribute hrm:lowerBound ; qb:componentRequired ?x }""",
    ),
    "IC-14": (
        """?obs qb:dataSet/qb:structure ?dsd . FILTER NOT EXISTS { ?dsd qb:component/qb:componentProperty qb:measureType }
        ?dsd qb:component/qb:componentProperty ?measure . ?measure a qb:MeasureProperty .
        FILTER NOT EXISTS { ?obs ?measure [] }""",
        f"DELETE {{ ?o hrm:value ?v }} WHERE {{ {{ SELECT ?o ?v {{ {FIGURE} ; hrm:value ?v }} LIMIT 1 }} }}",
    ),
    "IC-15": (
        """?obs qb:dataSet/qb:structure ?dsd ; qb:measureType ?measure .
        ?dsd qb:component/qb:componentProperty qb:measureType . FILTER NOT EXISTS { ?obs ?measure [] }""",
        f"""INSERT {{ {STRUCTURE} qb:component <urn:c> . <urn:c> qb:componentProperty qb:measureType . ?o qb:measureType hrm:rank }}
        WHERE {{ {FIGURE} }}""",
    ),
    "IC-16": (
        """?obs qb:dataSet/qb:structure ?dsd ; qb:measureType ?measure ; ?omeasure [] .
        ?dsd qb:component/qb:componentProperty qb:measureType ; qb:component/qb:componentProperty ?omeasure .
        ?omeasure a qb:MeasureProperty . FILTER (?omeasure != ?measure)""",
        f"""INSERT {{ {STRUCTURE} qb:component <urn:c> . <urn:c> qb:componentProperty qb:measureType . ?o qb:measureType hrm:rank }}
        WHERE {{ {FIGURE} }}""",
    ),
    "IC-17": (
        """{ SELECT ?numMeasures (COUNT(?obs2) AS ?count) WHERE {
            { SELECT ?dsd (COUNT(?m) AS ?numMeasures) WHERE {
                ?dsd qb:component/qb:componentProperty ?m . ?m a qb:MeasureProperty } GROUP BY ?dsd }
            ?obs1 qb:dataSet/qb:structure ?dsd ; qb:dataSet ?dataset ; qb:measureType ?m1 .
            ?obs2 qb:dataSet ?dataset ; qb:measureType ?m2 .
            FILTER NOT EXISTS { ?dsd qb:component/qb:componentProperty ?dim . FILTER (?dim != qb:measureType)
              ?dim a qb:DimensionProperty . ?obs1 ?dim ?v1 . ?obs2 ?dim ?v2 . FILTER (?v1 != ?v2) }
          } GROUP BY ?obs1 ?numMeasures } FILTER (?count != ?numMeasures)""",
        f"""INSERT {{ {STRUCTURE} qb:component <urn:c>, <urn:c2> . <urn:c> qb:componentProperty qb:measureType .
          <urn:c2> qb:componentProperty hrm:rank . hrm:rank a qb:MeasureProperty . ?o qb:measureType hrm:value }} WHERE {{ {FIGURE} }}""",
    ),
    "IC-18": (
        "?dataset qb:slice ?slice . ?slice qb:observation ?obs . FILTER NOT EXISTS { ?obs qb:dataSet ?dataset }",
        "INSERT DATA { <urn:d> qb:slice <urn:slice> . <urn:slice> qb:observation <urn:o> }",
    ),
    "IC-19a": (
        """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim . ?dim a qb:DimensionProperty ; qb:codeList ?list .
        ?list a skos:ConceptScheme . ?obs ?dim ?v . FILTER NOT EXISTS { ?v a skos:Concept ; skos:inScheme ?list }""",
        f"""INSERT {{ hrm:group qb:codeList <urn:list> . <urn:list> a skos:ConceptScheme . ?o hrm:group <urn:nobody> }}
        WHERE {{ {FIGURE} }}""",
    ),
    "IC-19b": (
        """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim . ?dim a qb:DimensionProperty ; qb:codeList ?list .
        ?list a skos:Collection . ?obs ?dim ?v . FILTER NOT EXISTS { ?v a skos:Concept . ?list skos:member+ ?v }""",
        "INSERT DATA { hrm:group qb:codeList <urn:list> . <urn:list> a skos:Collection }",
    ),
    # The hierarchies of IC-20 and IC-21 would be qb:HierarchicalCodeList; with a property path for each parent-child property.
    "IC-20": (
        """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim . ?dim a qb:DimensionProperty ; qb:codeList ?list .
        ?list a qb:HierarchicalCodeList ; qb:parentChildProperty skos:narrower . ?obs ?dim ?v .
        FILTER NOT EXISTS { ?list qb:hierarchyRoot/skos:narrower* ?v }""",
        """INSERT DATA { hrm:group qb:codeList <urn:list> .
          <urn:list> a qb:HierarchicalCodeList ; qb:parentChildProperty skos:narrower ; qb:hierarchyRoot <urn:root> }""",
    ),
    "IC-21": (
        """?obs qb:dataSet/qb:structure/qb:component/qb:componentProperty ?dim . ?dim a qb:DimensionProperty ; qb:codeList ?list .
        ?list a qb:HierarchicalCodeList ; qb:parentChildProperty [ owl:inverseOf skos:broader ] . ?obs ?dim ?v .
        FILTER NOT EXISTS { ?list qb:hierarchyRoot/(^skos:broader)* ?v }""",
        """INSERT DATA { hrm:group qb:codeList <urn:list> . <urn:list> a qb:HierarchicalCodeList ;
          qb:parentChildProperty [ owl:inverseOf skos:broader ] ; qb:hierarchyRoot <urn:root> }""",
    ),
}


def copy(store: Store) -> Store:
    other = Store()
    other.extend(store)
    return other


# skos:Concept and skos:inScheme follow from our classes (rdfs:subClassOf skos:Concept), as an RDFS store would have them.
INFER = "INSERT { ?v a skos:Concept } WHERE { ?v a ?c . ?c rdfs:subClassOf+ skos:Concept }"


@pytest.fixture(scope="module")
def cube(built: Store) -> Store:
    """The build after the normalisation algorithm."""
    store = copy(built)
    store.update(HEAD + NORMALISE)
    store.update(HEAD + INFER)
    return store


def test_the_cube_has_the_observations_of_the_real_document(cube: Store) -> None:
    query = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?o a qb:Observation ; a %s }"
    counts = [int(next(cube.query(HEAD + query.replace("%s", kind)))["n"].value) for kind in ("hrm:Figure", "hrm:Assessment")]
    with (ROOT / "tests" / "interpreting" / "KAZ-2022.expected.csv").open(encoding="utf-8") as file:
        rows = file.read()
    assert counts == [rows.count(",figure,"), rows.count(",assessment,")]
    assert not cube.query(HEAD + "ASK { ?o a qb:Observation . FILTER NOT EXISTS { ?o hrm:area area:KAZ ; hrm:edition '2022' } }")


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_an_integrity_constraint_holds(cube: Store, name: str) -> None:
    assert not cube.query(f"{HEAD}ASK {{ {CONSTRAINTS[name][0]} }}")


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_an_integrity_constraint_can_fail(cube: Store, name: str) -> None:
    broken = copy(cube)
    broken.update(HEAD + CONSTRAINTS[name][1])
    assert broken.query(f"{HEAD}ASK {{ {CONSTRAINTS[name][0]} }}")


def test_a_repeated_row_keeps_the_constraints() -> None:
    """A repeated row is kept and is no second observation (IC-12)."""
    names = vocabulary()
    about = sidecar.read(REAL / "about.toml", names)
    source = (REAL / "document.txt").read_text(encoding="utf-8-sig")
    row = next(line for line in source.splitlines() if line.endswith("\t60"))
    again = text.document(source.replace(row, f"{row}\n{row[:-2]}61").encode("utf-8"), "x.txt")
    lines = [*catalogue.ontology(ROOT), *profile.quads(interpret(again, language="ru", area="KAZ"), about)]
    store = Store()
    store.extend(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in parse("".join(lines).encode(), format=RdfFormat.N_QUADS))
    assert store.query(HEAD + "ASK { ?s hrm:value 61 ; a hrm:Figure }")
    store.update(HEAD + NORMALISE)
    for name in ("IC-1", "IC-11", "IC-12", "IC-14"):
        assert not store.query(f"{HEAD}ASK {{ {CONSTRAINTS[name][0]} }}"), name
