"""The engine behind an adapter: graphs in, typed results out. Messages are put in order here and nowhere else.

Core constraints are pySHACL's; ``sh:sparql`` constraints of the usual class are run on pyoxigraph (:mod:`kg.validation.constraints`), all
others by pySHACL. ``reference=True`` leaves everything to pySHACL: the tests hold both equal. pySHACL fills ``{?var}`` in messages but
loses their language tags: the templates of the shapes graph give them back. ``{$this}``, ``{$value}`` and ``{$path}`` in messages of
Core constraints are filled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pyoxigraph
import pyshacl
import rdflib
from rdflib.namespace import RDF, SH, SKOS

from kg.errors import ValidationError
from kg.validation import constraints
from kg.validation.passages import place
from kg.validation.report import Result
from kg.validation.shapes import Shapes, local_name

_TERMS = ("focusNode", "resultSeverity", "sourceConstraintComponent", "sourceShape", "sourceConstraint", "resultPath", "value")
NAME = f"pySHACL {pyshacl.__version__}, sh:sparql on pyoxigraph {pyoxigraph.__version__}"
Terms = dict[str, rdflib.term.Node]


def run(data: rdflib.Graph, shapes: Shapes, documents: dict[str, str], *, reference: bool = False) -> list[Result]:
    """All results, in order. Raises :class:`ValidationError` KG605 for shapes that the engine refuses."""
    pairs = None if reference else constraints.taken(shapes)
    found = _pyshacl(data, shapes if pairs is None else constraints.without(shapes), shapes)
    results = [_result(terms, messages, data, shapes, documents) for terms, messages in found]
    for shape, constraint, bound in constraints.run(data, shapes, pairs or []):
        terms = {
            "focusNode": bound["this"],
            "resultSeverity": shapes.graph.value(shape, SH.severity) or SH.Violation,
            "sourceConstraintComponent": SH.SPARQLConstraintComponent,
            "sourceShape": shape,
            "sourceConstraint": constraint,
            "value": bound.get("value", bound["this"]),
        }
        if isinstance(bound.get("path"), rdflib.URIRef):
            terms["resultPath"] = bound["path"]
        templates = shapes.messages(constraint, shape)
        messages = {language: _filled(words, data, language, bound) for language, words in templates.items()}
        results.append(_result(terms, messages, data, shapes, documents))
    return sorted(results, key=lambda result: result.order)


def _pyshacl(data: rdflib.Graph, used: Shapes, shapes: Shapes) -> Iterator[tuple[Terms, dict[str, str]]]:
    """The engine's own results as terms and messages."""
    try:
        # The data graph is ours alone: nothing of it is fetched, inferred or changed.
        _, report, text = pyshacl.validate(
            data, shacl_graph=used.graph, inference="none", advanced=False, js=False, do_owl_imports=False, inplace=True
        )
    except pyshacl.errors.ReportableRuntimeError as error:
        raise ValidationError("KG605", "the shapes cannot be used", why=str(error).splitlines()[0], mend="mend the shapes graph") from error
    if not isinstance(report, rdflib.Graph):
        raise ValidationError("KG605", "the shapes cannot be used", why=str(report or text))
    for node in report.subjects(RDF.type, SH.ValidationResult):
        if (None, SH.detail, node) not in report:
            terms = {name: term for name in _TERMS if (term := report.value(node, SH[name])) is not None}
            yield terms, _messages(report, node, data, shapes, terms)


def _result(terms: Terms, messages: dict[str, str], data: rdflib.Graph, shapes: Shapes, documents: dict[str, str]) -> Result:
    shape, path, value, constraint = terms["sourceShape"], terms.get("resultPath"), terms.get("value"), terms.get("sourceConstraint")
    names = constraint if isinstance(constraint, rdflib.URIRef) else shape
    return Result(
        severity=local_name(str(terms["resultSeverity"])),
        focus=str(terms["focusNode"]),
        path=str(path) if isinstance(path, rdflib.URIRef) else "",
        value="" if value is None else str(value),
        component=local_name(str(terms["sourceConstraintComponent"])),
        shape=str(shape),
        constraint="" if constraint is None else str(constraint),
        name=shapes.names(names),
        requirement=shapes.requirement(constraint, shape),
        messages=messages,
        place=place(data, terms["focusNode"], documents),
        terms=terms,
    )


def _messages(report: rdflib.Graph, node: rdflib.term.Node, data: rdflib.Graph, shapes: Shapes, terms: Terms) -> dict[str, str]:
    templates = shapes.messages(terms.get("sourceConstraint"), terms["sourceShape"])
    operands = {"this": terms["focusNode"]}
    operands |= {name: terms[term] for name, term in (("value", "value"), ("path", "resultPath")) if term in terms}
    found: dict[str, str] = {}
    for said in sorted(report.objects(node, SH.resultMessage), key=str):
        words, language = str(said), getattr(said, "language", None)
        language = language or next((tag for tag, template in templates.items() if _fits(template, words)), "")
        found[language] = _filled(words, data, language, operands)
    return found


def _fits(template: str, words: str) -> bool:
    pattern = "".join(".*" if piece.startswith("{") else re.escape(piece) for piece in re.split(r"(\{[?$]\w+\})", template))
    return re.fullmatch(pattern, words, re.DOTALL) is not None


def _filled(words: str, data: rdflib.Graph, language: str, operands: Mapping[str, rdflib.term.Node]) -> str:
    def shown(match: re.Match[str]) -> str:
        return label(data, operands[match[1]], language) if match[1] in operands else "…"

    return re.sub(r"\{[?$](\w+)\}", shown, words)


def label(data: rdflib.Graph, node: rdflib.term.Node, language: str) -> str:
    """A node for people: its label in the language, else the end of its IRI; a literal as it is."""
    if isinstance(node, rdflib.URIRef):
        for prop in (SKOS.prefLabel, rdflib.RDFS.label):
            labels = {getattr(text, "language", None): str(text) for text in data.objects(node, prop)}
            if labels:
                return labels.get(language) or labels.get("en") or sorted(labels.values())[0]
        return local_name(str(node))
    return str(node)
