"""What is not there: proposals, withdrawals, and paths that mean harm."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import KgError
from kg.serving.things import withdrawn

BASE = "https://w3id.org/hrmkg/"
PROFILE = "profile/antitorture/KAZ/2022"
HEAD = "iri\tdate\treason_en\treason_ru\treplaced_by\n"


def problem(answer: Any, code: str, status: int) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(answer.text)
    assert (said["code"], said["status"], answer.status, answer.type) == (code, status, status, "application/problem+json")
    assert said["type"] == f"http://data.example/explain/{code}"
    return said


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("area/KAZZ", "area/KAZ"),
        ("area/kaz", "area/KAZ"),
        ("AREA/KAZ", "area/KAZ"),
        ("instrument/OPCTA", "instrument/OPCAT"),
        ("vocab/indicator/prison-populaton", "vocab/indicator/prison-population"),
        ("profile/antitorture/KAZ", PROFILE),
        ("profile/antitorture/KAZ/2023", PROFILE),
        (f"{PROFILE}/prison-populatoin", f"{PROFILE}/prison-population"),
        ("graph/reference/act", "graph/reference/acts"),
        ("area/KAZ.tll", "area/KAZ"),
        ("onthology", "ontology"),
    ],
)
def test_404_proposes_what_may_be_meant(real: Any, path: str, first: str) -> None:
    said = problem(real.get(f"/{path}"), "KG840", 404)
    assert said["suggestions"][0] == {"iri": BASE + first, "url": f"http://data.example/{first}"}
    assert len(said["suggestions"]) <= 5
    assert f'href="http://data.example/{first}"' in real.get(f"/{path}", "text/html").text
    assert BASE + first in real.get(f"/{path}", "text/plain").text


def test_404_proposes_nothing_where_nothing_is_like_it(real: Any) -> None:
    assert "suggestions" not in problem(real.get("/qqqqqqqqqqqqqqq"), "KG840", 404)


def test_proposals_are_bounded_work(made: Callable[..., Any]) -> None:
    client = made("<graph/g> { " + " ".join(f"<thing/number-{n}> <p> {n} ." for n in range(30_000)) + " }")
    client.get("/thing/numbr-1")
    before = time.perf_counter()
    assert problem(client.get("/thing/" + "n" * 1900), "KG840", 404)
    assert problem(client.get("/thing/numbr-1"), "KG840", 404)["suggestions"]
    assert time.perf_counter() - before < 1


def test_errors_speak_both_languages(real: Any) -> None:
    for path, accept, words in (
        ("/area/KAZZ", None, "в выпуске ничто так не называется"),
        ("/area/KAZ", "image/png", "документа нет ни в одном из принимаемых форматов"),
        ("/source/5950666d4bcb592c/1-9999", None, "в тексте 3407 знаков, а фрагмент кончается на 9999"),
        ("/" + "a" * 2001, None, "адрес слишком длинный"),
    ):
        answer = real.get(path, accept, accept_language="ru")
        assert words in answer.text
        assert answer.headers["content-language"] == "ru"
        assert words not in real.get(path, accept).text
    assert '<html lang="ru">' in real.get("/area/KAZZ?lang=ru", "text/html").text


def test_406_lists_what_there_is(real: Any) -> None:
    answer = real.get("/area/KAZ", "image/png")
    said = problem(answer, "KG842", 406)
    assert {"url": "http://data.example/area/KAZ.ttl", "type": "text/turtle"} in said["forms"]
    assert [(one["url"], one["type"]) for one in said["forms"]] == answer.links("alternate")
    for one in said["forms"]:
        assert real.get(one["url"]).type == one["type"]


def test_a_passage_beyond_its_text(real: Any) -> None:
    said = problem(real.get("/source/5950666d4bcb592c/255-9999"), "KG843", 404)
    assert said["why"] == "the text has 3407 characters, and the passage ends at 9999"
    assert said["suggestions"] == [{"iri": f"{BASE}source/5950666d4bcb592c", "url": "http://data.example/source/5950666d4bcb592c"}]
    assert problem(real.get("/source/5950666d4bcb592c/9-3"), "KG843", 404)["why"] == "the passage ends before it begins"


def test_what_was_withdrawn_is_gone(made: Callable[..., Any]) -> None:
    rows = f"{BASE}x\t2025-03-01\tIt was wrong <b>\tБыло неверно\t{BASE}y\n{BASE}z\t2025-03-02\tA mistake\tОшибка\t\n"
    client = made("<y> <p> <x> , <z> .", HEAD + rows)
    for path in ("/x", "/x.ttl", "/x.html", "/x/", "/%78"):
        answer = client.get(path)
        said = problem(answer, "KG841", 410)
        assert (said["what"], said["why"]) == (f"{BASE}x was withdrawn on 2025-03-01", "It was wrong <b>")
        assert said["suggestions"] == [{"iri": f"{BASE}y", "url": "http://data.example/y"}]
        assert answer.links("successor-version") == [("http://data.example/y", "")]
    page = client.get("/x", "text/html", accept_language="ru").text
    assert "Было неверно" in page
    assert "отозвано 2025-03-01" in page
    assert "It was wrong &lt;b&gt;" in client.get("/x", "text/html").text
    assert client.get("/z").links("successor-version") == []
    assert client.get("/y.ttl").status == 200


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("iri\tdate\n", 1),
        ("", 1),
        (f"{HEAD}{BASE}x\t2025-03-01\ta\n", 2),
        (f"{HEAD}{BASE}x\t01.03.2025\ta\tб\t\n", 2),
        (f"{HEAD}{BASE}x\t2025-03-01\ta\t\t\n", 2),
        (f"{HEAD}http://other/x\t2025-03-01\ta\tб\t\n", 2),
        (f"{HEAD}{BASE}x\t2025-03-01\ta\tб\t\n{BASE}x\t2025-03-01\ta\tб\t\n", 3),
    ],
)
def test_a_wrong_table_is_refused(tmp_path: Path, table: str, line: int) -> None:
    (tmp_path / "withdrawn.tsv").write_text(table, encoding="utf-8")
    with pytest.raises(KgError, match="KG845") as raised:
        withdrawn.read(tmp_path / "withdrawn.tsv")
    assert raised.value.line == line


def test_the_table_of_the_project_is_right(root: Path, tmp_path: Path) -> None:
    assert withdrawn.table(tmp_path) == root / "data" / "withdrawn.tsv"
    assert withdrawn.read(root / "data" / "withdrawn.tsv") == {}
    assert withdrawn.read(None) == {}


HOSTILE = [
    "/../../etc/passwd",
    "/area/../area/KAZ",
    "/area/%2e%2e/area/KAZ",
    "/area/./KAZ",
    "//area/KAZ",
    "//evil.example/",
    "/area//KAZ",
    "/\\evil.example",
    "/area/KAZ%0d%0aSet-Cookie:%20a=b",
    "/area/KAZ%0D%0A%0D%0A<script>",
    "/area/KAZ%00",
    "/area/KAZ%00.ttl",
    "/<script>alert(1)</script>",
    "/area/KAZ%",
    "/%",
    "/%zz",
    "/%ff%fe",
    "/area/%D0",
    "/area/KAZ;a=b",
    "/area/KAZ%23x",
    "/area%2FKAZ",
    "/.ttl",
    "/.",
    "/..",
    "/...",
    "/area/KAZ..ttl",
    "/'\"><img src=x>",
    "/area/{KAZ}",
    "/area/KAZ%20",
    "/ontology%23Figure",
    "/source/5950666d4bcb592c/255-261-",
    "/source/../source/5950666d4bcb592c",
    "/http://evil.example/",
    "/javascript:alert(1)",
    "/\u202egpj.ttl",
    "/area/Казахстан",
    "/area/%D0%9A%D0%90%D0%97",
]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("accept", ["text/html", "application/json", "text/plain"])
def test_hostile_paths_name_nothing(real: Any, path: str, accept: str) -> None:
    answer = real.get(path, accept, follow=False)
    assert answer.status == 404, answer.headers
    assert all(sign.isascii() and sign.isprintable() for value in answer.headers.values() for sign in value)
    assert "set-cookie" not in answer.headers
    assert "root:" not in answer.text
    if accept == "text/html":
        assert "<script" not in answer.text
        assert "<img" not in answer.text
        assert "\u202e" not in answer.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(
    st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?#"), max_size=60), st.sampled_from(["text/html", "*/*"])
)
def test_any_path_has_an_answer_on_our_host(real: Any, path: str, accept: str) -> None:
    answer = real.get(f"/{path}", accept)
    assert answer.status in (200, 301, 303, 404)
    assert answer.headers.get("location", "http://data.example/").startswith("http://data.example/")


def test_an_address_that_is_too_long(real: Any) -> None:
    assert problem(real.get("/" + "a" * 2001), "KG844", 414)
    assert problem(real.get("/" + "a" * 2000), "KG840", 404)
    assert problem(real.get("/" + "a/" * 30_000), "KG844", 414)


def test_iris_of_any_script_and_escape_are_found(made: Callable[..., Any]) -> None:
    client = made('<область/Қазақстан> <p> "1" . <escaped/%D0%9A%20b> <p> "2" . <sub/a,b;c=d@e:f!$&()*+> <p> "3" . <tilde/~x> <p> "4" .')
    for path, iri in (
        ("/%D0%BE%D0%B1%D0%BB%D0%B0%D1%81%D1%82%D1%8C/%D2%9A%D0%B0%D0%B7%D0%B0%D2%9B%D1%81%D1%82%D0%B0%D0%BD", "область/Қазақстан"),
        ("/%d0%be%d0%b1%d0%bb%d0%b0%d1%81%d1%82%d1%8c/%d2%9a%d0%b0%d0%b7%d0%b0%d2%9b%d1%81%d1%82%d0%b0%d0%bd", "область/Қазақстан"),
        ("/область/Қазақстан", "область/Қазақстан"),
        ("/escaped/%D0%9A%20b", "escaped/%D0%9A%20b"),
        ("/escaped/%d0%9a%20b", "escaped/%D0%9A%20b"),
        ("/sub/a,b;c=d@e:f!$&()*+", "sub/a,b;c=d@e:f!$&()*+"),
        ("/tilde/%7Ex", "tilde/~x"),
    ):
        answer = client.get(path, "application/n-triples", follow=True)
        assert answer.status == 200, path
        assert NamedNode(BASE + iri) in {quad.subject for quad in parse(answer.body, format=RdfFormat.N_TRIPLES)}
        answer = client.get(path, "text/html")
        assert answer.status == 303
        assert answer.headers["location"].isascii()
        assert client.get(answer.headers["location"]).status == 200
