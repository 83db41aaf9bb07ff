"""A build as tables for those who do not use RDF: CSV files with CSVW metadata by which they are read back into the same triples.

``layout`` reads which tables and columns there are (``ontology/export``), ``content`` the triples of a build, ``cells`` puts a term into a
cell where a reader gets the same term back, ``rows`` and ``passages`` make rows, ``metadata`` says what they mean, ``readme`` describes the
fields, ``writing`` makes the folder. Every triple stands in a table or, where no table can carry it, in ``rest.nt``.
"""

from kg.exporting.writing import Exported, export

__all__ = ["Exported", "export"]
