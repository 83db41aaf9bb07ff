"""Lines that are neither heading nor row: what a person is told about them. Nothing of such a line is ever taken for a value."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Line, Problem
from kg.vocabulary.lexicon import Label, Lexicon

SIMILAR = 88
"""From which score (0-100) a label is similar enough to be proposed to a person."""


def similar(own: Lexicon, printed: str, stands: Callable[[Label], bool]) -> tuple[Label, float] | None:
    """The known label nearest to a printed one, and its score, if it is near and may stand here."""
    from rapidfuzz import fuzz, process  # only unknown labels pay for it

    words = " ".join(own.words(printed))
    hit = process.extractOne(words, own.label_choices, scorer=fuzz.ratio, score_cutoff=SIMILAR) if words else None
    if hit is None:
        return None
    label = own.labels[hit[2]]
    return (label, hit[1]) if stands(label) else None


def near(line: Line, printed: str, label: Label, score: float) -> Problem:
    """A row whose label is only similar to a known one."""
    what = f"label {printed!r} is not known; {label.exact!r} is {score:.0f} % similar"
    return Problem("KG211", line.number, f"{what}: add the wording to the vocabulary if it is meant", "Warning")


def row(own: Lexicon, line: Line, printed: str) -> Problem:
    """A row whose label is not known (Info: it may be new), or known and not here (Warning: its value is lost)."""
    if own.label(printed):
        what = f"label {printed!r} stands in another section, leans on another row or names another state"
        return Problem("KG216", line.number, f"{what}; the line is kept as a remainder", "Warning")
    return Problem("KG210", line.number, f"label {printed!r} is not known; the line is kept as a remainder")


def words(own: Lexicon, line: Line, title: bool) -> Problem:
    """A line without a place where a label may end: a Warning, but an Info in the title, above every heading, where no row is lost."""
    what = f"{line.text[:60]!r} is neither a known heading nor a row"
    begun = _begun(own, line.text[line.lead :])
    if begun:
        what += f": it begins with the known label {begun!r}, but no tab parts that from a value"
    return Problem("KG213", line.number, f"{what}; the line is kept as a remainder", "Info" if title and not begun else "Warning")


def _begun(own: Lexicon, text: str) -> str:
    """The longest known label with which a text begins, as printed, or ''."""
    ends = [at for at, sign in enumerate(text) if sign.isspace()] + [len(text)]
    return next((text[:end] for end in reversed(ends) if own.words(text[:end]) in own.labels), "")
