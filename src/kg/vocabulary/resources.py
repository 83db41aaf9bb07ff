"""Where ontology, shapes, queries and reference data lie: beside ``src`` in a checkout, inside the package in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import VocabularyError


@cache
def root() -> Path:
    """Folder that holds ``ontology/``, ``shapes/``, ``queries/`` and ``data/reference/``.

    Raises :class:`VocabularyError` KG401 when neither a checkout nor an installed package has them.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "resources", package.parent.parent):
        if (folder / "ontology" / "hrm.ttl").is_file():
            return folder
    raise VocabularyError(
        "KG401",
        "the ontology is missing",
        why=f"neither {package / 'resources'} nor the checkout holds ontology/hrm.ttl",
        mend="install the package again",
    )


def ontology_files(base: Path | None = None) -> list[Path]:
    """The Turtle files of ontology and vocabulary under ``base`` (default: ours), in a fixed order."""
    folder = (base or root()) / "ontology"
    return [prefix_file(base), folder / "hrm.ttl", *sorted((folder / "vocab").glob("*.ttl"))]


def prefix_file(base: Path | None = None) -> Path:
    """The one prefix map under ``base`` (default: ours)."""
    return (base or root()) / "ontology" / "prefixes.ttl"
