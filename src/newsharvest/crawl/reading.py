"""What a crawl reads from a page: its article, and where it leads. Runs in processes of its own."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from newsharvest import errors
from newsharvest.article import Article
from newsharvest.crawl.sources import Collection, LinkFound, add_feeds, add_listing, read_file
from newsharvest.errors import NewsharvestError, ReadingFailed
from newsharvest.extract import choose, make_article, read_page
from newsharvest.fields import FIELDS, candidates

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsharvest.page import Page

_ADDRESSES: Final = 50_000
"""What a sitemap may have by its protocol."""
_WORDS: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A page as it came, and what is wanted of it."""

    body: bytes
    url: str
    """The address that answered."""
    headers: tuple[tuple[str, str], ...] = ()
    fetched_at: str
    relation: str = "seed"
    follow: tuple[str, ...] = ()
    most_links: int = 2_000

    @property
    def content_type(self) -> str | None:
        """The value of the header; ``None`` without one."""
        return next((value for name, value in self.headers if name.lower() == "content-type"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page says."""

    kind: str = "error"
    """``article``, ``feed``, ``sitemap``, or what else it is: ``listing``, ``error`` …"""
    article: Article | None = None
    """For every page in HTML, be it an article or not."""
    links: tuple[LinkFound, ...] = ()
    dropped: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Links that cannot be followed: how many for each reason, and one of them."""
    error: NewsharvestError | None = None
    """Why the page cannot be read; ``None`` if it could."""

    def to_json(self) -> str:
        """For another process."""
        return json.dumps(
            {
                "kind": self.kind,
                "article": self.article.to_json() if self.article else None,
                "links": [(link.relation, link.url, link.day) for link in self.links],
                "dropped": self.dropped,
                "error": (type(self.error).__name__, str(self.error)) if self.error else None,
            }
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Reading:
        """What :meth:`to_json` wrote."""
        said: dict[str, Any] = json.loads(text)
        return cls(
            kind=said["kind"],
            article=Article.from_json(said["article"]) if said["article"] else None,
            links=tuple([LinkFound(relation=each[0], url=each[1], day=each[2]) for each in said["links"]]),
            dropped={reason: (count, example) for reason, (count, example) in said["dropped"].items()},
            error=_error(*said["error"]) if said["error"] else None,
        )


def _error(name: str, words: str) -> NewsharvestError:
    kind = getattr(errors, name, ReadingFailed)
    known = isinstance(kind, type) and issubclass(kind, errors.PageError)
    return kind(words) if known else ReadingFailed(f"{name}: {words}")


def read(received: Received) -> Reading:
    """What the page says; never raises, for a page must not end the crawl."""
    try:
        return _read(received)
    except NewsharvestError as error:
        return Reading(error=error)
    except Exception as error:  # A fault of newsharvest's own: one page is what it may cost.
        return Reading(error=ReadingFailed(f"{type(error).__name__}: {error}"[:_WORDS]))


def _read(received: Received) -> Reading:
    asked_for_sitemap = received.relation == "sitemaps"
    files = Collection(_ADDRESSES)
    if kind := read_file(received.body, received.content_type, received.url, files, sitemap=asked_for_sitemap):
        return Reading(kind=kind, links=tuple(files.links.values()), dropped=files.dropped)
    page = read_page(
        received.body, received.url, None, dict(received.headers), datetime.fromisoformat(received.fetched_at), None
    )
    article = make_article(page, {each.name: choose(candidates(each, page)) for each in FIELDS})
    kind = kind_of(article, received.relation)
    if kind == "article" and received.relation in _PERHAPS_LISTS and _is_all_links(page):
        kind = "listing"
    found = Collection(received.most_links)
    for relation in _NEIGHBOURS:
        neighbour = getattr(article, relation)
        if relation in received.follow and neighbour:
            found.add(relation, neighbour.url)
    leads_on = kind == "listing" or received.relation in _PERHAPS_LISTS
    if leads_on and "listing" in received.follow:
        add_listing(found, page)
    if leads_on and "feed" in received.follow:
        add_feeds(found, page)
    return Reading(kind=kind, article=article, links=tuple(found.links.values()), dropped=found.dropped)


_NO_ARTICLES: Final = frozenset({"listing", "error"})
_NEIGHBOURS: Final = ("previous", "next")
_LISTS: Final = frozenset({"section", "pager"})
_PERHAPS_LISTS: Final = _LISTS | {"seed"}
"""How pages are come to that may be lists, whatever else they look like."""
_LINKED: Final = 0.5
_A_STORY: Final = 80
"""Characters of a short one."""


def _is_all_links(page: Page) -> bool:
    """Whether what looks like a story is mostly made of links, as a list of headlines is."""
    return sum([block.link_chars for block in page.story]) > sum([len(block.text) for block in page.story]) * _LINKED


def kind_of(article: Article, relation: str = "seed") -> str:
    """``article``, or what the page is that is none.

    A page that tells something and calls another one its neighbour is an article, however much of a list there is
    around it. What was come to as a list is one, if nothing says otherwise.
    """
    kind = article.page_type
    if kind == "listing" and (article.previous or article.next) and len(article.text) >= _A_STORY:
        kind = "article"
    if kind in _NO_ARTICLES:
        return str(kind)
    if kind is None and relation in _LISTS:
        return "listing"
    return "article" if article.title or article.text else "no article"


def content_hash(article: Article) -> str:
    """The same for two readings of a page that say the same to its readers.

    What stands around a story (neighbours, keywords, pictures' addresses) changes without the story changing.
    """
    blocks = [(block.kind, block.text, block.credit) for block in article.blocks]
    head = (article.title, article.subtitle, article.byline, article.dateline, article.source, article.published)
    return _digest([head, blocks])


def text_hash(article: Article) -> str:
    """The same for two pages with the same title and text, whatever their addresses."""
    return _digest([article.title, article.text])


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:32]
