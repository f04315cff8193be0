"""From a URL to an article: fetch, then extract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from newsharvest.extract import extract
from newsharvest.fetch import FetchedPage, Fetcher, FetchOptions, refuse_running_loop

if TYPE_CHECKING:
    from newsharvest.article import Article


def harvest(url: str, **options: Unpack[FetchOptions]) -> Article:
    """Fetch the page at ``url`` and read it; :func:`aharvest` for programs without an event loop.

    ``options`` are those of :class:`~newsharvest.fetch.Fetcher`. The caller named this one page, so
    robots.txt is not asked; ``crawl`` asks it. :class:`~newsharvest.errors.FetchError` if the page could
    not be fetched, :class:`~newsharvest.errors.PageError` if it is none that can be read.
    """
    import asyncio  # noqa: PLC0415 - slow, for those who fetch

    refuse_running_loop("await aharvest(...)")
    return asyncio.run(aharvest(url, **options))


async def aharvest(url: str, *, fetcher: Fetcher | None = None, **options: Unpack[FetchOptions]) -> Article:
    """Fetch the page at ``url`` and read it, with ``fetcher`` or with a fetcher of these ``options``."""
    if fetcher is not None:
        if options:
            raise ValueError("the options are those of the fetcher: give either")
        return await read(await fetcher.fetch(url))
    async with Fetcher(**options) as own:
        return await read(await own.fetch(url))


async def read(page: FetchedPage) -> Article:
    """The article of a fetched page, read in a thread so that a long page does not hold the event loop."""
    import asyncio  # noqa: PLC0415 - slow, for those who fetch

    return await asyncio.to_thread(
        extract,
        page.body,
        url=page.final_url,
        content_type=page.content_type,
        headers=dict(page.headers),
        fetched_at=page.fetched_at,
    )
