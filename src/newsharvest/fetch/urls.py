"""Which URLs a request can be made of, in one spelling each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from newsharvest.errors import BadURL, BlockedAddress

# The ports of https://fetch.spec.whatwg.org/#bad-port: other services listen there, and may take a request
# for words of their own language.
BAD_PORTS: Final = frozenset([
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512,
    513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719,
    1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080,
])  # fmt: skip
_LAST_PORT: Final = 65_535
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_PLAIN: Final = re.compile(
    r"(?P<scheme>https?)://[a-z0-9][a-z0-9.]{0,200}[a-z0-9](?::(?P<port>[1-9][0-9]{1,4}))?"
    r"(?P<path>(?:/[A-Za-z0-9_-][A-Za-z0-9._~-]{0,200}){0,30}/?)(?:\?[A-Za-z0-9._~=&-]{1,500})?"
)
"""URLs that are in their one spelling already, as most links are, unless the port is one to look at."""


def request_url(url: str) -> str:
    """The URL in the spelling that is asked for: lower-case host in ASCII, no fragment, no default port.

    :class:`BadURL` for what is no absolute URL, :class:`BlockedAddress` for another scheme than http and
    https, a name and password in it, or a port that is not for the web.
    """
    plain = _PLAIN.fullmatch(url)
    return url if plain and plain["path"] and _is_common(plain["scheme"], plain["port"]) else _spelt(url)


def _is_common(scheme: str, port: str | None) -> bool:
    return port is None or (
        int(port) <= _LAST_PORT and int(port) not in BAD_PORTS and int(port) != _DEFAULT_PORTS[scheme]
    )


def _spelt(url: str) -> str:
    import httpx  # noqa: PLC0415 - slow, for those who fetch

    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise BadURL(url, f"no URL that can be fetched ({error})") from error
    if not parsed.scheme:
        raise BadURL(url, "no absolute URL, as https://paper.example/ is")
    if parsed.scheme not in {"http", "https"}:
        raise BlockedAddress(url, "only http and https are fetched")
    if not parsed.raw_host:
        raise BadURL(url, "a URL without a host")
    if b"%" in parsed.raw_host:  # What httpx escapes stands in no host: a space, a bracket that is never closed.
        raise BadURL(url, "no host is written so")
    if parsed.port is not None and parsed.port > _LAST_PORT:
        raise BadURL(url, f"there is no port {parsed.port}")
    if parsed.userinfo:
        raise BlockedAddress(url, "a URL with a name or password is not fetched")
    if parsed.port in BAD_PORTS:
        raise BlockedAddress(url, f"port {parsed.port} is not for the web")
    spelt = urlsplit(str(parsed.copy_with(fragment=None)))
    return urlunsplit(spelt if spelt.path else spelt._replace(path="/"))


def host_of(url: str) -> str:
    """Host and port of a URL as given by :func:`request_url`, as in ``example.org`` or ``127.0.0.1:8080``."""
    return url.split("/", 3)[2].partition("?")[0]


@dataclass(frozen=True, slots=True)
class Target:
    """A URL as given by :func:`request_url`, in the parts that a request needs."""

    url: str
    scheme: str
    netloc: str
    """Host and port as they stand in the URL."""
    host: str
    """Without brackets."""
    port: int
    path: str
    """With the query."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as in ``https://example.org``."""
        return f"{self.scheme}://{self.netloc}"


def target_of(url: str) -> Target:
    """The parts of a URL as given by :func:`request_url`."""
    scheme, _, rest = url.partition("://")
    netloc, slash, path = rest.partition("/")
    host, colon, port = netloc.rpartition(":")
    if not (colon and port.isdecimal()):
        host, port = netloc, ""
    return Target(
        url=url,
        scheme=scheme,
        netloc=netloc,
        host=host.strip("[]"),
        port=int(port) if port else _DEFAULT_PORTS[scheme],
        path=slash + path,
    )
