"""The default engine: Core constraints by the native engine, SPARQL-based ones on pyoxigraph, each where it is exact.

No constraint is evaluated twice and none is left to pySHACL. Values found by SPARQL come back in the lexical form of the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyoxigraph
from pyoxigraph import NamedNode

from kg.validation import literals, locating
from kg.validation.data import Data
from kg.validation.engines import native
from kg.validation.report import Finding
from kg.validation.sparql import Evaluation
from kg.validation.structure import Structure

NAME = f"{native.NAME}, sh:sparql on pyoxigraph {pyoxigraph.__version__}"


def run(data: Data, structure: Structure) -> list[Finding]:
    """All findings. Raises :class:`ValidationError` KG605."""
    return evaluate(data, Evaluation(data, structure))


def evaluate(data: Data, evaluation: Evaluation) -> list[Finding]:
    """All findings, by an evaluation that the caller goes on to use."""
    found = list(evaluation.findings())
    if data.faithful and any(finding.value in data.reworded for finding in found if literals.typed(finding.value)):
        found = list(_in_source_forms(found, data))
    return [*native.run(data, evaluation.structure, evaluation.broken()), *found]


def _in_source_forms(found: list[Finding], data: Data) -> Iterator[Finding]:
    """A store has made ``1.5`` of ``1.50``: gives values back as they stand in the source; a value that stands there in two forms, twice.

    A form is looked for at the focus and path, then at the focus, then anywhere; there only one that is the only one is taken.
    """
    sources = locating.Sources(data)
    for finding in found:
        value: Any = finding.value
        if value not in data.reworded:
            yield finding
            continue
        path = finding.path if isinstance(finding.path, NamedNode) else None
        forms = sources.forms(finding.focus, path, value) if path is not None else []
        forms = forms or sources.forms(finding.focus, None, value)
        if not forms:
            forms = sources.forms(None, None, value)
            forms = forms if len(forms) == 1 else []
        for form in forms or [value]:
            yield finding if form == value else replace(finding, value=form)
