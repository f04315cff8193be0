"""Labels of neighbours that stand outside of links: before them, in a block before them, on cards, without a link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from newsharvest.fields.neighbour_names import said
from newsharvest.fields.neighbour_titles import pieces_of
from newsharvest.lines.neighbours import (
    LONGEST_LINE,
    NeighbourLabel,
    label_ends,
    label_starts,
    may_begin,
    read_label_end,
    read_labels,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsharvest.languages import Lexicon
    from newsharvest.page.model import Page, PageBlock, PageLink

_MOST_LINKS = 12
"""Label and link stand alone; a block with more links is a menu or a list."""
_FEW_LINKS = 3
_ANCESTORS = 4
_CONTAINERS = frozenset({"div", "nav", "section", "aside", "footer"})
_PARTING = " :：》】])）|｜-–—→»>"

Outer = tuple[NeighbourLabel, "PageBlock"]


@dataclass(slots=True)
class Outside:
    """The labels that stand outside of links."""

    of_link: dict[int, Outer] = field(default_factory=dict)
    """By the link's ``id``."""
    lines: list[Outer] = field(default_factory=list)
    """Labels with words beside them that are no link."""
    classed: set[int] = field(default_factory=set)
    """The ``id`` of links in a container whose class names speak of a neighbour."""


def _labels_before_links(lexicon: Lexicon, block: PageBlock, ends: frozenset[str], found: Outside) -> bool:
    """Note the labels that stand in a block before its links; whether there are any."""
    text = block.text
    at, noted = 0, False
    labelled = may_begin(text, lexicon)
    for link in block.links[:_MOST_LINKS]:
        words = link.text
        start = text.find(words, at) if words else at
        if start < 0:  # A link that goes on in the next block.
            if not labelled:
                continue
            words = next(iter(pieces_of(link.element)), "")
            start = text.find(words, at)
            if start < 0:  # All of its words stand in a block of their own, a heading.
                start = len(text)
        if start - at > 1 and (before := text[at:start].rstrip(_PARTING))[-3:] in ends:
            label = read_label_end(before, lexicon)
            if label is not None:
                found.of_link[id(link)] = label, block
                noted = True
        at = start + len(words)
    if labelled:
        found.lines.extend((label, block) for label in read_labels(text, lexicon) if label.none)
    return noted


def _follows(label: PageBlock, block: PageBlock) -> bool:
    """Whether a block of links behind a block that is a label stands in the same container or in one of its own."""
    if len(block.links) > _FEW_LINKS or label.group is None or block.group is None:
        return False
    return block.group is label.group or (block.group.parent is label.group and block.group.tag not in ("ul", "ol"))


def _classed(block: PageBlock, names: str) -> Sequence[PageLink]:
    """The links whose own class names, or those of the small container they stand in, speak of a neighbour."""
    if said(names) is not None:
        return block.links[:1]
    if "pag" in names or block.tag == "nav":
        return [link for link in block.links if said(link.element.get("class") or "")]
    return ()


def _card(page: Page, label: Outer, lonely: Sequence[Outer]) -> PageLink | None:
    """The link of the small box around a lonely label: a card, whose link lies over all of it and has no words.

    Where the box has other links too, its class names must say what the label says.
    """
    box, hrefs = label[1].element, frozenset[str]()
    if box is None or next(box.iter("button"), None) is not None:  # A button leads where a script says.
        return None
    for _ in range(_ANCESTORS):
        if hrefs or box is None or box.tag in ("body", "html"):
            break
        hrefs = frozenset(href for link in box.iter("a") if (href := link.get("href")))
        box = box if hrefs else box.getparent()
    if not 0 < len(hrefs) <= _FEW_LINKS or sum(_stands_in(other[1].element, box) for other in lonely) > 1:
        return None
    inside = [link for link in page.links if link.href in hrefs and _stands_in(link.element, box)]
    wordless = next((link for link in inside if not link.text), None)
    if wordless is None or (len(hrefs) > 1 and said(box.get("class") or "") != label[0].direction):
        return None
    return max((link for link in inside if link.href == wordless.href), key=lambda link: len(link.text))


def _add_cards(page: Page, alone: list[Outer], found: Outside) -> None:
    """Give the labels that stand alone in their block to the cards that they stand in."""
    lonely = [label for label in alone if label[0].kind == "article"][:_MOST_LINKS]
    for label in lonely:
        if (link := _card(page, label, lonely)) is not None:
            for given in [key for key, outer in found.of_link.items() if outer[1] is label[1]]:
                del found.of_link[given]  # The card's first link with words leads to its author or section.
            found.of_link[id(link)] = label


def _stands_in(element: Any, box: Any) -> bool:
    while element is not None and element is not box:
        element = element.getparent()
    return element is not None


def labels_outside(page: Page) -> Outside:
    """One pass over the blocks for labels that stand before a link, in a block before it, or without one."""
    lexicon = page.lexicon
    starts, ends = label_starts(lexicon), label_ends(lexicon)
    found = Outside()
    pending: Outer | None = None
    alone: list[Outer] = []
    for block in page.blocks:
        before, pending = pending, None
        text, links = block.text, block.links
        size = len(text)
        if size > LONGEST_LINE:
            continue
        if links:
            # Nearly every link is all that its block says; then no label can stand before it.
            outer = block.link_chars < size or len(links[-1].text) > size
            noted = outer and _labels_before_links(lexicon, block, ends, found)
            if before is not None and not noted and _follows(before[1], block):
                first = next((link for link in links if link.text), links[0])
                found.of_link.setdefault(id(first), before)
            if block.tag in _CONTAINERS and len(links) <= _FEW_LINKS and (names := block.element.get("class")):
                found.classed.update(map(id, _classed(block, names)))
        elif (text[:3] in starts or text[:1] in starts) and not block.link_chars:
            labels = read_labels(text, lexicon)
            found.lines.extend((label, block) for label in labels if label.rest)
            if labels and not labels[-1].rest:
                pending = labels[-1], block
                alone.append(pending)
    if alone:
        _add_cards(page, alone, found)
    return found
