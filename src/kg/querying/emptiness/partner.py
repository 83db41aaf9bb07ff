"""Questions that compare with a partner's data, asked where no partner's data are: nothing is broken, and nothing of ours is absent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.mapping.terms import QB
from kg.querying.emptiness.anatomy import Query
from kg.querying.emptiness.probing import Prober
from kg.querying.emptiness.scene import Finding

_HEADER = re.compile(r"^#\+ *(?P<said>beside: *partner)[ \t]*$", re.MULTILINE)
"""By this the header of a question says that it needs a partner's data (:class:`kg.querying.question.Question`, ``beside``)."""
_AREA = "http://purl.org/linked-data/sdmx/2009/dimension#refArea"
_OBSERVED = f"SELECT ?o WHERE {{ ?o <{QB}dataSet> ?s ; <{_AREA}> ?a }} LIMIT 1"


def unnamed(query: Query, prober: Prober) -> Iterator[Finding]:
    """A finding where the header asks for a partner's data and there is no observation of a state, as no profile of ours has."""
    header = _HEADER.search(query.text)
    if header is not None and prober.put(_OBSERVED) == []:
        yield Finding("partner", header.start("said"), header.end("said"))
