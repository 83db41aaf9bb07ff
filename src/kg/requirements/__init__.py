"""The readable pages of all numbered requirements, generated from the shapes and their examples.

``shapes`` reads the shapes, ``path`` their paths, ``examples`` what passes and what fails, ``trial`` finds what a failing example gives;
``catalogue`` holds it all. ``texts`` gives words in one language, ``demands`` says the constraint parameters in them, ``notation``
writes terms; ``page`` (HTML), ``book`` (Markdown), ``table`` (CSV) and ``diagram`` (SVG) write, ``writing`` makes the folder,
``explaining`` is for a terminal. No word that a reader sees stands here: all are in ``ontology/requirements.ttl`` and in the shapes.
"""

from kg.requirements.explaining import explain, numbers
from kg.requirements.writing import write

__all__ = ["explain", "numbers", "write"]
