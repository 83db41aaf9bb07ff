"""Fills in ``start`` and ``end`` of every ``expected.csv`` by looking for the words of ``as_printed`` on their line.

Words that stand twice on a line are taken in the order of the rows; designations may share the words of one sentence. An empty
``as_printed`` (a row left empty) stands at the end of its line.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def place(folder: Path) -> int:
    """Rewrites the file of one folder; the number of rows whose words do not stand on their line."""
    lines = (folder / "document.txt").read_text(encoding="utf-8").split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    path = folder / "expected.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        columns, rows = list(reader.fieldnames or ()), list(reader)
    bad, last, at = 0, "", 0
    for row in rows:
        number = int(row["line"]) - 1
        line = lines[number]
        label = line.find(row["label"]) + len(row["label"]) if row["label"] else 0
        at = label if row["line"] != last else at
        last = row["line"]
        found = line.find(row["as_printed"], at) if row["as_printed"] else len(line.rstrip(" \t"))
        if found < 0:
            found = line.find(row["as_printed"], label)
        if found < 0:
            print(f"{folder.name}:{row['line']} {row['as_printed']!r} does not stand there", file=sys.stderr)
            bad += 1
            continue
        end = found + len(row["as_printed"])
        at = found if row["kind"] == "designation" else end
        row["start"], row["end"] = str(starts[number] + found), str(starts[number] + end)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return bad


if __name__ == "__main__":
    sys.exit(1 if sum(place(path.parent) for path in sorted(FOLDER.glob("*/expected.csv"))) else 0)
