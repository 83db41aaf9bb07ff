"""Numbers of more digits than the native engine and the store hold: ranges and datatypes are exact nevertheless."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat

from kg.validation import running
from kg.validation.data import Data
from kg.validation.report import Report
from kg.validation.shapes import Shapes
from kg.validation.source import Source

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
RANGES = {"minInclusive": "__ge__", "minExclusive": "__gt__", "maxInclusive": "__le__", "maxExclusive": "__lt__"}


def report(shape: str, *values: str) -> Report:
    shapes = f"{HEAD}<urn:S> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:property [ sh:path <urn:p> ; {shape} ] ."
    used = Shapes((Source("shapes.ttl", shapes.encode(), RdfFormat.TURTLE),))
    text = f"{HEAD}<urn:a> <urn:p> {', '.join(values)} ."
    return running.verdict(Data([Source("data.ttl", text.encode(), RdfFormat.TURTLE)]), used)


numbers: Any = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40).map(lambda one: f"{one:f}")


@given(st.lists(numbers, min_size=1, max_size=4, unique=True), numbers, st.sampled_from(sorted(RANGES)))
def test_ranges_are_exact(values: list[str], bound: str, name: str) -> None:
    found = report(f'sh:{name} "{bound}"^^xsd:decimal', *(f'"{value}"^^xsd:decimal' for value in values))
    expected = [value for value in values if not getattr(Decimal(value), RANGES[name])(Decimal(bound))]
    assert sorted(result.finding.value.value for result in found.results if result.finding.value is not None) == sorted(expected)


@pytest.mark.parametrize(
    ("kind", "value", "broken"),
    [
        ("decimal", "3.14159265358979323846264338327950288", False),
        ("integer", "-99999999999999999999999999999999999999", False),
        ("nonNegativeInteger", "99999999999999999999", False),
        ("nonNegativeInteger", "-99999999999999999999", True),
        ("decimal", "3.1415926535897932384626433832795e1", True),
        ("long", "99999999999999999999", True),
    ],
)
def test_datatypes_are_exact(kind: str, value: str, broken: bool) -> None:
    found = report(f"sh:datatype xsd:{kind}", f'"{value}"^^xsd:{kind}')
    assert bool(found.results) == broken
    assert report("sh:datatype xsd:string", f'"{value}"^^xsd:{kind}').results


def test_a_floating_bound() -> None:
    assert not report("sh:maxInclusive 1e300", "99999999999999999999999999999999999999").results
    assert report("sh:maxInclusive 1e3", "99999999999999999999999999999999999999").results
