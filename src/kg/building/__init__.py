"""A build, from documents to a folder that is switched in: ``sources`` finds what there is to build, ``build`` does it.

``options`` is what the command line declares. Who needs no build (a check of RDF) does not pay for its modules: names are looked up when
they are asked for (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.building.options import Options

if TYPE_CHECKING:
    from kg.building.build import Outcome, run
    from kg.building.sources import DOCUMENT, SIDECAR, Source

__all__ = ["DOCUMENT", "SIDECAR", "Options", "Outcome", "Source", "run"]

_MODULES = {"DOCUMENT": "sources", "SIDECAR": "sources", "Source": "sources", "Outcome": "build", "run": "build"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
