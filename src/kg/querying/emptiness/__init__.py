"""Why zero rows: which part empties a query, what was meant, and whether the pattern is broken or the data are absent.

``why(text, ask)`` gives a :class:`Diagnosis`; ``ask`` answers SPARQL texts, so that it is the same on a build (``local``), at an endpoint
(``remote``) and through a server's own processes. The verdicts:

* ``unknown``: the query names something that does not exist: a prefix, name, graph, variable, language or datatype, a text for an IRI;
* ``apart``: each part has rows, together they have none: direction, class, path, graph, condition, LIMIT;
* ``absent``: the pattern is sound; such data exist for others and not for this one, or nothing uses a property that is declared;
* ``rows``: it has rows; names in it that do not exist are listed still; ``invalid``: no SPARQL; ``open``: not found out.

**Method.** ``reader`` reads the query into parts that know their offsets (``anatomy``). rdflib's algebra has the same parts without
offsets and writes a query anew; here a repair must be the author's own text, changed only where needed: so the project's tokeniser is used,
and tests hold what is read against rdflib. ``drawing`` writes some of the parts as a probe. Atoms of the WHERE clause are tried in
components that share variables, and ``conflict`` (QuickXplain) finds the smallest set without rows: no part of it can be left out.
In that set are searched, likeliest first: ``names`` that do not exist, variables, GRAPH (``structure``), ``conditions``, ``constants``
that are left open (if there are rows then, they are the cause: ``likeness`` says which of the terms with rows was meant, or that all are of
one kind and there is nothing for this one), else the shape: direction, class, path, OPTIONAL (``structure``). ``cuts`` are LIMIT, OFFSET,
HAVING and the dataset. A cause counts when a repair of it gives rows: every suggestion was run. Where a name is mended and no rows come,
the mended query is looked at again, four times at most. ``probing`` remembers probes and bounds their number and time.

``mistake`` says what is wrong with a text that is no SPARQL: for the diagnosis, ``kg query``, the endpoint and the editor alike.

A UNION is looked at branch by branch, a sub-select without rows from inside. What an OPTIONAL lacks empties nothing. An aggregate without
GROUP BY has a row always: the rows that it computes from are looked at.
"""

from kg.querying.emptiness.diagnosing import why
from kg.querying.emptiness.diagnosis import Change, Culprit, Diagnosis, Pattern, Place, Suggestion
from kg.querying.emptiness.mistake import Mistake, excerpt, mistake
from kg.querying.emptiness.probing import Ask, local, remote
from kg.querying.emptiness.reader import aggregates
from kg.querying.emptiness.telling import text

__all__ = [
    "Ask",
    "Change",
    "Culprit",
    "Diagnosis",
    "Mistake",
    "Pattern",
    "Place",
    "Suggestion",
    "aggregates",
    "excerpt",
    "local",
    "mistake",
    "remote",
    "text",
    "why",
]
