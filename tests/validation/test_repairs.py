"""A repair changes exactly one triple, as a patch that git applies; where it might be wrong there is none."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.validation import wording
from kg.validation.data import Data
from kg.validation.datatypes import equal, valid
from kg.validation.locating import Sources
from kg.validation.repairs import UNTOLD, allows, repair
from kg.validation.report import Finding, Repair
from kg.validation.source import Source, source

SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
E = "http://e.org/"
A, P = NamedNode(E + "a"), NamedNode(E + "p")
HEAD = f"""@prefix : <{E}> .
@prefix xsd: <{XSD}> .

:b a :B .
:c a :C ;
   :q 1 .

"""


def typed(lexical: str, name: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + name))


def finding(component: str, value: Any, focus: Any = A) -> Finding:
    return Finding(focus, P, value, f"{SH}{component}ConstraintComponent", SH + "Violation", BlankNode("s"))


def asked(text: str, component: str, value: Any, parameters: dict[str, Any], form: RdfFormat = RdfFormat.TURTLE) -> Repair | None:
    return repair(finding(component, value), Sources(Data([Source("d.ttl", text.encode(), form)])), parameters)


def applied(folder: Path, text: str, patch: str, name: str = "d.ttl") -> str:
    (folder / name).write_bytes(text.encode())
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=folder, check=True, env={"GIT_CEILING_DIRECTORIES": str(folder.parent)})
    return (folder / name).read_bytes().decode()


def changed(before: str, after: str, form: RdfFormat = RdfFormat.TURTLE) -> tuple[set[Triple], set[Triple]]:
    """The triples that went and those that came; no blank nodes."""
    old, new = ({quad.triple for quad in parse(text, form)} for text in (before, after))
    return old - new, new - old


DECIMAL = {"datatype": NamedNode(XSD + "decimal")}
HUGE = "9" * 50
IRI_KIND = {"nodeKind": NamedNode(SH + "IRI")}
SAFE = [
    ("Datatype", '"2020"', Literal("2020"), {"datatype": NamedNode(XSD + "gYear")}, typed("2020", "gYear")),
    ("Datatype", '"2020-01-31"', Literal("2020-01-31"), {"datatype": NamedNode(XSD + "date")}, typed("2020-01-31", "date")),
    ("Datatype", '"true"', Literal("true"), {"datatype": NamedNode(XSD + "boolean")}, typed("true", "boolean")),
    ("Datatype", '"http://x.org/ы"', Literal("http://x.org/ы"), {"datatype": NamedNode(XSD + "anyURI")}, typed("http://x.org/ы", "anyURI")),
    ("Datatype", "5", typed("5", "integer"), {"datatype": NamedNode(XSD + "decimal")}, typed("5", "decimal")),
    ("Datatype", "+05", typed("5", "integer"), {"datatype": NamedNode(XSD + "nonNegativeInteger")}, typed("+05", "nonNegativeInteger")),
    ("Datatype", '"5"^^xsd:int', typed("5", "int"), {"datatype": NamedNode(XSD + "integer")}, typed("5", "integer")),
    ("Datatype", '" 7 "^^xsd:integer', typed(" 7 ", "integer"), {"datatype": NamedNode(XSD + "integer")}, typed("7", "integer")),
    ("Datatype", "0.50", typed("0.5", "decimal"), {"datatype": NamedNode(XSD + "double")}, typed("0.50", "double")),
    ("Pattern", '""" AB\n"""', Literal(" AB\n"), {"pattern": Literal("^[a-z]+$"), "flags": Literal("i")}, Literal("AB")),
    ("Pattern", '"x "@ru', Literal("x ", language="ru"), {"pattern": "^x$"}, Literal("x", language="ru")),
    ("In", '"kaz"', Literal("kaz"), {"in": [Literal("KAZ"), Literal("KGZ")]}, Literal("KAZ")),
    (
        "In",
        '" A  b"@en',
        Literal(" A  b", language="en"),
        {"in": [Literal("A b", language="en"), Literal("A b")]},
        Literal("A b", language="en"),
    ),
    ("In", f'"{E}b"', Literal(E + "b"), {"in": [NamedNode(E + "b"), NamedNode(E + "c")]}, NamedNode(E + "b")),
    ("NodeKind", f'"{E}c"', Literal(E + "c"), IRI_KIND, NamedNode(E + "c")),
    ("Datatype", '"3.5"', Literal("3.5"), DECIMAL | {"maxInclusive": typed("5", "integer")}, typed("3.5", "decimal")),
    ("Datatype", '"5"', Literal("5"), DECIMAL | {"maxInclusive": typed("5.0", "double")}, typed("5", "decimal")),
    ("Datatype", f'"{HUGE}2"', Literal(HUGE + "2"), DECIMAL | {"minExclusive": typed(HUGE + "1", "integer")}, typed(HUGE + "2", "decimal")),
    (
        "Pattern",
        '"x "@en-GB',
        Literal("x ", language="en-gb"),
        {"pattern": "^x", "languageIn": [Literal("EN")]},
        Literal("x", language="en-gb"),
    ),
    ("In", '"kaz"', Literal("kaz"), {"in": [Literal("KAZ")], "maxLength": typed("3", "integer")}, Literal("KAZ")),
]


@pytest.mark.parametrize(("component", "written", "value", "parameters", "expected"), SAFE)
def test_safe_repairs(tmp_path: Path, component: str, written: str, value: Any, parameters: dict[str, Any], expected: Any) -> None:
    text = f"{HEAD}:a :p {written} ;\n   :q 2 .\n:z :y :x .\n"
    given = asked(text, component, value, parameters)
    assert given is not None
    gone, come = changed(text, applied(tmp_path, text, given.patch))
    assert come == {Triple(A, P, expected)}
    assert len(gone) == 1
    assert set(given.texts) == {"en", "ru"}
    assert all("{" not in sentence for sentence in given.texts.values())


UNSAFE = [
    ("Datatype", '"soon"', Literal("soon"), {"datatype": NamedNode(XSD + "date")}),
    ("Datatype", '"5"@en', Literal("5", language="en"), {"datatype": NamedNode(XSD + "integer")}),
    ("Datatype", "5.0", typed("5", "decimal"), {"datatype": NamedNode(XSD + "integer")}),
    ("Datatype", "0.1", typed("0.1", "decimal"), {"datatype": NamedNode(XSD + "double")}),
    ("Datatype", "-5", typed("-5", "integer"), {"datatype": NamedNode(XSD + "nonNegativeInteger")}),
    ("Datatype", "5", typed("5", "integer"), {"datatype": NamedNode(XSD + "string")}),
    ("Datatype", '" 5"', Literal(" 5"), {"datatype": NamedNode(XSD + "integer")}),
    ("Datatype", '"5"', Literal("5"), {"datatype": NamedNode(E + "own")}),
    ("Datatype", '"2020"', Literal("2020"), {"datatype": NamedNode(XSD + "gYear"), "in": [typed("2021", "gYear")]}),
    ("Datatype", "5 , 5.0 , +5.0", typed("5", "decimal"), {"datatype": NamedNode(XSD + "double")}),
    ("Datatype", '"5" , 5', Literal("5"), {"datatype": NamedNode(XSD + "integer")}),
    ("Pattern", '" a b "', Literal(" a b "), {"pattern": "^[a-z]+$"}),
    ("Pattern", '"a b"', Literal("a b"), {"pattern": "^[a-z]+$"}),
    ("Pattern", '" a"', Literal(" a"), {"pattern": "(broken"}),
    ("In", '"kaz"', Literal("kaz"), {"in": [Literal("KAZ"), Literal("Kaz")]}),
    ("In", '"kas"', Literal("kas"), {"in": [Literal("KAZ")]}),
    ("In", '"kaz"@en', Literal("kaz", language="en"), {"in": [Literal("KAZ")]}),
    ("In", f"<{E}B>", NamedNode(E + "B"), {"in": [NamedNode(E + "b")]}),
    ("NodeKind", f'"{E}unknown"', Literal(E + "unknown"), IRI_KIND),
    ("NodeKind", '"b"', Literal("b"), IRI_KIND),
    ("NodeKind", f'"{E}c"', Literal(E + "c"), {"nodeKind": NamedNode(SH + "Literal")}),
    ("HasValue", '"x"', None, {"hasValue": Literal("y")}),
    ("MinCount", '"x"', None, {"minCount": Literal(2)}),
    ("MaxCount", '1.5 , "1.50"^^xsd:decimal', None, {"maxCount": Literal(1)}),
    ("LanguageIn", '"x"@en-GB', Literal("x", language="en-gb"), {"languageIn": [Literal("en")]}),
    ("Class", f'"{E}c"', Literal(E + "c"), {"class": NamedNode(E + "C")}),
    ("Datatype", '"7.5"', Literal("7.5"), DECIMAL | {"maxInclusive": typed("5", "integer")}),
    ("Datatype", '"5"', Literal("5"), DECIMAL | {"maxExclusive": typed("5.0", "double")}),
    ("Datatype", '"5"', Literal("5"), DECIMAL | {"minExclusive": typed("5", "decimal")}),
    ("Datatype", '"4"', Literal("4"), DECIMAL | {"minInclusive": typed("5", "decimal")}),
    ("Datatype", '"4"', Literal("4"), DECIMAL | {"minInclusive": Literal("3")}),
    ("Datatype", f'"{HUGE}1"', Literal(HUGE + "1"), DECIMAL | {"minExclusive": typed(HUGE + "1", "integer")}),
    ("Datatype", '"2020-01-31"', Literal("2020-01-31"), {"datatype": NamedNode(XSD + "date"), "maxInclusive": typed("2020-01-30", "date")}),
    ("Datatype", '"1234"', Literal("1234"), {"datatype": NamedNode(XSD + "integer"), "maxLength": typed("3", "integer")}),
    ("Pattern", '" a"', Literal(" a"), {"pattern": "^[a-z]+$", "minLength": typed("2", "integer")}),
    ("Pattern", '"x "@de', Literal("x ", language="de"), {"pattern": "^x", "languageIn": [Literal("en")]}),
    ("Pattern", '" a"', Literal(" a"), {"pattern": "^[a-z]+$", "hasValue": Literal(" a")}),
    *(("Datatype", '"5"', Literal("5"), DECIMAL | {name: NamedNode(E + "x")}) for name in sorted(UNTOLD)),
]


@pytest.mark.parametrize(("component", "written", "value", "parameters"), UNSAFE)
def test_what_is_not_repaired(component: str, written: str, value: Any, parameters: dict[str, Any]) -> None:
    assert asked(f"{HEAD}:a :p {written} .\n", component, value, parameters) is None


def test_a_triple_at_two_places_is_not_repaired() -> None:
    assert asked(f'{HEAD}:a :p "5" . :a :p "5" .\n', "Datatype", Literal("5"), {"datatype": NamedNode(XSD + "integer")}) is None


GYEAR = {"datatype": NamedNode(XSD + "gYear")}


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n\n\n\n\n# \u2028 \x85 end"])
@pytest.mark.parametrize("before", [0, 1, 3, 9])
def test_patches_with_any_surroundings(tmp_path: Path, ending: str, before: int) -> None:
    line = "\r\n" if ending == "\r\n" else "\n"
    text = f"@prefix : <{E}> ." + f"{line}# ы \u2028" * before + f'{line}:a :p "2020".' + ending
    given = asked(text, "Datatype", Literal("2020"), GYEAR)
    assert given is not None
    assert changed(text, applied(tmp_path, text, given.patch))[1] == {Triple(A, P, typed("2020", "gYear"))}


def test_a_prefix_is_used_only_where_it_ends(tmp_path: Path) -> None:
    for after, token in ((" .", "xsd:gYear"), (".:z :y :x .", f"<{XSD}gYear>")):
        text = f'{HEAD}:a :p "2020"{after}\n'
        given = asked(text, "Datatype", Literal("2020"), GYEAR)
        assert given is not None
        assert f'"2020"^^{token}' in applied(tmp_path, text, given.patch)


def test_lines_and_file_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "".join(f'<{E}s{number}> <{E}p> "{number}" <{E}g> .\n' for number in range(2000, 2030))
    for name in ("d.nq", "folder/with space.nq", "ы.nq"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        for path in (file, Path(name)):
            file.write_text(text, "utf-8")
            found = finding("Datatype", Literal("2020"), NamedNode(E + "s2020"))
            given = repair(found, Sources(Data([source(path)])), GYEAR)
            assert given is not None
            assert "@@ -18,7 +18,7 @@" in given.patch
            after = applied(tmp_path, text, given.patch, name)
            assert after == text.replace('"2020"', f'"2020"^^<{XSD}gYear>')


def test_an_update_where_the_source_is_no_plain_text() -> None:
    text = f'{{"@id": "{E}a", "{E}p": "2020"}}'
    given = asked(text, "Datatype", Literal("2020"), GYEAR, RdfFormat.JSON_LD)
    assert given is not None
    store = Store()
    store.load(text.encode(), RdfFormat.JSON_LD)
    for _ in range(2):
        store.update(given.patch)
        assert [quad.object for quad in store.quads_for_pattern(A, P, None, None)] == [typed("2020", "gYear")]


def test_no_update_for_a_blank_node() -> None:
    text = f'{{"{E}p": "2020"}}'
    sources = Sources(Data([Source("d", text.encode(), RdfFormat.JSON_LD)]))
    assert repair(finding("Datatype", Literal("2020"), BlankNode("f0b0")), sources, GYEAR) is None


def test_a_blank_node_in_turtle(tmp_path: Path) -> None:
    text = f'{HEAD}:a :q [ :p "2020" ] .\n'
    sources = Sources(Data([Source("d.ttl", text.encode(), RdfFormat.TURTLE)]))
    given = repair(finding("Datatype", Literal("2020"), BlankNode("f0b0")), sources, GYEAR)
    assert given is not None
    assert '[ :p "2020"^^xsd:gYear ]' in applied(tmp_path, text, given.patch)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12), st.booleans())
def test_any_words_in_any_form(tmp_path: Path, words: str, lines: bool) -> None:
    value, member = Literal(f" {words}"), Literal(words)
    form = RdfFormat.N_TRIPLES if lines else RdfFormat.TURTLE
    text = f"{A} {P} {value} .\n" + f"{A} <{E}q> {value} .\n"
    given = asked(text, "In", value, {"in": [member]}, form)
    if given is None:
        return
    gone, come = changed(text, applied(tmp_path, text, given.patch), form)
    assert (gone, come) == ({Triple(A, P, value)}, {Triple(A, P, member)})


def test_lexical_spaces() -> None:
    good = {
        "date": "2020-02-29",
        "dateTimeStamp": "2020-01-01T00:00:00Z",
        "byte": "-128",
        "double": "-INF",
        "gMonthDay": "--02-28",
        "time": "23:59:59.5",
    }
    bad = {
        "date": "2021-02-29",
        "dateTimeStamp": "2020-01-01T00:00:00",
        "byte": "128",
        "decimal": "1e3",
        "boolean": "True",
        "gYear": "20",
        "integer": "٣",
    }
    assert all(valid(lexical, XSD + name) for name, lexical in good.items())
    assert not any(valid(lexical, XSD + name) for name, lexical in bad.items())
    assert not valid("x", E + "own")
    assert equal("1", XSD + "int", XSD + "decimal")
    assert not equal("1", XSD + "float", XSD + "double")


def test_words_in_two_languages() -> None:
    names = re.findall(r"^text:((?:repair|reason)-\S+) a", Path("ontology/repairs.ttl").read_text(encoding="utf-8"), re.MULTILINE)
    assert names
    for name in names:
        assert set(wording.note(name, old=1, new=2, datatype=3)) == {"en", "ru"}


@pytest.mark.parametrize(("text", "fits"), [("bcd", True), ("aei", False)])
def test_patterns_are_those_of_the_constraint(text: str, fits: bool) -> None:
    """Rust, which the store asks, has no subtraction in brackets: there ``[a-z-[aeiou]]`` takes other letters."""
    assert allows(Literal(text), {"pattern": Literal("^[a-z-[aeiou]]+$")}) == fits
    assert not allows(Literal(text), {"pattern": Literal("(?=x)")})
