"""What a caller may set for fetching: one list, for every function that fetches."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
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
    """Seconds that one try may take in all, redirects included. Default 60."""
    min_speed: float
    """Bytes a second that a body must come with, on average over 20 seconds; 0 for any speed. Default 500."""
    max_wire: int
    """Bytes that one body may have on the wire. Default 5 MiB."""
    max_body: int
    """Bytes that one body may have when it is decoded. Default 10 MiB."""
    max_redirects: int
    """How many redirects are followed. Default 5."""
    retries: int
    """How often a page is asked for again after an error that may pass. Default 2."""
    keep_wire: bool
    """Whether ``FetchedPage.wire`` keeps the body as it came over the wire, for archives. Default no."""
    allow: Sequence[str]
    """Networks that may be asked although they are not public, as in ``("127.0.0.0/8",)``. Default none."""
    contact: str
    """A URL or a mail address for those who run the server; stands in the user agent. Default none."""
    headers: Mapping[str, str]
    """Headers of every request, as ``{"Accept-Language": "yue"}``; they take the place of newsharvest's own."""
    origin_headers: Mapping[str, Mapping[str, str]]
    """Headers for one origin only, as ``{"https://paper.example": {"Cookie": "..."}}``; no redirect takes
    them elsewhere."""
    trust_env: bool
    """Whether proxies and certificate authorities are taken from the environment. Default no."""
    client: httpx.AsyncClient | None
    """A client of the caller that sends the requests, with its proxies, cookies and authentication. What is said
    of ``transport`` holds for it too."""
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
    min_speed: float = 500.0
    max_wire: int = 5 * MIB
    max_body: int = 10 * MIB
    max_redirects: int = 5
    retries: int = 2
    keep_wire: bool = False
    allow: Sequence[str] = ()
    contact: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    origin_headers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    trust_env: bool = False
    client: httpx.AsyncClient | None = None
    transport: httpx.AsyncBaseTransport | None = None
    resolver: Resolver | None = None
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if isinstance(self.allow, str):
            object.__setattr__(self, "allow", (self.allow,))
        if not self.timeout > 0:
            raise ValueError(f"timeout must be more than 0 seconds, not {self.timeout}")
        if not 0 <= self.min_speed < inf:
            raise ValueError(f"min_speed must be 0 or more bytes a second, not {self.min_speed}")
        if min(self.max_wire, self.max_body) < 1 or min(self.max_redirects, self.retries) < 0:
            raise ValueError("max_wire and max_body must be at least 1, max_redirects and retries at least 0")
        for network in self.allow:
            _check_network(network)
        if not (self.contact.isascii() and self.contact.isprintable()) or set(self.contact) & set("()"):
            raise ValueError(f"contact must be a URL or a mail address, not {self.contact!r}")
        _check_headers(self.headers, _OURS | _SECRET)
        for origin, headers in self.origin_headers.items():
            _check_origin(origin)
            _check_headers(headers, _OURS)
        if sum([bool(self.client), bool(self.transport), self.trust_env]) > 1:
            raise ValueError("client, transport and trust_env are three ways out: give one")

    @property
    def user_agent(self) -> str:
        """The honest name: ``newsharvest/1.2 (+https://example.org/bot)``."""
        name = f"{ROBOT_NAME}/{_installed_version()}"
        return f"{name} (+{self.contact})" if self.contact else name


_OURS: Final = frozenset(
    "accept-encoding connection content-length content-type expect host if-match if-modified-since if-none-match "
    "if-range if-unmodified-since keep-alive proxy-authorization proxy-connection range te trailer "
    "transfer-encoding upgrade".split()
)
"""Headers on which the fetcher's own promises rest."""
_SECRET: Final = frozenset({"authorization", "cookie"})
"""Headers that are for one origin only."""
_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_ORIGIN: Final = re.compile(r"https?://[^/?#@\s]{1,255}/?")


def refuse_unknown(function: str, given: Iterable[str], known: Collection[str]) -> None:
    """Raise ``TypeError`` for the name of an option that a function does not have, with the one that looks like it."""
    for name in given:
        if name not in known:
            from difflib import get_close_matches  # noqa: PLC0415 - slow, for those who mistyped

            near = "".join([f"; did you mean {each!r}?" for each in get_close_matches(name, known, 1)])
            raise TypeError(f"{function}() has no option {name!r}{near}")


def _check_headers(headers: Mapping[str, str], refused: frozenset[str]) -> None:
    if not isinstance(headers, Mapping):
        raise TypeError(f"headers must be a mapping of names to values, not {type(headers).__name__}")
    for name, value in headers.items():
        if not (isinstance(name, str) and isinstance(value, str)):
            raise TypeError(f"name and value of a header must be str, not {name!r} and {value!r}")
        if not _NAME.fullmatch(name) or not (value.isascii() and value.isprintable()):
            raise ValueError(f"no header can be made of {name!r} and {value!r}")
        if name.lower() in refused:
            whose = "for one origin: put it into origin_headers" if name.lower() in _SECRET else "the fetcher's own"
            raise ValueError(f"the header {name} is {whose}")


def _check_origin(origin: str) -> None:
    if not _ORIGIN.fullmatch(origin):
        raise ValueError(f"an origin is a scheme and a host, as in https://paper.example, not {origin!r}")


def _check_network(network: str) -> None:
    from ipaddress import ip_network  # noqa: PLC0415 - slow, for those who allow something

    ip_network(network, strict=False)


def _installed_version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, for those who fetch

    try:
        return version("newsharvest")
    except PackageNotFoundError:  # Run from a folder of sources that was never installed.
        return "0"
