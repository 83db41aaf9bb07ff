"""Who asks where a proxy stands before the server: the last address that a trusted proxy says, and nobody else.

A proxy adds the address of whoever connected to it at the right end of ``X-Forwarded-For`` or of ``Forwarded`` (RFC 7239, section 4).
What stands left of it came from there, and may be invented: the addresses are read from the right, those of trusted proxies are passed
over, and the first other one is the client. Nothing is read where the peer itself is not trusted. Who a client is shares out askers and
turns; it is written nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from kg.errors import ValidationError

Networks = tuple[IPv4Network | IPv6Network, ...]
_NODE = re.compile(r"\[([0-9A-Fa-f:.]++)\](?::[0-9]{1,5})?|([0-9.]++)(?::[0-9]{1,5})?|([0-9A-Fa-f:.]++)")
"""An address with a port or without (RFC 7239, section 6); ``unknown`` and names that hide one are none."""
_PAIR = re.compile(r"""[ \t]*+(?:([!#$%&'*+.^_`|~0-9A-Za-z-]++)=("(?:[^"\\]|\\.)*+"|[^\s"\\,;]*+))?[ \t]*+([;,]|$)""")
_LISTED, _PAIRED = b"x-forwarded-for", b"forwarded"


def networks(written: Iterable[str]) -> Networks:
    """Addresses and networks (``192.0.2.1``, ``10.0.0.0/8``, ``2001:db8::/32``). Raises :class:`ValidationError` KG811 for what is none."""
    found = []
    for one in written:
        try:
            network = ip_network(one.strip())
        except ValueError as error:
            what, mend = f"the trusted proxy {one!r} is no address and no network", "such as --trusted-proxy 10.0.0.0/8"
            raise ValidationError("KG811", what, why=str(error), mend=mend) from error
        if not network.prefixlen:
            why = "whoever asks could say that somebody else does"
            raise ValidationError("KG811", f"the trusted proxy {one!r} is everybody", why=why, mend="name the addresses of your proxies")
        found.append(network)
    return tuple(found)


def trusted(host: str, proxies: Networks) -> bool:
    """Whether an address is that of a trusted proxy."""
    known = address(host)
    return known is not None and any(known in network for network in proxies)


def address(said: str) -> IPv4Address | IPv6Address | None:
    """An address that may have a port; one of IPv4 in the clothes of IPv6 (RFC 4291, section 2.5.5.2) as what it is; None for none."""
    node = _NODE.fullmatch(said.strip(" \t"))
    if node is None:
        return None
    try:
        found = ip_address(node[1] or node[2] or node[3])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def client(peer: str, headers: Iterable[tuple[bytes, bytes]], proxies: Networks) -> str:
    """Who asks: the peer, or where that is a trusted proxy the nearest address behind it that is none.

    The nearest address that can be read where one cannot; the peer where the two headers disagree, as a proxy that writes one of them
    hands on the other as it came.
    """
    if not trusted(peer, proxies):
        return peer
    said = {_LISTED: "", _PAIRED: ""}
    for name, value in headers:
        if name in said:
            said[name] = f"{said[name]},{value.decode('latin-1')}"
    found = set()
    if said[_LISTED]:
        found.add(_nearest(peer, said[_LISTED].lstrip(",").split(","), proxies))
    if said[_PAIRED]:
        found.add(_nearest(peer, _hops(said[_PAIRED]), proxies))
    return found.pop() if len(found) == 1 else peer


def _nearest(peer: str, hops: list[str], proxies: Networks) -> str:
    nearest = peer
    for hop in reversed(hops):
        found = address(hop)
        if found is None:
            return nearest
        nearest = str(found)
        if not any(found in network for network in proxies):
            return nearest
    return nearest


def _hops(said: str) -> list[str]:
    """The ``for`` of each element of a Forwarded header, '' where it has none or more than one; nothing where it cannot be read."""
    found, element, at = [], list[tuple[str, str]](), 0
    while at < len(said):
        pair = _PAIR.match(said, at)
        if pair is None:
            return []
        if pair[1]:
            element.append((pair[1].lower(), pair[2]))
        if pair[3] != ";" and element:
            nodes = [value.strip('"') for name, value in element if name == "for"]
            found.append(nodes[0] if len(nodes) == 1 else "")
            element = []
        at = pair.end()
    return found


class Forwarded:
    """Tells the application who asks. Without proxies nothing is read."""

    def __init__(self, app: Any, proxies: Networks = ()) -> None:
        self.app = app
        self.proxies = proxies

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Any]) -> None:
        """An ASGI application."""
        if self.proxies and scope["type"] == "http" and scope.get("client"):
            host = scope["client"][0]
            found = client(host, scope["headers"], self.proxies)
            scope = scope if found == host else scope | {"client": (found, 0)}
        await self.app(scope, receive, send)
