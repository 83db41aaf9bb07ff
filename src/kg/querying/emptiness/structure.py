"""The shape of a query: direction, class, path, graph, variables, and what only some things have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.querying.emptiness import nearness
from kg.querying.emptiness.anatomy import Filter, Nested, Part, Triple, variables, walk
from kg.querying.emptiness.drawing import edited
from kg.querying.emptiness.scene import VARIABLE, Finding, Fix, Scene, optional
from kg.querying.emptiness.term import RDF_TYPE, space, written
from kg.validation.queries import tokens

_STEP = "?kg_q"
_MOST_STEPS = 3


def misnamed(scene: Scene) -> Iterator[Finding]:
    """Variables that stand once in the query and are written like another one."""
    read = [token for token in tokens(scene.query.text) if token.kind == "variable"]
    names = [token.text[1:] for token in read]
    blamed = [(part.start, part.end) for part in scene.blamed()]
    for token in read:
        own = token.text[1:]
        if names.count(own) > 1 or not any(start <= token.start < end for start, end in blamed):
            continue
        near = [other for _, other in nearness.texts(own, set(names) - {own})]
        fixes = tuple(Fix({(token.start, token.start + len(token.text)): f"?{other}"}) for other in near[:3])
        if fixes or _never_bound(scene, own):
            yield Finding("variable", token.start, token.start + len(token.text), fixes, {"what": f"?{own}"})


def _never_bound(scene: Scene, own: str) -> bool:
    return not any(own in variables(part) for part in walk(scene.group) if not isinstance(part, Filter))


def reversed_(scene: Scene) -> Iterator[Finding]:
    """Triple patterns that give rows the other way round."""
    text = scene.query.text
    for triple in scene.triples:
        path, subject, object_ = triple.path, triple.subject, triple.object
        if (path.plain is not None and (path.plain.kind == "variable" or path.plain.value == RDF_TYPE)) or subject.start == subject.end:
            continue
        alone = triple.statement is not None and len(triple.statement.triples) == 1 and object_.start < object_.end
        spans = (subject.start, subject.end), (object_.start, object_.end)
        if alone:
            edits = {spans[0]: text[slice(*spans[1])], spans[1]: text[slice(*spans[0])]}
        else:
            written_out = text[path.start : path.end]
            edits = {(path.start, path.end): _inverse(written_out, bool(path.plain))}
        if scene.some(edits=edits):
            start = triple.statement.start if alone and triple.statement else triple.start
            yield Finding("direction", start, triple.end, (Fix(edits, "turned"),), {"what": text[path.start : path.end]})


def _inverse(path: str, plain: bool) -> str:
    if plain:
        return f"^{path}"
    return path[1:] if path.startswith("^") and re.fullmatch(r"\^[^/|()]+", path) else f"^({path})"


def elsewhere(scene: Scene) -> Iterator[Finding]:
    """Properties that the things of a class do not have: the classes whose things have them."""
    for triple in scene.triples:
        if triple.path.plain is None or triple.path.plain.value != RDF_TYPE or not triple.object.constant:
            continue
        place = (triple.object.start, triple.object.end)
        classes = nearness.named(scene.distinct(VARIABLE, edits={place: VARIABLE}))
        own = space(triple.object.value)
        ordered = sorted(classes, key=lambda iri: (space(iri) != own, iri))
        others = [part for part in scene.triples if part is not triple]
        if ordered and others:
            prefixes = scene.query.prefixes
            shown = [written(_node(iri), prefixes) for iri in ordered]
            fields = {"what": scene.query.text[others[0].path.start : others[0].path.end], "found": ", ".join(shown[:4])}
            yield Finding("class", *place, tuple(Fix({place: one}) for one in shown[:3]), fields)


def _node(iri: str) -> object:
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def neighbours(scene: Scene) -> Iterator[Finding]:
    """Properties that exist and are not said of these things, where one that is has a similar name."""
    for triple in scene.triples:
        plain = triple.path.plain
        if plain is None or plain.kind == "variable" or plain.value == RDF_TYPE:
            continue
        place = (triple.path.start, triple.path.end)
        held = nearness.named(scene.distinct(VARIABLE, edits={place: VARIABLE}))
        alike = [iri for _, iri in nearness.iris(plain.value, held)]
        near = [written(_node(iri), scene.query.prefixes) for iri in scene.prober.commonest(alike)]
        if near:
            yield Finding("property", *place, tuple(Fix({place: one}) for one in near[:3]), {"found": ", ".join(near[:3])})


def graphs(scene: Scene) -> Iterator[Finding]:
    """GRAPH around patterns that do not lie together in that graph."""
    for part in walk(scene.group):
        if not isinstance(part, Nested) or part.kind != "GRAPH" or part.name is None or part not in scene.blamed():
            continue
        fixes = []
        held = nearness.named(scene.distinct(VARIABLE, edits={(part.name.start, part.name.end): VARIABLE}))
        if part.name.constant:
            ranked = [iri for _, iri in nearness.iris(part.name.value, held)]
            for iri in list(dict.fromkeys([*ranked, *held]))[:2]:
                fixes.append(Fix({(part.name.start, part.name.end): written(_node(iri), scene.query.prefixes)}))
        fixes.append(Fix({(part.start, part.name.end): ""}, "without"))
        shown = ", ".join(written(_node(iri), scene.query.prefixes) for iri in held[:3])
        yield Finding("graph", part.start, part.name.end, tuple(fixes), {"found": shown, "term": part.name.text})


def longer(scene: Scene) -> list[Finding]:
    """Paths that lack a step, have one too many, or go one the wrong way; repairs that go forward only stand before others."""
    return sorted(_longer(scene), key=lambda finding: any("^" in new for new in finding.fixes[0].edits.values()))


def _longer(scene: Scene) -> Iterator[Finding]:
    for triple in scene.triples:
        path, text = triple.path, scene.query.text
        if (path.plain is not None and (path.plain.kind == "variable" or path.plain.value == RDF_TYPE)) or triple.statement is None:
            continue
        here, words = (path.start, path.end), text[path.start : path.end]
        variants = []
        if len(path.steps) > 1:
            for number, (start, end) in enumerate(path.steps):
                step = text[start:end]
                variants.append({(start, end): step[1:] if step.startswith("^") else f"^{step}"})
                cut = (start, path.steps[number + 1][0]) if number + 1 < len(path.steps) else (path.steps[number - 1][1], end)
                variants.append({cut: ""})
        fixes = [Fix({here: edited(text, edits, *here)}, "path") for edits in variants if scene.some(edits=edits)]
        if not fixes:
            fixes = [Fix({here: new}, "path") for new in _with_a_step(scene, triple, words)]
        if fixes:
            yield Finding("path", path.start, path.end, tuple(fixes), {"what": words})


def _with_a_step(scene: Scene, triple: Triple, words: str) -> Iterator[str]:
    """The path with one step (or two) more, before or behind it."""
    sketch = scene.sketch()
    one, other, middle = sketch.term(triple.subject), sketch.term(triple.object), "?kg_m"
    whole = words if "|" not in words else f"({words})"
    forms = [
        (f"{one} {_STEP} {middle} . {middle} {words} {other} .", "{0}/" + whole),
        (f"{one} {words} {middle} . {middle} {_STEP} {other} .", whole + "/{0}"),
        (f"{middle} {_STEP} {one} . {middle} {words} {other} .", "^{0}/" + whole),
        (f"{one} {words} {middle} . {other} {_STEP} {middle} .", whole + "/^{0}"),
    ]
    found = False
    for pattern, form in forms:
        steps = nearness.named(scene.distinct(_STEP, swaps={triple: pattern}))
        for iri in _ordered(scene, steps)[:_MOST_STEPS]:
            found = True
            yield form.format(written(_node(iri), scene.query.prefixes))
    if not found:
        pattern = f"{one} {_STEP} {middle} . {middle} ?kg_r ?kg_o . ?kg_o {words} {other} ."
        for iri in _ordered(scene, nearness.named(scene.distinct(_STEP, swaps={triple: pattern})))[:1]:
            first = written(_node(iri), scene.query.prefixes)
            pattern = f"{one} {first} {middle} . {middle} {_STEP} ?kg_o . ?kg_o {words} {other} ."
            seconds = _ordered(scene, nearness.named(scene.distinct(_STEP, swaps={triple: pattern})))
            yield from (f"{first}/{written(_node(second), scene.query.prefixes)}/{whole}" for second in seconds[:2])


def _ordered(scene: Scene, steps: list[str]) -> list[str]:
    """Properties that the query names before others, its namespaces before others; a class is no step."""
    named = {term.value for _, term, _ in scene.constants()}
    spaces = {term.value for term in scene.query.declared.values()}
    return sorted((iri for iri in steps if iri != RDF_TYPE), key=lambda iri: (iri not in named, space(iri) not in spaces, iri))


def partly(scene: Scene) -> Iterator[Finding]:
    """Triple patterns without which there are rows: made optional."""
    for triple in scene.triples:
        rest: list[Part] = [part for part in scene.conflict if part is not triple]
        edits = optional(scene.query, triple)
        if rest and edits and triple.object.kind == "variable" and scene.some(rest):
            words = scene.query.text[triple.path.start : triple.path.end]
            yield Finding("join", triple.start, triple.end, (Fix(edits, "optional"),), {"what": words, "found": _joint(scene)})


def apart(scene: Scene) -> Finding:
    """The last word: each part of the conflict has rows, together they have none."""
    start = min(part.start for part in scene.conflict)
    return Finding("join", start, max(part.end for part in scene.conflict), (), {"what": "", "found": _joint(scene)})


def _joint(scene: Scene) -> str:
    """The variables that parts of the conflict share."""
    names = [variables(part) for part in scene.conflict]
    shared = {one for a, b in pairwise(names) for one in a & b} | {
        one for number, a in enumerate(names) for b in names[number + 1 :] for one in a & b
    }
    return ", ".join(f"?{one}" for one in sorted(shared) if not one.startswith("kg_"))
