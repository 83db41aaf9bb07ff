"""From a finding of a validation to its place in the RDF sources: terms come from pyoxigraph, places from here.

``sources`` asks all sources together; ``lines`` searches N-Triples and N-Quads by bytes; ``index`` pairs the parser's triples with the
places that ``turtle``, ``rdfxml`` or ``jsonld`` (``json``) find in the same order, and tells nothing where the two do not agree;
``literals`` knows what a store makes of a literal.
"""

from kg.validation.locating.sources import Sources, Token

__all__ = ["Sources", "Token"]
