"""Every triple that the parser finds is located, at a place whose text denotes its object."""

from __future__ import annotations

import re
import string
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from kg.validation.data import Data
from kg.validation.locating import Sources
from kg.validation.locating import source as locating_source
from kg.validation.paths import Path as Steps
from kg.validation.report import Finding, Spot
from kg.validation.source import Source, source

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted(
    [*ROOT.glob("shapes/*.ttl"), *ROOT.glob("ontology/**/*.ttl"), *ROOT.glob("tests/shapes/*/*.ttl"), *ROOT.glob("tests/mapping/*.ttl")]
)
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
E = "http://e.org/"
DIRECTIVE = re.compile(r"@?(?:prefix|base)\s[^>]*>\s*\.?", re.IGNORECASE)


def iri(name: str) -> NamedNode:
    return NamedNode(E + name)


def asking(name: str, text: str, form: RdfFormat) -> Sources:
    return Sources(Data([Source(name, text.encode(), form)]))


def offset(text: str, spot: Spot) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: spot.line - 1]) + spot.column - 1


def located(text: str, form: RdfFormat, base: str = "urn:kg:validation:source") -> int:
    """Asserts that each triple is located rightly, asking as a validation that loaded the text into a store; gives how many there are."""
    data = Data([Source("x", text.encode(), form)])
    sources = Sources(data)
    count = 0
    for quad in stored(data):
        spot = sources.spot(quad.subject, quad.predicate, quad.object)
        assert spot is not None, (quad, sources.reasons)
        assert spot.what == "triple"
        denotes(text, form, base, offset(text, spot), quad.object)
        subject = sources.spot(quad.subject, None, None)
        assert subject is not None
        assert subject.what == "subject"
        denotes(text, form, base, offset(text, subject), quad.subject)
        count += 1
    return count


def stored(data: Data) -> set[Triple]:
    """The triples as a validation has them: from a store, blank nodes with their own names again."""
    names = data.blanks
    return {
        Triple(names.get(quad.subject, quad.subject), quad.predicate, names.get(quad.object, quad.object))
        for quad in data.store.quads_for_pattern(None, None, None, None)
    }


def denotes(text: str, form: RdfFormat, base: str, at: int, term: Any) -> None:
    rest = text[at:]
    if isinstance(term, BlankNode) or term == NamedNode(RDF + "nil"):
        # a bracket, a label, a member of a list (its cell), or an element
        assert rest[:1] not in ("", " ", "\n", "\t", ",", ";", ".")
        return
    before = " ".join(DIRECTIVE.findall(text[:at])) if form.name in ("Turtle", "TriG") else ""
    for end in range(1, len(rest) + 1):
        if end < len(rest) and rest[end] not in " \t\n,;.)]}#":
            continue
        try:
            found = list(parse(f"{before} <x:x> <x:x> {rest[:end]} .", RdfFormat.TURTLE, base_iri=base))
        except SyntaxError:
            continue
        kept = Store()
        kept.extend(found)
        if [quad.object for quad in kept] == [term]:
            return
        if len(found) == 1 and rest[end : end + 1] != "." and not rest[end:].lstrip().startswith("^^"):
            raise AssertionError((rest[:end], term))
    raise AssertionError((rest[:50], term))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_triple_of_our_files(file: Path) -> None:
    data = Data([source(file)])
    sources = Sources(data)
    text = file.read_text("utf-8")
    for quad in stored(data):
        spot = sources.spot(quad.subject, quad.predicate, quad.object)
        assert spot is not None
        assert spot.what == "triple"
        assert spot.file == str(file)
        at = offset(text, spot)
        if isinstance(quad.object, Literal):
            assert text[at] in "\"'" or text[at : at + 1].isalnum() or text[at] in "+-."
        elif isinstance(quad.object, NamedNode):
            name = re.match(r"<[^>]*>|[\w.:%-]*[\w:%-]|\(|\)|\[", text[at:])
            assert name
            local = name[0].strip("<>").rpartition(":")[2]
            assert quad.object.value.endswith(local) or name[0] in "()"
    assert not sources.reasons


PREFIX = "@prefix : <http://e.org/> . @prefix x: <http://x.org/a#> .\n"
TURTLE = [
    ":a :p [ :q :c ; :r [ :s :d ] ] , :e .",
    ":a :p (1 [ :x :y ] (2 3) ()) ; :z :k .",
    "[ :q :c ] :p :d . [ :q :c , :d ] .",
    "(1 2) :p :o . ( [:x :y] 2) :p 3 . () :p () . (()) :p (([])) .",
    "[] :p [] , [] . [ :a 1 ] :p [ :a 1 ] .",
    ':a :p "x"@en, """l"o"ng\n"" x""", \'\'\'a\'b\n\'\'\', 1 , 1.5, -1e4 , +.5, true ; ; :q :r ; .',
    "_:x :p _:y . _:y :p _:x . _:a.b-c :p _:x.",
    ':a :p "tag"@en-GB, "typed"^^x:dt, "full"^^<http://d.org/d> , "gap" ^^ :t .',
    ":a :p 1.  :b :q 2 . :c :d :e.f.g. :c.d :e :f .",
    "# <a> comment \" ' \n:a :p :b # . ; ,\n . # end",
    "PREFIX y: <http://y.org/> BASE <http://z.org/> y:a a <q#> , <> , </x> . @base <w/> . <a> <b> <c> .",
    ':a :p "#not a comment", <http://e.org/#frag>, "\\"", "\\\\" , \'"\' , "" , \'\' , """""" .',
    ":a :p :b\\,c , :%20d , x:1a , :a:b , : , x: , :é , :0-._ .",
    ':a :p [ :q "x" ], ("x" "y" 1 ("z" \'w\')) . [ :p "q" ] :r ("a"^^:d "b"@en).',
    "@prefix x: <http://other.org/> . x:a x:b x:c . :true :p true , false . :s a :a .",
    ":a :p :b , :b . :a :p :b .",
    ':ы :p "текст"@ru, "ы\\u0444" ; :q "\U0001f600", :я .',
]


@pytest.mark.parametrize("text", TURTLE)
def test_corners_of_turtle(text: str) -> None:
    assert located(PREFIX + text, RdfFormat.TURTLE)


@pytest.mark.parametrize(
    "text",
    [
        ":g { :a :p [ :q 1 ] . :b :p 2 } :c :d :e . GRAPH :h { :x :y :z } { :k :l :m }",
        "[] { :a :b :c } graph [] { :a :b :d } _:g { (1) :p [] } {} :g {}",
        "[ :p 1 ] :q 2 . [ :r 3 ] . { [ :p 4 ] . [:a :b] :c :d . (5) :p 6 }",
    ],
)
def test_corners_of_trig(text: str) -> None:
    assert located(PREFIX + text, RdfFormat.TRIG)


@pytest.mark.parametrize(
    "text",
    [
        '<http://a> <http://b> "x" .\r\n<http://c><http://b>"y"@en--ltr. # x <\r_:a.b <http://b>_:c.\n',
        '\t<http://a> <http://b> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>.\n'
        '# <http://a> <http://b> "no" .\n\n <http://a> <http://c> "a\\"b" .',
        '<http://e/\\u0444> <http://b> <http://e/\\U0001F600> .\n<http://e/ф> <http://c> "\\u0444" .',
    ],
)
def test_corners_of_lines(text: str) -> None:
    data = Data([Source("x", text.encode(), RdfFormat.N_TRIPLES)])
    sources = Sources(data)
    for quad in set(data.quads()):
        spot = sources.spot(quad.subject, quad.predicate, quad.object)
        assert spot is not None, quad
        assert text.split("\n")[spot.line - 1][spot.column - 1] in '<_"'


def test_rdf12_is_not_told() -> None:
    for text in (":a :p :o {| :q :r |} .", ":a :p << :s :p :o >> .", ":a :p :o ~ :r ."):
        sources = asking("x.ttl", PREFIX + text, RdfFormat.TURTLE)
        assert sources.spot(iri("a"), iri("p"), iri("o")) is None
        assert sources.reasons == {"x.ttl": "reason-rdf12"}


subjects = st.sampled_from([iri(name) for name in ("a", "b", "c", "d/x", "é", "x-y.z", "1", "#h")] + [BlankNode(name) for name in "klmn"])
terms = st.one_of(
    subjects,
    st.builds(Literal, st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)),
    st.builds(lambda text: Literal(text, language="ru"), st.text("ab\"'\\\n#ы", max_size=6)),
    st.builds(Literal, st.integers(-99, 99)),
    st.builds(lambda text: Literal(text, datatype=NamedNode(XSD + "decimal")), st.from_regex(r"\A-?[0-9]{1,3}\.[0-9]{1,3}\Z")),
    st.builds(lambda text: Literal(text, datatype=iri("dt")), st.text(string.printable, max_size=5)),
)
triples = st.lists(st.builds(Triple, subjects, st.sampled_from([iri(name) for name in ("p", "q", "r")]), terms), max_size=12)


@settings(max_examples=150, deadline=None)
@given(triples, st.sampled_from([RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS]), st.booleans())
def test_random_graphs_as_pyoxigraph_writes_them(data: list[Triple], form: RdfFormat, prefixed: bool) -> None:
    written: bytes = serialize(data, format=form, prefixes={"e": E, "": E + "d/"} if prefixed and form.name in ("Turtle", "TriG") else None)
    located(written.decode(), form)


@settings(max_examples=100, deadline=None)
@given(triples, st.lists(terms, max_size=4))
def test_random_graphs_as_rdflib_writes_them(data: list[Triple], members: list[Any]) -> None:
    graph = rdflib.Graph()
    graph.bind("e", E)
    for triple in [*data, *_list(members)]:
        graph.add(tuple(map(_rdflib, triple)))
    for name, form in (("turtle", RdfFormat.TURTLE), ("longturtle", RdfFormat.TURTLE), ("nt", RdfFormat.N_TRIPLES)):
        text = graph.serialize(format=name)
        try:
            list(parse(text, form))
        except SyntaxError:
            continue
        located(text, form)


def _list(members: list[Any]) -> list[Triple]:
    cells = [BlankNode(f"cell{number}") for number in range(len(members))]
    ends = [*cells[1:], NamedNode(RDF + "nil")][: len(cells)]
    found = [Triple(iri("a"), iri("p"), cells[0])] if cells else []
    for cell, member, end in zip(cells, members, ends, strict=True):
        found += [Triple(cell, NamedNode(RDF + "first"), member), Triple(cell, NamedNode(RDF + "rest"), end)]
    return found


def _rdflib(term: Any) -> Any:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == XSD + "string" else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


DATA = """@prefix : <http://e.org/> .
:a :p :b ;
   :q 1.50 , "x" ;
   :r ( :m 07 ) .
:b :p :c .
"""


@pytest.fixture
def sources() -> Sources:
    return asking("d.ttl", DATA, RdfFormat.TURTLE)


def test_places_of_findings(sources: Sources) -> None:
    p, q = iri("p"), iri("q")
    assert sources.spot(iri("a"), p, iri("b")) == Spot("d.ttl", 2, 7)
    assert sources.spot(iri("b"), Steps("^", (p,)), iri("a")) == Spot("d.ttl", 2, 7)
    assert sources.spot(iri("a"), q, None) == Spot("d.ttl", 2, 1, "subject")
    assert sources.spot(iri("a"), q, iri("elsewhere")) == Spot("d.ttl", 2, 1, "subject")
    assert sources.spot(iri("a"), None, iri("a")) == Spot("d.ttl", 2, 1, "subject")
    assert sources.spot(iri("a"), Steps("/", (p, p)), iri("c")) == Spot("d.ttl", 2, 7)
    assert sources.spot(iri("c"), Steps("^", (Steps("/", (p, p)),)), iri("a")) == Spot("d.ttl", 5, 7)
    assert sources.spot(iri("a"), Steps("|", (iri("none"), q)), Literal("x")) == Spot("d.ttl", 3, 14)
    assert sources.spot(iri("c"), None, iri("c")) == Spot("d.ttl", 5, 7), "no subject: where it is mentioned"
    assert sources.spot(Literal("x"), None, Literal("x")) == Spot("d.ttl", 3, 14)
    assert sources.spot(iri("z"), p, None) is None


def test_literals_as_a_store_has_them(sources: Sources) -> None:
    stored = Literal("1.5", datatype=NamedNode(XSD + "decimal"))
    written = Literal("1.50", datatype=NamedNode(XSD + "decimal"))
    assert sources.spot(iri("a"), iri("q"), stored) == sources.spot(iri("a"), iri("q"), written) == Spot("d.ttl", 3, 7)
    assert sources.forms(iri("a"), iri("q"), stored) == [written]
    assert sources.forms(iri("a"), None, stored) == [written]
    assert sources.forms(iri("b"), iri("q"), stored) == []
    assert sources.forms(None, None, Literal(7)) == [Literal("07", datatype=NamedNode(XSD + "integer"))]
    assert sources.forms(iri("a"), iri("q"), Literal("x")) == [Literal("x")]


def test_forms_in_lines() -> None:
    text = "".join(
        f'<http://e.org/s{number}> <http://e.org/p> "{form}"^^<{XSD}{kind}> .\n'
        for number, (form, kind) in enumerate([("07", "int"), ("7", "integer"), ("+7", "long"), ("70", "integer"), ("7.0", "decimal")])
    )
    sources = asking("d.nt", text, RdfFormat.N_TRIPLES)
    assert [literal.value for literal in sources.forms(None, None, Literal(7))] == ["07", "7", "+7"]
    assert sources.spot(Literal(7), None, None) == Spot("d.nt", 2, 36), "the very form"
    assert sources.spot(Literal("007", datatype=NamedNode(XSD + "long")), None, None) == Spot("d.nt", 1, 36), "no form is this one"


def test_blank_nodes_of_several_files() -> None:
    form = RdfFormat.N_TRIPLES
    texts = {
        "1.nt": ("_:x <http://e.org/p> _:y .\n", form),
        "2.nt": ('_:x <http://e.org/p> "1" .\n_:f0b0 <http://e.org/p> _:x .\n', form),
        "3.ttl": (PREFIX + ":a :p [ :q 1 ] ;\n :p [ :q 1 ] .\n", RdfFormat.TURTLE),
    }
    sources = Sources(Data([Source(name, text.encode(), kind) for name, (text, kind) in texts.items()]))
    assert sources.spot(BlankNode("f1b0"), iri("p"), Literal("1")) == Spot("2.nt", 1, 22)
    assert sources.spot(BlankNode("f1b1"), iri("p"), BlankNode("f1b0")) == Spot("2.nt", 2, 25)
    assert sources.spot(BlankNode("f0b0"), iri("p"), Literal("1")) == Spot("1.nt", 1, 1, "subject")
    assert [sources.spot(BlankNode(f"f2b{number}"), None, None) for number in (0, 1)] == [
        Spot("3.ttl", 2, 7, "subject"),
        Spot("3.ttl", 3, 5, "subject"),
    ]
    assert sources.spot(BlankNode("f2b2"), None, None) is None
    assert sources.spot(BlankNode("f7b0"), None, None) is None


def test_forms_that_are_not_told() -> None:
    given = [Source("x.n3", b"<a:a> <a:b> <a:c> .", RdfFormat.N3), Source("empty.nt", b"", RdfFormat.N_TRIPLES)]
    sources = Sources(Data(given))
    assert sources.reasons == {}
    assert sources.spot(NamedNode("a:a"), None, None) is None
    assert sources.reasons == {"x.n3": "reason-form"}


def test_named_graphs_and_repeated_triples() -> None:
    line = "<http://e.org/a> <http://e.org/p> <http://e.org/b> "
    text = f"{line}<http://g> .\n{line}<http://h> .\n"
    sources = asking("d.nq", text, RdfFormat.N_QUADS)
    assert sources.spot(iri("a"), iri("p"), iri("b")) == Spot("d.nq", 1, 35)
    assert [token.start for token in sources.tokens(iri("a"), iri("p"), iri("b"))] == [34, 34 + text.index("\n") + 1]
    assert Quad(iri("a"), iri("p"), iri("b"), NamedNode("http://g")) in parse(text, RdfFormat.N_QUADS)


A, P, Q = iri("a"), iri("p"), iri("q")
VALUES = {
    "d.ttl": (':a a :C ;\n  :p "x"@en ;\n  :q "y"@xx ,\n :same ;\n  :p :same .\n', RdfFormat.TURTLE, (4, 6)),
    "d.trig": (':g { :a :p "x"@en ;\n  :q "y"@xx , :same ; :p :same }\n', RdfFormat.TRIG, (3, 6)),
    "d.nt": (
        '<http://e.org/a> <http://e.org/p> "x"@en .\n<http://e.org/a> <http://e.org/q> "y"@xx .\n'
        "<http://e.org/a> <http://e.org/q> <http://e.org/same> .\n<http://e.org/a> <http://e.org/p> <http://e.org/same> .\n",
        RdfFormat.N_TRIPLES,
        (2, 35),
    ),
    "d.nq": (
        '<http://e.org/a> <http://e.org/p> "x"@en <http://e.org/g> .\n<http://e.org/a> <http://e.org/q> "y"@xx <http://e.org/g> .\n'
        "<http://e.org/a> <http://e.org/q> <http://e.org/same> .\n<http://e.org/a> <http://e.org/p> <http://e.org/same> .\n",
        RdfFormat.N_QUADS,
        (2, 35),
    ),
    "d.jsonld": (
        '{"@id": "http://e.org/a",\n "http://e.org/p": [{"@value": "x", "@language": "en"}, {"@id": "http://e.org/same"}],\n'
        ' "http://e.org/q": [{"@value": "y", "@language": "xx"}, {"@id": "http://e.org/same"}]}\n',
        RdfFormat.JSON_LD,
        (3, 21),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_without_a_path_is_found_where_it_stands(name: str) -> None:
    text, form, at = VALUES[name]
    sources = asking(name, (PREFIX if form in (RdfFormat.TURTLE, RdfFormat.TRIG) else "") + text, form)
    found = sources.spot(A, None, Literal("y", language="xx"))
    assert found is not None
    assert (found.line, found.column, found.what) == (*at, "triple")
    for value in (iri("same"), iri("nowhere"), A):  # in two triples; in none; the focus itself
        other = sources.spot(A, None, value)
        assert other is not None
        assert other.what == "subject", value
    assert sources.spot(A, P, Literal("y", language="xx")) == found, "the value of another property"


def test_a_value_in_two_files_is_not_told() -> None:
    form = RdfFormat.N_TRIPLES
    line = b'<http://e.org/a> <http://e.org/p> "x" .\n'
    sources = Sources(Data([Source("1.nt", line, form), Source("2.nt", line.replace(b"/p>", b"/q>"), form)]))
    assert sources.spot(A, None, Literal("x")) == Spot("1.nt", 1, 1, "subject")


@pytest.mark.parametrize(
    ("component", "path", "spot"),
    [
        ("MaxCount", P, Spot("d.ttl", 4, 5)),
        ("MaxCount", Steps("^", (P,)), Spot("d.ttl", 6, 1)),
        ("MaxCount", Steps("/", (P, P)), Spot("d.ttl", 2, 7)),
        ("MaxCount", Q, Spot("d.ttl", 2, 1, "subject")),
        ("MinCount", P, Spot("d.ttl", 2, 1, "subject")),
    ],
)
def test_too_many_values_stand_at_the_last(component: str, path: Any, spot: Spot) -> None:
    text = PREFIX + ":a :p 1 ,\n  2 ;\n :p 3 .\n:b :p :a .\n:c :p :a .\n"
    shape = BlankNode("s")
    finding = Finding(A, path, None, f"http://www.w3.org/ns/shacl#{component}ConstraintComponent", "", shape)
    assert asking("d.ttl", text, RdfFormat.TURTLE).of(finding) == spot


def test_many_subjects_are_found_at_once_where_each_is_found_alone() -> None:
    names = [f"<http://e.org/{'é' if number % 3 else ''}s{number % 7}{number}>" for number in range(40)] + ["_:b1", "_:b11", "_:b.1"]
    lines = [
        f'{name}{between}<http://e.org/p>{between}"{number}" .\n' for number in range(2) for name in names for between in (" ", "", "\t")
    ]
    text = "# <http://e.org/s00>\n" + "".join(lines).replace("és14", "\\u00E9s14")
    alone, together = asking("d.nt", text, RdfFormat.N_TRIPLES), asking("d.nt", text, RdfFormat.N_TRIPLES)
    nodes = list(dict.fromkeys(triple.subject for triple in parse(text, RdfFormat.N_TRIPLES)))
    together.expect([*nodes, iri("none"), Literal("x")])
    assert len(nodes) == 43
    for node in [*nodes, iri("none")]:
        asked = [(node, NamedNode(E + "p"), Literal("1")), (node, None, None), (node, None, Literal("0"))]
        assert [together.spot(*each) for each in asked] == [alone.spot(*each) for each in asked]
        assert (together.spot(*asked[0]) is None) is (node == iri("none"))


@given(
    st.lists(st.tuples(st.integers(0, 30), st.text("яa", max_size=6), st.integers(0, 2)), min_size=1, max_size=80),
    st.sampled_from(["", "\n"]),
    st.sampled_from([7, 1 << 14]),
)
def test_plain_lines_are_found_by_what_was_read_of_them(rows: list[tuple[int, str, int]], end: str, step: int) -> None:
    text = "\n".join(f'<{E}s{node}> <{E}p{kind}> "{words}" <{E}g{kind}> .' for node, words, kind in rows)
    given_ = [Source("a.nq", (text + "\n").encode(), RdfFormat.N_QUADS), Source("b.nq", (text + end).encode(), RdfFormat.N_QUADS)]
    read, unread = Data(given_), Data(given_)
    assert read.lines is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locating_source, "_STEP", step)
        places = []
        for data in (read, unread):
            sources = Sources(data)
            sources.expect(iri(f"s{number}") for number in range(40))
            asked = [(node, iri(f"p{kind}"), Literal(words)) for node, words, kind in ((iri(f"s{n}"), w, k) for n, w, k in rows)]
            places.append(
                [*(sources.spot(*each) for each in asked), *(sources.spot(iri(f"s{number}"), None, None) for number in range(40))]
            )
    assert places[0] == places[1]
    assert all(place is not None for place in places[0][: len(rows)])
