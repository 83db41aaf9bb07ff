"""A verdict for people: inputs gathered, shapes run, results located and repaired, waivers and baseline applied.

:func:`kg.validation.running.verdict` decides; what is added here changes no result, it tells where it stands and whether it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg import inputs
from kg.building.options import Options
from kg.errors import ValidationError, together
from kg.validation import baseline, locating, repairs, running, strangers, unmapped, unmatched, wording
from kg.validation import shapes as shapes_graphs
from kg.validation import waivers as waiving
from kg.validation.data import Data
from kg.validation.report import Report, Result
from kg.validation.shapes import Shapes, local_name
from kg.validation.structure import LISTS, sh


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a validation: see the options of ``kg validate`` of the same names."""

    shapes: tuple[Path, ...] = ()
    engine: str = "default"
    allow_empty: bool = False
    baseline: Path | None = None
    waivers: tuple[Path, ...] = ()
    documents: Options = field(default_factory=Options)
    input_format: str = ""
    """The form, as endings of files name it, of standard input and of files whose ending names none; '' to recognise it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Inputs and shapes, ready to be validated, cross-checked or mutated."""

    inputs: inputs.Inputs
    shapes: Shapes
    data: Data


def prepare(arguments: Iterable[str | Path], request: Request) -> Prepared:
    """Gathers the inputs and checks the shapes graph. Raises as :func:`kg.inputs.gather` and :func:`kg.validation.shapes.load`.

    Where the shapes cannot be used, what is wrong with the inputs is told too.
    """
    arguments = list(arguments)
    try:
        used = shapes_graphs.load(request.shapes)
    except ValidationError as error:
        raise together([error, *inputs.faults(arguments, request.documents, request.input_format)]) from error.__cause__
    gathered = inputs.gather(arguments, request.documents, request.waivers, request.input_format)
    return Prepared(gathered, used, running.data_of(gathered.sources, used, faithful=gathered.faithful))


def of(arguments: Iterable[str | Path], request: Request) -> Report:
    """The verdict on inputs. Raises as :func:`prepare`, :func:`kg.validation.running.verdict` and :func:`kg.validation.baseline.known`."""
    return on(prepare(arguments, request), request)


def on(prepared: Prepared, request: Request) -> Report:
    """The verdict on what was prepared; raises as :func:`of`."""
    gathered, data = prepared.inputs, prepared.data
    report = running.verdict(
        data,
        prepared.shapes,
        engine=request.engine,
        documents=gathered.documents,
        allow_empty=request.allow_empty,
        notes=gathered.notes,
    )
    if not report.checked:
        report = replace(report, notes=(*report.notes, wording.note("nothing-checked")))
    report = replace(report, notes=(*report.notes, *unmapped.notes(data.sources), *unmatched.notes(data, prepared.shapes)))
    report = placed(report, data, prepared.shapes)
    report = replace(
        report, results=tuple(sorted((*report.results, *gathered.unread, *strangers.results(data)), key=lambda result: result.order))
    )
    report = replace(report, unrecognised=gathered.unrecognised)
    report = waiving.apply(report, gathered.waivers, prepared.shapes.named)
    if request.baseline is None:
        return report
    report = baseline.known(report, request.baseline)
    return replace(report, results=tuple(sorted(report.results, key=lambda result: result.known)))  # what is new comes first


def placed(report: Report, data: Data, used: Shapes) -> Report:
    """The report with file, line and column of each result, the repair where exactly one is safe, and why a place is not known."""
    if not report.results:
        return report
    sources = locating.Sources(data)
    sources.expect(result.finding.focus for result in report.results)
    files = {given.name for given in data.sources if given.lines}
    results = [_placed(result, sources, used, files) for result in report.results]
    reasons = {name: wording.note(reason) for name, reason in sources.reasons.items()}
    notes = [
        {tag: wording.note("not-located", source=name, reason=said.get(tag, ""))[tag] for tag in ("en", "ru")}
        for name, said in sorted(reasons.items())
    ]
    return replace(report, results=tuple(sorted(results, key=lambda result: result.order)), notes=(*report.notes, *notes))


def _placed(result: Result, sources: locating.Sources, used: Shapes, files: set[str]) -> Result:
    finding = result.finding
    spot = sources.of(finding)
    if spot is not None and spot.file not in files:
        return result  # graphs made in memory have no lines that anybody could look up: the document's line is told
    repair = repairs.repair(finding, sources, _parameters(result, used))
    return replace(result, spot=spot, repair=repair)


def _parameters(result: Result, used: Shapes) -> dict[str, object]:
    """The parameters of a result's shape by local name; those that are lists as lists."""
    graph, shape = used.structure.graph, result.finding.shape
    lists = (*LISTS, sh("in"), sh("languageIn"), sh("ignoredProperties"))
    return {
        local_name(predicate.value): graph.members(values[0]) if predicate in lists else values[0]
        for predicate in graph.predicates(shape)
        if (values := graph.objects(shape, predicate))
    }
