"""Which of many hosts may be asked first, without looking at all of them."""

from __future__ import annotations

import heapq
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Turns:
    """Hosts that have work, in the order in which they are due.

    ``due`` gives the time at which a host may be asked. It may grow at any time, but not shrink, while a host is
    here; so the first of the heap is the first of all as soon as its own time has been looked up again.
    """

    def __init__(self, due: Callable[[str], float]) -> None:
        self._due = due
        self._heap: list[tuple[float, int, str]] = []
        self._entry: dict[str, int] = {}
        self._numbers = count()

    def __len__(self) -> int:
        """How many hosts have work."""
        return len(self._entry)

    def __contains__(self, host: str) -> bool:
        """Whether a host has work."""
        return host in self._entry

    def add(self, host: str) -> None:
        """Note that a host has work; one that is here already stays where it is."""
        if host not in self._entry:
            self._push(host, self._due(host))

    def discard(self, host: str) -> None:
        """Note that a host has no work, or is at work."""
        self._entry.pop(host, None)

    def first(self) -> tuple[str, float] | None:
        """The host that is due first, and when; ``None`` if none has work. It stays here."""
        looked_up = set()
        while self._heap:
            due, number, host = self._heap[0]
            if self._entry.get(host) != number:
                heapq.heappop(self._heap)
            elif host in looked_up:
                return host, due
            else:
                looked_up.add(host)
                now_due = self._due(host)
                if now_due <= due:
                    return host, due
                heapq.heappop(self._heap)
                self._push(host, now_due)
        return None

    def _push(self, host: str, due: float) -> None:
        number = next(self._numbers)
        self._entry[host] = number
        heapq.heappush(self._heap, (due, number, host))
