"""Facts → N-Quads: IRIs, literals, provenance, catalogue. Knows nothing of where a fact came from.

``profile`` writes a profile's graph; ``reference`` the tables of ``data/reference``; ``catalogue`` bodies, data sets and the ontology's own
graphs; ``table`` the CSV of facts. Quads are written as lines (five times faster than building quad objects); terms are safe by
construction, and the tests parse every line and canonicalise it (RDFC-1.0).
"""
