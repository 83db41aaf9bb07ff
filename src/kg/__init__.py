"""Country profiles of the prohibition of torture as a linked-open-data knowledge graph.

The way of the data through the package, left to right, is drawn in ``CONTRIBUTING.md``; each room says in its docstring
what it owns. The command line is ``kg`` (``kg --help``).
"""

__version__ = "0.1.0"
