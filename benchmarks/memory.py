"""Memory from documents to N-Quads, document by document: it must not grow with their number. Beside it rdflib's Graph, which keeps all.

Documents are made up on the fly and share no value strings but those of closed lists; what the reader remembers is forgotten every 100.
"""

from __future__ import annotations

import argparse
import json
import os
import resource

from measuring import memory_now, part, table, verdict

MB = 1_000_000
FLAT = 1.05
"""The last checkpoint may be this much above the second."""


def _checkpoint(number: int) -> tuple[int, float, float]:
    now = memory_now()
    # The kernel counts the peak a few pages late.
    return number, now / MB, max(now, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024) / MB


def _ours(count: int, every: int, seed: int, forget: int) -> list[tuple[int, float, float]]:
    from documents import documents

    from kg.interpreting import interpret
    from kg.interpreting.language import lexicon
    from kg.mapping import profile

    points = []
    with open(os.devnull, "w", encoding="utf-8") as sink:
        for number, made in enumerate(documents(count, seed), 1):
            reading = interpret(made.document, language="ru", area=made.about.area)
            sink.writelines(profile.quads(reading, made.about))
            if forget and number % forget == 0:
                lexicon("ru").forget()
            if number % every == 0:
                points.append(_checkpoint(number))
    return points


def _rdflib(count: int, every: int, seed: int) -> list[tuple[int, float, float]]:
    import pyoxigraph as ox
    import rdflib
    from documents import documents

    from kg.interpreting import interpret
    from kg.interpreting.language import lexicon
    from kg.mapping import profile

    graph, points = rdflib.Graph(), []

    def term(value: ox.NamedNode | ox.Literal) -> rdflib.term.Node:
        if isinstance(value, ox.NamedNode):
            return rdflib.URIRef(value.value)
        if value.language:
            return rdflib.Literal(value.value, lang=value.language)
        return rdflib.Literal(value.value, datatype=rdflib.URIRef(value.datatype.value))

    for number, made in enumerate(documents(count, seed), 1):
        reading = interpret(made.document, language="ru", area=made.about.area)
        for quad in ox.parse("".join(profile.quads(reading, made.about)).encode("utf-8"), format=ox.RdfFormat.N_QUADS):
            graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
        if number % 100 == 0:
            lexicon("ru").forget()
        if number % every == 0:
            points.append(_checkpoint(number))
    return points


def _growth(points: list[tuple[int, float, float]]) -> float:
    """MB of current memory a thousand documents, from the second checkpoint to the last."""
    return (points[-1][1] - points[1][1]) / (points[-1][0] - points[1][0]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", type=int, default=10_000, help="documents (default: 10000); checkpoints every tenth of them")
    parser.add_argument("--peer", type=int, default=1000, metavar="N", help="documents that rdflib is given (default: 1000; 0: none)")
    parser.add_argument("--seed", type=int, default=3, help="default: 3")
    parser.add_argument("--forget", type=int, default=100, metavar="N", help="forget what is remembered every N (default: 100; 0: never)")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        every = max(1, options.n // 10)
        if options.part == "rdflib":
            points = _rdflib(options.n, every, options.seed)
        else:
            points = _ours(options.n, every, options.seed, options.forget)
        print(json.dumps({"points": points}))
        return
    ours = part("memory.py", "kg", "-n", options.n, "--seed", options.seed, "--forget", options.forget)["points"]
    table(("kg: documents", "MB now", "MB peak"), [(n, f"{now:.1f}", f"{peak:.1f}") for n, now, peak in ours])
    if options.peer:
        peer = part("memory.py", "rdflib", "-n", options.peer, "--seed", options.seed)["points"]
        table(("rdflib Graph: documents", "MB now", "MB peak"), [(n, f"{now:.1f}", f"{peak:.1f}") for n, now, peak in peer])
        per, own = _growth(peer), _growth(ours)
        print(f"a thousand documents more: rdflib {per:+.0f} MB, kg {own:+.2f} MB")
        factor = (peer[-1][1] + per * (options.n - options.peer) / 1000) / ours[-1][2]
        print(f"at {options.n} documents rdflib would hold {factor:.0f} times the peak of kg, by its growth")
    verdict(f"flat: last peak {ours[-1][2] / ours[1][2]:.3f}, last current {ours[-1][1] / ours[1][1]:.3f} of the second checkpoint",
            ours[-1][1] <= FLAT * ours[1][1] and ours[-1][2] <= FLAT * ours[1][2])  # fmt: skip


if __name__ == "__main__":
    main()
