"""Every place of a page that tells a date, read once for the fields ``published`` and ``modified``."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newsharvest.fields.candidate import Candidate, text_at
from newsharvest.fields.date_lines import LONGEST_LINE, OPENS, Reading, far_dates, time_dates, zone_dates
from newsharvest.fields.date_metadata import (
    address_dates,
    address_month,
    json_ld_dates,
    meta_dates,
    microdata_dates,
    script_dates,
)
from newsharvest.fields.date_sightings import MACHINE, SUPPORT, Sighting, order_of, ranked, same_time
from newsharvest.fields.date_zones import story_of
from newsharvest.lines.dates import find_dates, parse_date, swapped
from newsharvest.lines.relative import may_be_relative

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.fields.date_sightings import Role
    from newsharvest.lines.dates import FoundDate
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
EVENING = 17
"""From this hour on papers put the next day's stories online."""
MONTH_SUPPORT = 0.3
"""How much the month in the address adds to a line's date."""
AROUND = 4
"""How many elements, from its own upwards, tell what kind of mark-up a line has."""
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


def _kind(sighting: Sighting) -> tuple[str, ...]:
    """The mark-up that a line shares with those of the same list: tags and classes of its element and those around."""
    place = sighting.where
    element = getattr(place, "element", place)  # A block, or an element of the tree.
    around: list[str] = []
    while element is not None and len(around) < AROUND:
        around.append(f"{element.tag} {element.get('class') or ''}")
        element = element.getparent()
    return tuple(around)


def _without_lists(here: list[Sighting], stated: list[Sighting], listed: set[tuple[str, ...]]) -> list[Sighting]:
    """The sightings of one side of the story, with little trust in a list's dates (many days, no labels).

    ``listed`` are the kinds of mark-up that tell several days. A story whose paragraphs open with several days is a
    chronicle.
    """
    loose = [s for s in here if not s.labelled]
    opening = {s.date.day for s in loose if s.rule == OPENS}
    unsure = [s for s in loose if (listed and _kind(s) in listed) or (s.rule == OPENS and len(opening) > 1)]
    rest = {s.date.day for s in loose if s not in unsure}
    if len(rest) > LIST_DAYS:
        unsure = loose
    unsure = [s for s in unsure if not any(same_time(s.date, other.date) for other in stated)]
    return [replace(s, confidence=min(s.confidence, LIST_WEIGHT)) if s in unsure else s for s in here]


def _listed(sides: dict[str, list[Sighting]]) -> set[tuple[str, ...]]:
    """The kinds of mark-up that several days are told in without a label; empty where only few are told at all."""
    loose = [s for side in sides.values() for s in side if not s.labelled]
    head = [s for s in sides.get("head", ()) if not s.labelled]
    if len({s.date.day for s in loose}) < 2:
        return set()
    days: dict[tuple[str, ...], set[str]] = {}
    for sighting in loose:
        days.setdefault(_kind(sighting), set()).add(sighting.date.day)
    kinds = {kind for kind, told in days.items() if len(told) > LIST_DAYS}
    # A line alone at the head may be the story's, though a list below is set like it.
    counts = Counter(map(_kind, head)) if kinds else Counter()
    return {kind for kind in kinds if counts[kind] != 1}


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
    listed = _listed(sides)
    return [sighting for side in sides.values() for sighting in _without_lists(side, stated, listed)]


def _in_order(sightings: list[Sighting]) -> Iterator[Sighting]:
    """The sightings, a date like 02/03/2020 the other way round where only so it is what others say."""
    days = {s.date.day for s in sightings if not s.date.ambiguous}
    for sighting in sightings:
        other = swapped(sighting.date) if days else None
        if other and other.day in days and sighting.date.day not in days:
            yield replace(sighting, date=other)
        else:
            yield sighting


def _in_month(sightings: list[Sighting], month: str | None) -> Iterator[Sighting]:
    """The sightings, with more trust in the lines that tell a day of the month in the page's address.

    Where lines are all that tells a publication: a whole day says more.
    """
    alone = all(s.family == "visible" for s in sightings if s.role == "published")
    for sighting in sightings:
        if month and alone and sighting.family == "visible" and sighting.date.day.startswith(month):
            yield replace(sighting, confidence=1.0 - (1.0 - sighting.confidence) * (1.0 - MONTH_SUPPORT))
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


def _evening_before(stated: FoundDate, printed: FoundDate) -> bool:
    """Whether the printed day is that of the next issue: papers put its stories online the evening before."""
    if printed.has_time or not (stated.has_offset and stated.moment.utcoffset()):
        return False
    return stated.moment.hour >= EVENING and stated.moment.date() + timedelta(days=1) == printed.moment.date()


def _doubted(sightings: list[Sighting]) -> Iterator[Sighting]:
    """The sightings, with less trust in machine-readable dates that the line below the title contradicts.

    Publishing systems often state when a page was last built or moved; readers and editors see the line.
    """
    published = [s for s in sightings if s.role == "published"]
    address = next((s for s in published if s.family == "url"), None)
    lines = [s for s in published if s.family == "visible" and _with_address(s, address) >= STRONG]
    witnesses = [s for s in published if s.family in ("visible", "url")]
    for sighting in sightings:
        doubtful = lines and sighting.role == "published" and sighting.family in MACHINE
        doubtful = doubtful and not any(same_time(sighting.date, witness.date) for witness in witnesses)
        if doubtful and not all(_evening_before(sighting.date, line.date) for line in lines):
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
    if page.root is not None and not any(sighting.role == "published" for sighting in found):
        found += _far(page, order)
    ordered = list(_in_month(list(_in_order(found)), address_month(page)))
    apart = list(_told_apart(_bounded(page, ordered)))
    return tuple(_at_least_one(list(_doubted(apart))))


def _far(page: Page, order: str | None) -> list[Sighting]:
    """What a page tells of its publication where nobody would look for it, and only if nothing else does."""
    story = story_of(page)
    lines = far_dates(page, story, Reading(order)) if story else []
    return lines if any(sighting.role == "published" for sighting in lines) else [*script_dates(page, order)]


def published_dates(page: Page) -> tuple[Candidate, ...]:
    """The page's dates of publication, the surest first; to be had by ``page.once``."""
    return tuple(ranked(page.once(sightings), "published"))


def relative_words(page: Page, role: Role) -> Iterator[Candidate]:
    """The line that tells a time only beside the moment of the fetch, where nobody says that moment: words, no date."""
    for found in page.once(_relative_times):
        if found.role == role:
            yield Candidate(None, found.date.printed, found.where, "relative time", found.confidence, found.span)
            return


def _relative_times(page: Page) -> list[Sighting]:
    """What the lines near the headline tell by the moment of the fetch, where nobody says that moment."""
    story = story_of(page) if page.fetched_at is None else None
    if story is None:
        return []
    reading = Reading(now=ANY_MOMENT)
    return [
        found
        for zone, blocks in story.zones(len(page.blocks))
        if zone in RELATIVE_ZONES and _tells_relative(page, blocks)
        for found in zone_dates(page, zone, blocks, reading)
        if found.confidence >= LINE and not find_dates(found.date.printed, page.lexicon)
    ]


def _tells_relative(page: Page, blocks: range) -> bool:
    """Whether a line of these blocks may tell a relative time; to ask all of them at once costs next to nothing."""
    lines = [block.text for block in page.blocks[blocks.start : blocks.stop] if len(block.text) <= LONGEST_LINE]
    return may_be_relative("\n".join(lines), page.lexicon)


def date_at(page: Page, place: Any) -> str | None:
    """The date at a place that a site rule names: its ``datetime`` attribute, else its words; ``None`` for none."""
    stated = None if isinstance(place, str) else place.get("datetime")
    text = stated or text_at(page, place)
    found = parse_date(text, page.lexicon, now=page.fetched_at) if text else None
    return found.iso if found else None
