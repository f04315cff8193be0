"""The fetcher: a page's bytes from its URL, or one typed error."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self, Unpack
from urllib.parse import urljoin

from newsharvest.errors import BadURL, FetchTimeout, HTTPStatusError, TooManyRedirects
from newsharvest.fetch.options import FetchOptions, Settings
from newsharvest.fetch.page import FetchedPage
from newsharvest.fetch.retry import retry_after
from newsharvest.fetch.urls import request_url

if TYPE_CHECKING:
    from newsharvest.fetch.page import Validators
    from newsharvest.fetch.wire import Answer, Headers, Wire

Before = Callable[[str], Awaitable[None]]
"""Awaited with the URL before every request, redirects included; may wait, and raises to refuse."""

_SHOWN: Final = 200


class Fetcher:
    """Fetches pages, one request each, within the bounds that :class:`FetchOptions` lists.

    Only http and https, only public addresses (checked, then dialled as checked, at every redirect again), no
    cookies, no proxies or certificates from the environment, and an honest user agent. Every failure is a
    :class:`~newsharvest.errors.FetchError`. Use it as an asynchronous context manager::

        async with Fetcher(contact="https://example.org/bot", timeout=20) as fetcher:
            page = await fetcher.fetch("https://example.org/news/1.html")
    """

    def __init__(self, **options: Unpack[FetchOptions]) -> None:
        self._settings = Settings(**options)
        self._wire: Wire | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; a transport that the caller gave stays open."""
        wire, self._wire = self._wire, None
        if wire is not None:
            await wire.aclose()

    async def fetch(
        self,
        url: str,
        *,
        before: Before | None = None,
        at_most: int | None = None,
        validators: Validators | None = None,
    ) -> FetchedPage:
        """The page at ``url``.

        ``before`` is awaited before every request and does not count for the timeout. With
        ``at_most`` a longer body is cut after so many bytes, instead of being refused. With ``validators``, which
        an earlier page of this URL has, a page that is still the same comes without a body and with
        ``not_modified``. They are not sent on to where a redirect leads.
        """
        hop = request_url(url)
        more = validators.headers if validators else ()
        seen = [hop]
        left = self._settings.timeout
        while True:
            if before:
                await before(hop)
            start = time.monotonic()
            answer = await self._ask(hop, left, at_most, more)
            left -= time.monotonic() - start
            if answer.location is None:
                return _page(seen, answer, conditional=bool(more))
            hop, more = self._next_hop(seen, answer.location), ()
            seen.append(hop)

    async def _ask(self, url: str, seconds: float, at_most: int | None, more: Headers) -> Answer:
        if self._wire is None:
            from newsharvest.fetch.wire import Wire  # noqa: PLC0415 - asyncio and httpx, for those who fetch

            self._wire = Wire(self._settings)
        try:
            return await self._wire.ask(url, seconds=max(seconds, 0), at_most=at_most, more=more)
        except TimeoutError as error:
            raise FetchTimeout(url, f"not all there after {self._settings.timeout:g} seconds") from error

    def _next_hop(self, seen: list[str], location: str) -> str:
        try:
            target = request_url(urljoin(seen[-1], location))
        except ValueError as error:
            raise BadURL(seen[-1], f"redirects to {location[:_SHOWN]!r}, which is no URL") from error
        if len(seen) > self._settings.max_redirects:
            raise TooManyRedirects(seen[0], f"more than {self._settings.max_redirects} redirects")
        if target in seen:
            raise TooManyRedirects(seen[0], f"redirects in a circle, back to {target}")
        return target


def _page(urls: list[str], answer: Answer, *, conditional: bool) -> FetchedPage:
    page = FetchedPage(
        url=urls[0],
        final_url=urls[-1],
        redirects=tuple(urls[1:]),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        wire=answer.wire,
        fetched_at=datetime.now(UTC),
    )
    if answer.is_page or (conditional and page.not_modified):
        return page
    raise HTTPStatusError(page.final_url, page.status, retry_after=retry_after(page.header("Retry-After")))
