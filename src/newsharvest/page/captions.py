"""Which blocks are captions: by their mark-up, and by what stands before them.

Most Chinese pages set a caption as a plain paragraph after the paragraph that holds the image. "A short line after an
image" alone is not enough (headings and first sentences stand there too), so signs are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from newsharvest.lines.captions import MAX_CAPTION, caption_cues, is_credit, split_credit
from newsharvest.page.features import IN_FIGURE
from newsharvest.page.names import names_of

if TYPE_CHECKING:
    from newsharvest.page.model import Page, PageBlock

ENOUGH = 2
"""So many signs make a paragraph after an image a caption."""
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PLAIN_CAPTIONS = frozenset({"zh", "ja", "ko"})
"""Languages whose papers set captions as plain paragraphs; elsewhere a line after an image needs words that say so."""
LINE_ENDS = frozenset('。.!?！？:：…”"；;，,')
REACH = 24
"""How many blocks before the story its lead picture may stand."""
MIN_BARE = 20
MAX_FIGURE_DEPTH = 6
SHORT = 80
LONGEST_PLAIN = 260
REPEATED = 12
"""A caption whose first so many characters open another block repeats the story's own words."""
NEVER = frozenset({"title", "navigation", "byline", "keywords"})
_NAMED = re.compile(
    r"caption|cutline|bild(?:unterschrift|text|legende)|(?:img|image|photo|pic|picture|media|figure|foto)s?[-_]{0,2}"
    r"(?:desc|text|info|title|legend|note|exp|txt|summary)|"
    r"(?:^|[-_ ])(?:legend[ae]?|tuzhu|tushuo)(?:$|[-_ ])",
    re.IGNORECASE,
)
_NOT_NAMED = re.compile(r"video|player|gallery-?(?:title|head)|caption-?(?:toggle|button)", re.IGNORECASE)
_CREDIT_NAMED = re.compile(
    r"credit|copyright|fotograf|photographer|bildquelle|(?:^|[-_ ])source(?:$|[-_ ])", re.IGNORECASE
)
_CENTRED = re.compile(r"text-align:\s?center", re.IGNORECASE)


def _own_names(block: PageBlock) -> str:
    """The class words of the block's own element."""
    return block.element.get("class") or "" if block.element is not None else ""


def _names_around(block: PageBlock) -> str:
    """The class words of the nearest containers that hold little else."""
    group, names = block.group, ""
    for _ in range(2):
        if group.inside_chars < MAX_CAPTION:
            names = f"{names} {names_of(group.element)}"
        group = group.parent or group
    return names


@lru_cache(maxsize=4096)
def _named(names: str, *, credit: bool) -> bool:
    """Whether class words name a caption, or with ``credit`` a credit either."""
    named = _NAMED.search(names) or (credit and _CREDIT_NAMED.search(names))
    return bool(named) and not _NOT_NAMED.search(names)


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


def _figure_role(block: PageBlock) -> str | None:
    """How the block stands in a figure: ``figcaption`` inside one, ``bare`` in a figure that has none."""
    node = block.element
    for _ in range(MAX_FIGURE_DEPTH):
        if node is None:
            return None
        if node.tag == "figcaption":
            return "figcaption"
        if node.tag == "figure":
            # Beside a figcaption, and in quotes and players, a figure's other words are buttons and labels.
            plain = next(node.iter("figcaption", "blockquote", "table"), None) is None
            return "bare" if plain and next(node.iter("img", "amp-img"), None) is not None else None
        node = node.getparent()
    return None


def _marked(block: PageBlock, *, near: bool) -> bool:
    """Whether the mark-up itself says caption; ``near`` says that an image stands right before or after."""
    if block.tag in HEADINGS or block.tag in ("td", "th"):
        return False
    if block.group.flags & IN_FIGURE or block.tag == "figcaption":
        role = _figure_role(block)
        if role:
            return role == "figcaption" or len(block.text) >= MIN_BARE
    if _named(_own_names(block), credit=near):
        return True
    return near and _named(_names_around(block), credit=True)


def _plain_lines(page: Page) -> int:
    """How many short lines without a full stop stand in the story away from images: headings set as plain text."""
    return sum(
        block.label in ("paragraph", "heading") and not block.image_before and _is_short_line(block.text)
        for block in page.blocks
    )


def _is_short_line(text: str) -> bool:
    return len(text) <= SHORT and text[-1] not in LINE_ENDS


def _fills_element(block: PageBlock) -> bool:
    """Whether the block is all the text of the element that also holds the image."""
    element = block.element
    if not block.broken or element is None or element.find(".//img") is None:
        return False
    return len("".join(element.itertext()).split()) == len(block.text.split())


def _openings(page: Page) -> Counter[str]:
    return Counter(block.text[:REPEATED] for block in page.blocks if len(block.text) > REPEATED)


def _signs(page: Page, block: PageBlock) -> int:
    """How many signs say that a block right after an image is its caption."""
    text = block.text
    if block.tag in HEADINGS or len(text) > LONGEST_PLAIN or block.link_chars * 2 > len(text):
        return 0
    signs = caption_cues(text, page.lexicon)
    if page.lexicon.code not in PLAIN_CAPTIONS:
        return signs
    if is_centred(block):
        signs += 2
    if _fills_element(block):
        signs += 2
    if page.once(_openings)[text[:REPEATED]] > 1:
        signs += 1
    if _is_short_line(text):
        signs += 1 if page.once(_plain_lines) else 2
    if block.bold_chars * 2 > len(text):
        signs -= 2
    return signs


def label_captions(page: Page, first: int, last: int) -> None:
    """Give the label to every caption of a story that reaches from one block index to another.

    Around the story, where menus and buttons stand beside images too, only mark-up makes a caption.
    """
    before_image = {image.block - 1 for image in page.images}
    seen: set[str] = set()
    previous: PageBlock | None = None
    for block in page.blocks[max(0, first - REACH) : last + 2]:
        reason = None
        if block.label not in NEVER and block.reason != "boilerplate words" and len(block.text) <= MAX_CAPTION:
            if _marked(block, near=block.image_before or block.index in before_image):
                reason = "caption mark-up"
            elif block.image_before and first - 2 <= block.index <= last and _signs(page, block) >= ENOUGH:
                reason = "after an image"
            elif previous is not None and previous.label == "caption" and _is_lone_credit(page, block):
                reason = "credit after a caption"
        if reason:
            # A gallery prints each caption once more; the copy is nobody's.
            block.label, block.reason = ("boilerplate", "caption again") if block.text in seen else ("caption", reason)
            seen.add(block.text)
        previous = block


def _is_lone_credit(page: Page, block: PageBlock) -> bool:
    return len(block.text) <= SHORT and is_credit(block.text, page.lexicon)


def credit_of(page: Page, block: PageBlock) -> tuple[str, str | None]:
    """A caption block's words and its credit."""
    element = block.element
    if element is not None and len(block.text) <= MAX_CAPTION:
        for part in element.iterdescendants("span", "small", "em", "i", "cite", "p", "div"):
            names = part.get("class")
            if names and _CREDIT_NAMED.search(names):
                credit = " ".join("".join(part.itertext()).split())
                if credit and block.text.endswith(credit):
                    return block.text[: -len(credit)].rstrip(" |/–—-"), credit
    split = split_credit(block.text, page.lexicon)
    return split.text, split.credit
