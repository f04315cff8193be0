"""The credits that a reader sees: lines around the story, and the two ends of its text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from newsharvest.lines.credit_words import is_east
from newsharvest.lines.credits import is_credit_line, read_credits, signed_names
from newsharvest.lines.datelines import read_dateline
from newsharvest.page.labels import SIGNATURE
from newsharvest.page.model import TEXT_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.lines.credits import Credit
    from newsharvest.lines.datelines import Dateline
    from newsharvest.page.model import Page, PageBlock

ABOVE_TITLE, ABOVE_STORY, AFTER_STORY = 3, 14, 8
"""How many blocks are looked at: before the title, before the story where no title is known, after its last block."""
FAR_ABOVE = 42
"""A headline farther above the story than this does not begin it."""
LEAD_GAP = 5
"""A first paragraph so far above the second, with lines of credits between them, is a lead above the credits."""
OPENING = 6
"""How many blocks of the story's own text may begin with its dateline; summaries may stand before it."""
LEADING, TRAILING = 3, 3
"""How many blocks of the story's own text may carry credits, at its beginning and at its end."""
MAX_LINE = 200
MAX_LABEL, MAX_PARTED = 10, 40
"""Characters of a label in a block of its own, and of the names in the block behind it."""
MAX_LEAD = 160
"""Characters from a paragraph's beginning in which its lead-in credits end."""
NEAR = 2
"""Blocks after the story in which a western By still belongs to it and not to the next teaser."""

_NO_CREDITS = TEXT_LABELS | {"title", "keywords"}
"""What a line of credits above the story is not labelled as."""

Zone = Literal["head", "lead", "tail", "foot"]


@dataclass(frozen=True, slots=True)
class Sighting:
    """A credit that stands in a block of the page."""

    credit: Credit
    block: PageBlock
    zone: Zone
    """``head`` above the story, ``lead`` and ``tail`` inside its first and last blocks, ``foot`` below it."""

    @property
    def weak(self) -> bool:
        """Whether it is a bare name beside a date, which may be anything else that is written in capitals."""
        return self.zone == "head" and self.credit.bare and not is_east(self.credit.name)

    @property
    def inline(self) -> bool:
        """Whether the block is also text of the story."""
        return self.block.label in TEXT_LABELS


def story_text(page: Page) -> list[PageBlock]:
    """The blocks of the story's text, captions left out; empty where the page has no story."""
    return [block for block in page.story if block.label != "caption"]


def story_dateline(page: Page) -> tuple[Dateline, PageBlock] | None:
    """The dateline of the story's first paragraphs or of a line above them; ``None`` without one."""
    story = page.once(story_text)
    if not story:
        return None
    first = story[0].index
    for block in page.blocks[max(0, first - ABOVE_STORY) : first]:
        found = read_dateline(block.text, page.lexicon) if block.label in ("dateline", "byline") else None
        if found and found.alone:
            return found, block
    texts = [block for block in story[:OPENING] if block.label not in ("heading", "table")]
    for block in texts:
        found = read_dateline(block.text, page.lexicon)
        # A place in capitals may be anything in capitals, but in front of the story.
        if found and (found.agency or block is texts[0] or not found.text.isupper()):
            return found, block
    return None


def printed_credits(page: Page) -> list[Sighting]:
    """Every credit around the story and in its ends, in reading order."""
    story = page.once(story_text)
    if not story:
        return []
    return [*_above(page), *_inside(page, story), *_below(page, story[-1].index)]


def head_range(page: Page) -> range:
    """The blocks between the headline and the story's first paragraph, and the few above the headline.

    Empty where the page has no story. A heading of the story and its lead may stand among them.
    """
    story = page.once(story_text)
    if not story:
        return range(0)
    first = story[0].index
    texts = [block.index for block in story[: ABOVE_STORY + 1] if block.label != "heading"]
    stop = texts[0] if texts else first
    if len(texts) > 1 and 1 < texts[1] - stop <= LEAD_GAP:  # What other lines part from the text is its lead.
        stop = texts[1]
    titles = [block.index for block in page.labelled("title") if block.index < first]
    begin = titles[-1] - ABOVE_TITLE if titles and first - titles[-1] <= FAR_ABOVE else first - ABOVE_STORY
    return range(max(0, begin), stop if stop - first <= ABOVE_STORY else first)


def in_menus(page: Page, text: str) -> bool:
    """Whether the page's menus say so, away from the story: a section's name beside a date is no author's."""
    story = page.once(story_text)
    near = range(page.once(head_range).start, story[-1].index + AFTER_STORY) if story else range(0)
    return any(block.text == text and block.index not in near for block in page.labelled("navigation"))


def _credits(page: Page, block: PageBlock) -> list[Credit]:
    """The credits of a line beside the story.

    A lone western photographer, or that of a caption, took a picture and no part in the story.
    """
    if block.reason == SIGNATURE:
        return signed_names(block.text, page.lexicon)
    found = read_credits(block.text, page.lexicon)
    pictured = block.label == "caption" or not is_east(block.text)
    if found and pictured and all(credit.role == "photographer" for credit in found):
        return []
    return found


def _is_office(credit: Credit) -> bool:
    return credit.role == "source-agency" and is_east(credit.name)


def _parted(page: Page, block: PageBlock) -> list[Credit]:
    """The credits of a block whose label stands in the block before it."""
    label = page.blocks[block.index - 1].text if block.index else ""
    if len(label) > MAX_LABEL or label[-1:] not in (":", "：") or len(block.text) > MAX_PARTED:
        return []
    found = read_credits(label + block.text, page.lexicon)
    return [replace(credit, start=0, end=len(block.text)) for credit in found if not credit.bare]


def _above(page: Page) -> Iterator[Sighting]:
    around = page.once(head_range)
    for block in page.blocks[around.start : around.stop]:
        if block.label in _NO_CREDITS or len(block.text) > MAX_LINE:
            continue
        if block.label == "caption" and not is_credit_line(block.text, page.lexicon):
            continue
        for credit in _credits(page, block) or _parted(page, block):
            # A bare name stands beside a date or a label here; a column's name stands in brackets too.
            if not credit.bare or not (_is_office(credit) or in_menus(page, credit.name)):
                yield Sighting(credit, block, "head")


def _inside(page: Page, story: list[PageBlock]) -> Iterator[Sighting]:
    texts = [block for block in story if block.label != "table"]
    end = next((place for place in range(len(texts) - 1, -1, -1) if texts[place].label == "paragraph"), -1)
    for place, block in enumerate(texts):
        leads, trails = place < LEADING, place >= len(texts) - TRAILING
        if leads or trails:
            yield from _of_text(page, block, leads=leads, trails=trails, last=place == end)
    first, end = story[0].index, story[-1].index
    for block in page.blocks[max(first, page.once(head_range).stop) : end]:
        if block.label == "byline":
            near = block.index - first <= LEADING
            if near or end - block.index <= LEADING or is_east(block.text):
                yield from (Sighting(credit, block, "head" if near else "foot") for credit in _credits(page, block))


def _of_text(page: Page, block: PageBlock, *, leads: bool, trails: bool, last: bool) -> Iterator[Sighting]:
    """The credits at the two ends of a paragraph."""
    western, enclosed = not is_east(block.text), _is_enclosed(block.text)
    for credit in _credits(page, block):
        at_start = credit.end <= MAX_LEAD and (enclosed or credit.start < len(block.text) // 2)
        if credit.bare and western:
            continue
        if leads and at_start and not (credit.bare and _is_office(credit)):
            yield Sighting(credit, block, "lead")
        elif trails and (enclosed or not at_start) and (last or not credit.bare):
            yield Sighting(credit, block, "tail")


def _is_enclosed(text: str) -> bool:
    """Whether brackets stand around a whole line of Chinese or Japanese: （林涛 何秋月）."""
    return text[0] in "（(【[〔" and text.rstrip(" 。")[-1:] in tuple("）)】]〕") and is_east(text)


def _below(page: Page, last: int) -> Iterator[Sighting]:
    for block in page.blocks[last + 1 : last + 1 + AFTER_STORY]:
        if block.label not in ("byline", "boilerplate") or len(block.text) > MAX_LINE:
            continue
        near = block.index <= last + NEAR
        far_western = not near and not is_east(block.text)
        signed = near and (_is_enclosed(block.text) or block.reason == SIGNATURE)
        for credit in _credits(page, block):
            if (signed and not _is_office(credit)) if credit.bare else not (far_western and ":" not in credit.printed):
                yield Sighting(credit, block, "foot")
