"""Questions in another language: the same answer with the labels and words of that language, from a query that says so itself."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

import kg
from kg.errors import KgError, QueryError, VocabularyError
from kg.mapping.terms import HRM, RDF, SKOS
from kg.querying import binding, execution, question
from kg.querying.speaking import spoken, words
from kg.vocabulary.loading import read_table

ROOT = Path(__file__).resolve().parent.parent.parent
QUESTIONS = {one.name: one for one in question.library() if not one.service}
LANGUAGE_OF_LABELS = re.compile(r'LANG\(\?\w+\) = "(\w+)"')
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
Cells = dict[str, list[Any]]


def asked(name: str, build: Path, language: str, **given: str) -> Cells:
    """The bound cells of an answer by column."""
    found = execution.local(binding.bind(QUESTIONS[name], given, language), build)
    rows = list(found)
    return {one.value: [row[one] for row in rows if row[one] is not None] for one in found.variables} | {"": rows}


def everywhere(name: str) -> dict[str, str]:
    """Every state, where a question asks of one."""
    return {"area": "any"} if "area" in QUESTIONS[name].parameters else {}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_in_russian_has_the_same_rows(name: str, build: Path) -> None:
    for given in ({}, everywhere(name)):
        english, russian = (asked(name, build, language, **given) for language in ("en", "ru"))
        assert len(russian.pop("")) == len(english.pop(""))
        assert {column: len(cells) for column, cells in russian.items()} == {column: len(cells) for column, cells in english.items()}
        for column, cells in english.items():
            assert Counter(map(str, filter(plain, cells))) == Counter(map(str, filter(plain, russian[column]))), column


def plain(term: Any) -> bool:
    """Whether a term is of no language: an IRI, a number, a date."""
    return isinstance(term, NamedNode) or (isinstance(term, Literal) and not term.datatype.value.endswith(("#string", "#langString")))


@pytest.mark.parametrize("name", QUESTIONS)
def test_nothing_that_a_question_says_stays_english(name: str, build: Path) -> None:
    one = QUESTIONS[name]
    query = one.sparql.partition("SELECT")[2]
    for parameter in one.parameters:
        query = question.block(parameter).sub("", query)
    said = {text for text in STRING.findall(query) if re.search("[A-Za-z]{2}", text)}
    answers = asked(name, build, "en", **everywhere(name))
    open_to = [column for column in answers if column and column not in one.quoted]
    shown = {cell.value for column in open_to for cell in answers[column] if isinstance(cell, Literal)}
    assert said & shown <= set(words("ru")), "a word that is missing in queries/words.tsv"
    russian = asked(name, build, "ru", **everywhere(name))
    left = [cell for column in open_to for cell in russian[column] if isinstance(cell, Literal)]
    assert not {cell.value for cell in left} & set(words("ru"))
    assert not [cell for cell in left if cell.language == "en"]


@pytest.mark.parametrize("name", QUESTIONS)
def test_its_text_is_a_query_of_the_language(name: str) -> None:
    one = QUESTIONS[name]
    assert binding.bind(one, {}) == binding.bind(one, {}, "en") == one.sparql
    russian = binding.bind(one, {}, "ru")
    assert set(LANGUAGE_OF_LABELS.findall(russian)) <= {"ru"}
    assert re.sub(r'"[^"\n]*"', '""', russian) == re.sub(r'"[^"\n]*"', '""', one.sparql), "nothing but texts in quotation marks differs"


@pytest.mark.parametrize("name", QUESTIONS)
def test_quoted_columns_are_columns(name: str) -> None:
    assert set(QUESTIONS[name].quoted) <= set(QUESTIONS[name].columns)
    assert set(QUESTIONS[name].quoted.values()) <= {"en", "ru"}


def test_most_questions_have_rows(build: Path) -> None:
    """What is compared is not nothing; questions about a partner's data have no rows without them."""
    assert sum(bool(asked(name, build, "ru")[""]) for name in QUESTIONS) >= 45


def test_only_labels_and_words_change() -> None:
    query = """# "gap" in a comment
SELECT ?a WHERE {
  VALUES ?word { "gap" "en" }
  ?a rdfs:label ?l . FILTER(LANG(?l) = "en" && LANG(?m) IN ("en") && LANG( ?n )="en")
  BIND(IF(?x, "gap", 'gap') AS ?state) BIND("gap"@en AS ?tagged) BIND("gap"^^xsd:string AS ?typed)
  FILTER(?y != <http://e/#"gap">) FILTER(REGEX(?z, "gap of \\"gap\\"")) BIND(\"\"\"gap\"\"\" AS ?long)
}"""
    expected = query.replace('LANG(?l) = "en"', 'LANG(?l) = "ru"').replace('LANG( ?n )="en"', 'LANG( ?n )="ru"')
    expected = expected.replace('IF(?x, "gap"', 'IF(?x, "пробел"')
    assert spoken(query, "ru", ["word"]) == expected
    assert spoken(query, "en", ["word"]) == query
    assert '"пробел" "en"' in spoken(query, "ru")


def test_a_value_that_was_given_is_never_translated() -> None:
    assert 'VALUES ?word { "gap" }' in binding.bind(QUESTIONS["sentences-with-a-word"], {"word": "gap"}, "ru")


def test_every_word_is_there_once_and_used() -> None:
    rows = list(read_table(ROOT / "queries" / "words.tsv"))
    assert [row["en"] for row in rows] == sorted({row["en"] for row in rows})
    assert all(re.search("[а-яё]", row["ru"]) and not re.search("[а-яё]", row["en"]) for row in rows)
    used = {text for one in QUESTIONS.values() for text in STRING.findall(one.sparql.partition("SELECT")[2])}
    assert {row["en"] for row in rows} - used == set()


def test_what_is_asked_in_a_language_that_is_not_spoken(build: Path, tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="KG403"):
        kg.query("prison-population", store=build, language="de")
    own = tmp_path / "own.rq"
    own.write_text('SELECT ?l WHERE { ?s rdfs:label ?l . FILTER(LANG(?l) = "en") BIND("gap" AS ?state) }', encoding="utf-8")
    with pytest.raises(QueryError, match="KG712"):
        kg.query(str(own), store=build, language="ru")
    assert issubclass(QueryError, KgError)
    assert len(kg.query(str(own), store=build)) > 0


def test_the_python_api_speaks(build: Path) -> None:
    row = next(iter(kg.query("prison-population", {"area": "KAZ"}, store=build, language="ru")))
    assert (row["areaName"], row["indicator"], row["state"]) == ("Казахстан", "Тюремное население", "сообщается")


# ---------------------------------------------------------------- codes of the reference tables


def test_every_code_of_the_reference_tables_has_labels(build: Path) -> None:
    store = Store()
    store.bulk_load(path=str(build / "graph.nq"), format=RdfFormat.N_QUADS)
    codes = {quad.object.value: quad.subject for quad in store.quads_for_pattern(None, NamedNode(HRM + "code"), None)}
    coded = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(HRM + "codes"), None)}
    assert len(coded) == 5
    used = {quad.object.value for predicate in coded for quad in store.quads_for_pattern(None, predicate, None)}
    assert used == set(codes)
    for code, concept in codes.items():
        labels = {quad.object.language: quad.object.value for quad in store.quads_for_pattern(concept, NamedNode(SKOS + "prefLabel"), None)}
        assert set(labels) == {"en", "ru"}
        assert labels["en"].replace(",", "").replace(" ", "-") == code.replace(",", "").replace(" ", "-"), "English answers keep the string"


def test_codes_are_told_apart() -> None:
    triples = list(parse(path=str(ROOT / "ontology" / "vocab" / "codes.ttl"), format=RdfFormat.TURTLE))
    codes = [one.object.value for one in triples if one.predicate.value == HRM + "code"]
    assert len(codes) == len(set(codes)) == sum(one.predicate.value == RDF + "type" for one in triples) - 1
