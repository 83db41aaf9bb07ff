"""Engines behind one adapter: data and structure in, findings out. ``default`` is ours, ``pyshacl`` the reference, others stand beside.

An engine is a module with ``NAME`` (with version) and ``run(data, structure) -> list[Finding]``; it raises
:class:`kg.errors.ValidationError` KG605 for what it refuses and KG620 where its package is not installed.
"""

from __future__ import annotations

import importlib
from typing import Protocol

from kg.errors import ValidationError
from kg.validation.data import Data
from kg.validation.report import Finding
from kg.validation.structure import Structure

MODULES = {"default": "default", "pyshacl": "pyshacl", "pyshifty": "pyshifty", "pyshacl-turbo": "turbo"}


class Engine(Protocol):
    """What a module of an engine has."""

    NAME: str

    def run(self, data: Data, structure: Structure) -> list[Finding]:
        """All findings, in no order."""


def engine(name: str) -> Engine:
    """An engine by its name. Raises :class:`ValidationError` KG620 for one that is not known or not installed."""
    if name not in MODULES:
        raise ValidationError("KG620", f"there is no engine {name!r}", mend=f"known are {', '.join(MODULES)}")
    try:
        module: Engine = importlib.import_module(f"kg.validation.engines.{MODULES[name]}")
    except ImportError as error:
        why = f"the package {error.name} is not installed"
        raise ValidationError(
            "KG620",
            f"the engine {name} cannot be used",
            why=why,
            mend="pip install 'hrmkg[engines]', in a clone .venv/bin/pip install -e '.[engines]'",
        ) from error
    return module
