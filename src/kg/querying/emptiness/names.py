"""Names that do not exist: prefixes, namespaces, properties, classes, graphs and individuals; and the nearest that do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode

from kg.querying.emptiness import nearness, states
from kg.querying.emptiness.anatomy import Binding, Filter, Group, Part, Query, Triple, Values, terms, walk
from kg.querying.emptiness.likeness import labelled
from kg.querying.emptiness.probing import Prober
from kg.querying.emptiness.scene import VARIABLE, Finding, Fix, Scene, optional
from kg.querying.emptiness.term import Term, local, space, written
from kg.vocabulary import vocabulary

_MOST_FIXES = 4
_POOLS = {"predicate": "{ ?a ?kg_v ?b }", "class": "{ ?a a ?kg_v }", "graph": "{ GRAPH ?kg_v { ?a ?b ?c } }"}
_TOLD = 12
"""So many names are told where none is like the one that was written."""
_FEW = 3
"""Of so few properties (or classes) that give rows in a place each is proposed, however it is written."""


def prefixes(query: Query, assumed: Mapping[str, str]) -> Iterator[Finding]:
    """Prefixes that nobody declares: declared where they are known, else replaced by the nearest; ``assumed`` need no declaration."""
    known = vocabulary().prefixes
    for prefix in dict.fromkeys(term.value for term in query.undeclared):
        met = [term for term in query.undeclared if term.value == prefix]
        fixes = []
        if prefix in known:
            fixes.append(Fix({(query.start, query.start): f"PREFIX {prefix}: <{known[prefix]}>\n"}, "declare"))
        for _, near in nearness.texts(prefix, {*query.declared, *known} - {prefix})[:_MOST_FIXES]:
            edits = {(term.start, term.start + len(prefix)): near for term in met}
            if near not in query.declared and near not in assumed:
                edits[(query.start, query.start)] = f"PREFIX {near}: <{known[near]}>\n"
            fixes.append(Fix(edits))
        yield Finding("prefix", met[0].start, met[0].end, tuple(fixes), {"what": f"{prefix}:"})


def unheld(query: Query, prober: Prober, parts: list[Part]) -> set[str]:
    """The IRIs of parts that the data do not hold anywhere."""
    named = {term.value for part in parts for one in walk(part) for term in terms(one) if term.kind == "iri"}
    return named - prober.held(query, named)


def namespaces(scene: Scene) -> Iterator[Finding]:
    """Declared prefixes under which the query names only what does not exist, where another namespace has those names."""
    query, known = scene.query, vocabulary().prefixes
    missing = unheld(query, scene.prober, scene.blamed())
    for prefix, declared in query.declared.items():
        used = [iri for iri in missing if iri.startswith(declared.value) and _written_with(query, scene, prefix, iri)]
        if not used:
            continue
        near = nearness.iris(declared.value, known.values())
        others = dict.fromkeys([*([known[prefix]] if prefix in known else []), *(iri for _, iri in near)])
        for other in others:
            if other != declared.value and scene.prober.held(query, {other + iri[len(declared.value) :] for iri in used}):
                fix = Fix({(declared.start, declared.end): f"<{other}>"})
                yield Finding("namespace", declared.start, declared.end, (fix,), {"what": f"{prefix}:", "found": f"<{other}>"})
                break


def _written_with(query: Query, scene: Scene, prefix: str, iri: str) -> bool:
    met = (term for _, term, _ in scene.constants() if term.value == iri)
    return any(query.text[term.start : term.end].startswith(f"{prefix}:") for term in met)


def unknown(scene: Scene) -> Iterator[Finding]:
    """Names of the conflict that the data do not hold, or not in this position, each with the nearest that they do hold there."""
    missing = unheld(scene.query, scene.prober, scene.blamed())
    seen = set()
    for role, term, part in scene.constants():
        if term.kind != "iri" or (role, term.value) in seen:
            continue
        seen.add((role, term.value))
        if term.value in missing and role == "individual" and states.code(term.value):
            # There is such a state: nothing that is written alike was meant.
            fields = {"what": states.code(term.value), "held": _held(scene, role, term, part) or _known(scene, term)}
            yield Finding("state", term.start, term.end, (), fields)
        elif term.value in missing:
            cause = "graph-name" if role == "graph" else "name"
            fixes = _replacements(scene, role, term, part)
            near = any(fix.word == "instead" for fix in fixes)
            yield Finding(cause, term.start, term.end, fixes, {"found": "", "held": "" if near else _held(scene, role, term, part)})
        elif role in ("predicate", "class") and not _used(scene, role, term):
            pool = scene.prober.distinct(scene.query, VARIABLE, _POOLS[role])
            same = [iri for score, iri in nearness.iris(term.value, nearness.named(pool)) if score >= 97]
            fixes = tuple(Fix({(term.start, term.end): written(NamedNode(iri), scene.query.prefixes)}) for iri in same[:_MOST_FIXES])
            if same:
                yield Finding("name", term.start, term.end, fixes)
            elif role == "class" or (isinstance(part, Triple) and part.path.plain is term):
                edits = optional(scene.query, part) if role == "predicate" and isinstance(part, Triple) else {}
                yield Finding("unused", term.start, term.end, (Fix(edits, "optional"),) if edits else ())


def certain(scene: Scene, finding: Finding) -> bool:
    """Whether a name that does not exist must empty the query, as it does anywhere but in a condition."""
    return any(term.start == finding.start and not isinstance(part, Filter | Binding) for _, term, part in scene.constants())


def _used(scene: Scene, role: str, term: Term) -> bool:
    return scene.prober.asked(scene.query, f"{{ ?a <{term.value}> ?b }}" if role == "predicate" else f"{{ ?a a <{term.value}> }}")


def _replacements(scene: Scene, role: str, term: Term, part: Part) -> tuple[Fix, ...]:
    """What may have been meant, best first: what gives rows in the place of the name before what merely exists."""
    fitting = _fitting(scene, role, term, part)
    pool = dict.fromkeys(fitting)
    if not [1 for score, _ in nearness.iris(term.value, pool) if score >= 88]:
        pool.update(dict.fromkeys(_pool(scene, role, term)))
    ranked = nearness.iris(term.value, pool)
    chosen = [iri for _, iri in sorted(ranked, key=lambda pair: (-pair[0] - 3 * (pair[1] in fitting), pair[1]))]
    if role == "individual":
        called = labelled(local(term.value).replace("_", " ").replace("-", " "), [NamedNode(iri) for iri in fitting], scene.prober)
        chosen = [*(node.value for node in called), *chosen]
    if not chosen and role in ("predicate", "class") and len(fitting) <= _FEW:
        chosen = sorted(fitting)
    spots = [(one.start, one.end) for one in scene.query.constants if one.value == term.value and one.text == term.text]
    word = "instead" if chosen else "other"
    chosen = chosen or (_others(scene, term, part, spots) if role == "individual" else [])
    return tuple(
        Fix({spot: written(NamedNode(iri), scene.query.prefixes) for spot in spots}, word)
        for iri in list(dict.fromkeys(chosen))[:_MOST_FIXES]
    )


def _others(scene: Scene, term: Term, part: Part, spots: list[tuple[int, int]]) -> list[str]:
    """Two of the IRIs with which the whole query gives rows."""
    return sorted(nearness.named(scene.others(part, term, spots)))[:2]


def _fitting(scene: Scene, role: str, term: Term, part: Part) -> list[str]:
    """The IRIs that give rows in the place of a name."""
    if isinstance(part, Triple) and part in scene.conflict and (role != "predicate" or part.path.plain is term):
        return nearness.named(scene.distinct(VARIABLE, edits={(term.start, term.end): VARIABLE}))
    if isinstance(part, Values) and part in scene.conflict:
        return nearness.named(scene.column(part, term))
    if role == "graph":
        return nearness.named(scene.distinct(VARIABLE, edits={(term.start, term.end): VARIABLE}))
    return []


def _held(scene: Scene, role: str, term: Term, part: Part) -> str:
    """What gives rows in the place of a name, of those under the same address: all of a few; '' where there is none."""
    return _told(scene, [iri for iri in _fitting(scene, role, term, part) if space(iri) == space(term.value)])


def _known(scene: Scene, term: Term) -> str:
    """What the data hold under the same address as a name."""
    return _told(scene, [iri for iri in _pool(scene, "individual", term) if space(iri) == space(term.value)])


def _told(scene: Scene, iris: list[str]) -> str:
    beside = sorted(set(iris))
    told = ", ".join(written(NamedNode(iri), scene.query.prefixes) for iri in beside[:_TOLD])
    return f"{told} … ({len(beside)})" if len(beside) > _TOLD else told


def _pool(scene: Scene, role: str, term: Term) -> list[str]:
    """The IRIs that exist in a role; of individuals those under the same address, and those that end alike elsewhere."""
    if role in _POOLS:
        return nearness.named(scene.prober.distinct(scene.query, VARIABLE, _POOLS[role]))
    here, end = Literal(space(term.value)), Literal(local(term.value).casefold())
    everything = "{ ?kg_v ?a ?b } UNION { ?c ?d ?kg_v }"
    test = f"STRSTARTS(STR(?kg_v), {here}) || STRENDS(LCASE(STR(?kg_v)), {end})"
    return nearness.named(scene.prober.distinct(scene.query, VARIABLE, f"{{ {everything} FILTER(isIRI(?kg_v) && ({test})) }}"))


def alike(query: Query, prober: Prober, term: Term) -> tuple[Fix, ...]:
    """The names that are written like one whose role is not looked at."""
    scene = Scene(query, query.where or Group(0, 0), [], prober)
    pool = [*_pool(scene, "predicate", term), *_pool(scene, "class", term), *_pool(scene, "individual", term)]
    near = [iri for _, iri in nearness.iris(term.value, pool)][:_MOST_FIXES]
    return tuple(Fix({(term.start, term.end): written(NamedNode(iri), query.prefixes)}) for iri in near)
