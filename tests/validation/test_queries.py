"""Asked once is asked node by node: whenever a query is rewritten for all focus nodes, its solutions are those of every node alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store

from kg.validation import prebinding, queries

EX = "http://example.org/"
PREFIX = f"PREFIX ex: <{EX}>\n"
TURTLE = f"""@prefix ex: <{EX}> .
ex:a a ex:C ; ex:p 1, 2, ex:b ; ex:q ex:c ; ex:r "x" .
ex:b a ex:C ; ex:p 2 ; ex:q ex:a, ex:b ; ex:r "{{$this}}" .
ex:c a ex:C ; ex:q ex:d .
ex:d ex:p 7 ; ex:q ex:b ; ex:LIMIT 3 .
ex:e a ex:C ; ex:LIMIT 1 .
<{EX}#MINUS> ex:p 2 .
"""
CLASS = f"?this a <{EX}C>"

ONCE = {
    "plain": "SELECT $this ?v WHERE { $this ex:p ?v }",
    "question mark": "SELECT ?this ?v WHERE { ?this ex:p ?v }",
    "both marks": "SELECT $this ?v WHERE { ?this ex:p ?v FILTER(isIRI($this)) }",
    "no WHERE": "SELECT $this { $this ex:p ?v }",
    "star": "SELECT * WHERE { $this ex:p ?v }",
    "distinct": "SELECT DISTINCT $this WHERE { $this ex:p ?v }",
    "distinct star": "SELECT DISTINCT * WHERE { $this ex:p ?v }",
    "lower case": "select $this ?v where { $this ex:p ?v filter(?v > 1) }",
    "object": "SELECT $this ?s WHERE { ?s ex:q $this }",
    "not in the clause": "SELECT $this ?s WHERE { ?s ex:LIMIT ?n }",
    "filter": "SELECT $this WHERE { FILTER(?this != ex:a) }",
    "bound": "SELECT $this ?v WHERE { ?x ex:p ?v FILTER(bound($this)) }",
    "not bound": "SELECT $this ?v WHERE { ?x ex:p ?v FILTER(!bound($this)) }",
    "bind": "SELECT $this ?n WHERE { BIND(STR($this) AS ?n) $this ex:p ?v }",
    "bind of this": "SELECT $this ?t WHERE { BIND($this AS ?t) ?t ex:q ?u }",
    "optional": "SELECT $this ?v WHERE { OPTIONAL { $this ex:p ?v } }",
    "optional, not bound": "SELECT $this WHERE { OPTIONAL { $this ex:p ?v } FILTER(!bound(?v)) }",
    "optional, object": "SELECT $this ?s WHERE { OPTIONAL { ?s ex:q $this } }",
    "optional, filter": "SELECT $this ?s ?v WHERE { OPTIONAL { ?s ex:p ?v FILTER(?s = $this && ?v > 1) } }",
    "optional, exists": "SELECT $this ?s WHERE { OPTIONAL { ?s ex:p 2 FILTER EXISTS { $this ex:q ?s } } }",
    "two optionals": "SELECT $this ?v ?w WHERE { OPTIONAL { $this ex:p ?v } OPTIONAL { $this ex:q ?w FILTER(?w != ?v) } }",
    "optional without this": "SELECT $this ?w WHERE { $this ex:q ?u OPTIONAL { ?u ex:p ?w { ?u ex:q ?z } } }",
    "union": "SELECT $this ?v WHERE { { $this ex:p ?v } UNION { $this ex:q ?v } }",
    "union, filter": "SELECT $this ?v WHERE { { $this ex:p ?v FILTER(?v > 1) } UNION { $this ex:q ?v FILTER(?v = $this) } }",
    "union, one without": "SELECT $this ?v WHERE { { $this ex:p ?v } UNION { ex:d ex:p ?v } }",
    "union, bind": "SELECT $this ?t WHERE { { $this ex:p ?v BIND($this AS ?t) } UNION { $this ex:q ?t } }",
    "nested": "SELECT $this ?v ?w WHERE { { $this ex:p ?v } { $this ex:q ?w } }",
    "nested optional": "SELECT $this ?v ?w WHERE { { $this ex:p ?v OPTIONAL { $this ex:q ?w FILTER(?w = $this) } } }",
    "exists": "SELECT $this WHERE { FILTER EXISTS { $this ex:p ?v } }",
    "not exists": "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?v } }",
    "not exists, other variable": "SELECT $this ?v WHERE { $this ex:p ?v FILTER NOT EXISTS { ?x ex:p ?v FILTER(?x != $this) } }",
    "exists in exists": "SELECT $this WHERE { FILTER NOT EXISTS { $this ex:q ?o FILTER NOT EXISTS { ?o ex:p ?v . $this ex:p ?v } } }",
    "exists, groups without this": "SELECT $this ?v WHERE { $this ex:q ?v FILTER EXISTS { { ?v ex:p ?x } UNION { ?v ex:q ?x } } }",
    "exists in an expression": "SELECT $this ?b WHERE { BIND(EXISTS { $this ex:p ?v } AS ?b) }",
    "exists in a nested group": "SELECT $this ?v WHERE { { $this ex:p ?v FILTER EXISTS { $this ex:q ?o } } }",
    "group": "SELECT $this (COUNT(?v) AS ?n) WHERE { $this ex:p ?v } GROUP BY $this",
    "group, having": "SELECT $this (COUNT(?v) AS ?n) WHERE { $this ex:p ?v } GROUP BY $this HAVING (COUNT(?v) > 1)",
    "group, second": "SELECT $this ?v (COUNT(*) AS ?n) WHERE { $this ex:p|ex:q ?v } GROUP BY ?v $this",
    "group, optional": "SELECT $this (COUNT(?v) AS ?n) WHERE { OPTIONAL { $this ex:p ?v } } GROUP BY $this",
    "group, distinct": "SELECT $this (COUNT(DISTINCT ?v) AS ?n) WHERE { $this ex:p|ex:q ?v . ?v ?y ?z } GROUP BY $this",
    "having exists": "SELECT $this (COUNT(?v) AS ?n) WHERE { $this ex:p ?v } GROUP BY $this HAVING (EXISTS { $this ex:q ?o })",
    "expression": "SELECT $this (STR(?v) AS ?s) WHERE { $this ex:p ?v }",
    "order": "SELECT $this ?v WHERE { $this ex:p ?v } ORDER BY DESC(?v)",
    "sequence": "SELECT $this ?v WHERE { $this ex:q/ex:p ?v }",
    "star path": "SELECT $this ?v WHERE { $this ex:q* ?v }",
    "plus path": "SELECT $this ?v WHERE { ?v ex:q+ $this }",
    "optional path": "SELECT $this ?v WHERE { $this ex:q? ?v }",
    "inverse": "SELECT $this ?v WHERE { $this ^ex:q ?v }",
    "negated": "SELECT $this ?v WHERE { $this !(ex:q|ex:p) ?v }",
    "path in a union": "SELECT $this ?v WHERE { { $this (ex:q/ex:q)* ?v } UNION { $this ^ex:q ?v } }",
    "comment": "SELECT $this ?v # } LIMIT 1 { $PATH\nWHERE { $this ex:p ?v # { OFFSET\n }",
    "comment to a carriage return": "SELECT $this ?v WHERE { # {\r $this ex:p ?v }",
    "braces in strings": "SELECT $this WHERE { $this ex:r \"{$this}\" FILTER(?this != 'LIMIT { } \\' {') }",
    "long strings": "SELECT $this WHERE { $this ex:r \"\"\"{$this}\"\"\" FILTER(STR($this) != '''a\"'b { ''') }",
    "IRI with a hash": f"SELECT $this ?v WHERE {{ $this ex:p ?v . <{EX}#MINUS> ex:p ?v }}",
    "prefixed key word": "SELECT $this ?v WHERE { $this ex:LIMIT ?v }",
    "escaped name": "SELECT $this ?v WHERE { $this ex:p ?v OPTIONAL { ?x ex:it\\'s ?y } # '\n }",
    "longer name": "SELECT $this ?thisness WHERE { $this ex:p ?thisness { ?thisness ex:p ?z } }",
    "blank nodes in the query": "SELECT $this WHERE { $this ex:q [ ex:p ?v ] . _:x ex:q $this }",
    "predicate": "SELECT $this ?s WHERE { ?s $this ?o }",
}
BY_NODE = {
    "limit": "SELECT $this ?v WHERE { $this ex:p ?v } ORDER BY ?v LIMIT 1",
    "offset": "SELECT $this ?v WHERE { $this ex:p ?v } ORDER BY ?v OFFSET 1",
    "lower case limit": "select $this ?v where { $this ex:p ?v } order by ?v limit 1",
    "limit after a carriage return": "SELECT $this ?v WHERE { $this ex:p ?v } ORDER BY ?v # comment\rLIMIT 1",
    "limit after an escaped name": "SELECT $this ?v WHERE { $this ex:p ?v OPTIONAL { ?v ex:it\\'s ?y } } ORDER BY ?v LIMIT 1 # '",
    "not projected": "SELECT ?v WHERE { $this ex:p ?v }",
    "renamed": "SELECT ($this AS ?t) ?v WHERE { $this ex:p ?v }",
    "aggregate without groups": "SELECT ?v (COUNT(*) AS ?n) WHERE { $this ex:p ?v } GROUP BY ?v",
    "count alone": "SELECT (COUNT(?v) AS ?n) WHERE { $this ex:p ?v }",
    "group by an expression": "SELECT (SAMPLE($this) AS ?t) WHERE { $this ex:p ?v } GROUP BY (STR($this))",
    "sub-select": "SELECT $this ?n WHERE { { SELECT $this (COUNT(?v) AS ?n) WHERE { $this ex:p ?v } GROUP BY $this } }",
    "limited sub-select": "SELECT $this ?v WHERE { { SELECT $this ?v WHERE { $this ex:p ?v } ORDER BY ?v LIMIT 1 } }",
    "sub-select whose clause does not name it": "SELECT $this ?n WHERE { { SELECT $this (COUNT(?v) AS ?n) WHERE { ex:a ex:p ?v } "
    "GROUP BY $this } }",
    "minus": "SELECT $this ?v WHERE { $this ex:p ?v MINUS { ?x ex:p ?v FILTER(?x != $this) } }",
    "values": "SELECT $this ?v WHERE { VALUES ?v { 1 2 } $this ex:p ?v }",
    "values at the end": "SELECT $this ?v WHERE { $this ex:p ?v } VALUES ?v { 1 2 }",
    "filter in a nested group": "SELECT $this ?v WHERE { { ?x ex:p ?v FILTER(?x = $this) } }",
    "bound in a nested group": "SELECT $this ?v WHERE { { ?x ex:p ?v FILTER(bound($this)) } }",
    "bind in a nested group": "SELECT $this ?t WHERE { { BIND($this AS ?t) } UNION { $this ex:q ?t } }",
    "bind in an optional": "SELECT $this ?t WHERE { OPTIONAL { ?x ex:p 2 BIND($this AS ?t) } }",
    "group in an optional": "SELECT $this ?x WHERE { OPTIONAL { { ?x ex:p 2 FILTER(?x = $this) } } }",
    "optional in an optional": "SELECT $this ?x ?v WHERE { OPTIONAL { ?x ex:p 2 OPTIONAL { ?y ex:p ?v FILTER(?y = $this) } } }",
    "union in exists": "SELECT $this WHERE { FILTER NOT EXISTS { { ?x ex:p 2 FILTER(?x = $this) } UNION { $this ex:q ?y } } }",
    "optional in exists": "SELECT $this WHERE { FILTER EXISTS { ?x ex:p 2 OPTIONAL { $this ex:q ?y } FILTER(!bound(?y)) } }",
    "bind in exists": "SELECT $this WHERE { FILTER EXISTS { BIND($this AS ?t) ?t ex:p ?v } }",
    "group in exists in exists": "SELECT $this WHERE { FILTER EXISTS { ?x ex:p 2 FILTER NOT EXISTS { ?x ex:q ?y { ?z ex:q ?y "
    "FILTER(?z = $this) } } } }",
    "exists in a group without a triple of it": "SELECT $this ?v WHERE { { ?x ex:p ?v FILTER EXISTS { $this ex:q ?x } } }",
    "exists in the projection": "SELECT $this (EXISTS { $this ex:p ?v } AS ?b) WHERE { }",
    "less than, no IRI": "SELECT $this ?v WHERE { { ?s ex:p ?v . ex:d ex:p ?w FILTER(1<?v&&$this>?s||?w<0) } }",
    "less than a variable, no IRI": "SELECT $this ?v WHERE { $this ex:p ?v { ?x ex:p ?w FILTER(?w<?v||bound($this)&&?w>1) } }",
}


def store(turtle: str = TURTLE) -> Store:
    made = Store()
    made.load(turtle.encode(), format=RdfFormat.TURTLE)
    return made


def bag(data: Store, query: str, this: Any = None) -> Counter[Any]:
    """Solutions as multiset; those of one node get it, as a result has it whatever the query projects."""
    answer = data.query(query)
    assert isinstance(answer, QuerySolutions)
    names = [variable.value for variable in answer.variables]
    found: Counter[Any] = Counter()
    for solution in answer:
        terms = {name: solution[name] for name in names if solution[name] is not None}
        found[frozenset(({**terms, "this": this} if this is not None else terms).items())] += 1
    return found


def by_node(data: Store, query: str, targets: str) -> Counter[Any]:
    nodes = {solution["this"] for solution in data.query(f"SELECT DISTINCT ?this WHERE {{ {targets} }}")}
    found: Counter[Any] = Counter()
    for node in nodes:
        found += bag(data, prebinding.bound(query, {"this": node}), node)
    return found


@pytest.mark.parametrize("name", [*ONCE, *BY_NODE])
def test_once_is_exact(name: str) -> None:
    query = PREFIX + (ONCE | BY_NODE)[name]
    for targets in (CLASS, f"{{ {CLASS} }} UNION {{ VALUES ?this {{ <{EX}missing> <{EX}d> }} }}"):
        whole = queries.once(query, targets)
        if name in BY_NODE:
            assert whole is None
            by_node(store(), query, targets)  # can be run
        else:
            assert whole is not None
            assert bag(store(), whole) == by_node(store(), query, targets)


def test_examples_find_something() -> None:
    """An example that never has a solution would show nothing; these have none on purpose."""
    empty = {name for name, query in ONCE.items() if not by_node(store(), PREFIX + query, CLASS)}
    assert empty <= {"not bound", "predicate"}


EXPECTED = {
    "filter in a nested group": {"a": 3, "b": 1},
    "bound in a nested group": {"a": 6, "b": 6, "c": 6, "e": 6},
    "bind in a nested group": {"a": 2, "b": 3, "c": 2, "e": 1},
    "group in an optional": {"a": 1, "b": 1, "c": 1, "e": 1},
    "union in exists": {"e": 1},
    "bind in exists": {"a": 1, "b": 1},
    "optional in exists": {"e": 1},
    "sub-select": {"a": 1, "b": 1},
    "limited sub-select": {"a": 1, "b": 1},
    "sub-select whose clause does not name it": {"a": 1, "b": 1, "c": 1, "e": 1},
    "values": {"a": 2, "b": 1},
    "limit": {"a": 1, "b": 1},
    "less than a variable, no IRI": {"a": 12, "b": 4},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_by_node_as_the_standard_has_it(name: str) -> None:
    """The values of $this reach every group (SHACL 1.0, appendix A), counted by hand."""
    found = Counter(dict(one)["this"].value.removeprefix(EX) for one in by_node(store(), PREFIX + BY_NODE[name], CLASS).elements())
    assert found == EXPECTED[name]


# ---------------------------------------------------------------- made-up queries on made-up data

variable = st.sampled_from(["?x", "?y", "?z"])
node = st.sampled_from(["ex:a", "ex:b", "ex:c"])
path = st.sampled_from(["ex:p", "ex:q", "ex:p", "ex:q", "^ex:p", "ex:p/ex:q", "ex:p|ex:q", "ex:q*", "ex:p?", "ex:q+", "?x"])
this = st.sampled_from(["$this", "?this"])
subject = st.one_of(this, this, variable, node)
object_ = st.one_of(this, variable, variable, node, st.sampled_from(["1", "2"]))
triple = st.tuples(subject, path, object_).map(lambda t: " ".join(t) + " . ")
comparison = st.tuples(
    st.one_of(this, variable), st.sampled_from(["=", "!=", "<", " < "]), st.one_of(this, variable, node, st.just("2"))
).map("".join)
test = st.one_of(
    comparison,
    st.one_of(this, variable).map(lambda v: f"bound({v})"),
    st.one_of(this, variable).map(lambda v: f"!bound({v})"),
    st.tuples(comparison, st.sampled_from([" && ", "||", "&&"]), comparison).map("".join),
)


def group(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(inner, min_size=1, max_size=3).map(lambda parts: "{ " + "".join(parts) + "} ")


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    led = st.tuples(path, object_, st.lists(inner, max_size=2)).map(lambda t: f"{{ $this {t[0]} {t[1]} . {''.join(t[2])}}} ")
    nested = st.one_of(group(inner), led)
    return st.one_of(
        nested,
        nested.map(lambda g: f"OPTIONAL {g}"),
        nested.map(lambda g: f"FILTER EXISTS {g}"),
        nested.map(lambda g: f"FILTER NOT EXISTS {g}"),
        st.tuples(nested, nested).map(lambda g: f"{g[0]}UNION {g[1]}"),
    )


simple = st.one_of(
    triple,
    triple,
    test.map(lambda t: f"FILTER({t}) "),
    st.tuples(st.one_of(this, variable), st.sampled_from(["?v", "?w"])).map(lambda t: f"BIND({t[0]} AS {t[1]}) "),
)
element = st.recursive(simple, larger, max_leaves=6)
head = st.sampled_from(
    [
        ("SELECT $this ?x ?y ?v", ""),
        ("SELECT ?this", ""),
        ("SELECT *", ""),
        ("SELECT DISTINCT $this ?x ?w", ""),
        ("SELECT $this (COUNT(?x) AS ?n)", "GROUP BY $this"),
        ("SELECT $this ?y (COUNT(?x) AS ?n)", "GROUP BY ?y ?this HAVING (COUNT(?x) > 0)"),
    ]
)
made_query = st.tuples(head, st.lists(element, min_size=1, max_size=4)).map(
    lambda made: f"{PREFIX}{made[0][0]} WHERE {{ {''.join(made[1])}}} {made[0][1]}"
)
fact = st.tuples(node, st.sampled_from(["ex:p", "ex:q"]), st.one_of(node, st.sampled_from(["1", "2"])))
made_data = st.lists(fact, max_size=8).map(lambda facts: f"@prefix ex: <{EX}> .\n" + "".join(" ".join(one) + " .\n" for one in facts))


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(made_query, made_data)
def test_made_up_queries(query: str, turtle: str) -> None:
    targets = f"{{ ?this <{EX}p> ?target }} UNION {{ VALUES ?this {{ <{EX}a> <{EX}missing> }} }}"
    whole, data = queries.once(query, targets), store(turtle)
    if whole is None:
        return
    try:
        expected = by_node(data, query, targets)
    except SyntaxError:  # BIND of a variable that is in scope
        return
    assert bag(data, whole) == expected


# ---------------------------------------------------------------- blank nodes, pre-bound

MARK = NamedNode("urn:mark")


OF_ANY_KIND = [name for name, query in (ONCE | BY_NODE).items() if not any(words in query for words in ("STR($this)", "isIRI", "ex:a"))]


@pytest.mark.parametrize("name", OF_ANY_KIND)
def test_a_blank_node_is_bound_as_an_iri_is(name: str) -> None:
    """The same query on the same data, its node an IRI and a blank node: as many solutions. Queries that ask for an IRI are left out."""
    query = PREFIX + (ONCE | BY_NODE)[name]
    turtle, found = TURTLE, []
    for written in ("ex:a", "_:a"):
        data = store(turtle.replace("ex:a", written))
        (node,) = {q.subject for q in data.quads_for_pattern(None, NamedNode(EX + "r"), None) if q.object.value == "x"}
        data.add(Quad(node, MARK, MARK, MARK))
        text = prebinding.bound(query, {"this": node}, lambda name, _: f"GRAPH {MARK} {{ ${name} {MARK} {MARK} }}")
        found.append(bag(data, text).total())
    assert found[0] == found[1]


# ---------------------------------------------------------------- parts


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('SELECT $this ?v { ?v ?p "?no" # ?no\n }', {"this", "v", "p"}),
        ("SELECT ?a { FILTER(?a<?b&&?c>?d) }", {"a", "b", "c", "d"}),
        ("SELECT ?a { FILTER(3<?b&&?c>?d) }", {"a", "b", "c", "d"}),
        ("SELECT ?a { FILTER(?a IN (<http://x/?no=1>)) ?a <http://x/?no> ?b }", {"a", "b"}),
        ("SELECT ?été { ?été ?p '?no' }", {"été", "p"}),
        ("SELECT ?a { ?a ex:x\\?no ?b }", {"a", "b"}),
    ],
)
def test_variables(query: str, names: set[str]) -> None:
    assert queries.variables(query) == names


def test_iris() -> None:
    query = PREFIX + f'SELECT $this {{ $this a ex:C ; ex:p <{EX}#x> , "<{EX}no>" . FILTER(?a < ex:q) # ex:no\n }}'
    assert queries.iris(query) >= {EX + "C", EX + "p", EX + "#x", EX + "q"}
    assert not any("no" in iri for iri in queries.iris(query))


def test_path_is_written_in_its_place_only() -> None:
    query = 'SELECT $this { $this $PATH ?PATHS ; ?PATH "$PATH" } # $PATH'
    assert prebinding.with_path(query, "<urn:p>/<urn:q>") == (
        'SELECT $this { $this (<urn:p>/<urn:q>) ?PATHS ; (<urn:p>/<urn:q>) "$PATH" } # $PATH'
    )
