"""What can go wrong, and nothing else ever leaves the library.

::

    NewsharvestError
    ├── PageError                the bytes are no page that can be read
    │   ├── EmptyPage            nothing but white space, or neither a visible word nor metadata
    │   ├── NotHTML              binary data: an image, a PDF, a compressed file
    │   ├── PageTooLarge         past the limits that keep reading time bounded
    │   └── ReadingFailed        reading it crashed or did not end; in a crawl, where another process reads
    ├── UnknownCharset           a charset was asked for that no decoder knows
    ├── SchemaError              JSON that is no article of a known schema version; says at which path
    ├── RuleError                a site rule or a language file that cannot be used; says which file and key
    ├── StoreError               an output that cannot be written, continued or read back
    │   ├── StoreLocked          another process crawls into the same folder; has ``.pid``
    │   ├── StoreFull            the disk, or what may be written to it, is full
    │   ├── StoreCorrupt         a folder of a crawl that is damaged, or was changed by someone else
    │   └── StoreVersion         a folder of a crawl that an older or newer newsharvest wrote
    └── FetchError               a page that could not be fetched; has ``.url``, ``.retryable``, ``.retry_after``
        ├── BadURL               no URL, or one that no request can be made of
        ├── BlockedAddress       scheme, host, port or address that the fetcher refuses
        ├── ConnectError         connection refused or lost, or no HTTP answer
        │   ├── NameNotFound     the host's name has no address
        │   └── TLSError         no secure connection: the certificate is not trusted, or the handshake failed
        ├── FetchTimeout         the total deadline passed
        │   └── TooSlow          the body came slower than the minimum speed
        ├── BodyTooLarge         more bytes than the cap, on the wire or decoded
        ├── BadBody              a content encoding that does not decode
        │   └── TruncatedBody    the body stops before its end
        ├── TooManyRedirects     more hops than allowed, or a circle
        ├── HTTPStatusError      an answer that is not a page; has ``.status``
        └── RobotsDisallowed     robots.txt says no, or could not be had
"""

from __future__ import annotations

_PASSING = frozenset({408, 425, 429, *range(500, 600)} - {501, 505})


class NewsharvestError(Exception):
    """The root of every error that newsharvest raises on purpose."""


class PageError(NewsharvestError):
    """The input is no page that can be read."""


class EmptyPage(PageError):
    """Nothing but white space, or mark-up with neither a visible word nor metadata."""


class NotHTML(PageError):
    """Binary data: an image, a PDF, a compressed file."""


class PageTooLarge(PageError):
    """The page is past a limit that keeps reading time bounded."""


class ReadingFailed(PageError):
    """The process that read the page crashed, or did not end in time."""


class UnknownCharset(NewsharvestError):
    """A charset was asked for that no decoder knows."""


class SchemaError(NewsharvestError):
    """JSON that is no article of a known schema version; ``path`` says where, as in ``$.blocks[3].kind``."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


class RuleError(NewsharvestError):
    """A site rule or a language file that cannot be used; the message names the file and the key."""


class StoreError(NewsharvestError):
    """An output that cannot be written, continued or read back."""


class StoreLocked(StoreError):
    """Another process crawls into the same folder; ``pid`` is its number, ``None`` where it did not say."""

    def __init__(self, message: str, pid: int | None = None) -> None:
        super().__init__(message, pid)
        self.pid = pid

    def __str__(self) -> str:
        return str(self.args[0])


class StoreFull(StoreError):
    """The disk is full, or a limit of what may be written is reached."""


class StoreCorrupt(StoreError):
    """The folder of a crawl is damaged, or someone else changed what is in it."""


class StoreVersion(StoreError):
    """The folder of a crawl was written by an older or a newer newsharvest that this one cannot read."""


class FetchError(NewsharvestError):
    """A page could not be fetched; ``url`` says which, ``retryable`` whether a later try may succeed.

    ``retry_after`` is in how many seconds the server wants to be asked again; ``None`` where it does not say.
    """

    retryable = False
    retry_after: float | None = None

    def __init__(
        self, url: str, problem: str, *, retryable: bool | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(url, problem)
        self.url = url
        self.problem = problem
        if retryable is not None:
            self.retryable = retryable
        if retry_after is not None:
            self.retry_after = retry_after

    def __str__(self) -> str:
        return f"{self.url}: {self.problem}"


class BadURL(FetchError):
    """No URL, or one that no request can be made of."""


class BlockedAddress(FetchError):
    """A scheme, host, port or address that the fetcher refuses."""


class ConnectError(FetchError):
    """The connection was refused or lost, or what came back was no HTTP."""

    retryable = True


class NameNotFound(ConnectError):
    """The host's name has no address."""


class TLSError(ConnectError):
    """No secure connection: the certificate is not trusted, or the handshake failed."""


class FetchTimeout(FetchError):
    """The total deadline of the request passed."""

    retryable = True


class TooSlow(FetchTimeout):
    """The body came slower than the minimum speed."""


class BodyTooLarge(FetchError):
    """More bytes than the cap allows, on the wire or decoded."""


class BadBody(FetchError):
    """A body whose content encoding does not decode, or is none that was asked for."""

    retryable = True


class TruncatedBody(BadBody):
    """The body stops before its end."""


class TooManyRedirects(FetchError):
    """More redirects than allowed, or redirects in a circle."""


class HTTPStatusError(FetchError):
    """The server answered, but not with a page; ``status`` is its HTTP status."""

    def __init__(self, url: str, status: int, *, retry_after: float | None = None) -> None:
        super().__init__(url, f"HTTP status {status}", retryable=status in _PASSING, retry_after=retry_after)
        self.args = (url, status)  # What pickle calls the class with.
        self.status = status


class RobotsDisallowed(FetchError):
    """robots.txt disallows the URL, or could not be had (RFC 9309 reads that as a no)."""
