"""When a host may be asked again, and what its robots.txt allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from newsharvest.errors import RobotsDisallowed
from newsharvest.fetch import fetch_robots, host_of

if TYPE_CHECKING:
    from newsharvest.fetch import Clock, Fetcher, Robots

_A_DAY: Final = 86_400.0
_TRY_AGAIN: Final = 600.0  # After a robots.txt that could not be had.


@dataclass(slots=True)
class _Pace:
    """How one host is asked."""

    gap: float
    next_at: float = 0.0


class Politeness:
    """Keeps to robots.txt, and to ``delay`` seconds from the end of an answer to the next request.

    The rules are kept for a day. The delay is the larger one of ``delay`` and what robots.txt asks for.
    """

    def __init__(self, fetcher: Fetcher, delay: float, clock: Clock) -> None:
        self._fetcher = fetcher
        self._delay = delay
        self._clock = clock
        self._paces: dict[str, _Pace] = {}
        self._robots: dict[str, tuple[Robots, float]] = {}

    def due(self, host: str) -> float:
        """When ``host`` may be asked next, on the clock; 0.0 for one that never was."""
        pace = self._paces.get(host)
        return pace.next_at if pace else 0.0

    async def admit(self, url: str) -> None:
        """Wait until ``url`` may be asked for; :class:`RobotsDisallowed` if it may not at all."""
        robots = await self._rules(url)
        if not robots.allows(url):
            why = robots.problem
            reason = f"its robots.txt could not be had: {why}" if why else "robots.txt disallows it"
            raise RobotsDisallowed(url, reason, retryable=not robots.reachable)
        await self._turn(url)

    def answered(self, url: str) -> None:
        """The host of ``url`` has just answered: from now on the delay counts."""
        pace = self._pace(url)
        pace.next_at = max(pace.next_at, self._clock.now() + pace.gap)

    async def _turn(self, url: str) -> None:
        pace = self._pace(url)
        wait = pace.next_at - self._clock.now()
        if wait > 0:
            await self._clock.sleep(wait)
        pace.next_at = self._clock.now() + pace.gap

    async def _rules(self, url: str) -> Robots:
        origin = urljoin(url, "/")  # http and https may say different things.
        robots, until = self._robots.get(origin, (None, 0.0))
        if robots is None or self._clock.now() >= until:
            robots = await fetch_robots(self._fetcher, url, before=self._turn)
            pace = self._pace(url)
            pace.gap = max(self._delay, robots.delay)
            self.answered(url)
            kept = _A_DAY if robots.reachable else _TRY_AGAIN
            self._robots[origin] = robots, self._clock.now() + kept
        return robots

    def _pace(self, url: str) -> _Pace:
        return self._paces.setdefault(host_of(url), _Pace(self._delay))
