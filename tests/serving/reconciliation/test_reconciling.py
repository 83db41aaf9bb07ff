"""The service over HTTP: manifests, batches of both versions, suggestions, previews, data extension."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kg.serving.reconciliation.manifest import HEIGHT, WIDTH


def test_the_manifest_of_each_version(service: Any) -> None:
    old = service.json("/reconcile")
    assert old["versions"] == ["0.2", "1.0-draft"]
    assert old["identifierSpace"] == "https://w3id.org/hrmkg/"
    assert [kind["id"] for kind in old["defaultTypes"]] == ["Area", "Indicator", "Instrument", "Body", "CountryProfile"]
    assert old["suggest"]["entity"]["service_path"] == "/reconcile/suggest/entity"
    assert (old["preview"]["width"], old["preview"]["height"]) == (WIDTH, HEIGHT)
    draft = service.json("/reconcile", version="1.0-draft")
    assert "identifierSpace" not in draft
    assert draft["suggest"] == {"entity": True, "property": True, "type": True}
    assert draft["view"]["url"] == "http://data.example/{+id}"
    for accept in ("application/json;version=1.0-draft", 'text/html, application/json; q=0.9; version="1.0-draft"'):
        answer = service.ask("GET", "/reconcile", headers={"Accept": accept})
        assert answer.json() == draft
        assert "Accept" in answer.headers["vary"]
    for accept in ("*/*", "application/json;version=9", "application/json;version=0.2"):
        assert service.ask("GET", "/reconcile", headers={"Accept": accept}).json() == old
    service.problem(service.get("/reconcile", version="9"), "KG887", 400)
    assert service.json("/reconcile", lang="ru")["defaultTypes"][0]["name"] == "государство"
    assert (
        service.ask("GET", "/reconcile", headers={"Accept-Language": "ru"}).json()["name"] == service.json("/reconcile", lang="ru")["name"]
    )


def test_a_batch_by_post_and_by_get(service: Any) -> None:
    queries = {
        "q0": {"query": "Kirgiziya", "type": "Area"},
        "q1": {"query": "Congo", "limit": 2},
        "q2": {"query": "Прокуратура", "properties": [{"pid": "area", "v": "KAZ"}]},
    }
    said = service.old(queries)
    assert list(said) == ["q0", "q1", "q2"]
    first = said["q0"]["result"][0]
    assert (first["id"], first["match"], first["name"]) == ("area/KGZ", True, "Kyrgyzstan")
    assert {"id": "latin", "value": True} in first["features"]
    assert first["type"] == [{"id": "Area", "name": "area"}]
    assert not any(one["match"] for one in said["q1"]["result"])
    assert len(said["q1"]["result"]) <= 2
    assert (said["q2"]["result"][0]["id"], said["q2"]["result"][0]["match"]) == ("body/KAZ-prosecution", True)
    assert service.json("/reconcile", queries=json.dumps(queries)) == said
    assert service.json("/reconcile", queries=json.dumps(queries), callback="evil") == said, "no JSONP"
    multipart = service.ask("POST", "/reconcile", files={"queries": (None, json.dumps(queries))})
    assert multipart.json() == said
    assert service.old({}) == {}


@pytest.mark.parametrize("path", ["/reconcile/match", "/reconcile/reconcile", "/reconcile"])
def test_a_batch_of_the_draft(service: Any, path: str) -> None:
    name = {"matchType": "name", "propertyValue": "МВД"}
    area = {"matchType": "property", "propertyId": "area", "propertyValue": {"id": "area/KAZ", "name": "Kazakhstan"}, "required": True}
    other = area | {"matchQuantifier": "none"}
    by_id = {"matchType": "id", "propertyValue": "area/POL"}
    code = {"matchType": "property", "propertyId": "m49", "propertyValue": 51}
    said = service.draft(
        [{"conditions": [name, area]}, {"conditions": [name, other]}, {"conditions": [by_id]}, {"type": "Area", "conditions": [code]}], path
    )
    first, second, third, fourth = (one["candidates"] for one in said["results"])
    assert (first[0]["id"], first[0]["match"]) == ("body/KAZ-ministry-of-internal-affairs", True)
    assert {one["id"] for one in first[0]["features"]} >= {"name:role", "property:area"}
    assert all(one["name"] for one in first[0]["features"])
    assert second == []
    assert [one["id"] for one in third] == ["area/POL"]
    assert [(one["id"], one["match"]) for one in fourth] == [("area/ARM", True)]


def test_a_name_that_a_property_contradicts_goes_before_what_is_only_similar(service: Any) -> None:
    found = service.old({"a": {"query": "Kazakhstan", "properties": [{"pid": "iso3", "v": "KGZ"}]}})["a"]["result"]
    assert found[0]["id"] == "area/KAZ"
    assert not any(one["match"] for one in found)
    assert {"id": "property:iso3", "value": False} in found[0]["features"]
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


def test_a_misspelt_name_proposes_the_state_that_is_like_all_of_it(service: Any) -> None:
    said = service.old({"a": {"query": "Belarussia"}, "b": {"query": "Belorussia"}, "c": {"query": "Byelorussia"}})
    assert [one["result"][0]["id"] for one in said.values()] == ["area/BLR"] * 3
    assert [one["result"][0]["match"] for one in said.values()] == [False, True, True]


def test_features_and_types_are_named_in_the_language_of_the_client(service: Any) -> None:
    query = {
        "conditions": [
            {"matchType": "name", "propertyValue": "Киргизия"},
            {"matchType": "property", "propertyId": "iso3", "propertyValue": "KGZ"},
        ]
    }
    for language, name, historical, code in [
        ("en", "Kyrgyzstan", "equal to: historical name", "property agrees: ISO 3166-1 alpha-3"),
        ("ru", "Кыргызстан", "совпадает: историческое название", "свойство совпадает: ISO 3166-1 alpha-3"),
    ]:
        first = service.draft([query], **{"Accept-Language": language})["results"][0]["candidates"][0]
        names = {feature["id"]: feature["name"] for feature in first["features"]}
        assert (first["name"], first["lang"], names["name:historical"], names["property:iso3"]) == (name, language, historical, code)


def test_every_feature_that_can_be_said_has_a_name_in_both_languages(service: Any) -> None:
    from kg.serving.reconciliation.wording import feature_name

    index = service.routes.index
    kinds = {name.kind for entity in index.entities.values() for name in entity.names}
    for feature in (
        "words",
        "latin",
        "similarity",
        "type",
        "property:area",
        "property:skos:exactMatch",
        *(f"name:{kind}" for kind in sorted(kinds)),
    ):
        for language in ("en", "ru"):
            said = feature_name(feature, index, language)
            assert said.strip()
            kind = feature.removeprefix("name:")
            assert language == "en" or not said.endswith(f": {kind}"), said


def test_suggestions(service: Any) -> None:
    said = service.json("/reconcile/suggest/entity", prefix="Kazakhs", type="Area")
    assert [one["id"] for one in said["result"]] == ["area/KAZ"]
    assert said["result"][0]["notable"] == [{"id": "Area", "name": "area"}]
    everything = service.json("/reconcile/suggest/entity", prefix="")["result"]
    more = service.json("/reconcile/suggest/entity", prefix="", cursor=str(len(everything)))["result"]
    assert len(everything) == 20
    assert everything[0] not in more
    assert service.json("/reconcile/suggest/entity", prefix="", cursor="-1; DROP")["result"] == everything
    treaty = service.json("/reconcile/suggest/type", prefix="treat")["result"]
    assert [(one["id"], one["broader"][0]["id"]) for one in treaty] == [("Treaty", "Instrument")]
    assert service.json("/reconcile/suggest/property", prefix="m49", lang="ru")["result"] == [{"id": "m49", "name": "UN M49"}]


def test_flyouts_preview_and_view(service: Any) -> None:
    page = service.get("/reconcile/preview", id="area/KGZ", lang="ru")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == "ru"
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<h1>Кыргызстан</h1>" in page.text
    assert "Киргизия" in page.text
    assert 'href="http://data.example/area/KGZ"' in page.text
    assert "<script" not in page.text
    flyout = service.json("/reconcile/flyout/entity", id="area/KGZ")
    assert flyout["id"] == "area/KGZ"
    assert "<h1>Kyrgyzstan</h1>" in flyout["html"]
    assert "area" in service.json("/reconcile/flyout/type", id="Area")["html"]
    assert "UN M49" in service.json("/reconcile/flyout/property", id="m49")["html"]
    view = service.get("/reconcile/view", id="area/KGZ")
    assert (view.status_code, view.headers["location"]) == (303, "http://data.example/area/KGZ")
    for path in ("preview", "view", "flyout/entity", "flyout/type", "flyout/property"):
        service.problem(service.get(f"/reconcile/{path}", id="area/<b>"), "KG889", 404)


def test_every_thing_has_a_preview(service: Any) -> None:
    for entity in service.routes.index.entities.values():
        for language in ("en", "ru"):
            assert service.get("/reconcile/preview", id=entity.id, lang=language).status_code == 200, entity.id


def test_data_extension(service: Any) -> None:
    asked = {
        "ids": ["area/KAZ", "body/SPT", "nobody"],
        "properties": [{"id": "m49"}, {"id": "monitors"}, {"id": "rdfs:label", "settings": {"limit": "1"}}],
    }
    said = service.json("/reconcile", extend=json.dumps(asked))
    assert [one["id"] for one in said["meta"]] == ["m49", "monitors", "rdfs:label"]
    assert said["rows"]["area/KAZ"] == {"m49": [{"str": "398"}], "monitors": [], "rdfs:label": [{"str": "Kazakhstan"}]}
    assert said["rows"]["body/SPT"]["monitors"][0]["id"] == "instrument/OPCAT"
    assert said["rows"]["nobody"] == {"m49": [], "monitors": [], "rdfs:label": []}
    assert service.ask("POST", "/reconcile", data={"extend": json.dumps(asked)}).json() == said
    draft = service.ask("POST", "/reconcile/extend", json=asked).json()
    assert [row["id"] for row in draft["rows"]] == asked["ids"]
    assert draft["rows"][0]["properties"][2] == {"id": "rdfs:label", "values": [{"str": "Kazakhstan", "lang": "en"}]}
    proposed = service.json("/reconcile/extend/propose", type="Area", limit="3")
    assert (proposed["type"], proposed["limit"], len(proposed["properties"])) == ("Area", 3, 3)
    assert "m49" in {one["id"] for one in service.json("/reconcile/extend/propose", type="Area")["properties"]}
    assert service.json("/reconcile/extend/propose", type="Unheard")["properties"] == []


def test_every_site_may_ask(service: Any) -> None:
    for path in (
        "/reconcile",
        "/reconcile/suggest/entity?prefix=a",
        "/reconcile/preview?id=area/KAZ",
        "/reconcile/extend/propose?type=Area",
    ):
        assert service.get(path).headers["access-control-allow-origin"] == "*"
        preflight = service.ask("OPTIONS", path.partition("?")[0])
        assert preflight.status_code == 204
        assert "Content-Type" in preflight.headers["access-control-allow-headers"]
        assert "GET" in preflight.headers["access-control-allow-methods"]
    assert "POST" in service.ask("OPTIONS", "/reconcile/match").headers["access-control-allow-methods"]
    assert service.ask("HEAD", "/reconcile").status_code == 200
    assert service.ask("PUT", "/reconcile").status_code == 405
