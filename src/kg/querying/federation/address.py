"""Addresses of other servers: which two are the same, which can be allowed, and where a connection may lead.

An allow-list compares whole addresses in a normal form (RFC 3986, section 6.2.2 and 6.2.3): scheme and host in small letters, no default
port, escapes in capitals and only where they are needed. An address with a user name, a fragment, dot segments or a number that is no plain
IP address has no normal form: such things mean one host to a reader and another to a program.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from kg.errors import QueryError

_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_PLAIN = re.compile(r"[A-Za-z0-9._~-]")
_SIGNS = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]+")
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST = 2000
Network = ipaddress.IPv4Address | ipaddress.IPv6Address


def normal(address: str) -> str:
    """The normal form of an address. Raises ValueError, whose text is a clause that says why there is none."""
    if len(address) > _LONGEST or not _SIGNS.fullmatch(address):
        raise ValueError("it is no plain http or https address")
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.netloc:
        raise ValueError("it is no plain http or https address")
    if "@" in parts.netloc:
        raise ValueError("it holds a user name")
    if re.search(r"%(?![0-9A-Fa-f]{2})", address):
        raise ValueError("it holds a broken escape")
    host, port = _host(parts.hostname or ""), parts.port  # the port may raise ValueError itself
    path = _ESCAPE.sub(_escape, parts.path) or "/"
    if any(segment in (".", "..") for segment in path.split("/")):
        raise ValueError("it holds dot segments")
    place = host if port in (None, _PORTS[scheme]) else f"{host}:{port}"
    return f"{scheme}://{place}{path}" + (f"?{_ESCAPE.sub(_escape, parts.query)}" if parts.query else "")


def _escape(found: re.Match[str]) -> str:
    sign = chr(int(found[1], 16))
    return sign if _PLAIN.fullmatch(sign) else found[0].upper()


def _host(host: str) -> str:
    """A host in its normal form: an IP address in brackets where it has to be, or a name."""
    if "%" in host:
        raise ValueError(f"{host!r} is no host")
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host).compressed}]"
    labels = host.lower().split(".")
    if _NUMBER.fullmatch(labels[-1]):  # as browsers have it (WHATWG URL, "ends in a number"): 127.1 and 0x7f000001 are IP addresses
        return str(ipaddress.IPv4Address(host))
    if not all(_NAME.fullmatch(label) for label in labels):
        raise ValueError(f"{host!r} is no host")
    return ".".join(labels)


def same(address: str) -> str:
    """The normal form, or the address itself where it has none: it is then equal to no address that is allowed."""
    try:
        return normal(address)
    except ValueError:
        return address


def allowed(addresses: Iterable[str]) -> frozenset[str]:
    """The addresses that a person allows, in normal form. Raises :class:`QueryError` KG838 for one that cannot be."""
    found = set()
    for address in addresses:
        try:
            found.add(normal(address))
        except ValueError as error:
            what, mend = f"{address!r} cannot be allowed", "write the whole address, such as https://example.org/sparql"
            raise QueryError("KG838", what, why=str(error), mend=mend) from error
    return frozenset(found)


def reachable(host: str, found: Network) -> bool:
    """Whether a connection to a host may lead to this IP address.

    An IP address that is written out leads to itself, ``localhost`` to the loopback (RFC 6761, section 6.3), and any other name to public
    addresses only: who controls a name could otherwise point it into the network of this machine at any time.
    """
    try:
        return ipaddress.ip_address(host.strip("[]")) == found
    except ValueError:
        pass
    if host == "localhost" or host.endswith(".localhost"):
        return found.is_loopback
    return found.is_global and not found.is_multicast
