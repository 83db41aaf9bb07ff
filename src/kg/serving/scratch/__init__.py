"""A store that operators may write to, beside the release and never citable (``kg serve --scratch DIR``), behind a token.

``routes`` holds the addresses and the token, ``updating`` writes the dataset of a request into its update (SPARQL 1.1 Protocol, section
2.2), ``graphs`` is the Graph Store HTTP Protocol, ``writer`` the one process that owns the store: killed at a deadline, started anew.
"""
