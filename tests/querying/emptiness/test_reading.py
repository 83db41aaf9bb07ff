"""What is read of a query: the triple patterns that rdflib's algebra has, with places that hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.paths import InvPath, MulPath, NegatedPath
from rdflib.paths import Path as RdflibPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.querying import question
from kg.querying.emptiness.anatomy import Binding, Filter, Nested, Select, Triple, Union, Values, walk
from kg.querying.emptiness.cursor import Unreadable
from kg.querying.emptiness.drawing import Sketch, atoms
from kg.querying.emptiness.reader import read
from kg.querying.emptiness.term import Term
from kg.vocabulary import vocabulary

KNOWN = vocabulary().prefixes
HERE = Path(__file__).parent
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*/*.rq"))]
LIBRARY = [(one.name, one.sparql) for one in question.library()]
OURS = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted(HERE.glob("*/*.rq")) if path.stem != "prefix-undeclared"]
Pattern = tuple[str, tuple[str, ...], str]


def shape(term: Any) -> str:
    if isinstance(term, rdflib.BNode):
        return "blank"
    return f"?{term}" if isinstance(term, rdflib.Variable) else str(term)


def steps(path: Any) -> Iterator[str]:
    """The IRIs of a property path of rdflib."""
    if isinstance(path, InvPath):
        yield from steps(path.arg)
    elif isinstance(path, MulPath):
        yield from steps(path.path)
    elif isinstance(path, RdflibPath) and not isinstance(path, NegatedPath):
        for one in path.args:  # type: ignore[attr-defined]
            yield from steps(one)
    else:
        yield shape(path)


def theirs(text: str) -> Counter[Pattern]:
    """The triple patterns of rdflib's algebra."""
    found: Counter[Pattern] = Counter()
    seen = set()

    def collect(part: Any) -> None:
        if isinstance(part, CompValue):
            if part.name == "BGP" and id(part) not in seen:
                seen.add(id(part))
                found.update((shape(s), tuple(sorted(steps(p))), shape(o)) for s, p, o in part.triples)
            for key, value in part.items():
                if not str(key).startswith("_"):
                    collect(value)
        elif isinstance(part, list | tuple | set):
            for one in part:
                collect(one)

    collect(prepareQuery(text, initNs=KNOWN).algebra)
    return found


def ours(text: str, *, conditions: bool) -> Counter[Pattern]:
    """The triple patterns that are read; ``conditions``: those of (NOT) EXISTS and SERVICE too, which rdflib translates later."""
    query = read(text, KNOWN)
    assert query.where is not None

    def said(term: Term) -> str:
        return "blank" if term.kind == "blank" else f"?{term.value}" if term.kind == "variable" else term.value

    found: Counter[Pattern] = Counter()
    later = [part for part in walk(query.where) if isinstance(part, Filter) or (isinstance(part, Nested) and part.kind == "SERVICE")]
    inside = {id(one) for part in later for one in walk(part)}
    for part in walk(query.where):
        if isinstance(part, Triple) and (conditions or id(part) not in inside):
            path = [part.path.plain] if part.path.plain and part.path.plain.kind == "variable" else part.path.terms
            found[(said(part.subject), tuple(sorted(said(term) for term in path)), said(part.object))] += 1
    return found


@pytest.mark.parametrize(("name", "text"), [*LIBRARY, *OURS], ids=[name for name, _ in (*LIBRARY, *OURS)])
def test_the_triple_patterns_are_those_of_rdflib(name: str, text: str) -> None:
    assert set(ours(text, conditions=False)) <= set(theirs(text)) <= set(ours(text, conditions=True))


# Those that compare with a partner's data or ask another server have no rows without them: tests/querying/partners and federation.
ALONE = [(one.name, one.sparql) for one in question.library() if not one.beside and not one.service]


@pytest.mark.parametrize(("name", "text"), ALONE, ids=[name for name, _ in ALONE])
def test_all_atoms_drawn_together_are_the_pattern(name: str, text: str, ask: Any) -> None:
    """A WHERE clause that is written anew from its parts has rows as before."""
    query = read(text, KNOWN)
    assert query.where is not None
    drawn = Sketch(query, query.where, list(atoms(query.where))).pattern()
    whole = text[query.where.start : query.where.end]
    declared = " ".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in query.prefixes.items())
    assert [bool(ask(f"{declared} ASK {pattern}")) for pattern in (drawn, whole)] == [True, True]


@pytest.mark.parametrize("text", [*TEXTS, *(text for _, text in LIBRARY)])
def test_every_part_stands_where_it_says(text: str) -> None:
    query = read(text, KNOWN)
    assert query.where is not None
    for part in walk(query.where):
        assert 0 <= part.start <= part.end <= len(text)
        if isinstance(part, Triple):
            for term in (part.subject, part.object, *part.path.terms):
                assert term.start == term.end or text[term.start : term.end] == term.text


MANY = """BASE <https://example.org/> PREFIX : <https://example.org/ns#>
SELECT ?a (COUNT(?b) AS ?n) FROM <g> WHERE {
  ?a :p 1.5 , -2 , "x\\"y"@en-GB , '''long " text''' , true ; :q/^:r* <rel> ; a :C ; .
  [ :s ?b ; :t [ :u ( 1 2 ) ] ] :v _:n .
  _:n !(:w|^:x) ?c . { ?a ?p ?o } UNION { ?a :y ?z MINUS { ?z :k 4 } } UNION { GRAPH ?g { ?a :y ?q } }
  OPTIONAL { ?a :z ?d FILTER(?d < ?b && ?d>3 || !BOUND(?c)) } FILTER(?b > 2 && ?b != "5"^^:t && REGEX(?a, "<x>"))
  FILTER NOT EXISTS { ?a :no ?b } BIND(IF(?b = :k, 1, 2) AS ?e) VALUES (?a ?b) { (:one UNDEF) (<two> "3") }
  { SELECT ?a WHERE { ?a :inner ?w } GROUP BY ?a HAVING (COUNT(?w) > 1) LIMIT 3 }
  SERVICE SILENT <https://example.org/sparql> { ?a :far ?away }
} GROUP BY ?a HAVING(COUNT(?b) > 1) ORDER BY DESC(?n) LIMIT 5 OFFSET 2 VALUES ?a { :one }"""


def test_everything_that_a_query_may_hold() -> None:
    query = read(MANY, {})
    assert query.where is not None
    triples = [part for part in walk(query.where) if isinstance(part, Triple)]
    first = [triple.object for triple in triples[:5]]
    assert [term.value for term in first] == ["1.5", "-2", 'x"y', 'long " text', "true"]
    assert [term.datatype.rpartition("#")[2] for term in first] == ["decimal", "integer", "langString", "string", "boolean"]
    assert first[2].language == "en-gb"
    assert triples[5].path.steps == [(triples[5].path.start, triples[5].path.start + 2), (triples[5].path.end - 4, triples[5].path.end)]
    assert triples[5].object.value == "https://example.org/rel"
    kinds = Counter(type(part).__name__ + (part.kind if isinstance(part, Nested) else "") for part in atoms(query.where))
    assert kinds == {"Triple": 12, "Union": 1, "Filter": 4, "Values": 2, "Select": 1, "NestedSERVICE": 1}
    assert set(query.clauses) == {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}
    assert MANY[query.clauses["HAVING"].start : query.clauses["HAVING"].end] == "HAVING(COUNT(?b) > 1)"
    conditions = [part for part in walk(query.where) if isinstance(part, Filter)]
    assert [MANY[part.start : part.end] for part in conditions if not part.only] == ["?b > 2", '?b != "5"^^:t', 'REGEX(?a, "<x>")']
    assert [part.negated for part in conditions].count(True) == 1
    inner = next(part for part in walk(query.where) if isinstance(part, Select))
    assert set(inner.query.clauses) == {"GROUP", "HAVING", "LIMIT"}
    assert {part.target for part in walk(query.where) if isinstance(part, Binding)} == {"e"}
    assert [len(part.groups) for part in walk(query.where) if isinstance(part, Union)] == [3]
    assert [part.names for part in walk(query.where) if isinstance(part, Values)] == [["a", "b"], ["a"]]


@pytest.mark.parametrize(
    "text", ["", "SELECT", "SELECT * WHERE { ?a ?b", "SELECT * WHERE { ?a ?b ?c } FOO", "INSERT DATA { <a> <b> <c> }", "SELECT * { ) }"]
)
def test_what_is_no_query_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text, {})
