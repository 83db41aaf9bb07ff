"""Country profiles of the prohibition of torture as a linked-open-data knowledge graph.

``kg.build``, ``kg.facts``, ``kg.validate``, ``kg.query``, ``kg.open`` and ``kg.export`` are the Python API (:mod:`kg.api`), loaded when
first used. The command line is ``kg`` (``kg --help``). The way of the data through the package is drawn in ``CONTRIBUTING.md``.
"""

from typing import TYPE_CHECKING, Any

from kg.release import __version__ as __version__

if TYPE_CHECKING:
    from kg.api import build, export, facts, open, query, validate

__all__ = ["build", "export", "facts", "open", "query", "validate"]


def __getattr__(name: str) -> Any:
    # Lazy, so that a command pays only for what it uses.
    if name in __all__:
        from kg import api

        return getattr(api, name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
