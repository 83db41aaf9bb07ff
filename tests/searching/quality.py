"""How good the search is: queries with what they should find. ``python tests/searching/quality.py BUILD`` prints the shares and times.

Each ``queries*.tsv`` beside this file has the columns class, query and expected: an IRI below the base, '' for what must find nothing, or
only what is similar. Its quotes are part of the queries.
"""

from __future__ import annotations

import csv
import gc
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from kg.searching import Index
from kg.vocabulary import vocabulary

BASE = vocabulary().base
NOTHING, SLIPS = "nothing", "slips"


@dataclass
class Score:
    """Of some queries: how many, how many with the expected thing first, and among the first five; what was not first."""

    asked: int = 0
    first: int = 0
    five: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, query: str, expected: str, found: list[str]) -> None:
        self.asked += 1
        self.first += found[:1] == [expected]
        self.five += expected in found[:5]
        if found[:1] != [expected]:
            self.missed.append(f"{query!r}: wanted {expected}, found {found[:5]}")


def queries() -> Iterator[tuple[str, str, str]]:
    for path in sorted(Path(__file__).parent.glob("queries*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield row["class"], row["query"], row["expected"]


def slips(index: Index) -> Iterator[tuple[str, str]]:
    """Every name of states, instruments, indicators and bodies with one slip of the hand in a word of six letters or more."""
    random = Random(20)
    for document in index.documents:
        if document.kind in ("area", "instrument", "indicator", "body"):
            for _, label in sorted(document.labels.items()):
                long = [word for word in label.split() if len(word) >= 6 and word.isalpha()]
                if long:
                    word = random.choice(long)
                    yield label.replace(word, slip(word, random), 1), document.iri.removeprefix(BASE)


def slip(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    letters = "abcdefghiklmnoprstu" if word.isascii() else "абвгдежзиклмнопрсту"
    return random.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + random.choice(letters) + word[at + 1 :],
        ]
    )


def scores(index: Index) -> dict[str, Score]:
    """By class; ``nothing`` counts as first what finds nothing but similar things, and as five what finds nothing at all."""
    found: dict[str, Score] = {}
    for kind, query, expected in queries():
        results = index.search(query, lang="ru", limit=5)
        score = found.setdefault(kind, Score())
        if kind == NOTHING:
            score.add(query, "", [] if results.total and not results.similar else [""])
            score.five += bool(not results.total) - 1
        else:
            score.add(query, expected, [hit.iri.removeprefix(BASE) for hit in results.hits])
    for query, expected in slips(index):
        hits = index.search(query, lang="ru", limit=5).hits
        found.setdefault(SLIPS, Score()).add(query, expected, [hit.iri.removeprefix(BASE) for hit in hits])
    return found


def table(found: dict[str, Score]) -> str:
    lines = [f"{'class':16}{'queries':>8}{'first':>8}{'in five':>8}"]
    lines += [f"{kind:16}{one.asked:8}{one.first / one.asked:8.1%}{one.five / one.asked:8.1%}" for kind, one in found.items()]
    return "\n".join(lines)


def times(index: Index) -> str:
    """CPU time of each query of the files and of a few that find much."""
    asked = [query for _, query, _ in queries()] + ["пытки", "ре", "по", "to", "0", "of the in", "пы за на ка то ко ре до ра по пр об"]
    gc.collect()
    gc.freeze()  # as the service does
    found = []
    for query in asked:
        started = time.process_time()
        index.search(f"{query} ", lang="ru", best=5)  # not among those that were asked before
        found.append((time.process_time() - started) * 1000)
    found.sort()
    return f"median {found[len(found) // 2]:.1f} ms, 95 % {found[len(found) * 95 // 100]:.1f} ms, at most {found[-1]:.1f} ms"


if __name__ == "__main__":
    from kg.storage.store import open_build

    began = time.process_time()
    made = Index.of(open_build(Path(sys.argv[1])))
    print(f"{len(made.documents)} documents, {len(made.lexicon.words)} words, {made.table.size / 1e6:.1f} MB of table")
    print(f"made in {time.process_time() - began:.1f} s; {times(made)}")
    if sys.argv[2:] != ["--times"]:
        everything = scores(made)
        print(table(everything), *(miss for one in everything.values() for miss in one.missed), sep="\n")
