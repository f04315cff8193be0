"""Which links of an article a crawl may follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from newsharvest.crawl.frontier import Lead
from newsharvest.errors import FetchError
from newsharvest.fetch import host_of, request_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from newsharvest.article import Article, Link


def _neighbour(link: Link | None) -> tuple[str, ...]:
    return (link.url,) if link and link.url else ()


RELATIONS: Final[Mapping[str, Callable[[Article], Iterable[str]]]] = {
    "previous": lambda article: _neighbour(article.previous),
    "next": lambda article: _neighbour(article.next),
}
"""The kinds of links that can be followed, and the URLs that an article has of each."""


def seed_lead(url: str) -> Lead:
    """The lead of a start page; a URL that cannot be fetched stays as it is, for the fetcher to say so."""
    try:
        url = request_url(url)
    except FetchError:
        return Lead(url=url, host="")
    return Lead(url=url, host=host_of(url))


def leads_of(article: Article, page_url: str, follow: Iterable[str]) -> Iterator[Lead]:
    """The leads of an article, for the kinds of links in ``follow``; what is no web URL gives none."""
    for relation in follow:
        for printed in RELATIONS[relation](article):
            try:
                url = request_url(printed)
            except FetchError:
                continue
            yield Lead(url=url, host=host_of(url), relation=relation, found_on=page_url)
