"""How well the invented documents beside this file are read: ``python tests/corpus/score.py``, exit 1 when anything is silently wrong.

Every statement of ``expected.csv``, which was written by reading the document, is

* right: the reader gives the same statement (COMPARED; as for naming, see NAMES);
* needs review: it does not, and says so on that line: a gap by the reader, a similarity match, a listed remainder or a problem;
* missed: it does not, and the line is listed nowhere;
* silently wrong: it gives another value for it and reports nothing.

A statement that the reader gives and nobody expects is silently wrong too, unless its line is listed. What should not be readable is
expected as a gap by the reader. A repeated row (KG217, KG221) and the
name of an unknown body (KG219) are kept, so they excuse nothing. The column ``match`` is not compared.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import kg
from kg.mapping import table

FOLDER = Path(__file__).resolve().parent
KINDS = ("figure", "assessment", "standing", "designation", "narrative", "gap")
VERDICTS = ("right", "missed", "needs review", "silently wrong")
COMPARED = (
    *("line", "indicator", "kind", "value", "lower", "upper", "unit", "group", "scope"),
    *("answer", "standing", "instrument", "reason", "bodies", "as_printed", "start", "end"),
)
NAMES = ("statement", "label", "section")
"""Compared where the statement is right; a section that the reader left empty, its heading being listed as unknown, is no difference."""
NO_EXCUSE = {"KG217", "KG219", "KG221"}

Row = dict[str, str]


@dataclass
class Score:
    """The verdicts on one document, by kind; ``listed`` are the lines for a person: verdict, line, what was expected, what was given."""

    name: str
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    listed: list[tuple[str, int, str, str]] = field(default_factory=list)
    named_otherwise: list[str] = field(default_factory=list)
    closes: bool = False

    def add(self, verdict: str, expected: Row | None, given: Row | None) -> None:
        row = expected or given or {}
        self.counts[row["kind"], verdict] += 1
        if verdict != "right":
            self.listed.append((verdict, int(row["line"]), shown(expected), shown(given)))


def shown(row: Row | None) -> str:
    """A statement on one line."""
    if row is None:
        return "nothing"
    names = ("value", "lower", "upper", "unit", "answer", "standing", "instrument", "reason", "bodies")
    told = " ".join(row[name] for name in names if row[name])
    return f"{row['statement']}: {row['kind']} {told} {row['as_printed'][:70]!r}".replace("  ", " ")


def unread(row: Row) -> bool:
    """Whether a given statement says itself that a person should look."""
    return row["reason"] in ("unreadable", "similar-label") or row["match"].startswith("fuzzy")


def paired(expected: list[Row], given: list[Row], columns: tuple[str, ...]) -> list[tuple[Row, Row]]:
    """Takes out of both lists the rows that agree in ``columns``, each once."""
    pairs = []
    for row in list(expected):
        other = next((g for g in given if all(g[c] == row[c] for c in columns)), None)
        if other is not None:
            expected.remove(row)
            given.remove(other)
            pairs.append((row, other))
    return pairs


def score(folder: Path) -> Score:
    """The verdicts on the document in ``folder``."""
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as file:
        expected = list(csv.DictReader(file))
    facts = kg.facts(folder / "document.txt")
    given = [{column: row.get(column, "") for column in table.COLUMNS} for row in facts.rows()]
    excused = {str(problem.line) for problem in facts.problems if problem.code not in NO_EXCUSE}
    excused |= {str(remainder.line) for remainder in facts.ledger.remainder}
    excused |= {row["line"] for row in given if unread(row)}
    result = Score(folder.name, closes=facts.ledger.closes)
    for row, other in paired(expected, given, COMPARED):
        result.add("right", row, other)
        for name in NAMES:
            if row[name] != other[name] and not (name == "section" and not other[name]):
                result.named_otherwise.append(f"{folder.name}:{row['line']} {name} {other[name]!r}, expected {row[name]!r}")
    for columns in (("line", "indicator", "group", "unit"), ("line", "indicator", "group"), ("line", "indicator"), ("line",)):
        for row, other in paired(expected, given, columns):
            result.add("needs review" if row["line"] in excused else "silently wrong", row, other)
    for row in expected:
        result.add("needs review" if row["line"] in excused else "missed", row, None)
    for row in given:
        result.add("needs review" if row["line"] in excused else "silently wrong", None, row)
    return result


def corpus() -> list[Path]:
    """The folders of the corpus."""
    return sorted(path.parent for path in FOLDER.glob("*/expected.csv"))


def overview(scores: list[Score]) -> str:
    """The counts by kind, and the totals."""
    total: Counter[tuple[str, str]] = Counter()
    for one in scores:
        total += one.counts
    lines = ["".join([f"{'':12}", *(f"{verdict:>16}" for verdict in VERDICTS)])]
    for kind in KINDS:
        lines.append("".join([f"{kind:12}", *(f"{total[kind, verdict]:16}" for verdict in VERDICTS)]))
    sums = [sum(total[kind, verdict] for kind in KINDS) for verdict in VERDICTS]
    lines.append("".join([f"{'total':12}", *(f"{count:16}" for count in sums)]))
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Prints the table, then what is silently wrong or missed; with ``--all`` also what needs review."""
    scores = [score(folder) for folder in corpus()]
    print(f"{len(scores)} invented documents")
    print(overview(scores))
    verdicts = ["silently wrong", "missed", *(["needs review"] if "--all" in arguments else [])]
    for verdict in verdicts:
        for one in scores:
            for found, line, expected, given in sorted(one.listed):
                if found == verdict:
                    print(f"\n{verdict}  {one.name}:{line}\n    expected  {expected}\n    given     {given}")
    for one in scores:
        for text in one.named_otherwise:
            print(f"\nnamed otherwise  {text}")
    return 1 if any(one.counts[kind, "silently wrong"] for one in scores for kind in KINDS) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
