"""Lines → facts, driven by the vocabulary; one module a kind of value. Knows nothing of RDF.

What no rule takes is a gap by the reader or a listed remainder: never a guess. See ``document`` for the rules of a whole document.
"""

from kg.interpreting.document import interpret
from kg.interpreting.language import recognise_language

__all__ = ["interpret", "recognise_language"]
