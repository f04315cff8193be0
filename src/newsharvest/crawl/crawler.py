"""The crawl: lease a lead, wait for the host's turn, fetch, read, follow."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Unpack

from newsharvest.crawl.frontier import Frontier
from newsharvest.crawl.links import RELATIONS, leads_of, seed_lead
from newsharvest.crawl.politeness import Politeness
from newsharvest.crawl.result import CrawlProgress, CrawlResult
from newsharvest.errors import BlockedAddress, NewsharvestError
from newsharvest.fetch import Clock, Fetcher, FetchOptions, host_of, refuse_running_loop
from newsharvest.harvest import read

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Iterable

    from newsharvest.crawl.frontier import Lead


def crawl(
    seeds: str | Iterable[str],
    *,
    follow: Iterable[str] = ("previous", "next"),
    limit: int | None = None,
    delay: float = 1.0,
    on_progress: Callable[[CrawlProgress], None] | None = None,
    clock: Clock | None = None,
    **options: Unpack[FetchOptions],
) -> Generator[CrawlResult, None, None]:
    """The articles of the start pages ``seeds`` and of the pages that they lead to, one by one.

    From each article the links named in ``follow`` are followed, as far as they stay on the hosts of the
    seeds; each page is fetched once. robots.txt is kept to, and a host is asked one request at a time,
    ``delay`` seconds after its last answer, or longer if its robots.txt says so. What could not be fetched
    or read comes as a result with an ``error``. The crawl ends after ``limit`` articles, or when no
    link is left; leaving the loop before that closes everything.

    ``on_progress`` is called after each page. ``options`` are those of :class:`~newsharvest.fetch.Fetcher`.
    ``clock`` is for tests. ``ValueError`` at once for arguments that cannot be.
    """
    options.setdefault("retries", 0)
    refuse_running_loop("async for result in acrawl(...)")
    plan = _Plan(follow=tuple(follow), limit=limit, delay=delay, on_progress=on_progress)
    return _step_by_step(_Crawl(seeds, plan, Fetcher(**options), clock or Clock()).results())


def acrawl(
    seeds: str | Iterable[str],
    *,
    follow: Iterable[str] = ("previous", "next"),
    limit: int | None = None,
    delay: float = 1.0,
    on_progress: Callable[[CrawlProgress], None] | None = None,
    clock: Clock | None = None,
    **options: Unpack[FetchOptions],
) -> AsyncGenerator[CrawlResult, None]:
    """The same as :func:`crawl`, for ``async for``; ``contextlib.aclosing`` closes it on leaving early."""
    options.setdefault("retries", 0)
    plan = _Plan(follow=tuple(follow), limit=limit, delay=delay, on_progress=on_progress)
    return _Crawl(seeds, plan, Fetcher(**options), clock or Clock()).results()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How to crawl; ``ValueError`` for what cannot be."""

    follow: tuple[str, ...]
    limit: int | None
    delay: float
    on_progress: Callable[[CrawlProgress], None] | None

    def __post_init__(self) -> None:
        if unknown := [relation for relation in self.follow if relation not in RELATIONS]:
            raise ValueError(f"follow knows {', '.join(RELATIONS)}, not {', '.join(unknown)}")
        if self.limit is not None and self.limit < 1:
            raise ValueError(f"limit must be at least 1, not {self.limit}")
        if not 0 <= self.delay < inf:
            raise ValueError(f"delay must be 0 seconds or more, not {self.delay}")


class _RepeatedError(Exception):
    """A redirect led to a page that the crawl deals with under its own URL."""


class _Crawl:
    """One crawl: its frontier, its scope, its counts."""

    def __init__(self, seeds: str | Iterable[str], plan: _Plan, fetcher: Fetcher, clock: Clock) -> None:
        self._plan = plan
        self._fetcher = fetcher
        self._politeness = Politeness(fetcher, plan.delay, clock)
        self._frontier = Frontier()
        self._articles = self._failed = self._repeated = 0
        self._outside: set[str] = set()
        leads = [seed_lead(url) for url in ([seeds] if isinstance(seeds, str) else seeds)]
        self._scope = {lead.host for lead in leads}
        for lead in leads:
            self._frontier.add(lead)

    async def results(self) -> AsyncGenerator[CrawlResult, None]:
        """Deal with one lead after the other."""
        async with self._fetcher:
            while (lead := self._next_lead()) is not None:
                result = await self._visit(lead)
                if self._plan.on_progress:
                    self._plan.on_progress(self._progress(lead.url))
                if result:
                    yield result

    def _next_lead(self) -> Lead | None:
        if self._plan.limit is not None and self._articles >= self._plan.limit:
            return None
        return self._frontier.lease(self._politeness.due)

    async def _visit(self, lead: Lead) -> CrawlResult | None:
        """What becomes of a lead; ``None`` if it is another lead's page."""
        found: list[Lead] = []
        article, error = None, None
        try:
            async with self._politeness.visit(lambda url: self._check_hop(url, lead)) as before:
                page = await self._fetcher.fetch(lead.url, before=before)
            article = await read(page)
            self._articles += 1
            found = [each for each in leads_of(article, page.final_url, self._plan.follow) if self._inside(each)]
        except _RepeatedError:
            self._repeated += 1
        except NewsharvestError as problem:
            self._failed += 1
            error = problem
        self._frontier.complete(lead, found)
        if article is None and error is None:
            return None
        return CrawlResult(url=lead.url, article=article, error=error, relation=lead.relation, found_on=lead.found_on)

    def _check_hop(self, url: str, lead: Lead) -> None:
        """Refuse a redirect out of the scope, or to a page that is dealt with elsewhere."""
        if url == lead.url:
            return
        if lead.found_on is None:
            self._scope.add(host_of(url))  # example.org that sends us to www.example.org means the latter.
        elif host_of(url) not in self._scope:
            raise BlockedAddress(url, f"{lead.url} redirects to it, but no seed is on its host")
        if not self._frontier.claim(url):
            raise _RepeatedError

    def _inside(self, lead: Lead) -> bool:
        inside = lead.host in self._scope
        if not inside:
            self._outside.add(lead.url)
        return inside

    def _progress(self, url: str) -> CrawlProgress:
        return CrawlProgress(
            articles=self._articles,
            failed=self._failed,
            queued=len(self._frontier),
            repeated=self._repeated,
            outside=len(self._outside),
            url=url,
        )


def _step_by_step(results: AsyncGenerator[CrawlResult, None]) -> Generator[CrawlResult, None, None]:
    """The results of an asynchronous crawl, whose event loop runs only while the next one is waited for."""
    import asyncio  # noqa: PLC0415 - slow, for those who crawl

    async def step() -> CrawlResult | None:
        return await anext(results, None)

    async def close() -> None:
        await results.aclose()

    with asyncio.Runner() as runner:
        try:
            while (result := runner.run(step())) is not None:
                yield result
        finally:
            runner.run(close())
