"""The signs of pages with little or no story: galleries, videos, the stub before a paywall, errors."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.fields.accessible_for_free import offer as offer_free
from newsharvest.fields.type_signs import LONG_PROSE, SOME_PROSE, Sign, Story, entries_of
from newsharvest.languages import lexicons
from newsharvest.page.jsonld import kind_of, text_of
from newsharvest.page.phrases import squash

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsharvest.page.jsonld import Node
    from newsharvest.page.model import Page, PageBlock

LONGEST_STUB = 2_500
"""The width of a story's beginning; what is longer has been given away, whatever stands below it."""
MAX_LINE = 260
"""A line that asks to subscribe, or says what went wrong, is no longer."""
WALL_BEFORE, WALL_BEHIND = 3, 14
"""How many blocks before and behind the story's end the wall may stand."""
MAX_SITE_NAME = 24
"""What stands beside the words of an error in a page's title."""
MAX_ERROR_TITLE, MAX_ERROR_PAGE = 90, 3_000
FEW_PICTURES, MANY_PICTURES = 4, 8
BEHIND_ENTRY = 3
"""A teaser stands no further behind its headline; it is no caption, whatever it looks like."""
_GALLERIES = frozenset({"imagegallery", "mediagallery"})
_VIDEOS = frozenset({"videoobject"})
_GALLERY_PATH = re.compile(
    r"/(?:galler(?:y|ies|ia|ie)|galerie|galeria|fotogaler\w{1,4}|fotostrecken?|bilderstrecken?|diaporamas?|slideshows?|"
    r"photos?|pictures|photo-?gallery|fotos|tuji|tupian|photoview)(?:[/_.-]|$)",
    re.IGNORECASE,
)
_VIDEO_PATH = re.compile(r"/(?:videos?|watch|clips?|mediathek|shipin)(?:[/_.-]|$)", re.IGNORECASE)
_MAX_PATH = 300
_PLAYER = re.compile(r"player|youtube|vimeo|brightcove|dailymotion|bilibili|video", re.IGNORECASE)
_CODE = re.compile(r"(?:error\s?|http\s?)?(?:40[0-9]|410|429|50[0-4])\b", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)


def _path(page: Page) -> str:
    return (page.url or "").partition("://")[2].partition("?")[0][:_MAX_PATH]


def _line_with(blocks: Iterable[PageBlock], words: tuple[str, ...]) -> PageBlock | None:
    """The first short line that has one of the words."""
    lines = [(block.text.casefold(), block) for block in blocks if len(block.text) <= MAX_LINE]
    every = "\n".join([line for line, _ in lines])
    found = [word for word in words if word in every]
    return next((block for line, block in lines if any(word in line for word in found)), None) if found else None


# ------------------------------------------------------------------ paywalls


def paywall_signs(page: Page, story: Story) -> Iterator[Sign]:
    """That the page shows only the beginning, and asks to pay or to register for the rest."""
    if story.prose > LONGEST_STUB:
        return
    around = page.blocks[max(0, story.last - WALL_BEFORE) : story.last + WALL_BEHIND]
    # A link alone leads to other stories that only subscribers may read.
    wall = _line_with(
        (block for block in around if block.link_chars * 2 <= len(block.text)), page.lexicon.pages.paywall
    )
    if wall is None:
        return
    yield Sign(6.0, "asks to subscribe for the rest", wall, wall.text)
    if story.prose < LONG_PROSE:
        yield Sign(3.0, "short text", wall)
    if locked := next((found for found in offer_free(page) if found.value is False), None):
        yield Sign(6.0, "not free", locked.where, locked.printed)


# ------------------------------------------------------------------ pictures


def _own_node(page: Page, story: Story, kinds: frozenset[str]) -> Node | None:
    """The structured data of one of these kinds that is about the page itself."""
    title = squash(story.title.text) if story.title else ""
    for node in page.metadata.nodes:
        if kind_of(node).lower() in kinds:
            name = squash(text_of(node.get("headline")) or text_of(node.get("name")) or "")
            if node is page.metadata.article or (name and name == title):
                return node
    return None


def gallery_signs(page: Page, story: Story) -> Iterator[Sign]:
    """That the page is there for its pictures."""
    node = _own_node(page, story, _GALLERIES) if story.prose < LONG_PROSE else None
    if node is not None:
        yield Sign(8.0, "gallery in structured data", f"json-ld {kind_of(node)}", kind_of(node))
    captions = _captions(page)
    if len(captions) < FEW_PICTURES:
        return
    told, rest = (sum(len(block.text) for block in blocks) for blocks in (captions, story.blocks))
    if told <= rest:
        return
    points = 6.0 if len(captions) >= MANY_PICTURES or told > 2 * rest else 4.0
    yield Sign(points, "pictures with captions", captions[0], captions[0].text)
    if match := _GALLERY_PATH.search(_path(page)):
        yield Sign(5.0, "address of a gallery", "url", match[0])


def _captions(page: Page) -> list[PageBlock]:
    """The captions, without the teasers of other pages that look like some."""
    found = page.labelled("caption")
    if len(found) < FEW_PICTURES:
        return []
    entries = page.once(entries_of).blocks
    teasers = {entry.index + step for entry in entries for step in range(1, BEHIND_ENTRY + 1)}
    links = [(image.block, image.link.href) for image in page.images if image.link is not None]
    teasers.update(block for block, href in links if href and not _PICTURE_FILE.search(href))
    return [block for block in found if block.index not in teasers]


def video_signs(page: Page, story: Story) -> Iterator[Sign]:
    """That the page is there for its video."""
    if story.prose >= LONG_PROSE:
        return
    kind = (page.metadata.first("og:type") or "").lower()
    if kind.startswith("video"):
        yield Sign(8.0, "video in Open Graph", "meta og:type", kind)
    node = _own_node(page, story, _VIDEOS)
    if node is not None:
        yield Sign(5.0, "video in structured data", "json-ld VideoObject", text_of(node.get("name")) or "")
    match = _VIDEO_PATH.search(_path(page))
    if match and story.prose < 2 * SOME_PROSE:
        yield Sign(3.0, "address of a video", "url", match[0])
        if (player := _player(page)) is not None:
            yield Sign(4.0, "player", player)


def _player(page: Page) -> object | None:
    for element in page.root.iter("video", "iframe") if page.root is not None else ():
        source = element.get("src") or element.get("data-src") or ""
        if element.tag == "video" or _PLAYER.search(source[:_MAX_PATH]):
            return element  # type: ignore[no-any-return]
    return None


# ------------------------------------------------------------------ errors


@lru_cache(maxsize=1)
def _error_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a missing page says, and one that asks who is there; in every language, for they say too little."""
    every = lexicons().values()
    missing = dict.fromkeys(word for lexicon in every for word in lexicon.pages.missing)
    challenge = dict.fromkeys(word for lexicon in every for word in lexicon.pages.challenge)
    return tuple(missing), tuple(challenge)


def error_signs(page: Page, story: Story) -> Iterator[Sign]:
    """That the page is none: missing, refused, or a question whether a person reads it."""
    if story.prose >= LONG_PROSE:
        return
    missing, challenge = _error_words()
    for text in (page.metadata.title, story.title.text if story.title else None):
        if text and len(text) <= MAX_ERROR_TITLE:
            lowered = text.casefold()
            told = next((word for word in missing if word in lowered), None)
            if told or _CODE.match(text):
                # Of a longer title the words are a part: it may be the headline of a story about them.
                whole = told is None or len(lowered) <= len(told) + MAX_SITE_NAME
                yield Sign(7.0 if whole else 3.0, "title of an error", "title", text)
                break
    if story.prose >= SOME_PROSE or sum([len(block.text) for block in page.blocks]) > MAX_ERROR_PAGE:
        return
    if (line := _line_with(page.blocks, challenge)) is not None:
        yield Sign(7.0, "asks whether a person reads", line, line.text)
    elif (line := _line_with(page.blocks, missing)) is not None:
        yield Sign(4.0, "says that nothing is there", line, line.text)
