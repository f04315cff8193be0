"""Times that only mean something beside the moment a page was fetched: ``3 hours ago``, ``3小时前``, ``昨天 16:20``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.clock import alternatives, clock_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.languages import Lexicon

_SECONDS = (1, 60, 3600, 86400, 604800)
"""Of second, minute, hour, day, week. Months and years ago are no day, so they give nothing."""
_DAY = 3
_LONGEST_LINE = 40
"""A line longer than this uses ``today`` as a word of its story, unless a time stands beside it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    marks: tuple[str, ...]
    """One of these stands in every line that tells such a time."""
    ago: re.Pattern[str]
    unit_of: dict[str, int]
    day: re.Pattern[str]
    yesterday: frozenset[str]


@lru_cache(maxsize=64)
def _words(lexicon: Lexicon) -> _Words:
    dates = lexicon.dates
    unit_of = {
        word.casefold(): size for size, unit in enumerate(dates.units[: len(_SECONDS)]) for word in unit.split("|")
    }
    front = alternatives(word.removesuffix("…").strip() for word in dates.ago if word.endswith("…"))
    back = alternatives(word for word in dates.ago if not word.endswith("…"))
    count = rf"(\d{{1,3}}|{alternatives(dates.one)})\s{{0,2}}({alternatives(unit_of)})"
    edge, letter = r"(?<![^\W\d_])", r"(?![a-zà-ÿа-яё])"
    marks = (*(word.removesuffix("…").strip() for word in dates.ago), *dates.today, *dates.yesterday)
    return _Words(
        tuple(dict.fromkeys(word.casefold() for word in marks)),
        re.compile(rf"{edge}(?:{front}\s{{1,2}}{count}{letter}|{count}\s{{0,2}}{back}{letter})", re.IGNORECASE),
        unit_of,
        re.compile(rf"(?<![^\W_])({alternatives((*dates.today, *dates.yesterday))}){letter}", re.IGNORECASE),
        frozenset(word.casefold() for word in dates.yesterday),
    )


def may_be_relative(text: str, lexicon: Lexicon) -> bool:
    """Whether a line holds a word that every relative time has; that rules nearly every line out."""
    return any(map(text.casefold().__contains__, _words(lexicon).marks))


def relative_times(text: str, lexicon: Lexicon, now: datetime) -> Iterator[tuple[int, int, str]]:
    """(start, end, ISO time) of every relative time in the line, reckoned from ``now``.

    Seconds, minutes and hours ago give a time with the offset of ``now``; days and weeks ago, today and yesterday give
    a day, with the time that is printed beside it, if one is.
    """
    if not may_be_relative(text, lexicon):
        return
    words = _words(lexicon)
    for match in words.ago.finditer(text):
        number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
        size = words.unit_of[unit.casefold()]
        moment = now - timedelta(seconds=_SECONDS[size] * (int(number) if number.isdigit() else 1))
        precision = "minutes" if size < _DAY else None
        iso = moment.isoformat(timespec=precision) if precision else moment.date().isoformat()
        yield match.start(), match.end(), iso
    for match in words.day.finditer(text):
        day = (now - timedelta(days=match[1].casefold() in words.yesterday)).date().isoformat()
        clock = clock_after(text, match.end(), len(text), lexicon)
        if clock:
            yield match.start(), clock.end, f"{day}T{clock.iso}"
        elif len(text) <= _LONGEST_LINE:
            yield match.start(), match.end(), day
