"""SERVICE: other servers asked within a query, without ever giving the engine a network (SPARQL 1.1 Federated Query).

The engine sees no SERVICE. Before a query runs, each SERVICE clause is sent to its server as a query of its own, and what that server
answers takes the place of the clause as a VALUES block: the same solutions, joined by the same algebra (section 4), with a known number of
requests. ``address`` says which addresses are the same and which can be allowed, ``clause`` finds the clauses and what stands before them,
``request`` is what another server is sent, ``errand`` sends it (allowed addresses only, bounded in number, bytes and time), ``answer``
reads what comes back, ``federating`` puts it together, ``alone`` is for a query of a person at a terminal.
"""
