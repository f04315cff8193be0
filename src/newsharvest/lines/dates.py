"""The dates that one line of text prints, in the spellings of many languages, as ISO 8601.

An order of day and month that the numbers leave open is read by the language's ``order`` (02/03/2020), unless the
caller knows better; such a date says that it is ``ambiguous``. With dots the day always comes first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.clock import clock_after, clock_before, offset_of
from newsharvest.lines.days import EARLIEST, LATEST, Day, find_days, months_of, valid_day
from newsharvest.lines.relative import relative_times
from newsharvest.text.folding import folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.languages import Lexicon

MAX_LINE = 256
"""Only this many characters of a line are read."""
_EPOCH_DIGITS, _EPOCH_MILLISECOND_DIGITS = 10, 13


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as printed in a line."""

    iso: str
    """``2020-02-03``, ``2020-02-03T16:20`` or ``2020-02-03T16:20:00+08:00``: no more than is printed."""
    printed: str
    start: int
    end: int
    has_time: bool
    ambiguous: bool = False
    """Whether the order of day and month was decided by the language alone."""

    @property
    def day(self) -> str:
        """The calendar day, ``2020-02-03``."""
        return self.iso[:10]

    @property
    def moment(self) -> datetime:
        """As a ``datetime``; naive where no offset is printed, midnight where no time is."""
        return datetime.fromisoformat(self.iso)

    @property
    def has_offset(self) -> bool:
        """Whether the time says its offset from UTC."""
        return "+" in self.iso[11:] or "-" in self.iso[11:]


_folded = folder(
    dict(
        zip(
            "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹：／－．（），　○零\xa0\u2009\u202f‐‑−",
            "012345678901234567890123456789:/-.(), 〇〇   ---",
            strict=True,
        )
    )
)
_ISO = re.compile(
    r"\s{0,9}(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,:]\d{1,9})?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?\s{0,9}\Z",
    re.ASCII,
)
_COMPACT = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?:[T_ -]?([0-2]\d)([0-5]\d)([0-5]\d)?(Z|[+-]\d\d:?\d\d)?)?(?!\d)",
    re.ASCII,
)
_CTIME = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{3})\s{1,2}(\d{1,2}) (\d\d:\d\d(?::\d\d)?) (?:([A-Z]{2,5}|[+-]\d\d:?\d\d) )?(\d{4})(?!\d)"
)
_PROMISING = re.compile(r"(?:19|20)\d\d|[-./'’]\d\d|年")
"""Found in every line that tells a full date, after folding."""
_YEAR_ANYWHERE = re.compile(r"(?:19|20)\d\d")


def swapped(found: FoundDate) -> FoundDate | None:
    """An ambiguous date with day and month the other way round; ``None`` for one that is not ambiguous."""
    if not found.ambiguous:
        return None
    year, month, day = found.day.split("-")
    return replace(found, iso=f"{year}-{day}-{month}{found.iso[10:]}")


def _ctime(text: str, lexicon: Lexicon) -> Iterator[FoundDate]:
    """``Mon Feb 03 16:20:00 +0800 2020``, the only spelling whose year comes behind the time."""
    for match in _CTIME.finditer(text):
        month = months_of(lexicon).get(match[1].casefold())
        iso = month and valid_day(int(match[5]), month, int(match[2]))
        clock = clock_after(text, match.start(3), match.end(4) if match[4] else match.end(3), lexicon)
        if iso and clock:
            yield FoundDate(f"{iso}T{clock.iso}", match[0], match.start(), match.end(), has_time=True)


def _compact(text: str) -> Iterator[FoundDate]:
    for match in _COMPACT.finditer(text):
        year, month, day, hour, minute, second, offset = match.groups()
        iso = valid_day(int(year), int(month), int(day))
        if iso:
            clock = f"T{hour}:{minute}" + (f":{second}" if second else "") + _offset(offset) if hour else ""
            yield FoundDate(iso + clock, match[0], match.start(), match.end(), bool(hour))


def _offset(printed: str | None) -> str:
    if not printed:
        return ""
    return "+00:00" if printed == "Z" else offset_of(printed) or ""


def _with_clocks(line: str, printed: str, days: list[Day], lexicon: Lexicon) -> Iterator[FoundDate]:
    free = 0
    for index, found in enumerate(days):
        stop = days[index + 1].start if index + 1 < len(days) else len(line)
        start, end, iso = found.start, found.end, found.iso
        if clock := clock_after(line, end, stop, lexicon):
            iso, end = f"{iso}T{clock.iso}", clock.end
        elif clock := clock_before(line, start, free, lexicon):
            iso, start = f"{iso}T{clock.iso}", clock.start
        elif index + 1 == len(days) and (clock := clock_after(line, end, stop, lexicon, behind_word=True)):
            iso, end = f"{iso}T{clock.iso}", clock.end
        free = end
        yield FoundDate(iso, printed[start:end].strip(), start, end, clock is not None, found.ambiguous)


def _bounded(found: list[FoundDate], now: datetime | None) -> list[FoundDate]:
    if now is None:
        return found
    latest = (now + timedelta(days=2)).date().isoformat()
    return [one for one in found if one.day <= latest]


def find_dates(
    text: str,
    lexicon: Lexicon,
    *,
    now: datetime | None = None,
    order: str | None = None,
    compact: bool = False,
) -> list[FoundDate]:
    """Every date in one line, in reading order; empty where the line prints none (a day without its year is none).

    ``now`` (an aware moment, when the page was fetched) gives relative times a meaning and bounds the future. ``order``
    (``dmy`` or ``mdy``) overrides the language's. ``compact`` also takes 20200203, which is a mere number elsewhere.
    """
    printed = text[:MAX_LINE]
    line = _folded(printed)
    found = _full_dates(line, printed, lexicon, order=order, compact=compact) if _PROMISING.search(line) else []
    if not found and now is not None:
        found = [
            FoundDate(iso, printed[start:end], start, end, "T" in iso)
            for start, end, iso in relative_times(line, lexicon, now)
        ]
    return _bounded(found, now)


def _full_dates(line: str, printed: str, lexicon: Lexicon, *, order: str | None, compact: bool) -> list[FoundDate]:
    """The dates in a folded line that tell their year."""
    days = find_days(line, lexicon, order or next(iter(lexicon.dates.order), "dmy"))
    if days:
        return list(_with_clocks(line, printed, days, lexicon))
    if _YEAR_ANYWHERE.search(line):
        return [*_ctime(line, lexicon), *(_compact(line) if compact else ())]
    return []


@lru_cache(maxsize=1024)
def dates_of(line: str, lexicon: Lexicon) -> tuple[FoundDate, ...]:
    """The dates of a line by its language's own order; kept for a while, for several fields ask about one line."""
    return tuple(find_dates(line, lexicon))


def _iso_date(text: str) -> FoundDate | None:
    match = _ISO.match(text)
    if not match:
        return None
    day, clock, offset = match.groups()
    iso = valid_day(int(day[:4]), int(day[5:7]), int(day[8:]))
    if not iso:
        return None
    if not clock or clock >= "24" or clock[3:4] > "5" or clock[6:7] > "5":
        return FoundDate(iso, text.strip(), 0, len(text), has_time=False)
    return FoundDate(f"{iso}T{clock}{_offset(offset)}", text.strip(), 0, len(text), has_time=True)


def _epoch(text: str) -> FoundDate | None:
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) in (_EPOCH_DIGITS, _EPOCH_MILLISECOND_DIGITS)):
        return None
    moment = datetime.fromtimestamp(int(digits[:_EPOCH_DIGITS]), UTC)
    if not EARLIEST <= moment.date() < LATEST:
        return None
    return FoundDate(moment.isoformat(), digits, 0, len(text), has_time=True)


def parse_date(
    text: str, lexicon: Lexicon, *, now: datetime | None = None, order: str | None = None
) -> FoundDate | None:
    """The date of a string that should hold nothing else (a meta content, a datetime attribute), or ``None``.

    Reads what :func:`find_dates` reads, and 20200203, 20200203162000 and seconds or milliseconds since 1970.
    """
    found = _iso_date(text) or _epoch(text)
    if found:
        return next(iter(_bounded([found], now)), None)
    return next(iter(find_dates(text, lexicon, now=now, order=order, compact=True)), None)
