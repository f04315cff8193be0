"""The class words of the elements in a line: who or what mark-up says stands there."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from newsharvest.fields.printed_credits import head_range

if TYPE_CHECKING:
    from newsharvest.page.model import Page, PageBlock

MAX_TEXT = 300
"""Characters of a block that class words may say something of."""
MAX_ELEMENTS = 24
"""Elements of one block that are looked at."""
MAX_CLASS = 1_000

Classed = list[tuple[Any, str]]
"""(element, its class words), only of elements that have some."""


def classed_elements(block: PageBlock) -> Classed:
    """The block's element and those inside it; none of a long block, or of plain text."""
    if block.element is None or len(block.text) > MAX_TEXT:
        return []
    inside = islice(block.element.iter("*"), MAX_ELEMENTS)
    return [(element, names[:MAX_CLASS]) for element in inside if (names := element.get("class"))]


def head_elements(page: Page) -> list[tuple[PageBlock, Classed]]:
    """Those of every block between the headline and the story, its first one included; to be had by ``page.once``."""
    head = page.once(head_range)
    blocks = page.blocks[head.start : head.stop + 1]
    return [(block, classed_elements(block)) for block in blocks if block.label != "title"]
