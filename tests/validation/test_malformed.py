"""RDF that cannot be parsed: the place, what was expected in plain words, the parser's words, how to mend it."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import RdfFormat, parse

from kg.errors import ValidationError
from kg.validation import malformed
from kg.validation.shapes import Shapes
from kg.validation.source import Source

EX = "@prefix ex: <http://e/> .\n"
RDF = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>\n"
ABOUT = f"{RDF}<rdf:Description rdf:about='http://e/a'>\n"
END = "</rdf:Description></rdf:RDF>"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TTL, TRIG, NT, XML, JSON = RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML, RdfFormat.JSON_LD


def said(text: str | bytes, form: RdfFormat) -> ValidationError:
    given = Source("x", text.encode() if isinstance(text, str) else text, form)
    with pytest.raises(SyntaxError) as raised:
        list(parse(given.content, format=form, base_iri=given.base))
    return malformed.error(given, raised.value)


@pytest.mark.parametrize(
    ("text", "form", "place", "what"),
    [
        (EX + "ex:a ex:p ;;; ,\n", TTL, (2, 11), "a value is expected before this ';'"),
        (EX + "ex:a ex:b 1\nex:c ex:d 2 .", TTL, (2, 12), "a full stop is probably missing after 1"),
        (EX + "ex:a ex:b [ ex:c 1 .", TTL, (2, 19), "the [ of line 2 is probably not closed: a ] is missing after 1"),
        (EX + "ex:a ex:b foo .", TTL, (2, 11), "a value is expected in place of foo"),
        (EX + "ex:a 1 ex:b .", TTL, (2, 6), "a property is expected in place of 1"),
        (EX + "'x' ex:b 1 .", TTL, (2, 1), "a subject is expected in place of 'x'"),
        (EX + "ex:a ex:b", TTL, (2, 10), "the text ends in the middle of a statement"),
        (EX + "ex:a ex:b 'x'@ .", TTL, (2, 15), "a language tag is expected after the @"),
        (EX + "ex:a ex:b 'x'@much-too-long-for-a-tag .", TTL, (2, 15), "this is no language tag"),
        ("<http://e/a b> <http://e/p> 1 .", TTL, (1, 1), "the sign ' ' cannot stand in an IRI"),
        ("\x1b[31m", TTL, (1, 1), r"neither a name nor a value can begin with '\x1b'"),
        (EX + "ex:a ex:b <http://e/\n> .", TTL, (2, 11), "the sign 'line end' cannot stand in an IRI"),
        (EX + "ex:a ex:b 'x\ny' .", TTL, (2, 11), "the text that begins here has no closing quotation mark"),
        (EX + "ex:a ex:b 'x'^^ .", TTL, (2, 17), "a datatype is expected after the ^^"),
        (EX + "ex:a%2 ex:b 1 .", TTL, (2, 2), "two hexadecimal digits are expected after the %"),
        (EX + "_: ex:b 1 .", TTL, (2, 1), "a name is expected after the _:"),
        (EX + "ex:a ex:b “x” .", TTL, (2, 11), "typographic quotation marks enclose no text"),
        ("PREFIX ex: <http://e/> .", TTL, (1, 24), "a full stop stands here without a statement"),
        ("@base ex: .", TTL, (1, 7), "an IRI is expected after base"),
        ('{"a": 1}', TTL, (1, 1), "a { cannot stand here"),
        (EX.encode() + b"ex:a ex:b '\xff' .", TTL, (2, 12), "the text is not UTF-8"),
        ("<urn:a> <urn:b>\n", NT, (2, 1), "a part of the triple is missing on this line"),
        ("ex:g { ex:a ex:b 1 }", TRIG, (1, 1), "the prefix ex: is not declared"),
        ("<http://e/a> <http://e/b> .\n", NT, (1, 27), "a value is expected here"),
        ("<http://e/a> <http://e/b> <http://e/c>\n", NT, (2, 1), "a full stop is missing at the end of the line"),
        ('{"@id": "http://e/a",,}', JSON, (1, 22), "a name in quotation marks is expected here"),
        ("[1,}", JSON, (1, 4), "this bracket closes another kind, or nothing"),
        ('{"@id": "http://e/a"}}', JSON, (1, 22), "something follows the end of the JSON"),
        ('{"http://e/p": tru}', JSON, (1, 16), "a word stands here without quotation marks"),
        (f"{RDF}<e:a></e:b></rdf:RDF>", XML, (2, 8), "the closing tag is that of another element"),
        (f"{ABOUT}<e:p>&foo;</e:p>{END}", XML, (3, 6), "the entity is not declared"),
        (f"{ABOUT}<e:p>über x & y</e:p>{END}", XML, (3, 14), "a sign cannot stand here"),
        (f"{ABOUT}<e:p rdf:datatype='no iri'>x</e:p>{END}", XML, (3, 20), "the sign ' ' cannot stand in an IRI"),
        (f"{ABOUT}<e:p>x</e:p>\n text {END}", XML, (4, 2), "text stands where an element is expected"),
        (f"{ABOUT}<e:p xml:lang='русский'>x</e:p>{END}", XML, (3, 16), "this is no language tag"),
        (f"{ABOUT}\n <rdf:RDF/>{END}", XML, (4, 2), "this element of RDF cannot stand here"),
        (f"{ABOUT}<x:p>x</x:p>{END}", XML, (3, 1), "the prefix x: is not declared"),
        ("hello", XML, (1, 1), "this is no XML"),
    ],
)
def test_what_was_expected_and_where(text: str | bytes, form: RdfFormat, place: tuple[int, int], what: str) -> None:
    error = said(text, form)
    assert (error.code, error.file, error.line, error.column) == ("KG603", "x", *place)
    assert error.what.startswith("not well-formed ")
    assert error.what.endswith(f": {what}")
    assert re.match("the parser (?:says|stopped at line [0-9]+, column [0-9]+, and says): ", error.why)
    assert error.mend
    assert not any(sign < " " for sign in str(error))


def test_words_that_are_not_known_are_the_parsers() -> None:
    error = said('{"@id": 1}', JSON)
    assert (error.what, error.why) == ("not well-formed JSON-LD: @id value must be a string", "")


@pytest.mark.parametrize(
    ("text", "form", "mend"),
    [
        ("hrm:a hrm:b 1 .", TTL, "write at the top: @prefix hrm: <https://w3id.org/hrmkg/ontology#> ."),
        ("<urn:a> skos:note 'x' .", TTL, "write at the top: @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."),
        ("<urn:a> foo:bar 'x' .", TTL, "declare it with its namespace at the top: @prefix foo: <https://…> ."),
        (f"{ABOUT}<skos:note>x</skos:note>{END}", XML, f'write at the top: xmlns:skos="{SKOS}" in the rdf:RDF element'),
    ],
)
def test_a_prefix_that_is_not_declared_is_given_where_it_is_known(text: str, form: RdfFormat, mend: str) -> None:
    assert said(text, form).mend == mend


def test_a_known_prefix_of_a_query_is_given() -> None:
    text = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://e/> .\n"
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:select 'SELECT $this { $this skos:note 1 }' ] ."
    )
    with pytest.raises(ValidationError, match="the prefix skos: is not declared") as raised:
        Shapes((Source("s.ttl", text.encode(), TTL),)).check()
    assert "write PREFIX skos: <http://www.w3.org/2004/02/skos/core#> before" in raised.value.mend


@pytest.mark.parametrize("text", ["", RDF, f"{ABOUT}<e:p>x</e:p>"])
def test_rdf_xml_that_ends_too_early_is_told(text: str) -> None:
    """The parser takes it for whole: half a file would be checked and pass."""
    given = Source("x", text.encode(), XML)
    assert list(parse(given.content, format=XML)) is not None
    with pytest.raises(ValidationError, match="the text ends before all elements are closed") as raised:
        malformed.complete(given)
    assert raised.value.line == text.count("\n") + 1
    malformed.complete(Source("x", f"{ABOUT}<e:p>x</e:p>{END}".encode(), XML))
    malformed.complete(Source("x", b"", TTL))


def test_entities_are_not_expanded() -> None:
    lol = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    text = f"<!DOCTYPE rdf:RDF [<!ENTITY l0 'lollollol'>{lol}]>\n{ABOUT}<e:p>&l11;</e:p></rdf:RDF>"
    with pytest.raises(ValidationError, match="another element"):
        malformed.complete(Source("x", text.encode(), XML))


def test_the_place_in_a_large_file_is_exact() -> None:
    many = "".join(f"<e:p>{number}</e:p>\n" for number in range(30_000))
    error = said(f"{ABOUT}{many}<e:p rdf:resource='a b'/>{END}", XML)
    assert (error.line, error.column) == (30_003, 20)


@pytest.mark.parametrize("context", ['"https://example.org/c"', '[ "https://example.org/c", {"a": "urn:a"} ]'])
def test_a_context_of_elsewhere(context: str) -> None:
    error = said(f'{{"@id": "urn:a",\n "@context": {context}, "a": 1}}', JSON)
    assert (error.code, error.line, error.column) == ("KG809", 2, 14 + 2 * context.startswith("["))
    assert error.mend == "write the context into the document"
