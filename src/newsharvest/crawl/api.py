"""``crawl`` and ``acrawl``: a crawl as something to loop over."""

from __future__ import annotations

import queue
import threading
from contextlib import aclosing
from typing import TYPE_CHECKING, Any, Unpack

from newsharvest.crawl.options import CrawlOptions, plan_of, start_pages
from newsharvest.fetch import refuse_running_loop

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator, Iterable

    from newsharvest.crawl.options import Plan
    from newsharvest.crawl.result import CrawlProgress, CrawlResult
    from newsharvest.fetch import FetchOptions


def crawl(seeds: str | Iterable[str], **options: Unpack[CrawlOptions]) -> Generator[CrawlResult, None, None]:
    """The articles of the start pages ``seeds`` and of the pages that they lead to, one by one.

    ``options`` are those of :class:`CrawlOptions`: which links are followed and how far, how politely, and where
    the articles are kept. robots.txt is kept to, and each page is fetched once. What could not be fetched or
    read comes as a result with an ``error``. The crawl ends after ``limit`` articles, or when no link is left;
    leaving the loop before that closes everything.

    With a folder ``out`` the articles are also written to its ``articles.jsonl``, each version of each article
    exactly once, whatever happens meanwhile; with ``resume`` a crawl that was ended or killed goes on, and one
    that is done is done again: pages are asked for if they have changed, and articles that did come again.

    ``ValueError`` or ``TypeError`` at once for arguments that cannot be, :class:`~newsharvest.errors.BadURL` or
    :class:`~newsharvest.errors.BlockedAddress` for a start page that no request can be made of: nothing is written
    then. :class:`~newsharvest.errors.StoreError` in the loop if the folder cannot be used.
    """
    refuse_running_loop("async for result in acrawl(...)")
    progress: Callable[[CrawlProgress], None] | None = options.get("on_progress")
    told: queue.SimpleQueue[Any] = queue.SimpleQueue()
    if progress:
        options["on_progress"] = told.put
    return _step_by_step(acrawl(seeds, **options), told, progress)


def acrawl(seeds: str | Iterable[str], **options: Unpack[CrawlOptions]) -> AsyncGenerator[CrawlResult, None]:
    """The same as :func:`crawl`, for ``async for``; ``contextlib.aclosing`` closes it on leaving early."""
    plan, fetching = plan_of(options)
    return _results(start_pages(seeds, plan), plan, fetching)


async def _results(seeds: tuple[str, ...], plan: Plan, fetching: FetchOptions) -> AsyncGenerator[CrawlResult, None]:
    from newsharvest.crawl.crawler import Crawl  # noqa: PLC0415 - asyncio and sqlite3, for those who crawl

    async with aclosing(Crawl(seeds, plan, fetching).results()) as results:
        async for result in results:
            yield result


def _step_by_step(
    results: AsyncGenerator[CrawlResult, None],
    told: queue.SimpleQueue[Any],
    progress: Callable[[CrawlProgress], None] | None,
) -> Generator[CrawlResult, None, None]:
    """The results of an asynchronous crawl whose event loop has a thread of its own.

    So pages that are under way go on while the caller works; but only asking for the next result makes the crawl
    turn to new ones. Progress is told in the caller's thread.
    """
    import asyncio  # noqa: PLC0415 - slow, for those who crawl

    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        thread = threading.Thread(target=loop.run_forever, name="newsharvest-crawl", daemon=True)
        thread.start()
        steps: list[asyncio.Task[Any]] = []

        async def step() -> CrawlResult | None:
            steps[:] = [task for task in [asyncio.current_task()] if task]
            return await anext(results, None)

        async def close() -> None:
            for task in steps:  # Still there if the caller was interrupted while it waited.
                task.cancel()
            await asyncio.gather(*steps, return_exceptions=True)
            await results.aclose()

        try:
            while True:
                next_result = asyncio.run_coroutine_threadsafe(step(), loop)
                next_result.add_done_callback(lambda _: told.put(None))
                while (so_far := told.get()) is not None:
                    if progress:
                        progress(so_far)
                if (result := next_result.result()) is None:
                    return
                yield result
        finally:
            asyncio.run_coroutine_threadsafe(close(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
