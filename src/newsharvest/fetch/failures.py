"""What a request may raise, and which error of newsharvest that is."""

from __future__ import annotations

import os
import socket
import ssl
from typing import TYPE_CHECKING, Final

import h11
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
from newsharvest.fetch.address import RefusedAddressError
from newsharvest.fetch.body import OversizeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEADERS_TOO_LONG: Final = 431

FAILURES: Final = (
    RefusedAddressError,
    OversizeError,
    OSError,
    UnicodeError,
    h11.ProtocolError,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
)
"""What a request may raise, over newsharvest's own connections or over a transport of httpx."""


def fetch_error(url: str, error: BaseException, *, in_body: bool) -> FetchError:
    """The error of newsharvest that says what one of :data:`FAILURES` means."""
    if isinstance(error, RefusedAddressError):
        return BlockedAddress(url, f"{error}; it would have to be allowed by name")
    if isinstance(error, OversizeError):
        return BodyTooLarge(url, str(error))
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return FetchTimeout(url, "no answer in time")
    if isinstance(error, socket.gaierror):
        return NameNotFound(url, "the host's name was not found", retryable=error.errno == socket.EAI_AGAIN)
    request_faults = (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError)
    if isinstance(error, (*request_faults, h11.LocalProtocolError, httpx.LocalProtocolError)):
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
