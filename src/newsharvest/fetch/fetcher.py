"""The fetcher: a page's bytes from its URL, or one typed error."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Self, Unpack
from urllib.parse import urljoin

from newsharvest.errors import BadURL, FetchError, HTTPStatusError, TooManyRedirects
from newsharvest.fetch.clock import Clock
from newsharvest.fetch.options import FetchOptions, Settings, refuse_unknown
from newsharvest.fetch.page import FetchedPage
from newsharvest.fetch.retry import retry_after, retry_wait
from newsharvest.fetch.urls import request_url

if TYPE_CHECKING:
    from newsharvest.fetch.page import Validators
    from newsharvest.fetch.wire import Answer, Wire

Before = Callable[[str], Awaitable[None]]
"""Awaited with the URL before every request, redirects included; may wait, and raises to refuse."""

_SHOWN: Final = 200
_PATIENCE: Final = 60.0
"""Seconds that a fetch waits between two tries; who asks for more is better asked another day."""


class Fetcher:
    """Fetches pages, one request each, within the bounds that :class:`FetchOptions` lists.

    Only http and https, only public addresses (checked, then dialled as checked, at every redirect again), no
    cookies, no proxies or certificates from the environment, and an honest user agent. Every failure is a
    :class:`~newsharvest.errors.FetchError`. Use it as an asynchronous context manager::

        async with Fetcher(contact="https://example.org/bot", timeout=20) as fetcher:
            page = await fetcher.fetch("https://example.org/news/1.html")
    """

    def __init__(self, *, clock: Clock | None = None, **options: Unpack[FetchOptions]) -> None:
        refuse_unknown("Fetcher", options, FetchOptions.__annotations__)
        self._settings = Settings(**options)
        self._clock = clock or Clock()
        self._opened: Wire | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; a transport that the caller gave stays open."""
        wire, self._opened = self._opened, None
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

        After an error that may pass the page is asked for again, as often as ``retries`` says, unless the server
        asks for a pause of more than a minute; then the error comes at once, with ``retry_after``.
        """
        tries = 0
        while True:
            tries += 1
            try:
                return await self._try(url, before, at_most, validators)
            except FetchError as error:
                wait = retry_wait(error, tries) if tries <= self._settings.retries else None
                if wait is None or wait > _PATIENCE:
                    raise
            await self._clock.sleep(wait)

    async def addresses(self, url: str) -> tuple[str, ...]:
        """The addresses that a request for ``url``, a URL that ``before`` gets, may be sent to, looked up and checked.

        Empty where that is not known here, because a proxy or the caller's transport connects, and where the
        request would fail: it says why.
        """
        return await self._wire.addresses(url)

    @property
    def _wire(self) -> Wire:
        if self._opened is None:
            from newsharvest.fetch.wire import Wire  # noqa: PLC0415 - asyncio and httpx, for those who fetch

            self._opened = Wire(self._settings)
        return self._opened

    async def _try(
        self, url: str, before: Before | None, at_most: int | None, validators: Validators | None
    ) -> FetchedPage:
        hop = request_url(url)
        more = validators.headers if validators else ()
        seen = [hop]
        left = self._settings.timeout
        while True:
            if before:
                await before(hop)
            start = time.monotonic()
            answer = await self._wire.ask(hop, seconds=max(left, 0), at_most=at_most, more=more)
            left -= time.monotonic() - start
            if answer.location is None:
                return _page(seen, answer, self._clock.wall(), conditional=bool(more))
            hop, more = self._next_hop(seen, answer.location), ()
            seen.append(hop)

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


def _page(urls: list[str], answer: Answer, now: float, *, conditional: bool) -> FetchedPage:
    page = FetchedPage(
        url=urls[0],
        final_url=urls[-1],
        redirects=tuple(urls[1:]),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        wire=answer.wire,
        address=answer.address,
        fetched_at=datetime.fromtimestamp(now, UTC),
    )
    if answer.is_page or (conditional and page.not_modified):
        return page
    raise HTTPStatusError(page.final_url, page.status, retry_after=retry_after(page.header("Retry-After"), now))
