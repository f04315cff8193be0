"""The calendar days that one line of text names, by number or by word, in the spellings of many languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.languages import Lexicon, lexicons

if TYPE_CHECKING:
    from collections.abc import Iterator

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a line names it."""

    start: int
    end: int
    iso: str
    """``2020-02-03``."""
    ambiguous: bool = False
    """Whether the order of day and month was decided by the language alone."""


_HAN = "〇一二三四五六七八九十元"
_NUMERIC = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?:\s?(?P<s>[-/.])\s?|\s(?=\d\d?/))(?P<m>\d{1,2})\s?(?:(?P=s)|(?<!\s)/)\s?"
    r"(?P<d>\d{1,2}(?!\d)|\d\d(?=\d\d:\d\d))"
    rf"|(?P<cy>(?<!\d)\d{{1,4}}|[{_HAN}]{{1,4}})\s{{0,2}}[年년]\s{{0,2}}(?P<cm>\d{{1,2}}|[{_HAN}]{{1,3}})\s{{0,2}}[月월]"
    rf"\s{{0,2}}(?P<cd>\d{{1,2}}(?!\d)|[{_HAN}]{{1,3}})\s{{0,2}}[日号號일]?"
    r"|(?<![\d.,/-])(?P<a>\d{1,2})\s?(?P<t>[-/.|])\s?(?P<b>\d{1,2})\s?(?P=t)\s?"
    r"(?P<z>(?:19|20)\d\d(?=\d\d:\d\d)|(?:19|20)\d\d(?!\d)|\d\d(?![\d:]|[./-]\d))"
)
_YEAR = r"(?:(?P<y>(?:19|20)\d\d)(?:(?!\d)|(?=\d\d:\d\d))|[-'’](?P<yy>\d\d)(?![\d:]))"
_DAY_MONTH = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|°|ª)?\.?[\s\-/]{0,3}(?:d[eo]\s|of\s|d['’])?(?P<m>[^\W\d_]{3,12})"
    r"[.,]{0,2}[\s\-/]{0,3}(?:de\s|del\s|do\s|of\s)?" + _YEAR,
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    r"(?<![^\W\d_])(?P<m>[^\W\d_]{3,12})\.?[\s-]{0,3}(?P<d>\d{1,2}(?!\d))(?:st|nd|rd|th)?(?:\s?[,.]|\sof)?[\s-]{0,3}"
    + _YEAR,
    re.IGNORECASE,
)
_YEAR_MONTH_DAY = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<yy>)[\s\-/,.]{1,2}(?P<m>[^\W\d_]{3,12})[\s\-/.]{1,2}(?P<d>\d{1,2})(?!\d)"
)
_UNNAMED = range(100, 200)
"""The years that may be of an era that nobody names: they are no years of our calendar that news tell of."""
_HAN_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}


@lru_cache(maxsize=64)
def months_of(lexicon: Lexicon) -> dict[str, int]:
    """Month by its name: those of every language, since pages mix them, with this language's own winning."""
    found: dict[str, int] = {}
    for known in (*lexicons().values(), lexicon):
        for number, names in enumerate(known.dates.months, start=1):
            found.update((name.casefold(), number) for name in names.split("|"))
    return found


def _han_number(text: str) -> int:
    """The value of 二〇二〇, 一〇九, 十一, 二十五 or of plain digits."""
    if text.isdigit() and text.isascii():
        return int(text)
    if text == "元":
        return 1
    tens, ten, ones = text.partition("十")
    if ten:
        return 10 * (_HAN_DIGITS.get(tens, 1) if tens else 1) + _HAN_DIGITS.get(ones, 0)
    return int("".join(str(_HAN_DIGITS.get(character, 0)) for character in text))


def valid_day(year: int, month: int, day: int) -> str | None:
    """The day as ISO 8601; ``None`` for one that no calendar has, or that no news page can mean."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found.isoformat() if EARLIEST <= found < LATEST else None


def _full_year(printed: str) -> int:
    return int(printed) + (0 if len(printed) == 4 else 1900 if printed >= "90" else 2000)


def _era_year(text: str, match: re.Match[str], lexicon: Lexicon) -> tuple[int, int]:
    """(year, start) of a year before 年, counted from an era where one is named in front of it."""
    year, before = _han_number(match["cy"]), text[max(0, match.start() - 6) : match.start()].rstrip()
    for entry in lexicon.dates.eras:
        name, _, first = entry.partition("=")
        if before.endswith(name) and (name or year in _UNNAMED):
            return year + int(first), match.start() - len(name)
    return year, match.start()


def _numeric(text: str, lexicon: Lexicon, order: str) -> Iterator[Day]:
    for match in _NUMERIC.finditer(text):
        start, ambiguous = match.start(), False
        if match["y"]:
            iso = valid_day(int(match["y"]), int(match["m"]), int(match["d"]))
        elif match["cy"]:
            year, start = _era_year(text, match, lexicon)
            iso = valid_day(year, _han_number(match["cm"]), _han_number(match["cd"]))
        else:
            first, second, third = match["a"], match["b"], match["z"]
            if len(third) == 2 and (order == "ymd" or len(first + second) < 4):
                iso = valid_day(_full_year(first), int(second), int(third)) if len(first + second) == 4 else None
            else:
                iso, ambiguous = _ordered(int(first), int(second), _full_year(third), order, dots=match["t"] == ".")
        if iso:
            yield Day(start, match.end(), iso, ambiguous)


def _ordered(first: int, second: int, year: int, order: str, *, dots: bool) -> tuple[str | None, bool]:
    """The day of 02/03/2020 (``None`` for no day at all), and whether only ``order`` decided it.

    With dots the day comes first, which only in a language that puts the month first is open to doubt.
    """
    month_first = order == "mdy" and not dots
    if dots and order != "mdy":
        order = ""
    if first > 12 or second > 12:
        month_first = second > 12
        order = ""
    day, month = (second, first) if month_first else (first, second)
    return valid_day(year, month, day), bool(order) and first != second


def _worded(text: str, lexicon: Lexicon) -> Iterator[Day]:
    months = months_of(lexicon)
    for pattern in (_DAY_MONTH, _MONTH_DAY, _YEAR_MONTH_DAY):
        for match in pattern.finditer(text):
            month = months.get(match["m"].casefold())
            iso = month and valid_day(_full_year(match["y"] or match["yy"]), month, int(match["d"]))
            if iso:
                yield Day(match.start(), match.end(), iso)


def find_days(line: str, lexicon: Lexicon, order: str) -> list[Day]:
    """The days in a line of folded text, in reading order and apart; ``order`` is how 02/03/2020 is read."""
    # Hardly a line tells one date in digits and another in words, so the words cost nothing where digits do.
    return _parted(list(_numeric(line, lexicon, order)) or list(_worded(line, lexicon)))


def _parted(days: list[Day]) -> list[Day]:
    """The days in reading order, without those that overlap an earlier or longer one."""
    kept: list[Day] = []
    for day in sorted(days, key=lambda found: (found.start, -found.end)):
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept
