"""What a query can use: asked of that alone it answers as of everything."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from kg.validation import needed, selection, shapes
from kg.validation.data import Data
from kg.validation.needed import WHOLE, Use, uses
from kg.validation.source import Source
from kg.validation.structure import sh

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def use(value: str | None, *conditions: tuple[str, str | None]) -> Use:
    return Use(value, frozenset(conditions))


KNOWN = {
    "SELECT * { ?s <urn:p> ?o }": {"urn:p": {use(None)}},
    "PREFIX x: <urn:> SELECT ?s { ?s a x:C ; x:p 7, ?o }": {TYPE: {use("urn:C", ("urn:p", None))}, "urn:p": {use(None, (TYPE, "urn:C"))}},
    "SELECT * { ?s <urn:p> <urn:o> OPTIONAL { ?s <urn:q> ?x } }": {
        "urn:p": {use("urn:o")},
        "urn:q": {use(None, ("urn:p", "urn:o"))},
    },
    # An OPTIONAL that comes first is asked of everything.
    "SELECT * { OPTIONAL { ?s <urn:q> ?x } ?s <urn:p> <urn:o> }": {"urn:p": {use("urn:o")}, "urn:q": {use(None)}},
    "SELECT * { ?s <urn:p> <urn:o> FILTER NOT EXISTS { ?s <urn:q> ?x } }": {
        "urn:p": {use("urn:o")},
        "urn:q": {use(None, ("urn:p", "urn:o"))},
    },
    "SELECT * { ?s <urn:p> <urn:o> MINUS { ?s <urn:q> ?x } }": {"urn:p": {use("urn:o")}, "urn:q": {use(None)}},
    "SELECT * { ?s <urn:p> <urn:o> { ?s <urn:q> ?x } UNION { ?t <urn:q> ?x } }": {
        "urn:p": {use("urn:o")},
        "urn:q": {use(None, ("urn:p", "urn:o")), use(None)},
    },
    "SELECT * { { SELECT DISTINCT ?s { ?s a <urn:C> } } ?s <urn:p> ?o }": {
        TYPE: {use("urn:C", ("urn:p", None))},
        "urn:p": {use(None)},
    },
    "SELECT * { { SELECT (COUNT(?s) AS ?n) { ?s <urn:q> ?x } } ?s <urn:p> <urn:o> }": {"urn:p": {use("urn:o")}, "urn:q": {use(None)}},
    "SELECT * { ?s <urn:p> <urn:o> ; <urn:q>/^<urn:r> ?x }": {
        "urn:p": {use("urn:o")},
        "urn:q": {use(None, ("urn:p", "urn:o"))},
        "urn:r": {use(None)},
    },
    # From the subject and back to the object; what stands between, or is repeated, may be anybody's.
    "SELECT * { ?s <urn:p> <urn:o> . ?x <urn:p> <urn:i> . ?s ((<urn:q>/<urn:m>)|<urn:r>)/(^<urn:t>)? ?x }": {
        "urn:p": {use("urn:o"), use("urn:i")},
        "urn:q": {use(None, ("urn:p", "urn:o"))},
        "urn:r": {use(None, ("urn:p", "urn:o"))},
        "urn:m": {use(None)},
        "urn:t": {use(None, ("urn:p", "urn:i"))},
    },
    "SELECT * { ?s <urn:p> <urn:o> . ?s <urn:q>+ ?x . ?x ^<urn:r> ?s }": {
        "urn:p": {use("urn:o")},
        "urn:q": {use(None)},
        "urn:r": {use(None, ("urn:p", "urn:o"))},
    },
    "SELECT * { <urn:s> <urn:p> ?o . ?o <urn:q> <urn:x> }": {"urn:p": {use(None)}, "urn:q": {use("urn:x")}},
}  # fmt: skip
DOUBTFUL = [
    "SELECT * { ?s <urn:p> [ <urn:q> ?o ] }",
    "SELECT * { ?s <urn:p> 1.5 }",
    "SELECT * { ?s <urn:p> _:b }",
    "SELECT * { ?s <urn:p> ?o } VALUES ?o { 1 }",
    "CONSTRUCT { ?s <urn:p> ?o } WHERE { ?s <urn:p> <urn:o> }",
]


@pytest.mark.parametrize(("query", "expected"), KNOWN.items())
def test_uses(query: str, expected: dict[str, set[Use]]) -> None:
    assert {predicate: set(found) for predicate, found in (uses(query) or {}).items() if found} == expected


@pytest.mark.parametrize("query", DOUBTFUL)
def test_in_doubt_whole(query: str) -> None:
    assert (uses(query) or {})["urn:p"] == WHOLE


def test_any() -> None:
    assert uses("SELECT * { ?s ?p ?o }") is None
    assert needed.joined([{}, None]) is None


def test_our_queries_are_understood() -> None:
    structure = shapes.ours().structure
    understood = 0
    for shape in structure.shapes.values():
        for constraint in shape.sparql:
            found = uses(structure.prologue(constraint) + structure.graph.object(constraint, sh("select")).value)
            understood += found is not None and any(not one.whole for wanted in found.values() for one in wanted)
    assert understood > 50


# ---------------------------------------------------------------- any graph, any query

VARIABLES = st.sampled_from(["?x", "?x", "?y"])
PREDICATES = st.sampled_from(["<urn:p>", "<urn:q>", "a"])
OBJECTS = st.sampled_from(["?x", "?y", "?z", "<urn:n0>", "<urn:n0>", "<urn:n1>", "7", '"a"'])
STEPS = st.sampled_from(["<urn:p>", "<urn:q>", "^<urn:p>", "^<urn:q>", "a", "^a"])
PATHS = st.recursive(
    STEPS,
    lambda inner: st.one_of(
        st.builds("({}/{})".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("^({})".format, inner),
        st.builds("({}/({}){})".format, inner, inner, st.sampled_from("?*+")),
        st.builds("({})+".format, inner),
    ),
    max_leaves=4,
)
SIMPLE = st.builds("{} {} {} .".format, VARIABLES, PREDICATES, OBJECTS)
TRIPLES = st.one_of(
    SIMPLE,
    SIMPLE,
    st.builds("{} {} {} ; {} {} .".format, VARIABLES, PREDICATES, OBJECTS, PREDICATES, OBJECTS),
    st.builds("{} {} {} .".format, VARIABLES, PATHS, VARIABLES),
    st.builds("<urn:n0> {} {} .".format, PREDICATES, VARIABLES),
)
AROUND = [
    "OPTIONAL {}",
    "OPTIONAL {}",
    "MINUS {}",
    "FILTER EXISTS {}",
    "FILTER NOT EXISTS {}",
    "FILTER (BOUND(?x) || EXISTS {})",
    "{} UNION {}",
    "{}",
    "{{ SELECT DISTINCT ?x WHERE {} }}",
    "{{ SELECT DISTINCT ?y WHERE {} }}",
    "{{ SELECT * WHERE {} LIMIT 100 }}",
    "FILTER (?x != ?y)",
    "VALUES ?z {{ <urn:n0> 7 }}",
]


def group_of(*elements: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A group of elements in any order."""
    return st.tuples(*elements).flatmap(st.permutations).map(lambda found: "{ " + " ".join(found) + " }")


def around(groups: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda form, one, other: form.format(one, other), st.sampled_from(AROUND), groups, groups)


LEAVES = st.one_of(group_of(SIMPLE), group_of(TRIPLES, SIMPLE))
INNER = st.one_of(LEAVES, group_of(around(LEAVES)), group_of(TRIPLES, around(LEAVES)))
GROUPS = st.one_of(group_of(TRIPLES, around(INNER)), group_of(TRIPLES, around(LEAVES), around(LEAVES)))
NODES = st.sampled_from([NamedNode(f"urn:n{n}") for n in range(4)])
VALUES = st.one_of(NODES, st.sampled_from([Literal("07", datatype=XSD_INTEGER), Literal("7", datatype=XSD_INTEGER), Literal("a")]))
QUADS = st.builds(Quad, NODES, st.sampled_from([NamedNode("urn:p"), NamedNode("urn:q"), NamedNode(TYPE)]), VALUES)


def answers(solutions: object) -> Counter[str]:
    return Counter(str(solution) for solution in solutions)  # type: ignore[attr-defined]


@settings(max_examples=600)
@given(st.lists(QUADS, min_size=3, max_size=14), GROUPS)
def test_what_is_not_loaded_changes_no_answer(found: list[Quad], group: str) -> None:
    query = f"SELECT * WHERE {group}"
    everything = Store()
    everything.extend(found)
    lines = serialize(found, format=RdfFormat.N_TRIPLES) or b""
    try:
        expected = answers(everything.query(query))
    except SyntaxError:  # a variable of BIND or VALUES in a place where there may be none
        return
    assert answers(Data([Source("a.nt", lines, RdfFormat.N_TRIPLES)]).query(query)) == expected
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(selection, "_FEW", 0)  # every condition is used
        assert answers(Data([Source("a.nt", lines, RdfFormat.N_TRIPLES)]).query(query)) == expected
    data = Data([Source("a.nt", lines, RdfFormat.N_TRIPLES)])
    data.expect([query, "SELECT * { ?x a <urn:n0> ; <urn:p> ?y }"])
    assert answers(data.query("SELECT * { ?x a <urn:n0> }")) == answers(everything.query("SELECT * { ?x a <urn:n0> }"))
    assert answers(data.query(query)) == expected


FORMS = [
    "{}/{}",
    "{}|{}",
    "^({}/{})",
    "({}/{})/<urn:p>",
    "{}/({})?",
    "{}/({})*",
    "{}/({})+",
    "({})+/{}",
    "^({}|{})/<urn:q>",
    "<urn:p>/({}/{})?",
]
ENDS = ["<urn:p>", "<urn:q>", "^<urn:p>", "^<urn:q>"]
BESIDE = ["?x <urn:p> <urn:n0> .", "?y <urn:p> <urn:n0> .", "?x <urn:q> <urn:n1> . ?y <urn:p> <urn:n0> ."]


@pytest.mark.parametrize("form", FORMS)
def test_of_a_path_all_is_loaded_that_it_can_take(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "_FEW", 0)  # every condition is used
    with_rows = 0
    for one, other, beside, seed in itertools.product(ENDS, ENDS, BESIDE, range(6)):
        chance = random.Random(seed)
        nodes, predicates = [NamedNode(f"urn:n{n}") for n in range(4)], [NamedNode("urn:p"), NamedNode("urn:q")]
        found = [Quad(chance.choice(nodes), chance.choice(predicates), chance.choice(nodes)) for _ in range(9)]
        query = f"SELECT * {{ ?x {form.format(one, other)} ?y . {beside} }}"
        everything = Store()
        everything.extend(found)
        expected = answers(everything.query(query))
        with_rows += bool(expected)
        lines = serialize(found, format=RdfFormat.N_TRIPLES) or b""
        assert answers(Data([Source("a.nt", lines, RdfFormat.N_TRIPLES)]).query(query)) == expected, query
    assert with_rows > 50
