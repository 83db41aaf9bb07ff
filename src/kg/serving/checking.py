"""A job checked: what was sent is recognised, read, validated, and the report written. Runs in a worker, where anything may end it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store, parse, serialize

from kg import inputs, verdict
from kg.errors import KgError, ValidationError
from kg.serving import document, negotiation, outside, problem, texts
from kg.serving.job import Job, Part, Reply
from kg.serving.problem import ServingError
from kg.validation import bounds, forms, reports, running, wellformed
from kg.validation import shapes as shapes_graphs
from kg.validation.report import Report, Spot
from kg.validation.reports import excerpts
from kg.validation.shapes import Shapes
from kg.validation.source import BOM, Source, quads
from kg.vocabulary import resources


def check(job: Job) -> Reply:
    """The reply to a job; what cannot be checked is a problem in it."""
    try:
        for part in (*job.shapes, *job.data):
            bounds.packed(part.content, part.name)
        used = _shapes(job)
        gathered = _gathered(job)
        sources = gathered.sources
        report = _verdict(gathered, used)
        fails = report.fails(job.fail_on)
        return Reply(_written(report, job, sources).encode("utf-8", "replace"), fails, report.conforms)
    except KgError as error:
        return Reply(problem=problem.fields(error) | _excerpt(error, job))
    except RecursionError:
        broken = ServingError("KG808", "the check broke off", why="the data or shapes are nested too deeply", mend="give nodes names")
        return Reply(problem=problem.fields(broken))
    except MemoryError:
        return Reply(problem={"code": "KG803", "what": ""})


def _gathered(job: Job) -> inputs.Inputs:
    """The data as ``kg validate`` gathers them. Raises :class:`ServingError`, and :class:`kg.errors.InputError` for a document."""
    gathered = inputs.Inputs()
    for part in job.data:
        text = part.form == document.FORM if part.form else document.is_one(part, job.declared)
        if not text:
            gathered.sources.append(_source(part, job.limit))
        elif gathered.documents:
            raise ServingError("KG807", "there are two profile documents", why="the fields declare one", mend="send them one by one")
        else:
            document.read(part, job.declared, gathered)
    return gathered


def _source(part: Part, limit: int) -> Source:
    form = RdfFormat.from_extension(part.form) if part.form else forms.begun(part.content)
    if form is None:
        raise ServingError("KG805", f"{part.form!r} names no RDF form", file=part.name)
    if form == RdfFormat.RDF_XML:
        outside.entities(part, limit)
    bounds.depth(part.content, form, part.name)
    return Source(part.name, part.content.removeprefix(BOM), form)


def _shapes(job: Job) -> Shapes:
    if not job.shapes:
        return named(job.shapes_name)
    prefixes = shapes_graphs.ours().sources[0]  # at hand for sh:prefixes, as kg validate has it
    sent = [_source(part, job.limit) for part in job.shapes]
    used = Shapes((Source("prefixes.ttl", prefixes.content, prefixes.form), *sent))
    outside.shapes(used.quads, sent[-1].name)
    try:
        used.check()
    except ValidationError as error:
        raise _swapped(error, job) from error
    return used


def _swapped(error: ValidationError, job: Job) -> ValidationError:
    """KG604 with a word more where the data are shapes: the two have changed places."""
    if error.code != "KG604":
        return error
    mend = "send shapes as shapes and data as data"
    for part in job.data:
        if _likeness([_source(part, job.limit)]).kind == "shapes":
            mend = f"{part.name} holds shapes: data and shapes have changed places"
    return ValidationError("KG604", error.what, why=error.why, mend=mend, file=error.file)


def _likeness(sources: Sequence[Source]) -> wellformed.Likeness:
    store = Store()
    for given in sources:
        store.extend(Quad(q.subject, q.predicate, q.object) for q in quads(given))
    return wellformed.looks_like(store)


@cache
def names() -> tuple[str, ...]:
    """The names of shapes: ``ours``, and the files of ours that need none of the others."""
    found = ["ours"]
    for file in sorted((resources.root() / "shapes").glob("*.ttl")):
        with contextlib.suppress(ValidationError):
            named(file.stem).check()
            found.append(file.stem)
    return tuple(found)


def named(name: str) -> Shapes:
    """Shapes of ours by a name of :func:`names`."""
    whole = shapes_graphs.ours()
    if name == "ours":
        return whole
    return Shapes(tuple(one for one in whole.sources if one.path is not None and one.path.stem in ("prefixes", name)), ours=True)


def _verdict(gathered: inputs.Inputs, used: Shapes) -> Report:
    sources = gathered.sources
    data = running.data_of(sources, used)
    gathered.notes += [texts.say("imports", graph=graph) for graph in outside.imports(used.quads if not used.ours else ())]
    try:
        return verdict.on(verdict.Prepared(gathered, used, data), verdict.Request())
    except ValidationError as error:
        if error.code == "KG606":
            likeness = _likeness(sources)
            why, mend = error.why, error.mend.removesuffix(", or say --allow-empty")
            if likeness.kind in ("shapes", "empty"):
                why = f"in the data {likeness.reason}" if likeness.kind == "empty" else f"the data are shapes: {likeness.reason}"
                mend = "send data as data and shapes as shapes"
            raise ValidationError("KG606", error.what, why=why, mend=mend, file=sources[0].name) from error
        raise


def _written(report: Report, job: Job, sources: Sequence[Source]) -> str:
    rdf = negotiation.FORMS[job.format].rdf
    name = "ttl" if rdf else job.format
    more: dict[str, Any] = {}
    if name == "html":
        lines = {given.name: _lines(given.content) for given in sources if given.lines}
        more = {"lines": lines, "home": job.home, "back": texts.head("again")}
    text = reports.FORMS[name](report, language=job.language, **more)
    if rdf is None:
        return text
    return (serialize(parse(text.encode("utf-8"), format=RdfFormat.TURTLE), format=rdf) or b"").decode("utf-8")


def _excerpt(error: KgError, job: Job) -> dict[str, Any]:
    """The lines around an error, for pages."""
    part = next((part for part in (*job.data, *job.shapes) if part.name == error.file), None)
    if part is None or not error.line:
        return {}
    return {"excerpt": excerpts.around(Spot(part.name, error.line, error.column or 1), {part.name: _lines(part.content)})}


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "replace").split("\n")
