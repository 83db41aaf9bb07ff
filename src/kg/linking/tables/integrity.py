"""Whether what was written is well-formed, keeps the constraints of the Data Cube and conforms to our shapes.

Files of up to :data:`WHOLE` bytes are parsed as a whole; of larger ones structure, concepts and a sample. The constraints of section
11 are the queries of ``ontology/tables/integrity``. Those that compare observations with each other hold for all by the register of keys
(:mod:`kg.linking.tables.keys`), and are asked of the sample beside that.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import ValidationError
from kg.linking.tables import wording
from kg.mapping.terms import QB, RDF
from kg.validation import running, shapes
from kg.validation.data import Data
from kg.validation.source import Source

WHOLE = 50_000_000
SAMPLE = 200
"""Observations."""
FORMATS = {"ttl": RdfFormat.TURTLE, "nq": RdfFormat.N_QUADS}


class Checked(NamedTuple):
    """``statements`` parsed; ``constraints`` held for a sample of ``observations``; ``nodes`` that our shapes saw, and ``results``."""

    statements: int
    constraints: int
    observations: int
    nodes: int
    results: tuple[str, ...]


@cache
def constraints() -> dict[str, str]:
    """Name (``IC-1``) → query that is true where the constraint is violated."""
    folder = wording.folder() / "integrity"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("IC-*.rq"))}


def violated(store: Store) -> list[str]:
    """The names of the constraints that a normalised graph violates."""
    return [name for name, query in constraints().items() if bool(store.query(query))]


def check(path: Path, form: str, sample: Iterable[str], observations: int) -> Checked:
    """Checks an output and a part of it. Raises :class:`ValidationError` KG899 for what is not well-formed or violates a constraint."""
    text = "".join(sample)
    store = Store()
    try:
        store.extend(quad for quad in parse(text, format=FORMATS[form]))
        statements = sum(1 for _ in parse(path=str(path), format=FORMATS[form])) if path.stat().st_size <= WHOLE else len(store)
    except SyntaxError as error:
        raise ValidationError("KG899", "the output is not well-formed", why=str(error.msg), file=path, line=error.lineno) from error
    union = Store()
    union.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    union.update(wording.folder().joinpath("integrity", "normalise.ru").read_text(encoding="utf-8"))
    if broken := violated(union):
        raise ValidationError("KG899", f"the output violates {', '.join(broken)} of the Data Cube", file=path)
    # Our shapes of data sets are about those of a profile.
    sets = {quad.subject for quad in store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(QB + "DataSet"))}
    lines = (f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in store if quad.subject not in sets)
    given = Source(path.name, "".join(lines).encode(), RdfFormat.N_TRIPLES)
    report = running.verdict(Data([given]), shapes.load(), allow_empty=True)
    said = tuple(f"{result.severity} {result.messages.get('en', '')}" for result in report.results)
    return Checked(statements, len(constraints()), observations, report.checked, said)
