"""Questions of the library that ask another server: what they declare, what is shown without one, and their answers with one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import kg as api
from elsewhere import Partner, partner
from kg.errors import QueryError
from kg.querying import question
from kg.serving import texts
from live import Live, live

QUESTIONS = [one for one in question.library() if one.service]
NAME = "partner-server-beside-ours"


@pytest.fixture(scope="module")
def invented(root: Path) -> Iterator[Partner]:
    """The invented data of a partner on a server of theirs."""
    with partner((root / "tests" / "queries" / "partner.ttl").read_text(encoding="utf-8")) as one:
        yield one


@pytest.fixture(scope="module")
def alone(build: Path) -> Iterator[Live]:
    """Our server, which may ask no other."""
    with live(build, "--workers", 2) as one:
        yield one


@pytest.fixture(scope="module")
def together(build: Path, invented: Partner) -> Iterator[Live]:
    with live(build, "--allow-service", invented.address, "--workers", 2) as one:
        yield one


def get(server: Live, path: str, **given: str) -> httpx.Response:
    with server.client() as client:
        return client.get(path, params=given, headers={"Accept": "text/html, */*;q=0.1"})


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: one.name)
def test_what_they_declare(one: question.Question) -> None:
    assert one.parameters[one.service].kind == "iri"
    for said in (one.title, one.description, *(p.title for p in one.parameters.values()), *one.columns.values()):
        assert {"en", "ru"} <= set(said)
        assert re.search("[А-я]", said["ru"]) or "IRI" in said["ru"]
    assert set(one.readers) <= set(question.READERS)
    found = re.search(r"SELECT DISTINCT ([^{]*) WHERE", one.sparql)
    assert found
    assert found[1].split() == [f"?{name}" for name in one.columns]
    assert re.search(rf"SERVICE \?{one.service} \{{", one.sparql)


def test_a_header_that_names_no_parameter_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("#+ service: there\nSELECT * { ?s ?p ?o }", encoding="utf-8")
    with pytest.raises(QueryError, match="KG706"):
        question.read(tmp_path / "own.rq")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_ours_and_theirs_stand_beside_each_other(kg: Any, build: Path, invented: Partner) -> None:
    done = kg(
        "query", NAME, "--store", build, "--param", f"endpoint={invented.address}", "--allow-service", invented.address, "--format", "csv"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("KG837: ")
    found = rows(done.stdout)
    (prison,) = [row for row in found if row["indicatorName"] == "Prison population"]
    assert (prison["theirValue"], prison["ourValue"], prison["printed"], prison["theirYear"]) == ("31234", "40842", "40 842", "2022")
    assert prison["passage"]
    assert prison["theirSource"] == "Invented prisons"
    of_2020 = {(row["theirValue"], row["theirPart"].rpartition("/")[2], row["ourFrom"]) for row in found if row["theirYear"] == "2020"}
    assert of_2020 == {("12345678", "", ""), ("12345678", "", "2020"), ("9600001", "women", ""), ("9600001", "women", "2020")}
    assert not [row for row in found if row["ourFrom"] and row["theirYear"] and row["ourFrom"] != row["theirYear"]]


@pytest.mark.parametrize("area", ["KAZ", "any"])
def test_the_answer_in_russian_has_the_same_rows(build: Path, invented: Partner, area: str) -> None:
    given = {"endpoint": invented.address, "area": area}
    english, russian = (api.query(NAME, given, store=build, language=tag, allow_services=[invented.address]) for tag in ("en", "ru"))
    assert len(english) == len(russian) > 5
    assert {row["relation"] for row in russian} <= {"точное", "близкое", "связанное", "шире", "уже"}
    assert {(row["theirs"], row["passage"]) for row in english} == {(row["theirs"], row["passage"]) for row in russian}


def test_every_state_is_one_request(build: Path, invented: Partner) -> None:
    before = len(invented.queries)
    api.query(NAME, {"endpoint": invented.address, "area": "any"}, store=build, allow_services=[invented.address])
    assert len(invented.queries) == before + 1
    assert invented.queries[-1].count("/area/") < 30


@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_an_allowed_server_the_page_says_what_to_do(alone: Live, language: str) -> None:
    answer = get(alone, f"/queries/{NAME}", lang=language)
    assert answer.status_code == 200
    assert texts.say("library-service-none")[language] in answer.text
    assert "--allow-service" in answer.text
    assert "--with" in answer.text
    assert "<tr>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    with alone.client() as client:
        refused = client.get(f"/queries/{NAME}", params={"format": "csv"})
        assert (refused.status_code, refused.json()["code"]) == (403, "KG826")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_with_one_the_page_has_the_answer_and_says_that_it_is_none_of_the_release(together: Live, invented: Partner, language: str) -> None:
    answer = get(together, f"/queries/{NAME}", lang=language)
    assert answer.status_code == 200, answer.text
    assert re.search(r"31\W?234\b", answer.text)
    assert invented.address in answer.text
    assert texts.say("library-service-cite")[language] in answer.text.replace("&#39;", "'")
    assert texts.say("library-cite")[language] not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert get(together, f"/queries/{NAME}", lang=language, endpoint="http://127.0.0.1:9/x").status_code == 403


def test_the_editor_says_so_too(together: Live, invented: Partner) -> None:
    query = f"SELECT * {{ SERVICE <{invented.address}> {{ ?s a <http://purl.org/linked-data/cube#DataSet> }} }}"
    answer = get(together, "/query", query=query, run="1", lang="en")
    assert "people" in answer.text
    assert texts.say("editor-service")["en"] in answer.text
    nothing = get(together, "/query", query=query.replace("DataSet", "None"), run="1", lang="en")
    assert nothing.status_code == 200


def test_no_cause_is_looked_for_at_the_cost_of_the_other_server(together: Live, invented: Partner) -> None:
    before = len(invented.queries)
    with together.client() as client:
        query = f"SELECT * {{ SERVICE <{invented.address}> {{ ?s a <http://e/None> }} }}"
        answer = client.get("/why", params={"query": query}, headers={"Accept": "application/json"})
    assert answer.json()["code"] == "KG835"
    assert len(invented.queries) == before


def test_listing_and_description_say_so(together: Live) -> None:
    with together.client() as client:
        one = next(one for one in client.get("/queries?format=json").json()["questions"] if one["name"] == NAME)
        assert one["service"] == "endpoint"
        said = client.get("/openapi.json").json()["paths"][f"/queries/{NAME}"]["get"]
        assert texts.say("library-service")["en"] in said["description"]
        assert {"403", "502"} <= set(said["responses"])
        assert said["parameters"][0]["schema"]["default"] == ["https://example.org/sparql"]
