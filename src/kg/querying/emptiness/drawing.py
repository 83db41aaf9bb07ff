"""Parts of a query written as a pattern of their own: some of its atoms, with terms replaced.

An atom is what can empty a pattern: a triple pattern, a condition, MINUS, VALUES, UNION, a sub-select. OPTIONAL and BIND bind what atoms
use: each stands with the atoms that use what it alone binds. A condition or MINUS whose variables are not bound by what stands is left
out, for it would empty anything; so is one that would compare everything with everything, where the whole query does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from kg.querying.emptiness.anatomy import Binding, Filter, Group, Nested, Part, Query, Select, Triple, Union, Values, variables, walk
from kg.querying.emptiness.term import Term

Edits = Mapping[tuple[int, int], str]
_ATOMS = (Triple, Filter, Values, Select, Union)


def atoms(group: Group) -> Iterator[Part]:
    """The atoms of a group, those of groups in it that are no alternatives included."""
    for part in group.parts:
        if _atom(part):
            yield part
        elif isinstance(part, Nested) and part.kind in ("", "GRAPH"):
            yield from atoms(part.group)


def connectors(group: Group) -> Iterator[Part]:
    """OPTIONAL and BIND of a group and of the groups in it."""
    for part in group.parts:
        if isinstance(part, Binding) or (isinstance(part, Nested) and part.kind == "OPTIONAL"):
            yield part
        elif isinstance(part, Nested) and part.kind in ("", "GRAPH"):
            yield from connectors(part.group)


@dataclass(slots=True)
class Sketch:
    """What of a group is written: its ``kept`` atoms, ``edits`` of the query's text, and ``swaps`` of whole triple patterns."""

    query: Query
    group: Group
    kept: Collection[Part]
    edits: Edits = field(default_factory=dict)
    swaps: Mapping[Part, str] = field(default_factory=dict)
    shown: set[Part] = field(default_factory=set)

    def __post_init__(self) -> None:
        everything = [*atoms(self.group), *connectors(self.group)]
        binding = [part for part in everything if not _testing(part)]
        bound = {part: variables(part) for part in binding}
        required = set().union(*(bound[part] for part in binding if not isinstance(part, Binding | Nested)))
        standing = {part for part in self._kept(everything) if not _testing(part)}
        tests = [part for part in self._kept(everything) if _testing(part)]
        used = set().union(*(variables(part) for part in (*standing, *tests)))
        joining = True
        while joining:
            more = [
                c
                for c in binding
                if isinstance(c, Binding | Nested) and c not in standing and not _atom(c) and (bound[c] - required) & used
            ]
            standing |= set(more)
            used |= set().union(*(bound[c] | (c.inputs if isinstance(c, Binding) else set()) for c in more))
            joining = bool(more)
        held = set().union(*(variables(part) for part in standing))
        everywhere = set().union(*bound.values())
        self.shown = standing | {
            part
            for part in tests
            if (needed := variables(part) & everywhere) <= held and (_together(standing, needed) or not _together(binding, needed))
        }

    def _kept(self, everything: list[Part]) -> list[Part]:
        """The kept atoms; of a UNION one branch of which has kept atoms, those are written instead of it."""
        return [part for part in everything if part in self.kept or (isinstance(part, Union) and self._branch(part) is not None)]

    def _branch(self, union: Union) -> Group | None:
        return next((group for group in union.groups if any(part in self.kept for part in walk(group))), None)

    @property
    def empty(self) -> bool:
        """Whether nothing that could be empty is written."""
        return not any(_atom(part) for part in self.shown)

    def pattern(self) -> str:
        """The pattern, in braces."""
        return self._group(self.group)

    def _group(self, group: Group) -> str:
        return "{ " + " ".join(filter(None, (self._part(part) for part in group.parts))) + " }"

    def _part(self, part: Part) -> str:
        if isinstance(part, Nested) and part.kind in ("", "GRAPH"):
            inner = self._group(part.group)
            if inner == "{  }":
                return ""
            return f"GRAPH {self.term(part.name)} {inner}" if part.name is not None else inner
        if part not in self.shown:
            return ""
        match part:
            case Triple():
                return self.swaps.get(part) or self.triple(part)
            case Filter():
                words = self.slice(part.start, part.end)
                return f"FILTER {words}" if part.only else f"FILTER({words})"
            case Union() if part not in self.kept and (branch := self._branch(part)) is not None:
                return Sketch(self.query, branch, self.kept, self.edits, self.swaps).pattern()
            case _:
                return self.slice(part.start, part.end)

    def triple(self, part: Triple) -> str:
        """A triple pattern."""
        return f"{self.term(part.subject)} {self.slice(part.path.start, part.path.end)} {self.term(part.object)} ."

    def term(self, term: Term) -> str:
        """A term, replaced or as written; what was made for a blank node by its variable."""
        return term.text if term.start == term.end else self.slice(term.start, term.end)

    def slice(self, start: int, end: int) -> str:
        """The text of a span with the edits that lie in it."""
        return edited(self.query.text, self.edits, start, end)


def edited(text: str, edits: Edits, start: int = 0, end: int | None = None) -> str:
    """A span of a text (default: all) with the edits that lie in it."""
    end = len(text) if end is None else end
    parts, last = [], start
    for (a, b), new in sorted(edits.items()):
        if last <= a and b <= end:
            parts += [text[last:a], new]
            last = b
    return "".join(parts) + text[last:end]


def _atom(part: Part) -> bool:
    return isinstance(part, _ATOMS) or (isinstance(part, Nested) and part.kind in ("MINUS", "SERVICE"))


def _testing(part: Part) -> bool:
    """Whether a part binds nothing and takes solutions away."""
    return isinstance(part, Filter) or (isinstance(part, Nested) and part.kind == "MINUS")


def _together(parts: Collection[Part], names: set[str]) -> bool:
    """Whether variables hang together through parts."""
    reached, size = set(sorted(names)[:1]), -1
    while len(reached) != size:
        size = len(reached)
        reached |= set().union(*(found for part in parts if (found := variables(part)) & reached))
    return names <= reached


def components(query: Query, group: Group, kept: Collection[Part], edits: Edits) -> list[frozenset[Part]]:
    """Kept atoms by what they are joined through: those of different components share no variable."""
    sketch = Sketch(query, group, kept, edits)
    found: list[tuple[set[str], set[Part]]] = []
    for part in sketch.shown:
        names, members = set(variables(part)), {part}
        if isinstance(part, Binding):
            names |= part.inputs
        apart = []
        for others, parts in found:
            if others & names:
                names |= others
                members |= parts
            else:
                apart.append((others, parts))
        found = [*apart, (names, members)]
    inner = [frozenset(part for part in kept if part in members or _within(part, members)) for _, members in found]
    return [members for members in inner if members]


def _within(part: Part, members: set[Part]) -> bool:
    """Whether a part stands in a UNION of which one branch is kept."""
    return any(isinstance(member, Union) and any(part is one for one in walk(member)) for member in members)
