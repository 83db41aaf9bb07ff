"""The questions of ``queries/`` as an API: ``/queries``, ``/queries/NAME``, ``/queries/NAME.rq``, described by ``/openapi.json``.

``shelf`` finds questions, ``arguments`` reads what a request says about their parameters and has them bound as RDF terms, ``asking`` asks
through the SPARQL endpoint, so that its limits hold; ``forms`` says which form is wanted. A page is made of ``labels``, ``fields`` (the
form), ``answer`` (the table) and drawn by ``page``; ``listing`` tells a question as JSON, ``description`` as RDF, ``openapi`` as OpenAPI.
``sending`` reads requests and sends responses, ``routes`` holds the routes.
"""
