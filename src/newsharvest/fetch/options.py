"""What a caller may set for fetching: one list, for every function that fetches."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypedDict

if TYPE_CHECKING:
    import ssl

    import httpx

MIB: Final = 1 << 20
ROBOT_NAME: Final = "newsharvest"
"""The name by which robots.txt files call this robot."""

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""From a host name and a port to its addresses, as text."""


class FetchOptions(TypedDict, total=False):
    """The keywords of :class:`Fetcher`, ``harvest`` and ``crawl`` that concern fetching."""

    timeout: float
    """Seconds that one page may take in all, its redirects included. Default 60."""
    max_wire: int
    """Bytes that one body may have on the wire. Default 5 MiB."""
    max_body: int
    """Bytes that one body may have when it is decoded. Default 10 MiB."""
    max_redirects: int
    """How many redirects are followed. Default 5."""
    allow: Sequence[str]
    """Networks that may be asked although they are not public, as in ``("127.0.0.0/8",)``. Default none."""
    keep_wire: bool
    """Whether ``FetchedPage.wire`` keeps the body as it came over the wire, for archives. Default no."""
    contact: str
    """A URL or a mail address for those who run the server; stands in the user agent. Default none."""
    transport: httpx.AsyncBaseTransport | None
    """Sends the requests instead of newsharvest's own connections, for tests or for a proxy. It opens its own
    connections, so the addresses that names stand for cannot be checked; and it is the caller's to close."""
    resolver: Resolver | None
    """Finds the addresses of a name instead of the operating system."""
    tls: ssl.SSLContext | None
    """How certificates are verified. Default: against certifi's authorities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options with their defaults, checked; ``ValueError`` for one that cannot be."""

    timeout: float = 60.0
    max_wire: int = 5 * MIB
    max_body: int = 10 * MIB
    max_redirects: int = 5
    allow: Sequence[str] = ()
    keep_wire: bool = False
    contact: str = ""
    transport: httpx.AsyncBaseTransport | None = None
    resolver: Resolver | None = None
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if not self.timeout > 0:
            raise ValueError(f"timeout must be more than 0 seconds, not {self.timeout}")
        if min(self.max_wire, self.max_body) < 1 or self.max_redirects < 0:
            raise ValueError("max_wire and max_body must be at least 1, max_redirects at least 0")
        for network in self.allow:
            _check_network(network)
        if not (self.contact.isascii() and self.contact.isprintable()) or set(self.contact) & set("()"):
            raise ValueError(f"contact must be a URL or a mail address, not {self.contact!r}")

    @property
    def user_agent(self) -> str:
        """The honest name: ``newsharvest/1.2 (+https://example.org/bot)``."""
        name = f"{ROBOT_NAME}/{_installed_version()}"
        return f"{name} (+{self.contact})" if self.contact else name


def _check_network(network: str) -> None:
    from ipaddress import ip_network  # noqa: PLC0415 - slow, for those who allow something

    ip_network(network, strict=False)


def _installed_version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, for those who fetch

    try:
        return version("newsharvest")
    except PackageNotFoundError:  # Run from a folder of sources that was never installed.
        return "0"
