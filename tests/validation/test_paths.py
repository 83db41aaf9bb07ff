"""Property paths: read, written as SPARQL, written as RDF and read again; what is no path is refused."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import ValidationError
from kg.validation import paths
from kg.validation.paths import Path
from kg.validation.structure import Index

EX = "http://example.org/"
HEAD = f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"

P, Q = f"<{EX}p>", f"<{EX}q>"
TABLE = {
    "ex:p": P,
    "[ sh:inversePath ex:p ]": f"^{P}",
    "( ex:p ex:q )": f"{P}/{Q}",
    "[ sh:alternativePath ( ex:p ex:q ) ]": f"{P}|{Q}",
    "[ sh:zeroOrMorePath ex:p ]": f"{P}*",
    "[ sh:oneOrMorePath ex:p ]": f"{P}+",
    "[ sh:zeroOrOnePath ex:p ]": f"{P}?",
    "( ex:p [ sh:inversePath ex:q ] )": f"{P}/(^{Q})",
    "[ sh:inversePath ( ex:p ex:q ) ]": f"^({P}/{Q})",
    "[ sh:zeroOrMorePath [ sh:alternativePath ( ex:p ( ex:q ex:p ) ) ] ]": f"({P}|({Q}/{P}))*",
    "[ sh:zeroOrOnePath [ sh:oneOrMorePath ex:p ] ]": f"({P}+)?",
}


def read(text: str) -> paths.AnyPath:
    graph = Index(parse((HEAD + f"ex:S sh:path {text} .").encode(), format=RdfFormat.TURTLE))
    return paths.read(graph, graph.object(NamedNode(EX + "S"), NamedNode(paths.SH + "path")))


@pytest.mark.parametrize("text", TABLE)
def test_written_as_sparql(text: str) -> None:
    assert paths.sparql(read(text)) == str(read(text)) == TABLE[text]
    Store().query(f"ASK {{ ?s {TABLE[text]} ?o }}")


names = st.sampled_from(["p", "q", "r"]).map(lambda name: NamedNode(EX + name))
made = st.recursive(
    names,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("^*+?"), inner).map(lambda t: Path(t[0], (t[1],))),
        st.tuples(st.sampled_from("/|"), st.lists(inner, min_size=2, max_size=3)).map(lambda t: Path(t[0], tuple(t[1]))),
    ),
    max_leaves=6,
)


@given(made)
def test_written_as_rdf_and_read_again(path: paths.AnyPath) -> None:
    numbers = count()
    node, triples = paths.write(path, lambda: BlankNode(f"b{next(numbers)}"))
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    assert paths.read(store, node) == path
    assert paths.read(Index(triples), node) == path
    Store().query(f"ASK {{ ?s {paths.sparql(path)} ?o }}")
    assert set(paths.predicates(path)) <= {NamedNode(EX + name) for name in "pqr"}


@pytest.mark.parametrize(
    "text",
    ['"p"', "[]", "()", "( ex:p )", "[ sh:alternativePath ex:p ]", "[ sh:alternativePath ( ex:p ) ]", "[ rdf:first ex:p ]", '( ex:p "q" )'],
)
def test_what_is_no_path(text: str) -> None:
    with pytest.raises(ValidationError) as raised:
        read(text)
    assert raised.value.code == "KG605"


@pytest.mark.parametrize(
    "triples",
    [
        "_:a sh:inversePath _:a .",
        "_:a rdf:first ex:p ; rdf:rest _:a .",
        "_:a sh:zeroOrMorePath ( ex:p _:a ) .",
        "_:a rdf:first ex:p , ex:q ; rdf:rest () .",
    ],
)
def test_paths_in_circles(triples: str) -> None:
    graph = Index(parse((HEAD + f"ex:S sh:path _:a . {triples}").encode(), format=RdfFormat.TURTLE))
    with pytest.raises(ValidationError) as raised:
        paths.read(graph, graph.object(NamedNode(EX + "S"), NamedNode(paths.SH + "path")))
    assert raised.value.code == "KG605"


@pytest.mark.parametrize("rest", ["ex:b", '"x"', "_:none"])
def test_a_list_that_does_not_end(rest: str) -> None:
    graph = Index(parse((HEAD + f"_:a rdf:first ex:p ; rdf:rest {rest} . ex:S sh:in _:a .").encode(), format=RdfFormat.TURTLE))
    with pytest.raises(ValidationError) as raised:
        graph.members(graph.object(NamedNode(EX + "S"), NamedNode(paths.SH + "in")))
    assert raised.value.code == "KG605"
