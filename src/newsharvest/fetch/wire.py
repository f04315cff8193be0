"""One request: its deadline, its headers, its body under the caps. Redirects are told, never followed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsharvest.errors import BadBody, BodyTooLarge, FetchTimeout, TooSlow, TruncatedBody
from newsharvest.fetch.body import (
    ACCEPTED,
    OversizeError,
    Sink,
    StopsEarlyError,
    UnaskedEncodingError,
    UndecodableError,
    decoder_for,
)
from newsharvest.fetch.failures import FAILURES, fetch_error
from newsharvest.fetch.routes import Routes
from newsharvest.fetch.urls import Target, request_url, target_of

if TYPE_CHECKING:
    from newsharvest.fetch.connection import Reply
    from newsharvest.fetch.options import Settings

_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PAGES: Final = frozenset(range(200, 300)) - {204, 205, 206}  # No content, reset, and a part of a page.
_LOCATION: Final = 8_192
_WINDOW: Final = 20.0
_DIGITS: Final = 20

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """As received; bytes beyond ASCII are read as Latin-1."""
    location: str | None
    """Where a redirect leads, as printed; ``None`` for any other answer."""
    address: str | None
    """The address that answered; ``None`` where the connection does not say."""
    body: bytes
    """Decoded; empty where the answer is no page, because then it is not read."""
    wire: bytes | None = None
    """The body as received; ``None`` unless it was to be kept."""

    @property
    def is_page(self) -> bool:
        """Whether the status says that the body is what was asked for."""
        return self.status in _PAGES


class _Pulse:
    """Lets a deadline pass early when a body comes too slowly: so many bytes have to come in each window."""

    def __init__(self, timer: asyncio.Timeout, speed: float) -> None:
        self._timer = timer
        self._deadline = timer.when()
        self._wanted = speed * _WINDOW
        self._count = 0.0
        self._begin()

    def beat(self, count: int) -> None:
        """Count bytes that came."""
        self._count += count
        if self._count >= self._wanted:
            self._begin()

    def end(self) -> None:
        """All is there."""
        self._timer.reschedule(self._deadline)

    def _begin(self) -> None:
        self._count = 0.0
        ends = asyncio.get_running_loop().time() + _WINDOW
        if self._wanted and self._deadline is not None:
            self._timer.reschedule(min(ends, self._deadline))


class Wire:
    """Sends single requests."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._routes = Routes(settings)
        common = {
            "user-agent": ("User-Agent", settings.user_agent),
            "accept": ("Accept", "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.8"),
            "accept-encoding": ("Accept-Encoding", ACCEPTED),
            # A connection that is kept can hand the next request an answer that was sent too early.
            "connection": ("Connection", "close"),
        }
        common |= {name.lower(): (name, value) for name, value in settings.headers.items()}
        self._headers = list(common.values())
        self._origin_headers = {
            target_of(request_url(origin)).origin: list(headers.items())
            for origin, headers in settings.origin_headers.items()
        }

    async def aclose(self) -> None:
        """Close the connections."""
        await self._routes.aclose()

    async def addresses(self, url: str) -> tuple[str, ...]:
        """What may be dialled for ``url``; empty where that is not known here."""
        try:
            async with asyncio.timeout(self._settings.timeout):
                return await self._routes.addresses(target_of(url))
        except TimeoutError:
            return ()

    async def ask(self, url: str, *, seconds: float, at_most: int | None = None, more: Headers = ()) -> Answer:
        """The answer to one GET, with the headers in ``more`` too; else a FetchError."""
        in_body = False
        try:
            async with asyncio.timeout(seconds) as timer:
                deadline = timer.when()
                reply = await self._send(target_of(url), seconds, more)
                try:
                    in_body = True
                    return await self._answer(url, reply, at_most, timer)
                finally:
                    await reply.aclose()
        except TimeoutError as error:
            if in_body and deadline is not None and asyncio.get_running_loop().time() < deadline:
                speed = self._settings.min_speed
                raise TooSlow(url, f"less than {speed:g} bytes a second for {_WINDOW:g} seconds") from error
            raise FetchTimeout(url, f"not all there after {self._settings.timeout:g} seconds") from error
        except FAILURES as error:
            raise fetch_error(url, error, in_body=in_body) from error

    async def _send(self, target: Target, seconds: float, more: Headers) -> Reply:
        headers = [*self._headers, *self._origin_headers.get(target.origin, ()), *more]
        return await self._routes.way(target).ask(target, headers, seconds)

    async def _answer(self, url: str, reply: Reply, at_most: int | None, timer: asyncio.Timeout) -> Answer:
        status, headers, address = reply.status, reply.headers, reply.address
        location = _location(headers) if status in _REDIRECTS else None
        if status not in _PAGES:  # The body of a redirect or an error is never read: nobody wants it.
            return Answer(status, headers, location, address, b"")
        if at_most is None and _told_length(headers) > self._settings.max_wire:
            raise BodyTooLarge(url, f"more than {self._settings.max_wire} bytes on the wire, by its own account")
        sink = Sink(at_most or self._settings.max_body)
        kept = bytearray() if self._settings.keep_wire else None
        try:
            await self._read(reply, sink, kept, timer)
        except OversizeError as error:
            if at_most is None:
                raise BodyTooLarge(url, str(error)) from error
        except StopsEarlyError as error:
            raise TruncatedBody(url, str(error)) from error
        except UndecodableError as error:
            again = not isinstance(error, UnaskedEncodingError)
            raise BadBody(url, str(error), retryable=again) from error
        return Answer(status, headers, location, address, bytes(sink), None if kept is None else bytes(kept))

    async def _read(self, reply: Reply, sink: Sink, kept: bytearray | None, timer: asyncio.Timeout) -> None:
        """Fill ``sink`` with the body decoded, and ``kept`` with what came over the wire."""
        decoder = decoder_for(_value(reply.headers, "content-encoding"), sink)
        pulse = _Pulse(timer, self._settings.min_speed)
        received = 0
        async for part in reply:
            received += len(part)
            if received > self._settings.max_wire:
                raise OversizeError(f"more than {self._settings.max_wire} bytes on the wire")
            if kept is not None:
                kept += part
            pulse.beat(len(part))
            decoder.feed(part)
        pulse.end()
        decoder.finish()


def _value(headers: Headers, wanted: str) -> str:
    """The values of a header, joined; empty where it was not sent."""
    return ", ".join([value for name, value in headers if name.lower() == wanted])


def _told_length(headers: Headers) -> int:
    told = _value(headers, "content-length")[:_DIGITS]
    return int(told) if told.isdecimal() else 0


def _location(headers: tuple[tuple[str, str], ...]) -> str | None:
    """Where a redirect leads, its bytes beyond ASCII escaped as they came (they may be in any charset)."""
    for name, value in headers:
        if name.lower() == "location" and 0 < len(value) <= _LOCATION:
            return "".join([each if " " < each < "\x7f" else f"%{ord(each):02X}" for each in value.strip()])
    return None
