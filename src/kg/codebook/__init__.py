"""The codebook and the crosswalk, generated from ontology, vocabulary and reference tables; knows nothing of documents.

``graph`` reads the Turtle whole, ``texts`` gives headings and sentences in one language, ``markdown`` writes its forms, ``comparability``
chooses sentences, ``indicators`` and ``lists`` write chapters, ``book`` puts them together, ``tables`` and ``crosswalk`` are the CSV
files, ``writing`` makes the folder. No word that a reader sees stands here: all are in ``ontology/codebook.ttl``.
"""

from kg.codebook.writing import write

__all__ = ["write"]
