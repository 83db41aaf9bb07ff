"""What is found and how it is told: kinds, order, filters, pages, marks; nothing that a query holds breaks it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.errors import QueryError, VocabularyError
from kg.searching import KINDS, Index
from kg.searching.results import MATCHES, Fragment, said
from kg.storage.store import open_build
from kg.vocabulary import vocabulary

BASE = vocabulary().base
HRM = vocabulary().prefixes["hrm"]
PROFILE = f"{BASE}profile/antitorture/KAZ/2022"
HOSTILE = [
    "",
    " ",
    '"',
    '""',
    '" " "',
    "«",
    "*",
    "^",
    "a*",
    "NEAR(a b, 2)",
    "AND",
    "OR NOT AND",
    "names:x",
    "{names texts} : x",
    "-x",
    "(((((",
    "'; DROP TABLE found; --",
    "\x00",
    "a\x00b",
    "\ud800",
    "<script>alert(1)</script>",
    "&lt;",
    "%00%",
    "\\",
    "(a+)+$" * 40,
    "(?:a|a)*" * 40,
    "x" * 10_000,
    "пытки " * 2_000,
    '"' * 5_000,
    "\u0301" * 500,
    "й" * 500,
    "💥 ∅ ‮abc",
    "\u00a6",
    "١٢٣",
    "1" * 400,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
]


@pytest.mark.parametrize(
    ("query", "kind", "iri"),
    [
        ("Казахстан", "area", "area/KAZ"),
        ("OPCAT", "instrument", "instrument/OPCAT"),
        ("Тюремное население", "indicator", "vocab/indicator/prison-population"),
        ("Осужденные женщины", "indicator", "vocab/indicator/convicted-prisoners.women"),
        ("Armenia 2022", "profile", "profile/invented/ARM/2022"),
        ("Комитет против пыток", "body", "body/CAT-Committee"),
        ("What does a profile not state?", "question", "queries/not-stated"),
        ("Гарантия", "scale", "vocab/scale/guarantee"),
        ("Защищен", "answer", "vocab/scale/video-evidence.protected"),
        ("подростки", "group", "vocab/group/juveniles"),
        ("no data", "reason", "vocab/gap-reason/not-available"),
        ("KZT", "unit", "vocab/unit/KZT"),
        ("Роли органов", "concept", "vocab/role"),
        ("Датированные действия государств", "dataset", "reference/acts"),
        ("верхняя граница", "term", "ontology#upperBound"),
        ("неофициальные места заключения", "statement", "profile/antitorture/KAZ/2022/narrative.182"),
    ],
)
def test_everything_with_a_label_is_found(index: Index, query: str, kind: str, iri: str) -> None:
    first = index.search(query, kind=kind).hits[0]
    assert (first.kind, first.iri) == (kind, BASE + iri)


def test_every_name_in_both_languages_is_found_exactly(index: Index) -> None:
    for document in index.documents:
        for label in document.labels.values() if document.kind != "statement" else ():
            exact = [hit.iri for hit in index.search(label, limit=50).hits if hit.match == "exact"]
            assert document.iri in exact, label
            assert index.search(label).hits[0].iri == exact[0]


def test_every_kind_is_tested_above() -> None:
    tested = test_everything_with_a_label_is_found.pytestmark[0].args[1]
    assert {kind for _, kind, _ in tested} == set(KINDS)


def test_all_that_was_built_is_in_it(index: Index, searched: Path) -> None:
    store = open_build(searched)
    printed = {quad.subject.value for quad in store if quad.predicate.value == HRM + "asPrinted"}
    assert {one.iri for one in index.documents if one.kind == "statement"} == printed
    for table in ("areas", "instruments"):
        keys = {
            quad.subject.value for quad in store if quad.graph_name.value == f"{BASE}graph/reference/{table}" and "#" in quad.object.value
        }
        assert {iri for iri in keys if iri.startswith(f"{BASE}{table[:-1]}/")} <= {one.iri for one in index.documents}


def test_a_statement_leads_to_its_passage_and_profile(index: Index) -> None:
    hit = index.search("40 842").hits[0]
    assert (hit.iri, hit.profile, hit.area) == (f"{PROFILE}/prison-population", PROFILE, f"{BASE}area/KAZ")
    assert hit.passage.endswith("/255-261")
    assert said(hit.label) == "Prison population (Kazakhstan, 2022)"
    assert hit.snippet == (Fragment("Тюремное население: "), Fragment("40 842", True))
    assert [one.iri for one in index.search(hit.passage).hits] == [hit.iri]


def test_matches_come_in_their_order(index: Index) -> None:
    for query in ("стамбульский протокол", "пытки", "Kazakhstan", "prison", "конвенция о правах"):
        found = [MATCHES.index(hit.match) for hit in index.search(query, limit=200).hits]
        assert found == sorted(found)
        assert "similar" not in {hit.match for hit in index.search(query, limit=200).hits}
    matches = {hit.iri.removeprefix(BASE): hit.match for hit in index.search("стамбульский протокол", limit=50).hits}
    assert matches["instrument/IstanbulProtocol"] == "exact"
    assert matches["instrument/IstanbulProtocol2022"] == "begins"


@pytest.mark.parametrize(
    ("query", "match"),
    [("Казахстан", "exact"), ("казахстана", "forms"), ("KAZAHSTAN", "forms"), ("казах", "begins"), ("Кзаахстан", "similar")],
)
def test_a_hit_tells_how_it_matches(index: Index, query: str, match: str) -> None:
    first = index.search(query, kind="area").hits[0]
    assert (first.iri, first.match, first.similar) == (f"{BASE}area/KAZ", match, match == "similar")


@pytest.mark.parametrize(
    ("query", "taken", "how"),
    [("rfpf[cnfy", "казахстан", "layout"), ("kazahstan", "казахстан", "letters"), ("казакстан", "казахстан", "near")],
)
def test_what_was_read_otherwise_is_told(index: Index, query: str, taken: str, how: str) -> None:
    assert index.search(query).taken == ((query, taken, how),)
    assert index.search(taken).taken == ()


def test_no_letter_becomes_a_comma_on_the_other_keyboard(index: Index) -> None:
    found = index.search("бюджжет")  # its keys would be ",.l;;tn", of which "l" and "tn" are words
    assert found.hits[0].iri == f"{BASE}vocab/indicator/investigation-budget"
    assert found.taken == (("бюджжет", "бюджет", "near"),)


def test_words_are_folded(index: Index) -> None:
    iris = [hit.iri for hit in index.search("осуждённые").hits]
    for same in ("осужденные", "ОСУЖДЁННЫЕ", "осужде\u0301нные", "осужде\u0308нные", "  Осуждённые!  "):
        assert [hit.iri for hit in index.search(same).hits] == iris


def test_a_vowel_that_comes_and_goes_hides_nothing(index: Index) -> None:
    assert {hit.iri for hit in index.search("пыток", limit=200).hits} == {hit.iri for hit in index.search("пыткой", limit=200).hits}
    assert index.search("подросток").hits[0].iri == f"{BASE}vocab/group/juveniles"


def test_words_stand_in_any_order_and_phrases_do_not(index: Index) -> None:
    assert index.search("население тюремное").hits[0].iri == f"{BASE}vocab/indicator/prison-population"
    assert index.search('"тюремное население"').hits[0].iri == f"{BASE}vocab/indicator/prison-population"
    assert index.search('"население тюремное"').total == 0
    both = index.search('Казахстан "тюремное население"')
    assert [hit.iri for hit in both.hits] == [f"{PROFILE}/prison-population"]


def test_no_phrase_reaches_from_one_text_into_the_next(index: Index) -> None:
    area = next(one for one in index.documents if one.iri == f"{BASE}area/KAZ")
    one, other = (name.words for name in area.names[:2])
    assert index.search(f'"{one} {other}"').total == 0


def test_joining_words_need_not_be_there(index: Index) -> None:
    assert index.search("how many prisoners are in Kazakhstan").hits[0].iri == f"{PROFILE}/prison-population"
    assert index.search("the").total > 0
    assert index.search("of the in").total > 0


def test_most_of_a_query_is_enough_where_nothing_holds_it_all(index: Index) -> None:
    found = index.search("Миннесотский протокол Манделы")
    assert found.similar
    assert {hit.match for hit in found.hits} == {"similar"}
    assert f"{BASE}instrument/MinnesotaProtocol" in {hit.iri for hit in found.hits}
    left = index.search("тюремное население Казахстан флогистон", limit=200)
    assert (left.similar, left.left_out) == (True, ("флогистон",))
    assert left.hits[0].iri == f"{PROFILE}/prison-population"
    assert f"{BASE}area/KAZ" not in {hit.iri for hit in left.hits}  # it holds one of four


def test_filters_narrow_and_counts_are_exact(index: Index) -> None:
    everything = index.search("пытки", limit=200)
    assert everything.total == everything.everything == sum(group.total for group in everything.groups) == len(everything.hits) < 200
    for group in everything.groups:
        of_kind = index.search("пытки", kind=group.kind, limit=200)
        assert of_kind.total == group.total == len(of_kind.hits)
        assert [hit.iri for hit in of_kind.hits] == [hit.iri for hit in everything.hits if hit.kind == group.kind]
        assert (of_kind.everything, of_kind.groups) == (everything.total, everything.groups)
    of_state = index.search("пытки", area="KAZ", limit=200)
    assert 0 < of_state.total < everything.total
    assert {hit.iri for hit in of_state.hits} == {hit.iri for hit in everything.hits if hit.area == f"{BASE}area/KAZ"}


@pytest.mark.parametrize("state", ["KAZ", "kz", "398", "Казахстан", "Kazakhstan", f"{BASE}area/KAZ"])
def test_a_state_is_named_in_any_way(index: Index, state: str) -> None:
    assert index.search("население", area=state).area == f"{BASE}area/KAZ"


def test_pages_are_pieces_of_one_list(index: Index) -> None:
    whole = index.search("пытки", limit=200).hits
    pages = [hit for start in range(0, len(whole) + 7, 7) for hit in index.search("пытки", limit=7, offset=start).hits]
    assert pages == list(whole)
    beyond = index.search("пытки", offset=5000)
    assert (beyond.hits, beyond.total) == ((), len(whole))


def test_the_best_of_each_kind_are_told(index: Index) -> None:
    found = index.search("пытки", best=3)
    for group in found.groups:
        assert group.best == index.search("пытки", kind=group.kind, limit=3).hits
    assert [group.kind for group in found.groups] == list(dict.fromkeys(hit.kind for hit in index.search("пытки", limit=200).hits))


def test_labels_and_texts_are_in_the_language(index: Index) -> None:
    for language, label in (("en", "Prison population"), ("ru", "Тюремное население")):
        hit = index.search("ind:prison-population", lang=language).hits[0]
        assert (said(hit.label), hit.label_language, hit.snippet_language) == (label, language, language)


def test_marked_words_are_those_that_were_asked_for(index: Index) -> None:
    for query in ("протест", "заключен", "Kazakhstan", "torture"):
        hits = index.search(query, limit=50).hits
        marked = [piece.text for hit in hits for piece in (*hit.label, *hit.snippet) if piece.marked]
        assert marked
        assert all(word.lower().startswith(query.lower()[:6]) for word in marked), marked
        assert all(piece.text for hit in hits for piece in (*hit.label, *hit.snippet))
    hit = index.search("массовых протестов").hits[0]
    assert [piece.text for piece in hit.snippet if piece.marked] == ["массовых", "протеста"]
    assert (
        "".join(piece.text for piece in hit.snippet)
        in "Грубые и неизбирательные нарушения прав человека во время и после массовых акций протеста в январе 2022 года."
    )


def test_a_long_text_is_cut_around_the_words(index: Index) -> None:
    hit = index.search('"death penalty"', kind="instrument", lang="en").hits[0]
    assert hit.iri == f"{BASE}instrument/ICCPR-OP2"
    for one in index.search("statement", kind="term", limit=200).hits:
        assert len(said(one.snippet)) <= 200


def test_suggestions_are_names_in_the_alphabet_that_is_typed(index: Index) -> None:
    assert said(index.suggest("каз")[0].label) == "Казахстан"
    assert said(index.suggest("kaz")[0].label) == "Kazakhstan"
    found = index.suggest("пыт", limit=5)
    assert len(found) == len({said(hit.label) for hit in found}) == 5
    assert "statement" not in {hit.kind for hit in found}


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("KG870", {"kind": "person"}),
        ("KG871", {"area": "XXX"}),
        ("KG871", {"area": f"{BASE}instrument/CAT"}),
        ("KG872", {"limit": 201}),
        ("KG872", {"offset": -1}),
    ],
)
def test_what_cannot_be_is_told(index: Index, code: str, asked: dict[str, object]) -> None:
    with pytest.raises(QueryError, match=code):
        index.search("x", **asked)  # type: ignore[arg-type]


def test_an_unknown_language_is_told(index: Index) -> None:
    with pytest.raises(VocabularyError, match="KG403"):
        index.search("x", lang="de")


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_breaks_it(index: Index, query: str) -> None:
    for area in ("", "KAZ"):
        started = time.process_time()
        found = index.search(query, area=area, best=5)
        assert time.process_time() - started < 0.5  # far more than it takes: 50 ms where the graph is ten times larger
        assert found.total <= found.everything <= len(index.documents)
        assert len(found.query) <= 300
        found.query.encode("utf-8")
    index.suggest(query)


def test_the_same_store_gives_the_same_answers(index: Index, searched: Path) -> None:
    again = Index.of(open_build(searched))
    for query in ("пытки", "prizon", "Казахстан", "женщины дети флогистон", "к"):
        assert again.search(query, limit=200, best=5) == index.search(query, limit=200, best=5)


def test_the_order_of_a_store_does_not_matter(searched: Path) -> None:
    quads = list(open_build(searched))
    stores = [Store(), Store()]
    for store, some in zip(stores, (quads, quads[::-1]), strict=True):
        store.extend(some)
    one, other = map(Index.of, stores)
    assert one.documents == other.documents
    assert one.search("пытки", limit=200) == other.search("пытки", limit=200)


def test_several_threads_ask_at_once(index: Index) -> None:
    queries = ["пытки", "prison", "Казахстан", "kazahstan", "протокол"] * 20
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(index.search, queries))
    assert found == [index.search(query) for query in queries]


def test_no_person_and_nothing_of_elsewhere_is_found() -> None:
    store = Store()
    data = f"""
<{BASE}x> a <{HRM}Body> ; <http://www.w3.org/2000/01/rdf-schema#label> "Zebra service"@en .
<{BASE}p1> a <http://xmlns.com/foaf/0.1/Person> ; <http://www.w3.org/2000/01/rdf-schema#label> "Zebra Person"@en .
<{BASE}p2> a <http://www.w3.org/ns/prov#Person> ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Zebra Person"@en .
<{BASE}p3> <http://www.w3.org/2000/01/rdf-schema#label> "Zebra Person"@en .
<http://example.org/b> a <{HRM}Body> ; <http://www.w3.org/2000/01/rdf-schema#label> "Zebra elsewhere"@en .
"""
    store.load(data.encode(), format=RdfFormat.TURTLE)
    assert [hit.iri for hit in Index.of(store).search("zebra").hits] == [f"{BASE}x"]


def test_an_empty_store_holds_the_questions_alone() -> None:
    index = Index.of(Store())
    assert {document.kind for document in index.documents} == {"question"}
    assert index.search("Казахстан", kind="area").total == 0
    assert Index([]).search("anything").total == 0


def test_what_a_profile_says_is_marked_up_by_nobody() -> None:
    store = Store()
    data = f"""
<{BASE}profile/s/KAZ/1/x> a <{HRM}Narrative> ; <{HRM}asPrinted> "<b>Zebra</b> & \\u0000"@en ;
  <http://www.w3.org/ns/prov#wasDerivedFrom> <{BASE}source/0123456789abcdef/5-900> ;
  <http://purl.org/dc/terms/isPartOf> <{BASE}profile/s/KAZ/1> .
<{BASE}source/0123456789abcdef> <{HRM}text> "short" .
"""
    store.load(data.encode(), format=RdfFormat.TURTLE)
    (hit,) = Index.of(store).search("zebra").hits
    assert hit.label == (Fragment("<b>"), Fragment("Zebra", True), Fragment("</b> & \x00"))
    assert hit.snippet == ()


def test_half_of_a_phrase_is_found_and_said_to_be_half(index: Index) -> None:
    found = index.search("право на адвоката", lang="ru", limit=5)
    assert f"{BASE}vocab/indicator/lawyer-notification" in [hit.iri for hit in found.hits[:3]]
    assert found.similar
    assert "адвоката" in found.partly
    assert index.search("извещение адвоката", lang="ru").partly == ()
