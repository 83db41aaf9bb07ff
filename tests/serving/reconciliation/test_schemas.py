"""Every answer against the published JSON schemas of both versions; every published query is understood or refused as it should be."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

pytestmark = pytest.mark.conformance

Check = Callable[[str, str, Any], None]


def schemas() -> Path:
    """``make conformance`` names the folder with the supplied suites in KG_SUITES; nothing of it is copied here."""
    return Path(os.environ["KG_SUITES"]) / "reconciliation"


@pytest.fixture(scope="session")
def valid() -> Check:
    """Checks an answer against a schema of a version; the files leave the version of JSON Schema open."""
    registries: dict[str, Registry[Any]] = {}
    for version in ("0.2", "1.0-draft"):
        found = {}
        for file in (schemas() / version / "schemas").glob("*.json"):
            said = json.loads(file.read_text(encoding="utf-8"))
            resource = Resource(contents=said, specification=DRAFT7)
            found[file.name] = resource
            found[said["$id"]] = resource
        registries[version] = Registry().with_resources(found.items())

    def check(version: str, name: str, answer: Any) -> None:
        schema = registries[version][f"{name}.json"].contents
        faults = list(Draft7Validator(schema, registry=registries[version]).iter_errors(answer))
        assert faults == [], [fault.message for fault in faults][:3]

    return check


def test_the_suite_is_there_and_bites(valid: Check) -> None:
    assert len(list((schemas() / "0.2" / "schemas").glob("*.json"))) >= 11
    with pytest.raises(AssertionError):
        valid("0.2", "manifest", {"versions": ["0.2"], "name": "x"})
    with pytest.raises(AssertionError):
        valid("1.0-draft", "reconciliation-result-batch", {"results": [{"candidates": [{"id": "x"}]}]})
    with pytest.raises(AssertionError):
        valid("0.2", "data-extension-response", {"meta": [], "rows": {"a": {"b": [{"date": "2020-01-01"}]}}})
    with pytest.raises(AssertionError):
        valid("0.2", "suggest-types-response", {"result": [{"id": "x"}]})


@pytest.mark.parametrize("language", ["en", "ru"])
def test_manifests(service: Any, valid: Check, language: str) -> None:
    valid("0.2", "manifest", service.json("/reconcile", lang=language))
    valid("1.0-draft", "manifest", service.json("/reconcile", lang=language, version="1.0-draft"))


NAMES = ["Kazakhstan", "Киргизия", "KAZ", "Convention", "Прокуратура", "OPCAT", "Congo", "", "prison", "<b>", "51", "profile"]


def test_batches(service: Any, valid: Check) -> None:
    old = {
        str(n): {
            "query": name,
            "type": ["Area", "Body"],
            "type_strict": "should",
            "properties": [{"pid": "area", "v": ["KAZ", {"id": "area/KGZ"}, 5, True]}],
        }
        for n, name in enumerate(NAMES)
    }
    valid("0.2", "reconciliation-query-batch", old)
    said = service.old(old)
    assert sum(len(one["result"]) for one in said.values()) > 20
    valid("0.2", "reconciliation-result-batch", said)
    conditions = [
        [{"matchType": "name", "propertyValue": name}, {"matchType": "property", "propertyId": "m49", "propertyValue": "398"}]
        for name in NAMES
    ]
    draft = {"queries": [{"conditions": one, "limit": 20} for one in conditions]}
    valid("1.0-draft", "reconciliation-query-batch", draft)
    said = service.draft(draft["queries"])
    assert sum(len(one["candidates"]) for one in said["results"]) > 20
    valid("1.0-draft", "reconciliation-result-batch", said)


def test_batches_with_queries_that_cannot_be_answered(service: Any, valid: Check) -> None:
    properties = [{"pid": "nothing has it", "v": "a"}]
    said = service.old(
        {"a": {"query": "Kazakhstan", "properties": properties}, "b": {"query": ""}, "c": {"query": "x", "type": "indicator"}}
    )
    assert [set(one) for one in said.values()] == [{"result", "warnings"}, {"result", "error"}, {"result", "error"}]
    valid("0.2", "reconciliation-result-batch", said)
    draft = service.draft([{"conditions": [{"matchType": "name", "propertyValue": "Kazakhstan"}]}, {"conditions": []}])
    assert [set(one) for one in draft["results"]] == [{"candidates"}, {"candidates", "error"}]
    valid("1.0-draft", "reconciliation-result-batch", draft)


@pytest.mark.parametrize("version", ["0.2", "1.0-draft"])
def test_suggestions(service: Any, valid: Check, version: str) -> None:
    for prefix in ("", "k", "Convention", "iso", "nothing like it"):
        for what, name in (("entity", "entities"), ("type", "types"), ("property", "properties")):
            valid(version, f"suggest-{name}-response", service.json(f"/reconcile/suggest/{what}", prefix=prefix))


def test_data_extension(service: Any, valid: Check) -> None:
    index = service.routes.index
    for kind in index.types:
        ids = [entity.id for entity in index.entities.values() if kind in entity.types] + ["nobody"]
        proposed = service.json("/reconcile/extend/propose", type=kind)
        for version in ("0.2", "1.0-draft"):
            valid(version, "data-extension-property-proposal", proposed)
        names = [one["id"] for one in proposed["properties"]]
        assert names
        for start in range(0, len(names), 20):
            query = {"ids": ids, "properties": [{"id": name} for name in names[start : start + 20]]}
            valid("0.2", "data-extension-query", query)
            valid("1.0-draft", "data-extension-query", query)
            valid("0.2", "data-extension-response", service.json("/reconcile", extend=json.dumps(query)))
            valid("1.0-draft", "data-extension-response", service.ask("POST", "/reconcile/extend", json=query).json())


def test_published_queries_are_understood_or_refused(service: Any) -> None:
    folder = schemas() / "1.0-draft" / "examples"

    def sent(path: str, file: Path) -> int:
        return int(service.ask("POST", path, content=file.read_bytes(), headers={"Content-Type": "application/json"}).status_code)

    batches = folder / "reconciliation-query-batch"
    statuses = set()
    for file in sorted((batches / "valid").glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        if any("type" in query for query in said["queries"]):  # of another service: refused by name, and understood with one of ours
            assert service.problem(service.ask("POST", "/reconcile/match", json=said), "KG889", 400)["what"].startswith("there is no type")
            said = {"queries": [query | {"type": "Area"} for query in said["queries"]]}
        statuses.add(service.ask("POST", "/reconcile/match", json=said).status_code)
    assert statuses == {200}
    assert {sent("/reconcile/match", file) for file in (batches / "invalid").glob("*.json")} == {400}
    for file in (folder / "data-extension-query" / "valid").glob("*.json"):  # of another service too
        said = json.loads(file.read_text(encoding="utf-8"))
        asked = service.ask("POST", "/reconcile/extend", json=said)
        assert service.problem(asked, "KG889", 400)["what"].startswith("nothing has the property")
        ours = said | {"properties": [one | {"id": "iso3"} for one in said["properties"]]}
        assert service.ask("POST", "/reconcile/extend", json=ours).status_code == 200
