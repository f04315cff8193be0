"""One request: its deadline, its headers, its body under the caps. Redirects are told, never followed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx

from newsharvest.errors import BadBody, BodyTooLarge, TruncatedBody
from newsharvest.fetch.address import AddressGuard
from newsharvest.fetch.body import (
    ACCEPTED,
    OversizeError,
    Sink,
    StopsEarlyError,
    UnaskedEncodingError,
    UndecodableError,
    decoder_for,
)
from newsharvest.fetch.transport import FAILURES, GuardedTransport, fetch_error

if TYPE_CHECKING:
    from collections.abc import AsyncIterable

    from newsharvest.fetch.options import Settings

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PAGES: Final = frozenset(range(200, 300)) - {204, 205, 206}  # No content, reset, and a part of a page.
_LOCATION: Final = 8_192

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """As received; bytes beyond ASCII are read as Latin-1."""
    location: str | None
    """Where a redirect leads, as printed; ``None`` for any other answer."""
    body: bytes
    """Decoded; empty where the answer is no page, because then it is not read."""
    wire: bytes | None = None
    """The body as received; ``None`` unless it was to be kept."""

    @property
    def is_page(self) -> bool:
        """Whether the status says that the body is what was asked for."""
        return self.status in _PAGES


class Wire:
    """Sends single requests, over its own connections or over the transport in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._guard = AddressGuard(settings.allow, settings.resolver)
        self._own = None if settings.transport else GuardedTransport(self._guard, settings.tls)
        self._transport = settings.transport or self._own
        self._headers = {
            "User-Agent": settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.8",
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
        }

    async def aclose(self) -> None:
        """Close the connections; a transport from the settings stays open."""
        if self._own is not None:
            await self._own.aclose()

    async def ask(self, url: str, *, seconds: float, at_most: int | None = None, more: Headers = ()) -> Answer:
        """The answer to one GET; ``TimeoutError`` if it is not all there in time, else a FetchError."""
        in_body = False
        try:
            async with asyncio.timeout(seconds):
                response = await self._send(url, seconds, more)
                try:
                    in_body = True
                    return await self._answer(url, response, at_most)
                finally:
                    await response.aclose()
        except TimeoutError:
            raise
        except FAILURES as error:
            raise fetch_error(url, error, in_body=in_body) from error

    async def _send(self, url: str, seconds: float, more: Headers) -> httpx.Response:
        # The deadline around it all ends the reading; dialling is timed to leave time for a second address.
        timeout = {"connect": seconds, "read": None, "write": None, "pool": None}
        request = httpx.Request("GET", url, headers=[*self._headers.items(), *more], extensions={"timeout": timeout})
        self._guard.check_literal(request.url.host)
        assert self._transport is not None  # noqa: S101 - one of the two is there, which mypy cannot see
        return await self._transport.handle_async_request(request)

    async def _answer(self, url: str, response: httpx.Response, at_most: int | None) -> Answer:
        pairs = response.headers.raw
        headers = tuple([(name.decode("latin-1"), value.decode("latin-1")) for name, value in pairs])
        status = response.status_code
        location = _location(headers) if status in _REDIRECTS else None
        if status not in _PAGES:  # The body of a redirect or an error is never read: nobody wants it.
            return Answer(status, headers, location, b"")
        sink = Sink(at_most or self._settings.max_body)
        kept = bytearray() if self._settings.keep_wire else None
        try:
            await self._read(response, sink, kept)
        except OversizeError as error:
            if at_most is None:
                raise BodyTooLarge(url, str(error)) from error
        except StopsEarlyError as error:
            raise TruncatedBody(url, str(error)) from error
        except UndecodableError as error:
            again = not isinstance(error, UnaskedEncodingError)
            raise BadBody(url, str(error), retryable=again) from error
        return Answer(status, headers, location, bytes(sink), None if kept is None else bytes(kept))

    async def _read(self, response: httpx.Response, sink: Sink, kept: bytearray | None) -> None:
        """Fill ``sink`` with the body decoded, and ``kept`` with what came over the wire."""
        decoder = decoder_for(response.headers.get("Content-Encoding", ""), sink)
        received = 0
        async for part in _parts(response):
            received += len(part)
            if received > self._settings.max_wire:
                raise OversizeError(f"more than {self._settings.max_wire} bytes on the wire")
            if kept is not None:
                kept += part
            decoder.feed(part)
        decoder.finish()


def _parts(response: httpx.Response) -> AsyncIterable[bytes]:
    """The body as it comes over the wire, also of a response that a transport in a test made from bytes."""
    if not isinstance(response.stream, httpx.AsyncByteStream):
        raise TypeError("the transport is not an asynchronous one")
    return response.stream


def _location(headers: tuple[tuple[str, str], ...]) -> str | None:
    """Where a redirect leads, its bytes beyond ASCII escaped as they came (they may be in any charset)."""
    for name, value in headers:
        if name.lower() == "location" and 0 < len(value) <= _LOCATION:
            return "".join([each if " " < each < "\x7f" else f"%{ord(each):02X}" for each in value.strip()])
    return None
