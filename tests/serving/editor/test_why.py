"""Diagnoses over the web: the same as on the build, bounded, remembered, and shown under an empty answer."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.querying import emptiness
from kg.serving.pool import busy

EMPTY = "SELECT ?s {\n  ?s a hrm:Profil\n}"
MENDED = "SELECT ?s {\n  ?s a hrm:CountryProfile\n}"
QUERIES = (
    EMPTY,
    "SELECT ?a { ?a a skos:Concept ; skos:prefLabel 'Torture' }",
    "SELECT ?x { ?x a hrm:TreatyAct ; hrm:state area:KAZ }",
    "SELECT * { ?s a hrm:Area ; skos:prefLabel ?l }",
    "SELECT * { ?s a hrm:Area } OFFSET 100",
    "ASK { ?s a hrm:Nothing }",
)


@pytest.mark.parametrize("query", QUERIES)
def test_it_is_what_the_build_says(editor: Any, build: Path, query: str) -> None:
    assert editor.why(query) == emptiness.why(query, emptiness.local(build)).as_json()


def test_it_speaks_both_languages_and_is_kept(editor: Any) -> None:
    both, russian = editor.why(EMPTY), editor.why(EMPTY, lang="ru")
    assert both["sentence"]["ru"] == russian["sentence"]
    assert both["suggestions"][0]["query"] == MENDED
    answer = editor.client.get("/why", params={"query": EMPTY})
    assert answer.headers["access-control-allow-origin"] == "*"
    again = editor.client.get("/why", params={"query": EMPTY}, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    posted = editor.client.post("/why", content=EMPTY, headers={"Content-Type": "application/sparql-query"})
    assert posted.json() == both


@pytest.mark.parametrize(("query", "code"), [("", "KG821"), ("DELETE WHERE { ?s ?p ?o }", "KG822"), ("what?", "KG820")])
def test_what_is_no_query_is_refused(editor: Any, query: str, code: str) -> None:
    answer = editor.client.get("/why", params={"query": query} if query else {})
    assert answer.json()["code"] == code
    assert answer.headers["access-control-allow-origin"] == "*"


def test_it_is_bounded_in_time_and_others_are_served(made: Callable[..., Any]) -> None:
    one = made("".join(f"<http://e/{n}> <http://e/p> <http://e/{n % 7}> .\n" for n in range(400)), time=1)
    one.editor.diagnoser.seconds = 1.0
    slow = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(?a + ?d + ?g + ?j = 7) }"
    with ThreadPoolExecutor() as threads:
        begun = time.monotonic()
        waiting = [threads.submit(one.client.get, "/why", params={"query": f"{slow} # {number}"}) for number in range(4)]
        time.sleep(0.1)
        assert one.client.get("/query").status_code == 200
        assert time.monotonic() - begun < 2
        found = [future.result() for future in waiting]
    assert time.monotonic() - begun < 15
    told = {said.get("code") or (said["verdict"], said["complete"]) for said in (answer.json() for answer in found)}
    assert told <= {"KG823", "KG804", ("open", False)}  # never that the query is wrong
    assert one.why("SELECT ?s { ?s ?p ?o }")["verdict"] == "rows"


def test_what_was_hindered_is_not_kept(made: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    one = made("<http://e/s> <http://e/p> <http://e/o> .\n")
    query, answered, probes = "SELECT * { ?s <http://e/q> ?o }", one.editor.diagnoser._asked, itertools.count()

    async def hindered(text: str, client: str) -> bytes:
        if next(probes) == 2:
            raise busy()
        found: bytes = await answered(text, client)
        return found

    monkeypatch.setattr(one.editor.diagnoser, "_asked", hindered)
    first = one.client.get("/why", params={"query": query})
    assert (first.json()["complete"], "etag" in first.headers) == (False, False)
    again = one.client.get("/why", params={"query": query})
    assert (again.json()["complete"], "etag" in again.headers) == (True, True)


def test_one_that_waits_too_long_is_told_to_come_back(made: Callable[..., Any]) -> None:
    one = made("<http://e/s> <http://e/p> <http://e/o> .\n", patience=0.2)
    one.editor.diagnoser._turns._value = 0  # all turns are taken
    answer = one.client.get("/why", params={"query": EMPTY})
    assert (answer.json()["code"], answer.status_code) == ("KG804", 503)
    assert "No rows." in one.answer("SELECT * { ?s <http://e/none> ?o }")  # the page is shown without it


def test_an_empty_answer_says_why_and_offers_what_has_rows(editor: Any) -> None:
    page = editor.answer(EMPTY)
    assert "No rows. Why zero rows? No rows: the query names something that does not exist. Line 2, column 8. hrm:Profil" in page
    assert "hrm:Profil → hrm:CountryProfile" in page
    assert f'<input type="hidden" name="query" value="{MENDED}">' in editor.page(EMPTY)
    assert "Почему ноль строк?" in editor.answer(EMPTY, lang="ru")
    parts = editor.answer("SELECT * { ?s a hrm:Area ; skos:prefLabel ?l }")
    assert "These parts have rows, but never together" in parts
    assert "Why zero rows" not in editor.answer(MENDED)
