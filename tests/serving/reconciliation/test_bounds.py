"""Hostile requests: refused with a code, bounded, and escaped where they are shown."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg.serving.reconciliation import Reconciliation, preview
from kg.serving.reconciliation.reading import BATCH, IDS
from kg.serving.release import Release

UNREADABLE: list[Any] = [
    "",
    "{",
    "[]",
    "null",
    "1",
    '{"q": []}',
    '{"q": {}}',
    '{"q": {"query": 1}}',
    '{"q": {"query": "a", "limit": NaN}}',
    '{"q": {"query": "a", "limit": Infinity}}',
    '{"q": {"query": "a", "limit": true}}',
    '{"q": {"query": "a", "limit": ' + "9" * 5000 + "}}",
    '{"q": {"query": "a", "type": 5}}',
    '{"q": {"query": "a", "type_strict": "sometimes"}}',
    '{"q": {"query": "a", "type_strict": []}}',
    '{"q": {"query": "a", "properties": {}}}',
    '{"q": {"query": "a", "properties": ["b"]}}',
    '{"q": {"query": "a", "properties": [{"pid": "x", "v": null}]}}',
    "[" * 100_000,
    '{"q": ' * 50_000,
]


@pytest.mark.parametrize("text", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_cannot_be_read(service: Any, text: str) -> None:
    service.problem(service.ask("POST", "/reconcile", data={"queries": text}), "KG887", 400)


DRAFTS: list[Any] = [
    [],
    {},
    {"queries": {}},
    {"queries": [[]]},
    {"queries": [{}]},
    {"queries": [{"conditions": []}]},
    {"queries": [{"conditions": [{"propertyValue": "a"}]}]},
    {"queries": [{"conditions": [{"matchType": "guess", "propertyValue": "a"}]}]},
    {"queries": [{"conditions": [{"matchType": {}, "propertyValue": "a"}]}]},
    {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a", "matchQuantifier": "some"}]}]},
    {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a", "matchQuantifier": []}]}]},
    {"queries": [{"conditions": [{"matchType": "property", "propertyId": 1, "propertyValue": "a"}]}]},
    {"queries": [{"type": ["a"], "conditions": [{"matchType": "name", "propertyValue": "a"}]}]},
]


@pytest.mark.parametrize("said", DRAFTS, ids=range(len(DRAFTS)))
def test_what_is_no_batch_of_the_draft(service: Any, said: Any) -> None:
    service.problem(service.ask("POST", "/reconcile/match", json=said), "KG887", 400)


@pytest.mark.parametrize(
    "said", [[], {"ids": []}, {"ids": "a", "properties": []}, {"ids": [1], "properties": []}, {"ids": [], "properties": ["a"]}]
)
def test_what_is_no_data_extension_query(service: Any, said: Any) -> None:
    service.problem(service.ask("POST", "/reconcile/extend", json=said), "KG887", 400)


@pytest.mark.parametrize("kind", ["Country", "hrm:Area", "area", ""])
def test_a_type_that_there_is_not_is_told_with_those_that_there_are(service: Any, kind: str) -> None:
    batch = {"b": {"query": "Kazakhstan", "type": [kind]}}
    said = service.problem(service.ask("POST", "/reconcile", data={"queries": json.dumps(batch)}), "KG889", 400)
    assert said["what"] == f"there is no type {kind!r}"
    assert said["mend"].startswith("known are Area, ")
    assert said.get("why", "") == ("perhaps Area is meant" if kind == "area" else "")
    both = service.old({"a": {"query": "Kazakhstan", "type": "Area"}} | batch)
    assert both["a"]["result"][0]["id"] == "area/KAZ"
    assert "error" not in both["a"]
    assert both["b"]["result"] == []
    assert {name: both["b"]["error"][name] for name in ("code", "status", "what", "mend")} == {
        name: said[name] for name in ("code", "status", "what", "mend")
    }
    if kind:  # in the draft no type is said by an empty one
        query = {"type": kind, "conditions": [{"matchType": "name", "propertyValue": "Kazakhstan"}]}
        assert service.problem(service.ask("POST", "/reconcile/match", json={"queries": [query]}), "KG889", 400)["what"] == said["what"]


@pytest.mark.parametrize(
    ("bad", "code", "what"),
    [
        ({"query": ""}, "KG887", "a query has neither name nor properties"),
        ({"query": 1}, "KG887", "a text is expected"),
        ([], "KG887", "an object is expected"),
        ({"query": "a" * 400}, "KG888", "the request holds too much"),
        ({"query": "Kazakhstan", "type": "indicator"}, "KG889", "there is no type 'indicator'"),
    ],
)
def test_one_bad_query_leaves_the_others_answered(service: Any, bad: Any, code: str, what: str) -> None:
    said = service.old({"first": {"query": "Kazakhstan"}, "bad": bad, "last": {"query": "Armenia"}})
    assert list(said) == ["first", "bad", "last"]
    assert [said[key]["result"][0]["id"] for key in ("first", "last")] == ["area/KAZ", "area/ARM"]
    assert said["bad"]["result"] == []
    assert (said["bad"]["error"]["code"], said["bad"]["error"]["what"]) == (code, what)
    alone = service.ask("POST", "/reconcile", data={"queries": json.dumps({"bad": bad})})
    assert (alone.status_code, alone.json()["code"]) == (said["bad"]["error"]["status"], code), "nothing is answered: no success"


def test_one_bad_query_of_the_draft_leaves_the_others_answered(service: Any) -> None:
    def named(text: str) -> dict[str, Any]:
        return {"conditions": [{"matchType": "name", "propertyValue": text}]}

    said = service.draft([named("Kazakhstan"), {"conditions": []}, named("Armenia"), named("x") | {"type": "indicator"}])["results"]
    assert [one["candidates"][0]["id"] for one in said[::2]] == ["area/KAZ", "area/ARM"]
    assert [one["candidates"] for one in said[1::2]] == [[], []]
    assert [one["error"]["code"] for one in said[1::2]] == ["KG887", "KG889"]
    assert said[3]["error"]["why"] == "perhaps Indicator is meant"
    russian = service.draft([named("Kazakhstan"), {"conditions": []}], **{"Accept-Language": "ru"})["results"]
    assert russian[1]["error"]["what"] == "в запросе нет условий"


def test_a_property_that_nothing_has_is_told_beside_the_answer(service: Any) -> None:
    properties = [{"pid": "iso33", "v": "KAZ"}, {"pid": "iso3", "v": "KAZ"}]
    said = service.old({"a": {"query": "Kazakhstan", "properties": properties}, "b": {"query": "Armenia"}})
    assert (said["a"]["result"][0]["id"], said["a"]["result"][0]["match"]) == ("area/KAZ", True)
    (warning,) = said["a"]["warnings"]
    assert (warning["code"], warning["what"], warning["why"]) == ("KG889", "nothing has the property 'iso33'", "it was left aside")
    assert "iso3" in warning["mend"]
    assert set(said["b"]) == {"result"}


@pytest.mark.parametrize("name", ["iso33", "hrm:iso3x", "http://example.org/p", "no:iso3", "", "x y"])
def test_a_property_that_nothing_has_is_told_with_those_that_there_are(service: Any, name: str) -> None:
    asked = {"ids": ["area/KAZ"], "properties": [{"id": "iso3"}, {"id": name}]}
    said = service.problem(service.ask("POST", "/reconcile/extend", json=asked), "KG889", 400)
    assert said["what"] == f"nothing has the property {name!r}"
    assert {"iso3", "m49", "skos:exactMatch"} <= set(said["mend"].removeprefix("known are ").split(", "))
    old = service.ask("POST", "/reconcile", data={"extend": json.dumps(asked)}, headers={"Accept-Language": "ru"})
    assert service.problem(old, "KG889", 400)["mend"].startswith("известны: ")


def test_another_body_is_refused(service: Any) -> None:
    answer = service.ask("POST", "/reconcile", content=b"<xml/>", headers={"Content-Type": "text/xml"})
    service.problem(answer, "KG887", 400)
    assert service.ask("POST", "/reconcile").json()["versions"], "nothing sent, nothing asked: the manifest"


def test_too_much_is_refused(service: Any) -> None:
    one = {"query": "Kazakhstan"}
    assert len(service.old({str(number): one for number in range(BATCH)})) == BATCH
    too_much: list[Any] = [
        {str(number): one for number in range(BATCH + 1)},
        {"q": {"query": "a" * 301}},
        {"q" * 301: one},
        {"q": one | {"type": ["Area"] * 21}},
        {"q": one | {"properties": [{"pid": "iso3", "v": "KAZ"}] * 21}},
        {"q": one | {"properties": [{"pid": "iso3", "v": ["KAZ"] * 21}]}},
    ]
    for queries in too_much:
        said = service.problem(service.ask("POST", "/reconcile", data={"queries": json.dumps(queries)}), "KG888", 413)
        assert said["why"].startswith("there are ")
    service.problem(service.ask("POST", "/reconcile/match", json={"queries": [one] * (BATCH + 1)}), "KG888", 413)
    service.problem(service.ask("POST", "/reconcile/extend", json={"ids": ["a"] * (IDS + 1), "properties": []}), "KG888", 413)
    service.problem(service.ask("POST", "/reconcile/extend", json={"ids": [], "properties": [{"id": "a"}] * 21}), "KG888", 413)
    service.problem(service.ask("POST", "/reconcile", data={"queries": "a" * (1 << 20)}), "KG801", 413)


def test_faults_are_told_in_russian(service: Any) -> None:
    said = service.ask("POST", "/reconcile", data={"queries": "{"}, headers={"Accept-Language": "ru"}).json()
    assert (said["code"], said["what"]) == ("KG887", "запросы — не JSON")


def test_the_largest_batch_takes_seconds(service: Any) -> None:
    query = {
        "query": " ".join(["convention", "kazakhstan", "пыток"] * 10),
        "limit": 50,
        "properties": [{"pid": "area", "v": ["x" * 30] * 20}] * 20,
    }
    service.old({"warm": {"query": "a"}})
    start = time.perf_counter()
    service.old({str(number): query for number in range(BATCH)})
    assert time.perf_counter() - start < 10, "bounded: two seconds on an idle machine"


def test_signs_that_no_text_has_break_nothing(service: Any) -> None:
    for text in ("\ud800", "\u0000", "\u202enothing", "<script>", "'\"--", "${7*7}", "{{7*7}}", "../../etc/passwd", "A" * 300):
        said = service.old({text: {"query": text, "properties": [{"pid": text, "v": text}]}})
        assert not any(one["match"] for result in said.values() for one in result["result"])
        for path in ("suggest/entity", "suggest/type", "suggest/property"):
            service.json(f"/reconcile/{path}", prefix=text.encode("utf-8", "replace").decode())


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=12), inner),
        max_leaves=12,
    )
)
def test_no_json_breaks_the_service(service: Any, said: Any) -> None:
    for answer in (
        service.ask("POST", "/reconcile", data={"queries": json.dumps(said)}),
        service.ask("POST", "/reconcile/match", content=json.dumps(said), headers={"Content-Type": "application/json"}),
    ):
        assert answer.status_code in (200, 400, 413)


def test_what_a_graph_says_is_escaped(tmp_path: Path, page_of: Callable[[Reconciliation, str], str]) -> None:
    evil = "<img src=x onerror=alert(1)>"
    base = "https://w3id.org/hrmkg/"
    data = f"""<{base}area/XXX> a <{base}ontology#Area> ; <http://www.w3.org/2000/01/rdf-schema#label> "{evil}"@en ;
    <http://www.w3.org/2004/02/skos/core#altLabel> "\\u202E{evil}"@en ; <http://www.w3.org/2000/01/rdf-schema#comment> "{evil}"@en ."""
    store = Store(str(tmp_path / "store"))
    store.bulk_load(data.encode(), format=RdfFormat.TURTLE)
    store.flush()
    del store
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    routes = Reconciliation(Release(tmp_path, "http://data.example/"))
    text = page_of(routes, "area/XXX")
    assert "<img" not in text
    assert text.count("&lt;img") >= 3
    assert "\u202e" not in text


@pytest.fixture
def page_of() -> Callable[[Reconciliation, str], str]:
    def draw(routes: Reconciliation, name: str) -> str:
        entity = routes.index.by_id[name]
        return preview.page(entity, routes.index, routes.release, "en") + preview.flyout(entity, routes.index, routes.release, "en")

    return draw
