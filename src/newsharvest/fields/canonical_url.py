"""The address that the page calls its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from newsharvest.fields.candidate import Candidate, Field
from newsharvest.page.jsonld import urls_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page

MAX_URL = 2_000


def offer(page: Page) -> Iterator[Candidate]:
    """Absolute http(s) addresses, also where they name another host than the page's own."""
    metadata = page.metadata
    for href, _ in metadata.links.get("canonical", ())[:1]:
        yield from _absolute(page, href, "link canonical", 0.95)
    for href in metadata.meta.get("og:url", ())[:1]:
        yield from _absolute(page, href, "meta og:url", 0.8)
    if metadata.article:
        for href in list(urls_of(metadata.article))[:1]:
            yield from _absolute(page, href, metadata.place("url"), 0.6)


def _absolute(page: Page, href: str, place: str, confidence: float) -> Iterator[Candidate]:
    try:
        url = href.strip()
        if not url.startswith(("https://", "http://")):
            url = urljoin(page.base or "https:", url)
        parts = urlsplit(url)
        own = urlsplit(page.url or "")
    except ValueError:
        return
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or len(url) > MAX_URL:
        return
    # A template that names the front page as every page's address names nothing.
    if parts.path in ("", "/") and not parts.query and own.path not in ("", "/"):
        confidence = 0.1
    yield Candidate(url, href, place, "own address", confidence)


def read_address(page: Page, place: Any) -> str | None:
    """The absolute address at a place; ``None`` where there is none."""
    href = place if isinstance(place, str) else place.get("href") or place.get("content")
    return next((found.value for found in _absolute(page, href or "", "", 1.0)), None)


FIELD = Field("canonical_url", offer, read=read_address)
