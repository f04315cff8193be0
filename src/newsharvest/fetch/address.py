"""Which addresses may be dialled: public ones, and those that were allowed by name.

The check is made on the very address that is then dialled, after the name was resolved. So neither a
redirect, nor an odd spelling of an address, nor a name that resolves to something else a moment later can get
behind it.
"""

from __future__ import annotations

import socket
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

from newsharvest.fetch.names import Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.fetch.options import Resolver

Address = IPv4Address | IPv6Address
_NAT64: Final = ip_network("64:ff9b::/96")
_PUBLIC_V6: Final = ip_network("2000::/3")
"""All that was ever given out; what else there is stands for something special, or for an IPv4 address."""
_SPECIAL: Final = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments, of which Python knows a part
            "192.88.99.0/24",  # the relay of 6to4, gone
            "168.63.129.16/32",  # what a cloud's machines ask for their secrets, although it looks public
            "3fff::/20",  # for documentation
        ),
    )
)
_ADDRESSES: Final = 8


class RefusedAddressError(Exception):
    """An address that is not public and was not allowed."""


class AddressGuard:
    """Says of a host which of its addresses may be dialled."""

    def __init__(self, allow: Iterable[str] = (), resolver: Resolver | None = None) -> None:
        self._allowed = tuple([ip_network(each, strict=False) for each in allow])
        self._names = Names(resolver)

    def close(self) -> None:
        """Look nothing up any more."""
        self._names.close()

    def permits(self, address: Address) -> bool:
        """Whether an address is public or was allowed; an IPv4 address inside an IPv6 one is what counts."""
        address = _inner(address)
        if any(address in network for network in self._allowed):
            return True
        if not address.is_global or address.is_multicast or any(address in network for network in _SPECIAL):
            return False
        return isinstance(address, IPv4Address) or address in _PUBLIC_V6

    def check_literal(self, host: str) -> None:
        """Raise :class:`RefusedAddressError` for a host written as an address that is not permitted."""
        address = _literal(host)
        if address is not None and not self.permits(address):
            raise RefusedAddressError(f"{address} is not a public address")

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The permitted addresses of ``host``, the best first, never none.

        ``OSError`` if the name is not found, :class:`RefusedAddressError` if no address of it is permitted.
        """
        literal = _literal(host)
        if literal is not None:
            self.check_literal(host)
            return (str(literal),)
        found = await self._names.addresses(host, port)
        parsed = [address for address in map(_parsed, found) if address is not None]
        permitted = list(dict.fromkeys([str(address) for address in parsed if self.permits(address)]))
        if not permitted:
            named = f"{host} stands for {parsed[0]}, which" if parsed else host
            raise RefusedAddressError(f"{named} is not a public address")
        return tuple(permitted[:_ADDRESSES])


def _parsed(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


@lru_cache(1000)
def _literal(host: str) -> Address | None:
    """The address that a host is written as: ``127.0.0.1``, but also ``0x7f.1`` and ``2130706433``."""
    host = host.strip("[]")
    if address := _parsed(host):
        return address
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except (OSError, UnicodeError, ValueError):
        return None


def _inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address leads to; the address itself where it leads to none."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)
