"""Why a query gives no rows: causes searched in a fixed order, each with a repair that was tried, until one gives rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.querying.emptiness import conditions, constants, cuts, gaps, names, partner, structure, words
from kg.querying.emptiness.anatomy import Binding, Filter, Group, Nested, Part, Query, Select, Triple, Union
from kg.querying.emptiness.conflict import smallest
from kg.querying.emptiness.cursor import Unreadable
from kg.querying.emptiness.diagnosis import ABSENT, APART, CAUSES, UNKNOWN, Change, Culprit, Diagnosis, Pattern, Suggestion, place
from kg.querying.emptiness.draft import Draft
from kg.querying.emptiness.drawing import Sketch, atoms, connectors
from kg.querying.emptiness.mistake import mistake
from kg.querying.emptiness.probing import MOST_ROWS, PROBES, SECONDS, Ask, Exhausted, Prober
from kg.querying.emptiness.reader import read
from kg.querying.emptiness.scene import Finding, Fix, Scene
from kg.querying.emptiness.term import XSD
from kg.vocabulary import vocabulary

_ROUNDS = 4
"""So many repairs are put one on the other."""
_MOST_FIXES, _MOST_SUGGESTIONS = 5, 3
_MOST_PATTERNS = 8
_MOST_WORDS = 200
_AT = re.compile(r"error at \d+:\d+: ")
_OPERATOR = re.compile(r"[<>=!]+")


def why(text: str, ask: Ask, *, probes: int = PROBES, seconds: float = SECONDS) -> Diagnosis:
    """Why a query gives no rows. ``ask`` answers a SPARQL text; at most ``probes`` are put to it, none after ``seconds``.

    A query that gives rows gets the verdict ``rows``, with the names in it that do not exist as culprits. Raises nothing of its own.
    """
    case = _Case(text, Prober(ask, probes, seconds))
    try:
        case.run()
    except Exhausted:
        case.complete = False
    return case.diagnosis()


class _Case:
    """What is known so far."""

    def __init__(self, text: str, prober: Prober) -> None:
        self.draft, self.prober, self.complete = Draft(text), prober, True
        self.culprits: list[Culprit] = []
        self.suggestions: list[Suggestion] = []
        self.patterns: list[Pattern] = []
        self.first: Finding | None = None
        self.scene: Scene | None = None
        self.rows: int | None = None
        self.verdict = ""
        self.known: Mapping[str, str] = {}

    def run(self) -> None:
        """Rounds: find a cause, repair it, and look again where that is not all."""
        for number in range(_ROUNDS):
            self.first, self.scene = None, None
            findings = self._findings(number)
            if self.verdict or self._settled(findings):
                return
            # The first cause may be mended and another one be left.
            step: Finding | None = self.first
            if step is None:
                return
            self._blame(step)
            better = [fix for fix in step.fixes if fix.word in ("instead", "declare")]
            if step.cause not in UNKNOWN or not better:
                return
            self.draft = self.draft.changed(better[0].edits)

    def _findings(self, number: int) -> Iterator[Finding]:
        text = self.draft.text
        if number == 0 and self.prober.accepts(vocabulary().prefixes):
            self.known = vocabulary().prefixes
        try:
            query = read(text, self.known)
        except Unreadable as error:
            return self._invalid(text, error.args[0])
        if query.undeclared:
            return names.prefixes(query, self.known)
        if query.where is None:
            return _unheld(query, self.prober)
        # Of some queries only the pattern is counted: whether the whole is SPARQL is asked besides.
        rows = self.prober.rows(query) if query.plain or self.prober.put(text) is not None else None
        if rows is None:
            return self._invalid(text, query.start)
        if number == 0:
            self.rows = rows
        if rows:
            self.verdict = "rows"
            for finding in _unheld(query, self.prober):
                self._blame(finding)
                self.suggestions += [s for fix in finding.fixes[:1] if (s := self._tried(fix, finding)) is not None]
            return iter(())
        return self._search(query)

    def _invalid(self, text: str, at: int) -> Iterator[Finding]:
        """A query that whatever answers does not take: in plain words where a place is named, else in those of who answers."""
        self.prober.put(text)
        said = " ".join(self.prober.failure.split())
        self.verdict = "invalid"
        sentence = words.cause("syntax", {"found": said[:_MOST_WORDS]})
        if _AT.search(said):
            wrong = mistake(text, said, self.known)
            at = sum(len(line) + 1 for line in text.split("\n")[: wrong.line - 1]) + wrong.column - 1
            told = {tag: f"{clause}; {wrong.mend[tag]}" for tag, clause in wrong.clause.items()}
            sentence = {tag: words.cause("syntax", {"found": clause})[tag] for tag, clause in told.items()}
        start = self.draft.origin(min(at, len(text)))
        self.culprits.append(Culprit("syntax", "", place(self.draft.original, start, start), sentence))
        return iter(())

    def _search(self, query: Query) -> Iterator[Finding]:
        """The causes of a query or sub-select, likeliest first; each costs probes only when those before it are not enough."""
        yield from partner.unnamed(query, self.prober)
        yield from cuts.dataset(query, self.prober)
        yield from cuts.cut(query, self.prober)
        assert query.where is not None
        parts = sorted(atoms(query.where), key=_rank)
        found = self._smallest(query, query.where, parts)
        if not found:  # what BIND gives may be what never meets
            bound = [part for part in connectors(query.where) if isinstance(part, Binding)]
            found = self._smallest(query, query.where, [*parts, *bound]) if bound else []
        yield from self._scenes(query, query.where, found)

    def _smallest(self, query: Query, group: Group, parts: list[Part]) -> list[Part]:
        def empty(kept: list[Part]) -> bool:
            sketch = Sketch(query, group, kept)
            return not sketch.empty and not self.prober.some(sketch)

        return smallest(parts, empty)

    def _scenes(self, query: Query, group: Group, conflict: list[Part]) -> Iterator[Finding]:
        """The causes in a conflict; a UNION in it is looked at branch by branch, a sub-select without rows from inside."""
        union = next((part for part in conflict if isinstance(part, Union)), None)
        if union is not None:
            for branch in union.groups:
                parts = [*(part for part in conflict if part is not union), *atoms(branch)]
                yield from self._scenes(query, group, self._smallest(query, group, sorted(parts, key=_rank)))
            return
        if len(conflict) == 1 and isinstance(conflict[0], Select):
            yield from self._search(conflict[0].query)
        elif conflict:
            self.scene = Scene(query, group, conflict, self.prober)
            yield from _causes(self.scene)

    def _settled(self, findings: Iterator[Finding]) -> bool:
        """Whether a cause was found of which a repair gives rows, or that needs none."""
        for finding in findings:
            self.first = self.first or finding
            verified = [s for fix in finding.fixes[:_MOST_FIXES] if (s := self._tried(fix, finding)) is not None]
            if verified or finding.cause in ABSENT:
                if finding.cause in APART and self._named():
                    return True
                self._blame(finding)
                self.suggestions = verified[:_MOST_SUGGESTIONS]
                self._measure()
                return True
        return False

    def _named(self) -> bool:
        """Whether a name does not exist, anywhere in the query, with which mended it gives rows: likelier meant than any other change."""
        try:
            query = read(self.draft.text, self.known)
        except Unreadable:
            return False
        named = False
        for finding in _unheld(query, self.prober):
            verified = [s for fix in finding.fixes[:_MOST_FIXES] if (s := self._tried(fix, finding)) is not None]
            if verified:
                self._blame(finding)
                self.suggestions += verified
                named = True
        return named

    def _tried(self, fix: Fix, finding: Finding) -> Suggestion | None:
        """The repaired query, if it gives rows."""
        draft = self.draft.changed(fix.edits)
        try:
            repaired = read(draft.text, self.known)
        except Unreadable:
            return None
        gives = not repaired.undeclared and (repaired.plain or self.prober.put(draft.text))
        rows = self.prober.rows(repaired) if gives else None
        if not rows:
            return None
        changes = tuple(Change(place(draft.original, start, end), old, new) for start, end, old, new in draft.changes())
        told = [change.new.strip() for change in changes if change.new.strip() and not _OPERATOR.fullmatch(change.new)]
        old, new = (
            ", ".join(c.old for c in changes if c.old),
            ", ".join(dict.fromkeys([w for w in told if not w.startswith("PREFIX ")] or told)),
        )
        fields = {**finding.fields, "old": old, "new": new, "rows": str(rows)}
        return Suggestion(words.fix(fix.word, fields), changes, rows, rows >= MOST_ROWS, draft.text)

    def _blame(self, finding: Finding) -> None:
        start, end = self.draft.origin(finding.start), self.draft.origin(finding.end)
        text = self.draft.text[finding.start : finding.end]
        fields = {"term": text, **finding.fields}
        said = words.cause(finding.cause, fields)
        said |= {tag: words.cause(finding.cause, {**fields, **spoken})[tag] for tag, spoken in finding.spoken.items()}
        culprit = Culprit(finding.cause, text, place(self.draft.original, start, end), said)
        if culprit not in self.culprits:
            self.culprits.append(culprit)

    def _measure(self) -> None:
        """The parts of the conflict, each with its rows."""
        for part in self.scene.conflict[:_MOST_PATTERNS] if self.scene else ():
            text = self.draft.text[part.start : part.end]
            rows = None
            if not isinstance(part, Filter) and not (isinstance(part, Nested) and part.kind == "MINUS"):
                assert self.scene is not None
                pattern = self.scene.sketch([part]).pattern()
                rows = self.prober.count(self.scene.query, pattern)
            if isinstance(part, Triple):
                text = self.scene.sketch().triple(part) if self.scene else text
            start, end = self.draft.origin(part.start), self.draft.origin(part.end)
            self.patterns.append(Pattern(" ".join(text.split()).removesuffix(" ."), place(self.draft.original, start, end), rows))

    def diagnosis(self) -> Diagnosis:
        """What was found."""
        if not self.verdict and not self.culprits and self.first is not None:
            self._blame(self.first)
        verdict = self.verdict or (CAUSES[self.culprits[0].cause] if self.culprits else "open")
        said = words.verdict("gap" if self.culprits and self.culprits[0].cause == "gap" else verdict)
        return Diagnosis(
            verdict, said, self.rows, tuple(self.culprits), tuple(self.patterns), tuple(self.suggestions[:_MOST_SUGGESTIONS]),
            self.prober.made, self.complete,
        )  # fmt: skip


def _rank(part: Part) -> int:
    """Triple patterns first: a conflict holds conditions only where it must."""
    if isinstance(part, Triple):
        return 0
    return 2 if isinstance(part, Filter) or (isinstance(part, Nested) and part.kind == "MINUS") else 1


def _causes(scene: Scene) -> Iterator[Finding]:
    missing = names.unheld(scene.query, scene.prober, scene.blamed())
    known = {term.value for _, term, _ in scene.constants() if term.kind == "iri"} - missing
    yield from names.namespaces(scene)
    certain = False
    for finding in names.unknown(scene):
        certain |= finding.cause != "unused" and names.certain(scene, finding)
        yield finding
    if certain:
        return
    yield from gaps.stated(scene)
    yield from structure.misnamed(scene)
    yield from structure.graphs(scene)
    yield from conditions.unmet(scene, known)
    if constants.general(scene):
        yield from constants.unmatched(scene, known, sure=True)
    yield from structure.reversed_(scene)
    yield from structure.elsewhere(scene)
    yield from structure.neighbours(scene)
    yield from structure.longer(scene)
    yield from constants.unmatched(scene, known, sure=False)
    yield from structure.partly(scene)
    yield structure.apart(scene)


def _unheld(query: Query, prober: Prober) -> Iterator[Finding]:
    """Names anywhere in a query that the data do not hold, with the nearest."""
    asked = {term.value: term for term in reversed(query.constants) if term.kind == "iri" and not term.value.startswith(XSD)}
    held = prober.held(query, asked)
    for iri, term in asked.items():
        if iri not in held:
            yield Finding("name", term.start, term.end, names.alike(query, prober, term), {"found": ""})
