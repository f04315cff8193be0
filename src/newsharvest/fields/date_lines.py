"""Dates that a reader sees: the info line near the title, ``time`` elements, the line at the story's end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsharvest.fields.date_sightings import Role, Sighting, same_time
from newsharvest.fields.date_zones import ZONE_WEIGHT, Story
from newsharvest.lines.date_labels import label_role, role_after, role_before
from newsharvest.lines.dates import FoundDate, dates_of, find_dates, parse_date
from newsharvest.page.model import STORY_LABELS, PageBlock
from newsharvest.page.names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from newsharvest.page.model import Page

LONGEST_LINE = 200
LONGEST_REST, LONGEST_LABELLED_REST, LONGEST_STORY_REST = 70, 160, 24
"""A line with more words than this beside its date is a sentence that happens to name a day."""
OPENING = 60
"""A dateline with a date stands within so many characters."""
OPENS = "date that opens the story"
EDGE = 2
"""A date that starts this far into its line stands at its beginning."""
SPLIT_CHARS, SPLIT_BLOCKS, SPLIT_TOTAL = 12, 4, 32
MAX_TIMES, MAX_DATETIME = 40, 64
NEXT_SIBLINGS = 4
ABOVE = 6
LONE_TIME = 0.3

_NAMES_INFO = re.compile(r"(?:post|entry|article|story|news|page|node|item)[-_ ]{0,2}(?:meta|info|date|byline|footer)")
_NAMES_DATE = tuple("date time publi posted meta byline info datum fecha source author stamp".split())
_NAMES_MODIFIED = ("updat", "modif", "aktualis", "revis")
_NAMES_OTHER = tuple(
    """comment related sidebar footer event copyright recent popular teaser widget promo recommend breaking calendar
    upcoming disqus archive ticker newest trending twitter tweet instagram""".split()
)
_DIGIT = re.compile(r"\d")
_SHORT_YEAR = re.compile(r"\d[./-]\d\d?[./-]\d\d")
_FULL_DATE = re.compile(r"\d{4}|年|\d[./-]\d\d?[./-]\d\d")
"""Found in the words of every date that is no relative time."""
_SHORT_LINE = 40
_OTHER_LABEL = re.compile(r"[^\W\d_]{3,20}\s?[:：]\s{0,2}$")
"""``Opening: `` before a date: a label that is none of ours says that it is a date of something else."""
_OPENS_STORY = re.compile(r"\s?[)\]）】|.。:：–—/(„“«»「-]")
_QUOTES = re.compile(r"\(@\w")


@dataclass(frozen=True, slots=True)
class Reading:
    """How the lines of a page are read."""

    order: str | None = None
    """``dmy`` or ``mdy`` where the page's place says which; ``None`` leaves it to the language."""
    sure: bool = False
    """Whether the page tells machines its date anyway, so that the lines need only agree or disagree."""
    now: datetime | None = None
    """When the page was fetched: what relative times are reckoned from."""


def _promising(text: str) -> bool:
    """Whether a line may hold a full date; substring tests, for nearly every line of a page holds none."""
    if "20" in text or "19" in text or "年" in text:
        return True
    if len(text) <= _SHORT_LINE and _SHORT_YEAR.search(text):
        return True
    return not text.isascii() and ("２０" in text or "１９" in text or "٢٠" in text or "۲۰" in text)


def _names(block: PageBlock) -> str:
    """Class and id of the block's element, of its parent and of its group, in lower case."""
    element = block.element
    if element is None:
        return ""
    around = (element, element.getparent(), block.group.element if block.group is not None else None)
    names = " ".join(f"{one.get('class') or ''} {one.get('id') or ''}" for one in around if one is not None)
    return names.lower().replace("post-footer", "").replace("entry-footer", "")


def _named(names: str, words: tuple[str, ...]) -> bool:
    return any(word in names for word in words)


def _is_modified(element: Any) -> bool:
    return _named((element.get("class") or "").lower(), _NAMES_MODIFIED)


def _is_info(block: PageBlock, dates: Sequence[FoundDate], labelled: bool) -> bool:
    """Whether a line is there to tell its date, rather than a sentence that names a day."""
    if block.label == "byline":
        return True
    if block.element is not None and _NAMES_INFO.search((block.element.get("class") or "").lower()):
        return True
    rest = len(block.text) - sum(found.end - found.start for found in dates)
    if block.label not in STORY_LABELS:
        return rest <= (LONGEST_LABELLED_REST if labelled else LONGEST_REST)
    # A sentence says "three hours ago" of anything, and tells a full date with its time of nothing but itself.
    if labelled or any(found.has_time and _FULL_DATE.search(found.printed) for found in dates):
        return rest <= LONGEST_REST
    return rest <= LONGEST_STORY_REST


def _weight(block: PageBlock, found: FoundDate, zone: str, labelled: bool) -> float:
    weight, text = ZONE_WEIGHT[zone], block.text
    names = _names(block)
    if labelled:
        weight += 0.14
    elif _OTHER_LABEL.search(text, 0, found.start):
        weight -= 0.20
    if block.label == "byline" or len(text) <= 2 * len(found.printed):
        weight += 0.08
    if _named(names, _NAMES_DATE):
        weight += 0.08
    if _named(names, _NAMES_OTHER) or _QUOTES.search(text):
        weight -= 0.30
    if block.link_chars > len(text) // 2:
        weight -= 0.25
    return max(0.05, weight)


def _opens(block: PageBlock, found: FoundDate) -> bool:
    """Whether the date opens the line (``18.01.2018: The …``, ``LYON, 3 March 2020 (AFP) –``) or ends a short one."""
    if found.end > OPENING or (block.label == "title" and found.start > EDGE):
        return False
    return found.end == len(block.text) or bool(_OPENS_STORY.match(block.text, found.end))


def _role(page: Page, block: PageBlock, dates: Sequence[FoundDate], number: int) -> Role | None:
    """What the words beside the line's date make of it; ``None`` where none is a label."""
    text, found = block.text, dates[number]
    start = dates[number - 1].end if number else 0
    role = role_before(text, found.start, start, page.lexicon)
    if role is None and number == 0 and found.start <= EDGE and block.index:
        role = label_role(page.blocks[block.index - 1].text, page.lexicon)
    if role is None and len(dates) == 1:
        role = role_after(text, found.end, page.lexicon)
    return role


def _time_around(page: Page, block: PageBlock, found: FoundDate, *, sure: bool) -> tuple[FoundDate, Any] | None:
    """What the ``time`` element around a printed date states, and that element; ``None`` without one.

    Where the page tells machines its date for ``sure``, the element may add hour and zone, and nothing new.
    """
    for element in block.element.iter("time") if block.element is not None else ():
        stated, words = element.get("datetime"), " ".join("".join(element.itertext()).split())
        at = block.text.find(words) if stated and words else -1
        if at >= 0 and at <= found.end and found.start <= at + len(words):
            read = parse_date(stated[:MAX_DATETIME], page.lexicon, now=page.fetched_at)
            fits = read and not (sure and (_is_modified(element) or not same_time(read, found)))
            return (read, element) if read and fits else None
    return None


def _dates(page: Page, text: str, reading: Reading) -> Sequence[FoundDate]:
    """The dates of a line; where nothing but its language says how to read it, credits have often read it before."""
    if reading.now is None and reading.order is None:
        return dates_of(text, page.lexicon)
    return find_dates(text, page.lexicon, now=reading.now, order=reading.order)


def _of_block(page: Page, block: PageBlock, zone: str, reading: Reading) -> Iterator[Sighting]:
    text = block.text
    if len(text) > LONGEST_REST and block.label in STORY_LABELS:
        text = text[: OPENING + SPLIT_CHARS]  # Of a sentence only the date that opens it counts.
    dates = _dates(page, text, reading)
    for number, found in enumerate(dates[:3]):
        role = _role(page, block, dates, number)
        labelled = role is not None
        span = (block.index, found.start, found.end)
        if not labelled and (number or zone == "after"):
            continue
        if block.label == "title":
            if _opens(block, found):
                yield Sighting(found, "published", "visible", "date before the title", block, 0.30, span)
        elif _is_info(block, dates, labelled):
            weight = _weight(block, found, zone, labelled)
            time = _time_around(page, block, found, sure=reading.sure)
            if time and not labelled and _is_modified(time[1]):
                role = "modified"
            role = role or "published"
            yield Sighting(found, role, "visible", "info line", block, weight, span, labelled)
            if time:
                yield Sighting(time[0], role, "visible", "time element", time[1], weight, span, labelled)
        elif zone == "head" and _opens(block, found):
            yield Sighting(found, "published", "visible", OPENS, block, 0.50, span)


def _of_several(page: Page, start: int, zone: str, reading: Reading) -> tuple[Sighting, int] | None:
    """A date that is told over several blocks from ``start`` on (``2024``, ``05/09``, ``22:27``), and how many."""
    pieces: list[str] = []
    for block in page.blocks[start : start + SPLIT_BLOCKS]:
        if len(block.text) > SPLIT_CHARS:
            break
        pieces.append(block.text)
    while len(pieces) > 1:
        text = " ".join(pieces)
        dates = find_dates(text, page.lexicon, order=reading.order) if len(text) <= SPLIT_TOTAL else []
        if dates:
            role = label_role(page.blocks[start - 1].text, page.lexicon) if start else None
            weight = _weight(page.blocks[start], dates[0], zone, role is not None)
            rule = "date told in several blocks"
            found = Sighting(dates[0], role or "published", "visible", rule, page.blocks[start], weight)
            return found, len(pieces)
        pieces.pop()
    return None


def zone_dates(page: Page, zone: str, blocks: range, reading: Reading) -> Iterator[Sighting]:
    """The dates in the lines of one zone around the story."""
    relative = reading.now is not None and not reading.sure
    done = 0
    for block in page.blocks[blocks.start : blocks.stop]:
        text = block.text
        size = len(text)
        if block.index < done or (zone == "above" and reading.sure and block.label != "byline"):
            continue
        found = []
        if (relative and size <= LONGEST_REST) or _promising(text if size <= LONGEST_LINE else text[:OPENING]):
            place = "near" if zone == "above" and block.label == "byline" else zone
            found = list(_of_block(page, block, place, reading))
            yield from found
        if size <= SPLIT_CHARS and not found and _DIGIT.search(text):
            joined = _of_several(page, block.index, zone, reading)
            if joined:
                done = block.index + joined[1]
                yield joined[0]


def _owners(page: Page) -> dict[Any, int]:
    owners: dict[Any, int] = {}
    for block in page.blocks:
        owners.setdefault(block.element, block.index)
    return owners


def _place(element: Any, words: str, owners: dict[Any, int]) -> int:
    """The block that an element stands in, or the one right behind it where it has no words; -1 for none."""
    for node in (element, *element.iterancestors()):
        if node in owners:
            return owners[node]
        for behind in islice(node.itersiblings(), 0 if words else NEXT_SIBLINGS):
            for inner in islice(behind.iter(), NEXT_SIBLINGS):
                if inner in owners:
                    return owners[inner]
    return -1


def time_dates(page: Page, story: Story, reading: Reading) -> Iterator[Sighting]:
    """The ``time`` elements around the story and the ``abbr`` of hAtom, also those whose words a script writes."""
    owners: dict[Any, int] | None = None
    for number, element in enumerate(page.root.iter("time", "abbr")):
        if number >= MAX_TIMES:
            return
        stated = (element.get("datetime") or element.get("title") or "")[:MAX_DATETIME]
        found = parse_date(stated, page.lexicon, now=page.fetched_at, order=reading.order) if stated else None
        if not found:
            continue
        owners = _owners(page) if owners is None else owners
        words = " ".join("".join(element.itertext()).split())
        place = _place(element, words, owners)
        zone = story.zone(place)
        if zone is None or zone == "after":
            continue
        block = page.blocks[place]
        at = max(block.text.find(words), 0) if words else 0
        role: Role | None = "modified" if _is_modified(element) else None
        role = role or role_before(block.text, at, 0, page.lexicon)
        if role is None and at <= EDGE and place:
            role = label_role(page.blocks[place - 1].text, page.lexicon)
        labelled = role is not None
        weight = min(0.9, _weight(block, found, zone, labelled) + 0.06)
        yield Sighting(found, role or "published", "visible", "time element", element, weight, labelled=labelled)


def far_dates(page: Page, story: Story, reading: Reading) -> list[Sighting]:
    """The dates far from the story that can only be its own: labelled lines above it, else ``time`` elements.

    Empty where they tell more than one day.
    """
    lines: list[Sighting] = []
    for block in page.blocks[: story.first]:
        text = block.text
        if len(text) <= LONGEST_LINE and block.label not in STORY_LABELS and _promising(text):
            lines.extend(_of_block(page, block, "after", reading))
    if not lines:
        lines.extend(_lone_times(page, reading))
    days = {sighting.date.day for sighting in lines if sighting.role == "published"}
    return lines if len(days) == 1 else []


def _lone_times(page: Page, reading: Reading) -> Iterator[Sighting]:
    """The ``time`` elements alone in their place that nothing around calls those of a comment or of a change."""
    for element in islice(page.root.iter("time"), MAX_TIMES):
        stated, parent = (element.get("datetime") or "")[:MAX_DATETIME], element.getparent()
        found = parse_date(stated, page.lexicon, now=page.fetched_at, order=reading.order) if stated else None
        if found and "".join(parent.itertext()).split() == "".join(element.itertext()).split():
            names = " ".join(names_of(above) for above in (element, *islice(element.iterancestors(), ABOVE))).lower()
            if not _named(names, (*_NAMES_OTHER, *_NAMES_MODIFIED)):
                yield Sighting(found, "published", "visible", "time element alone", element, LONE_TIME)
