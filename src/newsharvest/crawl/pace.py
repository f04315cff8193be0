"""How one host or one address is asked: when it is free again, and how long it rests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from newsharvest.errors import HTTPStatusError
from newsharvest.fetch import LONGEST_PAUSE
from newsharvest.fetch.robots import LONGEST_DELAY

if TYPE_CHECKING:
    import asyncio

    from newsharvest.errors import FetchError
    from newsharvest.fetch import Clock

_SLOW_DOWN: Final = frozenset({429, 503})
_FIRST_PAUSE: Final = 10.0
"""Seconds, doubled each time, for a server that wants fewer requests and does not say how many."""
_MOST_DOUBLINGS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """How a host or an address is asked, to be kept across restarts. Times are in seconds since the epoch."""

    key: str
    """Host and port; or an address, after ``ip:``."""
    at: float
    """When this was written down."""
    next_allowed_at: float
    """When it may be asked again."""
    latency: float = 0.0
    """How many seconds its answers take."""
    failures: int = 0
    """How many times in a row it has asked for a slower pace."""


@dataclass(slots=True)
class Pace:
    """The pace of one host or one address. Times are on the monotonic clock."""

    key: str
    next_at: float = 0.0
    latency: float = 0.0
    failures: int = 0
    asked_for: dict[str, float] = field(default_factory=dict)
    """The delays that its robots.txt files ask for, by origin."""
    addresses: tuple[Pace, ...] = ()
    """Those that a request to the host was last dialled at."""
    expected: int = 0
    """How many visits are on their way to it."""
    busy: bool = False
    freed: asyncio.Event | None = None
    """Set when it is busy no longer; there only if someone waits."""

    def gap(self, delay: float) -> float:
        """How long it rests after an answer, where ``delay`` is the least; 0 leaves out what answers take."""
        asked = max(delay, *self.asked_for.values(), 0.0)
        return max(asked, min(self.latency, LONGEST_DELAY)) if delay else asked

    def learn(self, seconds: float, error: FetchError | None) -> float:
        """Note what an answer took and came to; gives for how long the server wants to be left alone."""
        latency = (self.latency + seconds) / 2 if self.latency else seconds
        # An error that comes at once is no sign that a server is well.
        self.latency = latency if error is None else max(self.latency, latency)
        if error is None:
            self.failures = 0
        if not (isinstance(error, HTTPStatusError) and error.status in _SLOW_DOWN):
            return 0.0
        self.failures += 1
        if error.retry_after is not None:
            return error.retry_after
        return min(_FIRST_PAUSE * 2.0 ** min(self.failures - 1, _MOST_DOUBLINGS), LONGEST_PAUSE)

    def rest_until(self, time: float) -> None:
        """It may not be asked before ``time``."""
        self.next_at = max(self.next_at, time)

    def release(self) -> None:
        """It is busy no longer."""
        self.busy = False
        if self.freed is not None:
            self.freed.set()
            self.freed = None

    def state(self, clock: Clock) -> HostState:
        """What has to be known of it after a restart."""
        wall = clock.wall()
        return HostState(
            key=self.key,
            at=wall,
            next_allowed_at=wall + max(self.next_at - clock.now(), 0.0),
            latency=self.latency,
            failures=self.failures,
        )

    def restore(self, state: HostState, clock: Clock) -> None:
        """Take over what was known, and rest no longer than was meant then, whatever the time of day is now."""
        meant = min(state.next_allowed_at - state.at, LONGEST_PAUSE)
        left = min(state.next_allowed_at - clock.wall(), meant)
        self.next_at = clock.now() + max(left, 0.0)
        self.latency, self.failures = state.latency, state.failures


def pace_key(host: str) -> str:
    """The name under which a host is paced: with and without ``www.`` or a dot at the end it is one."""
    name, colon, port = host.rpartition(":")
    if not (colon and port.isdecimal()):
        name, colon, port = host, "", ""
    return f"{name.rstrip('.').removeprefix('www.')}{colon}{port}"
