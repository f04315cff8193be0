"""What a crawl gives, page by page, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    """What led here: ``seed``, ``previous`` or ``next``."""
    found_on: str | None = None
    """The page whose link led here; ``None`` for a seed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlProgress:
    """How far a crawl is. Every URL that it has heard of is counted once."""

    articles: int = 0
    """Pages that were fetched and read."""
    failed: int = 0
    """Pages that could not be."""
    queued: int = 0
    """URLs that are still to be asked for."""
    repeated: int = 0
    """URLs that redirected to a page that the crawl has or will have under its own URL."""
    outside: int = 0
    """Links that were not followed because they lead to a host that no seed is on."""
    url: str = ""
    """The URL that was dealt with last; empty before the first."""
