"""The Python API: ``kg.build``, ``kg.facts``, ``kg.validate``, ``kg.query``, ``kg.export``. The command line is a thin layer over it.

Results are typed and hold plain Python values; ``to_pandas()`` gives a data frame where pandas is installed. All functions raise
:class:`kg.errors.KgError` (code, sentence, place) for what could not be done; what was found in the data is in the results.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, StaleWarning
from kg.interpreting import interpret
from kg.mapping import table
from kg.model import Fact, Ledger, Problem, Reading
from kg.reading import sidecar, text
from kg.vocabulary import vocabulary

if TYPE_CHECKING:
    from kg.building import Outcome
    from kg.exporting import Exported
    from kg.querying.partners import Union
    from kg.validation.report import Report

PathLike = str | Path


def _paths(given: PathLike | Iterable[PathLike]) -> list[Path]:
    return [Path(given)] if isinstance(given, str | Path) else [Path(path) for path in given]


def _frame(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> Any:
    try:
        import pandas
    except ImportError as error:
        raise QueryError("KG711", "pandas is not installed", mend="install it: pip install pandas") from error
    # Otherwise a column of whole numbers and gaps would become one of floating-point numbers and NaN.
    return pandas.DataFrame(list(rows), columns=columns, dtype=object)


# ------------------------------------------------------------------ facts


@dataclass(frozen=True, slots=True)
class Facts:
    """What one document says. Iterating gives :class:`kg.model.Fact`; offsets are code points of the canonical text."""

    reading: Reading
    area: str
    edition: str

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.reading.facts)

    def __len__(self) -> int:
        return len(self.reading.facts)

    def __getitem__(self, statement: str) -> Fact:
        """The fact of a statement's local name; KeyError when there is none."""
        return next((fact for fact in self.reading.facts if fact.statement == statement), None) or self._missing(statement)

    def _missing(self, statement: str) -> Fact:
        raise KeyError(statement)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person should look at."""
        return self.reading.problems

    @property
    def ledger(self) -> Ledger:
        """Where every character went."""
        return self.reading.ledger

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows of ``kg facts``: every column as text."""
        return (table.cells(fact, self.area, self.edition) for fact in self)

    def values(self) -> Iterator[list[str]]:
        """The rows of ``kg facts`` as lists in the order of its columns."""
        return (table.values(fact, self.area, self.edition) for fact in self)

    def to_pandas(self) -> Any:
        """A data frame, a row a statement (columns of ``kg facts``, as text). Raises :class:`QueryError` KG711 without pandas."""
        return _frame(self.rows(), table.COLUMNS)


def facts(document: PathLike, *, language: str | None = None, state: str | None = None) -> Facts:
    """The facts of a document; its ``about.toml``, if there is one beside it, says state, edition and language.

    ``language`` (BCP 47) is recognised when nobody declares it; ``state`` (ISO 3166-1 alpha-3) stays '' when unknown, and bodies then stay
    as printed.
    Raises :class:`kg.errors.InputError` KG1xx, KG3xx and :class:`kg.errors.VocabularyError` KG403 (unknown state or language).
    """
    path = Path(document)
    read = text.read(path)
    beside = path.parent / sidecar.NAME
    about = sidecar.read(beside, vocabulary()) if beside.is_file() else None
    area = state or (about.area if about else "")
    if area:
        vocabulary().term(vocabulary().areas, area, what="state")
    reading = interpret(read, language=language or (about.language if about else None), area=area)
    return Facts(reading, area, about.edition if about else "")


# ------------------------------------------------------------------ build


def build(
    paths: PathLike | Iterable[PathLike] = "data",
    output: PathLike = "build",
    *,
    series: str = "antitorture",
    state: str | None = None,
    edition: str | None = None,
    language: str | None = None,
    validate: bool = True,
) -> Outcome:
    """Builds documents into ``output`` as ``kg build`` does: graph.nq, facts.csv, report, ledger, manifest, store.

    ``series``, ``state``, ``edition``, ``language`` are for documents without a sidecar. The outcome says what was published, what was left
    out and why; its ``report`` is the shapes' verdict. Raises KG101, KG108, KG501, KG502, KG503.
    """
    from kg.building import Options, run

    return run(_paths(paths), Path(output), Options(series, state, edition, language, validate))


# ------------------------------------------------------------------ export


def export(build: PathLike = "build", output: PathLike = "tables") -> Exported:
    """Writes a build as CSV tables with CSVW metadata to ``output``, as ``kg export`` does.

    The result says how many rows each file has and how many triples the tables carry. Raises KG501, KG502, KG701, KG721.
    """
    from kg import exporting

    return exporting.export(Path(build), Path(output))


# ------------------------------------------------------------------ validate


def validate(
    inputs: PathLike | Iterable[PathLike],
    *,
    shapes: PathLike | Iterable[PathLike] = (),
    engine: str = "default",
    allow_empty: bool = False,
    waivers: PathLike | Iterable[PathLike] = (),
    baseline: PathLike | None = None,
) -> Report:
    """The verdict on RDF files, profile documents, folders, builds, stores or endpoints together, by our shapes or by ``shapes``.

    ``report.results`` are ordered, worst first, each with severity, focus, path, value, shape, requirement, messages by language, cause,
    next step and, where they are known, its place in the RDF source and in the document; ``report.conforms`` follows the standard (any
    result makes it False); ``report.fails("violation")`` follows severities, waivers and baseline; ``report.coverage`` tells what was
    looked at. ``engine`` is ``default``, ``pyshacl``, ``pyshifty`` or ``pyshacl-turbo``.
    Raises :class:`kg.errors.ValidationError` KG6xx (a shapes graph that is not well-formed among them) and InputError for documents; where
    several inputs are broken, ``error.all`` has an error for each.
    """
    from kg import verdict

    request = verdict.Request(
        shapes=tuple(_paths(shapes)),
        engine=engine,
        allow_empty=allow_empty,
        waivers=tuple(_paths(waivers)),
        baseline=None if baseline is None else Path(baseline),
    )
    given = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    return verdict.of([str(one) for one in given], request)


# ------------------------------------------------------------------ query


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer of a SELECT: ``columns`` in order and ``rows`` of plain values.

    IRIs and texts are ``str``; xsd:integer is ``int``, xsd:decimal ``decimal.Decimal``, xsd:date ``datetime.date``, xsd:boolean ``bool``;
    None is unbound. Units of columns are in the header of the question.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    services: Mapping[str, bool] = field(default_factory=dict)
    """Other servers that were asked by SERVICE, and whether each gave an answer."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> Any:
        """A data frame of the same values: whole numbers stay ``int``, None stays None. Raises :class:`QueryError` KG711 without pandas."""
        return _frame(self, list(self.columns))


def query(
    name: str,
    parameters: Mapping[str, str] | None = None,
    *,
    store: PathLike = "build",
    endpoint: str | None = None,
    language: str = "en",
    allow_services: Iterable[str] = (),
) -> Rows:
    """The answer to a question of the library (its name), or to a SELECT of your own (a ``.rq`` file).

    ``parameters`` bind by name, values as on the command line (``{"area": "KAZ"}``). ``language`` is that of labels and of what the
    question says itself, of a question of the library. ``allow_services`` are the addresses that SERVICE may ask; the rows say in
    ``services`` which were asked, and whether each gave an answer: such rows are no part of a release. Raises :class:`QueryError` KG701 to
    KG709; KG709 for a query that is no SELECT; KG826, KG834 to KG836 and KG838 for SERVICE; :class:`VocabularyError` KG403 for a language
    that the vocabulary does not know.
    """
    from kg.querying import binding, choosing, execution, question
    from kg.querying.federation import alone

    asked = question.find(name)
    given: Mapping[str, str] = parameters or {}
    if not endpoint:
        given = choosing.settled(asked, given, partial(choosing.values, ask=partial(execution.local, folder=Path(store), name=name)))
    sparql = binding.bind(asked, given, language)
    services: dict[str, bool] = {}
    if endpoint:
        answer = execution.remote(sparql, endpoint, name=name)
    else:
        found = alone.joined(sparql, allow_services, partial(execution.local, folder=Path(store), name=name), name=name)
        answer, services = execution.local(found.text, Path(store), name=name), found.asked
    return _typed(answer, name, services)


def _typed(answer: Any, name: str, services: dict[str, bool]) -> Rows:
    from pyoxigraph import QuerySolutions

    from kg.querying.table import value

    if not isinstance(answer, QuerySolutions):
        raise QueryError("KG709", f"{name} is no SELECT", mend="use kg query --format ttl for graphs")
    columns = tuple(variable.value for variable in answer.variables)
    return Rows(columns, tuple(tuple(value(solution[column]) for column in columns) for solution in answer), services)


@dataclass(frozen=True, slots=True)
class Opened:
    """A build beside partners' files. ``graphs`` maps the names of the files to the graphs that they are in ``GRAPH ?g { ... }``."""

    union: Union

    @property
    def graphs(self) -> dict[str, str]:
        """File → IRI of its named graph."""
        return {held.partner.name: held.partner.graph for held in self.union.held}

    @property
    def notes(self) -> list[str]:
        """A sentence for each table or mapping beside the files that has changed since ``kg link`` made RDF of it, as of now."""
        return self.union.stale

    def query(self, name: str, parameters: Mapping[str, str] | None = None, *, language: str = "en") -> Rows:
        """As :func:`query`, of both together. Raises :class:`QueryError` KG702 to KG707, KG709."""
        from kg.querying import binding, choosing, question

        asked = question.find(name)
        given = choosing.settled(asked, parameters or {}, partial(choosing.values, ask=partial(self.union.answer, name=name)))
        sparql = binding.bind(asked, given, language)
        return _typed(self.union.answer(sparql, name=name), name, {})


@contextmanager
def open(store: PathLike = "build", *, beside: PathLike | Iterable[PathLike] = ()) -> Iterator[Opened]:
    """A build, and RDF of partners (files or folders) beside it, to be asked together without a server; the build is only read.

    Used as ``with kg.open("build", beside=["partner.ttl"]) as both: both.query("partner-contradictions")``.
    Warns (:class:`kg.errors.StaleWarning`, once for each) where a table or mapping beside a file is not the one that it was made of;
    ``both.notes`` has the same sentences. Raises :class:`QueryError` KG701, KG731 (a file that speaks in our name), KG732;
    :class:`kg.errors.ValidationError` KG601 to KG603 (line and column).
    """
    from kg.querying import partners

    with partners.beside(Path(store), _paths(beside)) as union:
        opened = Opened(union)
        for note in opened.notes:
            warnings.warn(note, StaleWarning, stacklevel=3)  # at the ``with`` of the caller
        yield opened
