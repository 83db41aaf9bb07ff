"""Triples per CPU second from facts in memory to N-Quads in a file: kg, pyoxigraph's Quad objects, morph-kgc.

The same facts: pyoxigraph is given them as kg's typed facts and builds the same quads (the command checks that they are the same);
morph-kgc reads them from CSV tables (written before its clock starts) by an RML mapping of all statements, one table a kind, whose cells
hold the full IRIs. It writes no head of a profile (39 quads), as that is no statement, and no empty literal (what a row left empty prints).
Imports are not counted. To a file, the kernel's copying counts for all; without it the UTF-8 is made and thrown away.
"""

from __future__ import annotations

import argparse
import csv
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from measuring import cpu, environment, middle, part, rounds, spread, table, verdict

TARGETS = {"morph-kgc": 6.0, "pyoxigraph": 3.0, "pyoxigraph-nowhere": 3.0}
PEERS = ("kg", "pyoxigraph", "kg-nowhere", "pyoxigraph-nowhere")
SHOWN = {
    "kg": "kg.mapping.profile.quads, to a file",
    "pyoxigraph": "pyoxigraph Quad objects, serialize to a file",
    "kg-nowhere": "kg.mapping.profile.quads, UTF-8 thrown away",
    "pyoxigraph-nowhere": "pyoxigraph Quad objects, UTF-8 thrown away",
    "morph-kgc": "morph-kgc 2.10, RML over CSV, to a file",
}
OURS = {"kg": "kg", "pyoxigraph": "kg", "kg-nowhere": "kg-nowhere", "pyoxigraph-nowhere": "kg-nowhere", "morph-kgc": "kg"}
"""Which way of kg each is compared with."""
HRM = "https://w3id.org/hrmkg/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
QB = "http://purl.org/linked-data/cube#"
XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = ("series", "area", "edition")
# A table's columns: predicate, and for literals "@LANGUAGE" or "^^DATATYPE" or "" (plain); None is an IRI.
COMMON: dict[str, tuple[str, str | None]] = {
    "passage": (PROV + "wasDerivedFrom", None),
    "printed": (HRM + "asPrinted", "@ru"),
    "part": (DCT + "isPartOf", None),
    "set": (QB + "dataSet", None),
    "label": (HRM + "labelAsPrinted", "@ru"),
    "indicator": (HRM + "indicator", None),
    "group": (HRM + "group", None),
}
TABLES: dict[str, dict[str, tuple[str, str | None]]] = {
    "Figure": {
        **COMMON,
        "whole": (HRM + "value", "^^integer"),
        "decimal": (HRM + "value", "^^decimal"),
        "lower_whole": (HRM + "lowerBound", "^^integer"),
        "lower_decimal": (HRM + "lowerBound", "^^decimal"),
        "upper_whole": (HRM + "upperBound", "^^integer"),
        "upper_decimal": (HRM + "upperBound", "^^decimal"),
        "unit": (HRM + "unit", None),
        "same": (HRM + "sameAmountAs", None),
        "subset": (HRM + "subsetOf", None),
    },
    "Assessment": {**COMMON, "answer": (HRM + "answer", None)},
    "ReportedStanding": {**COMMON, "standing": (HRM + "standing", None), "instrument": (HRM + "instrument", None)},
    "Designation": COMMON,
    "Narrative": {key: COMMON[key] for key in ("passage", "printed", "part")},
    "Gap": {**COMMON, "reason": (HRM + "reason", None)},
}
LINKS: dict[str, tuple[str, str | None]] = {
    **{name: (HRM + name, None) for name in ("scope", "dataFrom", "body", "answersTo", "withheldBy")},
    "words": (HRM + "bodyAsPrinted", "@ru"),
}


def readings(count: int, seed: int) -> list[Any]:
    """The facts: readings with their declarations."""
    from documents import documents

    from kg.interpreting import interpret

    return [(interpret(m.document, language="ru", area=m.about.area), m.about) for m in documents(count, seed)]


# ---------------------------------------------------------------------------------------------------------------------------- kg


def _ours(given: list[Any], target: Path) -> Callable[[], None]:
    from kg.mapping import profile

    def work() -> None:
        with target.open("w", encoding="utf-8", newline="\n") as file:
            for reading, about in given:
                file.writelines(profile.quads(reading, about))

    return work


# ---------------------------------------------------------------------------------------------------------------------- pyoxigraph


def _objects(given: list[Any], target: Path) -> Callable[[], None]:
    import pyoxigraph as ox

    from kg.mapping import profile
    from kg.mapping.profile import _repeated
    from kg.mapping.terms import BASE

    node, literal, quad = ox.NamedNode, ox.Literal, ox.Quad
    integer, decimal = node(XSD + "integer"), node(XSD + "decimal")
    a, derived, is_part, data_set = node(RDF + "type"), node(PROV + "wasDerivedFrom"), node(DCT + "isPartOf"), node(QB + "dataSet")
    columns = {predicate for columns in (*TABLES.values(), LINKS) for predicate, _ in columns.values()}
    hrm = {name: node(HRM + name) for name in (*TABLES, *(p.removeprefix(HRM) for p in columns if p.startswith(HRM)))}
    vocab = f"{BASE}vocab/"
    # The head is the same for every writer: the peer gets its terms ready as text, outside the clock.
    heads = []
    for reading, about in given:
        lines = []
        for line in profile.quads(reading, about):
            if line.startswith(f"<{profile.profile_iri(about)}/narrative."):
                break
            lines.append(line)
        terms = []
        for found in ox.parse("".join(lines).encode("utf-8"), format=ox.RdfFormat.N_QUADS):
            value = found.object
            kind = (value.language, value.datatype.value) if isinstance(value, ox.Literal) else None
            terms.append((found.subject.value, found.predicate.value, value.value, kind))
        heads.append(terms)

    def number(value: Any) -> ox.Literal:
        return literal(str(value), datatype=integer) if isinstance(value, int) else literal(f"{value:f}", datatype=decimal)

    def links(s: ox.NamedNode, relation: str, bodies: Any, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        for body in bodies:
            yield quad(s, hrm[relation], node(f"{BASE}body/{body.code or 'as-printed'}"), graph)
            if body.code is None:
                yield quad(s, hrm["bodyAsPrinted"], literal(body.as_printed, language="ru"), graph)

    def quads() -> Iterator[ox.Quad]:
        for (reading, about), head in zip(given, heads, strict=True):
            graph = node(profile.graph_iri(about))
            for subject, predicate, value, kind in head:
                if kind is None:
                    term: Any = node(value)
                else:
                    term = literal(value, language=kind[0]) if kind[0] else literal(value, datatype=node(kind[1]))
                yield quad(node(subject), node(predicate), term, graph)
            stem = profile.profile_iri(about)
            whole = node(stem)
            sets = {"figure": node(f"{stem}/figures"), "assessment": node(f"{stem}/assessments")}
            source = profile.source_iri(reading.document.sha256)
            for fact in reading.facts:
                content, kind = fact.content, fact.content.kind
                s = node(f"{stem}/{fact.statement}")
                yield quad(s, derived, node(f"{source}/{fact.start}-{fact.end}"), graph)
                yield quad(s, hrm["asPrinted"], literal(fact.as_printed, language=reading.language), graph)
                if fact.indicator is None:
                    yield quad(s, a, hrm["Narrative"], graph)
                    yield quad(s, is_part, whole, graph)
                    continue
                yield quad(s, a, hrm[type(content).__name__], graph)
                yield quad(s, hrm["labelAsPrinted"], literal(fact.label, language=reading.language), graph)
                yield quad(s, hrm["indicator"], node(f"{vocab}indicator/{fact.indicator}"), graph)
                observed = kind == "assessment" or (kind == "figure" and content.value is not None)
                if observed and not _repeated(fact):
                    yield quad(s, data_set, sets[kind], graph)
                else:
                    yield quad(s, is_part, whole, graph)
                if kind == "designation":
                    yield from links(s, "body", (content.body,), graph)
                    yield from links(s, "answersTo", (content.answers_to,) if content.answers_to else (), graph)
                    continue
                if kind == "standing":
                    yield quad(s, hrm["standing"], node(f"{vocab}standing/{content.standing}"), graph)
                    yield quad(s, hrm["instrument"], node(f"{BASE}instrument/{content.instrument}"), graph)
                    continue
                yield quad(s, hrm["group"], node(f"{vocab}group/{content.group}"), graph)
                if kind == "gap":
                    yield quad(s, hrm["reason"], node(f"{vocab}gap-reason/{content.reason}"), graph)
                    yield from links(s, "withheldBy", content.withheld_by, graph)
                elif kind == "assessment":
                    yield quad(s, hrm["answer"], node(f"{vocab}scale/{content.answer}"), graph)
                    yield from links(s, "body", content.bodies, graph)
                else:
                    if content.value is not None:
                        yield quad(s, hrm["value"], number(content.value), graph)
                    if content.lower is not None:
                        yield quad(s, hrm["lowerBound"], number(content.lower), graph)
                        yield quad(s, hrm["upperBound"], number(content.upper), graph)
                    yield quad(s, hrm["unit"], node(f"{vocab}unit/{content.unit}"), graph)
                    if content.scope is None:
                        yield quad(s, hrm["scope"], node(f"{BASE}body/any"), graph)
                    else:
                        yield from links(s, "scope", (content.scope,), graph)
                    yield from links(s, "dataFrom", content.data_from, graph)
                    if content.same_amount_as:
                        yield quad(s, hrm["sameAmountAs"], node(f"{stem}/{content.same_amount_as}"), graph)
                    if content.subset_of:
                        yield quad(s, hrm["subsetOf"], node(f"{stem}/{content.subset_of}"), graph)

    def work() -> None:
        if target.is_char_device():
            with target.open("wb") as nothing:  # it refuses the path, as it cannot be synchronised
                ox.serialize(quads(), nothing, format=ox.RdfFormat.N_QUADS)
        else:
            ox.serialize(quads(), str(target), format=ox.RdfFormat.N_QUADS)

    return work


# ----------------------------------------------------------------------------------------------------------------------- morph-kgc


def _columns(reading: Any, about: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of the tables: the table's name and its cells."""
    from kg.mapping import profile
    from kg.mapping.profile import _repeated
    from kg.mapping.terms import BASE

    stem, source = profile.profile_iri(about), profile.source_iri(reading.document.sha256)
    vocab = f"{BASE}vocab/"

    def number(name: str, value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        return {f"{name}whole" if isinstance(value, int) else f"{name}decimal": value if isinstance(value, int) else f"{value:f}"}

    for fact in reading.facts:
        content, kind = fact.content, type(fact.content).__name__
        key = {"statement": f"{stem}/{fact.statement}", **{name: getattr(about, name) for name in GRAPH}}
        row = {**key, "passage": f"{source}/{fact.start}-{fact.end}", "printed": fact.as_printed}
        observed = kind == "Assessment" or (kind == "Figure" and content.value is not None)
        if observed and not _repeated(fact):
            row["set"] = f"{stem}/{kind.lower()}s"
        else:
            row["part"] = stem
        if fact.indicator is not None:
            row |= {"label": fact.label, "indicator": f"{vocab}indicator/{fact.indicator}"}
        if getattr(content, "group", ""):
            row["group"] = f"{vocab}group/{content.group}"
        bodies: list[tuple[str, Any]] = []
        if kind == "Figure":
            row |= number("", content.value) | number("lower_", content.lower) | number("upper_", content.upper)
            row["unit"] = f"{vocab}unit/{content.unit}"
            row |= {name: f"{stem}/{other}" for name, other in (("same", content.same_amount_as), ("subset", content.subset_of)) if other}
            bodies = [("scope", content.scope), *(("dataFrom", b) for b in content.data_from)]
        elif kind == "Assessment":
            row["answer"] = f"{vocab}scale/{content.answer}"
            bodies = [("body", b) for b in content.bodies]
        elif kind == "ReportedStanding":
            row |= {"standing": f"{vocab}standing/{content.standing}", "instrument": f"{BASE}instrument/{content.instrument}"}
        elif kind == "Gap":
            row["reason"] = f"{vocab}gap-reason/{content.reason}"
            bodies = [("withheldBy", b) for b in content.withheld_by]
        elif kind == "Designation":
            bodies = [("body", content.body), *([("answersTo", content.answers_to)] if content.answers_to else [])]
        yield kind, row
        for relation, body in bodies:
            code = "any" if body is None else body.code or "as-printed"
            link = {**key, relation: f"{BASE}body/{code}"}
            yield "links", link if code != "as-printed" else link | {"words": body.as_printed}


def tables(given: list[Any], folder: Path) -> None:
    """Writes the CSV tables, the RML mapping and the configuration of morph-kgc."""
    from kg.mapping import profile
    from kg.model import About

    every = {**TABLES, "links": LINKS}
    files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in every}
    writers = {name: csv.DictWriter(files[name], ["statement", *GRAPH, *columns]) for name, columns in every.items()}
    for writer in writers.values():
        writer.writeheader()
    for reading, about in given:
        for name, row in _columns(reading, about):
            writers[name].writerow(row)
    for file in files.values():
        file.close()
    # A graph map by reference gave the empty IRI: it is a template of columns that need no escapes.
    template = profile.graph_iri(About("{series}", "{area}", "{edition}"))
    mapping = [
        "@prefix rr: <http://www.w3.org/ns/r2rml#> .",
        "@prefix rml: <http://semweb.mmlab.be/ns/rml#> .",
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .",
    ]
    for name, columns in every.items():
        mapping.append(
            f'<#{name}> a rr:TriplesMap ; rml:logicalSource [ rml:source "{folder / name}.csv" ; rml:referenceFormulation ql:CSV ] ;\n'
            f'  rr:subjectMap [ rml:reference "statement" ; rr:termType rr:IRI ; rr:graphMap [ rr:template "{template}" ]'
            + ("" if name == "links" else f" ; rr:class <{HRM}{name}>")
            + " ]"
        )
        for column, (predicate, kind) in columns.items():
            if kind is None:
                term = " ; rr:termType rr:IRI"
            elif kind[:1] == "@":
                term = f' ; rr:language "{kind[1:]}"'
            else:
                term = f" ; rr:datatype <{XSD}{kind[2:]}>" if kind else ""
            mapping[-1] += f' ;\n  rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ rml:reference "{column}"{term} ] ]'
        mapping[-1] += " ."
    (folder / "mapping.ttl").write_text("\n".join(mapping) + "\n", encoding="utf-8")
    (folder / "config.ini").write_text(
        f"[CONFIGURATION]\noutput_file={folder / 'morph-kgc.nq'}\noutput_format=N-QUADS\nnumber_of_processes=1\nlogging_level=ERROR\n"
        f"[facts]\nmappings={folder / 'mapping.ttl'}\n",
        encoding="utf-8",
    )


def _morph(folder: Path) -> float:
    """Runs in the environment of morph-kgc: its command line in this process, after its imports."""
    import runpy

    import morph_kgc.materializer  # noqa: F401

    sys.argv = ["morph_kgc", str(folder / "config.ini")]
    began = time.process_time()
    runpy.run_module("morph_kgc", run_name="__main__")
    return time.process_time() - began


# ------------------------------------------------------------------------------------------------------------------------------- all


def _same(folder: Path, names: list[str], count: int, seed: int) -> None:
    """How many quads each wrote, and which of kg's it did not write."""
    import pyoxigraph as ox

    from kg.mapping import profile

    graphs = {name: set(ox.parse(path=str(folder / f"{name}.nq"), format=ox.RdfFormat.N_QUADS)) for name in names}
    subjects = {f"{profile.profile_iri(about)}/{fact.statement}" for reading, about in readings(count, seed) for fact in reading.facts}
    ours = graphs["kg"]
    core = {quad for quad in ours if quad.subject.value in subjects}
    print(f"{count} documents; kg wrote {len(ours)} quads, {len(core)} of them of statements")
    for name in names[1:]:
        found, meant = graphs[name], ours if name == "pyoxigraph" else core
        print(f"{name} wrote {len(found)} quads: {len(meant & found)} of the {len(meant)} meant, {len(found - ours)} that kg did not write")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=1000, help="documents (default: 1000)")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument("--seed", type=int, default=2, help="default: 2")
    parser.add_argument("--no-morph", action="store_true", help="do without morph-kgc (its environment takes 280 MB)")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part == "morph-kgc":
        print(json.dumps({"cpu": _morph(options.folder)}))
        return
    if options.part:
        given = readings(options.n, options.seed)
        name, _, nowhere = options.part.partition("-")
        work = {"kg": _ours, "pyoxigraph": _objects}[name](given, Path(os.devnull) if nowhere else options.folder / f"{name}.nq")
        gc.collect()
        gc.freeze()
        print(json.dumps({"cpu": cpu(work)}))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = ("-n", options.n, "--seed", options.seed, "--folder", folder)
        ways = {key: lambda key=key: part("write.py", key, *given)["cpu"] for key in PEERS}
        if not options.no_morph:
            python = environment("morph", "morph-kgc==2.10.*")
            tables(readings(options.n, options.seed), folder)
            ways["morph-kgc"] = lambda: part("write.py", "morph-kgc", *given, python=python)["cpu"]
        found = rounds(options.rounds, ways)
        files = [key for key in ways if not key.endswith("-nowhere")]
        _same(folder, files, options.n, options.seed)
        lines = {key: (folder / f"{key}.nq").read_bytes().count(b"\n") for key in files}
    lines |= {key: lines[key.partition("-")[0]] for key in ways if key not in lines}
    speeds = {key: lines[key] / middle(times) for key, times in found.items()}
    table(
        ("way", "triples", "CPU s", "k triples a CPU s", "kg is faster by", "spread"),
        [
            (
                SHOWN[key],
                lines[key],
                f"{middle(times):.3f}",
                f"{speeds[key] / 1000:.0f}",
                f"{speeds[OURS[key]] / speeds[key]:.1f} x",
                spread(times),
            )
            for key, times in found.items()
        ],
    )
    for key, target in TARGETS.items():
        if key in speeds:
            verdict(f"at least {target:.0f} x {SHOWN[key]}", speeds[OURS[key]] >= target * speeds[key])


if __name__ == "__main__":
    main()
