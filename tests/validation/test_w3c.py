"""The W3C SHACL test suite through our own engine: result sets equal, who decided each test printed, again with all IRIs renamed.

``make conformance`` names the folder with the supplied suites in KG_SUITES; nothing of it is copied here.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pyoxigraph import NamedNode

from kg.errors import ValidationError
from kg.validation import data, paths, shapes
from kg.validation import source as rdf
from kg.validation.engines import default
from kg.validation.sparql import Evaluation
from kg.validation.structure import SH, Index, sh

pytestmark = pytest.mark.conformance
MF, SHT = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#", "http://www.w3.org/ns/shacl-test#"
WANTED = {"core": 98, "sparql": 22}
COMPARED = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
HOSTS = re.compile(rb"https?://([\w.-]+)")


class Case(NamedTuple):
    file: Path
    node: str


def suite() -> Path:
    return Path(os.environ["KG_SUITES"]) / "w3c-shacl"


def index(file: Path) -> Index:
    return Index(rdf.named(rdf.quads(rdf.source(file)), 0))


def cases(manifest: Path) -> list[Case]:
    graph, found = index(manifest), []
    for entries in graph.subjects(NamedNode(MF + "entries")):
        for listed in graph.objects(entries, NamedNode(MF + "entries")):
            found += [Case(manifest, str(node.value)) for node in graph.members(listed)]
    for included in graph.subjects(NamedNode(MF + "include")):
        for other in graph.objects(included, NamedNode(MF + "include")):
            found += cases(Path(other.value.removeprefix("file://")))
    return found


@pytest.fixture(autouse=True)
def _no_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks pySHACL fails."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("pySHACL was asked")

    monkeypatch.setattr("pyshacl.validate", refused)


def pytest_generate_tests(metafunc: Any) -> None:
    if "case" in metafunc.fixturenames:
        found = [case for part in WANTED for case in cases(suite() / part / "manifest.ttl")] if "KG_SUITES" in os.environ else []
        metafunc.parametrize("case", found, ids=lambda case: f"{case.file.parent.name}-{case.file.stem}")


def test_the_suite_is_whole() -> None:
    assert Counter(part for part in WANTED for _ in cases(suite() / part / "manifest.ttl")) == WANTED


def renamed(source: rdf.Source) -> rdf.Source:
    """The same source under other names: each namespace (but W3C's) gets another host of the same length, and the file another base."""
    hosts = {host for host in HOSTS.findall(source.content) if not host.endswith(b"w3.org")}
    content = source.content
    for host in sorted(hosts):
        content = content.replace(b"//" + host, b"//" + host.translate(bytes.maketrans(b"abcdefghijklm", b"nopqrstuvwxyz")))
    assert source.path is not None
    return rdf.Source(source.name, content, source.form, source.path.with_name("renamed.ttl"))


@pytest.mark.parametrize("renaming", [False, True], ids=["as-published", "renamed"])
def test_result_sets_are_equal(case: Case, renaming: bool) -> None:
    graph = index(case.file)
    test = NamedNode(case.node)
    action = graph.object(test, NamedNode(MF + "action"))
    files = [
        Path(graph.object(action, NamedNode(SHT + name)).value.removeprefix("file://").partition("#")[0])
        for name in ("dataGraph", "shapesGraph")
    ]
    sources = [rdf.source(file) for file in files]
    manifest = rdf.source(case.file)
    if renaming:
        sources = [renamed(source) for source in sources]
        manifest = renamed(manifest)
        graph = Index(rdf.named(rdf.quads(manifest), 0))
        test = next(node for node in graph.subjects(NamedNode(MF + "action")))
    expected = graph.object(test, NamedNode(MF + "result"))
    given, used = data.Data([sources[0]]), shapes.Shapes((sources[1],))
    if expected == NamedNode(SHT + "Failure"):
        with pytest.raises(ValidationError) as raised:
            used.check()
        print(f"{case.file.stem}: refused before it is run, {raised.value}")
        return
    used.check()
    evaluation = Evaluation(given, used.structure)
    found = default.evaluate(given, evaluation)
    ways = ", ".join(f"{count} asked {way}" for way, count in sorted(evaluation.ways.items()))
    print(f"{case.file.stem}: {default.NAME}" + (f" ({ways})" if ways else ""))
    got = Counter((f.focus, f.path, f.value, f.component, f.severity, f.shape) for f in found)
    assert got == wanted(graph, expected)
    conforms = next(iter(graph.objects(expected, sh("conforms")))).value == "true"
    assert (not found) == conforms


def wanted(graph: Index, report: Any) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for result in graph.objects(report, sh("result")):
        one = {name: graph.object(result, sh(name)) for name in COMPARED}
        path = one["resultPath"]
        found[
            (
                one["focusNode"],
                None if path is None else paths.read(graph, path),
                one["value"],
                one["sourceConstraintComponent"].value,
                (one["resultSeverity"] or NamedNode(SH + "Violation")).value,
                one["sourceShape"],
            )
        ] += 1
    return found
