"""Plain text pages (text kept by an archive, WET records): one line a block, cues instead of mark-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.lines.captions import caption_cues
from newsharvest.page.blocks import LONG_WORDS, Cut, word_count
from newsharvest.page.labels import MAX_HEADING, SENTENCE_ENDS, line_label
from newsharvest.page.model import Group, PageBlock
from newsharvest.text import fold_space

if TYPE_CHECKING:
    from newsharvest.page.model import Page

SHORT_LINE_COST = 40
"""Characters of running text that a short line between two long ones must be worth to be crossed."""
ENOUGH = 2
REPEATED = 12
"""A line whose first so many characters also open the next one repeats it: the caption of a photo left out."""
TITLE_REACH = 4
MIN_TITLE, MAX_TITLE = 6, 150


def cut_lines(text: str) -> Cut:
    """The lines of a text that hold a word, as blocks."""
    cut = Cut()
    group = Group(None, "body", None)
    for line in text.splitlines():
        if folded := fold_space(line):
            cut.blocks.append(PageBlock(len(cut.blocks), folded, None, "p", group))
    return cut


def _story_range(blocks: list[PageBlock]) -> tuple[int, int]:
    """The run of lines with the most running text: short lines count against it, so menus end it."""
    best, best_sum, start, total = (0, -1), 0, 0, 0
    for index, block in enumerate(blocks):
        long = word_count(block.text) > LONG_WORDS
        total += len(block.text) if long else -SHORT_LINE_COST
        if total <= 0:
            start, total = index + 1, 0
        elif long and total > best_sum:
            best, best_sum = (start, index), total
    return best


def _label_story_line(page: Page, block: PageBlock, following: str) -> None:
    text = block.text
    if caption_cues(text, page.lexicon) >= ENOUGH:
        block.label, block.reason = "caption", "caption cues"
    elif len(text) < len(following) and len(text) > REPEATED and following.startswith(text[:REPEATED]):
        block.label, block.reason = "caption", "repeated by the next line"
    elif len(text) <= MAX_HEADING and text[-1] not in SENTENCE_ENDS and word_count(following) > LONG_WORDS:
        block.label, block.reason = "heading", "short line before a paragraph"
    else:
        block.label, block.reason = "paragraph", "text of the story"


def label_lines(page: Page) -> None:
    """Give every line its label."""
    blocks = page.blocks
    first, last = _story_range(blocks)
    for block in blocks:
        inside = first <= block.index <= last
        found = line_label(page, block)
        if found and not (inside and found[0] == "boilerplate"):
            block.label, block.reason = found
        elif inside:
            following = blocks[block.index + 1].text if block.index < last else ""
            block.score = 1.0
            _label_story_line(page, block, following)
    if last < 0:
        return
    for block in reversed(blocks[max(0, first - TITLE_REACH) : first]):
        if block.label == "boilerplate" and MIN_TITLE <= len(block.text) <= MAX_TITLE and not block.reason:
            block.label, block.reason = "title", "line above the story"
            return
