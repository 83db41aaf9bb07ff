"""What ``kg gain`` asks beside the questions: none of the library, the same rows on two engines, and by the vocabulary alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.gaining import inquiries
from kg.querying import binding, question

FOLDER = question.folder().parent / "gain"
NAMES = sorted(path.stem for path in FOLDER.glob("*.rq"))
HRM, VOCAB = "https://w3id.org/hrmkg/ontology#", "https://w3id.org/hrmkg/vocab/"
FILE = NamedNode("arcp://uuid,32a423d6-52ab-47e3-a9cd-54f418a48571/partner.ttl")
"""As the graphs of partners' files are named."""
STATES = {
    ("party", "consent-to-be-bound"),
    ("signatory", "signature"),
    ("declaration-made", "declaration"),
    ("denounced", "denunciation"),
    ("ceased", "cessation"),
}
EXCLUDES = {("no-action", "signature"), ("no-action", "consent-to-be-bound"), ("signatory", "consent-to-be-bound")}
FORMS = {("ratification", "consent-to-be-bound"), ("accession", "consent-to-be-bound")}
OWN = f"""@prefix qb: <http://purl.org/linked-data/cube#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dimension: <http://purl.org/linked-data/sdmx/2009/dimension#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix own: <https://example.org/own/> . @prefix inst: <https://w3id.org/hrmkg/instrument/> .
own:about a qb:DimensionProperty . own:acceded a qb:MeasureProperty ; qb:concept own:accession .
own:accession skos:exactMatch <{VOCAB}act-kind/accession> . own:OPCAT skos:exactMatch inst:OPCAT . own:ICMW skos:exactMatch inst:ICMW .
own:o1 a qb:Observation ; qb:dataSet own:set ; dimension:refArea <https://w3id.org/hrmkg/area/BLR> ; own:about own:OPCAT ;
  own:acceded "2010"^^xsd:gYear .
own:o2 a qb:Observation ; qb:dataSet own:set ; dimension:refArea <https://w3id.org/hrmkg/area/ARM> ; own:about own:ICMW ;
  own:acceded "2010"^^xsd:gYear .
own:o3 a qb:Observation ; qb:dataSet own:set ; dimension:refArea <https://w3id.org/hrmkg/area/POL> ; own:about own:OPCAT ;
  own:acceded "2005"^^xsd:gYear .
own:o4 dimension:refPeriod "2020-01-01"^^xsd:date .
own:act <{HRM}area> <https://w3id.org/hrmkg/area/POL> ; <{HRM}instrument> inst:CAT .
"""


def quads(build: Path, file: str) -> list[Quad]:
    theirs = parse(file, format=RdfFormat.TURTLE)
    return [
        *parse(path=str(build / "graph.nq"), format=RdfFormat.N_QUADS),
        *(Quad(quad.subject, quad.predicate, quad.object, FILE) for quad in theirs),
    ]


def ask(store: Store, query: str) -> list[dict[str, str]]:
    found: Any = store.query(query, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in found]


@pytest.fixture
def store(build: Path) -> Store:
    """The build beside dates of a partner; a test may change it."""
    store = Store()
    store.extend(quads(build, OWN))
    return store


def said(store: Store, local: str) -> set[tuple[str, str]]:
    found = store.quads_for_pattern(None, NamedNode(HRM + local), None)
    return {(quad.subject.value.rpartition("/")[2], quad.object.value.rpartition("/")[2]) for quad in found}


def unsay(store: Store, local: str, about: str) -> None:
    for quad in list(store.quads_for_pattern(NamedNode(VOCAB + about), NamedNode(HRM + local), None)):
        store.remove(quad)


def test_they_are_no_questions_of_the_library() -> None:
    assert len(NAMES) == 7
    assert not set(NAMES) & {one.name for one in question.library()}
    for name in NAMES:
        one = question.read(FOLDER / f"{name}.rq")
        assert set(one.title) == {"en", "ru"}
        assert not one.parameters
        assert inquiries.text(name) == one.sparql


@pytest.mark.filterwarnings("ignore:Dataset.(default_context|contexts) is deprecated:DeprecationWarning")  # rdflib's own use of itself
def test_two_engines_give_the_same_rows(build: Path, root: Path) -> None:
    given = quads(build, (root / "tests" / "queries" / "partner.ttl").read_text(encoding="utf-8") + OWN)
    one = Store()
    one.extend(given)
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        other = rdflib.Dataset(default_union=True)
        other.parse(data=one.dump(format=RdfFormat.N_QUADS).decode("utf-8"), format="nquads")
        for name in NAMES:
            rows = Counter(frozenset(row.items()) for row in ask(one, inquiries.text(name)))
            there = [
                {str(variable): str(term) for variable, term in binding.items()} for binding in other.query(inquiries.text(name)).bindings
            ]
            assert rows == Counter(frozenset(row.items()) for row in there), name
            assert rows, name
    finally:
        rdflib.NORMALIZE_LITERALS = before


def test_the_vocabulary_says_which_act_a_status_states(store: Store) -> None:
    assert (said(store, "statesAct"), said(store, "excludesAct"), said(store, "formOf")) == (STATES, EXCLUDES, FORMS)
    assert not {status for status, _ in STATES & EXCLUDES}


def test_records_state_what_the_vocabulary_says(store: Store) -> None:
    def sorts() -> set[tuple[str, str]]:
        rows = ask(store, inquiries.text("our-records"))
        return {(row["status"], row.get("sort", "").rpartition("/")[2]) for row in rows}

    assert {row for row in sorts() if row[1]} == {
        ("party", "consent-to-be-bound"),
        ("signatory", "signature"),
        ("declaration made", "declaration"),
        ("denounced", "denunciation"),
        ("ceased to be a party", "cessation"),
    }
    assert {status for status, _ in sorts()} == {
        *("party", "signatory", "declaration made", "denounced", "ceased to be a party", "reservation", "opted out", "opt-out withdrawn"),
        *("postponement", "declaration or reservation text"),
    }
    unsay(store, "statesAct", "record-status/party")
    assert ("party", "") in sorts()
    assert ("party", "consent-to-be-bound") not in sorts()


def test_acts_are_of_the_kind_of_which_they_are_forms(store: Store) -> None:
    def sorts(kind: str) -> set[str]:
        rows = ask(store, inquiries.text("our-acts"))
        return {row["sort"].rpartition("/")[2] for row in rows if row["kind"].endswith(f"/{kind}")}

    assert (sorts("ratification"), sorts("accession"), sorts("signature")) == (*2 * ({"consent-to-be-bound"},), {"signature"})
    unsay(store, "formOf", "act-kind/accession")
    assert sorts("accession") == {"accession"}


def test_the_question_reads_the_vocabulary_too(store: Store) -> None:
    one = question.find("partner-acts-beside-ours")
    text = binding.bind(one, dict.fromkeys(one.parameters, binding.ANY))

    def verdicts() -> dict[str, tuple[str, str]]:
        return {row["theirs"].rpartition("/")[2]: (row["verdict"], row.get("ourAct", "")) for row in ask(store, text) if "status" in row}

    # Of Belarus there is no action, Armenia is a signatory, and Poland has ratified in the year in which the partner has an accession.
    before = verdicts()
    assert before == {"o1": ("contradicts", ""), "o2": ("contradicts", ""), "o3": ("agrees on the date only", "ratification")}
    unsay(store, "excludesAct", "record-status/no-action")
    assert verdicts() == {**before, "o1": ("no counterpart", "")}
    unsay(store, "excludesAct", "record-status/signatory")
    assert verdicts()["o2"] == ("no counterpart", "")
    unsay(store, "formOf", "act-kind/ratification")
    assert verdicts()["o3"][1] == ""
