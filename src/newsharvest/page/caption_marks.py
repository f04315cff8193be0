"""What mark-up says of captions: figures, and the class words of a block and of what wraps it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsharvest.page.caption_signs import HEADINGS
from newsharvest.page.features import IN_FIGURE

if TYPE_CHECKING:
    from newsharvest.page.caption_signs import Place
    from newsharvest.page.model import PageBlock

MIN_BARE = 20
MAX_WRAPPING = 160
"""A container with so many more characters than a block is more than the block's wrapper."""
OTHER_FIGURES = ("blockquote", "table", "iframe", "video", "audio", "pre", "amp-video", "amp-iframe")
"""What a figure without a picture holds: its figcaption names a speaker, a source, a film."""
_CAPTION = re.compile(
    r"(?:img|image|photo|pic|picture|figure|fig|thumb|foto|wp|media)s?[-_]{0,2}caption|figcaption|cutline|"
    r"bild(?:unterschrift|legende)",
    re.IGNORECASE,
)
"""Class words that mean nothing but the caption of a picture."""
_NAMED = re.compile(
    r"caption|(?:image|photo|picture|figure|(?<![a-z])(?:bild|absatzbild|img|pic|foto|media))s?"
    r"[-_]{0,2}(?:(?:info|box)[-_]{0,2})?(?:desc|text|info|title|legend|note|exp|txt|summary)|"
    r"(?:^|[-_ ])(?:legend[ae]?|tuzhu|tushuo)(?:$|[-_ ])",
    re.IGNORECASE,
)
_NOT_NAMED = re.compile(
    r"video|player|gallery-?(?:title|head)|caption-?(?:toggle|button)|social-?media|image-?title-?bar", re.IGNORECASE
)
_CREDIT_NAMED = re.compile(
    r"(?<!with)(?<!has)(?<!no)[-_]{0,2}(?<![a-z])(?:photo|image|img|pic|media)?"
    r"(?:credits?|copyrights?|fotograf|photographer|bildquelle)$|^source$|"
    r"(?:photo|image|img|pic|picture|media|bild|foto)[a-z_-]{0,12}(?:source|author|agency|by)$"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def own_names(block: PageBlock) -> str:
    """The class words of the block's own element."""
    return block.element.get("class") or "" if block.element is not None else ""


def _names_around(block: PageBlock) -> str:
    """The class words of the nearest containers that hold little else."""
    most, group, names = len(block.text) + MAX_WRAPPING, block.group, ""
    for _ in range(2):
        if group.inside_chars > most:
            break
        names = f"{names} {group.names}"
        group = group.parent or group
    return names


@lru_cache(maxsize=4096)
def meaning(names: str) -> str:
    """What class words name: a ``caption`` and nothing else, ``maybe`` one, a ``credit``; empty for none of these."""
    if not names or _NOT_NAMED.search(names):
        return ""
    split = _CAMEL.sub("-", names).lower().split()
    others = [name for name in split if not _CREDIT_NAMED.search(name)]
    if len(others) < len(split) and not any("caption" in name for name in others):
        return "credit"
    if _CAPTION.search(names):
        return "caption"
    return "maybe" if _NAMED.search(names) else ""


class _Figure(NamedTuple):
    """How a block stands in a figure."""

    caption: bool
    """Whether it is its caption, or may be: it stands in the figcaption, or in a figure that has none."""
    named: bool
    """Whether it stands in the figcaption."""


def _figure_role(block: PageBlock) -> _Figure | None:
    """How the block stands in a figure; ``None`` outside."""
    node, named = block.element, False
    for _ in range(6):
        if node is None:
            break
        if node.tag == "figcaption":
            named = True
        elif node.tag == "figure":
            pictured = next(node.iter("img", "amp-img"), None) is not None
            # Of a quote the figcaption names the speaker, of a table the source.
            other = not pictured and next(node.iter(*OTHER_FIGURES), None) is not None
            # Beside a figcaption, and in quotes and players, a figure's other words are buttons and labels.
            bare = pictured and next(node.iter("figcaption", "blockquote", "table"), None) is None
            return _Figure(caption=(named and not other) or bare, named=named)
        node = node.getparent()
    return _Figure(caption=True, named=True) if named else None


def _in_heading(block: PageBlock) -> bool:
    """Whether the block stands in the element of a heading."""
    node = block.element
    for _ in range(3):
        if node is None:
            return False
        if node.tag in HEADINGS:
            return True
        node = node.getparent()
    return False


def is_marked(block: PageBlock, place: Place | None, *, inside: bool) -> bool | None:
    """Whether the mark-up itself says caption, or that there is none (``False``); ``None`` if it says nothing.

    ``inside`` says that the block stands between the story's ends.
    """
    if block.tag in ("td", "th"):
        return None
    if block.group.flags & IN_FIGURE or block.tag == "figcaption":
        role = _figure_role(block)
        if role is not None:
            if not role.caption or block.tag in ("h1", "h2", "h3"):
                return False
            return role.named or len(block.text) >= MIN_BARE or None
    own = meaning(names) if (names := own_names(block)) else ""
    around = ""
    if block.group.inside_chars <= len(block.text) + MAX_WRAPPING and (names := _names_around(block)):
        around = meaning(names)
    if not (place or own or around):
        return None
    if _in_heading(block):
        return False
    if own == "caption" or (own and place) or (own == "maybe" and inside):
        return True
    return around == "caption" or bool(around and place) or None
