"""Which blocks are captions: by what their mark-up is called, and by what they say and look like beside a picture.

Most Chinese pages set a caption as a plain paragraph after the paragraph that holds the picture. "A short line after a
picture" alone is not enough (headings and first sentences stand there too), so :mod:`newsharvest.page.caption_signs`
weighs signs.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from newsharvest.lines.captions import MAX_CAPTION, caption_cues, is_credit, may_be_caption
from newsharvest.page.caption_marks import is_marked, meaning, own_names
from newsharvest.page.caption_places import Places
from newsharvest.page.caption_signs import (
    ENOUGH,
    PLAIN_CAPTIONS,
    SHORT,
    WORDED,
    Sign,
    Style,
    body_of,
    is_short_line,
    signs_of,
    style_of,
    weight_of,
)
from newsharvest.page.caption_texts import AFTER_CAPTION
from newsharvest.page.features import IN_FIGURE
from newsharvest.page.images import named_otherwise, picture_key
from newsharvest.page.model import STORY_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsharvest.page.caption_signs import Place
    from newsharvest.page.model import Page, PageBlock

REACH = 24
"""How many blocks before the story its lead picture may stand."""
BEHIND = 12
"""How many blocks after it a gallery may."""
EDGE = 8
"""How far outside the story a class that means nothing but a caption is believed without a picture."""
LEAST = 0.02
CUES_ALONE = 3
LONGEST_ALONE = 160
"""Longer lines are no captions of pictures that are not there."""
PLAIN_SHARE = 3
"""Captions known by place and look alone are at most one character in so many of the story: else they are the story."""
NEVER = frozenset({"title", "navigation", "keywords"})


class _Plain(NamedTuple):
    """A block that only signs can make a caption."""

    block: PageBlock
    place: Place
    signs: list[Sign]
    style: Style


def _plain_captions(page: Page, plain: Sequence[_Plain]) -> Iterator[tuple[PageBlock, list[Sign]]]:
    """Those of the blocks beside pictures that enough signs make captions.

    A page sets its captions alike: what looks like two of them, and is as short, is one too.
    """
    sure = [each for each in plain if weight_of(each.signs) >= ENOUGH]
    alike = {style for style in {each.style for each in sure} if _set_alike(plain, sure, style)}
    tiny = _all_short(page, plain)
    story = sum(len(block.text) for block in page.blocks if block.label in STORY_LABELS)
    copies = Counter(each.block.text for each in plain)  # What stands beside picture after picture is a button.
    chosen, weak = [], 0
    for each in plain:
        signs = each.signs
        worded = any(sign.name in WORDED for sign in signs)
        if not worded and (copies[each.block.text] > 1 or _is_furniture(each.block)):
            continue
        if each.style in alike and each.place.after and len(each.block.text) <= SHORT:
            signs = [*signs, Sign("set like the page's captions", 2)]
        if tiny and each.place.after and len(each.block.text) <= tiny:
            signs = [*signs, Sign("as short as all lines after pictures", 2)]
        if weight_of(signs) >= ENOUGH:
            chosen.append((each.block, signs))
            weak += 0 if worded else len(each.block.text)
    if weak * PLAIN_SHARE > story:
        return
    yield from chosen


def _is_furniture(block: PageBlock) -> bool:
    """Whether a block is a button or label: too short to be rated, outside the story's text, or named so."""
    unrated = block.score < LEAST and not block.group.long_chars
    if unrated or named_otherwise(own_names(block)) or named_otherwise(block.group.names):
        return True
    element = block.element
    return element is not None and any(
        " ".join("".join(button.itertext()).split()) == block.text for button in element.iterchildren("button")
    )


def _set_alike(plain: Sequence[_Plain], sure: Sequence[_Plain], style: Style) -> bool:
    """Whether most blocks of a style that follow pictures are captions."""
    here = [each for each in plain if each.style == style and each.place.after]
    return len(here) > 1 and 2 * sum(each.style == style for each in sure) >= len(here)


def _all_short(page: Page, plain: Sequence[_Plain]) -> int:
    """The length up to which lines after pictures are captions, where most are short and the text is not."""
    lengths = sorted(len(each.block.text) for each in plain if each.place.after)
    if len(lengths) < 3 or page.lexicon.code not in PLAIN_CAPTIONS:
        return 0
    most = lengths[len(lengths) * 3 // 4 - 1]
    return most if most * 3 <= page.once(body_of).median else 0


def _cue_alone(page: Page, text: str, places: Places) -> bool:
    """Whether a line is a caption by its words alone: its picture was left out, or stands somewhere else."""
    if len(text) > LONGEST_ALONE or not may_be_caption(text, page.lexicon):
        return False
    cues = caption_cues(text, page.lexicon)
    return cues >= CUES_ALONE or (cues > 1 and not places.any())


def _credits_picture(page: Page, block: PageBlock, place: Place) -> bool:
    """Whether a line of credits beside a picture is the picture's: what it shows, and who took it (Chinese)."""
    text, lexicon = block.text, page.lexicon
    if not may_be_caption(text, lexicon) or caption_cues(text, lexicon) < 2:
        return False
    return place.after or not is_credit(text, lexicon)


def _is_lone_credit(page: Page, block: PageBlock) -> bool:
    return len(block.text) <= SHORT and is_credit(block.text, page.lexicon)


class _Copies:
    """Tells a caption that a gallery prints once more from one that two pictures share."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        self.seen: dict[str, set[str]] = {}

    def is_copy(self, block: PageBlock, place: Place | None) -> bool:
        key = picture_key(place.image.picture) if place and place.image.picture else ""
        known = self.seen.setdefault(block.text, set())
        copy = bool(known) and (key in known or not key)
        known.add(key)
        return copy


def label_captions(page: Page, first: int, last: int) -> None:
    """Give the label to every caption of a story that reaches from one block index to another.

    Around the story, where menus and buttons stand beside images too, only mark-up makes a caption.
    """
    start, end = max(0, first - REACH), min(len(page.blocks), last + 1 + BEHIND)
    usual = page.blocks[first].group.flags | page.blocks[last].group.flags
    places = Places(page, start, end - 1, usual)
    columns = (page.blocks[first].group, page.blocks[last].group)
    eastern = page.lexicon.code in PLAIN_CAPTIONS
    above = page.blocks[max(0, first - EDGE) : first]
    head = next((block.index for block in above if block.label == "title"), first)
    reasons: dict[int, str] = {}
    plain: list[_Plain] = []
    for block in page.blocks[start:end]:
        index, label = block.index, block.label
        never = label in NEVER and not (label == "navigation" and places.share_link(block))
        if never or block.reason == "boilerplate words" or len(block.text) > MAX_CAPTION:
            continue
        inside, place = first <= index <= last, places.at(index)
        near = first - EDGE <= index <= last + 1
        marked = is_marked(block, place, inside=inside) if place or near else False
        if marked and (label != "byline" or block.group.flags & IN_FIGURE or meaning(own_names(block)) == "caption"):
            reasons[index] = "caption mark-up"
        elif marked is False or label == "navigation" or not head - 2 <= index <= last + 1:
            continue
        elif place and (label != "byline" or (inside and eastern and _credits_picture(page, block, place))):
            if not inside:
                place = place._replace(frame=None)
            signs = signs_of(page, block, place)
            # Around the story only words count, or the same column.
            if inside or block.group in columns or any(sign.name in WORDED for sign in signs):
                plain.append(_Plain(block, place, signs, style_of(block)))
        elif inside and eastern and label != "byline" and _cue_alone(page, block.text, places):
            reasons[index] = "caption words"
    for block, signs in _plain_captions(page, plain):
        reasons[block.index] = "beside a picture: " + ", ".join(sign.name for sign in signs if sign.weight > 0)
    _give_labels(page, reasons, places)


def _give_labels(page: Page, reasons: dict[int, str], places: Places) -> None:
    copies = _Copies()
    for index in sorted(reasons):
        block = page.blocks[index]
        if copies.is_copy(block, places.at(index)):
            block.label, block.reason = "boilerplate", "caption again"
        else:
            block.label, block.reason = "caption", reasons[index]
    for index in sorted(reasons):
        following = page.blocks[index + 1] if index + 1 < len(page.blocks) else None
        if following is None or index + 1 in reasons or following.label in NEVER or following.image_before:
            continue
        if page.blocks[index].label == "caption" and (
            _is_lone_credit(page, following) or _shares_frame(places.at(index), following)
        ):
            following.label, following.reason = "caption", AFTER_CAPTION


def _shares_frame(place: Place | None, following: PageBlock) -> bool:
    """Whether a short line stands below a caption in the frame of its picture."""
    frame = place.frame if place else None
    return frame is not None and following.index <= frame.last and is_short_line(following.text)
