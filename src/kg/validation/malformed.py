"""RDF that cannot be parsed: where it breaks, what was expected there in plain words, and how to mend it.

``malformed.tsv`` maps what parsers say to what was expected; their own words are kept as the reason. Places are the parser's where it gives
any. For RDF/XML it gives none: expat tells where the text ends to be XML (no entity is expanded, none is fetched), and how far the parser
had read tells where XML is no RDF.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from pyoxigraph import RdfFormat, parse

from kg.errors import ValidationError
from kg.validation import slips
from kg.validation.reports import signs

if TYPE_CHECKING:
    from kg.validation.source import Source

TABLE = Path(__file__).with_suffix(".tsv")
_PLACED = re.compile(r"Parser error (?:at|between) (?:line|lines|column|columns|and|between|at|[0-9]|\s)+: (.*)", re.DOTALL)
_PREFIX = re.compile(r"The prefix (\S*): has not been declared|(?:Unknown|unbound) prefix (\S+?):")
_QUOTED = re.compile(r"'(.*?)'(?::|$)", re.DOTALL)
_NAME = re.compile(rb"[\s<]([^\s<>/:='\"]+):[^\s<>/:='\"]+")
_ELSEWHERE = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[[^]{}]*?)?("[^"]*")')
_LONGEST = 2000
_LARGEST = 20_000_000
"""Bytes of a text that is looked through for a slip: a second for a few of them."""
_SLIPS = re.compile(
    "^A dot is expected|^A '}' or a '.' is expected|is not a valid |property lists should end|Line jumps are not allowed"
    "|^Unexpected end|^Triples should be followed by a dot|has not been declared"
)
_ENDS = ("Unexpected end", "Triples should be followed by a dot")
_PREFIXED = (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N3)


class Break(NamedTuple):
    """Where a text breaks, line and column from 1, and what the parser says."""

    line: int | None
    column: int | None
    words: str


def error(given: Source, said: SyntaxError) -> ValidationError:
    """KG603 for a source that the parser of pyoxigraph refuses: what was expected where, the parser's words, how to mend it.

    KG809 for JSON-LD with a context of elsewhere.
    """
    said = _short(said)
    if "LoadDocumentCallback" in said.msg:
        return _elsewhere(given)
    found = _xml(given, said) if given.form == RdfFormat.RDF_XML else _own(said)
    if given.form in (RdfFormat.TURTLE, RdfFormat.TRIG) and (slipped := _slipped(given, found)):
        return slipped
    what, mend = _plain(found.words, given.form)
    why = f"the parser says: {signs.one_line(found.words)}" if what else ""
    what = f"not well-formed {given.form.name}: {what or signs.one_line(found.words)}"
    return ValidationError("KG603", what, why=why, mend=mend, file=given.name, line=found.line, column=found.column)


def _elsewhere(given: Source) -> ValidationError:
    match = _ELSEWHERE.search(given.content)
    line, column = _place(given.content, match.start(1)) if match else (None, None)
    what, mend = "the JSON-LD context is elsewhere", "write the context into the document"
    return ValidationError("KG809", what, why="nothing is fetched", mend=mend, file=given.name, line=line, column=column)


def _slipped(given: Source, found: Break) -> ValidationError | None:
    """The error with the place and the words of a usual slip, the parser's own place among its words; None where none is seen."""
    if found.line is None or found.column is None or len(given.content) > _LARGEST or not _SLIPS.search(found.words):
        return None
    lines = given.content.split(b"\n", found.line)
    before = sum(len(line) + 1 for line in lines[: found.line - 1])
    at = before + len(lines[found.line - 1].decode("utf-8", "replace")[: found.column - 1].encode())
    if "declared" in found.words and not given.content[:at].rstrip().endswith(b"@prefix"):
        return None
    seen = slips.slip(given.content, min(at, len(given.content)), found.words.startswith(_ENDS))
    if seen is None:
        return None
    line, column = _place(given.content, seen.at)
    what = f"not well-formed {given.form.name}: {seen.what}"
    why = f"the parser stopped at line {found.line}, column {found.column}, and says: {signs.one_line(found.words)}"
    return ValidationError("KG603", what, why=why, mend=seen.mend, file=given.name, line=line, column=column)


def _short(said: SyntaxError) -> SyntaxError:
    """A parser repeats the word at which it broke, of any length; what it says of it stands at the ends."""
    if len(said.msg) > _LONGEST:
        said.msg = f"{said.msg[: _LONGEST // 2]}…{said.msg[-_LONGEST // 2 :]}"
    return said


def complete(given: Source) -> None:
    """Raises :class:`ValidationError` KG603 for RDF/XML that ends too early, which the parser of pyoxigraph takes for whole."""
    broken = _expat(given.content) if given.form == RdfFormat.RDF_XML else None
    if broken:
        raise error(given, SyntaxError(broken[1]))


def declaration(prefix: str, form: RdfFormat) -> str:
    """How a prefix is declared in a form: the very words where its namespace is known (``ontology/prefixes.ttl``)."""
    from kg.vocabulary import vocabulary  # only what is broken pays for it

    known = vocabulary().prefixes.get(prefix, "")
    namespace = known or "https://…"
    line = f"@prefix {prefix}: <{namespace}> ." if form in _PREFIXED else f'xmlns:{prefix}="{namespace}" in the rdf:RDF element'
    return f"write at the top: {line}" if known else f"declare it with its namespace at the top: {line}"


@cache
def _expected() -> list[list[str]]:
    """Rows of what a parser says (an expression), what was expected ({0} is its first group), how to mend it."""
    return [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]


def _plain(words: str, form: RdfFormat) -> tuple[str, str]:
    """What was expected and how to mend it; '' for what is not known."""
    if prefix := _PREFIX.search(words):
        name = prefix[1] if prefix[1] is not None else prefix[2]
        return f"the prefix {name}: is not declared", declaration(name, form)
    for pattern, what, mend in _expected():
        if match := re.search(pattern, words, re.DOTALL):
            return what.replace("{0}", _shown(match[1]) if match.groups() else ""), mend
    return "", ""


def _shown(part: str) -> str:
    """A part of the text on one line."""
    return signs.cut(signs.one_line(part), 60) or ("line end" if "\n" in part else part)


def _own(said: SyntaxError) -> Break:
    match = _PLACED.match(said.msg)
    return Break(said.lineno, said.offset, match[1] if match else said.msg)


def _xml(given: Source, said: SyntaxError) -> Break:
    content, read = given.content, _read(given)
    broken = _expat(content)
    if broken and (read is None or broken[0] <= read):
        return Break(*_place(content, broken[0]), _unbound(content, broken[0]) if broken[1] == "unbound prefix" else broken[1])
    if read is None:
        return Break(None, None, said.msg)
    tag = max(content.rfind(b"<", 0, read - 1), 0)
    quoted = _QUOTED.search(said.msg)
    at = content.find(quoted[1].strip().encode(), tag, read) if quoted else -1
    return Break(*_place(content, max(at, tag)), said.msg)


def _unbound(content: bytes, at: int) -> str:
    """What expat says of the element at an offset, with the prefix, which it leaves out."""
    names = (match[1] for match in _NAME.finditer(content, at, content.find(b">", at) + 1))
    prefix = next((name for name in names if b"xmlns:" + name not in content and name not in (b"xml", b"xmlns")), b"")
    return f"unbound prefix {prefix.decode('utf-8', 'replace')}:"


def _expat(content: bytes) -> tuple[int, str] | None:
    """The offset at which a text ends to be XML, and what expat says of it."""
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.DefaultHandler = lambda _: None  # with it, entities of the document's own are not expanded
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        return max(parser.ErrorByteIndex, 0), expat.ErrorString(error.code)
    return None


def _place(content: bytes, at: int) -> tuple[int, int]:
    start = content.rfind(b"\n", 0, at) + 1
    return content.count(b"\n", 0, at) + 1, len(content[start:at].decode("utf-8", "replace").removeprefix("\ufeff")) + 1


def _read(given: Source) -> int | None:
    """How many bytes the parser has read when it gives up; None where it does not. The last pieces are handed out byte by byte."""
    slow = len(given.content)
    for _ in range(2):
        tap = _Tap(given.content, slow)
        try:
            for _quad in parse(tap, format=given.form, base_iri=given.base):
                pass
        except (SyntaxError, ValueError):
            slow = max(tap.tell() - 2 * _Tap.STEP, 0)
        else:
            return None
    return tap.tell()


class _Tap(io.BytesIO):
    """A file of bytes that hands out one at a time from ``slow`` on: :meth:`tell` says how many were read."""

    STEP = 1 << 16

    def __init__(self, content: bytes, slow: int) -> None:
        super().__init__(content)
        self.slow = slow

    def read(self, size: int | None = -1, /) -> bytes:
        step = max(self.slow - self.tell(), 1)
        return super().read(min(size, step) if size is not None and size >= 0 else step)
