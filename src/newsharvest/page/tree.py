"""Text to tree: one lxml parse, never changed afterwards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

from newsharvest.errors import EmptyPage, PageTooLarge

MAX_ATTRIBUTES = 5_000
"""libxml2's time grows with the square of a tag's attributes (40,000 take 10 s); a tag with more is refused."""
WINDOW = 16_384
"""Tags of so many attributes are longer than two windows, so one of them has no end of a tag in it."""
QUOTED = re.compile(rb'"[^"]*"|\'[^\']*\'')
FATAL = 3


@dataclass(frozen=True, slots=True)
class Tree:
    """The parsed page."""

    root: Any
    truncated: bool
    """Whether the parser gave up before the end, so that text may be missing."""


def _refuse_attribute_floods(data: bytes) -> None:
    """Raise for a tag of more than MAX_ATTRIBUTES; looks at windows first, which costs next to nothing."""
    for start in range(0, len(data) - WINDOW, WINDOW):
        if data.find(b">", start, start + WINDOW) >= 0:
            continue
        opening = data.rfind(b"<", 0, start + WINDOW)
        closing = data.find(b">", max(opening, 0))
        closing = closing if closing >= 0 else len(data)
        blanks = sum(data.count(blank, opening, closing) for blank in (b" ", b"\t", b"\n"))
        if opening < 0 or blanks < MAX_ATTRIBUTES:
            continue
        if data.rfind(b"<script", 0, opening + 8) > data.rfind(b"</script", 0, opening + 9):
            continue  # A script's "<" opens nothing.
        if len(QUOTED.sub(b"", data[opening:closing]).split()) > MAX_ATTRIBUTES:
            raise PageTooLarge(f"a tag of more than {MAX_ATTRIBUTES} attributes")


def parse(data: bytes) -> Tree:
    """The tree of a page's text, given as UTF-8; :class:`EmptyPage` where there is nothing to parse."""
    _refuse_attribute_floods(data)
    # UTF-8 bytes and a fixed encoding: the one call that neither believes a meta charset nor trips over an
    # XML declaration or a lone surrogate.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise EmptyPage("no mark-up and no text")
    # The log is newest last; reading only its end keeps pages with thousands of small errors cheap.
    log = parser.error_log
    return Tree(root, any(entry.level == FATAL for entry in log))
