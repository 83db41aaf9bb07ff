"""The version of code and ontology, in one place; a module of its own so that every room may import it."""

__version__ = "0.1.0"
