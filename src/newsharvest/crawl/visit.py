"""One visit: ask for a page, read it, and write down all that came of it."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newsharvest.crawl.outcomes import Outcomes
from newsharvest.crawl.politeness import Politeness
from newsharvest.crawl.reading import Reading, Received
from newsharvest.crawl.result import CrawlResult
from newsharvest.errors import BlockedAddress, FetchError, NewsharvestError, StoreError
from newsharvest.fetch import Validators, host_of, request_url
from newsharvest.harvest import gather

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsharvest.article import Article
    from newsharvest.crawl.clerk import Clerk
    from newsharvest.crawl.options import Plan
    from newsharvest.crawl.politeness import State
    from newsharvest.crawl.readers import Readers
    from newsharvest.crawl.scope import Scope
    from newsharvest.crawl.store import Kept, Lead, Visit
    from newsharvest.fetch import FetchedPage, Fetcher

_LEAD: ContextVar[Lead | None] = ContextVar("lead", default=None)
"""Whose requests the present task makes."""


class _RepeatedError(Exception):
    """A redirect led to a page that the crawl deals with under its own URL."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class _IncompleteError(Exception):
    """A further page of a story could not be had now, and perhaps can later."""

    def __init__(self, why: FetchError) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A visit that ended."""

    lead: Lead
    kept: Kept
    state: str
    not_before: float = 0.0
    result: CrawlResult | None = None
    """For whoever crawls; ``None`` where there is neither a new article nor an error."""


class Visitor:
    """Visits leads, any number at a time: the host of each is its alone meanwhile."""

    def __init__(
        self, plan: Plan, fetcher: Fetcher, states: Iterable[State], readers: Readers, clerk: Clerk, scope: Scope
    ) -> None:
        self._plan = plan
        self._fetcher = fetcher
        self._politeness = Politeness(fetcher, plan.delay, plan.clock, states=states, save=self.save)
        self.due = self._politeness.due
        self._readers = readers
        self._clerk = clerk
        self._scope = scope
        self._outcomes = Outcomes(plan, scope, self._politeness.sitemaps)
        self._states: list[State] = []

    async def come(self, lead: Lead) -> Done | None:
        """Visit a lead without keeping other hosts waiting; ``None`` if its host has to rest first, and it waits on.

        That is so while another host at the same address is asked, and after its robots.txt had to be read.
        """
        await self._politeness.locate(lead.url)
        if self.due(lead.host) > self._plan.clock.now():
            return None
        with self._politeness.expecting(lead.host):
            if not self._politeness.is_ready(lead.url) and await self._get_ready(lead):
                return None
            return await self.visit(lead)

    async def _get_ready(self, lead: Lead) -> bool:
        """Read the robots.txt that holds for a lead; whether that could be done."""
        _LEAD.set(lead)
        try:
            await self._politeness.get_ready(lead.url)
        except FetchError:
            return False  # The visit says why.
        await self._clerk.write(lambda: self._put_back(lead))
        return True

    async def visit(self, lead: Lead) -> Done:
        """Fetch, read, complete."""
        error: NewsharvestError | None = None
        article: Article | None = None
        try:
            page = await self._fetch(lead, lead.url)
            self._plan.checkpoint("fetched")
            reading = await self._read(lead, page)
            if reading.kind == "article" and reading.article and reading.article.pagination:
                reading = replace(reading, article=await self._whole_story(lead, reading.article))
            article, error = reading.article, reading.error
            visit = self._outcomes.failure(lead, error, page) if error else self._outcomes.success(lead, page, reading)
        except _RepeatedError as repeated:
            visit = self._outcomes.repeated(lead, repeated.url)
        except _IncompleteError as incomplete:
            visit = self._outcomes.failure(lead, incomplete.why)
        except StoreError:
            raise
        except NewsharvestError as problem:
            error = problem
            visit = self._outcomes.failure(lead, problem)
        self._plan.checkpoint("read")
        kept = await self._clerk.write(lambda: self._complete(visit))
        self._plan.checkpoint("completed")
        return Done(
            lead=lead,
            kept=kept,
            state=visit.state,
            not_before=visit.not_before,
            result=_result(lead, visit, kept, article, error),
        )

    async def _fetch(self, lead: Lead, url: str) -> FetchedPage:
        """The page of a lead, or a further page of its story; every request is leased before it goes out."""
        validators = Validators(etag=lead.etag, last_modified=lead.last_modified) if url == lead.url else None
        _LEAD.set(lead)
        async with self._politeness.visit() as before:

            async def claim_first(hop: str) -> None:
                if hop != url:
                    await self._claim(lead, hop)
                await before(hop)

            return await self._fetcher.fetch(url, before=claim_first, validators=validators)

    async def _whole_story(self, lead: Lead, article: Article) -> Article:
        """The article with its further pages, which will then not be asked for on their own."""

        async def read_at(printed: str) -> Article:
            url = request_url(printed)
            if refusal := self._scope.refusal(url, host_of(url)):
                raise BlockedAddress(url, f"a further page on {refusal} than the crawl's")
            await self._clerk.write(lambda: self._clerk.store.absorb(lead, url, host_of(url)))
            try:
                reading = await self._read(lead, await self._fetch(lead, url))
            except _RepeatedError as repeated:
                raise BlockedAddress(url, f"redirects to {repeated.url}, which is another story's") from repeated
            except FetchError as error:
                if error.retryable and lead.tries < self._plan.retries:
                    raise _IncompleteError(error) from error  # The whole story, later.
                raise
            if reading.article is None:
                raise reading.error or BlockedAddress(url, "no page of a story")
            return reading.article

        return await gather(article, read_at)

    async def save(self, states: Sequence[State], before: bool) -> None:
        """T1, if a request goes out next: its lead is leased, and its host may be asked again from then on.

        What is known after an answer goes into the commit of the page.
        """
        lead = _LEAD.get()
        if before and lead:
            await self._clerk.write(lambda: self._clerk.store.lease([lead.id], states))
            self._plan.checkpoint("leased")
        else:
            self._states.extend(states)

    def _put_back(self, lead: Lead) -> None:
        self._keep_states()
        self._clerk.store.put_back(lead)

    def _complete(self, visit: Visit) -> Kept:
        """T2, with what the hosts' answers have shown meanwhile."""
        self._keep_states()
        return self._clerk.store.complete(visit)

    def _keep_states(self) -> None:
        states, self._states = self._states, []
        self._clerk.store.keep_states(states)

    async def _claim(self, lead: Lead, url: str) -> None:
        """Refuse a redirect out of the scope, or to a page that is dealt with elsewhere."""
        host = host_of(url)
        if lead.relation == "seed":
            self._scope.add(host)  # example.org that sends us to www.example.org means the latter.
        elif refusal := self._scope.refusal(url, host):
            raise BlockedAddress(url, f"{lead.url} redirects to it, which is {refusal} than the crawl's")
        if other := await self._clerk.write(lambda: self._clerk.store.claim(lead, url, host)):
            raise _RepeatedError(other)

    async def _read(self, lead: Lead, page: FetchedPage) -> Reading:
        if page.not_modified:
            return Reading(kind="unchanged")
        return await self._readers.read(
            Received(
                body=page.body,
                url=page.final_url,
                headers=page.headers,
                fetched_at=page.fetched_at.isoformat(),
                relation=lead.relation,
                follow=self._plan.follow,
                most_links=self._plan.budgets.links,
            )
        )


def _result(
    lead: Lead, visit: Visit, kept: Kept, article: Article | None, error: NewsharvestError | None
) -> CrawlResult | None:
    about: dict[str, Any] = {"url": lead.url, "relation": lead.relation, "found_on": lead.found_on}
    if kept.revision:
        return CrawlResult(article=article, revision=kept.revision, **about)
    if error and visit.state != "later" and visit.outcome == "failed":
        return CrawlResult(error=error, revision=0, **about)
    return None
