"""What a fetch gives: the bytes, and all that the server said about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

NOT_MODIFIED: Final = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server called the version of a page that is at hand, so that it need not send it again."""

    etag: str | None = None
    """Its ``ETag`` as received, quotes included."""
    last_modified: str | None = None
    """Its ``Last-Modified`` as received."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers of a request for the page, should it have changed; what cannot stand in one is left out."""
        named = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return tuple([(name, value) for name, value in named if value and value.isascii() and value.isprintable()])


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it was received."""

    url: str
    """The URL that was asked for."""
    final_url: str
    """The URL that answered; the same as ``url`` without a redirect."""
    redirects: tuple[str, ...] = ()
    """The URLs that a redirect led to, in order, ``final_url`` last; empty without one."""
    status: int
    """The HTTP status: 2xx, or 304 where the page is still the one that was named by its validators."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names and values as received, in order; bytes beyond ASCII are read as Latin-1, so nothing is lost."""
    body: bytes
    """The page itself, its content encoding (gzip, deflate) undone. May be empty, and is with a status of 304."""
    wire: bytes | None = None
    """The body as received, its content encoding not undone; ``None`` unless ``keep_wire`` asked for it."""
    address: str | None = None
    """The IP address that answered, or the proxy's; ``None`` where a transport of the caller does not say."""
    fetched_at: datetime
    """When the answer came, in UTC."""

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name; ``None`` where it was not sent."""
        wanted = name.lower()
        return next((value for each, value in self.headers if each.lower() == wanted), None)

    @property
    def content_type(self) -> str | None:
        """The value of ``Content-Type`` as received; ``None`` where it was not sent."""
        return self.header("Content-Type")

    @property
    def etag(self) -> str | None:
        """The value of ``ETag`` as received; ``None`` where it was not sent."""
        return self.header("ETag")

    @property
    def last_modified(self) -> str | None:
        """The value of ``Last-Modified`` as received; ``None`` where it was not sent."""
        return self.header("Last-Modified")

    @property
    def validators(self) -> Validators | None:
        """What to ask with the next time; ``None`` where the server named no version."""
        found = Validators(etag=self.etag, last_modified=self.last_modified)
        return found if found.headers else None

    @property
    def not_modified(self) -> bool:
        """Whether the page is still the one that was named by its validators; then there is no body."""
        return self.status == NOT_MODIFIED
