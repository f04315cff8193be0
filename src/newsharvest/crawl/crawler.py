"""The crawl: whose turn it is, a visit to it, what came of it, and so on until nothing is left."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

from newsharvest.crawl.clerk import Clerk
from newsharvest.crawl.exports import Exports
from newsharvest.crawl.files import ARTICLES_FILE, STORE_FILE
from newsharvest.crawl.readers import Readers
from newsharvest.crawl.result import CrawlProgress, CrawlResult
from newsharvest.crawl.scope import Scope
from newsharvest.crawl.store import Exporter, Store
from newsharvest.crawl.tally import counted
from newsharvest.crawl.turns import Turns
from newsharvest.crawl.visit import Done, Visitor
from newsharvest.errors import StoreError
from newsharvest.fetch import Fetcher, host_of

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterable, Mapping

    from newsharvest.crawl.options import Plan
    from newsharvest.fetch import FetchOptions


class Crawl:
    """One run of a crawl."""

    def __init__(self, seeds: Iterable[str], plan: Plan, fetching: FetchOptions) -> None:
        self._plan = plan
        self._clock = plan.clock
        self._seeds = tuple(seeds)
        self._fetcher = Fetcher(clock=plan.clock, **fetching)
        self._scope = Scope(plan.within)
        self._visits: dict[asyncio.Task[Done | bool], str] = {}
        self._busy: set[str] = set()
        self._later: float | None = None
        """When the next page that was put off is due, in seconds since 1970."""
        self._second_chance: float | None = None
        """When a page of a host whose robots.txt could not be had may be tried again, if the crawl lasts so long."""
        self._progress = CrawlProgress()
        self._exports: Exports | None = None

    async def results(self) -> AsyncGenerator[CrawlResult, None]:
        """Deal with one page after the other; the host of a page rests until its result was taken."""
        async with AsyncExitStack() as stack:
            await self._open(stack)
            try:
                while True:
                    self._start_visits()
                    if not self._visits and not await self._wait_for_work():
                        break
                    for done in await self._ended():
                        self._take(done)
                        if done.result:
                            yield done.result
                        self._release(done)
            except GeneratorExit:  # Whoever crawls has enough; what was given so far is in the file all the same.
                await self._give_up()
                await self._finish()
                raise
            await self._finish()

    # ---------------------------------------------------------------- beginning and end

    async def _open(self, stack: AsyncExitStack) -> None:
        plan = self._plan
        _refuse_folder_in_use(plan)
        self._store = stack.enter_context(Store.open(plan.out, plan.budgets))
        self._clerk = Clerk(self._store)
        stack.push_async_callback(self._clerk.close)
        if plan.out:
            exporter = Exporter(self._store, plan.out / ARTICLES_FILE, plan.checkpoint)
            stack.callback(exporter.close)
            self._exports = Exports(self._clerk, exporter)
            await self._exports.finish()
        await stack.enter_async_context(self._fetcher)
        readers = Readers(plan.processes)
        stack.push_async_callback(readers.close)
        states = await self._clerk.run(lambda: list(self._store.states(self._clock.wall())))
        self._visitor = Visitor(plan, self._fetcher, states, readers, self._clerk, self._scope)
        self._turns = Turns(self._visitor.due)
        stack.push_async_callback(self._give_up)
        await self._clerk.write(self._begin)
        for host in await self._clerk.write(self._store.hosts):
            self._turns.add(host)
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        plan.stop.tell(self._wake_up)

    def _wake_up(self) -> None:
        """Have the crawl look at what it was asked; from any thread, also when it is over."""
        with suppress(RuntimeError):  # The loop is closed.
            self._loop.call_soon_threadsafe(self._wake.set)

    def _begin(self) -> None:
        """Begin a round, and note the seeds."""
        now = self._clock.wall()
        if self._plan.resume:
            self._store.begin_round(now, self._plan.revisit_after)
        self._store.add_seeds([(url, host_of(url)) for url in self._seeds])
        for host in self._store.seed_hosts():
            self._scope.add(host)
        self._store.wake(now)
        self._later = self._store.next_wake()

    async def _give_up(self) -> None:
        """End what is under way; whoever resumes the crawl asks for it again."""
        for task in self._visits:
            task.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        if self._exports:
            await self._exports.wait()

    async def _finish(self) -> None:
        if self._exports:
            await self._exports.finish()

    # ---------------------------------------------------------------- visits

    def _start_visits(self) -> None:
        """Send a visit to every host whose turn it is, as far as there is room."""
        while self._has_room() and (first := self._turns.first()) is not None:
            host, due = first
            if due > self._clock.now():
                return
            self._turns.discard(host)
            self._busy.add(host)
            self._visits[asyncio.create_task(self._visit(host))] = host

    def _has_room(self) -> bool:
        if self._plan.stop.requested or len(self._visits) >= self._plan.concurrency:
            return False
        limit = self._plan.limit
        return limit is None or self._progress.articles + len(self._visits) < limit

    async def _visit(self, host: str) -> Done | bool:
        """What came of the next page of a host; if it was not asked for yet, whether there is one."""
        lead = await self._clerk.write(lambda: self._store.next_lead(host))
        return (await self._visitor.come(lead) or True) if lead else False

    async def _wait_for_work(self) -> bool:
        """With nothing under way: wait until some host's turn comes; ``False`` if none ever will."""
        if self._plan.stop.requested or not self._has_room():
            return False
        if self._turns.first() is None and self._later is None:
            return False
        await self._sleep()
        return True

    async def _ended(self) -> list[Done]:
        """The visits that have ended, after waiting for the first of them, or for a host's turn."""
        if self._visits and not any(task.done() for task in self._visits):
            await self._sleep()
        await self._wake_sleepers()
        ended = [task for task in self._visits if task.done()]
        found = []
        for task in ended:
            host = self._visits.pop(task)
            done = not task.cancelled() and task.result()  # Cancelled where patience was at its end.
            if isinstance(done, Done):
                found.append(done)
                continue
            self._busy.discard(host)
            if done:
                self._line_up(host)
        if self._exports:
            self._exports.go_on()
        return found

    async def _sleep(self) -> None:
        """Until a visit ends, a host may be asked, a page that was put off is due, or the crawl is to stop."""
        self._wake.clear()
        waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._wake.wait())]
        if (seconds := self._until_turn()) is not None:
            waits.append(asyncio.ensure_future(self._clock.sleep(seconds)))
        if self._plan.stop.requested:
            waits.append(asyncio.ensure_future(self._out_of_patience()))
        tasks: set[asyncio.Future[Any]] = {*waits, *self._visits}
        if self._exports and self._exports.task:
            tasks.add(self._exports.task)
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for each in waits:
            each.cancel()
        await asyncio.gather(*waits, return_exceptions=True)

    async def _out_of_patience(self) -> None:
        await self._clock.sleep(self._plan.stop.grace)
        await self._give_up()

    def _until_turn(self) -> float | None:
        """Seconds until there may be a visit to send; ``None`` if only another visit's end can bring one."""
        if not self._has_room():
            return None
        first = self._turns.first()
        waits = [first[1] - self._clock.now()] if first else []
        if self._later is not None:
            waits.append(self._later - self._clock.wall())
        return max(0.0, min(waits)) if waits else None

    async def _wake_sleepers(self) -> None:
        """Give pages that were put off their turn."""
        now = self._clock.wall()
        if min(self._later or inf, self._second_chance or inf) > now:
            return
        self._second_chance = None
        for host in await self._clerk.write(lambda: self._store.wake(now)):
            self._line_up(host)
        self._later = await self._clerk.write(self._store.next_wake)

    # ---------------------------------------------------------------- what came of them

    def _take(self, done: Done) -> None:
        """Count a visit, and have its article exported."""
        if done.state == "later":
            self._later = min(done.not_before, self._later or done.not_before)
        else:
            self._report(done.lead.url, done.kept.outcome, done.kept.dropped)
            if done.not_before:
                self._second_chance = min(done.not_before, self._second_chance or inf)
        if done.kept.revision and self._exports:
            self._exports.note()
            self._exports.go_on()

    def _release(self, done: Done) -> None:
        """Let the host have its next turn, and those that were found."""
        self._busy.discard(done.lead.host)
        for host in (*done.kept.hosts, done.lead.host):
            self._line_up(host)

    def _line_up(self, host: str) -> None:
        if host not in self._busy and self._store.waiting_on(host):
            self._turns.add(host)

    def _report(self, url: str, outcome: str, dropped: Mapping[str, int] | None = None) -> None:
        """Count a page, and say so."""
        self._progress = replace(
            counted(self._progress, outcome, dropped),
            queued=self._store.queued,
            hosts=len(self._turns) + len(self._busy),
            active=len(self._visits),
            url=url,
        )
        if self._plan.on_progress:
            self._plan.on_progress(self._progress)


def _refuse_folder_in_use(plan: Plan) -> None:
    """A new crawl begins in a new folder; only ``resume`` goes on with what is there."""
    if plan.out is None or plan.resume:
        return
    for name in (STORE_FILE, ARTICLES_FILE):
        file = plan.out / name
        with suppress(OSError):
            if file.stat().st_size or name == STORE_FILE:
                raise StoreError(f"{file} is there already: resume that crawl, or name another folder")
