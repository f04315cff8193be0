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
OPTIONS: Any = {"encoding": "utf-8", "huge_tree": True, "remove_comments": True, "remove_pis": True}
"""UTF-8 bytes and a fixed encoding: the one call that neither believes a meta charset nor trips over an XML
declaration or a lone surrogate."""
MAX_DEPTH = 500
"""How deep the tree of a page goes that was nested too deeply for libxml2's own tree (2,048)."""
ABYSS = 15_000
"""What lies deeper is left out: for each end tag libxml2 searches all that is open, so time grows with the square."""
FORMATTING = frozenset("abbr b big center code em font i ins s small span strike strong sub sup u".split())
"""Elements that part no text, so that below MAX_DEPTH they can be left out."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The parsed page."""

    root: Any
    flattened: bool = False
    """Whether the page was nested too deeply: below MAX_DEPTH its elements stand one after the other."""
    truncated: bool = False
    """Whether the parser gave up before the end, so that text may be missing."""


class _TooDeepError(Exception):
    """The page goes deeper than is worth reading."""


class _ShallowTarget:
    """Builds a tree that is never deeper than MAX_DEPTH from the parser's events, which have no limit of depth.

    An element that would be deeper takes the place of the open one at that depth, so that no word is lost and
    paragraphs stay apart.
    """

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder()
        self._depth = 0
        self._open: list[str] = []
        """The tags that are open in the tree that is built."""

    def start(self, tag: str, attributes: Any) -> None:
        self._depth += 1
        if self._depth > ABYSS:
            raise _TooDeepError
        if self._depth <= MAX_DEPTH:
            self._push(tag, attributes)
        elif tag not in FORMATTING:
            self._replace(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._depth < MAX_DEPTH:
            self._pop()
        elif tag not in FORMATTING:
            self._replace("div", {})

    def data(self, text: str) -> None:
        self._builder.data(text)

    def close(self) -> Any:
        while self._open:
            self._pop()
        return self._builder.close()

    def _push(self, tag: str, attributes: Any) -> None:
        self._builder.start(tag, attributes)
        self._open.append(tag)

    def _pop(self) -> None:
        self._builder.end(self._open.pop())

    def _replace(self, tag: str, attributes: Any) -> None:
        self._pop()
        self._push(tag, attributes)


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
    parser = etree.HTMLParser(**OPTIONS)
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        root = None
    if root is None:
        raise EmptyPage("no mark-up and no text")
    # The log is newest last; reading only its end keeps pages with thousands of small errors cheap.
    log = parser.error_log
    return _flattened(data) if any(entry.level == FATAL for entry in log) else Tree(root)


def _flattened(data: bytes) -> Tree:
    """The tree of a page that is nested too deeply: libxml2 drops the rest of it, but tells a target of all of it."""
    target = _ShallowTarget()
    parser = etree.HTMLParser(**OPTIONS | {"target": target})
    try:
        for start in range(0, len(data), WINDOW):  # In parts, because only between them can it be stopped.
            parser.feed(data[start : start + WINDOW])
        root = parser.close()
    except _TooDeepError:
        return Tree(target.close(), flattened=True, truncated=True)
    return Tree(root, flattened=True)
