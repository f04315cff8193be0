"""What stands alone with a picture: the few blocks that share a container with it and with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsharvest.page.model import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsharvest.page.model import Page, PageBlock, PageImage

HOLDER_DEPTH = 8
MAX_DEPTH = 14
MOST = 3
"""Beside more blocks than this a picture stands in the text, and in no frame of its own."""


def _inside(block: PageBlock, holder: Any) -> bool:
    node = block.element
    for _ in range(MAX_DEPTH):
        if node is holder:
            return True
        if node is None:
            return False
        node = node.getparent()
    return False


def _holder(image: Any, beside: list[Any]) -> Any:
    """The smallest container of an image that holds one of these elements, too; ``None`` if none close to it does."""
    around: list[Any] = []
    node = image
    while len(around) < HOLDER_DEPTH and (node := node.getparent()) is not None:
        around.append(node)
    nearest = len(around)
    for element in beside:
        node = element
        for _ in range(MAX_DEPTH):
            if node is None:
                break
            if node in around:
                nearest = min(nearest, around.index(node))
                break
            node = node.getparent()
    return around[nearest] if nearest < len(around) else None


def frame_of(page: Page, image: PageImage) -> Frame | None:
    """The few blocks that stand alone with a picture in the smallest container that holds any text beside it.

    ``None`` if that container holds more of the page.
    """
    if image.frame is False:
        image.frame = _frame(page.blocks, image)
    return image.frame


def _frame(blocks: Sequence[PageBlock], image: PageImage) -> Frame | None:
    index = image.block
    beside = [block.element for block in blocks[max(0, index - 1) : index + 1] if block.element is not None]
    holder = _holder(image.element, beside)
    if holder is None:
        return None
    first = last = index
    while first > 0 and index - first <= MOST and _inside(blocks[first - 1], holder):
        first -= 1
    while last < len(blocks) and last - index <= MOST and _inside(blocks[last], holder):
        last += 1
    return Frame(first, last - 1, holder) if 0 < last - first <= MOST else None
