"""What is still to be fetched, and what was ever heard of."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A URL to fetch, and what led to it."""

    url: str
    """In the spelling of :func:`~newsharvest.fetch.request_url`, so that one page is one lead."""
    host: str
    """Host and port: what is paced and scoped."""
    relation: str = "seed"
    """``seed``, or the kind of link that led here."""
    found_on: str | None = None
    """The page with that link; ``None`` for a seed."""


class Frontier:
    """Hands out each URL once, from the host whose turn it is, in the order in which they came.

    It lives in memory. A frontier that survives the process has the same five methods, with ``lease`` and
    ``complete`` as its transactions: what was leased and not completed is handed out again.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Lead]] = {}
        self._seen: set[str] = set()

    def __len__(self) -> int:
        """How many leads wait to be leased."""
        return sum(map(len, self._waiting.values()))

    def add(self, lead: Lead) -> bool:
        """Queue a lead; ``False`` if its URL was heard of before."""
        if not self.claim(lead.url):
            return False
        self._waiting.setdefault(lead.host, deque()).append(lead)
        return True

    def claim(self, url: str) -> bool:
        """Note that ``url`` is dealt with (a redirect led to it); ``False`` if it was heard of before."""
        if url in self._seen:
            return False
        self._seen.add(url)
        return True

    def lease(self, due: Callable[[str], float]) -> Lead | None:
        """The next lead, of the host that is ``due`` first; ``None`` if none waits."""
        if not self._waiting:
            return None
        host = min(self._waiting, key=due)
        leads = self._waiting[host]
        lead = leads.popleft()
        if not leads:
            del self._waiting[host]
        return lead

    def complete(self, lead: Lead, found: Iterable[Lead]) -> int:  # noqa: ARG002 - a store needs to know which
        """Done with ``lead``; queue what was ``found`` on its page. Gives how many of that were new."""
        return sum([self.add(each) for each in found])
