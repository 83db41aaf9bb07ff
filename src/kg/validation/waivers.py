"""Waivers applied to a report: what they cover stays listed and is not counted; what covers nothing is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kg import explaining
from kg.validation import wording
from kg.validation.report import Report, Result, Texts, Waiver, local_name

if TYPE_CHECKING:
    from kg.model import Waived


class Declared(NamedTuple):
    """A waiver, the file that declares it, and the IRI of the profile it is about ('' for one that names its nodes by IRI)."""

    waived: Waived
    file: str
    profile: str = ""

    def covers(self, result: Result) -> bool:
        """Whether it is about this result: the requirement's number or shape, and the node or the profile."""
        named = (result.requirement, result.shape, result.constraint)
        if self.waived.requirement not in named:
            return False
        if self.waived.node:
            whole = f"{self.profile}/{self.waived.node}" if self.profile else ""
            return result.focus in (self.waived.node, whole) or (not self.profile and local_name(result.focus) == self.waived.node)
        return not self.profile or result.focus == self.profile or result.focus.startswith(f"{self.profile}/")


def apply(report: Report, declared: Iterable[Declared], known: Collection[str] = ()) -> Report:
    """The report with its waived results marked; a note for each waiver that covers none.

    ``known`` are all numbers and IRIs that a waiver can name (:attr:`kg.validation.shapes.Shapes.named`): of one that names another the
    note says so, and what is written alike. Without any nothing is said of that.
    """
    waivers = list(declared)
    used: set[int] = set()
    results = []
    for result in report.results:
        number = next((n for n, one in enumerate(waivers) if one.covers(result)), None)
        if number is not None:
            used.add(number)
            one = waivers[number]
            told = Waiver(one.waived.reason, one.waived.date, one.waived.by, one.file, one.waived.line)
            result = replace(result, waiver=told)
        results.append(result)
    idle = [one for number, one in enumerate(waivers) if number not in used]
    return replace(report, results=tuple(results), notes=(*report.notes, *(_idle(one, known) for one in idle)))


def _idle(one: Declared, known: Collection[str]) -> Texts:
    place, requirement = f"{one.file}:{one.waived.line}", one.waived.requirement
    codes = explaining.explanations()  # what is not read of a document, and strange terms, have codes for numbers
    if not known or requirement in known or requirement in codes:
        return wording.note("idle-waiver", place=place, requirement=requirement)
    meant = explaining.near(requirement, known)
    return wording.note("unknown-waiver-like" if meant else "unknown-waiver", place=place, requirement=requirement, near=", ".join(meant))
