"""Whom the page credits for the story: a 来源 or Source label, else the agency that the dateline names."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.fields.printed_credits import AFTER_STORY, head_range, menu_texts, story_dateline, story_text
from newsharvest.lines.credit_words import EAST, credit_words
from newsharvest.lines.credits import is_credit_line
from newsharvest.lines.dates import find_dates
from newsharvest.lines.names import is_agency
from newsharvest.lines.sources import agency_at_end, paper_beside_date, read_source
from newsharvest.page.model import TEXT_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Page, PageBlock

MAX_LINE = 300
MAX_LABEL = 8
MAX_LABEL_LINE = 60
MAX_NAME = 30
MAX_ELEMENTS = 24
_LATER = re.compile(r"\s\d.{0,40}$")
_SOURCE_CLASS = re.compile(r"(?:^|[\s_-])(?:source|copyfrom|laiyuan|a_source|media-?name)(?:$|[\s_-])", re.IGNORECASE)
TRAILING = 2


def _labelled(page: Page, blocks: list[PageBlock], confidence: float) -> Iterator[Candidate]:
    for block in blocks:
        if len(block.text) > MAX_LINE or block.label in ("title", "navigation"):
            continue
        if block.label == "caption" and not is_credit_line(block.text, page.lexicon):
            continue
        found = read_source(block.text, page.lexicon)
        if found and not found.own and (block.label not in TEXT_LABELS or _closes(block, found.end)):
            span = (block.index, found.start, found.end) if block.label in TEXT_LABELS else None
            yield Candidate(found.name, found.printed, block, "source label", confidence, span)


def _closes(block: PageBlock, end: int) -> bool:
    """Whether the source is the last thing that a paragraph says."""
    return len(block.text) - end <= 3


def _nobody(page: Page) -> tuple[str, ...]:
    return (*page.lexicon.source.own, *page.lexicon.source.nobody)


def _parted(page: Page, around: range) -> Iterator[Candidate]:
    """A source whose label ends the block in front of it."""
    for block in page.blocks[around.start : around.stop]:
        if len(block.text) > MAX_LABEL_LINE or block.text[-1] not in ":：" or block.index + 1 >= len(page.blocks):
            continue
        follower = page.blocks[block.index + 1]
        found = read_source(f"{block.text[-MAX_LABEL:]}{follower.text}", page.lexicon)
        if len(follower.text) <= MAX_NAME and found and not found.own:
            yield Candidate(found.name, follower.text, follower, "source label", 0.82)


def _beside_date(page: Page, around: range) -> Iterator[Candidate]:
    """A paper's name on the line with the date, or alone on one next to it (Chinese)."""
    if not page.lexicon.source.press:
        return
    menus = page.once(menu_texts)
    for block in page.blocks[around.start : around.stop]:
        text = block.text
        if len(text) > MAX_LABEL_LINE or block.label == "title" or not EAST.search(text):
            continue
        dated = find_dates(text, page.lexicon)
        near = page.blocks[max(around.start, block.index - 2) : min(around.stop, block.index + 3)]
        if not dated and not any(len(b.text) <= MAX_LABEL_LINE and find_dates(b.text, page.lexicon) for b in near):
            continue
        paper = paper_beside_date(text, page.lexicon)
        if paper and (paper not in menus or is_agency(paper, credit_words(page.lexicon))):
            yield Candidate(paper, text, block, "paper beside the date", 0.45)


def _closing_agency(page: Page, last: PageBlock) -> Iterator[Candidate]:
    """The agency in brackets that is the last thing a story says: … (dpa)."""
    if (agency := agency_at_end(last.text, page.lexicon)) and last.label == "paragraph":
        yield Candidate(agency, agency, last, "agency in brackets", 0.58)


def _marked(page: Page, around: range) -> Iterator[Candidate]:
    """What an element is called by its class: <span class="source">."""
    for block in page.blocks[around.start : around.stop]:
        if block.element is None or len(block.text) > MAX_LINE or block.label in ("title", "caption"):
            continue
        for element in islice(block.element.iter(), MAX_ELEMENTS):
            names = element.get("class") if isinstance(element.tag, str) else None
            if names and _SOURCE_CLASS.search(names):
                name = " ".join("".join(element.itertext()).split())
                found = read_source(name, page.lexicon)
                name = found.name if found else _LATER.sub("", name)
                if name.startswith(tuple(page.lexicon.credits.counters)):
                    continue
                if (
                    2 <= len(name) <= MAX_NAME
                    and name.lower().strip(".") not in credit_words(page.lexicon).months
                    and not find_dates(name, page.lexicon)
                    and not is_credit_line(name, page.lexicon)
                ):
                    yield Candidate(name, name, element, "source class", 0.55)
                break


def _given(page: Page) -> Iterator[Candidate]:
    for name, content in page.metadata.given("source", "contentsource", "article:source", "news_source"):
        found = read_source(content, page.lexicon)
        content = found.name if found else content  # noqa: PLW2901
        if 2 <= len(content) <= MAX_NAME and "://" not in content and content not in _nobody(page):
            yield Candidate(content, content, f"meta {name}", "meta", 0.5)


def _short(block: PageBlock) -> bool:
    return block.label == "boilerplate" and len(block.text) <= MAX_LABEL_LINE


def offer(page: Page) -> Iterator[Candidate]:
    """Labels above the story, then at its end, then the dateline's agency."""
    story = page.once(story_text)
    if story:
        first, last = story[0].index, story[-1].index
        around = page.once(head_range)
        yield from _labelled(page, page.blocks[around.start : around.stop], 0.9)
        yield from _parted(page, around)
        yield from _marked(page, around)
        yield from _beside_date(page, around)
        ends = [
            block
            for block in page.blocks[first : last + 1 + AFTER_STORY]
            if block.index > last or block in story[-TRAILING:]
        ]
        inside = [block for block in page.blocks[first:last] if block.label == "byline" or _short(block)]
        yield from _labelled(page, inside, 0.85)
        yield from _labelled(page, ends, 0.8)
        yield from _closing_agency(page, next((b for b in reversed(story) if b.label == "paragraph"), story[-1]))
    yield from _given(page)
    found = page.once(story_dateline)
    if found and found[0].agency:
        yield Candidate(found[0].agency, found[0].text, found[1], "dateline", 0.6)


def read_place(page: Page, place: Any) -> str | None:
    """The source at a place that a site rule points to, its label left out."""
    text = text_at(page, place) or ""
    found = read_source(text, page.lexicon)
    return found.name if found else text or None


FIELD = Field("source", offer, read=read_place)
