"""What a visit to a page means for the crawl: what is kept, what is followed, what is tried again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from newsharvest.crawl.reading import content_hash, text_hash
from newsharvest.crawl.store import Found, Lead, StoredArticle, Visit
from newsharvest.errors import FetchError, HTTPStatusError, NewsharvestError, RobotsDisallowed
from newsharvest.fetch import host_of, retry_wait

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from newsharvest.article import Article
    from newsharvest.crawl.options import Plan
    from newsharvest.crawl.reading import Reading
    from newsharvest.crawl.scope import Scope
    from newsharvest.fetch import FetchedPage

_GONE: Final = frozenset({404, 410})
_DATED: Final = frozenset({"feed", "sitemap", "sitemaps"})
"""Links that say when what they lead to came out."""


class Outcomes:
    """Judges pages that were read, and those that could not be had; nothing is asked for or written here."""

    def __init__(self, plan: Plan, scope: Scope, sitemaps: Callable[[str], Sequence[str]]) -> None:
        """``sitemaps`` gives those that the robots.txt for a URL names."""
        self._plan = plan
        self._scope = scope
        self._named_sitemaps = sitemaps

    def success(self, lead: Lead, page: FetchedPage, reading: Reading) -> Visit:
        """A page that was read, or that has not changed."""
        article = reading.article
        outcome = "too old" if self._is_too_old(reading) else reading.kind
        found, dropped = self._links(lead, page, reading)
        return Visit(
            lead=lead,
            at=self._plan.clock.wall(),
            outcome=outcome,
            article=_stored(article, page) if article and outcome == "article" else None,
            found=found,
            dropped=dropped,
            digest=hashlib.sha256(page.body).hexdigest() if page.body else None,
            **_about(page),
        )

    def failure(self, lead: Lead, error: NewsharvestError, page: FetchedPage | None = None) -> Visit:
        """A page that could not be had; with ``page`` one that could not be read."""
        now = self._plan.clock.wall()
        status = error.status if isinstance(error, HTTPStatusError) else None
        visit: dict[str, Any] = {"lead": lead, "at": now, "outcome": "failed", "note": str(error)}
        visit |= _about(page) if page else {"status": status}
        if status in _GONE and lead.relation == "sitemaps" and lead.url.endswith("/sitemap.xml"):
            return Visit(**visit | {"state": "gone", "outcome": "no sitemap"})  # It was a guess.
        if isinstance(error, RobotsDisallowed):
            return Visit(state="refused", not_before=now + error.retry_after if error.retry_after else 0.0, **visit)
        if isinstance(error, FetchError) and lead.tries < self._plan.retries:
            wait = retry_wait(error, lead.tries + 1)
            if wait is not None:
                return Visit(state="later", not_before=now + wait, **visit)
        return Visit(state="gone" if status in _GONE else "failed", **visit)

    def repeated(self, lead: Lead, url: str) -> Visit:
        """An address that led to ``url``, a page that is dealt with as another lead."""
        return Visit(lead=lead, at=self._plan.clock.wall(), state="same", outcome="repeated", same_as=url)

    def _is_too_old(self, reading: Reading) -> bool:
        published = (reading.article and reading.article.published) or ""
        return reading.kind == "article" and bool(self._plan.since and published and published[:10] < self._plan.since)

    def _links(
        self, lead: Lead, page: FetchedPage, reading: Reading
    ) -> tuple[tuple[Found, ...], dict[str, tuple[int, str]]]:
        """The links that may be followed; the others by reason, how many and one of them."""
        found: list[Found] = []
        dropped = dict(reading.dropped)
        since = self._plan.since
        for link in reading.links:
            host = host_of(link.url)
            refusal = self._scope.refusal(link.url, host)
            if not refusal and since and link.relation in _DATED and link.day and link.day < since:
                refusal = "too old"
            if refusal:
                count, example = dropped.get(refusal, (0, link.url))
                dropped[refusal] = (count + 1, example)
            else:
                found.append(Found(url=link.url, host=host, relation=link.relation))
        if lead.relation == "seed" and "sitemap" in self._plan.follow and reading.kind != "sitemap":
            found.extend(self._sitemaps(page.final_url))
        return tuple(found), dropped

    def _sitemaps(self, url: str) -> Iterator[Found]:
        """The sitemaps that the host's robots.txt names; where it names none, the usual place."""
        for each in self._named_sitemaps(url) or (urljoin(url, "/sitemap.xml"),):
            if not self._scope.refusal(each, host_of(each)):
                yield Found(url=each, host=host_of(each), relation="sitemaps")


def _stored(article: Article, page: FetchedPage) -> StoredArticle:
    return StoredArticle(
        url=page.final_url,
        json=article.to_json(),
        content_hash=content_hash(article),
        text_hash=text_hash(article),
        canonical_url=article.canonical_url,
    )


def _about(page: FetchedPage) -> dict[str, Any]:
    return {
        "status": page.status,
        "final_url": page.final_url,
        "redirects": len(page.redirects),
        "size": len(page.body),
        # Validators are for the URL that was asked for: where it redirects, another one answered.
        "etag": page.etag if not page.redirects else None,
        "last_modified": page.last_modified if not page.redirects else None,
    }
