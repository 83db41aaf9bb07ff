"""The memory that an asker and the server share: an answer on it has the same bytes as one that goes through the pipe."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest

from kg.serving.sparql import shelf


@pytest.mark.parametrize("number", [1, 41, 42, 43])
def test_an_answer_is_whole_on_the_shelf_and_beside_it(serve: Any, large: Path, number: int) -> None:
    """4 MB, the size of the shelf, lie between 41 and 42 literals of 100 kB; the bytes are those of the store either way."""
    served = serve(folder=large)
    query = f"SELECT ?o {{ ?s <http://e/text> ?o }} ORDER BY ?s LIMIT {number}"
    before = served.get(query, format="csv").content
    text = before.decode().splitlines()
    assert [line.lstrip("0123456789") for line in text[1:]] == ["x" * 100_000] * number
    assert served.get("SELECT ?o { <http://e/n7> <http://e/text> ?o }", format="csv").content == b"o\r\n7" + b"x" * 100_000 + b"\r\n"
    assert served.get("ASK {}", format="json").json()["boolean"] is True  # nothing of the longer one is left in the shorter one
    assert served.get(query + " # again", format="csv").content == before


def test_the_shelf_keeps_its_size() -> None:
    """An asker cannot take it from under the server, who would die of that (SIGBUS)."""
    with shelf.built() as (handle, ours):
        theirs = shelf.Shelf(handle, writing=True)
        for size in (0, shelf.SIZE - 1, shelf.SIZE + 1):
            with pytest.raises(PermissionError):
                os.ftruncate(handle, size)
        with pytest.raises(PermissionError):
            fcntl.fcntl(handle, fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE)
    assert theirs.lay(b"an answer")
    assert theirs.lay(b"one")
    assert ours.take(9) == b"oneanswer"[:3] + b"answer"
    assert theirs.lay(bytes(shelf.SIZE))
    assert not theirs.lay(bytes(shelf.SIZE + 1))
    with pytest.raises(TypeError):
        ours.lay(b"x")  # the server only reads
    for side in (ours, theirs):
        side.close()
