"""``/why``: the diagnosis of a query as JSON, texts in both languages or, with ``lang``, in one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.serving import negotiation
from kg.serving.diagnosis.diagnoser import Diagnoser
from kg.serving.library import sending
from kg.serving.sparql import protocol
from kg.serving.sparql.responding import client

PATH = "why"


def routes(diagnoser: Diagnoser) -> list[Route]:
    """The route, for an application. It takes a query as ``/sparql`` does: by GET or POST."""

    async def why(request: Request) -> Response:
        asked = await protocol.read(request)
        if asked is None:
            raise protocol.malformed("there are 0 queries", "send one parameter named query")
        said = request.query_params.get("lang", "")
        found = await diagnoser.diagnose(asked.question.text, client(request))
        response = JSONResponse(found.as_json(negotiation.language(said, "") if said else None))
        if asked.question.lasting and found.complete:
            return sending.public(request, response)
        return response

    return [sending.route(f"/{PATH}", why, "POST")]
