"""The service: validation over HTTP, with a page that works without JavaScript (``kg serve --only validate``).

``application`` puts the routes of ``validation`` together and ``server`` runs them; ``negotiation`` reads what a client accepts,
``upload`` bodies within their limit, ``submission`` what was sent, by the list of ``fields``; ``problem`` says what went wrong (RFC 9457),
``texts`` in which words, ``page`` draws the form.
Nothing that was sent is looked at in the server itself: ``pool`` hands each ``job`` to a process of its own (``worker``), which gives up
files, network and memory (``sandbox``), checks (``checking``; a profile ``document`` is built first) and is killed at its deadline.
``outside`` refuses what reaches for the network.
"""

from __future__ import annotations

from typing import Any


def serve(host: str, port: int, **limits: Any) -> int:
    """Serves until it is told to end; ``limits`` as :class:`kg.serving.limits.Limits` has them. Raises :class:`kg.errors.KgError` KG810."""
    from kg.serving import server
    from kg.serving.limits import Limits

    return server.serve(host, port, Limits(**limits))
