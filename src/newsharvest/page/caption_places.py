"""Where the blocks of a page stand beside its pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsharvest.page.caption_signs import SHORT, Place
from newsharvest.page.features import IN_FURNITURE
from newsharvest.page.frames import frame_of
from newsharvest.page.images import named_otherwise, picture_address
from newsharvest.page.names import names_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsharvest.page.model import Frame, Page, PageBlock, PageImage

LONGEST_BUTTON = 40


class Places:
    """Where blocks stand beside pictures. Which images are pictures is judged only beside blocks that ask."""

    __slots__ = ("_beside", "_images", "_known", "_last", "_page", "_usual")

    def __init__(self, page: Page, first: int, last: int, usual: int) -> None:
        """Look at the images before the blocks from one index to another.

        ``usual`` are the flags of the containers that the story stands in.
        """
        self._page, self._last, self._usual = page, last, usual
        self._images: dict[int, list[PageImage]] = {}
        self._known: dict[int, Place | None] = {}
        for image in page.images:
            if first <= image.block <= last + 1:
                self._images.setdefault(image.block, []).append(image)
        self._beside = {index + step for index in self._images for step in (-1, 0, 1)}

    def at(self, index: int) -> Place | None:
        """How a block stands beside a picture, whatever labels were given since this was asked first."""
        if index not in self._beside:
            return None
        if index not in self._known:
            self._known[index] = self._place(index)
        return self._known[index]

    def _place(self, index: int) -> Place | None:
        """After a picture, with no more than a button between, or before one."""
        here, above, below = (self._images.get(index + step, ()) for step in (0, -1, 1))
        if image := self._picture(reversed(here)):
            frame = self._frame(image)
            return Place(image, True, frame if frame and frame.last >= index else None)
        if (
            above
            and index <= self._last
            and _is_button(self._page.blocks[index - 1])
            and (image := self._picture(above))
        ):
            return Place(image, True, None)
        if image := self._picture(below):
            frame = self._frame(image)
            return Place(image, False, frame if frame and frame.first <= index else None)
        return None

    def share_link(self, block: PageBlock) -> bool:
        """Whether a block is all link because it stands in that of its picture, which leads to the picture."""
        if block.index not in self._beside:
            return False
        beside = (image for step in (0, -1, 1) for image in self._images.get(block.index + step, ()))
        if not any(image.link is not None and image.link in block.links for image in beside):
            return False
        place = self.at(block.index)
        return place is not None and place.image.link is not None and place.image.link in block.links

    def any(self) -> bool:
        """Whether there is any picture."""
        return any(self._picture(images) for images in self._images.values())

    def _picture(self, images: Iterable[PageImage]) -> PageImage | None:
        return next((image for image in images if picture_address(self._page, image)), None)

    def _frame(self, image: PageImage) -> Frame | None:
        frame = frame_of(self._page, image)
        return frame if frame is not None and _is_frame(self._page, frame, self._usual) else None


def _is_button(block: PageBlock) -> bool:
    """Whether a block between a picture and its caption is a link or a label of a viewer."""
    return block.label in ("navigation", "boilerplate") and len(block.text) <= LONGEST_BUTTON


def _is_frame(page: Page, frame: Frame, usual: int) -> bool:
    """Whether the blocks beside a picture may be its caption and credit: one with words, no links, no form."""
    blocks = page.blocks[frame.first : frame.last + 1]
    if (
        blocks[0].group.flags & IN_FURNITURE & ~usual
        or frame.holder.tag == "form"
        or named_otherwise(names_of(frame.holder))
    ):
        return False
    return all(
        not block.link_chars and (len(block.text) <= SHORT or len(blocks) == 1 or block is blocks[0])
        for block in blocks
    )
