"""The time of day beside a date, and its zone: ``16:20``, ``4.20 pm``, ``下午4时20分``, ``14h30``, ``+0800``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.languages import Lexicon

_GAP = r"[\s,;|·•()\[\]—–\-/T]{0,6}"
_WEEKDAY = r"(?:[(\[]?(?:星期|周|週|礼拜|禮拜)?[一二三四五六日天月火水木金土월화수목금토일](?:曜日|요일)?[)\]]?)?"
_WORD = r"(?P<word>[^\W\d_]{1,12}[.,]{0,2})\s{1,2}"
"""A day of the week, or what some languages put behind a year (г.,)."""
_OFFSET = r"[+-]\d{1,2}(?::?\d\d)?(?![\d:])"
_MAX_OFFSET_HOURS, _QUARTER = 14, 15
"""No place is further from UTC, and none differs by other than quarters of an hour (10:00-11:20 is a span)."""
_DIGIT = re.compile(r"\d")
_TIME_LIKE = re.compile(r"\d\s?(?:[:：h時时点點시]|[ap]\.?m)", re.IGNORECASE)
_REACH = 48
"""How many characters before or after a date are searched for its time."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as printed."""

    iso: str
    """``16:20``, ``16:20:05``, with ``+08:00`` behind it where a zone is printed."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    after: re.Pattern[str]
    behind_word: re.Pattern[str]
    before: re.Pattern[str]
    zones: dict[str, str]
    morning: frozenset[str]
    evening: frozenset[str]


def alternatives(words: Iterable[str]) -> str:
    """The words as one regular expression group, the longest first; a group that never matches for none."""
    listed = sorted({re.escape(word) for word in words if word}, key=len, reverse=True)
    return f"(?:{'|'.join(listed)})" if listed else r"(?!)"


@lru_cache(maxsize=64)
def _words(lexicon: Lexicon) -> _Words:
    dates = lexicon.dates
    # Of two offsets for one name the language's own, which stands first, is meant.
    zones = {name: offset for name, _, offset in (entry.partition("=") for entry in reversed(dates.zones))}
    names = list(zones)
    half, at = alternatives((*dates.am, *dates.pm)), alternatives(dates.at)
    letter = r"(?![^\W\d_])"
    clock = (
        rf"(?:(?P<half1>{half})\s?)?(?P<h>\d{{1,2}})"
        r"(?:\s?[:：]\s?(?P<m>\d\d)(?:\s?[:：]\s?(?P<s>\d\d)(?:[.,]\d{1,9})?)?(?![\d:])"
        rf"|\s?(?:h{letter}|h(?=\d)|[時时點点시])\s?(?:(?P<m2>\d{{1,2}})\s?(?:[分분]|(?![\d:年/.-]))"
        r"(?:\s?(?P<s2>\d{1,2})\s?[秒초])?)?"
        rf"|\.(?P<m3>\d\d)(?=\s?(?:{half}|{at}))PRE"
        rf"|(?=\s?(?:{half}|{at}){letter}))"
        rf"(?:\s{{0,2}}(?P<half2>{half}){letter})?(?:\s{{0,2}}(?:{at}){letter})?"
        rf"(?:\s{{0,2}}(?P<open>\()?(?P<zone>(?-i:{alternatives(names)})){letter})?(?:\s?(?P<offset>{_OFFSET}))?(?(open)\)?)"
    )
    # Only names like 北京时间 stand in front of the time; the short ones come behind it.
    front = rf"(?:(?P<zone1>{alternatives(name for name in names if not name.isascii())})\s{{0,2}})?"
    # A dot may part hour and minute where a word says that this is a time (kl. 16.20).
    told = clock.replace("PRE", r"|(?(at)\.(?P<m4>\d\d)(?![\d.])|(?!))")
    told = rf"(?:(?P<at>{at})\s{{0,2}})?(?:on\s)?{front}{told}"
    clock = clock.replace("PRE", "")
    before = rf"(?<![\d:.]){front}{clock}[\s,|·•()—–-]{{0,4}}(?:{at}\s)?(?:[^\W\d_]{{2,12}}[,.]?\s{{1,2}})?$"
    return _Words(
        re.compile(rf"\.?{_GAP}{_WEEKDAY}{_GAP}{told}", re.IGNORECASE),
        re.compile(rf"{_GAP}{_WORD}{told}", re.IGNORECASE),
        re.compile(before, re.IGNORECASE),
        zones,
        frozenset(word.casefold() for word in dates.am),
        frozenset(word.casefold() for word in dates.pm),
    )


def offset_of(printed: str) -> str | None:
    """``+08:00`` for ``+0800``, ``+8`` and the like; ``None`` where no place on earth has such an offset."""
    digits = printed[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    if hours > _MAX_OFFSET_HOURS or minutes % _QUARTER:
        return None
    return f"{printed[0]}{hours:02}:{minutes:02}"


def _iso(match: re.Match[str], words: _Words) -> str | None:
    hour = int(match["h"])
    dotted = match["m3"] or match.groupdict().get("m4")
    minute = match["m"] or match["m2"] or dotted or "00"
    second = match["s"] or match["s2"]
    half = (match["half1"] or match["half2"] or "").casefold()
    if half in words.evening and hour < 12:
        hour += 12
    elif half in words.morning and hour == 12:
        hour = 0
    if hour > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    zone = words.zones.get(match["zone"] or match["zone1"] or "", "")
    offset = match["offset"]
    if offset:
        zone = offset_of(offset) or zone
    return f"{hour:02}:{int(minute):02}" + (f":{int(second):02}" if second else "") + zone


def clock_after(text: str, position: int, stop: int, lexicon: Lexicon, *, behind_word: bool = False) -> Clock | None:
    """The time printed directly after ``position``, before ``stop``; ``None`` where there is none.

    With ``behind_word`` one word more stands between, such as the day of the week.
    """
    if not _DIGIT.search(text, position, min(stop, position + 24)):
        return None
    words = _words(lexicon)
    pattern = words.behind_word if behind_word else words.after
    match = pattern.match(text, position, min(stop, position + _REACH))
    if match and behind_word and not (match["word"][0].isupper() or match["word"][-1] in ".,"):
        return None  # "from 16:20" is the time of something to come.
    iso = match and _iso(match, words)
    return Clock(iso, match.start("h"), match.end()) if match and iso else None


def clock_before(text: str, position: int, start: int, lexicon: Lexicon) -> Clock | None:
    """The time printed directly before ``position``, not before ``start``; ``None`` where there is none."""
    reach = max(start, position - _REACH)
    if not _TIME_LIKE.search(text, reach, position):
        return None
    words = _words(lexicon)
    match = words.before.search(text, reach, position)
    iso = match and _iso(match, words)
    return Clock(iso, match.start(), match.end()) if match and iso else None
