"""From a URL to an article: fetch, extract, and merge the pages of one story."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Unpack

from newsharvest.errors import NewsharvestError
from newsharvest.extract import extract
from newsharvest.fetch import FetchedPage, Fetcher, FetchOptions, refuse_running_loop, refuse_unknown
from newsharvest.fields.addresses import document_of
from newsharvest.merging import belongs, merge, unread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from newsharvest.article import Article


MAX_PAGES: Final = 20
"""So many pages of one story are read unless the caller says otherwise."""
MAX_FAILURES: Final = 3
"""After so many pages that could not be read, the others are not asked for."""


def harvest(url: str, *, max_pages: int = MAX_PAGES, **options: Unpack[FetchOptions]) -> Article:
    """Fetch the page at ``url`` and read it; :func:`aharvest` for programs without an event loop.

    The further pages of its story are fetched one after the other and merged into the article (see
    :func:`~newsharvest.merging.merge`), up to ``max_pages`` in all; 1 reads this page alone. What is missing from the
    whole is said in ``warnings``. ``options`` are those of :class:`~newsharvest.fetch.Fetcher`. The caller named this
    story, so robots.txt is not asked; ``crawl`` asks it. :class:`~newsharvest.errors.FetchError` if the page could
    not be fetched, :class:`~newsharvest.errors.PageError` if it is none that can be read.
    """
    import asyncio  # noqa: PLC0415 - slow, for those who fetch

    refuse_running_loop("await aharvest(...)")
    return asyncio.run(aharvest(url, max_pages=max_pages, **options))


async def aharvest(
    url: str, *, max_pages: int = MAX_PAGES, fetcher: Fetcher | None = None, **options: Unpack[FetchOptions]
) -> Article:
    """Fetch the story at ``url`` and read it, with ``fetcher`` or with a fetcher of these ``options``."""
    refuse_unknown("harvest", options, ("max_pages", *FetchOptions.__annotations__))
    if max_pages < 1:
        raise ValueError(f"max_pages must be at least 1, not {max_pages}")
    if fetcher is not None:
        if options:
            raise ValueError("the options are those of the fetcher: give either")
        return await _story(url, fetcher, max_pages)
    async with Fetcher(**options) as own:
        return await _story(url, own, max_pages)


async def _story(url: str, fetcher: Fetcher, max_pages: int) -> Article:
    async def read_at(url: str) -> Article:
        return await read(await fetcher.fetch(url))

    return await gather(await read_at(url), read_at, max_pages=max_pages)


async def gather(
    article: Article, read_at: Callable[[str], Awaitable[Article]], *, max_pages: int = MAX_PAGES
) -> Article:
    """The whole story of which ``article`` is one page; ``read_at`` gives the article at an address.

    Pages whose reading raises a :class:`~newsharvest.errors.NewsharvestError`, pages that turn out to be another story,
    and those beyond ``max_pages`` are left out, and ``warnings`` says so. The others are merged.
    """
    pages = [article]
    asked: list[str] = []
    notes: list[str] = []
    failures = 0
    while len(pages) < max_pages and failures < MAX_FAILURES and (waiting := unread(pages, asked)):
        asked.append(waiting[0])
        try:
            page = await read_at(waiting[0])
        except NewsharvestError as error:
            failures += 1
            notes.append(f"pagination: {waiting[0]} could not be read: {error}")
            continue
        if document_of(page.url or "") in {document_of(known.url or "") for known in pages}:
            continue  # It led back to a page that is read already.
        if belongs(page, pages):
            pages.append(page)
        else:
            notes.append(f"pagination: {waiting[0]} is another story and was left out")
    if left := unread(pages, asked):
        notes.append(f"pagination: {len(left)} further pages were not read")
    merged = merge(pages)
    return replace(merged, warnings=(*merged.warnings, *notes)) if notes else merged


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
