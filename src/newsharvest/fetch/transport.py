"""The connections: every address is checked, and then dialled as it was checked."""

from __future__ import annotations

import os
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import httpcore
import httpx

from newsharvest.errors import (
    BadURL,
    BlockedAddress,
    BodyTooLarge,
    ConnectError,
    FetchError,
    FetchTimeout,
    NameNotFound,
    TLSError,
    TruncatedBody,
)
from newsharvest.fetch.address import AddressGuard, RefusedAddressError
from newsharvest.fetch.body import OversizeError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

_HEADERS: Final = 256 * 1024  # What headers and framing may add to a body.
_HEADERS_TOO_LONG: Final = 431

FAILURES: Final = (
    RefusedAddressError,
    OversizeError,
    OSError,
    UnicodeError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    httpcore.UnsupportedProtocol,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
)
"""What a request may raise, over newsharvest's own connections or over a transport of httpx."""


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to addresses that the guard permits, one after the other until one answers."""

    def __init__(self, guard: AddressGuard, most: int) -> None:
        self._guard = guard
        self._most = most
        self._dial = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self._guard.addresses(host, port)
        share = timeout / len(addresses) if timeout else None
        for address in addresses[:-1]:
            with suppress(httpcore.ConnectError, httpcore.ConnectTimeout):
                return await self._connect(address, port, share, local_address, socket_options)
        return await self._connect(addresses[-1], port, share, local_address, socket_options)

    async def _connect(self, address: str, *more: Any) -> httpcore.AsyncNetworkStream:
        return _Connection(await self._dial.connect_tcp(address, *more), self._most)

    async def sleep(self, seconds: float) -> None:
        await self._dial.sleep(seconds)


class _Connection(httpcore.AsyncNetworkStream):
    """A connection that counts what it reads, and is closed when its TLS handshake is cancelled.

    The cap holds for all that one answer makes of bytes: for headers, for hints that come before it, for the
    framing of chunks. httpcore bounds none of them, and forgets to close a handshake.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream, most: int) -> None:
        self._stream = stream
        self._most = most
        self._left = most

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._stream.read(max_bytes, timeout)
        self._left -= len(data)
        if self._left < 0:
            raise OversizeError(f"more than {self._most} bytes on the wire, headers and framing included")
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            secure = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self._stream.aclose()
            raise
        return _Connection(secure, self._most)


class _Stream(httpx.AsyncByteStream):
    """The body of an httpcore response, as httpx wants it."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._response.aiter_stream()

    async def aclose(self) -> None:
        await self._response.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """HTTP/1.1 over connections of a guarded backend, each for one request.

    A connection that is kept can hand the next request an answer that the server sent too early, so that one
    URL's page is taken for another's; at a polite pace a new one costs nothing that matters.
    """

    def __init__(self, guard: AddressGuard, tls: Callable[[], ssl.SSLContext], max_wire: int) -> None:
        self._backend = _GuardedBackend(guard, max_wire + _HEADERS)
        self._tls = tls
        self._pools: dict[str, httpcore.AsyncConnectionPool] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request over a new connection."""
        url = request.url
        answer = await self._pool(url.scheme).handle_async_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    async def aclose(self) -> None:
        """Close what is open."""
        for pool in self._pools.values():
            await pool.aclose()

    def _pool(self, scheme: str) -> httpcore.AsyncConnectionPool:
        """One pool for each scheme, because reading the authorities for https takes 20 ms."""
        if scheme not in self._pools:
            self._pools[scheme] = httpcore.AsyncConnectionPool(
                ssl_context=self._tls() if scheme == "https" else None,
                max_connections=None,
                max_keepalive_connections=0,
                network_backend=self._backend,
            )
        return self._pools[scheme]


def fetch_error(url: str, error: BaseException, *, in_body: bool) -> FetchError:
    """The error of newsharvest that says what one of :data:`FAILURES` means."""
    if isinstance(error, RefusedAddressError):
        return BlockedAddress(url, f"{error}; it would have to be allowed by name")
    if isinstance(error, OversizeError):
        return BodyTooLarge(url, str(error))
    if isinstance(error, httpcore.TimeoutException | httpx.TimeoutException | TimeoutError):
        return FetchTimeout(url, "no answer in time")
    if isinstance(error, socket.gaierror):
        return NameNotFound(url, "the host's name was not found", retryable=error.errno == socket.EAI_AGAIN)
    request_faults = (httpx.InvalidURL, httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol, UnicodeError)
    if isinstance(error, (*request_faults, httpcore.LocalProtocolError, httpx.LocalProtocolError)):
        return BadURL(url, f"no request can be made ({error})")
    if in_body:
        return TruncatedBody(url, f"the body stops before its end ({_words(error)})")
    first = list(_causes(error))[-1]
    if getattr(first, "error_status_hint", 0) == _HEADERS_TOO_LONG:
        return BodyTooLarge(url, "its headers do not end")
    kind = TLSError if isinstance(first, ssl.SSLError) else ConnectError
    return kind(url, _words(first), retryable=not isinstance(first, ssl.SSLCertVerificationError))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from, the first cause last."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__  # httpcore hides the cause, and only the cause


def _words(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted: {error.verify_message}"
    if isinstance(error, OSError) and error.errno and not isinstance(error, ssl.SSLError):
        return os.strerror(error.errno).lower()
    return str(error) or type(error).__name__
