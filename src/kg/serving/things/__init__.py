"""Linked data: every IRI of ours is dereferenced below the base URL, thing → 303 → document ("Cool URIs for the Semantic Web", section 4).

A document of a thing has the address of the thing, a dot and the ending of its form (``area/KAZ.ttl``). A thing goes before a document: a
form whose address is the name of a thing is not offered for that document, so that nothing can hide a thing. The namespace of hash IRIs
(``ontology``) is a document itself and answers at once; so does a distribution, which is a file.

``routes`` is what is mounted, ``documents`` makes what it sends; ``address`` reads paths, ``forms`` says which forms documents have,
``lookup`` finds quads, ``passage`` the words of a source, ``description`` puts together what a document holds, ``metadata`` what it says of
itself; ``writing`` writes RDF, ``page``, ``view`` and ``names`` HTML, ``home`` the first page; ``links`` are the Link headers,
``conditional`` the ETags; ``withdrawn``, ``nearest`` and ``absence`` say why something is not here.
"""

from kg.serving.things.routes import Things

__all__ = ["Things"]
