"""The SPARQL 1.1 endpoint of a release: read-only, every query in a process of its own that can be killed.

``endpoint`` holds the routes; ``protocol`` reads requests (SPARQL 1.1 Protocol, section 2.1), ``question`` is what they ask, ``forms`` are
the media types of answers, ``responding`` makes responses (``cache``, ETag). ``askers`` is the pool with deadline, memory cap and fair
turns; ``nursery`` starts its processes, ``frames`` go through their pipes, and in them ``asker`` answers: ``bounding`` writes the row
limit into a query and finds what it asks of other servers, ``cutting`` cuts an answer there, ``tidying`` orders prefixes. ``description``
describes the service, ``page`` is its form, ``refusal`` has the codes and their statuses.
"""
