"""What a fetch gives: the bytes, and all that the server said about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


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
    """The HTTP status: 2xx."""
    headers: tuple[tuple[str, str], ...] = ()
    """Names and values as received, in order; bytes beyond ASCII are read as Latin-1, so nothing is lost."""
    body: bytes
    """The page itself, its content encoding (gzip, deflate) undone. May be empty."""
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
