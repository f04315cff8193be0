"""One connection for one request: dialled to a checked address, bounded in bytes, closed at the end.

A connection that is kept can hand the next request an answer that the server sent too early, so that one URL's page
is taken for another's; at a polite pace a new one costs nothing that matters.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final, Protocol, Self, cast

import h11

from newsharvest.fetch.body import OversizeError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence

    from newsharvest.fetch.address import AddressGuard
    from newsharvest.fetch.urls import Target

Headers = tuple[tuple[str, str], ...]

_HEADERS: Final = 256 * 1024
"""What headers, hints before them and the framing of chunks may add to a body, in bytes."""
_HEADER_END: Final = 100 * 1024
"""Within how many bytes the headers of one answer have to end."""
_HELD: Final = 256 * 1024
"""How many bytes are taken from the network before someone reads them."""


class Reply(Protocol):
    """An answer whose headers are there, and whose body can be read; it has to be closed."""

    status: int
    headers: Headers
    """As received; bytes beyond ASCII are read as Latin-1."""
    address: str | None
    """The address that answered; ``None`` where that is not known."""

    def __aiter__(self) -> Self:
        """The body as it comes over the wire."""

    async def __anext__(self) -> bytes:
        """Its next part."""

    async def aclose(self) -> None:
        """Read no more."""


class Dialer:
    """Asks over connections to addresses that the guard permits, trying one after the other until one answers."""

    def __init__(self, guard: AddressGuard, tls: Callable[[], ssl.SSLContext], max_wire: int) -> None:
        self._guard = guard
        self._most = max_wire + _HEADERS
        self._make_tls = tls
        self._tls: ssl.SSLContext | None = None

    async def addresses(self, target: Target) -> tuple[str, ...]:
        """What may be dialled."""
        return await self._guard.addresses(target.host, target.port)

    async def ask(self, target: Target, headers: Sequence[tuple[str, str]], seconds: float) -> Reply:
        """The answer to a GET; ``seconds`` are shared out among the addresses."""
        addresses = await self._guard.addresses(target.host, target.port)
        for address in addresses[:-1]:
            with suppress(OSError):  # TimeoutError is one.
                async with asyncio.timeout(seconds / len(addresses)):
                    connection = await self._dial(address, target)
                break
        else:
            connection = await self._dial(addresses[-1], target)
        try:
            return await _ask(connection, target, headers)
        except BaseException:
            await connection.aclose()
            raise

    async def _dial(self, address: str, target: Target) -> _Connection:
        secure = target.scheme == "https"
        if secure and self._tls is None:
            self._tls = self._make_tls()  # Reading the authorities takes 20 ms.
        _, protocol = await asyncio.get_running_loop().create_connection(
            lambda: _Connection(address, self._most),
            address,
            target.port,
            ssl=self._tls if secure else None,
            server_hostname=target.host if secure else None,
        )
        return protocol


class _Connection(asyncio.Protocol):
    """What a server sends, up to a cap; it is not let send more while nobody reads."""

    def __init__(self, address: str, most: int) -> None:
        self.address = address
        self._most = most
        self._received = 0
        self._held = bytearray()
        self._transport: asyncio.Transport | None = None
        self._error: Exception | None = None
        self._ended = False
        self._paused = False
        self._reader: asyncio.Future[None] | None = None
        self._closed = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        self._held += data
        if len(self._held) > _HELD and self._transport:
            self._transport.pause_reading()
            self._paused = True
        self._wake()

    def eof_received(self) -> None:
        self._ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended = True
        self._error = exc
        self._wake()
        if not self._closed.done():
            self._closed.set_result(None)

    def write(self, data: bytes) -> None:
        """Send a request, which is small."""
        if self._transport:
            self._transport.write(data)

    async def read(self) -> bytes:
        """What has come since the last call, at least a byte; nothing at the end."""
        while not (self._held or self._ended):
            self._reader = asyncio.get_running_loop().create_future()
            await self._reader
        if self._received > self._most:
            raise OversizeError(f"more than {self._most} bytes on the wire, headers and framing included")
        if not self._held:
            if self._error:
                raise self._error
            return b""
        data = bytes(self._held)
        self._held.clear()
        if self._paused and self._transport:
            self._transport.resume_reading()
            self._paused = False
        return data

    async def aclose(self) -> None:
        """Close without waiting for the other side."""
        if self._transport:
            self._transport.abort()
            await self._closed

    def _wake(self) -> None:
        if self._reader and not self._reader.done():
            self._reader.set_result(None)


async def _ask(connection: _Connection, target: Target, headers: Sequence[tuple[str, str]]) -> Reply:
    """Send the request, and read as far as the headers of the answer."""
    http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEADER_END)
    request = h11.Request(method="GET", target=target.path, headers=[("Host", target.netloc), *headers])
    connection.write((http.send(request) or b"") + (http.send(h11.EndOfMessage()) or b""))
    while True:
        event = http.next_event()
        if isinstance(event, h11.Response):
            return _Reply(connection, http, event)
        if event is h11.NEED_DATA:
            data = await connection.read()
            if not data and not http.trailing_data[0]:
                raise h11.RemoteProtocolError("the connection was closed without an answer")
            http.receive_data(data)


class _Reply:
    """An answer over a connection of its own."""

    def __init__(self, connection: _Connection, http: h11.Connection, head: h11.Response) -> None:
        self._connection = connection
        self._http = http
        self.status = head.status_code
        self.headers: Headers = tuple(
            [(name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items()]
        )
        self.address: str | None = connection.address

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Data):
                return bytes(event.data)
            if event is not h11.NEED_DATA:
                raise StopAsyncIteration
            self._http.receive_data(await self._connection.read())

    async def aclose(self) -> None:
        await self._connection.aclose()
