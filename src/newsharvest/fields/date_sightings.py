"""What a page says of its dates, one sighting a place, and which of them speak for each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any, Literal

from newsharvest.fields.candidate import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from newsharvest.lines.dates import FoundDate
    from newsharvest.page.model import Page

Role = Literal["published", "modified"]
SUPPORT = 0.5
"""How much of its own weight an independent witness adds to a date."""
SAME_MAKER = 0.25
"""The same for a witness that the same program wrote (two elements of one head)."""
MACHINE = frozenset({"json-ld", "meta", "microdata"})
QUARTER = 900
SAME_SEASON = timedelta(days=20)
MINUTE = timedelta(minutes=1)
WIDEST_SHIFT = timedelta(hours=14)

# Where people of these places write English, the day comes first.
_DAY_FIRST = re.compile(r"en-(?:gb|uk|au|nz|ie|in|za|sg|my|hk|ng|ke|pk|lk|jm|tt|mt)\b", re.IGNORECASE)
_DAY_FIRST_HOST = re.compile(r"^https?://[^/:]{1,200}\.(?:uk|au|nz|ie|in|za|sg|my|hk|ng|ke|pk|lk)(?:[:/]|$)")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A date in one place of the page."""

    date: FoundDate
    role: Role
    family: str
    """Who speaks: ``json-ld``, ``meta``, ``microdata``, ``visible`` or ``url``."""
    rule: str
    where: Any
    confidence: float
    span: tuple[int, int, int] | None = None
    labelled: bool = False
    """Whether a word beside it says what it is."""


def order_of(page: Page) -> str | None:
    """``dmy`` where the page is in English of a place that writes the day first; ``None`` leaves it to the language."""
    tag = page.metadata.lang or page.language or ""
    if _DAY_FIRST.match(tag) or (tag.lower() in ("", "en") and _DAY_FIRST_HOST.match(page.url or "")):
        return "dmy"
    return None


def same_time(one: FoundDate, other: FoundDate) -> bool:
    """Whether two dates can mean the same: the same day, or the same moment told in two zones."""
    if one.day == other.day:
        return True
    if not (one.has_time and other.has_time):
        return False
    left, right = one.moment, other.moment
    if left.tzinfo and right.tzinfo:
        return abs(left - right) < timedelta(minutes=1)
    apart = abs(left.replace(tzinfo=None, second=0) - right.replace(tzinfo=None, second=0))
    return apart <= WIDEST_SHIFT and apart.seconds % QUARTER == 0


def _weighed(sighting: Sighting, others: Iterable[Sighting]) -> float:
    """The confidence of a sighting with what the best witness of every other family adds to it."""
    best: dict[str, float] = {}
    for other in others:
        if other.family != sighting.family and same_time(sighting.date, other.date):
            share = SAME_MAKER if {sighting.family, other.family} <= MACHINE else SUPPORT
            best[other.family] = max(best.get(other.family, 0.0), share * other.confidence)
    doubt = 1.0 - sighting.confidence
    for support in best.values():
        doubt *= 1.0 - support
    return 1.0 - doubt


def _in_zone(aware: Sighting, others: Iterable[Sighting]) -> Sighting | None:
    """A time stated in UTC as another place of the page prints it; the difference of the two is the zone's offset.

    ``None`` where no other place prints the same moment on another clock.
    """
    if not aware.date.has_offset or aware.date.moment.utcoffset():
        return None
    stated = aware.date.moment.replace(tzinfo=None)
    for other in others:
        found = other.date
        if not found.has_time or found.has_offset or not same_time(found, aware.date):
            continue
        local = found.moment.replace(second=stated.second)
        shift = local - stated
        if shift and shift.total_seconds() % QUARTER == 0 and abs(shift) <= WIDEST_SHIFT:
            exact = local.replace(tzinfo=timezone(shift)).isoformat(timespec="seconds")
            return replace(other, date=replace(found, iso=exact), rule=f"{other.rule}, zone by {aware.rule}")
    return None


def _in_offset(aware: Sighting, others: Iterable[Sighting]) -> Sighting | None:
    """A time stated in UTC as another place of the page states it with an offset of its own.

    That may be the same moment, or the same hour: systems that call their own clock UTC are many. ``None`` else.
    """
    if not aware.date.has_offset or aware.date.moment.utcoffset():
        return None
    utc = aware.date.moment
    for other in others:
        found = other.date
        if not (found.has_time and found.has_offset and found.moment.utcoffset()):
            continue
        if abs(found.moment - utc) < MINUTE:
            exact = utc.astimezone(found.moment.tzinfo).isoformat(timespec="seconds")
            return replace(other, date=replace(found, iso=exact))
        if abs(found.moment.replace(tzinfo=None) - utc.replace(tzinfo=None)) < MINUTE:
            return other
    return None


def _in_other_zone(aware: Sighting, others: list[Sighting]) -> Sighting | None:
    """A time stated in UTC on the clock by which the page prints its other date (the change beside the publication).

    ``None`` where it prints none, or one so far away that summer time may have begun or ended in between.
    """
    if not aware.date.has_offset or aware.date.moment.utcoffset():
        return None
    for other in others:
        local = _in_zone(other, others)
        if local and abs(local.date.moment - aware.date.moment) <= SAME_SEASON:
            moved = aware.date.moment.astimezone(local.date.moment.tzinfo).isoformat(timespec="seconds")
            return replace(aware, date=replace(aware.date, iso=moved), rule=f"{aware.rule}, zone by {other.rule}")
    return None


def _precision(sighting: Sighting) -> tuple[int, bool]:
    """How much a sighting says; of two that say as much, an address prints nothing for readers."""
    return sighting.date.has_time + sighting.date.has_offset, sighting.family != "url"


def _place(weighed: tuple[float, Sighting]) -> tuple[float, str]:
    # Of two that are trusted alike the machine's earlier one (a later one is a change), the reader's first one.
    confidence, sighting = weighed
    return -round(confidence, 4), sighting.date.iso if sighting.family in MACHINE else ""


def ranked(sightings: Sequence[Sighting], role: Role) -> Iterator[Candidate]:
    """The sightings of one role as candidates, weighed by agreement; of a day, the one that tells most comes first."""
    mine = [sighting for sighting in sightings if sighting.role == role]
    weighed = sorted(((_weighed(sighting, mine), sighting) for sighting in mine), key=_place)
    if not weighed:
        return
    best, first = weighed[0]
    # The one that says most about the winning day speaks for it: an offset, then a time.
    exact = max((s for _, s in weighed if same_time(s.date, first.date)), key=_precision)
    if _precision(exact) > _precision(first):
        weighed = [(best, exact), *((confidence, s) for confidence, s in weighed if s is not exact)]
        first = exact
    if (
        local := _in_offset(first, mine)
        or _in_zone(first, mine)
        or _in_other_zone(first, [s for s in sightings if s.role != role])
    ):
        weighed.insert(0, (best, local))
    for confidence, sighting in weighed:
        found = sighting.date
        yield Candidate(found.iso, found.printed, sighting.where, sighting.rule, round(confidence, 4), sighting.span)
