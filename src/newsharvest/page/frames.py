"""What stands alone with a picture: the few blocks that share a container with it and with nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from newsharvest.page.model import Page, PageBlock, PageImage

HOLDER_DEPTH = 7
MAX_DEPTH = 14
MOST = 3
"""Beside more blocks than this a picture stands in the text, and in no frame of its own."""


class Frame(NamedTuple):
    """The blocks that share a container with a picture and with nothing else."""

    first: int
    last: int
    """Index of the last of them."""
    holder: Any
    """The container."""


def _inside(block: PageBlock, holder: Any) -> bool:
    node = block.element
    for _ in range(MAX_DEPTH):
        if node is holder:
            return True
        if node is None:
            return False
        node = node.getparent()
    return False


def frame_of(page: Page, image: PageImage) -> Frame | None:
    """The few blocks that stand alone with a picture in the smallest container that holds any text beside it.

    ``None`` if that container holds more of the page.
    """
    blocks, index = page.blocks, image.block
    beside = [block for block in blocks[max(0, index - 1) : index + 1] if block.element is not None]
    around: set[Any] = set()
    for block in beside:
        node = block.element
        for _ in range(MAX_DEPTH):
            if node is None:
                break
            around.add(node)
            node = node.getparent()
    holder = image.element.getparent()
    for _ in range(HOLDER_DEPTH):
        if holder is None or holder in around:
            break
        holder = holder.getparent()
    if holder is None or holder not in around:
        return None
    first = last = index
    while first > 0 and index - first <= MOST and _inside(blocks[first - 1], holder):
        first -= 1
    while last < len(blocks) and last - index <= MOST and _inside(blocks[last], holder):
        last += 1
    return Frame(first, last - 1, holder) if 0 < last - first <= MOST else None
