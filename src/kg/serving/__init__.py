"""The web: a release as linked data with a SPARQL endpoint (``kg serve BUILD``), validation as a service (``kg serve --only validate``).

The design stands in README.md. ``site`` puts the parts together, ``application`` makes a web application of them and ``server`` runs it.

Validation: ``negotiation`` reads what a client accepts, ``upload`` bodies within their limit, ``submission`` what was sent, by the list of
``fields``; ``problem`` says what went wrong (RFC 9457), ``texts`` in which words, ``page`` draws the form. Nothing that was sent is looked
at in the server itself: ``pool`` hands each ``job`` to a process of its own (``worker``), which gives up files, network and memory
(``sandbox``), checks (``checking``; a profile ``document`` is built first) and is killed at its deadline. ``outside`` refuses what reaches
for the network.
"""

from __future__ import annotations
