"""Links to things of elsewhere: mapping sets (SSSOM), their checks and link sets; and which of our things a written name means.

``mapping_set`` reads and writes SSSOM, ``deriving`` makes the sets of what reference tables and vocabulary already say, ``checking`` finds
what is wrong in sets, ``linkset`` turns them into triples and VoID; ``entity``, ``names`` and ``index`` know the things of a store by
their names and codes, ``comparing`` compares, ``reconciliation`` decides, ``suggestion`` and ``extension`` answer what clients ask beside.
Data: ``ontology/alignments``.
"""
