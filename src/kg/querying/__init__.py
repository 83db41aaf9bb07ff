"""Questions and queries: the library in ``queries/``, parameters bound as RDF terms, local and remote execution, and what is shown.

``question`` reads a question's header, ``binding`` binds its parameters, ``execution`` runs it, ``table`` writes the
answer, ``showing`` shows a profile or a resource.
"""
