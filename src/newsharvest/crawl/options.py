"""What a caller may set for a crawl, and what follows from it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from newsharvest.crawl.budgets import Budgets
from newsharvest.crawl.stop import Stop
from newsharvest.errors import FetchError
from newsharvest.fetch import Clock, Fetcher, FetchOptions, refuse_unknown, request_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from newsharvest.crawl.result import CrawlProgress

FOLLOW: Final[Mapping[str, str]] = MappingProxyType(
    {
        "previous": "the article that a page calls the previous one",
        "next": "the article that a page calls the next one",
        "listing": "the headlines on front pages and lists, their further pages, and the sections they name",
        "feed": "RSS, Atom and JSON feeds that the start pages name",
        "sitemap": "sitemaps that robots.txt names, or /sitemap.xml",
    }
)
"""The kinds of links that can be followed."""


class CrawlOptions(FetchOptions, total=False):
    """The keywords of ``crawl`` and ``acrawl``: these, and those of :class:`~newsharvest.fetch.FetchOptions`."""

    follow: Iterable[str]
    """Which links to follow: ``previous``, ``next``, ``listing``, ``feed``, ``sitemap``. Default the first two."""
    within: Iterable[str]
    """Only below these URLs, as ``("https://paper.example/news/",)``. Default: on the hosts of the start pages."""
    since: date | str | None
    """Only articles that came out on this day or later. Default all; an article without a day is kept."""
    limit: int | None
    """End after so many articles. Default never."""
    delay: float
    """Seconds between an answer of a host and the next request to it; robots.txt may ask for more. Default 1."""
    concurrency: int
    """How many hosts may be asked at the same time; each of them one request at a time. Default 16."""
    out: Path | str | None
    """A folder for ``articles.jsonl`` and what the crawl has to remember. Default none: nothing is kept."""
    resume: bool
    """Whether a crawl that is in the folder ``out`` already is continued, or done again. Default no."""
    revisit_after: float
    """Seconds that a page rests before it is asked for again, doubled each time it has not changed. Default 0."""
    budgets: Budgets
    """How far to go before something is taken for a trap."""
    processes: int | None
    """How many processes read pages, started when they are needed. 0 reads in threads of this process. Default one
    for each processor, four at most."""
    stop: Stop | None
    """Ends the crawl in order when asked to: from another thread, or on a signal."""
    on_progress: Callable[[CrawlProgress], None] | None
    """Called after each page."""
    clock: Clock | None
    """Another time than the real one, for tests."""
    checkpoint: Callable[[str], None] | None
    """Called at the points where a crash would hurt most, for tests."""


def _nothing(point: str) -> None:
    """Where nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The options of the crawl itself with their defaults, checked; ``ValueError`` for one that cannot be."""

    follow: tuple[str, ...] = ("previous", "next")
    within: tuple[str, ...] = ()
    since: str | None = None
    limit: int | None = None
    delay: float = 1.0
    concurrency: int = 16
    out: Path | None = None
    resume: bool = False
    revisit_after: float = 0.0
    budgets: Budgets = field(default_factory=Budgets)
    processes: int = 0
    retries: int = 2
    stop: Stop = field(default_factory=Stop)
    on_progress: Callable[[CrawlProgress], None] | None = None
    clock: Clock = field(default_factory=Clock)
    checkpoint: Callable[[str], None] = _nothing

    def __post_init__(self) -> None:
        if unknown := [relation for relation in self.follow if relation not in FOLLOW]:
            raise ValueError(f"follow knows {', '.join(FOLLOW)}, not {', '.join(unknown)}")
        if self.limit is not None and self.limit < 1:
            raise ValueError(f"limit must be at least 1, not {self.limit}")
        if not 0 <= self.delay < inf:
            raise ValueError(f"delay must be 0 seconds or more, not {self.delay}")
        if not 0 <= self.revisit_after < inf:
            raise ValueError(f"revisit_after must be 0 seconds or more, not {self.revisit_after}")
        if self.concurrency < 1 or self.processes < 0:
            raise ValueError("concurrency must be at least 1, processes at least 0")
        if self.resume and self.out is None:
            raise ValueError("resume needs out, the folder of the crawl")


def plan_of(options: CrawlOptions) -> tuple[Plan, FetchOptions]:
    """The checked plan, and what is for the fetcher."""
    refuse_unknown("crawl", options, CrawlOptions.__annotations__)
    values: dict[str, Any] = {name: value for name, value in options.items() if value is not None}
    fetching: Any = {name: values.pop(name) for name in list(values) if name in FetchOptions.__annotations__}
    for name in ("follow", "within"):
        if name in values:
            values[name] = _words(values[name])
    for place in values.get("within", ()):
        _check_place(place)
    if "since" in values:
        values["since"] = _day(values["since"])
    if "out" in values:
        values["out"] = Path(values["out"])
    values.setdefault("processes", min(4, os.cpu_count() or 1))
    retries = fetching.get("retries", 2)
    # A page that failed goes back to the queue: its host's other pages, and other hosts, have their turn meanwhile.
    plan, fetching = Plan(retries=retries, **values), {**fetching, "retries": 0}
    Fetcher(**fetching)  # Checks them.
    return plan, fetching


def start_pages(seeds: str | Iterable[str], plan: Plan) -> tuple[str, ...]:
    """The URLs that a crawl begins with; a :class:`~newsharvest.errors.FetchError` for one that cannot be asked for."""
    given = _words(seeds)
    if not (given or plan.resume):
        raise ValueError("a crawl needs a URL to begin with")
    if strange := [seed for seed in given if not isinstance(seed, str)]:
        raise TypeError(f"a URL to begin with must be a str, not {type(strange[0]).__name__}")
    return tuple(map(request_url, given))


def _day(since: date | str) -> str:
    try:
        return (since if isinstance(since, date) else date.fromisoformat(since)).isoformat()[:10]
    except (TypeError, ValueError):
        raise ValueError(f"since must be a day, as 2020-02-03 is, not {since!r}") from None


def _check_place(url: str) -> None:
    try:
        request_url(url)
    except FetchError as error:
        raise ValueError(f"within wants URLs: {error}") from error


def _words(given: Iterable[str]) -> Sequence[str]:
    return (given,) if isinstance(given, str) else tuple(given)
