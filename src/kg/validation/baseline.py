"""What an earlier report had already: only what is new shall fail a run.

Any engine's report will do. A result is the same when focus node, path, value, component, severity and source shape are; of equal results
as many are known as the earlier report had. A result about a number of values (``sh:maxCount`` and the like) has no value: it is the same
when that number is, which our reports say (``hrm:valueCount``); an earlier result that does not say it equals any, and a note tells so.

Blank nodes have no names that outlive a run: as focus node or value one equals any other, the rest of the result being the same; a source
shape that is blank or not named equals any shape, a path that the earlier report does not describe (some engines leave a bare blank node)
any path that is more than a predicate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import ValidationError
from kg.validation import paths, wording
from kg.validation.paths import RDF, SH
from kg.validation.report import Finding, Report
from kg.vocabulary.prefixes import prefixes

BLANK = "_:"
"""Stands for any blank node, and for a path that the report does not describe."""
Said = dict[str, list[Any]]
"""Predicate → objects of a node, in their lexical forms."""
Graph = defaultdict[Any, Said]
Key = tuple[str, str, str, str, str, str]
"""Focus node, path, value, component, severity, number of values ('' where there is none, or none is said)."""
VALUE_COUNT = prefixes()["hrm"] + "valueCount"


def known(report: Report, old_turtle: Path) -> Report:
    """The report with those results marked ``known`` that an earlier one, a Turtle file, has.

    Raises :class:`ValidationError`: KG601 no such file, KG603 not well-formed (line and column), KG611 no validation report.
    """
    left = _earlier(old_turtle)
    counts = ["" if result.value_count is None else str(result.value_count) for result in report.results]
    marked = _matched(report, left, counts)
    uncounted = _matched(report, left, [""] * len(counts), marked) if any(counts) else marked
    guessed = sum(found and not before for before, found in zip(marked, uncounted, strict=True))
    notes = (*report.notes, wording.note("baseline-without-counts", count=guessed)) if guessed else report.notes
    pairs = zip(report.results, uncounted, strict=True)
    return replace(report, results=tuple(replace(result, known=found) for result, found in pairs), notes=notes)


def _matched(report: Report, left: defaultdict[Key, Counter[str]], counts: list[str], before: Sequence[bool] = ()) -> list[bool]:
    """Which results are left in the earlier report, with these numbers of values; each that is found is taken from there.

    Named shapes take their equals first, then what is left matches by its wildcards: no other order knows more.
    """
    marked = list(before) or [False] * len(counts)
    keys = [identity(result.finding) for result in report.results]
    for described in (True, False):
        for named, take in ((True, _equal), (False, _any), (True, _blank)):
            for number, (focus, path, *rest, shape) in enumerate(keys):
                complex_path = isinstance(report.results[number].finding.path, paths.Path)
                if not marked[number] and (shape != BLANK) is named and (described or complex_path):
                    value, component, severity = rest
                    key = (focus, path if described else BLANK, value, component, severity, counts[number])
                    marked[number] = take(left[key], shape)
    return marked


def identity(finding: Finding) -> tuple[str, str, str, str, str, str]:
    """What makes a result the same in another run: focus node, path, value, component, severity and shape; blank nodes without names."""
    path = "" if finding.path is None else paths.sparql(finding.path)
    return (_term(finding.focus), path, _term(finding.value), finding.component, finding.severity, _shape(finding.shape))


def _equal(left: Counter[str], shape: str) -> bool:
    found = left[shape] > 0
    left[shape] -= found
    return found


def _any(left: Counter[str], _: str) -> bool:
    """For a blank shape: what no named one takes any more, else a blank one."""
    names = sorted(name for name, count in left.items() if count > 0 and name != BLANK)
    return _equal(left, names[0] if names else BLANK)


def _blank(left: Counter[str], _: str) -> bool:
    return _equal(left, BLANK)


def _earlier(file: Path) -> defaultdict[Key, Counter[str]]:
    """The results of a report: key → shapes with their number."""
    graph: Graph = defaultdict(lambda: defaultdict(list))
    try:
        for quad in parse(path=str(file), format=RdfFormat.TURTLE, base_iri=file.resolve().as_uri()):
            graph[quad.subject][quad.predicate.value].append(quad.object)
    except SyntaxError as error:
        raise ValidationError("KG603", f"not well-formed Turtle: {error.msg}", file=file, line=error.lineno, column=error.offset) from error
    except OSError as error:
        raise ValidationError("KG601", "there is no such file", why=str(error.strerror or error), file=file) from error
    except ValueError as error:
        raise ValidationError("KG603", f"not readable as Turtle: {error}", file=file) from error
    reports = [node for node, said in graph.items() if NamedNode(SH + "ValidationReport") in said.get(RDF + "type", ())]
    if not reports:
        raise ValidationError(
            "KG611",
            "the baseline is no validation report",
            why="no resource in it is a sh:ValidationReport",
            mend="give the Turtle report of an earlier run",
            file=file,
        )
    found: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    store = Store()  # for paths alone: a store does not keep lexical forms
    store.extend(Quad(s, NamedNode(p), o) for s, said in graph.items() for p in said for o in said[p] if not isinstance(o, Literal))
    for node in {result for report in reports for result in graph[report][SH + "result"]}:
        key, shape = _old(graph[node], store, file)
        found[key][shape] += 1
    return found


def _old(said: Said, store: Store, file: Path) -> tuple[Key, str]:
    """Key and shape of a result of the earlier report."""
    one: dict[str, Any] = {}
    for name in ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape"):
        values = said.get(SH + name, [])
        if len(values) > 1 or (not values and name in ("focusNode", "sourceConstraintComponent", "resultSeverity")):
            raise ValidationError(
                "KG611",
                f"a result of the baseline has {len(values)} values of sh:{name}",
                why="a result has one focus node, component and severity, and at most one path, value and shape (SHACL 1.0, section 3.6)",
                mend="give the Turtle report of an earlier run",
                file=file,
            )
        one[name] = values[0] if values else None
    component, severity = one["sourceConstraintComponent"].value, one["resultSeverity"].value
    counts = said.get(VALUE_COUNT, [])
    count = counts[0].value if len(counts) == 1 else ""
    key = (_term(one["focusNode"]), _path(store, one["resultPath"]), _term(one["value"]), component, severity, count)
    return key, _shape(one["sourceShape"])


def _path(store: Store, node: Any) -> str:
    """The path in SPARQL; for one that the report does not describe, as some engines leave it, what matches only the like."""
    if node is None:
        return ""
    try:
        return paths.sparql(paths.read(store, node))
    except ValidationError:
        return BLANK


def _term(term: Any) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal) and term.language:
        return f"{Literal(term.value)}@{term.language.lower()}"
    return BLANK if isinstance(term, BlankNode) else str(term)


def _shape(term: Any) -> str:
    return BLANK if term is None or isinstance(term, BlankNode) else str(term)
