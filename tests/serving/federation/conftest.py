"""A release with a few triples, served by ``kg serve`` as a process, and a partner's server beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from elsewhere import PARTNER, Partner, partner

OURS = (
    (
        "<http://e/a> <http://e/ours> 1 <http://g/1> .\n"
        "<http://e/b> <http://e/ours> 2 <http://g/1> .\n"
        "<http://e/d> <http://e/ours> 4 <http://g/2> .\n"
    )
    .replace(" 1 ", ' "1" ')
    .replace(" 2 ", ' "2" ')
    .replace(" 4 ", ' "4" ')
)


@pytest.fixture(scope="session")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is served as a build is."""
    folder = tmp_path_factory.mktemp("ours")
    store = Store(str(folder / "store"))
    store.bulk_load(OURS.encode(), format=RdfFormat.N_QUADS)
    store.flush()
    del store
    (folder / "manifest.json").write_text('{"outputs": {}}', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def other() -> Iterator[Partner]:
    with partner(PARTNER) as one:
        yield one
