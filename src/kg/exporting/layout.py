"""Which tables an export has, and which columns: ``ontology/export/tables.tsv`` and ``columns.tsv``, read once and checked.

The notation of both files is explained in ``ontology/export/README.md``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.errors import VocabularyError
from kg.mapping.terms import BASE, XSD
from kg.vocabulary import resources, vocabulary
from kg.vocabulary.loading import read_table

MANY = "@many"
TABLE = "@table/"
"""How the path of a column begins that repeats what is declared of the table."""
_KEY, _RELATION, _VALUE, _PASSAGE = "@id", "@property", "@value", "@passage"
_DATATYPES = ("string", "integer", "decimal", "boolean", "date", "gYear", "anyURI")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CURIE = re.compile(r"([A-Za-z][\w-]*):([\w/.-]*)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``predicate`` is an IRI; '' where ``derived`` (a SPARQL property path; ``@passage`` for the parts of a passage) gives what stands in it
    and it carries no triple. One that begins with ``@table/`` repeats what the catalogue declares of the reference table that the row is
    of, by that property. A literal has a ``datatype`` (local name of XSD, ``number`` for whole numbers and decimals together) or a
    ``language``; an IRI is ``stem`` and the text of the cell ('' and a ``datatype`` of '' for whole IRIs). ``refers`` is the table whose
    key the cell is, where it is not empty (``optional``: it may be); ``only`` are the texts that it can have, the first that fits before
    the others. ``notes`` are what it means, and what its being empty means.
    """

    name: str
    role: str
    predicate: str
    derived: str
    datatype: str
    language: str
    stem: str
    refers: str
    optional: bool
    only: tuple[str, ...]
    titles: Mapping[str, str]
    notes: Mapping[str, str]

    @property
    def carries(self) -> bool:
        """Whether a cell of it is a triple by itself."""
        return bool(self.predicate) and self.datatype != "number"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``name`` is its path without ``.csv``.

    A row is a thing of the first of ``classes``, and has the others too; of a table without ``classes`` it is one triple (``many``) or a
    passage. ``kinds`` are classes one of which a thing has, which a column tells.
    """

    name: str
    classes: tuple[str, ...]
    kinds: tuple[str, ...]
    many: bool
    of: tuple[str, ...]
    titles: Mapping[str, str]
    notes: Mapping[str, str]
    columns: tuple[Column, ...]

    @property
    def key(self) -> Column:
        """The column that names the thing of a row."""
        return self.columns[0]

    @property
    def file(self) -> str:
        """Its path in the export."""
        return f"{self.name}.csv"


@cache
def tables() -> tuple[Table, ...]:
    """All tables in their order. Raises :class:`VocabularyError` KG407 for a row that says something impossible."""
    folder = resources.root() / "ontology" / "export"
    file = folder / "columns.tsv"
    columns: dict[str, list[Column]] = {}
    for number, row in enumerate(read_table(file), 2):
        columns.setdefault(row["table"], []).extend(_columns(row, file, number))
    whole = folder / "tables.tsv"
    found = [_table(row, columns.pop(row["table"], []), whole, number) for number, row in enumerate(read_table(whole), 2)]
    for name in columns:
        raise VocabularyError("KG407", f"the columns of {name!r} have no table", mend="add its row to tables.tsv", file=file)
    names = {table.name for table in found}
    for table in found:
        for column in table.columns:
            if column.refers and column.refers not in names:
                what = f"{table.name}.{column.name} refers to a table {column.refers!r} that is not there"
                raise VocabularyError("KG407", what, mend="add it to tables.tsv", file=file)
    return tuple(found)


def _table(row: dict[str, str], columns: list[Column], file: Path, line: int) -> Table:
    names = [column.name for column in columns]
    if not columns or columns[0].role != _KEY or len(set(names)) != len(names):
        what = f"the table {row['table']!r} does not begin with its key, or has two columns of one name"
        raise VocabularyError("KG407", what, mend="see columns.tsv", file=file, line=line)
    many = row["classes"] == MANY
    several = "|" in row["classes"]
    classes = () if many else tuple(expanded(name, file, line) for name in row["classes"].replace("|", " ").split())
    titles, notes = ({tag: row[f"{kind}_{tag}"] for tag in ("en", "ru") if row[f"{kind}_{tag}"]} for kind in ("title", "note"))
    fixed, kinds = ((), classes) if several else (classes, ())
    return Table(row["table"], fixed, kinds, many, tuple(row["of"].split()), titles, notes, tuple(columns))


def _columns(row: dict[str, str], file: Path, line: int) -> list[Column]:
    if not _NAME.fullmatch(row["column"]):
        raise VocabularyError("KG407", f"{row['column']!r} is no name of a column", mend="a-z, 0-9 and _", file=file, line=line)
    said, value = row["property"], row["value"]
    role = said if said in (_KEY, _RELATION, _VALUE) else ""
    plain = bool(_CURIE.fullmatch(said))
    property_ = expanded(said, file, line) if plain else ""
    derived = "" if plain or role else said
    datatype = value if value in (*_DATATYPES, "number") else ""
    stem = "" if datatype or value in ("iri", "text") else expanded(value, file, line)
    titles = {tag: row[f"title_{tag}"] for tag in ("en", "ru") if row[f"title_{tag}"]}
    titles = titles or labels().get(property_) or labels().get(_last(derived)) or {}
    languages = sorted(vocabulary().languages) if value == "text" else [""]
    meant = comments().get(property_) or comments().get(_last(derived)) or {}
    notes = {tag: " ".join(filter(None, [meant.get(tag), row[f"note_{tag}"]])) for tag in ("en", "ru")}
    return [
        Column(
            f"{row['column']}_{tag}" if tag else row["column"],
            role,
            property_,
            derived,
            datatype,
            tag,
            stem,
            row["refers"].removeprefix("?"),
            row["refers"].startswith("?"),
            tuple(row["only"].split()),
            titles,
            {tag: said for tag, said in notes.items() if said},
        )
        for tag in languages
    ]


def _last(path: str) -> str:
    """The IRI of the last step of a path, for its label."""
    last = path.rpartition("/")[2]
    prefix, _, local = last.partition(":")
    return vocabulary().prefixes.get(prefix, "") + local if prefix in vocabulary().prefixes else ""


@cache
def labels() -> dict[str, dict[str, str]]:
    """The labels of the terms of our ontology by IRI and language."""
    return _said("label")


@cache
def comments() -> dict[str, dict[str, str]]:
    """What the terms of our ontology mean, by IRI and language."""
    return _said("comment")


def _said(local: str) -> dict[str, dict[str, str]]:
    from pyoxigraph import Literal, NamedNode, RdfFormat, parse

    from kg.mapping.terms import RDFS

    found: dict[str, dict[str, str]] = {}
    for triple in parse(path=str(resources.ontology_files()[1]), format=RdfFormat.TURTLE):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal) and triple.predicate.value == RDFS + local:
            found.setdefault(triple.subject.value, {})[triple.object.language or ""] = triple.object.value
    return found


@cache
def origins() -> dict[str, dict[str, str]]:
    """Where the rows of a table come from that no reference table holds, by what it is ``of`` and by language."""
    rows = read_table(resources.root() / "ontology" / "export" / "origins.tsv")
    return {row["of"]: {tag: row[f"source_{tag}"] for tag in ("en", "ru")} for row in rows}


def expanded(name: str, file: Path, line: int) -> str:
    """The IRI of a prefixed name; ``base:`` is the base of all IRIs of ours. Raises :class:`VocabularyError` KG407."""
    match = _CURIE.fullmatch(name)
    space = {**vocabulary().prefixes, "base": BASE}.get(match[1], "") if match else ""
    if not match or not space:
        raise VocabularyError("KG407", f"{name!r} is no name with a known prefix", mend="see prefixes.ttl", file=file, line=line)
    return space + match[2]


def datatype(name: str) -> str:
    """The IRI of a datatype of XSD."""
    return XSD + name
