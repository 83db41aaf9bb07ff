"""Questions: SPARQL queries with a ``#+`` header (YAML), as grlc and sparql-examples have it.

A parameter is declared in the header and stands in the query as one line ``VALUES ?name { default }``: the file runs as it is in any SPARQL
tool, and binding replaces that data block and nothing else. ``UNDEF`` as default means: any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.errors import QueryError
from kg.vocabulary import resources

KINDS = ("iri", "string", "integer", "decimal", "date")
READERS = ("researcher", "lawyer", "partner")
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Safe; that of libyaml reads the library in an eighth of the time, where PyYAML was built with it."""
_LIKE = 75
"""From which score (0-100) a known name is proposed for an unknown one."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its kind of term, its default as written in the query, and titles by language."""

    name: str
    kind: str
    default: str
    title: dict[str, str]
    among: str = ""
    """A pattern that binds ``?value`` to all the values that there are; '' where the values are no closed list of literals."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the library: name, texts by language, parameters, columns (by name: texts and unit), readers, and the SPARQL.

    ``quoted`` are the columns whose texts are quoted as a source has them, whatever language is asked for, with the language they are in.
    """

    name: str
    title: dict[str, str]
    description: dict[str, str]
    readers: tuple[str, ...]
    parameters: dict[str, Parameter]
    columns: dict[str, dict[str, str]]
    sparql: str = field(repr=False)
    quoted: dict[str, str] = field(default_factory=dict)
    beside: bool = False
    """Whether it compares with the data of a partner (``beside: partner``), and has no rows without them."""
    axis: tuple[str, ...] = ()
    """Columns in which rows have to agree for their numbers to stand on one axis (``axis: [unit]``)."""
    service: str = ""
    """The parameter that is the address of another server to ask (``service: endpoint``), which has to be allowed; '' for none."""


def block(name: str) -> re.Pattern[str]:
    """The data block of a parameter."""
    return re.compile(rf"VALUES\s+\?{re.escape(name)}\s*\{{([^{{}}]*)\}}")


def folder() -> Path:
    """Where the questions lie."""
    return resources.root() / "queries" / "questions"


def library() -> list[Question]:
    """All questions, by name."""
    return [read(path) for path in sorted(folder().glob("*.rq"))]


def find(name: str) -> Question:
    """A question by name or file. Raises :class:`QueryError` KG702 for one that does not exist."""
    path = Path(name) if name.endswith(".rq") else folder() / f"{name}.rq"
    if not path.is_file():
        from rapidfuzz import fuzz, process  # only a name that is wrong pays for it

        known = sorted(p.stem for p in folder().glob("*.rq"))
        hits = process.extract(name.removesuffix(".rq").lower(), known, scorer=fuzz.WRatio, limit=3, score_cutoff=_LIKE)
        near = " or ".join(repr(stem) for stem, _, _ in hits)
        raise QueryError(
            "KG702",
            f"there is no question {name!r}",
            why=f"the library holds {len(known)}, and none of this name",
            mend=f"did you mean {near}? list them with: kg queries" if near else "list them with: kg queries",
        )
    return read(path)


def read(path: Path) -> Question:
    """A question from a file; a query without a header has only its name and text. Raises KG706 for a header that cannot be read."""
    text = path.read_text(encoding="utf-8")
    header = "\n".join(line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    try:
        declared: dict[str, Any] = yaml.load(header, _LOADER) or {}
        if not isinstance(declared, dict):
            raise TypeError("the header is not a table")
        parameters = {
            name: Parameter(name, given["type"], _default(name, text, path), given.get("title", {}), given.get("among", ""))
            for name, given in (declared.get("parameters") or {}).items()
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise QueryError("KG706", "the header of the query cannot be read", why=str(error).replace("\n", " "), file=path) from error
    for parameter in parameters.values():
        if parameter.kind not in KINDS:
            raise QueryError(
                "KG706",
                f"the type {parameter.kind!r} of ?{parameter.name} is unknown",
                why=f"known are {', '.join(KINDS)}",
                file=path,
            )
    return Question(
        path.stem,
        declared.get("title", {}),
        declared.get("description", {}),
        tuple(declared.get("for", ())),
        parameters,
        declared.get("columns", {}),
        text,
        declared.get("quoted", {}),
        declared.get("beside") == "partner",
        _columns(declared, path),
        _service(declared.get("service", ""), parameters, path),
    )


def _columns(declared: dict[str, Any], path: Path) -> tuple[str, ...]:
    named = declared.get("axis", [])
    unknown = [name for name in named if name not in declared.get("columns", {})]
    if unknown:
        raise QueryError("KG706", f"the header puts rows on an axis by {unknown[0]!r}", why="no column is called so", file=path)
    return tuple(named)


def _service(name: str, parameters: dict[str, Parameter], path: Path) -> str:
    if name and (name not in parameters or parameters[name].kind != "iri"):
        raise QueryError(
            "KG706", f"the header says that {name!r} is the address of a server", why="no parameter of type iri is called so", file=path
        )
    return name


def _default(name: str, text: str, path: Path) -> str:
    found = block(name).findall(text)
    if len(found) != 1:
        raise QueryError("KG706", f"the query must hold one block VALUES ?{name} {{ ... }}", why=f"it holds {len(found)}", file=path)
    return " ".join(found[0].split())
