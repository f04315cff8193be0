"""What a crawl gives, page by page, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsharvest.article import Article
    from newsharvest.errors import NewsharvestError


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """What became of one URL: an article or an error, never both and never neither."""

    url: str
    """The URL that was asked for; ``article.url`` is the one that answered."""
    article: Article | None = None
    """What the page says; ``None`` if it could not be fetched or read."""
    error: NewsharvestError | None = None
    """Why not; ``None`` if there is an article."""
    relation: str = "seed"
    """What led here: ``seed``, ``previous``, ``next``, ``listing``, ``feed`` or ``sitemap``; for an error also
    ``section``, ``pager``, ``feeds`` or ``sitemaps``, which lead to pages that are no articles."""
    found_on: str | None = None
    """The page whose link led here; ``None`` for a seed."""
    revision: int = 1
    """1 for an article that is new, and one more for each change since. 0 for an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlProgress:
    """How far this run of a crawl is. Every page that it dealt with is counted once.

    ``pages == articles + unchanged + no_article + repeated + failed``, and ``queued`` are still to come.
    """

    pages: int = 0
    """Pages that the run is done with."""
    articles: int = 0
    """Articles that are new, or have changed."""
    revisions: int = 0
    """Those of the articles that were known before, and have changed."""
    unchanged: int = 0
    """Articles that were known before, and still say the same."""
    no_article: int = 0
    """Pages that are no articles; ``reasons`` says what they are."""
    repeated: int = 0
    """URLs that redirected to a page that the crawl has or will have under its own URL."""
    failed: int = 0
    """Pages that could not be fetched or read."""
    queued: int = 0
    """URLs that are still to be asked for."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """How many pages without an article there were of each kind: ``listing``, ``feed``, ``duplicate`` …"""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """How many links were not followed, for each reason: ``another host``, ``repeated path`` …"""
    hosts: int = 0
    """Hosts that have a page waiting."""
    active: int = 0
    """Pages that are being fetched or read."""
    url: str = ""
    """The URL that was dealt with last; empty before the first."""

    @property
    def outside(self) -> int:
        """Links that were not followed because they lead to a host, or a place on it, that is not crawled."""
        return self.dropped.get("another host", 0) + self.dropped.get("another place", 0)
