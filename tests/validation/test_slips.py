"""The usual slips in Turtle and TriG are recognised, and told at the line where they were made."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, parse

from kg.validation import malformed, slips
from kg.validation.source import Source
from kg.vocabulary import clauses

EX = "@prefix ex: <http://e/> .\n"
VALUES = [
    "1",
    "-1.5",
    "true",
    '"x"',
    '"x; y."@en',
    '"1"^^ex:int',
    "<http://e/o>",
    "ex:o",
    "_:o",
    "[ ex:r 1 ]",
    "( 1 2 )",
    '"""two\nlines"""',
]
SLIPS = [  # name, text with V for a value, what it says (of the line in which the slip is marked by %)
    ("no-semicolon", "ex:a a ex:C ;\n  ex:p V%\n  ex:q 2 .\nex:b a ex:C .", "a semicolon (;) is probably missing after"),
    ("no-semicolon", "ex:a ex:p V%\n  a ex:C .", "a semicolon (;) is probably missing after"),
    ("no-semicolon", "ex:a a ex:C ;\n  ex:p [ ex:s V%\n    ex:q 2 ] .", "a semicolon (;) is probably missing after"),
    ("no-stop", "ex:a a ex:C ;\n  ex:p V%\n\n# another\nex:b a ex:C .", "a full stop is probably missing after"),
    ("no-stop", "ex:a ex:p V%\nex:b a ex:C ;\n  ex:p V .", "a full stop is probably missing after"),
    ("no-stop-declaration", "ex:a ex:p V%\n@prefix z: <http://z/> .\nz:a a ex:C .", "a full stop is probably missing after"),
    ("no-stop-declaration", "ex:a ex:p V%\nPREFIX z: <http://z/>\nz:a a ex:C .", "a full stop is probably missing after"),
    ("no-stop-end", "ex:a a ex:C ;\n  ex:p V%\n\n", "a full stop is probably missing after"),
    ("no-comma", "ex:a ex:p V%\n    V ;\n  ex:q 2 .", "a comma is probably missing after"),
    ("stop-for", "ex:a a ex:C ;\n  ex:p V ;%\nex:b a ex:C ;\n  ex:p 2 .", "a full stop should probably stand here in place of this ';'"),
    ("stop-for", "ex:a a ex:C ;\n  ex:p V ,%\nex:b ex:p 2 .", "a full stop should probably stand here in place of this ','"),
    ("stop-for", "ex:a ex:p V ;%\n\n[] a ex:C .", "a full stop should probably stand here in place of this ';'"),
    ("stop-for-declaration", "ex:a ex:p V ;%\n@prefix z: <http://z/> .", "a full stop should probably stand here in place of this ';'"),
    ("stop-for-end", "ex:a ex:p V ;%\n", "a full stop should probably stand here in place of this ';'"),
    (
        "semicolon-for-stop",
        'ex:a ex:p V .%\n  ex:q "x" ;\n  ex:r 2 .',
        "a semicolon (;) should probably stand here in place of the full stop",
    ),
    ("semicolon-for-stop", "ex:a ex:p V .%\n  a ex:C .", "a semicolon (;) should probably stand here in place of the full stop"),
    ("semicolon-for-comma", "ex:a ex:p V ,%\n  ex:q 2 .", "a semicolon (;) should probably stand here in place of the comma"),
    ("no-bracket", "ex:a ex:p [ ex:r V ;\n    ex:s V% .\nex:b a ex:C .", "is probably not closed: a ] is missing after"),
    ("no-bracket", "ex:a ex:p [ ex:r V%\nex:b a ex:C .", "the [ of line 2 is probably not closed: a ] is missing after"),
    ("no-bracket", "ex:a ex:p [ ex:r V%", "the [ of line 2 is probably not closed: a ] is missing after"),
    ("no-parenthesis", "ex:a ex:p ( V 2% ;\n  ex:q V .", "the ( of line 2 is probably not closed: a ) is missing after 2"),
    ("no-parenthesis", "ex:a ex:p ( V 2% .\nex:b a ex:C .", "is probably not closed: a ) is missing after 2"),
    ("no-quotation", 'ex:a ex:q V ;\n  ex:p % "x ;\n  ex:q V .', "the text that begins here has no closing quotation mark"),
    ("no-quotation", "ex:a ex:q V ;\n  ex:p % 'x@en ;\n  ex:q 'y' .", "the text that begins here has no closing quotation mark"),
    ("no-opening", 'ex:a ex:q V ;\n  ex:p % x" ;\n  ex:q 2 .', "a quotation mark is probably missing before x"),
    ("no-angle", "ex:a ex:q V ;\n  ex:p % <http://x/ ;\n  ex:q 2 .", "the IRI that begins here has no closing >"),
    ("closes-nothing", "ex:a ex:q V ;\n  ex:p 1 % ] ;\n  ex:q 2 .", "this ']' closes nothing"),
    ("closes-nothing", "ex:a ex:q V ;\n  ex:p 1 % ) ;\n  ex:q 2 .", "this ')' closes nothing"),
]


def broken(text: str, form: RdfFormat = RdfFormat.TURTLE) -> tuple[int | None, str, str]:
    given = Source("x", text.encode(), form)
    with pytest.raises(SyntaxError) as raised:
        list(parse(given.content, format=form, base_iri=given.base))
    error = malformed.error(given, raised.value)
    assert error.code == "KG603"
    assert error.column
    return error.line, error.what, error.mend


def closed_by_another(name: str, text: str, value: str) -> bool:
    """Whether another text after one without a closing quotation mark closes it: the parser sees the end of that one."""
    whole = text.replace("V", value)
    return name == "no-quotation" and whole.count("'''") + whole.count('"""') + whole.count('"') > 1


@pytest.mark.parametrize(
    ("name", "text", "said", "value"), [(*slip, value) for slip in SLIPS for value in VALUES if not closed_by_another(*slip[:2], value)]
)
def test_the_line_of_a_slip_is_told(name: str, text: str, said: str, value: str) -> None:
    marked = EX + text.replace("V", value)
    whole = marked.replace("%", "")
    line = marked[: marked.index("%")].count("\n") + 1
    for more in (whole, whole.replace("\n", "\r\n"), f"# {value.splitlines()[0]}\n{whole}"):
        told, what, mend = broken(more)
        assert told == line + more.startswith("#")
        assert said.replace("line 2", f"line {2 + more.startswith('#')}") in what
        assert mend


@pytest.mark.parametrize(("name", "text", "said"), [slip for slip in SLIPS if "@prefix" not in slip[1] and "PREFIX" not in slip[1]])
def test_in_a_graph_too(name: str, text: str, said: str) -> None:
    if name in ("no-quotation", "no-angle", "no-stop-end", "stop-for-end") or text.endswith("%"):
        return  # there the bracket of the graph is swallowed, or may end the statement
    marked = f"{EX}ex:g {{\n{text.replace('V', '5')}\n}}"
    told, what, _ = broken(marked.replace("%", ""), RdfFormat.TRIG)
    assert told == marked[: marked.index("%")].count("\n") + 1
    assert said.replace("line 2", "line 3") in what


PROFILE = """@prefix ex: <http://e/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# a figure
ex:figure a ex:Figure ;
    ex:value 12 ;
    ex:label "twelve; so to say."@en ,
        "двенадцать"@ru ;
    ex:date "2022-01-31"^^xsd:date ;
    ex:unit [ a ex:Unit ;
        ex:name 'person' ] ;  # a unit
    ex:of ( ex:one 2 "three" ) ;
    ex:source <http://e/source/1-4> .

<http://e/act> a ex:Act ;
    ex:text \"\"\"Two
lines.\"\"\" .

[] a ex:Note ;
    ex:about ex:figure , ex:act .
ex:end ex:p true .
"""
SIGNS = [match.start() for match in re.finditer(r"(?<=[^\w])[;.](?= *(?:#.*)?\n)", PROFILE)]


@pytest.mark.parametrize("at", SIGNS)
def test_each_sign_that_ends_a_line_is_missed_in_its_line(at: int) -> None:
    told, what, _ = broken(PROFILE[:at] + PROFILE[at + 1 :])
    assert told == PROFILE.count("\n", 0, at) + 1
    assert f"{'a semicolon (;)' if PROFILE[at] == ';' else 'a full stop'} is probably missing after" in what


@pytest.mark.parametrize(
    "at", [at for at in SIGNS if PROFILE[at] == "." and PROFILE[at:].count("\n") > 1 and PROFILE.count("\n", 0, at) > 1]
)
def test_each_full_stop_that_was_written_as_a_semicolon_is_told(at: int) -> None:
    told, what, _ = broken(f"{PROFILE[:at]};{PROFILE[at + 1 :]}")
    assert told == PROFILE.count("\n", 0, at) + 1
    assert "a full stop should probably stand here in place of this ';'" in what


@pytest.mark.parametrize(
    "text",
    ["ex:a ex:p foo .", "ex:a 1 ex:b .", "'x' ex:b 1 .", "ex:a ex:p ex: b .", "ex:a ex:p ;;; ,", "ex:a ex:b", "{ }", "ex:a ex:p 1 . ."],
)
def test_what_is_no_usual_slip_is_left_to_the_parser(text: str) -> None:
    _, what, _ = broken(EX + text)
    assert "probably" not in what


def test_where_the_parser_stopped_is_told_too() -> None:
    given = Source("x", (EX + "ex:a a ex:C ;\n  ex:p 1\n  ex:q 2 .").encode(), RdfFormat.TURTLE)
    with pytest.raises(SyntaxError) as raised:
        list(parse(given.content, format=given.form))
    error = malformed.error(given, raised.value)
    assert (error.line, error.column) == (3, 9)
    assert error.why == "the parser stopped at line 4, column 3, and says: A dot is expected at the end of statements"


@pytest.mark.parametrize("name", list(slips.names()))
def test_every_slip_is_tested_and_worded_in_russian(name: str) -> None:
    assert name in {slip[0] for slip in SLIPS}
    for words in slips.words(name):
        filled = words.replace("{before}", "ex:p").replace("{after}", "ex:q").replace("{sign}", ";").replace("{line}", "3")
        assert clauses.clause("KG603", filled, "ru")


def test_a_long_word_is_cut_and_a_large_text_is_not_looked_through() -> None:
    _, what, _ = broken(f"{EX}ex:a ex:p '{'x' * 500}'\nex:b a ex:C .")
    assert len(what) < 120
    text = EX + f"#{'x' * 99}\n" * (malformed._LARGEST // 100) + "ex:a ex:p 1\nex:b a ex:C ."
    told, what, _ = broken(text)
    assert (told, what) == (3 + malformed._LARGEST // 100, "not well-formed Turtle: a full stop is missing before this")


def test_a_prefix_that_is_not_declared_is_told_as_that() -> None:
    told, what, _ = broken(f"{EX}ex:a a ex:C ;\nskos:note ex:b ex:c .")
    assert (told, what) == (3, "not well-formed Turtle: the prefix skos: is not declared")
