"""The exception tree, and the codes that lead to an explanation.

Every error that a person sees is one sentence, ``CODE file:line:column: what; why; how to mend``; ``kg explain CODE`` prints
cause and repair from ``explanations.md`` (one page; a test holds codes and page together)::

    KgError                     could not be done: exit 2
    ├── InputError              an input that cannot be read or understood (KG1xx document, KG3xx sidecar)
    ├── VocabularyError         the vocabulary or reference data contradict themselves or lack a term (KG4xx)
    ├── BuildError              the output cannot be written or is not ours (KG5xx)
    ├── ValidationError         shapes or data that cannot be checked (KG6xx)
    └── QueryError              a query, a parameter or a store that cannot be used (KG7xx)

What can be done and should be looked at first is a :class:`StaleWarning` of the Python API.

What an input contains and no rule takes is no exception: it is a :class:`kg.model.Problem` (KG2xx), listed in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


class KgError(Exception):
    """Something could not be done; carries what a person needs to mend it.

    ``code`` KGnnn; ``what``, ``why``, ``mend`` are clauses without a final stop; ``file``, ``line``, ``column`` (from 1) where known.
    ``more`` are what else could not be done, where several things were tried and each is told (:func:`together`).
    """

    def __init__(
        self,
        code: str,
        what: str,
        *,
        why: str = "",
        mend: str = "",
        file: str | Path | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        self.code = code
        self.what = what
        self.why = why
        self.mend = mend
        self.file = None if file is None else str(file)
        self.line = line
        self.column = column
        self.more: tuple[KgError, ...] = ()
        super().__init__(str(self))

    @property
    def all(self) -> tuple[KgError, ...]:
        """This error and the others that are told with it, none of them with others of its own."""
        return (self, *self.more)

    @property
    def where(self) -> str:
        """``file:line:column`` as far as it is known."""
        place = [self.file or "", *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(place) if self.file else ""

    def __str__(self) -> str:
        sentence = "; ".join(part for part in (self.what, self.why, self.mend) if part)
        return f"{self.code} {self.where}: {sentence}" if self.where else f"{self.code}: {sentence}"


class InputError(KgError):
    """An input cannot be read or is not what it should be."""


class VocabularyError(KgError):
    """The vocabulary or the reference data lack a term or contradict themselves."""


class BuildError(KgError):
    """The output cannot be written, or the folder is not ours."""


class ValidationError(KgError):
    """Shapes or data cannot be checked."""


class QueryError(KgError):
    """A query, a parameter or a store cannot be used."""


def together(errors: Iterable[KgError]) -> KgError:
    """The first of some errors (at least one), which has the others with it: each thing that is broken is told, once."""
    told = {str(one): one for error in errors for one in error.all}
    first, *others = told.values()
    for one in others:
        one.more = ()
    first.more = tuple(others)
    first.__notes__ = [str(one) for one in others]  # a traceback of Python shows them
    return first


class StaleWarning(UserWarning):
    """RDF that was made of a file is older than this file, and is answered from as it is."""
