"""What was looked at and what was not, in exact numbers on small examples."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat

from kg.errors import ValidationError
from kg.validation import running
from kg.validation.data import Data
from kg.validation.report import Report
from kg.validation.shapes import Shapes
from kg.validation.source import Source

EX = "http://example.org/"
HEAD = (
    f"@prefix ex: <{EX}> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
    f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)
DATA = """
ex:a a ex:C ; ex:p ex:b , ex:c ; ex:free 1 .
ex:b a ex:D ; ex:p [ ex:p ex:a ] ; ex:alone 2 .
ex:c ex:q 1 .
ex:D rdfs:subClassOf ex:C .
"""


def report(shapes: str, data: str = DATA, **options: object) -> Report:
    used = Shapes((Source("shapes.ttl", (HEAD + shapes).encode(), RdfFormat.TURTLE),))
    return running.verdict(Data([Source("data.ttl", (HEAD + data).encode(), RdfFormat.TURTLE)]), used, **options)  # type: ignore[arg-type]


def counts(found: Report) -> dict[str, tuple[int, int]]:
    assert found.coverage is not None
    return {one.shape.removeprefix(EX): (one.focus, one.nodes) for one in found.coverage.shapes}


TABLE = {
    "class": ("ex:S a sh:NodeShape ; sh:targetClass ex:C .", {"S": (2, 2)}, 2, ["_:f0b0", "ex:D", "ex:c"]),
    "nodes": ("ex:S a sh:NodeShape ; sh:targetNode ex:a , ex:none , 'x' .", {"S": (3, 3)}, 3, ["_:f0b0", "ex:D", "ex:b", "ex:c"]),
    "subjects": ("ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p .", {"S": (3, 3)}, 3, ["ex:D", "ex:c"]),
    "objects": ("ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p .", {"S": (4, 4)}, 4, ["ex:D"]),
    "property": (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:p ; sh:minCount 1 .",
        {"S": (1, 1), "P": (0, 1)},
        1,
        ["_:f0b0", "ex:D", "ex:b", "ex:c"],
    ),
    "values": (
        "ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:q ; sh:maxCount 1 .",
        {"S": (1, 1), "P": (0, 2)},
        3,
        ["_:f0b0", "ex:D"],
    ),
    "referred": (
        "ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:b ; sh:node ex:N . ex:N a sh:NodeShape ; sh:property ex:P . ex:P "
        "sh:path ex:p ; sh:maxCount 9 .",
        {"S": (1, 1), "P": (0, 1)},
        1,
        ["ex:D", "ex:a", "ex:c"],
    ),
    "idle": (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a . ex:T a sh:NodeShape ; sh:targetClass ex:None ; sh:property ex:P . ex:P sh:path "
        "ex:p ; sh:minCount 1 .",
        {"S": (1, 1), "T": (0, 0), "P": (0, 0)},
        1,
        ["_:f0b0", "ex:D", "ex:b", "ex:c"],
    ),
    "deactivated": (
        "ex:S a sh:NodeShape ; sh:targetNode ex:a . ex:T a sh:NodeShape ; sh:targetClass ex:C ; sh:deactivated true .",
        {"S": (1, 1)},
        1,
        ["_:f0b0", "ex:D", "ex:b", "ex:c"],
    ),
    "overlapping": (
        "ex:S a sh:NodeShape ; sh:targetClass ex:C , ex:D ; sh:targetNode ex:a .",
        {"S": (2, 2)},
        2,
        ["_:f0b0", "ex:D", "ex:c"],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_numbers(name: str) -> None:
    shapes, wanted, checked, unseen = TABLE[name]
    found = report(shapes)
    assert found.coverage is not None
    assert counts(found) == wanted
    assert found.checked == checked
    assert found.coverage.subjects == 5
    assert (found.coverage.unseen, list(found.coverage.unseen_first)) == (len(unseen), sorted(node.replace("ex:", EX) for node in unseen))
    assert [one.shape.removeprefix(EX) for one in found.coverage.idle] == [
        shape for shape, (_, nodes) in sorted(wanted.items()) if not nodes
    ]


@pytest.mark.parametrize(
    ("shapes", "free"),
    [
        ("ex:S a sh:NodeShape ; sh:targetNode ex:a .", {"p", "q", "free", "alone", "type", "subClassOf"}),
        (
            "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ( ex:q [ sh:inversePath ex:free ] ) ; "
            "sh:maxCount 9 ] .",
            {"alone", "type", "subClassOf"},
        ),
        ("ex:S a sh:NodeShape ; sh:targetClass ex:C .", {"p", "q", "free", "alone", "subClassOf"}),
        (
            "ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:disjoint ex:q ; sh:class ex:None .",
            {"free", "alone", "subClassOf"},
        ),
        (
            f"ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select 'PREFIX e: <{EX}> SELECT $this "
            f"{{ $this e:alone ?x . ?x <{EX}q> ?y ; a ?z # e:p\\n FILTER(?x = 99) }}' ] .",
            {"p", "free", "type", "subClassOf"},
        ),
        (
            "ex:S a sh:NodeShape ; sh:targetNode ex:a . ex:T sh:targetNode ex:a ; sh:deactivated true ; sh:path ex:p .",
            {"p", "q", "free", "alone", "type", "subClassOf"},
        ),
    ],
)
def test_free_predicates(shapes: str, free: set[str]) -> None:
    found = report(shapes).coverage
    assert found is not None
    assert found.predicates == 6
    names = {name.rpartition("/")[2].rpartition("#")[2] for name in found.free_first}
    if "a ?z" in shapes:
        names.discard("type")
        free = free - {"type"}
    assert names == free


def test_first_are_twenty_and_counts_are_whole() -> None:
    found = report("ex:S a sh:NodeShape ; sh:targetNode ex:n0 .", "".join(f"ex:n{n} ex:p{n} 1 ." for n in range(50))).coverage
    assert found is not None
    assert (found.subjects, found.unseen, len(found.unseen_first), found.predicates, found.free, len(found.free_first)) == (
        50,
        49,
        20,
        50,
        50,
        20,
    )


@pytest.mark.parametrize(
    "shapes",
    [
        "ex:S a sh:NodeShape ; sh:targetClass ex:None .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:deactivated true .",
        "ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:none ; sh:property [ sh:path ex:p ; sh:minCount 1 ] .",
    ],
)
def test_nothing_checked(shapes: str) -> None:
    with pytest.raises(ValidationError) as raised:
        report(shapes)
    assert raised.value.code == "KG606"
    assert report(shapes, allow_empty=True).checked == 0
    assert report(shapes, allow_empty=True).conforms


def test_no_data_at_all() -> None:
    with pytest.raises(ValidationError) as raised:
        report("ex:S a sh:NodeShape ; sh:targetClass ex:C .", "")
    assert raised.value.code == "KG606"


def test_shapes_in_a_circle_end() -> None:
    found = report("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetNode ex:a ; sh:property ex:T . ex:T sh:path ex:q ; sh:maxCount 5 .")
    assert counts(found) == {"S": (1, 1), "T": (0, 2)}
