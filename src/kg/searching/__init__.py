"""Search over what a build holds: labels, indicators, states, instruments, statements with their passages, questions; in two languages.

``facts`` reads a store, ``things``, ``statements`` and ``questions`` make documents of it (``document``); ``letters`` (tables in its TOML)
and ``stems`` know how words are written; ``table`` holds the words (SQLite FTS5), ``lexicon`` says which of them are meant, ``reading``
reads a query; ``index`` answers it with ``ranking`` and ``marking``, as ``results``; ``printing`` writes them for a terminal.
"""

from kg.searching.document import KINDS
from kg.searching.index import Index

__all__ = ["KINDS", "Index"]
