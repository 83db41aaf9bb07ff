"""Search on the web: ``/search`` as a plain form and as JSON, ``/suggest`` while typing, ``/opensearch.xml`` for browsers.

``asking`` reads a request, ``page`` draws, ``description`` tells browsers of the search (OpenSearch 1.1), ``routes`` is what is mounted.
"""

from kg.serving.search.routes import Search

__all__ = ["Search"]
