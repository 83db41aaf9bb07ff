"""Values that a profile says it does not give: the query asks for one, and the data hold the reason in its place."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from kg.mapping.terms import HRM, RDFS, SKOS
from kg.querying.emptiness import words
from kg.querying.emptiness.anatomy import Triple
from kg.querying.emptiness.probing import prologue
from kg.querying.emptiness.scene import Finding, Fix, Scene, optional
from kg.querying.emptiness.term import written

VALUES = frozenset(HRM + name for name in ("value", "lowerBound", "upperBound", "answer"))
"""What a gap has none of."""
_REASON, _BODY, _BODY_WORDS, _WORDS = (HRM + name for name in ("reason", "withheldBy", "bodyAsPrinted", "asPrinted"))
_OF = HRM + "indicator"
_MOST = 3
"""Gaps that are told in words; the repaired query shows all."""
_COLUMNS = (("reason", _REASON), ("withheldBy", _BODY), ("printed", _WORDS))


def stated(scene: Scene) -> Iterator[Finding]:
    """A finding for each pattern of the conflict that asks for a value where the data hold gaps and nothing else."""
    for triple in scene.triples:
        plain = triple.path.plain
        if plain is None or plain.value not in VALUES or triple.subject.start == triple.subject.end or not _measured(scene, triple):
            continue
        subject = scene.query.text[triple.subject.start : triple.subject.end]
        found = _found(scene, triple, subject)
        if found:
            fields = {tag: {"found": "; ".join(_told(one, tag) for one in found[:_MOST]), "count": str(len(found))} for tag in ("en", "ru")}
            fix = _asking(scene, triple, subject)
            yield Finding("gap", triple.start, triple.end, (Fix(fix, "reason"),) if fix else (), fields["en"], fields)


def _measured(scene: Scene, triple: Triple) -> bool:
    """Whether the conflict says which indicator the value is of: a gap of any other would be no answer."""
    return any(
        one.subject.value == triple.subject.value and one.object.constant and one.path.plain is not None and one.path.plain.value == _OF
        for one in scene.triples
    )


def _found(scene: Scene, triple: Triple, subject: str) -> list[dict[str, str]]:
    """The gaps in the place of the values: the words of the document, and by language the reason and who withholds."""
    names = " ".join(
        f"OPTIONAL {{ ?kg_r <{SKOS}prefLabel> ?kg_r_{tag} . FILTER(LANG(?kg_r_{tag}) = '{tag}') }} "
        f"OPTIONAL {{ {subject} <{_BODY}> ?kg_b . ?kg_b <{RDFS}label> ?kg_b_{tag} . FILTER(LANG(?kg_b_{tag}) = '{tag}') }} "
        for tag in ("en", "ru")
    )
    words_of = f"OPTIONAL {{ {subject} <{_WORDS}> ?kg_p }} OPTIONAL {{ {subject} <{_BODY_WORDS}> ?kg_w }}"
    pattern = scene.sketch(swaps={triple: f"{subject} <{_REASON}> ?kg_r . {words_of} {names}"}).pattern()
    columns = ("p", "w", "r_en", "r_ru", "b_en", "b_ru")
    asked = " ".join(f"?kg_{name}" for name in columns)
    dataset = " ".join(scene.query.text[part.start : part.end] for part in scene.query.dataset)
    text = f"{prologue(scene.query)} SELECT DISTINCT {asked} {dataset} WHERE {pattern} ORDER BY {asked} LIMIT 50"
    rows = scene.prober.put(text)
    if not isinstance(rows, list):
        return []
    return [{name: term.value for name, term in zip(columns, row, strict=True) if isinstance(term, Literal)} for row in rows]


def _told(gap: dict[str, str], tag: str) -> str:
    """A gap in a language: its reason, who withholds if that is said, and the words of the document."""
    who = gap.get("w") or gap.get(f"b_{tag}") or gap.get("b_en", "")
    reason = gap.get(f"r_{tag}") or gap.get("r_en", "")
    return words.line("gap-by" if who else "gap", reason=reason, who=who, words=gap.get("p", ""))[tag]


def _asking(scene: Scene, triple: Triple, subject: str) -> dict[tuple[int, int], str]:
    """The edits that ask for the reason, who withholds and the words too, the value being optional; {} where they cannot be written."""
    query = scene.query
    edits = dict(optional(query, triple))
    if not edits or not query.plain:
        return {}
    taken = {name for name, _ in _COLUMNS if f"?{name}" in query.text}
    named = {iri: f"?{name}{'Given' if name in taken else ''}" for name, iri in _COLUMNS}
    reason, body, printed = (f"{subject} {written(NamedNode(iri), query.prefixes)} {named[iri]}" for iri in named)
    last = max(edits)
    edits[last] += f" {reason} . OPTIONAL {{ {body} }} OPTIONAL {{ {printed} }}"
    head = query.text[query.head.start : query.head.end]
    if "*" not in head:
        end = query.head.start + len(head.rstrip())
        edits[(end, end)] = " " + " ".join(named.values())
    return edits
