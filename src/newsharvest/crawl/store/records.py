"""What goes into a store and comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A page to ask for, and what is known of it."""

    id: int
    url: str
    host: str
    """Host and port: what is paced and scoped."""
    relation: str = "seed"
    """What led here; see :data:`PRIORITIES`."""
    found_on: str | None = None
    """The page with that link; ``None`` for a seed."""
    depth: int = 0
    """Links from a seed."""
    barren: int = 0
    """So many pages before it on its way gave nothing new."""
    tries: int = 0
    """How often in a row it failed."""
    etag: str | None = None
    last_modified: str | None = None
    """What the last answer said, for a conditional request; ``None`` where it was never read."""


PRIORITIES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "seed": 0,
        "feeds": 1,
        "sitemaps": 1,
        "feed": 2,
        "listing": 2,
        "previous": 2,
        "next": 2,
        "pager": 3,
        "section": 4,
        "sitemap": 5,
    }
)
"""The kinds of links, and which are followed first (the smallest).

``feeds``, ``sitemaps``, ``pager`` and ``section`` lead to pages that lead on; the others lead to articles.
"""
AGAIN: Final = 10
"""What a page that was read before waits behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A link to follow."""

    url: str
    host: str
    relation: str
    site: bool = True
    """Whether the address counts against the budgets; seeds do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as it is kept."""

    url: str
    """The address that answered."""
    json: str
    content_hash: str
    text_hash: str
    canonical_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What became of asking for a lead once."""

    lead: Lead
    at: float
    """Seconds since 1970."""
    state: str = "done"
    """``done``, ``failed``, ``gone``, ``refused`` or ``same``; ``later`` where it is asked for again."""
    outcome: str
    """``article``, ``unchanged``, ``no article``, ``listing``, ``feed``, ``sitemap``, ``too old``, ``failed`` …"""
    note: str | None = None
    """Why, in words; ``None`` where there is nothing to say."""
    same_as: str | None = None
    """For the state ``same``: the page that the address led to, which is another lead's."""
    status: int | None = None
    final_url: str | None = None
    redirects: int = 0
    size: int = 0
    digest: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    not_before: float = 0.0
    """For the state ``later``."""
    article: StoredArticle | None = None
    found: tuple[Found, ...] = ()
    dropped: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Links that were not followed: how many for each reason, and one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the store made of a visit."""

    outcome: str
    """That of the visit, or ``revision``, ``unchanged``, ``duplicate`` where the store knew the article."""
    note: str | None = None
    revision: int = 0
    """Of the article that was added; 0 if none was."""
    hosts: tuple[str, ...] = ()
    """Those that have a page waiting now and perhaps had none before."""
    dropped: Mapping[str, int] = field(default_factory=dict)
    """Links that are not followed, by reason."""
