"""Plain lines: what is read by one expression is what a parser reads, and nothing that a parser refuses is plain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse, serialize

from kg.errors import ValidationError
from kg.validation import lines
from kg.validation.data import Data
from kg.validation.source import Source

PLAIN = [
    '<urn:a> <urn:p> "x" .',
    '<https://example.org/a-b/c_d~e/1;x=(2)> <http://e.org:80/p?x=1&y=2#z> "a\\tb \\"c\\" \\\\"@ru <urn:g> .',
    '<urn:a> <urn:p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
    '_:b1 <urn:p> _:b2 <urn:g> .',
    '<urn:a> <urn:p> "x"@zh-Hant .',
    '<urn:a> <urn:p> "и/или." .',
]  # fmt: skip
OTHER = [
    '<urn:a> <urn:p> "<https://x/../y> и ещё" .',
    "<urn:a> <urn:p> <urn:o> . # said",
    "<urn:a>\t<urn:p> <urn:o> .",
    "<urn:a>  <urn:p> <urn:o> .",
    " <urn:p> <urn:o> .\n<urn:a> <urn:p> <urn:o> .",
    "<urn:a> <urn:p> <urn:o> <urn:g>  .",
    "<urn:a> <urn:p> <urn:o>  <urn:g> .",
    "<urn:a> <urn:p> .",
    "<urn:a> <urn:p> <urn:o>.",
    '<urn:a> <urn:p> "\\u0041" .',
    "<http://e.org/%41> <urn:p> <urn:o> .",
    "<http://e.org/я> <urn:p> <urn:o> .",
    "<http://e.org/a/../b> <urn:p> <urn:o> .",
    "<http://e.org/a/.> <urn:p> <urn:o> .",
    "<urn:a#b#c> <urn:p> <urn:o> .",
    "<http://e.org:port/> <urn:p> <urn:o> .",
    "<a> <urn:p> <urn:o> .",
    '"a" <urn:p> <urn:o> .',
    "<urn:a> _:p <urn:o> .",
    '<urn:a> <urn:p> "x"@russian-language-of-kazakhstan-and-others .',
    '<urn:a> <urn:p> "x .',
    "<urn:a> <urn:p> <urn:o> <urn:g> <urn:h> .",
    "",
]


def written(read: lines.Lines) -> bytes:
    return b"".join(read.named(predicate, column.pairs()) for predicate, column in read.columns.items()) + read.unnamed()


@pytest.mark.parametrize("line", PLAIN)
def test_plain_lines_are_what_a_parser_reads(line: str) -> None:
    read = lines.read([line.encode()])
    assert read is not None
    expected = {str(quad.triple) for quad in parse(line.encode(), format=RdfFormat.N_QUADS)}
    assert {str(quad.triple) for quad in parse(read.turtle().encode(), format=RdfFormat.TURTLE)} == expected
    text = written(read)
    assert {str(quad.triple) for quad in parse(text, format=RdfFormat.N_TRIPLES)} == expected


@pytest.mark.parametrize("line", OTHER)
def test_other_lines_are_for_the_parser(line: str) -> None:
    assert lines.read([(line + "\n").encode()]) is None


def test_bytes_that_are_not_utf8_are_for_the_parser() -> None:
    assert lines.read(['<urn:a> <urn:p> "я" .'.encode("cp1251")]) is None


def test_pieces_are_cut_at_the_ends_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_PIECE", 40)
    text = "".join(f'<urn:s{n // 3}> <urn:p{n % 2}> "{n}" .\n' for n in range(50)).encode()
    read = lines.read([text])
    assert read is not None
    assert sorted(written(read).splitlines()) == sorted(text.splitlines())
    assert len(list(parse(read.turtle().encode(), format=RdfFormat.TURTLE))) == 50


iris = st.text("ab/.#:?%-_~я \\", max_size=8).map(lambda text: f"http://e.org/{text}")
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(iris, iris, texts), max_size=6))
def test_nothing_that_a_parser_refuses_is_plain(rows: list[tuple[str, str, str]]) -> None:
    text = "".join(f"<{subject}> <{predicate}> {Literal(value)} .\n" for subject, predicate, value in rows).encode()
    read = lines.read([text])
    if read is not None:
        expected = {str(quad.triple) for quad in parse(text, format=RdfFormat.N_QUADS)}
        assert {str(quad.triple) for quad in parse(read.turtle().encode(), format=RdfFormat.TURTLE)} == expected


TOKENS = [
    "",
    "<urn:a>",
    "<urn:b>",
    "<urn:g>",
    "_:b",
    '"x"',
    '"x y"',
    '"x <urn:g>"',
    '"a <urn:g> ."',
    '"x\\" <urn:g>"',
    '"x"@ru',
    '"',
    ".",
    "\r",
    "\\n",
]


@given(st.lists(st.lists(st.sampled_from(TOKENS), min_size=3, max_size=4).map(lambda tokens: " ".join([*tokens, "."])), max_size=4))
def test_lines_of_any_tokens_are_read_as_a_parser_reads_them_or_not_at_all(rows: list[str]) -> None:
    text = "".join(f"{row}\n" for row in rows).encode()
    read = lines.read([text])
    if read is not None:
        expected = {str(quad.triple) for quad in parse(text, format=RdfFormat.N_QUADS)}
        assert {str(quad.triple) for quad in parse(read.turtle().encode(), format=RdfFormat.TURTLE)} == expected
        assert {str(quad.triple) for quad in parse(written(read), format=RdfFormat.N_TRIPLES)} == expected
        assert {node.decode() for node in read.subjects} == {str(quad.subject) for quad in parse(text, format=RdfFormat.N_QUADS)}


nodes = st.sampled_from([NamedNode(f"urn:n{n}") for n in range(4)] + [BlankNode(f"b{n}") for n in range(3)])
values = st.one_of(nodes, st.sampled_from([Literal("07", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")), Literal("x")]))
quads = st.builds(
    Quad,
    nodes,
    st.sampled_from([NamedNode(f"urn:p{n}") for n in range(4)]),
    values,
    st.sampled_from([NamedNode("urn:g"), NamedNode("urn:h")]),
)
QUERIES = [
    "SELECT * { ?s <urn:p0> ?o }",
    "SELECT * { ?s <urn:p0>/<urn:p1>* ?o ; <urn:p2> ?v }",
    "SELECT * { ?s ?p ?o }",
    "SELECT ?s { ?s <urn:p1>* ?o }",
    "SELECT * { ?s !<urn:p0> ?o }",
    "SELECT (COUNT(*) AS ?n) { ?s <urn:p3>|^<urn:p1> ?o FILTER NOT EXISTS { ?s <urn:p2> ?x } }",
]


@given(st.lists(quads, max_size=12), st.permutations(QUERIES))
def test_a_store_that_loads_what_queries_see_answers_like_a_whole_one(given_quads: list[Quad], queries: list[str]) -> None:
    text = serialize(given_quads, format=RdfFormat.N_QUADS) or b""
    data = Data([Source("x.nq", text, RdfFormat.N_QUADS)])
    whole = Store()
    whole.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in given_quads)
    for query in queries:
        assert sorted(map(str, data.query(query))) == sorted(map(str, whole.query(query)))


@pytest.mark.parametrize("odd", ["", "<urn:a> <urn:p> '''no line''' .\n", "_:b <urn:p> <urn:o> .\n"])
def test_triples_name_no_graph(odd: str) -> None:
    fourth = Source("four.nt", b"<urn:a> <urn:p> <urn:o> <urn:g> .\n", RdfFormat.N_TRIPLES)
    other = Source("other.nq", f"{odd}<urn:b> <urn:p> <urn:o> <urn:g> .\n".encode(), RdfFormat.N_QUADS)
    with pytest.raises(ValidationError, match=r"KG603.*four\.nt:1"):
        Data([other, fourth]).check()
    Data([Source("three.nt", b"<urn:a> <urn:p> <urn:o> .\n", RdfFormat.N_TRIPLES)]).check()


def test_objects_are_the_same_whether_their_subject_was_expected_or_not() -> None:
    read = lines.read([b'<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2" .\n<urn:a> <urn:p> "1" <urn:g> .\n<urn:b> <urn:p> "3" .\n'])
    assert read is not None
    for expected in ([], [b"<urn:a>"], [b"<urn:b>", b"<urn:c>"]):
        read.expect(expected)
        assert read.objects(b"<urn:a>", b"<urn:p>") == [b'"1"', b'"2"']
        assert read.objects(b"<urn:b>", b"<urn:p>") == [b'"3"']
        assert read.objects(b"<urn:c>", b"<urn:p>") == read.objects(b"<urn:a>", b"<urn:q>") == []
