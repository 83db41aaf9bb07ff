"""Who asks behind a proxy: hostile header values, and that nobody is listened to who is not named."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

from kg.errors import ValidationError
from kg.serving import connection, forwarding

PROXIES = forwarding.networks(["10.0.0.0/8", "192.0.2.7", "2001:db8:ffff::/48"])
PEER = "10.1.2.3"
LISTED, PAIRED = b"x-forwarded-for", b"forwarded"


@pytest.mark.parametrize(("values", "found"), [
    (["203.0.113.9"], "203.0.113.9"),
    (["198.51.100.1, 203.0.113.9"], "203.0.113.9"),  # what stands left was sent by the client
    (["127.0.0.1,10.9.9.9 ,203.0.113.9,\t10.4.4.4, 192.0.2.7"], "203.0.113.9"),
    (["198.51.100.1", "203.0.113.9"], "203.0.113.9"),  # lines are one list, in their order
    (["203.0.113.9:4711"], "203.0.113.9"),
    (["2001:DB8:0::1"], "2001:db8::1"),
    (["[2001:db8::1]:443"], "2001:db8::1"),
    (["2001:db8::1, 2001:db8:ffff::9"], "2001:db8::1"),
    (["::ffff:203.0.113.9"], "203.0.113.9"),
    (["203.0.113.9, ::ffff:10.0.0.1"], "203.0.113.9"),
    (["10.5.5.5, 10.6.6.6"], "10.5.5.5"),  # proxies only: the farthest
    (["203.0.113.9, unknown"], PEER),
    (["unknown, 203.0.113.9"], "203.0.113.9"),
    (["203.0.113.9, evil, 10.6.6.6"], "10.6.6.6"),
    (["203.0.113.9,"], PEER),
    ([""], PEER),
    ([","], PEER),
    (["203.0.113.9 198.51.100.1"], PEER),
    (["203.0.113.009"], PEER),
    (["203.0.113.9:999999"], PEER),
    (["fe80::1%eth0"], PEER),
    (["203.0.113.9\r\nSet-Cookie: a=b"], PEER),
    (["<script>"], PEER),
    (["\u0663.0.0.1"], PEER),
    (["9" * 30_000], PEER),
    (["1," * 16_000 + "203.0.113.9"], "203.0.113.9"),
    (["10.0.0.1," * 3_000 + "10.0.0.2"], "10.0.0.1"),
])  # fmt: skip
def test_a_list_of_addresses(values: list[str], found: str) -> None:
    assert forwarding.client(PEER, [(LISTED, value.encode("utf-8")) for value in values], PROXIES) == found


@pytest.mark.parametrize(("values", "found"), [
    (["for=203.0.113.9"], "203.0.113.9"),
    (["For=198.51.100.1, for=203.0.113.9;proto=https;by=10.0.0.1"], "203.0.113.9"),
    (['for="[2001:db8::1]:4711"'], "2001:db8::1"),
    (['for="203.0.113.9:80";host="a, b;for=x"'], "203.0.113.9"),
    (["for=203.0.113.9", "proto=http;for=10.7.7.7"], "203.0.113.9"),
    (["for=unknown"], PEER),
    (["for=_hidden, for=203.0.113.9"], "203.0.113.9"),
    (["for=203.0.113.9, for=_hidden"], PEER),
    (["for=203.0.113.9, proto=http"], PEER),  # the nearest hop does not say whom it heard
    (["for=203.0.113.9;for=198.51.100.1"], PEER),
    (['for=198.51.100.1;by=", for=203.0.113.9'], PEER),  # a string that swallows what the proxy added
    (['for=198.51.100.1;by="\\", for=203.0.113.9'], PEER),
    (['for="' + "\\" * 20_000], PEER),
    (["for"], PEER),
    (["for=203.0.113.9 x"], PEER),
    (["=,;=" * 5_000], PEER),
    ([""], PEER),
])  # fmt: skip
def test_a_list_of_pairs(values: list[str], found: str) -> None:
    """RFC 7239, sections 4 and 6."""
    assert forwarding.client(PEER, [(PAIRED, value.encode("utf-8")) for value in values], PROXIES) == found


def test_two_headers_that_disagree() -> None:
    """A proxy that writes one of them hands on the other as it came from the client."""
    listed, paired = (LISTED, b"203.0.113.9"), (PAIRED, b"for=198.51.100.1")
    assert forwarding.client(PEER, [listed, paired], PROXIES) == PEER
    assert forwarding.client(PEER, [listed, (PAIRED, b"for=203.0.113.9")], PROXIES) == "203.0.113.9"


@pytest.mark.parametrize("peer", ["203.0.113.1", "11.0.0.1", "192.0.2.8", "2001:db8:1::1", "", "testclient", "::ffff:203.0.113.1"])
def test_who_is_no_proxy_is_not_listened_to(peer: str) -> None:
    said = [(LISTED, b"198.51.100.1"), (PAIRED, b"for=198.51.100.1")]
    assert forwarding.client(peer, said, PROXIES) == peer
    assert forwarding.client(peer, said, ()) == peer


def test_a_proxy_in_the_clothes_of_the_other_protocol() -> None:
    assert forwarding.client("::ffff:10.0.0.1", [(LISTED, b"203.0.113.9")], PROXIES) == "203.0.113.9"


@pytest.mark.parametrize("written", ["10.0.0.1/8", "proxy.example", "", "10.0.0.0/33", "0.0.0.0/0", "::/0", "10.0.0.1:80"])
def test_what_is_no_proxy(written: str) -> None:
    with pytest.raises(ValidationError, match="trusted proxy") as said:
        forwarding.networks(["10.0.0.0/8", written])
    assert said.value.code == "KG811"
    assert said.value.mend


@pytest.mark.parametrize(("proxies", "found"), [(PROXIES, ("203.0.113.9", 0)), ((), (PEER, 55555))])
def test_the_application_is_told(proxies: Any, found: tuple[str, int]) -> None:
    seen = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"])

    scope = {"type": "http", "client": (PEER, 55555), "headers": [(LISTED, b"203.0.113.9")]}
    asyncio.run(forwarding.Forwarded(app, proxies)(scope, None, lambda _: None))
    assert seen == [found]
    assert scope["client"] == (PEER, 55555)


@pytest.mark.parametrize(("host", "dropped"), [("10.1.2.3", False), ("203.0.113.9", True)])
def test_a_proxy_shares_its_connections_out_itself(host: str, dropped: bool) -> None:
    import uvicorn
    from uvicorn.server import ServerState

    closed = []

    class Transport(asyncio.Transport):
        def get_extra_info(self, name: str, default: Any = None) -> Any:
            return (host, 1) if name == "peername" else ("127.0.0.1", 80) if name == "sockname" else default

        def is_closing(self) -> bool:
            return False

        def close(self) -> None:
            pass

        def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
            pass

    async def connect() -> None:
        config = uvicorn.Config(lambda: None, lifespan="off", limit_concurrency=4, log_level="critical")
        config.load()
        made, state = partial(connection.Connection, proxies=PROXIES), ServerState()
        for _ in range(4):
            one = made(config=config, server_state=state, app_state={}, _loop=asyncio.get_running_loop())
            one._drop = lambda: closed.append(1)  # type: ignore[method-assign]
            one.connection_made(Transport())
        for one in list(state.connections):
            one.connection_lost(None)

    asyncio.run(connect())
    assert bool(closed) == dropped
