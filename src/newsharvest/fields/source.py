"""Whom the page credits for the story: a 来源 or Source label, else the agency that the dateline names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsharvest.fields.candidate import Candidate, Field, text_at
from newsharvest.fields.class_words import head_elements
from newsharvest.fields.info_lines import info_lines
from newsharvest.fields.printed_credits import AFTER_STORY, head_range, story_dateline, story_text
from newsharvest.lines.credit_words import credit_words
from newsharvest.lines.credits import is_credit_line
from newsharvest.lines.dates import find_dates
from newsharvest.lines.sources import agency_at_end, read_source
from newsharvest.page.model import TEXT_LABELS
from newsharvest.page.names import mention

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsharvest.page.model import Page, PageBlock

MAX_LINE = 300
MAX_LABEL = 8
MAX_LABEL_LINE = 60
MAX_NAME = 30
CELLS = frozenset({"th", "td", "dt"})
_LATER = re.compile(r"\s\d.{0,40}$")
_SOURCE_WORDS = ("source", "copyfrom", "laiyuan", "media")
_SOURCE_CLASS = re.compile(r"(?:^|[\s_-])(?:source|copyfrom|laiyuan|a_source|media-?name)(?:$|[\s_-])", re.IGNORECASE)
TRAILING = 2
_CLOSING = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]{3,100}[)）\]】〕][\s。.]{0,3}$")
"""The brackets at a paragraph's end: (Source: X), （来源：X 编辑 Y）."""


@lru_cache(maxsize=4096)
def _calls_source(names: str) -> bool:
    return mention(names, _SOURCE_WORDS) and _SOURCE_CLASS.search(names) is not None


def _labelled(page: Page, blocks: list[PageBlock], confidence: float) -> Iterator[Candidate]:
    for block in blocks:
        if block.label in ("title", "navigation"):
            continue
        if block.label == "caption" and not is_credit_line(block.text, page.lexicon):
            continue
        inline = block.label in TEXT_LABELS
        closing = _CLOSING.search(block.text) if inline else None
        begin = closing.start() if closing else 0
        if len(block.text) - begin > MAX_LINE:
            continue
        found = read_source(block.text[begin:], page.lexicon)
        if found and not found.own and (not inline or closing or _closes(block, found.end)):
            span = (block.index, begin + found.start, begin + found.end) if inline else None
            yield Candidate(found.name, found.printed, block, "source label", confidence, span)


def _closes(block: PageBlock, end: int) -> bool:
    """Whether the source is the last thing that a paragraph says."""
    return len(block.text) - end <= 3


def _nobody(page: Page) -> tuple[str, ...]:
    return (*page.lexicon.source.own, *page.lexicon.source.nobody)


def _parted(page: Page, around: Iterable[PageBlock]) -> Iterator[Candidate]:
    """A source whose label ends the block in front of it, or stands in a cell of its own; a logo may stand for it."""
    words = credit_words(page.lexicon)
    for block in around:
        text = block.text
        if len(text) > MAX_LABEL_LINE or block.label == "title" or block.index + 1 >= len(page.blocks):
            continue
        opened = text[-1] in ":："
        if not opened and (block.tag not in CELLS or words.kinds.get(text.lower()) != "source"):
            continue
        label = text[-MAX_LABEL:] if opened else f"{text}:"
        follower = page.blocks[block.index + 1]
        value = _logo(block) if follower.image_before else follower.text
        found = read_source(f"{label}{value}", page.lexicon)
        if value and len(value) <= MAX_NAME and found and not found.own:
            yield Candidate(found.name, value, block, "source label", 0.82)


def _logo(block: PageBlock) -> str:
    """What the first picture in a block's element is called."""
    pictures = block.element.iter("img") if block.element is not None else ()
    named = ((picture.get("alt") or picture.get("title") or "").strip() for picture in pictures)
    return next((name for name in named if name), "")


def _beside_date(page: Page) -> Iterator[Candidate]:
    """A paper's name on the line with the date, or alone on one next to it (Chinese)."""
    for block, info in page.once(info_lines):
        if info.paper:
            yield Candidate(info.paper, block.text, block, "paper beside the date", 0.45)


def _closing_agency(page: Page, last: PageBlock) -> Iterator[Candidate]:
    """The agency in brackets that is the last thing a story says: … (dpa)."""
    if (agency := agency_at_end(last.text, page.lexicon)) and last.label == "paragraph":
        yield Candidate(agency, agency, last, "agency in brackets", 0.58)


def _marked(page: Page, around: range) -> Iterator[Candidate]:
    """What an element is called by its class: <span class="source">."""
    for block, classed in page.once(head_elements):
        if block.label == "caption" or block.index not in around:
            continue
        for element, names in classed:
            if _calls_source(names):
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
        yield from _parted(page, page.blocks[around.start : around.stop])
        yield from _marked(page, around)
        yield from _beside_date(page)
        ends = [*story[-TRAILING:], *page.blocks[last + 1 : last + 1 + AFTER_STORY]]
        inside = [block for block in page.blocks[first:last] if block.label == "byline" or _short(block)]
        yield from _labelled(page, inside, 0.85)
        yield from _labelled(page, ends, 0.8)
        yield from _parted(page, ends)
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
