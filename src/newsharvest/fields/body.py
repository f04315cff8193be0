"""The blocks of the story, and the images that stand among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsharvest.article import Block, Image
from newsharvest.fields.candidate import Candidate, Field
from newsharvest.page.captions import credit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsharvest.page.model import Group, Page, PageBlock, PageImage

SMALLEST = 60
"""An image declared narrower or lower than so many pixels is an icon."""
LAZY = frozenset({
    "data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-echo", "data-url", "data-img", "data-image",
    "data-hi-res-src", "data-full-src", "data-large-file", "data-lazyload", "original", "file", "zoomfile",
})  # fmt: skip
"""Where lazy loaders keep the real address."""
MAX_SRCSET = 8_000
_ICON = re.compile(
    r"(?:^|[/_.-])(?:logo|icon|icons|sprite|avatar|blank|spacer|pixel|1x1|loading|placeholder|qr-?code|erweima|weixin|"
    r"share|emoji|smiley|arrow|button|btn|ads?|banner|gravatar|tracker|captcha)s?(?:[/_.\d-]|$)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\s{0,3}(\d{1,5})")
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|bmp)(?:$|[?!@#])", re.IGNORECASE)


def _cell_rows(cells: list[PageBlock]) -> str:
    """Cells of one row parted by a tab, rows by a line feed."""
    rows: list[list[str]] = []
    previous: Any = None
    for cell in cells:
        if not rows or cell.group is not previous:
            rows.append([])
        rows[-1].append(cell.text)
        previous = cell.group
    return "\n".join("\t".join(row) for row in rows)


def _level(block: PageBlock) -> int | None:
    return int(block.tag[1]) if block.label == "heading" and block.tag[0] == "h" and block.tag[1:].isdigit() else None


def _table_of(block: PageBlock) -> Any:
    """The table that a cell stands in."""
    group: Group | None = block.group
    while group is not None and group.tag != "table":
        group = group.parent
    return group


def _read_captions(page: Page) -> dict[int, tuple[str, str | None]]:
    """The words and the credit of each caption block, by its index."""
    return {block.index: credit_of(page, block) for block in page.labelled("caption")}


def story_blocks(page: Page) -> list[tuple[Block, int]]:
    """The article's blocks, each with the index of the (first) page block that it was made of."""
    made: list[tuple[Block, int]] = []
    cells: list[PageBlock] = []

    def end_table() -> None:
        if cells:
            made.append((Block(kind="table", text=_cell_rows(cells)), cells[0].index))
            cells.clear()

    for block in page.story:
        if block.label == "table":
            if cells and _table_of(cells[0]) is not _table_of(block):
                end_table()
            cells.append(block)
            continue
        end_table()
        if block.label == "caption":
            text, credit = page.once(_read_captions)[block.index]
            if text:
                made.append((Block(kind="caption", text=text, credit=credit, raw=block.raw), block.index))
        else:
            made.append((Block(kind=block.label, text=block.text, level=_level(block), raw=block.raw), block.index))  # type: ignore[arg-type]
    end_table()
    return made


def offer_blocks(page: Page) -> Iterator[Candidate]:
    """All blocks of the story in reading order, as one candidate."""
    made = page.once(story_blocks)
    if made:
        sure = [page.blocks[index].score for _, index in made]
        first = page.blocks[made[0][1]]
        yield Candidate(tuple(block for block, _ in made), "", first, "labels", sum(sure) / len(sure))


def _srcset(value: str) -> str | None:
    """The largest picture of a ``srcset``: the address before the greatest width or density."""
    best, size = None, -1.0
    # A comma inside an address has no blank behind it.
    for part in value[:MAX_SRCSET].replace(",\n", ", ").split(", "):
        address, _, number = part.strip(" ,").partition(" ")
        try:
            width = float(number.strip(" wx") or 1)
        except ValueError:
            continue
        if address and width > size:
            best, size = address, width
    return best


def image_address(element: Any) -> str | None:
    """The address of the picture itself: what a lazy loader keeps aside counts more than its placeholder."""
    attributes = dict(element.items())
    for name, printed in attributes.items():
        value = printed.strip()
        if name in LAZY and " " not in value and (_PICTURE_FILE.search(value) or value.startswith(("http", "/"))):
            return str(value)
    source: str = attributes.get("src") or ""
    if source and not source.startswith("data:") and not _ICON.search(source):
        return source
    for name in ("data-srcset", "srcset"):
        if (value := attributes.get(name)) and (largest := _srcset(value)):
            return largest
    parent = element.getparent()
    if parent is not None and parent.tag == "picture":
        for sibling in parent.iterchildren("source"):
            value = sibling.get("srcset") or sibling.get("data-srcset")
            if value and (largest := _srcset(value)):
                return largest
    return source if source and not source.startswith("data:") else None


def _too_small(element: Any) -> bool:
    for name in ("width", "height"):
        found = _NUMBER.match(element.get(name) or "")
        if found and int(found[1]) < SMALLEST:
            return True
    return False


def _leads_elsewhere(page: Page, image: PageImage) -> bool:
    """Whether the image is the thumbnail of another page: linked, and not to a larger copy of itself."""
    link = image.link
    if link is None or not link.href or link.href.startswith(("#", "javascript:")):
        return False
    target = page.absolute(link.href)
    return not _PICTURE_FILE.search(link.href) and target is not None and target != page.url


def _figure(element: Any) -> Any:
    for _ in range(6):
        if element is None or element.tag == "figure":
            return element
        element = element.getparent()
    return None


def _story_images(page: Page) -> list[PageImage]:
    """The pictures between the headline and the end of the story that are no icons, thumbnails or adverts."""
    story = page.story
    if not story:
        return []
    begin, end = story[0].index, story[-1].index
    first = max((block.index for block in page.labelled("title") if block.index <= begin), default=begin)
    chosen = []
    for image in page.images:
        if not first < image.block + (image.block == first == begin) or image.block > end + 1:
            continue
        address = image_address(image.element)
        if (
            address
            and not _too_small(image.element)
            and not _ICON.search(address)
            and not _leads_elsewhere(page, image)
        ):
            chosen.append(image)
    return chosen


def _captions_of(page: Page, images: list[PageImage]) -> dict[int, PageBlock]:
    """The caption block of each image, by the image's place in the list."""
    captions = page.labelled("caption")
    found: dict[int, PageBlock] = {}
    taken: set[int] = set()
    figures = {i: _figure(image.element) for i, image in enumerate(images)}
    for caption in captions:
        figure = _figure(caption.element)
        if figure is not None:
            mates = [i for i, own in figures.items() if own is figure]
            for i in mates:
                found.setdefault(i, caption)
            if mates:
                taken.add(caption.index)
    for caption in captions:
        if caption.index in taken:
            continue
        # The images that stand right before it; several in a row share it.
        here = [i for i, image in enumerate(images) if i not in found and image.block == caption.index]
        here = here or [i for i, image in enumerate(images) if i not in found and image.block == caption.index + 1][:1]
        for i in here:
            found[i] = caption
    return found


def offer_images(page: Page) -> Iterator[Candidate]:
    """The story's pictures with their captions, as one candidate."""
    if page.root is None:
        return
    images = page.once(_story_images)
    captions = _captions_of(page, images)
    starts = [index for _, index in page.once(story_blocks)]
    result, seen = [], set()
    for i, image in enumerate(images):
        url = page.absolute(image_address(image.element))
        if not url or url in seen:
            continue
        seen.add(url)
        caption, credit = page.once(_read_captions)[captions[i].index] if i in captions else (None, None)
        position = sum(start < image.block for start in starts)
        alt = " ".join((image.element.get("alt") or "").split()) or None
        result.append(Image(url=url, caption=caption or None, credit=credit, alt=alt, position=position))
    if result:
        yield Candidate(tuple(result), "", images[0].element, "images of the story", 0.9)


BLOCKS = Field("blocks", offer_blocks)
IMAGES = Field("images", offer_images)
