"""What captions say: the words and the credit of each, out of the blocks that print it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newsharvest.lines.captions import MAX_CAPTION, split_credit
from newsharvest.page.caption_marks import meaning, own_names
from newsharvest.page.caption_signs import is_short_line

if TYPE_CHECKING:
    from newsharvest.page.model import Page, PageBlock

AFTER_CAPTION = "credit after a caption"
"""The reason of the label of a credit that is a block of its own."""


class Caption(NamedTuple):
    """A caption of the story, and its credit."""

    blocks: tuple[PageBlock, ...]
    """The blocks that print it, in reading order."""
    text: str
    """Empty where only a credit is printed."""
    credit: str | None


def _figcaption(block: PageBlock) -> Any:
    node = block.element
    for _ in range(4):
        if node is None or node.tag in ("figcaption", "figure"):
            return node
        node = node.getparent()
    return None


def _continues(before: PageBlock, block: PageBlock) -> bool:
    """Whether a caption block goes on with the caption before it."""
    if block.index != before.index + 1 or (block.image_before and _figcaption(block) is None):
        return False
    figure = _figcaption(before)
    if figure is not None and figure is _figcaption(block):
        return True
    return block.reason == AFTER_CAPTION or meaning(own_names(block)) == "credit"


def read_captions(page: Page) -> list[Caption]:
    """The captions of a page whose blocks have their labels, in reading order."""
    runs: list[list[PageBlock]] = []
    for block in page.labelled("caption"):
        if runs and _continues(runs[-1][-1], block):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [_read(page, tuple(run)) for run in runs]


def _read(page: Page, run: tuple[PageBlock, ...]) -> Caption:
    texts: list[str] = []
    credited: list[str] = []
    for block in run:
        text, credit = _credit_of(page, block)
        # Below a caption, in a block of its own, stands who made the picture.
        if text and not credit and block is run[-1] and texts and is_short_line(text):
            text, credit = "", text
        texts.append(text)
        if credit:
            credited.append(credit)
    return Caption(run, " ".join(filter(None, texts)), " ".join(dict.fromkeys(credited)) or None)


def _credit_of(page: Page, block: PageBlock) -> tuple[str, str | None]:
    """A caption block's words and its credit."""
    element, text = block.element, block.text
    if meaning(own_names(block)) == "credit":
        return "", text
    if element is not None and len(element) and len(text) <= MAX_CAPTION:
        for part in element.iterdescendants("span", "small", "em", "i", "cite", "p", "div"):
            names = part.get("class")
            if names and meaning(names) == "credit":
                credit = " ".join("".join(part.itertext()).split())
                if credit and text.endswith(credit):
                    return text[: -len(credit)].rstrip(" |/–—-"), credit
    split = split_credit(text, page.lexicon)
    return split.text, split.credit
