"""Where a page speaks of a neighbour: labels in, before and beside links, rel, class names, lines without a link."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newsharvest.fields.neighbour_titles import fold, headline_beside, headline_of, is_bare, pieces_of, words_of
from newsharvest.lines.neighbours import (
    LONGEST_LINE,
    Direction,
    NeighbourLabel,
    label_ends,
    label_starts,
    may_begin,
    may_end,
    means_none,
    read_label,
    read_label_end,
    read_labels,
)
from newsharvest.page.names import links_with_rel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsharvest.languages import Lexicon
    from newsharvest.page.model import Page, PageBlock, PageLink

_MOST_LINKS = 12
"""Label and link stand alone; a block with more links is a menu or a list."""
_FEW_LINKS = 3
_ANCESTORS = 4
_LONGEST_WORD = 8
_LONGEST_TITLE = 150
_LONGEST_NAMES = 200
_EAST_ASIAN = frozenset({"zh", "ja", "ko"})
"""Where the label may stand in the title attribute beside a whole headline."""
_SAYS = re.compile(
    r"(?:nav|post|article|entry|story|news|single|blog|pager|adjacent|item|page)s?(?:[-_]{1,2}|(?=[PN]))"
    r"(?P<after>prev|next|older|newer)"
    r"|(?P<before>prev|next|older|newer)(?:ious)?(?:[-_]{1,2}|(?=[A-Z]))"
    r"(?:nav|post|article|entry|story|news|blog|link|item|page|single)",
    re.IGNORECASE,
)
_DIRECTIONS: dict[str, Direction] = {
    "prev": "previous", "older": "previous", "next": "next", "newer": "next",
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"comment|carousel|slider|slideshow|slick|swiper|owl-|lightbox|gallery|galerie|calendar|datepicker|player|playlist|"
    r"ticker",
    re.IGNORECASE,
)
_CONTAINERS = frozenset({"div", "nav", "section", "aside", "footer"})
_PARTING = " :：》】])）|｜-–—→»>"

Outer = tuple[NeighbourLabel, "PageBlock"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A link, or a line without one, and all that says what it leads to."""

    link: PageLink | None
    label: NeighbourLabel | None
    """The visible label; ``None`` where only mark-up speaks."""
    title: str | None
    printed: str
    place: Any
    rel: Direction | None = None
    named: Direction | None = None
    """What the class names around it say."""
    elsewhere: bool = False
    """Whether class names around it are those of comments, carousels, galleries."""


@dataclass(slots=True)
class Outside:
    """The labels that stand outside of links."""

    of_link: dict[int, Outer] = field(default_factory=dict)
    """By the link's ``id``."""
    lines: list[Outer] = field(default_factory=list)
    """Labels with words beside them that are no link."""
    classed: set[int] = field(default_factory=set)
    """The ``id`` of links in a container whose class names speak of a neighbour."""


@lru_cache(maxsize=1024)
def rel_direction(rel: str) -> Direction | None:
    """The direction that a ``rel`` attribute gives; ``None`` without one or with both."""
    words = rel.lower().split()
    before, after = "prev" in words or "previous" in words, "next" in words
    if before == after:
        return None
    return "previous" if before else "next"


@lru_cache(maxsize=4096)
def _said(names: str) -> Direction | None:
    """The direction that class names give; ``None`` without one or with both."""
    low = names.lower()
    if not ("prev" in low or "next" in low or "older" in low or "newer" in low):
        return None
    said = {_DIRECTIONS[(match["after"] or match["before"]).lower()] for match in _SAYS.finditer(names)}
    return said.pop() if len(said) == 1 else None


def _around(element: Any) -> tuple[Direction | None, bool]:
    """(direction, elsewhere) as the class names of an element and its nearest ancestors say."""
    direction: Direction | None = None
    elsewhere = False
    for _ in range(_ANCESTORS):
        if element is None or element.tag in ("body", "html"):
            break
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAMES]
        if len(names) > 1:
            elsewhere = elsewhere or _ELSEWHERE.search(names) is not None
            direction = direction or _said(names)
        element = element.getparent()
    return direction, elsewhere


def _in_pieces(page: Page, pieces: list[str]) -> tuple[NeighbourLabel, str] | None:
    """(label, headline) where the first or last text node of a link is a label and nothing else."""
    for at, others in ((0, pieces[1:]), (-1, pieces[:-1])):
        label = read_label(pieces[at], page.lexicon)
        if label is not None and is_bare(label):
            return label, " ".join(others)
    return None


def _inside(page: Page, link: PageLink) -> tuple[NeighbourLabel, str, bool] | None:
    """(label, headline, whether something parts them) in a link's own text."""
    lexicon, text = page.lexicon, words_of(page, link)
    if not text or len(text) > LONGEST_LINE:
        return None
    label = read_label(text, lexicon, loose=True) if may_begin(text, lexicon) else None
    if label is not None and label.parted:
        return label, label.rest, True
    end = read_label_end(text, lexicon) if label is None and may_end(text, lexicon) else None
    if label is None and end is None:
        return None
    pieces = pieces_of(link.element) if len(link.element) else []
    if len(pieces) > 1 and (found := _in_pieces(page, pieces)):
        return *found, True
    if end is not None:
        return (end, end.rest, True) if end.kind == "article" and end.rest else None
    return (label, label.rest, False) if label is not None else None


def _hinted(page: Page, link: PageLink) -> NeighbourLabel | None:
    """The label in a link's title attribute, asked where its text can't say all."""
    text = link.text
    if len(text) > _LONGEST_WORD and page.lexicon.code not in _EAST_ASIAN:
        return None
    hint = link.element.get("title") or (not text and link.element.get("aria-label"))
    return read_label(fold(hint), page.lexicon) if hint and may_begin(hint, page.lexicon) else None


def _label(page: Page, link: PageLink, rel: Direction | None, outer: Outer | None) -> tuple[NeighbourLabel | None, str]:
    """(label, headline) of a link: its own label, else the one before it, else that of its title attribute."""
    inside = _inside(page, link)
    if inside is not None:
        label, headline, parted = inside
        # Where nothing parts label and headline, something else must say so too.
        if parted or label.direction == rel or label.direction == _around(link.element)[0]:
            return label, headline
    if outer is not None:
        return outer[0], link.text
    hinted = _hinted(page, link)
    return hinted, link.text or (hinted.rest if hinted is not None else "")


def _mark(page: Page, link: PageLink, rel: Direction | None, outside: Outside) -> Mark | None:
    """All that is said of one link; ``None`` where nothing makes it a neighbour."""
    outer = outside.of_link.get(id(link))
    label, headline = _label(page, link, rel, outer)
    if label is None and rel is None and id(link) not in outside.classed:
        return None
    named, elsewhere = None, False
    if label is not None:
        label = replace(label, rest=headline, none=means_none(headline, page.lexicon))
    if label is None or label.kind == "either":  # Else the label says all, and looking around is not free.
        named, elsewhere = _around(link.element)
    title = headline_of(page, link, headline)
    if title is None and label is not None and link.text and not label.none:
        title = headline_beside(page, link)
    place = outer[1] if outer is not None else link.element
    return Mark(link, label, title, link.text or headline, place, rel, named, elsewhere)


def _labels_before_links(lexicon: Lexicon, block: PageBlock, found: Outside) -> bool:
    """Note the labels that stand in a block before its links; whether there are any."""
    text = block.text
    ends, at, noted = label_ends(lexicon), 0, False
    labelled = may_begin(text, lexicon)
    for link in block.links[:_MOST_LINKS]:
        words = link.text
        start = text.find(words, at) if words else at
        if start < 0:  # A link that goes on in the next block.
            if not labelled:
                continue
            words = next(iter(pieces_of(link.element)), "")
            start = max(at, text.find(words, at))
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
    """Whether a block of links stands right after a block that is a label, in the same container or one of its own."""
    if block.index != label.index + 1 or len(block.links) > _FEW_LINKS or label.group is None or block.group is None:
        return False
    return block.group is label.group or (block.group.parent is label.group and block.group.tag not in ("ul", "ol"))


def _classed(block: PageBlock, names: str) -> Sequence[PageLink]:
    """The links whose own class names, or those of the small container they stand in, speak of a neighbour."""
    if _said(names[:_LONGEST_NAMES]) is not None:
        return block.links[:1]
    if "pag" in names or block.tag == "nav":
        return [link for link in block.links if _said((link.element.get("class") or "")[:_LONGEST_NAMES])]
    return ()


def labels_outside(page: Page) -> Outside:
    """One pass over the blocks for labels that stand before a link, in a block before it, or without one."""
    lexicon = page.lexicon
    starts = label_starts(lexicon)
    found = Outside()
    pending: Outer | None = None
    for block in page.blocks:
        text, links = block.text, block.links
        if links:
            size = len(text)
            if size > LONGEST_LINE:
                pending = None
                continue
            # Nearly every link is all that its block says; then no label can stand before it.
            outer = block.link_chars < size or len(links[-1].text) > size
            noted = outer and _labels_before_links(lexicon, block, found)
            if pending is not None:
                if not noted and _follows(pending[1], block):
                    first = next((link for link in links if link.text), links[0])
                    found.of_link.setdefault(id(first), pending)
                pending = None
            if len(links) <= _FEW_LINKS and block.tag in _CONTAINERS and (names := block.element.get("class")):
                found.classed.update(map(id, _classed(block, names)))
        elif len(text) > LONGEST_LINE:
            pending = None
        elif (text[:3] in starts or text[:1] in starts) and not block.link_chars:
            labels = read_labels(text, lexicon)
            found.lines.extend((label, block) for label in labels if label.rest)
            pending = (labels[-1], block) if labels and not labels[-1].rest else None
    return found


def find_marks(page: Page) -> Iterator[Mark]:
    """Every link and line of the page that may speak of a neighbour: links in reading order, then lines."""
    lexicon = page.lexicon
    starts, ends = label_starts(lexicon), label_ends(lexicon, articles=True)
    outside = page.once(labels_outside)
    known = outside.classed | outside.of_link.keys()
    rels = {id(link): direction for link, rel in page.once(links_with_rel) if (direction := rel_direction(rel))}
    known |= rels.keys()
    wordy = lexicon.code not in _EAST_ASIAN
    for link in page.links:
        text = link.text
        # What follows decides for nearly every link of a page, so it is spelled out and asks the cheapest first.
        if (
            not ((text[:3] in starts or text[:1] in starts) and read_label(text, lexicon, loose=True) is not None)
            and not (text[-3:] in ends and read_label_end(text, lexicon) is not None)
            and not (known and id(link) in known)
        ):
            if wordy and len(text) > _LONGEST_WORD:
                continue
            hint = link.element.get("title") or (not text and link.element.get("aria-label"))
            if not hint or (hint[:3] not in starts and hint[:1] not in starts):
                continue
        mark = _mark(page, link, rels.get(id(link)), outside)
        if mark is not None:
            yield mark
    for label, block in outside.lines:
        if label.none or len(label.rest) <= _LONGEST_TITLE:
            yield Mark(None, label, label.rest, block.text, block)
