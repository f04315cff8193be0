"""The robots.txt files that a crawl has read: fresh for a day, small in memory, and kept across restarts."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from newsharvest.fetch.robots import Robots, no_robots, read_robots

if TYPE_CHECKING:
    from newsharvest.fetch import Clock

_A_DAY: Final = 86_400.0
_TRY_AGAIN: Final = 600.0
"""Seconds after which a robots.txt that could not be had is asked for again."""
_PARSED: Final = 500
"""How many stay parsed; the others are parsed again when they are needed, which takes a millisecond."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsState:
    """One robots.txt, to be kept across restarts. Times are in seconds since the epoch."""

    origin: str
    """Whose it is, as in ``https://example.org/``."""
    at: float
    """When this was written down."""
    until: float
    """How long it holds."""
    body: bytes
    """The file, 500 KiB at most; empty where there is none."""
    problem: str | None = None
    """Why it could not be had; ``None`` where it was, or is known not to be there."""


@dataclass(frozen=True, slots=True)
class _Kept:
    body: bytes
    """Packed: a crawl may know ten thousand of them."""
    problem: str | None
    until: float
    """On the monotonic clock."""


class Rules:
    """What is known of each origin."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._parsed: OrderedDict[str, Robots] = OrderedDict()

    def restore(self, state: RobotsState) -> None:
        """Take over what an earlier crawl knew, for no longer than it held then."""
        left = min(state.until - self._clock.wall(), state.until - state.at, _A_DAY)
        self._keep(state.origin, state.body, state.problem, left)

    def fresh(self, origin: str) -> Robots | None:
        """The rules of an origin; ``None`` if they have to be asked for."""
        kept = self._kept.get(origin)
        return self._read(origin, kept) if kept and kept.until > self._clock.now() else None

    def sitemaps(self, origin: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an origin names; empty as long as it was not read."""
        kept = self._kept.get(origin)
        return self._read(origin, kept).sitemaps if kept else ()

    def holds_for(self, origin: str) -> float:
        """For how many seconds the rules of an origin still hold."""
        kept = self._kept.get(origin)
        return max(kept.until - self._clock.now(), 0.0) if kept else 0.0

    def learn(self, origin: str, robots: Robots) -> Robots:
        """Keep what was asked for. Older rules hold on while new ones cannot be had (RFC 9309, 2.4)."""
        older = self._kept.get(origin)
        if robots.reachable or older is None or older.problem:
            again = max(_TRY_AGAIN, (robots.error and robots.error.retry_after) or 0.0)
            self._keep(origin, robots.body, robots.problem, _A_DAY if robots.reachable else again)
        else:
            self._kept[origin] = _Kept(older.body, None, self._clock.now() + _TRY_AGAIN)
        return self._read(origin, self._kept[origin])

    def state(self, origin: str) -> RobotsState:
        """What is known of an origin, to be written down."""
        kept, wall = self._kept[origin], self._clock.wall()
        until = wall + kept.until - self._clock.now()
        return RobotsState(origin=origin, at=wall, until=until, body=zlib.decompress(kept.body), problem=kept.problem)

    def states(self) -> list[RobotsState]:
        """All that is known."""
        return [self.state(origin) for origin in self._kept]

    def _keep(self, origin: str, body: bytes, problem: str | None, seconds: float) -> None:
        self._parsed.pop(origin, None)
        self._kept[origin] = _Kept(zlib.compress(body, 1), problem, self._clock.now() + seconds)

    def _read(self, origin: str, kept: _Kept) -> Robots:
        robots = self._parsed.get(origin)
        if robots is None:
            robots = no_robots(kept.problem) if kept.problem else read_robots(zlib.decompress(kept.body))
            self._parsed[origin] = robots
            if len(self._parsed) > _PARSED:
                self._parsed.popitem(last=False)
        self._parsed.move_to_end(origin)
        return robots
