"""The site of the real profile, of the invented ones, and of a build that left a document out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from site_served import Site, served

from browser import browser as browser
from browser import page as page

Run = Callable[..., subprocess.CompletedProcess[str]]


def _built(kg: Run, folder: Path, *inputs: Path, code: int = 0) -> Path:
    ended = kg("build", *inputs, "-o", folder)
    assert ended.returncode == code, ended.stdout + ended.stderr
    return folder


@pytest.fixture(scope="session")
def real_site(kg: Run, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(_built(kg, tmp_path_factory.mktemp("site-real") / "build", root / "data")) as site:
        yield site


@pytest.fixture(scope="session")
def many_site(kg: Run, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(_built(kg, tmp_path_factory.mktemp("site-many") / "build", root / "data", root / "tests" / "corpus")) as site:
        yield site


@pytest.fixture(scope="session")
def partial_site(kg: Run, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two profiles were given, one of them no text."""
    folder = tmp_path_factory.mktemp("site-partial")
    good = root / "data" / "profiles" / "antitorture" / "KAZ-2022"
    shutil.copytree(good, folder / "in" / "good")
    shutil.copytree(good, folder / "in" / "bad")
    about = folder / "in" / "bad" / "about.toml"
    about.write_text(about.read_text(encoding="utf-8").replace('edition = "2022"', 'edition = "2021"'), encoding="utf-8")
    (folder / "in" / "bad" / "document.txt").write_bytes(b"")
    with served(_built(kg, folder / "build", folder / "in", code=1)) as site:
        yield site


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[Site]:
    """A release without documents, reports and graphs; with one withdrawal."""
    folder = tmp_path / "build"
    folder.mkdir()
    store = Store(str(folder / "store"))
    store.bulk_load(input=b"", format=RdfFormat.TRIG)
    store.flush()
    del store
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    columns, iri = "iri\tdate\treason_en\treason_ru\treplaced_by", "https://w3id.org/hrmkg/profile/antitorture/KAZ/1999"
    row = f"{iri}/population\t2026-01-02\tThe line was misread.\tСтрока прочитана неверно.\t{iri}"
    (folder / "withdrawn.tsv").write_text(f"{columns}\n{row}\n", encoding="utf-8")
    with served(folder) as site:
        yield site
