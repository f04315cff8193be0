"""Time, as fetching and crawling need it; tests bring their own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


async def _sleep(seconds: float) -> None:
    import asyncio  # noqa: PLC0415 - slow, for those who fetch

    await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Clock:
    """A monotonic clock in seconds, how to wait, and the time of day for what is written down."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = _sleep
    wall: Callable[[], float] = time.time
    """Seconds since the epoch. It may jump, so nothing is waited for by it."""
