"""When to ask again: what the server says about it, and what to do where it says nothing."""

from __future__ import annotations

import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from math import isnan
from typing import Final

LONGEST_PAUSE: Final = 3600.0
"""Seconds; a server that asks for a longer pause gets this."""

_LONGEST: Final = 64
"""Characters: no date and no number of seconds is longer."""


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
