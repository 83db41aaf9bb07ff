"""The pages of the data: of the real profile, and of the invented ones; both with the shapes' verdict."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pages_served import BASE, Served, built, served
from pyoxigraph import RdfFormat, Store

from browser import browser as browser
from browser import page as page


@pytest.fixture(scope="session")
def real(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real profile and the reference tables."""
    with served(built(tmp_path_factory.mktemp("pages-real") / "build", root / "data")) as found:
        yield found


@pytest.fixture(scope="session")
def invented(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The invented profiles: many states, zeros, gaps, ranges, rows left out."""
    folders = (root / "tests" / "corpus", root / "tests" / "queries" / "corpus" / "profiles")
    with served(built(tmp_path_factory.mktemp("pages-invented") / "build", *folders)) as found:
        yield found


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serves other builds: of inputs, or of quads (N-Quads, ``<x>`` relative to the base)."""
    with contextlib.ExitStack() as stack:

        def start(*inputs: Path, quads: str = "") -> Served:
            folder = tmp_path / "build"
            if quads:
                folder.mkdir()
                store = Store(str(folder / "store"))
                store.bulk_load(input=f"@base <{BASE}> .\n{quads}".encode(), format=RdfFormat.TRIG)
                store.flush()
                del store
                (folder / "manifest.json").write_text("{}", encoding="utf-8")
            else:
                built(folder, *inputs)
            return stack.enter_context(served(folder))

        yield start
