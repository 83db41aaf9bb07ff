"""A diagnosis as lines for people."""

from __future__ import annotations

from kg.querying.emptiness import words
from kg.querying.emptiness.diagnosis import Diagnosis

_WIDEST = 100


def text(diagnosis: Diagnosis, language: str = "en") -> str:
    """Verdict, culprits, parts with their rows, suggestions; ends with a line end. Raises KeyError for a language without words."""
    lines = [diagnosis.sentence[language]]
    for culprit in diagnosis.culprits:
        where = words.line("at", line=culprit.place.line, column=culprit.place.column, term=_short(culprit.text))[language]
        lines += [f"  {where.rstrip(': ')}:", f"    {culprit.sentence[language]}"]
    if diagnosis.verdict == "apart" and len(diagnosis.patterns) > 1:
        lines.append(f"  {words.line('parts')[language]}")
        for part in diagnosis.patterns:
            shown = "" if part.rows is None else words.line("rows", rows=part.rows)[language]
            lines.append(f"    {_short(part.text)}  {shown}".rstrip())
    for suggestion in diagnosis.suggestions:
        count = words.line("rows-more" if suggestion.more else "rows", rows=suggestion.rows)[language]
        lines.append(f"  {suggestion.sentence[language]} {words.line('then', rows=count)[language]}")
        for change in suggestion.changes:
            if not change.old.strip() and not change.new.strip():
                continue
            name = "change" if change.old.strip() and change.new.strip() else "insert" if change.new.strip() else "remove"
            filled = words.line(name, line=change.place.line, old=_short(change.old), new=_short(change.new))
            lines.append(f"    {filled[language]}")
    if not diagnosis.complete:
        lines.append(f"  {words.line('incomplete', count=diagnosis.probes)[language]}")
    return "\n".join(lines) + "\n"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _WIDEST else plain[: _WIDEST - 1] + "…"
