"""One validation of a file by one way, measured from outside as a whole process: it imports nothing but what a validation needs.

``python validating.py WAY SHAPES FILE ANSWER``; ``SHAPES``: ``all``, or a file of N-Triples. Requirement and focus of each result go to
``ANSWER`` as JSON. The way ``bulk_load`` validates nothing and loads the file into a store: by that, machines are compared.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def shapes(variant: str) -> Any:
    """Our shapes, ``all`` or those of a file that :func:`fewer` has written."""
    from pyoxigraph import RdfFormat

    from kg.validation import shapes as ours
    from kg.validation.source import Source

    if variant == "all":
        return ours.ours()
    return ours.Shapes((Source("three.nt", Path(variant).read_bytes(), RdfFormat.N_TRIPLES),), ours=True)


def work(way: str, variant: str, file: Path, answer: Path) -> None:
    """One validation in this process; requirement and focus of each result to a file."""
    if way == "bulk_load":
        from pyoxigraph import RdfFormat, Store

        Store().bulk_load(path=str(file), format=RdfFormat.N_QUADS)
        answer.write_text("[]", encoding="utf-8")
        return
    from kg.validation import engines, memory, running
    from kg.validation.source import source

    memory.keep()  # as ``kg validate`` does
    used = shapes(variant)
    data = running.data_of([source(file)], used)
    if way == "default":
        found = [(result.requirement, result.focus) for result in running.verdict(data, used).results]
    else:
        name = way.partition(",")[0]
        results = engines.engine(name).run(data, used.structure)
        found = [(used.requirement(one.constraint, one.shape), one.focus.value) for one in results]
    answer.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    way, variant, file, answer = sys.argv[1:]
    work(way, variant, Path(file), Path(answer))
