"""A whole document: lines → headings, rows, narratives; rows → facts; and the ledger of where every character went.

A line is a heading when its words are a section's; a row when the words before one of its cuts are a label (the longest wins, and a label
that is too general counts only in its own section); a narrative when its section holds narratives and it ends like a sentence. Anything
else is a listed remainder. A label that is only similar to a known one gives a gap by the reader, marked ``fuzzy:SCORE``.
"""

from __future__ import annotations

from kg.errors import InputError
from kg.interpreting import answer, figure, gap, money, standing, title, unknown
from kg.interpreting.cell import EXACT, NONE, TOTAL, VARIANT, Cell, Found, Outcome, sentence_spans, unreadable, weaker
from kg.interpreting.language import lexicon, recognise_language
from kg.interpreting.repetition import Rows
from kg.model import Document, Fact, Figure, Gap, Ledger, Line, Narrative, Problem, Reading, Remainder
from kg.reading.text import lines
from kg.vocabulary.lexicon import MOST_REMEMBERED, Label, Lexicon

_ENDS = '.!?…»"'
"""How a sentence ends."""
MOST_HEADING = 400
"""A line of more characters than this is no heading."""


def interpret(document: Document, *, language: str | None = None, area: str = "", own: Lexicon | None = None) -> Reading:
    """Everything a document says. ``area`` is the state (ISO 3166-1 alpha-3) or '' when unknown; ``own`` another lexicon.

    A state that the title names and that is not ``area`` is a problem (KG220), of severity Warning.

    Raises :class:`InputError`: KG104 without one known heading, KG105 without one statement, KG106 as above.
    """
    if own is None:
        own = lexicon(language or recognise_language(document))
    reader = _Reader(document, own, area)
    for line in lines(document.text):
        reader.line(line)
    return reader.reading()


class _Reader:
    """The state of reading one document."""

    def __init__(self, document: Document, own: Lexicon, area: str) -> None:
        self.document = document
        self.own = own
        self.area = area
        self.section: str | None = None
        self.heading = ""
        self.above: str | None = None
        """The indicator of the row above; None where a heading is above, '' where a line is that no row of the vocabulary is."""
        self.title: list[Line] = []
        """The lines above the first heading."""
        self.facts: list[Fact] = []
        self.problems: list[Problem] = []
        self.left: list[Remainder] = []
        self.counts: dict[str, int] = {}
        self.totals: dict[tuple[str, str], str] = {}
        self.rows = Rows()
        self.headings = self.labels = self.values = self.row_count = 0

    # ------------------------------------------------------------------ lines

    def line(self, line: Line) -> None:
        text = line.text
        table_row = "\t" in text
        if not table_row and len(text) < MOST_HEADING:
            found = self.own.headings.get(self.own.words(text[line.lead :]))
            if found:
                self.section, self.heading, self.above = found[0], text, None
                self.headings += _solid(text)
                return
        if not self.headings:
            self.title.append(line)
        for end, begin in reversed(line.cuts):
            printed = text[line.lead : end].rstrip()
            known = self.own.label(printed)
            if known and self._stands(known[0]):
                self._row(line, printed, begin, known[0], EXACT if known[1] else VARIANT)
                self.above = known[0].indicator
                return
        self._other(line, table_row)

    def _stands(self, label: Label) -> bool:
        indicator = self.own.vocabulary.indicators[label.indicator]
        if indicator.section_required and indicator.section != self.section:
            return False
        if label.leaning and self.above not in (None, label.indicator):
            return False
        return not (label.area and self.area and label.area != self.area)

    def _other(self, line: Line, table_row: bool) -> None:
        """A line that is neither heading nor row of the vocabulary."""
        section = self.own.vocabulary.sections.get(self.section or "")
        sentence = bool(line.lead) or line.text[-1] in _ENDS
        printed = line.text[line.lead : line.cuts[0][0]].rstrip() if line.cuts else ""
        similar = unknown.similar(self.own, printed, self._stands) if line.cuts else None
        self.above = ""
        if section and section.narratives and not table_row and sentence and not similar:
            self.labels += _solid(line.text[: line.lead])
            self._narratives(line)
            return
        if similar:
            label, score = similar
            self.problems.append(unknown.near(line, printed, label, score))
            self._similar_row(line, printed, line.cuts[0][1], label, f"fuzzy:{score:.0f}")
            return
        if not line.cuts and self.own.words(line.text[line.lead :]) not in self.own.labels:
            # An unknown heading: what follows belongs to a section that is not known.
            self.section, self.heading = None, ""
        self.problems.append(unknown.row(self.own, line, printed) if line.cuts else unknown.words(self.own, line, not self.headings))
        self._leave(line, 0, len(line.text))

    # ------------------------------------------------------------------ rows

    def _row(self, line: Line, printed: str, begin: int, label: Label, match: str) -> None:
        text = line.text[begin:]
        if self.own.vocabulary.indicators[label.indicator].kind == "Figure":
            outcome = self._read(Cell(text, self.own, self.area), label)
        else:
            outcome = self._remembered(text, label)
        before = len(self.facts)
        self._take(line, printed, begin, outcome, match)
        self.problems += self.rows.add((label.indicator, label.group), line.number, printed, self.facts[before:])

    def _remembered(self, text: str, label: Label) -> Outcome:
        """Answers and standings come from closed lists, so a family repeats its cells; the state matters only where bodies are named."""
        cells = self.own.cells
        outcome: Outcome | None = cells.get((label.indicator, "", text)) or cells.get((label.indicator, self.area, text))
        if outcome is None:
            outcome = self._read(Cell(text, self.own, self.area), label)
            named = any(found.content.named for found in outcome.found)
            if len(cells) < MOST_REMEMBERED and (self.area or not named):  # '' stands for every state: bodies of no state are of none
                cells[label.indicator, self.area if named else "", text] = outcome
        return outcome

    def _similar_row(self, line: Line, printed: str, begin: int, label: Label, match: str) -> None:
        text = line.text[begin:]
        found = Found(label.indicator, _suffix(label), 0, len(text), match, Gap("similar-label", label.group))
        self._take(line, printed, begin, Outcome([found]), match)

    def _read(self, cell: Cell, label: Label) -> Outcome:
        indicator = self.own.vocabulary.indicators[label.indicator]
        suffix = _suffix(label)
        said = gap.read(cell, indicator.code, suffix, label.group)
        if said:
            return Outcome([said])
        if not cell.words:
            return unreadable(cell, indicator.code, suffix, 0, len(cell.text), label.group)
        if indicator.kind == "Assessment":
            return answer.read(cell, indicator)
        if indicator.kind == "ReportedStanding":
            return standing.read(cell, indicator)
        if indicator.money:
            return money.read(cell, indicator.code, suffix)
        unit = self.own.vocabulary.units[indicator.unit or ""]
        return figure.read(cell, indicator.code, suffix, unit, label.group)

    def _take(self, line: Line, printed: str, begin: int, outcome: Outcome, match: str) -> None:
        """Turns what a cell gave into facts, and books the line."""
        self.row_count += 1
        offset = line.start + begin
        first = None
        for found in outcome.found:
            indicator, suffix, start, end, own_match, content = found
            statement = self._name(indicator + suffix)
            if type(content) is Figure:
                first = first or statement
                if content.same_amount_as:
                    content = content._replace(same_amount_as=first)
                if content.group == "all":
                    self.totals[indicator, content.unit] = statement
                elif content.subset_of and (indicator, content.unit) in self.totals:
                    content = content._replace(subset_of=self.totals[indicator, content.unit])
            self.facts.append(
                Fact(
                    statement,
                    line.number,
                    self.heading,
                    printed,
                    indicator,
                    line.text[begin + start : begin + end],
                    offset + start,
                    offset + end,
                    match if own_match == EXACT else weaker(match, own_match),
                    content,
                )
            )
        unresolved = (body.as_printed for found in outcome.found for _, body in found.content.named if body.role is None)
        for words in dict.fromkeys(unresolved):
            what = f"{words!r} is the name of no known body; it is kept as printed"
            self.problems.append(Problem("KG219", line.number, what))
        if outcome.problems:
            self.problems += [Problem(code, line.number, text, "Warning") for code, text in outcome.problems]  # each is a value lost
        self.labels += _solid(line.text[:begin])
        value = _solid(line.text[begin:])
        for start, end in outcome.left:
            value -= _solid(line.text[begin + start : begin + end])
            self._leave(line, begin + start, begin + end)
        self.values += value

    def _name(self, key: str) -> str:
        self.counts[key] = count = self.counts.get(key, 0) + 1
        return key if count == 1 else f"{key}-{count}"

    def _narratives(self, line: Line) -> None:
        body = line.text[line.lead :]
        for begin, end in sentence_spans(body, self.own):
            start = line.start + line.lead + begin
            words = body[begin:end]
            self.values += _solid(words)
            statement = self._name(f"narrative.{start}")
            self.facts.append(Fact(statement, line.number, self.heading, "", None, words, start, start + end - begin, NONE, Narrative()))

    def _leave(self, line: Line, begin: int, end: int) -> None:
        self.left.append(Remainder(line.number, line.start + begin, line.start + end, line.text[begin:end]))

    # ------------------------------------------------------------------ the whole

    def reading(self) -> Reading:
        path, text = self.document.path, self.document.text
        if not self.headings:
            raise InputError(
                "KG104",
                "no line of the document is a known heading",
                why="it is not a profile of this family, or its headings are worded otherwise",
                mend="add the wordings to ontology/vocab/sections.ttl",
                file=path,
            )
        if not self.facts:
            raise InputError(
                "KG105",
                "the document has headings and not one statement",
                mend="check that rows are label, tab, value",
                file=path,
            )
        self.problems[:0] = title.another_state(self.own, self.title, self.area)
        solid = _solid(text)
        ledger = Ledger(len(text), len(text) - solid, self.headings, self.labels, self.values, tuple(self.left), self.row_count)
        return Reading(self.document, self.own.tag, tuple(map(self._linked, self.facts)), tuple(self.problems), ledger)

    def _linked(self, fact: Fact) -> Fact:
        """A part whose total stands further down, or nowhere."""
        content = fact.content
        if type(content) is Figure and content.subset_of == TOTAL:
            total = self.totals.get((fact.indicator or "", content.unit))
            return fact._replace(content=content._replace(subset_of=total))
        return fact


def _suffix(label: Label) -> str:
    return "" if label.group == "all" else f".{label.group}"


def _solid(text: str) -> int:
    """How many characters are not white space."""
    if text.isprintable():  # no white space but the plain space
        return len(text) - text.count(" ")
    return len("".join(text.split()))
