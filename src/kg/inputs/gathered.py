"""What was gathered to be validated."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.validation.report import Result, Texts
from kg.validation.source import Source
from kg.validation.waivers import Declared


@dataclass(slots=True)
class Inputs:
    """Sources in the order given, and what is known about them.

    ``documents`` maps IRIs of profile sources to paths; ``unread`` is what the reader of documents lists for a person to look at, of the
    severity of its :class:`kg.model.Problem`; ``faithful`` is False where lexical forms may have been lost before we saw them; ``waivers``
    come from sidecars and files of them. ``unrecognised`` counts the words of documents that their reader did not recognise: those that
    no rule took, and values that could not be read; None where no document was read.
    """

    sources: list[Source] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    waivers: list[Declared] = field(default_factory=list)
    notes: list[Texts] = field(default_factory=list)
    unread: list[Result] = field(default_factory=list)
    faithful: bool = True
    unrecognised: int | None = None
