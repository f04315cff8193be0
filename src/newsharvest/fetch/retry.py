"""When to ask again: what the server says about it, and what to do where it says nothing."""

from __future__ import annotations

import random
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import isnan
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from newsharvest.errors import FetchError

LONGEST_PAUSE: Final = 3600.0
"""Seconds; a server that asks for a longer pause gets this."""

_LONGEST: Final = 64
"""Characters: no date and no number of seconds is longer."""
_FIRST: Final = 1.0
_GROWTH: Final = 3.0
_STEPS: Final = 10
_LONGEST_BACKOFF: Final = 600.0
_SCATTER: Final = 0.25


def retry_after(value: str | None, now: float | None = None) -> float | None:
    """The seconds that a ``Retry-After`` asks for, an hour at most; ``None`` where it says nothing.

    It is a number of seconds or a date, of which a past one gives 0.0. ``now`` is the time in seconds since
    the epoch.
    """
    text = (value or "").strip()[:_LONGEST]
    seconds = _number(text)
    if seconds is None:
        seconds = _date(text, time.time() if now is None else now)
    return None if seconds is None else min(seconds, LONGEST_PAUSE)


def _number(text: str) -> float | None:
    try:
        seconds = float(text)
    except ValueError:
        return None
    return None if seconds < 0 or isnan(seconds) else seconds


def _date(text: str, now: float) -> float | None:
    try:
        date = parsedate_to_datetime(text)
        return max(date.replace(tzinfo=date.tzinfo or UTC).timestamp() - now, 0.0)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def retry_wait(error: FetchError, tries: int) -> float | None:
    """In how many seconds to ask again after so many ``tries``; ``None`` if that will not help.

    It is about 1, 3, 9, 27 seconds and so on, ten minutes at most, or what the server says if that is longer.
    """
    if not error.retryable:
        return None
    backoff = min(_FIRST * _GROWTH ** (min(tries, _STEPS) - 1), _LONGEST_BACKOFF)
    scattered = backoff * random.uniform(1 - _SCATTER, 1 + _SCATTER)  # noqa: S311 - so that not all come back at once
    return max(scattered, error.retry_after or 0.0)
