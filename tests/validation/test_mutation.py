"""The operators do what :mod:`kg.validation.mutants` says; copies tried together give what mutants alone give; our shapes catch enough."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg import verdict
from kg.validation import mutation, progress, shares, survivors
from kg.validation.data import Data
from kg.validation.mutants import OPERATORS, Mutant, mutants
from kg.validation.shapes import Shapes
from kg.validation.source import Source
from kg.validation.trial import Trial
from kg.validation.world import World

pytestmark = pytest.mark.check  # long runs

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT / "data" / "profiles" / "antitorture" / "KAZ-2022"
PREFIXES = """
@prefix : <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
SHAPES = (
    PREFIXES
    + """
:Shape a sh:NodeShape ; sh:targetClass :Count , :Share ;
    sh:property [ sh:path :number ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 0 ] ;
    sh:property [ sh:path :unit ; sh:class :Unit ; sh:minCount 1 ] .
"""
)
VOCABULARY = (
    PREFIXES
    + """
:Count rdfs:subClassOf :Any . :Share rdfs:subClassOf :Any .
:Money rdfs:subClassOf :Unit .
:piece a :Unit . :person a :Unit . :euro a :Money . :rouble a :Money .
:yes a :Answer ; skos:inScheme :polar . :no a :Answer ; skos:inScheme :polar .
:red a :Answer ; skos:inScheme :colours . :blue a :Answer ; skos:inScheme :colours .
:same a owl:SymmetricProperty .
"""
)


def checked(text: str) -> Shapes:
    found = Shapes((Source("shapes.ttl", text.encode(), RdfFormat.TURTLE),))
    found.check()
    return found


def made(turtle: str, operator: str) -> list[str]:
    """The changes of an operator on a small data set: ``- subject predicate object``, ``+ …``, IRIs without their namespace."""
    own = [quad.triple for quad in parse((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)]
    around = [quad.triple for quad in parse(VOCABULARY.encode(), format=RdfFormat.TURTLE)]
    loaded = checked(SHAPES)
    world = World(own, around, {triple.subject for triple in own}, loaded.structure)
    return [change(mutant) for mutant in mutants(world)[operator]]


def change(mutant: Mutant) -> str:
    signed = [("-", triple) for triple in mutant.removed] + [("+", triple) for triple in mutant.added]
    return " ".join(f"{sign} {brief(triple)}" for sign, triple in signed)


def brief(triple: Triple) -> str:
    text = f"{triple.subject} {triple.predicate} {triple.object}"
    for space in ("https://example.org/", "http://www.w3.org/2001/XMLSchema#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"):
        text = text.replace(f"<{space}", "<")
    return text.replace("<", "").replace(">", "")


def test_drop_takes_each_triple_away_once() -> None:
    assert made(":a a :Count ; :number 3 .", "drop") == ["- :a type Count".replace(":", ""), '- a number "3"^^integer']


def test_drop_leaves_triples_that_the_context_repeats() -> None:
    assert made(":piece a :Unit . :a :unit :piece .", "drop") == ["- a unit piece"]


def test_explanations_name_either_of_two_that_change_places_and_what_data_leave_out() -> None:
    x = {name: NamedNode(f"https://example.org/{name}") for name in ("a", "body", "of", "one", "two", "C")}
    removed = (Triple(x["a"], x["body"], x["one"]), Triple(x["a"], x["of"], x["two"]))
    for first in ("body", "of"):
        mutant = Mutant("swapped-operands", x["a"], x[first], removed, ())
        known = survivors.Known("swapped-operands", x["body"].value, "", "", {"en": "why"}, "https://example.org/text")
        assert survivors.reason([known], mutant, [x["C"]]) == {"en": "why"}
        assert survivors.reason([known], mutant, [x["C"]], {"https://example.org/text"}) == {}


def test_duplicate_adds_the_next_value_of_the_same_kind_to_what_is_single() -> None:
    data = ':a a :Count ; :number 3 ; :name "A"@en . :b a :Count ; :number 5 ; :name "B"@en, "Б"@ru .'
    assert made(data, "duplicate") == [
        '+ a number "5"^^integer',
        '+ a name "B"@en',
        '+ b number "3"^^integer',
        '+ b name "A"@en',
        '+ b name "Б 2"@ru',
    ]


def test_duplicate_leaves_what_has_several_values() -> None:
    assert made(":a :sees :b, :c .", "duplicate") == []


def test_duplicate_makes_a_value_up_where_there_is_none() -> None:
    assert made(":a :number 3 ; :of :b . :b :text 'x' .", "duplicate") == ['+ a number "4"^^integer', '+ b text "x 2"']
    assert made(":a :of :b . :b :of :c . :c :text 'x' .", "duplicate")[:1] == ["+ a of c"]


def test_retype_changes_the_kind_of_term_and_the_class() -> None:
    assert made(':a a :Count ; :number 3 ; :unit :piece ; :name "A"@en ; :code "x" .', "retype") == [
        "- a type Count + a type Share",
        '- a number "3"^^integer + a number "3"',
        '- a number "3"^^integer + a number urn:kg:mutation:3',
        '- a unit piece + a unit "https://example.org/piece"',
        '- a name "A"@en + a name urn:kg:mutation:A',
        '- a code "x" + a code "x"^^anyURI',
        '- a code "x" + a code urn:kg:mutation:x',
    ]


def test_out_of_scale_takes_a_term_of_each_other_list_and_impossible_numbers() -> None:
    assert made(":a :answer :yes .", "out-of-scale") == ["- a answer yes + a answer blue"]
    assert made(":a :number 3 .", "out-of-scale") == [
        '- a number "3"^^integer + a number "-3"^^integer',
        '- a number "3"^^integer + a number "3000000000"^^integer',
        '- a number "3"^^integer + a number "3.5"^^decimal',
    ]
    assert made(":a :number 0.5 ; :day '2022-01-31'^^xsd:date .", "out-of-scale") == [
        '- a number "0.5"^^decimal + a number "-0.5"^^decimal',
        '- a number "0.5"^^decimal + a number "500000000.0"^^decimal',
        '- a day "2022-01-31"^^date + a day "9999-01-31"^^date',
    ]
    assert made(":a :of :piece .", "out-of-scale") == [], "piece is on no list"


def test_wrong_language_changes_the_tag_and_takes_it_away() -> None:
    assert made(":a :name 'A'@en . :b :name 'Б'@ru .", "wrong-language") == [
        '- a name "A"@en + a name "A"@ru',
        '- a name "A"@en + a name "A"',
        '- b name "Б"@ru + b name "Б"@en',
        '- b name "Б"@ru + b name "Б"',
    ]
    assert made(":a :number 3 .", "wrong-language") == []


def test_wrong_link_names_a_resource_of_another_class_and_another_of_the_class() -> None:
    assert made(":a a :Count ; :of :b . :b a :Share . :c a :Share .", "wrong-link") == ["- a of b + a of person", "- a of b + a of c"]
    data = ":s a :Source ; :text {} . :a :from <https://example.org/s/1-4> . :b :from <https://example.org/s/5-9> ."
    assert "- a from s/1-4 + a from s/5-9" in made(data.format("'123456789'"), "wrong-link")
    assert "- b from s/5-9 + b from s/1-4" not in made(data.format("'12345678'"), "wrong-link"), "the text is not in the data"


def test_what_data_say_of_terms_of_the_context_is_left_and_counted() -> None:
    turtle = ":piece skos:exactMatch <https://example.com/x> . :a a :Count ; :unit :piece ."
    for operator in OPERATORS:
        assert not any("- piece" in one or "+ piece" in one for one in made(turtle, operator))
    own = [quad.triple for quad in parse((PREFIXES + turtle).encode(), format=RdfFormat.TURTLE)]
    around = [quad.triple for quad in parse(VOCABULARY.encode(), format=RdfFormat.TURTLE)]
    world = World(own, around, {triple.subject for triple in own}, checked(SHAPES).structure)
    assert (world.about, world.left, len(world.triples)) == (1, 0, 2)


def test_wrong_unit_names_every_unit_of_another_kind() -> None:
    assert made(":a :unit :euro .", "wrong-unit") == ["- a unit euro + a unit person", "- a unit euro + a unit piece"]
    assert made(":a :unit :piece .", "wrong-unit") == [f"- a unit piece + a unit {unit}" for unit in ("euro", "person", "rouble")]
    assert made(":a :other :piece .", "wrong-unit") == [], "no shape wants a unit there"


def test_swapped_operands_exchanges_ends_links_numbers_and_offsets() -> None:
    assert made(":a :lowerBound 3 ; :upperBound 5 ; :size 7 .", "swapped-operands") == [
        '- a lowerBound "3"^^integer - a upperBound "5"^^integer + a lowerBound "5"^^integer + a upperBound "3"^^integer'
    ]
    assert made(":a a :Count ; :number 3 ; :partOf :b . :b a :Count ; :number 5 .", "swapped-operands") == [
        "- a partOf b + b partOf a",
        '- a number "3"^^integer - b number "5"^^integer + a number "5"^^integer + b number "3"^^integer',
    ]
    assert len(made(":a a :Count ; :number 3 ; :same :b . :b a :Count ; :number 5 .", "swapped-operands")) == 1, "symmetric"
    data = ":s a :Source . :a :from <https://example.org/s/1-4> ."
    assert made(data, "swapped-operands") == ["- a from s/1-4 + a from s/4-1"]


def test_every_operator_is_documented() -> None:
    from kg.validation import mutants as module

    assert all(f"* **{operator}**: " in str(module.__doc__) for operator in OPERATORS)


# ---------------------------------------------------------------- running


def loaded(turtle: str) -> Data:
    return Data([Source("data.ttl", (PREFIXES + turtle).encode(), RdfFormat.TURTLE)])


@pytest.fixture
def others() -> Shapes:
    return checked(SHAPES)


def test_shares_and_survivors_of_others_shapes(others: Shapes) -> None:
    data = loaded(":a a :Count ; :number 3 ; :unit :piece ; :name 'A'@en . :piece a :Unit . :out :of :sight .")
    tried = mutation.mutate(data, others)
    by_name = {one.operator: one for one in tried.tried}
    assert (by_name["drop"].mutants, by_name["drop"].caught) == (4, 2), "the class and the name may go: one less is checked, one is free"
    assert [survivor.mutant.predicate.value[-4:] for survivor in by_name["drop"].survivors] == ["type", "name"]
    assert by_name["wrong-unit"].share is None
    assert tried.left == 2
    assert not tried.enough
    english, russian = shares.text(tried, "en"), shares.text(tried, "ru")
    assert "drop: 2 of 4 caught, 50 %; survivors 2, of which explained 0" in english
    assert "wrong unit: nothing to break in these data" in english
    assert "пропуск: поймано 2 из 4" in russian
    assert json.loads(shares.write_json(tried))["operators"][0]["caught"] == 2


@pytest.fixture
def small(others: Shapes) -> mutation.Mutation:
    return mutation.mutate(loaded(":a a :Count ; :number 3 ; :unit :piece ; :name 'A'@en . :piece a :Unit . :out :of :sight ."), others)


def test_json_has_the_shape_that_is_documented(small: mutation.Mutation) -> None:
    said = json.loads(shares.write_json(small))
    documented = re.findall(r'"([a-z_]+)":', str(shares.__doc__))
    keys = [*said, *said["operators"][0], *said["operators"][0]["survivors"][0], "en", "ru"]
    assert keys == documented
    assert [one["operator"] for one in said["operators"]] == list(OPERATORS)
    unit = said["operators"][list(OPERATORS).index("wrong-unit")]
    assert (unit["share"], unit["mutants"], unit["caught"], unit["survivors"]) == (None, 0, 0, [])
    assert (said["mutants"], said["caught"]) == (small.mutants, small.caught)
    assert said["operators"][0]["survivors"][1] == {
        "focus": "https://example.org/a",
        "class": "https://example.org/Count",
        "property": "https://example.org/name",
        "removed": ['<https://example.org/a> <https://example.org/name> "A"@en'],
        "added": [],
        "document": None,
        "line": None,
        "reason": {},
    }


def test_csv_has_a_row_an_operator_and_a_row_a_survivor(small: mutation.Mutation) -> None:
    rows = list(csv.DictReader(io.StringIO(shares.write_csv(small), newline="")))
    operators = [row for row in rows if row["kind"] == "operator"]
    assert [row["operator"] for row in operators] == list(OPERATORS)
    assert (operators[0]["mutants"], operators[0]["caught"], operators[0]["share"], operators[0]["survivors"]) == (
        "4",
        "2",
        "0.500000",
        "2",
    )
    assert next(row["share"] for row in operators if row["operator"] == "wrong-unit") == ""
    assert len(rows) - len(operators) == small.mutants - small.caught
    assert rows[2]["removed"] == '<https://example.org/a> <https://example.org/name> "A"@en'


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only_and_wiped_away(others: Shapes) -> None:
    data = loaded(":a a :Count ; :number 3 ; :unit :piece . :piece a :Unit .")
    quiet, loud = io.StringIO(), Terminal()
    for stream in (quiet, loud):
        with progress.shown(stream, "en") as told:
            mutation.mutate(data, others, told=told)
    assert quiet.getvalue() == ""
    assert "drop: 3 of 3 changes tried" in loud.getvalue()
    assert loud.getvalue().startswith("\r\x1b[K")
    assert loud.getvalue().endswith("\r\x1b[K")
    assert "\n" not in loud.getvalue()


def test_a_value_that_was_wrong_and_is_wrong_again_is_caught_and_nothing_else_there(others: Shapes) -> None:
    """The unit is described nowhere in the file: the data break the shape as they are, and the context cannot be blamed on a mutant."""
    data = loaded(":a a :Count ; :number 3 ; :unit :elsewhere . :b a :Count ; :number 4 ; :unit :piece . :piece a :Unit .")
    trial = Trial(data, others)
    links = [one for one in mutants(trial.world)["wrong-link"] if "elsewhere" in str(one.removed)]
    assert [change(one) for one in links] == ["- a unit elsewhere + a unit a"]
    assert trial.caught(links) == [trial.alone(one) for one in links] == [True]
    other = [one for one in mutants(trial.world)["duplicate"] if "unit" in str(one.added) and str(one.focus).endswith("/a>")]
    assert trial.caught(other) == [trial.alone(one) for one in other] == [False], "a second unit is allowed, and the first was wrong before"


def test_the_text_is_short_ends_with_a_summary_and_helps_a_validator(others: Shapes) -> None:
    data = loaded(":a a :Count ; :number 3 ; :unit :piece ; :name 'A'@en . :piece a :Unit . :out :of :sight .")
    tried = mutation.mutate(data, others)
    made_, caught = sum(one.mutants for one in tried.tried), sum(one.caught for one in tried.tried)
    operators = sum(1 for one in tried.tried if one.mutants)
    english, russian = shares.text(tried, "en"), shares.text(tried, "ru")
    assert "<https://example.org/" not in english, "the data declare a prefix"
    assert '  :a :name\n    - :name "A"@en\n' in english
    assert "if it is a mistake, constrain :name in a shape for :Count" in english
    *_, summary, verdict_, advice = english.splitlines()
    assert summary.startswith(f"In all: {operators} ways of breaking the data, {caught} of {made_} changes noticed, ")
    assert summary.endswith(f"{made_ - caught} passed, 0 of them for a known reason, {made_ - caught} for none.")
    assert re.match(r"Not enough: .*\(drop, ", verdict_)
    assert "add the constraint to the shapes" in advice
    assert "survivors.toml" not in english + russian
    assert len(russian.splitlines()) == len(english.splitlines())


def test_nothing_to_change_is_said(others: Shapes) -> None:
    tried = mutation.mutate(loaded(":out :of :sight ."), others)
    assert shares.text(tried, "en").splitlines()[-1].startswith("Not enough: there was nothing that could be changed")


def test_a_sample_is_the_same_every_time_and_told(others: Shapes) -> None:
    data = loaded(":a a :Count ; :number 3 ; :unit :piece ; :name 'A'@en . :piece a :Unit .")
    tried = [mutation.mutate(data, others, limit=2) for _ in range(2)]
    assert tried[0] == tried[1]
    assert (tried[0].tried[0].made, tried[0].tried[0].mutants) == (4, 2)
    assert "a sample by hash, out of 4" in shares.text(tried[0], "en")


def test_shapes_that_name_iris_whole_are_tried_one_at_a_time() -> None:
    text = SHAPES + ":Named a sh:NodeShape ; sh:targetNode :a ; sh:property [ sh:path :name ; sh:minCount 1 ] ."
    named = checked(text)
    bad = loaded(":a a :Count ; :number 3 ; :unit :piece ; :other 'A'@en . :piece a :Unit .")
    good = loaded(":a a :Count ; :number 3 ; :unit :piece ; :name 'A'@en . :piece a :Unit .")
    for data in (bad, good):
        trial = Trial(data, named)
        chosen = mutants(trial.world)["drop"]
        assert trial.caught(chosen) == [trial.alone(mutant) for mutant in chosen]


def test_blank_nodes_are_copied_too(others: Shapes) -> None:
    trial = Trial(loaded("[] a :Count ; :number 3 ; :unit :piece . :piece a :Unit ."), others)
    chosen = mutants(trial.world)["drop"]
    assert trial.caught(chosen) == [trial.alone(mutant) for mutant in chosen] == [False, True, True]


@pytest.fixture(scope="module")
def real() -> verdict.Prepared:
    return verdict.prepare([REAL], verdict.Request())


def test_copies_give_what_mutants_alone_give(real: verdict.Prepared) -> None:
    trial = Trial(real.data, real.shapes)
    for made_ in mutants(trial.world).values():
        chosen = mutation.sample(made_, 4)
        assert trial.caught(chosen) == [trial.alone(mutant) for mutant in chosen]


def test_a_sample_of_the_real_profile_is_caught_or_explained(real: verdict.Prepared) -> None:
    tried = mutation.mutate(real.data, real.shapes, real.inputs.documents, limit=40)
    assert [change(survivor.mutant) for one in tried.tried for survivor in one.unexplained] == []
    assert all(one.mutants for one in tried.tried)


@pytest.mark.check
def test_ninety_five_per_cent_of_all_mutants_of_the_real_profile_are_caught_or_explained(real: verdict.Prepared) -> None:
    tried = mutation.mutate(real.data, real.shapes, real.inputs.documents)
    assert tried.enough
    assert [change(survivor.mutant) for one in tried.tried for survivor in one.unexplained] == []
    assert all(one.made == one.mutants and one.share is not None and one.share >= 0.93 for one in tried.tried)
    used = {str(survivor.reason) for one in tried.tried for survivor in one.survivors}
    idle = [entry for entry in survivors.known() if str(entry.reason) not in used]
    assert all(entry.without for entry in idle), "idle explanations"
