"""The links of one page as they are collected: each once, within bounds, and those left out counted."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

from newsharvest.crawl.canonical import LONGEST_URL
from newsharvest.errors import FetchError
from newsharvest.fetch import request_url


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFound:
    """A link that a page has."""

    relation: str
    url: str
    """In the spelling that is asked for."""
    day: str | None = None
    """When what it leads to came out or was last changed, as the page says: ``2020-02-03``; ``None`` where it
    does not."""


class Collection:
    """Takes links as they are printed and keeps those that a request can be made of."""

    def __init__(self, most: int) -> None:
        self.links: dict[str, LinkFound] = {}
        self.dropped: dict[str, tuple[int, str]] = {}
        self._most = most

    def add(self, relation: str, printed: str | None, base: str | None = None, day: str | None = None) -> None:
        """Keep a link, absolute or relative to ``base``."""
        if not printed or not (printed := "".join(printed.split())):
            return
        if len(printed) > LONGEST_URL:
            self.drop("address too long", printed)
            return
        if len(self.links) >= self._most:
            self.drop("too many links on one page", printed)
            return
        try:
            url = request_url(urljoin(base, printed) if base else printed)
        except (FetchError, ValueError):
            self.drop("no web address", printed)
            return
        self.links.setdefault(url, LinkFound(relation=relation, url=url, day=day))

    def drop(self, reason: str, printed: str) -> None:
        """Count a link that is not followed."""
        count, example = self.dropped.get(reason, (0, printed[:200]))
        self.dropped[reason] = (count + 1, example)
