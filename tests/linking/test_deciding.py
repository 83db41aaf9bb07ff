"""When a candidate is a match: what is equal and alone, and what codes, roles, homonyms and properties need or take away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.linking.query import Candidate, Condition, Query
from kg.linking.reconciliation import MOST, Reconciler

Make = Callable[[str], Reconciler]
STATES = """area:KAZ a hrm:Area ; rdfs:label "Kazakhstan"@en, "Казахстан"@ru ; hrm:iso3 "KAZ" ; hrm:iso2 "KZ" ; hrm:m49 "398" .
area:ARM a hrm:Area ; rdfs:label "Armenia"@en ; hrm:iso3 "ARM" ; hrm:m49 "051" .
"""
BODIES = """role:prosecution skos:prefLabel "Prosecution"@en ; hrm:wording "[the] prosecut{ion|or's office}"@en .
body:KAZ-prosecution a hrm:Body ; rdfs:label "Prosecution (Kazakhstan)"@en ; hrm:role role:prosecution ; hrm:area area:KAZ .
body:ARM-prosecution a hrm:Body ; rdfs:label "Prosecution (Armenia)"@en ; hrm:role role:prosecution ; hrm:area area:ARM .
"""


def match(found: list[Candidate]) -> str:
    return found[0].entity.id if found and found[0].match else ""


def features(found: list[Candidate]) -> dict[str, bool | float]:
    return {feature.id: feature.value for feature in found[0].features}


def test_a_name_decides_alone_and_says_which(made: Make) -> None:
    found = made(STATES).reconcile(Query("kazakhstan"))
    assert match(found) == "area/KAZ"
    assert found[0].score == 100
    assert features(found)["name:label"] is True
    assert [candidate.match for candidate in found].count(True) == 1


def test_a_state_that_shares_its_name_with_something_else_needs_a_property(made: Make) -> None:
    reconciler = made(STATES + 'area:GEO a hrm:Area ; rdfs:label "Georgia"@en ; hrm:iso3 "GEO" .')
    for query in (Query("Georgia"), Query("Georgia", ("Area",))):
        found = reconciler.reconcile(query)
        assert found[0].entity.id == "area/GEO"
        assert match(found) == ""
    assert match(reconciler.reconcile(Query("Georgia", (), (Condition("iso3", ("GEO",)),)))) == "area/GEO"
    assert match(reconciler.reconcile(Query("GEO", ("Area",)))) == "area/GEO"


@pytest.mark.parametrize("name", ["Congo", "Korea"])
def test_two_things_of_one_name_never_match(made: Make, name: str) -> None:
    reconciler = made(
        f'area:XA a hrm:Area ; rdfs:label "{name}"@en ; hrm:iso3 "XXA" . area:XB a hrm:Area ; rdfs:label "{name}"@en ; hrm:iso3 "XXB" .'
    )
    for types in ((), ("Area",)):
        found = reconciler.reconcile(Query(name, types))
        assert [candidate.match for candidate in found] == [False, False]
    assert match(reconciler.reconcile(Query(name, (), (Condition("iso3", ("XXB",)),)))) == "area/XB"


def test_two_bearers_of_a_name_that_is_no_homonym_do_not_match_either(made: Make) -> None:
    reconciler = made('area:XA a hrm:Area ; rdfs:label "Elsewhere"@en . inst:E a hrm:Instrument ; rdfs:label "Elsewhere"@en .')
    assert match(reconciler.reconcile(Query("Elsewhere"))) == ""
    assert match(reconciler.reconcile(Query("Elsewhere", ("Area",)))) == "area/XA"


def test_a_code_needs_a_type_or_a_property(made: Make) -> None:
    reconciler = made(STATES)
    found = reconciler.reconcile(Query("KAZ"))
    assert (found[0].entity.id, found[0].match, features(found)["name:iso3"]) == ("area/KAZ", False, True)
    assert found[0].score < 100
    assert match(reconciler.reconcile(Query("KAZ", ("Area",)))) == "area/KAZ"
    assert match(reconciler.reconcile(Query("KAZ", (), (Condition("m49", ("398",)),)))) == "area/KAZ"


@pytest.mark.parametrize(("code", "known"), [("051", True), ("51", True), ("0051", False), ("5", False), ("510", False)])
def test_m49_with_and_without_leading_zeros(made: Make, code: str, known: bool) -> None:
    assert (match(made(STATES).reconcile(Query(code, ("Area",)))) == "area/ARM") is known


def test_a_number_is_no_padded_code_of_another_kind(made: Make) -> None:
    reconciler = made('inst:ECHR a hrm:Instrument ; rdfs:label "ECHR"@en ; hrm:cetsNumber "005" .')
    assert match(reconciler.reconcile(Query("005", ("Instrument",)))) == "instrument/ECHR"
    assert match(reconciler.reconcile(Query("5", ("Instrument",)))) == ""


def test_a_role_is_another_body_in_every_state(made: Make) -> None:
    reconciler = made(STATES + BODIES)
    assert match(reconciler.reconcile(Query("Prosecution"))) == ""
    assert match(reconciler.reconcile(Query("Prosecution", ("Body",)))) == ""
    for written in ("Kazakhstan", "KAZ", "398", "area/KAZ"):
        found = reconciler.reconcile(Query("the prosecutor's office", ("Body",), (Condition("area", (written,)),)))
        assert match(found) == "body/KAZ-prosecution", written
        assert features(found)["property:area"] is True
    assert match(reconciler.reconcile(Query("Prosecution, Kazakhstan"))) == "body/KAZ-prosecution"
    alone = made(STATES + BODIES.rpartition("body:ARM")[0])
    assert match(alone.reconcile(Query("Prosecution", ("Body",)))) == "", "the only one that a store knows is not the only one"


def test_a_property_that_contradicts_takes_the_match_away(made: Make) -> None:
    found = made(STATES).reconcile(Query("Kazakhstan", (), (Condition("iso3", ("ARM",)),)))
    assert (found[0].entity.id, found[0].match) == ("area/KAZ", False)
    assert features(found)["property:iso3"] is False
    assert found[0].score < 100


def test_a_property_of_which_nothing_is_known_changes_nothing(made: Make) -> None:
    reconciler = made(STATES)
    for name in ("iso2", "nothing", "skos:nothing", "\u0000", "http://example.org/ <"):
        found = reconciler.reconcile(Query("Armenia", (), (Condition(name, ("AM",)),)))
        assert match(found) == "area/ARM"
        assert f"property:{name}" not in features(found)
        assert reconciler.reconcile(Query("Armenia", (), (Condition(name, ("AM",), required=True),))) == []


def test_quantifiers(made: Make) -> None:
    reconciler = made(STATES)

    def asked(quantifier: str, *values: str) -> list[str]:
        condition = Condition("iso3", values, True, quantifier)  # type: ignore[arg-type]
        return sorted(one.entity.id for one in reconciler.reconcile(Query("", ("Area",), (condition,))))

    assert asked("any", "KAZ", "XXX") == ["area/KAZ"]
    assert asked("all", "KAZ", "XXX") == []
    assert asked("none", "KAZ", "XXX") == ["area/ARM"]


def test_properties_alone_match_only_by_a_code(made: Make) -> None:
    reconciler = made(STATES + BODIES)
    assert match(reconciler.reconcile(Query("", (), (Condition("iso3", ("kaz",)),)))) == "area/KAZ"
    assert match(reconciler.reconcile(Query("", (), (Condition("hrm:m49", ("51",)),)))) == "area/ARM"
    unknown = Condition("iso2", ("AM",))
    assert match(reconciler.reconcile(Query("", (), (Condition("iso3", ("ARM",)), unknown)))) == "area/ARM", "of iso2 nothing is known"
    assert match(reconciler.reconcile(Query("", (), (Condition("rdfs:label", ("Armenia",)), unknown)))) == ""
    found = reconciler.reconcile(Query("", (), (Condition("area", ("Kazakhstan",)),)))
    assert [(one.entity.id, one.match) for one in found] == [("body/KAZ-prosecution", False)]
    assert match(reconciler.reconcile(Query("", (), (Condition("iso3", ("KAZ",)), Condition("m49", ("051",)))))) == ""
    assert match(reconciler.reconcile(Query("", (), (Condition("iso3", ("ARM",), quantifier="none"),)))) == ""


def test_types(made: Make) -> None:
    reconciler = made(
        'inst:T a hrm:Instrument, hrm:Treaty ; rdfs:label "Same name"@en .'
        'inst:P a hrm:Instrument, hrm:Procedure ; rdfs:label "Same name"@en .'
    )
    assert match(reconciler.reconcile(Query("Same name", ("Instrument",)))) == ""
    assert match(reconciler.reconcile(Query("Same name", ("Treaty",)))) == "instrument/T"
    assert match(reconciler.reconcile(Query("Same name", ("https://w3id.org/hrmkg/ontology#Treaty",)))) == "instrument/T"
    assert match(reconciler.reconcile(Query("Same name", ("Instrument", "Treaty"), strictness="all"))) == "instrument/T"
    assert len(reconciler.reconcile(Query("Same name", ("Area", "Treaty")))) == 1
    assert len(reconciler.reconcile(Query("Same name", ("Area",), strictness="should"))) == 2
    assert reconciler.reconcile(Query("Same name", ("Unheard",))) == []


def test_an_identifier_is_found(made: Make) -> None:
    reconciler = made(STATES)
    for written in ("area/KAZ", "https://w3id.org/hrmkg/area/KAZ"):
        assert match(reconciler.reconcile(Query(written))) == "area/KAZ"
    assert match(reconciler.reconcile(Query("area/KAZ", id=True))) == "area/KAZ"
    assert reconciler.reconcile(Query("Kazakhstan", id=True)) == []


def test_marks_of_the_ontology_are_no_things(real: Reconciler) -> None:
    """``body:any`` limits nothing and ``body:as-printed`` did not resolve."""
    assert {"body/any", "body/as-printed"} & set(real.index.by_id) == set()
    assert len(real.index.entities) == 9 + 41 + 33 + 24 + 1


def test_candidates_are_sorted_and_limited(real: Reconciler) -> None:
    found = real.reconcile(Query("Convention", limit=7))
    assert len(found) == 7
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert len(real.reconcile(Query("Convention", limit=10_000))) <= MOST
    assert len(real.reconcile(Query("Convention", limit=-3))) == 1
    assert len(real.reconcile(Query("Convention"))) == 5
    assert real.reconcile(Query("Convention", limit=7)) == found
    assert real.reconcile(Query("")) == real.reconcile(Query("?!")) == []


def test_names_of_other_places_are_known(real: Reconciler) -> None:
    """Labels of an indicator that is about one instrument name it too; wordings that name who receives complaints do not."""
    assert match(real.reconcile(Query("Optional Protocol to the Convention against Torture", ("Instrument",)))) == "instrument/OPCAT"
    assert match(real.reconcile(Query("Committee against Torture"))) == "body/CAT-Committee"
    assert match(real.reconcile(Query("ICRMW", ("Instrument",)))) == "instrument/ICMW"
    kinds = {name.kind for entity in real.index.entities.values() for name in entity.names}
    assert {"label", "official", "short", "historical", "listed", "acronym", "alternative", "role", "uprCode", "exactMatch"} <= kinds


def test_what_rests_on_memory_is_no_code(real: Reconciler) -> None:
    assert match(real.reconcile(Query("CCPR", ("Instrument",)))) == "", "ohchr_treatybody_code of ICCPR is memory"
