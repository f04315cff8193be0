"""Where a crawl may go."""

from __future__ import annotations

from urllib.parse import urlsplit

from newsharvest.crawl.canonical import site_of
from newsharvest.fetch import request_url


class Scope:
    """The hosts of the start pages, or only what lies below certain URLs.

    ``www.`` makes no difference, and neither do http and https.
    """

    def __init__(self, within: tuple[str, ...] = ()) -> None:
        self._sites: set[str] = set()
        self._places = tuple([_place(request_url(url)) for url in within])

    def add(self, host: str) -> None:
        """A start page is on ``host``."""
        self._sites.add(site_of(host))

    def refusal(self, url: str, host: str) -> str | None:
        """Why a URL lies outside; ``None`` for one inside."""
        if self._places:
            site, path = _place(url)
            inside = any(site == place and path.startswith(start) for place, start in self._places)
            return None if inside else "another place"
        return None if site_of(host) in self._sites else "another host"


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return site_of(parts.netloc), parts.path
