"""What says that a plain block beside a picture is its caption: signs, each with a weight.

No sign but a plain word is enough alone: headings, first sentences and credits stand beside pictures too.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from newsharvest.lines.captions import caption_cues, is_credit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsharvest.page.model import Frame, Group, Page, PageBlock, PageImage

ENOUGH = 4
"""So much weight makes a block beside a picture a caption."""
SHORT = 80
TINY = 12
MIN_CHARS = 20
"""Shorter lines in western languages, and those of a word or two, are labels and buttons."""
LONGEST = 260
"""A longer block beside a picture is text of the story unless mark-up says otherwise."""
REPEATED = 12
"""A caption whose first so many characters open another block repeats the story's own words."""
MIN_ALT = 6
SAMPLE = 6
RUNNING = 18
"""A block of more words than this is running text."""
WORDED = frozenset({"words of a caption", "the image's own words"})
"""Signs that lie in what a block says."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PLAIN_CAPTIONS = frozenset({"zh", "ja", "ko"})
"""Languages whose papers set captions as plain paragraphs; elsewhere a short line after a picture says less."""
LINE_ENDS = frozenset('。.!！?？:：…”"；;，,')
INTRODUCES = frozenset(":：，,、；;")
"""What ends a line that another one goes on from."""
SLIGHT = frozenset({"em", "i", "small", "cite", "sub", "figcaption"})
_CENTRED = re.compile(r"text-align:\s?center", re.IGNORECASE)
_SLIGHT_STYLE = re.compile(
    r"font-style:\s?italic|font-size:\s?(?:small|smaller|x-small|(?:[89]|1[0-2])p[xt])", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"[(（【]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）】]?(?:[、.．:：)）]|$)|第[一二三四五六七八九十\d]{1,3}[章节節部步条條]|[①-⑳]"
)


class Place(NamedTuple):
    """Where a block stands beside a picture."""

    image: PageImage
    after: bool
    """Whether the picture stands right before the block; else it stands right after it."""
    frame: Frame | None
    """The blocks that stand alone with the picture, if this is one of them."""


class Sign(NamedTuple):
    """One thing that speaks for a caption, or against it."""

    name: str
    weight: int


class Style(NamedTuple):
    """How a block is marked up: blocks of one kind share it."""

    tag: str
    names: str
    group: str


def style_of(block: PageBlock) -> Style:
    """The style of a block."""
    element, group = block.element, block.group
    names = element.get("class") or "" if element is not None else ""
    return Style(block.tag, names, group.names if group.element is not element else "")


def is_centred(block: PageBlock) -> bool:
    """Whether mark-up centres the block."""
    element = block.element
    for _ in range(2):
        if element is None:
            return False
        if element.tag == "center" or (element.get("align") or "").lower() == "center":
            return True
        if (style := element.get("style")) and _CENTRED.search(style):
            return True
        element = element.getparent()
    return False


def _is_slight(block: PageBlock) -> bool:
    """Whether the whole block is set in italics or in small letters."""
    element = block.element
    for _ in range(2):
        if element is None:
            return False
        if element.tag in SLIGHT or ((style := element.get("style")) and _SLIGHT_STYLE.search(style)):
            return True
        inner = [child for child in element if isinstance(child.tag, str) and child.tag not in ("br", "img", "a")]
        if len(inner) != 1 or (element.text or "").strip() or (inner[0].tail or "").strip():
            return False
        element = inner[0]
    return element is not None and element.tag in SLIGHT


def _is_indented(block: PageBlock) -> bool:
    """Whether the block opens with the two blanks, or the style, of a Chinese paragraph."""
    element = block.element
    if element is None:
        return False
    if "text-indent" in (element.get("style") or ""):
        return True
    for _ in range(3):
        text = element.text
        if text and not text.isspace():
            return text.lstrip("\r\n\t")[:1] in ("\u3000", "\xa0")
        if text and "\u3000" in text:
            return True
        element = next(iter(element), None)
        if element is None:
            return False
    return False


class Body(NamedTuple):
    """How the story's running text looks, away from pictures."""

    styles: frozenset[Style]
    columns: frozenset[Group]
    """The containers that hold it."""
    centred: bool
    slight: bool
    indented: bool
    plain_lines: int
    """How many short lines without a full stop, set like any paragraph, stand there: plain headings."""
    median: int
    """The length of a middling paragraph."""


def body_of(page: Page) -> Body:
    """The look of the page's running text."""
    story = [b for b in page.blocks if b.label in ("paragraph", "heading", "quote", "list_item")]
    away = [block for block in story if not block.image_before]
    long = [block for block in away if block.words > RUNNING] or [b for b in story if b.words > RUNNING]
    sample = long[:SAMPLE]
    half = len(sample) / 2
    lengths = sorted(len(block.text) for block in away if block.label == "paragraph")
    return Body(
        frozenset(style_of(block) for block in long),
        frozenset(block.group for block in story if block.words > RUNNING),
        sum(map(is_centred, sample)) > half,
        sum(map(_is_slight, sample)) > half,
        sum(map(_is_indented, sample)) > half,
        sum(is_short_line(block.text) and not _is_bold(block) and block.tag not in HEADINGS for block in away),
        lengths[len(lengths) // 2] if lengths else 0,
    )


def openings_of(page: Page) -> Counter[str]:
    """How many blocks of the page open with the same few characters."""
    return Counter(block.text[:REPEATED] for block in page.blocks if len(block.text) > REPEATED)


def is_short_line(text: str) -> bool:
    """Whether a text is short and does not end as a sentence does."""
    return len(text) <= SHORT and text[-1] not in LINE_ENDS


def _is_bold(block: PageBlock) -> bool:
    return block.bold_chars * 2 > len(block.text)


def _equals_alt(block: PageBlock, element: Any) -> bool:
    """Whether the image's own attributes hold the block's words."""
    text = block.text
    if len(text) < MIN_ALT:
        return False
    for name in ("alt", "title", "data-caption", "data-title", "data-description"):
        value = element.get(name)
        if (
            value
            and len(text) * 4 < 5 * len(value) < 10 * len(text)
            and " ".join(value.split()).startswith(text[: len(text) * 4 // 5])
        ):
            return True
    return False


def _signs_of_words(page: Page, block: PageBlock, place: Place) -> Iterator[Sign]:
    """What the block says."""
    text = block.text
    if cues := caption_cues(text, page.lexicon):
        yield Sign("words of a caption", 2 * cues)
    elif place.frame is not None and is_credit(text, page.lexicon):
        yield Sign("a credit alone", 4)
    if _equals_alt(block, place.image.element):
        yield Sign("the image's own words", 4 if place.after or place.frame else 2)
    if text[-1] in INTRODUCES:
        yield Sign("introduces something", -4)
    if _NUMBERED.match(text):
        yield Sign("numbered", -3)
    if place.after and page.lexicon.code in PLAIN_CAPTIONS and page.once(openings_of)[text[:REPEATED]] > 1:
        yield Sign("repeated in the text", 3 if _begins_another(page, block) else 2)


def _begins_another(page: Page, block: PageBlock) -> bool:
    """Whether a longer block begins with all the words of this one."""
    words = block.text.rstrip("。.")
    return any(len(other.text) > len(block.text) and other.text.startswith(words) for other in page.blocks)


def _signs_of_setting(page: Page, block: PageBlock, place: Place) -> Iterator[Sign]:
    """How the block looks beside the story's running text."""
    body, text, eastern = page.once(body_of), block.text, page.lexicon.code in PLAIN_CAPTIONS
    apart = bool(body.styles) and style_of(block) not in body.styles
    if apart:
        yield Sign("a style of its own", 1 if eastern else 2)
    worth = eastern or _is_worth_a_caption(text)
    if worth and place.frame is not None and (apart or is_short_line(text) or len(text) <= body.median):
        yield Sign("alone with the picture", 3 if place.after else 2)
    if not body.centred and is_centred(block):
        yield Sign("centred", 4 if eastern else 3)
    if not body.slight and _is_slight(block):
        yield Sign("small or italic", 3 if place.after else 1)
    if eastern and body.indented and not _is_indented(block):
        yield Sign("not indented", 1)
    if _is_bold(block):
        yield Sign("bold", -4)


def _is_worth_a_caption(text: str) -> bool:
    """Whether a western line is more than a label or a button."""
    return len(text) >= MIN_CHARS and text.count(" ") > 1


def _signs_of_length(page: Page, block: PageBlock) -> Iterator[Sign]:
    """What the length of a block right after a picture says."""
    body, text, eastern = page.once(body_of), block.text, page.lexicon.code in PLAIN_CAPTIONS
    if is_short_line(text):
        yield Sign("short", 2 if eastern else int(_is_worth_a_caption(text)))
        if eastern and not body.plain_lines:
            yield Sign("the only such line", 2)
    elif eastern and len(text) <= TINY and body.median > SHORT // 2:
        yield Sign("tiny", 2)


def signs_of(page: Page, block: PageBlock, place: Place) -> list[Sign]:
    """The signs that speak for and against a block as the caption of the picture beside it."""
    text = block.text
    if block.tag in HEADINGS or len(text) > LONGEST or block.link_chars * 2 > len(text):
        return []
    words = list(_signs_of_words(page, block, place))
    signs = [*words, *_signs_of_setting(page, block, place)]
    columns = page.once(body_of).columns
    if (
        place.frame is None
        and not any(sign.name in WORDED for sign in words)
        and columns
        and block.group not in columns
    ):
        signs.append(Sign("outside the text's column", -3))
    return [*signs, *_signs_of_length(page, block)] if place.after else signs


def weight_of(signs: Iterable[Sign]) -> int:
    """The sum of some signs' weights."""
    return sum(sign.weight for sign in signs)
