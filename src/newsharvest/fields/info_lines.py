"""The lines between a headline and its story that name a paper or a writer beside a date, with no word that says so."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from newsharvest.fields.printed_credits import head_range, in_menus
from newsharvest.lines.credit_words import credit_words, folded, is_east
from newsharvest.lines.dates import find_dates
from newsharvest.lines.info import FULL, InfoLine, read_info
from newsharvest.lines.names import is_agency

if TYPE_CHECKING:
    from newsharvest.page.model import Page, PageBlock

MAX_LINE = 60
MOST_ELEMENTS = 16
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)")
NEAR = 2
"""Blocks between a line and the date that it stands beside."""


def parts_of(block: PageBlock) -> list[str]:
    """The texts of a block's own elements: neighbours among them may be printed apart and glued in the block's text."""
    element = block.element
    if element is None or not len(element) or block.broken:
        return [block.text]
    texts = [" ".join(text.split()) for text in islice(element.itertext(), MOST_ELEMENTS)]
    whole = "".join(texts).replace(" ", "") == block.text.replace(" ", "")
    return [text for text in texts if text] if whole else [block.text]


def info_lines(page: Page) -> list[tuple[PageBlock, InfoLine]]:
    """The information lines of a Chinese page that name somebody; sections of the site's menus are none."""
    found: list[tuple[PageBlock, InfoLine]] = []
    if not page.lexicon.source.press:
        return found
    around = page.once(head_range)
    dated = {
        block.index
        for block in page.blocks[around.start : around.stop]
        if len(block.text) <= MAX_LINE
        and any(_CLOCK.search(part) or find_dates(part, page.lexicon) for part in parts_of(block))
    }
    for block in page.blocks[around.start : around.stop]:
        if len(block.text) > MAX_LINE or block.label == "title" or not is_east(block.text):
            continue
        if dated.isdisjoint(range(block.index - NEAR, block.index + NEAR + 1)):
            continue
        parts = parts_of(block)
        if block.text in page.lexicon.source.accounts and block.index > around.start:
            parts = [page.blocks[block.index - 1].text, *parts]
        info = read_info(parts, page.lexicon)
        if info is None:
            continue
        known = info.paper and (is_agency(info.paper, credit_words(page.lexicon)) or not in_menus(page, info.paper))
        paper = info.paper if known else None
        # A word of two characters beside a date may be a section; one that stands beside a paper, too, is a name.
        names = tuple(name for name in info.names if (paper or block.text == name) and not in_menus(page, name))
        if not (block.text == "".join(names) or "/" in folded(block.text)):
            names = tuple(name for name in names if len(name) >= FULL)
        if paper or names:
            found.append((block, InfoLine(paper, names)))
    return found
