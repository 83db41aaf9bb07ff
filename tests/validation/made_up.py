"""Small shapes and data, made up, as Turtle."""

from __future__ import annotations

from hypothesis import strategies as st

DATA_HEAD = """@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
NODES = (":a", ":b", ":c", "_:x", "_:y")
PREDICATES = (":p", ":q", ":r")
CLASSES = (":C", ":D", ":E")
LITERALS = (
    '"07"^^xsd:integer',
    "7",
    '"1.50"^^xsd:decimal',
    "1.5",
    '"7.0"^^xsd:double',
    '"x"^^xsd:integer',
    '"300"^^xsd:byte',
    '"-1"^^xsd:nonNegativeInteger',
    "true",
    '"1"^^xsd:boolean',
    '"a"',
    '"a"@en',
    '"b"@en',
    '"a"@en-GB',
    '"b"@ru',
    '"Ж\\n"',
    '""',
    '"2020-01-01"^^xsd:date',
    '"2020-01-01T00:00:00"^^xsd:dateTime',
    '"2020-01-01T00:00:00Z"^^xsd:dateTime',
    '"2020-13-01"^^xsd:date',
    '"07"^^:own',
    '"2020"^^xsd:gYear',
    '"NaN"^^xsd:double',
    "99999999999999999999",
    '"1.1"^^xsd:float',
    '"x:y"^^xsd:anyURI',
)
DATATYPES = (
    "xsd:integer",
    "xsd:decimal",
    "xsd:string",
    "xsd:date",
    "xsd:boolean",
    "xsd:byte",
    "xsd:double",
    "xsd:dateTime",
    ":own",
    "<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
)
KINDS = ("sh:IRI", "sh:BlankNode", "sh:Literal", "sh:BlankNodeOrIRI", "sh:BlankNodeOrLiteral", "sh:IRIOrLiteral")
node, pred, cls = st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(CLASSES)
named = st.sampled_from(NODES[:3])
literal = st.sampled_from(LITERALS)
term = st.one_of(node, literal)
fixed = st.one_of(named, literal)

triple = st.one_of(st.tuples(node, pred, term), st.tuples(node, st.just("a"), cls), st.tuples(cls, st.just("rdfs:subClassOf"), cls))
data_graphs = st.lists(triple, min_size=1, max_size=10).map(lambda ts: DATA_HEAD + "".join(f"{s} {p} {o} .\n" for s, p, o in ts))

path = st.recursive(
    pred,
    lambda inner: st.one_of(
        inner.map(lambda p: f"[ sh:inversePath {p} ]"),
        st.lists(inner, min_size=2, max_size=3).map(lambda ps: f"( {' '.join(ps)} )"),
        st.lists(inner, min_size=2, max_size=2).map(lambda ps: f"[ sh:alternativePath ( {' '.join(ps)} ) ]"),
        st.tuples(st.sampled_from(("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")), inner).map(lambda x: f"[ sh:{x[0]} {x[1]} ]"),
    ),
    max_leaves=3,
)


def lists(strategy, least=1):
    return st.lists(strategy, min_size=least, max_size=3).map(lambda xs: f"( {' '.join(xs)} )")


def one(name, strategy):
    return strategy.map(lambda value: f"sh:{name} {value}")


number = st.integers(0, 3).map(str)
plain = [
    one("class", cls),
    one("datatype", st.sampled_from(DATATYPES)),
    one("nodeKind", st.sampled_from(KINDS)),
    *(one(n, literal) for n in ("minExclusive", "minInclusive", "maxExclusive", "maxInclusive")),
    one("minLength", number),
    one("maxLength", number),
    st.tuples(
        st.sampled_from(("^a", "[0-9]+$", ".", "A", "^$", "\\\\d", "example")), st.sampled_from(("", '; sh:flags "i"', '; sh:flags "x"'))
    ).map(lambda x: f'sh:pattern "{x[0]}" {x[1]}'),
    one("languageIn", lists(st.sampled_from(('"en"', '"ru"', '"EN-gb"')))),
    one("hasValue", fixed),
    one("in", lists(fixed, 0)),
    one("equals", pred),
    one("disjoint", pred),
    st.one_of(st.just(""), lists(pred).map(lambda x: f"; sh:ignoredProperties {x}")).map(lambda x: "sh:closed true " + x),
]
only = [
    one("minCount", number),
    one("maxCount", number),
    one("uniqueLang", st.sampled_from(("true", "false"))),
    one("lessThan", pred),
    one("lessThanOrEquals", pred),
]
SPARQL_NODE = (
    "SELECT $this ?value WHERE { $this :p ?value . FILTER (isLiteral(?value)) }",
    "SELECT $this WHERE { $this :p ?v . FILTER NOT EXISTS { $this :q ?v } }",
    "SELECT $this (COUNT(?v) AS ?n) WHERE { $this ?any ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
    "SELECT $this ?path ?value WHERE { $this ?path ?value . ?value :p ?o }",
    "SELECT $this WHERE { FILTER (isIRI($this)) }",
    "SELECT $this ?value WHERE { { $this :p ?value } UNION { $this :q ?value } }",
    "SELECT DISTINCT $this ?value WHERE { $this :p|:q ?value }",
    "SELECT $this ?value WHERE { OPTIONAL { $this :q ?value } FILTER (bound(?value)) }",
)
SPARQL_PATH = (
    "SELECT $this ?value WHERE { $this $PATH ?value . FILTER (!isIRI(?value)) }",
    "SELECT DISTINCT $this WHERE { $this $PATH ?v }",
)


def sparql(texts):
    return st.tuples(st.sampled_from(texts), st.booleans()).map(
        lambda x: f'sh:sparql [ sh:prefixes :o ; sh:select """{x[0]}""" {"; sh:deactivated true" if x[1] and len(x[0]) % 3 == 0 else ""} ]'
    )


extra = st.lists(
    st.sampled_from(("sh:deactivated true", "sh:severity sh:Warning", "sh:severity :Own", 'sh:message "m"@en')),
    max_size=2,
    unique_by=lambda x: x[:12],
)
other = st.sampled_from((":S0", ":S1"))


def body(parts, nested):
    return st.tuples(
        st.lists(st.one_of(*parts, *nested), min_size=1, max_size=2, unique_by=lambda x: x.split()[0]), st.one_of(st.just([]), extra)
    ).map(lambda x: " ; ".join([*x[0], *x[1]]))


def shape(depth):
    """The body of a node shape, of a property shape."""
    nested = []
    if depth:
        inner_node, inner_prop = shape(depth - 1)
        member = st.one_of(inner_node.map(lambda b: f"[ {b} ]"), inner_prop.map(lambda b: f"[ {b} ]"))
        nested = [
            one("not", member),
            one("node", inner_node.map(lambda b: f"[ a sh:NodeShape ; {b} ]")),
            one("property", inner_prop.map(lambda b: f"[ {b} ]")),
            *(one(n, lists(member)) for n in ("and", "or", "xone")),
        ]
        qualified = st.tuples(
            member,
            st.sampled_from(
                (
                    "sh:qualifiedMinCount 1",
                    "sh:qualifiedMaxCount 0",
                    "sh:qualifiedMinCount 2 ; sh:qualifiedMaxCount 2",
                    "sh:qualifiedMaxCount 1 ; sh:qualifiedValueShapesDisjoint true",
                )
            ),
        ).map(lambda x: f"sh:qualifiedValueShape {x[0]} ; {x[1]}")
    in_node = body([*plain, sparql(SPARQL_NODE)], nested)
    in_prop = st.tuples(path, body([*plain, *only, sparql(SPARQL_PATH)], [*nested, *([qualified] if depth else [])])).map(
        lambda x: f"sh:path {x[0]} ; {x[1]}"
    )
    return in_node, in_prop


target = st.one_of(
    fixed.map(lambda x: f"sh:targetNode {x}"),
    cls.map(lambda x: f"sh:targetClass {x}"),
    pred.map(lambda x: f"sh:targetSubjectsOf {x}"),
    pred.map(lambda x: f"sh:targetObjectsOf {x}"),
    st.just("a rdfs:Class"),
)
in_node, in_prop = shape(2)
top_level = st.tuples(
    st.one_of(in_node.map(lambda b: "a sh:NodeShape ; " + b), in_prop.map(lambda b: "a sh:PropertyShape ; " + b)),
    st.lists(target, min_size=1, max_size=2).map(lambda t: " ; ".join(t)),
)
SHAPES_HEAD = DATA_HEAD + ':o sh:declare [ sh:prefix "" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .\n'
NAMES = (":S0", ":C")
shapes_graphs = st.lists(top_level, min_size=1, max_size=2).map(
    lambda ts: SHAPES_HEAD + "".join(f"{NAMES[i]} {t} ; {b} .\n" for i, (b, t) in enumerate(ts))
)
