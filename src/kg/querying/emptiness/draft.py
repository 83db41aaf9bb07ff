"""A query as changed so far, and where its places were in the original."""

from __future__ import annotations

from dataclasses import dataclass

from kg.querying.emptiness.drawing import Edits, edited

Round = tuple[str, tuple[tuple[tuple[int, int], str], ...]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A text and the rounds of edits that led to it: of each the text before and its edits, by place."""

    text: str
    rounds: tuple[Round, ...] = ()

    @property
    def original(self) -> str:
        """The text before all edits."""
        return self.rounds[0][0] if self.rounds else self.text

    def changed(self, edits: Edits) -> Draft:
        """The draft after another round; what an edit leaves as it is, it does not name."""
        real = tuple(sorted((span, new) for span, new in edits.items() if self.text[slice(*span)] != new))
        return Draft(edited(self.text, dict(real)), (*self.rounds, (self.text, real)))

    def origin(self, offset: int, rounds: int | None = None) -> int:
        """Where an offset of the text (or of that after some rounds) was in the original; within new words: where they begin."""
        for _, edits in reversed(self.rounds[:rounds]):
            shift = 0
            for (start, end), new in edits:
                begin = start + shift
                if offset <= begin:
                    break
                if offset < begin + len(new):
                    offset = begin
                    break
                shift += len(new) - (end - start)
            offset -= shift
        return offset

    def changes(self) -> list[tuple[int, int, str, str]]:
        """All edits as places of the original, with the words replaced and those instead of them."""
        found = []
        for number, (before, edits) in enumerate(self.rounds):
            found += [(self.origin(a, number), self.origin(b, number), before[a:b], new) for (a, b), new in edits]
        return sorted(found)
