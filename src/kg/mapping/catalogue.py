"""The graphs that belong to no single profile: ontology and vocabulary, national bodies, catalogue (DCAT 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse, serialize

from kg.mapping import reference
from kg.mapping.profile import profile_iri
from kg.mapping.terms import BASE, DCAT, DCT, TYPE, iri, own, text
from kg.model import About, Fact
from kg.vocabulary import resources, vocabulary

ONTOLOGY, VOCABULARY, CATALOGUE, BODIES = (f"{BASE}graph/{n}" for n in ("ontology", "vocabulary", "catalogue", "bodies"))


def ontology(root: Path) -> list[str]:
    """Ontology and vocabulary as sorted lines; blank nodes are named by RDFC-1.0, so that the same files give the same bytes."""
    dataset = Dataset()
    for file in resources.ontology_files(root):
        graph = NamedNode(VOCABULARY if file.parent.name == "vocab" else ONTOLOGY)
        for triple in parse(path=str(file), format=RdfFormat.TURTLE):
            dataset.add(Quad(triple.subject, triple.predicate, triple.object, graph))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = (serialize(dataset, format=RdfFormat.N_QUADS) or b"").decode("utf-8").splitlines(keepends=True)
    return sorted(lines)


def mentioned(facts: Iterable[Fact]) -> set[tuple[str, str]]:
    """The bodies that facts name and that resolved, as (area, role)."""
    found: set[tuple[str, str]] = set()
    for fact in facts:
        for _, body in fact.content.named:
            if body.code and body.role:
                found.add((body.code.removesuffix(f"-{body.role}"), body.role))
    return found


def bodies(named: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The national bodies that documents named, with labels made of role and state."""
    names = vocabulary()
    end = f" <{BODIES}> .\n"
    for area, role in sorted(named):
        term, state = names.roles[role], names.areas[area]
        labels = {language: f"{label} ({state.labels[language]})" for language, label in sorted(term.labels.items())}
        for line in reference.national_body(area, role, labels, term.body_class):
            yield line + end


def catalogue(profiles: Iterable[About], folder: Path) -> Iterator[str]:
    """The catalogue of profiles and reference tables, each with its licence where one is known."""
    end = f" <{CATALOGUE}> .\n"
    s = own("catalogue")
    yield f"{s} {TYPE} <{DCAT}Catalog>{end}"
    titles = reference.about(folder)["catalogue"]
    for language in ("en", "ru"):
        yield f"{s} <{DCT}title> {text(titles[f'title_{language}'], language)}{end}"
    yield f"{s} <{DCT}license> <http://creativecommons.org/licenses/by/4.0/>{end}"
    for about in profiles:
        yield f"{s} <{DCAT}dataset> <{profile_iri(about)}>{end}"
    for table, declared in reference.tables(folder).items():
        if table not in reference.MAPPINGS:
            continue
        data_set = own(f"reference/{table}")
        yield f"{s} <{DCAT}dataset> {data_set}{end}"
        yield f"{data_set} {TYPE} <{DCAT}Dataset>{end}"
        for language in ("en", "ru"):
            yield f"{data_set} <{DCT}title> {text(declared[f'title_{language}'], language)}{end}"
        for name, predicate in (("source", "source"), ("note", "description")):
            for language, key in (("en", name), ("ru", f"{name}_ru")):
                if declared.get(key):
                    yield f"{data_set} <{DCT}{predicate}> {text(declared[key], language)}{end}"
        if declared["licence"] != "unknown":
            yield f"{data_set} <{DCT}license> {iri(declared['licence'])}{end}"
