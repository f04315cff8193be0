"""Every place of a page that tells a date, read once for the fields ``published`` and ``modified``."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newsharvest.fields.candidate import Candidate, text_at
from newsharvest.fields.date_lines import Reading, time_dates, zone_dates
from newsharvest.fields.date_metadata import address_dates, json_ld_dates, meta_dates, microdata_dates
from newsharvest.fields.date_sightings import MACHINE, SUPPORT, Sighting, order_of, same_time
from newsharvest.fields.date_zones import story_of
from newsharvest.lines.dates import find_dates, parse_date, swapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.fields.date_sightings import Role
    from newsharvest.page.model import Page

SURE = 0.80
"""From here on a date needs no further search."""
STRONG = 0.70
"""From here on a visible line is believed against what the page tells machines."""
DOUBT = 0.75
"""What is left of the trust in a machine's date that such a line contradicts."""
LINE = 0.50
"""From here on a line is one that tells the story's date, whatever it calls it."""
LIST_DAYS, LIST_WEIGHT = 2, 0.10
"""More days than this in the unlabelled lines of one side of the story are a list of other stories."""
SIDE = {"head": "head", "near": "above", "above": "above", "tail": "below", "after": "below"}
RELATIVE_ZONES = frozenset({"head", "near"})
ANY_MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
"""What relative times are reckoned from where only their words are wanted."""
HEADER_SLACK = timedelta(days=2)


def _agree(sightings: list[Sighting]) -> bool:
    """Whether a machine-readable and a visible sighting tell the same publication."""
    published = [s for s in sightings if s.role == "published"]
    machine = [s for s in published if s.family in MACHINE]
    seen = [s for s in published if s.family == "visible"]
    return any(same_time(one.date, other.date) for one in machine for other in seen)


def _without_lists(here: list[Sighting], stated: list[Sighting]) -> list[Sighting]:
    """The sightings of one side of the story, with little trust in a list's dates (many days, no labels)."""
    loose = [s for s in here if not s.labelled]
    if len({s.date.day for s in loose}) <= LIST_DAYS:
        return here
    listed = [s for s in loose if not any(same_time(s.date, other.date) for other in stated)]
    return [replace(s, confidence=min(s.confidence, LIST_WEIGHT)) if s in listed else s for s in here]


def _visible(page: Page, stated: list[Sighting], order: str | None) -> list[Sighting]:
    """What the lines around the story tell; the search ends where they and the machine's dates agree."""
    story = story_of(page)
    if story is None:
        return []
    sure = any(s.confidence >= SURE and s.role == "published" for s in stated)
    reading = Reading(order, sure, page.fetched_at)
    sides: dict[str, list[Sighting]] = {}
    for zone, blocks in story.zones(len(page.blocks)):
        if zone == "tail" and reading.sure:
            break
        here = list(zone_dates(page, zone, blocks, reading))
        sides.setdefault(SIDE[zone], []).extend(here)
        if _agree([*stated, *here]) or any(s.confidence >= SURE and s.role == "published" for s in here):
            break
    else:
        if page.root is not None and not reading.sure:
            sides["time"] = list(time_dates(page, story, reading))
    return [sighting for side in sides.values() for sighting in _without_lists(side, stated)]


def _in_order(sightings: list[Sighting]) -> Iterator[Sighting]:
    """The sightings, a date like 02/03/2020 the other way round where only so it is what others say."""
    days = {s.date.day for s in sightings if not s.date.ambiguous}
    for sighting in sightings:
        other = swapped(sighting.date) if days else None
        if other and other.day in days and sighting.date.day not in days:
            yield replace(sighting, date=other)
        else:
            yield sighting


def _told_apart(sightings: list[Sighting]) -> Iterator[Sighting]:
    """The sightings, with an unlabelled line that repeats the machine's date of change being one itself."""
    stated = [s for s in sightings if s.family in MACHINE]
    published = [s.date for s in stated if s.role == "published"]
    modified = [s.date for s in stated if s.role == "modified"]
    for sighting in sightings:
        if sighting.family == "visible" and sighting.role == "published" and published:
            is_first = any(same_time(sighting.date, date) for date in published)
            if not is_first and any(same_time(sighting.date, date) for date in modified):
                yield replace(sighting, role="modified")
                continue
        yield sighting


def _doubted(sightings: list[Sighting]) -> Iterator[Sighting]:
    """The sightings, with less trust in machine-readable dates that the line below the title contradicts.

    Publishing systems often state when a page was last built or moved; readers and editors see the line.
    """
    published = [s for s in sightings if s.role == "published"]
    address = next((s for s in published if s.family == "url"), None)
    lines = [s for s in published if s.family == "visible" and _with_address(s, address) >= STRONG]
    witnesses = [s for s in published if s.family in ("visible", "url")]
    for sighting in sightings:
        contradicted = lines and sighting.role == "published" and sighting.family in MACHINE
        if contradicted and not any(same_time(sighting.date, witness.date) for witness in witnesses):
            yield replace(sighting, confidence=sighting.confidence * DOUBT)
        else:
            yield sighting


def _with_address(line: Sighting, address: Sighting | None) -> float:
    if address is None or not same_time(line.date, address.date):
        return line.confidence
    return 1.0 - (1.0 - line.confidence) * (1.0 - SUPPORT * address.confidence)


def _at_least_one(sightings: list[Sighting]) -> Iterator[Sighting]:
    """The sightings; where hardly anything tells a publication, the info line's date counts as one as well.

    Many systems, Chinese ones above all, print one date only and call it ``更新时间`` from the first day on.
    """
    yield from sightings
    if all(s.confidence < LINE for s in sightings if s.role == "published"):
        lines = [s for s in sightings if s.family == "visible" and s.confidence >= LINE]
        for line in lines[:1]:
            yield replace(line, role="published", rule="the only date printed", confidence=LINE)


def _bounded(page: Page, sightings: list[Sighting]) -> list[Sighting]:
    """Without the dates that lie after the server's own word on the page's last change."""
    header = page.headers.get("last-modified")
    bound = parse_date(header, page.lexicon) if header else None
    if bound is None:
        return sightings
    latest = (bound.moment + HEADER_SLACK).date().isoformat()
    return [sighting for sighting in sightings if sighting.date.day <= latest]


def sightings(page: Page) -> tuple[Sighting, ...]:
    """All sightings of the page's own dates, the machine-readable first."""
    order = order_of(page)
    found = [*json_ld_dates(page, order), *meta_dates(page, order), *microdata_dates(page, order)]
    found += address_dates(page)
    found += _visible(page, found, order)
    apart = list(_told_apart(_bounded(page, list(_in_order(found)))))
    return tuple(_at_least_one(list(_doubted(apart))))


def relative_words(page: Page, role: Role) -> Iterator[Candidate]:
    """The line that tells a time only beside the moment of the fetch, where nobody says that moment: words, no date."""
    story = story_of(page) if page.fetched_at is None else None
    if story is None:
        return
    reading = Reading(now=ANY_MOMENT)
    for zone, blocks in story.zones(len(page.blocks)):
        for found in zone_dates(page, zone, blocks, reading) if zone in RELATIVE_ZONES else ():
            printed = found.date.printed
            if found.role == role and found.confidence >= LINE and not find_dates(printed, page.lexicon):
                yield Candidate(None, printed, found.where, "relative time", found.confidence, found.span)
                return


def date_at(page: Page, place: Any) -> str | None:
    """The date at a place that a site rule names: its ``datetime`` attribute, else its words; ``None`` for none."""
    stated = None if isinstance(place, str) else place.get("datetime")
    text = stated or text_at(page, place)
    found = parse_date(text, page.lexicon, now=page.fetched_at) if text else None
    return found.iso if found else None
