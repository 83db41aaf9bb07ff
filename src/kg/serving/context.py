"""The JSON-LD context at a stable address: ``/context.jsonld`` (:mod:`kg.mapping.context`), the same for every release of an ontology.

Documents carry the part of it that they use and do not point here, so that nobody has to fetch it; it is for those who write JSON-LD of
their own or compact what they have. A ``Link`` to it would say nothing: readers must ignore one beside ``application/ld+json`` (JSON-LD
1.1, section 6.1).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.mapping import context
from kg.serving.library import sending

MEDIA = "application/ld+json"


def routes() -> list[Route]:
    """The route, for an application."""
    return [sending.route(f"/{context.PATH}", _context)]


async def _context(request: Request) -> Response:
    return sending.public(request, Response(context.document().encode("utf-8"), media_type=MEDIA))
