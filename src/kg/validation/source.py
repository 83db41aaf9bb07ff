"""Sources of data and shapes: files, folders of them, what is piped in; their quads, and which of them are not well-formed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import ValidationError
from kg.validation import bounds, forms

BOM = b"\xef\xbb\xbf"
"""What editors on Windows put in front of UTF-8; no RDF form has it."""
ENDINGS = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld", ".n3")
"""What is RDF in a folder by its name, in any case. A file that is given by itself may also end in .xml or .json."""


@dataclass(frozen=True, slots=True)
class Source:
    """A source of data: a name for people, its bytes, its form; ``path`` is None for what is no file.

    ``lines`` is False for text that was made in memory: nobody could look its lines up.
    """

    name: str
    content: bytes
    form: RdfFormat
    path: Path | None = None
    lines: bool = True

    @property
    def base(self) -> str:
        """The IRI that relative IRIs are resolved against."""
        return self.path.resolve().as_uri() if self.path else "urn:kg:validation:source"


def source(path: Path, form: RdfFormat | None = None) -> Source:
    """A file as source, of ``form`` where its ending names none.

    Raises :class:`ValidationError` KG601 missing, KG602 an unknown ending, and as :func:`bounds.check`.
    """
    form = (RdfFormat.from_extension(path.suffix.lstrip(".").lower()) if path.suffix else None) or form
    if not path.is_file():
        raise ValidationError("KG601", "there is no such file", file=path)
    try:
        content = _beginning(path) if form is None else path.read_bytes().removeprefix(BOM)
    except OSError as error:
        raise ValidationError("KG603", f"the file cannot be read: {error.strerror}", file=path) from error
    if form is None:
        bounds.packed(content, str(path))
        raise ValidationError("KG602", f"the ending {path.suffix!r} names no RDF form", why=f"known are {', '.join(ENDINGS)}", file=path)
    bounds.check(content, form, str(path))
    return Source(str(path), content, form, path)


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(bounds.BEGINNING)


def piped(content: bytes, name: str, form: RdfFormat | None = None) -> Source:
    """A text that came without a file name, as source; its form is recognised where it is not given. Raises as :func:`bounds.check`."""
    content = content.removeprefix(BOM)
    known = form or forms.begun(content)
    bounds.check(content, known, name)
    return Source(name, content, known if form or known != RdfFormat.TURTLE else forms.furthest(content))


def files(folder: Path) -> list[Path]:
    """The files of a folder and the folders in it that are RDF by their ending, in order; nothing hidden."""
    found = (file for file in folder.rglob("*") if file.suffix.lower() in ENDINGS and file.is_file())
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def sources(paths: Iterable[Path]) -> tuple[list[Source], list[ValidationError]]:
    """Files as sources, and why those that are none cannot be read (as :func:`source`)."""
    found, errors = [], []
    for path in paths:
        try:
            found.append(source(path))
        except ValidationError as error:
            errors.append(error)
    return found, errors


def quads(given: Source) -> Iterator[Quad]:
    """The quads of a source, blank nodes as the parser names them.

    Raises :class:`ValidationError` KG603 not well-formed (line, column), and as :func:`bounds.terms`.
    """
    if given.form in bounds.LINES:
        bounds.terms(given.content, given.name)
    try:
        yield from parse(given.content, format=given.form, base_iri=given.base)
        if given.form == RdfFormat.RDF_XML:
            from kg.validation import malformed

            malformed.complete(given)
    except SyntaxError as error:
        raise refused(given, error) from error
    except (OSError, ValueError) as error:
        raise ValidationError("KG603", f"{given.form.name} that cannot be read: {error}", file=given.name) from error


def broken(given: Iterable[Source]) -> list[ValidationError]:
    """What :func:`quads` raises for each of some sources."""
    found = []
    for one in given:
        try:
            for _ in quads(one):
                pass
        except ValidationError as error:
            found.append(error)
    return found


def named(found: Iterable[Any], number: int) -> Iterator[Quad]:
    """The same quads, blank nodes named ``f<number>b<order of appearance>``; subject before object before graph."""
    names: dict[str, BlankNode] = {}

    def term(node: Any) -> Any:
        if isinstance(node, Triple):
            return Triple(term(node.subject), node.predicate, term(node.object))
        if not isinstance(node, BlankNode):
            return node
        if node.value not in names:
            names[node.value] = BlankNode(f"f{number}b{len(names)}")
        return names[node.value]

    for quad in found:
        subject, value, graph = quad.subject, quad.object, quad.graph_name
        if isinstance(subject, NamedNode) and isinstance(value, Literal | NamedNode) and not isinstance(graph, BlankNode):
            yield quad  # most have nothing to be named
        else:
            yield Quad(term(subject), quad.predicate, term(value), term(graph))


def refused(given: Source, error: SyntaxError) -> ValidationError:
    """KG603 for a source that the parser of pyoxigraph refuses (:func:`kg.validation.malformed.error`)."""
    from kg.validation import malformed  # only what is broken pays for it

    return malformed.error(given, error)
