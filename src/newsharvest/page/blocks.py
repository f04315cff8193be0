"""Tree to blocks: one walk that cuts the page's text at block tags, ``br`` and ``img``.

The walk judges nothing. It leaves an element out by name only where it never holds text of the page: libxml2 puts
a whole article inside an unclosed ``button``, ``nav`` or ``select``.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from newsharvest.page.model import Group, PageBlock, PageImage, PageLink
from newsharvest.text import fold_space, visible

TRAP, SILENT, INLINE, LINK, BOLD, BREAK, IMAGE, LEAF, CONTAINER = range(9)
KIND: dict[Any, int] = {
    **dict.fromkeys("script style template math head title textarea iframe embed rp rt".split(), SILENT),
    **dict.fromkeys("select datalist svg canvas audio video object map".split(), TRAP),
    **dict.fromkeys(
        "abbr acronym bdi bdo big cite code data del dfn em font i ins kbd label mark nobr o:p q rb ruby s samp small "
        "span strike sub sup time tt u var wbr input button picture source noscript".split(),
        INLINE,
    ),
    **dict.fromkeys(["a"], LINK),
    **dict.fromkeys(["b", "strong"], BOLD),
    **dict.fromkeys(["br"], BREAK),
    **dict.fromkeys(["img", "amp-img"], IMAGE),
    **dict.fromkeys(
        "p h1 h2 h3 h4 h5 h6 li dt dd td th figcaption caption legend pre summary address option".split(), LEAF
    ),
}
"""What the walk does at a tag; a tag that is not here holds blocks of its own (CONTAINER)."""
LONG_WORDS = 12
"""A block of more words than this, few of them links, is long: running text."""
LONG_LINK_SHARE = 0.4
TOO_MANY_LINKS = 0.9
"""A block with a larger share of link text is links alone, unless it is as long as LONGEST_LINKS."""
LONGEST_LINKS = 200
PARAGRAPHS = 3
"""So many inside an element that shows no text are the page's."""
FEW_WORDS = 2
"""Menus and counters say so much in a bare ``div``; of a hundred such blocks two belong to a story."""


@dataclass(slots=True)
class Cut:
    """What the walk found, each list in reading order."""

    blocks: list[PageBlock] = field(default_factory=list)
    prose: list[PageBlock] = field(default_factory=list)
    """The blocks that may be text of the story: no links alone, no word or two in a container of their own."""
    links: list[PageLink] = field(default_factory=list)
    images: list[PageImage] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    """The groups that hold text, each after those inside it."""


def word_count(text: str, parts: int = 0) -> int:
    """About how many words a text has; text without blanks (Chinese, Japanese) counts 0.6 words a character.

    ``parts`` is the number of its parts between blanks, 0 where nobody knows it.
    """
    parts = parts or text.count(" ") + 1
    dense = len(text) >= 14 * parts or (not text.isascii() and "\u2e80" <= text[len(text) // 2] < "\uac00")
    return int(len(text) * 0.6) if dense else parts


def _holds_paragraphs(elements: list[Any]) -> bool:
    """Whether an element that shows no text of its own was left unclosed, so that libxml2 put the page inside it."""
    return len(elements) > PARAGRAPHS and [element.tag for element in elements].count("p") >= PARAGRAPHS


class _Run:
    """The text since the last block boundary, and the containers that it stands in."""

    __slots__ = ("bold_chars", "broken", "containers", "cut", "groups", "image", "link_chars", "links", "pieces")

    def __init__(self, cut: Cut, root: Any) -> None:
        self.cut = cut
        self.pieces: list[str] = []
        self.links: list[PageLink] = []
        self.link_chars = self.bold_chars = 0
        self.broken = self.image = False
        self.containers: list[Any] = [root]
        """The elements of the open containers."""
        self.groups: list[Group] = [Group(root, root.tag, None)]
        """The groups of the outer ones of them: a group is made when the first text stands in its container."""

    def end(self, element: Any, *, broken: bool) -> None:
        """Make a block of the run, which stands in ``element``; ``broken`` says that the element goes on after it."""
        pieces, links = self.pieces, self.links
        if len(pieces) == 1 and len(links) == 1 and links[0].text:
            text, parts = links[0].text, 0  # One link and nothing else; its text is folded already.
        else:
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            words = (text if text.isascii() else visible(text)).split()
            text, parts = " ".join(words), len(words)
        pieces.clear()
        if text:
            self._add_block(text, parts, element, broken=broken)
        elif links:
            self.links = []  # Links without a word stay in Cut.links.
        self.link_chars = self.bold_chars = 0

    def _add_block(self, text: str, parts: int, element: Any, *, broken: bool) -> None:
        """``parts`` is the number of the text's parts between blanks, 0 where nobody knows it."""
        blocks, groups, chars = self.cut.blocks, self.groups, len(text)
        if len(groups) < len(self.containers):
            self._open_groups()
        group, tag, index = groups[-1], element.tag, len(blocks)
        block = PageBlock(index, text, element, tag, group)
        blocks.append(block)
        if broken or self.broken:
            block.broken = True
            self.broken = broken
        link_chars = 0
        if self.links:
            block.links, self.links = self.links, []
            link_chars = block.link_chars = min(self.link_chars, chars)
            group.link_chars += link_chars
        escaped = text[0] == "<" and text[-1] == ">" and chars >= LONGEST_LINKS  # Mark-up as text: a counter's.
        if (link_chars <= TOO_MANY_LINKS * chars or chars >= LONGEST_LINKS) and not escaped:
            words = block.words = word_count(text, parts)
            if words > FEW_WORDS or block.broken or KIND.get(tag) == LEAF:
                self.cut.prose.append(block)
            if words > LONG_WORDS and link_chars < LONG_LINK_SHARE * chars:
                group.long_chars += chars
                group.commas += text.count(",") + text.count("，") + text.count("、")
        group.blocks += 1
        group.chars += chars
        group.last = index
        if group.first < 0:
            group.first = index
        if self.bold_chars:
            block.bold_chars = min(self.bold_chars, chars)
        if self.image:
            block.image_before = True
            self.image = False

    def _open_groups(self) -> None:
        """Make the groups of all open containers that had none yet."""
        groups = self.groups
        group = groups[-1]
        for element in self.containers[len(groups) :]:
            group = Group(element, element.tag, group)
            groups.append(group)

    def leave(self) -> None:
        """A container that held text ends: its sums are part of its parent's."""
        group, parent = self.groups.pop(), self.groups[-1]
        block = self.cut.blocks[-1]
        if group.blocks == 1 and not group.children and block.element is group.element:
            # A container around one block only is that block's own wrapper: what holds it is the parent.
            block.group = parent
            parent.blocks += 1
            parent.first = block.index if parent.first < 0 else parent.first
            parent.last = block.index
            parent.chars += group.chars
            parent.link_chars += group.link_chars
            parent.long_chars += group.long_chars
            parent.commas += group.commas
        else:
            self.close(group)
            parent.children += 1
            parent.inside_chars += group.inside_chars
            parent.inside_links += group.inside_links
            parent.inside_long += group.inside_long

    def close(self, group: Group) -> None:
        """A group is complete: what is inside it includes its own blocks."""
        group.inside_chars += group.chars
        group.inside_links += group.link_chars
        group.inside_long += group.long_chars
        self.cut.groups.append(group)

    def add_link(self, link: PageLink, text: str | None) -> None:
        """An ``a`` without elements in it."""
        if text:
            link.text = words = " ".join(text.split()) if text.isascii() else fold_space(text)
            if words or self.pieces:
                self.pieces.append(text)
            self.link_chars += len(words)
        self.links.append(link)

    def close_link(self, link: PageLink, start: int, before: str) -> None:
        """An ``a`` ends: its text is what was added since ``start``, across blocks if need be.

        ``before`` is the text that stood in the run in front of it.
        """
        blocks = self.cut.blocks
        if link.block == len(blocks):
            link.text = fold_space("".join(self.pieces[start:]))
            self.links.append(link)
            self.link_chars += len(link.text)
            return
        text = fold_space("".join(self.pieces))
        self.link_chars += len(text)
        first, *inside = blocks[link.block :]
        own = first.text[len(fold_space(before)) :].lstrip() if before else first.text
        first_chars = max(first.link_chars, len(own))
        for block in (first, *inside):
            chars = first_chars if block is first else len(block.text)
            block.group.link_chars += chars - block.link_chars
            block.link_chars = chars
        first.links = [*first.links, link]
        link.text = " ".join(filter(None, (own, *(block.text for block in inside), text)))


def cut_blocks(root: Any) -> Cut:  # noqa: C901, PLR0912, PLR0915 - see below
    """The blocks, links, images and groups below an element.

    lxml walks through the elements in reading order, and an element's parent tells which others have ended before
    it: so depth costs nothing, and the end of an element is written once. It is all written out here because this
    loop is where reading a page spends its time.
    """
    cut = Cut()
    run = _Run(cut, root)
    blocks, links, pieces, containers = cut.blocks, cut.links, run.pieces, run.containers
    kind_of = KIND.get
    groups, bold = run.groups, 0
    anchor: PageLink | None = None
    """The link that is open."""
    owner = root
    """The block element that text stands in."""
    element, kind, state = root, INLINE, None
    """The element before; ``state`` is what its end needs to know: of a block the owner around it, of a link where it
    began."""
    stack: list[tuple[Any, int, Any]] = []
    """The same of the elements that are open around it."""
    # The head, an eleventh of all elements, is not even walked through.
    walk = chain(chain.from_iterable(child.iter() for child in root if child.tag != "head"), (None,))
    for text in (root.text, *(child.tail for child in root.iterchildren("head"))):
        if text and not text.isspace():
            pieces.append(text)
    for following in walk:
        parent = following.getparent() if following is not None else None
        if parent is element:
            stack.append((element, kind, state))
        else:
            inner = False
            while True:  # Ends the element before and those around it that the next one does not stand in.
                if kind >= LEAF:
                    if pieces or run.links:
                        run.end(owner, broken=False)
                    owner, run.broken = state, inner
                    if kind == CONTAINER:
                        containers.pop()
                        if len(groups) > len(containers):
                            run.leave()
                elif kind == LINK:
                    if state is not None:
                        run.close_link(*state)
                        anchor = None
                elif kind == BOLD:
                    bold -= 1
                if not stack:
                    break
                text = element.tail
                if text and (pieces or not text.isspace()):
                    pieces.append(text)
                    if bold:
                        run.bold_chars += len(text)
                if stack[-1][0] is parent:
                    break
                element, kind, state = stack.pop()
                inner = True
            if following is None:
                break
        element = following
        kind = kind_of(element.tag, CONTAINER)
        if kind <= SILENT:
            if not len(element):
                continue
            inside = list(element.iter())
            if kind == SILENT or not _holds_paragraphs(inside):
                deque(islice(walk, len(inside) - 1), 0)  # What is inside is passed over.
                continue
            kind = CONTAINER
        if kind >= BREAK:
            if pieces or run.links:
                run.end(owner, broken=kind <= IMAGE)
            if kind >= LEAF:
                state, owner, run.broken = owner, element, False
                if kind == CONTAINER:
                    containers.append(element)
            elif kind == IMAGE:
                cut.images.append(PageImage(element, len(blocks), anchor))
                run.image = True
        elif kind == LINK:
            link = PageLink(element, len(blocks))
            links.append(link)
            if not len(element):  # Most links: their text is one string, known at once.
                run.add_link(link, element.text)
                state = None
                continue
            state, anchor = (link, len(pieces), "".join(pieces)), link
        elif kind == BOLD:
            bold += 1
        text = element.text
        if text and (pieces or not text.isspace()):
            pieces.append(text)
            if bold:
                run.bold_chars += len(text)
    if pieces:
        run.end(owner, broken=False)
    run.close(run.groups[0])
    return cut
