"""Random small graphs in every form of RDF: the line that ``kg validate`` tells for a result is one on which that very triple stands."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode
from written import PREDICATES, SUBJECTS, VALUES, XSD, E, Said, Value, written

import kg

SHAPES = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <{E}> . @prefix xsd: <{XSD}> .
:S a sh:NodeShape ; sh:targetSubjectsOf :p , :q ;
  sh:property [ a sh:PropertyShape ; sh:path :p ; sh:datatype xsd:integer ] ;
  sh:property [ a sh:PropertyShape ; sh:path :q ; sh:maxCount 0 ] ;
  sh:property [ a sh:PropertyShape ; sh:path :p ; sh:in ( 7 1.0 "x" :a ) ] ;
  sh:property [ a sh:PropertyShape ; sh:path :q ; sh:sparql [ sh:select "SELECT $this ?value WHERE {{ $this $PATH ?value }}" ] ] .
"""
NAMES = ["d.nt", "d.nq", "d.ttl", "d.trig", "d.rdf", "d.jsonld"]
ROUNDS = 20


def term(value: Value) -> Any:
    if value.kind == "iri":
        return NamedNode(E + value.words)
    if value.kind[0] == "@":
        return Literal(value.words, language=value.kind[1:])
    return Literal(value.words, datatype=NamedNode(XSD + value.kind))


@pytest.mark.parametrize("seed", range(ROUNDS))
@pytest.mark.parametrize("name", NAMES)
def test_the_line_told_holds_the_triple(tmp_path: Path, name: str, seed: int) -> None:
    random = Random(seed)
    count = random.randint(1, 12)
    said = [Said(random.choice(SUBJECTS), random.choice(PREDICATES), random.choice(VALUES)) for _ in range(count)]
    text, where = written(name, list(dict.fromkeys(said)), random)
    data, shapes = tmp_path / name, tmp_path / "shapes.ttl"
    data.write_text(text, encoding="utf-8", newline="")
    shapes.write_text(SHAPES, encoding="utf-8")
    results = kg.validate(data, shapes=shapes).results
    stands: dict[tuple[str, str, Any], set[int]] = {}
    for one, line in where:
        stands.setdefault((E + one.subject, E + one.predicate, term(one.value)), set()).add(line)
    told = set()
    for result in results:
        finding = result.finding
        assert result.spot is not None, text
        assert result.spot.what == "triple"
        if finding.value is None:
            last = max(
                line
                for (subject, predicate, _), places in stands.items()
                if (subject, predicate) == (result.focus, E + "q")
                for line in places
            )
            assert result.spot.line == last, (text, finding)
        else:
            assert result.spot.line in stands[result.focus, result.path, finding.value], (text, finding)
            told.add((result.focus, result.path, finding.value))
    assert {key for key in stands if key[1] == E + "q"} <= told, "sh:sparql has a result for each"
