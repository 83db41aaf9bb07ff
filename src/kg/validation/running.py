"""A validation from data to verdict: the context that our shapes need, the shapes checked, an engine, coverage, results described."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import ValidationError
from kg.validation import coverage, culprits, engines, limits, rewording, unmatched
from kg.validation import shapes as shapes_graphs
from kg.validation.anonymous import Anonymous
from kg.validation.data import Data
from kg.validation.describing import Description
from kg.validation.details import Details
from kg.validation.engines import default
from kg.validation.report import Report, Texts
from kg.validation.shapes import Shapes
from kg.validation.source import Source, source
from kg.validation.sparql import Evaluation
from kg.vocabulary import resources
from kg.vocabulary.prefixes import base

_ONTOLOGY = f"{base()}graph/ontology".encode()  # the graph that every build has


@lru_cache(maxsize=1)
def context() -> str:
    """Ontology, vocabulary, reference tables and bodies as N-Quads: what a profile's shapes look things up in."""
    from kg.mapping import catalogue, reference  # dear to import, and not needed for a build
    from kg.vocabulary import vocabulary

    root = resources.root()
    lines = [*catalogue.ontology(root), *reference.quads(root / "data" / "reference")]
    # A body is a role in a state: every one that a document could name is known.
    lines += catalogue.bodies((area, role) for area in vocabulary().areas for role in vocabulary().roles)
    return "".join(lines)


@lru_cache(maxsize=1)
def _known() -> frozenset[Any]:
    """Every node of the context. It conforms, so that a text which data and context share hides nothing."""
    quads = parse(context().encode("utf-8"), format=RdfFormat.N_QUADS)
    return frozenset(node for quad in quads for node in (quad.subject, quad.object))


def data_of(sources: Iterable[Source], shapes: Shapes, *, faithful: bool = True) -> Data:
    """Sources with the context that shapes of ours need; a build holds it already."""
    given = tuple(sources)
    whole = not shapes.ours or any(b"<" + _ONTOLOGY + b"> .\n" in one.content for one in given)
    return Data(given, context="" if whole else context(), faithful=faithful)


def validate_files(files: Iterable[Path], shape_paths: Iterable[Path] = (), **options: Any) -> Report:
    """The verdict on RDF files together, by our shapes or others; ``options`` as for :func:`verdict`.

    Raises :class:`ValidationError` as :func:`verdict`, :func:`kg.validation.source.source` and :func:`kg.validation.shapes.load`.
    """
    used = shapes_graphs.load(shape_paths)
    return verdict(data_of([source(file) for file in files], used), used, **options)


def validate_quads(nquads: Iterable[str], documents: Mapping[str, str]) -> Report:
    """The verdict of our shapes on N-Quads lines that hold their context themselves; ``documents``: source IRI → path shown."""
    given = Source("graph.nq", "".join(nquads).encode("utf-8"), RdfFormat.N_QUADS)
    return verdict(Data([given]), shapes_graphs.load(), documents=documents)


def verdict(
    data: Data,
    used: Shapes,
    *,
    engine: str = "default",
    documents: Mapping[str, str] | None = None,
    allow_empty: bool = False,
    notes: Iterable[Texts] = (),
) -> Report:
    """Runs an engine on data. Subjects of the context are neither counted nor reported, unless the data speak of them too.

    Raises :class:`ValidationError`: KG606 when nothing was checked (unless ``allow_empty``), KG603 for data not well-formed, KG605 for
    shapes that cannot be run, KG620 for an engine that is not there.
    """
    evaluation = Evaluation(data, used.structure)
    left_out = _context_only(data)
    data.check()  # before anything is counted
    covered, checked = coverage.of(evaluation, used, left_out)
    if not checked and not allow_empty:
        raise unmatched.error(data, used)
    chosen = engines.engine(engine)
    said: tuple[Texts, ...] = ()
    try:
        found = default.evaluate(data, evaluation) if engine == "default" else chosen.run(data, used.structure)
    except ValidationError as error:
        raise culprits.placed(error, used) from error.__cause__
    if engine == "default":
        said = (*rewording.notes(evaluation), *limits.notes(evaluation, used))
    kept = [finding for finding in found if finding.focus not in left_out]
    return Report(
        results=tuple(Description(data, used, documents or {}).results(kept)),
        checked=checked,
        engine=chosen.NAME,
        shapes_version=used.version,
        data_hash=data.hash,
        shapes_hash=used.hash,
        sources=tuple(given.name for given in data.sources),
        coverage=covered,
        notes=(*used.notes, *notes, *said),
        blanks=Anonymous(data, used.structure),
        details=Details(data, used, engine),
    )


def _context_only(data: Data) -> set[Any]:
    """The nodes that only the context speaks of."""
    if not data.context:
        return set()
    return {node for node in _known() if not (isinstance(node, NamedNode) and _mentioned(f"{node} ".encode(), data))}


def _mentioned(subject: bytes, data: Data) -> bool:
    return any(content.startswith(subject) or b"\n" + subject in content for _, content in data.own)
