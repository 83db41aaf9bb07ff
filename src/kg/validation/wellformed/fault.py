"""What is wrong with a shapes graph, and where."""

from __future__ import annotations

from typing import Any, NamedTuple

from kg.validation.report import Term


class Fault(NamedTuple):
    """One fault of a shapes graph: what, why and how to mend it are clauses without a final stop, as in :class:`kg.errors.KgError`.

    ``kind`` is the name of the syntax rule (SHACL 1.0, appendix C: ``minCount-datatype``) or a name of ours where the standard has none.
    A fault that is not ``fatal`` leaves no constraint unchecked: it is told and validation goes on.
    """

    code: str
    kind: str
    node: Term
    """The subject of the triple that is wrong."""
    what: str
    why: str
    mend: str
    shape: Term
    """The shape that the node is or belongs to; the node itself where it belongs to none."""
    predicate: str = ""
    """The predicate of the triple that is wrong, as an IRI; '' where a triple is missing."""
    fatal: bool = True
    line: int | None = None
    """For faults inside a query: the line of its text, from 1 at the opening quotation mark."""

    def __str__(self) -> str:
        return "; ".join(part for part in (self.what, self.why, self.mend) if part)

    @property
    def order(self) -> tuple[Any, ...]:
        """Fatal first, then by words: labels of blank nodes, which change from run to run, have no part in it."""
        return (not self.fatal, self.code, self.what, self.kind, self.why, self.mend, self.line or 0)
