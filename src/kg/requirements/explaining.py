"""A requirement explained on a terminal: names, what it looks at and demands, why, messages."""

from __future__ import annotations

from collections.abc import Sequence

from kg import explaining
from kg.codebook.graph import LANGUAGES, Graph
from kg.requirements import demands, shapes
from kg.requirements.demands import Demand
from kg.requirements.notation import Notation, as_plain
from kg.requirements.shapes import Requirement, Shapes
from kg.requirements.texts import Texts
from kg.vocabulary import resources


def numbers() -> tuple[str, ...]:
    """The numbers of all requirements of our shapes, file by file."""
    return tuple(one.number for own in shapes.read(resources.root()).values() for one in own.requirements())


def explain(number: str, languages: Sequence[str] = LANGUAGES) -> str | None:
    """The requirement of our shapes with a number such as ``CON-04`` (or ``con-4``), in some languages; None where there is none."""
    root = resources.root()
    wanted = explaining.canonical(number)
    for own in shapes.read(root).values():
        for requirement in own.requirements():
            if requirement.number == wanted:
                graph = Graph(root)
                prefixes = Notation(own.prefixes | graph.vocabulary.prefixes)
                return "\n".join(_said(own, requirement, [Texts(graph, tag, prefixes) for tag in languages])) + "\n"
    return None


def _said(own: Shapes, one: Requirement, languages: list[Texts]) -> list[str]:
    lines = []
    for texts in languages:
        severity = texts.head(f"severity-{one.severity}")
        lines += [f"{one.number} {texts.own(one.names, one, 'name')} ({severity})", ""]
        facts = [("why", texts.own(one.why, one, "reason (rdfs:comment)")), ("target", texts.target(own, one.shape))]
        if one.path:
            facts.append(("property", f"{texts.path(one.path)} ({texts.notation.path(one.path)})"))
        facts.append(("demands", ""))
        lines += [f"{texts.head(name)}: {as_plain(said)}".rstrip() for name, said in facts]
        lines += _demanded(demands.of(texts, own, one))
        lines += [f"{texts.head('message')}: {texts.own(one.messages, one, 'message')}", texts.say("explained-more"), ""]
    return [*lines, f"shapes/{own.name}.ttl: <{one.iri}>"]


def _demanded(said: list[Demand], depth: int = 1) -> list[str]:
    lines = []
    for one in said:
        lines += [f"{'  ' * depth}- {as_plain(one.text)}", *_demanded(list(one.inner), depth + 1)]
    return lines
