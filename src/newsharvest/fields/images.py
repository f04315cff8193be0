"""The pictures of the story, each with its caption and where it stands."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from newsharvest.article import Image
from newsharvest.fields.body import story_blocks
from newsharvest.fields.candidate import Candidate, Field
from newsharvest.page.caption_texts import Caption, read_captions
from newsharvest.page.frames import frame_of
from newsharvest.page.images import figure_of, picture_address, picture_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsharvest.page.model import Page, PageImage


REACH = 24
"""How many blocks above the headline a lead picture may stand."""


def _named_keys(page: Page) -> set[str]:
    """What the page's metadata calls the picture of the story."""
    metadata = page.metadata
    named = [metadata.first("og:image", "twitter:image", "twitter:image:src")]
    stated = metadata.article.get("image") if metadata.article else None
    items = stated if isinstance(stated, list) else [stated]
    named += [item.get("url") if isinstance(item, dict) else item for item in items]
    return {picture_key(value) for value in named if isinstance(value, str) and value}


def _story_images(page: Page) -> list[PageImage]:
    """The pictures between the headline and the end of the story, and above it the one that metadata names."""
    if not page.story:
        return []
    begin, last = page.story[0].index, page.story[-1].index + 1
    first = max((block.index for block in page.labelled("title") if block.index <= begin), default=begin)
    found: list[PageImage] = []
    above: list[PageImage] = []
    for image in page.images:
        inside = first < image.block + (image.block == first == begin) and image.block <= last
        if (inside or first - REACH < image.block <= first) and picture_address(page, image):
            (found if inside else above).append(image)
    if above:
        named, captions = _named_keys(page), {b.index for each in page.once(read_captions) for b in each.blocks}
        found = [
            image for image in above if image.block in captions or picture_key(picture_address(page, image)) in named
        ][-1:] + found
    return _without_thumbnails(page, found)


def _without_thumbnails(page: Page, images: list[PageImage]) -> list[PageImage]:
    """The pictures without those that are linked to another one of them: a strip to choose from."""
    targets = [page.absolute(image.link.href) if image.link and image.link.href else None for image in images]
    if not any(targets):
        return images
    shown = [page.absolute(picture_address(page, image)) for image in images]
    return [
        image
        for image, target, address in zip(images, targets, shown, strict=True)
        if target is None or target == address or target not in shown
    ]


def _pair(page: Page, images: Sequence[PageImage], captions: Sequence[Caption]) -> dict[int, Caption]:
    """The caption of each image, by the image's place in the list.

    First what one figure or frame holds, then what stands right before a caption (several pictures in a row share
    it), then what stands right after it.
    """
    found: dict[int, Caption] = {}
    figures = [figure_of(image.element) for image in images]
    left = []
    for caption in captions:
        figure = figure_of(caption.blocks[0].element)
        mates = [i for i, own in enumerate(figures) if own is not None and own is figure]
        for i in mates:
            found.setdefault(i, caption)
        if not mates:
            left.append(caption)
    at = {caption.blocks[0].index: caption for caption in left}
    frames = {i: frame_of(page, image) for i, image in enumerate(images) if i not in found}
    for i, frame in frames.items():
        inside = [at[k] for k in range(frame.first, frame.last + 1) if k in at] if frame else []
        if len(inside) == 1:
            found[i] = inside[0]
    for caption in left:
        first, last = caption.blocks[0].index, caption.blocks[-1].index
        here = [i for i, image in enumerate(images) if image.block == first and i not in found]
        if not here and all(other is not caption for other in found.values()):
            here = [i for i, image in enumerate(images) if image.block == last + 1 and i not in found][:1]
        for i in here:
            found[i] = caption
    return found


def offer(page: Page) -> Iterator[Candidate]:
    """The story's pictures with their captions, as one candidate."""
    if page.root is None:
        return
    images = page.once(_story_images)
    captions = _pair(page, images, page.once(read_captions))
    starts = [index for _, index in page.once(story_blocks)]
    result: list[Image] = []
    seen: dict[str, int] = {}
    for i, image in enumerate(images):
        url = page.absolute(picture_address(page, image))
        if not url or seen.setdefault(picture_key(url), i) != i:
            continue
        caption = captions.get(i)
        result.append(
            Image(
                url=url,
                caption=(caption and caption.text) or None,
                credit=caption.credit if caption else None,
                alt=" ".join((image.element.get("alt") or "").split()) or None,
                position=bisect_left(starts, image.block),
            )
        )
    if result:
        yield Candidate(tuple(result), "", images[0].element, "images of the story", 0.9)


FIELD = Field("images", offer)
