"""Headers: validators, links (FAIR Signposting), languages, what other sites may read, HEAD and OPTIONS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from kg.serving.release import Release
from kg.serving.things.forms import FORMS

PROFILE = "profile/antitorture/KAZ/2022"
SOURCE = "source/5950666d4bcb592c"
HOST = "http://data.example/"


def test_etags_are_strong_and_those_of_form_and_language(real: Any) -> None:
    paths = [f"/area/KAZ.{form}" for form in FORMS if form != "txt"] + [
        "/area/KGZ.ttl",
        "/area/KAZ.html?lang=ru",
        "/",
        "/?lang=ru",
        f"/{PROFILE}.nq",
    ]
    tags = [real.get(path).headers["etag"] for path in paths]
    assert len(set(tags)) == len(tags)
    assert all(tag.startswith(f'"{real.things.release.id}-') and tag.endswith('"') for tag in tags)
    assert tags == [real.get(path).headers["etag"] for path in paths]


def test_another_release_or_base_url_has_other_etags(made: Callable[..., Any]) -> None:
    clients = [made("<x> <y> <z> ."), made("<x> <y> <z> .", host="http://other.example/")]
    (clients[0].things.release.folder / "manifest.json").write_text('{"version": "2"}', encoding="utf-8")
    tags = [client.get("/x.ttl").headers["etag"] for client in clients]
    assert tags[0] != tags[1]
    assert tags[0].partition("-")[0] != tags[1].partition("-")[0]


@pytest.mark.parametrize("path", ["/area/KAZ.ttl", "/area/KAZ.html", f"/{SOURCE}.txt", f"/{PROFILE}.nq", "/ontology", "/"])
def test_who_has_it_gets_304(real: Any, path: str) -> None:
    accept = "text/html" if path in ("/", "/ontology") else None
    first = real.get(path, accept)
    for known in (first.headers["etag"], f"W/{first.headers['etag']}", f'"x", {first.headers["etag"]}', "*"):
        answer = real.get(path, accept, if_none_match=known)
        assert (answer.status, answer.body) == (304, b""), known
        for name in ("etag", "vary", "cache-control", "content-location"):
            assert answer.headers.get(name) == first.headers.get(name)
    for other in ('"x"', first.headers["etag"][:-2] + '"', ""):
        assert real.get(path, accept, if_none_match=other).status == 200


def test_what_varies_says_so(real: Any) -> None:
    assert real.get("/area/KAZ").headers["vary"] == "Accept"
    assert real.get("/ontology").headers["vary"] == "Accept, Accept-Language"
    assert real.get("/area/KAZ.html").headers["vary"] == "Accept-Language"
    assert real.get("/nothing").headers["vary"] == "Accept, Accept-Language"


def test_no_clock_is_read(real: Any, made: Callable[..., Any]) -> None:
    assert "last-modified" not in real.get("/area/KAZ.ttl").headers
    dated = '<catalogue> <http://purl.org/dc/terms/modified> "2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date> .'
    assert made(dated).get("/catalogue.ttl").headers["last-modified"] == "Thu, 29 Feb 2024 00:00:00 GMT"
    assert "last-modified" not in made('<catalogue> <http://purl.org/dc/terms/modified> "soon" .').get("/catalogue.ttl").headers


def test_a_thing_links_to_its_documents(real: Any) -> None:
    answer = real.get("/area/KAZ", "text/turtle")
    expected = {(f"{HOST}area/KAZ.{name}", form.media[0]) for name, form in FORMS.items() if name != "txt"}
    assert set(answer.links("describedby")) == expected
    assert answer.text.strip() == answer.headers["location"]


def test_signposting_level_1(real: Any) -> None:
    """https://signposting.org/FAIR/#level1, for the landing page, the metadata and the content."""
    page = real.get(f"/{PROFILE}.html")
    assert page.links("cite-as") == [(f"https://w3id.org/hrmkg/{PROFILE}", "")]
    assert page.links("type") == [("https://schema.org/AboutPage", ""), ("https://schema.org/Dataset", "")]
    assert (f"{HOST}{PROFILE}.ttl", "text/turtle") in page.links("describedby")
    assert page.links("item") == [(f"{HOST}{PROFILE}.nq", "application/n-quads")]
    assert page.links("license") == [("http://creativecommons.org/licenses/by/4.0/", "")]
    assert page.links("collection") == [(f"{HOST}catalogue", "")]
    assert page.links("author") == []
    metadata = real.get(f"/{PROFILE}.ttl")
    assert metadata.links("describes") == [(f"{HOST}{PROFILE}", "")]
    assert {target for target, _ in metadata.links("alternate")} == {
        f"{HOST}{PROFILE}.{name}" for name in FORMS if name not in ("ttl", "txt")
    }
    statement = real.get(f"/{PROFILE}/prison-population.html")
    assert statement.links("collection") == [(f"{HOST}{PROFILE}/figures", "")]
    assert real.get(f"/{SOURCE}.html").links("item") == [(f"{HOST}{SOURCE}.txt", "text/plain")]
    assert real.get(f"/{SOURCE}/255-261.html").links("collection") == [(f"{HOST}{SOURCE}", "")]


def test_an_author_is_an_organisation(made: Callable[..., Any]) -> None:
    quads = """<x> <http://purl.org/dc/terms/publisher> <body/o> , <body/p> , "Somebody" ; <http://purl.org/dc/terms/creator> <body/p> .
    <body/o> a <http://www.w3.org/ns/org#Organization> . <body/p> a <http://xmlns.com/foaf/0.1/Person> ."""
    assert made(quads).get("/x.html").links("author") == [(f"{HOST}body/o", "")]


def test_content_location(real: Any) -> None:
    for path, expected in (
        ("area/KAZ.ttl", "area/KAZ.ttl"),
        ("area/KAZ.html", "area/KAZ.html?lang=en"),
        ("area/KAZ.html?lang=ru", "area/KAZ.html?lang=ru"),
        ("ontology", "ontology.ttl"),
    ):
        assert real.get(f"/{path}").headers["content-location"] == HOST + expected
        assert real.get(f"/{expected}").body == real.get(f"/{path}").body


@pytest.mark.parametrize("path", ["/area/KAZ", "/area/KAZ.ttl", "/area/KAZ.html", "/nothing", "/", f"/{PROFILE}.nq", f"/{SOURCE}.txt"])
def test_any_site_may_read_and_every_cache_asks_again(real: Any, path: str) -> None:
    answer = real.get(path, origin="https://elsewhere.example")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "Link" in answer.headers["access-control-expose-headers"]
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["cache-control"] == "public, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_options_says_what_may_be_asked(real: Any) -> None:
    answer = real.get("/area/KAZ", method="OPTIONS", origin="https://elsewhere.example", access_control_request_method="GET")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]


def test_nothing_is_changed_by_clients(real: Any) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "X"):
        assert real.get("/area/KAZ", method=method).status == 405


def test_head_is_get_without_a_body(live: Any) -> None:
    for path in ("/area/KAZ", "/area/KAZ.ttl", "/area/KAZ.html", "/nothing", "/", "/ontology"):
        got, head = live.get(path), live.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        unlike = {name for name in got.headers if name != "date" and got.headers[name] != head.headers.get(name)}
        assert unlike == set()


def test_below_a_path_of_another_site(build: Any, runner: Any, real: Any) -> None:
    """``--base-url https://host/kg/``: whoever stands before us says the root path, or strips it."""
    client = type(real)(Release(build, "http://data.example/kg/"), runner)
    assert client.get("/area/KAZ", "text/turtle").headers["location"] == "http://data.example/kg/area/KAZ.ttl"
    client.app = Starlette(routes=[Mount("/kg", routes=client.things.routes())])
    for path, status in (("/kg/area/KAZ.ttl", 200), ("/kg/area/KAZ", 303), ("/kg/ontology", 200), ("/kg/area/nothing", 404), ("/kg/", 200)):
        answer = client.get(f"http://data.example/kg{path}", "text/html" if path == "/kg/" else None)
        assert answer.status == status, path
    assert 'href="http://data.example/kg/ontology#Area"' in client.get("http://data.example/kg/kg/area/KAZ.html").text
