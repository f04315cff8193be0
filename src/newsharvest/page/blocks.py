"""Tree to blocks: one walk that cuts the page's text at block tags, ``br`` and ``img``.

The walk judges nothing. It leaves an element out by name only where it never holds text of the page: libxml2 puts
a whole article inside an unclosed ``button``, ``nav`` or ``select``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from newsharvest.page.model import Group, PageBlock, PageImage, PageLink

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
INVISIBLE = "\u200b\u00ad\ufeff\u200c\u200d\u2060"
LONG_WORDS = 12
"""A block of more words than this, few of them links, is long: running text."""
LONG_LINK_SHARE = 0.4
TOO_MANY_LINKS = 0.9
"""A block with a larger share of link text is links alone, unless it is as long as LONGEST_LINKS."""
LONGEST_LINKS = 200


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


def fold(text: str) -> str:
    """Runs of white space as one blank, invisible characters gone."""
    if not text.isascii():
        for character in INVISIBLE:  # Six searches in C; str.translate looks up every character.
            if character in text:
                text = text.replace(character, "")
    return " ".join(text.split())


def word_count(text: str) -> int:
    """About how many words a text has; text without blanks (Chinese, Japanese) counts 0.6 words a character."""
    words = text.count(" ") + 1
    return words if len(text) < 14 * words else int(len(text) * 0.6)


def _holds_paragraphs(element: Any) -> bool:
    """Whether an element that shows no text of its own was left unclosed, so that libxml2 put the page inside it."""
    return sum(1 for _ in islice(element.iter("p"), 3)) == 3


class _Run:
    """The text since the last block boundary, and the containers that it stands in."""

    __slots__ = ("bold_chars", "broken", "containers", "cut", "image", "link_chars", "links", "pieces")

    def __init__(self, cut: Cut, root: Any) -> None:
        self.cut = cut
        self.pieces: list[str] = []
        self.links: list[PageLink] = []
        self.link_chars = self.bold_chars = 0
        self.broken = self.image = False
        self.containers: list[list[Any]] = [[root, Group(root, root.tag, None)]]
        """[element, group] of each open container; a group is made when the first text stands in it."""

    def end(self, element: Any, *, broken: bool) -> None:
        """Make a block of the run, which stands in ``element``; ``broken`` says that the element goes on after it."""
        text = "".join(self.pieces)
        text = " ".join(text.split()) if text.isascii() else fold(text)
        self.pieces.clear()
        if text:
            self._add_block(text, element, broken=broken)
        elif self.links:
            self.links = []  # Links without a word stay in Cut.links.
        self.link_chars = self.bold_chars = 0

    def _add_block(self, text: str, element: Any, *, broken: bool) -> None:
        cut, chars = self.cut, len(text)
        group: Group = self.containers[-1][1] or self._open_group()
        index = len(cut.blocks)
        block = PageBlock(index, text, element, element.tag, group)
        cut.blocks.append(block)
        links = 0
        if self.links:
            block.links = self.links
            self.links = []
            links = block.link_chars = min(self.link_chars, chars)
            group.link_chars += links
        if links <= TOO_MANY_LINKS * chars or chars >= LONGEST_LINKS:
            words = block.words = word_count(text)
            if words > FEW_WORDS or broken or self.broken or KIND.get(block.tag) == LEAF:
                cut.prose.append(block)
            if words > LONG_WORDS and links < LONG_LINK_SHARE * chars:
                group.long_chars += chars
                group.commas += text.count(",") + text.count("，") + text.count("、")
        group.blocks += 1
        group.chars += chars
        group.last = index
        if group.first < 0:
            group.first = index
        if self.bold_chars:
            block.bold_chars = min(self.bold_chars, chars)
        if broken or self.broken:
            block.broken = True
        self.broken = broken
        if self.image:
            block.image_before = True
            self.image = False

    def _open_group(self) -> Group:
        """The group of the innermost container, and of those around it that had none yet."""
        group: Group | None = None
        for entry in self.containers:
            if entry[1] is None:
                entry[1] = Group(entry[0], entry[0].tag, group)
            group = entry[1]
        assert group is not None  # noqa: S101 - the root's group is made at the start
        return group

    def leave(self) -> None:
        """A container ends: if it held text, its sums are part of its parent's."""
        element, group = self.containers.pop()
        if group is None:
            return
        parent: Group = self.containers[-1][1]
        block = self.cut.blocks[-1]
        if group.blocks == 1 and not group.children and block.element is element:
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
            link.text = words = " ".join(text.split()) if text.isascii() else fold(text)
            if words or self.pieces:
                self.pieces.append(text)
            self.link_chars += len(words)
        self.links.append(link)

    def close_link(self, link: PageLink, start: int) -> None:
        """An ``a`` ends: its text is what was added since ``start``, across blocks if need be."""
        blocks = self.cut.blocks
        if link.block == len(blocks):
            link.text = fold("".join(self.pieces[start:]))
            self.links.append(link)
            self.link_chars += len(link.text)
            return
        text = fold("".join(self.pieces))
        self.link_chars += len(text)
        inside = blocks[link.block :]
        for block in inside:
            block.group.link_chars += len(block.text) - block.link_chars
            block.link_chars = len(block.text)
        inside[0].links = [*inside[0].links, link]
        link.text = " ".join([*(block.text for block in inside), text]).rstrip()


def cut_blocks(root: Any) -> Cut:  # noqa: C901, PLR0912, PLR0915 - see below
    """The blocks, links, images and groups below an element.

    One loop over the tree with its own stack, so that depth costs nothing and no element is visited twice. It is
    written out in full because it is where reading a page spends its time.
    """
    cut = Cut()
    run = _Run(cut, root)
    blocks, links, pieces, containers = cut.blocks, cut.links, run.pieces, run.containers
    kind_of = KIND.get
    bold = 0
    stack: list[tuple[Any, Any, int, Any]] = []
    children: Any = iter(root)
    owner = root
    """The block element that text stands in."""
    state: Any = None
    """What the end of an element needs to know: of a block the owner around it, of a link where it began."""
    if root.text:
        pieces.append(root.text)
    while True:
        for element in children:
            kind = kind_of(element.tag, CONTAINER)
            if kind == TRAP:
                kind = CONTAINER if _holds_paragraphs(element) else SILENT
            if kind >= BREAK:
                if pieces or run.links:
                    run.end(owner, broken=kind <= IMAGE)
                if kind >= LEAF:
                    state, owner, run.broken = owner, element, False
                    if kind == CONTAINER:
                        containers.append([element, None])
                elif kind == IMAGE:
                    inside = links and any(entry[2] == LINK for entry in stack[-4:])
                    cut.images.append(PageImage(element, len(blocks), links[-1] if inside else None))
                    run.image = True
            elif kind == LINK:
                link = PageLink(element, element.get("href") or "", len(blocks))
                links.append(link)
                state = link, len(pieces)
                if not len(element):  # Most links: their text is one string, known at once.
                    run.add_link(link, element.text)
                    kind = SILENT
            elif kind == BOLD:
                bold += 1
            if kind != SILENT:
                text = element.text
                if text and (pieces or not text.isspace()):
                    pieces.append(text)
                    if bold:
                        run.bold_chars += len(text)
                if len(element):
                    stack.append((children, element, kind, state))
                    children = iter(element)
                    break
                # An element without children ends at once, as below.
                if kind >= LEAF:
                    if pieces:
                        run.end(owner, broken=False)
                    owner = state
                    if kind == CONTAINER:
                        run.leave()
                elif kind == LINK:
                    run.close_link(*state)
                elif kind == BOLD:
                    bold -= 1
            text = element.tail
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if bold:
                    run.bold_chars += len(text)
        else:
            if not stack:
                break
            children, element, kind, state = stack.pop()
            if kind >= LEAF:
                if pieces or run.links:
                    run.end(owner, broken=False)
                owner, run.broken = state, True
                if kind == CONTAINER:
                    run.leave()
            elif kind == LINK:
                run.close_link(*state)
            elif kind == BOLD:
                bold -= 1
            text = element.tail
            if text and (pieces or not text.isspace()):
                pieces.append(text)
                if bold:
                    run.bold_chars += len(text)
    if pieces:
        run.end(owner, broken=False)
    run.close(containers[0][1])
    return cut
