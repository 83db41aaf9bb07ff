"""pySHACL behind an adapter: graphs in, typed results out. Messages are put in order here and nowhere else.

pySHACL fills ``{?var}`` in messages of SPARQL constraints but loses their language tags: the templates of the shapes graph give them
back. ``{$this}``, ``{$value}`` and ``{$path}`` in messages of Core constraints are filled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyshacl
import rdflib
from rdflib.namespace import RDF, SH, SKOS

from kg.errors import ValidationError
from kg.validation.passages import place
from kg.validation.report import Result
from kg.validation.shapes import Shapes, local_name

_TERMS = (
    "focusNode",
    "resultSeverity",
    "sourceConstraintComponent",
    "sourceShape",
    "sourceConstraint",
    "resultPath",
    "value",
)
NAME = f"pySHACL {pyshacl.__version__}"


def run(data: rdflib.Graph, shapes: Shapes, documents: dict[str, str]) -> list[Result]:
    """All results, in order. Raises :class:`ValidationError` KG605 for shapes that the engine refuses."""
    try:
        # The data graph is ours alone: nothing of it is fetched, inferred or changed.
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=shapes.graph,
            inference="none",
            advanced=False,
            js=False,
            do_owl_imports=False,
            inplace=True,
        )
    except (
        pyshacl.errors.ShapeLoadError,
        pyshacl.errors.ConstraintLoadError,
        pyshacl.errors.ValidationFailure,
    ) as error:
        raise ValidationError("KG605", "the shapes cannot be used", why=str(error).splitlines()[0], mend="mend the shapes graph") from error
    if not isinstance(report, rdflib.Graph):
        raise ValidationError("KG605", "the shapes cannot be used", why=str(report or text))
    return sorted(_results(report, data, shapes, documents), key=lambda result: result.order)


def _results(report: rdflib.Graph, data: rdflib.Graph, shapes: Shapes, documents: dict[str, str]) -> Iterator[Result]:
    for node in report.subjects(RDF.type, SH.ValidationResult):
        if (None, SH.detail, node) in report:
            continue
        terms = {name: term for name in _TERMS if (term := report.value(node, SH[name])) is not None}
        focus, shape = terms["focusNode"], terms["sourceShape"]
        value, path, constraint = terms.get("value"), terms.get("resultPath"), terms.get("sourceConstraint")
        names = constraint if constraint is not None and not isinstance(constraint, rdflib.BNode) else shape
        yield Result(
            severity=local_name(str(terms["resultSeverity"])),
            focus=str(focus),
            path=str(path) if isinstance(path, rdflib.URIRef) else "",
            value="" if value is None else str(value),
            component=local_name(str(terms["sourceConstraintComponent"])),
            shape=str(shape),
            constraint="" if constraint is None else str(constraint),
            name=shapes.names(names),
            requirement=shapes.requirement(constraint, shape),
            messages=_messages(report, node, data, shapes, (constraint, shape), {"this": focus, "value": value, "path": path}),
            place=place(data, focus, documents),
            terms=terms,
        )


def _messages(
    report: rdflib.Graph,
    node: rdflib.term.Node,
    data: rdflib.Graph,
    shapes: Shapes,
    sources: tuple[rdflib.term.Node | None, ...],
    operands: dict[str, rdflib.term.Node | None],
) -> dict[str, str]:
    templates = shapes.messages(*sources)
    found: dict[str, str] = {}
    for said in sorted(report.objects(node, SH.resultMessage), key=str):
        words, language = str(said), getattr(said, "language", None)
        language = language or next((tag for tag, template in templates.items() if _fits(template, words)), "")
        found[language] = _filled(words, data, language, operands)
    return found


def _fits(template: str, words: str) -> bool:
    pattern = "".join(".*" if piece.startswith("{") else re.escape(piece) for piece in re.split(r"(\{[?$]\w+\})", template))
    return re.fullmatch(pattern, words, re.DOTALL) is not None


def _filled(words: str, data: rdflib.Graph, language: str, operands: dict[str, rdflib.term.Node | None]) -> str:
    def shown(match: re.Match[str]) -> str:
        value = operands.get(match[1])
        return match[0] if value is None else label(data, value, language)

    return re.sub(r"\{[?$](this|value|path)\}", shown, words)


def label(data: rdflib.Graph, node: rdflib.term.Node, language: str) -> str:
    """A node for people: its label in the language, else the end of its IRI; a literal as it is."""
    if isinstance(node, rdflib.URIRef):
        for prop in (SKOS.prefLabel, rdflib.RDFS.label):
            labels = {getattr(text, "language", None): str(text) for text in data.objects(node, prop)}
            if labels:
                return labels.get(language) or labels.get("en") or sorted(labels.values())[0]
        return local_name(str(node))
    return str(node)
