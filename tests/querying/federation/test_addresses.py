"""Which addresses are the same, which can be allowed, and where a name may lead."""

from __future__ import annotations

import ipaddress

import pytest

from kg.errors import QueryError
from kg.querying.federation import address


@pytest.mark.parametrize(("one", "other"), [
    ("http://partner.example/sparql", "HTTP://Partner.EXAMPLE:80/sparql"),
    ("https://partner.example/sparql", "https://partner.example:443/sparql"),
    ("https://partner.example", "https://partner.example/"),
    ("http://partner.example/%7esparql", "http://partner.example/~sparql"),
    ("http://partner.example/a%2fb", "http://partner.example/a%2Fb"),
    ("http://[0:0::1]/sparql", "http://[::1]/sparql"),
    ("http://partner.example/sparql?graph=%61", "http://partner.example/sparql?graph=a"),
])  # fmt: skip
def test_the_same_address_written_otherwise(one: str, other: str) -> None:
    assert address.normal(one) == address.normal(other)


@pytest.mark.parametrize("other", [
    "https://partner.example/sparql",
    "http://partner.example:8080/sparql",
    "http://partner.example/sparql/",
    "http://partner.example/SPARQL",
    "http://partner.example/sparql?x",
    "http://partner.example/a%2Fsparql",
    "http://partner.example.evil.example/sparql",
    "http://evil.example/partner.example/sparql",
])  # fmt: skip
def test_another_address(other: str) -> None:
    assert address.normal("http://partner.example/sparql") != address.normal(other)


@pytest.mark.parametrize("wrong", [
    "http://partner.example@evil.example/sparql",
    "http://user:password@partner.example/sparql",
    "http://partner.example/sparql#x",
    "http://partner.example/a/../sparql",
    "http://partner.example/%2e%2e/sparql",
    "http://partner.example\\@evil.example/sparql",
    "http://partner.example/ sparql",
    "http://partner.example/\nsparql",
    "http://partner.example:99999/sparql",
    "http://partner.example:x/sparql",
    "http://partner.example/%zz",
    "http://2130706433/sparql",
    "http://0x7f000001/sparql",
    "http://127.1/sparql",
    "http://0177.0.0.1/sparql",
    "http://127.0.0.1./sparql",
    "http://[::1%25eth0]/sparql",
    "http:///sparql",
    "//partner.example/sparql",
    "ftp://partner.example/sparql",
    "file:///etc/passwd",
    "partner.example/sparql",
    "http://пример.example/sparql",
    "",
])  # fmt: skip
def test_what_cannot_be_allowed(wrong: str) -> None:
    with pytest.raises(QueryError) as caught:
        address.allowed([wrong])
    assert caught.value.code == "KG838"
    assert address.same(wrong) == wrong


@pytest.mark.parametrize(("host", "place", "may"), [
    ("partner.example", "93.184.216.34", True),
    ("partner.example", "2606:2800:220:1::1", True),
    ("partner.example", "127.0.0.1", False),
    ("partner.example", "10.0.0.7", False),
    ("partner.example", "169.254.169.254", False),
    ("partner.example", "::1", False),
    ("partner.example", "::ffff:127.0.0.1", False),
    ("partner.example", "fd00::1", False),
    ("partner.example", "0.0.0.0", False),
    ("partner.example", "224.0.0.1", False),
    ("localhost", "127.0.0.1", True),
    ("partner.localhost", "::1", True),
    ("localhost", "93.184.216.34", False),
    ("127.0.0.1", "127.0.0.1", True),
    ("10.0.0.7", "10.0.0.7", True),
    ("10.0.0.7", "10.0.0.8", False),
    ("[::1]", "::1", True),
])  # fmt: skip
def test_where_a_host_may_lead(host: str, place: str, may: bool) -> None:
    assert address.reachable(host, ipaddress.ip_address(place)) is may
